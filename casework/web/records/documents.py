"""Letters made from the record, and papers that came in: read, printed, and as PDF."""

import re
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from casework.errors import NotFound
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.paper import Sheet, as_pdf
from casework.records.letters.templates import (
    Letter,
    Words,
    can_be_made,
    compose,
    is_in_plain_words,
    load_letters,
    load_plain_words,
)
from casework.records.letters.words import words_of
from casework.records.models import Document, Person
from casework.records.operations.documents import make_letter
from casework.records.queries import people
from casework.records.queries.documents import documents_of, get_document
from casework.records.vocabulary import DocumentFormat
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.page import day
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp, identity_of
from casework.web.records.people import person_page
from casework.web.records.wording import labels
from config import ROOT

LETTERS = ROOT / "seed_data" / "letters"


class LetterForm(Form):
    format = RadioField("Format", validators=[InputRequired("Select a format")])
    sent_to = TextAreaField(
        "To whom, and their address",
        validators=[
            DataRequired("Enter to whom it is sent"),
            Length(max=400, message="To whom it is sent must be 400 characters or fewer"),
        ],
    )
    submit = SubmitField("Make this letter")


@bp.route("/people/<person_id>/documents")
@allow(*AT_WORK)
def documents(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: documents")
    words = _words(whom, plain=False)
    letters = [(letter, can_be_made(letter, words)) for letter in load_letters(LETTERS).values()]
    return person_page(
        "records/documents.html",
        whom,
        "documents",
        documents=documents_of(db.session(), whom),
        letters=letters,
        format_label=_format_label,
    )


@bp.route("/people/<person_id>/documents/letters/<letter_id>", methods=["GET", "POST"])
@allow(*AT_WORK)
def letter(person_id: str, letter_id: str) -> ResponseReturnValue:
    """What a letter would say today, and making it."""
    whom = people.get_person(db.session(), person_id)
    found = load_letters(LETTERS).get(letter_id)
    if found is None:
        raise NotFound(f"letter {letter_id}")
    form = _letter_form(whom, found)

    def do() -> str:
        made = _make(whom, found, form)
        current.happened(EventKind.DOCUMENT_MADE, document=made.id, letter=found.id, format=made.format)
        return url_for(".document", person_id=whom.id, document_id=made.id)

    return answered(form, do, lambda real: _show_letter(person_id, found, form, real))


def _show_letter(person_id: str, found: Letter, form: LetterForm, real: list[str]) -> str:
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: {found.title}")
    if not current.is_post():
        current.looked_at(whom, f"Letter: {found.title}")
    format = DocumentFormat(form.format.data) if form.format.data in found.formats else found.formats[0]
    words = _words(whom, plain=is_in_plain_words(found, format))
    return render_template(
        "records/letter.html",
        person=whom,
        identity=identity_of(whom),
        form=form,
        letter=found,
        format=format,
        formats=found.formats,
        real=real,
        can_be_made=can_be_made(found, words),
        blocks=compose(found, words, format),
    )


def _letter_form(whom: Person, found: Letter) -> LetterForm:
    asked = request.args.get("format", "")
    lines = [whom.name, *(whom.address or "").splitlines(), whom.postcode or ""]
    form = LetterForm(
        format=asked if asked in found.formats else found.formats[0].value,
        sent_to="\n".join(line for line in lines if line.strip()),
    )
    form.format.choices = [SelectChoice(format.value, format.label) for format in found.formats]
    return form


def _make(whom: Person, found: Letter, form: LetterForm) -> Document:
    format = DocumentFormat(form.format.data)
    return make_letter(
        db.session(),
        whom,
        found,
        _words(whom, plain=is_in_plain_words(found, format)),
        format=format,
        sent_to=form.sent_to.data or "",
        made_by=current.worker(),
        acted_for=current.for_person(whom),
        today=current.story_date(),
        at=current.moment(),
    )


def _words(whom: Person, *, plain: bool) -> Words:
    known, in_plain = labels(), load_plain_words(LETTERS) if plain else {}

    def label(code: str | None) -> str:
        return in_plain.get(code or "") or known(code)

    return words_of(
        db.session(),
        whom,
        council=current.settings().council,
        worker=current.worker(),
        acted_for=current.for_person(whom),
        today=current.story_date(),
        label=label,
    )


def _format_label(document: Document) -> str:
    known = [format for format in DocumentFormat if format == document.format]
    return known[0].label if known else document.format or ""


# --- one document ------------------------------------------------------------------------------


def _facts(document: Document) -> list[str]:
    """The lines under a document's title."""
    lines = []
    if document.sent_to:
        lines.append(f"To: {', '.join(document.sent_to.splitlines())}")
    if document.came_from:
        lines.append(f"From: {document.came_from}")
    lines.append(f"Date: {document.dated_on.day} {document.dated_on:%B %Y}")
    if document.made_by:
        for_whom = f", for {document.acted_for.name}" if document.acted_for else ""
        lines.append(f"Written by: {document.made_by.name}, {document.made_by.role_label}{for_whom}")
    return lines


def _open(person_id: str, document_id: str, how: str = "") -> tuple[Person, Document]:
    whom = people.get_person(db.session(), person_id)
    found = get_document(db.session(), whom, document_id)
    current.viewing(f"{whom.name}: document{how}")
    if how:
        current.looked_at(whom, f"{found.title}{how}"[:160])
    return whom, found


@bp.route("/people/<person_id>/documents/<document_id>")
@allow(*AT_WORK)
def document(person_id: str, document_id: str) -> ResponseReturnValue:
    whom, found = _open(person_id, document_id)
    return person_page(
        "records/document.html",
        whom,
        "documents",
        document=found,
        facts=_facts(found),
        format_label=_format_label(found),
        address=_address(whom, found),
    )


def _address(whom: Person, found: Document) -> dict[str, Any]:
    key: dict[str, Any] = {"person_id": whom.id, "document_id": found.id}
    return {"print": url_for(".print_document", **key), "pdf": url_for(".document_pdf", **key)}


@bp.route("/people/<person_id>/documents/<document_id>/print")
@allow(*AT_WORK)
def print_document(person_id: str, document_id: str) -> ResponseReturnValue:
    whom, found = _open(person_id, document_id, ", to print")
    return render_template(
        "records/print_document.html",
        person=whom,
        document=found,
        facts=_facts(found),
        is_large=found.format == DocumentFormat.LARGE_PRINT,
    )


@bp.route("/people/<person_id>/documents/<document_id>/pdf")
@allow(*AT_WORK)
def document_pdf(person_id: str, document_id: str) -> ResponseReturnValue:
    _, found = _open(person_id, document_id, ", as PDF")
    made = as_pdf(
        Sheet(
            title=found.title,
            council=current.settings().council,
            facts=_facts(found),
            blocks=found.content,
            is_large=found.format == DocumentFormat.LARGE_PRINT,
            dated_on=found.dated_on,
        )
    )
    name = re.sub(r"[^a-z0-9]+", "-", f"{found.title} {day(found.dated_on)}".lower()).strip("-")
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'})
