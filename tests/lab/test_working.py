"""Steps at work: drafts that lose nothing, finishing that checks everything, and what comes next."""

from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy import select

from casework.database import Db, enter_sandbox
from casework.errors import DomainError
from casework.lab import colleagues, working
from casework.lab.models import Sandbox, Session, SessionArm
from casework.lab.working import Work
from casework.records.facts import CATALOGUE
from casework.records.models import Assessment, Authorisation, Case, Contact, Draft, Relationship, Step, Worker
from casework.records.vocabulary import StepKind, StepStatus
from casework.workflows import definition
from casework.workflows.calendar import add_working_days
from casework.workflows.loader import load_lists, load_text
from casework.workflows.versions import WorkflowVersion, keep_version
from tests.lab.conftest import LISTS, START, STORY_DATE, TINY, Moments


@pytest.fixture
def arm(db: Db, session: Session) -> SessionArm:
    """The arm of a planned session that assesses first, entered."""
    found = next(each for each in session.arms if each.arm.key == "assess")
    enter_sandbox(db, found.sandbox_id)
    return found


@pytest.fixture
def priya(db: Db, arm: SessionArm) -> Worker:
    return db.scalars(select(Worker).where(Worker.id == "priya")).one()


@pytest.fixture
def step(db: Db, arm: SessionArm) -> Step:
    return db.scalars(select(Step).where(Step.person_id == arm.case.person_id, Step.definition_id == "assess")).one()


def opened(db: Db, step: Step, worker: Worker) -> Work:
    return working.open_work(db, step, worker, STORY_DATE)


def save(
    db: Db, step: Step, worker: Worker, moments: Moments, *, revision: int, posted: bool = True, **answers: str
) -> working.Saved:
    work = opened(db, step, worker)
    pages = [state.page for state in work.state.pages]
    return working.save_pages(db, work, worker, pages, answers, revision=revision, at=moments.after(), posted=posted)


def finish(db: Db, step: Step, worker: Worker, moments: Moments, action: str = "agree") -> working.Finished:
    return working.finish(
        db,
        opened(db, step, worker),
        worker,
        chosen=[action],
        notes={},
        own_role="social_worker",
        today=STORY_DATE,
        at=moments.after(),
    )


ANSWERS = {"decision": "eligible", "reasons": "Two outcomes and the effect on her."}


