"""A participant withdraws: everything of hers is gone, from every table, and nothing of anybody else's."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, DateTime, Enum, Float, Integer, LargeBinary, Table, func, insert, select, update
from sqlalchemy import Date as DateColumn
from sqlalchemy.types import JSON

from casework import disk
from casework.database import Base, Moment, enter_sandbox, leave_sandbox, new_id, sandbox_tables
from casework.errors import DomainError, NotFound
from casework.lab import erasing, planning, queries, sessions, withdrawing
from casework.lab.events import happened
from casework.lab.models import (
    Event,
    Finding,
    FindingEvidence,
    NoteGroup,
    Observation,
    OnceOnlyKey,
    Participant,
    Picture,
    PictureBody,
    RecordedFact,
    Sandbox,
    Session,
    Study,
    TaskRun,
)
from casework.lab.observations import note
from casework.lab.once_only import keep_reply
from casework.lab.vocabulary import EventKind, ObservationKind, SandboxKind, Stage
from casework.records.models import Person
from tests.lab.conftest import START

# Written by hand: a new table fails here until somebody has said whether anything of a participant stands in it.
HERS = {
    "assist",
    "colleague_link",
    "debrief",
    "event",
    "finding_evidence",
    "interruption",
    "observation",
    "observer_question",
    "once_only_key",
    "participant",
    "pause",
    "picture",
    "picture_body",
    "reader",
    "reading",
    "reading_answer",
    "recorded_fact",
    "session",
    "session_arm",
    "stray_post",
    "strike_out",
    "task_run",
    "wall_card",
    "watcher",
}
NOBODYS = {
    "account",
    "arm",
    "attempt",
    "download",
    "erasure",
    "expert_answer",
    "finding",
    "finding_change",
    "finding_judgement",
    "invitation",
    "note_group",
    "opinion",
    "packed_person",
    "panel",
    "preflight",
    "ruling",
    "sandbox",
    "shown_link",
    "sign_in",
    "study",
    "study_case",
    "study_draft",
    "system_judgement",
    "system_profile",
    "test_task",
    "trial",
    "wall_visitor",
    "withdrawal",
    "workflow_comment",
    "workflow_draft",
    "workflow_save",
    "workflow_version",
}
STAYS = {"participant": {"id", "study_id", "code"}, "session": {"id", "study_id", "participant_id"}}


def test_every_table_has_been_thought_of():
    of_the_lab = {table.name for table in Base.metadata.sorted_tables} - {table.name for table in sandbox_tables()}
    assert of_the_lab == HERS | NOBODYS


def test_every_table_that_leads_to_a_participant_is_said_to_be_hers():
    assert set(_leading_to_a_participant()) <= HERS


def _leading_to_a_participant() -> Iterator[str]:
    known = {"participant", "session"}
    yield from known
    for table in Base.metadata.sorted_tables:
        if table.name not in known and known & {key.column.table.name for key in table.foreign_keys}:
            known.add(table.name)
            yield table.name


# --- a needle in every column ----------------------------------------------------------------------


def plant(db, session: Session, needle: str) -> None:
    """A row of this session in every table that is a participant's, with the needle in every text, JSON and bytes."""
    ids = {"session": session.id, "participant": session.participant_id, "study": session.study_id}
    arm = session.arms[0]
    ids |= {"session_arm": arm.id, "arm": arm.arm_id, "study_case": arm.case_id, "test_task": session.runs[0].task_id}
    ids["workflow_version"] = arm.arm.version_id
    group = NoteGroup(study_id=session.study_id, title="Group", position=1, made_by="ruth", made_at=START)
    db.add(group)
    db.flush()
    number = 1 + (db.scalar(select(func.max(Finding.number))) or 0)
    finding = Finding(
        study_id=session.study_id, number=number, title="Found", what="What", made_by="ruth", made_at=START
    )
    db.add(finding)
    db.flush()
    ids |= {"note_group": group.id, "finding": finding.id}
    for table in Base.metadata.sorted_tables:
        if table.name not in HERS:
            continue
        if table.name in ("session", "participant", "session_arm"):
            here = {name: _needled(column, needle) for name, column in table.columns.items() if _is_free(table, name)}
            db.execute(update(table).where(table.c.id == ids[table.name]).values(**here))
            continue
        row = {name: _value(table, name, ids, needle) for name, _ in table.columns.items()}
        db.execute(insert(table).values(**row))
        ids[table.name] = row.get("id", "")
    enter_sandbox(db, arm.sandbox_id)
    db.get_one(Person, (arm.sandbox_id, "carl")).last_name = needle
    db.commit()
    leave_sandbox(db)
    db.expire_all()


