"""`flask workflows write`: a save back into its file."""

import pytest

from casework.workflows.versions import find_save


@pytest.fixture
def run(make_app, tmp_path):
    app = make_app()
    app.config["SEED_DATA"] = tmp_path
    (tmp_path / "workflows").mkdir()
    return lambda *words: app.test_cli_runner().invoke(args=["workflows", "write", *words])


def test_the_save_in_use_is_written_once(run, db, tmp_path):
    file = tmp_path / "workflows" / "talk_first.yaml"
    assert run("talk_first").exit_code == 0
    assert file.read_text() == find_save(db, "talk_first").source
    assert "says it already" in run("talk_first").output


def test_a_file_that_was_never_read_in_is_left_alone(run, tmp_path):
    file = tmp_path / "workflows" / "talk_first.yaml"
    file.write_text("mine")
    done = run("talk_first")
    assert done.exit_code == 2
    assert "never read in" in done.stderr
    assert file.read_text() == "mine"


@pytest.mark.parametrize("words", [("nobody",), ("talk_first", "--save", "9")])
def test_what_is_not_there_is_wrong_use(run, words):
    assert run(*words).exit_code == 2
