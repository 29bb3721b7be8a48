"""Twelve duties of the Care Act 2014 that any way of working must meet, and which facts of the record show it.

A prompt for a lawyer, not advice. Sources: Care Act 2014; the Care and Support (Eligibility Criteria) Regulations 2015;
the Care and Support (Assessment) Regulations 2014; Mental Capacity Act 2005. What a form should hold as evidence is a
reading of these for the lab, to be confirmed by each council.
"""

from dataclasses import dataclass
from typing import Literal

Stage = Literal[
    "case", "advised", "assessed", "not_eligible", "planned", "reviewed", "safeguarding", "capacity", "carer"
]
"""What a way through must come to for a need to apply.

case: it begins with somebody who may have needs. advised: it ends before any assessment. assessed: an assessment is
finished. not_eligible: it ends after one, without a plan. planned: a plan is made. reviewed, safeguarding, capacity,
carer: it is a review, a safeguarding concern, a capacity assessment or a carer's assessment of its own.
"""

STAGES: dict[Stage, str] = {
    "case": "on every way",
    "advised": "where it ends before an assessment",
    "assessed": "where an assessment is finished",
    "not_eligible": "where it ends after an assessment without a plan",
    "planned": "where a plan is made",
    "reviewed": "at a review",
    "safeguarding": "where there is a safeguarding concern",
    "capacity": "where capacity is assessed",
    "carer": "where a carer is assessed",
}


@dataclass(frozen=True)
class Need:
    """One thing a duty needs. facts: any one of these records it. where_it_applies: asked when answers call for it."""

    words: str
    stage: Stage
    facts: tuple[str, ...]
    where_it_applies: bool = False


@dataclass(frozen=True)
class Duty:
    id: str
    name: str
    law: str
    needs: tuple[Need, ...]


def _need(words: str, stage: Stage, *facts: str) -> Need:
    return Need(words, stage, facts)


def _where_it_applies(words: str, stage: Stage, *facts: str) -> Need:
    return Need(words, stage, facts, True)


