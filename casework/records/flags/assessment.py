"""Flags on an assessment and its eligibility decision (Care Act 2014 ss 9, 13, 67; SI 2015/313 reg 2)."""

import re
from collections.abc import Iterator
from datetime import date

from casework.records.flags.flag import (
    OUTCOME_NAMES,
    Facts,
    Flag,
    codes,
    listed,
    low,
    name_of,
    not_achieved,
    outcomes_of,
)

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
WORDS_OF_HELP = re.compile(
    r"\b(can ?not|can[’']t|unable|has to be|have to be|needs? (help|prompting|assistance|someone|somebody)"
    r"|does (it )?all|does everything|(helps?|prompts?|reminds?|cooks|washes|dresses|feeds|lifts|shops) "
    r"(her|him|them|every|and|for)|with help|by (her|his|their) (husband|wife|son|daughter|partner))\b",
    re.IGNORECASE,
)


def carer_blind(facts: Facts, today: date) -> Iterator[Flag]:
    """I01: what a carer does never turns a need into none."""
    for code, one in outcomes_of(facts).items():
        if one.get("achieves") != "able":
            continue
        written = [str(one.get(part) or "") for part in ("how_met", "their_words", "reason")]
        helped_by = one.get("met_by") if one.get("met_by") in ("carer", "council", "community", "nhs") else None
        told = next((text for text in written if text and WORDS_OF_HELP.search(text)), "")
        if not (told or helped_by):
            continue
        wrote = f"wrote “{_short(told)}”" if told else f"said that it is met by {_by_whom(str(helped_by))}"
        yield Flag(
            "I01",
            "assessment.outcomes",
            f"{name_of(code)}: you chose Able. You also {wrote}. Both may be right.",
            "Able with help counts as not achieved. If Able stays, say why.",
            part=code,
            looks_at=("assessment.outcomes",),
        )
    if facts.get("assessment.carer_input_excluded") == "no":
        yield Flag(
            "I01",
            "assessment.carer_input_excluded",
            "You said that the outcomes were not answered as though nobody were helping.",
            "What a carer does counts later, in the plan. Which outcomes would change, or why may the answers stay?",
            part="help-counted",
            looks_at=("assessment.carer_input_excluded", "assessment.outcomes"),
        )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77].rsplit(" ", 1)[0] + "…"


def _by_whom(code: str) -> str:
    return {"carer": "family or friends", "council": "the council", "community": "a community group"}.get(
        code, "the NHS"
    )


def all_ten(facts: Facts, today: date) -> Iterator[Flag]:
    """I04: all ten outcomes are answered before the decision."""
    if not facts.get("assessment.decision"):
        return
    answered = outcomes_of(facts)
    left = [code for code in OUTCOME_NAMES if not answered.get(code, {}).get("achieves")]
    if left and answered:
        yield Flag(
            "I04",
            "assessment.decision",
            f"You recorded a decision. {len(left)} of the ten outcomes {'has' if len(left) == 1 else 'have'} no answer:"
            f" {listed([low(name_of(code)) for code in left])}.",
            "All ten are to be considered. Why could these not be?",
            part="unanswered",
            looks_at=("assessment.decision", "assessment.outcomes"),
            title="Not all ten outcomes are answered",
        )
    for code, one in answered.items():
        if one.get("achieves") == "not-applicable" and not one.get("reason"):
            yield Flag(
                "I04",
                "assessment.outcomes",
                f"{name_of(code)}: you chose Does not apply, and no reason is written.",
                "Why does it not apply?",
                part=f"{code}-reason",
                looks_at=("assessment.outcomes", "assessment.decision"),
                title="A reason is missing",
            )


def adult_eligibility(facts: Facts, today: date) -> Iterator[Flag]:
    """I02: eligible has a cause, two outcomes each with a reason of the law, and an impact; and the other way round."""
    decision = facts.get("assessment.decision")
    if decision == "eligible":
        yield from _eligible_without(facts)
    elif decision == "not-eligible":
        points_to = (
            len(not_achieved(facts)) >= 2
            and facts.get("assessment.impact") == "significant"
            and facts.get("assessment.cause") == "yes"
        )
        if points_to:
            count = NUMBERS[min(len(not_achieved(facts)), 10)]
            yield Flag(
                "I02",
                "assessment.decision",
                f"You recorded not eligible. You also recorded {count} outcomes not achieved because of an impairment "
                "or illness, and a significant impact on wellbeing.",
                "These answers point the other way. Why is the decision as it is?",
                part="not-eligible",
                looks_at=("assessment.decision", "assessment.outcomes", "assessment.cause", "assessment.impact"),
            )


