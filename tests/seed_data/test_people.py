"""The people written by hand: two rich records that match, and two small ones."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from casework.records.facts import CATALOGUE
from casework.records.vocabulary import ContactKind, OutcomeCode, StepKind, WarningKind
from tests.seed_data.people import (
    MATCHED,
    PEOPLE,
    ROOT,
    STORY_DATE,
    STUDY,
    WARM_UPS,
    WORKERS,
    age,
    authors,
    figures,
    words,
)

DOCUMENT = (ROOT / "docs" / "matched-cases.md").read_text(encoding="utf-8")
STAFF = {worker["id"]: worker for worker in WORKERS["workers"]}

each_person = pytest.mark.parametrize("person", PEOPLE.values(), ids=list(PEOPLE))
each_matched = pytest.mark.parametrize("person", [PEOPLE[name] for name in MATCHED], ids=MATCHED)


# --- rich enough ----------------------------------------------------------------------------------


def test_there_are_two_cases_and_a_warm_up_for_each_arm() -> None:
    assert len(MATCHED) == len(WARM_UPS) == 2
    assert len(PEOPLE) == 4


@each_matched
def test_a_matched_case_has_a_record_worth_reading(person: dict[str, Any]) -> None:
    assert len(person["notes"]) >= 14
    assert len(authors(person)) >= 5
    assert words(person) >= 1500
    assert len(person["chronology"]) >= 20


@each_matched
def test_a_matched_case_has_two_contradictions_and_one_thing_out_of_date(person: dict[str, Any]) -> None:
    assert len(person["match"]["contradictions"]) == 2
    assert sum("differs" in note for note in person["notes"]) == 1
    assert len(person["match"]["out_of_date"]) == 1
    assert sum("differs" in detail for detail in person["details"]) == 1


@each_matched
def test_only_the_warning_that_is_out_of_date_should_have_been_reviewed_by_now(person: dict[str, Any]) -> None:
    late = [warning for warning in person["warnings"] if warning["review_on"] < STORY_DATE]
    assert len(late) == 1
    (told,) = person["match"]["out_of_date"]
    review_on = late[0]["review_on"]
    assert f"{review_on.day} {review_on:%B %Y}" in told["where"]


@each_matched
def test_the_notes_are_uneven_as_notes_are(person: dict[str, Any]) -> None:
    lengths = sorted(len(note["text"].split()) for note in person["notes"])
    assert lengths[0] < 40
    assert lengths[-1] > 150


@each_matched
def test_no_note_gives_the_answer_away(person: dict[str, Any]) -> None:
    told = " ".join(f"{note['title']} {note['text']}" for note in person["notes"]).lower()
    for word in ("eligible", "eligibility", "significant impact", "outcome", "threshold"):
        assert word not in told


# --- matched --------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", [MATCHED, WARM_UPS], ids=["cases", "warm-ups"])
def test_the_two_agree_in_everything_that_is_counted(pair: list[str]) -> None:
    one, other = (figures(PEOPLE[name]) for name in pair)
    assert one == other


def test_the_notes_of_the_two_cases_are_of_one_length() -> None:
    shorter, longer = sorted(words(PEOPLE[name]) for name in MATCHED)
    assert longer <= shorter * 1.03


def test_the_two_cases_differ_in_name_home_and_carer() -> None:
    one, other = (PEOPLE[name] for name in MATCHED)
    for what in ("first_name", "last_name", "address", "postcode", "phone", "born_on", "number"):
        assert one["person"][what] != other["person"][what]
    carers = [next(each for each in person["relationships"] if each["is_carer"]) for person in (one, other)]
    assert carers[0]["name"] != carers[1]["name"]
    assert carers[0]["kind"] != carers[1]["kind"]


@pytest.mark.parametrize("case", STUDY["cases"], ids=MATCHED)
def test_experts_are_expected_to_name_five_of_the_ten_outcomes(case: dict[str, Any]) -> None:
    expected = STUDY["expert_answers"][case["id"]]["assessment.outcomes"]["value"]
    assert set(expected) <= {code.value for code in OutcomeCode}
    assert len(expected) == 5


def test_experts_answer_the_same_questions_about_both_cases() -> None:
    one, other = (STUDY["expert_answers"][case["id"]] for case in STUDY["cases"])
    assert list(one) == list(other)
    assert {answer["status"] for answers in (one, other) for answer in answers.values()} == {"proposed"}


def test_as_much_counts_as_right_in_the_one_case_as_in_the_other() -> None:
    one, other = (STUDY["expert_answers"][case["id"]] for case in STUDY["cases"])
    for fact in one:
        assert leeway(one[fact]) == leeway(other[fact]), fact


def leeway(answer: Mapping[str, Any]) -> list[int]:
    """How far from the experts' value each other value is that they accept: outcomes more, pence from end to end."""
    others = answer.get("acceptable", [])
    if all(isinstance(other, Mapping) for other in others):
        return [other["to"] - other["from"] for other in others]
    return [len(set(map(str, other)) ^ set(map(str, answer["value"]))) for other in others]