def _is_free(table: Table, name: str) -> bool:
    """Whether a needle can stand in a column of a row that is there already."""
    column = table.c[name]
    key = column.foreign_keys or name in ("id", "sandbox_id", "current_run_id", "current_arm_id")
    plain = isinstance(column.type, Boolean | Integer | DateTime | DateColumn | Moment | Enum | Float)
    return not key and not plain and name not in STAYS.get(table.name, ())


def _value(table: Table, name: str, ids: dict[str, str], needle: str) -> Any:
    column = table.c[name]
    for key in column.foreign_keys:
        return ids[key.column.table.name]
    if name == "id":
        return new_id()
    return _needled(column, needle)


def _needled(column: Any, needle: str) -> Any:
    kind = column.type
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer | Float):
        return 77
    if isinstance(kind, DateTime | Moment):
        return START
    if isinstance(kind, DateColumn):
        return date(2026, 11, 10)
    if isinstance(kind, Enum):
        codes: type[StrEnum] = kind.enum_class
        return next(iter(codes))
    if isinstance(kind, LargeBinary):
        return zlib.compress(f"<p>{needle} in a picture {new_id()}</p>".encode(), 6)
    if isinstance(kind, JSON):
        return {"typed": f"{needle} in JSON"} if column.name not in ("systems", "consent_choices") else [needle]
    return f"{needle}{column.name[:2]}" if kind.length is not None else f"{needle} wrote in {column.name}"


def holding(db, needle: str) -> list[str]:
    """Every table and column in which the needle stands, pictures unpacked; the record's tables among them."""
    found = []
    for table in Base.metadata.sorted_tables:
        for row in db.connection().execute(select(table)).mappings():
            for name, value in row.items():
                plain = zlib.decompress(value).decode() if isinstance(value, bytes) else json.dumps(value, default=str)
                if needle in plain:
                    found.append(f"{table.name}.{name}")
    return sorted(found)


@pytest.fixture
def two(db, study, session, moments):
    """Two participants, with a needle of each in everything that is kept of them."""
    other = planning.plan_session(db, study, by="ruth", at=moments.after())
    db.commit()
    plant(db, session, "HAY1")
    plant(db, other, "HAY2")
    return session, other


def test_nothing_of_hers_is_left_in_any_table_and_everything_of_the_other_is(db, study, two, moments):
    hers, others = two
    before = holding(db, "HAY2")
    assert {place.partition(".")[0] for place in before} >= HERS - {"pause", "assist", "finding_evidence"}
    withdrawing.withdraw(db, study, hers.participant, by="ruth", at=moments.after())
    db.commit()
    assert holding(db, "HAY1") == []
    assert holding(db, "HAY2") == before
    assert others.participant.withdrawn_at is None


def test_nothing_of_hers_is_left_in_the_files_and_the_search_says_so(db, study, two, moments):
    words = withdrawing.words_of(db, two[0].participant)
    withdrawing.withdraw(db, study, two[0].participant, by="ruth", at=moments.after())
    db.commit()
    (erasure,) = erasing.finish(db, words=words, at=moments.after())
    db.commit()
    assert erasure.done_at is not None
    assert (erasure.proof["checkpoint"], erasure.proof["left"]) == ([0, 0, 0], 0)
    assert erasure.proof["searched_for"] > 20
    files = b"".join(path.read_bytes() for path in _files(db))
    assert (files.count(b"HAY1"), files.count(b"HAY2") > 20) == (0, True)
    assert erasing.waiting(db) == []


def test_while_somebody_reads_the_erasing_waits_and_is_finished_later(db, study, two, moments):
    withdrawing.withdraw(db, study, two[0].participant, by="ruth", at=moments.after())
    db.commit()
    with sqlite3.connect(db.get_bind().url.database) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()
        (waits,) = erasing.finish(db, at=moments.after(), patience=0.1)
        db.commit()
        assert (waits.done_at, waits.proof["left"], waits.tries) == (None, None, 1)
    reader.close()
    (done,) = erasing.finish(db, at=moments.after())
    db.commit()
    assert (done.done_at, done.proof["left"], done.looked_for, done.tries) == (moments.now, 0, [], 2)
    assert done.proof["searched_for"] >= 5


def test_a_large_database_is_not_written_anew_while_somebody_is_in_a_session(db, study, session, moments):
    other = planning.plan_session(db, study, by="ruth", at=moments.after())
    sessions.join(db, other.code, at=moments.after())
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    db.commit()
    (waits,) = erasing.finish(db, at=moments.after(), large=1000)
    db.commit()
    assert (waits.done_at, waits.proof["left"], waits.proof["waits"]) == (None, 0, "somebody is in a session")
    (done,) = erasing.finish(db, at=moments.after(3600), large=1000)
    assert done.done_at is not None


