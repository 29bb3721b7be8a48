"""What a step asks for, given what has been answered."""

import time
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.workflows.definition import Definition
from casework.workflows.engine import StepState, check_page, look, next_page, page_at, previous_page
from casework.workflows.loader import Loaded

TODAY = date(2026, 11, 10)
NOT_MET = {"achieves": "unable", "limbs": ["needs-assistance"]}


@pytest.fixture(scope="module")
def every(load: Callable[[str], Loaded]) -> Definition:
    return load("every_type").definition


@pytest.fixture(scope="module")
def at(every: Definition) -> Callable[..., StepState]:
    """The one step of the workflow with every type of question, with these answers."""

    def at(record: Mapping[str, object] | None = None, **answers: object) -> StepState:
        return look(every, "start", answers, record or {}, TODAY)

    return at


def shown(state: StepState, page: str) -> list[str]:
    found = page_at(state, page)
    return [each.question.id for each in found.shown] if found else []


def problem(state: StepState, question: str) -> str | None:
    return next((each.message for each in state.problems if each.question_id == question), None)


def test_a_page_shows_only_when_its_condition_is_true(at: Callable[..., StepState]) -> None:
    assert page_at(at(), "helpers") is None
    assert page_at(at(any_helper="no"), "helpers") is None
    assert page_at(at(any_helper="yes"), "helpers") is not None


def test_required_questions_without_an_answer_are_missing(at: Callable[..., StepState]) -> None:
    state = at()
    assert [(each.question_id, each.missing) for each in state.problems] == [("called", True), ("any_helper", True)]
    assert problem(state, "called") == "Enter preferred name"
    assert problem(state, "any_helper") == "Select an answer to “Does anybody help?”"
    assert not state.complete


@pytest.mark.parametrize(
    ("question", "value", "told"),
    [
        ("called", "Rosemary Ann", "Preferred name must be 10 characters or fewer"),
        ("called", 7, "Preferred name must be text"),
        ("postcode", "here", "Area must have the form asked for"),
        ("hours", "many", "Hours must be a number, like 12 or 7.5"),
        ("hours", 200, "Hours must be between 0 and 168"),
        ("rate", "much", "Rate must be an amount in pounds, like 24.50"),
        ("rate", 20000, "Rate must be between £0.00 and £100.00"),
        ("starts_on", "soon", "Start of the plan must be a real date, like 10 11 2026"),
        (
            "starts_on",
            {"day": "31", "month": "2", "year": "2027"},
            "Start of the plan must be a real date, like 10 11 2026",
        ),
        ("starts_on", {"day": "31", "month": "", "year": "2027"}, "Start of the plan must include a month"),
        ("starts_on", "2026-11-09", "Start of the plan must be today or later"),
        ("starts_on", "2031-01-01", "The plan must start before 2030"),
        ("call_at", "teatime", "First call must be a time, like 14:30"),
        ("any_helper", "perhaps", "Select one of the answers to “Does anybody help?”"),
        ("needs", ["washing", "nothing"], "Select “None of these” or other answers to “Which needs?”, not both"),
        ("needs", ["flying"], "Select from the answers to “Which needs?”"),
        ("place", {"lines": [], "postcode": "ZZ99 3WZ"}, "Enter the first line of the address"),
        (
            "abilities",
            {"nutrition": {"achieves": "unable"}},
            "Select at least one reason why this is not achieved: managing and maintaining nutrition",
        ),
        (
            "abilities",
            {"nutrition": {"achieves": "not-applicable"}},
            "Say why this does not apply: managing and maintaining nutrition",
        ),
        ("visits", {"Morning": {"mon": "half"}}, "Morning: enter minutes as a whole number, like 30"),
        ("lines", [{"units": 3}], "Line 1: select the service"),
        ("lines", [{"service": "home-care", "units": "few"}], "Line 1: enter the units a week as a number, like 11.25"),
        ("gross", {"value": 100, "reason": ""}, "Say why “Weekly cost” should be another value"),
    ],
)
def test_a_wrong_answer_is_told_in_the_words_of_its_label(
    at: Callable[..., StepState], question: str, value: object, told: str
) -> None:
    assert problem(at(**{question: value}), question) == told


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("called", "Rose"),
        ("postcode", "SW1"),
        ("hours", 7.5),
        ("rate", 2450),
        ("starts_on", "2026-11-10"),
        ("call_at", "07:05"),
        ("needs", ["washing", "eating"]),
        ("needs", ["nothing"]),
        ("place", {"lines": ["1 High Street"], "postcode": ""}),
        ("abilities", {"nutrition": NOT_MET, "clothing": {"achieves": "able"}}),
        ("visits", {"Morning": {"mon": 45}}),
        (
            "lines",
            [{"service": "home-care", "needs": ["nutrition"], "units": 11.25, "rate_pence": 2450, "days": ["mon"]}],
        ),
    ],
)
def test_a_right_answer_is_not_complained_about(at: Callable[..., StepState], question: str, value: object) -> None:
    assert problem(at(**{question: value}), question) is None


