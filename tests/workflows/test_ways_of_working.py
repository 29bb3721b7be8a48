"""The six other ways of working: each whole, with its own compulsory steps, and its trap in plain sight."""

from collections.abc import Mapping
from typing import Any

import pytest

from casework.facts import FactType
from casework.records.facts import CATALOGUE
from casework.rehearsal.people import STORY_DATE, pinned_people
from casework.rehearsal.robot import Walk, walk
from casework.workflows import engine
from casework.workflows.definition import DUTIES, Definition
from casework.workflows.duties import duties_of
from casework.workflows.engine import Finish, StepState
from tests.workflows.shipped import NAMES, shipped

WAYS = (
    "strengths_proportionate",
    "trusted_assessor",
    "supported_self_assessment",
    "asset_front_door",
    "resource_allocation",
    "small_team",
)
ROSE = pinned_people()["rosemary_tennant"]
RATES = {name: value for name, value in ROSE.known.items() if name.startswith("rate.")}

DECISIONS = {
    "contact.need_appears",
    "contact.need_reason",
    "contact.safeguarding_concern",
    "assessment.consent",
    "assessment.people_involved",
    "assessment.substantial_difficulty",
    "assessment.wanted_outcomes",
    "assessment.outcomes",
    "assessment.period_considered",
    "assessment.wellbeing_areas",
    "assessment.impact",
    "assessment.impact_reason",
    "assessment.cause",
    "assessment.cause_reason",
    "assessment.carer_input_excluded",
    "assessment.carer_present",
    "assessment.carers",
    "assessment.young_carer",
    "assessment.safeguarding_needs",
    "assessment.safeguarding_abuse",
    "assessment.safeguarding_protect",
    "assessment.safeguarding_decision",
    "assessment.capacity_doubt",
    "assessment.capacity_matter",
    "assessment.continuing_healthcare",
    "assessment.decision",
    "assessment.decision_reasons",
    "assessment.advice",
    "assessment.copies_to",
    "assessment.copies_sent_on",
    "plan.needs",
    "plan.services",
    "plan.prevention",
    "plan.direct_payment",
    "plan.involved",
    "plan.advocate",
    "plan.agreed",
    "plan.copies_to",
    "budget.gross_pence",
    "review.due_on",
    "review.how_to_ask",
    "review.held_on",
    "review.outcome",
}
"""What a study compares, and what the law wants written down whichever way one works."""

OWN = {
    "strengths_proportionate": {"assessment.depth", "assessment.depth_reason", "plan.strengths_first"},
    "trusted_assessor": {"trusted.scope", "trusted.decision", "reablement.goals", "reablement.need_remains"},
    "supported_self_assessment": {"self_assessment.nutrition", "self_assessment.assured", "self_assessment.matters"},
    "asset_front_door": {"community.vision", "community.hub_offered_on", "community.handover_because"},
    "resource_allocation": {"budget.points", "budget.indicative_pence", "budget.sense_check"},
    "small_team": {"huddle.lead", "profile.important", "assessment.decision_owner", "plan.flexible_hours"},
}

WITH_ROSE = {
    "strengths_proportionate": ["first_conversation", "choose_depth", "assess", "plan", "arrange", "review"],
    "trusted_assessor": ["referral", "trusted_assessment", "accept", "go_home", "recovery", "assess", "plan", "review"],
    "supported_self_assessment": ["invite", "own_view", "assure", "assess", "plan", "authorise", "arrange", "review"],
    "asset_front_door": ["introduction", "hand_over", "choose_depth", "assess", "plan", "arrange", "review"],
    "resource_allocation": ["contact", "triage", "assess", "allocation", "plan", "authorise", "arrange", "review"],
    "small_team": ["pick_up", "assess", "team_decision", "arrange", "check_in", "review"],
}


@pytest.fixture(scope="module")
def walked() -> dict[str, Walk]:
    """The robot's way with Rosemary Tennant, through each."""
    return {name: walk(shipped(name), ROSE.known, today=STORY_DATE, words=ROSE.words) for name in WAYS}


def facts_of(definition: Definition, *steps: str) -> set[str]:
    return {
        fact
        for section, page, question in definition.every_question()
        if not steps or section.step in steps
        for fact in ((page.repeat.fact if page.repeat else question.fact),)
        if fact
    }


def look(name: str, step: str, answers: Mapping[str, Any], record: Mapping[str, Any] | None = None) -> StepState:
    return engine.look(shipped(name), step, dict(answers), {**RATES, **(record or {})}, STORY_DATE)


