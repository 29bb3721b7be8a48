"""A hundred practitioners and ten observers at once, beside the same load on the plainest view that keeps a row.

Each practitioner saves an answer, is shown the next page, and thinks for a second. Each observer asks every two seconds
what is new. Both servers are served alike, on the same machine, one after the other; what is told is the time of the
save alone, as the practitioner waits for it. Three hundred people come one hundred after the other, to see whether the
third hundred is as fast as the first.
"""

import http.client
import os
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy import create_engine

from casework.accounts.models import Role
from casework.accounts.operations import create_account
from casework.cli.running import THREADS
from casework.clock import now
from casework.database import Db, prepare
from casework.lab import sessions
from casework.lab.models import Session
from casework.migrations import upgrade
from casework.records.facts import CATALOGUE
from casework.workflows.loader import load_folder, load_lists
from config import ROOT
from tests.at_work import DESK, bring_to_work, read_in_desk
from tests.ready import make_ready
from tests.servers import Server, free_port

PRACTITIONERS, OBSERVERS, HUNDREDS = 100, 10, 3
THINKS, ASKS_EVERY = 1.0, 2.0
SECONDS = 20.0
PATIENCE = 30.0
PASSWORD = "walnut-harbour-lantern"


@dataclass
class Told:
    """What came of one hundred: seconds of each save, how many requests failed."""

    saves: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def share(self, hundredth: int) -> float:
        """So many of a hundred saves took no longer, in seconds."""
        return quantiles(self.saves, n=100)[hundredth - 1]


class Browser:
    """One connection that keeps its cookies."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookies = dict(cookies or {})

    def close(self) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        reply = self.connection.getresponse()
        body = reply.read().decode()
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        return reply.status, reply.getheader("Location") or "", body


Person = Callable[[threading.Event, Told], None]


def run(people: list[Person], seconds: float = SECONDS) -> Told:
    """Everybody at once for so many seconds."""
    told, over = Told(), threading.Event()
    threads = [threading.Thread(target=person, args=(over, told)) for person in people]
    for thread in threads:
        thread.start()
        time.sleep(THINKS / max(1, len(people)))
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()
    return told


def timed(browser: Browser, path: str, form: dict[str, Any], told: Told) -> str:
    began = time.perf_counter()
    try:
        status, there, _ = browser.ask("POST", path, form)
    except OSError as error:
        told.failed.append(repr(error))
        return ""
    told.saves.append(time.perf_counter() - began)
    if status != 303:
        told.failed.append(f"{status} from {path}")
    return there


# --- ours ------------------------------------------------------------------------------------------


def practitioner(url: str, cookie: tuple[str, str], session_id: str, step_id: str) -> Person:
    def works(over: threading.Event, told: Told) -> None:
        browser = Browser(url, dict([cookie]))
        path = f"/steps/{step_id}/pages/home"
        status, _, page = browser.ask("GET", path)
        if status != 200:
            told.failed.append(f"{status} from the first look at {path}")
        token = _value(page, "csrf_token")
        revision = int(_value(page, "revision") or 0)
        while not over.is_set():
            form = {"csrf_token": token, "sitting": session_id, "revision": revision, "q-lives": "no"}
            form["q-matters"] = f"Her own kitchen, said {revision} times, and nobody in it before ten."
            there = timed(browser, path, form, told)
            revision += 1
            if there:
                browser.ask("GET", urlsplit(there).path)
            over.wait(THINKS)

    return works


def observer(url: str, username: str, watched: Session) -> Person:
    def watches(over: threading.Event, told: Told) -> None:
        browser = Browser(url)
        _, _, page = browser.ask("GET", "/sign-in")
        form = {"csrf_token": _value(page, "csrf_token"), "username": username, "password": PASSWORD}
        status, _, _ = browser.ask("POST", "/sign-in", form)
        path = f"/studies/{watched.study_id}/sessions/{watched.id}/live?after=0"
        while status == 303 and not over.is_set():
            status, _, _ = browser.ask("GET", path)
            if status != 200:
                told.failed.append(f"{status} from {path}")
            status = 303
            over.wait(ASKS_EVERY)

    return watches


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


@dataclass
class Ready:
    """A database with everybody at work. people: her cookie's token, her session and her step, for each hundred."""

    hundreds: list[list[tuple[str, str, str]]]
    watched: Session
    observers: list[str]


def make_everybody_ready(url: str) -> Ready:
    upgrade(url)
    make_ready(url)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    prepare(engine)
    with Db(engine, expire_on_commit=False) as db:
        loaded = load_folder(DESK / "workflows", lists=load_lists(ROOT / "seed_data" / "lists"), catalogue=CATALOGUE)
        study = read_in_desk(db, loaded)
        hundreds = []
        for _ in range(HUNDREDS):
            people = []
            for _ in range(PRACTITIONERS):
                session, step = bring_to_work(db, study, "list")
                step.status = type(step.status)("started")
                _, token = sessions.join(db, session.code, at=now())
                db.commit()
                people.append((token, session.id, step.id))
            hundreds.append(people)
        for number in range(OBSERVERS):
            create_account(
                db,
                username=f"observer{number}",
                name=f"Observer {number}",
                password=PASSWORD,
                roles=[Role.RESEARCHER],
                at=now(),
            )
        db.commit()
    engine.dispose()
    return Ready(hundreds, session, [f"observer{number}" for number in range(OBSERVERS)])


