"""What a plan costs a week, with the working of every line: pure, in whole pence, from dated rates.

The rule, which the screen says too: minutes are added up over the week, turned into hours, times the rate an hour. The
lines are added up as they are and rounded once, half a penny up; a year is that amount times 52. Unpaid care is time.
Source: Care Act 2014 ss 25, 26; the rates are looked up by the day on which the plan starts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from casework.records.rates import NoRate, Rate, Rates

VISITS = "home-care"
"""The service that the calls of a timetable are, unless the plan says another."""
WEEKS_A_YEAR = 52
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@dataclass(frozen=True)
class Call:
    """One call of the week: its minutes by day, when it begins ("07:30" or ""), and how many carers come."""

    name: str
    at: str
    carers: int
    minutes: Mapping[str, int]
    kept_because: str

    @property
    def total(self) -> int:
        """Minutes a week of one carer."""
        return sum(self.minutes.values())

    @property
    def paid(self) -> int:
        """Minutes a week that are paid for: those of every carer."""
        return self.total * self.carers


@dataclass(frozen=True)
class CostLine:
    """One service of a plan. pence: a week, rounded for showing; None where there is no rate, and `words` says so."""

    service: str
    words: str
    pence: int | None
    exact: Fraction
    rate_pence: int | None
    needs: tuple[str, ...]
    is_from_timetable: bool
    days: tuple[str, ...]
    starts_at: str
    ends_at: str


@dataclass(frozen=True)
class Overlap:
    """A call that falls while the person is out at a service. saves_pence: what leaving it out would save a week."""

    call: str
    at: str
    day: str
    minutes: int
    service: str
    starts_at: str
    ends_at: str
    saves_pence: int | None
    kept_because: str

    @property
    def day_name(self) -> str:
        return DAYS[self.day]


@dataclass(frozen=True)
class Costing:
    """A plan's week added up.

    gross_pence: None while nothing is bought, and when a rate is missing. missing: in words, each service and day for
    which no rate holds. rates_used: the rows it was worked out with, as JSON, to work it out again from.
    """

    calls: tuple[Call, ...]
    lines: tuple[CostLine, ...]
    overlaps: tuple[Overlap, ...]
    missing: tuple[str, ...]
    unpaid_minutes: int
    gross_pence: int | None
    rates_used: tuple[dict[str, Any], ...]
    on: date

    @property
    def minutes(self) -> int:
        """Minutes a week of all calls, of one carer each."""
        return sum(call.total for call in self.calls)

    @property
    def paid_minutes(self) -> int:
        """Minutes a week of all calls, of every carer."""
        return sum(call.paid for call in self.calls)

    def minutes_on(self, day: str) -> int:
        return sum(call.minutes.get(day, 0) for call in self.calls)

    @property
    def year_pence(self) -> int | None:
        return None if self.gross_pence is None else self.gross_pence * WEEKS_A_YEAR

    @property
    def unsettled(self) -> tuple[Overlap, ...]:
        """Overlaps that are neither taken out nor explained."""
        return tuple(overlap for overlap in self.overlaps if not overlap.kept_because)

    def over(self, indicative_pence: int | None) -> int | None:
        """Pence a week above an indicative budget, negative below it; None while either is unknown."""
        if self.gross_pence is None or indicative_pence is None:
            return None
        return self.gross_pence - indicative_pence


def cost_of(
    timetable: Mapping[str, Any] | None,
    services: Sequence[Mapping[str, Any]] | None,
    needs: Sequence[Mapping[str, Any]] | None,
    rates: Rates,
    on: date,
    *,
    visits: str = VISITS,
) -> Costing:
    """What a plan costs a week, and what in its week does not go together.

    timetable, services, needs: in the shapes of `casework.facts.FactType`; what cannot be read counts for nothing.
    on: the day the plan starts. visits: the service that the calls are. Where the timetable has minutes they are its
    hours, whatever a line of services says.
    """
    calls = calls_of(timetable)
    rows: dict[str, Rate] = {}
    missing: list[str] = []
    paid = sum(call.paid for call in calls)
    lines: list[CostLine] = []
    bought = [line for line in services or [] if isinstance(line, Mapping) and line.get("service")]
    of_visits = [line for line in bought if line["service"] == visits]
    if paid:
        needed = tuple(dict.fromkeys(need for line in of_visits for need in line.get("needs") or []))
        rate = _rate(rates, visits, _first_rate(of_visits), on, rows, missing)
        lines.append(_line(visits, Fraction(paid, 60), "hour", rate, {"needs": needed}, minutes=paid))
        bought = [line for line in bought if line["service"] != visits]
    for line in bought:
        service = str(line["service"])
        rate = _rate(rates, service, line.get("rate_pence"), on, rows, missing)
        lines.append(_line(service, _number(line.get("units")), str(line.get("unit") or ""), rate, line))
    total = sum((line.exact for line in lines), Fraction(0))
    return Costing(
        calls=calls,
        lines=tuple(lines),
        overlaps=tuple(_overlaps(calls, lines, visits)),
        missing=tuple(dict.fromkeys(missing)),
        unpaid_minutes=sum(_whole(need.get("unpaid_minutes")) for need in needs or [] if isinstance(need, Mapping)),
        gross_pence=None if missing or not lines else half_up(total),
        rates_used=tuple(row.as_row() for row in rows.values()),
        on=on,
    )


def calls_of(timetable: Mapping[str, Any] | None) -> tuple[Call, ...]:
    """The calls of a timetable that have minutes or a name, in order."""
    if not isinstance(timetable, Mapping):
        return ()
    named = [(str(name), days) for name, days in timetable.items() if isinstance(days, Mapping)]
    return tuple(
        Call(
            name=name,
            at=str(days.get("at") or ""),
            carers=max(1, _whole(days.get("carers"))),
            minutes={day: _whole(days[day]) for day in DAYS if _whole(days.get(day))},
            kept_because=str(days.get("because") or "").strip(),
        )
        for name, days in named
    )


def half_up(pence: Fraction) -> int:
    """Whole pence, half a penny up."""
    return int((2 * pence + 1) // 2)


def pounds(pence: int) -> str:
    return f"£{pence / 100:,.2f}"


def time_words(minutes: int) -> str:
    """ "5 h 30 min", "45 min": unpaid care is written as time."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part) or "0 min"


