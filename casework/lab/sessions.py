"""A participant's sitting, from the row it is dealt to the thanks at the end.

She goes through stages (`Stage`), each a page she cannot walk past; every operation says which stage it
belongs to and raises DomainError at any other. Operations here change and never commit; the caller asks
for the session with `lock=True`.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab import task_runs
from casework.lab.events import happened
from casework.lab.models import Session, SessionArm, Study, StudyCase, TaskRun
from casework.lab.sandboxes import drop
from casework.lab.study_file import file_of
from casework.lab.vocabulary import EventKind, RunEnd, Stage, TaskKind
from casework.statistics import sus_score

SEQ_RATINGS = range(1, 8)
SUS_ANSWERS = range(1, 6)


# --- joining -------------------------------------------------------------------------------------


def join(db: Db, code: str, *, at: datetime) -> tuple[Session, str]:
    """The session of a code, and the token for this browser. A device that joined before is signed out.

    code: as it was typed; spaces, hyphens and small letters do not matter.
    Raises NotFound for a code that is nobody's, DomainError when the session has ended.
    """
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    session = db.scalar(
        select(Session)
        .where(Session.code == typed)
        .with_for_update(of=Session)
        .execution_options(populate_existing=True)
    )
    if session is None:
        raise NotFound("no session has this code")
    if session.ended_at is not None:
        raise DomainError("This session has ended. Ask the researcher for a new code", field="code")
    token = secrets.token_urlsafe(32)
    happened(db, session, EventKind.SESSION_JOINED, at=at, again=session.cookie_hash is not None)
    session.cookie_hash = _token_hash(token)
    session.joined_at = session.joined_at or at
    session.last_heard_at = at
    db.flush()
    return session, token


def session_of_token(db: Db, token: str, *, lock: bool) -> Session | None:
    """The session whose browser holds this token, or None once another device has joined.

    lock: hold the row until the commit, read afresh, so that events follow one another.
    """
    # In one query, since everything begins with it. A post needs the run under way; a page says how many there are.
    runs = joinedload(Session.run_under_way if lock else Session.runs)
    wanted = (
        select(Session)
        .where(Session.cookie_hash == _token_hash(token))
        .options(
            joinedload(Session.study).defer(Study.content),
            runs.options(
                joinedload(TaskRun.task),
                joinedload(TaskRun.session_arm).options(
                    joinedload(SessionArm.arm),
                    joinedload(SessionArm.sandbox),
                    joinedload(SessionArm.case).defer(StudyCase.content),
                ),
            ),
        )
    )
    if lock:
        wanted = wanted.with_for_update(of=Session).execution_options(populate_existing=True)
    return db.scalars(wanted).unique().one_or_none()


def get_session(db: Db, session_id: str, *, lock: bool = False) -> Session:
    """One session by its id. lock: as in session_of_token. Raises NotFound."""
    wanted = select(Session).where(Session.id == session_id)
    if lock:
        wanted = wanted.with_for_update(of=Session).execution_options(populate_existing=True)
    session = db.scalar(wanted)
    if session is None:
        raise NotFound(f"session {session_id}")
    return session


def _token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# --- what the participant does -------------------------------------------------------------------


def give_consent(db: Db, session: Session, choices: Sequence[str], *, at: datetime) -> None:
    """Keep what she agreed to and the version of the sheet. choices: the ids of what she ticked.

    Raises DomainError on `choices` while something required is not among them.
    """
    _must_be_at(session, Stage.CONSENT)
    sheet = file_of(session.study).consent
    if unknown := set(choices) - {choice.id for choice in sheet.choices}:
        raise ValueError(f"the consent sheet has no choice {', '.join(sorted(unknown))}")
    missing = [choice for choice in sheet.choices if choice.required and choice.id not in choices]
    if missing:
        raise DomainError(f"Select “{missing[0].label}” if you want to take part", field="choices")
    given = [choice.id for choice in sheet.choices if choice.id in choices]
    participant = session.participant
    participant.consent_version, participant.consent_choices, participant.consented_at = sheet.version, given, at
    happened(db, session, EventKind.CONSENT_GIVEN, at=at, version=sheet.version, choices=given)
    session.stage = Stage.ABOUT_YOU
    db.flush()


def answer_about_you(
    db: Db,
    session: Session,
    *,
    role: str | None,
    years: str | None,
    systems: Sequence[str],
    systems_other: str | None,
    at: datetime,
) -> None:
    """Keep her role, years and the systems she has used, all as wide bands, and brief her for the first arm."""
    _must_be_at(session, Stage.ABOUT_YOU)
    participant = session.participant
    participant.role, participant.years = role or None, years or None
    participant.systems, participant.systems_other = list(systems), systems_other or None
    happened(db, session, EventKind.ABOUT_YOU_ANSWERED, at=at)
    _brief(session, session.runs[0])
    db.flush()


def start_run(db: Db, session: Session, *, at: datetime) -> TaskRun:
    """She has read the briefing and begins. The run's clock starts."""
    _must_be_at(session, Stage.BRIEFING)
    run = run_of(session)
    session.stage = Stage.WORKING
    task_runs.start(db, run, at=at)
    db.flush()
    return run


