"""Looking at a run again: one clock, a moment in the address, problems one after the other, notes made afterwards."""

import re
import zlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.accounts.models import Role
from casework.clock import now
from casework.database import Db, leave_sandbox
from casework.lab import sessions, task_runs
from casework.lab.events import happened
from casework.lab.models import Finding, FindingEvidence, Observation, Picture, PictureBody, Session, TaskRun
from casework.lab.vocabulary import AssistKind, EventKind, ObservationKind, RunEnd
from tests.pages import Pages


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture
def run(db: Db, session: Session) -> TaskRun:
    """A run of ten minutes with two problems: an error with help soon after, and a noted one."""
    leave_sandbox(db)
    began = now() - timedelta(minutes=20)
    sessions.join(db, session.code, at=began)
    sessions.give_consent(db, session, ["take_part"], at=began)
    sessions.answer_about_you(db, session, role="", years="", systems=[], systems_other="", at=began)
    sessions.start_run(db, session, at=began)
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=began)
    run = sessions.start_run(db, session, at=began)

    def at(seconds: float):
        return began + timedelta(seconds=seconds)

    def view(seconds: float, page: str, path: str) -> None:
        happened(db, session, EventKind.PAGE_VIEWED, at=at(seconds), page=page, path=path)

    view(2, "Work view", "/work")
    view(80, "Why now", "/steps/s/pages/why")
    view(200, "Home safely", "/steps/s/pages/home")
    happened(db, session, EventKind.ERRORS_SHOWN, at=at(244), messages=["Say what happens when Carol is not there"])
    task_runs.assist(db, run, AssistKind.PROMPT, by="Ruth", at=at(270))
    task_runs.pause(db, run, by="Ruth", at=at(300))
    task_runs.resume(db, run, by="Ruth", at=at(400))
    happened(db, session, EventKind.CLICKED, at=at(410), clicks=7, page="/x")
    view(450, "Why now", "/steps/s/pages/why")
    db.add(
        Observation(
            session_id=session.id,
            task_run_id=run.id,
            kind=ObservationKind.PROBLEM,
            at=at(500),
            text="Cannot say what happens.",
            by="Ruth Adeyemi",
            severity=3,
        )
    )
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=at(600))
    db.commit()
    return run


@pytest.fixture
def pictured(db: Db, run: TaskRun) -> TaskRun:
    """The same run of somebody who agreed that pictures are kept."""
    session = run.session
    session.participant.consent_choices = ["take_part", "pictures"]
    for seconds, title in ((2, "Work view"), (80, "Why now"), (244, "Home safely")):
        html = f"<html><body><h1>{title}</h1></body></html>".encode()
        body = PictureBody(
            session_id=session.id, body_hash=title, compressed=zlib.compress(html), bytes_plain=len(html)
        )
        db.add(body)
        db.flush()
        db.add(
            Picture(
                session_id=session.id,
                task_run_id=run.id,
                event_seq=1,
                at=run.started_at + timedelta(seconds=seconds),
                path=f"/{title}",
                title=title,
                status=200,
                version_id=run.session_arm.arm.version_id,
                body_id=body.id,
            )
        )
    db.commit()
    return run


def address(run: TaskRun, **more) -> str:
    asked = "&".join(f"{name}={value}" for name, value in more.items())
    session = run.session
    return f"/studies/{session.study_id}/sessions/{session.id}/runs/{run.id}/replay?{asked}"


def test_a_run_is_shown_on_one_clock_with_the_page_of_the_moment(ruth, run):
    page = ruth.open(address(run, at=250))
    assert page.h1.startswith("Replay: P01, work the case")
    assert page.says("Working time 8:20, one pause of 1:40.")
    assert page.says("4:10 of 10:00 · problem 1 of 2")
    assert page.says("She was on Home safely")
    counted = "4 stays on pages, 1 time errors were shown, 1 time help was given, 1 pause, 1 note"
    assert f'aria-label="Timeline of 10:00: {counted}.' in page.html
    assert page.says("went back to Why now")
    assert page.says("Not known: no script was there to see it")


def test_problems_are_gone_through_by_links(ruth, run):
    first = ruth.open(address(run)).follow("Next problem J")
    assert first.says("4:04 of 10:00 · problem 1 of 2")
    assert first.says("✕ 1 error shown: Say what happens when Carol is not there")
    second = first.follow("Next problem J")
    assert second.says("8:20 of 10:00 · problem 2 of 2")
    assert second.says("No later problem")
    assert second.follow("K Previous").says("problem 1 of 2")


