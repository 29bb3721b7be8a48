"""The pages of case notes: a draft that only its author sees, a note that is final, and what is added to it."""

from datetime import date

from sqlalchemy import select

from casework.records.models import Alert, CaseNote, NoteDraft
from casework.records.queries.people import get_person
from casework.synthetic.building import Build
from casework.web.page import day
from tests.at_work import AtWork
from tests.pages import Page

NEW = "/people/carl/case-notes/new"
COMPLETE = {"kind": "call-out", "happened_on": "10 11 2026", "title": "A call", "what_was_said": "“I am well.”"}


def drafts(priya: AtWork) -> list[NoteDraft]:
    priya.db.rollback()
    return list(priya.db.scalars(select(NoteDraft)))


def autosave(priya: AtWork, page: Page, **typed: str):
    token = {name: page.value(name) for name in ("csrf_token", "sitting", "once")}
    return priya.pages.post("/people/carl/case-notes/draft", {**token, "revision": page.value("revision"), **typed})


def test_a_draft_is_gone_on_with_where_it_was_left(priya: AtWork) -> None:
    listed = priya.open(NEW).submit("Save draft", title="Before the visit", happened_on="10 11 2026", kind="home-visit")
    assert listed.says("Before the visit")
    assert listed.says("Your draft")
    again = priya.open(NEW)
    assert (again.value("title"), again.value("kind")) == ("Before the visit", "home-visit")
    assert [box.get("value") for box in again.controls("happened_on")] == ["10", "11", "2026"]
    again.submit("Save case note", **COMPLETE)
    assert drafts(priya) == []


def test_nobody_else_sees_a_draft(priya: AtWork) -> None:
    build = Build(priya.db)
    build.note_draft(person=get_person(priya.db, "carl"), worker=build.worker(), fields={"title": ["Not for Priya"]})
    priya.db.commit()
    assert not priya.open("/people/carl/case-notes").says("Not for Priya")
    assert priya.open(NEW).value("title") == ""


def test_a_draft_changed_in_another_tab_is_shown_beside_what_was_typed(priya: AtWork) -> None:
    here = priya.open(NEW)
    priya.open(NEW).submit("Save draft", text="Typed in the other tab.")
    both = here.submit("Save draft", text="Typed here.")
    assert both.says("Your draft was changed in another tab")
    assert both.says("Typed in the other tab.")
    assert both.value("text") == "Typed here."
    both.submit("Save draft")
    assert [draft.fields["text"] for draft in drafts(priya)] == [["Typed here."]]


def test_what_the_script_sends_is_kept_and_a_stale_page_is_told(priya: AtWork) -> None:
    page = priya.open(NEW)
    saved = autosave(priya, page, text="Half a sen")
    assert saved.response.json["revision"] == 1
    stale = autosave(priya, page, text="Another")
    assert stale.status == 409
    assert "another tab" in stale.response.json["message"]
    assert [draft.fields for draft in drafts(priya)] == [{"text": ["Half a sen"]}]


def test_what_looks_real_is_not_even_kept_in_a_draft(priya: AtWork) -> None:
    reply = autosave(priya, priya.open(NEW), what_i_saw="Rang 01245 430431.")
    assert reply.status == 409
    assert "01245 430431" in reply.response.json["message"]
    assert drafts(priya) == []


def test_a_draft_can_be_thrown_away(priya: AtWork) -> None:
    priya.open(NEW).submit("Save draft", text="Never mind.")
    priya.open(NEW).submit("Throw this draft away")
    assert drafts(priya) == []


def test_a_note_says_what_was_seen_said_and_thought_and_what_comes_next(priya: AtWork) -> None:
    page = priya.open(NEW).submit(
        "Save case note",
        **COMPLETE,
        happened_at="14:30",
        what_happens_next="A visit on Friday.",
        was_seen="spoken-to",
        is_confidential=["y"],
    )
    for words in ("“I am well.”", "What happens next", "A visit on Friday.", "14:30", "not seen", "Confidential"):
        assert page.says(words), words


