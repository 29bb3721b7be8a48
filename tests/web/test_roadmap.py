"""The questions of the roadmap on their pages."""

import pytest

from casework.accounts.models import Role
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


def test_what_a_system_must_do_says_what_asks_for_it_and_that_nobody_tried_it(observer, study):
    page = observer.open("/roadmap/system")
    assert page.says("My work, with what is new apart from what is under way")
    assert page.says("2 of 2 workflows")
    assert page.says("Not tried yet")


def test_two_versions_are_chosen_and_the_same_one_twice_is_said(observer, study):
    first, second = (arm.version_id for arm in study.arms)
    page = observer.open("/roadmap/versions")
    assert page.submit("Set them beside each other", first=first, second=second).says("Nobody has finished a task")
    assert observer.open(f"/roadmap/versions?first={first}&second={first}").says("These are the same version")
