"""A new case note, kept as a draft that nobody else sees until it is final; and an addendum to a final one."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from casework.errors import DomainError
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import CaseNote, NoteDraft, Person
from casework.records.operations.case_notes import (
    Heads,
    add_addendum,
    alert_colleague,
    drop_note_draft,
    keep_note_draft,
    record_case_note,
)
from casework.records.queries import notes as queries
from casework.records.queries import people
from casework.records.real_data import looks_real
from casework.records.vocabulary import ContactKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.page import time_of_day
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp, identity_of
from casework.web.records.people import form_about

OURS = {"once", "sitting", "revision", "csrf_token", "submit"}
CONFIDENTIAL = "Confidential: from or about somebody else, never in the person’s own copy"
NOT_SEEN = {"spoken-to": "spoken to, not seen", "not-seen": "not seen"}


class CaseNoteForm(Form):
    revision = HiddenField(default="0")
    kind = RadioField(
        "Kind of contact",
        choices=[SelectChoice(kind.value, kind.label) for kind in ContactKind],
        validators=[InputRequired("Select the kind of contact")],
    )
    happened_on = DateField(
        "Date of contact", format="%d %m %Y", validators=[DataRequired("Enter the date of contact")]
    )
    happened_at = StringField("Time of contact (optional)", description="For example, 14:30")
    title = StringField(
        "Title",
        validators=[DataRequired("Enter a title"), Length(max=160, message="Title must be 160 characters or fewer")],
    )
    who_was_there = StringField(
        "Who was there (optional)",
        validators=[Length(max=200, message="Who was there must be 200 characters or fewer")],
    )
    was_seen = RadioField(
        "Was the person seen? (optional)",
        choices=[
            SelectChoice("seen", "Seen"),
            SelectChoice("spoken-to", "Spoken to, not seen"),
            SelectChoice("not-seen", "Not seen"),
        ],
        validate_choice=False,
    )
    seen = StringField(
        "Who was seen, and with whom (optional)",
        validators=[Length(max=80, message="Who was seen must be 80 characters or fewer")],
    )
    what_i_saw = TextAreaField("What I saw")
    what_was_said = TextAreaField("What was said")
    what_i_think = TextAreaField("What I think")
    what_happens_next = TextAreaField("What happens next")
    text = TextAreaField("Or all in one, for a short note")
    is_significant = BooleanField("Significant event, also in the chronology")
    is_confidential = BooleanField(CONFIDENTIAL)
    alert = SelectField("Ask a colleague to look at it (optional)", validate_choice=False)
    alert_text = StringField(
        "What you ask them (optional)",
        validators=[Length(max=400, message="What you ask them must be 400 characters or fewer")],
    )
    submit = SubmitField("Save case note")

    def heads(self) -> Heads:
        return Heads(*(self[name].data.strip() or None if self[name].data else None for name in HEADS))

    def seen_text(self) -> str | None:
        """The words that the record keeps of who was seen."""
        return NOT_SEEN.get(self.was_seen.data) or self.seen.data or ("seen" if self.was_seen.data == "seen" else None)

    def fields(self) -> dict[str, list[str]]:
        """What was typed, as it was sent: what a draft keeps. Empty where nothing was."""
        sent = {name: request.form.getlist(name) for name in self._fields if name not in OURS}
        return {name: values for name, values in sent.items() if any(value.strip() for value in values)}


HEADS = ("what_i_saw", "what_was_said", "what_i_think", "what_happens_next")


def _form(draft: NoteDraft | None) -> CaseNoteForm:
    """The form as it was sent, or as the draft left it."""
    if current.is_post() or draft is None:
        form = CaseNoteForm()
    else:
        kept = [(name, value) for name, values in draft.fields.items() for value in values]
        form = CaseNoteForm(formdata=MultiDict([*kept, ("revision", str(draft.revision))]))
    colleagues = queries.colleagues_of(db.session(), current.worker())
    form.alert.choices = [
        SelectChoice("", "Nobody"),
        *(SelectChoice(one.id, f"{one.name}, {one.role_label}") for one in colleagues),
    ]
    return form


def _real(form: CaseNoteForm) -> list[str]:
    """What in it looks like a real person's, unless she has said that it is made up."""
    if request.form.get("fictional"):
        return []
    return looks_real(form.words())


def _revision(form: CaseNoteForm) -> int:
    typed = form.revision.data or ""
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


