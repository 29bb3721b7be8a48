"""The front page and the pages that say how the site treats you: for anybody, and sound."""

import pytest


@pytest.mark.parametrize("path", ["/", "/help", "/accessibility", "/privacy", "/cookies", "/join", "/sign-in"])
def test_anybody_may_read_the_pages_at_the_front(pages, path):
    assert pages.open(path).status == 200


def test_the_front_page_leads_to_a_code_and_to_signing_in(pages):
    page = pages.open("/")
    assert page.follow("Enter your code").h1 == "Enter your code"
    assert page.follow("sign in").h1 == "Sign in"
