"""The work view, finding people, the pages about one person, and case notes."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, or_, select

from casework.lab.vocabulary import EventKind
from casework.records.models import Case, CaseNote, Person, Step
from casework.records.queries.work import OPEN
from casework.synthetic.building import Build
from tests.at_work import AtWork
from tests.pages import Page
from tests.ready import on_both_databases


@pytest.fixture
def ada(priya: AtWork) -> Person:
    """Somebody of the county whom nothing else is about."""
    found = Build(priya.db).person(
        name="Adelina O'Connell-Šimić",
        preferred_name="Dotty",
        number="104499",
        nhs_number="9990002020",
        born_on=date(1931, 3, 4),
    )
    priya.db.commit()
    return found


def names(page: Page) -> list[str]:
    """Who is listed in a page's tables."""
    return [
        link.text
        for link in page.root.all("a")
        if link.get("href").startswith("/people/") and link.inside("tr") is not None
    ]


# --- the work view --------------------------------------------------------------------------------


@on_both_databases
def test_the_counts_of_the_work_view_are_the_rows_behind_them(priya: AtWork) -> None:
    build = Build(priya.db)
    for number in range(5):
        build.step(worker_id="priya", status="started" if number % 2 else "incoming")
    build.step(worker_id="dawn", team_id="east")
    build.step(worker_id="priya", status="finished")
    priya.db.commit()
    page = priya.open("/work")
    rows = dict(
        priya.db.execute(
            select(Step.status, func.count())
            .where(Step.worker_id == "priya", Step.status.in_(OPEN))
            .group_by(Step.status)
        ).all()
    )
    assert page.says(f"Incoming ({rows['incoming']})")
    assert page.says(f"In progress ({rows['started']})")
    assert page.says(f"Mine {sum(rows.values())}")
    team = priya.db.scalar(
        select(func.count())
        .select_from(Step)
        .where(Step.status.in_(OPEN), or_(Step.team_id == "east", Step.worker_id.in_(["priya", "cora", "dawn"])))
    )
    assert page.says(f"Team {team}")
    shown = priya.open("/work?of=team").root.all("a")
    assert len([link for link in shown if link.get("href").startswith("/steps/")]) == team


def test_what_she_handed_on_waits_for_others(priya: AtWork) -> None:
    """The tray of another role, where nobody of the county works."""
    priya.fill_in()
    priya.open_step("risk").submit("Save and go on", **{"q-risk": "yes"})
    priya.check().submit("Finish and hand over", action="agree")
    page = priya.open("/work")
    assert page.says("Waiting for others (1)")
    assert page.says("Safeguarding enquiry")


def test_overdue_work_says_by_how_many_days_in_the_story(priya: AtWork) -> None:
    Build(priya.db).step(worker_id="priya", due_on=date(2026, 11, 7), title="Look in")
    priya.db.commit()
    assert priya.open("/work").says("Overdue 3 days")


def test_people_allocated_to_her_without_open_work_are_listed(priya: AtWork, ada: Person) -> None:
    Build(priya.db).involvement(person=ada, worker_id="priya", is_allocated=True, ended_on=None)
    priya.db.commit()
    assert priya.open("/work").says("Allocated to you, no open work (1)")


# --- finding people -------------------------------------------------------------------------------


FINDING = ("adelina", "O'Con", "o'connell adelina", "Dotty", "104499", "#104499", "9990002020", "999 000 2020")
FINDING += ("4 3 1931", "04/03/1931", "1931-03-04")
NOT_FINDING = ("%", "_", "' OR 1=1 --", "99/99/1931", "104499999", "<script>", "dotty nobody")


@on_both_databases
def test_a_person_is_found_by_names_numbers_and_date_of_birth(priya: AtWork, ada: Person) -> None:
    found = {text: names(priya.open(f"/people?{urlencode({'q': text})}")) for text in FINDING}
    assert found == {text: ["Adelina O'Connell-Šimić"] for text in FINDING}


@on_both_databases
def test_a_person_is_not_found_by_what_is_not_theirs(priya: AtWork, ada: Person) -> None:
    found = {text: names(priya.open(f"/people?{urlencode({'q': text})}")) for text in NOT_FINDING}
    assert found == {text: [] for text in NOT_FINDING}


def test_an_empty_search_lists_nobody_and_is_not_a_search(priya: AtWork) -> None:
    assert names(priya.open("/people?q=")) == []
    assert priya.events(EventKind.SEARCHED) == []


def test_a_search_leads_to_the_person(priya: AtWork, ada: Person) -> None:
    page = priya.open("/people").submit("Find", q="dotty").follow("Adelina")
    assert page.path == f"/people/{ada.id}"


def test_a_search_that_finds_many_says_that_there_are_more(priya: AtWork) -> None:
    build = Build(priya.db)
    for _ in range(60):
        build.person(last_name="Zimmerman")
    priya.db.commit()
    page = priya.open("/people?q=zimmerman")
    assert len(names(page)) == 50
    assert page.says("of more")


# --- one person -----------------------------------------------------------------------------------

PARTS = ("", "/work", "/assessments", "/plan", "/case-notes", "/chronology")


@pytest.mark.parametrize("part", PARTS)
def test_every_page_about_a_person_says_who_it_is(priya: AtWork, ada: Person, part: str) -> None:
    Build(priya.db).warning(person=ada, title="Two workers to visit", kind="risk", ended_on=None)
    priya.db.commit()
    page = priya.open(f"/people/{ada.id}{part}")
    for words in ("Adelina O'Connell-Šimić", "Dotty", "4 Mar 1931", "(95)", "999 000 2020", "Two workers to visit"):
        assert page.says(words), words
    assert priya.events(EventKind.PAGE_VIEWED)[-1].data["path"] == f"/people/{ada.id}{part}"


