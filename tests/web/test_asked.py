"""What a participant is asked on pages of its own, and what a front-door task adds to it."""

from casework.lab.vocabulary import EventKind, Stage, TaskKind
from casework.web.first_press import offers_of
from tests.web.test_joining import kinds, stage
from tests.web.test_taking_part import changed, go

__all__ = ["changed", "go"]

MOOD = {"id": "mood", "asks": "How tired are you now?", "scale": 5, "low": "Not at all", "required": True}
WHY = {"id": "why", "asks": "What slowed you down?"}
WHEN = {"id": "when", "asks": "By when?", "answers": ["In 2 days", "In 2 weeks"], "right": ["In 2 days"]}
COST = {"id": "cost", "asks": "What will it cost?", "right": ["Nothing is known yet"]}


def test_the_studys_own_questions_stand_with_the_rating(go, changed, db, session):
    changed(after_task=[MOOD, WHY])
    page = go(Stage.RATING)
    run = session.current_run
    assert page.says("1 Not at all")
    assert page.says("What slowed you down? (optional)")
    page = page.submit("Continue", seq="5", own_why="The table.")
    assert page.error_beside("own_mood") == "Answer “How tired are you now?”"
    assert page.value("own_why") == "The table."
    page.submit("Continue", own_mood="4")
    db.refresh(run)
    assert (run.seq, run.answers) == (5, {"mood": 4, "why": "The table."})


def test_each_questionnaire_has_its_page_in_the_studys_order(go, changed, db, session):
    own = {"id": "own", "title": "A few of our own", "questions": [MOOD]}
    changed(questionnaires=["umux_lite", "raw_tlx", own])
    page = go(Stage.QUESTIONNAIRE)
    arm = session.current_arm
    assert page.says("1. This system’s capabilities meet my requirements")
    page = page.submit("Continue", item_1="6")
    assert page.error_beside("item_2") == "Select an answer, or leave out the whole page"
    page = page.submit("Continue", item_2="7")
    assert page.h1 == "How much did the work ask of you?"
    assert page.says("0 Perfect")
    assert len(page.controls("item_1")) == 21
    page = page.submit("Continue", **{f"item_{n}": str(5 * n) for n in range(1, 7)}, comment="Tiring.")
    assert page.h1 == "A few of our own"
    page.submit("Continue", own_mood="2")
    db.refresh(arm)
    assert {name: (kept["items"], kept["comment"]) for name, kept in arm.questionnaires.items()} == {
        "umux_lite": ([6, 7], None),
        "raw_tlx": ([5, 10, 15, 20, 25, 30], "Tiring."),
        "own": ({"mood": 2}, None),
    }


def test_a_page_of_questions_may_be_left_out_and_that_is_told(go, changed, db, session):
    changed(questionnaires=["umux_lite", "sus"])
    page = go(Stage.RATING).submit("I would rather not answer this page")
    assert page.says("This system is easy to use")
    page.submit("I would rather not answer this page")
    assert stage(db, session) is Stage.QUESTIONNAIRE
    assert session.current_arm.questionnaires == {"umux_lite": None}
    assert kinds(db, session).count(EventKind.MOVED_ON) == 2


def test_a_questionnaire_of_an_old_tab_is_not_taken_for_the_present_one(go, changed, pages, db, session):
    changed(questionnaires=["umux_lite", "sus"])
    old = go(Stage.QUESTIONNAIRE)
    old.submit("I would rather not answer this page")
    page = old.submit("Continue", item_1="6", item_2="7")
    assert page.says("10. I needed to learn a lot of things")
    assert session.current_arm.sus_items is None


def test_progress_counts_every_page_that_comes(go, changed):
    changed(questionnaires=["umux_lite", "sus"])
    assert "Part 1 of 12" in go(Stage.CONSENT).text


