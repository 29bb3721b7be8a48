"""The plan in the making: its week, its cost in sight; the plans of a person and their money."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.clock import now
from casework.lab.working import open_work
from casework.records.facts import CATALOGUE
from casework.records.models import Authorisation, Person, Step, Worker
from casework.synthetic.building import Build
from casework.web.records.approval import evidence_of
from casework.workflows.loader import Loaded, load_folder, load_lists
from casework.workflows.versions import keep_version
from tests.at_work import AtWork

SEED_DATA = Path(__file__).parents[2] / "seed_data"
WEEK = {
    "q-timetable-0-call": "Morning",
    "q-timetable-0-at": "07:30",
    "q-timetable-1-call": "Lunch",
    "q-timetable-1-at": "12:30",
    "q-timetable-3-call": "Evening",
    "q-timetable-3-at": "20:30",
    **{f"q-timetable-0-{day}": "45" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    **{f"q-timetable-1-{day}": "30" for day in ("mon", "tue", "wed", "thu", "fri")},
    **{f"q-timetable-3-{day}": "30" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}
OUT_ON_WEDNESDAY = {
    "q-services-0-service": "day-centre",
    "q-services-0-units": "1",
    "q-services-0-days": ["wed"],
    "q-services-0-starts_at": "10:00",
    "q-services-0-ends_at": "15:00",
}


@pytest.fixture(scope="session")
def shipped() -> dict[str, Loaded]:
    lists = load_lists(SEED_DATA / "lists")
    return load_folder(SEED_DATA / "workflows", lists=lists, catalogue=CATALOGUE)


@pytest.fixture(scope="session")
def traditional(shipped: dict[str, Loaded]) -> Loaded:
    return shipped["traditional"]


@pytest.fixture
def rose(priya: AtWork) -> Person:
    person = Build(priya.db).person(name="Rosalind Tarn", preferred_name="Rose")
    priya.db.commit()
    return person


@pytest.fixture
def planning(priya: AtWork, rose: Person, traditional: Loaded) -> Callable[..., Step]:
    """A step of the shipped way of working that is Priya's to do, of Rose's case."""

    def step(definition_id: str = "plan", **given: object) -> Step:
        version = keep_version(priya.db, traditional, now()).id
        build = Build(priya.db)
        case = given.pop("case", None) or build.case(person=rose)
        made = build.step(
            case=case,
            person=rose,
            version_id=version,
            definition_id=definition_id,
            worker_id="priya",
            **{"kind": "plan", "role": "social_worker", "status": "started", **given},
        )
        priya.db.commit()
        return made

    return step


def test_the_week_is_added_up_and_its_cost_stands_beside_it(priya: AtWork, planning) -> None:
    page = priya.open(f"/steps/{planning().id}/pages/services")
    page = page.submit("Work it out", **WEEK)
    assert page.says("675 min = 11.25 h × £24.50")
    assert page.says("£275.63")
    assert page.says("From the timetable 11.25 hours")


def test_a_call_while_she_is_out_is_pointed_out_and_taken_out(priya: AtWork, planning) -> None:
    step = planning()
    page = priya.open(f"/steps/{step.id}/pages/services").submit("Work it out", **WEEK, **OUT_ON_WEDNESDAY)
    assert page.says("Wednesday lunch (12:30) falls while Rose is at the day centre (10:00 to 15:00)")
    assert page.says("Take Wednesday lunch out, £12.25 a week less")
    after = page.submit("Work it out", **{"q-timetable-1-out": ["wed"]})
    assert not after.says("Wednesday lunch (12:30) falls")
    assert after.says("645 min = 10.75 h × £24.50")


def test_both_may_stay_with_a_reason(priya: AtWork, planning) -> None:
    page = priya.open(f"/steps/{planning().id}/pages/services").submit("Work it out", **WEEK, **OUT_ON_WEDNESDAY)
    after = page.submit("Work it out", **{"q-timetable-1-because": "She goes only when she is well"})
    assert not after.says("To settle:")


def test_the_plan_begins_with_every_need_the_assessment_found(priya: AtWork, planning, rose) -> None:
    build = Build(priya.db)
    step = planning()
    assessment = build.assessment(case=step.case, person=rose)
    build.outcome(assessment=assessment, code="nutrition", achieves="with-help", met_by="carer", how_met="Alan cooks")
    build.outcome(assessment=assessment, code="clothing", achieves="unable", their_words="Dressed by eight")
    build.outcome(assessment=assessment, code="toilet-needs", achieves="able")
    priya.db.commit()
    page = priya.open(f"/steps/{step.id}/pages/each_need")
    assert page.value("i-0-q-need_outcome") == "nutrition"
    assert page.value("i-0-q-need_how_met") == "Alan cooks"
    assert page.value("i-1-q-need_wanted") == "Dressed by eight"
    assert not page.controls("i-2-q-need_outcome")


def test_where_assessment_and_plan_are_one_step_the_plan_begins_with_the_needs_found_in_it(
    priya: AtWork, rose: Person, shipped: dict[str, Loaded]
) -> None:
    build = Build(priya.db)
    step = build.step(
        case=build.case(person=rose),
        person=rose,
        version_id=keep_version(priya.db, shipped["three_conversations"], now()).id,
        definition_id="conversation_3",
        worker_id="priya",
        kind="assessment",
        role="social_worker",
        status="started",
    )
    found = {"nutrition": {"achieves": "unable", "their_words": "A hot dinner"}, "clothing": {"achieves": "able"}}
    draft = {"outcomes": found, "decision": "eligible"}
    build.draft(step=step, worker_id="priya", answers=draft, posted=draft, pages={"ten": 1}, revision=1)
    priya.db.commit()
    work = open_work(priya.db, step, priya.db.get_one(Worker, (step.sandbox_id, "priya")), date(2026, 11, 10))
    assert work.answers["each_need"] == [{"need_outcome": "nutrition", "need_wanted": "A hot dinner"}]


def test_a_plan_is_not_handed_over_while_a_rate_is_missing(priya: AtWork, planning: Callable[..., Step]) -> None:
    step = planning()
    answers = {"services": [{"service": "day-centre", "units": 1, "unit": "day"}], "starts_on": "2019-11-16"}
    Build(priya.db).draft(step=step, worker_id="priya", answers=answers, posted=answers, pages={}, revision=1)
    priya.db.commit()
    page = priya.open(f"/steps/{step.id}/check").submit("Finish")
    assert [told for told in page.errors if "no rate" in told]
    assert priya.look(step).is_open


def test_a_plan_on_the_record_says_what_it_costs_and_how(priya: AtWork, rose) -> None:
    build = Build(priya.db)
    plan = build.plan(
        person=rose, starts_on=date(2026, 11, 16), timetable={"Morning": {"at": "07:30", "mon": 60}}, contingency=None
    )
    build.need(plan=plan, outcome="nutrition", met_by="carer", who="Alan", unpaid_minutes=120)
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}/plan")
    assert page.says("60 min = 1 h × £24.50")
    assert page.says("Unpaid: 2 h a week")
    assert page.says("Do not give Rose a figure yet")


def test_every_calculation_of_money_shows_its_working_and_stays(priya: AtWork, rose) -> None:
    build = Build(priya.db)
    for number, day in enumerate((date(2025, 5, 1), date(2026, 5, 1)), 1):
        build.financial_assessment(
            person=rose,
            number=number,
            begun_on=day,
            rates_on=day,
            income_pence=26840,
            tariff_pence=700,
            mig_pence=23260,
            housing_pence=None,
            disability_pence=1500,
            contribution_pence=2780,
        )
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}/money")
    assert page.says("Financial assessments (2)")
    assert page.says("£275.40 − £232.60 − £15.00 = £27.80")


def test_money_that_nobody_has_worked_out_is_said_so(priya: AtWork, rose) -> None:
    page = priya.open(f"/people/{rose.id}/money")
    assert page.says("There is no personal budget.")
    assert page.says("No financial assessment has been made.")


# --- the manager's own screen --------------------------------------------------------------------


@pytest.fixture
def to_agree(priya: AtWork, planning, rose) -> Step:
    """Rose's plan of £344.03 a week, submitted, in front of somebody who may agree £300.00."""
    build = Build(priya.db)
    submitted = planning(
        status="finished",
        finished_on=date(2026, 11, 10),
        finished_by_id="dawn",
        answers={
            "timetable": {
                "Morning": {"at": "07:30", "mon": 315},
                "Lunch": {"at": "12:30", "wed": 150},
                "Evening": {"at": "20:30", "fri": 210},
            },
            "services": [
                {"service": "day-centre", "units": 1, "unit": "day", "rate_pence": 6200, "needs": ["nutrition"]},
                {"service": "telecare", "units": 1, "unit": "week", "rate_pence": 640},
            ],
            "indicative": 29000,
            "starts_on": "2026-11-16",
        },
    )
    plan = build.plan(case=submitted.case, person=rose)
    build.need(plan=plan, outcome="nutrition", met_by="nobody-yet", not_met_because="No van on Sundays")
    priya.db.get_one(Worker, (submitted.sandbox_id, "priya")).approval_limit_pence = 30000
    step = planning(
        "authorise",
        case=submitted.case,
        kind="approval",
        role="team_manager",
        title="Agree the plan and its cost",
        from_step_id=submitted.id,
        position=1,
    )
    priya.db.expire_all()
    return step


