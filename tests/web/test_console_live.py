"""The console in a real browser: it takes in what happens by itself, and leaves alone who is writing."""

import re
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from waitress import wasyncore
from waitress.server import create_server

from casework.accounts.models import Role
from casework.accounts.operations import create_account
from casework.clock import now
from casework.database import Db, ask_to_write, leave_sandbox
from casework.lab import sessions
from casework.lab.events import happened
from casework.lab.models import Session
from casework.lab.vocabulary import EventKind
from tests.browser import Chromium, faults

PASSWORD = "tangent-otter-mild-59"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where this test's own application is served."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    # In the server's own thread, or it may be asking a socket that is closed under it.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(timeout=5)


@pytest.fixture
def watch(address: str, chromium: Chromium, db: Db, session: Session) -> Callable[..., Page]:
    """Opens the console of the session for a researcher: watch(javascript=False, width=320)."""
    create_account(db, username="ruth", name="Ruth Adeyemi", password=PASSWORD, roles=[Role.RESEARCHER], at=now())
    db.commit()
    path = f"/studies/{session.study_id}/sessions/{session.id}"

    def open_console(**options: object) -> Page:
        page = chromium.page(address, **options)
        page.goto(f"/sign-in?next={path}")
        page.get_by_label("Username").fill("ruth")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{path}")
        return page

    return open_console


def join(db: Db, session: Session, *, searches_for: str) -> None:
    db.rollback()
    ask_to_write(db)
    leave_sandbox(db)
    sessions.join(db, session.code, at=now())
    happened(db, session, EventKind.SEARCHED, at=now(), text=searches_for)
    db.commit()


def test_what_happens_is_on_the_page_within_three_seconds_and_a_note_goes_on_being_written(watch, db, session):
    page = watch()
    note = page.get_by_label("Note", exact=True)
    note.press_sequentially("! looks for")
    join(db, session, searches_for="Edna")
    expect(page.get_by_text("searched for “Edna”")).to_be_visible(timeout=3000)
    expect(page.get_by_label("This session now")).to_contain_text("P01 last heard")
    expect(page.get_by_text("Ways in for P01")).to_have_count(0)
    expect(page.locator("[data-heard]")).to_contain_text("last heard")
    expect(note).to_be_focused()
    note.press_sequentially(" the carer")
    note.press("Enter")
    expect(page.locator("[data-live=notes]")).to_contain_text("looks for the carer")
    expect(note).to_be_focused()
    expect(note).to_have_value("")


def test_without_scripts_the_page_is_shown_afresh_by_a_link(watch, db, session):
    page = watch(javascript=False)
    join(db, session, searches_for="Edna")
    page.get_by_role("link", name="Refresh").click()
    expect(page.locator("[data-live=events]")).to_contain_text("searched for “Edna”")
    page.get_by_label("Note", exact=True).fill("sighs")
    page.get_by_role("button", name="problem").click()
    expect(page.locator("[data-live=notes]")).to_contain_text(re.compile(r"! problem\s*sighs"))


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_the_lab_is_sound_for_everybody(watch, address, db, session, width):
    page = watch(width=width)
    found = faults(page)
    study = f"/studies/{session.study_id}"
    for path in ("/studies", study, f"{study}/results", f"{study}/rehearsals", f"{study}/sessions/{session.id}/code"):
        page.goto(path)
        found += faults(page)
    assert found == []
