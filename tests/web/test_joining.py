"""A participant's own pages, from her code to thank you, in the real application."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.accounts import operations as accounts
from casework.clock import now
from casework.lab import facilitating, planning, sessions
from casework.lab.models import Event, Session, StrayPost
from casework.lab.vocabulary import EventKind, RunEnd, Stage
from casework.web.joining.questions import SUS_STATEMENTS
from tests.ready import on_both_databases


def stage(db, session):
    db.refresh(session)
    return session.stage


def kinds(db, session):
    """What happened in the session, in order."""
    return [event.kind for event in db.scalars(select(Event).where(Event.session_id == session.id).order_by(Event.seq))]


STEPS = {
    Stage.CONSENT: lambda page: page.submit("Continue", choices=["take_part"]),
    Stage.ABOUT_YOU: lambda page: page.submit(role="social-worker", years="5-9", systems=["mosaic", "other"]),
    Stage.BRIEFING: lambda page: page.submit("Start"),
    Stage.WORKING: lambda page: page.submit("I have finished"),
    Stage.RATING: lambda page: page.submit(seq="5", comment="Fine."),
    Stage.QUESTIONNAIRE: lambda page: page.submit(**SUS),
}
SUS = {f"item_{number}": "4" if number % 2 else "2" for number in range(1, 11)}


def bring(db, session, until):
    """Bring her session to the next time it is at a stage, without its pages."""
    about = {"role": "social-worker", "years": "5-9", "systems": ["mosaic"], "systems_other": ""}
    steps = {
        Stage.CONSENT: lambda: sessions.give_consent(db, session, ["take_part"], at=now()),
        Stage.ABOUT_YOU: lambda: sessions.answer_about_you(db, session, **about, at=now()),
        Stage.BRIEFING: lambda: sessions.start_run(db, session, at=now()),
        Stage.WORKING: lambda: sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=now()),
        Stage.RATING: lambda: sessions.rate(db, session, 5, "Fine.", at=now()),
        Stage.QUESTIONNAIRE: lambda: sessions.answer_sus(db, session, [4, 2] * 5, "", at=now()),
    }
    while session.stage is not until:
        steps[session.stage]()
    db.commit()


@pytest.fixture
def go(pages, db, session):
    """Opens her page of a stage."""
    pages.as_participant(session)

    def go(until):
        bring(db, session, until)
        return pages.open("/join/now")

    return go


def rate(page):
    return STEPS[Stage.RATING](page)


# --- the way in ----------------------------------------------------------------------------------


@on_both_databases
def test_she_walks_the_whole_way_by_pressing_what_the_pages_offer(pages, db, session):
    page = pages.open("/join").submit(code=session.code)
    while stage(db, session) is not Stage.THANKS:
        page = STEPS[session.stage](page)
    assert page.h1 == "Thank you"
    assert page.says(session.participant.code)
    assert session.ended_at is not None
    assert [run.seq for run in session.runs if run.seq] == [5, 5]
    assert [arm.sus_items for arm in session.arms] == [[4, 2] * 5, [4, 2] * 5]


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.3}-{:.3}", "{:.3} {:.3}"])
def test_a_code_may_be_typed_in_any_way(pages, session, written):
    typed = session.code.lower() if written.strip() == "{}" else f"{session.code[:3]}-{session.code[3:]}"
    page = pages.open("/join").submit(code=f" {typed} ")
    assert page.path == "/join/now"
    assert page.h1 == "Taking part"


def test_a_link_takes_her_in_and_its_code_is_in_no_address_after_that(pages, session):
    page = pages.open(f"/join/{session.code}").submit()
    assert page.path == "/join/now"
    assert session.code not in page.html


def test_the_first_page_is_sound_before_anybody_has_joined(pages):
    page = pages.open("/join").submit()
    assert page.errors == ["Enter your code"]


def test_a_code_that_nobody_has_is_refused(pages):
    page = pages.open("/join").submit(code="CDF CDF")
    assert page.error_beside("code") == "Check your code: no session has this one"


def test_a_code_is_dead_when_its_session_has_ended(pages, db, session):
    facilitating.end_early(db, session, "She had to leave", by="ruth", at=now())
    page = pages.open(f"/join/{session.code}").submit()
    assert page.error_beside("code") == "This session has ended. Ask the researcher for a new code"


def test_looking_at_a_link_joins_nobody(pages, db, session):
    assert pages.client.head(f"/join/{session.code}").status_code == 200
    assert pages.open(f"/join/{session.code}").value("code") == session.code
    db.refresh(session)
    assert session.joined_at is None


def test_two_thousand_guesses_are_slowed_down(pages, db):
    for _ in range(2_000):
        accounts.record_failure(db, accounts.CODE, "127.0.0.1", now())
    page = pages.open("/join").submit(code="CDF CDF")
    assert page.error_beside("code").startswith("Try again in ")


def test_a_right_code_is_never_counted_against_a_workshop(pages, db, session):
    for _ in range(accounts.CODE.free + 5):
        page = pages.another().open(f"/join/{session.code}").submit()
    assert page.path == "/join/now"


@on_both_databases
def test_joining_on_another_device_signs_the_first_out(pages, session):
    pages.open(f"/join/{session.code}").submit()
    pages.another().open(f"/join/{session.code}").submit()
    assert pages.open("/join/now").path == "/join"


def test_whoever_was_away_for_half_a_day_enters_the_code_again_and_goes_on(go, pages, db, session):
    go(Stage.ABOUT_YOU)
    session.last_heard_at -= timedelta(hours=13)
    assert pages.open("/join/now").path == "/join"
    assert pages.open(f"/join/{session.code}").submit().h1 == "About you"


def test_her_cookie_cannot_be_read_by_scripts(pages, session):
    pages.open("/join").submit(code=session.code)
    cookie = pages.client.get_cookie("casework-sitting")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")


# --- consent and about you -----------------------------------------------------------------------


def test_consent_shows_the_sheet_and_its_choices(go, session):
    page = go(Stage.CONSENT)
    assert page.says("You can stop at any time.")
    assert page.says("What I say may be quoted (optional)")


def test_nobody_takes_part_without_the_required_choice(go, db, session):
    page = go(Stage.CONSENT).submit(choices=["quotes"])
    assert page.error_beside("choices") == "Select “I agree to take part” if you want to take part"
    assert page.value("choices") == "quotes"
    assert stage(db, session) is Stage.CONSENT


def test_what_she_agreed_to_is_kept_with_the_version_of_the_sheet(go, db, session):
    go(Stage.CONSENT).submit(choices=["take_part", "quotes"])
    db.refresh(session.participant)
    assert (session.participant.consent_version, session.participant.consent_choices) == ("1", ["take_part", "quotes"])


def test_a_choice_the_sheet_does_not_have_is_refused(go, pages, db, session):
    page = go(Stage.CONSENT)
    answer = pages.post("/join/consent", {"choices": "everything", "csrf_token": page.value("csrf_token")})
    assert answer.status == 200
    assert answer.errors
    assert stage(db, session) is Stage.CONSENT


def test_about_you_asks_for_each_or_for_not_saying(go, db, session):
    page = go(Stage.ABOUT_YOU).submit("Continue")
    assert len(page.errors) == 2
    page.submit(role="not-said", years="not-said")
    assert stage(db, session) is Stage.BRIEFING


def test_what_she_says_about_herself_is_kept_as_wide_bands(go, db, session):
    STEPS[Stage.ABOUT_YOU](go(Stage.ABOUT_YOU))
    db.refresh(session.participant)
    kept = session.participant
    assert (kept.role, kept.years, kept.systems) == ("social-worker", "5-9", ["mosaic", "other"])


# --- briefing, working ---------------------------------------------------------------------------


def test_the_briefing_shows_the_whole_task_and_says_that_a_warm_up_is_one(go, session):
    page = go(Stage.BRIEFING)
    is_warm_up = session.current_run.task.kind == "warm-up"
    assert page.h1 == ("A warm-up first" if is_warm_up else "Your task")
    assert page.says(session.current_run.task.title)
    assert page.says(session.current_run.task.text)


def test_starting_leads_into_the_system(go, pages, db, session):
    page = go(Stage.BRIEFING).submit("Start")
    assert page.path == "/work"
    assert stage(db, session) is Stage.WORKING


def test_her_own_pages_lead_back_to_work_while_she_works(go, pages):
    go(Stage.WORKING)
    assert pages.open("/join/now").path == "/work"


def test_i_cannot_do_this_ends_the_run_as_given_up(go, db, session):
    page = go(Stage.WORKING)
    ended = session.current_run
    page.submit("I cannot do this")
    db.refresh(ended)
    assert ended.ended_by is RunEnd.SAID_CANNOT


def test_clicks_are_known_only_where_a_script_counted_them(go, pages, db, session):
    page = go(Stage.WORKING)
    ended = session.current_run
    sent = {"sitting": session.id, "once": "one-press", "clicks": "12", "csrf_token": page.value("csrf_token")}
    pages.post("/join/finished", sent)
    db.refresh(ended)
    assert ended.click_count == 12


@on_both_databases
def test_pressing_finished_twenty_times_ends_one_run(go, pages, db, session):
    page = go(Stage.WORKING)
    sent = {name: page.value(name) for name in ("sitting", "once", "csrf_token")}
    for _ in range(20):
        pages.post("/join/finished", sent)
    assert kinds(db, session).count(EventKind.RUN_ENDED) == 1
    assert stage(db, session) in (Stage.RATING, Stage.BRIEFING)


# --- rating and questionnaire --------------------------------------------------------------------


def test_a_rating_is_asked_for_and_what_she_wrote_stays(go):
    page = go(Stage.RATING).submit(comment="It was <b>slow</b> & long.")
    assert page.error_beside("seq") == "Select how difficult or easy the task was"
    assert page.value("comment") == "It was <b>slow</b> & long."


def test_the_scale_names_both_its_ends(go):
    page = go(Stage.RATING)
    assert page.says("1 Very difficult")
    assert page.says("7 Very easy")


def test_the_questionnaire_has_the_ten_statements_in_their_order(go):
    page = go(Stage.QUESTIONNAIRE)
    places = [page.text.index(statement) for statement in SUS_STATEMENTS]
    assert places == sorted(places)


def test_two_statements_may_be_left_out_and_no_more(go, db, session):
    page = go(Stage.QUESTIONNAIRE)
    page = page.submit(**{f"item_{number}": "3" for number in range(1, 8)})
    assert page.errors == ["Answer at least 8 of the 10 statements: 3 are left out"]
    assert page.error_beside("item_8") == "Answer at least 8 of the 10 statements: 3 are left out"
    arm = session.current_arm
    page.submit(item_8="3")
    db.refresh(arm)
    assert arm.sus_items == [3, 3, 3, 3, 3, 3, 3, 3, None, None]


@on_both_databases
def test_refusals_are_kept_as_events(go, db, session):
    go(Stage.RATING).submit(comment="")
    assert EventKind.ERRORS_SHOWN in kinds(db, session)


def test_a_value_the_page_never_offers_is_refused(go, pages, db, session):
    page = go(Stage.RATING)
    answer = pages.post("/join/rating", {"seq": "8", "csrf_token": page.value("csrf_token")})
    assert answer.error_beside("seq") == "Select one of the answers"
    assert stage(db, session) is Stage.RATING


# --- out of order --------------------------------------------------------------------------------


def test_a_page_of_another_stage_leads_to_the_present_one(go, pages, db, session):
    go(Stage.THANKS)
    token = pages.csrf_token()
    for late in ["consent", "about-you", "start", "finished", "cannot", "rating", "questionnaire"]:
        assert pages.post(f"/join/{late}", {"csrf_token": token}).h1 == "Thank you"
    assert stage(db, session) is Stage.THANKS


def test_what_was_written_on_a_page_of_a_past_stage_is_given_back(go, pages):
    page = go(Stage.RATING)
    rate(page)
    again = pages.post("/join/rating", {"seq": "2", "comment": "And one more thing.", "csrf_token": pages.csrf_token()})
    assert again.status == 409
    assert again.says("And one more thing.")
    assert again.follow("Go on with your session").status == 200


@on_both_databases
def test_the_same_page_sent_again_gets_the_reply_it_had(go, pages, db, session):
    page = go(Stage.RATING)
    run = session.current_run
    rate(page)
    assert rate(page).path == "/join/now"
    db.refresh(run)
    assert (run.seq, kinds(db, session).count(EventKind.TASK_RATED)) == (5, 1)


def test_the_same_page_sent_again_with_other_words_is_shown_and_not_stored(go, pages, db, session):
    page = go(Stage.RATING)
    run = session.current_run
    rate(page)
    again = page.submit(seq="1", comment="No, it was terrible.")
    assert again.h1 == "This page was already sent"
    assert again.says("No, it was terrible.")
    db.refresh(run)
    assert run.seq_comment == "Fine."


@on_both_databases
def test_a_page_from_the_last_participants_tab_is_kept_aside(go, pages, db, study, session):
    page = go(Stage.RATING)
    following = planning.plan_session(db, study, by="ruth", at=now())
    pages.as_participant(following)
    answer = page.submit(seq="1", comment="Meant for the first session.")
    assert answer.h1 == "This page belongs to an earlier session"
    assert answer.says("Meant for the first session.")
    stray = db.scalars(select(StrayPost)).one()
    assert (stray.session_id, stray.fields["comment"]) == (session.id, ["Meant for the first session."])
    assert stage(db, following) is Stage.CONSENT


def test_after_thank_you_the_back_button_shows_thanks(go, pages):
    go(Stage.THANKS)
    for path in ("/join/now", "/work", "/people"):
        assert pages.open(path).h1 == "Thank you"


def test_she_can_say_at_any_time_that_she_needs_to_stop(go, pages):
    page = go(Stage.RATING).follow("I need to stop")
    assert page.says("Tell the researcher")
    assert page.follow("Go back to where you were").h1 == "How was this task?"


def test_each_page_says_how_far_she_is(go, pages):
    assert "Part 1 of " in go(Stage.CONSENT).text
    page = go(Stage.QUESTIONNAIRE)
    part, parts = page.text.split("Part ")[1].split()[0], page.text.split(" of ")[1].split()[0]
    assert 1 < int(part) < int(parts)


def test_a_form_whose_token_has_expired_gives_back_what_was_typed(go, pages, db, session):
    page = go(Stage.RATING)
    pages.client.delete_cookie("casework")
    answer = rate(page)
    assert answer.status == 400
    assert answer.h1 == "This page was open too long to be sent"
    assert answer.says("Fine.")
    assert stage(db, session) is Stage.RATING


def test_a_form_whose_session_is_gone_gives_back_what_was_typed(go, pages):
    page = go(Stage.RATING)
    pages.client.delete_cookie("casework-sitting")
    answer = rate(page)
    assert answer.status == 403
    assert answer.says("Fine.")


def test_her_pages_are_never_kept_by_the_browser(go, pages):
    go(Stage.RATING)
    assert pages.client.get("/join/now").headers["Cache-Control"] == "no-store"


def test_her_browser_can_be_at_one_session_only(go, pages, db, study, session):
    go(Stage.ABOUT_YOU)
    other = planning.plan_session(db, study, by="ruth", at=now())
    pages.as_participant(other)
    assert pages.open("/join/now").h1 == "Taking part"
    assert db.scalars(select(Session).where(Session.id == session.id)).one().stage is Stage.ABOUT_YOU