DUTY_LIST = (
    Duty(
        "D01-need",
        "Assess when a need appears",
        "Care Act 2014, section 9(1) and (3)",
        (
            _need("whether a need appears", "case", "contact.need_appears"),
            _need("why a need appears, or not", "case", "contact.need_reason"),
        ),
    ),
    Duty(
        "D02-wellbeing",
        "Nine areas of wellbeing, and wishes",
        "Care Act 2014, sections 1 and 9(4) and (6)",
        (
            _where_it_applies("which areas of wellbeing are affected", "assessed", "assessment.wellbeing_areas"),
            _need("what the person wants", "assessed", "assessment.wanted_outcomes"),
            _need("what else could help", "assessed", "assessment.what_else_could_help"),
            _need("what the carer wants", "carer", "carers_assessment.wanted"),
        ),
    ),
    Duty(
        "D03-carer",
        "Identify carers, and offer to assess them",
        "Care Act 2014, section 10; Assessment Regulations 2014 on the family",
        (
            _need("whether anybody helps unpaid", "assessed", "assessment.carer_present"),
            _where_it_applies("who the carer is", "assessed", "assessment.carers.name"),
            _where_it_applies("whether the carer is willing", "assessed", "assessment.carers.willing"),
            _where_it_applies("whether the carer is able", "assessed", "assessment.carers.able"),
            _where_it_applies("the offer of an assessment, and the answer", "assessed", "assessment.carers.offer"),
            _where_it_applies("when it was offered", "assessed", "assessment.carers.offered_on"),
            _need("whether a child helps or goes without", "assessed", "assessment.young_carer"),
            _need("whether the carer is able", "carer", "carers_assessment.able"),
            _need("whether the carer is willing", "carer", "carers_assessment.willing"),
            _need("the decision about the carer", "carer", "carers_assessment.decision"),
        ),
    ),
    Duty(
        "D04-involve",
        "Involve the person; an advocate if needed",
        "Care Act 2014, sections 9(5), 25(3) and 67",
        (
            _need("who was involved in the assessment", "assessed", "assessment.people_involved"),
            _need("the four difficulties", "assessed", "assessment.substantial_difficulty"),
            _where_it_applies("whether there is somebody appropriate", "assessed", "assessment.appropriate_person"),
            _where_it_applies("who that is, or when an advocate was asked for", "assessed", "assessment.advocate_note"),
            _need("who was involved in the plan", "planned", "plan.involved"),
            _need("who helped to take part in the plan", "planned", "plan.advocate"),
            _need("who was involved in the review", "planned", "review.involved"),
            _need("who helped to take part in the review", "planned", "review.advocate"),
            _need("who was involved in the review", "reviewed", "review.involved"),
            _need("who helped to take part in the review", "reviewed", "review.advocate"),
            _where_it_applies("who helped the carer to take part", "carer", "carers_assessment.advocate"),
        ),
    ),
    Duty(
        "D05-eligible",
        "Decide on all three conditions, with written reasons",
        "Care Act 2014, section 13; Eligibility Criteria Regulations 2015, regulation 2",
        (
            _need("all ten outcomes", "assessed", "assessment.outcomes"),
            _need("whether the needs come from an impairment or illness", "assessed", "assessment.cause"),
            _where_it_applies("how much wellbeing is affected", "assessed", "assessment.impact"),
            _where_it_applies("how that shows", "assessed", "assessment.impact_reason"),
            _need("that help from others was left out", "assessed", "assessment.carer_input_excluded"),
            _where_it_applies("the period that was considered", "assessed", "assessment.period_considered"),
            _need("the decision", "assessed", "assessment.decision"),
            _need("the reasons", "assessed", "assessment.decision_reasons"),
            _need("when the decision was sent", "assessed", "assessment.copies_sent_on"),
            _need("the reasons for the decision about the carer", "carer", "carers_assessment.decision_reasons"),
        ),
    ),
    Duty(
        "D06-advice",
        "Information and advice, in writing when not eligible",
        "Care Act 2014, sections 2, 4 and 13(5)",
        (
            _need(
                "the advice given, or who was put in touch",
                "advised",
                "contact.advice",
                "contact.connections",
                "community.hub_note",
            ),
            _need("the advice in writing", "not_eligible", "assessment.advice"),
            _need("what keeps needs from growing", "planned", "plan.prevention"),
        ),
    ),
    Duty(
        "D07-plan",
        "What a plan holds; agreed and copied",
        "Care Act 2014, sections 24 and 25",
        (
            _need("which needs there are", "planned", "plan.needs.outcome"),
            _need("how each need is met", "planned", "plan.needs.how_met"),
            _need("who meets each need", "planned", "plan.needs.met_by"),
            _need("which services the council arranges", "planned", "plan.services"),
            _need("the cost of the services", "planned", "budget.gross_pence"),
            _need("whether there is a direct payment", "planned", "plan.direct_payment"),
            _where_it_applies("what the direct payment is for", "planned", "plan.direct_payment_note"),
            _need("whether the person agrees", "planned", "plan.agreed"),
            _need("who gets a copy of the plan", "planned", "plan.copies_to"),
        ),
    ),
    Duty(
        "D08-money",
        "Money only where there is a charge; three amounts that add up",
        "Care Act 2014, sections 14, 17 and 26",
        (
            _need("the cost", "planned", "budget.gross_pence"),
            _where_it_applies("what the person pays", "planned", "budget.person_pence", "finance.contribution_pence"),
            _where_it_applies("what the council pays", "planned", "budget.council_pence"),
        ),
    ),
    Duty(
        "D09-review",
        "Review, and assess again on change",
        "Care Act 2014, section 27",
        (
            _need("when the next review is", "planned", "review.due_on"),
            _need("how to ask for a review sooner", "planned", "review.how_to_ask"),
            _need("what a review decides", "planned", "review.outcome"),
            _need("what a review decides", "reviewed", "review.outcome"),
            _where_it_applies("when the next review is", "reviewed", "review.due_on"),
        ),
    ),
    Duty(
        "D10-safeguard",
        "Enquire where the three conditions are met",
        "Care Act 2014, sections 42 and 68",
        (
            _need(
                "whether anybody may be at risk",
                "case",
                "contact.safeguarding_concern",
                "assessment.safeguarding_abuse",
            ),
            _need("needs for care", "assessed", "assessment.safeguarding_needs"),
            _need("abuse or neglect, or a risk of it", "assessed", "assessment.safeguarding_abuse"),
            _where_it_applies("unable to protect themself", "assessed", "assessment.safeguarding_protect"),
            _where_it_applies("what the person wants to happen", "assessed", "assessment.safeguarding_wishes"),
            _need("whether to raise a concern", "assessed", "assessment.safeguarding_decision"),
            _need("needs for care", "safeguarding", "safeguarding.has_needs"),
            _need("abuse or neglect, or a risk of it", "safeguarding", "safeguarding.at_risk"),
            _need("unable to protect themself", "safeguarding", "safeguarding.cannot_protect"),
            _where_it_applies("what the person wants to happen", "safeguarding", "safeguarding.wishes"),
            _need("whether the council makes enquiries", "safeguarding", "safeguarding.decision"),
        ),
    ),
    Duty(
        "D11-capacity",
        "Assume capacity; assess it for one matter, in order",
        "Mental Capacity Act 2005, sections 1 to 4",
        (
            _need("whether capacity is doubted", "assessed", "assessment.capacity_doubt"),
            _where_it_applies("which decision", "assessed", "assessment.capacity_matter"),
            _where_it_applies("the one matter", "assessed", "capacity.matter"),
            _where_it_applies("what has to be understood", "assessed", "capacity.relevant_information"),
            _where_it_applies("understanding it", "assessed", "capacity.understand"),
            _where_it_applies("keeping it in mind", "assessed", "capacity.retain"),
            _where_it_applies("using or weighing it", "assessed", "capacity.use_or_weigh"),
            _where_it_applies("saying the decision", "assessed", "capacity.communicate"),
            _need("the one matter", "capacity", "capacity.matter"),
            _need("what has to be understood", "capacity", "capacity.relevant_information"),
            _need("understanding it", "capacity", "capacity.understand"),
            _need("keeping it in mind", "capacity", "capacity.retain"),
            _need("using or weighing it", "capacity", "capacity.use_or_weigh"),
            _need("saying the decision", "capacity", "capacity.communicate"),
            _where_it_applies("whether it comes from the mind or brain", "assessed", "capacity.nexus"),
            _where_it_applies("whether it comes from the mind or brain", "capacity", "capacity.nexus"),
            _where_it_applies("best interests", "assessed", "capacity.best_interests"),
            _where_it_applies("best interests", "capacity", "capacity.best_interests"),
        ),
    ),
    Duty(
        "D12-copies",
        "A written record to the person and whom they name",
        "Care Act 2014, section 12(3) and (4)",
        (
            _need("who gets a copy of the assessment", "assessed", "assessment.copies_to"),
            _need("in which format", "assessed", "assessment.copy_format"),
            _need("when it is sent", "assessed", "assessment.copies_sent_on"),
            _need("who gets a copy of the carer's assessment", "carer", "carers_assessment.copies_to"),
        ),
    ),
)
