"""`flask studies`: what is planned, and whether it can be read in."""

from config import ROOT

SHIPPED = ROOT / "seed_data" / "studies"


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["studies", *map(str, arguments)])


def test_the_studies_are_listed_with_their_plan_and_sessions(app, session):
    told = run(app, "list")
    assert told.exit_code == 0
    assert told.output == "tiny  not sealed  0 of 1 planned sessions held  Assess first, or talk first\n"


def test_every_shipped_study_can_be_read_in(app):
    told = run(app, "check")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.endswith(": 0 errors\n")


def test_mistakes_in_a_file_are_told_at_their_line_and_end_with_status_1(app, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text((SHIPPED / "demonstration.yaml").read_text().replace("design: crossed", "desing: crossed"))
    line = path.read_text().splitlines().index("desing: crossed") + 1
    told = run(app, "check", path)
    assert told.exit_code == 1
    assert f"{path}:{line}:1: error: desing: there is no such key; did you mean design?" in told.stderr
    assert told.stdout == "1 study: 2 errors\n"


def test_a_file_that_is_not_there_is_wrong_use(app, tmp_path):
    told = run(app, "check", tmp_path / "none.yaml")
    assert told.exit_code == 2
    assert "there is no file" in told.stderr
