"""Systems on the bench: what a workflow demands, a council's own profile, and the script for a demonstration."""

import pytest

from casework.accounts.models import Role


@pytest.fixture
def designer(pages):
    return pages.as_staff(Role.DESIGNER)


def test_a_workflow_is_set_against_every_system(designer):
    page = designer.open("/workflows/talk_first/feasibility")
    assert page.says("Mosaic")
    assert page.says("Not known is never a pass, and there is no score")
    assert page.says("My work, with what is new apart from what is under way")


def test_a_council_fills_in_its_own_system_and_sees_what_it_rests_on(designer):
    page = designer.open("/systems/new").submit(name="Our system", version="24.2")
    assert page.says("46 of 46 not known")
    page = designer.open("/systems/our_system/capabilities/work-list").submit(
        answer="yes", strength="demo_ours", source="Demonstration 1", seen_on="01 09 2026", evidence="Two lists"
    )
    assert page.says("Seen in our demonstration, with our script: Demonstration 1, 1 Sep 2026")
    page = designer.open("/systems/our_system/capabilities/work-list")
    assert page.says("What was kept before")


def test_an_answer_without_evidence_is_not_kept_and_nothing_typed_is_lost(designer):
    designer.open("/systems/new").submit(name="Our system", version="")
    page = designer.open("/systems/our_system/capabilities/work-list").submit(
        answer="yes", strength="none", source="", evidence="I saw it"
    )
    assert page.error_beside("strength") == "Select what the answer rests on, or answer “Not known”"
    assert page.says("I saw it")


def test_two_systems_do_not_have_one_name(designer):
    designer.open("/systems/new").submit(name="Our system", version="")
    page = designer.open("/systems/new").submit(name="Our System", version="")
    assert page.error_beside("name") == "There is a profile of Our System already"


def test_the_script_asks_only_for_what_the_workflow_demands(designer):
    everything = designer.open("/systems/mosaic/script")
    assert everything.says("46 things to have shown")
    fewer = designer.open("/systems/mosaic/script?for=talk_first")
    assert not fewer.says("Send a form as a relative")


def test_an_observer_reads_and_changes_nothing(pages):
    observer = pages.as_staff(Role.OBSERVER)
    assert not observer.open("/systems/mosaic").says("Answer:")
    assert observer.client.get("/systems/mosaic/capabilities/work-list").status_code == 403
