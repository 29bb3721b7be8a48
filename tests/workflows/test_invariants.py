"""What must hold in every shipped workflow, whoever wrote it. A new file is covered by itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from casework.rehearsal.answering import Answering
from casework.rehearsal.filling import Filled, fill_in
from casework.rehearsal.people import STORY_DATE, everybody
from casework.workflows.definition import PUBLIC_ROLES, Definition, Page, Question, Step
from casework.workflows.engine import StepState, look
from casework.workflows.expressions import ExpressionError, compile_text
from casework.workflows.names import WorkflowNames
from tests.shipped import NAMES, shipped_workflows

MONEY = ("finance.", "budget.", "rate.", "record.finance.", "record.budget.", "record.rate.")
ABILITIES = ("understand", "retain", "use_or_weigh", "communicate")
every_workflow = pytest.mark.parametrize("name", NAMES)


def asked(definition: Definition) -> Iterator[tuple[Step, Page, Question, str]]:
    """Every question with its step and page, and the fact it records, with the list before the field."""
    for section in definition.sections:
        for page in section.pages:
            for question in page.questions:
                fact = question.fact or ""
                inside = page.repeat.fact if page.repeat and page.repeat.fact else ""
                yield definition.step(section.step), page, question, inside + fact if fact.startswith(".") else fact


def recording(definition: Definition, fact: str) -> list[tuple[Step, Page, Question]]:
    return [(step, page, question) for step, page, question, name in asked(definition) if name == fact]


def facts_in(definition: Definition, *conditions: str | None) -> set[str]:
    """Every fact that conditions ask about, through the conditions they name and through what is worked out."""
    facts = {question.id: fact for _, _, question, fact in asked(definition)}
    found: set[str] = set()
    left, seen = [text for text in conditions if text], set[str]()
    while left:
        text = left.pop()
        if text in seen:
            continue
        seen.add(text)
        try:
            references = compile_text(text, WorkflowNames(definition, None)).references
        except ExpressionError:
            continue
        for reference in references:
            first = reference.name.partition(".")[0]
            if reference.sort == "condition":
                left.append(definition.conditions[reference.name])
            elif reference.sort == "record":
                found.add(reference.name)
            elif first in facts:
                found.add(facts[first])
                left.append(getattr(definition.question(first), "value", "") or "")
    return found - {""}


def filled(definition: Definition, step: Step, **known: Any) -> Filled:
    """A step as it is filled in for Edna Farrow, with some facts put otherwise: `assessment__cause="no"`."""
    changed = {name.replace("__", "."): value for name, value in known.items()}
    edna = everybody()["edna_farrow"]
    by = Answering({**edna.known, **changed}, STORY_DATE, edna.words)
    return fill_in(definition, step.id, by, read_before(definition, step))


def read_before(definition: Definition, step: Step) -> dict[str, Any]:
    """What the steps that a step reads were answered, for Edna Farrow."""
    edna = everybody()["edna_farrow"]
    by = Answering(edna.known, STORY_DATE, edna.words)
    return {key: value for name in step.reads for key, value in fill_in(definition, name, by, {}).answers.items()}


def seen(definition: Definition, step: Step, answers: dict[str, Any]) -> StepState:
    known = everybody()["edna_farrow"].known
    return look(definition, step.id, {**read_before(definition, step), **answers}, known, STORY_DATE)


def warnings(state: StepState) -> list[str]:
    return [say for page in state.pages for question in page.shown for say in question.warnings]


@every_workflow
def test_help_from_a_carer_changes_neither_outcomes_nor_eligibility(name: str) -> None:
    definition = shipped_workflows()[name]
    for fact in ("assessment.outcomes", "assessment.cause", "assessment.impact", "assessment.decision"):
        for step, page, question in recording(definition, fact):
            carer = {each for each in facts_in(definition, page.when, question.when) if "carer" in each}
            assert not carer, question.id
            helped, alone = (filled(definition, step, assessment__carer_present=each) for each in ("yes", "no"))
            assert helped.state.facts.get(fact) == alone.state.facts.get(fact)


@every_workflow
def test_an_adults_decision_against_the_answers_is_pointed_out_and_stands(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, _, question in recording(definition, "assessment.decision"):
        if not any(other.id == step.id for other, _, _ in recording(definition, "assessment.cause")):
            continue
        agreeing = filled(definition, step)
        doubtful = filled(definition, step, assessment__cause="no")
        assert doubtful.state.complete == agreeing.state.complete
        assert question.warns
        assert len(warnings(doubtful.state)) > len(warnings(agreeing.state)), step.id


@every_workflow
def test_takes_longer_is_never_offered_for_a_carer(name: str) -> None:
    for _, _, question, fact in asked(shipped_workflows()[name]):
        if fact.startswith("carers_assessment."):
            assert "takes-longer" not in {option.code for option in question.choices}, question.id


@every_workflow
def test_all_ten_outcomes_are_answered_before_a_decision_is_complete(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, _, question in recording(definition, "assessment.outcomes"):
        assert not question.optional
        whole = filled(definition, step)
        if question.id not in whole.answers:
            continue
        ten = whole.answers[question.id]
        for code in ten:
            nine = {each: answer for each, answer in ten.items() if each != code}
            assert not seen(definition, step, {**whole.answers, question.id: nine}).complete, (step.id, code)


@every_workflow
def test_a_need_left_out_of_the_plan_is_pointed_out(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, page, _ in recording(definition, "plan.needs.outcome"):
        whole = filled(definition, step)
        items = whole.answers.get(page.id) or []
        # A plan that is changed at a review starts from the plan there is.
        if len(items) < 2 or recording(definition, "review.kind"):
            continue
        fewer = seen(definition, step, {**whole.answers, page.id: items[:1]})
        assert len(warnings(fewer)) > len(warnings(whole.state)) or not fewer.complete, step.id


@every_workflow
def test_not_eligible_is_not_complete_without_advice_in_writing(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, _, question in recording(definition, "assessment.decision"):
        advice = [each for other, _, each in recording(definition, "assessment.advice") if other.id == step.id]
        whole = filled(definition, step, assessment__decision="not-eligible")
        if whole.answers.get(question.id) is None or not advice:
            continue
        without = {key: value for key, value in whole.answers.items() if key not in {each.id for each in advice}}
        assert whole.state.complete, whole.unanswered
        assert not seen(definition, step, without).complete


@every_workflow
def test_no_money_decides_a_way_before_the_decision_on_eligibility(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, page, question, fact in asked(definition):
        if fact.startswith(("contact.", "assessment.")):
            money = {each for each in facts_in(definition, page.when, question.when) if each.startswith(MONEY)}
            assert not money, (step.id, question.id)
    for step in definition.steps:
        if step.kind in ("contact", "triage", "assessment"):
            for action in step.actions:
                money = {each for each in facts_in(definition, action.when) if each.startswith(MONEY)}
                assert not money, (step.id, action.id)


@every_workflow
def test_money_is_asked_about_after_the_decision(name: str) -> None:
    definition = shipped_workflows()[name]
    decides = [step.id for step, _, _ in recording(definition, "assessment.decision")]
    for step_id in decides:
        facts = [fact for step, _, _, fact in asked(definition) if step.id == step_id]
        own = [at for at, fact in enumerate(facts) if fact.startswith(("finance.", "budget."))]
        assert all(at > facts.index("assessment.decision") for at in own), step_id


@every_workflow
def test_a_concern_can_be_raised_where_somebody_is_first_met_and_where_they_are_assessed(name: str) -> None:
    definition = shipped_workflows()[name]
    if not recording(definition, "assessment.safeguarding_decision"):
        return
    for step in definition.steps:
        if step.kind in ("contact", "assessment") and step.role not in PUBLIC_ROLES:
            assert any("safeguarding" in action.starts for action in step.actions), step.id


@every_workflow
def test_the_three_safeguarding_tests_stand_apart_and_hang_on_nothing_else(name: str) -> None:
    definition = shipped_workflows()[name]
    limbs = ("safeguarding.has_needs", "safeguarding.at_risk", "safeguarding.cannot_protect")
    facts = {fact for _, _, _, fact in asked(definition)}
    if not facts & set(limbs):
        return
    for limb in limbs:
        assert {limb, f"{limb}_evidence"} <= facts
        for _, page, question in recording(definition, limb):
            asks = facts_in(definition, page.when, question.when)
            assert not {each for each in asks if "consent" in each or "decision" in each or each.startswith(MONEY)}
    for _, page, question in recording(definition, "safeguarding.decision"):
        assert "safeguarding.consent" not in facts_in(definition, page.when, question.when)


@every_workflow
def test_capacity_is_about_one_matter_with_abilities_before_their_cause(name: str) -> None:
    definition = shipped_workflows()[name]
    order = [fact for _, _, _, fact in asked(definition)]
    assert not [fact for fact in order if fact.startswith("person.") and "capacity" in fact]
    if "capacity.conclusion" not in order:
        return
    matter = recording(definition, "capacity.matter")[0]
    assert not matter[2].optional
    assert not recording(definition, "capacity.assessed_on")[0][2].optional
    for ability in ABILITIES:
        assert order.index("capacity.matter") < order.index(f"capacity.{ability}") < order.index("capacity.nexus")
    assert order.index("capacity.nexus") < order.index("capacity.conclusion")


@every_workflow
def test_where_a_carer_is_named_the_offer_and_its_answer_are_compulsory(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, page, question in recording(definition, "assessment.carers.offer"):
        assert not question.optional
        whole = filled(definition, step)
        items = whole.answers.get(page.id)
        if not items:
            continue
        unsaid = [{key: value for key, value in item.items() if key != question.id} for item in items]
        assert not seen(definition, step, {**whole.answers, page.id: unsaid}).complete
        not_offered = [{**item, question.id: "not-offered"} for item in items]
        for item in not_offered:
            for _, _, reason in recording(definition, "assessment.carers.not_offered_reason"):
                item.pop(reason.id, None)
        assert not seen(definition, step, {**whole.answers, page.id: not_offered}).complete


@every_workflow
def test_a_difficulty_with_nobody_to_help_needs_an_advocate_or_a_written_reason(name: str) -> None:
    definition = shipped_workflows()[name]
    for step, _, _ in recording(definition, "assessment.substantial_difficulty"):
        whole = filled(
            definition, step, assessment__substantial_difficulty=["retain"], assessment__appropriate_person="no"
        )
        notes = {each.id for other, _, each in recording(definition, "assessment.advocate_note") if other.id == step.id}
        if not notes & set(whole.answers):
            assert not recording(definition, "assessment.appropriate_person"), step.id
            continue
        without = {key: value for key, value in whole.answers.items() if key not in notes}
        assert not seen(definition, step, without).complete


@every_workflow
def test_the_next_review_is_within_twelve_months(name: str) -> None:
    definition = shipped_workflows()[name]
    late = date(STORY_DATE.year + 2, 1, 10).isoformat()
    for step, _, question in recording(definition, "review.due_on"):
        whole = filled(definition, step, assessment__decision="eligible")
        if question.id in whole.answers:
            found = seen(definition, step, {**whole.answers, question.id: late})
            assert question.id in {problem.question_id for problem in found.problems}, step.id