def test_what_is_typed_is_there_when_the_step_is_opened_again(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    save(db, step, priya, moments, revision=0, **ANSWERS)
    assert opened(db, step, priya).answers == ANSWERS


def test_an_unfinished_answer_is_kept_as_it_was_typed(db: Db, step: Step, priya: Worker, moments: Moments) -> None:
    save(db, step, priya, moments, revision=0, decision="perhaps")
    work = opened(db, step, priya)
    assert work.answers == {"decision": "perhaps"}
    assert not work.state.complete


def test_the_same_text_again_makes_no_new_revision(db: Db, step: Step, priya: Worker, moments: Moments) -> None:
    first = save(db, step, priya, moments, revision=0, **ANSWERS)
    again = save(db, step, priya, moments, revision=0, **ANSWERS)
    assert (first.revision, again.revision, again.conflict) == (1, 1, False)


def test_other_text_from_an_older_page_is_a_conflict_and_changes_nothing(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    save(db, step, priya, moments, revision=0, reasons="From the first tab.")
    second = save(db, step, priya, moments, revision=0, reasons="From the second tab.")
    assert second.conflict
    assert opened(db, step, priya).answers == {"reasons": "From the first tab."}


def test_what_autosave_kept_is_told_as_one_change_when_the_page_is_sent(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    save(db, step, priya, moments, revision=0, posted=False, reasons="Two")
    save(db, step, priya, moments, revision=1, posted=False, reasons="Two outcomes")
    sent = save(db, step, priya, moments, revision=2, reasons="Two outcomes.")
    assert sent.changes == [working.Change("reasons", None, "Two outcomes.")]


def test_a_step_that_is_not_complete_cannot_be_finished_and_says_why(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    with pytest.raises(working.NotFinished) as refusal:
        finish(db, step, priya, moments)
    assert refusal.value.problems
    assert step.status is StepStatus.INCOMING


def test_finishing_writes_the_facts_to_the_record_and_keeps_the_wording(
    db: Db, arm: SessionArm, step: Step, priya: Worker, moments: Moments
) -> None:
    save(db, step, priya, moments, revision=0, **ANSWERS)
    finish(db, step, priya, moments)
    assessment = db.scalars(select(Assessment).where(Assessment.case_id == step.case_id)).one()
    assert (assessment.decision, assessment.decided_on) == ("eligible", STORY_DATE)
    assert step.answers == ANSWERS
    assert (step.wording or {})["decision"] == f"Is {step.person.called} eligible?"


def test_finishing_takes_the_draft_away(db: Db, step: Step, priya: Worker, moments: Moments) -> None:
    save(db, step, priya, moments, revision=0, **ANSWERS)
    finish(db, step, priya, moments)
    assert db.scalars(select(Draft)).all() == []


def test_a_finished_step_is_not_finished_again(db: Db, step: Step, priya: Worker, moments: Moments) -> None:
    save(db, step, priya, moments, revision=0, **ANSWERS)
    finish(db, step, priya, moments)
    with pytest.raises(DomainError):
        finish(db, step, priya, moments)


def test_the_next_step_falls_to_a_colleague_of_its_role(db: Db, step: Step, priya: Worker, moments: Moments) -> None:
    save(db, step, priya, moments, revision=0, **ANSWERS)
    (following,) = finish(db, step, priya, moments).next_steps
    assert (following.definition_id, following.worker_id, following.status) == ("check", "dawn", StepStatus.INCOMING)
    assert following.from_step_id == step.id


def put_to_use(db: Db, step: Step, old: str, new: str) -> None:
    """Gives the step a version of its workflow with other text."""
    text = (TINY / "workflows" / "assess_first.yaml").read_text()
    assert text.count(old) == 1
    changed = load_text(
        text.replace(old, new), "assess_first.yaml", lists=load_lists(LISTS), catalogue=CATALOGUE, siblings={}
    )
    step.version_id = keep_version(db, changed, START).id
    db.flush()
    db.expire(step)


def test_the_next_step_falls_to_the_worker_whom_the_action_names(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    put_to_use(db, step, "to: check, requires: complete}", "to: check, requires: complete, worker: cora}")
    save(db, step, priya, moments, revision=0, **ANSWERS)
    (following,) = finish(db, step, priya, moments).next_steps
    assert following.worker_id == "cora"


def test_an_answer_to_be_forgotten_when_it_is_hidden_is_gone_with_the_next_save(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    asked_apart = (
        '      - id: why\n        when: decision == "eligible"\n        questions:\n'
        "          - {id: reasons, on_hide: clear, type: textarea"
    )
    put_to_use(db, step, "          - {id: reasons, type: textarea", asked_apart)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    for revision, decision in ((1, "not-eligible"), (2, "eligible")):
        work = opened(db, step, priya)
        page, typed = work.state.pages[0].page, {"decision": decision}
        working.save_pages(db, work, priya, [page], typed, revision=revision, at=moments.after(), posted=True)
    assert opened(db, step, priya).answers == {"decision": "eligible"}


def test_what_the_record_knows_is_filled_in_by_the_codes_of_the_question(
    db: Db, arm: SessionArm, step: Step, priya: Worker
) -> None:
    options = "options: [{code: now, label: Now}, {code: later, label: Later}, {code: whenever, label: Whenever}]"
    codes = "codes: {now: same-day, later: soon, whenever: routine}"
    shown = "type: radios, label: How soon?, records: contact.urgency, prefill: copy"
    how_soon = f"- {{id: how_soon, {shown}, {options}, {codes}}}"
    put_to_use(db, step, "          - {id: reasons,", f"          {how_soon}\n          - {{id: reasons,")
    known = {"same-day": "now", "soon": "later", "routine": "whenever"}[arm.case.content["known"]["contact.urgency"]]
    assert opened(db, step, priya).answers == {"how_soon": known}


def finish_with(
    db: Db, step: Step, worker: Worker, moments: Moments, beside: dict[str, str], action: str = "agree"
) -> working.Finished:
    return working.finish(
        db,
        opened(db, step, worker),
        worker,
        chosen=[action],
        notes={},
        own_role="social_worker",
        today=STORY_DATE,
        at=moments.after(),
        beside=beside,
    )


STARTS = ("to: check, requires: complete}", "to: check, starts: [talk_first], requires: complete}")


def test_an_action_starts_another_workflow_in_the_same_case(
    db: Db, step: Step, priya: Worker, workflows: dict[str, WorkflowVersion], moments: Moments
) -> None:
    put_to_use(db, step, *STARTS)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    beside = {"talk_first": workflows["talk_first"].id}
    check, talk = finish_with(db, step, priya, moments, beside).next_steps
    assert (check.definition_id, check.version_id) == ("check", step.version_id)
    assert (talk.definition_id, talk.version_id, talk.case_id) == ("talk", beside["talk_first"], step.case_id)
    assert opened(db, talk, priya).definition.id == "talk_first"


def test_what_cannot_be_started_is_told_and_the_rest_goes_on(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    put_to_use(db, step, *STARTS)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    finished = finish_with(db, step, priya, moments, {})
    assert [each.definition_id for each in finished.next_steps] == ["check"]
    assert finished.not_started == ["talk first: this workflow is not part of what is being tried"]


FOR_CARER = (
    "to: check, requires: complete}",
    "to: check, requires: complete}\n      - {id: help, label: Help the carer, starts: [talk_first], for: carer}",
)


def test_work_for_a_carer_begins_in_a_case_of_their_own(
    db: Db, step: Step, priya: Worker, workflows: dict[str, WorkflowVersion], moments: Moments
) -> None:
    husband = f"{step.person_id}-husband"
    carer = Relationship(person_id=step.person_id, other_id=husband, name="Tom", kind="husband", is_carer=True)
    db.add(carer)
    db.flush()
    put_to_use(db, step, *FOR_CARER)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    beside = {"talk_first": workflows["talk_first"].id}
    (talk,) = finish_with(db, step, priya, moments, beside, "help").next_steps
    assert (talk.person_id, talk.from_step_id) == (husband, step.id)
    assert talk.case_id != step.case_id


def test_where_no_carer_is_recorded_the_page_can_say_so(
    db: Db, step: Step, priya: Worker, workflows: dict[str, WorkflowVersion], moments: Moments
) -> None:
    put_to_use(db, step, *FOR_CARER)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    finished = finish_with(db, step, priya, moments, {"talk_first": workflows["talk_first"].id}, "help")
    assert finished.not_started == ["Talk first: nobody on the record is the carer"]


def test_what_is_known_of_the_case_is_told_to_the_engine(db: Db, arm: SessionArm, step: Step, priya: Worker) -> None:
    contact = db.scalars(select(Contact).where(Contact.person_id == arm.case.person_id)).one()
    assert contact.own_words == arm.case.content["known"]["contact.own_words"]


def test_colleagues_send_back_then_agree_and_the_story_moves_on(
    db: Db, session: Session, arm: SessionArm, step: Step, priya: Worker, moments: Moments
) -> None:
    sandbox = db.get_one(Sandbox, arm.sandbox_id)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    first = finish(db, step, priya, moments)
    (acted,) = colleagues.act(db, session.study, sandbox, priya, first.next_steps, at=moments.after())
    assert (acted.action_id, acted.note, acted.days) == ("back", "Say more.", 2)
    assert sandbox.story_date == STORY_DATE + timedelta(days=2)

    (returned,) = acted.next_steps
    assert (returned.is_returned, returned.worker_id, returned.note) == (True, "priya", "Say more.")
    assert opened(db, returned, priya).answers == ANSWERS

    second = finish(db, returned, priya, moments)
    (acted,) = colleagues.act(db, session.study, sandbox, priya, second.next_steps, at=moments.after())
    assert acted.action_id == "agreed"
    assert db.scalars(select(Case).where(Case.id == step.case_id)).one().closed_on is not None
    decided = db.scalars(
        select(Authorisation)
        .where(Authorisation.case_id == step.case_id)
        .order_by(Authorisation.decided_on, Authorisation.decision.desc())
    )
    assert [(one.decision, one.comment, one.decided_by_id) for one in decided] == [
        ("sent-back", "Say more.", "dawn"),
        ("agreed", None, "dawn"),
    ]


def test_a_workflow_may_say_every_kind_of_step_that_the_record_has_and_no_other() -> None:
    assert set(get_args(definition.StepKind)) - {""} == set(StepKind)


def test_a_step_of_the_county_that_the_workflow_lacks_can_only_be_read(db: Db, priya: Worker) -> None:
    elsewhere = db.scalars(select(Step).where(Step.version_id.is_(None), Step.person_id == "carl")).first()
    assert elsewhere is not None
    assert not working.can_be_worked(elsewhere)
    with pytest.raises(DomainError):
        working.open_work(db, elsewhere, priya, STORY_DATE)


def test_a_step_reads_the_last_finished_one_of_each_step_it_names(db: Db, step: Step, priya: Worker) -> None:
    assert [earlier.definition_id for earlier in opened(db, step, priya).read] == ["contact"]


def test_what_is_finished_for_a_colleague_says_so_and_what_comes_next_is_the_colleagues(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    tom = Worker(id="tom", name="Tom Reilly", role="social_worker", team_id=priya.team_id)
    db.add(tom)
    step.worker_id = tom.id
    db.flush()
    save(db, step, tom, moments, revision=0, **ANSWERS)
    working.finish(
        db,
        opened(db, step, tom),
        priya,
        chosen=["agree"],
        notes={},
        own_role="social_worker",
        today=STORY_DATE,
        at=moments.after(),
        acted_for=tom,
    )
    assert (step.finished_by, step.finished_for) == (priya, tom)
    following = db.scalars(select(Step).where(Step.from_step_id == step.id)).all()
    assert {one.came_from for one in following} == {"Priya Nair for Tom Reilly"}


def test_work_is_received_on_the_storys_day(db: Db, step: Step, priya: Worker, moments: Moments) -> None:
    save(db, step, priya, moments, revision=0, **ANSWERS)
    finished = finish(db, step, priya, moments)
    assert {one.received_at.astimezone().date() for one in finished.next_steps} == {STORY_DATE}


PANEL = (
    "{id: back, label: Send back, to: assess, note: required}",
    "{id: back, label: Send back, to: assess}\n      - {id: panel, label: Send to the panel, to: panel}",
)
CARE = "{id: agree, label: Send to your manager, to: check, requires: complete}"
WAITS = "      - {id: care, label: Ask for care, starts: [arrange], waits_for: approval, due: 5 working days}\n"
AFTER_CHECK = """  - id: panel
    title: Panel
    kind: approval
    role: panel
    actions:
      - {id: no, label: Send back to the manager, to: check}
      - {id: yes, label: Agree, to: closed}
  - id: arrange
    title: Arrange care
    role: coordinator
    actions:
      - {id: arranged, label: Arranged, to: closed}
"""


def put_panel_to_use(db: Db, step: Step) -> None:
    """The same way of working with a panel after the manager, and care that waits until it is agreed."""
    text = (
        (TINY / "workflows" / "assess_first.yaml")
        .read_text()
        .replace(*PANEL)
        .replace(CARE, f"{CARE}\n{WAITS.rstrip()}")
    )
    text = text.replace("  - {id: closed, title", f"{AFTER_CHECK}  - {{id: closed, title")
    changed = load_text(text, "assess_first.yaml", lists=load_lists(LISTS), catalogue=CATALOGUE, siblings={})
    step.version_id = keep_version(db, changed, START).id
    db.flush()
    db.expire(step)


def decide(db: Db, step: Step, by: Worker, action: str, moments: Moments) -> list[Step]:
    work = opened(db, step, by)
    moment = moments.after()
    return working.finish(
        db, work, by, chosen=[action], notes={}, own_role=step.role, today=STORY_DATE, at=moment
    ).next_steps


def sent_for_approval(db: Db, step: Step, priya: Worker, moments: Moments) -> Step:
    put_panel_to_use(db, step)
    save(db, step, priya, moments, revision=0, **ANSWERS)
    work = opened(db, step, priya)
    finished = working.finish(
        db,
        work,
        priya,
        chosen=["agree", "care"],
        notes={},
        own_role="social_worker",
        today=STORY_DATE,
        at=moments.after(),
    )
    (check,) = finished.next_steps
    return check


def test_what_waits_for_approval_begins_once_it_is_agreed_and_is_due_in_working_days(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    check = sent_for_approval(db, step, priya, moments)
    (arrange,) = decide(db, check, priya, "agreed", moments)
    assert (arrange.definition_id, arrange.role) == ("arrange", "coordinator")
    assert arrange.due_on == add_working_days(STORY_DATE, 5)


def test_what_waits_for_approval_does_not_begin_when_it_goes_on_to_the_panel_but_when_the_panel_agrees(
    db: Db, step: Step, priya: Worker, moments: Moments
) -> None:
    check = sent_for_approval(db, step, priya, moments)
    (panel,) = decide(db, check, priya, "panel", moments)
    (again,) = decide(db, panel, priya, "no", moments)
    (panel_again,) = decide(db, again, priya, "panel", moments)
    assert [each.definition_id for each in decide(db, panel_again, priya, "yes", moments)] == ["arrange"]
    begun = db.scalars(select(Step).where(Step.case_id == step.case_id, Step.definition_id == "arrange")).all()
    assert len(begun) == 1
    with pytest.raises(DomainError, match="already finished"):
        decide(db, panel_again, priya, "yes", moments)
