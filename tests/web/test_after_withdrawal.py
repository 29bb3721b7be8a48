"""After somebody has withdrawn, in whole or in part, every page of the study still opens."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import leave_sandbox
from casework.lab import planning, sessions, withdrawing
from casework.lab.vocabulary import RunEnd
from casework.web.access import allowed


@pytest.fixture
def two(db, study, session):
    """One session that was held to its end, and one that is under way."""
    leave_sandbox(db)
    for each in (session, planning.plan_session(db, study, by="ruth", at=now())):
        sessions.join(db, each.code, at=now())
        sessions.give_consent(db, each, ["take_part"], at=now())
        sessions.answer_about_you(db, each, role=None, years=None, systems=[], systems_other=None, at=now())
        sessions.start_run(db, each, at=now())
        sessions.end_run(db, each, RunEnd.SAID_FINISHED, at=now())
    db.commit()
    return session


def addresses(app, study, session):
    """Every page of a study and of one of its sessions that is opened by these two alone."""
    urls, known = app.url_map.bind("localhost"), {"study_id": study.id, "session_id": session.id}
    return sorted(
        urls.build(rule.endpoint, {name: known[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("studies.")
        and not allowed(app, rule.endpoint) <= {Role.EXPERT}
        and "GET" in rule.methods
        and rule.arguments <= set(known)
    )


@pytest.mark.parametrize("parts", [["everything"], ["notes", "pictures", "words"]])
def test_every_page_still_opens(two, app, db, study, pages, parts):
    withdrawing.withdraw(db, study, two.participant, parts=parts, by="ruth", at=now())
    db.commit()
    staff = pages.as_staff()
    answers = {path: staff.client.get(path, buffered=True).status_code for path in addresses(app, study, two)}
    assert len(answers) > 15
    assert {path: status for path, status in answers.items() if status not in (200, 302, 303, 404)} == {}
