"""A workflow's words as a plain form, for people who never see its text: it writes back into the text."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.errors import NotFound
from casework.extensions import db
from casework.web import current
from casework.web.access import BENCH, allow
from casework.web.workflows.blueprint import Shown, bp, parts_of, shown
from casework.web.workflows.editing import checked
from casework.workflows import drafts
from casework.workflows.definition import Definition, Option, Page, Question, Section
from casework.workflows.editing import CannotChange, reword

HAS_OPTIONS = ("radios", "select", "checkboxes")


@dataclass(frozen=True)
class Field:
    """A text that can be changed: its name in the form, what it is, what it says."""

    name: str
    title: str
    value: str


@dataclass(frozen=True)
class Asked:
    """A question with its texts; at: its path of ids."""

    at: str
    question: Question
    fields: list[Field]


@bp.get("/workflows/<workflow_id>/words")
@allow(*BENCH)
def reword_pages(workflow_id: str) -> ResponseReturnValue:
    """Which page's words to change."""
    here = shown(workflow_id)
    steps = [
        (step, [(section, page) for section in here.definition.sections_of(step.id) for page in section.pages])
        for step in here.definition.steps
    ]
    return render_template(
        "workflows/words.html", here=here, parts=parts_of(here), steps=[(step, pages) for step, pages in steps if pages]
    )


@bp.route("/workflows/<workflow_id>/words/<section_id>/<page_id>", methods=["GET", "POST"])
@allow(*BENCH)
def reword_page(workflow_id: str, section_id: str, page_id: str) -> ResponseReturnValue:
    """The words of one page. What is changed goes into the designer's draft, and is saved where its text is."""
    here = shown(workflow_id)
    draft = drafts.find_draft(db.session(), workflow_id, current_user.account.id)
    text = draft.text if draft else here.save.source
    loaded = checked(workflow_id, text).loaded
    definition = loaded.definition if loaded else here.definition
    section, page = _page(definition, section_id, page_id)
    asked = [_asked(section, page, question) for question in page.questions]
    problem = "" if loaded else "Your draft has errors. Mend them in Edit before you change words here."
    if current.is_post() and not problem:
        try:
            changed = _with_words(text, asked)
        except CannotChange as error:
            problem = f"This cannot be changed here: {error}. Change it in Edit."
        else:
            problem = _keep(
                here, changed, draft.made_from if draft else here.save.number, draft.revision if draft else 0
            )
            if not problem:
                there = url_for(".edit", workflow_id=workflow_id)
                if request.form.get("press") == "more":
                    there = url_for(".reword_pages", workflow_id=workflow_id)
                current.reply_is(there)
                db.session.commit()
                return redirect(there, 303)
        db.session.rollback()
    return render_template(
        "workflows/words_of_page.html",
        here=here,
        parts=parts_of(here),
        section=section,
        page=page,
        asked=asked,
        typed=request.form,
        problems=[{"text": problem, "href": "#main-content"}] if problem else [],
    )


def _page(definition: Definition, section_id: str, page_id: str) -> tuple[Section, Page]:
    for section in definition.sections:
        for page in section.pages:
            if (section.id, page.id) == (section_id, page_id):
                return section, page
    raise NotFound(f"page {section_id}/{page_id}")


def _asked(section: Section, page: Page, question: Question) -> Asked:
    fields = [
        Field(f"{question.id}-label", "Question", question.label),
        Field(f"{question.id}-hint", "Hint", question.hint),
    ]
    if question.type == "guidance":
        fields = [
            Field(f"{question.id}-label", "Heading", question.label),
            Field(f"{question.id}-text", "Words to read", question.text),
        ]
    if question.type in HAS_OPTIONS:
        fields += [
            Field(f"{question.id}-option-{option.code}", f"Answer {position}", option.label)
            for position, option in enumerate(question.choices, start=1)
        ]
    return Asked(f"sections/{section.id}/{page.id}/{question.id}", question, fields)


def _with_words(text: str, asked: list[Asked]) -> str:
    """The text with what the form says otherwise. Raises CannotChange."""
    for each in asked:
        typed = {
            field: request.form.get(field.name, field.value).replace("\r\n", "\n").strip() for field in each.fields
        }
        words = {
            field.name.rpartition("-")[2]: said
            for field, said in typed.items()
            if said != field.value.strip()
            and "-option-" not in field.name
            and (said or not field.name.endswith("-label"))
        }
        options = _options(each.question, {field.name: said for field, said in typed.items()})
        if words or options:
            text = reword(text, each.at, words, options)
    return text


def _options(question: Question, typed: dict[str, str]) -> list[Option]:
    """Every option under its new words, or nothing where none changed."""
    if question.type not in HAS_OPTIONS:
        return []
    options = [
        option.model_copy(update={"label": typed.get(f"{question.id}-option-{option.code}") or option.label})
        for option in question.choices
    ]
    return options if tuple(options) != tuple(question.choices) else []


def _keep(here: Shown, text: str, made_from: int, revision: int) -> str:
    """Keep the text as the designer's draft; gives what stands against it, or nothing."""
    found = checked(here.save.workflow_id, text)
    if found.loaded is None:
        return f"With these words the workflow could not be read: {found.told[0].message}."
    kept = drafts.keep_draft(
        db.session(),
        here.save.workflow_id,
        current_user.account.id,
        text,
        made_from=made_from,
        revision=revision,
        at=current.moment(),
    )
    return "" if kept else "Your other tab has changed the draft. Open Edit to see both."