def possible(state: StepState) -> set[str]:
    """The actions whose condition holds, whether or not answers are missing."""
    return {each.action.id for each in state.actions if each.available or not each.why_not.startswith("Only when")}


def compulsory(state: StepState) -> set[str]:
    return {each.action.id for each in state.actions if each.compulsory and each.action.id in possible(state)}


def said(state: StepState, question_id: str) -> list[str]:
    return [problem.message for problem in state.problems if problem.question_id == question_id]


def shown(state: StepState) -> set[str]:
    return {question.question.id for page in state.pages for question in page.shown}


def notes_asked(name: str, state: StepState, *chosen: str) -> list[str]:
    ended = engine.finish(shipped(name), state, chosen, {})
    return [] if isinstance(ended, Finish) else [problem.field for problem in ended if problem.field != "action"]


# --- all of them


@pytest.mark.parametrize("name", WAYS)
def test_each_writes_down_what_decisions_are_compared_by(name: str) -> None:
    recorded = facts_of(shipped(name))
    assert recorded >= DECISIONS
    assert recorded >= OWN[name]


@pytest.mark.parametrize("name", WAYS)
def test_each_has_evidence_for_every_duty(name: str) -> None:
    definition = shipped(name)
    asked = {question.duty for _, _, question in definition.every_question()}
    done = {action.duty for step in definition.steps for action in step.actions}
    assert set(DUTIES) <= asked | done


@pytest.mark.parametrize("name", ["traditional", "three_conversations", *WAYS])
def test_every_duty_is_met_on_every_way_through(name: str) -> None:
    others = {each: shipped(each) for each in NAMES}
    assert [each.duty.id for each in duties_of(shipped(name), others) if each.status != "every path"] == []


@pytest.mark.parametrize("name", WAYS)
def test_each_goes_its_own_way_from_first_contact_to_review(walked: dict[str, Walk], name: str) -> None:
    found = walked[name]
    assert found.finished, found.stuck
    assert [step for step in found.path if step in WITH_ROSE[name]] == WITH_ROSE[name]


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("person", sorted(pinned_people()))
def test_nobody_gets_stuck(name: str, person: str) -> None:
    known = pinned_people()[person]
    found = walk(shipped(name), known.known, today=STORY_DATE, words=known.words)
    assert found.finished, found.stuck


@pytest.mark.parametrize("name", WAYS)
def test_what_is_decided_with_the_same_answers_is_the_same(walked: dict[str, Walk], name: str) -> None:
    first = walked[WAYS[0]].facts
    alike = ("assessment.outcomes", "assessment.decision", "assessment.impact", "plan.services", "budget.gross_pence")
    assert {fact: walked[name].facts.get(fact) for fact in alike} == {fact: first[fact] for fact in alike}


@pytest.mark.parametrize("name", WAYS)
def test_the_three_safeguarding_tests_are_asked_apart_and_a_concern_must_be_passed_on(name: str) -> None:
    state = look(name, "assess", {"risk_abuse": "yes", "risk_decision": "raise-concern"})
    assert {"risk_needs", "risk_abuse", "risk_protect", "risk_wishes"} <= shown(state)
    assert "raise_concern" in compulsory(state)


@pytest.mark.parametrize("name", WAYS)
def test_a_concern_can_be_raised_wherever_somebody_meets_the_person(name: str) -> None:
    definition = shipped(name)
    met = {"contact", "assessment", "support", "plan", "review"}
    without = [
        step.id
        for step in definition.steps
        if step.kind in met
        and step.role not in ("resident",)
        and not any("safeguarding" in action.starts for action in step.actions)
    ]
    assert without == []


@pytest.mark.parametrize("name", WAYS)
def test_a_carer_who_accepts_gets_an_assessment_of_their_own(name: str) -> None:
    state = look(name, "assess", {"carer_present": "yes", "each_helper": [{"carer_offer": "accepted"}]})
    assert "carers_assessment" in compulsory(state)
    action = next(each.action for each in state.actions if each.action.id == "carers_assessment")
    assert (action.starts, action.for_) == (("carers_assessment",), "carer")
    declined = look(name, "assess", {"carer_present": "yes", "each_helper": [{"carer_offer": "declined"}]})
    assert "carers_assessment" not in possible(declined)


@pytest.mark.parametrize("name", WAYS)
def test_doubted_capacity_is_looked_at_as_one_decision(name: str) -> None:
    assert "ask_capacity" in compulsory(look(name, "assess", {"capacity_doubt": "yes"}))


