"""A workflow written out and read again is the same workflow, and the same version."""

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.dumping import dump
from casework.workflows.loader import load_folder, load_lists, load_text
from config import ROOT

WORKFLOWS = ROOT / "seed_data" / "workflows"
LISTS = load_lists(ROOT / "seed_data/lists")
NAMES = sorted(path.stem for path in WORKFLOWS.glob("*.yaml"))
SIBLINGS = {path.stem: path for path in WORKFLOWS.glob("*.yaml")}


@pytest.fixture(scope="module")
def shipped():
    return load_folder(WORKFLOWS, lists=LISTS, catalogue=CATALOGUE)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_workflow_written_out_is_the_same_version(shipped, name):
    text = dump(shipped[name].content["definition"])
    again = load_text(text, f"{name}.yaml", lists=LISTS, catalogue=CATALOGUE, siblings=SIBLINGS)
    assert again.version == shipped[name].version
    assert dump(again.content["definition"]) == text


def test_what_is_written_out_can_be_read_aloud(shipped):
    lines = dump(shipped["three_conversations"].content["definition"]).splitlines()
    assert lines[:2] == ["id: three_conversations", "title: Listen, connect, plan"]
    assert "  - {id: closed, title: Closed, ends: true}" in lines
