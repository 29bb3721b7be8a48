"""How long what people did is kept: who is due, and another day for a study's people."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import queries, retention
from casework.lab.models import Study
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.admin.blueprint import bp, by, parts_of
from casework.web.admin.wording import counted
from casework.web.forms import choices_of
from casework.web.studies.forms import StaffForm

EVERYBODY = {"": "Everybody of this study"}


class KeepForm(StaffForm):
    whom = SelectField("For whom", choices=choices_of(EVERYBODY))
    until = DateField(
        "Keep until", format="%d %m %Y", validators=[DataRequired("Enter the last day on which it is kept")]
    )
    because = TextAreaField("Why is it kept longer?")
    submit = SubmitField("Change the day")


@bp.get("/retention", endpoint="retention")
@allow(*LAB)
def show() -> ResponseReturnValue:
    today = current.moment().astimezone().date()
    kept = retention.kept(db.session())
    studies = list({each.study.id: each.study for each in kept}.values())
    return render_template(
        "admin/retention.html",
        parts=parts_of("retention"),
        due=[(each, _when((each.until - today).days)) for each in kept if each.until <= today + retention.REMINDED],
        studies=[(study, [each for each in kept if each.study.id == study.id]) for study in studies],
        reminded=retention.REMINDED.days,
    )


def _when(days: int) -> str:
    if days < 0:
        return "over: erased by the next flask work"
    return "today is the last day" if days == 0 else f"in {counted('day', 'days', days)}"


@bp.route("/retention/<study_id>", methods=["GET", "POST"])
@allow(*LAB)
def keep_until(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    form = KeepForm()
    form.whom.choices = choices_of(EVERYBODY | {each.participant.id: each.participant.code for each in _kept(study)})
    if form.validate_on_submit():
        whom = [each.participant for each in _kept(study) if form.whom.data in ("", each.participant.id)]
        try:
            changed = retention.keep_until(
                db.session(),
                whom,
                form.until.data,
                because=form.because.data or "",
                by=by(),
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            form.show(error)
            study = queries.get_study(db.session(), study_id)
        else:
            there = url_for(".keep_until", study_id=study_id)
            current.reply_is(there)
            db.session.commit()
            flash(f"{counted('day', 'days', changed)} changed.")
            return redirect(there, 303)
    return render_template("admin/keep_until.html", study=study, kept=_kept(study), form=form)


def _kept(study: Study) -> list[retention.Kept]:
    return retention.kept(db.session(), study.id)
