"""What the lab knows of each question of the roadmap, gathered from the studies."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.findings import roadmap
from casework.findings.arms_seen import seen_in
from casework.findings.versions_compared import compare_versions, versions_worked_with
from casework.lab import task_runs
from casework.lab.models import Participant
from casework.workflows.feasibility import load_capabilities
from casework.workflows.versions import WorkflowVersion
from config import ROOT


def have_roles(db, *roles: str) -> None:
    people = db.query(Participant).order_by(Participant.code).all()
    for person, role in zip(people, roles, strict=True):
        person.role = role
    db.commit()


def test_a_study_of_two_workflows_is_about_approaches_and_not_about_front_doors(db, study):
    assert [each.study.id for each in roadmap.approaches(db)] == [study.id]
    assert roadmap.front_doors(db) == []


def test_what_came_of_a_planned_claim_stands_beside_it_once_somebody_has_finished(pages, db, study, take_part):
    claim = {"id": "one", "says": "More finish with B", "measure": "completion", "arms": [a.key for a in study.arms]}
    study.content = study.content | {"claims": [claim | {"people": 20, "expected_a": 0.5, "expected_b": 0.8}]}
    db.commit()
    (before,) = roadmap.approaches(db)
    assert before.found == []
    take_part()
    (after,) = roadmap.approaches(db)
    assert after.found[0].headline == "1 of 1 finished without help with A, 1 of 1 with B"
    page = pages.as_staff(Role.OBSERVER).open("/roadmap/approaches")
    assert "Description only 1 of 1 finished without help" in page.text.replace("▲ ", "")


def test_arms_that_differ_in_look_or_wording_are_about_the_front_door(db, study):
    first, second = study.arms
    second.version_id, second.start_at = first.version_id, first.start_at
    first.theme, second.theme = "plain", "warm"
    db.commit()
    assert roadmap.approaches(db) == []
    assert [each.differ for each in roadmap.front_doors(db)] == [["look"]]


def test_only_runs_that_count_are_seen_and_those_left_out_are_listed_with_why(db, study, take_part):
    take_part()
    take_part(is_rehearsal=True)
    left_out = take_part().runs[-1]
    task_runs.void(db, left_out, "The network failed", by="Ruth", at=now())
    db.commit()
    (seen,), void = seen_in(db, study)
    assert [arm.done for arm in seen.tasks[0].arms] in (["2 of 2", "1 of 1"], ["1 of 1", "2 of 2"])
    assert [(each.why, each.by) for each in void] == [("The network failed", "Ruth")]


def test_sessions_led_and_not_led_are_never_put_together(db, study, take_part):
    take_part()
    take_part(finished=False).is_alone = True
    db.commit()
    led, alone = seen_in(db, study)[0]
    assert (led.is_alone, led.people, [arm.done for arm in led.tasks[0].arms]) == (False, 1, ["1 of 1", "1 of 1"])
    assert (alone.is_alone, alone.people, [arm.done for arm in alone.tasks[0].arms]) == (True, 1, ["0 of 1", "0 of 1"])


@pytest.mark.parametrize(
    ("roles", "groups"),
    [
        (["social-worker"] * 5 + ["manager"] * 5, [("manager", 5), ("social-worker", 5)]),
        (["social-worker"] * 6 + ["manager"] * 2 + ["senior"] * 3, [("social-worker", 6), (None, 5)]),
        (["social-worker"] * 8 + ["manager"], []),
        (["social-worker"] * 7 + ["manager"] * 5 + ["senior"], [("social-worker", 7), (None, 6)]),
    ],
    ids=["both large", "small ones together", "one alone would be known", "the smallest other joins"],
)
def test_no_group_under_five_is_shown_or_can_be_worked_out(db, study, take_part, roles, groups):
    for _ in roles:
        take_part()
    have_roles(db, *roles)
    shown = roadmap.groups_of(study, seen_in(db, study)[0][0].runs)
    assert [(each.role, each.people) for each in shown] == groups


def test_what_a_workflow_asks_of_a_system_is_tried_once_people_have_worked_with_it(db, study, take_part):
    capabilities = load_capabilities(ROOT / "seed_data/systems")
    before, workflows = roadmap.needs(db, capabilities)
    assert workflows == 2
    assert all(each.workflows and not each.tried for each in before)
    take_part()
    after, _ = roadmap.needs(db, capabilities)
    assert [each.capability for each in after] == [each.capability for each in before]
    assert {each.people for each in after} == {1}


def test_two_versions_are_set_beside_each_other_where_a_study_worked_with_both(db, study, take_part):
    take_part()
    worked = versions_worked_with(db)
    assert [len(each.studies) for each in worked] == [1, 1]
    found = compare_versions(db, worked[1].version, worked[0].version)
    assert (found.people, found.in_both) == ((1, 1), 1)
    assert [arm.version_id for arm in found.studies[0].arms] == [worked[1].version.id, worked[0].version.id]


def test_versions_of_two_studies_are_each_described_alone(db, study, take_part):
    take_part()
    other = WorkflowVersion(id="f" * 64, workflow_id="other", title="Other", content={}, made_at=now())
    db.add(other)
    db.commit()
    found = compare_versions(db, db.get_one(WorkflowVersion, study.arms[0].version_id), other)
    assert (found.people, found.in_both) == ((1, 0), 0)
    assert [arm.id for arm in found.studies[0].arms] == [study.arms[0].id]


def test_what_was_learned_counts_sessions_held_and_nothing_before(db, study, take_part):
    assert roadmap.counts_of(roadmap.learned(db))["sessions"] == 0
    take_part(is_rehearsal=True).joined_at = now()
    db.commit()
    assert roadmap.counts_of(roadmap.learned(db))["sessions"] == 0
    take_part().joined_at = now()
    db.commit()
    assert roadmap.counts_of(roadmap.learned(db)) | {"findings": 0} == {
        "studies": 1,
        "sessions": 1,
        "findings": 0,
        "changed": 0,
        "judged": 0,
    }