def test_the_approver_sees_what_it_costs_and_how_far_above_her_limit_it_is(priya: AtWork, to_agree: Step) -> None:
    page = priya.open(f"/steps/{to_agree.id}")
    assert page.says("£344.03")
    assert page.says("Over indicative £54.03")
    assert page.says("£44.03 above your limit of £300.00 a week")
    assert page.says("Not met yet No van on Sundays")


def test_evidence_for_a_duty_is_what_the_record_holds_and_what_is_missing_has_words() -> None:
    record = {
        "plan.needs": [{"outcome": "nutrition", "how_met": "A dinner", "met_by": None}],
        "review.due_on": "2027-01-11",
    }
    found = {one.duty: one for one in evidence_of(record, with_plan=True)}
    plan = next(one for duty, one in found.items() if duty.startswith("What a plan holds"))
    assert "which needs there are" not in plan.missing
    assert "who meets each need" in plan.missing
    review = next(one for duty, one in found.items() if duty.startswith("Review"))
    assert review.missing == ("how to ask for a review sooner",)


def test_the_history_and_what_follows_stand_beside_the_decision(priya: AtWork, to_agree: Step) -> None:
    page = priya.open(f"/steps/{to_agree.id}")
    assert page.says("Submitted, version 1")
    assert page.says("Agree: Arrange the support After approval")
    assert page.says("Send to the panel: Panel At once")


