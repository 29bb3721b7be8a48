"""Participants at work in the desk study, whose two arms ask the same by list and page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from casework.clock import now
from casework.database import Db, enter_sandbox, leave_sandbox
from casework.lab import planning, sessions
from casework.lab.models import Event, Session, Study
from casework.lab.studies import read_study
from casework.lab.vocabulary import EventKind, RunEnd
from casework.records.facts import CATALOGUE
from casework.records.models import Draft, Step
from casework.records.vocabulary import StepStatus
from casework.workflows.loader import Loaded, load_folder, load_lists
from casework.workflows.versions import keep_version
from config import ROOT
from tests.pages import Page, Pages

DESK = Path(__file__).parent / "desk"


@dataclass
class AtWork:
    """A participant who works on her case: her browser, her session, and the case's step that waits for her."""

    pages: Pages
    db: Db
    session: Session
    step: Step

    def open(self, path: str) -> Page:
        return self.pages.open(path)

    def open_step(self, page_id: str = "") -> Page:
        """Her step, started, at one of its pages or where it is entered."""
        entered = self.pages.open(f"/steps/{self.step.id}")
        if self.look(self.step).status is StepStatus.INCOMING:
            entered = entered.submit("Start")
        return self.pages.open(f"/steps/{self.step.id}/pages/{page_id}") if page_id else entered

    def look(self, step: Step) -> Step:
        """The step as it is in the database now."""
        self.db.rollback()
        self.db.refresh(step)
        return step

    @property
    def answers(self) -> dict[str, object]:
        """What her draft of the step holds."""
        self.db.rollback()
        draft = self.db.scalar(select(Draft).where(Draft.step_id == self.step.id))
        return dict(draft.answers) if draft else {}

    def events(self, *kinds: EventKind) -> list[Event]:
        """What happened in her session, in order: of these kinds, or all of it."""
        self.db.rollback()
        of_session = select(Event).where(Event.session_id == self.session.id).order_by(Event.seq)
        return [event for event in self.db.scalars(of_session) if not kinds or event.kind in kinds]

    def fill_in(self) -> None:
        """Answer everything the step asks, and come to the check at its end."""
        self.open_step("home").submit("Save and go on", **{"q-lives": "no", "q-matters": "Her own kitchen."})
        self.open_step("helpers").submit("Save and go on", **{"i-0-q-helper": "Alan", "i-0-q-helps_with": "Meals."})
        self.open_step("risk").submit("Save and go on", **{"q-risk": "no"})
        self.open_step("decision").submit("Save and go on", **{"q-decision": "eligible", "q-reasons": "Two outcomes."})

    def check(self) -> Page:
        return self.open(f"/steps/{self.step.id}/check")


@pytest.fixture(scope="session")
def desk_workflows() -> dict[str, Loaded]:
    return load_folder(DESK / "workflows", lists=load_lists(ROOT / "seed_data" / "lists"), catalogue=CATALOGUE)


def read_in_desk(db: Db, workflows: dict[str, Loaded]) -> Study:
    """The desk study, in a database where the tiny one's people are."""
    leave_sandbox(db)
    versions = {name: keep_version(db, loaded, now()) for name, loaded in workflows.items()}
    study = read_study(db, DESK / "study.yaml", workflows=versions, at=now())
    db.commit()
    return study


def bring_to_work(db: Db, study: Study, arm: str) -> tuple[Session, Step]:
    """A session whose participant works on the task of her first arm, and the step that waits for her."""
    leave_sandbox(db)
    session = planning.plan_session(db, study, by="ruth", at=now())
    while session.arms[0].arm.key != arm:
        session = planning.plan_session(db, study, by="ruth", at=now())
    sessions.give_consent(db, session, ["take_part"], at=now())
    sessions.answer_about_you(db, session, role="", years="", systems=[], systems_other="", at=now())
    sessions.start_run(db, session, at=now())
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=now())  # the warm-up
    sessions.start_run(db, session, at=now())
    db.commit()
    enter_sandbox(db, session.arms[0].sandbox_id)
    whose = session.arms[0].case.person_id
    step = db.scalars(select(Step).where(Step.person_id == whose, Step.status == StepStatus.INCOMING)).one()
    return session, step


@pytest.fixture
def desk(db: Db, desk_workflows: dict[str, Loaded]) -> Study:
    return read_in_desk(db, desk_workflows)


@pytest.fixture
def put_to_work(app: Flask, db: Db, desk: Study) -> Callable[..., AtWork]:
    """Puts a participant of her own to work in an arm: put_to_work("page")."""

    def put(arm: str = "list") -> AtWork:
        session, step = bring_to_work(db, desk, arm)
        return AtWork(Pages(app, db).as_participant(session), db, session, step)

    return put


@pytest.fixture
def priya(put_to_work: Callable[..., AtWork]) -> AtWork:
    """A participant at work in the arm with task lists, as Priya Nair."""
    return put_to_work("list")
