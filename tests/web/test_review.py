"""A review stands beside the plan that it looks at again."""

from datetime import date

from casework.records.vocabulary import StepKind
from casework.synthetic.building import Build
from tests.at_work import AtWork


def test_a_review_shows_the_last_plan_need_by_need(priya: AtWork, build: Build) -> None:
    person = priya.step.person
    plan = build.plan(person=person, case=build.case(person=person), finished_on=date(2026, 5, 12))
    build.need(plan=plan, outcome="nutrition", how_met="A hot meal at noon", met_by="council")
    priya.step.kind = StepKind.REVIEW
    priya.db.commit()
    page = priya.open_step()
    assert page.says("The plan of 12 May 2026, then and now")
    assert page.says("A hot meal at noon")
    assert page.says("Needs in the plan (1)")


def test_a_review_without_a_plan_says_so_and_what_to_do(priya: AtWork) -> None:
    priya.step.kind = StepKind.REVIEW
    priya.db.commit()
    assert priya.open_step().says("The record has no finished plan")


def test_other_work_has_no_plan_beside_it(priya: AtWork) -> None:
    assert not priya.open_step().says("then and now")
