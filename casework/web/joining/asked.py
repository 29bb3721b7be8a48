"""What she is asked after a task and after an arm: what she understood, how easy it was, the questionnaires."""

from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab import asking, sessions
from casework.lab.models import Session
from casework.lab.vocabulary import Stage
from casework.web import current
from casework.web.access import Who, allow
from casework.web.joining.blueprint import NOT_KEPT_WHILE_TYPING, UNDERSTANDING, bp, go_on, key_of, take, too_late
from casework.web.page import time_of_day

MOST_TYPED = 60_000
"""Characters of a page that are kept while it is being filled in."""


@bp.post("/understanding")
@allow(Who.PARTICIPANT)
def understanding() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.say_what_was_understood(db.session(), here, *form.understood(), at=current.moment())

    return take(UNDERSTANDING, keep)


@bp.post("/rating")
@allow(Who.PARTICIPANT)
def rating() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.rate(
            db.session(), here, int(form.seq.data), form.comment.data, answers=form.own(), at=current.moment()
        )

    return take(Stage.RATING.value, keep)


@bp.post("/questionnaire")
@allow(Who.PARTICIPANT)
def questionnaire() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        which = asking.name_of(asking.questionnaire_now(here))
        said, at = form.comment.data, current.moment()
        if which == "sus":
            sessions.answer_sus(db.session(), here, form.items(), said, at=at)
        else:
            items = form.items() if which in asking.ITEMS else form.own()
            sessions.answer_questionnaire(db.session(), here, which, items, said, at=at)

    return take(Stage.QUESTIONNAIRE.value, keep)


@bp.post("/skip")
@allow(Who.PARTICIPANT)
def skip() -> ResponseReturnValue:
    """She would rather not answer this page."""
    here = current.sitting()
    if here.stage not in (Stage.RATING, Stage.QUESTIONNAIRE):
        return too_late()
    here.typed = None
    sessions.skip(db.session(), here, by=sessions.PARTICIPANT, at=current.moment())
    return go_on()


@bp.post("/typed")
@allow(Who.PARTICIPANT)
def keep_typed() -> ResponseReturnValue:
    """What is on her page and not sent yet, so that another device shows it too. Its script sends it; no event."""
    here = current.sitting()
    fields = current.typed()
    if here.stage in NOT_KEPT_WHILE_TYPING or request.form.get("asked") != key_of(here):
        return jsonify(message="This page is no longer the present one.", href=url_for("joining.now")), 409
    if sum(len(value) for values in fields.values() for value in values) > MOST_TYPED:
        return jsonify(message="That is too much to keep while you type. It is sent with Continue."), 413
    here.typed = {"page": key_of(here), "fields": fields}
    db.session.commit()
    return jsonify(saved=time_of_day(current.moment()))
