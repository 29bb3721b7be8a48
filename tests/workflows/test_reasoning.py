"""What can be true in a step, and what cannot."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.workflows.definition import Definition, Question
from casework.workflows.engine import look
from casework.workflows.reasoning import (
    A_DAY,
    Goal,
    answers_without_action,
    can_be,
    can_hold,
    must_hold,
    shows,
)
from tests.workflows.conftest import CATALOGUE
from tests.workflows.generated import any_answers, as_definition, workflows

FACTS = dict(CATALOGUE)


def workflow(*questions: dict[str, Any], pages: list[dict[str, Any]] | None = None, **more: Any) -> Definition:
    """A workflow of one step with these questions on one page, or with these pages."""
    return Definition.model_validate(
        {
            "id": "a",
            "title": "A",
            "begins": "one",
            "steps": [
                {"id": "one", "title": "One", "role": "social_worker", "actions": more.pop("actions", [])},
                *more.pop("steps", []),
                {"id": "end", "title": "End", "ends": True},
            ],
            "sections": [
                {
                    "id": "s",
                    "step": "one",
                    "title": "S",
                    "pages": pages or [{"id": "p", "questions": list(questions)}],
                },
                *more.pop("sections", []),
            ],
            **more,
        }
    )


def asked(name: str, kind: str = "yes_no", **more: Any) -> dict[str, Any]:
    if kind in ("radios", "checkboxes", "select"):
        more.setdefault("options", [{"code": code, "label": code.upper()} for code in "abc"])
    return {"id": name, "type": kind, "label": f"{name}?", "records": "nothing", "because": "a test", **more}


A_NUMBER = asked("hours", "number", between=[0, 168])
SOME = asked(
    "some",
    "checkboxes",
    options=[{"code": code, "label": code} for code in ("a", "b", "c", "d")]
    + [{"code": "none", "label": "None", "none": True}],
)
TEN = asked("ten", "outcomes")
BORN = asked("born", "date", between=["", "today"])
CALLS = asked("calls", "weekly_timetable")
LINES = asked("lines", "services")


@pytest.mark.parametrize(
    ("conditions", "answer"),
    [
        (['want == "yes"'], "yes"),
        (['want == "yes"', 'want == "no"'], "no"),
        (['want == "yes" or want == "no"', 'not want == "yes"', 'want != "no"'], "no"),
        (["answered(want)", 'not want == "yes"'], "yes"),
        (["not answered(want)", 'want == "yes"'], "no"),
        (["hours > 168"], "no"),
        (["hours >= 168", "hours != 168"], "no"),
        (["hours > 7", "hours < 8"], "yes"),
        (["count(some) > 4"], "no"),
        (["count(some) == 4", '"d" not in some'], "no"),
        (['"none" in some', '"a" in some'], "no"),
        (['"none" in some', "count(some) == 1"], "yes"),
        (["count(some) == 3", '"a" in some', '"b" not in some'], "yes"),
        (["count(ten.not_met) >= 2", "count(ten.answered) < 2"], "no"),
        (['"toilet-needs" in ten.not_met', '"toilet-needs" not in ten.answered'], "no"),
        (["count(ten.not_met) == 10"], "yes"),
        (["count(ten.not_met) == 10", '"clothing" not in ten.not_met'], "no"),
        (["born > today"], "no"),
        (["years_between(born, today) >= 18", "years_between(born, today) < 19"], "yes"),
        (["years_between(born, today) >= 18", "days_between(born, today) < 6000"], "no"),
        (["calls.minutes > 600"], "yes"),
        (["calls.minutes < 0"], "no"),
        (["weekly_cost(lines) > 30000", "count(lines) == 1"], "yes"),
        (["weekly_cost(lines) > 30000", "weekly_cost(lines) <= 300"], "no"),
        (['record.contact.urgency == "today"', 'record.contact.urgency == "soon"'], "no"),
        (["record.person.age >= 18", "record.person.age < 18"], "no"),
        (["record.person.age >= 18"], "yes"),
        (["count(record.assessment.carers) > 2"], "yes"),
        (["count(record.assessment.outcomes.not_met) > 10"], "no"),
        (["hours + hours > 10", "hours < 2"], "not checked"),
        (["hours + hours > 10"], "yes"),
        (["hours + hours > 10", "not hours + hours > 10"], "no"),
        (['false and hours == 1 or want == "yes" and want == "no"'], "no"),
    ],
)
def test_conditions_that_can_and_cannot_hold_together(conditions: list[str], answer: str) -> None:
    definition = workflow(asked("want"), A_NUMBER, SOME, TEN, BORN, CALLS, LINES)
    assert can_hold(definition, "one", *conditions, facts=FACTS).answer == answer


def test_an_example_is_told_in_words() -> None:
    definition = workflow(asked("want", label="Do you want help?"), A_NUMBER)
    verdict = can_hold(definition, "one", 'want == "no"', "hours > 20", facts=FACTS)
    assert verdict.example == (("Do you want help?", "No"), ("hours?", "21"))
    assert verdict.example_said() == "“Do you want help?”: No; “hours?”: 21"


def test_a_hidden_answer_is_unknown() -> None:
    definition = workflow(asked("want"), asked("more", when='want == "yes"'))
    assert can_hold(definition, "one", 'more == "yes"', 'want == "no"').answer == "no"
    assert can_be(definition, "one", [Goal('more == "yes"'), Goal('want == "no"')], hidden_too=True).answer == "yes"


def test_a_named_condition_stands_for_what_it_says() -> None:
    definition = workflow(asked("want"), conditions={"wanted": 'want == "yes"', "not_wanted": "not wanted"})
    assert can_hold(definition, "one", "wanted", "not_wanted").answer == "no"
    assert can_hold(definition, "one", "not_wanted").answer == "yes"


def test_a_computed_answer_is_worked_out() -> None:
    many = asked("many", "computed", value="count(some)")
    over = asked("over", "computed", value="count(some)", override="reason")
    definition = workflow(SOME, many, over)
    assert can_hold(definition, "one", "many > 4").answer == "no"
    assert can_hold(definition, "one", "many == 4").answer == "yes"
    assert can_hold(definition, "one", "over > 4").answer == "yes"


def test_points_are_added_up() -> None:
    options = [{"code": str(points), "label": str(points), "points": points} for points in (0, 2, 5)]
    definition = workflow(asked("x", "radios", options=options), asked("y", "radios", options=options))
    assert can_hold(definition, "one", "score(s) == 7").answer == "yes"
    assert can_hold(definition, "one", "score(s) == 8").answer == "no"


def test_items_of_a_repeated_page_are_tried() -> None:
    carers = {"id": "carers", "repeat": {"each": "carer"}, "questions": [A_NUMBER, asked("well", when="hours > 20")]}
    definition = workflow(pages=[carers, {"id": "p", "questions": [asked("want")]}])
    assert can_hold(definition, "one", "any_item(carers, hours > 100)").answer == "yes"
    assert can_hold(definition, "one", "any_item(carers, hours > 200)").answer == "no"
    assert can_hold(definition, "one", 'any_item(carers, well == "yes" and hours < 20)').answer == "no"
    assert can_hold(definition, "one", "count(carers) > 2", "count(carers) < 4").answer == "yes"


def test_what_is_computed_for_an_item_is_worked_out() -> None:
    a_day = asked("a_day", "computed", value="hours + 1")
    carers = {"id": "carers", "repeat": {"each": "carer"}, "questions": [A_NUMBER, a_day, asked("y", when="a_day > 5")]}
    definition = workflow(pages=[carers, {"id": "p", "questions": [asked("want")]}])
    assert can_hold(definition, "one", "not any_item(carers, a_day < 0)").answer == "yes"
    assert can_hold(definition, "one", "any_item(carers, a_day > 20)").answer == "yes"
    assert shows(definition, "carers", "one", "y").answer == "yes"


def test_what_must_hold_is_told_with_an_answer_that_makes_it_otherwise() -> None:
    definition = workflow(asked("want"), asked("maybe", optional=True))
    assert must_hold(definition, "one", 'want in ["yes", "no"]').answer == "yes"
    assert must_hold(definition, "one", 'maybe in ["yes", "no"]').answer == "no"
    verdict = must_hold(definition, "one", 'want == "yes"')
    assert (verdict.answer, verdict.example) == ("no", (("want?", "No"),))
    assert must_hold(definition, "one", 'want == "yes"', given=['want != "no"']).answer == "yes"


def test_answers_that_leave_no_action_are_found() -> None:
    actions = [
        {"id": "go", "label": "Go", "to": "end", "when": 'which == "a"'},
        {"id": "stop", "label": "Stop", "to": "end", "when": 'which == "b"'},
        {"id": "pause", "label": "Pause"},
    ]
    definition = workflow(asked("which", "radios"), actions=actions)
    verdict = answers_without_action(definition, definition.step("one"))
    assert (verdict.answer, verdict.example) == ("yes", (("which?", "C"),))
    actions[1]["when"] = 'which in ["b", "c"]'
    definition = workflow(asked("which", "radios"), actions=actions)
    assert answers_without_action(definition, definition.step("one")).answer == "no"


def test_a_rule_that_answers_must_keep_counts_when_the_step_is_finished() -> None:
    actions = [{"id": "go", "label": "Go", "to": "end", "when": 'which in ["a", "b"]'}]
    rule = {"check": 'which != "c"', "say": "Not that one"}
    definition = workflow(asked("which", "radios", must=rule), actions=actions)
    assert answers_without_action(definition, definition.step("one")).answer == "no"


def test_answers_of_a_step_that_is_read_keep_its_conditions() -> None:
    later = {"id": "two", "title": "Two", "role": "panel", "reads": ["one"]}
    definition = workflow(asked("want"), asked("more", when='want == "yes"'), steps=[later])
    assert can_hold(definition, "two", 'more == "no"').answer == "yes"
    assert can_hold(definition, "two", 'more == "no"', 'want == "no"').answer == "no"


def test_more_than_can_be_tried_is_said_to_be_unchecked() -> None:
    """Eight questions of ten options that one rule ties together have a hundred million cases."""
    options = [{"code": f"c{n}", "label": f"{n}"} for n in range(9)]
    definition = workflow(*(asked(f"q{n}", "radios", options=options) for n in range(8)))
    every = [f'q{n} != "c{m}" or q{n + 1} != "c{m}"' for n in range(7) for m in range(9)]
    assert can_hold(definition, "one", *every, 'q0 == "c1"').answer == "yes"
    assert (
        can_hold(definition, "one", *every, "answered(q0)", 'not answered(q7) and q7 == "c1"').answer == "not checked"
    )


def test_questions_that_have_nothing_to_do_with_one_another_are_tried_by_themselves() -> None:
    definition = workflow(*(asked(f"q{n}", "radios") for n in range(40)))
    each = [f'q{n} != "a"' for n in range(40)]
    assert can_hold(definition, "one", *each).answer == "yes"
    assert can_hold(definition, "one", *each, 'q39 != "b"', 'q39 != "c"').answer == "no"


# --- it agrees with the engine

NAMES = ("one_q", "two_q", "three_q", "four_q", "five_q")
DOMAINS: dict[str, list[Any]] = {
    "yes_no": [None, "yes", "no"],
    "radios": [None, "a", "b", "c"],
    "checkboxes": [None, ["a"], ["b"], ["a", "b"], ["c"]],
    "number": [None, 0, 1, 2, 3],
}


@st.composite
def conditions(draw: st.DrawFn, before: list[tuple[str, str]]) -> str:
    """A condition about questions asked before."""

    def leaf() -> str:
        name, kind = draw(st.sampled_from(before))
        if draw(st.integers(0, 5)) == 0:
            return f"answered({name})"
        if kind == "number":
            return f"{name} {draw(st.sampled_from(['<', '>=', '==', '!=']))} {draw(st.integers(-1, 4))}"
        if kind == "checkboxes":
            if draw(st.booleans()):
                return f"count({name}) {draw(st.sampled_from(['<', '>', '==']))} {draw(st.integers(0, 3))}"
            return f'"{draw(st.sampled_from("abc"))}" {draw(st.sampled_from(["in", "not in"]))} {name}'
        codes = ["yes", "no"] if kind == "yes_no" else ["a", "b", "c"]
        if draw(st.booleans()):
            return f'{name} {draw(st.sampled_from(["==", "!="]))} "{draw(st.sampled_from(codes))}"'
        return f'{name} in ["{codes[0]}", "{codes[1]}"]'

    parts = [("not " if draw(st.integers(0, 3)) == 0 else "") + leaf() for _ in range(draw(st.integers(1, 3)))]
    return f" {draw(st.sampled_from(['and', 'or']))} ".join(parts)


def pages_of(draw: st.DrawFn, names: tuple[str, ...], before: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """A page for each name, with conditions on what was asked before; adds to `before`."""
    pages: list[dict[str, Any]] = []
    for name in names:
        kind = draw(st.sampled_from(list(DOMAINS)))
        question = asked(name, kind, optional=draw(st.booleans()))
        if kind == "number":
            question |= {"between": [0, 3], "whole": True}
        if kind == "checkboxes":
            question["options"][2]["none"] = True
        if before and draw(st.booleans()):
            question["when"] = draw(conditions(before))
        page: dict[str, Any] = {"id": f"p_{name}", "questions": [question]}
        if before and draw(st.booleans()):
            page["when"] = draw(conditions(before))
        pages.append(page)
        before.append((name, kind))
    return pages


@st.composite
def small_workflows(draw: st.DrawFn) -> Definition:
    before: list[tuple[str, str]] = []
    pages = pages_of(draw, NAMES[: draw(st.integers(2, 5))], before)
    actions = [
        {"id": f"a{n}", "label": "Go", "to": "end", "when": draw(conditions(before)), "requires": "complete"}
        for n in range(2)
    ]
    return workflow(pages=pages, actions=actions)


@st.composite
def workflows_that_read(draw: st.DrawFn) -> Definition:
    """A second step that reads the first and asks more."""
    before: list[tuple[str, str]] = []
    first = pages_of(draw, NAMES[:3], before)
    second = {"id": "t", "step": "two", "title": "T", "pages": pages_of(draw, NAMES[3:], before)}
    later = {"id": "two", "title": "Two", "role": "panel", "reads": ["one"]}
    return workflow(pages=first, steps=[later], sections=[second])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_workflows())
def test_what_the_engine_shows_and_what_the_reasoning_says_agree(definition: Definition) -> None:
    questions = [question for _, _, question in definition.every_question()]
    seen_pages, seen_questions, offered, stuck = set(), set(), set(), False
    for answers in product(*(DOMAINS[question.type] for question in questions)):
        given_ = {question.id: value for question, value in zip(questions, answers, strict=True) if value is not None}
        state = look(definition, "one", given_, {}, A_DAY)
        seen_pages |= {page.page.id for page in state.pages}
        seen_questions |= {each.question.id for page in state.pages for each in page.shown}
        takes = {each.action.id for each in state.actions if each.available}
        offered |= takes
        stuck = stuck or (state.complete and not takes)
    for page in definition.pages("one"):
        assert shows(definition, page.id, "one").answer == ("yes" if page.id in seen_pages else "no")
        for question in page.questions:
            there = question.id in seen_questions
            assert shows(definition, page.id, "one", question.id).answer == ("yes" if there else "no")
    step = definition.step("one")
    for action in step.actions:
        assert action.when
        verdict = can_be(definition, "one", [Goal(action.when)], complete=True)
        assert verdict.answer == ("yes" if action.id in offered else "no")
    assert answers_without_action(definition, step).answer == ("yes" if stuck else "no")


def answers_of(definition: Definition, step_id: str) -> list[dict[str, Any]]:
    """Every way of answering the questions of a step."""
    questions = [question for page in definition.pages(step_id) for question in page.questions]
    return [
        {question.id: value for question, value in zip(questions, values, strict=True) if value is not None}
        for values in product(*(DOMAINS[question.type] for question in questions))
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(workflows_that_read())
def test_they_agree_about_a_step_that_reads_another(definition: Definition) -> None:
    handed_over = []
    for answers in answers_of(definition, "one"):
        shown = {each.question.id for page in look(definition, "one", answers, {}, A_DAY).pages for each in page.shown}
        kept = {name: value for name, value in answers.items() if name in shown}
        if kept not in handed_over:
            handed_over.append(kept)
    seen: set[str] = set()
    for read, answers in product(handed_over, answers_of(definition, "two")):
        state = look(definition, "two", read | answers, {}, A_DAY)
        seen |= {each.question.id for page in state.pages for each in page.shown}
    for page in definition.pages("two"):
        for question in page.questions:
            there = question.id in seen
            assert shows(definition, page.id, "two", question.id).answer == ("yes" if there else "no")


SENSIBLE: dict[str, list[Any]] = {
    "yes_no": ["yes", "no"],
    "number": [0, 1, 2, 3, 4],
    "money": [0, 1, 2, 3, 4],
    "date": ["2026-06-10", "2026-06-13", "2026-06-15", "2026-06-20"],
    "time": ["14:30"],
    "outcomes": [{code: {"achieves": how}} for code in ("clothing", "nutrition") for how in ("able", "unable")],
    "services": [[{"service": "x", "units": 2, "rate_pence": 2}], [{"service": "x"}] * 3],
    "weekly_timetable": [{"Morning": {"mon": minutes}} for minutes in (0, 1, 3, 30)],
    "address": [{"lines": ["1 High Street"]}],
}


def sensible_answers(draw: Any, questions: Sequence[Question]) -> dict[str, Any]:
    """An answer of the right sort to most questions."""
    answers: dict[str, Any] = {}
    for question in questions:
        codes = [option.code for option in question.choices]
        values = SENSIBLE.get(question.type) or (codes if codes else ["Her own kitchen"])
        if question.type == "checkboxes":
            values = [codes[:1], codes, codes[1:]]
        if draw(st.integers(0, 3)):
            answers[question.id] = draw(st.sampled_from(values))
    return answers


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_that_the_engine_shows_is_called_impossible(data: st.DataObject) -> None:
    nothing_shown_is_called_impossible(data)


@pytest.mark.evidence
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_that_the_engine_shows_is_called_impossible_on_many(data: st.DataObject) -> None:
    nothing_shown_is_called_impossible(data)


def nothing_shown_is_called_impossible(data: st.DataObject) -> None:
    """Whatever is answered, sensible or not, in steps that read no other."""
    definition = as_definition(data.draw(workflows()))
    steps = [step for step in definition.steps if not step.reads and definition.pages(step.id)]
    for _ in range(3):
        answers = data.draw(any_answers(definition)) if data.draw(st.integers(0, 3)) == 0 else {}
        for section in definition.sections:
            for each in section.pages:
                inside = [sensible_answers(data.draw, each.questions) for _ in range(2 if each.repeat else 1)]
                answers = {**({each.id: inside} if each.repeat else inside[0]), **answers}
        for step in steps:
            state = look(definition, step.id, answers, {}, A_DAY)
            for page in state.pages:
                seen = [*page.shown, *(each for item in page.items for each in item)]
                for name in ("", *(each.question.id for each in seen)):
                    assert shows(definition, page.page.id, step.id, name).answer != "no", (page.page.id, name)
            for taken in (each.action for each in state.actions if each.available and each.action.when):
                assert can_hold(definition, step.id, taken.when or "").answer != "no", taken.id
