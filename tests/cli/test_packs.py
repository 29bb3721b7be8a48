"""`flask packs export` and `import`, as they are typed."""

import pytest

from casework.lab.packs import archive


@pytest.fixture
def study_with_people(db, study):
    """The tiny study with people who have files."""
    people = {"rose": "rosemary_tennant", "edna": "edna_farrow"}
    cases = [{**case, "person": people[case["person"]]} for case in study.content["cases"]]
    arms = [{**arm, "warm_up": "mavis_coultard"} for arm in study.content["arms"]]
    study.content = {**study.content, "cases": cases, "arms": arms}
    db.commit()
    return study


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["packs", *arguments])


def test_a_pack_is_written_and_is_the_same_study_when_it_is_brought_in_again(app, study_with_people, tmp_path):
    file = tmp_path / "tiny.zip"
    said = run(app, "export", "tiny", str(file))
    assert (said.exit_code, said.output) == (0, f"wrote {file}, {file.stat().st_size:,} bytes\n")
    assert archive.read(file.read_bytes())[0].study == "tiny"
    again = run(app, "import", str(file))
    assert (again.exit_code, again.output) == (0, "Study tiny was here already, the same. Nothing was changed.\n")


def test_a_file_that_is_there_is_not_written_over(app, study_with_people, tmp_path):
    file = tmp_path / "tiny.zip"
    file.write_text("mine")
    said = run(app, "export", "tiny", str(file))
    assert said.exit_code == 2
    assert file.read_text() == "mine"


def test_what_looks_real_is_told_with_its_place_and_nothing_is_written(app, db, study_with_people, tmp_path):
    study_with_people.content = {**study_with_people.content, "question": "Ring 020 7123 4567?"}
    db.commit()
    said = run(app, "export", "tiny", str(tmp_path / "tiny.zip"))
    assert said.exit_code == 1
    assert "study.json, line" in said.stderr
    assert "error: 020 7123 4567 looks like a telephone number" in said.stderr
    assert not (tmp_path / "tiny.zip").exists()


def test_a_study_that_is_not_there_and_a_file_that_is_no_pack_are_told_in_a_sentence(app, tmp_path):
    assert run(app, "export", "other", str(tmp_path / "x.zip")).exit_code == 2
    file = tmp_path / "no.zip"
    file.write_bytes(b"PK\x03\x04 and so on")
    said = run(app, "import", str(file))
    assert said.exit_code == 1
    assert said.stderr == f"Casework: {file} was not imported. This is not a pack: the file cannot be read as a zip.\n"
