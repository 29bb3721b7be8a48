"""Planning sessions: which row each is dealt, its code, and its sandboxes, made before anybody joins."""

import secrets
from datetime import datetime

from sqlalchemy import exists, func, select

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab.codes import CODE_ALPHABET, CODE_LENGTH, read_code
from casework.lab.events import happened
from casework.lab.models import Arm, Participant, Session, SessionArm, Study, StudyCase, TaskRun
from casework.lab.sandboxes import drop, make_sandbox
from casework.lab.sessions import join
from casework.lab.vocabulary import EventKind, RunStatus, Stage
from casework.statistics import crossing, dealt_rows


def rows_of(study: Study) -> list[list[tuple[Arm, StudyCase]]]:
    """The rows that are dealt: the order of the arms, and which case each arm has.

    Between people, and with one arm alone, a row is one arm with one of the cases.
    """
    if is_between(study) or len(study.arms) == 1:
        return [[(arm, case)] for arm in study.arms for case in study.cases]
    return crossing(study.arms, study.cases)


def is_between(study: Study) -> bool:
    """Whether each person works in one of the arms, and not in all of them."""
    return bool(study.content["design"] == "between")


def dealt(study: Study, place: int) -> int:
    """The row of the person at a place, counted from 0, of the study's sequence.

    Which arm comes first is dealt before anything else, and then one of the rows that begin with it: at any moment no
    arm comes first once more than another, and whole blocks have every row equally often.
    """
    starting = [[number for number, row in enumerate(rows_of(study)) if row[0][0] is arm] for arm in study.arms]
    arms = dealt_rows(len(study.arms), study.seed, place + 1)
    arm = arms[-1]
    dealt_before = arms[:-1].count(arm)
    return starting[arm][
        dealt_rows(len(starting[arm]), study.seed, dealt_before + 1, stratum=study.arms[arm].key)[dealt_before]
    ]


def plan_session(
    db: Db,
    study: Study,
    *,
    by: str | None,
    at: datetime,
    is_rehearsal: bool = False,
    is_pilot: bool = False,
    robot_seed: int | None = None,
    starts_at: datetime | None = None,
) -> Session:
    """A session that is ready to join: its row dealt, a code of its own, and a sandbox for each arm inside our system.

    A pilot is a rehearsal with a real participant; neither counts, and they are dealt from a sequence of their own, so
    that they never upset the balance. robot_seed: of the robot that takes part. starts_at: when she is asked to come.
    """
    is_rehearsal = is_rehearsal or is_pilot or robot_seed is not None
    # Held until the commit: two planned at once would have one number and one place in the sequence.
    db.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    planned = select(func.count()).select_from(Session).where(Session.study_id == study.id)
    place = db.scalar(planned.where(Session.is_rehearsal == is_rehearsal)) or 0
    kind = "T" if is_pilot else "R" if is_rehearsal else "P"
    participant = Participant(study_id=study.id, code=f"{kind}{place + 1:02}")
    db.add(participant)
    db.flush()
    session = Session(
        study_id=study.id,
        participant_id=participant.id,
        number=1 + (db.scalar(select(func.max(Session.number)).where(Session.study_id == study.id)) or 0),
        row=dealt(study, place),
        is_rehearsal=is_rehearsal,
        is_pilot=is_pilot,
        is_alone=study.content.get("mode") == "unmoderated",
        robot_seed=robot_seed,
        code=_new_code(db),
        stage=Stage.CONSENT,
        event_count=0,
        planned_at=at,
        planned_by=by,
        starts_at=starts_at,
    )
    db.add(session)
    db.flush()
    _make_arms(db, session, at)
    return session


def _make_arms(db: Db, session: Session, at: datetime) -> None:
    """What the session's row says: its arms, each with its case, its sandbox and a run of every task."""
    study = session.study
    for position, (arm, case) in enumerate(rows_of(study)[session.row]):
        sandbox = None if arm.external else make_sandbox(db, study=study, arm=arm, case=case, at=at)
        session_arm = SessionArm(
            session_id=session.id,
            arm_id=arm.id,
            case_id=case.id,
            position=position,
            sandbox_id=sandbox.id if sandbox else None,
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
    db.expire(session, ["arms", "runs"])


def override_row(db: Db, session: Session, row: int, because: str, *, by: str, at: datetime) -> None:
    """Give a session that nobody has joined another row than the one it was dealt, and say why.

    Her sandboxes are made anew. The rows of those after her stay as they are dealt, so the balance shows what it did.
    Raises DomainError on `row` for one that there is not, on `because` without a reason, and once she has joined.
    """
    because = because.strip()
    if session.joined_at is not None or session.ended_at is not None:
        raise DomainError("Only a session that nobody has joined can be given another row")
    if row not in range(len(rows_of(session.study))):
        raise DomainError("Select one of the rows", field="row")
    if row == session.row:
        raise DomainError("Select another row than the one it has", field="row")
    if not because:
        raise DomainError("Enter why she is given another row", field="because")
    was = session.row
    for run in list(session.runs):
        db.delete(run)
    db.flush()
    for arm in list(session.arms):
        if arm.sandbox_id is not None:
            drop(db, arm.sandbox_id)
        db.delete(arm)
    db.flush()
    session.row, session.row_because = row, because
    _make_arms(db, session, at)
    happened(db, session, EventKind.ROW_OVERRIDDEN, at=at, was=was + 1, row=row + 1, because=because, by=by)
    db.flush()


def _new_code(db: Db) -> str:
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        # Codes of ended sessions stay in their rows, so none is ever given out twice.
        if not db.scalar(select(exists().where(Session.code == code) | exists().where(Study.group_code == code))):
            return code


# --- a group at once -----------------------------------------------------------------------------


def open_group(db: Db, study: Study, *, until: datetime) -> str:
    """One code with which several people join at once, each getting the next session that is ready. Opened again, the
    same code lasts longer.
    """
    study.group_code = study.group_code or _new_code(db)
    study.group_until = until
    db.flush()
    return study.group_code


def close_group(db: Db, study: Study) -> None:
    """Nobody joins with the group's code from now on. Codes of people's own go on working."""
    study.group_code = study.group_until = None
    db.flush()


def join_group(db: Db, code: str, *, at: datetime) -> tuple[Session, str]:
    """The next session of a group that is ready, joined, and the token for this browser.

    Nothing is made here: sessions and sandboxes were, when they were planned, so that thirty people at once wait for
    nothing but one another. Raises NotFound for a code that is no group's, DomainError when it has ended or when every
    place is taken.
    """
    typed = read_code(code).code
    study = db.scalar(select(Study).where(Study.group_code == typed).with_for_update(of=Study)) if typed else None
    if study is None:
        raise NotFound("no group has this code")
    if study.group_until is None or study.group_until <= at:
        raise DomainError("This code has ended. Ask the researcher for a new one", field="code")
    ready = ready_session(db, study)
    if ready is None:
        raise DomainError("Every place is taken. Ask the researcher for one more", field="code")
    return join(db, ready.code, at=at)


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