def test_a_decision_that_needs_a_reason_is_refused_without_one_and_nothing_typed_is_lost(
    priya: AtWork, to_agree: Step
) -> None:
    page = priya.open(f"/steps/{to_agree.id}").submit(
        "Finish and hand over", **{"action": "agreed_with_change", "q-budget_agreed": "300"}
    )
    assert page.errors
    assert page.value("q-budget_agreed") in ("300", "300.00")
    assert priya.look(to_agree).is_open


def test_agreeing_to_more_than_her_limit_is_possible_and_asks_why(priya: AtWork, to_agree: Step) -> None:
    page = priya.open(f"/steps/{to_agree.id}")
    refused = page.submit("Finish and hand over", **{"action": "agreed", "q-budget_agreed": "344.03"})
    assert refused.errors == ["Say why you agree to £44.03 a week above your limit"]
    refused.submit("Finish and hand over", **{"note-agreed": "Cheaper than a stay, and the panel is in a week."})
    assert not priya.look(to_agree).is_open


def test_agreeing_with_a_change_keeps_the_change_the_cost_and_the_limit(priya: AtWork, to_agree: Step) -> None:
    priya.open(f"/steps/{to_agree.id}").submit(
        "Finish and hand over",
        **{"action": "agreed_with_change", "note-agreed_with_change": "Without the pendant", "q-budget_agreed": "300"},
    )
    priya.db.rollback()
    decided = priya.db.scalars(select(Authorisation).where(Authorisation.case_id == to_agree.case_id)).one()
    assert (decided.decision, decided.change) == ("agreed-with-change", "Without the pendant")
    assert decided.limit_pence == 30000


def test_a_plan_goes_to_the_panel_on_a_day_with_a_reason(priya: AtWork, to_agree: Step) -> None:
    fields = dict(zip(("day", "month", "year"), ("12", "11", "2026"), strict=True))
    priya.open(f"/steps/{to_agree.id}").submit(
        "Finish and hand over",
        **{"action": "to_panel", "note-to_panel": "Above my limit"},
        **{f"q-panel_on-{part}": value for part, value in fields.items()},
    )
    priya.db.rollback()
    decided = priya.db.scalars(select(Authorisation).where(Authorisation.case_id == to_agree.case_id)).one()
    assert (decided.decision, decided.panel_on) == ("to-panel", date(2026, 11, 12))
