"""Who is here and when it is: the only place that turns a request into a sitting, a sandbox and a date.

A participant's cookie names a row of `session`; a post of hers also names the sitting its page was
made for, and carries a once-only key where it creates or finishes something.
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any, cast

from flask import Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import RequestEntityTooLarge

from casework import clock
from casework.database import ask_to_write, enter_sandbox, leave_sandbox
from casework.errors import DomainError
from casework.extensions import db
from casework.lab import by_hand, events, once_only, sessions
from casework.lab import reading as readers
from casework.lab.models import (
    ColleagueLink,
    Reader,
    Reading,
    Sandbox,
    Session,
    SessionArm,
    StrayPost,
    TaskRun,
    Trial,
)
from casework.lab.vocabulary import EventKind, Stage
from casework.records.models import Cover, Person, RecordView, Step, Worker
from casework.records.queries import work as work_queries
from casework.rehearsal import trials
from config import Settings

LONGEST_ABSENCE = timedelta(hours=12)
LONGEST_KEY = 64
NUL = "\x00"
NOT_TYPED = {"asked", "csrf_token", "once", "sitting", "clicks", "revision", "shown", "next"}


def settings() -> Settings:
    return cast(Settings, current_app.config["SETTINGS"])


def moment() -> datetime:
    """The server's moment: one for a whole request."""
    if "moment" not in g:
        g.moment = clock.now()
    return cast(datetime, g.moment)


def nonce() -> str:
    """What marks the scripts of this reply as ours."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast(str, g.nonce)


def is_post() -> bool:
    return request.method == "POST"


def asked_for_a_page() -> bool:
    """Whether the request is for a page of ours, and not for a style or a script."""
    return request.endpoint is not None and request.endpoint != "static"


# --- the participant ---------------------------------------------------------------------------


def cookie_name() -> str:
    return "__Host-casework-sitting" if settings().over_tls else "casework-sitting"


def session() -> Session | None:
    """The sitting this browser belongs to, locked on a POST so that its events follow one another."""
    if "session" not in g:
        g.session = _session()
        g.session_id = g.session.id if g.session else None
    return cast("Session | None", g.session)


def session_id() -> str | None:
    """The id of the session, also once its transaction is over: for what is kept after the reply."""
    if "session_id" not in g:
        session()
    return cast("str | None", g.session_id)


def _session() -> Session | None:
    if is_colleague_address():
        link = colleague()
        return sessions.get_session(db.session(), link.session_id, lock=is_post()) if link else None
    token = request.cookies.get(cookie_name())
    found = sessions.session_of_token(db.session(), token, lock=is_post()) if token else None
    if found and found.last_heard_at and moment() - found.last_heard_at > LONGEST_ABSENCE:
        return None
    if found and found.stage == Stage.WORKING and found.current_arm and found.current_arm.sandbox_id:
        enter_sandbox(db.session(), found.current_arm.sandbox_id)
    return found


def went_on_elsewhere() -> bool:
    """Whether this browser was at a session that another device has gone on with."""
    token = request.cookies.get(cookie_name())
    return bool(token) and session() is None and sessions.went_on_elsewhere(db.session(), token or "")


def is_trial_address() -> bool:
    """Whether the request is for a page under /try/…, whose address alone is the right to it."""
    return request.blueprint in ("trial", "trying")


def trial() -> Trial | None:
    """The trial that the address names, while it lasts."""
    if not is_trial_address():
        return None
    if "trial" not in g:
        g.trial = trials.find_trial(db.session(), g.address_token, moment())
        if g.trial is not None:
            enter_sandbox(db.session(), g.trial.sandbox_id)
    return cast("Trial | None", g.trial)


def trial_is_over() -> Response:
    why = "It has expired, or was never there. Whoever sent it to you can make another."
    return show_what_was_typed("This link does not lead anywhere now", 404, why=why)


def is_colleague_address() -> bool:
    """Whether the request is for a page under /as/…, where somebody does a colleague's part by hand."""
    return request.blueprint == "colleague"


