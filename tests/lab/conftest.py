"""A tiny county, two tiny workflows and a study of them: enough for a whole session."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from casework.database import Base, Db, insert_rows, prepare
from casework.lab import planning, sessions
from casework.lab.models import Sandbox, Session, Study, TaskRun
from casework.lab.sandboxes import COUNTY, person_template
from casework.lab.studies import read_study
from casework.lab.vocabulary import RunEnd, SandboxKind, Stage, TaskKind
from casework.records.facts import CATALOGUE
from casework.records.models import Person, Step, Team, Worker
from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic import factories
from casework.workflows.loader import Loaded, load_folder, load_lists
from casework.workflows.versions import WorkflowVersion, keep_version

TINY = Path(__file__).parent / "tiny"
LISTS = Path(__file__).parents[2] / "seed_data" / "lists"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STORY_DATE = date(2026, 11, 10)


@dataclass
class Moments:
    """A clock of the test's own: each moment asked for is later than the last."""

    now: datetime = field(default=START)

    def after(self, seconds: float = 1) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite, which is quicker to make; what depends on the kind of database is in test_both_databases.py."""
    return f"sqlite:///{tmp_path / 'casework.sqlite'}"


@pytest.fixture
def db(database_url: str) -> Iterator[Db]:
    engine = create_engine(database_url)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as handle:
        yield handle
    engine.dispose()


@pytest.fixture
def templates(db: Db) -> None:
    """A county of one person with open work, and four people written by hand, each in a template of their own."""
    _template(db, COUNTY)
    _workers(db, COUNTY)
    insert_rows(db, Person, [factories.PersonFactory.row(sandbox_id=COUNTY, id="carl", number="100001")])
    insert_rows(
        db, factories.CaseFactory._meta.model, [factories.CaseFactory.row(sandbox_id=COUNTY, id="c1", person_id="carl")]
    )
    common = {"sandbox_id": COUNTY, "case_id": "c1", "person_id": "carl"}
    insert_rows(
        db,
        Step,
        [
            factories.StepFactory.row(id="open", kind=StepKind.ASSESSMENT, worker_id="priya", **common),
            factories.StepFactory.row(id="review", kind=StepKind.REVIEW, worker_id="priya", **common),
            factories.StepFactory.row(id="done", kind=StepKind.ASSESSMENT, status=StepStatus.FINISHED, **common),
        ],
    )
    for number, name in enumerate(("rose", "edna", "wilf", "wanda"), start=100010):
        template = person_template(name)
        _template(db, template)
        _workers(db, template)
        them = factories.PersonFactory.row(
            sandbox_id=template, id=name, number=str(number), first_name=name.title(), last_name="Tiny"
        )
        husband = factories.PersonFactory.row(sandbox_id=template, id=f"{name}-husband", number=f"{number}1")
        insert_rows(db, Person, [them, husband])
    db.commit()


def _template(db: Db, template: str) -> None:
    db.add(Sandbox(id=template, kind=SandboxKind.TEMPLATE, name=template, story_date=STORY_DATE, made_at=START))
    db.flush()


def _workers(db: Db, template: str) -> None:
    """The same team and workers in every template, as the people's files have them."""
    insert_rows(db, Team, [factories.TeamFactory.row(sandbox_id=template, id="east")])
    insert_rows(
        db,
        Worker,
        [
            factories.WorkerFactory.row(sandbox_id=template, id="priya", name="Priya Nair", team_id="east"),
            factories.WorkerFactory.row(sandbox_id=template, id="cora", name="Cora Call", role="contact_officer"),
            factories.WorkerFactory.row(sandbox_id=template, id="dawn", name="Dawn Fisher", role="team_manager"),
        ],
    )


@pytest.fixture(scope="session")
def loaded() -> dict[str, Loaded]:
    """The tiny workflows, read once for all tests."""
    return load_folder(TINY / "workflows", lists=load_lists(LISTS), catalogue=CATALOGUE)


@pytest.fixture
def workflows(db: Db, loaded: dict[str, Loaded]) -> dict[str, WorkflowVersion]:
    kept = {name: keep_version(db, each, START) for name, each in loaded.items()}
    db.commit()
    return kept


@pytest.fixture
def study(db: Db, templates: None, workflows: dict[str, WorkflowVersion]) -> Study:
    found = read_study(db, TINY / "study.yaml", workflows=workflows, at=START)
    db.commit()
    return found


@pytest.fixture
def session(db: Db, study: Study, moments: Moments) -> Session:
    planned = planning.plan_session(db, study, by="ruth", at=moments.after())
    db.commit()
    return planned


@dataclass
class Walk:
    """Walks a participant through her session, each step at a later moment."""

    db: Db
    session: Session
    moments: Moments

    def consent(self) -> None:
        sessions.give_consent(self.db, self.session, ["take_part"], at=self.moments.after())

    def about_you(self) -> None:
        sessions.answer_about_you(
            self.db,
            self.session,
            role="social worker",
            years="5 to 10",
            systems=["one"],
            systems_other="",
            at=self.moments.after(),
        )

    def start(self) -> None:
        sessions.start_run(self.db, self.session, at=self.moments.after())

    def finish(self) -> None:
        sessions.end_run(self.db, self.session, RunEnd.SAID_FINISHED, at=self.moments.after(60))

    def rate(self) -> None:
        sessions.rate(self.db, self.session, 5, "Fine.", at=self.moments.after())

    def sus(self) -> None:
        sessions.answer_sus(self.db, self.session, [4, 2] * 5, "", at=self.moments.after())

    def on(self) -> None:
        """Whatever comes next."""
        step = {
            Stage.CONSENT: self.consent,
            Stage.ABOUT_YOU: self.about_you,
            Stage.BRIEFING: self.start,
            Stage.WORKING: self.finish,
            Stage.RATING: self.rate,
            Stage.QUESTIONNAIRE: self.sus,
        }
        step[self.session.stage]()

    def to(self, stage: Stage) -> None:
        """On to the next time she is at a stage."""
        while self.session.stage is not stage:
            self.on()

    def to_task(self) -> TaskRun:
        """On to working at the next task that counts."""
        self.to(Stage.WORKING)
        while self.session.current_run is not None and self.session.current_run.task.kind is TaskKind.WARM_UP:
            self.on()
            self.to(Stage.WORKING)
        assert self.session.current_run is not None
        return self.session.current_run

    def to_the_end(self) -> None:
        self.to(Stage.THANKS)


@pytest.fixture
def walk(db: Db, session: Session, moments: Moments) -> Walk:
    return Walk(db, session, moments)
