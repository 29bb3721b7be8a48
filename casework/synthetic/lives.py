"""One person of the county: who they are, who is around them, what is known and what has been written down."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from casework.records.vocabulary import ContactKind, OutcomeCode, StepKind, WarningKind
from casework.synthetic import factories
from casework.synthetic.dice import Dice
from casework.synthetic.factories import ROLE_FOR, moment
from casework.synthetic.identities import Who, draw_name
from casework.synthetic.prose import Pools, Voice
from casework.synthetic.rows import Rows
from casework.synthetic.safe_identifiers import landline, mobile, postcode
from casework.synthetic.staff import Colleague, Staff

CARERS_OF_WOMEN = {"Husband": 34, "Daughter": 42, "Son": 12, "Sister": 6, "Friend": 6}
CARERS_OF_MEN = {"Wife": 62, "Daughter": 20, "Son": 8, "Brother": 3, "Friend": 7}
CARERS_OF_YOUNGER = {"Mother": 50, "Father": 15, "Partner": 14, "Sister": 10, "Brother": 6, "Friend": 5}
OTHERS = {"Daughter": 20, "Son": 20, "Sister": 15, "Brother": 12, "Niece": 8, "Neighbour": 15, "Friend": 10}
WOMEN = ("Wife", "Daughter", "Sister", "Mother", "Niece")
MEN = ("Husband", "Son", "Brother", "Father")
YEARS_YOUNGER = {"Daughter": 27, "Son": 28, "Niece": 30, "Mother": -27, "Father": -29}


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
        self.team: str | None = None
        self.worker: Colleague | None = None
        self.carer: dict[str, Any] | None = None
        self.told: set[int] = set()
        self.has_evening_call = False
        self._voice: Voice | None = None
        reason = pools.prose["reasons"][who.reason]
        self.outcomes = self._draw_outcomes(reason["outcomes"])
        self.words = self._draw_words(reason)
        self.lists = {
            **pools.prose["phrases"],
            **{
                one: reason[many]
                for one, many in {
                    "concern": "concerns",
                    "strength": "strengths",
                    "want": "wants",
                    "risk": "risks",
                    "helped": "helped",
                    "said": "said",
                    "trigger": "triggers",
                }.items()
            },
            **{
                one: pools.prose["words"][many]
                for one, many in {
                    "weekday": "weekdays",
                    "month": "months",
                    "hobby": "hobbies",
                    "preferred_time": "preferred_times",
                    "carer_answer": "carer_answers",
                    "mood_carer": "carer_moods",
                    "review_end": "review_ends",
                    "support": "supports",
                }.items()
            },
            "group": pools.places["groups"],
            "ward": pools.places["wards"],
        }

    # --- who they are ----------------------------------------------------------------------------

    def write_person(self, number: str, **columns: Any) -> None:
        """The person's own row."""
        who = self.who
        given = {
            "number": number,
            "first_name": who.first_name,
            "last_name": who.last_name,
            "preferred_name": who.preferred_name,
            "born_on": who.born_on,
            "gender": "Female" if who.is_woman else "Male",
            "pronouns": "they/them" if who.says_they else "she/her" if who.is_woman else "he/him",
            "nhs_number": who.nhs_number,
            "ethnicity": who.ethnicity,
            "primary_support_reason": self.pools.prose["reasons"][who.reason]["label"],
            "accommodation_status": who.home,
            "address": who.address,
            "postcode": who.postcode,
            "phone": who.phone,
            "communication": self.dice.one_of(self.pools.prose["communication"]) if self.dice.chance(0.18) else None,
        }
        self.rows.add(factories.PersonFactory, self.id, **{**given, **columns})

    def write_people_around(self, *, carer_share: float) -> None:
        """Those around them: a carer as often as `carer_share`, and perhaps others. Sets the carer."""
        if self.dice.chance(carer_share):
            kinds = CARERS_OF_WOMEN if self.who.is_woman else CARERS_OF_MEN
            if self.who.age < 50:
                kinds = CARERS_OF_YOUNGER
            self._write_carer(self.dice.weighted(kinds))
        if self.dice.chance(0.45):
            kind = self.dice.weighted(OTHERS)
            first, last = self._relative_name(kind)
            note = None
            if self.dice.chance(0.03):
                note = "Died in the spring; still given as next of kin on the referral"
            elif self.dice.chance(0.2):
                note = "Next of kin"
            self.rows.add(
                factories.RelationshipFactory,
                self.id,
                "relationship",
                person_id=self.id,
                position=1,
                name=f"{first} {last}",
                kind=kind,
                phone=self._phone() if self.dice.chance(0.7) else None,
                note=note,
            )

    def write_details(self, count: int) -> None:
        """Key facts, some of them old, some contradicted."""
        voice = self.voice()
        known = [detail for detail in self.pools.prose["details"] if detail.get("at", self.setting) == self.setting]
        for position, detail in enumerate(self.dice.some(known, count)):
            self.write_detail(position, detail["label"], voice.say(self.dice.one_of(detail["values"])))
        if self.dice.chance(0.5):
            self.write_detail(count, "GP practice", self.words["gp"])
        for label, values in (("Language", "languages"), ("Religion", "religions")):
            if self.dice.chance(0.1 * count):
                self.write_detail(count + 1, label, self.dice.one_of(self.pools.prose[values][self.who.heritage]))
        if self.dice.chance(0.08):
            self.write_old_address()

    def write_detail(
        self, position: int, label: str, value: str, source: str | None = None, differs: str | None = None
    ) -> None:
        """One key fact, from the source given or a likely one."""
        self.rows.add(
            factories.PersonDetailFactory,
            self.id,
            "detail",
            person_id=self.id,
            position=position,
            label=label,
            value=value,
            source=source or self.dice.one_of(["Person", "Person", "Family", "GP summary", "Hospital letter"]),
            confirmed_on=self.day(-self.dice.between(3, 900)) if self.dice.chance(0.8) else None,
            differs=differs,
        )

    def write_old_address(self) -> None:
        """Where they lived before, kept because letters still go there."""
        street = self.dice.one_of(self.pools.places["streets"])
        old = f"{self.dice.between(1, 90)} {street} Road, {self.dice.one_of(self.pools.places['towns'])}"
        self.write_detail(
            9, "Previous address", f"{old}, {postcode(self.dice.rng)}", differs="Hospital letters still go to this one"
        )

    def write_warning(self) -> None:
        warning = self.dice.one_of(self.pools.prose["warnings"])
        added = self.day(-self.dice.between(40, 900))
        self.rows.add(
            factories.WarningFactory,
            self.id,
            "warning",
            person_id=self.id,
            added_by_id=self.staff.pick(self.dice, "social_worker", added, self.team).id,
            kind=WarningKind(warning["kind"]),
            title=warning["title"],
            text=self.voice().say(warning["text"]),
            added_on=added,
            review_on=added + timedelta(days=182),
            ended_on=added + timedelta(days=150) if self.dice.chance(0.15) and self.day(-160) > added else None,
            shared_with_person=self.dice.one_of(["Yes", "Yes", "No: would cause distress, to look at again", None]),
        )

    def write_involved(self, others: int) -> None:
        """Professionals of other services."""
        phones = [self._phone() for _ in range(others)]
        for role, phone in zip(self.dice.some(self.pools.prose["involved"], others), phones, strict=True):
            name = " ".join(draw_name(self.dice, self.pools, date(1979, 6, 1), self.dice.chance(0.6), "british"))
            self.rows.add(
                factories.InvolvementFactory,
                self.id,
                "involvement",
                person_id=self.id,
                name=f"Dr {name}" if role == "GP" else name,
                role=role,
                phone=phone if self.dice.chance(0.5) else None,
                started_on=self.day(-self.dice.between(60, 1500)),
            )

    def allocate(self, worker: Colleague, since: date, until: date | None = None) -> None:
        """Worker and person work together since a day, until another, or until the worker left."""
        ended = until or (worker.left_on if worker.left_on and worker.left_on <= self.today else None)
        self.rows.add(
            factories.InvolvementFactory,
            self.id,
            "involvement",
            person_id=self.id,
            worker_id=worker.id,
            role=worker.role.replace("_", " ").capitalize(),
            is_allocated=ended is None,
            started_on=since,
            ended_on=ended,
        )

    # --- what happened ---------------------------------------------------------------------------

    def write_note(self, when: str, day: date, author: Colleague | None = None) -> None:
        """One case note of a kind that is written at that stage; none where all have been used."""
        voice = self.voice()
        usable = [
            (number, note)
            for number, note in enumerate(self.pools.prose["notes"])
            if note["when"] == when
            and number not in self.told
            and self.who.reason in note.get("for", [self.who.reason])
            and note.get("at", self.setting) == self.setting
            and voice.can_say(note["text"])
        ]
        if not usable:
            return
        number, note = self.dice.one_of(usable)
        if when != "review":
            self.told.add(number)
        kind = ContactKind(note["kind"])
        happened = self.weekday(min(day, self.today))
        if kind in (ContactKind.SUPERVISION, ContactKind.MANAGEMENT_DECISION):
            author = self.staff.pick(self.dice, "team_manager", happened, self.team)
        elif author is None or not author.was_there(happened):
            author = self._usual_author(happened)
        self.write_this_note(kind, happened, author, note["title"], voice.say(note["text"]))

    def write_this_note(self, kind: ContactKind, happened: date, author: Colleague, title: str, text: str) -> None:
        """A note as it stands: one in ten is written up days later."""
        recorded = min(self.today, happened + timedelta(days=self.dice.between(1, 9) if self.dice.chance(0.1) else 0))
        seen = None
        if kind is ContactKind.HOME_VISIT:
            with_carer = self.carer is not None and self.dice.chance(0.4)
            seen = f"Seen, with {self.words['carer']}" if with_carer else "Seen alone"
        self.rows.add(
            factories.CaseNoteFactory,
            self.id,
            "note",
            person_id=self.id,
            author_id=author.id,
            kind=kind,
            happened_on=happened,
            recorded_on=recorded,
            recorded_at=moment(recorded, self.dice.between(9, 16), self.dice.between(0, 59)),
            title=title,
            text=text,
            is_significant=self.dice.chance(0.12),
            seen=seen,
        )

    def write_events(self, count: int) -> None:
        """Events of the last two years for the chronology."""
        events = [*self.pools.prose["events"]["any"], *(self.pools.prose["events"]["carer"] if self.carer else [])]
        days = sorted(self.dice.between(20, 730) for _ in range(count))
        for days_ago, event in zip(reversed(days), self.dice.some(events, count), strict=False):
            self.write_event(self.day(-days_ago), event)

    # --- how -------------------------------------------------------------------------------------

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

    def day_between(self, first: date, last: date) -> date:
        return self.weekday(first + timedelta(days=self.dice.between(0, max(0, (last - first).days))))

    def _phone(self) -> str:
        return mobile(self.dice.rng) if self.dice.chance(0.6) else landline(self.dice.rng)

    def _usual_author(self, day: date) -> Colleague:
        if self.worker and self.worker.was_there(day) and self.dice.chance(0.7):
            return self.worker
        role = "social_worker" if self.dice.chance(0.5) else self.dice.one_of(["duty_worker", "contact_officer"])
        return self.staff.pick(self.dice, role, day, self.team)

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
            "gp": dice.one_of(places["gps"]),
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

    def _relative_name(self, kind: str) -> tuple[str, str]:
        is_woman = kind in WOMEN or (kind not in MEN and self.dice.chance(0.5))
        born = self.who.born_on + timedelta(days=365 * YEARS_YOUNGER.get(kind, self.dice.between(-4, 4)))
        heritage = self.who.heritage
        first, last = draw_name(self.dice, self.pools, born, is_woman, heritage)
        while first == self.who.first_name:
            first, last = draw_name(self.dice, self.pools, born, is_woman, heritage)
        shares = {"Husband": 0.95, "Wife": 0.95, "Son": 0.9, "Daughter": 0.5, "Mother": 0.8, "Father": 0.95}
        family = self.dice.chance({**shares, "Brother": 0.9, "Sister": 0.4}.get(kind, 0))
        known = self.pools.names["never_together"]
        return first, self.who.last_name if family and f"{first} {self.who.last_name}" not in known else last

    def _write_carer(self, kind: str) -> None:
        first, last = self._relative_name(kind)
        partner = kind in ("Husband", "Wife", "Partner")
        family_home = self.who.home == "Settled with family or friends"
        lives_with = self.setting == "home" and self.dice.chance(0.9 if partner or family_home else 0.15)
        words = self.pools.prose["words"]
        self.carer = {
            "name": f"{first} {last}",
            "hours": self.dice.between(4, 12) * (5 if lives_with else 2),
            "does": self.dice.one_of(words["carer_does"]),
        }
        self.add_words(
            carer=first,
            carer_kind=kind.lower(),
            carer_does=self.carer["does"],
            carer_hours=str(self.carer["hours"]),
            contact=first,
            carer_or_friend=first,
        )
        if lives_with:
            self.add_words(household=f"with {self.words['their']} {kind.lower()} {first}")
        self.rows.add(
            factories.RelationshipFactory,
            self.id,
            "relationship",
            person_id=self.id,
            name=f"{first} {last}",
            kind=kind,
            is_carer=True,
            lives_with=lives_with,
            phone=self._phone() if self.dice.chance(0.85) else None,
        )

    def write_event(self, day: date, event: Mapping[str, str]) -> None:
        voice = self.voice()
        late = self.dice.between(1, 12) if self.dice.chance(0.25) else 0
        self.rows.add(
            factories.ChronologyEntryFactory,
            self.id,
            "event",
            person_id=self.id,
            happened_on=day,
            recorded_on=min(self.today, day + timedelta(days=late)),
            event=voice.say(event["event"]),
            source=event["source"],
            impact=voice.say(event["impact"]) if self.dice.chance(0.8) else None,
        )

    def who_did(self, kind: StepKind, day: date) -> Colleague:
        role = ROLE_FOR[kind]
        if role == "social_worker":
            if self.worker is None or not self.worker.was_there(day):
                self.worker = self.staff.pick(self.dice, role, day, self.team)
            return self.worker
        return self.staff.pick(self.dice, role, day, self.team)
