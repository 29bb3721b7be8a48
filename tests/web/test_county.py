"""The county's pages: who is in it, one person, making another."""

from casework.accounts.models import Role


def test_staff_see_who_is_in_the_county_and_how_it_was_made(pages):
    page = pages.as_staff(Role.OBSERVER).open("/county")
    assert page.says("1 people")
    assert page.says("Ada Morris")
    assert not page.says("Make another county")


def test_somebody_of_the_county_is_found_and_read_but_not_changed(pages):
    page = pages.as_staff().open("/county?q=morris").follow("Ada Morris")
    assert page.h1 == "Ada Morris"
    assert page.says("To read only")


def test_whoever_is_not_there_is_said_to_be_so(pages):
    assert pages.as_staff().open("/county?q=zebedee").says("Nobody matches “zebedee”")


def test_a_county_too_large_for_sessions_is_refused_and_what_was_typed_stays(pages):
    page = pages.as_staff().open("/county").submit("Make this county", people="9000", seed="7")
    assert page.error_beside("people") == "The number of people must be 50 to 2,000"
    assert page.value("people") == "9000"


def test_another_county_is_made_in_place_of_this_one(pages):
    page = pages.as_staff().open("/county").submit("Make this county", people="60", seed="7")
    assert page.says("was made. Sessions planned from now on get it")
    assert page.says("60 people")


def test_the_county_stands_beside_published_figures_each_with_its_n_and_source(pages):
    staff = pages.as_staff()
    staff.open("/county").submit("Make this county", people="60", seed="7")
    page = staff.open("/county/figures")
    assert page.says("95 % interval")
    assert page.says("Published")