@pytest.mark.parametrize("name", WAYS)
def test_money_comes_after_the_decision(name: str) -> None:
    definition = shipped(name)
    order = [question.id for _, _, question in definition.every_question()]
    money = [q.id for _, _, q in definition.every_question() if (q.fact or "").startswith("budget.")]
    assert money
    assert all(order.index(each) > order.index("eligibility_decision") for each in money)


@pytest.mark.parametrize("name", WAYS)
def test_titles_belong_to_no_organisation(name: str) -> None:
    definition = shipped(name)
    wording = " ".join([definition.title, definition.summary, *(step.title for step in definition.steps)]).lower()
    assert "three conversations" not in wording
    assert "wellbeing team" not in wording


def test_each_is_worked_by_other_hands() -> None:
    hands = {
        name: tuple(dict.fromkeys(step.role for step in shipped(name).steps if step.role))
        for name in ("traditional", *WAYS)
    }
    assert len(set(hands.values())) == len(hands)


# --- strengths first, as deep as needed


@pytest.mark.parametrize("trigger", [code for code in CATALOGUE["assessment.depth_triggers"].codes if code != "none"])
def test_what_calls_for_a_full_assessment_makes_it_compulsory(trigger: str) -> None:
    answers = {"depth_triggers": [trigger], "depth": "short", "depth_reason": "She asked for it to be quick."}
    assert said(look("strengths_proportionate", "choose_depth", answers), "depth")
    full = look("strengths_proportionate", "choose_depth", answers | {"depth": "full"})
    assert full.complete
    assert possible(full) == {"full"}


def test_a_depth_always_has_a_reason() -> None:
    state = look("strengths_proportionate", "choose_depth", {"depth_triggers": ["none"], "depth": "phone"})
    assert [problem.question_id for problem in state.problems] == ["depth_reason"]


@pytest.mark.parametrize("found", [{"capacity_doubt": "yes"}, {"triggers_now": ["fluctuating"]}])
def test_a_short_assessment_goes_deeper_before_anything_is_decided(found: dict[str, Any]) -> None:
    answers = {"depth": "short", "eligibility_decision": "eligible", "risk_decision": "no-concern", **found}
    state = look("strengths_proportionate", "assess", answers)
    assert "go_deeper" in compulsory(state)
    assert not possible(state) & {"send", "not_eligible"}
    assert "send" in possible(look("strengths_proportionate", "assess", answers | {"depth": "full"}))


def test_every_depth_looks_at_all_ten_outcomes() -> None:
    for depth in ("phone", "short", "full"):
        assert {"outcomes", "cause", "carer_left_out"} <= shown(
            look("strengths_proportionate", "assess", {"depth": depth})
        )


def test_a_short_assessment_asks_less_than_a_full_one() -> None:
    asked = {
        depth: len(shown(look("strengths_proportionate", "assess", {"depth": depth}))) for depth in ("short", "full")
    }
    assert asked["short"] < asked["full"]


@pytest.mark.parametrize(
    ("hours", "refused"),
    [(10, set()), (11, {"worker"}), (25, {"worker", "peer"})],
)
def test_who_agrees_the_cost_depends_on_the_cost(hours: int, refused: set[str]) -> None:
    line = {"service": "home-care", "units": hours, "unit": "hour", "rate_pence": 2450}
    answers = {"services": [line]}
    levels = {"worker", "peer", "manager"}
    told = {
        level
        for level in levels
        if said(look("strengths_proportionate", "plan", answers | {"agreed_by": level}), "agreed_by")
    }
    assert told == refused


def test_a_plan_begins_with_what_is_there_already() -> None:
    order = [page.id for page in shipped("strengths_proportionate").pages("plan")]
    assert order.index("nearby") < order.index("each_need") < order.index("services")


# --- home first, assess after recovery


def test_a_trusted_assessment_decides_no_eligibility() -> None:
    before = facts_of(shipped("trusted_assessor"), "referral", "trusted_assessment", "accept", "go_home", "recovery")
    assert not {fact for fact in before if fact.startswith(("assessment.", "plan.", "budget."))}


def test_only_the_council_accepts_and_it_always_answers() -> None:
    definition = shipped("trusted_assessor")
    assert [action.to for action in definition.step("trusted_assessment").actions if action.to] == ["accept"]
    assert (definition.step("trusted_assessment").role, definition.step("accept").role) == (
        "trusted_assessor",
        "duty_worker",
    )
    nothing_said = look("trusted_assessor", "accept", {})
    assert not nothing_said.complete
    assert possible(nothing_said) == set()


