"""Flags: the record says what does not agree and asks why; it never decides."""

from datetime import date
from typing import Any

import pytest

from casework.records.flags import Flag, flags_of

TODAY = date(2026, 11, 10)
ABLE = {"achieves": "able", "limbs": []}
UNABLE = {"achieves": "unable", "limbs": ["needs-assistance"]}
TEN = [
    "nutrition",
    "personal-hygiene",
    "toilet-needs",
    "clothing",
    "home-safety",
    "home-environment",
    "relationships",
    "work-education",
    "community-facilities",
    "child-caring",
]


def outcomes(*not_achieved: str) -> dict[str, Any]:
    return {code: UNABLE if code in not_achieved else ABLE for code in TEN}


ELIGIBLE: dict[str, Any] = {
    "assessment.decision": "eligible",
    "assessment.outcomes": outcomes("nutrition", "clothing"),
    "assessment.cause": "yes",
    "assessment.impact": "significant",
    "assessment.impact_reason": "She no longer sees anybody.",
}


def flags(**changed: Any) -> list[Flag]:
    """assessment__impact="…" changes one fact of an eligible assessment with nothing wrong in it."""
    return flags_of(ELIGIBLE | {name.replace("__", "."): value for name, value in changed.items()}, TODAY)


def keys(**changed: Any) -> list[str]:
    return [flag.key for flag in flags(**changed)]


def test_a_record_that_agrees_with_itself_has_no_flag() -> None:
    assert flags() == []


def test_an_empty_record_has_no_flag() -> None:
    assert flags_of({}, TODAY) == []


def test_eligible_with_one_outcome_asks_for_the_second_or_why() -> None:
    (flag,) = flags(assessment__outcomes=outcomes("nutrition"))
    assert flag.key == "I02-outcomes"
    assert flag.says.startswith("You recorded eligible with one outcome")
    assert flag.asks == "What is the second, or why is it so?"


def test_able_with_help_counts_as_not_achieved() -> None:
    ten = outcomes("nutrition") | {"clothing": {"achieves": "with-help", "limbs": ["takes-longer"]}}
    assert keys(assessment__outcomes=ten) == []


@pytest.mark.parametrize(
    ("fact", "value", "key"),
    [
        ("assessment__cause", "no", "I02-cause"),
        ("assessment__impact", "not-significant", "I02-impact"),
        ("assessment__impact_reason", None, "I02-impact-reason"),
        ("assessment__decision", "not-eligible", "I02-not-eligible"),
        ("assessment__carers", [{"name": "Alan"}], "I16-carer-1"),
        ("plan__needs", [{"outcome": "nutrition", "met_by": "carer"}], "I05-clothing"),
        ("plan__agreed", "agreed", "I18-no-date"),
        ("review__due_on", "2027-11-11", "I18-late"),
    ],
)
def test_what_the_law_asks_for_and_the_record_lacks_is_pointed_out(fact: str, value: Any, key: str) -> None:
    assert key in keys(**{fact: value})


def test_an_outcome_without_one_of_the_four_reasons_is_pointed_out() -> None:
    ten = outcomes("nutrition", "clothing") | {"clothing": {"achieves": "unable", "limbs": []}}
    assert keys(assessment__outcomes=ten) == ["I02-clothing-limbs"]


@pytest.mark.parametrize(
    "said",
    [{"how_met": "Alan shops and cooks every meal"}, {"met_by": "carer"}, {"their_words": "I can’t lift the pan"}],
)
def test_able_beside_words_of_help_names_both_statements(said: dict[str, str]) -> None:
    (flag,) = flags(assessment__outcomes=outcomes("clothing", "home-safety") | {"nutrition": ABLE | said})
    assert (flag.key, flag.about) == ("I01-nutrition", "assessment.outcomes")
    assert "you chose Able" in flag.says


def test_able_by_oneself_is_not_flagged() -> None:
    said = {"how_met": "Cooks in the evening, enjoys it", "met_by": "self"}
    assert keys(assessment__outcomes=outcomes("clothing", "home-safety") | {"nutrition": ABLE | said}) == []


def test_an_outcome_without_an_answer_is_named_beside_the_decision() -> None:
    ten = outcomes("nutrition", "clothing")
    del ten["child-caring"]
    (flag,) = flags(assessment__outcomes=ten)
    assert flag.key == "I04-unanswered"
    assert "caring for a child" in flag.says


