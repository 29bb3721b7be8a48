"""Everybody written by hand: the eight vignettes as records that hang together, and answers kept apart from them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from casework.lab.study_file import ExpertPart
from casework.records.facts import CATALOGUE
from casework.rehearsal.people import everybody
from casework.synthetic.factories import OrganisationFactory
from casework.synthetic.organisations import write_organisations
from casework.synthetic.pinned import check_people, read_yaml
from casework.synthetic.prose import read_pools
from casework.synthetic.rows import Rows
from tests.rehearsal.test_people import wrong
from tests.seed_data.people import (
    EVERYBODY,
    FOLDER,
    HEADS,
    MATCHED,
    ROOT,
    STORY_DATE,
    STUDY,
    WORKERS,
    authors,
    figures,
    words,
)

VIGNETTES = (
    "edna_farrow",
    "leonard_pike",
    "kieran_dale",
    "gurdeep_bassi",
    "halina_wilk",
    "abena_osei_grant",
    "harold_quayle",
    "joanne_tilley",
)
RICH = sorted({*VIGNETTES, *MATCHED})
ANSWERS = {path.stem: read_yaml(path) for path in sorted((ROOT / "seed_data" / "expert_answers").glob("*.yaml"))}
STUDENTS = {worker["id"] for worker in WORKERS["workers"] if "student" in worker["name"]}

each_rich = pytest.mark.parametrize("name", RICH)


def test_no_file_of_people_has_a_mistake() -> None:
    assert [str(found) for found in check_people(sorted(FOLDER.glob("*.yaml")))] == []


def test_all_eight_vignettes_are_people() -> None:
    assert set(VIGNETTES) <= set(EVERYBODY)


@each_rich
def test_a_record_is_rich(name: str) -> None:
    person = EVERYBODY[name]
    assert 8 <= len(person["notes"]) <= 20
    assert len(authors(person)) >= 4
    assert 12 <= len(person["chronology"]) <= 22
    assert len(person["documents"]) >= 2
    assert len(person["details"]) >= 9
    assert len(person["relationships"]) >= 4
    assert len(person["others"]) >= 2
    assert person["past_addresses"]
    assert person["alerts"]
    assert person["views"]


@each_rich
def test_its_notes_are_uneven_as_notes_are(name: str) -> None:
    notes = EVERYBODY[name]["notes"]
    assert any(note.get("recorded_on", note["happened_on"]) > note["happened_on"] for note in notes)
    assert any("countersigned_by" in note and note["author"] in STUDENTS for note in notes)
    assert any("differs" in note for note in notes)
    assert any(note.get("is_confidential") for note in notes)
    lengths = sorted(len(told(note).split()) for note in notes)
    assert lengths[0] < 45
    assert lengths[-1] > 80


@each_rich
def test_every_note_of_a_student_is_countersigned(name: str) -> None:
    by_students = [note for note in EVERYBODY[name]["notes"] if note["author"] in STUDENTS]
    assert [note["title"] for note in by_students if "countersigned_by" not in note] == []


@each_rich
def test_somebody_died_and_somebody_left(name: str) -> None:
    person = EVERYBODY[name]
    assert any("died_on" in other for other in person["relationships"])
    assert any("ended_on" in each and "worker" in each for each in person["involvements"])


def told(note: Mapping[str, Any]) -> str:
    return " ".join(str(note[head]) for head in HEADS if note.get(head))


@each_rich
def test_no_note_gives_the_answer_away(name: str) -> None:
    person = EVERYBODY[name]
    notes = " ".join(f"{note['title']} {told(note)}" for note in person["notes"])
    events = " ".join(f"{entry['event']} {entry.get('impact', '')}" for entry in person["chronology"])
    for word in ("eligib", "section 42", "s42", "outcome", "threshold", "lacks capacity", "significant impact"):
        assert word not in f"{notes} {events}".lower()


# --- days that hang together -----------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_nothing_was_recorded_after_the_story_begins(name: str) -> None:
    person = EVERYBODY[name]
    recorded = [each.get("recorded_on", each["happened_on"]) for each in (*person["notes"], *person["chronology"])]
    assert max(recorded) < STORY_DATE


@each_rich
def test_every_note_was_written_while_somebody_of_the_council_was_involved(name: str) -> None:
    person = EVERYBODY[name]
    spans = [
        (each["started_on"], each.get("ended_on", STORY_DATE)) for each in person["involvements"] if "worker" in each
    ]
    spans += [(case["opened_on"], case.get("closed_on", STORY_DATE)) for case in person["cases"]]
    first = min(note["happened_on"] for note in person["notes"])
    outside = [
        f"{note['happened_on']} {note['title']}"
        for note in person["notes"]
        if not any(since <= note["happened_on"] <= until for since, until in spans)
        # Whoever rings about somebody whom nobody works with begins something: a call may stand by itself.
        and note["kind"] not in ("call-in", "call-out", "letter", "email")
        and note["happened_on"] != first
    ]
    assert outside == []


@each_rich
def test_the_participants_worker_is_allocated_and_nobody_else(name: str) -> None:
    allocated = [each for each in EVERYBODY[name]["involvements"] if each.get("is_allocated")]
    assert [each["worker"] for each in allocated] == [STUDY["worker"]]


@each_rich
def test_somebody_elses_record_says_how_it_is_another_person(name: str) -> None:
    """One of the others is neither around the person nor of their household: the one to reject."""
    person = EVERYBODY[name]
    around = {each.get("other") for each in person["relationships"]}
    strangers = [other for other in person["others"] if other["id"] not in around]
    assert strangers
    assert all(other.get("details") for other in strangers)


def test_an_organisation_is_the_same_in_every_file_and_in_the_county() -> None:
    county = Rows("county")
    write_organisations(read_pools(ROOT / "seed_data" / "county"), county)
    found = {row["id"]: row for row in county.of(OrganisationFactory)}
    for person in EVERYBODY.values():
        for each in person.get("organisations", []):
            kept = found.setdefault(each["id"], each)
            assert (kept["name"], str(kept["kind"]), kept["phone"]) == (each["name"], each["kind"], each["phone"])


# --- the second pair ---------------------------------------------------------------------------------

NOT_MATCHED = ("Outcomes not achieved", "Authors of the notes", "Earlier cases")


def test_leonard_and_harold_agree_in_what_the_page_counts() -> None:
    one, other = (figures(EVERYBODY[name]) for name in ("leonard_pike", "harold_quayle"))
    assert {what: one[what] for what in one if what not in NOT_MATCHED} == {
        what: other[what] for what in other if what not in NOT_MATCHED
    }
    shorter, longer = sorted(words(EVERYBODY[name]) for name in ("leonard_pike", "harold_quayle"))
    assert longer <= shorter * 1.1


@pytest.mark.parametrize("column", [0, 1])
def test_the_page_counts_what_their_files_have(column: int) -> None:
    page = (ROOT / "docs" / "matched-cases.md").read_text(encoding="utf-8").partition("## The other vignettes")[2]
    person = EVERYBODY[("leonard_pike", "harold_quayle")[column]]
    counted = figures(person)
    rows = {cells[1].strip(): cells[2:4] for line in page.splitlines() if len(cells := line.split("|")) == 5}
    written = {what: int(cells[column]) for what, cells in rows.items() if what in counted}
    assert len(written) == 9
    assert written == {what: counted[what] for what in written}
    assert int(rows["Outcomes expected"][column]) == len(
        ANSWERS[person["id"]]["answers"]["assessment.outcomes"]["value"]
    )


# --- what experts are expected to say ---------------------------------------------------------------


def test_there_are_proposed_answers_for_all_eight() -> None:
    in_the_study = {case["person"] for case in STUDY["cases"] if case["id"] in STUDY["expert_answers"]}
    assert set(VIGNETTES) <= set(ANSWERS) | in_the_study
    assert set(ANSWERS) & in_the_study == set()


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_facts_of_the_record_in_its_codes_and_proposed(name: str) -> None:
    assert ANSWERS[name]["id"] == name
    assert len(ANSWERS[name]["answers"]) >= 5
    for fact, said in ANSWERS[name]["answers"].items():
        answer = ExpertPart.model_validate(said)
        assert answer.status == "proposed"
        assert isinstance(answer.when, date)
        if fact == "assessment.outcomes":
            codes = {code for each in [answer.value, *answer.acceptable] for code in each}
            assert codes <= set(everybody()[name].known["assessment.outcomes"])
        else:
            assert [
                mistake for value in [answer.value, *answer.acceptable] for mistake in wrong(CATALOGUE[fact], value)
            ] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_the_robot_answers_as_experts_would(name: str) -> None:
    answers = ANSWERS[name]["answers"]
    known = everybody()[name].known
    if "assessment.outcomes" in answers:
        named = [code for code, each in known["assessment.outcomes"].items() if each.get("limbs")]
        right = [answers["assessment.outcomes"]["value"], *answers["assessment.outcomes"].get("acceptable", [])]
        assert sorted(named) in [sorted(each) for each in right]
    if "assessment.decision" in answers:
        assert known["assessment.decision"] == answers["assessment.decision"]["value"]


def test_no_page_and_no_room_reads_the_answers_that_are_kept_apart() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("casework", "templates")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".html", ".js")
        and re.search(r"seed_data.{1,20}expert_answers", path.read_text("utf-8"))
    ]
    assert readers == []
