"""Planning sessions: which row each is dealt, its code, and its sandboxes, made before anybody joins."""

import secrets
from datetime import datetime

from sqlalchemy import exists, func, select

from casework.database import Db
from casework.lab.codes import CODE_ALPHABET, CODE_LENGTH
from casework.lab.models import Arm, Participant, Session, SessionArm, Study, StudyCase, TaskRun
from casework.lab.sandboxes import make_sandbox
from casework.lab.vocabulary import RunStatus, Stage
from casework.statistics import crossing, dealt_row


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
