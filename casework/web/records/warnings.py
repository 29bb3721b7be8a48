"""Warnings on a person's record: adding one, reviewing it, ending it."""

from collections.abc import Callable
from datetime import date

from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.operations import warnings as operations
from casework.records.queries.around import get_warning
from casework.records.queries.people import get_person
from casework.records.vocabulary import WarningKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp
from casework.web.records.people import form_about


class WarningForm(Form):
    kind = RadioField(
        "What is it about?",
        choices=[SelectChoice(kind.value, kind.label) for kind in WarningKind],
        validators=[InputRequired("Select what it is about")],
    )
    title = StringField(
        "The warning in a few words",
        description="Everybody who opens the record reads this first. For example: Dog not secured",
        validators=[
            DataRequired("Enter the warning in a few words"),
            Length(max=operations.LONGEST_TITLE, message="The warning must be 120 characters or fewer"),
        ],
    )
    text = TextAreaField("What a worker must know or do (optional)")
    review_on = DateField(
        "When to look at it again", format="%d %m %Y", validators=[DataRequired("Enter when to look at it again")]
    )
    is_shared = RadioField(
        "Does the person know about this warning?",
        choices=[SelectChoice("yes", "Yes, it was talked about"), SelectChoice("no", "No")],
        validators=[InputRequired("Select whether the person knows about this warning")],
    )
    not_shared_because = TextAreaField("If not, why?")
    submit = SubmitField("Add the warning")


@bp.route("/people/<person_id>/warnings/new", methods=["GET", "POST"])
@allow(*AT_WORK)
def add_warning(person_id: str) -> ResponseReturnValue:
    form = WarningForm()

    def do() -> str:
        whom = get_person(db.session(), person_id)
        said = operations.Said(
            kind=WarningKind(form.kind.data),
            title=(form.title.data or "").strip(),
            text=(form.text.data or "").strip() or None,
            review_on=_given(form.review_on.data),
            is_shared=form.is_shared.data == "yes",
            not_shared_because=(form.not_shared_because.data or "").strip() or None,
        )
        added = operations.add_warning(
            db.session(),
            whom,
            said,
            worker=current.worker(),
            acted_for=current.for_person(whom),
            today=current.story_date(),
        )
        current.happened(EventKind.WARNING_ADDED, person_id=person_id, warning=added.id)
        return url_for(".person", person_id=person_id)

    return answered(form, do, form_about(person_id, "records/new_warning.html", "add a warning", form))


class ReviewForm(Form):
    note = TextAreaField(
        "What did you find?", validators=[DataRequired("Enter what you found when you looked at it again")]
    )
    review_on = DateField(
        "When to look at it again", format="%d %m %Y", validators=[DataRequired("Enter when to look at it again")]
    )
    submit = SubmitField("It still stands")


@bp.route("/people/<person_id>/warnings/<warning_id>/review", methods=["GET", "POST"])
@allow(*AT_WORK)
def review_warning(person_id: str, warning_id: str) -> ResponseReturnValue:
    get_warning(db.session(), get_person(db.session(), person_id), warning_id)
    form = ReviewForm()

    def do() -> str:
        whom = get_person(db.session(), person_id)
        operations.review_warning(
            db.session(),
            get_warning(db.session(), whom, warning_id),
            note=form.note.data or "",
            review_on=_given(form.review_on.data),
            worker=current.worker(),
            acted_for=current.for_person(whom),
            today=current.story_date(),
        )
        current.happened(EventKind.WARNING_REVIEWED, person_id=person_id, warning=warning_id)
        return url_for(".person", person_id=person_id)

    return answered(form, do, _about_warning(person_id, warning_id, "records/review_warning.html", form))


class EndForm(Form):
    because = TextAreaField(
        "Why does it no longer stand?", validators=[DataRequired("Enter why the warning no longer stands")]
    )
    submit = SubmitField("End the warning")


@bp.route("/people/<person_id>/warnings/<warning_id>/end", methods=["GET", "POST"])
@allow(*AT_WORK)
def end_warning(person_id: str, warning_id: str) -> ResponseReturnValue:
    get_warning(db.session(), get_person(db.session(), person_id), warning_id)
    form = EndForm()

    def do() -> str:
        whom = get_person(db.session(), person_id)
        operations.end_warning(
            db.session(),
            get_warning(db.session(), whom, warning_id),
            because=form.because.data or "",
            worker=current.worker(),
            acted_for=current.for_person(whom),
            today=current.story_date(),
        )
        current.happened(EventKind.WARNING_ENDED, person_id=person_id, warning=warning_id)
        return url_for(".person", person_id=person_id)

    return answered(form, do, _about_warning(person_id, warning_id, "records/end_warning.html", form))


def _about_warning(person_id: str, warning_id: str, template: str, form: Form) -> Callable[[list[str]], str]:
    return form_about(
        person_id,
        template,
        "a warning",
        form,
        warning=lambda whom: get_warning(db.session(), whom, warning_id),
    )


def _given(value: date | None) -> date:
    """A date that the form has made sure of."""
    if value is None:
        raise ValueError("the form lets no empty date through")
    return value
