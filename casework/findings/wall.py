"""The wall of a study: every note that counts as a card, in groups that people make together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab.models import (
    Finding,
    NoteGroup,
    Observation,
    Session,
    SessionArm,
    Study,
    TaskRun,
    WallCard,
    WallVisitor,
)
from casework.lab.vocabulary import ObservationKind

STILL_THERE = timedelta(seconds=20)
"""After so long without a sign somebody has left."""

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Card:
    """A note on the wall. run: None for one written outside any task. group: None while it is not grouped.

    counts: whether the person it is about is counted; not where the run was left out.
    """

    note: Observation
    session: Session
    run: TaskRun | None
    group: NoteGroup | None
    position: int
    counts: bool

    @property
    def code(self) -> str:
        return self.session.participant.code

    @property
    def arm(self) -> str:
        """The letter of the arm she worked in then; empty outside any task."""
        return self.run.session_arm.arm.mark if self.run else ""

    @property
    def shows_problem(self) -> bool:
        """Whether it says that she met the problem of its group: a note of something good does not."""
        return self.counts and self.note.kind is not ObservationKind.GOOD


@dataclass(frozen=True)
class Wall:
    """people: the codes of who took part and counts, in order. cards: every card, as it stands in its group."""

    study: Study
    people: list[str]
    groups: Sequence[NoteGroup]
    cards: list[Card]

    def cards_of(self, group: NoteGroup | None) -> list[Card]:
        found = [card for card in self.cards if card.group is group]
        return sorted(found, key=lambda card: card.position) if group else found


@dataclass(frozen=True)
class Met:
    """Who met a problem: person → letters of the arms in which she did, in order. cards: the notes behind it."""

    by: dict[str, list[str]] = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)

    @property
    def arms(self) -> list[str]:
        return sorted({arm for arms in self.by.values() for arm in arms})


def met_in(cards: Sequence[Card], people: Sequence[str]) -> Met:
    """Who met what these notes show. Everybody is counted once, however many notes there are."""
    telling = [card for card in cards if card.shows_problem]
    by = {
        code: sorted({card.arm for card in telling if card.code == code and card.arm})
        for code in people
        if any(card.code == code for card in telling)
    }
    return Met(by, telling)


# --- looking -------------------------------------------------------------------------------------


def wall_of(db: Db, study: Study) -> Wall:
    """The wall as it stands. Pilots and rehearsals are not on it; nor is anybody who withdrew.

    Who took part: everybody who joined or began a task, unless every run of hers was left out.
    """
    sessions = db.scalars(
        select(Session)
        .where(
            Session.study_id == study.id,
            Session.is_rehearsal.is_(False),
            Session.is_pilot.is_(False),
        )
        .order_by(Session.number)
        .options(
            joinedload(Session.participant),
            selectinload(Session.runs).options(
                joinedload(TaskRun.task), joinedload(TaskRun.session_arm).joinedload(SessionArm.arm)
            ),
        )
    ).all()
    groups = groups_of(db, study)
    by_id = {group.id: group for group in groups}
    sittings = {session.id: session for session in sessions}
    runs = {run.id: run for session in sessions for run in session.runs}
    people = [session.participant.code for session in sessions if _takes_part(session)]
    placed = db.execute(
        select(Observation, WallCard)
        .outerjoin(WallCard, WallCard.observation_id == Observation.id)
        .where(Observation.session_id.in_(sittings))
        .order_by(Observation.at, Observation.id)
    )
    cards = [
        _card(note, card, sittings[note.session_id], runs.get(note.task_run_id or ""), by_id, people)
        for note, card in placed
    ]
    return Wall(study, people, groups, cards)


def _takes_part(session: Session) -> bool:
    started = [run for run in session.runs if run.started_at is not None]
    if session.participant.withdrawn_at is not None:
        return False
    return any(run.voided_at is None for run in started) if started else session.joined_at is not None


def _card(
    note: Observation,
    card: WallCard | None,
    session: Session,
    run: TaskRun | None,
    groups: dict[str, NoteGroup],
    people: Sequence[str],
) -> Card:
    return Card(
        note,
        session,
        run,
        groups.get(card.group_id) if card else None,
        card.position if card else 0,
        session.participant.code in people and (run is None or run.voided_at is None),
    )


def groups_of(db: Db, study: Study) -> Sequence[NoteGroup]:
    """The groups in the order they stand in."""
    return db.scalars(
        select(NoteGroup).where(NoteGroup.study_id == study.id).order_by(NoteGroup.position, NoteGroup.id)
    ).all()


def get_group(db: Db, study: Study, group_id: str) -> NoteGroup:
    """One group of a study's wall. Raises NotFound."""
    found = db.get(NoteGroup, group_id)
    if found is None or found.study_id != study.id:
        raise NotFound(f"group {group_id} of {study.id}")
    return found


