"""The pages of letters and papers, and the whole record on paper."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.lab.vocabulary import EventKind
from casework.records.models import Document, Person
from casework.records.queries.people import get_person
from casework.synthetic.building import Build
from tests.at_work import AtWork

LIST = "/people/carl/documents"


@pytest.fixture
def carl(priya: AtWork) -> Person:
    build, whom = Build(priya.db), get_person(priya.db, "carl")
    build.assessment(case=build.case(person=whom), decision="eligible", decided_on=date(2026, 11, 9))
    build.document(
        id="summary",
        person=whom,
        title="Discharge summary",
        came_from="Wexmoor General",
        pages=4,
        content=[{"heading": "Ward"}, {"text": "Walks with a frame."}, {"table": {"head": ["Drug"], "rows": [["A"]]}}],
    )
    priya.db.commit()
    return whom


def made(priya: AtWork) -> list[Document]:
    priya.db.rollback()
    return list(priya.db.scalars(select(Document).where(Document.template.is_not(None))))


def test_a_letter_is_looked_at_made_and_kept(priya: AtWork, carl: Person) -> None:
    preview = priya.open(f"{LIST}/letters/eligibility_decision")
    assert preview.says("On 9 November 2026 we decided: Eligible.")
    assert made(priya) == []
    page = preview.submit("Make this letter", format="plain-english", sent_to="Carl, at home")
    (letter,) = made(priya)
    assert (page.path, page.h1) == (f"{LIST}/{letter.id}", "Eligibility decision with reasons")
    for words in ("Priya Nair, social worker", "To: Carl, at home", "Plain English", "10 November 2026"):
        assert page.says(words), words
    assert len(priya.events(EventKind.DOCUMENT_MADE)) == 1
    assert priya.open(LIST).says("Letters and papers (2)")


def test_a_letter_sent_twice_is_one_letter(priya: AtWork, carl: Person) -> None:
    preview = priya.open(f"{LIST}/letters/own_copy")
    preview.submit("Make this letter", format="large-print")
    preview.submit("Make this letter", format="large-print")
    assert len(made(priya)) == 1


def test_to_whom_a_letter_goes_must_be_said_and_must_not_look_real(priya: AtWork, carl: Person) -> None:
    preview = priya.open(f"{LIST}/letters/own_copy")
    assert preview.submit("Make this letter", sent_to="").errors == ["Enter to whom it is sent"]
    real = preview.submit("Make this letter", sent_to="Carl, 01245 430431")
    assert real.says("01245 430431 looks like a telephone number")
    assert real.value("sent_to") == "Carl, 01245 430431"
    assert made(priya) == []


def test_a_letter_about_what_is_not_there_says_so(priya: AtWork, carl: Person) -> None:
    page = priya.open(f"{LIST}/letters/carers_letter")
    assert page.says("No carer’s assessment has been recorded for this person yet.")
    assert not list(page.root.all("textarea"))
    assert priya.open(f"{LIST}/letters/of_no_kind").status == 404


def test_a_paper_that_came_in_is_read_printed_and_opened_as_pdf(priya: AtWork, carl: Person) -> None:
    for path in (f"{LIST}/summary", f"{LIST}/summary/print"):
        page = priya.open(path)
        for words in ("From: Wexmoor General", "Walks with a frame.", "Drug"):
            assert page.says(words), (path, words)
    pdf = priya.pages.client.get(f"{LIST}/summary/pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    assert "discharge-summary" in pdf.headers["Content-Disposition"]


def test_a_paper_of_somebody_else_is_not_found_here(priya: AtWork) -> None:
    paper = Build(priya.db).document()
    priya.db.commit()
    for part in ("", "/print", "/pdf"):
        assert priya.open(f"{LIST}/{paper.id}{part}").status == 404


def test_somebody_without_papers_is_told_what_can_be_done(priya: AtWork) -> None:
    nobody = Build(priya.db).person()
    priya.db.commit()
    page = priya.open(f"/people/{nobody.id}/documents")
    assert page.says("No letters and papers yet.")
    assert page.says("Cannot be made yet")


# --- the whole record ---------------------------------------------------------------------------------


def test_the_whole_record_prints_in_order_with_nothing_to_press(priya: AtWork, carl: Person) -> None:
    build = Build(priya.db)
    build.case_note(person=carl, title="A visit", what_i_saw="A warm kitchen.")
    build.need(plan=build.plan(case=build.case(person=carl)))
    priya.db.commit()
    paper = priya.open("/people/carl/print")
    order = ["Warnings and communication", "Key facts", "Assessments", "Care and support plans", "Case notes"]
    places = [paper.text.index(heading) for heading in order]
    assert places == sorted(places)
    assert paper.says("A warm kitchen.")
    assert list(paper.root.all("nav", "button", "form")) == []


def test_what_is_confidential_is_left_out_of_the_print_unless_it_is_asked_for(priya: AtWork, carl: Person) -> None:
    build = Build(priya.db)
    build.case_note(person=carl, title="From a neighbour", is_confidential=True, is_significant=True)
    build.document(person=carl, title="A letter in confidence", is_confidential=True)
    priya.db.commit()
    paper, whole = priya.open("/people/carl/print"), priya.open("/people/carl/print?confidential=yes")
    assert paper.says("2 confidential notes and papers are left out.")
    for title in ("From a neighbour", "A letter in confidence"):
        assert not paper.says(title), title
        assert whole.says(title), title


def test_the_record_of_somebody_about_whom_nothing_is_known_prints_too(priya: AtWork) -> None:
    nobody = Build(priya.db).person()
    priya.db.commit()
    assert priya.open(f"/people/{nobody.id}/print").says("No case notes are recorded.")
