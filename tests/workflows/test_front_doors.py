"""The public front doors: nobody is turned away, what is urgent interrupts, and all hand over the same facts."""

from datetime import date

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows import engine
from casework.workflows.loader import load_file, load_lists
from config import ROOT

TODAY = date(2026, 11, 10)
NAMES = ("guided_conversation", "advice_first", "self_assessment")


@pytest.fixture(scope="module")
def doors():
    lists = load_lists(ROOT / "seed_data/lists")
    paths = {name: ROOT / f"seed_data/workflows/{name}.yaml" for name in NAMES}
    return {name: load_file(path, lists=lists, catalogue=CATALOGUE).definition for name, path in paths.items()}


WANTS_MORE = {"life_area": "getting-up", "answered_question": "no"}
"""What leads to the request in advice first; other doors do not ask it."""


def at(door, **answers):
    return engine.look(door, "tell_us", answers, {}, TODAY)


def pages(state):
    return [page.page.id for page in state.pages]


def offered(state):
    return {each.action.id for each in state.actions if each.available}


@pytest.mark.parametrize("name", NAMES)
def test_the_first_step_is_a_residents_and_needs_no_account(doors, name):
    first = doors[name].step(doors[name].begins)
    assert first.role == "resident"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", ["yes", "not-sure"])
def test_an_urgent_answer_brings_up_the_telephone_number_and_stops_nothing(doors, name, answer):
    calm, urgent = at(doors[name], urgent_now="no"), at(doors[name], urgent_now=answer)
    assert "ring_now" not in pages(calm)
    assert set(pages(urgent)) - set(pages(calm)) == {"ring_now"}


@pytest.mark.parametrize("name", NAMES)
def test_who_cannot_ring_is_rung_the_same_day_by_itself(doors, name):
    state = at(doors[name], urgent_now="yes", urgent_rang="cannot-ring")
    action = next(each for each in state.actions if each.action.id == "ask_today")
    assert (action.available, action.action.mode, action.action.due) == (True, "automatic", "same day")
    assert "ask_today" not in offered(at(doors[name], urgent_now="yes", urgent_rang="rang"))


@pytest.mark.parametrize(("day", "today"), [("2026-11-12", True), ("2026-11-13", False)])
def test_a_worry_about_the_next_two_days_is_for_today(doors, day, today):
    assert ("ask_today" in offered(at(doors["guided_conversation"], worry_on=day))) is today


@pytest.mark.parametrize("name", NAMES)
def test_talking_to_somebody_is_always_offered(doors, name):
    assert "rather_talk" in offered(at(doors[name]))


@pytest.mark.parametrize("name", NAMES)
def test_a_worry_that_somebody_is_harmed_raises_a_concern_also_without_agreement(doors, name):
    state = at(doors[name], concern_now="yes", agreed_by_person="no", **WANTS_MORE)
    assert {"raise_concern"} <= offered(state)
    assert "concern" in pages(state)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_looks_after_somebody_is_offered_help_of_their_own(doors, name):
    assert "offer_carer" in offered(at(doors[name], looks_after="yes", **WANTS_MORE))


@pytest.mark.parametrize("name", NAMES)
def test_no_door_asks_about_money(doors, name):
    asked = {question.type for _, _, question in doors[name].every_question()}
    facts = {question.fact or "" for _, _, question in doors[name].every_question()}
    assert "money" not in asked
    assert not [fact for fact in facts if fact.startswith(("financial.", "budget."))]


@pytest.mark.parametrize("name", NAMES)
def test_what_has_to_be_done_differently_is_asked_before_how_to_be_in_touch(doors, name):
    order = [question.id for _, _, question in doors[name].every_question()]
    assert order.index("adjustments") < order.index("channel")


def test_every_door_hands_over_the_same_facts_about_who_why_and_how_to_be_in_touch(doors):
    shared = {"contact.urgent_answer", "contact.filled_in_by", "contact.person_words", "contact.channel"}
    shared |= {"contact.safe_to_contact", "contact.adjustments", "contact.agreed_by_person", "contact.looks_after"}
    for door in doors.values():
        assert shared <= {question.fact for _, _, question in door.every_question()}


# --- advice first ---------------------------------------------------------------------------------------


def test_advice_that_answers_the_question_ends_without_a_request(doors):
    state = at(doors["advice_first"], life_area="getting-up", answered_question="yes", follow_up="yes")
    assert "happening" not in pages(state)
    assert {"enough", "ask_in_four_weeks"} <= offered(state)
    assert "send" not in offered(state)


@pytest.mark.parametrize(
    "answers",
    [
        {"life_area": "getting-up", "ask_now": ["ask"]},
        {"life_area": "getting-out", "ask_after_guide": ["ask"]},
        {"life_area": "meals-shopping", "answered_question": "partly"},
        {"life_area": "worried-about-somebody"},
    ],
)
def test_an_assessment_can_be_asked_for_from_every_page_of_advice(doors, answers):
    state = at(doors["advice_first"], **answers)
    assert "happening" in pages(state)
    assert "enough" not in offered(state)


def test_a_worry_about_somebody_opens_the_concern_at_once(doors):
    shown = pages(at(doors["advice_first"], life_area="worried-about-somebody"))
    assert shown.index("concern") < shown.index("who")
    assert not [page for page in shown if page.startswith(("guide", "directory"))]


# --- self-assessment ---------------------------------------------------------------------------------------


def test_all_ten_areas_are_asked_and_the_form_decides_nothing(doors):
    door = doors["self_assessment"]
    areas = {q.fact for _, _, q in door.every_question() if (q.fact or "").startswith("self_assessment.")}
    ten = ("nutrition", "personal_hygiene", "toilet_needs", "clothing", "home_safety", "home_environment")
    ten += ("relationships", "work_education", "community_facilities", "child_caring")
    assert {f"self_assessment.{area}" for area in ten} <= areas
    assert "assessment.decision" not in {q.fact for _, _, q in door.every_question()}


def test_what_cannot_be_done_without_danger_asks_again_about_today(doors):
    door = doors["self_assessment"]
    assert "still_all_right" not in pages(at(door, nutrition="some-help"))
    state = at(door, nutrition="cannot", urgent_again="cannot-ring")
    assert "still_all_right" in pages(state)
    assert "ask_today" in offered(state)


def test_an_assessor_talks_it_through_before_anything_goes_on(doors):
    door = doors["self_assessment"]
    send = next(action for action in door.step("tell_us").actions if action.id == "send")
    assert (send.to, send.starts) == ("assure", ())
    assert door.step("assure").role == "assessor"
    on = [action for action in door.step("assure").actions if action.starts == ("onwards",)]
    assert len(on) == 2