@pytest.mark.parametrize("part", PARTS)
def test_every_page_about_a_person_shows_what_is_there(priya: AtWork, part: str) -> None:
    build = Build(priya.db)
    whom = build.person()
    case = build.case(person=whom)
    build.step(case=case, person=whom, title="A step of hers")
    build.outcome(assessment=build.assessment(case=case, person=whom))
    plan = build.plan(case=case, person=whom)
    build.need(plan=plan)
    build.service(plan=plan)
    build.budget(plan=plan)
    build.authorisation(case=case, person=whom)
    build.review(case=case, person=whom)
    build.case_note(person=whom, title="A note of hers")
    build.chronology_entry(person=whom)
    build.relationship(person=whom)
    build.detail(person=whom)
    build.involvement(person=whom)
    priya.db.commit()
    assert priya.open(f"/people/{whom.id}{part}").status == 200


def test_somebody_about_whom_nothing_is_known_has_every_page(priya: AtWork) -> None:
    nobody = Build(priya.db).person(preferred_name=None, nhs_number=None, address=None, postcode=None)
    priya.db.commit()
    for part in PARTS:
        assert priya.open(f"/people/{nobody.id}{part}").status == 200


# --- case notes -----------------------------------------------------------------------------------


@pytest.fixture
def new_note(priya: AtWork) -> Callable[..., Page]:
    """Opens the page of a new note and sends it, complete but for what is said."""

    def send(**fields: object) -> Page:
        complete = {"kind": "call-out", "happened_on": "10 11 2026", "title": "A call", "text": "She is well."}
        return priya.open("/people/carl/case-notes/new").submit("Save case note", **{**complete, **fields})

    return send


def notes(worked: AtWork) -> list[CaseNote]:
    worked.db.rollback()
    return list(worked.db.scalars(select(CaseNote).where(CaseNote.person_id == "carl")))


@on_both_databases
def test_a_case_note_is_kept_with_its_author_and_the_day_in_the_story(
    priya: AtWork, new_note: Callable[..., Page]
) -> None:
    page = new_note(happened_on="08 11 2026", is_significant=["y"], seen="Carl, alone")
    assert page.path == "/people/carl/case-notes"
    assert page.says("She is well.")
    (note,) = notes(priya)
    assert (note.author_id, note.happened_on, note.recorded_on) == ("priya", date(2026, 11, 8), date(2026, 11, 10))
    assert (note.is_significant, note.seen) == (True, "Carl, alone")
    assert len(priya.events(EventKind.CASE_NOTE_RECORDED)) == 1


@on_both_databases
def test_a_case_note_in_the_future_is_refused_and_what_was_typed_stays(
    priya: AtWork, new_note: Callable[..., Page]
) -> None:
    page = new_note(happened_on="11 11 2026", text="Typed already.")
    assert page.errors == ["Date of contact must be today or earlier"]
    assert page.value("text") == "Typed already."
    assert page.value("kind") == "call-out"
    assert notes(priya) == []
    assert [event.data["messages"] for event in priya.events(EventKind.ERRORS_SHOWN)] == [page.errors]
    page.submit("Save case note", happened_on="10 11 2026")
    assert [note.text for note in notes(priya)] == ["Typed already."]


def test_a_case_note_without_words_is_refused_with_what_else_was_typed(
    priya: AtWork, new_note: Callable[..., Page]
) -> None:
    page = new_note(text="", title="Rang at nine")
    assert page.errors == ["Enter what happened"]
    assert page.value("title") == "Rang at nine"
    assert notes(priya) == []


def test_a_day_that_does_not_exist_is_refused_as_it_was_typed(priya: AtWork, new_note: Callable[..., Page]) -> None:
    page = new_note(happened_on="31 02 2026")
    assert page.errors
    assert [box.get("value") for box in page.controls("happened_on")] == ["31", "02", "2026"]


def test_a_note_that_looks_real_is_pointed_out_and_kept_when_it_is_made_up(
    priya: AtWork, new_note: Callable[..., Page]
) -> None:
    page = new_note(text="Rang 01245 430431.")
    assert page.says("01245 430431 looks like a telephone number")
    assert page.value("text") == "Rang 01245 430431."
    assert notes(priya) == []
    page.submit("Save case note")
    assert [note.text for note in notes(priya)] == ["Rang 01245 430431."]


def test_what_looks_like_code_is_shown_as_it_was_typed(priya: AtWork, new_note: Callable[..., Page]) -> None:
    words = "<script>alert(1)</script> {{ 7 * 7 }} ' \" &amp;"
    page = new_note(text=words, title="<b>Bold</b>")
    assert page.says(words)
    assert page.says("<b>Bold</b>")
    assert "<script>alert" not in page.html


def test_notes_are_listed_newest_contact_first(priya: AtWork, new_note: Callable[..., Page]) -> None:
    new_note(happened_on="01 11 2026", text="The older.")
    page = new_note(happened_on="09 11 2026", text="The newer.")
    assert page.text.index("The newer.") < page.text.index("The older.")


def test_a_note_cannot_be_written_about_nobody(priya: AtWork) -> None:
    assert priya.open("/people/nobody/case-notes/new").status == 404
    assert priya.db.scalars(select(Case).where(Case.person_id == "nobody")).all() == []
