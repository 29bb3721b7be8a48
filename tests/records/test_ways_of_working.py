"""What the eight ways of working record fits one record, and decisions that were compared there are the same."""

import pytest

from casework.database import Db
from casework.records.operations.recording import record_facts
from casework.records.queries.known import known_facts
from casework.rehearsal.people import STORY_DATE, pinned_people
from casework.rehearsal.robot import walk
from casework.synthetic.building import Build
from tests.workflows.shipped import shipped

WAYS = (
    "traditional",
    "three_conversations",
    "strengths_proportionate",
    "trusted_assessor",
    "supported_self_assessment",
    "asset_front_door",
    "resource_allocation",
    "small_team",
)
ROSE = pinned_people()["rosemary_tennant"]
COMPARED = (
    "assessment.decision",
    "assessment.decision_reasons",
    "assessment.impact",
    "budget.gross_pence",
    "review.how_to_ask",
)


@pytest.mark.parametrize("name", WAYS)
def test_a_whole_way_is_written_to_the_record_and_known_again(name: str, db: Db, build: Build) -> None:
    found = walk(shipped(name), ROSE.known, today=STORY_DATE, words=ROSE.words)
    step = build.step()
    for visit in found.visits:
        record_facts(db, step, visit.state.facts, by=None, today=visit.on)
    known = known_facts(db, step.person, step.case, STORY_DATE)
    assert {fact: known.get(fact) for fact in COMPARED} == {fact: found.facts[fact] for fact in COMPARED}
