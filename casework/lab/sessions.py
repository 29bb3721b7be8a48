"""A participant's sitting, from the row it is dealt to the thanks at the end.

She goes through stages (`Stage`), each a page she cannot walk past, or several in turn (`asking`); every operation says
which stage it belongs to and raises DomainError at any other. Operations here change and never commit; the caller asks
for the session with `lock=True`.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab import asking, consenting, front_door, pictures, task_runs
from casework.lab.codes import read_code
from casework.lab.events import happened
from casework.lab.models import Session, SessionArm, Study, StudyCase, TaskRun
from casework.lab.reading import is_to_be_read
from casework.lab.sandboxes import drop
from casework.lab.vocabulary import EventKind, RunEnd, Stage, TaskKind
from casework.statistics import sus_score

SEQ_RATINGS = range(1, 8)
SUS_ANSWERS = range(1, 6)
PARTICIPANT = "participant"
"""Who did something, where it was she."""

DID_NOT_TAKE_PART = "did not take part"


# --- joining -------------------------------------------------------------------------------------


def join(db: Db, code: str, *, at: datetime) -> tuple[Session, str]:
    """The session of a code, and the token for this browser. A device that joined before is signed out.

    code: as it was typed (`codes.read_code`). Raises NotFound for a code that is nobody's, DomainError when the session
    has ended.
    """
    session = db.scalar(
        select(Session)
        .where(Session.code == read_code(code).code)
        .with_for_update(of=Session)
        .execution_options(populate_existing=True)
    )
    if session is None:
        raise NotFound("no session has this code")
    if session.ended_at is not None:
        raise DomainError("This session has ended. Ask the researcher for a new code", field="code")
    return session, enter(db, session, at=at)


def enter(db: Db, session: Session, *, at: datetime) -> str:
    """The token for a browser that goes on with a session from now on; any other is signed out of it."""
    # It begins with whose it is, so that a browser that was signed out can be told why.
    token = f"{session.id}.{secrets.token_urlsafe(32)}"
    happened(db, session, EventKind.SESSION_JOINED, at=at, again=session.cookie_hash is not None)
    session.cookie_hash = _token_hash(token)
    session.joined_at = session.joined_at or at
    session.last_heard_at = at
    db.flush()
    return token


def went_on_elsewhere(db: Db, token: str) -> bool:
    """Whether a browser's token was good until another device went on with its session."""
    session = db.get(Session, token.partition(".")[0])
    return session is not None and session.cookie_hash not in (None, _token_hash(token))


def session_of_token(db: Db, token: str, *, lock: bool) -> Session | None:
    """The session whose browser holds this token, or None once another device has joined.

    lock: hold the row until the commit, read afresh, so that events follow one another.
    """
    return db.scalars(_by_token(lock), {"token_hash": _token_hash(token)}).unique().one_or_none()


