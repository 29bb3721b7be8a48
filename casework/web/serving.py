"""Before the first request: who holds the database, what is logged, and whether it may be served at all."""

from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from casework.extensions import db
from casework.lab import backing_up, ledger
from casework.web import log
from config import Settings


def begin(app: Flask, *, log_folder: Path | None) -> str | None:
    """Make ready to serve; why it may not be served, in a sentence, or None.

    Nothing is put back into the database’s place while this process runs. log_folder: where its own log file goes; None
    where another program looks after the log.
    """
    settings: Settings = app.config["SETTINGS"]
    try:
        held = backing_up.hold_while_serving(settings.instance)
        if (why_not := _brings_back(app, settings)) is not None:
            held.close()
            return why_not
        app.extensions["serving"] = held
        log.keep(app, log_folder if settings.log != "stderr" else None, requests=settings.log != "events")
    except OSError as error:
        return f"{settings.instance} cannot be written to ({error.strerror})"
    return None


def _brings_back(app: Flask, settings: Settings) -> str | None:
    with app.app_context():
        try:
            ledger.catch_up(db.session(), settings.instance / ledger.NAME)
            back = ledger.not_applied(db.session(), settings.instance / ledger.NAME)
        except SQLAlchemyError:
            return None  # it is not ready: whoever asks for a page, or flask serve, says what to run
        except ValueError as error:
            return str(error)
        finally:
            db.session.remove()
    if not back:
        return None
    codes = ", ".join(sorted({entry.code for entry in back}))
    return f"this database brings back who has withdrawn ({codes}). Run flask work, which withdraws them again"
