"""Work with somebody of the county: cases, their finished steps, and what is on somebody's work view now."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from statistics import NormalDist

from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic import factories
from casework.synthetic.dice import Dice
from casework.synthetic.factories import ROLE_FOR, TITLE_FOR, moment
from casework.synthetic.finances import write_financial_assessment
from casework.synthetic.lives import Life
from casework.synthetic.notes import write_note
from casework.synthetic.recorded import start_care, write_assessment, write_authorisation, write_contact, write_plan
from casework.synthetic.staff import Colleague

FIRST_STEPS = (StepKind.CONTACT, StepKind.TRIAGE, StepKind.ALLOCATION)
TO_DECISION = (*FIRST_STEPS, StepKind.ASSESSMENT, StepKind.DECISION)
TO_CARE = (*TO_DECISION, StepKind.FINANCIAL, StepKind.PLAN, StepKind.APPROVAL, StepKind.ARRANGEMENT)

DONE_BEFORE: dict[StepKind, tuple[StepKind, ...]] = {
    StepKind.CONTACT: (),
    StepKind.TRIAGE: TO_CARE[:1],
    StepKind.ALLOCATION: TO_CARE[:2],
    StepKind.SUPPORT: TO_CARE[:2],
    StepKind.ASSESSMENT: FIRST_STEPS,
    StepKind.DECISION: TO_CARE[:4],
    StepKind.FINANCIAL: TO_DECISION,
    StepKind.PLAN: TO_DECISION,
    StepKind.APPROVAL: (*TO_DECISION, StepKind.PLAN),
    StepKind.ARRANGEMENT: (*TO_DECISION, StepKind.FINANCIAL, StepKind.PLAN, StepKind.APPROVAL),
}
"""What has been finished in a case by the time a step of each kind is open."""

DAYS_TAKEN: dict[StepKind, tuple[tuple[float, int], ...]] = {
    StepKind.CONTACT: ((0, 0), (1, 0)),
    StepKind.TRIAGE: ((0, 0), (1, 4)),
    StepKind.ALLOCATION: ((0, 1), (0.8, 9), (1, 30)),
    StepKind.DECISION: ((0, 1), (1, 7)),
    StepKind.FINANCIAL: ((0, 2), (1, 9)),
    StepKind.PLAN: ((0, 4), (0.8, 15), (1, 40)),
    StepKind.APPROVAL: ((0, 1), (1, 10)),
    StepKind.ARRANGEMENT: ((0, 2), (0.8, 12), (1, 35)),
    StepKind.SUPPORT: ((0, 7), (1, 30)),
}
"""How long each finished step took, but for an assessment: see `days_to_assess`."""

MEDIAN_DAYS, LONG_WAIT, SHARE_OF_LONG_WAITS, LONGEST = 25, 180, 0.05, 353
SPREAD = log(LONG_WAIT / MEDIAN_DAYS) / NormalDist().inv_cdf(1 - SHARE_OF_LONG_WAITS)
"""Of the logs of the days: half within 25 days, one in twenty over 180, as councils answer when they are asked."""


def days_to_assess(dice: Dice) -> int:
    """Days from the request to the end of the assessment, log-normal."""
    at = min(max(dice.rng.random(), 0.001), 0.999)
    return min(LONGEST, max(3, round(MEDIAN_DAYS * exp(SPREAD * NormalDist().inv_cdf(at)))))


@dataclass(frozen=True)
class Open:
    """A step that is on somebody's work view: since when, due when, whose."""

    kind: StepKind
    status: StepStatus
    worker: Colleague | None
    team: str | None
    received: int
    """Days before the story date."""
    due: int | None
    """Days after the story date; below zero is overdue."""
    came_from: str | None = None
    title: str | None = None
    note: str | None = None
    is_returned: bool = False
    sent_by: Colleague | None = None
    """Who finished the work this step came from, where that is to be a particular worker."""
    hour: int = 10
    minute: int = 0
    waits: bool = False
    """Whether it waits for something that is not a colleague's step."""


