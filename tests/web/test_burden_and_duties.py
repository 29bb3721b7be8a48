"""What the bench says about a workflow on its pages: burden, duties, the robot's walks, facts by workflow."""

import pytest

from casework.accounts.models import Role


@pytest.fixture
def designer(pages):
    return pages.as_staff(Role.DESIGNER)


def test_burden_is_shown_for_each_person_with_how_it_is_worked_out(designer):
    page = designer.open("/workflows/assess_first/burden")
    assert page.says("Edna Farrow")
    assert page.says("n = 11 people")
    assert page.says("238 words a minute")


def test_every_figure_of_the_drawing_is_in_the_table(designer):
    text = designer.client.get("/workflows/assess_first/burden").text
    assert "Minutes: least, each person, most" in text


def test_duties_are_labelled_as_a_prompt_for_a_lawyer(designer):
    page = designer.open("/workflows/assess_first/duties")
    assert page.says("A prompt for a lawyer, not advice.")
    assert page.says("D12-copies")
    assert page.says("n = 12 duties")


def test_a_duty_that_is_not_met_says_what_nothing_asks(designer):
    assert designer.open("/workflows/assess_first/duties").says("still to look at")


def test_walks_are_shown_for_every_workflow_and_person(designer):
    page = designer.open("/workflows/walk")
    assert page.says("walks come to an end")
    assert page.says("Arthur Penhale")
    assert designer.open("/workflows/walk?people=all").says("Joanne Tilley")


def test_facts_are_set_against_workflows_one_part_at_a_time(designer):
    page = designer.open("/workflows/facts?part=contact")
    assert page.says("contact.need_appears")
    assert not page.says("assessment.outcomes")
    assert designer.open("/workflows/facts?part=nowhere").says("n = ")


def test_an_observer_may_read_them(pages):
    observer = pages.as_staff(Role.OBSERVER)
    for address in (
        "/workflows/assess_first/burden",
        "/workflows/assess_first/duties",
        "/workflows/walk",
        "/workflows/facts",
    ):
        assert observer.client.get(address).status_code == 200
