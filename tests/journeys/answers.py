"""What a participant answers in both workflows: question id → what she types, ticks or chooses.

A list ticks boxes; a date is "24 11 2026"; the ten outcomes and the services are written out in full.
"""

from typing import Any

Answers = dict[str, Any]

ABLE: dict[str, Any] = {"achieves": "able"}
TOILET: dict[str, Any] = {
    "achieves": "unable",
    "limbs": ["needs-assistance", "endangers"],
    "how_met": "Help at night",
    "met_by": "carer",
    "their_words": "I wait.",
}
NOT_ALONE: dict[str, Any] = {"achieves": "with-help", "limbs": ["needs-assistance"]}

ROSEMARYS_OUTCOMES: Answers = {
    "nutrition": NOT_ALONE,
    "personal-hygiene": NOT_ALONE,
    "toilet-needs": TOILET,
    "clothing": NOT_ALONE,
    "home-safety": ABLE,
    "home-environment": ABLE,
    "relationships": ABLE,
    "work-education": ABLE,
    "community-facilities": NOT_ALONE,
    "child-caring": {"achieves": "not-applicable", "reason": "No child in the family"},
}
EDNAS_OUTCOMES: Answers = ROSEMARYS_OUTCOMES | {"toilet-needs": ABLE, "home-safety": NOT_ALONE}

ASSESSMENT: Answers = {
    "consent": "agreed",
    "communication_needs": "Hearing aids, one voice at a time",
    "people_involved": "Herself and her family",
    "difficulty": ["none"],
    "goal": "My own kitchen.",
    "strengths": "Letters and laughing",
    "network": "Family, neighbours, church",
    "what_else": "The lunch club",
    "areas": ["dignity", "control"],
    "impact": "significant",
    "impact_reason": "She waits to be washed.",
    "cause": "yes",
    "cause_reason": "Osteoarthritis",
    "carer_left_out": "yes",
    "period": "Three months. A bad day comes twice a week.",
    "risk": "Falls at night. She would sooner fall than leave.",
    "risk_needs": "yes",
    "risk_abuse": "no",
    "risk_decision": "no-concern",
    "capacity_doubt": "no",
    "carer_present": "yes",
    "young_carer": "no",
    "carer_name": "Alan",
    "carer_does": "Washing, meals, nights",
    "carer_willing": "yes",
    "carer_able": "partly",
    "carer_offer": "thinking",
    "carer_offered_on": "9 11 2026",
    "continuing_healthcare": "not-indicated",
    "eligibility_decision": "eligible",
    "reasons": "She cannot wash or use the toilet at night without help.",
    "copies_to": "Herself",
    "copy_format": "large-print",
    "copies_sent_on": "24 11 2026",
}
HOME_CARE_DAY_CENTRE_AND_TELECARE: list[Answers] = [
    {"service": "home-care", "units": "11.25"},
    {"service": "day-centre", "units": "1"},
    {"service": "telecare", "units": "1"},
]
PLAN: Answers = {
    "plan_involved": "Herself and her family",
    "plan_advocate": "not-needed",
    "need_outcome": "personal-hygiene",
    "need_wanted": "To be washed early",
    "need_how_met": "A visit every morning",
    "need_met_by": "council",
    "services": HOME_CARE_DAY_CENTRE_AND_TELECARE,
    "indicative": "290",
    "over_reason": "The evening visit lets the family sleep.",
    "prevention": "Exercises",
    "contingency": "The family rings.",
    "direct_payment": "none",
    "plan_agreed": "agreed",
    "starts_on": "24 11 2026",
    "plan_copies_to": "Herself",
    "review_due": "11 1 2027",
    "how_to_ask": "Ring the team",
}


def answers_about(person: str, **changed: Any) -> Answers:
    """A whole set of answers about one of the two matched people, some of them changed."""
    outcomes = ROSEMARYS_OUTCOMES if "Rosemary" in person else EDNAS_OUTCOMES
    return ASSESSMENT | PLAN | {"outcomes": outcomes} | changed
