"""The few things a manager asks first about two workflows: how much is asked, who approves, who does it."""

from collections.abc import Iterator

from casework.workflows.definition import Definition
from casework.workflows.differences.telling import Difference, Head, Sort, counted, listed, role_of

MOST_LINES = 6


def summary_of(a: Definition, b: Definition, found: list[Difference]) -> list[str]:
    """At most six sentences about `b` against `a`, the weightiest first. found: what `differences` told of them."""
    if not found:
        return ["Nothing differs."]
    if all(each.head is Head.WORDS and not each.in_a and not each.in_b for each in found):
        return ["Same text, same order; only what it is called differs."]
    lines = [*_counts(a, b), *_approvals(found), *_roles(a, b), *_order(found)]
    return [line[0].upper() + line[1:] for line in lines][:MOST_LINES]


def _counts(a: Definition, b: Definition) -> Iterator[str]:
    asked = [[each for _, _, each in one.every_question() if each.asks] for one in (a, b)]
    compulsory = [sum(not each.optional for each in those) for those in asked]
    if len(asked[0]) != len(asked[1]):
        line = f"B asks {_more(len(asked[0]), len(asked[1]), 'question')} in all ({len(asked[1])}, A {len(asked[0])})"
    else:
        line = f"B asks as many questions as A in all ({len(asked[0])})"
    if compulsory[0] != compulsory[1]:
        more = _more(compulsory[0], compulsory[1])
        line = f"{line}; {more} must be answered ({compulsory[1]}, A {compulsory[0]})"
    yield f"{line}."
    steps = [sum(not step.ends for step in one.steps) for one in (a, b)]
    if steps[0] != steps[1]:
        yield f"B has {_more(steps[0], steps[1], 'step')} ({steps[1]}, A {steps[0]})."


def _more(before: int, after: int, what: str = "") -> str:
    word = "more" if after > before else "fewer"
    return counted(abs(after - before), f"{word} {what}") if what else f"{abs(after - before)} {word}"


def _approvals(found: list[Difference]) -> Iterator[str]:
    for each in found:
        begins = each.sentence.startswith(("No approval", "There is an approval"))
        if each.head is Head.WHO and (begins or " asked for" in each.sentence):
            yield each.sentence


def _roles(a: Definition, b: Definition) -> Iterator[str]:
    before = list(dict.fromkeys(step.role for step in a.steps if step.role))
    after = list(dict.fromkeys(step.role for step in b.steps if step.role))
    new = [role_of(role) for role in after if role not in before]
    gone = [role_of(role) for role in before if role not in after]
    if new:
        yield f"{listed(new, 9)} {'works' if len(new) == 1 else 'work'} in B and not in A."
    if gone:
        yield f"{listed(gone, 9)} {'has' if len(gone) == 1 else 'have'} no part in B."


def _order(found: list[Difference]) -> Iterator[str]:
    for each in found:
        if each.head is Head.ORDER and each.sort is Sort.MOVED and " comes " in each.sentence:
            yield each.sentence
