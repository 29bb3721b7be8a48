"""What she is told is saved, is saved: on every connection, through every kill, before the reply is sent."""

import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select, text

from casework.database import Db, enter_sandbox, leave_sandbox
from casework.extensions import db as handle_of_the_app
from casework.lab.models import Event
from casework.lab.vocabulary import EventKind
from casework.records.models import CaseNote, Draft, Step
from casework.records.vocabulary import StepStatus
from tests.robustness.conftest import Served, Worker
from tests.robustness.visitors import Form, a_note, once

# --- every connection -----------------------------------------------------------------------------

SET_ON_EVERY_CONNECTION = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
}


def test_every_pooled_connection_is_durable_checked_and_erasing(app: Flask) -> None:
    with app.app_context(), ExitStack() as open_at_once:
        engine = handle_of_the_app.engine
        connections = [open_at_once.enter_context(engine.connect()) for _ in range(12)]
        assert len({id(connection.connection.dbapi_connection) for connection in connections}) == 12
        read_back = [
            {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in SET_ON_EVERY_CONNECTION}
            for connection in connections
        ]
    assert read_back == [SET_ON_EVERY_CONNECTION] * 12


# --- kill -9 at random moments --------------------------------------------------------------------


class Poster(Thread):
    """Sends a participant's posts one after another, each again with the same key until the server has answered."""

    def __init__(self, worker: Worker, posts: int, random: Random, db_file: Path) -> None:
        super().__init__(daemon=True)
        self.worker, self.visitor, self.random = worker, worker.visitor, random
        self.left = posts
        self.reader = f"file:{db_file}?mode=ro"
        self.answered: list[str] = []
        """What was told to be saved, in order: each text is used once."""
        self.finished: list[str] = []
        self.repeated = 0
        self.surprises: list[str] = []

    @property
    def sent(self) -> int:
        return len(self.answered) + len(self.finished)

    def run(self) -> None:
        self.tell(f"/steps/{self.worker.step_id}/start", {})
        number = 0
        while self.left > 0:
            number += 1
            if number % 4 == 0 or len(self.finished) == 2:  # sent back once, then agreed: the case is closed
                self.add_note(f"note {number} of {self.worker.session_id}")
            elif number % 12 == 7:
                self.finish_step()
            else:
                self.save_page(f"answer {number} of {self.worker.session_id}")

    def tell(self, path: str, form: Form) -> bool:
        """Send until there is an answer. Whether it was the one that says it is done."""
        reply = self.visitor.post(path, form)
        self.repeated += reply.status == 0
        while reply.status == 0:
            time.sleep(0.05)
            reply = self.visitor.post(path, form)
        if reply.status not in (302, 303):
            self.surprises.append(f"{path}: {reply.status} {reply.heading}")
        return reply.status in (302, 303)

    def add_note(self, words: str) -> None:
        self.left -= 1
        if self.tell(f"/people/{self.worker.person_id}/case-notes/new", a_note(words)):
            self.answered.append(words)

    def save_page(self, words: str) -> None:
        self.left -= 1
        step_id = self.open_step()
        form = {"revision": self.revision(step_id, "home"), "q-lives": "no", "q-matters": words}
        if self.tell(f"/steps/{step_id}/pages/home", form):
            self.answered.append(words)

    def finish_step(self) -> None:
        step_id = self.open_step()
        for page, answers in (
            ("helpers", {"i-0-q-helper": "Alan", "i-0-q-helps_with": "Meals."}),
            ("risk", {"q-risk": "no"}),
            ("decision", {"q-decision": "eligible", "q-reasons": "Two outcomes."}),
        ):
            self.tell(f"/steps/{step_id}/pages/{page}", {"revision": self.revision(step_id, page), **answers})
        self.left -= 1
        if self.tell(f"/steps/{step_id}/finish", {"once": once(), "action": "agree"}):
            self.finished.append(step_id)

    def revision(self, step_id: str, page: str) -> str:
        """The revision that a page she opens now is made from."""
        while True:
            reply = self.visitor.get(f"/steps/{step_id}/pages/{page}")
            if found := re.search(r'name="revision" value="(\d+)"', reply.html):
                return found[1]
            if reply.status:
                self.surprises.append(f"{page} of {step_id}: {reply.status} {reply.heading}")
                return "0"
            time.sleep(0.05)

    def open_step(self) -> str:
        """The step of the case that is hers to work in: after the manager sent it back, another row."""
        with sqlite3.connect(self.reader, uri=True) as reading:
            rows = reading.execute(
                "SELECT id FROM step WHERE sandbox_id = ? AND person_id = ? AND definition_id = 'assess' "
                "ORDER BY position DESC LIMIT 1",
                (self.worker.sandbox_id, self.worker.person_id),
            )
            return str(rows.fetchone()[0])


