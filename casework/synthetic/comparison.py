"""How the county in a sandbox compares with what is published about adult social care in England."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import (
    Assessment,
    CarePlan,
    Contact,
    Involvement,
    Person,
    Relationship,
    Review,
    SafeguardingConcern,
    Step,
    Worker,
)
from casework.records.vocabulary import StepKind, StepStatus
from casework.statistics.intervals import mean
from casework.statistics.measure import Measure
from casework.statistics.rates import wilson
from casework.synthetic.identities import whole_years
from casework.synthetic.pinned import read_yaml

FILE = Path(__file__).parents[2] / "seed_data" / "county" / "published.yaml"
YEAR = timedelta(days=365)
WOMEN = ("wife", "daughter", "sister", "mother", "niece", "aunt", "granddaughter")
MEN = ("husband", "son", "brother", "father", "nephew", "uncle", "grandson")
WAITED_FOR = (StepKind.ALLOCATION, StepKind.ASSESSMENT, StepKind.ARRANGEMENT, StepKind.REVIEW)

Ids = set[str]


@dataclass(frozen=True)
class Compared:
    """One published figure beside the county's own.

    unit: "percent" or "people". value: the county's figure in that unit, None where the county has nobody it is about.
    low, high: its 95 % interval, None where there is none. published_low, published_high: the published range, the
    same twice where one figure is published. differs: whether the interval and the published range do not meet.
    status: seen, unconfirmed or proposal.
    """

    key: str
    label: str
    group: str
    unit: str
    published: float
    published_low: float
    published_high: float
    value: float | None
    n: int
    low: float | None
    high: float | None
    differs: bool
    year: str
    source: str
    status: str
    note: str


def compare(db: Db, today: date, file: Path = FILE) -> list[Compared]:
    """Every published figure with the county's own, in the order of the file.

    db: in the county's sandbox. today: its story date. Proportions have Wilson's interval, means Student's.
    Raises DomainError for a figure in the file that nothing here counts.
    """
    county = _County(db, today)
    return [_compared(county, entry) for entry in read_yaml(file)["figures"]]


def _compared(county: "_County", entry: dict[str, Any]) -> Compared:
    count = FIGURES.get(entry["key"])
    if count is None:
        raise DomainError(f"published.yaml: nothing in the county is counted as “{entry['key']}”")
    found = count(county)
    scale = 100 if entry["unit"] == "percent" else 1
    published = float(entry["published"])
    least, most = float(entry.get("low", published)), float(entry.get("high", published))
    value, low, high = (None if part is None else part * scale for part in (found.value, found.low, found.high))
    return Compared(
        key=entry["key"],
        label=entry["label"],
        group=entry["group"],
        unit=entry["unit"],
        published=published,
        published_low=least,
        published_high=most,
        value=value,
        n=found.n,
        low=low,
        high=high,
        differs=low is not None and high is not None and (high < least or low > most),
        year=str(entry["year"]),
        source=entry["source"],
        status=entry["status"],
        note=entry.get("note", ""),
    )


def share(those: Iterable[str], of: Iterable[str]) -> Measure:
    """How many of some are also of others."""
    everybody = set(of)
    return wilson(len(everybody & set(those)), len(everybody))


class _County:
    """Lists read once from the sandbox, each when it is first asked for."""

    def __init__(self, db: Db, today: date) -> None:
        self.db = db
        self.today = today

    def _rows(self, *columns: InstrumentedAttribute[Any]) -> list[Any]:
        return list(self.db.execute(select(*columns)))

    @cached_property
    def people(self) -> dict[str, Any]:
        columns = (Person.born_on, Person.gender, Person.ethnicity, Person.primary_support_reason)
        return {row.id: row for row in self._rows(Person.id, *columns, Person.accommodation_status)}

    @cached_property
    def supported(self) -> dict[str, Any]:
        """People whose plan is in place, with the newest plan; carers' own support is another collection."""
        plans = self._rows(
            CarePlan.person_id, CarePlan.case_id, CarePlan.starts_on, CarePlan.ended_on, CarePlan.direct_payment
        )
        in_place = [plan for plan in plans if plan.starts_on is not None and plan.ended_on is None]
        return {plan.person_id: plan for plan in sorted(in_place, key=lambda plan: plan.starts_on)}

    @cached_property
    def older(self) -> Ids:
        return {key for key, person in self.people.items() if whole_years(person.born_on, self.today) >= 65}

    @cached_property
    def women(self) -> Ids:
        return {key for key, person in self.people.items() if person.gender == "Female"}

    @cached_property
    def requests(self) -> list[Any]:
        return self._rows(Contact.person_id, Contact.case_id, Contact.received_on, Contact.route)

    @cached_property
    def waits(self) -> list[int]:
        """Days from the request to the end of the assessment, for those that have ended."""
        asked = {row.case_id: row.received_on for row in self.requests}
        ended = self._rows(Assessment.case_id, Assessment.finished_on)
        return [
            (row.finished_on - asked[row.case_id]).days for row in ended if row.finished_on and row.case_id in asked
        ]

    @cached_property
    def waiting(self) -> list[Any]:
        steps = self._rows(Step.kind, Step.status, Step.received_at)
        return [step for step in steps if step.status == StepStatus.INCOMING and step.kind in WAITED_FOR]

    @cached_property
    def carers(self) -> list[Any]:
        rows = self._rows(Relationship.person_id, Relationship.kind, Relationship.is_carer, Relationship.ended_on)
        return [row for row in rows if row.is_carer and row.ended_on is None]

    @cached_property
    def concerns(self) -> list[Any]:
        return self._rows(SafeguardingConcern.person_id, SafeguardingConcern.decision, SafeguardingConcern.categories)

    @cached_property
    def in_care_homes(self) -> Ids:
        return {key for key in self.supported if self.lives(key).startswith("Registered")}

    def lives(self, person_id: str) -> str:
        return self.people[person_id].accommodation_status or ""

    def band(self, *, older: bool) -> Ids:
        return {key for key in self.supported if (key in self.older) == older}

    def because(self, *words: str) -> Ids:
        """People whose support reason has all of the words."""
        return {
            key
            for key, person in self.people.items()
            if all(word in (person.primary_support_reason or "").lower() for word in words)
        }