def number_words(number: Fraction) -> str:
    """ "11.25", "4", "0.83": at most two decimals."""
    return f"{round(float(number), 2):g}"


def _first_rate(lines: Iterable[Mapping[str, Any]]) -> Any:
    return next((line["rate_pence"] for line in lines if line.get("rate_pence") is not None), None)


def _rate(rates: Rates, service: str, typed: Any, on: date, rows: dict[str, Rate], missing: list[str]) -> int | None:
    """Pence for one unit on the day: of the rates where they name the service, or else as it was typed."""
    if not any((row.code, row.qualifier) == ("service", service) for row in rates.rows):
        if isinstance(typed, int) and not isinstance(typed, bool):
            return typed
        missing.append(f"There is no rate for {service.replace('-', ' ')}. Enter one with the service")
        return None
    try:
        rows[service] = rates.find("service", service, on)
    except NoRate as error:
        missing.append(error.message.replace("service ", "", 1))
        return None
    return rows[service].amount_pence


def _line(
    service: str, units: Fraction, unit: str, rate: int | None, typed: Mapping[str, Any], *, minutes: int | None = None
) -> CostLine:
    counted = f"{number_words(units)} {unit}{'s' if unit and units != 1 else ''}".strip()
    if minutes is not None:
        counted = f"{minutes} min = {number_words(units)} h"
    exact = units * rate if rate is not None else Fraction(0)
    return CostLine(
        service=service,
        words=f"{counted} × {pounds(rate)}" if rate is not None else f"{counted}: no rate",
        pence=None if rate is None else half_up(exact),
        exact=exact,
        rate_pence=rate,
        needs=tuple(typed.get("needs") or ()),
        is_from_timetable=minutes is not None,
        days=tuple(day for day in DAYS if day in (typed.get("days") or ())),
        starts_at=str(typed.get("starts_at") or ""),
        ends_at=str(typed.get("ends_at") or ""),
    )


def _overlaps(calls: Sequence[Call], lines: Sequence[CostLine], visits: str) -> Iterable[Overlap]:
    rate = next((line.rate_pence for line in lines if line.is_from_timetable), None)
    for line in lines:
        begins, ends = _clock(line.starts_at), _clock(line.ends_at)
        if line.service == visits or begins is None or ends is None:
            continue
        for call in calls:
            at = _clock(call.at)
            for day, minutes in call.minutes.items():
                if at is not None and day in line.days and at < ends and at + minutes > begins:
                    yield Overlap(
                        call=call.name,
                        at=call.at,
                        day=day,
                        minutes=minutes,
                        service=line.service,
                        starts_at=line.starts_at,
                        ends_at=line.ends_at,
                        saves_pence=None if rate is None else half_up(Fraction(minutes * call.carers * rate, 60)),
                        kept_because=call.kept_because,
                    )


def _clock(text: str) -> int | None:
    """Minutes since midnight of "12:30"; None where it is not a time."""
    hours, colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes) if colon and hours.isdecimal() and minutes.isdecimal() else None


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _number(value: Any) -> Fraction:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
        return Fraction(str(value))
    return Fraction(0)
