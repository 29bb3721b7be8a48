"""The real server for tests: a process of its own on a free port, which can be stopped, killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 30


def free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Server:
    """Casework as `make run` serves it, on data of its own.

    folder: where its data and log go. database_url: empty for SQLite in that folder.
    processes: 1 is waitress, as shipped; more are gunicorn's workers.
    """

    def __init__(self, folder: Path, database_url: str = "", processes: int = 1) -> None:
        self.folder = folder
        self.port = free_port()
        self.processes = processes
        self.said = ""
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
        self.environment |= {"CASEWORK_INSTANCE": str(folder / "instance"), "PYTHONUNBUFFERED": "1"}
        self.environment.pop("SECRET_KEY", None)
        self.environment.pop("DATABASE_URL", None)
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of our commands on this server's data; fails the test when the command does."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode:
            pytest.fail(f"flask {' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    def start(self) -> "Server":
        """Start serving, and wait until the first page is there."""
        serve = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(self.port)]
        if self.processes > 1:
            serve = [sys.executable, "-m", "gunicorn", "--workers", str(self.processes), "--threads", "4"]
            serve += ["--bind", f"127.0.0.1:{self.port}", "wsgi:app"]
        self._log = self.log_file.open("ab")
        self._process = subprocess.Popen(
            serve,
            cwd=ROOT,
            env=self.environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,  # so that all its processes can be killed at once
        )
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                pytest.fail(f"the server did not start:\n{self.log}")
            time.sleep(0.05)
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5):
                return True
        except HTTPError:
            return True
        except (URLError, ConnectionError, TimeoutError):
            return False

    @property
    def process_id(self) -> int:
        if self._process is None:
            raise ValueError("the server is not running")
        return self._process.pid

    @property
    def log_file(self) -> Path:
        return self.folder / "server.log"

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, how)
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers that are not yet running: make_server(database_url=…, processes=2)."""
    made: list[Server] = []

    def make(database_url: str = "", processes: int = 1) -> Server:
        folder = tmp_path / f"server-{len(made) + 1}"
        folder.mkdir()
        made.append(Server(folder, database_url, processes))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def live_server(make_server: Callable[..., Server]) -> Server:
    """A server with the demonstration study, as after `make run`; what `flask init` said is in its `said`."""
    server = make_server()
    server.said = server.flask("init").stdout
    return server.start()