@each_matched
def test_the_first_visit_tells_that_the_carer_was_offered_an_assessment(person: dict[str, Any]) -> None:
    (carer,) = [each for each in person["relationships"] if each["is_carer"]]
    kept = [note for note in person["notes"] if note["kind"] == "home-visit" and note.get("is_significant")]
    pronoun = "him" if carer["kind"] == "husband" else "her"
    assert f"Offered {pronoun} an assessment of" in kept[-1]["text"]


def test_the_record_knows_the_same_things_about_both_cases_before_anybody_begins() -> None:
    one, other = STUDY["cases"]
    assert list(one["known"]) == list(other["known"])
    assert (one["received_on"], one["due_on"]) == (other["received_on"], other["due_on"])


@pytest.mark.parametrize("case", STUDY["cases"], ids=MATCHED)
def test_what_is_known_of_a_case_are_facts_of_the_record(case: dict[str, Any]) -> None:
    assert {name for name in case["known"] if name not in CATALOGUE} == set()


# --- dates, workers and codes ---------------------------------------------------------------------


def dates_in(value: Any, place: str = "") -> Iterator[tuple[str, date]]:
    """Every date of a file with the words that lead to it."""
    if isinstance(value, date):
        yield place, value
    parts: Any = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from dates_in(part, f"{place}.{name}")


@each_person
def test_nothing_has_happened_that_is_not_past_when_the_story_begins(person: dict[str, Any]) -> None:
    found = list(dates_in(person))
    assert len(found) > 10
    assert [
        (place, day) for place, day in found if day >= STORY_DATE and not place.endswith(("review_on", "visit_on"))
    ] == []


@each_person
def test_nothing_is_written_down_before_it_happened(person: dict[str, Any]) -> None:
    entries = [*person["notes"], *person["chronology"]]
    assert [each for each in entries if each.get("recorded_on", each["happened_on"]) < each["happened_on"]] == []


@each_person
def test_notes_and_chronology_are_in_the_order_of_what_happened(person: dict[str, Any]) -> None:
    for section in ("notes", "chronology"):
        days = [entry["happened_on"] for entry in person[section]]
        assert days == sorted(days)


@each_person
def test_a_note_on_somebody_who_is_gone_from_a_post_is_not_by_them(person: dict[str, Any]) -> None:
    for note in person["notes"]:
        left_on = STAFF[note["author"]].get("left_on")
        assert left_on is None or note["happened_on"] <= left_on


@each_person
def test_everybody_named_as_a_worker_is_one(person: dict[str, Any]) -> None:
    named = authors(person)
    named |= {each["worker"] for each in person["involvements"] if "worker" in each}
    named |= {warning["added_by"] for warning in person.get("warnings", [])}
    named |= {step["worker"] for case in person.get("cases", []) for step in case["steps"]}
    assert named <= set(STAFF)


