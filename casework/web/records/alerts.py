"""What a colleague drew attention to: read, and acknowledged with an answer or without."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField, TextAreaField

from casework.errors import NotFound
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import Alert, Worker
from casework.records.operations.alerts import acknowledge
from casework.records.queries import work as queries
from casework.records.queries.access import may_open
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp, identity_of


class AcknowledgeForm(Form):
    answer = TextAreaField("Answer (optional)")
    submit = SubmitField("Acknowledge")


@bp.route("/alerts/<alert_id>", methods=["GET", "POST"])
@allow(*AT_WORK)
def alert(alert_id: str) -> ResponseReturnValue:
    found = _hers(alert_id)
    if not may_open(db.session(), found.person, current.worker(), current.story_date(), current.acting_for()):
        return redirect(url_for(".ask_for_access", person_id=found.person_id))
    current.viewing(f"{found.person.name}: alert")
    current.looked_at(found.person, "Alert")
    form = AcknowledgeForm()

    def do() -> str:
        seen = _hers(alert_id)
        acted_for = _for_whom(seen)
        acknowledge(
            db.session(),
            seen,
            by=current.worker(),
            acted_for=acted_for,
            answer=form.answer.data or "",
            today=current.story_date(),
        )
        current.happened(EventKind.ALERT_ACKNOWLEDGED, alert=seen.id, person_id=seen.person_id)
        return url_for(".work_view", of="acting") if acted_for else url_for(".work_view", of="mine")

    def show(real: list[str]) -> str:
        shown = _hers(alert_id)
        return render_template(
            "records/alert.html",
            alert=shown,
            person=shown.person,
            identity=identity_of(shown.person),
            form=form,
            real=real,
        )

    return answered(form, do, show)


def _hers(alert_id: str) -> Alert:
    """An alert that is for her, or for the colleague for whom she acts. Raises NotFound for any other."""
    found = queries.get_alert(db.session(), alert_id)
    if found.worker_id != current.worker().id and _for_whom(found) is None:
        raise NotFound(f"alert {alert_id}")
    return found


def _for_whom(alert: Alert) -> Worker | None:
    absent = current.acting_for()
    return absent if absent and alert.worker_id == absent.id else None
