"""Conditions: three-valued, checked before they run, and told kindly when they are wrong."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.workflows.expressions import (
    Compiled,
    ExpressionError,
    Kind,
    Name,
    compile_condition,
    compile_text,
    names_in,
    weekly_cost,
)

NAMES = {
    "yes": Name(Kind.CODE, ("yes", "no")),
    "no": Name(Kind.CODE, ("yes", "no")),
    "blank": Name(Kind.CODE, ("yes", "no")),
    "holds": Name(Kind.TRUTH, sort="condition"),
    "words": Name(Kind.TEXT),
    "hours": Name(Kind.NUMBER),
    "half": Name(Kind.NUMBER),
    "born": Name(Kind.DATE),
    "at": Name(Kind.TIME),
    "needs": Name(Kind.CODES, ("washing", "eating")),
    "abilities": Name(Kind.WHOLE),
    "abilities.not_met": Name(Kind.CODES, ("nutrition", "clothing")),
    "lines": Name(Kind.ITEMS),
    "record.person.age": Name(Kind.NUMBER, sort="record"),
}


class Known:
    """The names of these tests; inside the page `carers`, also `name` and `hours`."""

    def __init__(self, more: Mapping[str, Name] | None = None) -> None:
        self.names = {**NAMES, **(more or {})}

    def find(self, name: str) -> Name | None:
        return self.names.get(name)

    def known(self) -> list[str]:
        return list(self.names)

    def sections(self) -> list[str]:
        return ["day"]

    def pages(self) -> list[str]:
        return ["carers"]

    def inside(self, page: str) -> "Known | None":
        return Known({"carer_hours": Name(Kind.NUMBER)}) if page == "carers" else None


class Seen:
    """Values as conditions see them; what is not here is unknown."""

    def __init__(self, values: Mapping[str, object], items: Sequence["Seen"] | None = None) -> None:
        self.values = values
        self.today = date(2026, 11, 10)
        self.own_items = items

    def value(self, name: str) -> object:
        return self.values.get(name)

    def score(self, section: str) -> int | None:
        return 7 if section == "day" else None

    def items(self, page: str) -> Sequence["Seen"] | None:
        return self.own_items


VALUES = {
    "yes": "yes",
    "no": "no",
    "holds": True,
    "words": "some",
    "hours": 12,
    "born": date(1945, 11, 11),
    "at": "09:30",
    "needs": ["washing"],
    "abilities.not_met": ["nutrition", "clothing"],
    "lines": [{"units": 11.25, "rate_pence": 2450}],
    "record.person.age": 80,
}
SEEN = Seen(VALUES)


def result(text: str, seen: Seen = SEEN) -> object:
    return compile_text(text, Known()).run(seen)


TRUE, FALSE, UNKNOWN = 'yes == "yes"', 'no == "yes"', 'blank == "yes"'


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (TRUE, TRUE, True, True),
        (TRUE, FALSE, False, True),
        (TRUE, UNKNOWN, None, True),
        (FALSE, FALSE, False, False),
        (FALSE, UNKNOWN, False, None),
        (UNKNOWN, UNKNOWN, None, None),
    ],
)
def test_and_and_or_know_what_can_be_known(left: str, right: str, both: object, either: object) -> None:
    for text in (f"{left} and {right}", f"{right} and {left}"):
        assert result(text) is both
    for text in (f"{left} or {right}", f"{right} or {left}"):
        assert result(text) is either


def test_not_unknown_is_unknown() -> None:
    assert result(f"not ({TRUE})") is False
    assert result(f"not ({FALSE})") is True
    assert result(f"not ({UNKNOWN})") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hours + 1 - 3 == 10", True),
        ("hours > 12.5", False),
        ("10 < hours <= 12", True),
        ("half > 1", None),
        ("half + 1 > 1", None),
        ("-hours == -12", True),
        ('yes in ["yes", "no"]', True),
        ('yes not in ["no"]', True),
        ('blank in ["yes"]', None),
        ('"washing" in needs', True),
        ('"eating" not in needs', True),
        ("hours in [11, 12]", True),
        ("count(needs) == 1", True),
        ("count(abilities.not_met) >= 2", True),
        ("count(lines)", 1),
        ("weekly_cost(lines)", 27563),
        ("answered(words)", True),
        ("answered(blank)", False),
        ("not answered(blank)", True),
        ("holds and true", True),
        ("score(day) > 6", True),
        ('born < date("1950-01-01")', True),
        ("years_between(born, today)", 80),
        ('days_between(date("2026-11-01"), today)', 9),
        ('at < "10:00"', True),
        ("record.person.age >= 80", True),
        ('words == "so\\"me"', False),
        ("(\n hours\n == 12)", True),
    ],
)
def test_an_expression_comes_to(text: str, value: object) -> None:
    assert result(text) == value


def test_items_of_a_repeated_page_are_looked_at_one_by_one() -> None:
    def with_hours(*hours: int | None) -> Seen:
        return Seen(VALUES, [Seen({"carer_hours": each}) for each in hours])

    some, every = "any_item(carers, carer_hours > 20)", "all_item(carers, carer_hours > 20)"
    assert result(some, with_hours(5, 30)) is True
    assert result(some, with_hours(5, None)) is None
    assert result(some, with_hours(5, 6)) is False
    assert result(every, with_hours(30, None)) is None
    assert result(every, with_hours(30, 5, None)) is False
    assert result(every, with_hours()) is None


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ('yes = "yes"', 4, "= sets nothing here; write == to compare"),
        ('yes == "yes" && holds', 13, "&& is not a word here; write and"),
        ('yes == "yes" || holds', 13, "|| is not a word here; write or"),
        ("!holds", 0, "! is not a word here; write not"),
        ("yes == “yes”", 7, 'curly quotation marks; write straight ones: "'),
        ('hours == "12"', 9, "a number cannot be compared with text"),
        ("words == 12", 9, "text cannot be compared with a number"),
        (
            'born == "1945-11-11"',
            8,
            'a date cannot be compared with text; write date("2026-11-10")',
        ),
        ('"so" in words', 8, 'in looks in a list, and this is text; write == or a list: in ["a", "b"]'),
        ('words < "some"', 0, "text has no order, so < cannot compare it"),
        ('needs == "washing"', 0, 'a list cannot be compared with ==; write "…" in needs, or count(needs) > 0'),
        ('yes == "yess"', 7, "yes has no option yess; did you mean yes?"),
        ('yes in ["no", "yess"]', 14, "yes has no option yess; did you mean yes?"),
        ('"washin" in needs', 0, "needs has no option washin; did you mean washing?"),
        ("hourz > 1", 0, "there is no question or condition hourz; did you mean hours?"),
        ("abilities.met == 1", 0, "abilities has no part met; did you mean abilities.not_met?"),
        (
            "record.person.aged > 1",
            0,
            "there is no fact record.person.aged in the record; did you mean record",
        ),
        ("yes == true", 0, 'a code cannot be compared with true or false; write == "yes" or == "no"'),
        ("hours and holds", 0, "expected true or false, and this is a number"),
        ("words + 1 > 2", 0, "+ and - reckon with numbers, and this is text"),
        ("hours * 2 > 2", 0, "only + and - may be reckoned with here"),
        ("hours ** 2 > 2", 0, "only + and - may be reckoned with here"),
        ("needs[0] == 1", 0, "square brackets after a name are not understood; name the answer itself"),
        ("words.upper() == 1", 0, "there is no function words.upper; choose from answered, count, score, date, "),
        ("__import__(1)", 0, "there is no function __import__; choose from answered, count, "),
        ("cuont(needs) > 1", 0, "there is no function cuont; did you mean count?"),
        ("count(hours) > 1", 6, "count takes a list, and this is a number"),
        ("count(abilities) > 1", 6, "count takes a list, and this is an answer of several parts; count outcomes."),
        ("answered(hours, words)", 0, "answered takes one value, and here 2"),
        ("[x for x in needs]", 0, "this is not understood; write names, text, numbers, and, or, not, == and the like"),
        ("lambda: 1", 0, "this is not understood"),
        ("True", 0, "write true"),
        ("holds is true", 0, "write == to compare"),
        ("date(words) < today", 5, 'date takes a date in quotation marks: date("2026-11-10")'),
        ('date("2026-02-30") < today', 5, "“2026-02-30” is not a date; write 2026-11-10"),
        ("score(dya) > 1", 6, "there is no section dya; did you mean day?"),
        ("any_item(carer, hours > 1)", 9, "there is no repeated page carer; did you mean carers?"),
        ("(hours > 1", 0, "a bracket is never closed"),
        ("hours > ", 7, "the condition cannot be read here"),
        ('words == "so', 9, "the quotation mark is never closed"),
        ("", 0, "there is nothing here; write a condition"),
        ("count > 1", 0, "count needs brackets: count(…)"),
    ],
)
def test_a_wrong_expression_is_told_at_its_place(text: str, at: int, told: str) -> None:
    with pytest.raises(ExpressionError) as error:
        compile_text(text, Known())
    assert error.value.message.startswith(told)
    assert error.value.at == at


def test_a_condition_is_true_or_false() -> None:
    with pytest.raises(ExpressionError, match="expected true or false, and this is a code; write yes == "):
        compile_condition("yes", Known())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("holds" + " or holds" * 80, "the condition has 725 characters; at most 500"),
        ("+".join(["1"] * 120) + " > 1", "the condition has more than 200 parts"),
        ("not " * 30 + "holds", "the condition is more than 24 levels deep"),
        ("(" * 249 + "1" + ")" * 249, "the condition cannot be read here"),
        ("not " * 120 + "holds", ""),
    ],
)
def test_an_expression_has_limits(text: str, told: str) -> None:
    with pytest.raises(ExpressionError) as error:
        compile_text(text, Known())
    assert error.value.message.startswith(told)


def test_references_carry_their_place() -> None:
    compiled: Compiled = compile_text('é == "x" or hours > 1 and yes == "no"'.replace('é == "x" or ', ""), Known())
    assert [(each.name, each.at) for each in compiled.references] == [("hours", 0), ("yes", 14)]
    assert [(each.name, code) for each, code, _ in compiled.compared] == [("yes", "no")]
    assert names_in('a.b > 1 and "x" in c') == {"a.b", "c"}


def test_columns_count_characters_after_letters_beyond_ascii() -> None:
    with pytest.raises(ExpressionError) as error:
        compile_text('words == "é" and hourz > 1', Known())
    assert error.value.at == 17


def test_a_weekly_cost_is_rounded_once_and_unpaid_help_costs_nothing() -> None:
    lines = [
        {"units": 11.25, "rate_pence": 2450},
        {"units": 1, "rate_pence": 6200},
        {"units": 1, "rate_pence": 640},
        {"service": "daughter", "units": 10},
    ]
    assert weekly_cost(lines) == 34403
    assert weekly_cost([{"units": 0.5, "rate_pence": 1}] * 3) == 2
    assert weekly_cost([]) == 0
    assert weekly_cost(None) is None


@given(st.text(alphabet="abchours and or not == <>()[]\"'1.,+-\n", max_size=60))
def test_any_text_compiles_or_says_why_not(text: str) -> None:
    try:
        value = result(text)
    except ExpressionError as error:
        value = error.message
    assert value is None or isinstance(value, str | bool | int | list | date) or value == value


# --- sums of a budget ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("least(hours, 10)", 10),
        ("most(hours, 10)", 12),
        ("most(hours - 20, 0)", 0),
        ("least(half, 10)", None),
        ("weekly_amount(score(day), 250)", 1750),
        ("weekly_amount(1.5, 25)", 38),
        ("tariff_income(1600000, 1425000, 2325000, 25000)", 700),
        ("tariff_income(1425000, 1425000, 2325000, 25000)", 0),
        ("tariff_income(1425001, 1425000, 2325000, 25000)", 100),
        ("tariff_income(2325000, 1425000, 2325000, 25000)", 3600),
        ("tariff_income(2325001, 1425000, 2325000, 25000)", None),
        ("tariff_income(half, 1425000, 2325000, 25000)", None),
    ],
)
def test_sums_are_exact_and_unknown_where_a_part_is(text, result):
    assert compile_text(text, Known()).run(Seen(VALUES)) == result


@pytest.mark.parametrize(
    "text", ["least(hours)", "tariff_income(1, 2, 3)", "most(words, 1)", "weekly_amount(needs, 1)"]
)
def test_a_sum_of_something_else_is_told(text):
    with pytest.raises(ExpressionError):
        compile_text(text, Known())
