"""The fictional county: so many people, each drawn from a seed of their own, written into a template sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from casework.database import Db, insert_rows, sandbox_tables
from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic import factories
from casework.synthetic.dice import Dice
from casework.synthetic.factories import ROLE_FOR
from casework.synthetic.identities import ETHNICITY, Who, draw_name, draw_who, in_care_home
from casework.synthetic.lives import Life
from casework.synthetic.pinned import load_workers
from casework.synthetic.prose import Pools, read_pools
from casework.synthetic.rows import Rows
from casework.synthetic.staff import PRACTITIONERS, Staff
from casework.synthetic.working import Open, write_closed, write_open, write_support

HERO = "priya_nair"
"""The worker whose work view the county fills."""

WHITE_BRITISH = ETHNICITY["british"][0]

MOST_PEOPLE = 2000

STAGES: dict[str, float] = {
    "advice": 33,
    "settled": 28,
    "review": 6,
    "assessment": 6.5,
    "not-eligible": 6,
    "allocation": 4,
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

CARER_SHARE = 0.52
"""How many of those at home have a carer, besides the one in twenty whose partner is in the county: 55 % in all."""

TO_BE_GIVEN_OUT = (StepKind.CONTACT, StepKind.TRIAGE, StepKind.ALLOCATION)

INCOMING, STARTED = StepStatus.INCOMING, StepStatus.STARTED

TEAM_WORK: tuple[tuple[StepKind, StepStatus, bool, int, int | None], ...] = (
    # What the hero's team has besides her own: kind, status, whether it is anybody's yet, days since, days until due.
    (StepKind.ASSESSMENT, STARTED, True, 31, -3),
    (StepKind.ASSESSMENT, STARTED, True, 18, 10),
    (StepKind.ASSESSMENT, STARTED, True, 12, 16),
    (StepKind.ASSESSMENT, INCOMING, True, 4, 24),
    (StepKind.ASSESSMENT, INCOMING, False, 15, 13),
    (StepKind.ASSESSMENT, INCOMING, False, 36, -8),
    (StepKind.ASSESSMENT, INCOMING, False, 1, 27),
    (StepKind.REVIEW, STARTED, True, 25, -11),
    (StepKind.REVIEW, STARTED, True, 20, 4),
    (StepKind.REVIEW, INCOMING, True, 14, 14),
    (StepKind.REVIEW, INCOMING, False, 60, -41),
    (StepKind.REVIEW, INCOMING, False, 28, -2),
    (StepKind.REVIEW, INCOMING, False, 5, 30),
    (StepKind.PLAN, STARTED, True, 9, 3),
    (StepKind.PLAN, STARTED, True, 15, -1),
    (StepKind.PLAN, INCOMING, True, 1, 13),
    (StepKind.ALLOCATION, INCOMING, False, 1, 2),
    (StepKind.ALLOCATION, INCOMING, False, 4, -1),
    (StepKind.ALLOCATION, INCOMING, False, 0, 4),
    (StepKind.DECISION, INCOMING, True, 2, 3),
    (StepKind.APPROVAL, INCOMING, True, 1, 4),
    (StepKind.SUPPORT, STARTED, True, 8, 6),
)
FIRST_OF_TEAM = 15
LAST_OF_TEAM = FIRST_OF_TEAM + len(TEAM_WORK) - 1
DUPLICATED, DUPLICATE, MISSPELT, CONTACT_DIED, MOVED = 39, 40, 41, 42, 43
LAST_PLANNED = MOVED


@dataclass(frozen=True)
class CountySummary:
    """What was made: how many people, rows by table, and steps still open."""

    people: int
    seed: int
    story_date: date
    rows: Mapping[str, int]
    open_steps: int

    @property
    def all_rows(self) -> int:
        return sum(self.rows.values())


def make_county(
    db: Db,
    *,
    people: int,
    seed: int,
    sandbox_id: str,
    story_date: date,
    workers: Mapping[str, Any],
    pools: Pools | None = None,
) -> CountySummary:
    """Write a county into an empty template sandbox, with the teams and workers.

    workers: what is in seed_data/people/workers.yaml. Everybody is drawn from `seed` and their own
    number, so the same seed gives the same rows on any machine, and one more person moves nobody.
    Open steps have no workflow version: they get one, by their kind, when a sandbox is made.
    Raises ValueError for more than 2,000 people, DomainError when the worker of the story is missing.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise ValueError(f"a county has 1 to {MOST_PEOPLE} people: {people}")
    rows = county_rows(people, seed, sandbox_id, story_date, workers, pools or read_pools())
    load_workers(workers, db, sandbox_id)
    by_table = {model.__tablename__: (model, some) for model, some in rows.by_model.items()}
    for table in sandbox_tables():
        if table.name in by_table:
            insert_rows(db, *by_table[table.name])
    return CountySummary(
        people=people,
        seed=seed,
        story_date=story_date,
        rows={name: len(some) for name, (_, some) in by_table.items()},
        open_steps=sum(step["status"] in (INCOMING, STARTED) for step in rows.of(factories.StepFactory)),
    )


