"""Flags on what is recorded about carers (Care Act 2014 s10; SI 2015/313 reg 3)."""

from collections.abc import Iterator
from datetime import date

from casework.records.facts.carers import CARER_OUTCOMES
from casework.records.flags.flag import Facts, Flag, codes, rows


def carer_offer(facts: Facts, today: date) -> Iterator[Flag]:
    """I16: where a carer is named there is an offer with its answer, or a reason."""
    carers = rows(facts.get("assessment.carers"))
    looks_at = ("assessment.carers", "assessment.carer_present")
    if facts.get("assessment.carer_present") == "yes" and not carers and facts.get("assessment.decision"):
        yield Flag(
            "I16",
            "assessment.carer_present",
            "You recorded that somebody helps unpaid, and nobody is named.",
            "Who is it, or why is the name not recorded?",
            part="unnamed",
            looks_at=looks_at,
            title="A carer is not named",
        )
    for place, carer in enumerate(carers, 1):
        name = str(carer.get("name") or f"Carer {place}")
        if not carer.get("offer") or (carer.get("offer") == "not-offered" and not carer.get("not_offered_reason")):
            yield Flag(
                "I16",
                "assessment.carers",
                f"{name} is named as a carer. No offer of a carer’s assessment is recorded.",
                "Section 10 asks for an offer. What was the answer, or why was it not possible?",
                part=f"carer-{place}",
                looks_at=looks_at,
                title="No offer to the carer",
            )


def carer_eligibility(facts: Facts, today: date) -> Iterator[Flag]:
    """I03: a carer is eligible by health at risk or one outcome; taking longer is no reason for a carer."""
    looks_at = (
        "carers_assessment.decision",
        "carers_assessment.health",
        "carers_assessment.impact",
        *(f"carers_assessment.{name}" for name in CARER_OUTCOMES),
    )
    unable = {name: codes(facts.get(f"carers_assessment.{name}")) for name in CARER_OUTCOMES}
    for name, limbs in unable.items():
        if "takes-longer" in limbs:
            yield Flag(
                "I03",
                f"carers_assessment.{name}",
                f"{CARER_OUTCOMES[name]}: “takes longer” is chosen. Regulation 3 has three reasons, and that is none.",
                "Which of the three is it, or why does it stand?",
                part=f"{name}-limbs",
                looks_at=looks_at,
            )
    if facts.get("carers_assessment.decision") != "eligible":
        return
    if facts.get("carers_assessment.health") not in ("at-risk", "worse") and not any(unable.values()):
        yield Flag(
            "I03",
            "carers_assessment.decision",
            "You recorded the carer as eligible, with no risk to health and none of the eight outcomes.",
            "Regulation 3 asks for one of them. Which is it, or why is it so?",
            part="outcomes",
            looks_at=looks_at,
        )
    if facts.get("carers_assessment.impact") != "significant":
        yield Flag(
            "I03",
            "carers_assessment.decision",
            "You recorded the carer as eligible, and no significant impact on wellbeing.",
            "Regulation 3 asks for it. What is it, or why is it so?",
            part="impact",
            looks_at=looks_at,
        )