def test_what_she_understood_is_asked_with_the_screen_hidden_before_the_rating(go, pages, db, study, session):
    for task in study.tasks:
        task.comprehension = [WHEN, COST] if task.kind is TaskKind.TASK else None
    db.commit()
    page = go(Stage.RATING)
    run = session.current_run
    assert page.h1 == "What did you take from it?"
    assert pages.open("/work").h1 == "What did you take from it?"
    page = page.submit("Continue", understood_when="In 2 weeks", sure_when="5")
    assert page.error_beside("understood_cost") == "Answer “What will it cost?”, or say that you do not know"
    page = page.submit("Continue", understood_cost="Ten pounds")
    assert page.h1 == "How was this task?"
    db.refresh(run)
    assert run.comprehension["when"] == {"answer": "In 2 weeks", "right": False, "sure": 5}
    assert run.comprehension["cost"]["right"] is None


def test_the_first_press_is_known_by_what_was_written_on_it(go, pages, db, study, session):
    for task in study.tasks:
        task.first_click = {"right": ["People"]}
    db.commit()
    go(Stage.WORKING)
    pages.open("/work").follow("People")
    pages.open("/duty")
    run = session.current_run
    db.refresh(run)
    kept = run.first_click
    assert (kept["page"], kept["pressed"], kept["right"]) == ("/work", "People", True)
    assert kept["seconds"] >= 0


def test_a_task_may_begin_at_the_page_of_its_step_whose_start_is_no_first_press(go, pages, db, study, session):
    for task in study.tasks:
        task.first_click, task.start_at = {"right": ["People"]}, {"assess": "assess", "talk": "talk"}
    db.commit()
    page = go(Stage.WORKING)
    while session.current_run.task.kind is not TaskKind.TASK:
        page.submit("I have finished")
        db.refresh(session)
        page = go(Stage.WORKING)
    assert page.path.startswith("/steps/")
    page.submit("Start")
    db.refresh(session.current_run)
    assert "pressed" not in session.current_run.first_click
    pages.open("/work")
    db.refresh(session.current_run)
    assert session.current_run.first_click["right"] is False


def test_a_wrong_first_press_is_kept_as_it_was(go, pages, db, study, session):
    for task in study.tasks:
        task.first_click = {"right": ["Ring us"]}
    db.commit()
    go(Stage.WORKING)
    pages.open("/work")
    pages.open("/work").submit("Find", q="Carl")
    db.refresh(session.current_run)
    assert (session.current_run.first_click["pressed"], session.current_run.first_click["right"]) == ("Find", False)


def test_a_script_tells_what_was_pressed_also_where_it_leads_nowhere(go, pages, db, study, session):
    for task in study.tasks:
        task.first_click = {"right": ["What happens next"]}
    db.commit()
    page = go(Stage.WORKING)
    assert "data-first-press-url" in page.html
    sent = {"pressed": "What happens next", "csrf_token": page.value("csrf_token")}
    assert pages.client.post("/join/pressed", data=sent).status_code == 204
    assert "data-first-press-url" not in pages.open("/people").html
    db.refresh(session.current_run)
    assert session.current_run.first_click["right"] is True


def test_a_page_offers_its_links_buttons_and_choices_and_not_the_researchs_card():
    page = """<section class="app-card"><a href="/join/help">Help</a><button>I have finished</button></section>
    <a href="#main">Skip</a><a href="/ring?x=1#top"><b>Ring</b> us</a>
    <form method="post" action="/steps/1"><input type="radio" id="a" name="q" value="me"><label for="a">For  me</label>
    <button>Go on</button><button name="do" value="later">Later</button></form>"""
    assert offers_of(page) == {
        "GET /ring?x=1": "Ring us",
        "POST form /steps/1": "Go on",
        "POST form /steps/1 do=later": "Later",
        "choice q=me": "For me",
    }


def test_residents_are_asked_how_they_get_on_online_and_nothing_of_their_own_care(go, changed, db, session):
    changed(about_you={"intro": "Three questions.", "who": "residents"})
    page = go(Stage.ABOUT_YOU)
    assert not page.controls("systems")
    page.submit("Continue", role="carer", online="with-help", device="shared", helps=["reading", "person"])
    db.refresh(session.participant)
    assert session.participant.role == "carer"
    assert session.participant.about == {"online": "with-help", "device": "shared", "helps": ["reading", "person"]}
