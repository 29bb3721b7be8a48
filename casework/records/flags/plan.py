"""Flags on a plan, its budget and its review (Care Act 2014 ss 25 to 27)."""

from collections.abc import Iterator
from datetime import date

from casework.records.flags.flag import Facts, Flag, day_of, name_of, not_achieved, rows


def needs_in_the_plan(facts: Facts, today: date) -> Iterator[Flag]:
    """I05, I06: every need of the assessment is in the plan, and says by whom it is met."""
    looks_at = ("plan.needs", "assessment.outcomes", "assessment.decision")
    eligible = facts.get("assessment.decision") == "eligible"
    needs = rows(facts.get("plan.needs"))
    if not needs:
        if eligible and any(name.startswith("plan.") for name in facts):
            yield Flag(
                "I05",
                "plan.needs",
                "The decision is eligible, and the plan has no need in it.",
                "Section 25 asks for every need. Which are they, or why none?",
                part="no-needs",
                looks_at=looks_at,
            )
        return
    planned = {str(need.get("outcome")) for need in needs}
    for code in not_achieved(facts):
        if code not in planned:
            yield Flag(
                "I05" if eligible else "I06",
                "plan.needs",
                f"{name_of(code)} is a need in the assessment, and is not in the plan.",
                "Section 25 asks for every need, met or not. How is it met, or why is it left out?",
                part=code,
                looks_at=looks_at,
                title="A need is not in the plan",
            )
    for need in needs:
        if not need.get("met_by"):
            code = str(need.get("outcome") or "")
            yield Flag(
                "I05",
                "plan.needs",
                f"{name_of(code)} is in the plan, and not by whom it is met.",
                "Who meets it, or who will find out and when?",
                part=f"{code}-by",
                looks_at=looks_at,
                title="Nobody is named",
            )


def budget(facts: Facts, today: date) -> Iterator[Flag]:
    """I08: cost = what the person pays + what the council pays."""
    gross, person, council = (facts.get(f"budget.{name}_pence") for name in ("gross", "person", "council"))
    if not (isinstance(gross, int) and isinstance(person, int) and isinstance(council, int)):
        return
    if gross != person + council:
        yield Flag(
            "I08",
            "budget.gross_pence",
            f"The cost is £{gross / 100:,.2f} a week. What the person and the council pay comes to "
            f"£{(person + council) / 100:,.2f}.",
            "Section 26 makes them the same. Which is right?",
            looks_at=("budget.gross_pence", "budget.person_pence", "budget.council_pence"),
        )


def review(facts: Facts, today: date) -> Iterator[Flag]:
    """I18: a review within twelve months, a way to ask for one earlier, and a reassessment when needs changed."""
    due, starts = day_of(facts.get("review.due_on")), day_of(facts.get("plan.starts_on"))
    if facts.get("plan.agreed") and due is None:
        yield Flag(
            "I18",
            "plan.agreed",
            "The plan is agreed, and has no date for its review.",
            "By when is it looked at again, or why is no date set?",
            part="no-date",
            looks_at=("plan.agreed", "review.due_on"),
            title="No review date",
        )
    begins = max(starts or today, today)
    if due is not None and due > _a_year_after(begins):
        yield Flag(
            "I18",
            "review.due_on",
            f"The next review is on {due.day} {due:%B %Y}, more than twelve months ahead.",
            "Guidance asks for one at least every twelve months. Why so late?",
            part="late",
            looks_at=("review.due_on", "plan.starts_on"),
            title="The review is late",
        )
    if due is not None and not facts.get("review.how_to_ask") and facts.get("plan.agreed"):
        yield Flag(
            "I18",
            "review.due_on",
            "Nothing says how to ask for an earlier review.",
            "Section 27 gives the right to ask. How can the person or the carer do it?",
            part="how-to-ask",
            looks_at=("review.due_on", "review.how_to_ask"),
            title="No way to ask earlier",
        )
    if facts.get("review.changed") == "yes" and facts.get("review.outcome") in ("same", "end"):
        yield Flag(
            "I18",
            "review.outcome",
            "You recorded that needs or circumstances have changed, and that no new assessment follows.",
            "Section 27(4) asks for one as far as the change affects the plan. Why is none needed?",
            part="changed",
            looks_at=("review.changed", "review.outcome"),
        )


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 3, 1)
