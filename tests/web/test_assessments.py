"""What was assessed about a person: every kind in its own right, versions that stay, and opening one again."""

from datetime import date

from casework.lab.vocabulary import EventKind
from casework.records.vocabulary import StepStatus
from casework.synthetic.building import Build
from tests.at_work import AtWork


def page_of(at_work: AtWork) -> str:
    return f"/people/{at_work.step.person_id}/assessments"


def finish(at_work: AtWork) -> None:
    at_work.fill_in()
    at_work.check().submit("Finish and hand over")


def test_a_finished_assessment_is_a_version_with_its_author(priya: AtWork) -> None:
    finish(priya)
    page = priya.open(page_of(priya)).follow("Assessment, version 1")
    assert page.says("Priya Nair")
    assert page.says("It cannot be changed")
    assert page.says("Her own kitchen.")


def test_opening_it_again_asks_why_and_keeps_what_was_finished(priya: AtWork) -> None:
    priya.fill_in()
    priya.open_step("decision").submit("Save and go on", **{"q-decision": "not-eligible"})
    priya.check().submit("Finish and hand over", action="close", **{"note-close": "Advice was given."})
    page = priya.open(page_of(priya)).follow("Open again")
    assert page.submit("Open again").errors == ["Enter why it is opened again"]
    page.submit("Open again", reason="The bath was not seen.")
    assert priya.look(priya.step).status is StepStatus.FINISHED
    assert len(priya.events(EventKind.STEP_OPENED_AGAIN)) == 1


def test_every_kind_says_why_it_is_empty_and_what_comes_next(priya: AtWork) -> None:
    page = priya.open(page_of(priya))
    assert page.says("Safeguarding concerns (0)")
    assert page.says("It is assumed, until there is reason to doubt it for one decision.")


def test_each_kind_counts_its_rows(priya: AtWork, build: Build) -> None:
    person, case = priya.step.person, priya.step.case
    shared = {"person": person, "case": case, "begun_by": priya.step, "begun_on": date(2026, 11, 2)}
    build.safeguarding_concern(**shared, number=1, has_needs="yes", has_needs_evidence="Cannot wash alone.")
    build.capacity_assessment(**shared, number=1, matter="Managing her bank account", conclusion="lacks-capacity")
    priya.db.commit()
    page = priya.open(page_of(priya))
    assert page.says("Safeguarding concerns (1)")
    assert page.says("Cannot wash alone.")
    assert page.says("Managing her bank account")
    assert page.says("Conclusion for this decision")


def test_no_conclusion_about_capacity_stands_on_the_person(priya: AtWork, build: Build) -> None:
    shared = {
        "person": priya.step.person,
        "case": priya.step.case,
        "begun_by": priya.step,
        "begun_on": date(2026, 11, 2),
    }
    build.capacity_assessment(**shared, number=1, matter="Her bank account", conclusion="lacks-capacity")
    priya.db.commit()
    assert not priya.open(f"/people/{priya.step.person_id}").says("acks capacity")


def test_an_earlier_answer_is_kept_by_a_press_and_says_by_whom_it_was_kept(priya: AtWork, build: Build) -> None:
    person = priya.step.person
    build.assessment(
        person=person,
        case=build.case(person=person),
        assessed_by=build.worker(name="Tom Sayer"),
        finished_on=date(2026, 5, 12),
        wanted_outcomes="To keep her garden.",
    )
    priya.db.commit()
    page = priya.open_step("home")
    assert page.says("Tom Sayer")
    page = page.submit("Keep", **{"q-lives": "no"})
    assert page.says("Kept by you")
    assert priya.answers["matters"] == "To keep her garden."
    assert priya.answers["lives"] == "no"
    assert len(priya.events(EventKind.ANSWER_KEPT)) == 1
