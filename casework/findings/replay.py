"""What a replay of one task run is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import NotFound
from casework.findings.timeline import Timeline, timeline
from casework.lab.events import events_of_run
from casework.lab.models import Event, Finding, FindingEvidence, Observation, Picture, Session, SessionArm, TaskRun
from casework.lab.study_file import file_of

PICTURES, OBSERVED = "pictures", "observed"
"""Ids of choices on the sheet: that pictures of her pages are kept; that others than the facilitator see them."""


@dataclass(frozen=True)
class Replay:
    """One run that has ended. findings: note id → the numbers of the findings that rest on it.

    no_pictures: why there are none, "" where there are.
    """

    run: TaskRun
    started: datetime
    ended: datetime
    events: Sequence[Event]
    notes: Sequence[Observation]
    findings: dict[str, list[int]]
    pictures: Sequence[Picture]
    no_pictures: str
    timeline: Timeline


def get_run(db: Db, session_id: str, run_id: str) -> TaskRun:
    """A run of a session, with its task, arm, case, pauses and who took part. Raises NotFound."""
    run = db.scalar(
        select(TaskRun)
        .where(TaskRun.id == run_id, TaskRun.session_id == session_id)
        .options(
            joinedload(TaskRun.task),
            joinedload(TaskRun.session).options(joinedload(Session.participant), joinedload(Session.study)),
            joinedload(TaskRun.session_arm).options(joinedload(SessionArm.arm), joinedload(SessionArm.case)),
        )
    )
    if run is None:
        raise NotFound(f"run {run_id} of session {session_id}")
    return run


def replay_of(db: Db, run: TaskRun, *, leads: bool) -> Replay | None:
    """Everything that a run left to be looked at again; None until it has ended.

    leads: for somebody who leads sessions. Others see pictures only of those who agreed to be observed.
    """
    if run.started_at is None or run.ended_at is None:
        return None
    events = events_of_run(db, run.id)
    notes = db.scalars(
        select(Observation).where(Observation.task_run_id == run.id).order_by(Observation.at, Observation.id)
    ).all()
    choices = run.session.participant.consent_choices or []
    may_look = PICTURES in choices and (leads or OBSERVED in choices)
    pictures = _pictures(db, run.id) if may_look else []
    return Replay(
        run=run,
        started=run.started_at,
        ended=run.ended_at,
        events=events,
        notes=notes,
        findings=_findings(db, [note.id for note in notes]),
        pictures=pictures,
        no_pictures="" if pictures else _why_none(run, may_look),
        timeline=timeline(run.started_at, run.ended_at, events, notes=notes, pauses=run.pauses, pictures=pictures),
    )


def seconds_into(run: TaskRun, at: datetime) -> int:
    """The moment of a run as its address says it: whole seconds since it was started, pauses included."""
    return max(int((at - run.started_at).total_seconds()), 0) if run.started_at else 0


def _findings(db: Db, note_ids: Sequence[str]) -> dict[str, list[int]]:
    wanted = (
        select(FindingEvidence.observation_id, Finding.number)
        .join(Finding, Finding.id == FindingEvidence.finding_id)
        .where(FindingEvidence.observation_id.in_(note_ids))
        .order_by(Finding.number)
    )
    found: dict[str, list[int]] = {}
    for note_id, number in db.execute(wanted):
        found.setdefault(note_id, []).append(number)
    return found


def _pictures(db: Db, run_id: str) -> Sequence[Picture]:
    return db.scalars(
        select(Picture).where(Picture.task_run_id == run_id).order_by(Picture.at, Picture.event_seq, Picture.id)
    ).all()


def _why_none(run: TaskRun, may_look: bool) -> str:
    arm, code = run.session_arm.arm, run.session.participant.code
    if arm.external:
        return f"{arm.external} is outside Casework, which takes no pictures of it."
    if may_look:
        return "None was kept of this run."
    if PICTURES in (run.session.participant.consent_choices or []):
        return f"{code} did not agree that others than the facilitator see the pages."
    if any(choice.id == PICTURES for choice in file_of(run.session.study).consent.choices):
        return f"{code} did not agree that pictures of the pages are kept, so they were erased when the session ended."
    return "The information sheet of this study does not ask for it, so they were erased when the session ended."
