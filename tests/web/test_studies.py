"""The researcher's pages: planning sessions, and the console of one."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from casework.accounts.models import Role
from casework.clock import now
from casework.database import Db, leave_sandbox
from casework.lab import planning, queries, sessions
from casework.lab.events import happened
from casework.lab.models import Assist, Event, Session, Study, TaskRun
from casework.lab.observations import notes_of
from casework.lab.pictures import without_what_is_new
from casework.lab.studies import read_study
from casework.lab.vocabulary import AssistKind, EventKind, ObservationKind, RunEnd, RunStatus, Stage
from casework.workflows.versions import WorkflowVersion
from tests.lab.conftest import TINY
from tests.pages import Page, Pages
from tests.ready import on_both_databases


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    """Signed in as whoever leads sessions."""
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture(autouse=True)
def sealed(db: Db, study: Study) -> None:
    """Its plan is sealed: what is tried here comes after."""
    study.sealed_at, study.sealed_by, study.sealed_hash = now(), "Ruth", "0" * 64
    db.commit()


def planned(db: Db, study: Study, *, rehearsals: bool = False) -> list[Session]:
    db.expire_all()
    return list(queries.sessions_of(db, study, rehearsals=rehearsals))


def to_the_task(db: Db, session: Session, *, seconds_ago: int = 60) -> TaskRun:
    """On until she works at the task that counts, which began some time ago."""
    leave_sandbox(db)
    at = now() - timedelta(seconds=seconds_ago)
    sessions.join(db, session.code, at=at)
    sessions.give_consent(db, session, ["take_part"], at=at)
    sessions.answer_about_you(db, session, role="social worker", years="5 to 10", systems=[], systems_other="", at=at)
    run = sessions.start_run(db, session, at=at)
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=at)
    run = sessions.start_run(db, session, at=at)
    db.commit()
    return run


def kinds(db: Db, session: Session) -> list[EventKind]:
    return list(db.scalars(select(Event.kind).where(Event.session_id == session.id).order_by(Event.seq)))


def console(pages: Pages, session: Session) -> Page:
    return pages.open(f"/studies/{session.study_id}/sessions/{session.id}")


# --- the study -----------------------------------------------------------------------------------


def test_a_study_shows_its_plan_its_arms_and_what_to_do_next(ruth, study):
    page = ruth.open("/studies").follow(study.title)
    assert page.h1 == study.title
    assert page.says(study.question)
    for arm in study.arms:
        assert page.says(f"version {arm.version_id[:7]}")
    assert page.says("Nobody is planned who has not joined yet")
    assert page.follow("Results").says("No run of this task has ended yet")


def test_a_study_of_one_arm_and_one_case_can_be_planned_and_worked_at_once(ruth, db, tmp_path):
    text = (TINY / "study.yaml").read_text()
    second_case = text[text.index("  - id: edna\n") : text.index("warm_up_task:")]
    for old, new in (
        ("id: tiny", "id: alone"),
        ("title: Assess first, or talk first", "title: Assess first, alone"),
        ("design: crossed", "design: single"),
        ("  - {id: talk, workflow: talk_first, warm_up: wanda, start_at: talk}\n", ""),
        (second_case, ""),
        ("finishes: {assess: assess, talk: talk}", "finishes: {assess: assess}"),
        (text[text.index("expert_answers:") :], ""),
    ):
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "alone.yaml"
    path.write_text(text)
    kept = {version.workflow_id: version for version in db.scalars(select(WorkflowVersion))}
    study = read_study(db, path, workflows=kept, at=now())
    study.sealed_at, study.sealed_by = now(), "Ruth"
    db.commit()
    page = ruth.open(f"/studies/{study.id}").submit("Plan sessions", number=2)
    assert page.says(f"Everyone works in the one arm, with the same case: {study.cases[0].person_name}.")
    assert page.says("Its sandbox is made.")
    assert page.says("Balanced")
    assert not page.says("matched cases")
    first = planned(db, study)[0]
    assert to_the_task(db, first).session_arm.case.key == "rose"
    sessions.end_run(db, first, RunEnd.SAID_FINISHED, at=now())
    sessions.rate(db, first, 5, "", at=now())
    sessions.answer_sus(db, first, [4, 2] * 5, "", at=now())
    db.commit()
    assert first.stage is Stage.THANKS
    assert ruth.open(f"/studies/{study.id}/results").status == 200


@on_both_databases
def test_planned_sessions_are_dealt_the_next_rows_and_are_ready_to_join(ruth, db, study):
    page = ruth.open(f"/studies/{study.id}").submit("Plan sessions", number=4)
    made = planned(db, study)
    assert sorted(session.row for session in made) == [0, 1, 2, 3]
    assert {session.planned_by for session in made} == {"Ruth researcher"}
    assert page.says("P01, P02, P03 and P04 are ready to join")
    assert page.says("Next: P01")
    assert page.says("Balanced")


def test_after_a_part_of_a_block_the_page_says_when_it_evens_out(ruth, db, study):
    page = ruth.open(f"/studies/{study.id}").submit("Plan sessions", number=2)
    first = [session.arms[0].arm.mark for session in planned(db, study)]
    assert sorted(first) == ["A", "B"]
    assert page.says("Not balanced yet It is with P04")


@pytest.mark.parametrize("number", ["41", "many"])
def test_one_to_forty_sessions_are_planned_at_a_time(ruth, db, study, number):
    page = ruth.open(f"/studies/{study.id}").submit("Plan sessions", number=number)
    assert page.error_beside("number").startswith("Enter how many sessions to plan, 1 to 40")
    assert planned(db, study) == []


def test_the_plan_in_short_says_what_its_people_can_show(ruth, db, study):
    assert not ruth.open(f"/studies/{study.id}").says("What it can show")
    claim = {"id": "more", "says": "More finish", "measure": "completion", "arms": [arm.key for arm in study.arms]}
    claims = [claim | {"expected_a": 0.45, "expected_b": 0.85, "people": people} for people in (8,)]
    study.content = study.content | {"claims": claims}
    db.commit()
    assert ruth.open(f"/studies/{study.id}").says("8 people can show: description only.")


def test_nobody_is_planned_who_counts_before_the_plan_is_sealed(ruth, db, study):
    study.sealed_at = study.sealed_hash = None
    db.commit()
    page = ruth.open(f"/studies/{study.id}").submit("Plan sessions", number=1)
    assert page.error_beside("number").startswith("Seal the plan first")
    assert page.submit("Plan a pilot").says("T01")
    assert planned(db, study) == []


def test_sessions_of_a_day_are_planned_with_their_times(ruth, db, study):
    ruth.open(f"/studies/{study.id}").submit("Plan sessions", number=3, day="1 12 2026", begins="09:30", every=75)
    times = [each.starts_at.astimezone() for each in planned(db, study)]
    assert [f"{at:%H:%M}" for at in times] == ["09:30", "10:45", "12:00"]


def test_another_row_is_given_with_a_reason_that_stays_beside_it(ruth, db, study, session):
    page = ruth.open(f"/studies/{study.id}").follow("Another row")
    other = (session.row + 1) % 4
    assert page.submit(row=str(other)).error_beside("because") == "Enter why she is given another row"
    done = ruth.open(f"/studies/{study.id}").follow("Another row").submit(row=str(other), because="Knows Edna’s case")
    assert done.says("changed: Knows Edna’s case")
    db.refresh(session)
    assert session.row == other


def test_a_group_joins_with_the_code_on_the_projector(ruth, db, study, session, app):
    page = ruth.open(f"/studies/{study.id}").follow("A group that joins at once").submit("Open the code", minutes=30)
    assert page.says("1 place is free")
    db.refresh(study)
    hers = Pages(app, db).open("/join").submit(code=study.group_code)
    assert hers.path == "/join/now"
    assert ruth.open(f"/studies/{study.id}/group").says("P01")
    closed = ruth.open(f"/studies/{study.id}/group").submit("Close the code")
    assert closed.says("Several people join with one code")


def test_participants_are_shown_by_code_with_what_each_agreed_to(ruth, db, study, session):
    to_the_task(db, session)
    page = ruth.open(f"/studies/{study.id}").follow("Participants")
    assert page.says("P01")
    assert page.says("yes")
    assert page.says("no")
    assert page.says("Under 5 nothing is shown")


def test_pressing_twice_plans_once(ruth, db, study):
    page = ruth.open(f"/studies/{study.id}")
    page.submit("Plan sessions", number=2)
    assert page.submit("Plan sessions", number=2).says("P01")
    assert len(planned(db, study)) == 2


def test_the_link_and_the_code_of_the_next_session_can_be_shown_large_and_lead_in(ruth, session):
    page = ruth.open(f"/studies/{session.study_id}")
    code = f"{session.code[:3]} {session.code[3:]}"
    assert page.says(code)
    large = page.follow("Show it large")
    assert large.h1 == "To take part: P01"
    assert large.says(code)
    link = f"/join/{session.code}"
    assert urlsplit(large.text[large.text.index("http", large.text.index("open this link")) :].split()[0]).path == link
    assert ruth.another().open(link).submit().path == "/join/now"


def test_a_rehearsal_is_kept_apart(ruth, db, study):
    page = ruth.open(f"/studies/{study.id}").submit("Plan a rehearsal")
    assert page.h1 == "Console of R01"
    assert planned(db, study) == []
    assert [session.participant.code for session in planned(db, study, rehearsals=True)] == ["R01"]
    assert not ruth.open(f"/studies/{study.id}").says("R01")
    assert ruth.open(f"/studies/{study.id}").follow("Rehearsals").says("R01")


# --- the console ---------------------------------------------------------------------------------


def test_before_anybody_has_joined_the_console_shows_the_ways_in(ruth, session):
    page = console(ruth, session)
    assert page.says("Not joined yet")
    assert page.says(f"{session.code[:3]} {session.code[3:]}")
    assert not page.says("Pause clock")


def test_the_console_shows_who_works_on_what_and_for_how_long(ruth, db, session):
    run = to_the_task(db, session, seconds_ago=125)
    happened(db, session, EventKind.PAGE_VIEWED, at=now(), page="Assessment: Decide")
    db.commit()
    page = console(ruth, session)
    visit = run.session_arm
    assert page.says(f"{visit.arm.mark} with {visit.case.person_name.split()[0]}")
    assert page.says("Task 1 of 1 Work the case")
    assert page.says("2:05 of 20:00")
    assert page.says("P01 is looking at Assessment: Decide")
    assert not page.says("Ways in")


def test_an_assist_is_recorded_with_who_gave_it(ruth, db, session):
    run = to_the_task(db, session)
    page = console(ruth, session).submit("Told how")
    given = db.scalars(select(Assist).where(Assist.task_run_id == run.id)).all()
    assert [(assist.kind, assist.by) for assist in given] == [(AssistKind.TOLD_HOW, "Ruth researcher")]
    assert page.says("help given: told how, Ruth researcher")
    assert page.says("1 assist")


@on_both_databases
def test_one_press_sent_twice_is_one_assist(ruth, db, session):
    to_the_task(db, session)
    page = console(ruth, session)
    page.submit("Hint")
    page.submit("Hint")
    assert len(db.scalars(select(Assist)).all()) == 1


@on_both_databases
def test_the_clock_is_paused_and_goes_on(ruth, db, session):
    run = to_the_task(db, session)
    page = console(ruth, session).submit("Pause clock")
    assert page.says("Paused 0:0")
    page.submit("Go on")
    db.refresh(run)
    assert not run.is_paused
    assert kinds(db, session)[-2:] == [EventKind.RUN_PAUSED, EventKind.RUN_RESUMED]


@on_both_databases
def test_moving_on_ends_the_task_and_then_goes_past_the_rating(ruth, db, session):
    run = to_the_task(db, session)
    page = console(ruth, session).submit("Move on")
    db.refresh(run)
    assert (run.status, run.ended_by) == (RunStatus.ENDED, RunEnd.MOVED_ON)
    assert not page.says("Move on past the rating")
    ten_seconds_pass(db, session)
    console(ruth, session).submit("Move on past the rating")
    db.refresh(session)
    assert session.stage is Stage.QUESTIONNAIRE


def ten_seconds_pass(db, session):
    db.refresh(session)
    session.undo = {**session.undo, "until": (now() - timedelta(seconds=1)).isoformat()}
    db.commit()


def test_moving_on_can_be_undone_in_its_place(ruth, db, session):
    run = to_the_task(db, session)
    page = console(ruth, session).submit("Move on")
    page.submit(re.search(r"Undo, \d+ s N", page.text)[0])
    db.refresh(run)
    db.refresh(session)
    assert (run.status, session.stage) == (RunStatus.RUNNING, Stage.WORKING)


def test_a_task_can_be_given_up_and_the_story_moved_on_from_the_console(ruth, db, session):
    run = to_the_task(db, session)
    page = console(ruth, session).submit("+ 2 weeks")
    assert page.says("Tue 24 Nov 2026")
    page.submit("Gave up")
    db.refresh(run)
    assert run.ended_by is RunEnd.SAID_CANNOT


def test_what_no_rule_can_decide_is_judged_on_the_console(ruth, db, session):
    run = to_the_task(db, session)
    run.task.success, run.task.finishes = {"judged": "the plan could be arranged"}, {}
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=now())
    db.commit()
    page = console(ruth, session).follow("Judge it").submit("Keep this judgement", is_success="yes")
    assert page.error_beside("because") == "Enter what you saw that shows it"
    page.submit("Keep this judgement", is_success="yes", because="Two calls a day were booked")
    db.refresh(run)
    assert (run.is_success, run.success_said) == (True, "Two calls a day were booked")


def test_a_second_person_comes_into_the_same_record_and_may_be_let_read_only(ruth, db, session, app):
    to_the_task(db, session)
    page = console(ruth, session).follow("Hand this case to a second person")
    page = page.submit("Make the link", worker="dawn", how="reads")
    address = urlsplit(re.search(r"https?://\S+/as/\S+", page.text)[0]).path
    reader = Pages(app, db)
    work = reader.open(address)
    assert work.status == 200
    assert reader.post(address.replace("/work", "/acting/start"), {"csrf_token": reader.csrf_token()}).status == 403


def test_stop_and_delete_now_leaves_nothing_but_that_it_was_done(ruth, db, session):
    to_the_task(db, session)
    page = console(ruth, session).follow("Stop and delete now")
    done = page.submit("Stop and delete now", because="Asked for it")
    assert done.says("What was kept of P01 is deleted.")
    db.expire_all()
    assert db.scalars(select(TaskRun).where(TaskRun.session_id == session.id)).all() == []


def test_a_button_of_an_old_page_does_nothing_to_what_came_since(ruth, db, session):
    to_the_task(db, session)
    page = console(ruth, session)
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=now())
    db.commit()
    refused = page.submit("Move on")
    assert refused.errors == ["The session has moved on since this page was opened, so nothing was done"]
    db.refresh(session)
    assert session.stage is Stage.RATING


@on_both_databases
def test_a_run_is_left_out_with_a_reason_and_stays_listed(ruth, db, session):
    run = to_the_task(db, session)
    asked = console(ruth, session).follow("Void this run")
    assert (
        asked.submit("Leave this run out", because=" ").error_beside("because") == "Enter why this run does not count"
    )
    page = asked.submit("Leave this run out", because="The connection was lost")
    assert page.says("left out: The connection was lost (Ruth researcher)")
    db.refresh(run)
    assert run.voided_because == "The connection was lost"
    left_out = ruth.open(f"/studies/{session.study_id}/results")
    assert left_out.says("P01")
    assert left_out.says("The connection was lost Ruth researcher")


def test_a_session_is_ended_early_with_a_reason(ruth, db, session):
    to_the_task(db, session)
    asked = console(ruth, session).follow("End the session")
    assert asked.submit("End the session").error_beside("because") == "Enter why the session ends here"
    assert asked.submit("End the session", because="Had to leave").says("The session has ended")
    db.refresh(session)
    assert session.stage is Stage.THANKS


def test_the_next_participant_is_one_press_away(ruth, db, study, session):
    to_the_task(db, session)
    assert console(ruth, session).says("Plan the next participant")
    leave_sandbox(db)
    planning.plan_session(db, study, by="ruth", at=now())
    db.commit()
    assert console(ruth, session).follow("Next participant: P02").h1 == "Console of P02"


def test_a_session_of_another_study_is_not_found(ruth, session):
    assert ruth.open(f"/studies/other/sessions/{session.id}").status == 404


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_is_kept_with_who_made_it(ruth, db, session):
    console(ruth, session).submit("Save note", text="! looks for the carer")
    (note,) = notes_of(db, session.id)
    assert (note.kind, note.text, note.by) == (ObservationKind.PROBLEM, "looks for the carer", "Ruth researcher")


def test_a_button_says_it_too(ruth, db, session):
    console(ruth, session).submit("question", text="who reads this")
    (note,) = notes_of(db, session.id)
    assert (note.kind, note.text) == (ObservationKind.QUESTION, "who reads this")


@on_both_databases
def test_a_note_carries_its_run_and_the_page_that_was_seen(ruth, db, session):
    run = to_the_task(db, session, seconds_ago=90)
    happened(db, session, EventKind.PAGE_VIEWED, at=now(), page="Assessment: Decide")
    db.commit()
    page = console(ruth, session).submit("Save note", text="! no way back")
    (note,) = notes_of(db, session.id)
    assert (note.page, note.task_run_id) == ("Assessment: Decide", run.id)
    assert page.says("! problem")
    assert page.says("no way back")
    assert page.says("Assessment: Decide · RR")


def test_an_empty_note_is_refused_beside_the_box(ruth, db, session):
    page = console(ruth, session).submit("Save note", text="! ")
    assert page.error_beside("text") == "Enter what you saw or heard"
    assert page.value("text") == "! "
    assert notes_of(db, session.id) == []


# --- live ----------------------------------------------------------------------------------------


def live(pages: Pages, session: Session, after: object) -> str:
    reply = pages.client.get(f"/studies/{session.study_id}/sessions/{session.id}/live?after={after}")
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def shown(page: Page) -> str:
    (place,) = [each for each in page.root.all() if "data-poll-url" in each]
    return place.get("data-after")


def test_while_nothing_is_new_only_the_strip_with_its_clocks_is_sent(ruth, db, session):
    to_the_task(db, session)
    page = console(ruth, session)
    html = live(ruth, session, shown(page))
    assert 'data-live="strip"' in html
    assert 'data-live="events"' not in html
    assert f'data-after="{shown(page)}"' in html


@on_both_databases
def test_what_happened_since_is_sent_with_the_parts_that_the_page_has(ruth, db, session):
    to_the_task(db, session)
    page = console(ruth, session)
    happened(db, session, EventKind.SEARCHED, at=now(), text="Edna")
    db.commit()
    html = live(ruth, session, shown(page))
    assert "searched for “Edna”" in html
    parts = {each.get("data-live") for each in page.root.all() if "data-live" in each}
    assert all(f'data-live="{part}"' in html for part in parts)
    assert "text" not in parts


def test_a_note_of_somebody_else_is_news(ruth, db, session):
    page = console(ruth, session)
    other = ruth.another().as_staff(Role.RESEARCHER)
    console(other, session).submit("Save note", text="* smiles")
    assert "smiles" in live(ruth, session, shown(page))


# --- who may do what -----------------------------------------------------------------------------


@pytest.fixture
def watched(db, session):
    """She is at work and agreed that others watch."""
    to_the_task(db, session)
    session.participant.consent_choices = ["take_part", "observed"]
    db.commit()
    return session


def test_a_note_taker_notes_and_cannot_act(pages, watched):
    session = watched
    page = console(pages.as_staff(Role.NOTE_TAKER), session)
    assert page.h1 == "Watching P01"
    assert page.submit("Save note", text="! looks for the carer #menu ^3").says("looks for the carer")
    assert not page.says("End the session")
    assert session.code[:3] not in page.text
    acts = pages.post(f"/studies/{session.study_id}/sessions/{session.id}/move-on", {"csrf_token": pages.csrf_token()})
    assert acts.status == 403


def test_an_observer_only_watches_and_asks(pages, ruth, watched):
    observer = pages.another().as_staff(Role.OBSERVER)
    page = console(observer, watched)
    assert page.h1 == "Watching P01"
    assert not page.says("Save note")
    notes = f"/studies/{watched.study_id}/sessions/{watched.id}/notes"
    assert observer.post(notes, {"csrf_token": observer.csrf_token(), "text": "x"}).status == 403
    page.submit("Send", question="Would she ring Carol here?")
    asked = console(ruth, watched)
    assert asked.says("Would she ring Carol here?")
    assert asked.submit("Ask at the debrief").says("Asked by observers: 0")


def test_nobody_else_watches_where_she_did_not_agree(pages, db, session):
    to_the_task(db, session)
    page = console(pages.as_staff(Role.OBSERVER), session)
    assert page.h1 == "P01 is not watched by others"
    assert page.says("did not agree that others watch")


def test_a_picture_follows_her_and_is_shown_as_a_page_that_does_nothing(pages, ruth, watched, app, db):
    hers = Pages(app, db).as_participant(watched)
    hers.open("/work")
    page = console(ruth, watched)
    src = re.search(r'<iframe sandbox=""[^>]* src="([^"]+)"', page.html)[1]
    picture = ruth.client.get(src)
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    shown = picture.get_data(as_text=True)
    assert "<script" not in shown
    assert re.findall(r'name="csrf_token" value="([^"]*)"', shown) in ([], [""], ["", ""], [""] * 3)


def test_her_pages_are_the_same_whether_anybody_watches_or_not(pages, ruth, watched, app, db):
    hers = Pages(app, db).as_participant(watched)
    alone = bare(hers.open("/work").html)
    console(ruth, watched)
    observer = pages.another().as_staff(Role.OBSERVER)
    page = console(observer, watched)
    page.submit("I am watching")
    assert console(ruth, watched).says("Watching: 1")
    assert bare(hers.open("/work").html) == alone


def bare(html):
    """A page without what is new in every reply, and without the time of day."""
    return re.sub(r"\d\d:\d\d(:\d\d)?", "", without_what_is_new(html))


def test_all_notes_of_a_session_can_be_read_and_marked(ruth, db, watched):
    console(ruth, watched).submit("Save note", text="! looks for the carer")
    page = ruth.open(f"/studies/{watched.study_id}/sessions/{watched.id}/notes")
    marked = page.follow("Mark").submit("Keep", tags="menu wording", severity="3")
    assert marked.says("menu, wording")
    assert marked.says("3")


def test_a_note_sent_twice_by_a_script_is_kept_once(ruth, db, watched):
    console(ruth, watched)
    address = f"/studies/{watched.study_id}/sessions/{watched.id}/notes"
    form = {"csrf_token": ruth.csrf_token(), "text": "! lost", "written_as": "k1", "ago": "60"}
    for _ in range(2):
        reply = ruth.client.post(address, data=form, headers={"Accept": "application/json"})
        assert reply.status_code == 200
    (note,) = notes_of(db, watched.id)
    assert 50 < (now() - note.at).total_seconds() < 90


def test_an_expert_sees_that_there_are_studies_and_none_of_what_was_found(pages, study):
    page = pages.as_staff(Role.EXPERT).open("/studies")
    assert page.says(study.title)
    assert study.title not in page.links
    assert pages.open(f"/studies/{study.id}/results").status == 403


def test_a_participant_never_reaches_the_lab(pages, session):
    pages.as_participant(session)
    for path in ("/studies", f"/studies/{session.study_id}", f"/studies/{session.study_id}/results"):
        assert pages.open(path).h1 == "Sign in"


def test_staff_act_while_a_participant_sits_in_the_same_browser(ruth, db, study, session):
    leave_sandbox(db)
    hers = planning.plan_session(db, study, by="ruth", at=now())
    db.commit()
    page = console(ruth, session)
    ruth.as_participant(hers)
    page.submit("Save note", text="d nothing yet")
    assert len(notes_of(db, session.id)) == 1
