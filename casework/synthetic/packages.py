"""What a plan of the county buys in a week: calls, services, and who pays what, in pence."""

from dataclasses import dataclass, field
from typing import Any

from casework.synthetic.dice import Dice
from casework.synthetic.factories import weekly_cost_pence

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = DAYS[:5]

RATES: dict[str, tuple[str, int]] = {
    "home-care": ("hour", 2450),
    "day-centre": ("day", 6200),
    "telecare": ("week", 640),
    "meals": ("meal", 720),
    "shopping": ("hour", 1980),
    "personal-assistant": ("hour", 1580),
    "sitting": ("hour", 2210),
    "transport": ("trip", 950),
    "activity": ("session", 1850),
    "equipment": ("week", 0),
    "care-home": ("week", 89500),
    "nursing-home": ("week", 108000),
}
"""Unit and pence a unit. All invented."""

USUAL: dict[str, dict[str, float]] = {
    "personal": {"home-care": 0.85, "telecare": 0.5, "day-centre": 0.15, "meals": 0.15, "equipment": 0.5},
    "memory": {"home-care": 0.75, "telecare": 0.7, "day-centre": 0.45, "sitting": 0.25, "transport": 0.25},
    "mobility": {"equipment": 0.9, "shopping": 0.6, "telecare": 0.4, "home-care": 0.3, "transport": 0.3},
    "learning": {"personal-assistant": 0.6, "activity": 0.6, "day-centre": 0.4, "transport": 0.3},
    "mental": {"personal-assistant": 0.7, "activity": 0.4, "shopping": 0.3},
    "sensory": {"equipment": 0.8, "shopping": 0.6, "transport": 0.5, "home-care": 0.2},
    "social": {"activity": 0.8, "transport": 0.5, "meals": 0.3},
    "substance": {"shopping": 0.7, "home-care": 0.4, "activity": 0.3},
    "carer": {"sitting": 0.8, "activity": 0.4},
}
"""How often a plan for each reason has each service."""

MEETS: dict[str, tuple[str, ...]] = {
    "home-care": ("personal-hygiene", "clothing", "toilet-needs", "nutrition"),
    "day-centre": ("relationships", "community-facilities", "nutrition"),
    "telecare": ("home-safety",),
    "meals": ("nutrition",),
    "shopping": ("home-environment", "nutrition"),
    "personal-assistant": ("community-facilities", "work-education", "home-environment", "relationships"),
    "sitting": ("relationships", "community-facilities"),
    "transport": ("community-facilities",),
    "activity": ("relationships", "community-facilities", "work-education"),
    "equipment": ("home-safety", "personal-hygiene"),
    "care-home": ("personal-hygiene", "nutrition", "home-safety", "toilet-needs", "clothing"),
    "nursing-home": ("personal-hygiene", "nutrition", "home-safety", "toilet-needs", "clothing"),
}
"""The outcomes a service can help somebody reach."""


@dataclass
class Line:
    """One line of bought care: units a week at a rate in pence."""

    service: str
    units: float
    needs: list[str]
    days: list[str] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return RATES[self.service][0]

    @property
    def rate_pence(self) -> int:
        return RATES[self.service][1]

    @property
    def weekly_pence(self) -> int:
        return weekly_cost_pence(self.units, self.rate_pence)


def draw_package(
    dice: Dice, reason: str, needs: list[str], setting: str, *, evening: bool = False
) -> tuple[list[Line], dict[str, dict[str, int]] | None]:
    """Lines of care for the needs, and the minutes of each call on each day where there are calls.

    setting: home, care-home or nursing-home. evening: with home care, and a call in the evening.
    """
    if setting != "home":
        return [Line(setting, 1.0, [need for need in needs if need in MEETS[setting]] or needs[:1])], None
    usual = USUAL[reason]
    drawn = [service for service, share in usual.items() if dice.chance(share) or (evening and service == "home-care")]
    lines: list[Line] = []
    timetable = None
    for service in drawn or [next(iter(usual))]:
        met = [need for need in needs if need in MEETS[service]] or needs[:1]
        if service == "home-care":
            timetable = draw_timetable(dice, evening=evening)
            minutes = sum(sum(call.values()) for call in timetable.values())
            days = [day for day in DAYS if any(call[day] for call in timetable.values())]
            lines.append(Line(service, round(minutes / 60, 2), met, days))
        else:
            days = draw_days(dice, service)
            lines.append(Line(service, _units(dice, service, len(days)), met, days))
    return lines, timetable


def draw_timetable(dice: Dice, *, evening: bool = False) -> dict[str, dict[str, int]]:
    """Minutes of each call on each day: {"morning": {"mon": 45, …}, …}."""
    calls = {"morning": dice.one_of([30, 30, 45, 45, 60])}
    if dice.chance(0.5):
        calls["lunch"] = dice.one_of([30, 30, 15])
    if evening or dice.chance(0.5):
        calls["evening"] = dice.one_of([30, 30, 15])
    weekdays_only = dice.chance(0.3)
    return {
        call: {
            day: 0 if day not in WEEKDAYS and (weekdays_only or (call == "lunch" and dice.chance(0.3))) else minutes
            for day in DAYS
        }
        for call, minutes in calls.items()
    }


def draw_days(dice: Dice, service: str) -> list[str]:
    """Which days of the week a service comes, in order; none for what is there all week."""
    count = {"day-centre": 2, "activity": 2, "shopping": 1, "sitting": 1, "personal-assistant": 3, "transport": 1}
    if service == "meals":
        return list(WEEKDAYS)
    drawn = dice.some(WEEKDAYS, dice.between(1, count[service])) if service in count else []
    return [day for day in DAYS if day in drawn]


def _units(dice: Dice, service: str, days: int) -> float:
    if service == "personal-assistant":
        return float(days * dice.one_of([2, 3, 3, 4, 5, 6]))
    if service in ("shopping", "sitting"):
        return days * dice.one_of([1.5, 2.0, 3.0])
    if service == "transport":
        return float(2 * days)
    return float(days) if days else 1.0


def draw_budget(dice: Dice, lines: list[Line], setting: str) -> dict[str, Any]:
    """A weekly budget in pence: gross is what the person pays and what the council pays together.

    What the person pays is None, and so is the council's part, until finances have been assessed.
    """
    gross = sum(line.weekly_pence for line in lines)
    indicative = max(2500, (gross * dice.between(85, 115) // 100) // 500 * 500)
    person: int | None = None
    if dice.chance(0.85):
        pays_all, pays_nothing = dice.chance(0.06), dice.chance(0.35)
        usual = dice.between(1800, 9800) if setting == "home" else dice.between(18000, 31000)
        person = gross if pays_all else 0 if pays_nothing else min(gross, usual)
    return {
        "gross_pence": gross,
        "indicative_pence": indicative,
        "person_pence": person,
        "council_pence": None if person is None else gross - person,
    }
