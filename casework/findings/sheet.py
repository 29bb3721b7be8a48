"""The sheet of a session or a study: what happened in each task run, one line each, filled in by itself.

What nobody and nothing could see is "not known", never 0. Warm-ups are not on it: they never count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.findings.results import Figure, results
from casework.findings.tables import Table
from casework.lab.asking import name_of
from casework.lab.models import Session, SessionArm, Study, TaskRun
from casework.lab.study_file import QuestionnairePart, file_of
from casework.lab.task_runs import Outcome, outcome_of
from casework.lab.vocabulary import AssistKind, RunStatus, TaskKind
from casework.statistics.present import clock, one_decimal
from casework.statistics.questionnaires import raw_tlx_score, sus_score, umux_lite_score

NOT_KNOWN = "not known"
NOT_RATED = "not rated"
COMPLETED: dict[Outcome, str] = {
    "unaided": "Yes, without help",
    "with help": "Yes, with help",
    "failed": "No",
    "gave up": "No, gave up",
    "not judged": "Not judged yet",
    "void": "Left out",
    "under way": "Under way",
}
SCORES: dict[str, Callable[[list[int]], float | None]] = {
    "umux_lite": lambda items: umux_lite_score(*items).raw,
    "raw_tlx": lambda items: raw_tlx_score(items).score,
}
"""One person's score, 0 to 100, of the published questionnaires beside SUS."""
PUBLISHED = {"sus": "SUS", "umux_lite": "UMUX-Lite", "raw_tlx": "Raw TLX"}


@dataclass(frozen=True)
class Line:
    """One task run. marks: why it is in no figure: left out with its reason, a pilot, a rehearsal; empty otherwise."""

    run: TaskRun
    outcome: Outcome
    help: dict[AssistKind, int]
    marks: list[str]

    @property
    def participant(self) -> str:
        return self.run.session.participant.code

    @property
    def completed(self) -> str:
        return COMPLETED[self.outcome]

    @property
    def helped(self) -> str:
        """How often help was given, and of which kinds: "3: 2 prompts, 1 hint"; "none"."""
        kinds = [_many(count, kind.label.lower()) for kind, count in self.help.items() if count]
        return f"{sum(self.help.values())}: {', '.join(kinds)}" if kinds else "none"

    @property
    def time(self) -> str:
        seconds = self.run.working_seconds
        return NOT_KNOWN if seconds is None else clock(seconds)

    @property
    def seen_by(self) -> str:
        """Who kept the time: Casework, or the facilitator where she worked in another system."""
        system = self.run.session_arm.arm.external
        return f"facilitator, in {system}" if system else "Casework"

    @property
    def clicks(self) -> str:
        return known(self.run.click_count)

    @property
    def searches(self) -> str:
        return known(self.run.search_count)

    @property
    def ease(self) -> str:
        return NOT_RATED if self.run.seq is None else f"{self.run.seq} of 7"


@dataclass(frozen=True)
class Asked:
    """A questionnaire answered about one arm. said: its score, or its answers where there is no score."""

    title: str
    said: str


@dataclass(frozen=True)
class ArmSheet:
    """One arm of a session with its lines, in the order she met the tasks."""

    session_arm: SessionArm
    lines: list[Line]
    asked: list[Asked]


@dataclass(frozen=True)
class SessionSheet:
    session: Session
    arms: list[ArmSheet]

    @property
    def lines(self) -> list[Line]:
        return [line for arm in self.arms for line in arm.lines]


@dataclass(frozen=True)
class StudySheet:
    """Every session of a study. figures: task → its figures side by side, as on the results page."""

    study: Study
    sessions: list[SessionSheet]
    figures: list[tuple[Any, list[Figure]]]
    about_arms: list[Figure]

    @property
    def people(self) -> int:
        """How many have a run that counts."""
        return sum(any(not line.marks for line in sheet.lines) for sheet in self.sessions)


def known(value: int | None) -> str:
    """A count, or that nobody could see it."""
    return NOT_KNOWN if value is None else str(value)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 or what == "told how" else f"{count} {what}s"


def session_sheet(session: Session) -> SessionSheet:
    """The sheet of one session, arm by arm. Tasks that were not started are not on it."""
    questionnaires = [one for one in file_of(session.study).questionnaires if isinstance(one, QuestionnairePart)]
    return SessionSheet(session, [_arm_sheet(session, each, questionnaires) for each in session.arms])


