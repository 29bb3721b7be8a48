"""What happened in a person's life that matters to the work, from every part of the record, as one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.records.models import (
    Assessment,
    CarePlan,
    CaseNote,
    ChronologyEntry,
    ChronologyPick,
    Person,
    Review,
    SafeguardingConcern,
    Step,
    Warning,
    Worker,
)
from casework.records.vocabulary import ChronologyKind, StepKind, StepStatus

RECORDED_AS = {
    StepKind.ASSESSMENT: ChronologyKind.ASSESSMENT,
    StepKind.DECISION: ChronologyKind.ASSESSMENT,
    StepKind.PLAN: ChronologyKind.PLAN,
    StepKind.REVIEW: ChronologyKind.REVIEW,
}
"""The steps that leave a part of the record with an event of its own."""


@dataclass(frozen=True)
class Event:
    """One line of the chronology.

    ref names it for the worker's own selection: "entry:…", "note:…", "step:…", "plan:…". age: the person's then.
    impact: what it meant for them. note_id and step_id: where more is written.
    """

    ref: str
    happened_on: date
    recorded_on: date
    age: int
    kind: str
    event: str
    source: str
    impact: str = ""
    note_id: str | None = None
    step_id: str | None = None

    @property
    def days_late(self) -> int:
        return (self.recorded_on - self.happened_on).days

    @property
    def kind_label(self) -> str:
        return self.kind.replace("-", " ").capitalize()


def events_of(db: Db, person: Person, *, as_recorded: bool = False) -> list[Event]:
    """Every event of the person's record, the latest first; as_recorded: the last written down first.

    What somebody wrote into the chronology stands for what the record would say by itself of that day: a significant
    note with an entry of its own, and a step whose assessment, plan or review is there, are not listed twice.
    """
    written = list(_entries(db, person))
    noted = {event.note_id for event in written if event.note_id}
    told = {(event.happened_on, event.kind) for event in written}
    parts = [event for event in _parts(db, person) if (event.happened_on, event.kind) not in told]
    told |= {(event.happened_on, event.kind) for event in parts}
    events = [
        *written,
        *(event for event in _significant_notes(db, person) if event.note_id not in noted),
        *parts,
        *(event for event in _finished_steps(db, person) if (event.happened_on, event.kind) not in told),
    ]
    events.sort(key=lambda event: event.ref)
    if as_recorded:
        return sorted(events, key=lambda event: (event.recorded_on, event.happened_on), reverse=True)
    return sorted(events, key=lambda event: (event.happened_on, event.recorded_on), reverse=True)


def _entries(db: Db, person: Person) -> Iterator[Event]:
    for entry in db.scalars(select(ChronologyEntry).where(ChronologyEntry.person_id == person.id)):
        yield Event(
            ref=f"entry:{entry.id}",
            happened_on=entry.happened_on,
            recorded_on=entry.recorded_on,
            age=person.age(entry.happened_on),
            kind=entry.kind or ChronologyKind.EVENT,
            event=entry.event,
            source=entry.source,
            impact=entry.impact or "",
            note_id=entry.case_note_id,
        )


def _significant_notes(db: Db, person: Person) -> Iterator[Event]:
    notes = select(CaseNote).where(CaseNote.person_id == person.id, CaseNote.is_significant)
    for note in db.scalars(notes):
        yield Event(
            ref=f"note:{note.id}",
            happened_on=note.happened_on,
            recorded_on=note.recorded_on,
            age=person.age(note.happened_on),
            kind=ChronologyKind.NOTE,
            event=note.title,
            source="Case note",
            note_id=note.id,
        )


def _finished_steps(db: Db, person: Person) -> Iterator[Event]:
    steps = (
        select(Step)
        .where(Step.person_id == person.id, Step.status == StepStatus.FINISHED, Step.finished_on.is_not(None))
        .options(selectinload(Step.finished_by))
    )
    for step in db.scalars(steps):
        if step.finished_on:
            by = f" by {step.finished_by.name}" if step.finished_by else ""
            kind = RECORDED_AS.get(step.kind, ChronologyKind.STEP)
            yield _on(person, step.finished_on, f"step:{step.id}", kind, f"{step.title} finished{by}", step_id=step.id)


def _parts(db: Db, person: Person) -> Iterator[Event]:
    """What the assessments, plans, reviews, warnings and concerns of the record say, and who died."""
    for assessment in db.scalars(select(Assessment).where(Assessment.person_id == person.id)):
        day = assessment.finished_on or assessment.decided_on
        if day:
            ref = f"assessment:{assessment.id}"
            yield _on(person, day, ref, ChronologyKind.ASSESSMENT, "Needs assessment finished")
    for plan in db.scalars(select(CarePlan).where(CarePlan.person_id == person.id)):
        if plan.finished_on:
            yield _on(person, plan.finished_on, f"plan:{plan.id}", ChronologyKind.PLAN, "Care and support plan made")
        if plan.ended_on:
            yield _on(person, plan.ended_on, f"plan-end:{plan.id}", ChronologyKind.PLAN, "Care and support plan ended")
    for review in db.scalars(select(Review).where(Review.person_id == person.id, Review.held_on.is_not(None))):
        if review.held_on:
            yield _on(person, review.held_on, f"review:{review.id}", ChronologyKind.REVIEW, "Review held")
    for warning in db.scalars(select(Warning).where(Warning.person_id == person.id)):
        yield _on(
            person,
            warning.added_on,
            f"warning:{warning.id}",
            ChronologyKind.WARNING,
            f"Warning: {warning.title}",
            impact="Not told, reason recorded" if warning.not_shared_because else "",
        )
        if warning.ended_on:
            ref = f"warning-end:{warning.id}"
            yield _on(person, warning.ended_on, ref, ChronologyKind.WARNING, f"Warning ended: {warning.title}")
    for concern in db.scalars(select(SafeguardingConcern).where(SafeguardingConcern.person_id == person.id)):
        ref, step_id = f"concern:{concern.id}", concern.begun_by_id
        yield _on(
            person, concern.begun_on, ref, ChronologyKind.SAFEGUARDING, "Safeguarding concern raised", step_id=step_id
        )
    for other in person.relationships:
        if other.died_on:
            said = f"{other.name}, {other.kind}, died"
            yield _on(person, other.died_on, f"death:{other.id}", ChronologyKind.DEATH, said)
    if person.died_on:
        yield _on(person, person.died_on, f"death:{person.id}", ChronologyKind.DEATH, f"{person.name} died")


def _on(
    person: Person,
    day: date,
    ref: str,
    kind: ChronologyKind,
    event: str,
    *,
    impact: str = "",
    step_id: str | None = None,
) -> Event:
    """An event that the record wrote down on the day that it happened."""
    age = person.age(day)
    return Event(ref, day, day, age, kind, event, source="Record", impact=impact, step_id=step_id)


def picks_of(db: Db, person: Person, worker: Worker) -> set[str]:
    """The refs of the events that the worker chose for their own selection."""
    chosen = select(ChronologyPick.event).where(
        ChronologyPick.person_id == person.id, ChronologyPick.worker_id == worker.id
    )
    return set(db.scalars(chosen))
