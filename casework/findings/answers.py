"""Recorded values beside the experts' answers: when the two agree, and how each is said."""

from collections.abc import Mapping
from typing import Any

from casework.facts import Fact, FactType
from casework.records.vocabulary import Achieves
from casework.statistics.present import half_up
from casework.workflows.definition import Definition

NOT_ACHIEVED = (Achieves.WITH_HELP.value, Achieves.UNABLE.value)


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


def agrees(fact: str, value: Any, answer: Mapping[str, Any]) -> bool:
    """Whether a value is the experts' answer, or one of those that they accept.

    answer: {"value", "acceptable": [values, or {"from", "to"} for an amount]}. Of outcomes, the set of those
    not achieved counts; of any other list, what is in it and not its order.
    """
    said = _comparable(fact, value)
    if said == _comparable(fact, answer["value"]):
        return True
    for other in answer.get("acceptable") or []:
        if isinstance(other, Mapping) and {"from", "to"} <= other.keys():
            if isinstance(said, int | float) and other["from"] <= said <= other["to"]:
                return True
        elif said == _comparable(fact, other):
            return True
    return False


def _comparable(fact: str, value: Any) -> Any:
    if fact == "assessment.outcomes":
        return frozenset(not_achieved(value))
    if fact == "assessment.carers" and isinstance(value, list):
        return frozenset(_offers(value))
    if isinstance(value, list):
        return frozenset(str(one) for one in value)
    return value


def _offers(carers: list[Any]) -> list[str]:
    """What came of offering each carer an assessment of their own: names are written in too many ways to compare."""
    return sorted(str(carer["offer"]) for carer in carers if isinstance(carer, Mapping) and carer.get("offer"))


def not_achieved(outcomes: Any) -> list[str]:
    """The codes of the outcomes a person does not achieve, from what was recorded or from a list of such codes."""
    if isinstance(outcomes, Mapping):
        return sorted(code for code, said in outcomes.items() if said.get("achieves") in NOT_ACHIEVED)
    return sorted(outcomes)


def in_words(fact: Fact, value: Any) -> str:
    """A fact's value as a researcher reads it."""
    if fact.name == "assessment.carers" and isinstance(value, list):
        return f"offer of an assessment: {', '.join(_code(offer) for offer in _offers(value)) or 'none'}"
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