def study_sheet(db: Db, study: Study) -> StudySheet:
    """The sheet of every session in which a task was started, pilots marked and last; rehearsals are on none."""
    sessions = db.scalars(
        select(Session)
        .where(
            Session.study_id == study.id,
            Session.runs.any(TaskRun.started_at.is_not(None)),
            or_(Session.is_rehearsal.is_(False), Session.is_pilot),
        )
        .order_by(Session.is_pilot, Session.number)
        .options(
            selectinload(Session.participant),
            selectinload(Session.study),
            selectinload(Session.arms).selectinload(SessionArm.arm),
            selectinload(Session.arms).selectinload(SessionArm.case),
            selectinload(Session.runs).selectinload(TaskRun.task),
            selectinload(Session.runs).selectinload(TaskRun.assists),
        )
    ).all()
    shown = results(db, study)
    return StudySheet(
        study,
        [session_sheet(each) for each in sessions],
        [(task.task, task.figures) for task in shown.tasks],
        shown.about_arms,
    )


def _arm_sheet(session: Session, arm: SessionArm, own: Sequence[QuestionnairePart]) -> ArmSheet:
    runs = [
        run
        for run in session.runs
        if run.session_arm_id == arm.id and run.task.kind is TaskKind.TASK and run.status is not RunStatus.NOT_STARTED
    ]
    return ArmSheet(arm, [_line(run) for run in runs], list(_asked(arm, own)))


def _line(run: TaskRun) -> Line:
    given = {kind: sum(one.kind is kind for one in run.assists) for kind in AssistKind}
    marks = [f"left out: {run.voided_because}"] if run.voided_at is not None else []
    if run.session.is_pilot:
        marks.append("pilot: never counts")
    elif run.session.is_rehearsal:
        marks.append("rehearsal: never counts")
    return Line(run, outcome_of(run), given, marks)


def _asked(arm: SessionArm, own: Sequence[QuestionnairePart]) -> list[Asked]:
    found = []
    if arm.sus_items:
        score = sus_score(arm.sus_items).score
        found.append(Asked(PUBLISHED["sus"], "too much left out for a score" if score is None else one_decimal(score)))
    elif arm.sus_at is not None:
        found.append(Asked(PUBLISHED["sus"], "passed over"))
    by_id = {name_of(one): one for one in own}
    for name, answers in (arm.questionnaires or {}).items():
        title = by_id[name].title if name in by_id else PUBLISHED.get(name, name)
        scored = SCORES[name](answers) if name in SCORES and answers else None
        found.append(Asked(title, _answers(answers, by_id.get(name)) if scored is None else one_decimal(scored)))
    return found


def _answers(answers: Any, part: QuestionnairePart | None) -> str:
    if not answers:
        return "passed over"
    if not isinstance(answers, dict):
        return f"answers {', '.join(str(each) for each in answers)}"
    asked = {question.id: question.asks for question in part.questions} if part else {}
    return "; ".join(f"{asked.get(name, name)} {value}" for name, value in answers.items())


# --- as a table ----------------------------------------------------------------------------------

COLUMNS = [
    "study",
    "participant",
    "counted",
    "why_not",
    "arm",
    "system",
    "case",
    "arm_order",
    "task",
    "completed",
    "outcome",
    "prompts",
    "hints",
    "told_how",
    "seconds",
    "clicks",
    "searches",
    "ease_1_to_7",
    "seq_comment",
    "timed_by",
    "questionnaires",
]


def sheet_table(sheets: Sequence[SessionSheet]) -> Table:
    """The lines of sheets as a table; what was not seen says "not known"."""
    return COLUMNS, [_row(sheet.session, arm, line) for sheet in sheets for arm in sheet.arms for line in arm.lines]


def _row(session: Session, arm: ArmSheet, line: Line) -> list[Any]:
    run, visit = line.run, arm.session_arm
    return [
        session.study_id,
        line.participant,
        not line.marks,
        "; ".join(line.marks),
        visit.arm.mark,
        visit.arm.external or visit.arm.title,
        visit.case.key,
        visit.position + 1,
        run.task.key,
        line.completed,
        line.outcome,
        *(line.help[kind] for kind in AssistKind),
        NOT_KNOWN if run.working_seconds is None else round(run.working_seconds, 1),
        line.clicks,
        line.searches,
        NOT_RATED if run.seq is None else run.seq,
        run.seq_comment,
        line.seen_by,
        "; ".join(f"{one.title}: {one.said}" for one in arm.asked),
    ]
