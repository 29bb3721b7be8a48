"""The people around a person: the page, adding somebody, ending it."""

from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from casework.errors import DomainError
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.kinship import KINDS
from casework.records.models import Person
from casework.records.operations import people as operations
from casework.records.queries import around as queries
from casework.records.queries.people import find_by_number, get_person, involvements_of
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp
from casework.web.records.people import around_rows, form_about, person_page


@bp.route("/people/<person_id>/people")
@allow(*AT_WORK)
def people_around(person_id: str) -> ResponseReturnValue:
    whom = get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: people")
    return person_page(
        "records/person_people.html",
        whom,
        "people",
        around=around_rows(whom),
        before=queries.people_before(db.session(), whom),
        authorities=queries.authorities_of(db.session(), whom),
        involvements=involvements_of(db.session(), whom),
    )


class RelationshipForm(Form):
    name = StringField(
        "Name",
        validators=[DataRequired("Enter their name"), Length(max=120, message="Name must be 120 characters or fewer")],
    )
    other = StringField(
        "Their number, where we know them too (optional)",
        description="For example 104417. It is then written on both records.",
    )
    kind = SelectField(
        "What are they to the person?",
        choices=[SelectChoice("", "Select one"), *(SelectChoice(kind, kind.capitalize()) for kind in KINDS)],
        validators=[DataRequired("Select what they are to the person")],
    )
    is_carer = BooleanField("They are an unpaid carer")
    lives_with = BooleanField("They live together")
    is_key_contact = BooleanField("Key contact: ring them first")
    is_next_of_kin = BooleanField("Next of kin (has no power in law to decide for anybody)")
    phone = StringField(
        "Telephone (optional)", validators=[Length(max=20, message="Telephone must be 20 characters or fewer")]
    )
    note = TextAreaField("What else to know (optional)")
    submit = SubmitField("Add them")


@bp.route("/people/<person_id>/people/new", methods=["GET", "POST"])
@allow(*AT_WORK)
def add_relationship(person_id: str) -> ResponseReturnValue:
    form = RelationshipForm()

    def do() -> str:
        whom = get_person(db.session(), person_id)
        said = operations.AroundSaid(
            name=(form.name.data or "").strip(),
            kind=form.kind.data,
            other=_known(form.other.data or ""),
            is_carer=form.is_carer.data,
            lives_with=form.lives_with.data,
            is_key_contact=form.is_key_contact.data,
            is_next_of_kin=form.is_next_of_kin.data,
            phone=(form.phone.data or "").strip() or None,
            note=(form.note.data or "").strip() or None,
        )
        added = operations.add_relationship(
            db.session(),
            whom,
            said,
            worker=current.worker(),
            acted_for=current.for_person(whom),
            today=current.story_date(),
        )
        current.happened(EventKind.RELATIONSHIP_ADDED, person_id=person_id, relationship=added.id)
        return url_for(".people_around", person_id=person_id)

    return answered(form, do, form_about(person_id, "records/new_relationship.html", "add somebody around", form))


def _known(number: str) -> Person | None:
    number = number.strip().removeprefix("#")
    if not number:
        return None
    found = find_by_number(db.session(), number)
    if found is None:
        raise DomainError("Nobody has this number", field="other")
    return found


class EndRelationshipForm(Form):
    because = TextAreaField("Why?", validators=[DataRequired("Enter why they are no longer around the person")])
    submit = SubmitField("Take them off the list")


@bp.route("/people/<person_id>/people/<relationship_id>/end", methods=["GET", "POST"])
@allow(*AT_WORK)
def end_relationship(person_id: str, relationship_id: str) -> ResponseReturnValue:
    queries.get_relationship(db.session(), get_person(db.session(), person_id), relationship_id)
    form = EndRelationshipForm()

    def do() -> str:
        whom = get_person(db.session(), person_id)
        operations.end_relationship(
            db.session(),
            queries.get_relationship(db.session(), whom, relationship_id),
            because=form.because.data or "",
            worker=current.worker(),
            acted_for=current.for_person(whom),
            today=current.story_date(),
        )
        current.happened(EventKind.RELATIONSHIP_ENDED, person_id=person_id, relationship=relationship_id)
        return url_for(".people_around", person_id=person_id)

    def other_name(whom: Person) -> str:
        relationship = queries.get_relationship(db.session(), whom, relationship_id)
        return relationship.name if relationship.person_id == whom.id else relationship.person.name

    return answered(
        form,
        do,
        form_about(person_id, "records/end_relationship.html", "no longer around", form, other_name=other_name),
    )
