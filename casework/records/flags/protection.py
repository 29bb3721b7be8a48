"""Flags on safeguarding and on capacity (Care Act 2014 s42; Mental Capacity Act 2005 ss 1 to 3)."""

from collections.abc import Iterator
from datetime import date

from casework.records.flags.flag import Facts, Flag, listed

ABILITIES = {
    "understand": "understand the information",
    "retain": "retain it",
    "use_or_weigh": "use or weigh it",
    "communicate": "communicate the decision",
}
TESTS = {
    "has_needs": "has needs for care and support",
    "at_risk": "is experiencing or at risk of abuse or neglect",
    "cannot_protect": "cannot protect themself because of those needs",
}


def safeguarding(facts: Facts, today: date) -> Iterator[Flag]:
    """I14: three separate tests, each with what shows it; nothing else makes the duty go away."""
    looks_at = ("safeguarding.decision", *(f"safeguarding.{test}" for test in TESTS))
    answers = {test: facts.get(f"safeguarding.{test}") for test in TESTS}
    decision = facts.get("safeguarding.decision")
    for test, answer in answers.items():
        if answer in ("yes", "no") and not facts.get(f"safeguarding.{test}_evidence"):
            yield Flag(
                "I14",
                f"safeguarding.{test}",
                f"You answered whether the person {TESTS[test]}, and not what shows it.",
                "What was seen or said?",
                part=f"{test}-evidence",
                looks_at=(f"safeguarding.{test}", f"safeguarding.{test}_evidence"),
                title="What shows it?",
            )
    if decision == "section-42":
        for test, answer in answers.items():
            if answer != "yes":
                said = "no" if answer == "no" else "not known"
                yield Flag(
                    "I14",
                    "safeguarding.decision",
                    f"You decided on an enquiry under section 42. Whether the person {TESTS[test]}: {said}.",
                    "All three tests are asked for. Is it another enquiry, or why is it so?",
                    part=test,
                    looks_at=looks_at,
                )
    elif decision and all(answer == "yes" for answer in answers.values()):
        refused = facts.get("safeguarding.consent") in ("refused", "not-asked")
        yield Flag(
            "I14",
            "safeguarding.decision",
            "You answered yes to all three tests, and decided against an enquiry under section 42."
            + (" Consent is not one of the tests: it shapes how, not whether." if refused else ""),
            "The duty rests on the three tests alone. Why is the decision as it is?",
            part="all-three",
            looks_at=(*looks_at, "safeguarding.consent"),
        )
    in_assessment = [facts.get(f"assessment.safeguarding_{test}") for test in ("needs", "abuse", "protect")]
    if facts.get("assessment.safeguarding_decision") == "no-concern" and in_assessment == ["yes"] * 3:
        yield Flag(
            "I14",
            "assessment.safeguarding_decision",
            "You answered yes to all three questions about risk, and decided that there is no concern.",
            "These answers point to a concern. Why is none raised?",
            part="assessment",
            looks_at=("assessment.safeguarding_decision",),
        )


def capacity(facts: Facts, today: date) -> Iterator[Flag]:
    """I15: one matter on one day, abilities first, then the cause."""
    if facts.get("assessment.capacity_doubt") == "yes" and not facts.get("assessment.capacity_matter"):
        yield Flag(
            "I15",
            "assessment.capacity_doubt",
            "You doubt the person’s capacity, and no decision is named.",
            "Capacity is always about one decision. Which?",
            part="matter",
            looks_at=("assessment.capacity_doubt", "assessment.capacity_matter"),
            title="For which decision?",
        )
    conclusion = facts.get("capacity.conclusion")
    if not conclusion:
        return
    looks_at = ("capacity.conclusion", "capacity.nexus", *(f"capacity.{ability}" for ability in ABILITIES))
    for name, words in (("matter", "the decision it is about"), ("assessed_on", "the day")):
        if not facts.get(f"capacity.{name}"):
            yield _on_capacity(name, f"You recorded a conclusion, and not {words}.", "What is it?", looks_at)
    answers = {ability: facts.get(f"capacity.{ability}") for ability in ABILITIES}
    unable = [ability for ability, answer in answers.items() if answer == "no"]
    if not any(answer in ("yes", "no") for answer in answers.values()):
        says = "You recorded a conclusion, and none of the four abilities is answered."
        yield _on_capacity("abilities", says, "What did you find, or why could it not be found out?", looks_at)
    elif conclusion == "lacks-capacity" and not unable:
        says = "You concluded that the person cannot make this decision. None of the four abilities is answered no."
        yield _on_capacity("able", says, "Which could they not do, or why is it so?", looks_at)
    elif conclusion == "lacks-capacity" and facts.get("capacity.nexus") != "yes":
        says = (
            "You concluded that the person cannot make this decision, and not that it is because of an impairment "
            "or disturbance of mind or brain."
        )
        yield _on_capacity("nexus", says, "Section 2 asks for that link. What is it, or why is it so?", looks_at)
    elif conclusion == "has-capacity" and unable and facts.get("capacity.nexus") == "yes":
        words = listed([ABILITIES[ability] for ability in unable])
        says = f"You concluded that the person can make this decision. You also recorded that they cannot {words}."
        yield _on_capacity("unable", says, "Why does the conclusion stand?", looks_at)


def _on_capacity(part: str, says: str, asks: str, looks_at: tuple[str, ...]) -> Flag:
    return Flag("I15", "capacity.conclusion", says, asks, part=part, looks_at=looks_at)
