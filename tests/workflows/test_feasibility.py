"""What a workflow demands of a case management system, and what is to be thought of a profile today."""

from datetime import date

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.feasibility import (
    Cell,
    Profile,
    demands_of,
    is_too_old,
    judge,
    load_capabilities,
    load_profiles,
    not_shown_by_workflows,
)
from casework.workflows.loader import load_file, load_lists
from casework.workflows.problems import WorkflowError
from config import ROOT

SYSTEMS = ROOT / "seed_data" / "systems"
CAPABILITIES = load_capabilities(SYSTEMS)
TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def traditional():
    lists = load_lists(ROOT / "seed_data/lists")
    return load_file(ROOT / "seed_data/workflows/traditional.yaml", lists=lists, catalogue=CATALOGUE).definition


def demanded(definition):
    return {demand.capability.id: demand.because for demand in demands_of(definition, CAPABILITIES)}


def test_there_are_forty_six_capabilities_each_with_something_to_be_shown():
    assert len(CAPABILITIES) == 46
    assert all(each.show_us and each.look_for for each in CAPABILITIES)


def test_a_workflow_that_sends_back_demands_that_work_can_be_sent_back(traditional):
    assert "Check the assessment: Send back with comments" in demanded(traditional)["flow-back"]


def test_a_workflow_without_a_public_step_demands_no_public_form(traditional):
    assert not {"door-form", "door-save", "door-urgent", "door-referrer"} & set(demanded(traditional))


def test_taking_the_timetable_out_takes_the_demand_away(traditional):
    assert "prac-week" in demanded(traditional)
    sections = tuple(section for section in traditional.sections if section.id != "support")
    assert "prac-week" not in demanded(traditional.model_copy(update={"sections": sections}))


def test_what_no_workflow_shows_is_listed_apart(traditional):
    apart = {each.id for each in not_shown_by_workflows(CAPABILITIES)}
    assert "sys-api" in apart
    assert not apart & set(demanded(traditional))


def judged(cell):
    profile = Profile(id="ours", name="Ours", cells={"work-list": cell})
    return next(each for each in judge(profile, CAPABILITIES, TODAY) if each.capability.id == "work-list")


def seen(answer, evidence="demo_ours", on=date(2026, 6, 1)):
    return Cell(answer=answer, evidence=evidence, source="Demonstration 4", seen_on=on)


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        (seen("yes"), "met"),
        (seen("by_configuration"), "by configuration"),
        (seen("supplier_change"), "needs the supplier"),
        (seen("no"), "not met"),
        (Cell(), "not known"),
        (seen("yes", evidence="said"), "not known"),
        (seen("yes", on=date(2025, 11, 9)), "not known"),
        (seen("yes", on=date(2025, 11, 10)), "met"),
        (seen("yes", on=None), "not known"),
    ],
)
def test_only_what_was_seen_or_read_within_a_year_counts(cell, result):
    assert judged(cell).result == result


def test_why_an_answer_does_not_count_is_said():
    assert judged(seen("yes", evidence="said")).why == "only said, and nothing was seen"
    assert judged(seen("no", on=date(2024, 1, 1))).why == "the evidence is more than 12 months old"


def test_a_month_is_too_old_by_its_day():
    assert not is_too_old(date(2025, 11, 10), TODAY)
    assert is_too_old(date(2025, 11, 9), TODAY)


def test_every_system_says_something_of_every_capability_and_unknown_stays_unknown():
    profiles = load_profiles(SYSTEMS, CAPABILITIES)
    assert set(profiles) == {"mosaic", "liquidlogic_las", "eclipse"}
    for profile in profiles.values():
        assert set(profile.cells) == {each.id for each in CAPABILITIES}
    for name in ("liquidlogic_las", "eclipse"):
        assert {each.result for each in judge(profiles[name], CAPABILITIES, TODAY)} == {"not known"}


def test_a_profile_is_refused_at_the_place_where_it_is_wrong(tmp_path):
    (tmp_path / "ours.yaml").write_text(
        "id: ours\nname: Ours\ncells:\n  work-lists: {answer: unknown}\n  work-due: {answer: yes}\n"
    )
    with pytest.raises(WorkflowError) as refused:
        load_profiles(tmp_path, CAPABILITIES)
    told = [str(each) for each in refused.value.problems]
    assert told[0].endswith("ours.yaml:4:3: error L11: there is no capability work-lists; did you mean work-list?")
    assert "ours.yaml:5:3: error L05: work-due is answered without evidence, source or date" in told[1]
