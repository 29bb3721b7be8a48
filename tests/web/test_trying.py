"""Trying a workflow at an address of its own, and showing it to somebody by a link."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.accounts.models import Role
from casework.clock import now
from casework.database import insert_rows
from casework.lab.models import Event, Sandbox, ShownLink, Trial
from casework.lab.sandboxes import person_template
from casework.lab.vocabulary import SandboxKind
from casework.records.facts import CATALOGUE
from casework.records.models import Person
from casework.synthetic import factories
from casework.workflows.loader import load_lists, load_text
from casework.workflows.versions import SaveWay, save
from config import ROOT
from tests.ready import MADE, STORY_DATE

DOOR = """\
id: door
title: Ask us
presentation: one_per_page
begins: ask
steps:
  - id: ask
    title: Ask for help
    kind: contact
    role: resident
    actions:
      - {id: send, label: Send, to: sent, starts: [onwards], requires: complete, tells: 'We ring within two days.'}
  - {id: sent, title: Sent, ends: true}
sections:
  - id: ask
    step: ask
    title: Ask
    pages:
      - id: ask
        questions:
          - {id: words, type: textarea, label: What is happening?, records: contact.person_words}
"""


@pytest.fixture
def rosemary(db):
    """One of the people the robot knows, as a template of her own."""
    template = person_template("rosemary_tennant")
    db.add(Sandbox(id=template, kind=SandboxKind.TEMPLATE, name=template, story_date=STORY_DATE, made_at=MADE))
    db.flush()
    them = {"id": "rosemary_tennant", "number": "104417", "first_name": "Rosemary", "last_name": "Tennant"}
    insert_rows(db, Person, [factories.PersonFactory.row(sandbox_id=template, **them)])
    db.commit()


@pytest.fixture
def designer(pages, rosemary):
    return pages.as_staff(Role.DESIGNER)


def tries(designer, workflow="talk_first", **chosen):
    sent = {"person_id": "rosemary_tennant", "start_at": "talk"} | chosen
    return designer.open(f"/workflows/{workflow}/try").submit("Try it as a practitioner", **sent)


def finishes(page):
    page = page.submit("Start").submit("Save and go on", **{"q-matters": "Her kitchen", "q-outcome": "eligible"})
    return page.submit("Finish", action="done")


def test_a_workflow_is_worked_to_its_end_and_nothing_of_it_is_kept_as_an_event(designer, db):
    page = tries(designer)
    assert page.path.startswith("/try/")
    assert page.says("Rosemary Tennant")
    assert page.says("Nothing here counts.")
    done = finishes(page)
    assert done.says("Her kitchen")
    db.rollback()
    assert db.scalar(select(func.count()).select_from(Event)) == 0


def test_notes_chronology_and_letters_work_in_a_trial_too(designer):
    person = "/".join(tries(designer).path.split("/")[:3]) + "/people/rosemary_tennant"
    kept = designer.open(f"{person}/case-notes/new").submit("Save draft", title="Before the visit")
    assert kept.says("Before the visit")
    call = {"kind": "call-out", "happened_on": "9 11 2026", "title": "A call", "is_significant": ["y"]}
    noted = designer.open(f"{person}/case-notes/new").submit("Save case note", what_was_said="Well.", **call)
    assert noted.path == f"{person}/case-notes"
    told = designer.open(f"{person}/chronology")
    assert told.says("A call")
    made = designer.open(f"{person}/documents/letters/own_copy").submit("Make this letter", sent_to="Rose")
    assert made.path.startswith(f"{person}/documents/")
    assert designer.open(f"{person}/print").says("A call")


def test_what_was_recorded_is_shown_as_it_is_recorded(designer):
    done = finishes(tries(designer))
    recorded = done.follow("What was recorded")
    assert recorded.says("assessment.wanted_outcomes")
    assert recorded.says("Her kitchen")


def test_two_trials_side_by_side_do_not_see_each_other(designer):
    first, second = tries(designer), tries(designer)
    first_page = first.submit("Start")
    assert second.submit("Start").value("q-matters") == ""
    saved = first_page.submit("Save and leave for now", **{"q-matters": "Only here", "q-outcome": "eligible"})
    assert saved.path.startswith(first.path[:20])
    assert "Only here" not in designer.open(second.path).html


def test_a_page_of_another_trial_is_refused_and_what_was_typed_is_shown(designer, db):
    first, second = tries(designer).submit("Start"), tries(designer).submit("Start")
    sent = {
        "matters": "Typed in the first",
        "sitting": first.value("sitting"),
        "csrf_token": second.value("csrf_token"),
    }
    answer = designer.post(second.path, sent)
    assert answer.status == 409
    assert answer.says("Typed in the first")


def test_an_address_that_leads_nowhere_says_so(designer, db):
    page = tries(designer)
    db.execute(Trial.__table__.update().values(expires_at=now() - timedelta(days=1)))
    db.commit()
    for path in (page.path, "/try/nobody/work", "/shown/nobody"):
        over = designer.open(path)
        assert over.status == 404
        assert over.says("This link does not lead anywhere now")


def test_jumping_begins_again_with_a_trial_of_its_own(designer, db):
    page = tries(designer)
    again = page.submit("Jump there", step="talk")
    assert again.path.startswith("/try/")
    assert again.path.split("/")[2] != page.path.split("/")[2]


def test_who_may_only_read_tries_nothing(pages, rosemary):
    observer = pages.as_staff(Role.OBSERVER)
    assert not observer.open("/workflows/talk_first/try").says("Try it as a practitioner")
    assert observer.post("/workflows/talk_first/try", {"csrf_token": observer.csrf_token()}).status == 403


# --- shown to somebody ---------------------------------------------------------------------------------


@pytest.fixture
def link(designer, db):
    sent = {"person_id": "rosemary_tennant", "start_at": "talk", "days": "7"}
    designer.open("/workflows/talk_first/try").submit("Make a link", **sent)
    db.rollback()
    return f"/shown/{db.scalars(select(ShownLink.token)).one()}"


def test_a_link_begins_a_go_of_ones_own_without_an_account(link, pages, db):
    somebody = pages.another()
    page = somebody.open(link)
    db.rollback()
    assert db.scalar(select(func.count()).select_from(Trial)) == 0
    page = page.submit("Begin")
    assert page.path.startswith("/try/")
    assert not page.says("Back to the workflow")
    assert somebody.open("/workflows").h1 == "Sign in"


def test_a_comment_on_a_question_is_listed_for_the_designer_and_settled(link, pages, designer):
    page = pages.another().open(link).submit("Begin").submit("Start")
    page.submit("Leave the comment", text="Which matters?", by="A colleague", question="matters")
    listed = designer.open("/workflows/talk_first/try")
    assert listed.says("What matters to the person?")
    assert listed.says("Which matters?")
    assert listed.submit("Settled").says("Open again")


def test_a_link_lasts_for_a_sensible_time(designer):
    sent = {"person_id": "rosemary_tennant", "start_at": "talk", "days": "400"}
    page = designer.open("/workflows/talk_first/try").submit("Make a link", **sent)
    assert page.says("Enter how many days the link lasts, 1 to 60")


# --- public steps --------------------------------------------------------------------------------------


def test_a_front_door_has_its_theme_and_none_of_the_record_and_what_is_behind_it_begins(designer, db):
    lists = load_lists(ROOT / "seed_data/lists")
    loaded = load_text(DOOR, "door.yaml", lists=lists, catalogue=CATALOGUE, siblings={})
    save(db, loaded, DOOR, way=SaveWay.EDITED, why="A door", by="Ruth", at=now())
    db.commit()
    page = tries(designer, "door", start_at="ask", theme="county", behind="talk_first")
    assert "/themes/county.css" in page.html
    assert not page.says("NHS")
    page = page.submit("Start now").submit("Save and go on", **{"q-words": "I fell"})
    sent = page.submit("Send", action="send")
    assert sent.h1 == "We have what you sent"
    assert sent.says("We ring within two days.")
    assert sent.follow("Open “Talk”").says("Rosemary Tennant")


def test_a_front_door_is_tried_in_other_words(designer, db):
    shipped = (ROOT / "seed_data/workflows/guided_conversation.yaml").read_text(encoding="utf-8")
    lists = load_lists(ROOT / "seed_data/lists")
    loaded = load_text(shipped, "guided_conversation.yaml", lists=lists, catalogue=CATALOGUE, siblings={})
    save(db, loaded, shipped, way=SaveWay.FILE, why="Read in", by="the file", at=now())
    db.commit()
    page = tries(designer, "guided_conversation", start_at="tell_us", wording="easy_read")
    assert page.submit("Start now").says("Is anybody in danger today?")


def test_every_part_of_a_persons_record_opens_in_a_trial_and_stays_in_it(designer, db):
    page = tries(designer)
    address = re.match(r"/try/[^/]+", page.path)[0]
    summary = designer.open(f"{address}/people/rosemary_tennant")
    for where in {each for each in summary.links.values() if "/people/" in each}:
        assert where.startswith(address)
        assert designer.open(where).status == 200, where
    added = designer.open(f"{address}/people/rosemary_tennant/warnings/new").submit(
        "Add the warning", kind="risk", title="Dog not secured", review_on="10 05 2027", is_shared="yes"
    )
    assert added.path == f"{address}/people/rosemary_tennant"
    assert added.says("Warnings (1)")