def get_note(db: Db, study: Study, note_id: str) -> Observation:
    """A note that is on the wall of this study. Raises NotFound."""
    found = db.get(Observation, note_id)
    session = db.get(Session, found.session_id) if found else None
    if found is None or session is None or session.study_id != study.id or session.is_rehearsal or session.is_pilot:
        raise NotFound(f"note {note_id} on the wall of {study.id}")
    return found


def state_of(wall: Wall) -> str:
    """The same for as long as nothing on the wall changed."""
    told = [
        *(f"{group.id} {group.position} {group.title} {group.is_problem}" for group in wall.groups),
        *(
            f"{card.note.id} {card.group.id if card.group else ''} {card.position} {card.counts} {card.note.text}"
            for card in wall.cards
        ),
    ]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def last_mover(db: Db, study: Study) -> str:
    """Who moved a card last; empty where nobody has."""
    return (
        db.scalar(
            select(WallCard.moved_by)
            .join(NoteGroup, WallCard.group_id == NoteGroup.id)
            .where(NoteGroup.study_id == study.id)
            .order_by(WallCard.moved_at.desc())
            .limit(1)
        )
        or ""
    )


# --- who is here ---------------------------------------------------------------------------------


def is_here(db: Db, study: Study, account_id: str, *, name: str, at: datetime) -> None:
    """Keep that somebody looks at the wall."""
    found = db.get(WallVisitor, (study.id, account_id))
    if found is None:
        db.add(WallVisitor(study_id=study.id, account_id=account_id, name=name, seen_at=at))
    else:
        found.seen_at = at
    db.flush()


def others_here(db: Db, study: Study, account_id: str, at: datetime) -> list[str]:
    """The names of others who look at the wall now."""
    return list(
        db.scalars(
            select(WallVisitor.name)
            .where(
                WallVisitor.study_id == study.id,
                WallVisitor.account_id != account_id,
                WallVisitor.seen_at > at - STILL_THERE,
            )
            .order_by(WallVisitor.name)
        )
    )


# --- changing ------------------------------------------------------------------------------------


def hold(db: Db, study: Study) -> None:
    """Hold the wall until the commit, so that two who move cards at once do it one after the other."""
    db.execute(select(Study.id).where(Study.id == study.id).with_for_update())


def make_group(db: Db, study: Study, title: str, *, by: str, at: datetime) -> NoteGroup:
    """Another group, after the others. Raises DomainError on `title` when empty, too long or taken."""
    title = _title(db, study, title)
    position = db.scalar(select(func.max(NoteGroup.position)).where(NoteGroup.study_id == study.id)) or 0
    group = NoteGroup(study_id=study.id, title=title, position=position + 1, made_by=by, made_at=at)
    db.add(group)
    db.flush()
    return group


def change_group(db: Db, study: Study, group: NoteGroup, title: str, *, is_problem: bool) -> None:
    """Another name, or another word on whether it is a problem. Raises DomainError on `title` as make_group does."""
    group.title = _title(db, study, title, but=group)
    group.is_problem = is_problem
    db.flush()


