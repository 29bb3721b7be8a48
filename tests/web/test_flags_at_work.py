"""Flags on a step at work: beside the answer, asked about once at the end, and never in the way of a decision."""

import pytest
from sqlalchemy import select

from casework.clock import now
from casework.lab.vocabulary import EventKind
from casework.records.facts import CATALOGUE
from casework.records.models import FlagAnswer
from casework.records.vocabulary import StepStatus
from casework.workflows.loader import load_lists, load_text
from casework.workflows.versions import keep_version
from config import ROOT
from tests.at_work import AtWork
from tests.pages import Page

TEN = """
id: ten
title: Ten outcomes
presentation: task_list
begins: assess
steps:
  - id: assess
    title: Assess ((person))
    kind: assessment
    role: social_worker
    actions:
      - {id: close, label: Close, to: closed, mode: must, requires: complete}
  - {id: closed, title: Closed, kind: end, ends: true}
sections:
  - id: ten
    title: The ten outcomes
    step: assess
    pages:
      - id: ten
        questions:
          - id: outcomes
            type: outcomes
            label: What can they do?
            options: list:outcomes
            met_by: list:met_by
            records: assessment.outcomes
  - id: decision
    title: Decision
    step: assess
    pages:
      - id: decision
        questions:
          - id: decision
            type: radios
            label: Is ((person)) eligible?
            options: list:eligibility
            records: assessment.decision
"""
CODES = CATALOGUE["plan.needs"].fields[0].codes


@pytest.fixture
def at_ten(priya: AtWork) -> AtWork:
    lists = load_lists(ROOT / "seed_data" / "lists")
    loaded = load_text(TEN, "ten.yaml", lists=lists, catalogue=CATALOGUE, siblings={})
    priya.step.version_id = keep_version(priya.db, loaded, now()).id
    priya.db.commit()
    return priya


def answer(at_work: AtWork, *unable: str, **more: str) -> Page:
    """Answer all ten, these as not achieved. nutrition_how_met="…" writes in one field more."""
    fields = {f"q-outcomes-{code}-achieves": "unable" if code in unable else "able" for code in CODES}
    fields |= {f"q-outcomes-{code}-limbs": "needs-assistance" for code in unable}
    fields |= {f"q-outcomes-{name.replace('_', '-', 1)}": text for name, text in more.items()}
    at_work.open_step("ten").submit("Save and go on", **fields)
    at_work.open_step("decision").submit("Save and go on", **{"q-decision": "eligible"})
    return at_work.open(f"/steps/{at_work.step.id}/check")


def test_a_flag_stands_under_the_outcome_it_is_about(at_ten: AtWork) -> None:
    answer(at_ten, "clothing", "toilet-needs", nutrition_how_met="Alan shops and cooks every meal")
    page = at_ten.open_step("ten")
    assert page.says("you chose Able. You also wrote “Alan shops and cooks every meal”. Both may be right.")


def test_what_agrees_is_finished_without_being_asked_anything(at_ten: AtWork) -> None:
    answer(at_ten, "clothing", "toilet-needs").submit("Finish and hand over")
    assert at_ten.look(at_ten.step).status is StepStatus.FINISHED


def test_a_decision_that_stays_needs_a_reason_and_only_that(at_ten: AtWork) -> None:
    check = answer(at_ten, "clothing")
    assert check.says("You recorded eligible with one outcome")
    refused = check.submit("Finish and hand over")
    assert refused.errors == [
        "Say why, or change your answer: You recorded eligible with one outcome (being appropriately clothed) not "
        "achieved. Regulation 2 asks for two."
    ]
    refused.submit("Finish and hand over", **{"why-I02-outcomes": "Two more are being looked at on Thursday."})
    assert at_ten.look(at_ten.step).status is StepStatus.FINISHED
    (kept,) = at_ten.db.scalars(select(FlagAnswer)).all()
    assert (kept.code, kept.reason) == ("I02-outcomes", "Two more are being looked at on Thursday.")
    assert len(at_ten.events(EventKind.FLAG_ANSWERED)) == 1


def test_a_reason_written_on_the_page_is_there_at_the_end(at_ten: AtWork) -> None:
    answer(at_ten, "clothing")
    at_ten.open_step("decision").submit("Save and go on", **{"why-I02-outcomes": "Looked at on Thursday."})
    at_ten.check().submit("Finish and hand over")
    assert at_ten.look(at_ten.step).status is StepStatus.FINISHED


def test_the_task_list_counts_what_is_to_put_straight(at_ten: AtWork) -> None:
    answer(at_ten, "clothing")
    assert at_ten.open_step().says("To put straight (1)")


def test_the_index_of_the_ten_says_each_answer(at_ten: AtWork) -> None:
    answer(at_ten, "clothing", "toilet-needs")
    assert at_ten.open_step("ten").says("Outcomes (10)")


def test_check_answers_says_how_many_outcomes_are_achieved_and_why_the_others_are_not(at_ten: AtWork) -> None:
    check = answer(at_ten, "clothing", "toilet-needs", clothing_how_met="Alan does the buttons")
    assert check.says("The ten outcomes: 2 not achieved, 8 able")
    assert check.says("Unable: needs assistance")
    assert check.says("Alan does the buttons")