def _reason(*words: str, older: bool) -> Callable[[_County], Measure]:
    return lambda county: share(county.because(*words), county.band(older=older))


def _in_home(kind: str, *, older: bool) -> Callable[[_County], Measure]:
    return lambda county: share(
        (key for key in county.supported if county.lives(key) == kind), county.band(older=older)
    )


def _paid(how: str, *, older: bool) -> Callable[[_County], Measure]:
    def count(county: _County) -> Measure:
        at_home = county.supported.keys() - county.in_care_homes
        return share((key for key in at_home if county.supported[key].direct_payment == how), county.band(older=older))

    return count


def _learning_with_family(county: _County) -> Measure:
    those = county.because("learning") & county.band(older=False)
    return share((key for key in those if "family" in county.lives(key).lower()), those)


def _repeated(county: _County) -> Measure:
    times = Counter(row.person_id for row in county.requests)
    return wilson(len(county.requests) - len(times), len(county.requests))


def _led_to_support(county: _County) -> Measure:
    cases = {plan.case_id for plan in county.supported.values()}
    return wilson(sum(row.case_id in cases for row in county.requests), len(county.requests))


def _waiting_long(county: _County) -> Measure:
    long_ago = county.today - timedelta(days=182)
    return wilson(sum(step.received_at.date() < long_ago for step in county.waiting), len(county.waiting))


def _waiting_for_assessment(county: _County) -> Measure:
    kinds = (StepKind.ALLOCATION, StepKind.ASSESSMENT)
    return wilson(sum(step.kind in kinds for step in county.waiting), len(county.waiting))


def _reviewed(county: _County) -> Measure:
    since = county.today - YEAR
    rows = county._rows(Review.person_id, Review.held_on)
    reviewed = {row.person_id for row in rows if row.held_on is not None and row.held_on >= since}
    return share(reviewed, (key for key, plan in county.supported.items() if plan.starts_on < since))


def _carer_named(county: _County) -> Measure:
    return share((row.person_id for row in county.carers), county.supported.keys() - county.in_care_homes)


def _carers_women(county: _County) -> Measure:
    kinds = [row.kind.lower() for row in county.carers]
    women, men = (sum(kind in words for kind in kinds) for words in (WOMEN, MEN))
    return wilson(women, women + men)


