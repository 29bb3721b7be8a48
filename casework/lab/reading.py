"""The reader test: who reads which records, what each answers, and what is right.

A reader reads one record of each arm, every one about another case, because whoever has read about Rosemary remembers
her. Records that were read least come first. What is read stays as its writer left it, in the sandbox of her session,
which is kept until every reader it waits for has come.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, permutations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.facts import FactType
from casework.lab.by_hand import AN_ADDRESS_LASTS
from casework.lab.consenting import kept_until
from casework.lab.models import (
    Arm,
    ColleagueLink,
    Participant,
    Reader,
    Reading,
    ReadingAnswer,
    RecordedFact,
    Sandbox,
    Session,
    SessionArm,
    Study,
    StudyCase,
    TaskRun,
)
from casework.lab.panel import hidden_facts
from casework.lab.sandboxes import drop
from casework.lab.study_file import ConsentChoice, ReaderPart, ReaderQuestion, file_of
from casework.records.facts import CATALOGUE

NOT_FOR_READERS = ("observed", "pictures")
"""Choices of the consent sheet about being watched: nobody watches a reader."""

LONGEST_ANSWER = 400
MOST_EASE = 7


@dataclass(frozen=True)
class Record:
    """What one participant left in one arm, handed over. readings: how many readers have it, or had it."""

    arm: SessionArm
    readings: int


def part_of(study: Study) -> ReaderPart | None:
    """What the study says about readers; None where it has no reader test, as in every file of an earlier Casework."""
    said = study.content.get("reader")
    return ReaderPart.model_validate(said) if said else None


# --- what is kept to be read ---------------------------------------------------------------------


def is_to_be_read(arm: SessionArm) -> bool:
    """Whether what was left in this arm waits for readers: a study with a reader test, work handed over that counts."""
    session = arm.session
    if part_of(session.study) is None or session.is_rehearsal or arm.sandbox_id is None:
        return False
    runs = [run for run in session.runs if run.session_arm_id == arm.id]
    return any(run.completed_step and run.voided_at is None for run in runs)


def records(db: Db, study: Study) -> list[Record]:
    """Every record that can be read, in the order of the sessions; none in a study without a reader test."""
    if part_of(study) is None:
        return []
    wanted = (
        select(SessionArm)
        .join(Session, SessionArm.session_id == Session.id)
        .where(
            Session.study_id == study.id,
            Session.is_rehearsal.is_(False),
            Session.ended_at.is_not(None),
            exists().where(Sandbox.id == SessionArm.sandbox_id),
        )
        .order_by(Session.number, SessionArm.position)
    )
    counts = (
        select(Reading.session_arm_id, func.count())
        .where(Reading.left_out_because.is_(None))
        .group_by(Reading.session_arm_id)
    )
    given = {arm_id: int(readings) for arm_id, readings in db.execute(counts)}
    return [Record(arm, given.get(arm.id, 0)) for arm in db.scalars(wanted) if is_to_be_read(arm)]


def readers_of(db: Db, study: Study) -> Sequence[Reader]:
    """Every reader of a study, in the order planned."""
    return db.scalars(
        select(Reader)
        .join(Participant)
        .where(Participant.study_id == study.id)
        .order_by(Reader.made_at, Participant.code)
    ).all()


def plan_reader(db: Db, study: Study, *, by: str, at: datetime) -> Reader:
    """A reader with an address of her own, and the records dealt to her.

    Raises DomainError where the study has no reader test, or every record has as many readers as it needs.
    """
    part = part_of(study)
    if part is None:
        raise DomainError("The plan of this study has no reader test")
    db.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    there = [record for record in records(db, study) if record.readings < part.each]
    dealt = _dealt(study, there, first=len(readers_of(db, study)))
    if not dealt:
        raise DomainError("Every record that was handed over has as many readers as the plan says")
    participant = Participant(study_id=study.id, code=f"RD{_number(db, study):02}")
    db.add(participant)
    db.flush()
    reader = Reader(participant_id=participant.id, token=secrets.token_urlsafe(18), made_by=by, made_at=at)
    db.add(reader)
    db.flush()
    for position, record in enumerate(dealt):
        db.add(Reading(reader_id=reader.id, session_arm_id=record.arm.id, position=position))
    db.flush()
    db.expire(reader, ["readings"])
    return reader


def _number(db: Db, study: Study) -> int:
    """Codes of readers who withdrew stay theirs."""
    theirs = select(func.count()).where(Participant.study_id == study.id, Participant.code.startswith("RD"))
    return 1 + (db.scalar(theirs) or 0)


def _dealt(study: Study, there: Sequence[Record], *, first: int) -> list[Record]:
    """One record of each arm, every one about another case and, where it can be, by another writer; least read first.

    first: how many readers came before, so that arms take turns in being read first.
    """
    best: dict[tuple[str, str], list[Record]] = {}
    for record in sorted(there, key=lambda each: each.readings):
        best.setdefault((record.arm.arm_id, record.arm.case_id), []).append(record)
    arms, cases = list(study.arms), list(study.cases)
    shorter = min(len(arms), len(cases))
    found = [
        _one_of_each(best, list(zip(some, order, strict=True)))
        for some in combinations(arms, shorter)
        for order in permutations(cases, shorter)
    ]
    chosen = min(found, key=lambda each: (-len(each), sum(record.readings for record in each)), default=[])
    turn = first % len(arms)
    return sorted(chosen, key=lambda record: (record.arm.arm.position - turn) % len(arms))


def _one_of_each(best: dict[tuple[str, str], list[Record]], pairs: Sequence[tuple[Arm, StudyCase]]) -> list[Record]:
    taken: list[Record] = []
    for arm, case in pairs:
        writers = {record.arm.session_id for record in taken}
        offered = best.get((arm.id, case.id), [])
        one = next((each for each in offered if each.arm.session_id not in writers), next(iter(offered), None))
        if one is not None:
            taken.append(one)
    return taken


def let_go(db: Db, study: Study) -> int:
    """Drop every record that nobody is to read any more: those that no reader has before her. How many."""
    before_readers = {
        reading.session_arm_id
        for reader in readers_of(db, study)
        for reading in reader.readings
        if reading.ended_at is None
    }
    free = [record.arm for record in records(db, study) if record.arm.id not in before_readers]
    for arm in free:
        if arm.sandbox_id is not None:
            drop(db, arm.sandbox_id)
    return len(free)


# --- the reader's own way ------------------------------------------------------------------------


def find_reader(db: Db, token: str, *, lock: bool = False) -> Reader | None:
    """Who reads at an address. lock: hold her row until the commit."""
    wanted = select(Reader).where(Reader.token == token)
    return db.scalar(wanted.with_for_update(of=Reader) if lock else wanted)


def study_of(db: Db, reader: Reader) -> Study:
    return db.get_one(Study, reader.participant.study_id)


def reading_now(reader: Reader) -> Reading | None:
    """The record she reads now or next; None when she has read all of them, or has stopped."""
    if reader.ended_at is not None:
        return None
    return next((one for one in reader.readings if one.ended_at is None), None)


def reading_at(db: Db, link: ColleagueLink) -> Reading | None:
    """The reading under way to which an address of the record belongs, if it belongs to one."""
    return db.scalar(select(Reading).where(Reading.link_id == link.id).options(joinedload(Reading.reader)))


def question_now(study: Study, reading: Reading) -> ReaderQuestion | None:
    """The next question about this record; None when all are answered."""
    part, answered = part_of(study), {answer.question for answer in reading.answers}
    return next((each for each in part.questions if each.id not in answered), None) if part else None


def choices_asked(study: Study) -> list[ConsentChoice]:
    """What a reader is asked to agree to."""
    return [one for one in file_of(study).consent.choices if one.id not in NOT_FOR_READERS]


def check_choices(study: Study, choices: Sequence[str]) -> None:
    """Raises DomainError on `choices` where something required is not among them."""
    for one in choices_asked(study):
        if one.required and one.id not in choices:
            raise DomainError(f"Select “{one.label}” if you want to take part", field="choices")


def agree(db: Db, reader: Reader, choices: Sequence[str], role: str, *, at: datetime) -> None:
    """Keep what she agreed to and her role. Raises DomainError on `choices` without the required ones."""
    study = study_of(db, reader)
    check_choices(study, choices)
    file, participant = file_of(study), reader.participant
    asked = choices_asked(study)
    participant.consent_version, participant.consented_at, participant.role = file.consent.version, at, role
    participant.consent_choices = [one.id for one in asked if one.id in choices]
    participant.keep_until = kept_until(file, participant.consent_choices, at)
    db.flush()


def stop(db: Db, reader: Reader, *, at: datetime) -> None:
    """She reads no more. Records she has not finished go to somebody else; what she answered about them goes."""
    for reading in list(reader.readings):
        if reading.ended_at is None:
            for answer in list(reading.answers):
                db.delete(answer)
            db.flush()
            _close(db, reading)
            db.delete(reading)
    reader.ended_at = at
    db.flush()
    db.expire(reader, ["readings"])


def start(db: Db, reader: Reader, *, at: datetime) -> Reading:
    """Open the next record to her, for reading only. The time runs from now.

    Raises DomainError where there is none, or where it is not kept any more.
    """
    reading, study = reading_now(reader), study_of(db, reader)
    part = part_of(study)
    if reading is None or part is None or reader.participant.consented_at is None:
        raise DomainError("There is nothing to read now")
    if reading.session_arm.sandbox is None:
        raise DomainError("This record is not kept any more. Tell the researcher, or stop here")
    if reading.started_at is None:
        link = ColleagueLink(
            token=secrets.token_urlsafe(18),
            session_id=reading.session_arm.session_id,
            session_arm_id=reading.session_arm_id,
            worker_id=part.worker,
            reads_only=True,
            made_by=reader.made_by,
            made_at=at,
            expires_at=at + AN_ADDRESS_LASTS,
        )
        db.add(link)
        db.flush()
        reading.link_id, reading.started_at = link.id, at
        db.flush()
        db.expire(reading, ["link"])
    elif reading.link is not None and reading.link.expires_at <= at:
        reading.link.expires_at = at + AN_ADDRESS_LASTS
    return reading


def answer(db: Db, reader: Reader, question_id: str, said: str | None, *, at: datetime) -> Reading:
    """Keep her answer to the question that is asked now; None where the record does not have it.

    Raises DomainError on `answer` where nothing is answered, and when the page is an old one.
    """
    reading, study = reading_now(reader), study_of(db, reader)
    question = question_now(study, reading) if reading and reading.started_at else None
    if reading is None or question is None or reading.started_at is None or question.id != question_id:
        raise DomainError("This question has been answered already")
    said = said.strip()[:LONGEST_ANSWER] if said is not None else None
    if said == "" or (said is not None and question.answers and said not in question.answers):
        raise DomainError("Answer the question, or say that it is not in the record", field="answer")
    before = [each.answered_at for each in reading.answers]
    db.add(
        ReadingAnswer(
            reading_id=reading.id,
            question=question.id,
            asked_at=max(before, default=reading.started_at),
            answered_at=at,
            answer=said,
            is_right=_is_right(db, reading, question, said),
        )
    )
    db.flush()
    db.expire(reading, ["answers"])
    if question_now(study, reading) is None:
        reading.answered_at = at
        db.flush()
    return reading


def rate(db: Db, reader: Reader, ease: int, comment: str, *, at: datetime) -> None:
    """How easy it was to find out; with it the record is closed to her. ease: 1 very difficult to 7 very easy."""
    reading = reading_now(reader)
    if reading is None or reading.answered_at is None:
        raise DomainError("There is nothing to rate now")
    if ease not in range(1, MOST_EASE + 1):
        raise ValueError(f"ease is 1 to {MOST_EASE}, not {ease}")
    reading.ease, reading.comment, reading.ended_at = ease, comment.strip() or None, at
    _close(db, reading)
    if reading_now(reader) is None:
        reader.ended_at = at
    db.flush()
    _drop_when_read(db, reading.session_arm)


def _close(db: Db, reading: Reading) -> None:
    link = reading.link
    if link is not None:
        reading.link_id = None
        db.flush()
        db.delete(link)
        db.flush()
        db.expire(reading, ["link"])


def _drop_when_read(db: Db, arm: SessionArm) -> None:
    """The record goes once as many have read it as the plan says."""
    part = part_of(arm.session.study)
    done = select(func.count()).where(
        Reading.session_arm_id == arm.id, Reading.ended_at.is_not(None), Reading.left_out_because.is_(None)
    )
    if part is not None and arm.sandbox_id is not None and (db.scalar(done) or 0) >= part.each:
        drop(db, arm.sandbox_id)


# --- what is right -------------------------------------------------------------------------------


def right_answers(db: Db, reading: Reading, question: ReaderQuestion) -> list[str]:
    """What counts as right: codes where there are answers to choose from, words otherwise.

    Empty where the writer recorded nothing: then it is right that the record does not have it.
    """
    if question.fact is None:
        return question.right.get(reading.session_arm.case.key, [])
    found = db.scalar(
        select(RecordedFact)
        .join(TaskRun, RecordedFact.task_run_id == TaskRun.id)
        .where(
            TaskRun.session_arm_id == reading.session_arm_id,
            TaskRun.voided_at.is_(None),
            RecordedFact.name == question.fact,
        )
        .order_by(TaskRun.position.desc(), RecordedFact.id.desc())
        .limit(1)
    )
    value = found.value["value"] if found else None
    if value in (None, "", []):
        return []
    if CATALOGUE[question.fact].type is FactType.MONEY:
        return [f"£{value / 100:,.2f}"]
    return [str(value)]


def _is_right(db: Db, reading: Reading, question: ReaderQuestion, said: str | None) -> bool | None:
    right = right_answers(db, reading, question)
    if said is None:
        return not right
    if question.answers:
        return said in right
    if any(said.casefold() == one.casefold() for one in right):
        return True
    return None if right else False


def hidden_questions(db: Db, study: Study) -> set[str]:
    """The questions about what participants decided, while experts are asked the same."""
    part, hidden = part_of(study), hidden_facts(db, study)
    return {each.id for each in part.questions if each.fact in hidden} if part else set()


def to_judge(db: Db, study: Study) -> Sequence[ReadingAnswer]:
    """Answers in a reader's own words that nobody has judged, in an order that tells neither arm nor reader.

    Those about what experts are asked wait until the key is sealed: whoever judges is told what was recorded.
    """
    return db.scalars(
        select(ReadingAnswer)
        .join(Reading)
        .join(Reader)
        .join(Participant)
        .where(
            Participant.study_id == study.id,
            ReadingAnswer.is_right.is_(None),
            ReadingAnswer.answer.is_not(None),
            ReadingAnswer.question.not_in(hidden_questions(db, study)),
            Reading.left_out_because.is_(None),
        )
        .order_by(ReadingAnswer.question, ReadingAnswer.id)
    ).all()


def judge(db: Db, study: Study, answer_id: str, is_right: bool, *, by: str, at: datetime) -> None:
    """Say whether an answer in her own words is right. Raises NotFound for one of another study."""
    found = db.get(ReadingAnswer, answer_id)
    if found is None or found.reading.reader.participant.study_id != study.id:
        raise NotFound(f"answer {answer_id} of {study.id}")
    found.is_right, found.judged_by, found.judged_at = is_right, by, at
    db.flush()


def leave_out(db: Db, study: Study, reading_id: str, because: str, *, by: str) -> None:
    """Leave a reading out of every figure; it stays in the table with the reason.

    Raises DomainError on `because` without a reason, NotFound for a reading of another study.
    """
    reading = db.get(Reading, reading_id)
    if reading is None or reading.reader.participant.study_id != study.id:
        raise NotFound(f"reading {reading_id} of {study.id}")
    if not because.strip():
        raise DomainError("Enter why it is left out", field="because")
    reading.left_out_because, reading.left_out_by = because.strip(), by
    db.flush()
