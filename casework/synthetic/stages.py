"""How far things have got with somebody of the county, and the work that leaves."""

from datetime import date

from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic.concerns import write_capacity, write_safeguarding
from casework.synthetic.factories import ROLE_FOR
from casework.synthetic.lives import Life
from casework.synthetic.notes import write_events, write_paper
from casework.synthetic.staff import PRACTITIONERS
from casework.synthetic.working import Open, write_closed, write_open, write_support

STAGES: dict[str, float] = {
    "advice": 31,
    "settled": 29,
    "review": 8,
    "assessment": 6.5,
    "not-eligible": 6,
    "allocation": 3,
    "ended": 4,
    "triage": 3,
    "plan": 2.5,
    "contact": 2,
    "decision": 1.5,
    "approval": 1,
    "arrangement": 1.5,
    "support": 1,
}
"""How far things have got with a person, in percent; "settled" has support and no open work."""

WITH_SUPPORT = ("settled", "review", "ended")
TO_BE_GIVEN_OUT = (StepKind.CONTACT, StepKind.TRIAGE, StepKind.ALLOCATION)
REPEATS_OLDER, REPEATS_YOUNGER = 0.56, 0.4
"""How many asked before: a third of all requests, then, are not somebody's first."""
SINCE_RECEIVED = ((0.0, 1), (0.5, 22), (0.8, 80), (0.88, 182), (1.0, 330))
SINCE_REVIEW_CAME = ((0.0, 2), (0.5, 60), (0.75, 182), (1.0, 300))
REVIEWED_IN_TIME = 0.79
CONCERN, CONCERN_BEFORE = 0.13, 0.04
"""How many of those with support, and of all others, somebody raised a concern about."""
WOMENS_SHARE, MENS_SHARE = 1.1, 0.87
INCOMING, STARTED = StepStatus.INCOMING, StepStatus.STARTED


def write_stage(life: Life, stage: str) -> None:
    """The work that was done with the person so far, and what is open now."""
    dice = life.dice
    with_support = stage in WITH_SUPPORT
    if dice.chance(REPEATS_OLDER if life.who.is_older else REPEATS_YOUNGER) and stage != "contact":
        # Before everything else: support that has lasted for years began with a later request.
        write_closed(life, decided=None, days_ago=dice.between(2300, 3200) if with_support else dice.between(720, 1500))
    match stage:
        case "advice":
            write_closed(life, decided=None, days_ago=dice.between(5, 700))
        case "not-eligible":
            write_closed(life, decided="not-eligible", days_ago=dice.between(5, 600))
        case "ended":
            _write_ended(life)
        case "settled" | "review":
            _write_settled(life, stage)
        case _:
            _write_under_way(life, StepKind(stage))
    if stage == "ended":
        return
    concern = CONCERN if with_support else CONCERN_BEFORE
    if dice.chance(concern * (WOMENS_SHARE if life.who.is_woman else MENS_SHARE)):
        write_safeguarding(life, life.day(-dice.between(110, 330)))
    if life.who.reason in ("memory", "learning", "substance") and with_support and dice.chance(0.3):
        write_capacity(life, life.day(-dice.between(5, 300)))


def _write_ended(life: Life) -> None:
    dice = life.dice
    ended = (life.today - life.died_on).days if life.died_on else dice.between(20, 500)
    write_support(
        life,
        review_due_in=-ended + dice.between(5, 300),
        years=dice.between(1, 3),
        ended_days_ago=ended,
        died=life.died_on is not None,
    )


def _write_settled(life: Life, stage: str) -> None:
    dice = life.dice
    in_time = stage == "settled" and dice.chance(REVIEWED_IN_TIME)
    due = dice.between(1, 330) if in_time else -dice.between(1, 400)
    years = dice.between(0, min(4, max(0, life.who.age - 20)))
    write_support(life, review_due_in=due, years=years)
    if dice.chance(0.12):
        write_paper(life, "therapy", life.day(-dice.between(30, 300)))
    if stage == "review":
        is_given_out = dice.chance(0.5)
        status = STARTED if dice.chance(0.4) else INCOMING
        write_open_work(life, StepKind.REVIEW, status, is_given_out, dice.along(SINCE_REVIEW_CAME), due)
    else:
        _allocate_somebody(life)
    write_events(life, dice.between(1, 4))


def _allocate_somebody(life: Life) -> None:
    """A worker with room for one more, by what the person needs: a therapist for aids, else whoever assesses."""
    dice = life.dice
    for_aids = life.who.reason in ("personal", "mobility", "sensory") and dice.chance(0.65)
    worker = life.staff.with_room("occupational_therapist", None) if for_aids else None
    for role, team in (("social_worker", life.team), ("social_worker", None), ("assessor", None)):
        worker = worker or life.staff.with_room(role, team)
    if worker is None:
        return
    joined = worker.joined_on or date.min
    life.allocate(worker, max(life.day(-dice.between(60, 500)), joined))


def _write_under_way(life: Life, kind: StepKind) -> None:
    dice = life.dice
    received = dice.between(0, 6) if kind in TO_BE_GIVEN_OUT else dice.along(SINCE_RECEIVED)
    given_out = kind not in (StepKind.ALLOCATION, StepKind.CONTACT) and dice.chance(0.6)
    started = given_out and dice.chance(0.55)
    late_after = 3 if kind in TO_BE_GIVEN_OUT else 28
    status = STARTED if started else INCOMING
    write_open_work(life, kind, status, given_out, received, late_after - received, waits=dice.chance(0.35))
    write_events(life, dice.between(0, 3))


def write_open_work(
    life: Life,
    kind: StepKind,
    status: StepStatus,
    is_given_out: bool,
    received: int,
    due: int | None,
    *,
    worker_id: str | None = None,
    waits: bool = False,
) -> None:
    """Open work of a team: in somebody's hands, or in the team's tray. worker_id: in the hands of that one."""
    if kind is StepKind.REVIEW and life.team == life.staff.hero.team and due is not None:
        write_support(life, review_due_in=due, years=life.dice.between(1, 3))
    day = life.day(-received)
    worker = life.staff.find(worker_id) if worker_id else None
    if worker is None and is_given_out:
        worker = life.staff.find_for(life.dice, ROLE_FOR[kind], day, life.team)
    if worker and worker.role in PRACTITIONERS:
        life.worker = worker
        life.allocate(worker, day)
    title = "Annual review" if kind is StepKind.REVIEW else None
    team = (worker.team if worker else None) or life.team
    # What nobody has been given, nobody has started.
    status = status if worker else INCOMING
    waits = waits and status is STARTED
    write_open(life, Open(kind, status, worker, team, received, due, title=title, waits=waits))
