"""Findings on their pages: written from a group, judged by two, traced to a changed workflow and to what came of it."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import Db, leave_sandbox
from casework.findings import wall as walls
from casework.lab import sessions
from casework.lab.models import Finding, Observation
from casework.lab.vocabulary import ObservationKind
from tests.pages import Page, Pages


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture
def group(db: Db, study, session):
    """A group on the wall with one note of one person."""
    leave_sandbox(db)
    sessions.join(db, session.code, at=now())
    note = Observation(
        session_id=session.id, kind=ObservationKind.PROBLEM, at=now(), text="Looks for the carer", by="Ruth"
    )
    db.add(note)
    made = walls.make_group(db, study, "Carer away", by="Ruth", at=now())
    db.flush()
    walls.move_card(db, study, note.id, made.id, by="Ruth", at=now())
    db.commit()
    return made


def findings(study) -> str:
    return f"/studies/{study.id}/findings"


def write(ruth: Pages, study, group) -> Page:
    page = ruth.open(f"{findings(study)}/new?group={group.id}")
    return page.submit("Save the finding", what="She looks for it before it comes.", place="talk_first/talk")


def test_a_finding_from_a_group_rests_on_its_notes_and_says_how_many_of_how_many(ruth, study, group):
    page = ruth.open(f"/studies/{study.id}/wall").follow("Write a finding from “Carer away”")
    assert page.value("title") == "Carer away"
    page = page.submit("Save the finding", what="She looks for it before it comes.")
    assert page.h1 == "1. Carer away"
    assert page.says("1 of 1 person")
    assert page.says("Looks for the carer")
    assert ruth.open(findings(study)).says("Carer away")
    assert ruth.open(f"/studies/{study.id}/wall").says("Finding 1, from 1 note")


def test_nothing_typed_is_lost_when_a_finding_is_refused(ruth, study, group):
    page = ruth.open(f"{findings(study)}/new?group={group.id}")
    page = page.submit("Save the finding", title="", what="", recommendation="Ask it earlier")
    assert page.error_beside("title") == "Enter a title that says what happened"
    assert page.value("recommendation") == "Ask it earlier"


def test_who_changed_what_is_shown_and_somebody_elses_change_is_not_overwritten(ruth, study, group):
    write(ruth, study, group)
    mine, theirs = (ruth.open(f"{findings(study)}/1/edit") for _ in range(2))
    page = theirs.submit("Save the finding", recommendation="Ask it earlier")
    assert page.says("changed what we suggest")
    refused = mine.submit("Save the finding", recommendation="Leave it")
    assert refused.says("changed this finding meanwhile")
    assert refused.value("recommendation") == "Leave it"
    assert refused.submit("Save the finding").says("Leave it")


def test_two_people_judge_how_serious_it_is(ruth, study, group):
    page = write(ruth, study, group)
    assert page.says("0 of 2 have judged")
    page.submit("Keep my judgement", severity="3", because="Needs are left unseen")
    sam = ruth.another().as_staff(Role.NOTE_TAKER)
    page = sam.open(f"{findings(study)}/1")
    assert page.submit("Keep my judgement", severity="4").says("Enter why")
    page = page.submit("Keep my judgement", severity="4", because="A day’s care")
    assert page.says("4 of 4, serious")
    assert "have judged" not in page.text


def test_a_finding_leads_to_a_changed_workflow_that_names_it(ruth, db, study, group):
    page = write(ruth, study, group).follow("Change the workflow “Talk first”")
    why = f"Finding 1 of “{study.title}”: Carer away"
    assert page.value("why") == why
    page = page.submit("Check", text=page.value("text") + "\n# asked earlier\n")
    assert page.value("why") == why
    page = page.submit("Save as a new version")
    db.rollback()
    finding = db.query(Finding).one()
    assert finding.changed_version_id is not None
    assert ruth.open("/workflows/talk_first/versions").says(f"Because of finding 1 of “{study.title}”")
    page = ruth.open(f"{findings(study)}/1")
    assert page.says(f"In version {finding.changed_version_id[:7]}")
    assert page.says("No other study uses the changed workflow yet")


def test_findings_and_groups_of_notes_are_tables_too(ruth, study, group):
    write(ruth, study, group)
    table = ruth.client.get(f"/studies/{study.id}/findings.csv").text
    assert "Carer away,She looks for it before it comes." in table
    assert ",1,1,1," in table
    assert "Looks for the carer" in ruth.client.get(f"/studies/{study.id}/notes.csv").text
    assert ",Carer away" in ruth.client.get(f"/studies/{study.id}/notes.csv").text


def test_it_is_put_into_the_report_and_taken_out(ruth, study, group):
    page = write(ruth, study, group).submit("Put it in the report")
    assert page.says("✓ In the report")
    assert page.submit("Take it out of the report").says("Not in the report")


def test_a_designer_reads_a_finding_and_is_led_to_the_workflow(pages, ruth, study, group):
    write(ruth, study, group)
    page = pages.another().as_staff(Role.DESIGNER).open(f"{findings(study)}/1")
    assert "Change the workflow “Talk first”" in page.links