def colleague() -> ColleagueLink | None:
    """Whose part is done by hand at this address, while the arm of the session that it belongs to is under way."""
    if not is_colleague_address():
        return None
    if "colleague" not in g:
        g.colleague = by_hand.find_link(db.session(), g.address_token, moment())
        if g.colleague is not None:
            enter_sandbox(db.session(), g.colleague.session_arm.sandbox_id)
    return cast("ColleagueLink | None", g.colleague)


def reading() -> Reading | None:
    """The reading to which this address of a record belongs, if it is a reader's."""
    link = colleague()
    if link is None:
        return None
    if "reading" not in g:
        g.reading = readers.reading_at(db.session(), link)
    return cast("Reading | None", g.reading)


def is_reader_address() -> bool:
    """Whether the request is for a page under /read/…, where a reader agrees, answers and rates."""
    return request.blueprint == "reading"


def reader() -> Reader | None:
    """Who reads at this address."""
    if not is_reader_address():
        return None
    if "reader" not in g:
        g.reader = readers.find_reader(db.session(), g.address_token, lock=is_post())
    return cast("Reader | None", g.reader)


def is_watched() -> bool:
    """Whether it is the participant herself who is here, whose every step is an observation."""
    return not is_trial_address() and not is_colleague_address()


def place() -> str:
    """The name under which the record's pages are reached here."""
    return "trial" if is_trial_address() else "colleague" if is_colleague_address() else "records"


def path() -> str:
    """The path as the tested system has it, without the address of a trial before it."""
    before = "/try/" if is_trial_address() else "/as/" if is_colleague_address() else ""
    return request.path.removeprefix(f"{before}{g.address_token}") if before else request.path


def sitting() -> Session:
    """The sitting, on routes that only participants reach."""
    found = session()
    if found is None:
        raise ValueError("this route must only let participants through")
    return found


def sitting_id() -> str:
    """What a form of this page says it was made for; empty where nobody has joined."""
    found = trial() or colleague() or reader() or session()
    return found.id if found else ""


def arm() -> SessionArm:
    link = colleague()
    found = link.session_arm if link else sitting().current_arm
    if found is None:
        raise ValueError("no arm is under way")
    return found


def is_elsewhere() -> bool:
    """Whether the arm under way is worked in a system outside ours."""
    here = session()
    return here is not None and here.current_arm is not None and here.current_arm.sandbox_id is None


def run() -> TaskRun | None:
    found = session()
    return found.current_run if found else None


def sandbox() -> Sandbox:
    tried = trial()
    found = tried.sandbox if tried else arm().sandbox
    if found is None:
        raise ValueError("the sandbox of an arm under way has been dropped")
    return found


def story_date() -> date:
    """Today, in the story. Every due date and age of the record follows it."""
    return sandbox().story_date


def story_moment() -> datetime:
    """Now, in the story: its day, with our time of day."""
    return clock.in_story(story_date(), moment())


def worker() -> Worker:
    """Whom the participant, or whoever tries a workflow, works as."""
    if "worker" not in g:
        of_address = trial() or colleague()
        worker_id = of_address.worker_id if of_address else sitting().study.worker_id
        whom = select(Worker).where(Worker.id == worker_id).options(joinedload(Worker.team))
        g.worker = db.session.scalars(whom).one()
    return cast(Worker, g.worker)


def cover() -> Cover | None:
    """Whose work she may do today while they are away, whether she does or not."""
    if "cover" not in g:
        g.cover = work_queries.find_cover(db.session(), worker(), story_date())
    return cast("Cover | None", g.cover)


def acting_for() -> Worker | None:
    """The colleague whom she acts for, while she does."""
    found = cover()
    return found.absent if found and found.is_on else None


def for_step(step: Step) -> Worker | None:
    """The colleague for whom work on this step is done; None where it is her own."""
    absent = acting_for()
    return absent if absent and step.worker_id == absent.id else None


