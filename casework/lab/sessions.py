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

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab import task_runs
from casework.lab.events import happened
from casework.lab.models import Arm, Participant, Session, SessionArm, Study, StudyCase, TaskRun
from casework.lab.sandboxes import drop, make_sandbox
from casework.lab.studies import file_of
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd, RunStatus, Stage, TaskKind
from casework.statistics import crossing, dealt_row, sus_score

CODE_ALPHABET = "CDFGHJKMNPQRTVWXY34679"
"""What join codes are made of: nothing that is read or heard as something else, and no vowels to make words."""

CODE_LENGTH = 6
SEQ_RATINGS = range(1, 8)
SUS_ANSWERS = range(1, 6)


# --- planning ------------------------------------------------------------------------------------


def rows_of(study: Study) -> list[list[tuple[Arm, StudyCase]]]:
    """The rows that are dealt: the order of the arms, and which case each arm has. One arm has a row for each case."""
    if len(study.arms) == 1:
        return [[(study.arms[0], case)] for case in study.cases]
    return crossing(study.arms, study.cases)


def plan_session(db: Db, study: Study, *, by: str | None, at: datetime, is_rehearsal: bool = False) -> Session:
    """A session that is ready to join: its row dealt, a code of its own, and a sandbox for each arm.

    Rehearsals are dealt from a sequence of their own, so that they never upset the balance.
    """
    # Held until the commit: two planned at once would have one number and one place in the sequence.
    db.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    planned = select(func.count()).select_from(Session).where(Session.study_id == study.id)
    place = db.scalar(planned.where(Session.is_rehearsal == is_rehearsal)) or 0
    rows = rows_of(study)
    row = dealt_row(len(rows), study.seed, place)
    participant = Participant(study_id=study.id, code=f"{'R' if is_rehearsal else 'P'}{place + 1:02}")
    db.add(participant)
    db.flush()
    session = Session(
        study_id=study.id,
        participant_id=participant.id,
        number=1 + (db.scalar(select(func.max(Session.number)).where(Session.study_id == study.id)) or 0),
        row=row,
        is_rehearsal=is_rehearsal,
        code=_new_code(db),
        stage=Stage.CONSENT,
        event_count=0,
        planned_at=at,
        planned_by=by,
    )
    db.add(session)
    db.flush()
    for position, (arm, case) in enumerate(rows[row]):
        sandbox = make_sandbox(db, study=study, arm=arm, case=case, at=at)
        session_arm = SessionArm(
            session_id=session.id, arm_id=arm.id, case_id=case.id, position=position, sandbox_id=sandbox.id
        )
        db.add(session_arm)
        db.flush()
        for number, task in enumerate(study.tasks):
            db.add(
                TaskRun(
                    session_id=session.id,
                    session_arm_id=session_arm.id,
                    task_id=task.id,
                    position=position * len(study.tasks) + number,
                    status=RunStatus.NOT_STARTED,
                )
            )
    db.flush()
    return session


def _new_code(db: Db) -> str:
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        # Codes of ended sessions stay in their rows, so none is ever given out twice.
        if not db.scalar(select(exists().where(Session.code == code))):
            return code


def ready_session(db: Db, study: Study) -> Session | None:
    """The next session that nobody has joined, if one is planned. Never a rehearsal."""
    return db.scalar(
        select(Session)
        .where(
            Session.study_id == study.id,
            Session.is_rehearsal.is_(False),
            Session.joined_at.is_(None),
            Session.ended_at.is_(None),
        )
        .order_by(Session.number)
        .limit(1)
    )


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
    run = _current_run(session)
    session.stage = Stage.WORKING
    task_runs.start(db, run, at=at)
    db.flush()
    return run


def end_run(db: Db, session: Session, ended_by: RunEnd, *, at: datetime, by: str | None = None) -> TaskRun:
    """The run under way is over, its measures drawn. A task is rated next; after a warm-up comes the next briefing."""
    _must_be_at(session, Stage.WORKING)
    run = _current_run(session)
    task_runs.end(db, run, ended_by=ended_by, by=by, at=at)
    if run.task.kind is TaskKind.WARM_UP:
        _after_run(session, run)
    else:
        session.stage = Stage.RATING
    db.flush()
    return run


def rate(db: Db, session: Session, seq: int | None, comment: str | None, *, at: datetime) -> None:
    """Keep how easy the task was, 1 (very difficult) to 7 (very easy). Raises DomainError on `seq` without it."""
    _must_be_at(session, Stage.RATING)
    if seq not in SEQ_RATINGS:
        raise DomainError("Select how difficult or easy the task was", field="seq")
    run = _current_run(session)
    run.seq, run.seq_comment = seq, _text(comment)
    happened(db, session, EventKind.TASK_RATED, at=at, run=run.id, seq=seq)
    _after_run(session, run)
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
    arm = _current_arm(session)
    arm.sus_items, arm.sus_comment, arm.sus_at = list(items), _text(comment), at
    happened(db, session, EventKind.QUESTIONNAIRE_ANSWERED, at=at, arm=arm.arm.key, items=list(items))
    _after_arm(db, session, arm, at)
    db.flush()