def write_open(life: Life, step: Open) -> None:
    """A case that has got as far as an open step, with everything finished before it."""
    received = life.day(-step.received)
    if step.kind is StepKind.REVIEW:
        case_id = write_case(life, "Review", received)
        _write_open_step(life, case_id, step, position=0, from_step=None)
        return
    done = DONE_BEFORE[step.kind]
    ends_on = received - timedelta(days=14 if step.is_returned else 0)
    case_id, last = _write_done(life, done, ends_on=ends_on, title="Assessment and support", last_by=step.sent_by)
    if step.is_returned:
        last = _write_returned(life, case_id, step, len(done), last)
    _write_open_step(life, case_id, step, position=len(done) + 2, from_step=last)


def write_closed(life: Life, *, decided: str | None, days_ago: int) -> None:
    """A case that came to an end: advice at the front door, or needs that were not eligible."""
    done = TO_DECISION if decided else TO_CARE[:2]
    ends_on = life.day(-days_ago)
    because = "Needs not eligible; advice given in writing" if decided else "Information and advice"
    _write_done(life, done, ends_on=ends_on, title="Contact", closed_because=because, decision=decided)


def write_support(
    life: Life, *, review_due_in: int, years: int, ended_days_ago: int | None = None, died: bool = False
) -> date:
    """Long-term support with its plan and yearly reviews; gives the day the next review is due.

    review_due_in: days after the story date; below zero is overdue. years: how many yearly reviews
    have been held. ended_days_ago: support ended then, by death where `died`, and no review is due.
    """
    if years == 0 and review_due_in > 35:
        # A first review is due within weeks: one further off is a yearly one.
        years = 1
    due = life.today + timedelta(days=review_due_in)
    started = due - timedelta(days=365 * years + life.dice.between(45, 58))
    case_id, _ = _write_done(life, TO_CARE, ends_on=started, title="Assessment and support")
    held = [due - timedelta(days=365 * n) for n in range(years, 0, -1)]
    for nth, planned in enumerate(held):
        # The first look is light and early; later ones come a little after a year.
        _write_review_held(life, planned, is_first=nth == 0)
    if ended_days_ago is None:
        life.is_open = True
        life.rows.add(
            factories.ReviewFactory,
            life.id,
            "review",
            case_id=case_id,
            person_id=life.id,
            due_on=due,
            how_to_ask="Ring the duty number on the letter, or ask any worker",
        )
        for _ in range(life.dice.between(2, 4)):
            write_note(life, "support", life.day_between(max(started, life.day(-500)), life.day(-1)))
    else:
        # What is known of a death is written on the first working day after it, not before.
        _end_support(life, case_id, life.next_weekday(life.today - timedelta(days=ended_days_ago)), died=died)
    return due


def write_case(life: Life, title: str, opened: date, closed: date | None = None, because: str | None = None) -> str:
    """A case, open until a day or still."""
    life.touch(opened, closed or opened)
    life.is_open = life.is_open or closed is None
    return life.rows.add(
        factories.CaseFactory,
        life.id,
        "case",
        person_id=life.id,
        title=title,
        opened_on=opened,
        closed_on=closed,
        closed_because=because,
    )


