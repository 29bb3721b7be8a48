"""What the researcher's pages ask of the lab. Reads, never changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import NotFound
from casework.lab.models import Arm, Event, ExpertAnswer, RecordedFact, Session, SessionArm, Study, StudyCase, TaskRun
from casework.lab.planning import rows_of
from casework.lab.vocabulary import EventKind
from casework.statistics import balance as rows_dealt


def studies(db: Db) -> Sequence[Study]:
    """Every study, newest first."""
    return db.scalars(select(Study).order_by(Study.made_at.desc(), Study.id)).all()


def get_study(db: Db, study_id: str) -> Study:
    """One study with its arms, cases and tasks. Raises NotFound."""
    study = db.scalar(
        select(Study)
        .where(Study.id == study_id)
        .options(selectinload(Study.arms), selectinload(Study.cases), selectinload(Study.tasks))
    )
    if study is None:
        raise NotFound(f"study {study_id}")
    return study


def sessions_of(db: Db, study: Study, *, rehearsals: bool = False) -> Sequence[Session]:
    """Its sessions in the order they were planned, with who takes part and their arms; or its rehearsals."""
    return db.scalars(
        select(Session)
        .where(Session.study_id == study.id, Session.is_rehearsal == rehearsals)
        .order_by(Session.number)
        .options(
            selectinload(Session.participant),
            selectinload(Session.arms).selectinload(SessionArm.arm),
            selectinload(Session.arms).selectinload(SessionArm.case),
            selectinload(Session.runs).selectinload(TaskRun.task),
        )
    ).all()


@dataclass(frozen=True)
class ArmBalance:
    """How often an arm came first, second and so on, and how often it met each case (in the study's order)."""

    arm: Arm
    positions: list[int]
    cases: list[int]


@dataclass(frozen=True)
class Balance:
    """How evenly a study's sessions were dealt. n: sessions counted. rows: how many have each row of the crossing."""

    n: int
    rows: list[int]
    cases: Sequence[StudyCase]
    arms: list[ArmBalance]

    @property
    def is_even(self) -> bool:
        """Whether no row is more than one ahead of another: as even as this number of sessions can be."""
        return max(self.rows) - min(self.rows) <= 1


def balance(db: Db, study: Study, *, joined_only: bool = False) -> Balance:
    """How evenly the sessions of a study are spread. joined_only: leave out those nobody has joined yet."""
    sessions = [s for s in sessions_of(db, study) if s.joined_at is not None or not joined_only]
    arms = [arm for session in sessions for arm in session.arms]
    met = [(each.arm_id, each.position, each.case_id) for each in arms]
    return Balance(
        n=len(sessions),
        rows=rows_dealt(len(rows_of(study)), [session.row for session in sessions]),
        cases=study.cases,
        arms=[
            ArmBalance(
                arm,
                [sum(a == arm.id and p == place for a, p, _ in met) for place in range(len(study.arms))],
                [sum(a == arm.id and c == case.id for a, _, c in met) for case in study.cases],
            )
            for arm in study.arms
        ],
    )


def runs_of(db: Db, study: Study, *, rehearsals: bool = False) -> Sequence[TaskRun]:
    """Every run of its sessions in order, warm-ups and void ones included; or those of its rehearsals."""
    return db.scalars(
        select(TaskRun)
        .join(Session, TaskRun.session_id == Session.id)
        .where(Session.study_id == study.id, Session.is_rehearsal == rehearsals)
        .order_by(Session.number, TaskRun.position)
        .options(
            selectinload(TaskRun.task),
            selectinload(TaskRun.assists),
            selectinload(TaskRun.pauses),
            selectinload(TaskRun.session).selectinload(Session.participant),
            selectinload(TaskRun.session_arm).selectinload(SessionArm.arm),
            selectinload(TaskRun.session_arm).selectinload(SessionArm.case),
        )
    ).all()


def expert_answers(db: Db, study: Study) -> dict[str, dict[str, ExpertAnswer]]:
    """What the experts decided: case key → fact → answer. Never for a participant's page."""
    answers: dict[str, dict[str, ExpertAnswer]] = {}
    for answer in db.scalars(
        select(ExpertAnswer).where(ExpertAnswer.study_id == study.id).order_by(ExpertAnswer.case_key, ExpertAnswer.fact)
    ):
        answers.setdefault(answer.case_key, {})[answer.fact] = answer
    return answers


def facts_of_run(db: Db, run_id: str) -> dict[str, RecordedFact]:
    """What was recorded in a run: fact → the last row for it."""
    rows = db.scalars(select(RecordedFact).where(RecordedFact.task_run_id == run_id).order_by(RecordedFact.id))
    return {row.name: row for row in rows}


def facts_of_study(db: Db, study: Study) -> dict[str, dict[str, RecordedFact]]:
    """What was recorded in every run of a study, rehearsals too, at one go: run → fact → the last row for it."""
    found: dict[str, dict[str, RecordedFact]] = {}
    for row in db.scalars(
        select(RecordedFact)
        .join(TaskRun, RecordedFact.task_run_id == TaskRun.id)
        .join(Session, TaskRun.session_id == Session.id)
        .where(Session.study_id == study.id)
        .order_by(RecordedFact.id)
    ):
        found.setdefault(row.task_run_id, {})[row.name] = row
    return found


def last_page(db: Db, session_id: str) -> Event | None:
    """The event of the page she looked at last."""
    return db.scalar(
        select(Event)
        .where(Event.session_id == session_id, Event.kind == EventKind.PAGE_VIEWED)
        .order_by(Event.seq.desc())
        .limit(1)
    )