def for_person(person: Person) -> Worker | None:
    """The colleague for whom an entry about this person is made: they are the colleague's, and not her own."""
    absent = acting_for()
    if absent is None or work_queries.is_worked_by(db.session(), person, worker()):
        return None
    return absent if work_queries.is_worked_by(db.session(), person, absent) else None


def own_role() -> str | None:
    """The role whose next steps come back to the worker; None in a trial, where every role's do."""
    return None if trial() else worker().role


def beside() -> dict[str, str]:
    """The version of each other workflow that may be started here, by its id."""
    tried = trial()
    return dict(tried.beside if tried else arm().arm.beside or {})


def remember_sitting(response: Response, token: str) -> Response:
    response.set_cookie(
        cookie_name(),
        token,
        secure=settings().over_tls,
        httponly=True,
        samesite="Lax",
        path="/",
        max_age=int(LONGEST_ABSENCE.total_seconds()),
    )
    return response


# --- what happens ------------------------------------------------------------------------------


def happened(kind: EventKind, **data: Any) -> None:
    """Keep an event of this sitting in the transaction under way.

    Of a trial nothing is kept; of a colleague's part done by hand only what came of it.
    """
    if trial() or (colleague() and kind is not EventKind.COLLEAGUE_ACTED):
        return
    here = sitting()
    here.last_heard_at = moment()
    working = here.stage == Stage.WORKING and here.current_arm is not None and not is_elsewhere()
    events.happened(
        db.session(),
        here,
        kind,
        at=moment(),
        story_date=story_date() if working else None,
        version_id=arm().arm.version_id if working else None,
        **data,
    )


def refused(*messages: str | DomainError, place: str = "") -> None:
    """Undo what the refused attempt began, then keep by itself that its errors were shown."""
    db.session.rollback()
    forget()
    ask_to_write(db.session())
    if not is_watched() or session() is None:
        db.session.rollback()
        forget()
        trial() or colleague()
        return
    said = [m.message if isinstance(m, DomainError) else m for m in messages]
    happened(EventKind.ERRORS_SHOWN, messages=said, path=request.path, page=place)
    db.session.commit()


def forget() -> None:
    """Look everything up again: the transaction it was read in is over."""
    for name in ("session", "trial", "colleague", "reading", "reader", "worker", "cover"):
        g.pop(name, None)
    leave_sandbox(db.session())


def page_was_viewed(response: Response) -> Response:
    """After a page of the record was shown: keep that it was, in a short transaction of its own."""
    if request.method != "GET" or response.status_code != 200 or ("afterwards" not in g and "looked_at" not in g):
        return response
    if not is_watched():
        db.session.rollback()
        forget()
        ask_to_write(db.session())
        if trial() or colleague():
            _keep_what_was_looked_at()
            db.session.commit()
        return response
    here, story, version_id = sitting().id, story_date(), arm().arm.version_id
    db.session.rollback()
    forget()
    ask_to_write(db.session())
    found = sessions.get_session(db.session(), here, lock=True)
    if found.stage == Stage.WORKING:
        found.last_heard_at = moment()
        for kind, data in g.get("afterwards", []):
            events.happened(
                db.session(),
                found,
                kind,
                at=moment(),
                story_date=story,
                version_id=version_id,
                path=request.path,
                **data,
            )
        _keep_what_was_looked_at()
        db.session.commit()
    return response


def _keep_what_was_looked_at() -> None:
    for sandbox_id, view in g.get("looked_at", []):
        enter_sandbox(db.session(), sandbox_id)
        db.session.add(RecordView(**view))


def looked_at(person: Person, page: str, step: Step | None = None) -> None:
    """Keep, once the page has been shown, that it was opened: the record says who has looked at it.

    All of it is looked up now, so that keeping it asks the database for nothing more.
    """
    absent = for_step(step) if step else for_person(person)
    view = {
        "person_id": person.id,
        "worker_id": worker().id,
        "for_id": absent.id if absent else None,
        "step_id": step.id if step else None,
        "page": page[:160],
        "viewed_on": story_date(),
        "viewed_at": moment(),
    }
    g.setdefault("looked_at", []).append((person.sandbox_id, view))


