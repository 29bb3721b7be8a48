"""The questions of the roadmap on their pages."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.lab.models import Finding
from casework.web.roadmap import PAGES

HERE = {"index": "", "front_doors": "/front-doors"}


@pytest.fixture
def observer(pages):
    return pages.as_staff(Role.OBSERVER)


@pytest.mark.parametrize("name", PAGES)
def test_every_question_has_a_page_also_before_anybody_took_part(observer, study, name):
    page = observer.open(f"/roadmap{HERE.get(name, f'/{name}')}")
    assert page.h1
    assert page.says("Roadmap")


def test_the_questions_say_what_is_known_and_what_is_not(observer, study):
    page = observer.open("/roadmap")
    assert page.says("1 study planned, and nobody has taken part yet")
    assert page.says("No study asks this yet")
    assert page.follow("Which approach works, and for whom?").says("Nobody has finished a task that counts yet.")


def test_what_a_system_must_do_says_what_asks_for_it_and_that_nobody_worked_with_it(observer, study):
    page = observer.open("/roadmap/system")
    assert page.says("My work, with what is new apart from what is under way")
    assert page.says("2 of 2 workflows")
    assert page.says("Not yet")


def test_two_versions_are_chosen_and_the_same_one_twice_is_said(observer, study):
    first, second = (arm.version_id for arm in study.arms)
    page = observer.open("/roadmap/versions")
    beside = page.submit("Set them beside each other", first=first, second=second)
    assert beside.says("Nobody has finished a task")
    assert beside.follow("What differs between them, in plain words").path.startswith("/workflows/talk_first/diff")
    assert observer.open(f"/roadmap/versions?first={first}&second={first}").says("These are the same version")


def test_a_decision_is_traced_to_its_finding_and_says_whether_it_was_looked_at_again(observer, db, study):
    made = {"made_by": "Ruth", "made_at": now(), "changed_at": now(), "changed_version_id": study.arms[0].version_id}
    db.add(Finding(study_id=study.id, number=1, title="Carer asked too late", what="She looks for it.", **made))
    db.commit()
    page = observer.open("/roadmap/learned")
    assert page.says("1 finding; 1 led to a changed workflow, of which 0 were looked at again")
    assert page.says("Not looked at yet")
    assert page.follow("Carer asked too late").h1 == "1. Carer asked too late"
