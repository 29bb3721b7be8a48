"""Withdrawal: what is held of a participant is erased from every table, in whole or in part, by her code.

What stays is a tombstone: her code, the day, and the place she was dealt, which nobody else is ever given, so that the
balance of a study and how many withdrew stay honest. The rows go in one transaction; the bytes in the database's files
are another matter (`lab/erasing.py`), as are backups and what people downloaded.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update

from casework.database import Base, Db, blank_words, erase_rows, new_id, words_in
from casework.errors import DomainError, NotFound
from casework.lab.models import (
    Assist,
    ColleagueLink,
    Debrief,
    Erasure,
    Event,
    Finding,
    FindingEvidence,
    Interruption,
    Observation,
    ObserverQuestion,
    OnceOnlyKey,
    Participant,
    Pause,
    Picture,
    PictureBody,
    Reader,
    Reading,
    ReadingAnswer,
    RecordedFact,
    Sandbox,
    Session,
    SessionArm,
    StrayPost,
    StrikeOut,
    Study,
    TaskRun,
    WallCard,
    Watcher,
    Withdrawal,
)
from casework.lab.sandboxes import drop
from casework.lab.vocabulary import EventKind, Stage
from casework.records.facts import CATALOGUE

WITHDRAWN = "[withdrawn]"
ASKED = "asked"
KEPT_UNTIL = "kept until"
FROM = "from "
"""How a moment stands among the parts of a withdrawal."""


class Part(StrEnum):
    """What can be withdrawn by itself."""

    EVERYTHING = "everything"
    PICTURES = "pictures"
    NOTES = "notes"
    WORDS = "words"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Part.EVERYTHING: "Everything",
    Part.PICTURES: "Pictures of their pages",
    Part.NOTES: "Notes about them, with what they said",
    Part.WORDS: "Their own words, with the pictures in which they can be read",
}

CHOICE_THAT_GOES = {Part.PICTURES: "pictures", Part.NOTES: "quoted"}
"""The choice on the consent sheet that no longer holds once a part was withdrawn."""


@dataclass(frozen=True)
class Scope:
    """What of whom: her sessions, their runs and arms, and from which moment on (None: from the beginning).

    readings: hers of what others wrote (own_readings), and those of what she wrote.
    """

    sessions: Sequence[str]
    runs: Sequence[str]
    arms: Sequence[str]
    since: datetime | None
    participant_id: str

    @property
    def own_readings(self) -> ColumnElement[bool]:
        return Reading.reader_id.in_(select(Reader.id).where(Reader.participant_id == self.participant_id))

    @property
    def readings(self) -> ColumnElement[bool]:
        return or_(Reading.session_arm_id.in_(self.arms), self.own_readings)

    def later(self, column: Any) -> ColumnElement[bool]:
        return true() if self.since is None else column >= self.since


def find_participant(db: Db, code: str, study_id: str | None = None) -> list[Participant]:
    """Everybody with this code, as it was typed: in one study, or in all. Empty where there is nobody."""
    wanted = select(Participant).where(func.upper(Participant.code) == code.strip().upper())
    if study_id is not None:
        wanted = wanted.where(Participant.study_id == study_id)
    return list(db.scalars(wanted.order_by(Participant.study_id)))


def withdraw(
    db: Db,
    study: Study,
    participant: Participant,
    *,
    parts: Iterable[str] = (Part.EVERYTHING,),
    why: str = ASKED,
    by: str,
    at: datetime,
    since: datetime | None = None,
    withdrawal_id: str | None = None,
) -> Withdrawal:
    """Erase what is held of a participant, keep that it was, and ask for its bytes to be erased.

    parts: of `Part`. since: only what came from then on; where a task was under way, from that task's beginning.
    withdrawal_id: of one that is applied again to a restored database.
    After the commit, `erasing.finish` takes the bytes out of the database's files.
    Raises NotFound for a participant of another study, DomainError on `parts` where there is nothing to withdraw.
    """
    if participant.study_id != study.id:
        raise NotFound(f"participant {participant.code} of {study.id}")
    wanted = sorted({Part(part) for part in parts})
    if not wanted:
        raise DomainError("Select what to withdraw", field="parts")
    if participant.withdrawn_at is not None:
        raise DomainError(f"{participant.code} has withdrawn already: nothing of theirs is held", field="code")
    db.flush()
    sessions = db.scalars(
        select(Session)
        .where(Session.participant_id == participant.id)
        .with_for_update(of=Session)
        .execution_options(populate_existing=True)
    ).all()
    scope = _scope(participant, sessions, since)
    erased_ids = list(_ids(db, wanted, scope))
    went = {table.__tablename__: 0 for table, _ in _rows(wanted, scope)}
    _say_evidence_goes(db, wanted, scope)
    for model, where in _rows(wanted, scope):
        went[model.__tablename__] += erase_rows(db, model, where)
    if Part.EVERYTHING in wanted and since is None:
        went["sandbox"] = _become_a_tombstone(db, participant, sessions, at)
    elif Part.EVERYTHING in wanted:
        went["sandbox"] = _cut_short(db, sessions, scope, at)
    else:
        _withdraw_parts(db, participant, wanted, scope)
    withdrawal = Withdrawal(
        id=withdrawal_id or new_id(),
        study_id=study.id,
        participant_code=participant.code,
        participant_id=participant.id,
        parts=[*wanted, *([f"{FROM}{since.isoformat()}"] if since else [])],
        why=why,
        by=by,
        at=at,
        proof={"rows": {name: count for name, count in sorted(went.items()) if count}},
    )
    db.add(withdrawal)
    db.flush()
    db.add(Erasure(withdrawal_id=withdrawal.id, asked_at=at, looked_for=[found[::-1] for found in erased_ids]))
    db.flush()
    db.expire_all()
    return withdrawal


def _scope(participant: Participant, sessions: Sequence[Session], since: datetime | None) -> Scope:
    runs = [run for session in sessions for run in session.runs]
    if since is not None:
        began = [run.started_at for run in runs if run.started_at and (run.ended_at is None or run.ended_at >= since)]
        since = min([since, *began])
        runs = [run for run in runs if run.started_at is None or run.started_at >= since]
    arms = [arm.id for session in sessions for arm in session.arms]
    return Scope([session.id for session in sessions], [run.id for run in runs], arms, since, participant.id)


# --- which rows ----------------------------------------------------------------------------------

Rows = tuple[type[Base], ColumnElement[bool]]


def _rows(parts: Sequence[Part], scope: Scope) -> Iterator[Rows]:
    """The rows that go, children before parents, so that no key is left pointing nowhere."""
    everything = Part.EVERYTHING in parts
    if everything or Part.NOTES in parts:
        yield from _notes(scope)
    if everything or Part.PICTURES in parts or Part.WORDS in parts:
        yield from _pictures(scope)
    if everything or Part.WORDS in parts:
        yield StrayPost, and_(StrayPost.session_id.in_(scope.sessions), scope.later(StrayPost.at))
    if everything:
        yield from _what_happened(scope)


def _notes(scope: Scope) -> Iterator[Rows]:
    here = and_(Observation.session_id.in_(scope.sessions), scope.later(Observation.at))
    notes = select(Observation.id).where(here)
    yield FindingEvidence, FindingEvidence.observation_id.in_(notes)
    yield WallCard, WallCard.observation_id.in_(notes)
    yield Observation, here
    yield ObserverQuestion, and_(ObserverQuestion.session_id.in_(scope.sessions), scope.later(ObserverQuestion.at))
    yield Debrief, and_(Debrief.session_id.in_(scope.sessions), scope.later(Debrief.at))


def _pictures(scope: Scope) -> Iterator[Rows]:
    yield Picture, and_(Picture.session_id.in_(scope.sessions), scope.later(Picture.at))
    yield (
        PictureBody,
        and_(PictureBody.session_id.in_(scope.sessions), PictureBody.id.not_in(select(Picture.body_id))),
    )


def _what_happened(scope: Scope) -> Iterator[Rows]:
    runs, sessions = scope.runs, scope.sessions
    yield RecordedFact, RecordedFact.task_run_id.in_(runs)
    yield Pause, Pause.task_run_id.in_(runs)
    yield Assist, Assist.task_run_id.in_(runs)
    yield Interruption, Interruption.task_run_id.in_(runs)
    yield Event, and_(Event.session_id.in_(sessions), scope.later(Event.at))
    yield StrikeOut, and_(StrikeOut.session_id.in_(sessions), scope.later(StrikeOut.at))
    read = select(Reading.id).where(scope.readings)
    yield ReadingAnswer, ReadingAnswer.reading_id.in_(read)
    yield Reading, scope.readings
    yield Reader, Reader.participant_id == scope.participant_id
    yield ColleagueLink, and_(ColleagueLink.session_id.in_(sessions), scope.later(ColleagueLink.made_at))
    yield Watcher, and_(Watcher.session_id.in_(sessions), scope.later(Watcher.came_at))
    named = [OnceOnlyKey.reply.contains(session, autoescape=True) for session in sessions]
    yield OnceOnlyKey, and_(or_(OnceOnlyKey.session_id.in_(sessions), *named), scope.later(OnceOnlyKey.at))
    yield TaskRun, TaskRun.id.in_(runs)


def what_would_go(
    db: Db, participant: Participant, parts: Iterable[str] = (Part.EVERYTHING,), *, since: datetime | None = None
) -> dict[str, int]:
    """How many rows of each table a withdrawal would erase: table name → count, those with none left out.

    "words": rows that stay, in which her own words would give way to "[withdrawn]".
    """
    sessions = db.scalars(select(Session).where(Session.participant_id == participant.id)).all()
    scope, counts = _scope(participant, sessions, since), dict[str, int]()
    wanted = sorted({Part(part) for part in parts})
    for model, where in _rows(wanted, scope):
        found = _bodies(scope, wanted) if model is PictureBody else where
        counts[model.__tablename__] = db.scalar(select(func.count()).select_from(model).where(found)) or 0
    if Part.WORDS in wanted and Part.EVERYTHING not in wanted:
        blanked = _blanked(participant, scope)
        counts["words"] = sum(blank_words(db, model, where, without_own_words, do=False) for model, where in blanked)
    return {name: count for name, count in counts.items() if count}


def _bodies(scope: Scope, parts: Sequence[Part]) -> ColumnElement[bool]:
    """The bodies whose every picture would go: the pictures themselves are still there."""
    gone = next(where for model, where in _rows(parts, scope) if model is Picture)
    return and_(PictureBody.session_id.in_(scope.sessions), PictureBody.id.not_in(select(Picture.body_id).where(~gone)))


# --- what is searched for in the files -------------------------------------------------------------

IDS_OF_EACH = 5
MOST_WORDS = 40
LONGEST_WORDS = 48
SHORTEST_WORDS = 12


def _ids(db: Db, parts: Sequence[Part], scope: Scope) -> Iterator[str]:
    """Ids of rows that go, which nobody else's row has: what the files are searched for even when that has to wait."""
    going = dict(_rows(parts, scope))
    if PictureBody in going:
        going[PictureBody] = _bodies(scope, parts)
    for model in (Observation, Picture, PictureBody, RecordedFact, TaskRun, StrayPost, Watcher, Debrief, ReadingAnswer):
        if model in going:
            yield from db.scalars(select(model.id).where(going[model]).order_by(model.id).limit(IDS_OF_EACH))
    if Part.EVERYTHING in parts and scope.since is None:
        hashes = select(Session.cookie_hash).where(Session.id.in_(scope.sessions), Session.cookie_hash.is_not(None))
        yield from (found for found in db.scalars(hashes) if found)


