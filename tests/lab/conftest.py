"""A tiny county, two tiny workflows and a study of them: enough for a whole session."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from casework.database import Base, Db, insert_rows, prepare
from casework.lab import sessions
from casework.lab.models import Sandbox, Session, Study
from casework.lab.sandboxes import COUNTY, person_template
from casework.lab.studies import read_study
from casework.lab.vocabulary import SandboxKind
from casework.records.facts import CATALOGUE
from casework.records.models import Person, Step, Team, Worker
from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic import factories
from casework.workflows.loader import load_folder, load_lists
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


@pytest.fixture
def workflows(db: Db) -> dict[str, WorkflowVersion]:
    loaded = load_folder(TINY / "workflows", lists=load_lists(LISTS), catalogue=CATALOGUE)
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
    planned = sessions.plan_session(db, study, by="ruth", at=moments.after())
    db.commit()
    return planned
