"""Finished versions: what was said then stays as it was said."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.database import Db
from casework.records.models import Step, Worker
from casework.records.operations.recording import record_facts
from casework.records.operations.versions import keep_versions
from casework.records.versions import changes_between, versions_of
from casework.synthetic.building import Build

TODAY = date(2026, 11, 10)
AT = datetime(2026, 11, 10, 10, 2, tzinfo=UTC)
ABLE = {"achieves": "able", "limbs": []}
UNABLE = {"achieves": "unable", "limbs": ["needs-assistance"], "reason": "Cannot step over the bath side."}


@pytest.fixture
def step(build: Build) -> Step:
    return build.step(title="Assess")


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair")


def finish(db: Db, step: Step, by: Worker, facts: dict[str, Any], reason: str | None = None) -> None:
    record_facts(db, step, facts, by=by, today=TODAY)
    keep_versions(db, step, facts, by=by, acted_for=None, reason=reason, today=TODAY, at=AT)


def test_every_part_that_a_step_wrote_to_gets_a_version(db: Db, step: Step, priya: Worker) -> None:
    finish(db, step, priya, {"assessment.decision": "eligible", "plan.contingency": "Ring Claire."})
    (assessment,) = versions_of(db, step.case_id, "assessment")
    (plan,) = versions_of(db, step.case_id, "plan")
    assert (assessment.number, assessment.content, assessment.by) == (1, {"assessment.decision": "eligible"}, priya)
    assert plan.content["plan.contingency"] == "Ring Claire."


def test_the_next_version_says_why_and_the_earlier_one_stays(db: Db, step: Step, priya: Worker) -> None:
    finish(db, step, priya, {"assessment.decision": "eligible", "assessment.outcomes": {"nutrition": ABLE}})
    finish(db, step, priya, {"assessment.outcomes": {"nutrition": UNABLE}}, reason="The bath was not seen")
    first, second = versions_of(db, step.case_id, "assessment")
    assert (first.reason, second.reason) == (None, "The bath was not seen")
    assert first.content["assessment.outcomes"] == {"nutrition": ABLE}
    assert second.content == {"assessment.decision": "eligible", "assessment.outcomes": {"nutrition": UNABLE}}


def test_a_step_that_adds_to_a_part_keeps_the_whole_of_it(db: Db, step: Step, priya: Worker) -> None:
    finish(db, step, priya, {"assessment.outcomes": {"nutrition": UNABLE}, "assessment.risk": "Falls"})
    finish(db, step, priya, {"assessment.decision": "eligible"})
    content = versions_of(db, step.case_id, "assessment")[1].content
    assert content["assessment.outcomes"]["nutrition"]["reason"] == "Cannot step over the bath side."
    assert (content["assessment.risk"], content["assessment.decision"]) == ("Falls", "eligible")


def test_no_version_can_be_changed(db: Db, step: Step, priya: Worker) -> None:
    finish(db, step, priya, {"assessment.decision": "eligible"})
    (version,) = versions_of(db, step.case_id, "assessment")
    version.content = {"assessment.decision": "not-eligible"}
    with pytest.raises(Exception, match="FinishedVersion is only added to"):
        db.flush()


def test_what_is_the_same_is_no_change() -> None:
    assert changes_between({"assessment.risk": "Falls"}, {"assessment.risk": "Falls"}) == []


def test_a_change_says_what_was_there_and_what_is() -> None:
    (change,) = changes_between({"plan.contingency": "None"}, {"plan.contingency": "Ring Claire."})
    assert (change.label, change.old, change.new) == ("What happens if things go wrong", "None", "Ring Claire.")


def test_outcomes_are_compared_one_by_one() -> None:
    (change,) = changes_between(
        {"assessment.outcomes": {"nutrition": ABLE, "clothing": ABLE}},
        {"assessment.outcomes": {"nutrition": UNABLE, "clothing": ABLE}},
    )
    assert (change.about, change.old, change.new) == ("nutrition", ABLE, UNABLE)


def test_a_need_that_moved_in_the_list_has_not_changed() -> None:
    bath, shop = {"outcome": "personal-hygiene", "met_by": "council"}, {"outcome": "nutrition", "met_by": "carer"}
    (change,) = changes_between({"plan.needs": [bath, shop]}, {"plan.needs": [shop]})
    assert (change.about, change.old, change.new) == ("personal-hygiene", bath, None)
