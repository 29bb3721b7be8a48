"""`flask workflows import` and `flask workflows feasibility`."""

import json

import pytest

from config import ROOT

DATA = ROOT / "tests" / "workflows" / "data" / "importing"


@pytest.fixture
def run(make_app):
    app = make_app()
    return lambda *words: app.test_cli_runner().invoke(args=["workflows", *map(str, words)])


def test_forms_become_files_that_pass_the_check_and_everything_is_accounted_for(run, tmp_path):
    files = ("--from", "hackney", DATA / "forms.json", "--next-steps", DATA / "next_steps.json", "--into", tmp_path)
    done = run("import", *files)
    assert done.exit_code == 0
    assert "24 fields: 16 imported, 3 imported with a change, 5 refused" in done.output
    assert run("check", *sorted(tmp_path.glob("*.yaml"))).exit_code == 0


def test_a_file_that_is_there_is_not_written_over(run, tmp_path):
    (tmp_path / "fallsathome.yaml").write_text("mine")
    done = run("import", "--from", "fhir-questionnaire", DATA / "questionnaire.json", "--into", tmp_path)
    assert done.exit_code == 2
    assert (tmp_path / "fallsathome.yaml").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "this is not JSON"),
        ("[]", "expected a FHIR Questionnaire"),
        ("[" * 100_000, "cannot be read|not JSON|too deeply"),
    ],
)
def test_what_is_no_form_is_one_sentence(run, tmp_path, text, said):
    file = tmp_path / "form.json"
    file.write_text(text)
    done = run("import", "--from", "fhir-questionnaire", file, "--into", tmp_path)
    assert done.exit_code == 2
    assert any(words in done.stderr for words in said.split("|"))
    assert "Traceback" not in done.output


def test_the_report_comes_as_json_too(run, tmp_path):
    done = run(
        "import", "--from", "fhir-questionnaire", DATA / "questionnaire.json", "--into", tmp_path, "--format", "json"
    )
    report = json.loads(done.stdout)
    assert sum(report["counts"].values()) == len(report["fields"])


def test_feasibility_says_what_is_not_known(run):
    done = run("feasibility", "traditional")
    assert done.exit_code == 0
    assert "flow-back  Sending back with comments: Eclipse not known" in done.output
    rows = json.loads(run("feasibility", "traditional", "--format", "json").stdout)
    assert {row["capability"] for row in rows} >= {"flow-back", "prac-eligible"}
