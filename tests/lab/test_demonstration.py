"""The study that comes with Casework can be read in and planned as it stands."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.database import enter_sandbox, sandbox_tables
from casework.lab import planning, queries
from casework.lab.studies import read_study
from casework.records.facts import CATALOGUE
from casework.records.models import CaseNote, Person, Step
from casework.records.vocabulary import StepStatus
from casework.synthetic.templates import make_templates
from casework.workflows.loader import load_folder, load_lists
from casework.workflows.versions import keep_version
from tests.lab.conftest import START, STORY_DATE

SEED_DATA = Path(__file__).parents[2] / "seed_data"


@pytest.fixture
def planned(db):
    """Every row of the crossing, in a county that is small so that the test is quick."""
    make_templates(db, SEED_DATA, seed=1, story_date=STORY_DATE, at=START, people=10)
    loaded = load_folder(SEED_DATA / "workflows", lists=load_lists(SEED_DATA / "lists"), catalogue=CATALOGUE)
    kept = {name: keep_version(db, each, START) for name, each in loaded.items()}
    study = read_study(db, SEED_DATA / "studies" / "demonstration.yaml", workflows=kept, at=START)
    made = [planning.plan_session(db, study, by="ruth", at=START) for _ in range(4)]
    db.commit()
    return study, made


def test_in_every_sandbox_one_case_waits_for_her_at_the_start_of_the_arm(db, planned):
    study, made = planned
    worker_id = study.worker_id
    arms = [
        (each.sandbox_id, each.case.person_id, each.arm.start_at, each.arm.version_id)
        for session in made
        for each in session.arms
    ]
    for sandbox_id, person_id, start_at, version_id in arms:
        enter_sandbox(db, sandbox_id)
        step = db.scalars(select(Step).where(Step.person_id == person_id, Step.status == StepStatus.INCOMING)).one()
        assert (step.definition_id, step.version_id, step.worker_id) == (start_at, version_id, worker_id)
    assert len({(person_id, start_at) for _, person_id, start_at, _ in arms}) == 4


def test_neither_the_other_case_nor_the_experts_answers_are_in_a_sandbox(db, planned):
    study, made = planned
    people = {case.person_id for case in study.cases}
    who = {answer.who for answers in queries.expert_answers(db, study).values() for answer in answers.values()}
    for sandbox_id, person_id in [(arm.sandbox_id, arm.case.person_id) for arm in made[0].arms]:
        everything = ""
        for table in sandbox_tables():
            rows = db.connection().execute(select(table).where(table.c.sandbox_id == sandbox_id))
            everything += "\n".join(str(tuple(row)) for row in rows)
        assert person_id in everything
        assert not any(other in everything for other in people - {person_id})
        assert not any(said in everything for said in who)


def test_the_people_of_the_cases_bring_their_notes_into_the_sandbox(db, planned):
    _, made = planned
    for sandbox_id, person_id in [(arm.sandbox_id, arm.case.person_id) for arm in made[0].arms]:
        enter_sandbox(db, sandbox_id)
        assert db.scalar(select(func.count()).select_from(CaseNote).where(CaseNote.person_id == person_id)) >= 14
        assert db.scalar(select(func.count()).select_from(Person)) >= 12