def test_not_eligible_needs_advice_and_the_day_it_was_sent() -> None:
    found = keys(assessment__decision="not-eligible", assessment__outcomes=outcomes())
    assert found == ["I07-assessment-advice", "I07-assessment-sent"]


def test_an_offer_that_was_declined_is_an_offer() -> None:
    assert keys(assessment__carers=[{"name": "Alan", "offer": "declined"}]) == []


def test_difficulty_and_nobody_appropriate_asks_for_an_advocate_at_each_stage() -> None:
    found = keys(
        assessment__substantial_difficulty=["retain"],
        assessment__appropriate_person="no",
        plan__advocate="not-needed",
        plan__needs=[{"outcome": code, "met_by": "council"} for code in ("nutrition", "clothing")],
        review__difficulty=["retain"],
        review__advocate="not-needed",
    )
    assert found == ["I17-assessment", "I17-plan", "I17-review"]


def test_a_carer_is_eligible_by_one_outcome_or_by_health() -> None:
    carer = {"carers_assessment.decision": "eligible", "carers_assessment.impact": "significant"}
    assert [flag.key for flag in flags_of(carer, TODAY)] == ["I03-outcomes"]
    assert flags_of(carer | {"carers_assessment.health": "at-risk"}, TODAY) == []
    assert flags_of(carer | {"carers_assessment.recreation": ["pain-distress"]}, TODAY) == []


def test_taking_longer_is_no_reason_for_a_carer() -> None:
    (flag,) = flags_of({"carers_assessment.recreation": ["takes-longer"]}, TODAY)
    assert flag.key == "I03-recreation-limbs"


THREE = {
    f"safeguarding.{name}": value
    for test in ("has_needs", "at_risk", "cannot_protect")
    for name, value in ((test, "yes"), (f"{test}_evidence", "Seen."))
}


def test_consent_is_not_one_of_the_three_tests() -> None:
    refused = {"safeguarding.decision": "no-enquiry", "safeguarding.consent": "refused"}
    (flag,) = flags_of(THREE | refused, TODAY)
    assert flag.key == "I14-all-three"
    assert "Consent is not one of the tests" in flag.says


def test_an_enquiry_that_the_three_tests_carry_is_not_flagged() -> None:
    assert flags_of(THREE | {"safeguarding.decision": "section-42"}, TODAY) == []


def test_each_test_that_does_not_carry_the_enquiry_is_named_by_itself() -> None:
    two = THREE | {"safeguarding.cannot_protect": "not-known", "safeguarding.decision": "section-42"}
    assert [flag.key for flag in flags_of(two, TODAY)] == ["I14-cannot_protect"]


CANNOT = {
    "capacity.matter": "Managing her bank account",
    "capacity.assessed_on": "2026-11-10",
    "capacity.retain": "no",
    "capacity.nexus": "yes",
    "capacity.conclusion": "lacks-capacity",
}


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"capacity.matter": None}, "I15-matter"),
        ({"capacity.assessed_on": None}, "I15-assessed_on"),
        ({"capacity.retain": None}, "I15-abilities"),
        ({"capacity.retain": "yes"}, "I15-able"),
        ({"capacity.nexus": "not-known"}, "I15-nexus"),
        ({"capacity.conclusion": "has-capacity"}, "I15-unable"),
    ],
)
def test_a_conclusion_about_capacity_needs_its_matter_day_abilities_and_cause(
    changed: dict[str, Any], key: str
) -> None:
    assert flags_of(CANNOT, TODAY) == []
    assert [flag.key for flag in flags_of(CANNOT | changed, TODAY)] == [key]


def test_a_change_without_a_new_assessment_asks_why() -> None:
    (flag,) = flags_of({"review.changed": "yes", "review.outcome": "same"}, TODAY)
    assert flag.key == "I18-changed"


def test_a_flag_says_and_asks_and_never_decides() -> None:
    for flag in flags(assessment__outcomes=outcomes("nutrition"), assessment__impact=None, assessment__cause=None):
        assert flag.says.endswith(".")
        assert flag.asks
        assert "is eligible" not in flag.says
