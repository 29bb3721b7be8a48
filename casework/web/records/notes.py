"""Adding a case note."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, DateField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from casework.errors import DomainError
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.operations.case_notes import record_case_note
from casework.records.queries import people as queries
from casework.records.real_data import looks_real
from casework.records.vocabulary import ContactKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.blueprint import bp, identity_of


class CaseNoteForm(Form):
    kind = RadioField(
        "Kind of contact",
        choices=[SelectChoice(kind.value, kind.label) for kind in ContactKind],
        validators=[InputRequired("Select the kind of contact")],
    )
    happened_on = DateField(
        "Date of contact", format="%d %m %Y", validators=[DataRequired("Enter the date of contact")]
    )
    title = StringField(
        "Title",
        validators=[DataRequired("Enter a title"), Length(max=160, message="Title must be 160 characters or fewer")],
    )
    text = TextAreaField("What happened", validators=[DataRequired("Enter what happened")])
    seen = StringField(
        "Who was seen, and with whom (optional)",
        validators=[Length(max=80, message="Who was seen must be 80 characters or fewer")],
    )
    is_significant = BooleanField("This is a significant event")
    submit = SubmitField("Save case note")


@bp.route("/people/<person_id>/case-notes/new", methods=["GET", "POST"])
@allow(*AT_WORK)
def new_case_note(person_id: str) -> ResponseReturnValue:
    person = queries.get_person(db.session(), person_id)
    form = CaseNoteForm()
    current.viewing(f"{person.name}: new case note")
    real: list[str] = []
    if form.is_submitted():
        real = [] if request.form.get("fictional") else looks_real(f"{form.title.data or ''}\n{form.text.data or ''}")
        if real or not form.validate():
            current.refused(*real, *form.messages())
            person = queries.get_person(db.session(), person_id)
        else:
            try:
                note = record_case_note(
                    db.session(),
                    person,
                    author=current.worker(),
                    kind=ContactKind(form.kind.data),
                    happened_on=form.happened_on.data,
                    title=form.title.data or "",
                    text=form.text.data or "",
                    seen=form.seen.data or None,
                    is_significant=form.is_significant.data,
                    today=current.story_date(),
                    at=current.moment(),
                )
            except DomainError as error:
                current.refused(error)
                form.show(error)
                person = queries.get_person(db.session(), person_id)
            else:
                current.happened(EventKind.CASE_NOTE_RECORDED, case_note=note.id, person_id=person.id)
                there = url_for(".case_notes", person_id=person.id)
                current.reply_is(there)
                db.session.commit()
                return redirect(there)
    return render_template(
        "records/new_case_note.html",
        person=person,
        identity=identity_of(person),
        form=form,
        real=real,
    )
