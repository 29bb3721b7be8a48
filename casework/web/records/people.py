"""Finding people, and the pages about one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import LegalAuthority, Person, PersonDetail, RecordView
from casework.records.queries import people as queries
from casework.records.queries.access import hidden_ids, who_has_looked
from casework.records.queries.around import Around, authorities_of, people_around
from casework.records.queries.chronology import events_of
from casework.records.queries.same_person import alike
from casework.records.queries.search import search_people
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.page import day
from casework.web.records.blueprint import bp, has_page, identity_of
from casework.web.records.wording import labels
from casework.web.records.work import row

LATEST = 3
LAST_EVENTS = 5
FACTS_FIRST = ("address", "telephone", "lives with", "communication", "language", "religion", "gp")
"""How the names of key facts begin that come before all others."""


@bp.route("/people")
@allow(*AT_WORK)
def people() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    current.viewing("Find a person")
    if text:
        current.afterwards(EventKind.SEARCHED, text=text[:200])
    found = search_people(db.session(), text)
    pairs = alike(db.session(), found.people)
    hidden = _hidden([*found.people, *(each.other for others in pairs.values() for each in others)])
    may_be = {
        key: [each.other for each in others if each.is_open and each.other.id not in hidden]
        for key, others in pairs.items()
    }
    return render_template("records/people.html", text=text, found=found, hidden=hidden, may_be=may_be)


def _hidden(some: list[Person]) -> set[str]:
    return hidden_ids(db.session(), current.worker(), some, current.story_date(), current.acting_for())


# --- the summary -------------------------------------------------------------------------------


@bp.route("/people/<person_id>")
@allow(*AT_WORK)
def person(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: summary")
    steps = [step for step in queries.steps_of(db.session(), whom) if step.is_open]
    absent = current.acting_for()
    hers = {current.worker().id} | ({absent.id} if absent else set())
    mine = next((step for step in steps if step.worker_id in hers), None)
    involvements = queries.involvements_of(db.session(), whom)
    allocated = next((each.worker for each in involvements if each.is_allocated and each.worker), None)
    notes = queries.case_notes_of(db.session(), whom)
    same = alike(db.session(), [whom])[whom.id]
    hidden = _hidden([each.other for each in same])
    return person_page(
        "records/person.html",
        whom,
        "summary",
        next_step=row(mine, "Open") if mine else None,
        facts=key_facts(whom),
        authorities=authorities_of(db.session(), whom),
        around=around_rows(whom),
        open_steps=[row(step, "Open") for step in steps],
        involvements=involvements,
        before=queries.past_involvements_of(db.session(), whom),
        manager=queries.manager_of(db.session(), allocated),
        notes=notes[:LATEST],
        notes_count=len(notes),
        alerts=queries.alerts_of(db.session(), whom, current.worker()),
        chronology=queries.chronology_of(db.session(), whom)[:LAST_EVENTS],
        plans=queries.plans_of(db.session(), whom),
        review=queries.next_review_of(db.session(), whom),
        looked=looked(whom),
        same=[each for each in same if each.other.id not in hidden],
    )


@dataclass(frozen=True)
class Fact:
    """One row of the key facts. `detail` where it was said and can be changed; else it comes from the record."""

    label: str
    value: str
    source: str
    confirmed_on: date | None
    differs: str | None
    detail: PersonDetail | None
    earlier: list[str]


def key_facts(whom: Person) -> list[Fact]:
    """What was said of the person, and what the record holds beside it."""
    lived = [
        ", ".join(filter(None, (past.address, past.postcode))) + f", until {day(past.until_on)}"
        for past in whom.past_addresses
    ]
    facts = [
        Fact(
            each.label,
            each.value,
            each.source,
            each.confirmed_on,
            each.differs,
            each,
            lived if each.label.casefold().startswith("address") else [],
        )
        for each in whom.details
    ]
    said = [fact.label.casefold() for fact in facts]
    practice = whom.practice
    held = {
        "Address": ", ".join(filter(None, (whom.address, whom.postcode))),
        "Telephone": whom.phone,
        "GP": practice and " · ".join(filter(None, (practice.name, practice.phone))),
        "Communication": whom.communication,
        "Ethnicity": whom.ethnicity,
        "Primary support reason": whom.primary_support_reason,
        "Home": whom.accommodation_status,
    }
    facts += [
        Fact(label, value, "Record", None, None, None, lived if label == "Address" else [])
        for label, value in held.items()
        if value and not any(each.startswith(label.casefold()) for each in said)
    ]
    return sorted(facts, key=lambda fact: _place(fact.label))


def _place(label: str) -> int:
    """Where a fact stands: how to reach the person first, and what nobody foresaw last."""
    return next(
        (place for place, first in enumerate(FACTS_FIRST) if label.casefold().startswith(first)), len(FACTS_FIRST)
    )


@dataclass(frozen=True)
class AroundRow:
    """Somebody around a person as the page shows them; withheld where their own record is restricted."""

    around: Around
    name: str
    is_withheld: bool
    age: int | None
    authorities: list[LegalAuthority]


def around_rows(whom: Person) -> list[AroundRow]:
    """Everyone around the person, with the authority that is written beside their name."""
    found = people_around(db.session(), whom)
    hidden = _hidden([each.other for each in found if each.other])
    held = authorities_of(db.session(), whom)
    rows = []
    for each in found:
        is_withheld = each.other is not None and each.other.id in hidden
        rows.append(
            AroundRow(
                around=each,
                name=f"#{each.other.number_withheld}" if each.other and is_withheld else each.name,
                is_withheld=is_withheld,
                age=each.other.age(current.story_date()) if each.other and not is_withheld else None,
                authorities=[one for one in held if _is_of(one, each)],
            )
        )
    return rows


def _is_of(authority: LegalAuthority, around: Around) -> bool:
    if authority.relationship_id:
        return authority.relationship_id == around.relationship.id
    return authority.name == around.name


@dataclass(frozen=True)
class Looked:
    """Who has looked: the worker before today, and each other's last time, the newest first."""

    by_her: RecordView | None
    by_others: list[RecordView]


