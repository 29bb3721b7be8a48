"""The pre-flight page: what is to be fixed first, what the robot did, and when it was looked at."""

from casework.accounts.models import Role


def test_the_check_is_run_from_its_page_and_shown_worst_first(pages):
    page = pages.as_staff(Role.RESEARCHER).open("/studies/tiny/preflight")
    assert page.says("Next: run the pre-flight check")
    page = page.submit("Run the check")
    assert page.says("Not ready: ")
    assert page.says("Lawful basis recorded")
    assert page.says("Finishes, ")
    assert page.text.index("To fix") < page.text.index("What the robot did") < page.text.index("Passed")


def test_who_only_watches_sees_it_and_cannot_run_it(pages):
    page = pages.as_staff(Role.OBSERVER).open("/studies/tiny/preflight")
    assert not page.says("Run the check Run")
