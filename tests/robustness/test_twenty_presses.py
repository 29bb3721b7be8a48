"""The same form sent twenty times at once to the real server: one answer, one event, the same reply for all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from casework.database import enter_sandbox, leave_sandbox
from casework.lab.models import Event
from casework.lab.vocabulary import EventKind
from casework.records.models import CaseNote, Draft, Step
from tests.ready import on_both_databases
from tests.robustness.conftest import Served, Worker
from tests.robustness.visitors import Form, Reply, a_note, once

PRESSES = 20


@pytest.fixture
def worker(served: Served) -> Worker:
    (worker,) = served.put_to_work(1)
    served.server.start()
    worker.visitor.post(f"/steps/{worker.step_id}/start", {})
    return worker


@pytest.fixture
def press(worker: Worker) -> Callable[[str, Form], list[Reply]]:
    """Sends one form twenty times at once."""

    def press(path: str, form: Form) -> list[Reply]:
        with ThreadPoolExecutor(PRESSES) as presses:
            return list(presses.map(lambda _: worker.visitor.post(path, form), range(PRESSES)))

    return press


def told(served: Served, worker: Worker, kind: EventKind) -> list[Event]:
    served.db.rollback()
    leave_sandbox(served.db)
    enter_sandbox(served.db, worker.sandbox_id)
    of_session = select(Event).where(Event.session_id == worker.session_id, Event.kind == kind)
    return list(served.db.scalars(of_session.order_by(Event.seq)))


@on_both_databases
def test_twenty_presses_of_finish_finish_once(
    served: Served, worker: Worker, press: Callable[[str, Form], list[Reply]]
) -> None:
    for revision, (page, answers) in enumerate(
        {
            "home": {"q-lives": "no", "q-matters": "Her own kitchen."},
            "helpers": {"i-0-q-helper": "Alan", "i-0-q-helps_with": "Meals."},
            "risk": {"q-risk": "no"},
            "decision": {"q-decision": "eligible", "q-reasons": "Two outcomes."},
        }.items()
    ):
        form = {"revision": str(revision), **answers}
        assert worker.visitor.post(f"/steps/{worker.step_id}/pages/{page}", form).status == 303
    replies = press(f"/steps/{worker.step_id}/finish", {"once": once(), "action": "agree"})
    assert {(reply.status, reply.location) for reply in replies} == {(303, f"/steps/{worker.step_id}")}
    assert len(told(served, worker, EventKind.STEP_FINISHED)) == 1
    assert len(told(served, worker, EventKind.COLLEAGUE_ACTED)) == 1
    came_of_it = select(Step).where(Step.from_step_id == worker.step_id)
    assert len(served.db.scalars(came_of_it).all()) == 1


def test_twenty_presses_of_save_make_one_note(
    served: Served, worker: Worker, press: Callable[[str, Form], list[Reply]]
) -> None:
    replies = press(f"/people/{worker.person_id}/case-notes/new", a_note("Pressed twenty times."))
    assert {(reply.status // 100, reply.location) for reply in replies} == {
        (3, f"/people/{worker.person_id}/case-notes")
    }
    assert len(told(served, worker, EventKind.CASE_NOTE_RECORDED)) == 1
    notes = served.db.scalars(select(CaseNote.text).where(CaseNote.person_id == worker.person_id)).all()
    assert notes == ["Pressed twenty times."]


def test_twenty_presses_of_a_page_are_one_change(
    served: Served, worker: Worker, press: Callable[[str, Form], list[Reply]]
) -> None:
    form = {"revision": "0", "q-lives": "no", "q-matters": "Her own kitchen."}
    replies = press(f"/steps/{worker.step_id}/pages/home", form)
    assert {(reply.status, reply.location) for reply in replies} == {(303, f"/steps/{worker.step_id}")}
    changed = told(served, worker, EventKind.ANSWER_CHANGED)
    assert [event.data["question"] for event in changed] == ["lives", "matters"]
    assert served.db.scalars(select(Draft)).one().revision == 1


@on_both_databases
def test_twenty_tabs_with_other_text_keep_the_first_and_show_the_others_theirs(served: Served, worker: Worker) -> None:
    def send(number: int) -> Reply:
        form = {"revision": "0", "q-lives": "no", "q-matters": f"From tab {number}."}
        return worker.visitor.post(f"/steps/{worker.step_id}/pages/home", form)

    with ThreadPoolExecutor(PRESSES) as tabs:
        replies = list(tabs.map(send, range(PRESSES)))
    assert sorted(reply.status for reply in replies) == [303, *[409] * (PRESSES - 1)]
    kept = next(number for number, reply in enumerate(replies) if reply.status == 303)
    told(served, worker, EventKind.ANSWER_CHANGED)
    assert served.db.scalars(select(Draft)).one().answers["matters"] == f"From tab {kept}."
    for number, reply in enumerate(replies):
        assert number == kept or f"From tab {number}." in reply.html