@bp.route("/people/<person_id>/case-notes/new", methods=["GET", "POST"])
@allow(*AT_WORK)
def new_case_note(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    draft = queries.find_draft(db.session(), whom, current.worker())
    form = _form(draft)
    current.viewing(f"{whom.name}: new case note")
    if not current.is_post():
        current.looked_at(whom, "New case note")
        return _show_new(whom, form, saved=time_of_day(draft.saved_at) if draft else "")
    real = _real(form)
    if real:
        current.refused(*real)
        return _show_new(people.get_person(db.session(), person_id), form, real=real)
    if request.form.get("keep"):
        return _keep(whom, form)
    if not form.validate():
        current.refused(*form.messages())
        return _show_new(people.get_person(db.session(), person_id), form)
    try:
        note = _record(whom, form)
    except DomainError as error:
        current.refused(error)
        form.show(error)
        return _show_new(people.get_person(db.session(), person_id), form)
    drop_note_draft(db.session(), whom, current.worker(), revision=_revision(form))
    current.happened(EventKind.CASE_NOTE_RECORDED, case_note=note.id, person_id=whom.id)
    there = url_for(".case_notes", person_id=whom.id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there)


def _record(whom: Person, form: CaseNoteForm) -> CaseNote:
    session, worker, absent = db.session(), current.worker(), current.for_person(whom)
    note = record_case_note(
        session,
        whom,
        author=worker,
        kind=ContactKind(form.kind.data),
        happened_on=form.happened_on.data,
        happened_at=form.happened_at.data or None,
        title=form.title.data or "",
        text=form.text.data or "",
        heads=form.heads(),
        who_was_there=form.who_was_there.data or None,
        seen=form.seen_text(),
        is_significant=form.is_significant.data,
        is_confidential=form.is_confidential.data,
        acted_for=absent,
        today=current.story_date(),
        at=current.moment(),
    )
    asked = next((one for one in queries.colleagues_of(session, worker) if one.id == form.alert.data), None)
    if asked:
        text = form.alert_text.data or ""
        day, at = current.story_date(), current.moment()
        alert_colleague(session, note, asked, text=text, raised_by=worker, acted_for=absent, today=day, at=at)
    return note


def _keep(whom: Person, form: CaseNoteForm) -> ResponseReturnValue:
    """Save draft, pressed: what was typed stays as it is, however incomplete."""
    kept = keep_note_draft(
        db.session(), whom, current.worker(), form.fields(), revision=_revision(form), at=current.moment()
    )
    if kept.is_conflict and kept.draft:
        # Pressing again is a decision for what stands on this page.
        other, form.revision.data = dict(kept.draft.fields), str(kept.draft.revision)
        person_id = whom.id
        current.refused("Your draft was changed in another tab")
        return _show_new(people.get_person(db.session(), person_id), form, other=other)
    there = url_for(".case_notes", person_id=whom.id)
    flash("Draft saved. Nobody else sees it." if kept.draft else "There was nothing to save yet.")
    db.session.commit()
    return redirect(there, 303)


def _show_new(
    whom: Person,
    form: CaseNoteForm,
    *,
    real: list[str] | None = None,
    other: dict[str, list[str]] | None = None,
    saved: str = "",
) -> str:
    """other: what another tab saved in the draft meanwhile."""
    if not form.alert.choices:
        form.alert.choices = [SelectChoice("", "Nobody")]
    names = {name: str(field.label.text) for name, field in form._fields.items()}
    return render_template(
        "records/new_case_note.html",
        person=whom,
        identity=identity_of(whom),
        form=form,
        real=real or [],
        other=[(names[name], " ".join(values)) for name, values in (other or {}).items() if name in names],
        saved=saved,
        autosave_url=url_for(".save_note_draft", person_id=whom.id),
        drop_url=url_for(".drop_draft", person_id=whom.id),
    )


@bp.route("/people/<person_id>/case-notes/draft", methods=["POST"])
@allow(*AT_WORK)
def save_note_draft(person_id: str) -> ResponseReturnValue:
    """What the page's script sends every few seconds. Not an event."""
    whom = people.get_person(db.session(), person_id)
    form = CaseNoteForm()
    revision = _revision(form)
    if real := _real(form):
        return jsonify(
            message=f"Not saved: {real[0]}. Change it, or press the button to say that it is fictional."
        ), 409
    if revision and queries.find_draft(db.session(), whom, current.worker()) is None:
        return jsonify(message="Not saved: this draft became a note in another tab. Copy what you typed."), 409
    kept = keep_note_draft(db.session(), whom, current.worker(), form.fields(), revision=revision, at=current.moment())
    if kept.is_conflict:
        return jsonify(message="Not saved: this draft was changed in another tab. Press Save draft to see both."), 409
    reply = jsonify(saved=time_of_day(current.moment()), revision=kept.draft.revision if kept.draft else 0)
    db.session.commit()
    return reply


@bp.route("/people/<person_id>/case-notes/draft/drop", methods=["POST"])
@allow(*AT_WORK)
def drop_draft(person_id: str) -> ResponseReturnValue:
    """Throw the draft away, as it is stored."""
    whom = people.get_person(db.session(), person_id)
    drop_note_draft(db.session(), whom, current.worker(), revision=_revision(CaseNoteForm()))
    db.session.commit()
    return redirect(url_for(".case_notes", person_id=whom.id), 303)


class AddendumForm(Form):
    text = TextAreaField("What to add", validators=[DataRequired("Enter what to add")])
    is_confidential = BooleanField(CONFIDENTIAL)
    submit = SubmitField("Add to the note")


@bp.route("/people/<person_id>/case-notes/<note_id>/addendum", methods=["GET", "POST"])
@allow(*AT_WORK)
def new_addendum(person_id: str, note_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    note = queries.get_note(db.session(), whom, note_id)
    form = AddendumForm()

    def do() -> str:
        added = add_addendum(
            db.session(),
            note,
            author=current.worker(),
            text=form.text.data or "",
            is_confidential=form.is_confidential.data,
            acted_for=current.for_person(whom),
            today=current.story_date(),
            at=current.moment(),
        )
        current.happened(EventKind.CASE_NOTE_RECORDED, case_note=added.id, person_id=whom.id, addendum_to=note.id)
        return url_for(".case_note", person_id=whom.id, note_id=note.id)

    show = form_about(
        person_id,
        "records/new_addendum.html",
        "addendum",
        form,
        note=lambda person: queries.get_note(db.session(), person, note_id),
    )
    return answered(form, do, show)
