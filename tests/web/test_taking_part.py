"""What a participant decides herself: what is kept, how her pages look, when she rests and when she stops."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from casework.accounts.models import Attempt
from casework.clock import now
from casework.lab import planning
from casework.lab.models import Event, Picture, PictureBody, Session, StrikeOut, Withdrawal
from casework.lab.vocabulary import EventKind, RunEnd, Stage
from tests.web.test_joining import bring, kinds

SHEET = {
    "version": "3",
    "title": "Taking part",
    "text": ["You can stop at any time."],
    "choices": [
        {"id": "take_part", "label": "I agree to take part", "required": True},
        {"id": "observed", "label": "Colleagues may watch"},
        {"id": "pictures", "label": "Pictures may be kept"},
        {"id": "kept", "label": "Kept for later", "months": 18},
    ],
}


@pytest.fixture
def changed(db, study, session):
    """The study with other parts of its file."""

    def change(**parts):
        study.content = study.content | parts
        session.is_alone = parts.get("mode") == "unmoderated"
        db.commit()

    return change


@pytest.fixture
def go(pages, db, session):
    """Opens her page of a stage."""
    pages.as_participant(session)

    def go(until):
        bring(db, session, until)
        return pages.open("/join/now")

    return go


# --- before and after she agreed -----------------------------------------------------------------


def test_nothing_about_her_is_kept_before_she_agreed(pages, db, session):
    page = pages.open("/join").submit(code=session.code)
    page.submit("Continue", choices=["quotes"])
    pages.open("/join/display").submit(text="120")
    for path in ("/join/choices", "/join/agreed", "/join/real", "/join/help", "/join/stop", "/work", "/people"):
        pages.open(path)
    token = pages.csrf_token()
    pages.post("/join/typed", {"comment": "Early.", "asked": "consent", "csrf_token": token})
    pages.post("/capture", {"clicks": "3", "csrf_token": token})
    db.refresh(session)
    assert kinds(db, session) == [EventKind.SESSION_JOINED]
    assert (session.typed, session.participant.role, session.participant.consent_choices) == (None, None, None)
    assert db.scalar(select(func.count()).select_from(Picture)) == 0


def test_the_sheet_says_what_each_choice_means_and_keeps_the_law_apart(go, changed):
    changed(consent=SHEET, lawful_basis="Public task, as our officer decided.", keep_months=6)
    page = go(Stage.CONSENT)
    assert page.says("Lawful basis: Public task, as our officer decided.")
    assert page.says("Your employer is never shown what you did.")
    assert page.says("up to 3 other people of the research team may follow your screen")
    assert page.says("for 18 months")
    assert page.says("version 3 of the information sheet")
    assert not [each for each in page.controls("choices") if "checked" in each.attributes]


def test_whoever_does_not_take_part_is_thanked_and_nothing_is_kept(go, db, session):
    page = go(Stage.CONSENT).submit("I do not want to take part")
    assert page.says("nothing about you was kept")
    assert "Your choices" not in page.links
    db.refresh(session)
    assert session.ended_at is not None
    assert session.participant.consented_at is None


def test_what_she_agreed_to_is_a_page_to_keep_also_at_the_end(go, changed, session):
    changed(consent=SHEET)
    go(Stage.CONSENT).submit("Continue", choices=["take_part", "observed"])
    page = go(Stage.THANKS).follow("What you agreed to")
    assert page.says(session.participant.code)
    assert page.says("Colleagues may watch ✓ Yes")
    assert page.says("Pictures may be kept ✕ No")
    assert page.says("Deleted by itself on")


def test_what_she_takes_back_counts_at_once(go, pages, changed, db, session):
    changed(consent=SHEET)
    go(Stage.CONSENT).submit("Continue", choices=["take_part", "observed", "pictures"])
    bring(db, session, Stage.WORKING)
    page = pages.open("/join/choices").submit("Keep these choices", choices=["take_part", "pictures"])
    assert page.h1 == "What you agreed to"
    db.refresh(session.participant)
    assert session.participant.consent_choices == ["take_part", "pictures"]
    assert EventKind.CHOICES_CHANGED in kinds(db, session)


def test_pictures_go_when_she_says_so(go, pages, changed, db, session):
    changed(consent=SHEET)
    go(Stage.CONSENT).submit("Continue", choices=["take_part", "pictures"])
    body = PictureBody(session_id=session.id, body_hash="0" * 64, compressed=b"-", bytes_plain=1)
    db.add(body)
    db.flush()
    db.add(
        Picture(session_id=session.id, event_seq=1, at=now(), path="/work", title="Work", status=200, body_id=body.id)
    )
    db.commit()
    page = pages.open("/join/choices").submit("Keep these choices", choices=["take_part"])
    assert page.says("The pictures that were kept are deleted")
    assert db.scalars(select(Picture).where(Picture.path == "/work")).all() == []
    assert db.scalars(select(PictureBody).where(PictureBody.body_hash == "0" * 64)).all() == []
    db.refresh(session.participant)
    assert session.participant.consent_choices == ["take_part"]


def test_what_makes_taking_part_is_not_taken_back_without_stopping(go, pages, changed, db, session):
    changed(consent=SHEET)
    go(Stage.RATING)
    page = pages.open("/join/choices").submit("Keep these choices", choices=["observed"])
    assert page.error_beside("choices") == "Select “I agree to take part” if you want to take part"
    db.refresh(session.participant)
    assert session.participant.consent_choices == ["take_part"]


def test_everything_of_her_is_deleted_when_she_asks_for_it(go, pages, db, session):
    go(Stage.RATING).submit("Continue", seq="5", comment="Said by somebody who withdraws.")
    page = pages.open("/join/delete").submit("Delete everything")
    assert page.h1 == "What was kept of you is deleted"
    assert db.scalars(select(Event).where(Event.session_id == session.id)).all() == []
    assert db.scalars(select(Withdrawal)).one().by == "participant"
    assert pages.open("/join/now").path == "/join"
    left = db.execute(text("SELECT count(*) FROM task_run WHERE seq_comment LIKE '%withdraws%'")).scalar()
    assert left == 0


# --- the way in ----------------------------------------------------------------------------------

SPOKEN = {
    "C": "charlie",
    "D": "delta",
    "F": "foxtrot",
    "G": "golf",
    "H": "hotel",
    "J": "juliett",
    "K": "kilo",
    "M": "mike",
    "N": "november",
    "P": "papa",
    "Q": "quebec",
    "R": "romeo",
    "T": "tango",
    "V": "victor",
    "W": "whiskey",
    "X": "x-ray",
    "Y": "yankee",
    "3": "three",
    "4": "four",
    "6": "six",
    "7": "seven",
    "9": "nine",
}


def test_a_code_may_be_spelled_out(pages, session):
    page = pages.open("/join").submit(code=" ".join(SPOKEN[letter] for letter in session.code))
    assert page.path == "/join/now"


def test_a_slip_that_no_code_could_be_is_told_and_is_no_guess(pages, db, session):
    page = pages.open("/join").submit(code=f"{session.code[:5]}O")
    assert page.error_beside("code") == "Look at your code again: no code has O in it. It may be C, D or Q."
    page = page.submit(code="CDF 34")
    assert page.error_beside("code") == "A code has 6 letters and numbers. You typed 5 letters and numbers"
    assert db.scalars(select(Attempt)).all() == []


def test_thirty_people_at_one_address_get_in_with_ten_slips_between_them(pages, session):
    token, led = pages.csrf_token(), []
    for person in range(40):
        code = "CDF CDF" if person % 4 == 0 else session.code
        answer = pages.client.post("/join", data={"code": code, "csrf_token": token})
        led.append(answer.headers.get("Location"))
    assert led == [None, *["/join/now"] * 3] * 10


def test_a_groups_code_gives_each_person_a_session_of_their_own(pages, db, study, session):
    planning.plan_session(db, study, by="ruth", at=now())
    study.group_code, study.group_until = "HHH777", now() + timedelta(hours=1)
    db.commit()
    for _ in range(2):
        assert pages.another().open("/join").submit(code="hhh-777").h1 == "Taking part"
    joined = db.scalars(select(Session).where(Session.joined_at.is_not(None))).all()
    assert len(joined) == 2
    page = pages.another().open("/join").submit(code="hhh-777")
    assert page.error_beside("code") == "Every place is taken. Ask the researcher for one more"


# --- on another device ---------------------------------------------------------------------------


def test_the_device_she_left_says_kindly_where_her_session_is(pages, session):
    pages.open("/join").submit(code=session.code)
    pages.another().open("/join").submit(code=session.code)
    page = pages.open("/join/now")
    assert page.h1 == "You went on on another device"
    assert page.submit(code=session.code).h1 == "Taking part"


def test_what_the_left_device_still_sends_is_given_back(go, pages, session):
    page = go(Stage.RATING)
    pages.another().open("/join").submit(code=session.code)
    answer = page.submit("Continue", seq="5", comment="Typed too long.")
    assert answer.h1 == "You went on on another device"
    assert answer.says("Typed too long.")


def test_another_device_shows_the_same_page_of_the_record(go, pages, session):
    go(Stage.WORKING)
    pages.open("/people")
    other = pages.another()
    assert other.open("/join").submit(code=session.code).path == "/people"


def test_another_device_shows_what_was_typed_and_not_sent(go, pages, db, session):
    page = go(Stage.RATING)
    sent = {name: page.value(name) for name in ("asked", "sitting", "csrf_token")}
    answer = pages.client.post("/join/typed", data={**sent, "seq": "3", "comment": "Half a sen"})
    assert answer.json["saved"]
    other = pages.another().open("/join").submit(code=session.code)
    assert (other.value("seq"), other.value("comment")) == ("3", "Half a sen")
    other.submit("Continue")
    db.refresh(session)
    assert session.typed is None


def test_what_an_old_tab_types_is_not_kept_over_the_present_page(go, pages, db, session):
    old = go(Stage.RATING).value("asked")
    go(Stage.QUESTIONNAIRE)
    sent = {"asked": old, "sitting": session.id, "csrf_token": pages.csrf_token(), "comment": "Too late"}
    assert pages.client.post("/join/typed", data=sent).status_code == 409
    db.refresh(session)
    assert session.typed is None


# --- how her pages look --------------------------------------------------------------------------


def body_classes(page):
    return page.root.first("body").classes


def test_she_chooses_how_her_pages_look_on_every_device_and_it_is_no_event(go, pages, db, session):
    go(Stage.WORKING)
    before = kinds(db, session)
    page = pages.open("/join/display?next=/people").submit(text="140", contrast="high", motion="none")
    assert page.path == "/people"
    wanted = {"app-display-text-140", "app-display-contrast-high", "app-display-motion-none"}
    assert wanted <= body_classes(page)
    other = pages.another()
    other.open("/join").submit(code=session.code)
    assert wanted <= body_classes(other.open("/join/help"))
    assert other.open("/join/display").value("text") == "140"
    new = kinds(db, session)[len(before) :]
    assert set(new) <= {EventKind.PAGE_VIEWED, EventKind.SESSION_JOINED}


def test_after_choosing_she_is_led_nowhere_but_to_her_own_pages(go, pages):
    go(Stage.RATING)
    for there in ("//evil.example", "https://evil.example", "/\\evil", "/studies"):
        assert pages.open(f"/join/display?next={there}").value("next") == "/join/now"
    assert pages.open("/join/display?next=/studies").submit(font="serif").path == "/join/now"


# --- breaks and stopping -------------------------------------------------------------------------


def test_a_break_stops_the_clock_and_leads_back_to_where_she_was(go, pages, db, session):
    go(Stage.WORKING)
    page = pages.open("/people").submit("Take a break")
    assert page.h1 == "You are on a break"
    assert pages.open("/work").h1 == "You are on a break"
    run = session.current_run
    db.refresh(run)
    assert run.is_paused
    assert page.submit("Go on").path == "/people"
    db.refresh(run)
    assert not run.is_paused
    assert [kind for kind in kinds(db, session) if kind.startswith("run_")][-2:] == ["run_paused", "run_resumed"]


def test_nothing_sent_from_an_old_tab_works_on_during_a_break(go, pages, db, session):
    page = go(Stage.WORKING)
    page.submit("Take a break")
    answer = pages.post("/acting/stop", {"csrf_token": pages.csrf_token(), "sitting": session.id})
    assert answer.status in (404, 409)


def test_she_stops_where_she_is_and_is_thanked(go, pages, db, session):
    page = go(Stage.WORKING).follow("I need to stop").submit("Stop here")
    assert page.h1 == "Thank you"
    assert page.says("Delete what was kept of me")
    assert page.says("116 123")
    db.refresh(session)
    assert [run.ended_by for run in session.runs if run.ended_by] == [RunEnd.STOPPED]


def test_what_is_real_is_struck_out_of_everything_and_the_facilitator_is_told(go, pages, db, session):
    go(Stage.RATING).submit("Continue", seq="5", comment="My neighbour Wilhelmina Sprocket said so.")
    page = pages.open("/join/real").submit("Take it out everywhere", words="Wilhelmina Sprocket")
    assert page.says("It is taken out of everything that is kept of your session.")
    assert page.says("data protection officer")
    rated = next(run for run in session.runs if run.seq)
    db.refresh(rated)
    assert rated.seq_comment == "My neighbour [struck out] said so."
    assert kinds(db, session)[-1] is EventKind.WORDS_STRUCK_OUT
    assert db.scalars(select(StrikeOut)).one().by == "participant"


def test_what_is_real_goes_from_a_page_that_was_not_sent_too(go, pages, db, session):
    page = go(Stage.RATING)
    sent = {name: page.value(name) for name in ("asked", "sitting", "csrf_token")}
    pages.client.post("/join/typed", data={**sent, "comment": "Ask Wilhelmina Sprocket"})
    pages.open("/join/real").submit("Take it out everywhere", words="Wilhelmina Sprocket")
    assert pages.open("/join/now").value("comment") == "Ask [struck out]"


def test_words_that_are_nowhere_are_not_said_to_be_gone(go, pages):
    go(Stage.RATING)
    page = pages.open("/join/real").submit("Take it out everywhere", words="Nobody of this name")
    assert page.error_beside("words").startswith("These words are nowhere")
    assert page.value("words") == "Nobody of this name"


def test_neither_how_her_pages_look_nor_what_was_real_is_in_any_picture(go, pages, db, session):
    go(Stage.RATING)
    pages.open("/join/display")
    pages.open("/join/real").submit("Take it out everywhere", words="Wilhelmina Sprocket")
    taken = set(db.scalars(select(Picture.path).where(Picture.session_id == session.id)))
    assert not taken & {"/join/display", "/join/real"}


# --- alone ---------------------------------------------------------------------------------------

OF_A_FACILITATOR = ("facilitator", "who is with you", "say so aloud", "Tell the researcher", "The researcher sees")


def test_whoever_works_alone_is_never_told_to_ask_somebody_beside_her(go, pages, changed):
    changed(mode="unmoderated")
    seen = [go(at) for at in (Stage.CONSENT, Stage.BRIEFING, Stage.WORKING)]
    seen += [pages.open(f"/join/{path}") for path in ("help", "stop", "real", "choices")]
    seen += [go(at) for at in (Stage.RATING, Stage.QUESTIONNAIRE, Stage.THANKS)]
    for page in seen:
        assert [words for words in OF_A_FACILITATOR if words in page.text] == [], page.path


def test_whoever_works_alone_is_told_that_she_may_come_back(go, pages, changed):
    changed(mode="unmoderated")
    page = go(Stage.BRIEFING)
    assert page.says("you may close the window and come back with your code")
    assert go(Stage.WORKING).follow("I need to stop").says("enter your code again when you like")
