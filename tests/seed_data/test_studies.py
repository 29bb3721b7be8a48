"""Every study that comes with Casework: its text says all of it, and keeping a part of it as a form changes nothing."""

import pytest

from casework.cli.studies import known_in_files
from casework.lab import claims, sealing
from casework.lab.models import Study
from casework.lab.study_drafts import text_of
from casework.lab.study_reading import read_study_file, read_study_text
from casework.web.studies.plan_parts import PARTS, Around, rows_at, shown, take, tree_of
from config import ROOT

STUDIES = sorted((ROOT / "seed_data" / "studies").glob("*.yaml"))


@pytest.fixture(scope="module")
def known():
    return known_in_files()


@pytest.fixture(params=STUDIES, ids=lambda path: path.stem)
def file(request, known):
    return read_study_file(request.param, known)


def as_kept(file):
    return file.model_dump(mode="json", exclude_none=True)


def test_the_text_made_of_a_study_is_the_same_study(file, known):
    assert read_study_text(text_of(as_kept(file)), "again.yaml", known) == file


def test_keeping_each_part_as_it_stands_leaves_the_study_the_same(file, known):
    text = text_of(as_kept(file))
    for part in PARTS:
        tree = tree_of(text)
        sent = dict(answers(part, tree, known))
        text = take(tree, part, sent, "keep")
    assert read_study_text(text, "again.yaml", known) == file


def answers(part, tree, known):
    """What a browser sends for a part whose fields nobody touched."""
    around = Around(tree, tree, known)
    every = [one for each in part.fields for one in shown(each, each.key, tree, around, {})]
    for group in part.rows:
        for number, row in enumerate(rows_at(tree, group.key)):
            beside = Around(tree, row, known)
            name = f"{group.key}.{number}"
            every += [one for each in group.fields for one in shown(each, f"{name}.{each.key}", row, beside, {})]
    for one in every:
        if one.field.kind == "checks":
            yield f"{one.name}-asked", ["yes"]
            yield one.name, [value for value, _ in one.choices if value in one.chosen]
        else:
            yield one.name, [one.chosen[0] if one.field.kind == "radios" else one.value.replace("\n", "\r\n")]


def test_the_demonstration_can_only_describe_and_says_how_many_could_compare(known):
    file = read_study_file(ROOT / "seed_data" / "studies" / "demonstration.yaml", known)
    (first,) = [claim for claim in file.claims if claim.primary]
    assert not claims.planned(file, first).is_enough
    assert 20 <= claims.needed(file, first).people <= 26


def test_nothing_is_missing_for_the_plan_of_a_shipped_study_to_be_sealed(db, file):
    assert sealing.missing(db, Study(id=file.id, content=as_kept(file))) == []
