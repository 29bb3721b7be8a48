"""Where a record does not agree with itself or with the law: said, with a question. Nothing here decides anything.

Pure: facts in, flags out. Every flag can be answered with a reason, and none hides or blocks a decision.
Codes are the invariants of the record: I02 is adult eligibility, I16 the offer to carers, and so on.
"""

from collections.abc import Callable, Iterator
from datetime import date

from casework.records.flags import assessment, carers, plan, protection
from casework.records.flags.flag import Facts, Flag

__all__ = ["Facts", "Flag", "flags_of"]


def flags_of(facts: Facts, today: date) -> list[Flag]:
    """What does not agree in the facts of one case, in the order of the law: assessment, decision, plan, review.

    facts: fact name → value. What nobody has come to yet is no flag: a decision must have been recorded before
    anything it needs is missed.
    """
    return [flag for rule in RULES for flag in rule(facts, today)]


RULES: tuple[Callable[[Facts, date], Iterator[Flag]], ...] = (
    assessment.carer_blind,
    assessment.all_ten,
    assessment.adult_eligibility,
    assessment.advice,
    carers.carer_offer,
    assessment.advocate,
    carers.carer_eligibility,
    plan.needs_in_the_plan,
    plan.budget,
    plan.review,
    protection.safeguarding,
    protection.capacity,
)
