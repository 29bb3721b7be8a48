"""Lists of options: each holds the codes that the record's facts have."""

from pathlib import Path

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.loader import Lists, load_lists

LISTS = Path(__file__).parents[2] / "seed_data" / "lists"

FACTS = {
    "abuse": "safeguarding.categories",
    "assured": "self_assessment.assured",
    "authorisation_level": "authorisation.level",
    "authority_seen": "capacity.authority_seen",
    "can_take_part": "self_assessment.can_take_part",
    "capacity_conclusion": "capacity.conclusion",
    "care_setting": "finance.setting",
    "carer_answer": "carers_assessment.answer",
    "carer_health": "carers_assessment.health",
    "carer_limbs": "carers_assessment.recreation",
    "carer_payment": "carers_assessment.payment",
    "charged": "finance.charged",
    "concern_consent": "safeguarding.consent",
    "concern_decision": "safeguarding.decision",
    "depth": "assessment.depth",
    "depth_triggers": "assessment.depth_triggers",
    "enquiry_asked": "enquiry.asked",
    "enquiry_conclusion": "enquiry.conclusion",
    "enquiry_kind": "enquiry.kind",
    "finance_consent": "finance.consent",
    "handover_because": "community.handover_because",
    "imca": "capacity.imca",
    "legal_authority": "capacity.attorney",
    "mig_kind": "finance.mig_kind",
    "money_helper": "finance.helper",
    "nights": "carers_assessment.nights",
    "others_at_risk": "safeguarding.others",
    "pathway": "trusted.pathway",
    "police": "safeguarding.police",
    "premiums": "finance.premiums",
    "reablement_result": "reablement.result",
    "review_carer_offer": "review.carer_offer",
    "review_kind": "review.kind",
    "review_method": "review.method",
    "risk_after": "enquiry.risk",
    "self_assessment_format": "self_assessment.format",
    "sense_check": "budget.sense_check",
    "trusted_decision": "trusted.decision",
    "trusted_scope": "trusted.scope",
    "typed_by": "self_assessment.typed_by",
    "wishes_achieved": "enquiry.outcomes_achieved",
}


@pytest.fixture(scope="module")
def lists() -> Lists:
    return load_lists(LISTS)


@pytest.mark.parametrize(("name", "fact"), FACTS.items())
def test_a_list_has_the_codes_of_its_fact(lists: Lists, name: str, fact: str) -> None:
    assert sorted(lists[name].codes) == sorted(CATALOGUE[fact].codes)


def test_only_one_choice_of_a_list_excludes_the_others(lists: Lists) -> None:
    assert [found.id for found in lists.values() if sum(option.none for option in found.options) > 1] == []


def test_labels_of_a_list_are_not_the_same(lists: Lists) -> None:
    for found in lists.values():
        labels = [option.label for option in found.options]
        assert len(set(labels)) == len(labels), found.id
