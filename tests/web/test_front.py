"""The front page and the pages that say how the site treats you: for anybody, and sound."""

import pytest

from tests.pages import Pages


@pytest.mark.parametrize("path", ["/", "/help", "/accessibility", "/privacy", "/cookies", "/join", "/sign-in"])
def test_anybody_may_read_the_pages_at_the_front(pages, path):
    assert pages.open(path).status == 200


def test_the_front_page_leads_to_a_code_and_to_signing_in(pages):
    page = pages.open("/")
    assert page.follow("Enter your code").h1 == "Enter your code"
    assert page.follow("sign in").h1 == "Sign in"


def test_the_public_pages_name_whom_the_council_named(pages):
    privacy, accessibility = pages.open("/privacy"), pages.open("/accessibility")
    assert privacy.says("Wexmoor County Council runs it")
    assert privacy.says("data.protection@wexmoor.example.org")
    assert privacy.says("Public task: the council has to provide adult social care")
    assert accessibility.says("01632 960 128")
    for page in (privacy, accessibility, pages.open("/cookies")):
        assert page.says("prepared on 2 Nov 2026")


def test_a_council_that_gave_its_name_is_named_on_them(make_app, db):
    assert (
        Pages(make_app(CASEWORK_COUNCIL="Borough of Elsewhere"), db)
        .open("/privacy")
        .says("Borough of Elsewhere runs it")
    )


def test_the_statement_does_not_claim_more_than_was_tried(pages):
    page = pages.open("/accessibility")
    assert page.says("It has not been tried with a screen reader by people yet")
    assert page.says("in part")


def test_every_cookie_that_is_set_is_on_the_page_about_cookies(pages, session):
    page = pages.open("/cookies")
    pages.as_participant(session).open("/join/now")
    pages.open("/sign-in")
    named = {cookie.key for cookie in pages.client._cookies.values()}
    assert named == {"casework", "casework-sitting"}
    for name in named:
        assert page.says(name)
