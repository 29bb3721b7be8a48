"""The worker of the story: her people and open work, her team's, her colleague's who is away, and what she looked at.

What waits for her when a session begins is what practitioners see first, so it is written out one by one.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic import factories
from casework.synthetic.around import write_around
from casework.synthetic.dice import Dice
from casework.synthetic.factories import moment
from casework.synthetic.identities import ETHNICITY, Who
from casework.synthetic.lives import Life
from casework.synthetic.making import Making, person_number
from casework.synthetic.notes import write_events
from casework.synthetic.staff import Colleague
from casework.synthetic.stages import write_open_work
from casework.synthetic.working import Open, write_open, write_support

HERO = "priya_nair"
"""The worker whose work view the county fills."""
COVERED = "tom_reilly"
"""Her colleague who is away, whose work she may do."""

WHITE_BRITISH = ETHNICITY["british"][0]
CARER_SHARE = 0.52
INCOMING, STARTED = StepStatus.INCOMING, StepStatus.STARTED


@dataclass(frozen=True)
class TeamStep:
    """One piece of open work of the hero's team that is not hers."""

    kind: StepKind
    status: StepStatus
    is_given_out: bool
    received: int
    """Days before the story date."""
    due: int
    """Days after it."""
    is_covered: bool = False
    """Whether it is in the hands of the colleague who is away."""
    waits: bool = False
    is_restricted: bool = False


TEAM_WORK: tuple[TeamStep, ...] = (
    TeamStep(StepKind.ASSESSMENT, STARTED, True, 31, -3, is_covered=True),
    TeamStep(StepKind.ASSESSMENT, STARTED, True, 18, 10, waits=True),
    TeamStep(StepKind.ASSESSMENT, STARTED, True, 12, 16),
    TeamStep(StepKind.ASSESSMENT, INCOMING, True, 4, 24, is_covered=True),
    TeamStep(StepKind.ASSESSMENT, INCOMING, False, 15, 13),
    TeamStep(StepKind.ASSESSMENT, INCOMING, False, 36, -8),
    TeamStep(StepKind.ASSESSMENT, INCOMING, False, 1, 27, is_restricted=True),
    TeamStep(StepKind.REVIEW, STARTED, True, 25, -11, is_covered=True),
    TeamStep(StepKind.REVIEW, STARTED, True, 20, 4, waits=True),
    TeamStep(StepKind.REVIEW, INCOMING, True, 14, 14),
    TeamStep(StepKind.REVIEW, INCOMING, False, 60, -41),
    TeamStep(StepKind.REVIEW, INCOMING, False, 28, -2),
    TeamStep(StepKind.REVIEW, INCOMING, False, 5, 30),
    TeamStep(StepKind.PLAN, STARTED, True, 9, 3, is_covered=True),
    TeamStep(StepKind.PLAN, STARTED, True, 15, -1),
    TeamStep(StepKind.PLAN, INCOMING, True, 1, 13),
    TeamStep(StepKind.ALLOCATION, INCOMING, False, 1, 2),
    TeamStep(StepKind.ALLOCATION, INCOMING, False, 4, -1),
    TeamStep(StepKind.ALLOCATION, INCOMING, False, 0, 4),
    TeamStep(StepKind.DECISION, INCOMING, True, 2, 3),
    TeamStep(StepKind.APPROVAL, INCOMING, True, 1, 4),
    TeamStep(StepKind.SUPPORT, STARTED, True, 8, 6),
)
LAST_OF_HERS = 14
LAST_OF_TEAM = LAST_OF_HERS + len(TEAM_WORK)
RESTRICTED = (4, LAST_OF_HERS + 1 + next(n for n, step in enumerate(TEAM_WORK) if step.is_restricted))
"""Whose record may be opened only by those who work with them: one on her own work view, one in the team's tray."""

