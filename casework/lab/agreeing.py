"""When what was recorded agrees with what experts decided."""

from collections.abc import Mapping
from typing import Any

from casework.records.vocabulary import Achieves

NOT_ACHIEVED = (Achieves.WITH_HELP.value, Achieves.UNABLE.value)


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
        return frozenset(offers(value))
    if isinstance(value, list):
        return frozenset(str(one) for one in value)
    return value


def offers(carers: list[Any]) -> list[str]:
    """What came of offering each carer an assessment of their own: names are written in too many ways to compare."""
    return sorted(str(carer["offer"]) for carer in carers if isinstance(carer, Mapping) and carer.get("offer"))


def not_achieved(outcomes: Any) -> list[str]:
    """The codes of the outcomes a person does not achieve, from what was recorded or from a list of such codes."""
    if isinstance(outcomes, Mapping):
        return sorted(code for code, said in outcomes.items() if said.get("achieves") in NOT_ACHIEVED)
    return sorted(outcomes)