def test_a_note_with_nothing_in_it_is_refused(priya: AtWork) -> None:
    page = priya.open(NEW).submit("Save case note", **{**COMPLETE, "what_was_said": " "})
    assert page.errors == ["Enter what happened"]


def test_a_colleague_who_is_asked_has_an_alert(priya: AtWork) -> None:
    tom = Build(priya.db).worker(name="Tom Reilly")
    priya.db.commit()
    priya.open(NEW).submit("Save case note", **COMPLETE, alert=tom.id, alert_text="Ring her back")
    priya.db.rollback()
    (alert,) = priya.db.scalars(select(Alert)).all()
    assert (alert.worker_id, alert.text, alert.raised_by) == (tom.id, "Ring her back", "Priya Nair, social worker")


def test_a_final_note_is_added_to_and_not_edited(priya: AtWork) -> None:
    priya.open(NEW).submit("Save case note", **COMPLETE)
    priya.db.rollback()
    note = priya.db.scalars(select(CaseNote).where(CaseNote.title == "A call")).one()
    page = priya.open(f"/people/carl/case-notes/{note.id}")
    assert page.says("Final: it is not changed.")
    refused = priya.open(f"/people/carl/case-notes/{note.id}/addendum").submit("Add to the note", text="")
    assert refused.errors == ["Enter what to add"]
    added = refused.submit("Add to the note", text="It was her sister who rang.")
    assert added.h1 == "A call"
    assert added.says("It was her sister who rang.")
    assert added.says(day(note.recorded_on))


def test_a_note_of_somebody_else_is_not_found_under_this_person(priya: AtWork) -> None:
    note = Build(priya.db).case_note()
    priya.db.commit()
    assert priya.open(f"/people/carl/case-notes/{note.id}").status == 404


def test_the_list_says_who_wrote_a_note_for_whom_and_how_late(priya: AtWork) -> None:
    build = Build(priya.db)
    left = build.worker(name="Sue Marsh", role="social_worker", left_on=date(2026, 9, 30))
    supervisor = build.worker(name="Tom Reilly")
    build.case_note(
        person=get_person(priya.db, "carl"),
        author=left,
        for_id=supervisor.id,
        countersigned_by=supervisor,
        recorded_on=date(2026, 11, 8),
        differs="9 Nov",
        is_significant=True,
        seen="Carl, alone",
    )
    priya.db.commit()
    page = priya.open("/people/carl/case-notes")
    for words in (
        "Sue Marsh, social worker",
        "for TR",
        "left 30 Sep 2026",
        "countersigned Tom Reilly",
        "recorded 3 days later",
        "Significant",
        "Differs: 9 Nov",
        "Carl, alone",
    ):
        assert page.says(words), words


def test_every_count_beside_a_list_is_the_rows_it_leaves(priya: AtWork) -> None:
    build = Build(priya.db)
    carl = get_person(priya.db, "carl")
    build.case_note(person=carl, title="One", is_significant=True)
    build.case_note(person=carl, title="Two", seen="Carl, alone")
    priya.db.commit()
    page = priya.open("/people/carl/case-notes")
    links = {link.text: link.get("href") for link in page.root.all("a") if link.text.endswith((")",))}
    assert len(links) >= 2
    for text, href in links.items():
        rows = [row for row in priya.open(href).root.all("li") if "app-notes__row" in row.get("class")]
        assert text.endswith(f"({len(rows)})"), text


def test_words_are_found_in_notes_and_nothing_found_is_said(priya: AtWork) -> None:
    Build(priya.db).case_note(person=get_person(priya.db, "carl"), title="Kitchen", what_i_saw="The kettle was cold.")
    priya.db.commit()
    assert priya.open("/people/carl/case-notes?words=KETTLE").says("Kitchen")
    assert priya.open("/people/carl/case-notes?words=zebra").says("No note is like that.")