def _recorded_as(word: str) -> Callable[[_County], Measure]:
    def count(county: _County) -> Measure:
        recorded = [person.ethnicity for person in county.people.values() if person.ethnicity]
        return wilson(sum(one.startswith(word) for one in recorded), len(recorded))

    return count


def _ethnicity_missing(county: _County) -> Measure:
    missing = sum(person.ethnicity is None for person in county.people.values())
    return wilson(missing, len(county.people))


def _caseload(role: str) -> Callable[[_County], Measure]:
    def count(county: _County) -> Measure:
        workers = county._rows(Worker.id, Worker.role, Worker.left_on, Worker.name)
        there = [w.id for w in workers if w.role == role and w.left_on is None and "student" not in w.name]
        involved = county._rows(Involvement.worker_id, Involvement.is_allocated, Involvement.ended_on)
        people = Counter(row.worker_id for row in involved if row.is_allocated and row.ended_on is None)
        return mean([people[worker] for worker in there], method="mean", low=0.0)

    return count


def _of_requests(count: Callable[[_County, Any], bool]) -> Callable[[_County], Measure]:
    return lambda county: wilson(sum(count(county, row) for row in county.requests), len(county.requests))


def _of_concerns(count: Callable[[_County, Any], bool]) -> Callable[[_County], Measure]:
    return lambda county: wilson(sum(count(county, row) for row in county.concerns), len(county.concerns))


FIGURES: dict[str, Callable[[_County], Measure]] = {
    "requests_older": _of_requests(lambda county, row: row.person_id in county.older),
    "supported_older": lambda county: share(county.older, county.supported),
    "supported_women": lambda county: share(county.women, county.supported),
    "reason_older_personal": _reason("personal care", older=True),
    "reason_older_memory": _reason("memory", older=True),
    "reason_older_mobility": _reason("mobility", older=True),
    "reason_older_mental": _reason("mental health", older=True),
    "reason_older_learning": _reason("learning", older=True),
    "reason_older_social": _reason("isolation", older=True),
    "reason_older_sensory": _reason("sensory", older=True),
    "reason_younger_learning": _reason("learning", older=False),
    "reason_younger_personal": _reason("personal care", older=False),
    "reason_younger_mental": _reason("mental health", older=False),
    "reason_younger_mobility": _reason("mobility", older=False),
    "reason_younger_social": _reason("isolation", older=False),
    "reason_younger_memory": _reason("memory", older=False),
    "setting_older_nursing": _in_home("Registered nursing home", older=True),
    "setting_older_residential": _in_home("Registered care home", older=True),
    "setting_older_payment": _paid("all", older=True),
    "setting_older_part": _paid("part", older=True),
    "setting_older_council": _paid("none", older=True),
    "setting_younger_nursing": _in_home("Registered nursing home", older=False),
    "setting_younger_residential": _in_home("Registered care home", older=False),
    "setting_younger_payment": _paid("all", older=False),
    "setting_younger_part": _paid("part", older=False),
    "setting_younger_council": _paid("none", older=False),
    "learning_with_family": _learning_with_family,
    "route_hospital": _of_requests(lambda _, row: row.route == "hospital-discharge"),
    "requests_repeated": _repeated,
    "requests_long_term": _led_to_support,
    "assessed_in_25_days": lambda county: wilson(sum(days <= 25 for days in county.waits), len(county.waits)),
    "assessed_after_180_days": lambda county: wilson(sum(days > 180 for days in county.waits), len(county.waits)),
    "waiting_for_assessment": _waiting_for_assessment,
    "waiting_six_months": _waiting_long,
    "reviewed_in_year": _reviewed,
    "carer_named": _carer_named,
    "carers_women": _carers_women,
    "ethnicity_missing": _ethnicity_missing,
    "ethnicity_white": _recorded_as("White"),
    "ethnicity_asian": _recorded_as("Asian"),
    "ethnicity_black": _recorded_as("Black"),
    "concerns_enquired": _of_concerns(lambda _, row: row.decision == "section-42"),
    "concerns_women": _of_concerns(lambda county, row: row.person_id in county.women),
    "concerns_neglect": _of_concerns(lambda _, row: "neglect-omission" in (row.categories or [])),
    "caseload_social_worker": _caseload("social_worker"),
    "caseload_occupational_therapist": _caseload("occupational_therapist"),
}
"""What is counted for each figure of published.yaml, by its key."""
