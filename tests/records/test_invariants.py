"""The invariants of the record, held over what practitioners might write and over whole walks of the robot.

I01 to I07 and I12 to I19; the sums are tested with the money, and identifiers with the county.
"""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.database import AppendOnly
from casework.records.facts import CATALOGUE
from casework.records.facts.carers import CARER_OUTCOMES
from casework.records.flags import flags_of
from casework.records.models import CaseNote, FinishedVersion, FlagAnswer, Person
from casework.rehearsal.people import STORY_DATE, pinned_people
from casework.rehearsal.walks import walk_of
from casework.workflows.definition import Definition
from tests.workflows.shipped import shipped

TODAY = date(2026, 11, 10)
TEN = CATALOGUE["plan.needs"].fields[0].codes
LIMBS = ["needs-assistance", "pain-distress", "endangers", "takes-longer"]
few = settings(max_examples=40, deadline=None)
WALKED = ("traditional", "strengths_proportionate", "trusted_assessor")

yes_no = st.sampled_from(["yes", "no", "not-known", None])
outcome = st.fixed_dictionaries(
    {
        "achieves": st.sampled_from(["able", "with-help", "unable", "not-applicable"]),
        "limbs": st.lists(st.sampled_from(LIMBS), unique=True),
        "reason": st.sampled_from(["", "No child in the family."]),
    }
)
assessment = st.fixed_dictionaries(
    {
        "assessment.decision": st.sampled_from(["eligible", "not-eligible"]),
        "assessment.outcomes": st.dictionaries(st.sampled_from(TEN), outcome, min_size=1),
        "assessment.cause": yes_no,
        "assessment.impact": st.sampled_from(["significant", "not-significant", "cannot-say-yet", None]),
        "assessment.impact_reason": st.sampled_from(["She sees nobody.", None]),
        "assessment.advice": st.sampled_from(["Luncheon club.", None]),
        "assessment.copies_sent_on": st.sampled_from(["2026-11-10", None]),
    }
)


def keys(facts: dict[str, Any], code: str = "") -> set[str]:
    return {flag.key for flag in flags_of(facts, TODAY) if flag.code.startswith(code)}


def not_achieved(facts: dict[str, Any]) -> list[str]:
    return [code for code, one in facts["assessment.outcomes"].items() if one["achieves"] in ("with-help", "unable")]


@few
@given(assessment)
def test_i01_what_a_carer_does_changes_nothing_about_eligibility(facts: dict[str, Any]) -> None:
    helped = {
        code: one | {"met_by": "carer", "how_met": "Alan does it"} for code, one in facts["assessment.outcomes"].items()
    }
    with_help = facts | {"assessment.outcomes": helped}
    assert keys(with_help, "I02") == keys(facts, "I02")
    assert keys(with_help, "I04") == keys(facts, "I04")


@few
@given(assessment)
def test_i02_an_eligible_record_is_whole_or_says_what_is_missing(facts: dict[str, Any]) -> None:
    facts = facts | {"assessment.decision": "eligible"}
    unmet = not_achieved(facts)
    whole = (
        facts["assessment.cause"] == "yes"
        and len(unmet) >= 2
        and all(facts["assessment.outcomes"][code]["limbs"] for code in unmet)
        and facts["assessment.impact"] == "significant"
        and bool(facts["assessment.impact_reason"])
    )
    assert whole == (keys(facts, "I02") == set())


@few
@given(
    st.sampled_from(["no", "at-risk", "worse", None]),
    st.dictionaries(st.sampled_from(list(CARER_OUTCOMES)), st.lists(st.sampled_from(LIMBS[:3]), unique=True)),
)
def test_i03_a_carer_is_eligible_by_health_or_one_outcome(health: str | None, unable: dict[str, list[str]]) -> None:
    facts: dict[str, Any] = {"carers_assessment.decision": "eligible", "carers_assessment.impact": "significant"}
    facts |= {"carers_assessment.health": health} | {f"carers_assessment.{name}": v for name, v in unable.items()}
    whole = health in ("at-risk", "worse") or any(unable.values())
    assert whole == (keys(facts, "I03") == set())