def _eligible_without(facts: Facts) -> Iterator[Flag]:
    unmet = not_achieved(facts)
    if len(unmet) < 2:
        which = f"one outcome ({low(name_of(unmet[0]))})" if unmet else "no outcome"
        asks = "What is the second, or why is it so?" if unmet else "Which are they, or why is it so?"
        yield Flag(
            "I02",
            "assessment.decision",
            f"You recorded eligible with {which} not achieved. Regulation 2 asks for two.",
            asks,
            part="outcomes",
            looks_at=("assessment.decision", "assessment.outcomes"),
        )
    for code in unmet:
        if not codes(outcomes_of(facts)[code].get("limbs")):
            yield Flag(
                "I02",
                "assessment.outcomes",
                f"{name_of(code)}: not achieved, and none of the four reasons of regulation 2 is chosen.",
                "Which of the four is it, or why none?",
                part=f"{code}-limbs",
                looks_at=("assessment.outcomes", "assessment.decision"),
                title="A reason is missing",
            )
    if facts.get("assessment.cause") != "yes":
        said = (
            "as not coming from" if facts.get("assessment.cause") == "no" else "without saying whether they come from"
        )
        yield Flag(
            "I02",
            "assessment.decision",
            f"You recorded eligible, and the needs {said} an impairment or illness.",
            "Regulation 2 asks for that first. What do they come from, or why is it so?",
            part="cause",
            looks_at=("assessment.decision", "assessment.cause"),
        )
    impact = facts.get("assessment.impact")
    if impact != "significant":
        said = "not significant" if impact == "not-significant" else "not said yet"
        yield Flag(
            "I02",
            "assessment.decision",
            f"You recorded eligible, and the impact on wellbeing is {said}.",
            "Regulation 2 asks for a significant impact. What is it, or why is it so?",
            part="impact",
            looks_at=("assessment.decision", "assessment.impact"),
        )
    elif not facts.get("assessment.impact_reason"):
        yield Flag(
            "I02",
            "assessment.decision",
            "You recorded a significant impact on wellbeing, and not how it shows.",
            "Which parts of life, and why?",
            part="impact-reason",
            looks_at=("assessment.decision", "assessment.impact", "assessment.impact_reason"),
            title="A reason is missing",
        )


def advice(facts: Facts, today: date) -> Iterator[Flag]:
    """I07: a decision of not eligible goes with written advice, and has a date on which it was sent."""
    for part, who in (("assessment", "you"), ("carers_assessment", "the carer")):
        if facts.get(f"{part}.decision") != "not-eligible":
            continue
        whom = "" if who == "you" else " for the carer"
        if not facts.get(f"{part}.advice"):
            yield Flag(
                "I07",
                f"{part}.decision",
                f"You recorded not eligible{whom}, and no written advice.",
                "Section 13(5) asks for advice on what would help. What is it, or why none?",
                part=f"{part}-advice",
                looks_at=(f"{part}.decision", f"{part}.advice"),
                title="Advice is missing",
            )
        if not facts.get(f"{part}.copies_sent_on"):
            yield Flag(
                "I07",
                f"{part}.decision",
                f"You recorded not eligible{whom}, and no date on which the decision and advice were sent.",
                "When are they sent, or why not yet?",
                part=f"{part}-sent",
                looks_at=(f"{part}.decision", f"{part}.copies_sent_on"),
                title="A date is missing",
            )


def advocate(facts: Facts, today: date) -> Iterator[Flag]:
    """I17: substantial difficulty and nobody appropriate: a referral or a reason, at assessment, plan and review."""
    difficulties = codes(facts.get("assessment.substantial_difficulty"))
    nobody = facts.get("assessment.appropriate_person") in ("no", "not-needed")
    asks = "Section 67 asks for an advocate. Has one been asked for, or why not?"
    if difficulties and nobody and not facts.get("assessment.advocate_note"):
        yield Flag(
            "I17",
            "assessment.appropriate_person",
            "You recorded substantial difficulty in taking part, and nobody appropriate to represent the person.",
            asks,
            part="assessment",
            looks_at=(
                "assessment.substantial_difficulty",
                "assessment.appropriate_person",
                "assessment.advocate_note",
            ),
            title="No advocate",
        )
    if difficulties and nobody and facts.get("plan.advocate") == "not-needed":
        yield Flag(
            "I17",
            "plan.advocate",
            "The assessment found substantial difficulty and nobody appropriate. The plan says no support is needed.",
            asks,
            part="plan",
            looks_at=("plan.advocate", "assessment.substantial_difficulty", "assessment.appropriate_person"),
        )
    for part, says in (("review", "the review"), ("enquiry", "the enquiry"), ("carers_assessment", "the assessment")):
        if codes(facts.get(f"{part}.difficulty")) and facts.get(f"{part}.advocate") == "not-needed":
            yield Flag(
                "I17",
                f"{part}.advocate",
                f"You recorded substantial difficulty in taking part in {says}, and that no support is needed.",
                asks,
                part=part,
                looks_at=(f"{part}.difficulty", f"{part}.advocate"),
            )
