"""People who take part in the tiny study, each run as a test says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework.clock import now
from casework.database import Db, leave_sandbox
from casework.lab import facilitating, planning, sessions
from casework.lab.events import happened
from casework.lab.models import RecordedFact, Session, Study, TaskRun
from casework.lab.task_runs import person_of
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd, Stage, TaskKind


@dataclass
class TakesPart:
    """One person after another, through every arm of the study."""

    db: Db
    study: Study
    at: datetime = field(default_factory=lambda: now() - timedelta(days=1))

    def after(self, seconds: float = 1) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at

    def __call__(
        self,
        *,
        decided: dict[str, Any] | None = None,
        finished: bool = True,
        seconds: float = 60,
        ended_by: RunEnd = RunEnd.SAID_FINISHED,
        helped: bool = False,
        seq: int | None = 5,
        sus: bool = True,
        is_rehearsal: bool = False,
    ) -> Session:
        """decided: arm key → what she decides about eligibility; an arm that is not in it records nothing."""
        leave_sandbox(self.db)
        session = planning.plan_session(self.db, self.study, by="Ruth", at=self.after(), is_rehearsal=is_rehearsal)
        session.joined_at = self.at
        sessions.give_consent(self.db, session, ["take_part"], at=self.after())
        sessions.answer_about_you(
            self.db, session, role=None, years=None, systems=[], systems_other=None, at=self.after()
        )
        while session.stage is not Stage.THANKS:
            if session.stage is Stage.BRIEFING:
                run = sessions.start_run(self.db, session, at=self.after())
            elif session.stage is Stage.WORKING:
                if helped:
                    facilitating.assist(self.db, session, AssistKind.HINT, by="Ruth", at=self.at)
                if finished:
                    self._finish_step(session, run)
                sessions.end_run(self.db, session, ended_by, at=self.after(seconds))
                if run.task.kind is TaskKind.TASK:
                    self._decide(run, (decided or {}).get(run.session_arm.arm.key))
            elif session.stage is Stage.RATING and seq:
                sessions.rate(self.db, session, seq, "", at=self.after())
            elif session.stage is Stage.QUESTIONNAIRE and sus:
                sessions.answer_sus(self.db, session, [4, 2] * 5, "", at=self.after())
            else:
                facilitating.move_on(self.db, session, by="Ruth", at=self.after())
        self.db.commit()
        return session

    def _finish_step(self, session: Session, run: TaskRun) -> None:
        step = run.task.finishes.get(run.session_arm.arm.key)
        data = {"step": step, "person_id": person_of(run), "step_row_id": "gone"}
        happened(self.db, session, EventKind.STEP_FINISHED, at=self.at, **data)

    def _decide(self, run: TaskRun, decision: str | None) -> None:
        if decision is None:
            return
        number = self.db.query(RecordedFact).filter(RecordedFact.task_run_id == run.id).count()
        self.db.add(
            RecordedFact(
                id=f"{run.id}-{number:04}",
                task_run_id=run.id,
                name="assessment.decision",
                value={"value": decision},
                question_id="decision",
                wording="Is she eligible?",
                step_id="assess",
                version_id=run.session_arm.arm.version_id,
            )
        )


@pytest.fixture
def take_part(db: Db, study: Study) -> Callable[..., Session]:
    return TakesPart(db, study)