def ours(folder: Path, database_url: str, processes: int) -> tuple[list[Told], float]:
    """What came of each hundred, and the server's peak memory in MB, all its processes together."""
    url = database_url or f"sqlite:///{folder / 'instance' / 'casework.sqlite'}"
    (folder / "instance").mkdir(parents=True, exist_ok=True)
    ready = make_everybody_ready(url)
    server = Server(folder, database_url, processes).start()
    try:
        told = []
        for people in ready.hundreds:
            everybody = [
                practitioner(server.url, ("casework-sitting", token), session_id, step_id)
                for token, session_id, step_id in people
            ]
            everybody += [observer(server.url, username, ready.watched) for username in ready.observers]
            told.append(run(everybody))
        return told, _memory(server.process_id)
    finally:
        server.stop()


# --- bare ------------------------------------------------------------------------------------------


def bare(folder: Path, database_url: str, processes: int) -> tuple[Told, float]:
    """The same people at a view that inserts one row, and at a page of twelve questions, served alike."""
    port = free_port()
    serve = [
        "waitress",
        "--listen",
        f"127.0.0.1:{port}",
        "--threads",
        str(THREADS),
        "--call",
        "tests.bench.serving_bare:app",
    ]
    if processes > 1:
        serve = ["gunicorn", "--workers", str(processes), "--threads", "4", "--bind", f"127.0.0.1:{port}"]
        serve.append("tests.bench.serving_bare:app()")
    environment = os.environ | {"BARE_FOLDER": str(folder), "BARE_DATABASE": database_url}
    server = subprocess.Popen(
        [sys.executable, "-m", *serve], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(url) and time.monotonic() < until:
            time.sleep(0.1)
        return run([_plain(url) for _ in range(PRACTITIONERS)]), _memory(server.pid)
    finally:
        server.terminate()
        server.wait()


def _plain(url: str) -> Person:
    def works(over: threading.Event, told: Told) -> None:
        browser, said = Browser(url), 0
        while not over.is_set():
            said += 1
            there = timed(browser, "/save", {"lives": "no", "matters": f"Her own kitchen, said {said} times."}, told)
            if there:
                browser.ask("GET", urlsplit(there).path)
            over.wait(THINKS)

    return works


def _answers(url: str) -> bool:
    try:
        return Browser(url).ask("GET", "/page")[0] == 200
    except OSError:
        return False


def _memory(process_id: int) -> float:
    """The peak of a process and of those it began, in MB."""
    total = 0
    for each in (process_id, *_children(process_id)):
        status = Path(f"/proc/{each}/status").read_text()
        total += int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]
    return total / 1024


def _children(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [int(each) for each in listed] + [grand for each in listed for grand in _children(int(each))]


# --- what is told ----------------------------------------------------------------------------------


def load(folder: Path, tell: Callable[..., None], postgresql: Callable[[str], str] | None = None) -> None:
    """Print p95 of a save, errors and memory on SQLite and, where there is one, on PostgreSQL with two processes."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    kinds: list[tuple[str, str, str, int]] = [("SQLite, one process", "", "", 1)]
    if postgresql is not None:
        kinds.append(("PostgreSQL, two processes", postgresql("ours"), postgresql("bare"), 2))
    for name, our_url, bare_url, processes in kinds:
        place = folder / name.split(",")[0]
        place.mkdir()
        hundreds, memory = ours(place, our_url, processes)
        plain, plain_memory = bare(place, bare_url, processes)
        first, third = hundreds[0], hundreds[-1]
        tell(f"p95 of a save by 100 with 10 observers / bare; {name}", first.share(95) / plain.share(95), "–", True,
             first.share(95), plain.share(95))  # fmt: skip
        tell(f"the third hundred / the first, p95; {name}", third.share(95) / first.share(95), "≤ 1.2",
             third.share(95) / first.share(95) <= 1.2, third.share(95), first.share(95))  # fmt: skip
        saves, failed = sum(len(each.saves) for each in hundreds), sum(len(each.failed) for each in hundreds)
        print(f"{name}: {saves} saves, {failed} failed; bare {len(plain.saves)} saves, {len(plain.failed)} failed; "
              f"median {1000 * first.share(50):.0f} ms against {1000 * plain.share(50):.0f} ms; "
              f"peak memory {memory:.0f} MB against {plain_memory:.0f} MB", flush=True)  # fmt: skip
        for what in {each for told in (*hundreds, plain) for each in told.failed[:3]}:
            print(f"  failed: {what}")