def test_a_challenge_says_what_is_missing() -> None:
    answers = {"council_answer": "challenged", "council_reason": "Nobody asked her in Punjabi."}
    state = look("trusted_assessor", "accept", answers)
    assert possible(state) == {"challenged"}
    assert notes_asked("trusted_assessor", state, "challenged") == ["note-challenged"]


def test_the_long_term_is_looked_at_after_recovery_and_then_it_must_be() -> None:
    definition = shipped("trusted_assessor")
    leads = {step.id for step in definition.steps for action in step.actions if action.to == "assess"}
    assert leads == {"referral", "recovery", "check_assessment", "review"}
    assert "ask_trusted" in possible(
        look("trusted_assessor", "referral", {"share_consent": "agreed", "need_apparent": "yes"})
    )
    remains = look("trusted_assessor", "recovery", {"still_need": "yes"})
    assert compulsory(remains) == {"assess_now"}
    assert "well_again" not in possible(remains)


def test_more_than_six_weeks_of_recovery_is_pointed_out() -> None:
    answers = {"recovery_from": "2026-11-10", "recovery_until": "2027-01-05"}
    state = look("trusted_assessor", "recovery", answers)
    asked = next(each for page in state.pages for each in page.shown if each.question.id == "recovery_until")
    assert len(asked.warnings) == 1


# --- in their own words first


def test_nobody_writes_over_what_the_person_said() -> None:
    definition = shipped("supported_self_assessment")
    own = {fact for fact in facts_of(definition, "own_view") if fact.startswith("self_assessment.")}
    ten = {fact for fact in own if CATALOGUE[fact].type is FactType.CODE}
    assert len(ten) == 11  # the ten areas, and who typed it
    others = [step.id for step in definition.steps if step.id != "own_view"]
    assert not own & facts_of(definition, *others)


def test_the_form_decides_nothing_and_the_council_does() -> None:
    definition = shipped("supported_self_assessment")
    assert "assessment.decision" not in facts_of(definition, "own_view", "assure")
    assert "assessment.decision" in facts_of(definition, "assess")
    assert (definition.step("own_view").role, definition.step("assess").role) == ("resident", "social_worker")


@pytest.mark.parametrize("answer", [{"wishes_to": "no"}, {"wishes_to": "yes", "can_take_part": "doubt"}])
def test_whom_it_does_not_suit_is_assessed_in_full(answer: dict[str, str]) -> None:
    state = look("supported_self_assessment", "invite", {"need_apparent": "yes", **answer})
    assert compulsory(state) == {"full_at_once"}
    assert "send_invitation" not in possible(state)


def test_a_picture_that_is_not_full_leads_to_a_full_assessment() -> None:
    state = look("supported_self_assessment", "assure", {"assured": "no"})
    assert compulsory(state) == {"full_instead"}
    in_full = look("supported_self_assessment", "assess", {"assured": "no"})
    assert "network" in shown(in_full)
    assert "matters_said" not in shown(in_full)
    assert "matters_said" in shown(look("supported_self_assessment", "assess", {"assured": "yes"}))


def test_differences_are_written_beside_with_the_persons_answer() -> None:
    state = look("supported_self_assessment", "assure", {"assured": "with-differences"})
    assert {"differences", "persons_answer", "said_nutrition"} <= shown(state)
    assert {problem.question_id for problem in state.problems} >= {"differences", "persons_answer"}


# --- neighbourhood first


@pytest.mark.parametrize(
    ("step", "need", "risk", "more"),
    [
        ("introduction", "need_apparent", "safety_concern", "more_seen"),
        ("walk_alongside", "walk_need", "walk_risk", "walk_more"),
        ("hub", "hub_need", "hub_risk", "hub_more"),
    ],
)
def test_a_need_a_risk_or_a_strained_carer_makes_handing_over_compulsory(
    step: str, need: str, risk: str, more: str
) -> None:
    calm = {need: "no", risk: "no", more: ["none"]}
    assert "hand_over" not in possible(look("asset_front_door", step, calm))
    for sign in ({need: "yes"}, {risk: "yes"}, {more: ["carer-strain"]}, {more: ["person-asks"]}):
        state = look("asset_front_door", step, calm | sign)
        ways_on = {each.action.id for each in state.actions if each.action.to and each.action.id in possible(state)}
        assert ways_on == {"hand_over"}
        assert "hand_over" in compulsory(state)


