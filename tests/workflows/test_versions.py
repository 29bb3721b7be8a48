"""Files and saves: what is new is read in, what the browser saved stays, and what is broken never goes live."""

import shutil

import pytest

from casework.clock import now
from casework.records.facts import CATALOGUE
from casework.workflows import drafts
from casework.workflows.reading_in import read_in
from casework.workflows.versions import SaveWay, find_save, saves_of
from config import ROOT

SMALL = """\
id: small
title: {title}
begins: talk
steps:
  - id: talk
    title: Talk
    kind: contact
    role: duty_worker
    actions:
      - {{id: close, label: Close, to: closed}}
  - {{id: closed, title: Closed, ends: true}}
sections:
  - id: words
    step: talk
    title: Words
    pages:
      - id: own
        questions:
          - {{id: own_words, type: textarea, label: What is happening?, records: contact.own_words}}
"""


@pytest.fixture
def folder(tmp_path):
    """A folder of one workflow, with the lists that are shipped."""
    (tmp_path / "workflows").mkdir()
    shutil.copytree(ROOT / "seed_data" / "lists", tmp_path / "lists")
    write(tmp_path, SMALL.format(title="As filed"))
    return tmp_path


def write(folder, text):
    (folder / "workflows" / "small.yaml").write_text(text, encoding="utf-8")


def read(db, folder):
    return read_in(db, folder, catalogue=CATALOGUE, at=now())


def edit(db, folder, title):
    return drafts.save_text(
        db,
        "small",
        SMALL.format(title=title),
        made_from=find_save(db, "small").number,
        why="To see",
        by="Maya",
        at=now(),
        folder=folder,
        catalogue=CATALOGUE,
    )


def test_a_file_is_read_in_once(db, folder):
    read(db, folder)
    read(db, folder)
    assert [(save.number, save.way) for save in saves_of(db, "small")] == [(1, SaveWay.FILE)]


def test_an_unchanged_file_does_not_overwrite_what_the_browser_saved(db, folder):
    read(db, folder)
    edit(db, folder, "As edited")
    read(db, folder)
    assert find_save(db, "small").source == SMALL.format(title="As edited")


def test_a_changed_file_is_in_use_and_the_browsers_saves_stay(db, folder):
    read(db, folder)
    edit(db, folder, "As edited")
    write(folder, SMALL.format(title="Filed again"))
    read(db, folder)
    assert [save.way for save in saves_of(db, "small")] == [SaveWay.FILE, SaveWay.EDITED, SaveWay.FILE]
    assert "Filed again" in find_save(db, "small").source


def test_a_broken_file_says_where_and_never_goes_live(db, folder):
    read(db, folder)
    write(folder, SMALL.format(title="Broken").replace("to: closed", "to: nowhere"))
    found = read(db, folder)
    assert any(problem.severity == "error" and problem.line == 10 for problem in found.problems)
    assert find_save(db, "small").number == 1


def test_going_back_is_a_save_of_its_own_and_can_be_undone_alike(db, folder):
    read(db, folder)
    edited = edit(db, folder, "As edited")
    first = find_save(db, "small", 1)
    back = drafts.go_back(db, first, by="Maya", at=now(), folder=folder, catalogue=CATALOGUE)
    assert (back.number, back.way, back.version_id) == (3, SaveWay.WENT_BACK, first.version_id)
    again = drafts.go_back(db, edited, by="Maya", at=now(), folder=folder, catalogue=CATALOGUE)
    assert (again.number, again.version_id) == (4, edited.version_id)


def test_a_save_over_somebody_elses_is_refused_and_names_it(db, folder):
    read(db, folder)
    begun_with = find_save(db, "small").number
    edit(db, folder, "Hers")
    with pytest.raises(drafts.SavedMeanwhile) as refused:
        drafts.save_text(
            db,
            "small",
            SMALL.format(title="Mine"),
            made_from=begun_with,
            why="To see",
            by="Ruth",
            at=now(),
            folder=folder,
            catalogue=CATALOGUE,
        )
    assert refused.value.newest.by == "Maya"
    assert find_save(db, "small").source == SMALL.format(title="Hers")