def test_frames_say_why_there_is_no_picture_and_still_lead_to_their_moment(ruth, run):
    page = ruth.open(address(run))
    assert page.says("No pictures. The information sheet of this study does not ask for it")
    assert page.says("No picture 3:20 Home safely")
    assert page.follow("3:20 Home safely").says("3:20 of 10:00")


def test_the_page_of_a_moment_is_a_picture_in_which_nothing_runs(ruth, pictured):
    page = ruth.open(address(pictured, at=250))
    assert page.says(f"stored picture 3 of 3, version {pictured.session_arm.arm.version_id[:7]}; nothing in it runs")
    frames = re.findall(r"<iframe [^>]*>", page.html)
    assert len(frames) == 1 + 3
    assert all('sandbox=""' in frame for frame in frames)
    shown = next(frame for frame in frames if "data-picture" in frame)
    assert 'title="The page at 4:10: Home safely"' in shown
    reply = ruth.client.get(re.search(r'src="([^"]*)"', shown)[1])
    assert reply.status_code == 200
    assert "Home safely" in reply.text


def test_who_only_observes_sees_no_pictures_of_somebody_who_did_not_agree_to_it(pages, pictured):
    page = pages.as_staff(Role.OBSERVER).open(address(pictured))
    assert "<iframe" not in page.html
    assert page.says("P01 did not agree that others than the facilitator see the pages.")


def test_what_is_shown_can_be_chosen_and_stays_chosen(ruth, run):
    page = ruth.open(address(run, at=420))
    assert not page.says("7 clicks")
    every = page.follow("every event (")
    assert every.says("7 clicks")
    assert every.says("7:00 of 10:00")
    assert page.says("Cannot say what happens.")
    assert not ruth.open(address(run, at=500, show="errors")).says("Cannot say what happens.")


def test_a_note_is_made_at_the_moment_that_is_looked_at(ruth, db, run):
    page = ruth.open(address(run, at=210)).submit("Save note", kind="question", text="Does she know Carol?")
    assert page.says("Note kept at 3:30")
    assert page.says("? question Does she know Carol?")
    db.expire_all()
    made = db.scalars(select(Observation).where(Observation.text == "Does she know Carol?")).one()
    assert (made.at - run.started_at).total_seconds() == 210
    assert (made.page, made.by, made.task_run_id) == ("Home safely", "Ruth researcher", run.id)
    assert made.version_id == run.session_arm.arm.version_id


def test_a_note_says_which_findings_rest_on_it(ruth, db, run):
    note = db.scalars(select(Observation)).one()
    made = {"study_id": run.session.study_id, "title": "T", "what": "W", "made_by": "Ruth", "made_at": now()}
    for number in (1, 4):
        db.add(Finding(number=number, evidence=[FindingEvidence(observation_id=note.id)], **made))
    db.commit()
    assert ruth.open(address(run, at=500)).says("Ruth Adeyemi · severity 3 · in finding 1 · in finding 4")


def test_a_note_without_words_is_refused_beside_its_box(ruth, db, run):
    page = ruth.open(address(run, at=210)).submit("Save note", kind="good", text="  ")
    assert page.error_beside("text") == "Enter what you saw or heard"
    assert page.says("3:30 of 10:00")


def test_who_only_observes_sees_it_and_writes_no_notes(pages, run):
    page = pages.as_staff(Role.OBSERVER).open(address(run))
    assert page.says("Around this moment")
    assert not page.says("Add a note at")


def test_a_run_under_way_is_watched_in_the_console(ruth, db, session):
    run = session.runs[0]
    page = ruth.open(address(run))
    assert page.says("This task has not ended")


def test_a_moment_outside_the_run_is_its_end_and_nonsense_its_beginning(ruth, run):
    assert ruth.open(address(run, at=99999)).says("10:00 of 10:00")
    assert ruth.open(address(run, at="soon")).says("0:00 of 10:00")


def test_a_run_of_another_study_or_session_is_not_found(ruth, run):
    assert ruth.open(f"/studies/other/sessions/{run.session_id}/runs/{run.id}/replay").status == 404
    assert ruth.open(f"/studies/{run.session.study_id}/sessions/other/runs/{run.id}/replay").status == 404
