"""What is struck out or withdrawn in the middle of a day is in no file of the lab any more, and another's is."""

import re

from playwright.sync_api import expect

from tests.journeys.participant import Participant
from tests.journeys.researcher import Researcher, sign_in

HERS = "The kestrel nests above Mrs Bell’s door"
ANOTHERS = "The heron stands beside Mr Hale’s pond"


def test_what_is_struck_out_or_withdrawn_is_in_no_file_any_more(chromium, shared_server, plan_session, looks):
    chromium.expected += ["403 (FORBIDDEN)"]  # what the page of somebody who has withdrawn goes on asking
    mia, hers = at_work(chromium, shared_server, plan_session, looks, HERS)
    ann, anns = at_work(chromium, shared_server, plan_session, looks, ANOTHERS)
    ruth = Researcher(sign_in(chromium, shared_server, lambda *_: None).page, looks.at)

    ann.adds_a_note("Her neighbour Zebedee Quillfeather rang, and Ottoline Threadgold was there.")
    ann.opens("/join/real")
    ann.types(ann.page.get_by_label("What was typed"), "Zebedee Quillfeather")
    ann.presses("Take it out everywhere")
    expect(ann.page.get_by_text("It is taken out of everything that is kept")).to_be_visible()
    ruth.opens_the_console(anns.participant)
    ruth.follows(re.compile("^Strike out"))
    ruth.page.get_by_label("Words to strike out").fill("Ottoline Threadgold")
    ruth.page.get_by_label("Why are they struck out?").fill("A name of somebody who exists")
    ruth.presses("Strike out")
    ruth.sees("No copy is left")
    assert holding(shared_server, b"Quillfeather") == holding(shared_server, b"Threadgold") == []
    ann.opens("/people/rosemary_tennant/case-notes")
    expect(ann.page.get_by_text("Her neighbour [struck out] rang, and [struck out] was there.")).to_be_visible()

    ruth.opens_the_console(hers.participant)
    ruth.notes("s She spoke of the kestrel again")
    assert holding(shared_server, b"kestrel") != []
    ruth.opens("/admin/withdrawals")
    ruth.page.get_by_label("Participant’s code").fill(hers.participant.lower())
    ruth.presses("Look what is held")
    ruth.page.get_by_label("I have checked the code").check()
    ruth.presses("Erase")
    expect(ruth.page.get_by_text("No copy").first).to_be_visible()
    assert holding(shared_server, b"kestrel") == []
    assert holding(shared_server, b"heron") != []
    mia.opens("/work")
    assert mia.path == "/join"
    ann.opens("/join/stop")
    ann.presses("Stop here")
    expect(ann.page.get_by_role("heading", name="Thank you")).to_be_visible()
    for page in ("/admin/health", "/admin/retention"):
        ruth.opens(page)
    assert looks.found == []


def at_work(chromium, server, plan_session, looks, text):
    """A participant who has typed this into a note of her first case."""
    planned = plan_session("A with Rosemary")
    one = Participant(chromium.page(server.url), looks.at)
    one.joins_by_typing(planned.code)
    one.consents()
    one.tells_about_herself()
    one.warms_up()
    one.presses("Start")
    one.opens("/people/rosemary_tennant")
    one.adds_a_note(text)
    return one, planned


def holding(serving, needle):
    """The files of the lab, its log among them, in which the words stand."""
    files = [path for path in (serving.server.folder / "instance").rglob("*") if path.is_file()]
    return [path.name for path in files if needle in path.read_bytes()]
