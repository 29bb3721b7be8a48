"""A concern, or a doubt about capacity, from anywhere in the record, without losing one's place."""

import pytest
from sqlalchemy import select

from casework.clock import now
from casework.lab.vocabulary import EventKind
from casework.records.facts import CATALOGUE
from casework.records.models import Step
from casework.records.vocabulary import StepStatus
from casework.workflows.loader import load_lists, load_text
from casework.workflows.versions import keep_version
from config import ROOT
from tests.at_work import AtWork

CONCERN = """
id: safeguarding
title: Safeguarding
presentation: task_list
begins: concern
steps:
  - id: concern
    title: Safeguarding concern
    kind: contact
    role: duty_worker
    due: same day
    actions:
      - {id: decided, label: Close, to: closed, mode: must}
  - {id: closed, title: Closed, kind: end, ends: true}
sections:
  - id: happened
    title: What happened
    step: concern
    pages:
      - id: happened
        questions:
          - {id: happened, type: textarea, label: What was seen?, records: safeguarding.what_happened}
"""


@pytest.fixture
def nurse(priya: AtWork) -> AtWork:
    """Priya at work where a safeguarding concern may be begun beside her work."""
    loaded = load_text(
        CONCERN, "safeguarding.yaml", lists=load_lists(ROOT / "seed_data" / "lists"), catalogue=CATALOGUE, siblings={}
    )
    version = keep_version(priya.db, loaded, now())
    priya.session.current_arm.arm.beside = {"safeguarding": version.id}
    priya.db.commit()
    return priya


def concern(at_work: AtWork) -> Step:
    at_work.db.rollback()
    return at_work.db.scalars(select(Step).where(Step.definition_id == "concern")).one()


def test_a_concern_begins_in_the_middle_of_a_page_and_nothing_typed_is_lost(nurse: AtWork) -> None:
    page = nurse.open_step("home").submit("Raise a safeguarding concern", **{"q-matters": "Her own kitchen."})
    assert nurse.answers["matters"] == "Her own kitchen."
    assert page.says("Safeguarding concern")
    assert concern(nurse).status is StepStatus.STARTED
    assert len(nurse.events(EventKind.CONCERN_RAISED)) == 1


def test_finishing_the_concern_leads_back_to_the_page_she_left(nurse: AtWork) -> None:
    nurse.open_step("home").submit("Raise a safeguarding concern")
    step = concern(nurse)
    nurse.open(f"/steps/{step.id}/pages/happened").submit("Save and go on", **{"q-happened": "Her card was gone."})
    page = nurse.open(f"/steps/{step.id}/check").submit("Finish and hand over")
    assert page.path == f"/steps/{nurse.step.id}/pages/home"
    assert page.says("You are back where you were")


def test_closing_the_step_she_came_from_does_not_close_the_concern(nurse: AtWork) -> None:
    nurse.open_step("home").submit("Raise a safeguarding concern")
    nurse.fill_in()
    nurse.check().submit("Finish and hand over")
    assert nurse.look(nurse.step).status is StepStatus.FINISHED
    assert concern(nurse).status is StepStatus.STARTED
    assert concern(nurse).case_id != nurse.step.case_id


def test_a_concern_begins_from_the_persons_record(nurse: AtWork) -> None:
    nurse.open(f"/people/{nurse.step.person_id}/concern").submit("Begin the concern")
    assert concern(nurse).person_id == nurse.step.person_id
    assert concern(nurse).worker_id == nurse.step.worker_id


def test_where_no_such_workflow_is_tried_the_page_says_so_plainly(priya: AtWork) -> None:
    page = priya.open(f"/people/{priya.step.person_id}/capacity")
    assert page.says("its workflow is not part of what is being tried")