def test_i03_taking_longer_is_never_offered_to_a_carer() -> None:
    for name in CARER_OUTCOMES:
        assert "takes-longer" not in CATALOGUE[f"carers_assessment.{name}"].codes


@few
@given(assessment)
def test_i04_no_decision_passes_with_an_outcome_unanswered_or_set_aside_without_a_reason(facts: dict[str, Any]) -> None:
    answered = facts["assessment.outcomes"]
    whole = len(answered) == 10 and all(
        one["reason"] for one in answered.values() if one["achieves"] == "not-applicable"
    )
    assert whole == (keys(facts, "I04") == set())


@few
@given(assessment, st.lists(st.sampled_from(TEN), unique=True, min_size=1))
def test_i05_i06_every_need_is_in_the_plan_and_says_who_meets_it(facts: dict[str, Any], planned: list[str]) -> None:
    needs = [{"outcome": code, "met_by": "carer"} for code in planned]
    left_out = set(not_achieved(facts)) - set(planned)
    code = "I05" if facts["assessment.decision"] == "eligible" else "I06"
    assert keys(facts | {"plan.needs": needs}, code) == {f"{code}-{each}" for each in left_out}


@few
@given(assessment)
def test_i07_not_eligible_goes_with_advice_and_a_date(facts: dict[str, Any]) -> None:
    facts = facts | {"assessment.decision": "not-eligible"}
    whole = bool(facts["assessment.advice"]) and bool(facts["assessment.copies_sent_on"])
    assert whole == (keys(facts, "I07") == set())


def names_of_money(definition: Definition) -> set[str]:
    """The questions of a workflow that ask about money, by id."""
    return {
        question.id
        for section in definition.sections
        for page in section.pages
        for question in page.questions
        if question.fact and question.fact.startswith(("finance.", "budget."))
    }


def said_in_full(definition: Definition, text: str) -> set[str]:
    """Every name that a condition hangs on, the workflow's own conditions taken apart."""
    names, waiting = set(), [text]
    while waiting:
        for name in re.findall(r"[a-z_][a-z_0-9.]*", waiting.pop()):
            if name in definition.conditions and name not in names:
                waiting.append(str(definition.conditions[name]))
            names.add(name)
    return names


@pytest.mark.parametrize("name", WALKED)
def test_i12_no_money_decides_the_way_to_an_assessment_or_its_decision(name: str) -> None:
    definition = shipped(name)
    money = names_of_money(definition)
    decides = {
        section.step
        for section in definition.sections
        for page in section.pages
        if any(question.fact == "assessment.decision" for question in page.questions)
    }
    assert decides
    last = max(place for place, step in enumerate(definition.steps) if step.id in decides)
    for step in definition.steps[: last + 1]:
        asked = [page for section in definition.sections_of(step.id) for page in section.pages]
        conditions = [action.when or "" for action in step.actions] + [page.when or "" for page in asked]
        for condition in conditions:
            hangs_on = said_in_full(definition, condition)
            assert not money & hangs_on, (step.id, condition)
            assert not any("finance." in each or "budget." in each for each in hangs_on), (step.id, condition)


three_tests = st.fixed_dictionaries(
    {
        f"safeguarding.{test}{part}": values
        for test in ("has_needs", "at_risk", "cannot_protect")
        for part, values in (("", yes_no), ("_evidence", st.sampled_from(["Seen.", None])))
    }
)