def _title(db: Db, study: Study, title: str, but: NoteGroup | None = None) -> str:
    title = " ".join(title.split())
    if not title:
        raise DomainError("Enter what the group is about", field="title")
    if len(title) > LONGEST_TITLE:
        raise DomainError(f"What the group is about must be {LONGEST_TITLE} characters or fewer", field="title")
    same = (each for each in groups_of(db, study) if each is not but and each.title.casefold() == title.casefold())
    if next(same, None) is not None:
        raise DomainError("There is a group with this name already. Enter another", field="title")
    return title


def shift_group(db: Db, study: Study, group: NoteGroup, by_places: int) -> None:
    """Put a group so many places further to the right; to the left with a negative number. It stops at the ends."""
    order = list(groups_of(db, study))
    here = order.index(group)
    order.insert(min(max(here + by_places, 0), len(order) - 1), order.pop(here))
    for position, each in enumerate(order, start=1):
        each.position = position
    db.flush()


def merge_groups(db: Db, study: Study, group: NoteGroup, into: NoteGroup, *, by: str, at: datetime) -> None:
    """Put every card of a group after those of another; findings made from it belong to that one then.

    Raises DomainError on `into` where both are the same.
    """
    if group is into:
        raise DomainError("Select another group than this one", field="into")
    last = _last_place(db, into)
    for number, card in enumerate(_cards(db, group), start=1):
        card.group_id, card.position, card.moved_by, card.moved_at = into.id, last + number, by, at
    for finding in db.scalars(select(Finding).where(Finding.group_id == group.id)):
        finding.group_id = into.id
    db.flush()
    db.delete(group)
    db.flush()


def delete_group(db: Db, group: NoteGroup) -> None:
    """Delete a group without cards. Raises DomainError while it has some."""
    held = len(_cards(db, group))
    if held:
        notes = "1 note" if held == 1 else f"{held} notes"
        raise DomainError(f"“{group.title}” holds {notes}. Move them first, or merge it into another group")
    for finding in db.scalars(select(Finding).where(Finding.group_id == group.id)):
        finding.group_id = None
    db.flush()
    db.delete(group)
    db.flush()


def move_card(
    db: Db, study: Study, note_id: str, group_id: str, *, before: str = "", by: str, at: datetime
) -> NoteGroup | None:
    """Put a note into a group, at its end or before another note; an empty group_id takes it out of all.

    Raises DomainError where the group is gone: the note then stays where it was. Raises NotFound for a note that is not
    on this wall.
    """
    note = get_note(db, study, note_id)
    card = db.get(WallCard, note.id)
    if not group_id:
        if card is not None:
            db.delete(card)
            db.flush()
        return None
    group = db.get(NoteGroup, group_id)
    if group is None or group.study_id != study.id:
        raise DomainError("Somebody deleted that group meanwhile. The note stays where it was", field="group")
    order = [each for each in _cards(db, group) if each.observation_id != note.id]
    place = next((number for number, each in enumerate(order) if each.observation_id == before), len(order))
    if card is None:
        card = WallCard(observation_id=note.id, group_id=group.id, position=0, moved_by=by, moved_at=at)
        db.add(card)
    card.group_id, card.moved_by, card.moved_at = group.id, by, at
    order.insert(place, card)
    for position, each in enumerate(order, start=1):
        each.position = position
    db.flush()
    return group


def _cards(db: Db, group: NoteGroup) -> Sequence[WallCard]:
    return db.scalars(
        select(WallCard).where(WallCard.group_id == group.id).order_by(WallCard.position, WallCard.observation_id)
    ).all()


def _last_place(db: Db, group: NoteGroup) -> int:
    return db.scalar(select(func.max(WallCard.position)).where(WallCard.group_id == group.id)) or 0
