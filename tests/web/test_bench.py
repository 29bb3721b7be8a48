"""The bench: copying, editing with checks, words as a form, versions; nothing overwritten, nothing lost."""

import pytest

from casework.accounts.models import Role
from casework.workflows.versions import find_save, saves_of

TEXT = "/workflows/talk_first/edit"


@pytest.fixture
def designer(pages):
    return pages.as_staff(Role.DESIGNER)


def source(db, workflow_id="talk_first"):
    db.rollback()
    return find_save(db, workflow_id).source


def test_every_workflow_is_listed_with_its_last_save_and_where_it_is_in_use(designer):
    page = designer.open("/workflows")
    assert page.says("Talk first")
    assert page.says("the file: Read in from its file")
    assert page.says("Ways of working (2)")


def test_a_copy_extends_what_it_was_copied_from_and_can_be_edited_at_once(designer, db):
    page = designer.open("/workflows/talk_first/copy").submit(
        title="Talk longer: twice", workflow_id="talk_longer", way="extends"
    )
    assert page.h1 == "Talk longer: twice: edit"
    assert "extends: talk_first" in page.value("text")
    assert page.says("0 errors")


def test_a_whole_copy_goes_its_own_way(designer, db):
    designer.open("/workflows/talk_first/copy").submit(title="Talk twice", workflow_id="talk_twice", way="whole")
    assert "extends" not in source(db, "talk_twice")
    assert source(db, "talk_twice").startswith("id: talk_twice\ntitle: Talk twice\n")


def test_an_id_is_given_once(designer):
    page = designer.open("/workflows/talk_first/copy").submit(title="Again", workflow_id="talk_first", way="extends")
    assert page.error_beside("workflow_id") == "There is a workflow talk_first already. Choose another id"


def test_a_change_is_saved_with_its_reason_and_shown_as_a_difference(designer, db):
    changed = source(db).replace("label: What matters", "label: What counts")
    page = designer.open(TEXT).submit("Save as a new version", text=changed, why="Plainer")
    assert page.h1 == "What is different"
    assert page.says("What counts")
    assert (find_save(db, "talk_first").number, find_save(db, "talk_first").why) == (2, "Plainer")


def test_without_a_reason_nothing_is_saved_and_the_text_stays(designer, db):
    changed = source(db).replace("label: What matters", "label: What counts")
    page = designer.open(TEXT).submit("Save as a new version", text=changed, why="")
    assert page.says("Enter why you made this change")
    assert page.value("text").strip() == changed.strip()
    assert len(saves_of(db, "talk_first")) == 1


def test_a_text_with_errors_is_kept_and_never_goes_live(designer, db):
    broken = source(db).replace("records: assessment.decision", "records: assessment.decisoin")
    page = designer.open(TEXT).submit("Save as a new version", text=broken, why="Try")
    assert page.says("1 error")
    assert page.says("Can be saved when the error is mended")
    assert len(saves_of(db, "talk_first")) == 1
    assert "decisoin" in designer.open(TEXT).value("text")


def test_a_mistake_is_mended_by_one_press(designer, db):
    broken = source(db).replace("records: assessment.decision", "records: assessment.decisoin")
    page = designer.open(TEXT).submit("Check", text=broken, why="")
    page = page.submit("Change to assessment.decision", text=broken, why="")
    assert "records: assessment.decision}" in page.value("text")
    assert page.says("0 errors")


def test_a_draft_waits_for_its_author_and_can_be_dropped(designer, pages, db):
    changed = source(db) + "# later\n"
    designer.open(TEXT).submit("Check", text=changed, why="")
    assert "# later" in designer.open(TEXT).value("text")
    assert "# later" not in designer.open(TEXT).submit("Drop this draft", text=changed, why="").value("text")


def test_two_designers_do_not_overwrite_each_other(designer, pages, db):
    mine = designer.open(TEXT)
    other = pages.another().as_staff(Role.DESIGNER)
    theirs = source(db).replace("title: Talk first", "title: Talk at once")
    other.open(TEXT).submit("Save as a new version", text=theirs, why="Shorter")
    text = source(db).replace("title: Talk at once", "title: Talk before all")
    page = mine.submit("Save as a new version", text=text, why="Mine")
    assert page.status == 409
    assert page.says("who saved number 2 meanwhile")
    assert source(db) == theirs


def test_another_tabs_text_is_shown_beside_ones_own(designer, db):
    first, second = designer.open(TEXT), designer.open(TEXT)
    first.submit("Check", text=source(db) + "# from the first tab\n", why="")
    page = second.submit("Check", text=source(db) + "# from the second tab\n", why="")
    assert page.status == 409
    assert page.says("# from the first tab")
    assert page.says("# from the second tab")


def test_an_earlier_save_is_in_use_again_after_one_press(designer, db):
    before = source(db)
    designer.open(TEXT).submit("Save as a new version", text=before + "# more\n", why="More")
    page = designer.open("/workflows/talk_first/versions").submit("Go back to this one: save 1")
    assert page.says("Save 1 is in use again, as save 3")
    assert source(db) == before


def test_a_save_is_downloaded_as_its_file(designer, db):
    reply = designer.client.get("/workflows/talk_first/versions/1/file")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="talk_first.yaml"'
    assert reply.text == source(db)


def test_words_are_changed_without_seeing_the_text(designer, db):
    page = designer.open("/workflows/talk_first/words/talk/talk").submit(
        "Put into the draft", **{"matters-label": "What counts for ((person))?", "matters-hint": "In their words"}
    )
    assert page.h1 == "Talk first: edit"
    text = page.value("text")
    assert "label: What counts for ((person))?" in text
    assert "hint: In their words" in text
    assert "type: textarea" in text


def test_the_page_asks_again_while_somebody_types(designer, db):
    page = designer.open(TEXT)
    sent = {name: page.value(name) for name in ("csrf_token", "made_from", "revision", "once")}
    reply = designer.client.post("/workflows/talk_first/draft", data=sent | {"text": "id: talk_first\n"})
    assert "errors" in reply.json["state"]
    assert "Can be saved when" in reply.json["may_save"]
    assert reply.json["marks"][0]["kind"] == "error"
    assert "Checks" in reply.json["panel"]


def test_the_id_stays_what_it_is(designer, db):
    changed = source(db).replace("id: talk_first", "id: talk_last")
    page = designer.open(TEXT).submit("Save as a new version", text=changed, why="Rename")
    assert page.says("The id must stay talk_first")


@pytest.mark.parametrize("text", ["", "\t", "[" * 5000, "id: [", "é" * 10, "a: &b c\nd: *b"])
def test_whatever_is_typed_is_answered_and_kept(designer, text):
    page = designer.open(TEXT).submit("Check", text=text, why="")
    assert page.status == 200
    assert page.says("error")


def test_a_number_that_no_database_keeps_is_no_save_of_anything(designer):
    far = "9" * 20
    assert designer.client.get(f"/workflows/talk_first/edit?save={far}").status_code == 404
    assert designer.client.get(f"/workflows/talk_first/versions/{far}/file").status_code == 404
    page = designer.open("/workflows/talk_first/edit")
    sent = {name: page.value(name) for name in ("csrf_token", "text")} | {"press": "check"}
    assert designer.post(page.path, {**sent, "made_from": far, "revision": far}).status == 200
