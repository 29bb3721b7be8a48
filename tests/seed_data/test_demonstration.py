"""The demonstration study at work: it reads in, is planned in every row, and its colleagues lead to the end."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from casework.database import Base, Db, enter_sandbox, leave_sandbox, prepare
from casework.lab import colleagues, planning, queries, working
from casework.lab.colleagues import Acted
from casework.lab.models import Sandbox, SessionArm, Study
from casework.lab.studies import read_study
from casework.records.facts import CATALOGUE
from casework.records.models import Case, Step, Worker
from casework.records.vocabulary import StepStatus
from casework.synthetic.templates import make_templates
from casework.workflows.definition import Definition
from casework.workflows.loader import load_folder, load_lists
from casework.workflows.versions import definition_of, keep_version
from tests.seed_data.people import ROOT, STORY_DATE, STUDY, WORKERS
from tests.workflows.test_shipped_walks import ASKED_ONLY_IN_CONVERSATIONS, ASSESSMENT, PLAN

SEED_DATA = ROOT / "seed_data"
STUDY_FILE = SEED_DATA / "studies" / "demonstration.yaml"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ROWS = 4
REFLECTION = "We asked who would notice first if things went wrong. Keep that in mind at the first look back."
SENT_BACK_WITH = "Say what happens if the carer is ill tonight, and who rings whom."
AGREED_WITH = "Thank you, that is clear now. Go ahead."


@pytest.fixture(scope="module")
def planned_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small county, the people written by hand, both workflows, the study, and four sessions of it."""
    path = tmp_path_factory.mktemp("demonstration") / "casework.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        make_templates(db, SEED_DATA, seed=1, story_date=STORY_DATE, at=AT, people=10)
        loaded = load_folder(SEED_DATA / "workflows", lists=load_lists(SEED_DATA / "lists"), catalogue=CATALOGUE)
        versions = {name: keep_version(db, each, AT) for name, each in loaded.items()}
        study = read_study(db, STUDY_FILE, workflows=versions, at=AT)
        for _ in range(ROWS):
            planning.plan_session(db, study, by="ruth", at=AT)
        db.commit()
    engine.dispose()
    return path


@pytest.fixture
def db(planned_file: Path, tmp_path: Path) -> Iterator[Db]:
    mine = tmp_path / "casework.sqlite"
    shutil.copyfile(planned_file, mine)
    engine = create_engine(f"sqlite:///{mine}")
    prepare(engine)
    with Db(engine) as handle:
        yield handle
    engine.dispose()


@pytest.fixture
def study(db: Db) -> Study:
    return db.scalars(select(Study)).one()


@dataclass
class Desk:
    """The participant's desk in one arm: she finishes a step, colleagues do theirs."""

    db: Db
    study: Study
    sandbox: Sandbox
    person_id: str
    definition: Definition
    worker: Worker

    def mine(self) -> Step:
        """The one step of the case that waits for her."""
        return self.db.scalars(
            select(Step).where(
                Step.person_id == self.person_id,
                Step.worker_id == self.worker.id,
                Step.status == StepStatus.INCOMING,
            )
        ).one()

    def finish(self, action: str, answers: dict[str, Any] | None = None) -> list[Acted]:
        """Answer her step whole, or leave it as it came back, take the action, and let colleagues act."""
        step = self.mine()
        work = working.open_work(self.db, step, self.worker, self.sandbox.story_date)
        if answers is not None:
            pages = self.definition.pages(str(step.definition_id))
            asked = {key for page in pages for key in working.asked_on(page)}
            assert set(answers) <= asked
            working.save_pages(self.db, work, self.worker, pages, answers, revision=work.revision, at=AT, posted=True)
            work = working.open_work(self.db, step, self.worker, self.sandbox.story_date)
        finished = working.finish(
            self.db,
            work,
            self.worker,
            chosen=[action],
            notes={action: "Nights are the hardest."},
            own_role=self.worker.role,
            today=self.sandbox.story_date,
            at=AT,
        )
        return colleagues.act(self.db, self.study, self.sandbox, self.worker, finished.next_steps, at=AT)


def desk(db: Db, study: Study, arm_key: str, case_key: str) -> Desk:
    """Of the sessions planned, the first that has this case in this arm."""
    planned = next(
        each for each in db.scalars(select(SessionArm)) if (each.arm.key, each.case.key) == (arm_key, case_key)
    )
    definition = definition_of(db, planned.arm.version_id)
    sandbox = db.get_one(Sandbox, planned.sandbox_id)
    person_id = planned.case.person_id
    leave_sandbox(db)
    enter_sandbox(db, sandbox.id)
    study = db.get_one(Study, study.id)
    worker = db.scalars(select(Worker).where(Worker.id == study.worker_id)).one()
    return Desk(db, study, db.get_one(Sandbox, sandbox.id), person_id, definition, worker)


def told(acted: list[Acted]) -> list[tuple[str, str, int]]:
    return [(str(each.step.definition_id), each.action_id, each.days) for each in acted]


# --- reading in and planning ----------------------------------------------------------------------


def test_the_study_reads_in_without_a_mistake_and_again_changes_nothing(db: Db, study: Study) -> None:
    loaded = load_folder(SEED_DATA / "workflows", lists=load_lists(SEED_DATA / "lists"), catalogue=CATALOGUE)
    versions = {name: keep_version(db, each, AT) for name, each in loaded.items()}
    assert read_study(db, STUDY_FILE, workflows=versions, at=AT) is study
    assert [arm.key for arm in study.arms] == ["a", "b"]
    assert [case.key for case in study.cases] == ["rosemary", "edna"]
    assert set(queries.expert_answers(db, study)) == {"rosemary", "edna"}


