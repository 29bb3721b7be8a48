"""Setting up and serving."""

import errno
import socket
import sys
from pathlib import Path

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from casework import clock
from casework.accounts.operations import create_first_account
from casework.accounts.queries import has_accounts
from casework.cli import setting_up
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.lab.studies import StudyError
from casework.migrations import is_empty, is_pending, upgrade
from casework.web import serving
from casework.web.current import settings
from casework.workflows.problems import WorkflowError

THREADS = 8
AT_HOME = ("127.0.0.1", "localhost", "::1")
IN_THE_CLEAR = (
    "Casework: other machines come here without TLS. Whoever is on the network between can read passwords, join codes "
    "and all that participants type, and can act as any of them. Never do so where real people take part."
)


@click.command()
@with_appcontext
def init() -> None:
    """Make or migrate the database, a first sign-in and the demonstration study. Safe to run again."""
    _folder_is_ours()
    said: list[str] = []
    try:
        with click.progressbar(length=4, label="Setting up") as bar:
            _migrate()
            bar.update(1)
            ask_to_write(db.session())
            first = create_first_account(db.session(), clock.now())
            setting_up.make_county(db.session(), clock.now())
            bar.update(1)
            workflows = setting_up.read_in_workflows(db.session(), clock.now())
            bar.update(1)
            setting_up.read_in_studies(db.session(), workflows, clock.now(), say=said.append)
            db.session.commit()
            bar.update(1)
    except (WorkflowError, StudyError) as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(FOUND_SOMETHING) from error
    except DomainError as error:
        stop(error.message, FOUND_SOMETHING)
    except OperationalError as error:
        stop(f"the database cannot be used: {error.orig}")
    for line in said:
        click.echo(line)
    if first is not None:
        username, password = first
        click.echo("A first sign-in was made. Write its password down now: it is shown this once.")
        click.echo(f"  Username: {username}")
        click.echo(f"  Password: {password}")
    click.echo("Everything is in place.")


def _folder_is_ours() -> None:
    folder = settings().instance
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / ".may-write"
        trial.touch()
        trial.unlink()
        database = make_url(settings().database_url)
        if database.drivername == "sqlite" and database.database:
            Path(database.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{folder} cannot be written to ({error.strerror}). Set CASEWORK_INSTANCE to a folder that can.")


def _migrate() -> None:
    if not is_pending(db.engine):
        return
    if not is_empty(db.engine):
        under_way = setting_up.sessions_under_way(db.session(), clock.now())
        db.session.rollback()
        if under_way:
            sessions = "1 session is" if under_way == 1 else f"{under_way} sessions are"
            stop(f"the database is to be changed, but {sessions} under way. Run this again when they have ended.")
    upgrade(settings().database_url)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where browsers find it.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@with_appcontext
def serve(port: int, host: str) -> None:
    """Serve with a production server until Ctrl+C."""
    known = settings()
    if host not in AT_HOME and not known.over_tls and not known.plain_http:
        stop(
            f"{host} can be reached from other machines, and passwords would travel in the clear: "
            "put a proxy with TLS in front and set CASEWORK_TLS=on (docs/running.md). "
            "On a network that nobody else is on, CASEWORK_PLAIN_HTTP=on serves without."
        )
    try:
        if is_pending(db.engine):
            stop("the database is not ready. Run flask init first.")
        is_new = not has_accounts(db.session())
        db.session.rollback()
    except OperationalError as error:
        stop(f"the database cannot be used: {error.orig}. Run flask init first.")
    if is_new:
        stop("nobody can sign in yet. Run flask init first.")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    listening = _listen(host, port)
    if (why_not := serving.begin(app, log_folder=known.instance / "log")) is not None:
        listening.close()
        stop(f"{why_not}.", FOUND_SOMETHING)
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident="",
        # Proxy headers are ProxyFix's business where proxies are trusted, and nobody's where none is.
        clear_untrusted_proxy_headers=not known.proxies,
    )
    address = "[::1]" if host == "::1" else host
    click.echo(f"Casework is at http://{address}:{port}")
    click.echo("First: open it, sign in, open the study, start the next session, and give its link to the participant.")
    click.echo("Stop it with Ctrl+C.")
    if host not in AT_HOME and not known.over_tls:
        click.echo(IN_THE_CLEAR, err=True)
    sys.stdout.flush()
    server.run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError):
        stop(f"there is no address {host} with a port {port} here.")
    listening = socket.socket(family, kind)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            stop(f"port {port} is in use by another program. Stop that, or choose another: make run PORT={port + 1}")
        stop(f"port {port} at {host} cannot be opened ({error.strerror}).")
    return listening