def words_of(
    db: Db, participant: Participant, parts: Iterable[str] = (Part.EVERYTHING,), *, since: datetime | None = None
) -> list[str | bytes]:
    """Some of the longest texts that would go, and ends of pictures, to search the files for afterwards.

    Asked for before withdrawing, and never kept: they are what is to be gone.
    """
    wanted = sorted({Part(part) for part in parts})
    sessions = db.scalars(select(Session).where(Session.participant_id == participant.id)).all()
    scope = _scope(participant, sessions, since)
    texts: set[str] = set()
    for model, where in _rows(wanted, scope):
        texts.update(
            text
            for text in words_in(db, Base.metadata.tables[model.__tablename__], where)
            if len(text) >= SHORTEST_WORDS and " " in text
        )
    if Part.EVERYTHING in wanted or Part.WORDS in wanted:
        for model, where in _blanked(participant, scope):
            texts.update(
                text
                for text in words_in(db, Base.metadata.tables[model.__tablename__], where)
                if len(text) >= SHORTEST_WORDS and " " in text
            )
    longest = sorted(texts, key=lambda text: (-len(text), text))[:MOST_WORDS]
    found: list[str | bytes] = [text[:LONGEST_WORDS] for text in longest]
    if not {Part.EVERYTHING, Part.PICTURES, Part.WORDS}.isdisjoint(wanted):
        own = select(PictureBody.body_hash).where(PictureBody.session_id.not_in(scope.sessions))
        # A page that looked the same to somebody else is theirs too, and stays.
        bodies = db.scalars(
            select(PictureBody.compressed)
            .where(_bodies(scope, wanted), PictureBody.body_hash.not_in(own))
            .order_by(PictureBody.id)
            .limit(MOST_WORDS // 2)
        )
        # How a compressed page begins is the same for many; how it ends is its own.
        found += [body[-24:] for body in bodies if len(body) > 48]
    return found


# --- what is left ----------------------------------------------------------------------------------


def _become_a_tombstone(db: Db, participant: Participant, sessions: Sequence[Session], at: datetime) -> int:
    """Leave the code, the day and the place that was dealt. How many sandboxes went."""
    dropped = 0
    for session in sessions:
        dropped += _drop_sandboxes(db, session)
        for arm in session.arms:
            _empty(arm)
        _empty(session)
        # Small letters, which no code that is typed has: it leads nowhere now.
        session.code = f"w{new_id()[:11]}"
        session.stage, session.event_count, session.is_alone, session.ended_at = Stage.THANKS, 0, False, at
    _empty(participant)
    participant.withdrawn_at = at
    db.flush()
    return dropped


def _empty(row: Base) -> None:
    """Leave only what a row cannot be without: who and which place it was."""
    for column in row.__table__.columns:
        if column.nullable:
            setattr(row, column.name, None)


def _drop_sandboxes(db: Db, session: Session) -> int:
    dropped = 0
    for arm in session.arms:
        if arm.sandbox_id is not None:
            dropped += db.get(Sandbox, arm.sandbox_id) is not None
            drop(db, arm.sandbox_id)
            arm.sandbox_id = None
    return dropped


def _cut_short(db: Db, sessions: Sequence[Session], scope: Scope, at: datetime) -> int:
    """End sessions where what is left of them ends. How many sandboxes went."""
    dropped = 0
    for session in sessions:
        dropped += _drop_sandboxes(db, session)
        for arm in session.arms:
            if arm.sus_at is not None and scope.since is not None and arm.sus_at >= scope.since:
                arm.sus_items = arm.sus_comment = arm.sus_at = arm.questionnaires = None
        session.event_count = db.scalar(select(func.max(Event.seq)).where(Event.session_id == session.id)) or 0
        session.stage, session.ended_at = Stage.THANKS, min(filter(None, (session.ended_at, scope.since, at)))
        session.current_run_id = session.current_arm_id = session.undo = None
    db.flush()
    return dropped


def _withdraw_parts(db: Db, participant: Participant, parts: Sequence[Part], scope: Scope) -> None:
    if participant.consent_choices:
        gone = {CHOICE_THAT_GOES.get(part) for part in parts}
        gone |= {"pictures"} if Part.WORDS in parts else set()
        participant.consent_choices = [choice for choice in participant.consent_choices if choice not in gone]
    if Part.WORDS in parts:
        db.execute(update(Session).where(Session.id.in_(scope.sessions)).values(typed=None))
        db.flush()
        for model, where in _blanked(participant, scope):
            blank_words(db, model, where, without_own_words)


def _blanked(participant: Participant, scope: Scope) -> list[Rows]:
    """The rows in which her own words stand among what is kept: comments, answers, what she typed into the record."""
    return [
        (Event, and_(Event.session_id.in_(scope.sessions), scope.later(Event.at), Event.kind.in_(TYPED))),
        (RecordedFact, RecordedFact.task_run_id.in_(scope.runs)),
        (TaskRun, TaskRun.id.in_(scope.runs)),
        (SessionArm, SessionArm.id.in_(scope.arms)),
        (Reading, scope.own_readings),
        (ReadingAnswer, ReadingAnswer.reading_id.in_(select(Reading.id).where(scope.own_readings))),
        (Participant, Participant.id == participant.id),
    ]


TYPED = tuple(kind for kind in EventKind if kind not in (EventKind.CONSENT_GIVEN, EventKind.PAGE_VIEWED))
"""Events whose data may hold what she typed. What the facilitator wrote beside them goes too: it speaks of her."""

A_CODE = re.compile(r"[a-z0-9/][\w./:-]*", re.ASCII)
A_NUMBER = re.compile(r"[0-9][0-9T:.,+-]*", re.ASCII)
CODES = {"yes", "no"} | {code for fact in CATALOGUE.values() for code in fact.codes}
OURS = frozenset(
    {
        "wording",
        "by",
        "voided_by",
        "judged_by",
        "left_out_by",
        "left_out_because",
        "question",
        "code",
        "role",
        "years",
        "systems",
        "consent_version",
        "consent_choices",
    }
)
"""Where nothing that she wrote stands: how a question was worded, who of the staff did something, what she chose."""
HERS = frozenset({"old", "new", "value", "text", "said", "reason", "note", "because", "seq_comment", "sus_comment"})
"""Where even a single small word may be hers, and only codes that the record knows are not."""


def without_own_words(name: str, value: Any, *, is_hers: bool = False) -> Any:
    """A value as it is kept once her words were withdrawn: codes, dates and numbers stay, text is "[withdrawn]".

    name: of the column, or of the value's key in one.
    """
    if name in OURS or isinstance(value, StrEnum):
        return value
    is_hers = is_hers or name in HERS
    if isinstance(value, str):
        stays = not value or value in CODES or A_NUMBER.fullmatch(value) or (not is_hers and A_CODE.fullmatch(value))
        return value if stays else WITHDRAWN
    if isinstance(value, Mapping):
        return {key: without_own_words(key, one, is_hers=is_hers) for key, one in value.items()}
    if isinstance(value, list):
        return [without_own_words(name, one, is_hers=is_hers) for one in value]
    return value


def _say_evidence_goes(db: Db, parts: Sequence[Part], scope: Scope) -> None:
    """Findings that rest on her notes are told that one person's evidence was withdrawn."""
    if Part.EVERYTHING not in parts and Part.NOTES not in parts:
        return
    evidence = next(where for model, where in _rows(parts, scope) if model is FindingEvidence)
    rested = select(FindingEvidence.finding_id).where(evidence)
    db.execute(
        update(Finding)
        .where(Finding.id.in_(rested))
        .values(evidence_withdrawn=Finding.evidence_withdrawn + 1)
        .execution_options(synchronize_session=False)
    )


def withdrawals_of(db: Db, study_id: str | None = None) -> list[Withdrawal]:
    """The log, newest first: of one study, or of all."""
    wanted = select(Withdrawal).order_by(Withdrawal.at.desc(), Withdrawal.id)
    return list(db.scalars(wanted.where(Withdrawal.study_id == study_id) if study_id else wanted))
