"""Recorded values beside the experts' answers: which are asked for, and how each is said."""

from collections.abc import Mapping
from typing import Any

from casework.facts import Fact, FactType
from casework.lab.agreeing import not_achieved, offers
from casework.statistics.present import half_up
from casework.workflows.definition import Definition


def facts_asked(definition: Definition, start_at: str) -> set[str]:
    """The facts that questions record in the steps that fall to the practitioner.

    start_at: the step she is given; hers are those of its role. What colleagues record is not her decision.
    """
    role = definition.step(start_at).role
    asked: set[str] = set()
    for section, page, question in definition.every_question():
        if definition.step(section.step).role != role:
            continue
        if page.repeat and page.repeat.fact:
            asked.add(page.repeat.fact)
        elif question.fact:
            asked.add(question.fact)
    return asked


def in_words(fact: Fact, value: Any) -> str:
    """A fact's value as a researcher reads it."""
    if fact.name == "assessment.carers" and isinstance(value, list):
        return f"offer of an assessment: {', '.join(_code(offer) for offer in offers(value)) or 'none'}"
    match fact.type:
        case FactType.OUTCOMES:
            codes = not_achieved(value)
            return f"{len(codes)} not achieved: {', '.join(_code(code) for code in codes)}" if codes else "all achieved"
        case FactType.MONEY:
            return f"£{_with_commas(half_up(value / 100, 2))}{f' {fact.unit}' if fact.unit else ''}"
        case FactType.TEXT | FactType.DATE | FactType.NUMBER:
            return str(value)
        case _:
            return _plain(value)


def _with_commas(amount: str) -> str:
    pounds, _, pence = amount.partition(".")
    return f"{int(pounds):,}.{pence}"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_plain(one) for one in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(_plain(one) for one in value.values() if one not in (None, "", []))
    return _code(str(value))


def _code(code: str) -> str:
    return code.replace("-", " ")