def test_all_ten_outcomes_are_asked_when_the_question_is_required(example: Definition) -> None:
    state = look(example, "look", {"abilities": {"nutrition": NOT_MET}}, {}, TODAY)
    missing = [each for each in state.problems if each.question_id == "abilities"]
    assert len(missing) == 9
    assert all(each.missing for each in missing)
    assert missing[0].part == "personal-hygiene-achieves"


def test_a_hidden_answer_is_unknown_to_conditions_and_set_aside(at: Callable[..., StepState]) -> None:
    items = [{"helper_name": "Alan", "many_hours": "no", "helper_hours": 30}]
    state = at(any_helper="yes", helpers=items)
    assert [(each.question.id, each.value, each.item_index) for each in state.set_aside] == [("helper_hours", 30, 0)]
    assert state.set_aside[0].because == "asked only when “Every day?” is “Yes”"
    assert "comment" not in shown(state, "whole")
    hours_shown = at(any_helper="yes", helpers=[{**items[0], "many_hours": "yes"}])
    assert "comment" in shown(hours_shown, "whole")


def test_a_hidden_page_sets_aside_all_its_answers(at: Callable[..., StepState]) -> None:
    state = at(any_helper="no", helpers=[{"helper_name": "Alan"}])
    assert [(each.question.id, each.value) for each in state.set_aside] == [("helper_name", "Alan")]
    assert state.set_aside[0].because == "asked only when “helped”"
    assert "assessment.carers" not in state.facts


def test_an_answer_that_is_to_be_cleared_is_not_set_aside(at: Callable[..., StepState]) -> None:
    state = at(comment="Hello")
    assert state.set_aside == []
    assert state.cleared == ("comment",)


def test_a_repeated_page_wants_its_least_and_at_most_its_most(at: Callable[..., StepState]) -> None:
    none, many = at(any_helper="yes"), at(any_helper="yes", helpers=[{"helper_name": "A", "many_hours": "no"}] * 4)
    assert [each.message for each in check_page(none, "helpers")] == ["Add a helper"]
    assert [each.message for each in check_page(many, "helpers")] == ["Add 3 at most: remove a helper"]


def test_a_problem_of_an_item_knows_which_item(at: Callable[..., StepState]) -> None:
    state = at(any_helper="yes", helpers=[{"helper_name": "A", "many_hours": "no"}, {"many_hours": "no"}])
    assert [(each.item_index, each.question_id) for each in check_page(state, "helpers")] == [(1, "helper_name")]


def test_facts_are_what_is_shown_answered_and_of_the_right_shape(at: Callable[..., StepState]) -> None:
    state = at(
        called="Rose",
        urgency="now",
        starts_on="soon",
        story="",
        any_helper="yes",
        helpers=[{"helper_name": "Alan", "many_hours": "yes", "helper_hours": 12.5}, {}],
        lines=[{"service": "home-care", "units": 11.25, "rate_pence": 2450}],
    )
    assert state.facts == {
        "person.preferred_name": "Rose",
        "contact.urgency": "today",
        "assessment.carer_present": "yes",
        "assessment.carers": [{"name": "Alan", "hours": 12.5}],
        "plan.services": [{"service": "home-care", "units": 11.25, "rate_pence": 2450}],
        "plan.gross": 27563,
    }


def test_what_is_computed_may_be_overridden_with_a_reason(at: Callable[..., StepState]) -> None:
    lines = [{"service": "home-care", "units": 10, "rate_pence": 2450}]
    assert at(lines=lines).computed["gross"] == 24500
    over = at(
        lines=lines,
        gross={"value": 31000, "reason": "Two carers"},
        abilities={"nutrition": NOT_MET, "clothing": NOT_MET},
    )
    assert over.computed["gross"] == 31000
    assert over.facts["plan.gross"] == 31000
    page = page_at(over, "whole")
    assert page is not None
    assert [each.warnings for each in page.shown if each.question.id == "comment"] == [("The cost is above £300",)]


