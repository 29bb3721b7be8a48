"""The workflows beside the main ones: whole, in the order of the law, deciding nothing by themselves."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.records.facts import CATALOGUE
from casework.records.money import Means, work_out_at_home
from casework.records.rates import shipped_rates
from casework.rehearsal.robot import walk
from casework.workflows import engine
from casework.workflows.definition import Definition
from casework.workflows.engine import StepState
from casework.workflows.loader import Loaded, load_file, load_lists

SEED_DATA = Path(__file__).parents[2] / "seed_data"
NAMES = ("carers_assessment", "safeguarding", "capacity", "financial_assessment", "review")
TODAY = date(2026, 11, 10)
IN_2025 = date(2025, 6, 2)
PERSON = {"person.first_name": "Ada", "person.name": "Ada Morris", "person.called": "Ada", "person.age": 81}


@pytest.fixture(scope="module")
def loaded() -> dict[str, Loaded]:
    lists, folder = load_lists(SEED_DATA / "lists"), SEED_DATA / "workflows"
    siblings = {path.stem: path for path in folder.glob("*.yaml")}
    return {
        name: load_file(folder / f"{name}.yaml", lists=lists, catalogue=CATALOGUE, siblings=siblings) for name in NAMES
    }


@pytest.fixture(scope="module")
def beside(loaded: dict[str, Loaded]) -> dict[str, Definition]:
    return {name: each.definition for name, each in loaded.items()}


def rates_on(day: date) -> dict[str, Any]:
    return {f"rate.{rate.name}": rate.amount_pence for rate in shipped_rates().in_force(day)}


def look(
    definition: Definition, step: str, answers: Mapping[str, Any], record: Mapping[str, Any], day: date = TODAY
) -> StepState:
    return engine.look(definition, step, dict(answers), dict(record), day)


def warned(state: StepState, question_id: str) -> tuple[str, ...]:
    return next(each.warnings for page in state.pages for each in page.shown if each.question.id == question_id)


def may(state: StepState) -> set[str]:
    """The next actions whose condition holds."""
    return {each.action.id for each in state.actions if each.available or "Only when" not in each.why_not}


def order_of(definition: Definition, step: str) -> list[str]:
    return [question.id for section, _, question in definition.every_question() if section.step == step]


def test_each_is_without_problems(loaded: dict[str, Loaded]) -> None:
    assert [str(problem) for each in loaded.values() for problem in each.problems] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_gone_through_from_beginning_to_end(beside: dict[str, Definition], name: str) -> None:
    way = walk(beside[name], PERSON | rates_on(TODAY), today=TODAY)
    assert way.finished, way.stuck


def test_every_action_is_of_use_to_somebody(beside: dict[str, Definition]) -> None:
    roles = set(load_lists(SEED_DATA / "lists")["roles"].codes)
    for definition in beside.values():
        assert {step.role for step in definition.steps if not step.ends} <= roles


# --- the carer's assessment ---------------------------------------------------------------------------

CARER = {
    "necessary": "yes",
    "health": "no",
    "impact": "significant",
    "child_care": ["none"],
    "other_care": ["none"],
    "home_environment": ["none"],
    "nutrition": ["none"],
    "relationships": ["none"],
    "work_education": ["none"],
    "community_facilities": ["none"],
}


def test_one_outcome_is_enough_for_a_carer_and_so_is_health(beside: dict[str, Definition]) -> None:
    decided = CARER | {"carer_decision": "not-eligible"}
    for more in ({"recreation": ["pain-distress"]}, {"recreation": ["none"], "health": "at-risk"}):
        state = look(beside["carers_assessment"], "assess", decided | more, {})
        assert len(warned(state, "carer_decision")) == 1
    state = look(beside["carers_assessment"], "assess", decided | {"recreation": ["none"]}, {})
    assert warned(state, "carer_decision") == ()


def test_a_carer_is_never_asked_whether_it_takes_longer(beside: dict[str, Definition]) -> None:
    offered = {option.code for _, _, each in beside["carers_assessment"].every_question() for option in each.choices}
    assert "takes-longer" not in offered


def test_the_decision_about_a_carer_is_theirs_who_decides(beside: dict[str, Definition]) -> None:
    pointing = CARER | {"recreation": ["endangers"]}
    assert may(look(beside["carers_assessment"], "assess", pointing | {"carer_decision": "not-eligible"}, {})) >= {
        "advise"
    }
    assert "plan" in may(look(beside["carers_assessment"], "assess", CARER | {"carer_decision": "eligible"}, {}))


# --- safeguarding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "way_on"), [("section-42", "enquire"), ("other-enquiry", "enquire"), ("no-enquiry", "not_enquire")]
)
@pytest.mark.parametrize("tests", [("yes", "yes", "yes"), ("no", "yes", "no"), ("not-known", "yes", "yes")])
def test_a_person_decides_on_a_concern_whatever_the_tests_say(
    beside: dict[str, Definition], tests: tuple[str, str, str], decision: str, way_on: str
) -> None:
    answers = dict(zip(("has_needs", "at_risk", "cannot_protect"), tests, strict=True)) | {"concern_decision": decision}
    state = look(beside["safeguarding"], "decide", answers, {})
    assert {"enquire", "not_enquire"} & may(state) == {way_on}


def test_three_tests_met_and_no_enquiry_is_pointed_out(beside: dict[str, Definition]) -> None:
    met = {"has_needs": "yes", "at_risk": "yes", "cannot_protect": "yes"}
    for decision, warnings in (("no-enquiry", 1), ("other-enquiry", 1), ("section-42", 0)):
        state = look(beside["safeguarding"], "decide", met | {"concern_decision": decision}, {})
        assert len(warned(state, "concern_decision")) == warnings


def test_consent_eligibility_and_money_play_no_part_in_the_decision_on_a_concern(beside: dict[str, Definition]) -> None:
    definition = beside["safeguarding"]
    facts = {each.fact or "" for section, _, each in definition.every_question() if section.step == "decide"}
    assert not {fact for fact in facts if fact.split(".")[0] in ("finance", "budget", "assessment")}
    asked = {"all_three_tests", "a_test_is_not_met", "enquire_by_law", "no_enquiry"}
    words = " ".join(definition.conditions[name] for name in asked)
    assert "consent" not in words


@pytest.mark.parametrize("prefer", [{}, {"decide": "not_enquire"}])
def test_whoever_raised_a_concern_is_told_on_both_ways(beside: dict[str, Definition], prefer: dict[str, str]) -> None:
    decided = {"safeguarding.decision": "no-enquiry" if prefer else "section-42"}
    way = walk(beside["safeguarding"], PERSON | decided, today=TODAY, prefer=prefer)
    assert ("enquiry" in way.path) == (not prefer)
    assert way.path[-1] == "feedback"
    assert way.facts["safeguarding.feedback"]


# --- capacity --------------------------------------------------------------------------------------------


def test_abilities_come_before_the_cause_and_the_cause_before_the_conclusion(beside: dict[str, Definition]) -> None:
    order = order_of(beside["capacity"], "capacity")
    abilities = [order.index(name) for name in ("understand", "retain", "use_or_weigh", "communicate")]
    assert order.index("matter") < order.index("relevant_information") < order.index("help_given") < min(abilities)
    assert max(abilities) < order.index("nexus") < order.index("conclusion")


def test_the_cause_is_asked_only_when_an_ability_is_missing(beside: dict[str, Definition]) -> None:
    able = dict.fromkeys(("understand", "retain", "use_or_weigh", "communicate"), "yes")
    pages = [page.page.id for page in look(beside["capacity"], "capacity", able, {}).pages]
    missing = [page.page.id for page in look(beside["capacity"], "capacity", able | {"retain": "no"}, {}).pages]
    assert ("cause" in pages, "cause" in missing) == (False, True)


def test_somebody_able_is_never_sent_to_a_best_interests_decision(beside: dict[str, Definition]) -> None:
    state = look(beside["capacity"], "capacity", {"conclusion": "has-capacity"}, {})
    assert {"can_decide", "cannot_decide"} & may(state) == {"can_decide"}


# --- money ------------------------------------------------------------------------------------------------

HAS = {
    "where": "home",
    "accounts": 600_000,
    "savings": 1_000_000,
    "shares": 0,
    "property": 0,
    "other_capital": 0,
    "full_cost": "no",
    "state_pension": 20_000,
    "other_pension": 6_840,
    "pension_credit": 0,
    "disability_benefit": 0,
    "working_age_benefit": 0,
    "other_income": 0,
    "mig_kind": "single-pension-age",
    "guarantee": 23_260,
    "mig_reason": "The county's table",
    "premiums": ["none"],
    "premiums_amount": 0,
    "housing": 0,
    "heating": 1_500,
    "laundry": 0,
    "diet": 0,
    "equipment": 0,
    "private_help": 0,
    "other_disability": 0,
}
EXPLAINED = {"finance.consent": "full", "finance.setting": "home"}


def test_the_sum_on_the_screen_is_that_of_the_worked_example(beside: dict[str, Definition]) -> None:
    definition, rates = beside["financial_assessment"], rates_on(IN_2025)
    gathered = look(definition, "gather", HAS, EXPLAINED | rates, IN_2025)
    assert gathered.problems == []
    assert (gathered.facts["finance.capital_pence"], gathered.facts["finance.tariff_pence"]) == (1_600_000, 700)
    decided = {"gross": 21_300, "person_pays": 2_780}
    state = look(definition, "work_out", decided, EXPLAINED | rates | gathered.facts, IN_2025)
    means = Means(capital=1_600_000, income=26_840, disability=1_500)
    share = work_out_at_home(shipped_rates(), IN_2025, 21_300, means, guarantee="single_pension_age").share
    assert state.facts["finance.contribution_pence"] == share.person_pence == 2_780
    assert state.facts["budget.council_pence"] == share.council_pence == 18_520
    assert warned(state, "person_pays") == ()


def test_another_amount_than_the_sum_is_pointed_out_and_allowed(beside: dict[str, Definition]) -> None:
    definition, rates = beside["financial_assessment"], rates_on(IN_2025)
    gathered = look(definition, "gather", HAS, EXPLAINED | rates, IN_2025)
    record = EXPLAINED | rates | gathered.facts
    state = look(definition, "work_out", {"gross": 21_300, "person_pays": 1_000}, record, IN_2025)
    assert len(warned(state, "person_pays")) == 1
    assert state.facts["budget.person_pence"] == 1_000
    more = look(definition, "work_out", {"gross": 21_300, "person_pays": 21_301}, record, IN_2025)
    assert [problem.question_id for problem in more.problems if not problem.missing] == ["person_pays"]


def test_a_reason_may_put_another_contribution_in_place_of_the_sum(beside: dict[str, Definition]) -> None:
    definition, rates = beside["financial_assessment"], rates_on(IN_2025)
    gathered = look(definition, "gather", HAS, EXPLAINED | rates, IN_2025)
    put = {"contribution_at_home": {"value": 2_000, "reason": "A cost that comes each winter"}}
    state = look(definition, "work_out", put, EXPLAINED | rates | gathered.facts, IN_2025)
    assert state.facts["finance.contribution_pence"] == 2_000


def test_above_the_upper_limit_there_is_no_tariff_and_rights_are_explained(beside: dict[str, Definition]) -> None:
    definition = beside["financial_assessment"]
    rich = HAS | {"savings": 2_500_000, "full_cost": "yes"}
    gathered = look(definition, "gather", rich, EXPLAINED | rates_on(TODAY))
    assert "finance.tariff_pence" not in gathered.facts
    assert "income" not in [page.page.id for page in gathered.pages]
    state = look(definition, "work_out", {"gross": 21_300}, EXPLAINED | gathered.facts)
    assert "full_cost" in [page.page.id for page in state.pages]


def test_a_rate_that_is_not_in_the_table_leaves_the_officer_to_say_hers(beside: dict[str, Definition]) -> None:
    gathered = look(beside["financial_assessment"], "gather", HAS, EXPLAINED | rates_on(TODAY))
    assert gathered.problems == []
    assert warned(gathered, "guarantee") == ()
    assert gathered.facts["finance.left_to_live_on_pence"] == 23_260


def test_no_amount_changes_whether_somebody_is_assessed(beside: dict[str, Definition]) -> None:
    for name in ("carers_assessment", "safeguarding", "capacity"):
        asked = {each.fact for _, _, each in beside[name].every_question() if each.fact}
        assert not {fact for fact in asked if fact.startswith("finance.")}


# --- review --------------------------------------------------------------------------------------------------


def test_a_change_can_always_lead_to_a_new_assessment(beside: dict[str, Definition]) -> None:
    state = look(beside["review"], "review", {"changed": "yes", "review_outcome": "reassess"}, {})
    assert {"stays", "revise", "reassess", "end_support"} & may(state) == {"reassess"}
    kept = look(beside["review"], "review", {"changed": "yes", "review_outcome": "same"}, {})
    assert len(warned(kept, "review_outcome")) == 1


def test_support_never_ends_without_a_manager_who_looks_at_it(beside: dict[str, Definition]) -> None:
    ends = [(step.id, action.id) for step in beside["review"].steps for action in step.actions if action.to == "closed"]
    assert ends == [("check_end", "agreed")]


def test_a_next_review_is_within_twelve_months(beside: dict[str, Definition]) -> None:
    state = look(beside["review"], "review", {"review_outcome": "same", "next_review": "2028-01-10"}, {})
    assert "Next review must be within 12 months" in [problem.message for problem in state.problems]
