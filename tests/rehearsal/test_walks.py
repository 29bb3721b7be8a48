"""The robot goes through every shipped workflow with everybody it knows: one that cannot be finished fails here."""

from collections.abc import Mapping

import pytest

from casework.records.facts import CATALOGUE
from casework.rehearsal.people import STORY_DATE, Known, everybody
from casework.rehearsal.robot import walk
from casework.rehearsal.walks import walk_all, walk_of
from casework.workflows.definition import OUTCOMES, Definition
from casework.workflows.engine import Finish, finish
from casework.workflows.facts_table import FactRow, facts_by_workflow
from tests.shipped import NAMES, shipped_workflows

EDNA = everybody()["edna_farrow"]
JOANNE = everybody()["joanne_tilley"]


@pytest.mark.parametrize("name", NAMES)
def test_every_workflow_is_finished_with_everybody(name: str) -> None:
    definition = shipped_workflows()[name]
    for who in everybody().values():
        found = walk_of(definition, who)
        assert found.stuck is None, (who.id, found.stuck)
        assert definition.step(found.ended_at).ends
        for visit in found.visits:
            assert isinstance(finish(definition, visit.state, visit.chosen, dict.fromkeys(visit.chosen, "x")), Finish)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_that_is_to_be_whole_is_whole_and_records_what_is_known(name: str) -> None:
    definition = shipped_workflows()[name]
    for visit in walk_of(definition, EDNA).visits:
        if any(action.requires == "complete" for action in visit.step.actions if action.id in visit.chosen):
            assert visit.state.complete, visit.step.id
        if not visit.steered:
            codes = {
                fact: value
                for fact, value in visit.state.facts.items()
                if CATALOGUE[fact].codes and fact.startswith("assessment.")
            }
            assert {
                fact: value for fact, value in codes.items() if fact in EDNA.known and value != EDNA.known[fact]
            } == {}


def known_facts(definition: Definition, who: Known) -> Mapping[str, object]:
    return walk_of(definition, who).facts


def test_what_is_known_of_a_person_decides_the_way() -> None:
    traditional = shipped_workflows()["traditional"]
    assert "plan" in walk_of(traditional, EDNA).path
    assert walk_of(traditional, JOANNE).path[-1] == "assess"
    assert known_facts(traditional, JOANNE)["assessment.decision"] == "not-eligible"
    assert walk_of(traditional, everybody()["arthur_penhale"]).path == ["contact", "triage"]


def test_who_is_at_risk_has_a_concern_raised_on_the_way() -> None:
    traditional = shipped_workflows()["traditional"]
    harold = walk_of(traditional, everybody()["harold_quayle"])
    assert any("raise_concern" in visit.chosen for visit in harold.visits)
    assert not any("raise_concern" in visit.chosen for visit in walk_of(traditional, EDNA).visits)


def test_a_preferred_action_is_taken_where_it_may_be() -> None:
    traditional = shipped_workflows()["traditional"]
    refused = {**EDNA.known, "assessment.consent": "refused"}
    assert "plan" in walk(traditional, refused, today=STORY_DATE).path
    assert "plan" not in walk(traditional, refused, today=STORY_DATE, prefer={"assess": "no_assessment"}).path


def test_different_ways_of_working_reach_the_same_decision_about_one_person() -> None:
    ways = ("traditional", "three_conversations", "small_team", "resource_allocation")
    decisions = {known_facts(shipped_workflows()[name], EDNA)["assessment.decision"] for name in ways}
    outcomes = [known_facts(shipped_workflows()[name], EDNA)["assessment.outcomes"] for name in ways]
    assert decisions == {"eligible"}
    assert all(isinstance(each, Mapping) and set(each) == {option.code for option in OUTCOMES} for each in outcomes)


def test_all_walks_are_listed_by_workflow_and_person() -> None:
    chosen = {name: shipped_workflows()[name] for name in ("capacity", "traditional")}
    found = walk_all(chosen, [EDNA, JOANNE], shipped_workflows())
    assert [(each.definition.id, each.who.id) for each in found] == [
        (name, who) for name in chosen for who in ("edna_farrow", "joanne_tilley")
    ]
    assert found[0].steps_said.startswith("Capacity assessment")


def rows() -> dict[str, FactRow]:
    return {row.fact.name: row for row in facts_by_workflow(shipped_workflows(), CATALOGUE)}


def test_a_fact_is_recorded_worked_out_or_left_out_with_why() -> None:
    table = rows()
    assert table["assessment.decision"].treated["traditional"].how == "records"
    assert table["budget.gross_pence"].treated["traditional"].how == "works out"
    assert "which it starts" in table["capacity.matter"].treated["traditional"].why
    assert table["plan.needs"].treated["capacity"].why == "it makes no such part of the record"


def test_why_a_fact_is_left_out_is_told_in_the_workflows_own_words() -> None:
    capacity = shipped_workflows()["capacity"]
    explained = capacity.model_copy(update={"leaves_out": {"plan.needs": "It decides one thing."}})
    table = {row.fact.name: row for row in facts_by_workflow({"capacity": explained}, CATALOGUE)}
    assert table["plan.needs"].treated["capacity"].why == "It decides one thing."
