"""Workflow files that change while the application runs."""

import shutil

import pytest

from casework.accounts.models import Role
from casework.workflows.versions import SaveWay, find_save
from config import ROOT

TINY = ROOT / "tests" / "lab" / "tiny" / "workflows"


@pytest.fixture
def folder(app, tmp_path):
    """A folder of files that the application watches."""
    shutil.copytree(TINY, tmp_path / "workflows")
    shutil.copytree(ROOT / "seed_data" / "lists", tmp_path / "lists")
    app.config["SEED_DATA"] = tmp_path
    return tmp_path / "workflows"


@pytest.fixture
def looks_again(app, pages):
    """Opens the list as though more than a second had passed since files were looked at."""
    staff = pages.as_staff(Role.DESIGNER)
    staff.open("/workflows")

    def look():
        app.extensions["casework_files"].looked_at -= 2
        return staff.open("/workflows")

    return look


def written(file, old, new):
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_changed_file_is_in_use_at_the_next_page(folder, looks_again, db):
    written(folder / "talk_first.yaml", "title: Talk first", "title: Talk before anything")
    assert looks_again().says("Talk before anything")
    newest = find_save(db, "talk_first")
    assert (newest.number, newest.way) == (2, SaveWay.FILE)


def test_a_file_that_stays_as_it_is_changes_nothing(folder, looks_again, db):
    looks_again()
    assert find_save(db, "talk_first").number == 1


def test_a_broken_file_is_told_and_what_is_in_use_stays(folder, looks_again, db):
    written(folder / "talk_first.yaml", "begins: talk", "begins: tolk")
    page = looks_again()
    assert page.says("A file has changed and cannot be read in")
    assert page.says("did you mean talk?")
    assert find_save(db, "talk_first").number == 1
    written(folder / "talk_first.yaml", "begins: tolk", "begins: talk")
    assert not looks_again().says("cannot be read in")


def test_a_broken_file_does_not_keep_another_from_being_read_in(folder, looks_again, db):
    written(folder / "talk_first.yaml", "begins: talk", "begins: tolk")
    written(folder / "assess_first.yaml", "title: ", "title: Now ")
    looks_again()
    assert find_save(db, "assess_first").number == 2
