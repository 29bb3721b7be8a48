"""The researcher's pages: planning sessions, the console, and who may do what."""

from casework.accounts.models import Role
from casework.lab import queries


def test_a_study_shows_its_plan_its_arms_and_what_to_do_next(pages, study):
    page = pages.as_staff().open("/studies").follow(study.title)
    assert page.h1 == study.title
    assert page.says("Plan a session")
    assert page.says("version")
    assert page.links["Results"] == f"/studies/{study.id}/results"