@cache
def _by_token(lock: bool) -> Select[Session]:
    """In one query, since everything begins with it; made once, since making it takes longer than running it.

    A post needs the run under way; a page says how many there are.
    """
    runs = joinedload(Session.run_under_way if lock else Session.runs)
    wanted = (
        select(Session)
        .where(Session.cookie_hash == bindparam("token_hash"))
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
    return wanted.with_for_update(of=Session).execution_options(populate_existing=True) if lock else wanted


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
    """Keep what she agreed to (`consenting.agree`). choices: the ids of what she ticked.

    Raises DomainError on `choices` while something required is not among them.
    """
    _must_be_at(session, Stage.CONSENT)
    consenting.agree(db, session, choices, at=at)
    session.stage = Stage.ABOUT_YOU
    db.flush()


def decline(db: Db, session: Session, *, at: datetime) -> None:
    """She does not take part. Nothing about her is kept but that this session will not take place."""
    _must_be_at(session, Stage.CONSENT)
    thank(db, session, at, because=DID_NOT_TAKE_PART)
    db.flush()


def answer_about_you(
    db: Db,
    session: Session,
    *,
    role: str | None,
    years: str | None,
    systems: Sequence[str],
    systems_other: str | None,
    about: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """Keep her role, years and the systems she has used, all as wide bands, and brief her for the first arm.

    about: what residents are asked instead of years and systems, by the name of the question.
    """
    _must_be_at(session, Stage.ABOUT_YOU)
    participant = session.participant
    participant.role, participant.years = role or None, years or None
    participant.systems, participant.systems_other = list(systems), systems_other or None
    participant.about = dict(about) if about else None
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
    _end_break(db, session, at)
    front_door.stop_looking(run)
    task_runs.end(db, run, ended_by=ended_by, by=by, at=at)
    if run.task.kind is TaskKind.WARM_UP:
        after_run(db, session, run, at)
    else:
        session.stage = Stage.RATING
    db.flush()
    return run


def say_what_was_understood(
    db: Db, session: Session, answers: Mapping[str, str], sure: Mapping[str, int | None], *, at: datetime
) -> None:
    """Keep what she understood, with the screen hidden, and how sure she is of it (`front_door.understood`)."""
    _must_be_at(session, Stage.RATING)
    run = run_of(session)
    front_door.understood(run, answers, sure)
    happened(db, session, EventKind.COMPREHENSION_ANSWERED, at=at, run=run.id)
    db.flush()


def rate(
    db: Db,
    session: Session,
    seq: int | None,
    comment: str | None,
    *,
    answers: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """Keep how easy the task was, 1 (very difficult) to 7 (very easy). Raises DomainError on `seq` without it.

    answers: to the study's own questions after each task, by id; what is left out is not there.
    Raises DomainError on `own_` and the id of one that must be answered and is not.
    """
    _must_be_at(session, Stage.RATING)
    if asking.is_about_understanding(session):
        raise DomainError("Say first what you have understood")
    if seq not in SEQ_RATINGS:
        raise DomainError("Select how difficult or easy the task was", field="seq")
    run = run_of(session)
    own = asking.own_questions(session)
    run.answers = asking.checked(own, answers or {}) if own else None
    run.seq, run.seq_comment = seq, _text(comment)
    happened(db, session, EventKind.TASK_RATED, at=at, run=run.id, seq=seq)
    after_run(db, session, run, at)
    db.flush()


def answer_sus(db: Db, session: Session, items: Sequence[int | None], comment: str | None, *, at: datetime) -> None:
    """Keep the ten answers about this arm, 1 to 5 or None, and go on to what is asked next, or to the next arm.

    Raises DomainError on `items` when more than two are left out: such a form has no score.
    """
    _must_be_asked(session, "sus")
    if any(item is not None and item not in SUS_ANSWERS for item in items):
        raise ValueError(f"answers are 1 to 5 or None: {list(items)}")
    if sus_score(items).score is None:
        left_out = sum(item is None for item in items)
        raise DomainError(f"Answer at least 8 of the 10 statements: {left_out} are left out", field="items")
    arm = arm_of(session)
    arm.sus_items, arm.sus_comment, arm.sus_at = list(items), _text(comment), at
    happened(db, session, EventKind.QUESTIONNAIRE_ANSWERED, at=at, arm=arm.arm.key, items=list(items))
    _ask_or_go_on(db, session, at)
    db.flush()


def answer_questionnaire(
    db: Db,
    session: Session,
    which: str,
    items: Sequence[int | None] | Mapping[str, Any],
    comment: str | None,
    *,
    at: datetime,
) -> None:
    """Keep the answers to a questionnaire other than SUS about this arm, and go on to what is asked next.

    which: its id, which must be the one asked now. items: of a published one its answers in order (UMUX-Lite two, 1 to
    7; raw NASA-TLX six, 0 to 100 in steps of 5); of the study's own by question id.
    Raises DomainError on `item_` and the number, or `own_` and the id, of what must be answered and is not.
    """
    asked = _must_be_asked(session, which)
    kept = asking.checked_items(asked, items)
    arm = arm_of(session)
    told = {"items": kept, "comment": _text(comment), "at": at.isoformat()}
    arm.questionnaires = (arm.questionnaires or {}) | {which: told}
    happened(db, session, EventKind.QUESTIONNAIRE_ANSWERED, at=at, arm=arm.arm.key, questionnaire=which, items=kept)
    _ask_or_go_on(db, session, at)
    db.flush()


def skip(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """Go past what is asked now: what she understood, the rating or a questionnaire. It stays unanswered.

    by: who wanted it, "participant" when it was she. Raises DomainError where nothing is asked.
    """
    if session.stage is Stage.RATING:
        run = run_of(session)
        if asking.is_about_understanding(session):
            run.comprehension = {}
            happened(db, session, EventKind.MOVED_ON, at=at, past="questions", run=run.id, by=by)
        else:
            happened(db, session, EventKind.MOVED_ON, at=at, past=Stage.RATING.value, run=run.id, by=by)
            after_run(db, session, run, at)
    elif session.stage is Stage.QUESTIONNAIRE:
        arm, which = arm_of(session), asking.name_of(asking.questionnaire_now(session))
        arm.questionnaires = (arm.questionnaires or {}) | {which: None}
        happened(
            db,
            session,
            EventKind.MOVED_ON,
            at=at,
            past=Stage.QUESTIONNAIRE.value,
            arm=arm.arm.key,
            questionnaire=which,
            by=by,
        )
        _ask_or_go_on(db, session, at)
    else:
        raise DomainError("Nothing is asked now that could be left out")
    db.flush()


# --- breaks and stopping -------------------------------------------------------------------------


def take_break(db: Db, session: Session, *, at: datetime) -> None:
    """She rests, and the clock of her task stands still. Raises DomainError outside a task."""
    _must_be_at(session, Stage.WORKING)
    run = run_of(session)
    if session.break_since is None:
        session.break_since = at
        if not run.is_paused:
            task_runs.pause(db, run, by=PARTICIPANT, at=at)
    db.flush()


def end_break(db: Db, session: Session, *, at: datetime) -> None:
    """She goes on, and the clock with her."""
    _must_be_at(session, Stage.WORKING)
    _end_break(db, session, at)
    db.flush()


def stop(db: Db, session: Session, *, at: datetime) -> None:
    """She ends her session where it is, without having to say why. What she did is kept until she says otherwise."""
    if session.ended_at is not None:
        return
    if session.stage is Stage.CONSENT:
        decline(db, session, at=at)
        return
    if session.stage is Stage.WORKING:
        run = run_of(session)
        _end_break(db, session, at)
        front_door.stop_looking(run)
        task_runs.end(db, run, ended_by=RunEnd.STOPPED, by=PARTICIPANT, at=at)
    thank(db, session, at, because="she wanted to stop", by=PARTICIPANT)
    db.flush()


def _end_break(db: Db, session: Session, at: datetime) -> None:
    run = run_of(session)
    if session.break_since is not None and run.is_paused:
        task_runs.resume(db, run, by=PARTICIPANT, at=at)
    session.break_since = None


# --- from stage to stage -------------------------------------------------------------------------


def _must_be_at(session: Session, stage: Stage) -> None:
    if session.stage is not stage:
        raise DomainError("The session has moved on since this page was opened")


def _must_be_asked(session: Session, which: str) -> asking.Questionnaire:
    """The questionnaire asked now, which must be this one."""
    _must_be_at(session, Stage.QUESTIONNAIRE)
    asked = asking.questionnaire_now(session)
    if asking.name_of(asked) != which:
        raise DomainError("The session has moved on since this page was opened")
    return asked


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


def after_run(db: Db, session: Session, run: TaskRun, at: datetime) -> None:
    following = _next_run(session, run)
    if following is not None and following.session_arm_id == run.session_arm_id:
        _brief(session, following)
    else:
        _ask_or_go_on(db, session, at)


def _ask_or_go_on(db: Db, session: Session, at: datetime) -> None:
    """The next questionnaire about this arm, or where there is none, the next arm."""
    if asking.has_questionnaires_left(session):
        session.stage = Stage.QUESTIONNAIRE
    else:
        after_arm(db, session, arm_of(session), at)


def after_arm(db: Db, session: Session, arm: SessionArm, at: datetime) -> None:
    following = next((run for run in session.runs if run.session_arm.position > arm.position), None)
    if following is not None:
        _brief(session, following)
    else:
        thank(db, session, at)


def thank(db: Db, session: Session, at: datetime, **why: Any) -> None:
    """The end. Her cookie stays, so that going back shows the thanks; the code is dead.

    Her sandboxes are gone, but for what waits for the readers of a reader test.
    """
    happened(db, session, EventKind.SESSION_ENDED, at=at, **why)
    for arm in session.arms:
        if arm.sandbox_id is not None and not is_to_be_read(arm):
            drop(db, arm.sandbox_id)
    pictures.end(db, session)
    session.stage = Stage.THANKS
    session.typed = session.break_since = None
    session.ended_at = at
    session.current_run_id = None
    session.current_arm_id = None


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None
