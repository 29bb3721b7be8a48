"""Finding people, and the pages about one person."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import Person
from casework.records.queries import people as queries
from casework.records.queries.search import search_people
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp, identity_of
from casework.web.records.wording import labels
from casework.web.records.work import row


@bp.route("/people")
@allow(*AT_WORK)
def people() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    current.viewing("Find a person")
    if text:
        current.afterwards(EventKind.SEARCHED, text=text[:200])
    return render_template("records/people.html", text=text, found=search_people(db.session(), text))


@bp.route("/people/<person_id>")
@allow(*AT_WORK)
def person(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: summary")
    steps = queries.steps_of(db.session(), whom)
    return _page(
        "records/person.html",
        whom,
        "summary",
        open_steps=[row(step, "Open") for step in steps if step.is_open],
        involvements=queries.involvements_of(db.session(), whom),
        notes=queries.case_notes_of(db.session(), whom)[:3],
        chronology=queries.chronology_of(db.session(), whom)[:5],
        plans=queries.plans_of(db.session(), whom),
        review=queries.next_review_of(db.session(), whom),
    )


@bp.route("/people/<person_id>/work")
@allow(*AT_WORK)
def person_work(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: steps")
    return _page(
        "records/person_work.html", whom, "work", rows=[row(s, "Open") for s in queries.steps_of(db.session(), whom)]
    )


@bp.route("/people/<person_id>/assessments")
@allow(*AT_WORK)
def assessments(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: assessments")
    return _page(
        "records/assessments.html", whom, "assessments", assessments=queries.assessments_of(db.session(), whom)
    )


@bp.route("/people/<person_id>/plan")
@allow(*AT_WORK)
def plan(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: plan")
    return _page(
        "records/plan.html",
        whom,
        "plan",
        plans=queries.plans_of(db.session(), whom),
        authorisations=queries.authorisations_of(db.session(), whom),
        review=queries.next_review_of(db.session(), whom),
    )


def _page(template: str, whom: Person, here: str, **values: Any) -> str:
    return render_template(
        template, person=whom, identity=identity_of(whom), parts=parts(whom, here), label=labels(), **values
    )


def parts(whom: Person, here: str) -> list[dict[str, Any]]:
    """The sub-navigation of a person's record."""
    places = [
        ("summary", "Summary", "records.person"),
        ("work", "Steps", "records.person_work"),
        ("assessments", "Assessments", "records.assessments"),
        ("plan", "Plan", "records.plan"),
        ("notes", "Case notes", "records.case_notes"),
        ("chronology", "Chronology", "records.chronology"),
    ]
    return [
        {"text": text, "href": url_for(endpoint, person_id=whom.id), "current": key == here}
        for key, text, endpoint in places
    ]