@few
@given(three_tests, st.sampled_from(["agreed", "refused", "not-asked"]), st.sampled_from(["eligible", "not-eligible"]))
def test_i14_consent_and_eligibility_are_no_tests(facts: dict[str, Any], consent: str, decision: str) -> None:
    decided = facts | {"safeguarding.decision": "no-enquiry"}
    more = {"safeguarding.consent": consent, "assessment.decision": decision}
    assert keys(decided | more, "I14") == keys(decided, "I14")
    all_three = all(facts[f"safeguarding.{test}"] == "yes" for test in ("has_needs", "at_risk", "cannot_protect"))
    assert ("I14-all-three" in keys(decided, "I14")) == all_three


def test_i14_each_test_has_its_own_answer_and_its_own_evidence() -> None:
    for test in ("has_needs", "at_risk", "cannot_protect"):
        assert {f"safeguarding.{test}", f"safeguarding.{test}_evidence"} <= set(CATALOGUE)


def test_i15_nothing_about_capacity_is_kept_on_the_person() -> None:
    assert not [column.name for column in Person.__table__.columns if "capacity" in column.name]
    assert not [name for name in CATALOGUE if name.startswith("person.") and "capacity" in name]


@few
@given(
    st.fixed_dictionaries(
        {f"capacity.{ability}": yes_no for ability in ("understand", "retain", "use_or_weigh", "communicate", "nexus")}
    ),
    st.sampled_from(["has-capacity", "lacks-capacity"]),
)
def test_i15_a_conclusion_without_matter_day_or_abilities_is_pointed_out(
    facts: dict[str, Any], conclusion: str
) -> None:
    found = keys(facts | {"capacity.conclusion": conclusion}, "I15")
    assert {"I15-matter", "I15-assessed_on"} <= found
    answered = any(value in ("yes", "no") for name, value in facts.items() if name != "capacity.nexus")
    assert ("I15-abilities" in found) == (not answered)


@few
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "name": st.just("Alan"),
                "offer": st.sampled_from(["accepted", "declined", "thinking", "not-offered", None]),
                "not_offered_reason": st.sampled_from(["In hospital.", None]),
            }
        ),
        max_size=3,
    )
)
def test_i16_a_named_carer_has_an_offer_or_a_reason(carers: list[dict[str, Any]]) -> None:
    without = [
        place
        for place, carer in enumerate(carers, 1)
        if carer["offer"] is None or (carer["offer"] == "not-offered" and not carer["not_offered_reason"])
    ]
    assert keys({"assessment.carers": carers}, "I16") == {f"I16-carer-{place}" for place in without}


@few
@given(
    st.lists(st.sampled_from(["understand", "retain", "use-or-weigh", "communicate", "none"]), unique=True),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["Asked for on 9 November.", None]),
)
def test_i17_difficulty_and_nobody_appropriate_asks_for_an_advocate(
    difficulty: list[str], somebody: str, note: str | None
) -> None:
    facts = {
        "assessment.substantial_difficulty": difficulty,
        "assessment.appropriate_person": somebody,
        "assessment.advocate_note": note,
    }
    due = bool(set(difficulty) - {"none"}) and somebody == "no" and note is None
    assert ("I17-assessment" in keys(facts)) == due


@few
@given(st.integers(0, 900))
def test_i18_a_review_is_at_most_twelve_months_ahead(days: int) -> None:
    facts = {"review.due_on": (TODAY + timedelta(days=days)).isoformat()}
    assert ("I18-late" in keys(facts)) == (days > 365)


@pytest.mark.parametrize("kept", [FinishedVersion, FlagAnswer, CaseNote])
def test_i19_what_was_finished_is_only_added_to(kept: type) -> None:
    assert issubclass(kept, AppendOnly)


@pytest.mark.parametrize("name", WALKED)
@pytest.mark.parametrize("who", ["rosemary_tennant", "mavis_coultard", "leonard_pike"])
def test_a_whole_way_walked_by_the_robot_agrees_with_itself(name: str, who: str) -> None:
    walked = walk_of(shipped(name), pinned_people()[who])
    assert [flag.says for flag in flags_of(walked.facts, STORY_DATE)] == []