def _days_taken(dice: Dice, done: tuple[StepKind, ...]) -> list[int]:
    """Days of each step in order. Triage, allocation and assessment share those from request to assessment."""
    taken: dict[StepKind, int] = {
        kind: dice.along(DAYS_TAKEN[kind]) for kind in done if kind is not StepKind.ASSESSMENT
    }
    if StepKind.ASSESSMENT in done:
        total = days_to_assess(dice)
        taken[StepKind.TRIAGE] = min(taken[StepKind.TRIAGE], total // 6)
        taken[StepKind.ALLOCATION] = dice.between(total // 6, total // 2)
        taken[StepKind.ASSESSMENT] = total - taken[StepKind.TRIAGE] - taken[StepKind.ALLOCATION]
    return [taken[kind] for kind in done]


def _write_done(
    life: Life,
    done: tuple[StepKind, ...],
    *,
    ends_on: date,
    title: str,
    closed_because: str | None = None,
    decision: str | None = None,
    last_by: Colleague | None = None,
) -> tuple[str, str | None]:
    """A case with its finished steps and what they recorded, ending on a day. Gives case and last step."""
    taken = _days_taken(life.dice, done)
    day = ends_on - timedelta(days=sum(taken))
    case_id = write_case(
        life, title, life.weekday(day), life.weekday(ends_on) if closed_because else None, closed_because
    )
    before: str | None = None
    plan_id: str | None = None
    for position, (kind, days) in enumerate(zip(done, taken, strict=True)):
        received, finished = life.weekday(day), life.weekday(day + timedelta(days=days))
        by = last_by if last_by and kind is done[-1] else life.who_did(kind, received, finished)
        before = write_finished_step(life, case_id, kind, position, received, finished, by, before)
        if kind is StepKind.CONTACT:
            advice_only = bool(closed_because) and decision is None
            write_contact(
                life,
                case_id,
                received,
                advice_only,
                life.weekday(ends_on) if advice_only else min(life.today, finished + timedelta(days=3)),
                by,
            )
        elif kind is StepKind.ASSESSMENT:
            decided = StepKind.DECISION in done
            write_assessment(life, case_id, received, finished, by, (decision or "eligible") if decided else None)
        elif kind is StepKind.FINANCIAL:
            write_financial_assessment(life, case_id, before, received, finished)
        elif kind is StepKind.PLAN:
            plan_id = write_plan(life, case_id, finished, by, is_assessed=StepKind.FINANCIAL in done)
        elif kind is StepKind.APPROVAL:
            write_authorisation(life, case_id, finished, by, "agreed", None)
        elif kind is StepKind.ARRANGEMENT and plan_id:
            start_care(life, plan_id, finished)
        day += timedelta(days=days)
    return case_id, before


def write_finished_step(
    life: Life,
    case_id: str,
    kind: StepKind,
    position: int,
    received: date,
    finished: date,
    by: Colleague,
    before: str | None,
    title: str | None = None,
) -> str:
    """A step that is done, from the day it was received until it was finished, by one worker."""
    life.touch(received, finished)
    return life.rows.add(
        factories.StepFactory,
        case_id,
        "step",
        case_id=case_id,
        person_id=life.id,
        position=position,
        kind=kind,
        title=title or TITLE_FOR[kind],
        role=ROLE_FOR[kind],
        status=StepStatus.FINISHED,
        worker_id=by.id,
        team_id=by.team,
        from_step_id=before,
        # Later steps of one day come later in it.
        received_at=moment(received, 9 + min(position, 8), life.dice.between(0, 59)),
        due_on=None,
        started_on=received,
        finished_on=finished,
        finished_by_id=by.id,
    )


def _write_open_step(life: Life, case_id: str, step: Open, *, position: int, from_step: str | None) -> None:
    received = life.day(-step.received)
    life.is_open = True
    life.touch(received)
    waits = life.pools.prose["waits"].get(step.kind.value) if step.waits else None
    came_from = step.came_from
    if came_from is None and from_step:
        came_from = _finished_by(life, from_step)
    if came_from is None and step.kind is StepKind.REVIEW:
        came_from = "Reviews due"
    life.rows.add(
        factories.StepFactory,
        case_id,
        "step",
        case_id=case_id,
        person_id=life.id,
        position=position,
        kind=step.kind,
        title=step.title or TITLE_FOR[step.kind],
        status=step.status,
        role=ROLE_FOR[step.kind],
        worker_id=step.worker.id if step.worker else None,
        team_id=step.team,
        came_from=came_from or life.voice().one("referrers"),
        from_step_id=from_step,
        note=step.note,
        is_returned=step.is_returned,
        received_at=moment(received, step.hour, step.minute),
        due_on=_due(life, step),
        started_on=life.weekday(received + timedelta(days=min(step.received, 2)))
        if step.status is StepStatus.STARTED
        else None,
        waits_because=life.voice().say(life.dice.one_of(waits)) if waits else None,
        waits_since=life.day_between(received, life.today) if waits else None,
    )
    stage = {StepKind.REVIEW: "before-review", StepKind.PLAN: "plan", StepKind.ASSESSMENT: "assessment"}.get(step.kind)
    if stage and step.status is StepStatus.STARTED:
        for _ in range(life.dice.between(1, 2)):
            write_note(life, stage, life.day_between(received, life.today), step.worker)


def _due(life: Life, step: Open) -> date | None:
    if step.due is None:
        return None
    # A year after the last review may be a Sunday; what people set by hand is a working day.
    return life.today + timedelta(days=step.due) if step.kind is StepKind.REVIEW else life.day(step.due)


def _finished_by(life: Life, step_id: str) -> str:
    step = next(row for row in reversed(life.rows.of(factories.StepFactory)) if row["id"] == step_id)
    return life.staff.name_of(step["finished_by_id"])


def _write_returned(life: Life, case_id: str, step: Open, position: int, last: str | None) -> str:
    """A plan written and sent back: its own finished step, the approval, and the reason."""
    sent = life.day(-step.received)
    by = step.worker or life.who_did(StepKind.PLAN, sent)
    manager = life.staff.pick(life.dice, "team_manager", sent, step.team)
    written, handed_in = life.weekday(sent - timedelta(days=12)), life.weekday(sent - timedelta(days=4))
    wrote = write_finished_step(life, case_id, StepKind.PLAN, position, written, handed_in, by, last)
    write_plan(life, case_id, handed_in, by, is_assessed=True)
    write_authorisation(life, case_id, sent, manager, "sent-back", step.note)
    return write_finished_step(life, case_id, StepKind.APPROVAL, position + 1, handed_in, sent, manager, wrote)


def _write_review_held(life: Life, day: date, *, is_first: bool) -> None:
    held = life.weekday(day)
    opened = life.weekday(held - timedelta(days=life.dice.between(3, 40)))
    case_id = write_case(life, "First review" if is_first else "Annual review", opened, held, "Review held")
    by = life.who_did(StepKind.REVIEW, opened, held)
    write_finished_step(
        life, case_id, StepKind.REVIEW, 0, opened, held, by, None, "First review" if is_first else "Annual review"
    )
    life.rows.add(
        factories.ReviewFactory,
        case_id,
        "review",
        case_id=case_id,
        person_id=life.id,
        due_on=held,
        held_on=held,
        involved=life.words["name"],
        advocate="not-needed",
        outcome=life.dice.weighted({"same": 66, "revise": 26, "reassess": 8}),
        kind="first" if is_first else "yearly",
        method=life.dice.weighted({"visit": 62, "phone": 30, "video": 3, "meeting": 5}),
        notes=life.voice().say("{said_it} {review_end}"),
    )
    write_note(life, "review", held, by)


def _end_support(life: Life, case_id: str, ended: date, *, died: bool) -> None:
    for plan in life.rows.of(factories.CarePlanFactory):
        if plan["case_id"] == case_id:
            plan["ended_on"] = ended
    for row in life.rows.of(factories.CaseFactory):
        if row["id"] == case_id:
            row |= {"closed_on": ended, "closed_because": "Died" if died else "Support ended"}
    life.is_open = False
    life.touch(ended)
    write_note(life, "died" if died else "ended", ended)
    end = life.who_did(StepKind.END, ended)
    write_finished_step(life, case_id, StepKind.END, 20, ended, ended, end, None)
