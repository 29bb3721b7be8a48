"""One person of the county while their record is written: who they are, what is known, and who works with them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from casework.records.vocabulary import OutcomeCode, StepKind
from casework.synthetic import factories
from casework.synthetic.client_level import client_level_facts
from casework.synthetic.dice import Dice
from casework.synthetic.factories import ROLE_FOR
from casework.synthetic.identities import Who
from casework.synthetic.organisations import organisation_id
from casework.synthetic.prose import Pools, Voice
from casework.synthetic.rows import Rows
from casework.synthetic.safe_identifiers import landline, mobile
from casework.synthetic.staff import Colleague, Staff

REASON_LISTS = {
    "concern": "concerns",
    "strength": "strengths",
    "want": "wants",
    "risk": "risks",
    "helped": "helped",
    "said": "said",
    "trigger": "triggers",
}
WORD_LISTS = {
    "weekday": "weekdays",
    "month": "months",
    "hobby": "hobbies",
    "preferred_time": "preferred_times",
    "carer_answer": "carer_answers",
    "mood_carer": "carer_moods",
    "review_end": "review_ends",
    "support": "supports",
}


class Life:
    """One person, and what the council has done with them so far."""

    def __init__(
        self, who: Who, dice: Dice, *, pools: Pools, staff: Staff, rows: Rows, story_date: date, home: str = "home"
    ) -> None:
        """home: home, care-home or nursing-home."""
        self.who = who
        self.id = who.id
        self.dice = dice
        self.pools = pools
        self.staff = staff
        self.rows = rows
        self.today = story_date
        self.setting = home
        self.died_on: date | None = None
        self.team: str | None = None
        self.worker: Colleague | None = None
        self.carer: dict[str, Any] | None = None
        self.told: set[int] = set()
        self.has_evening_call = False
        self.contribution_pence: int | None = None
        self.pays_full_cost = False
        self.first_day, self.last_day = story_date, date.min
        self.is_open = False
        self._voice: Voice | None = None
        reason = pools.prose["reasons"][who.reason]
        self.outcomes = self._draw_outcomes(reason["outcomes"])
        self.words = self._draw_words(reason)
        self.lists = {
            **pools.prose["phrases"],
            **{one: reason[many] for one, many in REASON_LISTS.items()},
            **{one: pools.prose["words"][many] for one, many in WORD_LISTS.items()},
            "group": pools.places["groups"],
            "ward": pools.places["wards"],
        }

    def write_person(self, number: str, **columns: Any) -> None:
        """The person's own row."""
        who, dice = self.who, self.dice
        given = {
            "number": number,
            "first_name": who.first_name,
            "last_name": who.last_name,
            "preferred_name": who.preferred_name,
            "born_on": who.born_on,
            "died_on": self.died_on,
            "gender": "Female" if who.is_woman else "Male",
            "pronouns": "they/them" if who.says_they else "she/her" if who.is_woman else "he/him",
            "nhs_number": who.nhs_number,
            "ethnicity": who.ethnicity,
            "primary_support_reason": self.pools.prose["reasons"][who.reason]["label"],
            "accommodation_status": who.home,
            "address": who.address,
            "postcode": who.postcode,
            "phone": who.phone,
            "communication": dice.one_of(self.pools.prose["communication"]) if dice.chance(0.18) else None,
            "practice_id": organisation_id(who.practice) if dice.chance(0.94) else None,
            **client_level_facts(who, dice, self.setting, self.words["condition"]),
        }
        self.rows.add(factories.PersonFactory, self.id, **{**given, **columns})

    # --- who works with them ---------------------------------------------------------------------

    def allocate(self, worker: Colleague, since: date, until: date | None = None) -> None:
        """Worker and person work together since a day, until another, or until the worker left."""
        ended = until or (worker.left_on if worker.left_on and worker.left_on <= self.today else None)
        self.staff.takes_on(worker)
        self.touch(since)
        self.rows.add(
            factories.InvolvementFactory,
            self.id,
            "involvement",
            person_id=self.id,
            worker_id=worker.id,
            role=worker.role.replace("_", " ").capitalize(),
            is_allocated=ended is None,
            started_on=max(since, worker.joined_on or since),
            ended_on=ended,
        )

    def write_team(self) -> None:
        """The team that has worked with them, from the first thing that was written to the last, or still."""
        if self.last_day == date.min:
            return
        team = self.staff.teams[self.team or next(iter(self.staff.teams))]
        self.rows.add(
            factories.InvolvementFactory,
            self.id,
            "involvement",
            person_id=self.id,
            name=team,
            role="Team",
            started_on=self.first_day,
            ended_on=None if self.is_open else self.last_day,
        )

    def touch(self, *days: date) -> None:
        """Something was done for the person on these days."""
        self.first_day = min(self.first_day, *days)
        self.last_day = max(self.last_day, *days)

    def who_did(self, kind: StepKind, day: date, until: date | None = None) -> Colleague:
        """Whoever did a step of a kind from a day until another. The same worker goes on as long as she is there."""
        role = ROLE_FOR[kind]
        if role == "social_worker":
            if self.worker is None or not self.worker.was_there(day, until):
                self.worker = self.staff.pick(self.dice, role, day, self.team, until)
            return self.worker
        return self.staff.pick(self.dice, role, day, self.team, until)

    # --- words and days --------------------------------------------------------------------------

    def voice(self) -> Voice:
        if self._voice is None:
            self._voice = Voice(self.dice, self.words, self.lists)
        return self._voice

    def add_words(self, **words: str) -> None:
        """More words that are this person's own; what could not be said before may be sayable now."""
        self.words |= words
        self._voice = None

    def day(self, offset: int) -> date:
        """A working day near the story date plus `offset` days: a weekend moves back to its Friday."""
        return self.weekday(self.today + timedelta(days=offset))

    @staticmethod
    def weekday(day: date) -> date:
        return day - timedelta(days=max(0, day.weekday() - 4))

    @staticmethod
    def next_weekday(day: date) -> date:
        """The day itself, or the Monday after a weekend."""
        return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)

    def day_between(self, first: date, last: date) -> date:
        """A working day between two, which need not be working days themselves."""
        day = self.weekday(first + timedelta(days=self.dice.between(0, max(0, (last - first).days))))
        return day if day >= first else first

    def phone(self) -> str:
        return mobile(self.dice.rng) if self.dice.chance(0.6) else landline(self.dice.rng)

    def _draw_words(self, reason: Mapping[str, Any]) -> dict[str, str]:
        who, dice, places, words = self.who, self.dice, self.pools.places, self.pools.prose["words"]
        name = who.called
        # Sentences are written for one person; for somebody who is "they", the name takes the pronoun's place.
        they, them, their = ("she", "her", "her") if who.is_woman else ("he", "him", "his")
        if who.says_they:
            they, them, their = name, name, f"{name}'s"
        themself = name if who.says_they else "herself" if who.is_woman else "himself"
        grammar = {"they": they, "them": them, "their": their, "themself": themself}
        grammar |= {"is": "is", "was": "was", "has": "has"}
        condition: str = dice.one_of(reason["conditions"])
        return {
            **grammar,
            "name": name,
            "age": str(who.age),
            "street": who.house,
            "town": who.town,
            "condition": condition.replace("{their}", their),
            "gp": who.practice,
            "hospital": dice.one_of(places["hospitals"]),
            "provider": who.house.split(",")[0] if self.setting != "home" else dice.one_of(places["providers"]),
            "day_centre": dice.one_of(places["day_centres"]),
            "job": dice.one_of(words["jobs"]),
            "year": str(self.today.year - dice.between(1, 6)),
            "caseload": str(dice.between(15, 24)),
            "household": self._household(dice),
            "contact": "a neighbour",
            "carer_or_friend": "a friend",
        }

    def _household(self, dice: Dice) -> str:
        if self.setting != "home":
            return f"at {self.who.house.split(',')[0]}"
        shared = {"Supported accommodation": "with two others and staff", "Shared Lives": "with a Shared Lives family"}
        shared["Settled with family or friends"] = "with family"
        return shared.get(self.who.home, "alone" if dice.chance(0.8) else "with a lodger")

    def _draw_outcomes(self, usual: list[str]) -> list[str]:
        count = self.dice.between(2, min(5, len(usual)))
        likeliest = usual[: count + 1]
        drawn = self.dice.some(likeliest, count)
        return [code.value for code in OutcomeCode if code.value in drawn]