def looked(whom: Person) -> Looked:
    found = who_has_looked(db.session(), whom, current.worker())
    today, me = current.story_date(), current.worker().id
    before = (view for view in found.views if view.worker_id == me and view.viewed_on < today)
    return Looked(next(before, None), found.by_others)


# --- other parts -------------------------------------------------------------------------------


@bp.route("/people/<person_id>/work")
@allow(*AT_WORK)
def person_work(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: steps")
    steps = queries.steps_of(db.session(), whom)
    return person_page(
        "records/person_work.html",
        whom,
        "work",
        alerts=queries.alerts_of(db.session(), whom, current.worker()),
        groups=[
            ("Open", [row(step, "Open") for step in steps if step.is_open]),
            ("Finished", [row(step, "Open") for step in steps if not step.is_open]),
        ],
    )


# --- what every page about a person shares -----------------------------------------------------


def person_page(template: str, whom: Person, here: str, **values: Any) -> str:
    """A page about one person, with the parts of their record; it is kept that she looked. here: which part it is."""
    current.looked_at(whom, here or template.partition("person_")[2].removesuffix(".html") or "record")
    return render_template(
        template, person=whom, identity=identity_of(whom), parts=parts(whom, here), label=labels(), **values
    )


def form_about(
    person_id: str, template: str, title: str, form: Form, **looked_up: Callable[[Person], Any]
) -> Callable[[list[str]], str]:
    """How a page with one form about a person is made, for `answered`. looked_up: what else it shows, of the person."""

    def show(real: list[str]) -> str:
        whom = queries.get_person(db.session(), person_id)
        current.viewing(f"{whom.name}: {title}")
        if request.method == "GET":
            current.looked_at(whom, title)
        values = {name: look(whom) for name, look in looked_up.items()}
        return render_template(template, person=whom, identity=identity_of(whom), form=form, real=real, **values)

    return show


PARTS = {
    "summary": ("Summary", "person"),
    "work": ("Work", "person_work"),
    "assessments": ("Assessments", "assessments"),
    "plan": ("Plan", "plan"),
    "notes": ("Notes", "case_notes"),
    "chronology": ("Chronology", "chronology"),
    "people": ("People", "people_around"),
    "money": ("Money", "money"),
    "documents": ("Documents", "documents"),
}


def parts(whom: Person, here: str) -> list[dict[str, Any]]:
    """The sub-navigation of a person's record; what is a list says how long it is."""
    held = queries.counts_of(db.session(), whom)
    counts = {
        "work": held.open_work + len(queries.alerts_of(db.session(), whom, current.worker())),
        "notes": held.notes,
        "documents": held.documents,
        "chronology": len(events_of(db.session(), whom)),
        "people": len(people_around(db.session(), whom)),
    }
    return [
        {
            "text": text,
            "href": url_for(f".{name}", person_id=whom.id),
            "current": key == here,
            "count": counts.get(key),
        }
        for key, (text, name) in PARTS.items()
        if has_page(name)
    ]