# --- what the facilitator does -------------------------------------------------------------------


def move_on(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """End the run under way, or go past a rating or questionnaire that is not given.

    Raises DomainError at a stage only the participant can leave.
    """
    if session.stage is Stage.WORKING:
        end_run(db, session, RunEnd.MOVED_ON, at=at, by=by)
    elif session.stage is Stage.RATING:
        happened(db, session, EventKind.MOVED_ON, at=at, past=Stage.RATING.value, run=session.current_run_id, by=by)
        _after_run(session, _current_run(session))
    elif session.stage is Stage.QUESTIONNAIRE:
        arm = _current_arm(session)
        happened(db, session, EventKind.MOVED_ON, at=at, past=Stage.QUESTIONNAIRE.value, arm=arm.arm.key, by=by)
        _after_arm(db, session, arm, at)
    else:
        raise DomainError("There is no task or rating to move on from. Only the participant can go on from here")
    db.flush()


def end_early(db: Db, session: Session, because: str, *, by: str, at: datetime) -> None:
    """Stop the session where it is: she had to leave, or does not want to go on. What she did is kept."""
    if session.ended_at is not None:
        raise DomainError("This session has ended already")
    because = because.strip()
    if not because:
        raise DomainError("Enter why the session ends here", field="because")
    if session.stage is Stage.WORKING:
        task_runs.end(db, _current_run(session), ended_by=RunEnd.MOVED_ON, by=by, at=at)
    _thank(db, session, at, because=because, by=by)
    db.flush()


def pause(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """Stop the clock of the run under way."""
    task_runs.pause(db, _working_run(session), by=by, at=at)
    db.flush()


def resume(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """Let the clock of the run under way go on."""
    task_runs.resume(db, _working_run(session), by=by, at=at)
    db.flush()


def assist(db: Db, session: Session, kind: AssistKind, *, by: str, at: datetime) -> None:
    """Record help given in the run under way."""
    task_runs.assist(db, _working_run(session), kind, by=by, at=at)
    db.flush()


def void_run(db: Db, run: TaskRun, because: str, *, by: str, at: datetime) -> None:
    """Leave a run out of every figure, with a reason. It stays listed, and the session goes on as it was."""
    task_runs.void(db, run, because, by=by, at=at)
    db.flush()


# --- from stage to stage -------------------------------------------------------------------------


def _must_be_at(session: Session, stage: Stage) -> None:
    if session.stage is not stage:
        raise DomainError("The session has moved on since this page was opened")


def _current_run(session: Session) -> TaskRun:
    if session.current_run is None:
        raise ValueError(f"session {session.id} has no run at stage {session.stage}")
    return session.current_run


def _current_arm(session: Session) -> SessionArm:
    if session.current_arm is None:
        raise ValueError(f"session {session.id} has no arm at stage {session.stage}")
    return session.current_arm


def _working_run(session: Session) -> TaskRun:
    if session.stage is not Stage.WORKING:
        raise DomainError("No task is under way")
    return _current_run(session)


def _brief(session: Session, run: TaskRun) -> None:
    session.stage = Stage.BRIEFING
    session.current_run_id = run.id
    session.current_arm_id = run.session_arm_id


def _next_run(session: Session, run: TaskRun) -> TaskRun | None:
    return next((later for later in session.runs if later.position > run.position), None)


def _after_run(session: Session, run: TaskRun) -> None:
    following = _next_run(session, run)
    if following is not None and following.session_arm_id == run.session_arm_id:
        _brief(session, following)
    else:
        session.stage = Stage.QUESTIONNAIRE


def _after_arm(db: Db, session: Session, arm: SessionArm, at: datetime) -> None:
    following = next((run for run in session.runs if run.session_arm.position > arm.position), None)
    if following is not None:
        _brief(session, following)
    else:
        _thank(db, session, at)


def _thank(db: Db, session: Session, at: datetime, **why: Any) -> None:
    """The end. Her cookie stays, so that going back shows the thanks; the code is dead, her sandboxes are gone."""
    happened(db, session, EventKind.SESSION_ENDED, at=at, **why)
    for arm in session.arms:
        drop(db, arm.sandbox_id)
    session.stage = Stage.THANKS
    session.ended_at = at
    session.current_run_id = None
    session.current_arm_id = None


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None
