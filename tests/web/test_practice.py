"""Practising with a robot: begun from the rehearsals, led from the console, told afterwards."""

from sqlalchemy import select

from casework.accounts.models import Role
from casework.lab.models import Session


def test_a_practice_is_begun_led_from_the_console_by_its_button_and_told(pages, db):
    page = pages.as_staff(Role.RESEARCHER).open("/studies/tiny/rehearsals").submit("Practise with a robot")
    assert page.says("Practice with a robot")
    page = page.submit("Next thing the robot does")
    assert page.says("joined")
    session = db.scalars(select(Session)).one()
    assert session.is_rehearsal
    assert session.robot_seed
    page = pages.open(f"/studies/tiny/sessions/{session.id}/practice")
    assert page.says("The robot has not asked for help yet")


def test_a_session_of_a_person_is_no_practice(pages, session):
    page = pages.as_staff(Role.RESEARCHER).open(f"/studies/tiny/sessions/{session.id}/practice")
    assert page.status == 404