def county_rows(
    people: int, seed: int, sandbox_id: str, story_date: date, workers: Mapping[str, Any], pools: Pools
) -> Rows:
    """The rows of a county without its teams and workers."""
    maker = _Maker(seed, story_date, Staff(workers, HERO), pools, Rows(sandbox_id))
    for n in range(1, people + 1):
        maker.add_person(n)
    return maker.rows


def person_number(n: int) -> str:
    """What staff say aloud for the n-th person: "100001". The second has 100982, whose own person has hers."""
    return str(100_000 + {2: 982, 982: 2}.get(n, n))


@dataclass
class _Maker:
    seed: int
    today: date
    staff: Staff
    pools: Pools
    rows: Rows

    def add_person(self, n: int) -> None:
        if n <= 14:
            self._add_to_hero(n)
        elif n <= LAST_OF_TEAM:
            self._add_to_team(n)
        elif n == DUPLICATE:
            self._add_duplicate()
        elif n > LAST_PLANNED and n % 20 == 0 and n >= 60:
            self._add_partner(n)
        else:
            self._add_anybody(n)

    def _dice(self, n: int) -> Dice:
        return Dice(f"{self.seed}:{n}")

    def _who(self, n: int, dice: Dice) -> Who:
        return draw_who(n, dice, self.pools, self.today)

    def _life(self, who: Who, dice: Dice, home: str = "home") -> Life:
        return Life(
            who,
            dice,
            pools=self.pools,
            staff=self.staff,
            rows=self.rows,
            story_date=self.today,
            home=home,
        )

    # --- the worker of the story -----------------------------------------------------------------

    def _add_to_hero(self, n: int) -> None:
        """Nine people with open work of hers, and five of hers without."""
        dice = self._dice(n)
        who = self._who(n, dice)
        if n == 1:
            who = replace(who, first_name="Derek", last_name="Osei", preferred_name=None, is_woman=False)
            who = replace(who, heritage="african", ethnicity="Black: African", reason="personal", says_they=False)
        if n == 2:
            who = replace(who, first_name="Gwen", last_name="Parry", preferred_name=None, is_woman=True)
            who = replace(who, heritage="british", says_they=False, reason="personal", ethnicity=WHITE_BRITISH)
        life = self._life(who, dice)
        life.team, life.worker, life.has_evening_call = self.staff.hero.team, self.staff.hero, n == 1
        self._write_about(life, person_number(n), details=4)
        work = self._hero_work(n, dice)
        if work is None:
            write_support(life, review_due_in=dice.between(40, 300), years=dice.between(0, 2))
            life.allocate(self.staff.hero, life.day(-dice.between(100, 400)))
        else:
            if work.kind is StepKind.REVIEW and work.due is not None:
                write_support(life, review_due_in=work.due, years=dice.between(2, 3))
            write_open(life, work)
            life.allocate(self.staff.hero, life.day(-work.received - dice.between(0, 9)))
        life.write_events(dice.between(3, 6))

    def _hero_work(self, n: int, dice: Dice) -> Open | None:
        hero = self.staff.hero
        manager = self.staff.pick(dice, "team_manager", self.today, hero.team)
        last_friday = (self.today.weekday() - 4) % 7 or 7
        mine = partial(Open, worker=hero, team=hero.team)
        sent = partial(Open, status=INCOMING, team=hero.team, sent_by=hero, came_from=hero.name)
        match n:
            case 1:
                return mine(
                    StepKind.PLAN,
                    STARTED,
                    received=1,
                    due=4,
                    hour=15,
                    came_from=manager.name,
                    is_returned=True,
                    note="The evening call is not linked to a need. Which outcome is it for? The contingency is good.",
                )
            case 2:
                return mine(StepKind.REVIEW, STARTED, received=30, due=-23, title="Annual review")
            case 3:
                return mine(
                    StepKind.ASSESSMENT,
                    INCOMING,
                    received=last_friday,
                    due=8,
                    came_from="Hospital Discharge",
                    hour=16,
                    minute=58,
                )
            case 4:
                return mine(StepKind.ASSESSMENT, INCOMING, received=1, due=27, came_from="Contact Centre")
            case 5:
                return mine(StepKind.REVIEW, INCOMING, received=6, due=20, title="Annual review")
            case 6:
                return mine(StepKind.ASSESSMENT, STARTED, received=20, due=8)
            case 7:
                return mine(StepKind.PLAN, STARTED, received=7, due=6)
            case 8:
                return sent(StepKind.APPROVAL, worker=manager, received=6, due=1)
            case 9:
                return sent(StepKind.DECISION, worker=manager, received=4, due=3)
        return None

    # --- everybody else --------------------------------------------------------------------------

    def _add_to_team(self, n: int) -> None:
        """Open work of the hero's team that is not hers."""
        dice = self._dice(n)
        life = self._life(self._who(n, dice), dice)
        life.team = self.staff.hero.team
        self._write_about(life, person_number(n), details=dice.between(1, 4))
        kind, status, is_given_out, received, due = TEAM_WORK[n - FIRST_OF_TEAM]
        self._write_open(life, kind, status, is_given_out, received, due)
        life.write_events(dice.between(0, 4))

    def _add_anybody(self, n: int) -> None:
        dice = self._dice(n)
        who = self._who(n, dice)
        planned = n <= LAST_PLANNED
        stage = "settled" if planned else dice.weighted(STAGES)
        has_partner_here = n % 20 == 19 and n > LAST_PLANNED
        home = "home"
        if stage in ("settled", "review", "ended") and not planned and not has_partner_here:
            home = dice.weighted(
                {"nursing-home": 12.5, "care-home": 25.5, "home": 62}
                if who.is_older
                else {"nursing-home": 2.5, "care-home": 12.8, "home": 84.7}
            )
        if home != "home":
            who = in_care_home(who, dice, self.pools, nursing=home == "nursing-home")
        died_days_ago = dice.between(20, 500) if stage == "ended" and dice.chance(0.5) else None
        columns: dict[str, Any] = {}
        if died_days_ago:
            columns["died_on"] = self.today - timedelta(days=died_days_ago)
        if stage == "advice" and dice.chance(0.05):
            columns["ethnicity"] = None
        if n == MISSPELT:
            columns["last_name"] = misspelt(who.last_name)
        life = self._life(who, dice, home)
        life.team = dice.one_of(self.staff.other_teams)
        details = dice.between(0, 2) if stage in ("advice", "contact", "triage") else dice.between(1, 5)
        carer_share = 0.0 if has_partner_here else 0.12 if home != "home" else CARER_SHARE
        self._write_about(life, person_number(n), details, carer_share, **columns)
        self._write_stage(life, stage, died_days_ago)
        self._write_mess(life, n)

    def _write_stage(self, life: Life, stage: str, died_days_ago: int | None) -> None:
        dice = life.dice
        match stage:
            case "advice":
                write_closed(life, decided=None, days_ago=dice.between(5, 700))
                if dice.chance(0.3):
                    write_closed(life, decided=None, days_ago=dice.between(1, 5))
            case "not-eligible":
                write_closed(life, decided="not-eligible", days_ago=dice.between(5, 600))
            case "ended":
                ended = died_days_ago or dice.between(20, 500)
                write_support(
                    life,
                    review_due_in=-ended + dice.between(5, 300),
                    years=dice.between(1, 3),
                    ended_days_ago=ended,
                    died=died_days_ago is not None,
                )
            case "settled" | "review":
                due = dice.between(1, 330) if stage == "settled" and dice.chance(0.66) else -dice.between(1, 400)
                years = dice.between(0, min(4, max(0, life.who.age - 20)))
                write_support(life, review_due_in=due, years=years)
                if stage == "review":
                    self._write_open(
                        life,
                        StepKind.REVIEW,
                        STARTED if dice.chance(0.4) else INCOMING,
                        dice.chance(0.5),
                        max(2, -due + dice.between(0, 20)),
                        due,
                    )
                elif life.worker and dice.chance(0.35):
                    life.allocate(life.worker, life.day(-dice.between(60, 500)))
                life.write_events(dice.between(2, 6))
            case _:
                kind = StepKind(stage)
                received = dice.between(0, 6) if kind in TO_BE_GIVEN_OUT else dice.between(1, 70)
                given_out = kind not in (StepKind.ALLOCATION, StepKind.CONTACT) and dice.chance(0.65)
                started = given_out and dice.chance(0.55)
                late_after = 3 if kind in TO_BE_GIVEN_OUT else 28
                self._write_open(
                    life, kind, STARTED if started else INCOMING, given_out, received, late_after - received
                )
                life.write_events(dice.between(0, 3))

    def _write_open(
        self, life: Life, kind: StepKind, status: StepStatus, is_given_out: bool, received: int, due: int | None
    ) -> None:
        """Open work of a team: in somebody's hands, or in the team's tray."""
        if kind is StepKind.REVIEW and life.team == self.staff.hero.team and due is not None:
            write_support(life, review_due_in=due, years=life.dice.between(1, 3))
        worker = self.staff.find_for(life.dice, ROLE_FOR[kind], self.today, life.team) if is_given_out else None
        if worker and worker.role in PRACTITIONERS:
            life.worker = worker
            life.allocate(worker, life.day(-received))
        title = "Annual review" if kind is StepKind.REVIEW else None
        team = (worker.team if worker else None) or life.team
        # What nobody has been given, nobody has started.
        status = status if worker else INCOMING
        write_open(life, Open(kind, status, worker, team, received, due, title=title))

    def _add_partner(self, n: int) -> None:
        """Somebody known to the council as the one who looks after the person before them."""
        dice, before = self._dice(n), self._who(n - 1, self._dice(n - 1))
        who = self._who(n, dice)
        couple = before.age >= 40
        years = dice.between(-5, 5) if couple else 27
        if before.age > 88:
            years = -abs(years)
        born_on = before.born_on - timedelta(days=365 * years)
        is_woman = not before.is_woman if couple else dice.chance(0.8)
        heritage = "british" if before.heritage == "mixed" else before.heritage
        first, _ = draw_name(dice, self.pools, born_on, is_woman, heritage)
        who = replace(
            who,
            first_name=first,
            last_name=before.last_name,
            preferred_name=None,
            is_woman=is_woman,
            says_they=False,
            born_on=born_on,
            age=whole_years(born_on, self.today),
            heritage=heritage,
            ethnicity=before.ethnicity,
            reason="carer",
            home=before.home,
            house=before.house,
            town=before.town,
            postcode=before.postcode,
        )
        life = self._life(who, dice)
        life.team = dice.one_of(self.staff.other_teams)
        life.add_words(household=f"with {before.first_name}")
        self._write_about(life, person_number(n), dice.between(0, 3), 0.0)
        them = ("Wife" if is_woman else "Husband") if couple else ("Mother" if is_woman else "Father")
        other = ("Wife" if before.is_woman else "Husband") if couple else ("Daughter" if before.is_woman else "Son")
        self._write_knows(before, who, them, is_carer=True)
        self._write_knows(who, before, other, is_carer=False)
        stage = dice.weighted({"advice": 45, "assessment": 25, "not-eligible": 10, "settled": 20})
        self._write_stage(life, stage, None)

    def _write_knows(self, who: Who, other: Who, kind: str, *, is_carer: bool) -> None:
        self.rows.add(
            factories.RelationshipFactory,
            f"{who.id}-knows-{other.id}",
            person_id=who.id,
            other_id=other.id,
            name=f"{other.first_name} {other.last_name}",
            kind=kind,
            is_carer=is_carer,
            lives_with=True,
            phone=other.phone,
            note=None if is_carer else "Looked after by them",
        )

    def _add_duplicate(self) -> None:
        """The same person again under another number: entered in a hurry, with an old address and a short name."""
        dice, twin = self._dice(DUPLICATE), self._who(DUPLICATED, self._dice(DUPLICATED))
        who = self._who(DUPLICATE, dice)
        who = replace(
            twin,
            n=DUPLICATE,
            preferred_name=None,
            first_name=twin.preferred_name or twin.first_name,
            nhs_number=None,
            house=who.house,
            town=who.town,
            postcode=who.postcode,
            ethnicity=None,
        )
        life = self._life(who, dice)
        life.team = dice.one_of(self.staff.other_teams)
        life.write_person(person_number(DUPLICATE), accommodation_status=None, communication=None)
        write_closed(life, decided=None, days_ago=190)

    # --- how -------------------------------------------------------------------------------------

    def _write_about(
        self, life: Life, number: str, details: int, carer_share: float = CARER_SHARE, **columns: Any
    ) -> None:
        dice = life.dice
        life.write_person(number, **columns)
        life.write_people_around(carer_share=carer_share)
        life.write_details(details)
        if dice.chance(0.12):
            life.write_warning()
        life.write_involved(dice.weighted({0: 40, 1: 35, 2: 20, 3: 5}))

    def _write_mess(self, life: Life, n: int) -> None:
        """One of each thing that is wrong in every real record."""
        who = life.who
        if n == MISSPELT:
            life.write_detail(
                8,
                "Name",
                f"{who.first_name} {who.last_name}",
                source="GP summary",
                differs="Spelt differently on this record",
            )
        elif n == CONTACT_DIED:
            self.rows.add(
                factories.RelationshipFactory,
                who.id,
                "relationship",
                person_id=who.id,
                position=2,
                name=f"{self.pools.names['british']['older']['male'][0]} {who.last_name}",
                kind="Brother",
                note="Died 3 March 2026. Still given as first contact on the hospital system",
            )
        elif n == MOVED:
            life.write_old_address()


def misspelt(name: str) -> str:
    """A name with two letters in the middle the wrong way round, or one lost where they are the same."""
    at = len(name) // 2
    if name[at - 1] == name[at]:
        return name[: at - 1] + name[at:]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def whole_years(born_on: date, today: date) -> int:
    """Age in whole years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
