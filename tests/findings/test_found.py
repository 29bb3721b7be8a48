"""Findings: evidence that counts people, severity judged by two, and the line from what was seen to what came of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.clock import now
from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.findings import found as findings
from casework.findings import wall as walls
from casework.findings.found import Words, looked_at, people_said, places_of
from casework.findings.wall import wall_of
from casework.lab.models import Finding, Observation, Session, Study
from casework.lab.studies import read_study
from casework.lab.vocabulary import ObservationKind
from casework.workflows.versions import SaveWay, WorkflowSave, WorkflowVersion
from tests.lab.conftest import TINY

AT = now()


def note(db: Db, session: Session, text: str, arm: str = "talk") -> Observation:
    run = next(run for run in session.runs if run.session_arm.arm.key == arm and run.task.key == "work")
    made = Observation(
        session_id=session.id, task_run_id=run.id, kind=ObservationKind.PROBLEM, at=run.ended_at, text=text, by="Ruth"
    )
    db.add(made)
    db.flush()
    return made


def words(*notes: str, **said) -> Words:
    return Words(
        **{
            "title": "Asked too late",
            "what": "She looks for the carer before the question comes.",
            "recommendation": "",
            "place": None,
            "is_in_report": False,
            "notes": notes,
        }
        | said
    )


def write(db: Db, study: Study, *notes: str, **said) -> Finding:
    return findings.make_finding(db, wall_of(db, study), None, words(*notes, **said), by="Ruth", at=AT)


def place(db: Db, study: Study, step: str):
    return next(each for each in places_of(db, study) if each.step_id == step and each.question_id is None)


def kept(db: Db, study: Study, finding: Finding, source: str = "changed") -> str:
    """The version of the second arm, saved now because of the finding."""
    version_id = study.arms[1].version_id
    save = WorkflowSave(
        workflow_id="talk_first",
        number=50,
        version_id=version_id,
        source=source,
        way=SaveWay.EDITED,
        why="Because",
        by="Ruth",
        at=AT,
    )
    db.add(save)
    db.flush()
    findings.was_changed(db, finding, version_id, by="Ruth", at=AT)
    return version_id


@pytest.fixture
def after(db: Db, study: Study, tmp_path) -> Study:
    """Another study of the same workflows."""
    file = tmp_path / "after.yaml"
    file.write_text((TINY / "study.yaml").read_text().replace("id: tiny", "id: after", 1))
    workflows = {each.workflow_id: each for each in db.scalars(select(WorkflowVersion))}
    return read_study(db, file, workflows=workflows, at=AT)


# --- how many of how many ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("met", "of", "arms", "every", "said"),
    [
        (6, 7, "AB", "AB", "6 of 7 people, in both arms"),
        (2, 7, "B", "AB", "2 of 7 people, in arm B"),
        (2, 7, "AC", "ABC", "2 of 7 people, in arms A and C"),
        (3, 7, "ABC", "ABC", "3 of 7 people, in all 3 arms"),
        (1, 1, "A", "A", "1 of 1 person"),
        (0, 7, "", "AB", "0 of 7 people"),
    ],
)
def test_how_many_of_how_many_is_said_with_the_arms(met, of, arms, every, said):
    assert people_said(met, of, list(arms), list(every)) == said


def test_a_finding_counts_the_people_behind_its_notes(db, study, take_part):
    one, two, _ = (take_part() for _ in range(3))
    notes = [note(db, one, "a"), note(db, one, "b", arm="assess"), note(db, two, "c")]
    finding = write(db, study, *(each.id for each in notes), place=place(db, study, "talk"))
    found = looked_at(db, study, finding)
    assert (finding.number, found.said) == (1, "2 of 3 people, in both arms")
    assert sorted(card.note.text for card in found.cards) == ["a", "b", "c"]
    assert found.came == 3
    assert write(db, study).number == 2


def test_a_note_that_is_on_no_wall_is_no_evidence(db, study, take_part):
    never = note(db, take_part(is_rehearsal=True), "never counts")
    assert looked_at(db, study, write(db, study, never.id, "none")).cards == []


def test_notes_that_join_the_group_afterwards_are_offered(db, study, take_part):
    session = take_part()
    first, second = note(db, session, "a"), note(db, session, "b")
    group = walls.make_group(db, study, "Carer away", by="Ruth", at=AT)
    walls.move_card(db, study, first.id, group.id, by="Ruth", at=AT)
    finding = findings.make_finding(db, wall_of(db, study), group, words(first.id), by="Ruth", at=AT)
    walls.move_card(db, study, second.id, group.id, by="Ruth", at=AT)
    found = looked_at(db, study, finding)
    assert [card.note.text for card in found.new] == ["b"]
    assert findings.add_new_evidence(db, found, by="Sam", at=AT) == 1
    assert looked_at(db, study, finding).new == []
    assert [(each.by, each.parts) for each in finding.changes] == [("Sam", ["the evidence"])]


# --- writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("title", "x" * 201), ("what", "")])
def test_a_finding_needs_a_title_and_what_was_found(db, study, field, value):
    with pytest.raises(DomainError) as refused:
        write(db, study, **{field: value})
    assert refused.value.field == field


def test_who_changed_which_part_is_kept(db, study):
    finding, wall = write(db, study), wall_of(db, study)
    changed = words(title="Asked far too late", is_in_report=True)
    findings.change_finding(db, wall, finding, changed, changes_seen=0, by="Sam", at=AT)
    assert [(each.by, each.parts) for each in finding.changes] == [
        ("Sam", ["the title", "whether it is in the report"])
    ]
    assert findings.change_finding(db, wall, finding, changed, changes_seen=1, by="Sam", at=AT) == []


def test_two_who_change_a_finding_at_once_do_not_overwrite_each_other(db, study):
    finding, wall = write(db, study), wall_of(db, study)
    findings.change_finding(db, wall, finding, words(title="Sam’s"), changes_seen=0, by="Sam", at=AT)
    with pytest.raises(DomainError, match="Sam changed this finding meanwhile"):
        findings.change_finding(db, wall, finding, words(title="Ruth’s"), changes_seen=0, by="Ruth", at=AT)
    assert finding.title == "Sam’s"


def test_the_most_serious_judgement_is_the_findings_and_each_person_has_one(db, study):
    finding = write(db, study)
    for by, severity in (("Ruth", 2), ("Sam", 4), ("Ruth", 3)):
        findings.judge_severity(db, finding, severity, f"{by} says {severity}", by=by, at=AT)
    assert (finding.severity, finding.severity_because) == (4, "Sam says 4")
    assert {each.by: each.severity for each in finding.judgements} == {"Ruth": 3, "Sam": 4}


@pytest.mark.parametrize(
    ("severity", "because", "field"), [(0, "x", "severity"), (5, "x", "severity"), (2, " ", "because")]
)
def test_a_judgement_needs_a_number_and_a_reason(db, study, severity, because, field):
    with pytest.raises(DomainError) as refused:
        findings.judge_severity(db, write(db, study), severity, because, by="Ruth", at=AT)
    assert refused.value.field == field


def test_a_finding_of_another_study_is_not_found(db, study):
    with pytest.raises(NotFound):
        findings.get_finding(db, study, 7)


# --- what came of it -----------------------------------------------------------------------------


def test_a_version_says_because_of_which_finding_it_was_made(db, study):
    finding = write(db, study)
    version_id = kept(db, study, finding)
    assert findings.because_of(db, [version_id, "other"]) == {version_id: [(finding, study)]}
    assert findings.reason_for_change(study, finding) == f"Finding 1 of “{study.title}”: Asked too late"


def test_only_a_study_that_uses_the_change_can_follow(db, study, after):
    finding = write(db, study)
    assert findings.studies_that_follow(db, finding) == []
    kept(db, study, finding)
    assert findings.studies_that_follow(db, finding) == [after]
    with pytest.raises(DomainError, match="uses the changed workflow"):
        findings.follow_up(db, finding, study.id, by="Ruth", at=AT)
    findings.follow_up(db, finding, after.id, by="Ruth", at=AT)
    assert findings.to_check(db, after) == [(finding, study)]


def test_whether_it_went_is_judged_with_how_many_of_how_many(db, study, after, take_part):
    finding = write(db, study)
    kept(db, study, finding)
    findings.follow_up(db, finding, after.id, by="Ruth", at=AT)
    judged = {"because": "Nobody looked for the carer", "by": "Sam", "at": AT + timedelta(days=1)}
    with pytest.raises(DomainError, match="cannot tell"):
        findings.judge_gone(db, finding, True, met=0, **judged)
    take_part.study = after
    take_part(), take_part()
    with pytest.raises(DomainError, match="2 people have"):
        findings.judge_gone(db, finding, False, met=3, **judged)
    with pytest.raises(DomainError, match="still there"):
        findings.judge_gone(db, finding, True, met=1, **judged)
    findings.judge_gone(db, finding, False, met=1, **judged)
    assert (finding.has_gone, finding.gone_met, finding.gone_of, finding.gone_by) == (False, 1, 2, "Sam")


def test_another_change_of_the_workflow_is_judged_anew(db, study, after):
    finding = write(db, study)
    version_id = kept(db, study, finding)
    findings.follow_up(db, finding, after.id, by="Ruth", at=AT)
    findings.judge_gone(db, finding, None, met=0, because="Nobody came so far", by="Ruth", at=AT)
    findings.was_changed(db, finding, version_id, by="Ruth", at=AT)
    assert (finding.followed_by, finding.gone_because, finding.gone_of) == (None, None, None)