LOOKED_AT: tuple[tuple[int, int, int, int, str], ...] = (
    # Number, days before the story date, hour, minute and page: what the hero has lately looked at.
    (6, 1, 17, 31, "Summary"),
    (1, 1, 16, 2, "Plan"),
    (2, 1, 11, 40, "Reviews"),
    (7, 4, 15, 15, "Case notes"),
    (10, 5, 10, 5, "Summary"),
    (9, 6, 14, 22, "Assessments"),
)
VISITS: tuple[tuple[int, int, str, str], ...] = (
    # Number, days after the story date, time, kind. Today's is somebody else's business.
    (6, 1, "10:00", "home visit"),
    (3, 2, "14:30", "home visit"),
    (7, 6, "11:00", "planning meeting"),
    (2, 8, "09:30", "review"),
)


def add_to_hero(making: Making, n: int) -> None:
    """One of nine people with open work of hers, or of five of hers without."""
    dice = making.dice(n)
    who = _named(making.who(n, dice), n)
    staff = making.staff
    life = making.life(who, dice)
    life.team, life.worker, life.has_evening_call = staff.hero.team, staff.hero, n == 1
    write_around(life, person_number(n), details=4, carer_share=CARER_SHARE, is_restricted=n in RESTRICTED)
    work = _hero_work(life, n, dice)
    if work is None:
        write_support(life, review_due_in=dice.between(40, 300), years=dice.between(0, 2))
        life.allocate(staff.hero, life.day(-dice.between(100, 400)))
    else:
        if work.kind is StepKind.REVIEW and work.due is not None:
            write_support(life, review_due_in=work.due, years=dice.between(2, 3))
        write_open(life, work)
        # A review comes to whoever has known the person for a while; anything else, with the work.
        known_for = dice.between(30, 200) if work.kind is StepKind.REVIEW else 0
        life.allocate(staff.hero, life.day(-work.received - known_for))
    write_events(life, dice.between(3, 6))
    _write_diary(life, n)
    _write_views(life, n)
    life.write_team()


def add_to_team(making: Making, n: int) -> None:
    """Open work of the hero's team that is not hers."""
    dice = making.dice(n)
    life = making.life(making.who(n, dice), dice)
    life.team = making.staff.hero.team
    write_around(
        life, person_number(n), details=dice.between(1, 4), carer_share=CARER_SHARE, is_restricted=n in RESTRICTED
    )
    work = TEAM_WORK[n - LAST_OF_HERS - 1]
    covered = making.staff.covered
    worker_id = covered.id if work.is_covered and covered and covered.left_on is None else None
    write_open_work(
        life,
        work.kind,
        work.status,
        work.is_given_out,
        work.received,
        work.due,
        worker_id=worker_id,
        waits=work.waits,
    )
    write_events(life, dice.between(0, 4))
    if work.status is STARTED and life.worker and life.worker.was_there(life.today):
        offset = dice.between(-2, 6)
        _write_visit(life, life.worker, offset, f"{dice.between(9, 15):02}:{dice.one_of(['00', '30'])}", "home visit")
    if n == LAST_OF_HERS + 1:
        _write_alert(life, life.worker or making.staff.hero)
    life.write_team()


def _named(who: Who, n: int) -> Who:
    """The two whose story is told elsewhere by name."""
    if n == 1:
        who = replace(who, first_name="Derek", last_name="Osei", preferred_name=None, is_woman=False)
        return replace(who, heritage="african", ethnicity="Black: African", reason="personal", says_they=False)
    if n == 2:
        who = replace(who, first_name="Gwen", last_name="Parry", preferred_name=None, is_woman=True)
        return replace(who, heritage="british", says_they=False, reason="personal", ethnicity=WHITE_BRITISH)
    return who