def test_four_sessions_are_planned_one_in_each_row_of_the_crossing(db: Db) -> None:
    rows: dict[str, list[tuple[str, str]]] = {}
    for each in db.scalars(select(SessionArm).order_by(SessionArm.session_id, SessionArm.position)):
        rows.setdefault(each.session_id, []).append((each.arm.key, each.case.key))
    assert sorted(rows.values()) == [
        [("a", "edna"), ("b", "rosemary")],
        [("a", "rosemary"), ("b", "edna")],
        [("b", "edna"), ("a", "rosemary")],
        [("b", "rosemary"), ("a", "edna")],
    ]


# --- the whole way round --------------------------------------------------------------------------

each_case = pytest.mark.parametrize("case", ["rosemary", "edna"])
CONVERSATION = ASSESSMENT | ASKED_ONLY_IN_CONVERSATIONS | PLAN


@each_case
def test_assess_then_plan_goes_the_whole_way_to_the_review(db: Db, study: Study, case: str) -> None:
    hers = desk(db, study, "a", case)
    assert hers.mine().definition_id == "assess"
    assert told(hers.finish("send", ASSESSMENT)) == [("check_assessment", "agreed", 2)]

    assert hers.mine().definition_id == "plan"
    (sent_back,) = hers.finish("submit", PLAN)
    assert told([sent_back]) == [("authorise", "sent_back", 1)]
    assert sent_back.note == SENT_BACK_WITH
    returned = hers.mine()
    assert (returned.definition_id, returned.is_returned, returned.note) == ("plan", True, SENT_BACK_WITH)

    acted = hers.finish("submit")
    assert told(acted) == [("authorise", "agreed", 1), ("arrange", "arranged", 3)]
    assert acted[0].note == AGREED_WITH
    assert_support_is_arranged(hers)


@each_case
def test_listen_connect_plan_goes_the_whole_way_to_the_review(db: Db, study: Study, case: str) -> None:
    hers = desk(db, study, "b", case)
    assert hers.mine().definition_id == "conversation_3"
    reflected, sent_back = hers.finish("to_colleagues", CONVERSATION)
    assert told([reflected, sent_back]) == [("peer_reflection", "agreed", 1), ("sign_off", "sent_back", 1)]
    assert reflected.step.answers is not None
    assert reflected.step.answers["reflection"] == REFLECTION
    returned = hers.mine()
    assert (returned.definition_id, returned.is_returned, returned.note) == ("conversation_3", True, SENT_BACK_WITH)

    acted = hers.finish("to_colleagues")
    assert told(acted) == [("peer_reflection", "agreed", 1), ("sign_off", "agreed", 1), ("arrange", "arranged", 3)]
    assert acted[1].note == AGREED_WITH
    assert_support_is_arranged(hers)


def assert_support_is_arranged(hers: Desk) -> None:
    """A week on, the provider is in the record and the review waits for her."""
    assert hers.sandbox.story_date == STORY_DATE + timedelta(days=7)
    arranged = hers.db.scalars(
        select(Step).where(Step.person_id == hers.person_id, Step.definition_id == "arrange")
    ).one()
    assert arranged.status is StepStatus.FINISHED
    assert arranged.answers is not None
    assert arranged.answers["provider"] == "Lantern Home Care"
    assert date.fromisoformat(arranged.answers["provider_starts_on"]) > hers.sandbox.story_date
    review = hers.mine()
    assert review.definition_id == "review"
    assert review.due_on is not None
    assert review.due_on > hers.sandbox.story_date
    case = hers.db.scalars(select(Case).where(Case.id == review.case_id)).one()
    assert case.closed_on is None


# --- who does the work, and who may read the answers ----------------------------------------------


def roles_of(definition: Definition) -> set[str]:
    """Every role that a workflow hands work to."""
    steps = {step.role for step in definition.steps if not step.ends}
    return {role for role in steps if role}


def test_somebody_who_is_still_here_does_the_work_of_every_role(db: Db, study: Study) -> None:
    here = {worker["role"] for worker in WORKERS["workers"] if worker.get("left_on") is None}
    for arm in study.arms:
        roles = roles_of(definition_of(db, arm.version_id))
        assert "social_worker" in roles
        assert roles <= here


def test_the_participant_works_as_a_social_worker_who_is_still_here() -> None:
    (hers,) = [worker for worker in WORKERS["workers"] if worker["id"] == STUDY["worker"]]
    assert hers["role"] == "social_worker"
    assert "left_on" not in hers


def test_who_gave_the_expert_answers_is_said_nowhere_else() -> None:
    experts = [answer for answers in STUDY["expert_answers"].values() for answer in answers.values()]
    assert all("panel Kestrel" in answer["who"] for answer in experts)
    others = {name: part for name, part in STUDY.items() if name != "expert_answers"}
    assert "kestrel" not in json.dumps(others, default=str).lower()
    elsewhere = [path for path in SEED_DATA.rglob("*.yaml") if path != STUDY_FILE]
    assert elsewhere
    assert [path.name for path in elsewhere if "panel kestrel" in path.read_text(encoding="utf-8").lower()] == []
