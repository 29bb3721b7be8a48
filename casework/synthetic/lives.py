"""What has happened to one person of the county, written as rows: work, decisions, plans, notes, events."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.database import Base
from casework.records.vocabulary import Achieves, ContactKind, OutcomeCode, StepKind, StepStatus, WarningKind
from casework.synthetic import factories
from casework.synthetic.dice import Dice
from casework.synthetic.factories import ROLE_FOR, TITLE_FOR, RecordFactory, moment
from casework.synthetic.identities import Who, draw_name
from casework.synthetic.packages import draw_budget, draw_package
from casework.synthetic.prose import Pools, Voice
from casework.synthetic.safe_identifiers import landline, mobile, postcode
from casework.synthetic.staff import Colleague, Staff

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
    # Half within 25 days, one in twenty over half a year: what councils say about waiting for assessment.
    StepKind.ASSESSMENT: ((0, 2), (0.25, 11), (0.5, 25), (0.75, 56), (0.95, 180), (1, 340)),
    StepKind.DECISION: ((0, 1), (1, 7)),
    StepKind.FINANCIAL: ((0, 2), (1, 9)),
    StepKind.PLAN: ((0, 4), (0.8, 15), (1, 40)),
    StepKind.APPROVAL: ((0, 1), (1, 10)),
    StepKind.ARRANGEMENT: ((0, 2), (0.8, 12), (1, 35)),
    StepKind.SUPPORT: ((0, 7), (1, 30)),
}

CARERS_OF_WOMEN = {"Husband": 34, "Daughter": 42, "Son": 12, "Sister": 6, "Friend": 6}
CARERS_OF_MEN = {"Wife": 62, "Daughter": 20, "Son": 8, "Brother": 3, "Friend": 7}
CARERS_OF_YOUNGER = {"Mother": 50, "Father": 15, "Partner": 14, "Sister": 10, "Brother": 6, "Friend": 5}
OTHERS = {"Daughter": 20, "Son": 20, "Sister": 15, "Brother": 12, "Niece": 8, "Neighbour": 15, "Friend": 10}
WOMEN = ("Wife", "Daughter", "Sister", "Mother", "Niece")
MEN = ("Husband", "Son", "Brother", "Father")
YEARS_YOUNGER = {"Daughter": 27, "Son": 28, "Niece": 30, "Mother": -27, "Father": -29}

LIMBS = {"needs-assistance": 62, "takes-longer": 16, "endangers": 13, "pain-distress": 9}
WELLBEING = ("dignity", "health-emotional", "control", "participation", "relationships-family", "accommodation")


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


class Rows:
    """Rows of one sandbox, by table, in the order they were added."""

    def __init__(self, sandbox_id: str) -> None:
        self.sandbox_id = sandbox_id
        self.by_model: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._counts: dict[str, int] = defaultdict(int)

    def add(self, made_by: type[RecordFactory], owner: str, part: str = "", **columns: Any) -> str:
        """Add a row and give its id: that of its owner, or `owner-part-3` for the third part of it."""
        row_id = owner
        if part:
            self._counts[f"{owner}-{part}"] += 1
            row_id = f"{owner}-{part}-{self._counts[f'{owner}-{part}']}"
        self.by_model[made_by._meta.model].append(made_by.row(sandbox_id=self.sandbox_id, id=row_id, **columns))
        return row_id

    def of(self, made_by: type[RecordFactory]) -> list[dict[str, Any]]:
        return self.by_model[made_by._meta.model]


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

    # --- work ------------------------------------------------------------------------------------

    def write_open(self, step: Open) -> None:
        """A case that has got as far as an open step, with everything finished before it."""
        received = self.day(-step.received)
        if step.kind is StepKind.REVIEW:
            case_id = self._write_case("Review", received)
            self._write_open_step(case_id, step, position=0, from_step=None)
            return
        done = DONE_BEFORE[step.kind]
        ends_on = received - timedelta(days=14 if step.is_returned else 0)
        case_id, last = self._write_done(done, ends_on=ends_on, title="Assessment and support", last_by=step.sent_by)
        if step.is_returned:
            last = self._write_returned(case_id, step, len(done), last)
        self._write_open_step(case_id, step, position=len(done) + 2, from_step=last)

    def write_closed(self, *, decided: str | None, days_ago: int) -> None:
        """A case that came to an end: advice at the front door, or needs that were not eligible."""
        done = TO_DECISION if decided else TO_CARE[:2]
        ends_on = self.day(-days_ago)
        because = "Needs not eligible; advice given in writing" if decided else "Information and advice"
        self._write_done(done, ends_on=ends_on, title="Contact", closed_because=because, decision=decided)

    def write_support(
        self, *, review_due_in: int, years: int, ended_days_ago: int | None = None, died: bool = False
    ) -> date:
        """Long-term support with its plan and yearly reviews; gives the day the next review is due.

        review_due_in: days after the story date; below zero is overdue. years: how many yearly reviews
        have been held. ended_days_ago: support ended then, by death where `died`, and no review is due.
        """
        if years == 0 and review_due_in > 35:
            # A first review is due within weeks: one further off is a yearly one.
            years = 1
        due = self.today + timedelta(days=review_due_in)
        started = due - timedelta(days=365 * years + self.dice.between(42, 56))
        case_id, _ = self._write_done(TO_CARE, ends_on=started, title="Assessment and support")
        held = [due - timedelta(days=365 * n) for n in range(years, 0, -1)]
        for nth, planned in enumerate(held):
            # The first look is light and early; later ones come a little after a year.
            self._write_review_held(planned, is_first=nth == 0)
        if ended_days_ago is None:
            self.rows.add(
                factories.ReviewFactory,
                self.id,
                "review",
                case_id=case_id,
                person_id=self.id,
                due_on=due,
                how_to_ask="Ring the duty number on the letter, or ask any worker",
            )
            for _ in range(self.dice.between(2, 5)):
                self.write_note("support", self._day_between(max(started, self.day(-500)), self.day(-1)))
        else:
            self._end_support(case_id, self.day(-ended_days_ago), died=died)
        return due

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
        self._write_note_of(kind, happened, author, note["title"], voice.say(note["text"]))

    def _write_note_of(self, kind: ContactKind, happened: date, author: Colleague, title: str, text: str) -> None:
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
            self._write_event(self.day(-days_ago), event)

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

    def _day_between(self, first: date, last: date) -> date:
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
            "provider": dice.one_of(places["providers"]),
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

    def _write_event(self, day: date, event: Mapping[str, str]) -> None:
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

    def _write_case(self, title: str, opened: date, closed: date | None = None, because: str | None = None) -> str:
        return self.rows.add(
            factories.CaseFactory,
            self.id,
            "case",
            person_id=self.id,
            title=title,
            opened_on=opened,
            closed_on=closed,
            closed_because=because,
        )

    def _write_done(
        self,
        done: tuple[StepKind, ...],
        *,
        ends_on: date,
        title: str,
        closed_because: str | None = None,
        decision: str | None = None,
        last_by: Colleague | None = None,
    ) -> tuple[str, str | None]:
        """A case with its finished steps and what they recorded, ending on a day. Gives case and last step."""
        taken = [self.dice.along(DAYS_TAKEN[kind]) for kind in done]
        day = ends_on - timedelta(days=sum(taken))
        case_id = self._write_case(
            title, self.weekday(day), self.weekday(ends_on) if closed_because else None, closed_because
        )
        before: str | None = None
        plan_id: str | None = None
        for position, (kind, days) in enumerate(zip(done, taken, strict=True)):
            received, finished = self.weekday(day), self.weekday(day + timedelta(days=days))
            by = last_by if last_by and kind is done[-1] else self._who_did(kind, received)
            before = self._write_finished_step(case_id, kind, position, received, finished, by, before)
            if kind is StepKind.CONTACT:
                self._write_contact(case_id, received, bool(closed_because) and decision is None)
            elif kind is StepKind.ASSESSMENT:
                decided = StepKind.DECISION in done
                self._write_assessment(case_id, received, finished, by, (decision or "eligible") if decided else None)
            elif kind is StepKind.PLAN:
                plan_id = self._write_plan(case_id, finished, by, is_assessed=StepKind.FINANCIAL in done)
            elif kind is StepKind.APPROVAL:
                self._write_authorisation(case_id, finished, by, "agreed", None)
            elif kind is StepKind.ARRANGEMENT and plan_id:
                self._start_care(plan_id, finished)
            day += timedelta(days=days)
        return case_id, before

    def _who_did(self, kind: StepKind, day: date) -> Colleague:
        role = ROLE_FOR[kind]
        if role == "social_worker":
            if self.worker is None or not self.worker.was_there(day):
                self.worker = self.staff.pick(self.dice, role, day, self.team)
            return self.worker
        return self.staff.pick(self.dice, role, day, self.team)

    def _write_finished_step(
        self,
        case_id: str,
        kind: StepKind,
        position: int,
        received: date,
        finished: date,
        by: Colleague,
        before: str | None,
        title: str | None = None,
    ) -> str:
        return self.rows.add(
            factories.StepFactory,
            case_id,
            "step",
            case_id=case_id,
            person_id=self.id,
            position=position,
            kind=kind,
            title=title or TITLE_FOR[kind],
            role=ROLE_FOR[kind],
            status=StepStatus.FINISHED,
            worker_id=by.id,
            team_id=by.team,
            from_step_id=before,
            # Later steps of one day come later in it.
            received_at=moment(received, 9 + min(position, 8), self.dice.between(0, 59)),
            due_on=None,
            started_on=received,
            finished_on=finished,
            finished_by_id=by.id,
        )

    def _write_open_step(self, case_id: str, step: Open, *, position: int, from_step: str | None) -> None:
        received = self.day(-step.received)
        came_from = step.came_from
        if came_from is None and from_step:
            came_from = self._finished_by(from_step)
        if came_from is None and step.kind is StepKind.REVIEW:
            came_from = "Reviews due"
        self.rows.add(
            factories.StepFactory,
            case_id,
            "step",
            case_id=case_id,
            person_id=self.id,
            position=position,
            kind=step.kind,
            title=step.title or TITLE_FOR[step.kind],
            status=step.status,
            role=ROLE_FOR[step.kind],
            worker_id=step.worker.id if step.worker else None,
            team_id=step.team,
            came_from=came_from or self.voice().one("referrers"),
            from_step_id=from_step,
            note=step.note,
            is_returned=step.is_returned,
            received_at=moment(received, step.hour, step.minute),
            due_on=self._due(step),
            started_on=self.weekday(received + timedelta(days=min(step.received, 2)))
            if step.status is StepStatus.STARTED
            else None,
        )
        stage = {StepKind.REVIEW: "before-review", StepKind.PLAN: "plan", StepKind.ASSESSMENT: "assessment"}.get(
            step.kind
        )
        if stage and step.status is StepStatus.STARTED:
            for _ in range(self.dice.between(1, 2)):
                self.write_note(stage, self._day_between(received, self.today), step.worker)

    def _due(self, step: Open) -> date | None:
        if step.due is None:
            return None
        # A year after the last review may be a Sunday; what people set by hand is a working day.
        return self.today + timedelta(days=step.due) if step.kind is StepKind.REVIEW else self.day(step.due)

    def _finished_by(self, step_id: str) -> str:
        step = next(row for row in reversed(self.rows.of(factories.StepFactory)) if row["id"] == step_id)
        return self.staff.name_of(step["finished_by_id"])

    def _write_returned(self, case_id: str, step: Open, position: int, last: str | None) -> str:
        """A plan written and sent back: its own finished step, the approval, and the reason."""
        sent = self.day(-step.received)
        by = step.worker or self._who_did(StepKind.PLAN, sent)
        manager = self.staff.pick(self.dice, "team_manager", sent, step.team)
        written, handed_in = self.weekday(sent - timedelta(days=12)), self.weekday(sent - timedelta(days=4))
        wrote = self._write_finished_step(case_id, StepKind.PLAN, position, written, handed_in, by, last)
        self._write_plan(case_id, handed_in, by, is_assessed=True)
        self._write_authorisation(case_id, sent, manager, "sent-back", step.note)
        return self._write_finished_step(case_id, StepKind.APPROVAL, position + 1, handed_in, sent, manager, wrote)

    # --- what the work recorded ------------------------------------------------------------------

    def _write_contact(self, case_id: str, day: date, advice_only: bool) -> None:
        voice = self.voice()
        hospital = self.dice.chance(0.2)
        known = "yes" if self.carer else self.dice.one_of(["no", "not-known"])
        concern = self.dice.chance(0.05)
        self.rows.add(
            factories.ContactFactory,
            case_id,
            "contact",
            case_id=case_id,
            person_id=self.id,
            received_on=day,
            route="hospital-discharge" if hospital else "community",
            referrer=voice.say("{Ward} at {hospital}" if hospital else "{who_rang}"),
            own_words=voice.say("{said}."),
            consent=self.dice.weighted({"agreed": 88, "not-asked": 7, "best-interests": 5}),
            urgency=self.dice.weighted({"routine": 62, "soon": 30, "same-day": 8}),
            need_appears="no" if advice_only else "yes",
            need_reason=voice.say("{Concern}." if not advice_only else "Manages with {support_words}."),
            carer_known=known,
            safeguarding_concern="yes" if concern else "no",
            safeguarding_reason=voice.say("A visitor asks {them} for money. Talked over on duty.") if concern else None,
            what_matters=voice.say("{want}.") if self.dice.chance(0.6) else None,
            advice=voice.say("Told about {offered} and {group}.") if advice_only else None,
            priority=self.dice.weighted({"medium": 60, "low": 25, "high": 15}),
        )
        for _ in range(self.dice.between(1, 2)):
            self.write_note("arrival", day + timedelta(days=self.dice.between(0, 3)))
        if advice_only:
            self.write_note("advice", day + timedelta(days=self.dice.between(0, 2)))

    def _write_assessment(self, case_id: str, started: date, done: date, by: Colleague, decision: str | None) -> None:
        voice = self.voice()
        eligible = decision != "not-eligible"
        unable = self.outcomes if eligible else self.outcomes[:1]
        carers = []
        if self.carer:
            carers = [
                {
                    **self.carer,
                    "willing": self.dice.one_of(["yes", "yes", "partly"]),
                    "able": self.dice.one_of(["yes", "partly", "partly", "no"]),
                    "offer": self.dice.one_of(["accepted", "declined", "thinking"]),
                    "offered_on": done.isoformat(),
                }
            ]
        assessment_id = self.rows.add(
            factories.AssessmentFactory,
            case_id,
            "assessment",
            case_id=case_id,
            person_id=self.id,
            assessed_by_id=by.id,
            started_on=started,
            finished_on=done,
            communication=voice.say("Talked at home, unhurried. {said_it}"),
            people_involved=voice.say("{name} and {carer} ({carer_kind})" if self.carer else "{name}"),
            substantial_difficulty=["retain", "use-or-weigh"] if self.who.reason == "memory" else ["none"],
            appropriate_person=("yes" if self.carer else "no") if self.who.reason == "memory" else "not-needed",
            advocate_note="Referral made to the advocacy service"
            if self.who.reason == "memory" and not self.carer
            else None,
            wanted_outcomes=voice.say("{name} wants {want}."),
            strengths=voice.say("{name} {strength}."),
            network=voice.say("{carer}, who does {carer_does}." if self.carer else "{support}, and not many others."),
            what_else_could_help=voice.say("{Helped}; {group}."),
            wellbeing_areas=self.dice.some(WELLBEING, self.dice.between(2, 4)) if eligible else ["none"],
            period_considered="The last three months"
            if self.dice.chance(0.7)
            else "The last year, good spells and bad",
            risk=voice.say("{risk}"),
            cause="yes",
            cause_reason=voice.say("{Condition}."),
            impact="significant" if eligible else "not-significant",
            impact_reason=voice.say(
                "{Concern}, and {concern}. Taken together this changes how the day goes."
                if eligible
                else "One thing is slow; the rest of the day is {their} own."
            ),
            carer_input_excluded="yes",
            carer_present="yes" if self.carer else "no",
            carers=carers,
            capacity_doubt="yes" if self.who.reason == "memory" and self.dice.chance(0.3) else "no",
            capacity_matter=None,
            safeguarding_needs="yes",
            safeguarding_abuse="no",
            safeguarding_protect="no",
            safeguarding_decision="no-concern",
            continuing_healthcare="checklist-done" if self.setting == "nursing-home" else "not-indicated",
            decision=decision,
            decision_reasons=voice.say(_reasons(len(unable), eligible)) if decision else None,
            decided_on=done if decision else None,
            advice=None if eligible else voice.say("About {offered} and {group}, and how to ask again."),
            copies_to=voice.say("{name} and {carer}" if self.carer else "{name}") if decision else None,
            copies_sent_on=done if decision else None,
            copy_format=self.dice.weighted({"print": 70, "large-print": 20, "easy-read": 10}) if decision else None,
        )
        for position, code in enumerate(OutcomeCode):
            self._write_outcome(assessment_id, position, code.value, unable)
        for _ in range(self.dice.between(1, 3)):
            self.write_note("assessment", self._day_between(started, done), by)
        if not eligible:
            self.write_note("advice", done, by)

    def _write_outcome(self, assessment_id: str, position: int, code: str, unable: list[str]) -> None:
        voice = self.voice()
        columns: dict[str, Any] = {"achieves": Achieves.ABLE.value}
        if code == OutcomeCode.CHILD_CARING.value:
            columns = {"achieves": Achieves.NOT_APPLICABLE.value}
        elif code in unable:
            columns = {
                "achieves": (Achieves.UNABLE if self.dice.chance(0.6) else Achieves.WITH_HELP).value,
                "limbs": [self.dice.weighted(LIMBS)],
                "reason": self._about_outcome(code, "reasons"),
                "met_by": "carer" if self.carer and self.dice.chance(0.5) else "nobody-yet",
                "their_words": voice.say("{said}.") if self.dice.chance(0.4) else None,
            }
            if columns["met_by"] == "carer":
                columns["how_met"] = self._about_outcome(code, "carer")
        self.rows.add(
            factories.AssessmentOutcomeFactory,
            assessment_id,
            "outcome",
            assessment_id=assessment_id,
            position=position,
            code=code,
            **columns,
        )

    def _about_outcome(self, code: str, what: str) -> str:
        return self.voice().say(self.dice.one_of(self.pools.prose["outcomes"][code][what]))

    def _paid_for_by(self, direct_payment: str) -> str:
        if self.setting != "home":
            return self.who.house.split(",")[0]
        return "Direct payment" if direct_payment == "all" else self.words["provider"]

    def _contingency(self) -> str:
        if self.setting != "home":
            return self.voice().say("The home rings the duty number, and {contact}.")
        if self.carer:
            return self.voice().say("{carer} rings the duty number; {provider} can add a call the same day.")
        return self.voice().say("{provider} rings the duty number if there is no answer at the door.")

    def _how_met(self, code: str, met_by: str) -> str:
        if met_by == "council" and self.setting != "home":
            return self.voice().say("Staff {household} see to this with {them}.")
        return self._about_outcome(code, met_by if met_by in ("council", "carer") else "other")

    def _write_plan(self, case_id: str, day: date, by: Colleague, *, is_assessed: bool) -> str:
        voice, dice = self.voice(), self.dice
        lines, timetable = draw_package(
            dice, self.who.reason, self.outcomes, self.setting, evening=self.has_evening_call
        )
        shares = {"all": 23.3, "part": 8.7} if not self.who.is_older else {"all": 6.3, "part": 2.2}
        direct = dice.weighted({**shares, "none": 100 - sum(shares.values())}) if self.setting == "home" else "none"
        plan_id = self.rows.add(
            factories.CarePlanFactory,
            case_id,
            "plan",
            case_id=case_id,
            person_id=self.id,
            made_on=day,
            finished_on=day,
            timetable=timetable,
            carer_part=voice.say("{carer_part}") if self.carer else None,
            unmet=voice.say("{Concern} when nobody is there; to look at again.") if dice.chance(0.2) else None,
            prevention=voice.say("{Helped}; {group}."),
            contingency=self._contingency(),
            direct_payment=direct,
            involved=voice.say("{name} and {carer}" if self.carer else "{name}"),
            agreed=dice.weighted({"agreed": 90, "agreed-in-part": 8, "not-agreed": 2}),
            copies_to=voice.say("{name}"),
        )
        paid_for = {need for line in lines for need in line.needs}
        for position, code in enumerate(self.outcomes):
            usual = "carer" if self.carer else "self"
            met_by = "council" if code in paid_for else dice.one_of([usual, "community"])
            self.rows.add(
                factories.NeedFactory,
                plan_id,
                "need",
                plan_id=plan_id,
                position=position,
                outcome=code,
                wanted=self._about_outcome(code, "wants"),
                how_met=self._how_met(code, met_by),
                met_by=met_by,
            )
        for position, line in enumerate(lines):
            self.rows.add(
                factories.ServiceFactory,
                plan_id,
                "service",
                plan_id=plan_id,
                position=position,
                service=line.service,
                needs=line.needs,
                units=line.units,
                unit=line.unit,
                rate_pence=line.rate_pence,
                days=line.days,
                met_by=self._paid_for_by(direct),
            )
        budget = draw_budget(dice, lines, self.setting)
        if not is_assessed:
            budget |= {"person_pence": None, "council_pence": None}
        over = budget["gross_pence"] > budget["indicative_pence"]
        self.rows.add(
            factories.PersonalBudgetFactory,
            plan_id,
            "budget",
            plan_id=plan_id,
            **budget,
            over_reason=voice.say("{Concern}; fewer minutes would not meet it.") if over else None,
        )
        for _ in range(dice.between(0, 2)):
            self.write_note("plan", day - timedelta(days=dice.between(0, 4)), by)
        return plan_id

    def _write_authorisation(self, case_id: str, day: date, by: Colleague, decision: str, comment: str | None) -> None:
        self.rows.add(
            factories.AuthorisationFactory,
            case_id,
            "authorisation",
            case_id=case_id,
            person_id=self.id,
            decided_by_id=by.id,
            decided_on=day,
            decision=decision,
            comment=comment,
        )
        if comment:
            self._write_note_of(ContactKind.MANAGEMENT_DECISION, day, by, "Plan sent back", comment)
        if decision == "agreed":
            self.write_note("agreed", day)
            plan = self.rows.of(factories.CarePlanFactory)[-1]
            budget = self.rows.of(factories.PersonalBudgetFactory)[-1]
            if plan["case_id"] == case_id and budget["plan_id"] == plan["id"]:
                budget["agreed_pence"] = budget["gross_pence"]

    def _start_care(self, plan_id: str, day: date) -> None:
        plan = self.rows.of(factories.CarePlanFactory)[-1]
        if plan["id"] == plan_id:
            plan |= {"starts_on": day, "provider_starts_on": day, "provider": self.words["provider"]}
        if self.dice.chance(0.5):
            self._write_event(day, self.pools.prose["events"]["care"])

    def _write_review_held(self, day: date, *, is_first: bool) -> None:
        held = self.weekday(day)
        opened = self.weekday(held - timedelta(days=self.dice.between(3, 40)))
        case_id = self._write_case("First review" if is_first else "Annual review", opened, held, "Review held")
        by = self._who_did(StepKind.REVIEW, held)
        self._write_finished_step(
            case_id, StepKind.REVIEW, 0, opened, held, by, None, "First review" if is_first else "Annual review"
        )
        self.rows.add(
            factories.ReviewFactory,
            case_id,
            "review",
            case_id=case_id,
            person_id=self.id,
            due_on=held,
            held_on=held,
            involved=self.words["name"],
            advocate="not-needed",
            outcome=self.dice.weighted({"same": 66, "revise": 26, "reassess": 8}),
            notes=self.voice().say("{said_it} {review_end}"),
        )
        self.write_note("review", held, by)

    def _end_support(self, case_id: str, ended: date, *, died: bool) -> None:
        for plan in self.rows.of(factories.CarePlanFactory):
            if plan["case_id"] == case_id:
                plan["ended_on"] = ended
        for row in self.rows.of(factories.CaseFactory):
            if row["id"] == case_id:
                row |= {"closed_on": ended, "closed_because": "Support ended"}
        self.write_note("died" if died else "ended", ended)
        end = self._who_did(StepKind.END, ended)
        self._write_finished_step(case_id, StepKind.END, 20, ended, ended, end, None)


def _reasons(outcomes: int, eligible: bool) -> str:
    counted = {1: "One outcome is", 2: "Two outcomes are", 3: "Three outcomes are", 4: "Four outcomes are"}
    said = counted.get(outcomes, "Five outcomes are")
    if eligible:
        return f"{said} not achieved because of {{condition}}, and the effect on wellbeing is significant: {{concern}}."
    return f"{said} hard because of {{condition}}; the effect on wellbeing is not significant at present."
