"""The two shipped workflows at work: one whole set of answers takes a step to its end, and answers change the way."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows import engine
from casework.workflows.definition import OUTCOMES, Definition
from casework.workflows.engine import Finish, FinishProblem, StepState
from casework.workflows.loader import load_folder, load_lists

SEED_DATA = Path(__file__).parents[2] / "seed_data"
TODAY = date(2026, 11, 10)

ABLE = {"achieves": "able"}
TEN = {option.code: ABLE for option in OUTCOMES} | {
    "personal-hygiene": {
        "achieves": "unable",
        "limbs": ["needs-assistance", "takes-longer"],
        "how_met": "Her husband washes her back and legs",
        "met_by": "carer",
        "their_words": "I can do my top half. I wait for the rest.",
    },
    "toilet-needs": {"achieves": "with-help", "limbs": ["endangers"]},
    "child-caring": {"achieves": "not-applicable", "reason": "No child in the family"},
}
ASSESSMENT: dict[str, Any] = {
    "consent": "agreed",
    "communication_needs": "Hearing aids. Sit opposite her, one person at a time.",
    "people_involved": "Rose, and Alan for part of it",
    "difficulty": ["none"],
    "goal": "My own kitchen, and Alan not worn out.",
    "what_else": "Bath board, rails, the lunch club",
    "outcomes": TEN,
    "areas": ["dignity", "control"],
    "impact": "significant",
    "impact_reason": "She waits to be washed and sleeps badly.",
    "cause": "yes",
    "cause_reason": "Osteoarthritis, and weakness after an infection",
    "carer_left_out": "yes",
    "period": "The last three months. A bad day comes twice a week.",
    "risk": "Falls at night. She would sooner fall than leave home.",
    "risk_needs": "yes",
    "risk_abuse": "no",
    "risk_decision": "no-concern",
    "capacity_doubt": "no",
    "carer_present": "yes",
    "young_carer": "no",
    "each_helper": [
        {
            "carer_name": "Alan",
            "carer_does": "Washing, meals, nights",
            "carer_willing": "yes",
            "carer_able": "partly",
            "carer_offer": "thinking",
            "carer_offered_on": "2026-11-04",
        }
    ],
    "continuing_healthcare": "not-indicated",
    "eligibility_decision": "eligible",
    "reasons": "She cannot wash or use the toilet at night without help.",
    "copies_to": "Rose and Alan",
    "copy_format": "large-print",
    "copies_sent_on": "2026-11-12",
}
ASKED_ONLY_IN_CONVERSATIONS = {"strengths": "Letters, telephone, laughing", "network": "Alan, Claire, the church"}
PLAN: dict[str, Any] = {
    "plan_involved": "Rose and Alan",
    "plan_advocate": "not-needed",
    "each_need": [
        {
            "need_outcome": "personal-hygiene",
            "need_wanted": "To be washed before Alan is up",
            "need_how_met": "A visit every morning",
            "need_met_by": "council",
        },
        {
            "need_outcome": "toilet-needs",
            "need_wanted": "Not to wake Alan",
            "need_how_met": "Commode by the bed",
            "need_met_by": "council",
        },
    ],
    "services": [
        {"service": "home-care", "units": 11.25, "unit": "hour", "rate_pence": 2450},
        {"service": "day-centre", "units": 1, "unit": "day", "rate_pence": 6200},
        {"service": "telecare", "units": 1, "unit": "week", "rate_pence": 640},
    ],
    "indicative": 29000,
    "over_reason": "The evening visit lets Alan sleep.",
    "prevention": "Exercises from the physiotherapist",
    "contingency": "Claire rings first, then the rapid response team.",
    "direct_payment": "none",
    "plan_agreed": "agreed",
    "starts_on": "2026-11-16",
    "plan_copies_to": "Rose and Alan",
    "review_due": "2027-01-11",
    "how_to_ask": "Ring the team and ask for Priya",
}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Definition]:
    loaded = load_folder(SEED_DATA / "workflows", lists=load_lists(SEED_DATA / "lists"), catalogue=CATALOGUE)
    return {name: each.definition for name, each in loaded.items()}


@pytest.fixture(scope="module")
def traditional(shipped: dict[str, Definition]) -> Definition:
    return shipped["traditional"]


@pytest.fixture(scope="module")
def conversations(shipped: dict[str, Definition]) -> Definition:
    return shipped["three_conversations"]


def look(definition: Definition, step: str, answers: dict[str, Any], record: dict[str, Any] | None = None) -> StepState:
    return engine.look(definition, step, answers, record or {}, TODAY)


def told(state: StepState) -> list[str]:
    return [f"{problem.question_id}: {problem.message}" for problem in state.problems]


def begun(definition: Definition, state: StepState, *chosen: str) -> list[str]:
    """The steps that finishing with these actions starts; every chosen action has a note."""
    ended = engine.finish(definition, state, chosen, dict.fromkeys(chosen, "See the note on nights."))
    assert isinstance(ended, Finish), ended
    return [str(start.step_id) for start in ended.starts]


def refused(definition: Definition, state: StepState, *chosen: str) -> list[str]:
    ended = engine.finish(definition, state, chosen, {})
    assert isinstance(ended, list)
    assert all(isinstance(problem, FinishProblem) for problem in ended)
    return [problem.field for problem in ended]


def shown(state: StepState) -> set[str]:
    return {question.question.id for page in state.pages for question in page.shown}


def warned(state: StepState, question_id: str) -> tuple[str, ...]:
    return next(
        question.warnings for page in state.pages for question in page.shown if question.question.id == question_id
    )


def test_a_whole_assessment_goes_to_the_manager(traditional: Definition) -> None:
    state = look(traditional, "assess", ASSESSMENT)
    assert told(state) == []
    assert begun(traditional, state, "send") == ["check_assessment"]
    assert state.facts["assessment.decision"] == "eligible"
    assert state.facts["assessment.carers"] == [
        {
            "name": "Alan",
            "does": "Washing, meals, nights",
            "willing": "yes",
            "able": "partly",
            "offer": "thinking",
            "offered_on": "2026-11-04",
        }
    ]


def test_the_note_to_the_manager_is_compulsory(traditional: Definition) -> None:
    assert refused(traditional, look(traditional, "assess", ASSESSMENT), "send") == ["note-send"]


def test_money_is_asked_about_only_beside_a_decision(traditional: Definition) -> None:
    state = look(traditional, "assess", ASSESSMENT)
    assert begun(traditional, state, "send", "ask_finance") == ["check_assessment", "finance"]
    undecided = look(
        traditional, "assess", {key: value for key, value in ASSESSMENT.items() if key != "eligibility_decision"}
    )
    assert not next(each.available for each in undecided.actions if each.action.id == "ask_finance")


@pytest.mark.parametrize("left_out", sorted(ASSESSMENT))
def test_nothing_that_is_asked_may_be_left_out(traditional: Definition, left_out: str) -> None:
    state = look(traditional, "assess", {key: value for key, value in ASSESSMENT.items() if key != left_out})
    assert not state.complete


def test_all_ten_outcomes_are_answered_before_it_is_complete(traditional: Definition) -> None:
    nine = {code: answer for code, answer in TEN.items() if code != "work-education"}
    assert len(told(look(traditional, "assess", ASSESSMENT | {"outcomes": nine}))) == 1


def test_help_from_a_carer_changes_no_answer_and_no_decision(traditional: Definition) -> None:
    helped = look(traditional, "assess", ASSESSMENT)
    alone = look(traditional, "assess", ASSESSMENT | {"carer_present": "no"})
    for fact in ("assessment.outcomes", "assessment.impact", "assessment.decision"):
        assert helped.facts[fact] == alone.facts[fact]
    assert warned(helped, "eligibility_decision") == warned(alone, "eligibility_decision") == ()


def test_a_decision_against_the_answers_is_pointed_out_and_stands(traditional: Definition) -> None:
    doubtful = look(traditional, "assess", ASSESSMENT | {"impact": "not-significant"})
    assert len(warned(doubtful, "eligibility_decision")) == 1
    assert begun(traditional, doubtful, "send") == ["check_assessment"]
    other_way = look(
        traditional, "assess", ASSESSMENT | {"eligibility_decision": "not-eligible", "advice": "Ask about benefits."}
    )
    assert len(warned(other_way, "eligibility_decision")) == 1
    assert other_way.complete


def test_not_eligible_needs_advice_in_writing_and_ends(traditional: Definition) -> None:
    without = look(traditional, "assess", ASSESSMENT | {"eligibility_decision": "not-eligible"})
    assert [problem.question_id for problem in without.problems] == ["advice"]
    with_advice = look(
        traditional, "assess", ASSESSMENT | {"eligibility_decision": "not-eligible", "advice": "Ask about benefits."}
    )
    ended = engine.finish(traditional, with_advice, ["not_eligible"], {})
    assert isinstance(ended, Finish)
    assert ended.closes


def test_a_refusal_ends_it_with_a_note_and_nothing_else_answered(traditional: Definition) -> None:
    state = look(traditional, "assess", {"consent": "refused"})
    assert warned(state, "consent")
    assert refused(traditional, state, "no_assessment") == ["note-no_assessment"]
    ended = engine.finish(
        traditional, state, ["no_assessment"], {"no_assessment": "She can decide this, and nobody is at risk."}
    )
    assert isinstance(ended, Finish)
    assert ended.closes


def test_only_one_note_on_consent_shows(traditional: Definition) -> None:
    notes = {"consent_note", "refusal_note", "best_interests_note"}
    for consent, note in (
        ("agreed", "consent_note"),
        ("refused", "refusal_note"),
        ("best-interests", "best_interests_note"),
    ):
        assert shown(look(traditional, "assess", ASSESSMENT | {"consent": consent})) & notes == {note}


def test_a_difficulty_leads_to_somebody_and_then_to_an_advocate(traditional: Definition) -> None:
    difficulty = ASSESSMENT | {"difficulty": ["retain"]}
    assert "appropriate_person" in shown(look(traditional, "assess", difficulty))
    nobody = look(traditional, "assess", difficulty | {"appropriate_person": "no"})
    assert [problem.question_id for problem in nobody.problems] == ["advocate"]
    taken_back = look(
        traditional, "assess", ASSESSMENT | {"appropriate_person": "no", "advocate": "Asked on 9 November"}
    )
    assert {aside.question.id for aside in taken_back.set_aside} == {"appropriate_person", "advocate"}
    assert "assessment.advocate_note" not in taken_back.facts


def test_a_concern_that_is_raised_must_be_passed_on_beside_the_assessment(traditional: Definition) -> None:
    state = look(
        traditional,
        "assess",
        ASSESSMENT
        | {"risk_abuse": "yes", "risk_protect": "yes", "risk_wishes": "My card back", "risk_decision": "raise-concern"},
    )
    assert "action" in refused(traditional, state, "send")
    assert begun(traditional, state, "send", "raise_concern") == ["check_assessment", "safeguarding"]


def test_three_tests_answered_yes_and_no_concern_is_pointed_out(traditional: Definition) -> None:
    answers = {"risk_abuse": "yes", "risk_protect": "yes", "risk_wishes": "Nothing yet"}
    state = look(traditional, "assess", ASSESSMENT | answers)
    assert len(warned(state, "risk_decision")) == 1
    assert state.complete


def test_a_carer_with_no_offer_needs_a_reason(traditional: Definition) -> None:
    carer = {key: value for key, value in ASSESSMENT["each_helper"][0].items() if key != "carer_offered_on"}
    state = look(traditional, "assess", ASSESSMENT | {"each_helper": [carer | {"carer_offer": "not-offered"}]})
    assert [problem.question_id for problem in state.problems] == ["carer_not_offered"]


def test_the_plan_adds_up_to_the_penny(traditional: Definition) -> None:
    state = look(traditional, "plan", PLAN, {"assessment.outcomes": TEN})
    assert told(state) == []
    assert state.facts["budget.gross_pence"] == 34403
    assert begun(traditional, state, "submit") == ["authorise"]
    assert warned(state, "unmet") == ()


def test_a_plan_over_the_indicative_budget_says_why(traditional: Definition) -> None:
    without = {key: value for key, value in PLAN.items() if key != "over_reason"}
    assert [problem.question_id for problem in look(traditional, "plan", without).problems] == ["over_reason"]
    assert look(traditional, "plan", without | {"indicative": 40000}).complete


def test_a_need_left_out_of_the_plan_is_pointed_out(traditional: Definition) -> None:
    state = look(traditional, "plan", PLAN | {"each_need": PLAN["each_need"][:1]}, {"assessment.outcomes": TEN})
    assert len(warned(state, "unmet")) == 1
    assert state.complete


def test_a_review_is_never_more_than_a_year_away(traditional: Definition) -> None:
    late = look(traditional, "plan", PLAN | {"review_due": "2027-11-30"})
    assert told(late) == ["review_due: First review must be within 12 months"]


def test_what_is_paid_adds_up(traditional: Definition) -> None:
    record = {"budget.gross_pence": 34403}
    state = look(traditional, "finance", {"person_pays": 2780}, record)
    assert state.facts == {"budget.person_pence": 2780, "budget.council_pence": 31623}
    assert told(look(traditional, "finance", {"person_pays": 34404}, record))


def test_a_plan_that_was_sent_back_goes_to_the_planner(traditional: Definition) -> None:
    assert begun(traditional, look(traditional, "authorise", {}), "sent_back") == ["plan"]
    assert begun(traditional, look(traditional, "authorise", {}), "agreed") == ["arrange"]


def test_a_change_found_at_the_review_leads_back_to_an_assessment(
    traditional: Definition, conversations: Definition
) -> None:
    answers = {
        "review_held_on": "2026-11-09",
        "review_involved": "Rose and Alan",
        "review_advocate": "not-needed",
        "review_notes": "Alan is in hospital.",
        "review_outcome": "reassess",
    }
    assert begun(traditional, look(traditional, "review", answers), "reassess") == ["assess"]
    assert begun(conversations, look(conversations, "review", answers), "reassess") == ["conversation_3"]


def test_a_need_that_appears_leads_on_whatever_the_money(traditional: Definition, conversations: Definition) -> None:
    first_look = {"need_apparent": "yes", "need_reason": "She cannot wash."}
    state = look(traditional, "triage", first_look)
    assert begun(traditional, state, "ask_assessment") == ["allocate"]
    assert "action" in refused(traditional, state, "advise")
    first = first_look | {
        "matters_now": "My own kitchen",
        "connections": "The lunch club, from Thursday",
        "own_words": "She fell and cannot wash.",
        "urgency": "soon",
        "carer_known": "yes",
        "safety_concern": "no",
        "route": "hospital-discharge",
        "contact_consent": "agreed",
    }
    state = look(conversations, "conversation_1", first)
    assert told(state) == []
    assert begun(conversations, state, "good_life") == ["conversation_3"]
    assert "action" in refused(conversations, state, "connected")


def test_one_conversation_holds_assessment_decision_and_plan(conversations: Definition) -> None:
    state = look(conversations, "conversation_3", ASSESSMENT | ASKED_ONLY_IN_CONVERSATIONS | PLAN)
    assert told(state) == []
    assert begun(conversations, state, "to_colleagues", "ask_finance") == ["peer_reflection", "finance"]
    assert state.facts["budget.gross_pence"] == 34403


def test_both_ways_reach_the_same_facts_from_the_same_answers(
    traditional: Definition, conversations: Definition
) -> None:
    apart = look(traditional, "assess", ASSESSMENT).facts | look(traditional, "plan", PLAN).facts
    together = look(conversations, "conversation_3", ASSESSMENT | ASKED_ONLY_IN_CONVERSATIONS | PLAN).facts
    assert {name: value for name, value in together.items() if name in apart} == apart
    assert set(together) - set(apart) == {"assessment.strengths", "assessment.network"}


def test_nobody_plans_for_who_is_not_eligible(conversations: Definition) -> None:
    answers = (
        ASSESSMENT
        | ASKED_ONLY_IN_CONVERSATIONS
        | {"eligibility_decision": "not-eligible", "advice": "Ask about benefits."}
    )
    state = look(conversations, "conversation_3", answers)
    assert told(state) == []
    assert not {page.page.id for page in state.pages} & {"each_need", "services", "cost", "payment"}


def test_colleagues_reflect_before_the_manager_signs(conversations: Definition) -> None:
    assert begun(conversations, look(conversations, "peer_reflection", {}), "agreed") == ["sign_off"]
    assert begun(conversations, look(conversations, "peer_reflection", {}), "sent_back") == ["conversation_3"]
    assert begun(conversations, look(conversations, "sign_off", {}), "agreed") == ["arrange"]
