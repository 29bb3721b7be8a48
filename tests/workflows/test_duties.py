"""Which duties a workflow meets: by what is recorded, on every way through, and never silently."""

from collections.abc import Mapping
from typing import Any

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.definition import DUTIES, Definition
from casework.workflows.duties import DutyResult, duties_of
from casework.workflows.duty_list import DUTY_LIST
from tests.shipped import shipped_workflows


@pytest.fixture(scope="module")
def shipped() -> dict[str, Definition]:
    return shipped_workflows()


def without(definition: Definition, drops: set[str]) -> Definition:
    """The workflow without some questions."""

    def page(each: Any) -> Any:
        return each.model_copy(update={"questions": tuple(q for q in each.questions if q.id not in drops)})

    sections = tuple(
        section.model_copy(update={"pages": tuple(page(each) for each in section.pages)})
        for section in definition.sections
    )
    fresh = definition.model_copy(update={"sections": sections})
    return Definition.model_validate(fresh.model_dump(by_alias=True))


def by_id(definition: Definition, others: Mapping[str, Definition] | None = None) -> dict[str, DutyResult]:
    return {each.duty.id: each for each in duties_of(definition, others)}


def small(**more: Any) -> Definition:
    """Somebody rings and is advised: one step, two ways out of it."""
    return Definition.model_validate(
        {
            "id": "small",
            "title": "Small",
            "begins": "contact",
            "steps": [
                {
                    "id": "contact",
                    "title": "Contact",
                    "kind": "contact",
                    "role": "duty_worker",
                    "actions": [
                        {
                            "id": "advise",
                            "label": "Advise",
                            "to": "closed",
                            "requires": "complete",
                            "when": 'need == "no"',
                        },
                        {
                            "id": "help",
                            "label": "Help",
                            "to": "closed",
                            "requires": "complete",
                            "when": 'need == "yes"',
                        },
                    ],
                },
                {"id": "closed", "title": "Closed", "ends": True},
            ],
            "sections": [
                {
                    "id": "all",
                    "step": "contact",
                    "title": "All",
                    "pages": [
                        {
                            "id": "page",
                            "questions": [
                                q("need", "yes_no", "contact.need_appears"),
                                q("why", "textarea", "contact.need_reason"),
                                q("risk", "yes_no", "contact.safeguarding_concern"),
                                q("advice", "textarea", "contact.advice", when='need == "no"'),
                            ],
                        }
                    ],
                }
            ],
            **more,
        }
    )


def q(name: str, type: str, fact: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": type, "label": f"What about {name}?", "records": fact, **more}


def test_the_twelve_duties_are_those_of_the_language() -> None:
    assert tuple(duty.id for duty in DUTY_LIST) == DUTIES


def test_every_fact_a_duty_needs_is_one_of_the_record() -> None:
    known = {*CATALOGUE, *(f"{fact.name}.{inner.name}" for fact in CATALOGUE.values() for inner in fact.fields)}
    assert [fact for duty in DUTY_LIST for need in duty.needs for fact in need.facts if fact not in known] == []


def test_every_duty_is_met_or_explained_by_every_shipped_workflow_that_decides(shipped: dict[str, Definition]) -> None:
    lacking = {
        (name, each.duty.id, each.missing)
        for name, definition in shipped.items()
        for each in duties_of(definition, shipped)
        if not each.is_met and each.status != "cannot tell"
    }
    assert lacking == set()


def test_a_duty_that_cannot_be_told_says_why(shipped: dict[str, Definition]) -> None:
    open_ = [e for definition in shipped.values() for e in duties_of(definition, shipped) if e.status == "cannot tell"]
    assert all(each.why for each in open_)


def sole(duty: DutyResult) -> list[tuple[str, str]]:
    """What a duty needs that one question alone shows: the need in words, and the question."""
    return [
        (need.need.words, need.by[0].question)
        for need in duty.needs
        if need.status == "every path" and len({found.question for found in need.by}) == 1 and not need.by[0].workflow
    ]


@pytest.mark.parametrize(
    "name",
    [
        "traditional",
        *(pytest.param(name, marks=pytest.mark.evidence) for name in ("three_conversations", "small_team", "review")),
    ],
)
def test_without_the_question_that_shows_it_a_duty_is_no_longer_met_and_says_what_is_missing(
    shipped: dict[str, Definition], name: str
) -> None:
    definition = shipped[name]
    alone = {duty.duty.id: sole(duty) for duty in duties_of(definition, shipped)}
    for number in range(max(map(len, alone.values()))):
        gone = {id: needs[number] for id, needs in alone.items() if number < len(needs)}
        questions = {question for _, question in gone.values()}
        after = by_id(without(definition, questions), shipped)
        for id, (words, question) in gone.items():
            assert after[id].status in ("some paths", "no path"), (id, question)
            assert words in after[id].missing, (id, question)
    assert sum(map(len, alone.values())) > (40 if name != "review" else 2)


def test_a_mark_beside_a_question_that_records_something_else_is_no_evidence() -> None:
    marked = small()
    page = marked.sections[0].pages[0]
    swapped = page.model_copy(
        update={
            "questions": tuple(
                each.model_copy(update={"records": "contact.own_words", "duty": "D01-need"})
                if each.id == "why"
                else each
                for each in page.questions
            )
        }
    )
    section = marked.sections[0].model_copy(update={"pages": (swapped,)})
    found = by_id(marked.model_copy(update={"sections": (section,)}))["D01-need"]
    assert found.status == "no path"
    assert found.missing == ("why a need appears, or not",)
    assert [each.question for each in found.beside] == ["why"]


def test_what_is_asked_on_one_way_only_is_met_on_some_paths_with_one_that_lacks_it() -> None:
    found = by_id(small())["D06-advice"]
    assert found.status == "some paths"
    assert found.example == "“Contact”, ended by “Help”"


def test_an_answer_that_may_be_left_out_shows_nothing() -> None:
    optional = small()
    page = optional.sections[0].pages[0]
    loosened = tuple(each.model_copy(update={"optional": True}) for each in page.questions)
    section = optional.sections[0].model_copy(update={"pages": (page.model_copy(update={"questions": loosened}),)})
    assert by_id(optional.model_copy(update={"sections": (section,)}))["D01-need"].status == "no path"


def test_a_way_that_closes_by_money_is_told() -> None:
    steps = small().model_dump(by_alias=True)["steps"]
    steps[0]["actions"][0]["when"] = "record.finance.capital_pence > 2325000"
    found = by_id(small(steps=steps))["D01-need"]
    assert found.status == "some paths"
    assert "closes by money" in found.why


def test_a_workflow_that_was_not_looked_at_leaves_it_open() -> None:
    steps = small().model_dump(by_alias=True)["steps"]
    for action in steps[0]["actions"]:
        action["starts"] = ["somewhere_else"]
    found = by_id(without(small(steps=steps), {"risk"}))["D10-safeguard"]
    assert found.status == "cannot tell"
    assert "somewhere_else" in found.why


def test_what_a_workflow_explains_is_shown_beside_what_is_missing() -> None:
    found = by_id(small(leaves_out={"D06-advice": "Advice is given by the library."}))["D06-advice"]
    assert found.status == "some paths"
    assert found.explained == "Advice is given by the library."
    assert found.is_met