def test_a_timetable_is_added_up(at: Callable[..., StepState]) -> None:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 45)
    assert at(visits={"Morning": week, "Lunch": {"mon": 30}}).computed["minutes"] == 345


def test_points_of_a_section_are_added_up_from_what_is_answered(at: Callable[..., StepState]) -> None:
    assert at().computed["points"] is None
    assert at(urgency="soon").computed["points"] == 2
    assert at(urgency="soon", size="significant").computed["points"] == 7
    assert at(urgency="now").computed["points"] == 0


def test_a_quote_shows_the_record_and_a_prefilled_question_what_is_known(at: Callable[..., StepState]) -> None:
    state = at({"person.age": 81, "person.preferred_name": "Rose"})
    states = {each.question.id: each for page in state.pages for each in page.shown}
    assert states["age"].computed == 81
    assert (states["called"].known, states["called"].value) == ("Rose", None)


def test_pages_and_sections_say_how_far_they_are(at: Callable[..., StepState]) -> None:
    state = at(called="Rose", hours="x")
    assert [(page.page.id, page.status) for page in state.pages] == [
        ("words", "done"),
        ("figures", "started"),
        ("choices", "not_started"),
        ("whole", "not_started"),
    ]
    assert [section.status for section in state.sections] == ["started"]
    done = at(called="Rose", any_helper="no")
    assert done.complete
    assert [section.status for section in done.sections] == ["done"]


def test_one_moves_over_hidden_pages(at: Callable[..., StepState]) -> None:
    state = at(any_helper="no")
    assert next_page(state, "choices") == "whole"
    assert previous_page(state, "whole") == "choices"
    assert next_page(state, "helpers") == "whole"
    assert next_page(state, "whole") is None
    assert next_page(at(any_helper="yes"), "choices") == "helpers"


def test_conditions_may_ask_about_the_steps_that_are_read(example: Definition) -> None:
    state = look(example, "agree", {"decision": "eligible"}, {}, TODAY)
    assert state.complete


def test_a_warning_points_out_a_disagreement_and_hides_nothing(example: Definition) -> None:
    state = look(example, "look", {"decision": "eligible", "cause": "no"}, {}, TODAY)
    page = page_at(state, "eligibility")
    assert page is not None
    decision = next(each for each in page.shown if each.question.id == "decision")
    assert decision.warnings == ("The answers point the other way. Say why you decide so.",)
    assert decision.problem is None


json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["yes", "2026-11-10"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
IDS = (
    "called",
    "story",
    "postcode",
    "hours",
    "rate",
    "starts_on",
    "call_at",
    "any_helper",
    "urgency",
    "size",
    "needs",
    "whom",
    "by",
    "place",
    "helpers",
    "abilities",
    "visits",
    "lines",
    "gross",
    "comment",
)
shaped = st.one_of(
    json,
    st.dictionaries(
        st.sampled_from(["nutrition", "clothing", "rows", "lines", "postcode", "value", "day"]), json, max_size=3
    ),
    st.lists(
        st.dictionaries(
            st.sampled_from(["helper_name", "many_hours", "helper_hours", "service", "units", "rate_pence", "days"]),
            json,
            max_size=4,
        ),
        max_size=3,
    ),
)


@given(
    answers=st.dictionaries(st.sampled_from(IDS), shaped, max_size=8),
    record=st.dictionaries(st.sampled_from(["person.age", "person.preferred_name"]), json, max_size=2),
)
def test_no_answers_and_no_record_make_the_engine_raise(
    every: Definition, answers: dict[str, object], record: dict[str, object]
) -> None:
    state = look(every, "start", {"any_helper": "yes", **answers}, record, TODAY)
    assert state.complete is (not state.problems)
    assert all(each.message for each in state.problems)


def test_looking_at_a_long_step_takes_milliseconds(every: Definition, at: Callable[..., StepState]) -> None:
    at(called="Rose")
    began = time.perf_counter()
    for _ in range(50):
        at(called="Rose", any_helper="yes", helpers=[{"helper_name": "A"}] * 3)
    assert (time.perf_counter() - began) / 50 < 0.05


def test_what_was_worked_out_when_a_step_was_finished_is_no_override(at: Callable[..., StepState]) -> None:
    lines = [{"service": "home-care", "units": 10, "rate_pence": 2450}]
    again = at(lines=lines, gross=31_000)
    assert again.computed["gross"] == 24_500
    assert [problem for problem in again.problems if problem.question_id == "gross"] == []