def viewing(page: str) -> None:
    """Name the page being shown, for the event that says it was viewed."""
    afterwards(EventKind.PAGE_VIEWED, page=page)


def afterwards(kind: EventKind, **data: Any) -> None:
    """Keep an event of a page that only reads, once it has been shown."""
    g.setdefault("afterwards", []).append((kind, data))


# --- posts that must happen once, in the right sitting -----------------------------------------


def typed() -> dict[str, list[str]]:
    """What the visitor sent, without the fields that are ours and without passwords.

    Empty where it was too much to be read.
    """
    try:
        sent = request.form.lists()
    except RequestEntityTooLarge:
        return {}
    return {name: values for name, values in sent if name not in NOT_TYPED and not name.endswith("password")}


def check_sitting() -> ResponseReturnValue | None:
    """A post from a page of another sitting is kept aside and shown, never stored in this one's record."""
    named = request.form.get("sitting")
    of_address = trial() or colleague() or reader()
    if of_address is not None:
        if is_post() and named not in (None, of_address.id):
            return show_what_was_typed("This page belongs to another trial", 409)
        return None
    here = session()
    if not is_post() or here is None or named is None or named == here.id:
        return None
    known = db.session.get(Session, named)
    if known is None or known.participant.consented_at is not None:
        found = StrayPost(session_id=known.id if known else None, path=request.path, fields=typed(), at=moment())
        db.session.add(found)
        db.session.commit()
    return show_what_was_typed("This page belongs to an earlier session", 409)


def check_characters() -> ResponseReturnValue | None:
    """No database keeps the character zero, which nobody types: what came with it is given back without it."""
    if NUL in request.path or any(NUL in value for value in request.args.values()):
        abort(404)
    if any(NUL in value for _, values in request.form.lists() for value in values):
        return show_what_was_typed("There is a character in this that cannot be kept", 400)
    return None


def check_once() -> ResponseReturnValue | None:
    """The same once-only key again gets the reply it had; with other content, its author sees what she typed."""
    key = once_only_key()
    if not is_post() or not key:
        return None
    try:
        reply = once_only.find_reply(db.session(), key, once_only.content_hash(typed_here()))
    except once_only.SameKeyOtherContent:
        return show_what_was_typed("This page was already sent", 409)
    return redirect(reply, 303) if reply else None


def once_only_key() -> str:
    """The key that came with the form; nothing where it cannot be one of ours."""
    key = request.form.get("once", "")
    return key if len(key) <= LONGEST_KEY else ""


def typed_here() -> dict[str, list[str]]:
    """What makes two posts the same: where they went and what was typed."""
    return {"path": [request.path], **typed()}


def reply_is(address: str) -> None:
    """Store the reply with the once-only key, in the transaction that does the work."""
    key = once_only_key()
    if key:
        here = None if is_trial_address() or is_reader_address() else session()
        once_only.keep_reply(
            db.session(),
            key,
            once_only.content_hash(typed_here()),
            address,
            moment(),
            session_id=here.id if here else None,
        )


def show_what_was_typed(title: str, status: int, *, why: str = "") -> Response:
    """A page that gives back everything that was typed, so that no failure loses it.

    It asks nothing of the database, which may be what failed.
    """
    on = {"text": "Go to the front page", "href": url_for("front.home")}
    if request.cookies.get(cookie_name()):
        on = {"text": "Go on with your session", "href": url_for("joining.now")}
    if g.get("reader"):
        on = {"text": "Back to your page", "href": url_for("reading.now")}
    page = current_app.jinja_env.get_template("errors/typed.html").render(
        heading=title,
        why=why,
        lines=[(name, value.replace(NUL, "")) for name, values in typed().items() for value in values if value.strip()],
        on=on,
        cspNonce=nonce(),
    )
    return make_response(page, status)
