"""Form fields to answers and back, losing nothing that was typed."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.workflows.answers import (
    as_fields,
    field_name,
    field_of,
    item_prefix,
    page_fields,
    read_page,
    read_question,
)
from casework.workflows.definition import DAYS, OUTCOMES, Computed, Definition, Option, Question, Services
from casework.workflows.engine import look
from casework.workflows.loader import Loaded


@pytest.fixture(scope="module")
def every(load: Callable[[str], Loaded]) -> Definition:
    return load("every_type").definition


def read(every: Definition, question: str, **fields: str | list[str]) -> object:
    """What is read from fields named by their ending: `day` for `q-ID-day`, `whole` for `q-ID` itself."""
    found = every.question(question)
    named = {
        field_name(found, part="" if part == "whole" else part.replace("__", "-")): [value]
        if isinstance(value, str)
        else value
        for part, value in fields.items()
    }
    return read_question(found, named)


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        ("called", " Rose ", "Rose"),
        ("called", "  ", None),
        ("story", "One\r\ntwo", "One\ntwo"),
        ("hours", "12", 12),
        ("hours", "7.50", 7.5),
        ("hours", "1,200", 1200),
        ("hours", "12.0", 12),
        ("hours", "twelve", "twelve"),
        ("hours", "1e3", "1e3"),
        ("rate", "24.50", 2450),
        ("rate", "£24.5", 2450),
        ("rate", "1,000", 100000),
        ("rate", "24.505", "24.505"),
        ("rate", "about £20", "about £20"),
        ("call_at", "14:30", "14:30"),
        ("call_at", "9.05", "09:05"),
        ("call_at", "2.30pm", "14:30"),
        ("call_at", "12am", "00:00"),
        ("call_at", "0915", "09:15"),
        ("call_at", "25:00", "25:00"),
        ("any_helper", "yes", "yes"),
        ("any_helper", "", None),
    ],
)
def test_one_field_is_read(every: Definition, question: str, typed: str, value: object) -> None:
    found = read(every, question, whole=typed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("10", "11", "2026", "2026-11-10"),
        ("1", "nov", "2026", "2026-11-01"),
        ("1", "November", "2026", "2026-11-01"),
        ("31", "2", "2027", {"day": "31", "month": "2", "year": "2027"}),
        ("10", "", "2026", {"day": "10", "month": "", "year": "2026"}),
        ("10", "11", "26", {"day": "10", "month": "11", "year": "26"}),
        ("", "", "", None),
    ],
)
def test_a_date_is_read_from_its_parts_and_kept_as_typed_otherwise(
    every: Definition, day: str, month: str, year: str, value: object
) -> None:
    assert read(every, "starts_on", day=day, month=month, year=year) == value


def test_several_choices_are_a_list(every: Definition) -> None:
    assert read(every, "needs", whole=["washing", "eating"]) == ["washing", "eating"]
    assert read(every, "needs", whole=[]) is None


def test_an_address_is_its_lines_and_postcode(every: Definition) -> None:
    found = read(every, "place", line__1="1 High Street", line__2="", line__3="Ashby", line__4="", postcode="ZZ99 3WZ")
    assert found == {"lines": ["1 High Street", "", "Ashby"], "postcode": "ZZ99 3WZ"}


def test_outcomes_are_read_each_with_its_parts(every: Definition) -> None:
    found = read(
        every,
        "abilities",
        nutrition__achieves="unable",
        nutrition__limbs=["endangers", "takes-longer"],
        nutrition__their_words="I forget the pan",
        clothing__achieves="",
        clothing__reason="",
    )
    assert found == {
        "nutrition": {
            "achieves": "unable",
            "limbs": ["endangers", "takes-longer"],
            "their_words": "I forget the pan",
        }
    }


def test_a_timetable_is_read_by_its_calls(every: Definition) -> None:
    found = read(every, "visits", **{"0__call": "Morning", "0__mon": "45", "1__call": "Tea", "1__sun": "half"})
    assert found == {"Morning": {"mon": 45}, "Tea": {"sun": "half"}}
    assert read(every, "visits", **{"0__call": "Morning", "1__call": "Evening"}) is None


def test_two_calls_of_one_name_are_kept_and_told(every: Definition) -> None:
    found = read(every, "visits", **{"0__call": "Tea", "0__mon": "10", "1__call": "Tea", "1__mon": "20"})
    assert found == {"rows": [{"call": "Tea", "mon": 10}, {"call": "Tea", "mon": 20}]}
    state = look(every, "start", {"visits": found}, {}, date(2026, 11, 10))
    assert "Give each call of the week a name of its own" in [each.message for each in state.problems]


def test_lines_of_services_are_read_without_the_blank_ones(every: Definition) -> None:
    found = read(
        every,
        "lines",
        **{"0__service": "home-care", "0__units": "11.25", "0__rate": "24.50", "0__days": ["mon", "tue"]},
        **{"1__service": "", "1__units": "", "3__service": "telecare", "3__needs": ["home-safety"], "3__rate": "some"},
    )
    assert found == [
        {"service": "home-care", "units": 11.25, "rate_pence": 2450, "days": ["mon", "tue"]},
        {"service": "telecare", "needs": ["home-safety"], "rate_pence": "some"},
    ]


def test_a_service_brings_its_unit_and_price_unless_others_were_typed() -> None:
    home_care = Option(code="home-care", label="Home care", unit="hour", rate_pence=2450)
    question = Services(
        id="lines", type="services", label="Services", options=(home_care, Option(code="other", label="Other"))
    )
    fields = {
        "q-lines-0-service": ["home-care"],
        "q-lines-1-service": ["home-care"],
        "q-lines-1-rate": ["30"],
        "q-lines-2-service": ["other"],
    }
    assert read_question(question, fields) == [
        {"unit": "hour", "rate_pence": 2450, "service": "home-care"},
        {"unit": "hour", "rate_pence": 3000, "service": "home-care"},
        {"service": "other"},
    ]


def test_an_override_is_a_value_and_a_reason(every: Definition) -> None:
    assert read(every, "gross", value="31000", reason="Two carers") == {"value": 31000, "reason": "Two carers"}
    assert read(every, "gross", value="", reason="") is None


def test_a_repeated_page_is_read_item_by_item_and_shown_again(every: Definition) -> None:
    page = next(each for each in every.pages("start") if each.id == "helpers")
    fields = {
        "i-0-q-helper_name": ["Alan"],
        "i-0-q-helper_hours": ["20"],
        "i-2-q-helper_name": [""],
        "i-4-q-helper_name": ["Wendy"],
    }
    answers = read_page(page, fields)
    assert answers == {"helpers": [{"helper_name": "Alan", "helper_hours": 20}, {"helper_name": "Wendy"}]}
    assert read_page(page, page_fields(page, answers)) == answers


def test_a_problem_knows_its_field(every: Definition) -> None:
    answers = {
        "any_helper": "yes",
        "helpers": [{"helper_name": "A"}],
        "starts_on": {"day": "1", "month": "", "year": ""},
    }
    problems = look(every, "start", answers, {}, date(2026, 11, 10)).problems
    assert {field_of(each) for each in problems} == {"q-called", "i-0-q-many_hours", "q-starts_on-month"}


words = st.text(max_size=8)
TYPED = {
    "called": {"whole": words},
    "story": {"whole": words},
    "hours": {"whole": words | st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)},
    "rate": {"whole": words | st.from_regex(r"£?[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True)},
    "call_at": {"whole": words | st.from_regex(r"[0-9]{1,2}[:.][0-9]{2}(am|pm)?", fullmatch=True)},
    "starts_on": {
        "day": words | st.from_regex("[0-9]{1,2}", fullmatch=True),
        "month": words | st.from_regex("[0-9]{1,2}", fullmatch=True),
        "year": words | st.from_regex("20[0-9]{2}", fullmatch=True),
    },
    "urgency": {"whole": words | st.just("now")},
    "place": {"line-1": words, "line-2": words, "line-3": words, "postcode": words},
    "gross": {"value": words | st.just("12.50"), "reason": words},
    "visits": {f"{row}-{part}": words for row in (0, 1, 4) for part in ("call", *DAYS)},
    "lines": {f"{row}-{part}": words for row in (0, 2) for part in ("service", "units", "unit", "rate", "met_by")},
    "abilities": {
        f"{code}-{part}": words
        for code in ("nutrition", "clothing")
        for part in ("achieves", "reason", "how_met", "met_by", "their_words")
    },
}


def fields_typed(question: str) -> st.SearchStrategy[tuple[str, dict[str, str]]]:
    return st.fixed_dictionaries({}, optional=TYPED[question]).map(lambda typed: (question, typed))


@given(st.sampled_from(sorted(TYPED)).flatmap(fields_typed))
def test_whatever_was_typed_is_shown_again_and_read_as_the_same(
    every: Definition, case: tuple[str, dict[str, str]]
) -> None:
    question: Question = every.question(case[0])
    prefix = item_prefix(3)
    fields = {field_name(question, prefix, "" if part == "whole" else part): [text] for part, text in case[1].items()}
    value = read_question(question, fields, prefix)
    assert read_question(question, as_fields(question, value, prefix), prefix) == value


@given(
    st.lists(
        st.fixed_dictionaries(
            {"service": st.just("home-care")},
            optional={
                "units": st.integers(0, 200) | st.decimals(0, 100, places=2).map(float).filter(lambda x: x != int(x)),
                "rate_pence": st.integers(0, 100_000),
                "needs": st.lists(st.sampled_from([each.code for each in OUTCOMES]), min_size=1, unique=True),
                "days": st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
            },
        ),
        min_size=1,
        max_size=4,
    )
)
def test_lines_of_services_come_back_as_they_were(every: Definition, lines: list[dict[str, object]]) -> None:
    question = every.question("lines")
    assert read_question(question, as_fields(question, lines)) == lines


def test_an_amount_put_in_place_of_a_computed_one_is_typed_in_pounds() -> None:
    guide = Computed(
        id="guide", label="Guide", type="computed", value="1", override="reason", records="budget.gross_pence"
    )
    put = read_question(guide, {"q-guide-value": ["25.5"], "q-guide-reason": ["Two carers"]})
    assert put == {"value": 2550, "reason": "Two carers"}
    assert as_fields(guide, put) == {"q-guide-value": ["25.50"], "q-guide-reason": ["Two carers"]}