def kill_while_posting(served: Served, *, people: int, posts: int, kills: int, seed: int) -> list[Poster]:
    """Posts of several participants at once; at random moments of them the server is killed and started again."""
    random = Random(seed)
    workers = served.put_to_work(people)
    served.server.start()
    posters = [Poster(worker, posts // people, Random(seed + n), served.file) for n, worker in enumerate(workers)]
    for poster in posters:
        poster.start()
    for at in sorted(random.sample(range(1, posts * 9 // 10), kills)):
        while sum(poster.sent for poster in posters) < at and any(poster.is_alive() for poster in posters):
            time.sleep(0.002)
        time.sleep(random.random() * 0.1)
        served.server.kill()
        served.server.start()
    for poster in posters:
        poster.join(timeout=120)
        assert not poster.is_alive(), "the posts did not come to an end"
    served.server.stop()
    return posters


def nothing_lost_and_nothing_doubled(served: Served, posters: list[Poster]) -> None:
    db = served.db
    db.rollback()
    assert db.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert db.execute(text("PRAGMA foreign_key_check")).all() == []
    for poster in posters:
        worker = poster.worker
        assert poster.surprises == []
        leave_sandbox(db)
        enter_sandbox(db, worker.sandbox_id)
        events = list(db.scalars(select(Event).where(Event.session_id == worker.session_id).order_by(Event.seq)))
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert kept_texts(db, worker, events) == sorted(poster.answered)
        last = [words for words in poster.answered if words.startswith("answer")][-1]
        assert last_answer(db, worker) == last
        finished = [event.data["step_row_id"] for event in events if event.kind is EventKind.STEP_FINISHED]
        assert finished == poster.finished
        steps = db.scalars(select(Step).where(Step.person_id == worker.person_id, Step.definition_id == "assess"))
        assert sorted(step.id for step in steps if step.status is StepStatus.FINISHED) == sorted(finished)


def kept_texts(db: Db, worker: Worker, events: list[Event]) -> list[str]:
    """Every text that is in her record or was told as a change of an answer: each once, unless it was doubled."""
    notes = [note.text for note in db.scalars(select(CaseNote).where(CaseNote.person_id == worker.person_id))]
    told = [
        str(event.data["new"])
        for event in events
        if event.kind is EventKind.ANSWER_CHANGED and event.data["question"] == "matters"
    ]
    recorded = [event for event in events if event.kind is EventKind.CASE_NOTE_RECORDED]
    assert len(recorded) == len(notes)
    return sorted(notes + told)


def last_answer(db: Db, worker: Worker) -> object:
    """What the page says now: as typed, or as the step was finished with."""
    newest = db.scalars(
        select(Step)
        .where(Step.person_id == worker.person_id, Step.definition_id == "assess")
        .order_by(Step.position.desc())
        .limit(1)
    ).one()
    draft = db.scalar(select(Draft).where(Draft.step_id == newest.id))
    return (draft.answers if draft else newest.answers or {}).get("matters")


def test_no_answer_is_lost_or_doubled_when_the_server_is_killed(served: Served) -> None:
    posters = kill_while_posting(served, people=4, posts=40, kills=3, seed=20261110)
    nothing_lost_and_nothing_doubled(served, posters)


@pytest.mark.evidence
def test_no_answer_is_lost_or_doubled_in_200_posts_with_20_kills(served: Served) -> None:
    seed = time.time_ns() % 1_000_000
    began = time.monotonic()
    posters = kill_while_posting(served, people=5, posts=200, kills=20, seed=seed)
    nothing_lost_and_nothing_doubled(served, posters)
    print(
        f"\n200 posts of 5 participants, the server killed 20 times (seed {seed}, {time.monotonic() - began:.0f} s): "
        f"{sum(len(p.answered) for p in posters)} answers and {sum(len(p.finished) for p in posters)} finished steps "
        f"acknowledged, {sum(p.repeated for p in posters)} posts sent again, 0 lost, 0 doubled, integrity check ok"
    )


# --- the sync comes before the reply --------------------------------------------------------------

CALLS = "fsync,fdatasync,pwrite64,sendto,sendmsg,write,writev"


@contextmanager
def traced(process_id: int, log: Path) -> Iterator[None]:
    """The calls of a process and its threads that write, in the order in which they returned."""
    if shutil.which("strace") is None:
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "strace"], check=False, capture_output=True)
    if shutil.which("strace") is None:
        pytest.fail("strace is missing: sudo apt-get install strace")
    command = ["strace", "-f", "-y", "-s", "24", "-e", f"trace={CALLS}", "-p", str(process_id), "-o", str(log)]
    tracing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracing.stderr is not None
    first = tracing.stderr.readline()
    if "attached" not in first:
        pytest.fail(f"strace could not look at the server: {first}")
    time.sleep(0.5)
    yield
    tracing.send_signal(signal.SIGINT)
    tracing.communicate(timeout=30)


def calls_in(log: str) -> Iterator[tuple[str, str]]:
    """(call, the rest of its line) in the order of return; a call that was interrupted counts when it returned."""
    begun: dict[str, str] = {}
    for line in log.splitlines():
        thread, _, said = line.partition(" ")
        said = said.strip()
        if said.endswith("<unfinished ...>"):
            begun[thread] = said.removesuffix("<unfinished ...>")
            # A reply counts from when it was begun: the sync must have returned by then.
            if said.startswith(("send", "write")):
                yield said.partition("(")[0], begun.pop(thread)
        elif resumed := re.match(r"<\.\.\. (\w+) resumed>(.*)", said):
            if thread in begun:
                yield resumed[1], begun.pop(thread) + resumed[2]
        elif "(" in said:
            yield said.partition("(")[0], said


@pytest.mark.evidence
def test_in_50_saves_the_sync_returns_before_the_reply_is_sent(served: Served, tmp_path: Path) -> None:
    (worker,) = served.put_to_work(1)
    served.server.start()
    worker.visitor.post(f"/steps/{worker.step_id}/start", {})
    log = tmp_path / "calls"
    with traced(served.server.process_id, log):
        for number in range(50):
            form = {"revision": str(number), "q-lives": "no", "q-matters": f"Answer {number}."}
            assert worker.visitor.post(f"/steps/{worker.step_id}/pages/home", form).status == 303
    synced = 0
    written = is_synced = False
    for call, said in calls_in(log.read_text(encoding="utf-8", errors="replace")):
        if call == "pwrite64" and "served.sqlite-wal>" in said:
            written, is_synced = True, False
        elif call in ("fsync", "fdatasync") and "served.sqlite-wal>" in said and said.endswith("= 0"):
            is_synced = True
        elif '"HTTP/1.1 303' in said:
            assert written, "a reply was sent before anything was written"
            assert is_synced, f"reply {synced + 1} was sent before the database's file was synced"
            synced += 1
            written = is_synced = False
    assert synced == 50
    print(f"\n{synced} saves seen with strace: in all of them the sync had returned before the reply was sent")