def _hero_work(life: Life, n: int, dice: Dice) -> Open | None:
    hero, today = life.staff.hero, life.today
    manager = life.staff.pick(dice, "team_manager", today, hero.team)
    last_friday = (today.weekday() - 4) % 7 or 7
    mine = partial(Open, worker=hero, team=hero.team)
    sent = partial(Open, status=INCOMING, team=hero.team, sent_by=hero, came_from=hero.name)
    review = partial(mine, StepKind.REVIEW, title="Annual review")
    assessment = partial(mine, StepKind.ASSESSMENT)
    work: dict[int, Open] = {
        1: mine(
            StepKind.PLAN,
            STARTED,
            received=1,
            due=4,
            hour=15,
            came_from=manager.name,
            is_returned=True,
            note="The evening call is not linked to a need. Which outcome is it for? The contingency is good.",
        ),
        2: review(STARTED, received=30, due=-23),
        3: assessment(INCOMING, received=last_friday, due=9, came_from="Hospital Discharge", hour=16, minute=58),
        4: assessment(INCOMING, received=1, due=27, came_from="Contact Centre"),
        5: review(INCOMING, received=6, due=20),
        6: assessment(STARTED, received=20, due=8),
        7: mine(StepKind.PLAN, STARTED, received=7, due=6),
        8: sent(StepKind.APPROVAL, worker=manager, received=6, due=1),
        9: sent(StepKind.DECISION, worker=manager, received=4, due=3),
    }
    return work.get(n)


def _write_diary(life: Life, n: int) -> None:
    for number, offset, at, kind in VISITS:
        if number == n:
            _write_visit(life, life.staff.hero, offset, at, kind)
    if n == 10:
        _write_alert(life, life.staff.hero, acknowledged=True)


def _write_visit(life: Life, worker: Colleague, offset: int, at: str, kind: str) -> None:
    life.rows.add(
        factories.VisitFactory,
        life.id,
        "visit",
        person_id=life.id,
        worker_id=worker.id,
        visit_on=life.next_weekday(life.today + timedelta(days=offset)),
        starts_at=at,
        kind=kind,
        place=f"{life.who.house}, {life.who.town}",
        travel_minutes=life.dice.one_of([10, 15, 20, 25, 40]),
    )


def _write_alert(life: Life, worker: Colleague, *, acknowledged: bool = False) -> None:
    """A colleague asks somebody to look: seen already, or still waiting."""
    raised = life.day(-6 if acknowledged else -1)
    answered: dict[str, Any] = {}
    if acknowledged:
        answered = {
            "acknowledged_on": life.next_weekday(raised + timedelta(days=1)),
            "acknowledged_by_id": worker.id,
            "answer": "Thank you. Rang back the same morning.",
        }
    life.rows.add(
        factories.AlertFactory,
        life.id,
        "alert",
        person_id=life.id,
        worker_id=worker.id,
        raised_by="Duty Desk",
        text=life.voice().say("{contact} rang and would like to be rung back"),
        raised_on=raised,
        raised_at=moment(raised, 15, 31),
        **answered,
    )


def _write_views(life: Life, n: int) -> None:
    """Who has opened the record in the last days: she, her manager, the duty desk."""
    staff, dice = life.staff, life.dice
    looks: list[tuple[Colleague, int, int, int, str]] = [
        (staff.hero, days, hour, minute, page) for number, days, hour, minute, page in LOOKED_AT if number == n
    ]
    if dice.chance(0.6):
        manager = staff.pick(dice, "team_manager", life.today, staff.hero.team)
        looks.append((manager, dice.between(1, 6), dice.between(9, 16), dice.between(0, 59), "Summary"))
    if dice.chance(0.5):
        duty = staff.pick(dice, "duty_worker", life.today)
        looks.append((duty, dice.between(2, 20), dice.between(9, 16), dice.between(0, 59), "Case notes"))
    for worker, days, hour, minute, page in looks:
        day = max(life.day(-days), life.first_day)
        life.rows.add(
            factories.RecordViewFactory,
            life.id,
            "view",
            person_id=life.id,
            worker_id=worker.id,
            page=page,
            viewed_on=day,
            viewed_at=moment(day, hour, minute),
        )