@each_person
def test_codes_are_those_of_the_record(person: dict[str, Any]) -> None:
    assert {note["kind"] for note in person["notes"]} <= {kind.value for kind in ContactKind}
    assert {warning["kind"] for warning in person.get("warnings", [])} <= {kind.value for kind in WarningKind}
    steps = [step for case in person.get("cases", []) for step in case["steps"]]
    assert {step["kind"] for step in steps} <= {kind.value for kind in StepKind}


@each_person
def test_the_participants_worker_is_the_one_allocated(person: dict[str, Any]) -> None:
    assert [each["worker"] for each in person["involvements"] if each.get("is_allocated")] == [STUDY["worker"]]


# --- the match written down -----------------------------------------------------------------------


def rows_of(document: str) -> dict[str, list[str]]:
    """The rows of the tables, first cell → the others. Of rows that begin alike, the first."""
    rows: dict[str, list[str]] = {}
    for line in document.splitlines():
        if line.startswith("|"):
            first, *others = (cell.strip() for cell in line.strip("|").split("|"))
            rows.setdefault(first, others)
    return rows


WRITTEN = rows_of(DOCUMENT)


def test_the_page_names_the_people_in_the_order_of_its_columns() -> None:
    names = [f"{person['person']['first_name']} {person['person']['last_name']}" for person in PEOPLE.values()]
    assert WRITTEN[""] == names


@pytest.mark.parametrize("what", [*figures(PEOPLE[MATCHED[0]]), "Words in the notes", "Age when the story begins"])
def test_the_page_counts_what_the_files_have(what: str) -> None:
    counted = [
        figures(person)
        | {
            "Words in the notes": words(person),
            "Age when the story begins": age(person["person"]["born_on"], STORY_DATE),
        }
        for person in PEOPLE.values()
    ]
    assert WRITTEN[what] == [str(each[what]) for each in counted]


def test_the_page_gives_the_indicative_budgets_of_the_notes() -> None:
    for cell, name in zip(WRITTEN["Indicative budget a week"], MATCHED, strict=False):
        told = " ".join(note["text"] for note in PEOPLE[name]["notes"])
        assert re.findall(r"indicative budget of (£[\d.]+)", told) == [cell]


def pounds(pence: int) -> str:
    return f"£{pence // 100}.{pence % 100:02}"


def test_the_page_gives_the_answers_of_the_study_and_that_they_are_proposed() -> None:
    experts = [STUDY["expert_answers"][case["id"]] for case in STUDY["cases"]]
    budgets = [answers["budget.gross_pence"] for answers in experts]
    ranges = [budget["acceptable"][0] for budget in budgets]
    assert WRITTEN["Expert answers"][:2] == [f"{len(answers)}, proposed" for answers in experts]
    assert WRITTEN["Decision"] == [answers["assessment.decision"]["value"] for answers in experts]
    assert WRITTEN["Cost a week"] == [pounds(budget["value"]) for budget in budgets]
    assert WRITTEN["Cost a week that counts as right"] == [
        f"{pounds(each['from'])} to {pounds(each['to'])}" for each in ranges
    ]
    for answers in experts:
        assert f"| {', '.join(answers['assessment.outcomes']['value'])} |" in DOCUMENT
    assert "to be confirmed by an expert panel before any real session" in DOCUMENT


def arguable(answer: Mapping[str, Any]) -> list[str]:
    """The outcomes that some of the answers they accept have beyond the experts' own."""
    return sorted({code for other in answer["acceptable"] for code in other} - set(answer["value"]))


def test_the_page_names_the_outcomes_that_are_arguable() -> None:
    experts = [STUDY["expert_answers"][case["id"]]["assessment.outcomes"] for case in STUDY["cases"]]
    (cells,) = [cells for first, cells in WRITTEN.items() if first.startswith("Arguable")]
    assert [sorted(cell.split(", ")) for cell in cells] == [arguable(answer) for answer in experts]