def test_words_that_somebody_else_wrote_too_are_not_counted_as_left(db, study, session, moments):
    other = planning.plan_session(db, study, by="ruth", at=moments.after())
    for each in (session, other):
        happened(db, each, EventKind.SEARCHED, at=moments.after(), text="Mrs Bell, who fell in March")
    db.commit()
    words = withdrawing.words_of(db, session.participant)
    assert "Mrs Bell, who fell in March" in words
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    db.commit()
    (erasure,) = erasing.finish(db, words=words, at=moments.after())
    assert (erasure.proof["left"], erasure.proof["same_words_elsewhere"]) == (0, 1)


def _files(db) -> list[Path]:
    """The database and its log."""
    path = Path(db.get_bind().url.database)
    return [each for each in path.parent.glob(f"{path.name}*") if not each.name.endswith("-shm")]


# --- what stays ------------------------------------------------------------------------------------


def test_a_code_a_day_and_the_place_she_was_dealt_are_left(db, study, session, walk):
    walk.to_the_end()
    row, at = session.row, walk.moments.after()
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=at)
    db.commit()
    left = db.scalars(select(Participant)).one()
    assert (left.code, left.withdrawn_at, left.consented_at, left.role) == ("P01", at, None, None)
    tombstone = db.scalars(select(Session)).one()
    assert (tombstone.row, tombstone.number, tombstone.stage, tombstone.runs) == (row, 1, Stage.THANKS, [])
    assert queries.balance(db, study).n == 1
    assert planning.plan_session(db, study, by="ruth", at=walk.moments.after()).participant.code == "P02"


def test_the_log_says_who_withdrew_what_and_how_much_went_but_nothing_of_it(db, study, session, walk):
    walk.to_task()
    happened(db, session, EventKind.SEARCHED, at=walk.moments.after(), text="Mrs Bell")
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=walk.moments.after())
    (logged,) = withdrawing.withdrawals_of(db)
    assert (logged.participant_code, logged.parts, logged.why, logged.by) == ("P01", ["everything"], "asked", "ruth")
    assert logged.proof["rows"]["sandbox"] == 2
    assert logged.proof["rows"]["event"] > 3
    assert "Bell" not in json.dumps(logged.proof)


def test_someone_who_withdraws_in_the_middle_of_a_task_is_no_longer_known_to_her_browser(db, study, session, walk):
    _, token = sessions.join(db, session.code, at=walk.moments.after())
    walk.to_task()
    withdrawing.withdraw(db, study, session.participant, by="P01", at=walk.moments.after())
    assert sessions.session_of_token(db, token, lock=False) is None
    assert db.scalars(select(Sandbox.id).where(Sandbox.kind == SandboxKind.SESSION)).all() == []


def test_nobody_withdraws_twice_nor_from_another_study(db, study, session, moments):
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    with pytest.raises(DomainError, match="withdrawn already"):
        withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    with pytest.raises(NotFound):
        withdrawing.withdraw(db, Study(id="other"), session.participant, by="ruth", at=moments.after())


def test_a_code_is_found_however_it_is_typed(db, session):
    assert withdrawing.find_participant(db, " p01 ") == [session.participant]
    assert withdrawing.find_participant(db, "P01", "another") == []


# --- parts -----------------------------------------------------------------------------------------


@pytest.fixture
def seen(db, session, walk):
    """A session with a picture, a note that a finding rests on, and words of hers in an event, a fact and a comment."""
    walk.consent()
    session.participant.consent_choices = ["take_part", "quoted", "pictures"]
    run = walk.to_task()
    at = walk.moments.after()
    happened(db, session, EventKind.ANSWER_CHANGED, at=at, question="lives", old="alone", new="With her sister Ann")
    happened(db, session, EventKind.ANSWER_CHANGED, at=at, question="when", old=None, new="2026-11-10")
    body = PictureBody(session_id=session.id, body_hash="h", compressed=zlib.compress(b"<p>Ann</p>"), bytes_plain=10)
    db.add(body)
    db.flush()
    picture = {"event_seq": 1, "at": at, "path": "/work", "title": "Work", "status": 200, "body_id": body.id}
    db.add(Picture(session_id=session.id, **picture))
    written = note(db, session, kind=ObservationKind.SAID, text="Where is the date?", page=None, by="nora", at=at)
    found = {"title": "The date is not found", "what": "They look for it.", "made_by": "ruth", "made_at": at}
    finding = Finding(study_id=session.study_id, number=1, **found)
    db.add(finding)
    db.flush()
    db.add(FindingEvidence(finding_id=finding.id, observation_id=written.id))
    fact = {"question_id": "q", "wording": "What is it?", "step_id": "s", "version_id": session.arms[0].arm.version_id}
    walk.finish()
    walk.rate()
    db.add(RecordedFact(task_run_id=run.id, name="contact.own_words", value={"value": "frail"}, **fact))
    db.flush()
    return session