def test_walking_alongside_has_no_limit_and_the_hub_no_threshold() -> None:
    definition = shipped("asset_front_door")
    assert "walk_alongside" in {action.to for action in definition.step("walk_alongside").actions}
    assert all(
        str(action.due) == str(definition.step("hub").due)
        for step in definition.steps
        for action in step.actions
        if action.to == "hub"
    )


# --- points, then a plan


def test_no_points_and_no_amount_are_shown_before_the_decision() -> None:
    definition = shipped("resource_allocation")
    assert not [
        q.id for _, _, q in definition.every_question() if q.type == "computed" and q.id in shown_in(definition)
    ]
    assert "assess" not in {section.step for section in definition.sections if section.id == "indicative_amount"}


def shown_in(definition: Definition) -> set[str]:
    return {question.id for page in definition.pages("assess") for question in page.questions}


def test_points_times_what_a_point_is_worth_less_what_carers_do() -> None:
    answers = {"support_meals": "some", "support_washing": "daily", "support_toilet": "some", "carer_adjustment": 3000}
    state = look("resource_allocation", "allocation", answers)
    assert state.facts["budget.points"] == 8 + 12 + 8
    assert state.facts["budget.indicative_pence"] == 28 * RATES["rate.point"] - 3000


def test_without_a_rate_there_is_no_amount_and_never_a_guess() -> None:
    answers = {"support_meals": "some", "carer_adjustment": 0}
    state = engine.look(shipped("resource_allocation"), "allocation", answers, {}, STORY_DATE)
    assert "budget.indicative_pence" not in state.facts


def test_a_sense_check_comes_before_the_plan() -> None:
    state = look("resource_allocation", "allocation", {})
    assert {"sense_check", "sense_check_reason"} <= {problem.question_id for problem in state.problems}
    assert compulsory(state) == {"sense_checked"}


def test_a_plan_may_cost_more_than_the_indicative_amount_and_says_why() -> None:
    line = {"service": "home-care", "units": 20, "unit": "hour", "rate_pence": 2450}
    state = look("resource_allocation", "plan", {"services": [line]}, {"budget.indicative_pence": 30000})
    assert said(state, "services") == []
    assert "over_reason" in shown(state)


def test_the_final_budget_meets_the_needs_and_explains_the_difference() -> None:
    record = {"budget.indicative_pence": 30000, "budget.gross_pence": 34403}
    short = look("resource_allocation", "authorise", {"budget_agreed": 30000, "final_enough": "not-enough"}, record)
    assert said(short, "final_enough")
    explained = look("resource_allocation", "authorise", {"budget_agreed": 34403, "final_enough": "enough"}, record)
    assert [problem.question_id for problem in explained.problems] == ["final_reason"]


def test_cost_above_the_managers_limit_goes_to_the_panel() -> None:
    dear = look("resource_allocation", "authorise", {}, {"budget.gross_pence": RATES["rate.manager_limit"] + 1})
    assert possible(dear) == {"to_panel", "sent_back"}
    assert "agreed" in possible(look("resource_allocation", "authorise", {}, {"budget.gross_pence": 34403}))


# --- one small team


def test_a_team_decision_has_one_named_owner() -> None:
    state = look("small_team", "team_decision", {"eligibility_decision": "eligible"})
    assert "decision_owner" in {problem.question_id for problem in state.problems}


def test_a_change_or_a_year_leads_to_a_formal_review() -> None:
    far, near = {"review.due_on": "2027-06-01"}, {"review.due_on": "2026-11-20"}
    calm = {"check_change": "no", "check_risk": "no"}
    assert "formal_review" not in possible(look("small_team", "check_in", calm, far))
    assert "go_on" in possible(look("small_team", "check_in", calm, far))
    for state in (
        look("small_team", "check_in", calm | {"check_change": "yes"}, far),
        look("small_team", "check_in", calm, near),
    ):
        assert compulsory(state) == {"formal_review"}
        assert "go_on" not in possible(state)


def test_the_manager_looks_afterwards() -> None:
    arranged = next(each for each in shipped("small_team").step("arrange").actions if each.id == "arranged")
    assert (arranged.to, arranged.starts) == ("check_in", ("audit",))


def test_a_lead_stays_from_the_huddle_to_the_review() -> None:
    hands = {step.id: step.role for step in shipped("small_team").steps if step.role}
    assert {step for step, role in hands.items() if role != "lead_worker"} == {"authorise", "audit"}