def end_run(db: Db, session: Session, ended_by: RunEnd, *, at: datetime, by: str | None = None) -> TaskRun:
    """The run under way is over, its measures drawn. A task is rated next; after a warm-up comes the next briefing."""
    _must_be_at(session, Stage.WORKING)
    run = run_of(session)
    task_runs.end(db, run, ended_by=ended_by, by=by, at=at)
    if run.task.kind is TaskKind.WARM_UP:
        after_run(session, run)
    else:
        session.stage = Stage.RATING
    db.flush()
    return run


def rate(db: Db, session: Session, seq: int | None, comment: str | None, *, at: datetime) -> None:
    """Keep how easy the task was, 1 (very difficult) to 7 (very easy). Raises DomainError on `seq` without it."""
    _must_be_at(session, Stage.RATING)
    if seq not in SEQ_RATINGS:
        raise DomainError("Select how difficult or easy the task was", field="seq")
    run = run_of(session)
    run.seq, run.seq_comment = seq, _text(comment)
    happened(db, session, EventKind.TASK_RATED, at=at, run=run.id, seq=seq)
    after_run(session, run)
    db.flush()


def answer_sus(db: Db, session: Session, items: Sequence[int | None], comment: str | None, *, at: datetime) -> None:
    """Keep the ten answers about this arm, 1 to 5 or None, and go on to the next arm or to the thanks.

    Raises DomainError on `items` when more than two are left out: such a form has no score.
    """
    _must_be_at(session, Stage.QUESTIONNAIRE)
    if any(item is not None and item not in SUS_ANSWERS for item in items):
        raise ValueError(f"answers are 1 to 5 or None: {list(items)}")
    if sus_score(items).score is None:
        left_out = sum(item is None for item in items)
        raise DomainError(f"Answer at least 8 of the 10 statements: {left_out} are left out", field="items")
    arm = arm_of(session)
    arm.sus_items, arm.sus_comment, arm.sus_at = list(items), _text(comment), at
    happened(db, session, EventKind.QUESTIONNAIRE_ANSWERED, at=at, arm=arm.arm.key, items=list(items))
    after_arm(db, session, arm, at)
    db.flush()


# --- from stage to stage -------------------------------------------------------------------------


def _must_be_at(session: Session, stage: Stage) -> None:
    if session.stage is not stage:
        raise DomainError("The session has moved on since this page was opened")


def run_of(session: Session) -> TaskRun:
    if session.current_run is None:
        raise ValueError(f"session {session.id} has no run at stage {session.stage}")
    return session.current_run


def arm_of(session: Session) -> SessionArm:
    if session.current_arm is None:
        raise ValueError(f"session {session.id} has no arm at stage {session.stage}")
    return session.current_arm


def _brief(session: Session, run: TaskRun) -> None:
    session.stage = Stage.BRIEFING
    session.current_run_id = run.id
    session.current_arm_id = run.session_arm_id


def _next_run(session: Session, run: TaskRun) -> TaskRun | None:
    return next((later for later in session.runs if later.position > run.position), None)


def after_run(session: Session, run: TaskRun) -> None:
    following = _next_run(session, run)
    if following is not None and following.session_arm_id == run.session_arm_id:
        _brief(session, following)
    else:
        session.stage = Stage.QUESTIONNAIRE


def after_arm(db: Db, session: Session, arm: SessionArm, at: datetime) -> None:
    following = next((run for run in session.runs if run.session_arm.position > arm.position), None)
    if following is not None:
        _brief(session, following)
    else:
        thank(db, session, at)


def thank(db: Db, session: Session, at: datetime, **why: Any) -> None:
    """The end. Her cookie stays, so that going back shows the thanks; the code is dead, her sandboxes are gone."""
    happened(db, session, EventKind.SESSION_ENDED, at=at, **why)
    for arm in session.arms:
        if arm.sandbox_id is not None:
            drop(db, arm.sandbox_id)
    session.stage = Stage.THANKS
    session.ended_at = at
    session.current_run_id = None
    session.current_arm_id = None


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None