def test_without_her_pictures_everything_else_stays(db, study, seen, moments):
    events = len(db.scalars(select(Event)).all())
    withdrawing.withdraw(db, study, seen.participant, parts=["pictures"], by="ruth", at=moments.after())
    assert db.scalars(select(Picture)).all() == db.scalars(select(PictureBody)).all() == []
    assert (len(db.scalars(select(Event)).all()), len(db.scalars(select(Observation)).all())) == (events, 1)
    assert seen.participant.consent_choices == ["take_part", "quoted"]
    assert seen.participant.withdrawn_at is None


def test_a_finding_that_rested_on_her_notes_says_that_evidence_was_withdrawn(db, study, seen, moments):
    withdrawing.withdraw(db, study, seen.participant, parts=["notes"], by="ruth", at=moments.after())
    finding = db.scalars(select(Finding)).one()
    assert (finding.evidence_withdrawn, finding.evidence) == (1, [])
    assert db.scalars(select(Picture)).all() != []


def test_without_her_words_codes_dates_and_measures_stay(db, study, seen, moments):
    assert withdrawing.what_would_go(db, seen.participant, ["words"])["words"] == 3
    withdrawing.withdraw(db, study, seen.participant, parts=["words"], by="ruth", at=moments.after())
    changes = db.scalars(select(Event).where(Event.kind == EventKind.ANSWER_CHANGED).order_by(Event.seq)).all()
    assert [event.data["new"] for event in changes] == ["[withdrawn]", "2026-11-10"]
    assert [event.data["question"] for event in changes] == ["lives", "when"]
    (fact,) = db.scalars(select(RecordedFact).where(RecordedFact.name == "contact.own_words"))
    assert (fact.value, fact.wording) == ({"value": "[withdrawn]"}, "What is it?")
    rated = db.scalars(select(TaskRun).where(TaskRun.seq.is_not(None))).one()
    assert (rated.seq, rated.seq_comment, rated.working_seconds) == (5, "[withdrawn]", 61.0)
    assert db.scalars(select(PictureBody)).all() == []
    assert (seen.participant.role, seen.participant.code) == ("social worker", "P01")


def test_from_one_moment_on_the_task_under_way_goes_with_what_came_after(db, study, session, walk):
    walk.to_task()
    walk.finish()
    walk.rate()
    under_way = walk.to_task().id
    before = [run.id for run in session.runs if run.started_at and run.id != under_way]
    moment = walk.moments.after(30)
    walk.to_the_end()
    at = walk.moments.after()
    withdrawing.withdraw(db, study, session.participant, since=moment, by="ruth", at=at)
    assert [run.id for run in session.runs] == before
    seqs = db.scalars(select(Event.seq).order_by(Event.seq)).all()
    assert seqs == list(range(1, session.event_count + 1))
    assert session.ended_at < moment
    assert session.participant.consented_at is not None


def test_the_preview_counts_what_then_goes(db, study, seen, moments):
    for parts in (["pictures"], ["notes"], ["everything"]):
        counted = withdrawing.what_would_go(db, seen.participant, parts)
        gone = withdrawing.withdraw(db, study, seen.participant, parts=parts, by="ruth", at=moments.after())
        assert {name: count for name, count in gone.proof["rows"].items() if name != "sandbox"} == counted


def test_the_keys_of_her_posts_go_and_those_of_others_stay(db, study, session, moments):
    keep_reply(db, "hers", "0", "/join/thanks", moments.after(), session_id=session.id)
    keep_reply(db, "of-the-staff", "0", f"/studies/{study.id}/sessions/{session.id}", moments.after())
    keep_reply(db, "others", "0", "/work", moments.after())
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    assert db.scalars(select(OnceOnlyKey.key)).all() == ["others"]


def test_what_is_searched_for_is_counted_once_wherever_it_stands(db, tmp_path):
    db.commit()
    db.get_bind().dispose()
    file = _files(db)[0]
    piece = disk.A_CHUNK
    across = (
        b"x" * (piece - file.stat().st_size % piece - 3)
        + b"\xff\x00needle\xfe"
        + b"needle"
        + b"he said \\u201cno\\u201d"
    )
    with file.open("ab") as end:
        end.write(across)
    engine = db.get_bind()
    assert disk.copies_on_disk(engine, b"\xff\x00needle\xfe") == 1
    assert disk.copies_on_disk(engine, "needle") == 2
    assert disk.copies_on_disk(engine, "he said “no”") == 1
    assert disk.copies_on_disk(engine, "nobody") == 0
