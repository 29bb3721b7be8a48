"""The map of a workflow, the pages of its steps, and what differs between two."""

import pytest

from casework.accounts.models import Role


@pytest.fixture
def designer(pages):
    return pages.as_staff(Role.DESIGNER)


def test_the_map_leads_to_the_pages_of_each_step_and_says_the_same_in_words(designer):
    page = designer.open("/workflows/talk_first/map")
    assert page.says("1 step, 1 role")
    assert page.says("Decide and close: to Closed, when all is answered")
    assert "/workflows/talk_first/steps/talk" in designer.client.get("/workflows/talk_first/map").text


def test_a_step_is_read_with_its_conditions_facts_and_duties(designer):
    page = designer.open("/workflows/talk_first/steps/talk")
    assert page.says("What comes next")
    assert page.says("Records")


def test_a_step_that_is_not_there_is_not_found(designer):
    assert designer.client.get("/workflows/talk_first/steps/nowhere").status_code == 404


def test_a_workflow_with_one_save_asks_what_to_compare_it_with(designer):
    page = designer.open("/workflows/talk_first/differences")
    assert page.says("Choose what to compare it with")


def test_two_workflows_are_compared_under_heads_with_a_summary(designer):
    page = designer.open("/workflows/talk_first/differences?with=assess_first")
    assert page.says("Words and look")
    assert page.says("It is called")


def test_a_workflow_or_save_that_is_not_there_is_not_found(designer):
    assert designer.client.get("/workflows/talk_first/differences?with=nowhere").status_code == 404
    assert designer.client.get("/workflows/talk_first/differences?with_save=99").status_code == 404


def test_an_observer_may_read_the_map(pages):
    assert pages.as_staff(Role.OBSERVER).open("/workflows/talk_first/map").says("The same in words")


def test_a_difference_is_seen_side_by_side_with_what_both_cost_and_which_duties_they_meet(designer):
    page = designer.open(
        "/workflows/talk_first/differences?with=assess_first&left=steps/assess&right=steps/talk&person=mavis_coultard"
    )
    assert page.says("Side by side: ")
    assert page.says("What it costs practitioners")
    assert page.says("Minutes, estimated")
    assert page.says("A prompt for a lawyer, not advice")
    assert page.says("D12-copies")


def test_two_saves_of_one_workflow_that_are_the_same_do_not_differ(designer):
    page = designer.open("/workflows/talk_first/differences?with=talk_first&with_save=1")
    assert page.says("No differences")
    assert page.says("Nothing differs.")
