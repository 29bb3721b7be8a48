"""A restricted record: asking for access, and who has looked at a record."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField, TextAreaField
from wtforms.validators import DataRequired

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.operations import access as operations
from casework.records.queries import access as queries
from casework.records.queries import people, work
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp
from casework.web.records.people import person_page


class AccessForm(Form):
    reason = TextAreaField(
        "Why do you need to open this record?", validators=[DataRequired("Enter why you need to open this record")]
    )
    submit = SubmitField("Open the record")


@bp.route("/people/<person_id>/access", methods=["GET", "POST"])
@allow(*AT_WORK)
def ask_for_access(person_id: str) -> ResponseReturnValue:
    """Says nothing of the person but the first figures of their number, until a reason was given."""
    whom = people.get_person(db.session(), person_id)
    on = _where_to(person_id)
    if queries.may_open(db.session(), whom, current.worker(), current.story_date(), current.acting_for()):
        return redirect(on)
    form = AccessForm()
    current.viewing("Restricted record: ask for access")

    def do() -> str:
        asked = operations.ask_for_access(
            db.session(),
            people.get_person(db.session(), person_id),
            worker=current.worker(),
            acted_for=current.acting_for(),
            reason=form.reason.data or "",
            today=current.story_date(),
            at=current.moment(),
        )
        current.happened(EventKind.ACCESS_ASKED_FOR, person_id=person_id, reason=asked.reason)
        return on

    def show(real: list[str]) -> str:
        number = people.get_person(db.session(), person_id).number_withheld
        return render_template(
            "records/restricted.html", number=number, form=form, real=real, step=request.values.get("step", "")
        )

    return answered(form, do, show)


def _where_to(person_id: str) -> str:
    """Where she was going: one step of the person, or their summary."""
    step_id = request.values.get("step", "")
    if step_id and work.get_step(db.session(), step_id).person_id == person_id:
        return url_for(".step", step_id=step_id)
    return url_for(".person", person_id=person_id)


@bp.route("/people/<person_id>/views")
@allow(*AT_WORK)
def views(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: who has looked")
    return person_page(
        "records/person_views.html",
        whom,
        "",
        looked=queries.who_has_looked(db.session(), whom, current.worker()),
        asked=queries.access_requests_of(db.session(), whom),
    )
