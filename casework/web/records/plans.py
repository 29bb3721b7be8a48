"""Plans and what they cost: the person's plans, their money, and the sums beside a plan in the making."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import working
from casework.records.costing import time_words
from casework.records.queries import people as queries
from casework.records.queries import work as work_queries
from casework.records.queries.plans import financial_assessments_of
from casework.records.working_out import figures_of, rates_of
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp
from casework.web.records.costs import costs_of, costs_of_plan
from casework.web.records.people import person_page
from casework.web.records.wording import labels

bp.add_app_template_filter(time_words, "time_words")


@bp.route("/people/<person_id>/plan")
@allow(*AT_WORK)
def plan(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: plan")
    plans = queries.plans_of(db.session(), whom)
    return person_page(
        "records/plan.html",
        whom,
        "plan",
        plans=[(one, costs_of_plan(one, whom.called)) for one in plans],
        authorisations=queries.authorisations_of(db.session(), whom),
        review=queries.next_review_of(db.session(), whom),
    )


@bp.route("/people/<person_id>/money")
@allow(*AT_WORK)
def money(person_id: str) -> ResponseReturnValue:
    """What the person pays and why: every calculation that was made, the newest first, none of them changed since."""
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: money")
    made = financial_assessments_of(db.session(), whom)
    return person_page(
        "records/money.html",
        whom,
        "money",
        assessments=[(one, figures_of(one), rates_of(one)) for one in made],
        plans=[(one, costs_of_plan(one, whom.called)) for one in queries.plans_of(db.session(), whom) if one.budget],
    )


@bp.route("/steps/<step_id>/costs")
@allow(*AT_WORK)
def step_costs(step_id: str) -> ResponseReturnValue:
    """The money beside a plan as it was last saved, for the page's script to put in its place."""
    step = work_queries.get_step(db.session(), step_id)
    whose = current.for_step(step) or current.worker()
    if not working.can_be_worked(step) or step.worker_id != whose.id:
        raise NotFound(f"step {step_id}")
    work = working.open_work(db.session(), step, whose, current.story_date())
    costs = costs_of(work, current.story_date())
    if costs is None:
        raise NotFound(f"costs of step {step_id}")
    return render_template("records/costs.html", costs=costs, label=labels())
