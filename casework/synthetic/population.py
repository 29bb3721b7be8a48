"""The fictional county: so many people, each drawn from a seed of their own, written into a template sandbox."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from casework.database import Base, Db, insert_rows, sandbox_tables
from casework.records.vocabulary import StepStatus
from casework.synthetic import factories, households
from casework.synthetic.around import write_around, write_detail, write_past_address
from casework.synthetic.hero import CARER_SHARE, COVERED, HERO, LAST_OF_HERS, LAST_OF_TEAM, add_to_hero, add_to_team
from casework.synthetic.identities import in_care_home
from casework.synthetic.lives import Life
from casework.synthetic.making import Making, person_number
from casework.synthetic.organisations import write_organisations
from casework.synthetic.pinned import load_workers
from casework.synthetic.prose import Pools, read_pools
from casework.synthetic.rows import Rows
from casework.synthetic.staff import Staff
from casework.synthetic.stages import STAGES, WITH_SUPPORT, write_stage

MOST_PEOPLE = 20_000
AT_ONCE = 200
"""People written at a time, so that a large county needs no more memory than a small one."""

MISSPELT, CONTACT_DIED, MOVED = 41, 42, 43
LAST_PLANNED = MOVED
BETWEEN_MESS = 60
"""After the first, one in so many has each kind of mistake again."""

CARE_HOMES = {"older": {"nursing-home": 12.5, "care-home": 25.5}, "younger": {"nursing-home": 2.5, "care-home": 12.8}}
ALONE = 0.8
"""How many with support share their home with nobody of the county: only those are drawn into care homes."""


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
    said: Callable[[int], None] | None = None,
) -> CountySummary:
    """Write a county into an empty template sandbox, with the teams and workers.

    workers: what is in seed_data/people/workers.yaml. said: told how many people have been written so far.
    Everybody is drawn from `seed`, their own number and whoever came before, so the same seed gives the same rows
    on any machine, and one more person moves nobody. Open steps have no workflow version: they get one, by their
    kind, when a sandbox is made.
    Raises ValueError for more than 20,000 people, DomainError when the worker of the story is missing.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise ValueError(f"a county has 1 to {MOST_PEOPLE} people: {people}")
    making = begin(seed, sandbox_id, story_date, workers, pools or read_pools())
    load_workers(workers, db, sandbox_id)
    counted: Counter[str] = Counter()
    open_steps = 0
    for written, rows in _batches(making, people):
        by_table = {model.__tablename__: model for model in rows}
        for table in sandbox_tables():
            if table.name in by_table:
                some = rows[by_table[table.name]]
                insert_rows(db, by_table[table.name], some)
                counted[table.name] += len(some)
                open_steps += sum(row.get("status") in (StepStatus.INCOMING, StepStatus.STARTED) for row in some)
        if said:
            said(written)
    return CountySummary(people, seed, story_date, dict(counted), open_steps)


def county_rows(
    people: int, seed: int, sandbox_id: str, story_date: date, workers: Mapping[str, Any], pools: Pools
) -> Rows:
    """All rows of a county at once, without its teams and workers."""
    making = begin(seed, sandbox_id, story_date, workers, pools)
    for n in range(1, people + 1):
        add_person(making, n)
    return making.rows


def begin(seed: int, sandbox_id: str, story_date: date, workers: Mapping[str, Any], pools: Pools) -> Making:
    """A county with its organisations and nobody in it yet."""
    making = Making(seed, story_date, Staff(workers, HERO, COVERED), pools, Rows(sandbox_id))
    write_organisations(pools, making.rows)
    return making


def _batches(making: Making, people: int) -> Iterator[tuple[int, dict[type[Base], list[dict[str, Any]]]]]:
    for n in range(1, people + 1):
        add_person(making, n)
        if n % AT_ONCE == 0 or n == people:
            yield n, making.rows.take()


def add_person(making: Making, n: int) -> None:
    """The rows of the n-th person, counted from 1, and what they add to those before them."""
    if n <= LAST_OF_HERS:
        add_to_hero(making, n)
    elif n <= LAST_OF_TEAM:
        add_to_team(making, n)
    elif households.is_duplicate(n):
        households.add_duplicate(making, n)
    elif households.is_carer(n):
        households.add_carer(making, n)
    else:
        _add_anybody(making, n)


def _add_anybody(making: Making, n: int) -> None:
    dice = making.dice(n)
    who = households.joined(making, n, making.who(n, dice))
    is_planned = n <= LAST_PLANNED
    stage = "settled" if is_planned else dice.weighted(STAGES)
    home = "home"
    if stage in WITH_SUPPORT and not is_planned and not households.is_at_home(making, n):
        homes = {kind: share / ALONE for kind, share in CARE_HOMES["older" if who.is_older else "younger"].items()}
        home = dice.weighted({**homes, "home": 100 - sum(homes.values())})
    if home != "home":
        who = in_care_home(who, dice, making.pools, nursing=home == "nursing-home")
    if stage == "advice" and dice.chance(0.05):
        who = replace(who, ethnicity=None)
    life = making.life(who, dice, home)
    if stage == "ended" and dice.chance(0.5):
        life.died_on = making.today - timedelta(days=dice.between(20, 500))
    life.team = dice.one_of(making.staff.other_teams)
    details = dice.between(0, 2) if stage in ("advice", "contact", "triage") else dice.between(0, 4)
    has_carer_here = households.is_carer(n + 1)
    carer_share = 0.0 if has_carer_here else 0.12 if home != "home" else CARER_SHARE
    kin = households.kin_before(making, n)
    if kin:
        households.write_kin(life, who, *kin)
        carer_share = 0.0 if life.carer else 0.3
    columns: dict[str, Any] = {"is_restricted": dice.chance(0.01)}
    if n == MISSPELT:
        columns["last_name"] = misspelt(who.last_name)
    write_around(life, person_number(n), details=details, carer_share=carer_share, **columns)
    write_stage(life, stage)
    _write_mess(life, n)
    life.write_team()


def _write_mess(life: Life, n: int) -> None:
    """What is wrong in every real record: once for certain, and now and then after that."""
    who, at = life.who, (n - LAST_PLANNED) % BETWEEN_MESS
    if n == MISSPELT:
        name = f"{who.first_name} {who.last_name}"
        write_detail(life, 8, "Name", name, source="GP summary", differs="Spelt differently on this record")
    elif n == CONTACT_DIED or (n > LAST_PLANNED and at == 1):
        life.rows.add(
            factories.RelationshipFactory,
            who.id,
            "relationship",
            person_id=who.id,
            position=2,
            name=f"{life.dice.one_of(life.pools.names['british']['older']['male'])} {who.last_name}",
            kind="Brother",
            died_on=life.day(-life.dice.between(200, 260)),
            is_key_contact=True,
            note="Still given as first contact on the hospital system",
        )
    elif n == MOVED or (n > LAST_PLANNED and at == 21):
        write_past_address(life)
        write_detail(
            life, 9, "Address", who.address.replace("\n", ", "), source="GP summary", differs="Letters have come back"
        )
    elif n > LAST_PLANNED and at == 41:
        other = who.born_on - timedelta(days=3653)
        said = f"{other.day} {other:%B} {other.year}"
        write_detail(life, 8, "Date of birth", said, source="Hospital letter", differs="Another year on this record")


def misspelt(name: str) -> str:
    """A name with two letters in the middle the wrong way round, or one lost where they are the same."""
    at = len(name) // 2
    if name[at - 1] == name[at]:
        return name[: at - 1] + name[at:]
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
