"""What `flask init` does: everything that has to be there before the first session."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from casework.database import Db
from casework.lab.models import Session, Study
from casework.lab.studies import StudyInUse, read_study
from casework.lab.themes import load_themes
from casework.records.facts import CATALOGUE
from casework.synthetic.templates import Template, make_templates
from casework.workflows.problems import WorkflowError
from casework.workflows.reading_in import read_in
from casework.workflows.versions import WorkflowVersion
from casework.workflows.wordings import load_packs
from config import ROOT

SEED_DATA = ROOT / "seed_data"
LEFT_OPEN = timedelta(hours=12)
PEOPLE, SEED = 500, 20261110
STORY_DATE = date(2026, 11, 10)


def sessions_under_way(db: Db, at: datetime) -> int:
    """How many participants are in a session now; one that nobody came back to for half a day is not."""
    open_now = select(Session.id).where(
        Session.joined_at.is_not(None), Session.ended_at.is_(None), Session.last_heard_at > at - LEFT_OPEN
    )
    return len(db.execute(open_now).all())


def make_county(
    db: Db,
    at: datetime,
    *,
    people: int = PEOPLE,
    seed: int = SEED,
    folder: Path = SEED_DATA,
    said: Callable[[int], None] | None = None,
) -> list[Template]:
    """The county and the people written by hand, made where they are not as their files say. Raises DomainError.

    said: told how many people of the county have been written so far.
    """
    return make_templates(db, folder, seed=seed, story_date=STORY_DATE, at=at, people=people, said=said)


def read_in_workflows(db: Db, at: datetime, folder: Path = SEED_DATA) -> dict[str, WorkflowVersion]:
    """Every shipped workflow's version by the workflow's id, kept when its content is new. Raises WorkflowError."""
    found = read_in(db, folder, catalogue=CATALOGUE, at=at)
    if any(problem.severity == "error" for problem in found.problems):
        raise WorkflowError(found.problems)
    return dict(found.versions)


def read_in_studies(
    db: Db,
    workflows: dict[str, WorkflowVersion],
    at: datetime,
    *,
    say: Callable[[str], None],
    folder: Path = SEED_DATA / "studies",
) -> list[Study]:
    """Every shipped study. One that has sessions already stays as those met it. Raises StudyError."""
    studies = []
    themes, packs = load_themes(SEED_DATA / "themes"), load_packs(SEED_DATA / "wordings")
    for path in sorted(folder.glob("*.yaml")):
        try:
            studies.append(read_study(db, path, workflows=workflows, at=at, themes=themes, packs=packs))
        except StudyInUse as error:
            say(error.message)
    return studies
