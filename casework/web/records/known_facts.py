"""Changing a key fact about a person, and deciding whether two records are of one person."""

from datetime import date

from flask import request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from casework.errors import NotFound
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import Person, PersonDetail
from casework.records.operations import people as operations
from casework.records.queries import people as queries
from casework.records.queries.access import may_open
from casework.records.queries.same_person import Alike, alike
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp
from casework.web.records.people import form_about


class FactForm(Form):
    value = TextAreaField("What do we know?", validators=[DataRequired("Enter what we know")])
    source = StringField(
        "Who said so?",
        description="The person, somebody around them, a letter",
        validators=[
            DataRequired("Enter who said so"),
            Length(max=120, message="Who said so must be 120 characters or fewer"),
        ],
    )
    confirmed_on = DateField(
        "When was it confirmed?", format="%d %m %Y", validators=[DataRequired("Enter when it was confirmed")]
    )
    submit = SubmitField("Save")


class NewFactForm(FactForm):
    label = StringField(
        "What is it about?",
        description="For example Religion, or Pets",
        validators=[
            DataRequired("Enter what it is about"),
            Length(max=80, message="What it is about must be 80 characters or fewer"),
        ],
    )


class AddressForm(FactForm):
    address = StringField("Address for letters", validators=[DataRequired("Enter the address for letters")])
    postcode = StringField("Postcode", validators=[Length(max=10, message="Postcode must be 10 characters or fewer")])


@bp.route("/people/<person_id>/facts/new", methods=["GET", "POST"])
@allow(*AT_WORK)
def add_fact(person_id: str) -> ResponseReturnValue:
    form = NewFactForm()
    if not form.is_submitted():
        form.label.data = request.args.get("about", "")[:80]
        form.confirmed_on.data = current.story_date()

    def do() -> str:
        return _keep(person_id, form, (form.label.data or "").strip(), None)

    return answered(form, do, form_about(person_id, "records/change_fact.html", "add a fact", form, fact=_no_fact))


@bp.route("/people/<person_id>/facts/<detail_id>/change", methods=["GET", "POST"])
@allow(*AT_WORK)
def change_fact(person_id: str, detail_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    fact = queries.get_detail(db.session(), whom, detail_id)
    form = AddressForm() if is_address(fact) else FactForm()
    if not form.is_submitted():
        form.value.data, form.source.data = fact.value, ""
        form.confirmed_on.data = current.story_date()
        if isinstance(form, AddressForm):
            form.address.data, form.postcode.data = whom.address, whom.postcode

    def do() -> str:
        here = queries.get_person(db.session(), person_id)
        if isinstance(form, AddressForm):
            operations.keep_address(
                db.session(),
                here,
                address=(form.address.data or "").strip(),
                postcode=(form.postcode.data or "").strip().upper() or None,
                until=form.confirmed_on.data or current.story_date(),
            )
        old = queries.get_detail(db.session(), here, detail_id)
        return _keep(person_id, form, old.label, old)

    return answered(
        form,
        do,
        form_about(
            person_id,
            "records/change_fact.html",
            "change a fact",
            form,
            fact=lambda whom: queries.get_detail(db.session(), whom, detail_id),
            earlier=lambda whom: queries.earlier_of(
                db.session(), whom, queries.get_detail(db.session(), whom, detail_id)
            ),
        ),
    )


def _no_fact(_whom: Person) -> None:
    return None


def is_address(fact: PersonDetail) -> bool:
    return fact.label.casefold().startswith("address")


def _keep(person_id: str, form: FactForm, label: str, instead_of: PersonDetail | None) -> str:
    whom = queries.get_person(db.session(), person_id)
    confirmed: date = form.confirmed_on.data
    said = operations.FactSaid(label, (form.value.data or "").strip(), (form.source.data or "").strip(), confirmed)
    operations.keep_fact(
        db.session(),
        whom,
        said,
        instead_of=instead_of,
        worker=current.worker(),
        acted_for=current.for_person(whom),
        today=current.story_date(),
    )
    current.happened(EventKind.FACT_CHANGED, person_id=person_id, label=label, value=said.value, source=said.source)
    return url_for(".person", person_id=person_id)


# --- one person, two records -------------------------------------------------------------------


class SamePersonForm(Form):
    is_same = RadioField(
        "Are these records of the same person?",
        choices=[SelectChoice("yes", "The same person"), SelectChoice("no", "Not the same person")],
        validators=[InputRequired("Select whether these records are of the same person")],
    )
    reason = TextAreaField("How do you know?", validators=[DataRequired("Enter how you know")])
    submit = SubmitField("Save")


@bp.route("/people/<person_id>/same/<other_id>", methods=["GET", "POST"])
@allow(*AT_WORK)
def same_person(person_id: str, other_id: str) -> ResponseReturnValue:
    _alike(queries.get_person(db.session(), person_id), other_id)
    form = SamePersonForm()

    def do() -> str:
        whom = queries.get_person(db.session(), person_id)
        decided = operations.decide_same_person(
            db.session(),
            whom,
            _alike(whom, other_id).other,
            is_same=form.is_same.data == "yes",
            reason=form.reason.data or "",
            worker=current.worker(),
            acted_for=current.for_person(whom),
            today=current.story_date(),
        )
        current.happened(EventKind.SAME_PERSON_DECIDED, person_id=person_id, other_id=other_id, is_same=decided.is_same)
        return url_for(".person", person_id=person_id)

    return answered(
        form,
        do,
        form_about(
            person_id,
            "records/same_person.html",
            "the same person?",
            form,
            alike=lambda whom: _alike(whom, other_id),
        ),
    )


def _alike(whom: Person, other_id: str) -> Alike:
    """The other record, where it may be the person's and she may open it. Raises NotFound."""
    for each in alike(db.session(), [whom])[whom.id]:
        if each.other.id == other_id and may_open(
            db.session(), each.other, current.worker(), current.story_date(), current.acting_for()
        ):
            return each
    raise NotFound(f"nobody {other_id} who may be person {whom.id}")
