"""A reader's own pages: the record she reads stands elsewhere, with the question in a band above it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, SubmitField

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import consenting, reading
from casework.lab.models import Reader, Study
from casework.lab.study_file import file_of
from casework.web import current, reading_bar
from casework.web.access import Who, allow
from casework.web.forms import Form, choices_of
from casework.web.joining.forms import ROLES, one_of
from casework.web.joining.questions import SEQ_SCALE, comment_field
from casework.web.page import NOBODY_JOINED

bp = Blueprint("reading", __name__)


class AgreeForm(Form):
    choices = SelectMultipleField("Do you agree?", description="Select all that you agree to.")
    role = one_of("What is your role?", ROLES, missing="Select your role, or that you prefer not to say")
    submit = SubmitField("Continue")


class StartForm(Form):
    submit = SubmitField("Open the record")


class RatingForm(Form):
    ease = one_of(
        "Overall, how difficult or easy was it to find out what you needed?",
        SEQ_SCALE,
        missing="Select how difficult or easy it was",
    )
    comment = comment_field()
    submit = SubmitField("Continue")


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/join.html` reads."""
    here = _reader()
    now = reading.reading_now(here)
    progress = f"Record {now.position + 1} of {len(here.readings)}" if now and here.participant.consented_at else ""
    return {"current": NOBODY_JOINED | {"progress": progress}, "sitting": here.id, "reader": here}


def _reader() -> Reader:
    found = current.reader()
    if found is None:
        raise ValueError("this route must only let readers through")
    return found


@bp.get("/")
@allow(Who.READER)
def now() -> ResponseReturnValue:
    """Wherever she is: agreeing, about to read, reading, rating, or at the end."""
    here = _reader()
    study, one = reading.study_of(db.session(), here), reading.reading_now(here)
    if one is None:
        return render_template("reading/thanks.html")
    if here.participant.consented_at is None:
        return _show_consent(study, AgreeForm())
    if one.answered_at is not None:
        return render_template("reading/rating.html", form=RatingForm(), reading=one)
    part = reading.part_of(study)
    return render_template("reading/brief.html", form=StartForm(), reading=one, part=part, bar=reading_bar.drawn(one))


def _show_consent(study: Study, form: AgreeForm) -> str:
    here, file, asked = _reader(), file_of(study), reading.choices_asked(study)
    said = [one for one in consenting.agreements(here.participant, file) if one.choice in asked]
    form.choices.choices = choices_of({one.id: one.label for one in asked})
    return render_template(
        "reading/consent.html", form=form, study=file, part=reading.part_of(study), said=said, here=here
    )


@bp.post("/agree")
@allow(Who.READER)
def agree() -> ResponseReturnValue:
    study, form = reading.study_of(db.session(), _reader()), AgreeForm()
    form.choices.choices = choices_of({one.id: one.label for one in reading.choices_asked(study)})
    is_valid = form.validate()
    try:
        reading.check_choices(study, form.choices.data or [])
        if not is_valid:
            return _show_consent(study, form)
        reading.agree(db.session(), _reader(), form.choices.data or [], form.role.data, at=current.moment())
    except DomainError as error:
        form.show(error)
        return _show_consent(study, form)
    return _go_on()


@bp.post("/start")
@allow(Who.READER)
def start() -> ResponseReturnValue:
    try:
        one = reading.start(db.session(), _reader(), at=current.moment())
    except DomainError as error:
        return current.show_what_was_typed(error.message, 409)
    there = str(reading_bar.drawn(one)["person_url"])
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


@bp.post("/answer")
@allow(Who.READER)
def answer() -> ResponseReturnValue:
    """Keep the answer from the band above the record, and go back to the page where she was."""
    here, asked = _reader(), request.form.get("asked", "")
    said = None if request.form.get("not_there") else request.form.get("answer", "")
    try:
        one = reading.answer(db.session(), here, asked, said, at=current.moment())
    except DomainError as error:
        one_now = reading.reading_now(here)
        if error.field is None or one_now is None:
            return redirect(url_for(".now"), 303)
        bar = reading_bar.drawn(one_now) | {"error": error.message}
        return render_template("reading/answer.html", bar=bar), 400
    there = _back(one.link.token if one.link else "") if one.answered_at is None else url_for(".now")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _back(token: str) -> str:
    """The page of the record she came from, or her present page where that is not one."""
    there = request.form.get("next", "")
    begins = url_for("colleague.work_view", token=token).removesuffix("work")
    return there if there.startswith(begins) and "//" not in there and "\\" not in there else url_for(".now")


@bp.post("/rate")
@allow(Who.READER)
def rate() -> ResponseReturnValue:
    here, form = _reader(), RatingForm()
    one = reading.reading_now(here)
    if one is None or one.answered_at is None:
        return redirect(url_for(".now"), 303)
    if not form.validate():
        return render_template("reading/rating.html", form=form, reading=one)
    reading.rate(db.session(), here, int(form.ease.data), form.comment.data or "", at=current.moment())
    return _go_on()


@bp.post("/stop")
@allow(Who.READER)
def stop() -> ResponseReturnValue:
    """She reads no more; also before she has agreed."""
    reading.stop(db.session(), _reader(), at=current.moment())
    return _go_on()


def _go_on() -> ResponseReturnValue:
    there = url_for(".now")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
