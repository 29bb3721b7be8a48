"""Who is in the county, one person of it, and making another county."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, SubmitField
from wtforms.validators import InputRequired, NumberRange

from casework.database import leave_sandbox
from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab.sandboxes import story_of_templates
from casework.records.models import Person
from casework.records.queries import people as queries
from casework.records.queries.county import people_by_name, size_of_county
from casework.records.queries.search import search_people
from casework.synthetic.templates import make_templates
from casework.web import current
from casework.web.access import LAB, STAFF, allow
from casework.web.county.blueprint import bp, county, parts_of
from casework.web.studies.forms import StaffForm
from config import ROOT

A_PAGE = 50
MOST_HERE = 2000
"""More than that cannot be copied for a session; the command makes larger ones to look at."""


class CountyForm(StaffForm):
    people = IntegerField(
        "How many people",
        validators=[
            InputRequired("Enter how many people"),
            NumberRange(50, MOST_HERE, f"The number of people must be 50 to {MOST_HERE:,}"),
        ],
    )
    seed = IntegerField(
        "Seed",
        description="Any whole number. The same number makes the same county on any machine.",
        validators=[InputRequired("Enter a whole number"), NumberRange(0, 2_147_483_647, "Enter a whole number")],
    )
    submit = SubmitField("Make this county")


@bp.get("/county")
@allow(*STAFF)
def index() -> ResponseReturnValue:
    return _index(None)


def _index(form: CountyForm | None) -> str:
    made = county()
    if made is None:
        return render_template("county/none.html", parts=parts_of("index"), form=form or CountyForm())
    text = request.args.get("q", "").strip()
    number = request.args.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    size = size_of_county(db.session())
    if text:
        found = search_people(db.session(), text)
        people, more = found.people, found.more
    else:
        people = list(people_by_name(db.session(), first=(page - 1) * A_PAGE, most=A_PAGE))
        more = page * A_PAGE < size.people
    return render_template(
        "county/index.html",
        county=made,
        parts=parts_of("index"),
        people=people,
        everybody=size.people,
        workers=size.workers,
        open_steps=size.open_steps,
        text=text,
        page=page,
        more=more,
        pages=-(-size.people // A_PAGE),
        form=form or CountyForm(people=size.people),
        today=made.story_date,
    )


@bp.get("/county/people/<person_id>")
@allow(*STAFF)
def person(person_id: str) -> ResponseReturnValue:
    """One person of the template, to read: nothing can be changed here."""
    made = county()
    if made is None:
        raise NotFound("county")
    whom = queries.get_person(db.session(), person_id)
    return render_template("county/person.html", county=made, person=whom, today=made.story_date, **_about(whom))


def _about(whom: Person) -> dict[str, Any]:
    return {
        "steps": queries.steps_of(db.session(), whom),
        "assessments": queries.assessments_of(db.session(), whom),
        "plans": queries.plans_of(db.session(), whom),
        "notes": queries.case_notes_of(db.session(), whom),
        "chronology": queries.chronology_of(db.session(), whom),
        "involvements": queries.involvements_of(db.session(), whom),
    }


@bp.post("/county")
@allow(*LAB)
def make() -> ResponseReturnValue:
    """Make another county in place of this one. Sessions that are planned keep theirs."""
    form = CountyForm()
    if not form.validate_on_submit():
        return _index(form)
    there = url_for(".index")
    story_date = story_of_templates(db.session())
    if story_date is None:
        raise NotFound("a story date: run flask init first")
    leave_sandbox(db.session())
    try:
        made = make_templates(
            db.session(),
            ROOT / "seed_data",
            seed=form.seed.data or 0,
            story_date=story_date,
            at=current.moment(),
            people=form.people.data or 0,
        )
    except DomainError as error:
        db.session.rollback()
        form.show(error)
        return _index(form)
    flash(f"{made[0].name} was made. Sessions planned from now on get it; those planned before keep theirs.")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
