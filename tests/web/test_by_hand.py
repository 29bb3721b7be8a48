"""A colleague's part done by hand: by the facilitator, or by a second participant who has the address."""

import pytest

from casework.clock import now
from casework.lab import by_hand
from casework.lab.vocabulary import EventKind
from casework.records.vocabulary import StepStatus


@pytest.fixture
def handed_over(priya, db):
    """Her assessment is finished, and the manager's check waits to be done by hand."""
    study = priya.session.study
    scripted = study.content
    study.content = {**scripted, "colleagues": [{**one, "by_hand": True} for one in scripted["colleagues"]]}
    db.commit()
    priya.fill_in()
    priya.check().submit("Finish")
    return priya


@pytest.fixture
def console(handed_over, pages):
    return pages.as_staff().open(f"/studies/{handed_over.session.study_id}/sessions/{handed_over.session.id}")


def test_what_is_done_by_hand_waits_for_whoever_does_it(handed_over):
    (waiting,) = by_hand.waiting(handed_over.db, handed_over.session)
    assert (waiting.worker.name, waiting.status) == ("Dawn Fisher", StepStatus.INCOMING)
    assert handed_over.events(EventKind.COLLEAGUE_ACTED) == []


def test_the_facilitator_makes_an_address_and_does_the_colleagues_part_at_it(handed_over, console):
    console = console.submit("Do it by hand")
    address = next(href for text, href in console.links.items() if "/as/" in text)
    stranger = console.pages.another()
    work = stranger.open("/as/" + address.partition("/as/")[2])
    assert work.says("You do the part of Dawn Fisher.")
    step = work.follow("Start" if "Start" in work.text else "Check").submit("Start")
    assert "/as/" in step.path
    (waiting,) = by_hand.waiting(handed_over.db, handed_over.session)
    check = stranger.open(f"{address.partition('/work')[0][address.index('/as/') :]}/steps/{waiting.id}/check")
    check.submit("", action="agreed")
    (acted,) = handed_over.events(EventKind.COLLEAGUE_ACTED)
    assert (acted.data["worker"], acted.data["by_hand"]) == ("Dawn Fisher", True)


def test_nothing_that_is_looked_at_by_hand_counts_as_the_participants(handed_over, console):
    before = len(handed_over.events())
    console = console.submit("Do it by hand")
    address = next(href for text, href in console.links.items() if "/as/" in text)
    console.pages.another().open("/as/" + address.partition("/as/")[2])
    assert len(handed_over.events()) == before


def test_the_address_is_over_with_its_arm(handed_over, console, db):
    console = console.submit("Do it by hand")
    path = "/as/" + next(href for text, href in console.links.items() if "/as/" in text).partition("/as/")[2]
    handed_over.session.ended_at = now()
    db.commit()
    assert console.pages.another().open(path).status == 404
