"""The work view, the duty tray, work changing hands, acting for a colleague, alerts and the local directory."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from casework.lab.vocabulary import EventKind
from casework.records.models import Alert, Cover, RecordView, Step, StepMove, Worker
from casework.records.vocabulary import MoveKind, OrganisationKind
from casework.synthetic.building import Build
from tests.at_work import AtWork
from tests.pages import Page
from tests.robustness.test_few_queries import queries as queries

TODAY = date(2026, 11, 10)
Counting = Callable[[], AbstractContextManager[list[str]]]


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def build(priya: AtWork) -> Build:
    return Build(priya.db)


def lines(page: Page) -> list[str]:
    """The words of each row of the list, without its groups."""
    table = next(page.root.all("table"))
    return [row.text for row in table.all("tr") if "app-table__group" not in row.classes][1:]


def line_about(page: Page, words: str) -> str:
    (found,) = [line for line in lines(page) if words in line]
    return found


@pytest.fixture
def tom(priya: AtWork, build: Build) -> Worker:
    """A colleague who is away, whom she covers."""
    me = priya.db.get_one(Worker, (priya.step.sandbox_id, "priya"))
    tom = build.worker(id="tom", name="Tom Reilly", role="social_worker", team_id=me.team_id)
    build.cover(worker=me, absent=tom, because="Annual leave.")
    priya.db.commit()
    return tom


@pytest.fixture
def toms(priya: AtWork, tom: Worker) -> Step:
    """Her own step, had it come to Tom."""
    priya.step.worker_id = tom.id
    priya.db.commit()
    return priya.step


# --- the list -------------------------------------------------------------------------------------


def test_the_first_step_that_came_in_is_open_in_two_presses(priya: AtWork) -> None:
    first = priya.open("/work").follow("Start")
    first.submit("Start")
    step_id = first.path.removeprefix("/steps/")
    assert priya.look(priya.db.get_one(Step, (priya.step.sandbox_id, step_id))).status == "started"


def test_what_was_never_opened_says_so_and_no_more_once_it_was_looked_at(priya: AtWork) -> None:
    assert priya.open("/work").says("2 not opened yet")
    priya.open(f"/steps/{priya.step.id}")
    assert priya.open("/work").says("1 not opened yet")
    assert priya.open("/work").says("Opened by you, not started")


def test_started_work_says_how_far_it_has_come_and_when_it_was_saved(priya: AtWork) -> None:
    priya.open_step("home").submit("Save and go on", **{"q-lives": "no", "q-matters": "Her kitchen."})
    assert "Step 1 of" in line_about(priya.open("/work"), "saved today")


def test_a_draft_of_last_week_says_on_which_day_it_was_saved(priya: AtWork, build: Build) -> None:
    step = build.step(worker_id="priya", status="started", title="Look in")
    build.draft(step=step, worker_id="priya", saved_at=at(5, 16, 20))
    priya.db.commit()
    assert "Saved thu 5 nov 16:20" in line_about(priya.open("/work"), "Look in").replace("Thu 5 Nov", "thu 5 nov")


def test_returned_work_quotes_the_reason_of_whoever_returned_it(priya: AtWork, build: Build) -> None:
    step = build.step(worker_id="priya", title="Plan", is_returned=True, note="What was said at first")
    build.step_move(step=step, by_id="dawn", kind=MoveKind.RETURNED, note="Evening call not linked to a need")
    priya.db.commit()
    page = priya.open("/work")
    assert page.says("Returned to you (1)")
    assert "“Evening call not linked to a need”" in line_about(page, "Plan")


def test_what_waits_says_with_whom_for_how_long_and_what_unblocks_it(priya: AtWork, build: Build) -> None:
    mine = build.step(worker_id="priya", status="finished", finished_by_id="priya")
    build.step(title="Approve", kind="approval", worker_id="dawn", from_step=mine, received_at=at(4, 10, 0))
    build.step(
        title="Carer", worker_id="priya", waits_because="Offered, not yet accepted", waits_since=date(2026, 11, 4)
    )
    priya.db.commit()
    page = priya.open("/work")
    assert page.says("Waiting for others (2)")
    assert "With Dawn Fisher for approval, 4 working days. Goes on when Dawn decides" in line_about(page, "Approve")
    assert "Offered, not yet accepted, 4 working days" in line_about(page, "Carer")


def test_an_alert_counts_as_a_row_and_is_acknowledged_with_an_answer(priya: AtWork, build: Build) -> None:
    alert = build.alert(worker_id="priya", text="Claire rang, worried about money")
    priya.db.commit()
    page = priya.open("/work")
    assert page.says(f"Mine {len(lines(page))}")
    assert "Yesterday 15:31" in line_about(page, "Claire rang").replace("yesterday", "Yesterday")
    back = page.follow("Acknowledge").submit("Acknowledge", answer="I will ring her.")
    assert not back.says("Claire rang")
    priya.db.rollback()
    seen = priya.db.get_one(Alert, (alert.sandbox_id, alert.id))
    assert (seen.acknowledged_on, seen.answer) == (TODAY, "I will ring her.")
    assert len(priya.events(EventKind.ALERT_ACKNOWLEDGED)) == 1


def test_an_alert_for_a_colleague_is_not_hers_to_open(priya: AtWork, build: Build) -> None:
    alert = build.alert(worker_id="dawn")
    priya.db.commit()
    assert priya.open(f"/alerts/{alert.id}").status == 404


def test_a_restricted_record_shows_half_its_number_and_neither_name_nor_work(priya: AtWork, build: Build) -> None:
    hidden = build.person(name="Olive Starling", number="103712", is_restricted=True)
    build.step(worker_id="priya", person=hidden, title="Secret visit")
    priya.db.commit()
    page = priya.open("/work")
    line = line_about(page, "#1037xx")
    assert "Restricted record" in line
    assert "Ask for access" in line
    assert not page.says("Starling")
    assert not page.says("Secret visit")
    assert not page.says("103712")
    assert not priya.open("/work?of=team").says("Starling")


def test_the_list_is_narrowed_and_stays_so_until_she_changes_it(priya: AtWork, build: Build) -> None:
    build.step(worker_id="priya", title="Annual review", status="started", due_on=date(2026, 10, 18))
    build.step(worker_id="priya", title="Annual review", status="started", due_on=date(2026, 11, 30))
    priya.db.commit()
    page = priya.open("/work").submit("Apply", work="Annual review", due="overdue")
    assert len(lines(page)) == 1
    assert page.says("Showing 1 of 4")
    again = priya.open("/work")
    assert len(lines(again)) == 1
    assert again.value("due") == "overdue"
    assert again.follow("Show all").says("Filters are kept")


def test_narrowed_to_nothing_it_says_why_and_what_to_do(priya: AtWork) -> None:
    page = priya.open("/work").submit("Apply", due="overdue")
    assert page.says("Nothing here is of this kind and due then. Choose all work and any date to see all of it.")


def test_the_list_is_sorted_by_name_when_she_asks_for_it(priya: AtWork, build: Build) -> None:
    for name in ("Zoe Adams", "Ann Zander"):
        build.step(worker_id="priya", person=build.person(name=name), status="started")
    priya.db.commit()
    page = priya.open("/work").submit("Apply", sort="name")
    shown = [line for line in lines(page) if "Zoe" in line or "Ann" in line]
    assert "Zoe Adams" in shown[0]


def test_todays_visit_says_when_to_leave(priya: AtWork, build: Build) -> None:
    build.visit(
        worker_id="priya", person=build.person(name="Rosemary Tennant"), travel_minutes=40, place="14 Quarry Lane"
    )
    priya.db.commit()
    page = priya.open("/work")
    assert page.says("1 visit:")
    assert page.says("40 min travel, leave by 13:20")


def test_people_without_contact_for_months_are_pointed_out(priya: AtWork, build: Build) -> None:
    joyce = build.person(name="Joyce Amery")
    build.involvement(person=joyce, worker_id="priya", is_allocated=True, ended_on=None)
    build.case_note(person=joyce, happened_on=date(2026, 7, 2))
    priya.db.commit()
    assert priya.open("/work").says("None for 4 months")


def test_the_last_six_people_whose_records_she_opened_are_listed_latest_first(priya: AtWork, build: Build) -> None:
    for number in range(8):
        someone = build.person(name=f"Number {number}")
        build.record_view(person=someone, worker_id="priya", page="Summary", viewed_on=date(2026, 11, 1 + number))
        build.record_view(person=someone, worker_id="priya", page="Plan", viewed_on=date(2026, 10, 1))
    priya.db.commit()
    page = priya.open("/work")
    assert page.says("Recently viewed (6)")
    shown = [link.text for link in page.root.all("a") if link.text.startswith("Number")]
    assert shown == [f"Number {number}" for number in (7, 6, 5, 4, 3, 2)]


def test_opening_a_step_is_kept_as_a_view_of_the_record(priya: AtWork) -> None:
    priya.open(f"/steps/{priya.step.id}")
    priya.db.rollback()
    views = priya.db.scalars(select(RecordView).where(RecordView.worker_id == "priya")).all()
    assert [view.step_id for view in views] == [priya.step.id]


def test_the_number_of_queries_does_not_grow_with_the_work(priya: AtWork, build: Build, queries: Counting) -> None:
    def more(rows: int) -> int:
        for _ in range(rows):
            build.step(worker_id="priya")
            build.draft(step=build.step(worker_id="priya", status="started", kind="review"), worker_id="priya")
            build.alert(worker_id="priya")
            build.visit(worker_id="priya")
            build.record_view(worker_id="priya")
            build.step(worker_id="priya", person=build.person(is_restricted=True))
            build.step(from_step=build.step(finished_by_id="priya", status="finished"), worker_id="dawn")
        priya.db.commit()
        with queries() as asked:
            priya.open("/work")
        return len(asked)

    assert more(1) == more(6)


# --- the duty tray and work changing hands ---------------------------------------------------------


@pytest.fixture
def waiting(priya: AtWork, build: Build) -> Step:
    step = build.step(worker_id=None, team_id="east", title="Look in", note="She cannot manage the stairs.")
    priya.db.commit()
    return step


def last_move(priya: AtWork, step: Step) -> StepMove:
    priya.db.rollback()
    return priya.db.scalars(select(StepMove).where(StepMove.step_id == step.id).order_by(StepMove.moved_at)).all()[-1]


def test_the_tray_shows_what_nobody_has_first_and_what_is_not_started(priya: AtWork, waiting: Step) -> None:
    page = priya.open("/duty")
    assert page.says("Allocated to nobody (1)")
    assert "Look in" in lines(page)[0]


def test_work_taken_from_the_tray_is_on_her_work_view(priya: AtWork, waiting: Step) -> None:
    priya.open("/duty").submit("Take:")
    assert priya.look(waiting).worker_id == "priya"
    assert "Look in" in " ".join(lines(priya.open("/work")))
    assert len(priya.events(EventKind.STEP_TAKEN)) == 1


def test_taken_twice_it_is_taken_once_and_a_colleague_who_was_quicker_is_named(priya: AtWork, waiting: Step) -> None:
    tray = priya.open("/duty")
    for _ in range(2):
        assert tray.submit("Take:").path == f"/steps/{waiting.id}"
    assert len(priya.events(EventKind.STEP_TAKEN)) == 1
    waiting.worker_id = "dawn"
    priya.db.commit()
    token = {"csrf_token": priya.pages.csrf_token()}
    refused = priya.pages.post(f"/steps/{waiting.id}/take", token)
    assert refused.status == 409
    assert refused.says("Dawn Fisher has this work already")


def test_work_is_passed_on_with_a_note_that_stands_in_its_history(priya: AtWork) -> None:
    page = priya.open(f"/steps/{priya.step.id}").follow("Pass to a colleague")
    page.submit("Pass on", to="worker:dawn", note="You know the family.")
    assert priya.look(priya.step).worker_id == "dawn"
    read = priya.open(f"/steps/{priya.step.id}")
    assert read.says("Passed on by Priya Nair, social worker, to Dawn Fisher, today")
    assert read.says("You know the family.")
    assert len(priya.events(EventKind.STEP_PASSED_ON)) == 1


def test_without_a_note_nothing_is_passed_on_and_the_choice_stays(priya: AtWork) -> None:
    page = priya.open(f"/steps/{priya.step.id}/pass-on").submit("Pass on", to="worker:dawn")
    assert page.error_beside("note") == "Enter a hand-over note"
    assert page.value("to") == "worker:dawn"
    assert priya.look(priya.step).worker_id == "priya"


def test_returned_work_goes_back_with_the_reason(priya: AtWork) -> None:
    page = priya.open(f"/steps/{priya.step.id}").follow("Return to sender")
    page.submit("Return to sender", reason="She lives in another county.")
    assert priya.look(priya.step).is_returned
    assert last_move(priya, priya.step).note == "She lives in another county."
    assert len(priya.events(EventKind.STEP_RETURNED)) == 1


def test_started_work_offers_no_passing_on(priya: AtWork) -> None:
    priya.open_step()
    assert priya.open(f"/steps/{priya.step.id}/pass-on").status == 404


def test_she_allocates_to_nobody_but_herself(priya: AtWork, waiting: Step) -> None:
    page = priya.open(f"/steps/{waiting.id}/allocate")
    assert [option.get("value") for option in page.root.all("option")] == ["", "priya"]
    page.submit("Allocate", to_id="priya", due_on="20 11 2026")
    assert priya.look(waiting).due_on == date(2026, 11, 20)


# --- acting for a colleague -----------------------------------------------------------------------


def test_a_colleagues_tab_is_there_while_she_covers(priya: AtWork, toms: Step) -> None:
    page = priya.open("/work").follow("Acting for Tom 1")
    assert page.says("Tom Reilly is away until Fri 13 Nov.")
    assert not page.says("Acting for Tom Reilly until")


def test_acting_for_a_colleague_every_page_says_how_it_is_logged(priya: AtWork, toms: Step, build: Build) -> None:
    own = build.step(worker_id="priya")
    priya.db.commit()
    page = priya.open("/work?of=acting").submit("Start acting for Tom Reilly")
    assert page.says("Work you open from Tom’s tab is logged as “PN for TR”.")
    assert priya.open(f"/steps/{toms.id}").says("This is Tom’s work: logged as “PN for TR”.")
    assert priya.open(f"/steps/{own.id}").says("This is your own work: logged as “PN”.")
    assert len(priya.events(EventKind.ACTING_STARTED)) == 1
    stopped = page.submit("Stop acting")
    assert not stopped.says("logged as")


def test_a_colleagues_step_is_worked_only_while_she_acts(priya: AtWork, toms: Step) -> None:
    assert not priya.open(f"/steps/{toms.id}").says("This is Tom’s work")
    assert priya.open(f"/steps/{toms.id}/pages/home").status == 404
    priya.open("/work?of=acting").submit("Start acting for Tom Reilly")
    priya.open(f"/steps/{toms.id}").submit("Start")
    assert priya.look(toms).status == "started"


def test_what_she_finishes_for_a_colleague_says_for_whom(priya: AtWork, toms: Step) -> None:
    priya.open("/work?of=acting").submit("Start acting for Tom Reilly")
    priya.fill_in()
    priya.check().submit("Finish and hand over", action="agree")
    done = priya.look(toms)
    assert (done.finished_by_id, done.finished_for_id) == ("priya", "tom")
    assert priya.open(f"/steps/{toms.id}").says("by Priya Nair, social worker (PN for TR)")


def test_nobody_acts_for_a_colleague_whom_she_does_not_cover(priya: AtWork) -> None:
    assert priya.pages.post("/acting/start", {"csrf_token": priya.pages.csrf_token()}).status == 409
    priya.db.rollback()
    assert priya.db.scalars(select(Cover).where(Cover.is_on)).all() == []


# --- what came in ---------------------------------------------------------------------------------


def test_what_came_in_says_who_asks_how_urgent_and_what_disagrees(priya: AtWork, build: Build) -> None:
    step = priya.step
    build.contact(
        case_id=step.case_id,
        person_id=step.person_id,
        referrer="Ward sister, St Bride’s",
        own_words="She cannot go home alone.",
        came_by="by secure e-mail",
        urgency_set_by="Bev Hollis, duty desk",
        urgency="urgent",
    )
    build.detail(person_id=step.person_id, label="Lives", value="With her husband", differs="The letter says alone")
    build.document(person_id=step.person_id, case_id=step.case_id, title="Discharge summary", pages=4)
    priya.db.commit()
    page = priya.open(f"/steps/{step.id}")
    for words in (
        "Ward sister, St Bride’s",
        "by secure e-mail",
        "set by Bev Hollis, duty desk",
        "She cannot go home alone.",
        "The letter says alone. This record says: With her husband",
        "4 pages",
    ):
        assert page.says(words)


# --- the directory and the frame ------------------------------------------------------------------


def test_the_directory_lists_organisations_by_kind_and_finds_them(priya: AtWork, build: Build) -> None:
    build.organisation(name="Larkspur Surgery", phone="01632 960 111")
    build.organisation(name="Larkspur Home Care", kind=OrganisationKind.HOME_CARE)
    priya.db.commit()
    page = priya.open("/directory").submit("Search", q="larkspur")
    assert page.says("GP practice (1)")
    assert page.says("Home care (1)")
    assert page.says("01632 960 111")
    only = page.submit("Search", q="larkspur", kind="home-care")
    assert not only.says("Larkspur Surgery")
    assert page.submit("Search", q="nowhere").says("Nobody in the directory has these words.")


def test_the_frame_says_the_storys_moment_and_when_she_was_last_here(priya: AtWork) -> None:
    me = priya.db.get_one(Worker, (priya.step.sandbox_id, "priya"))
    me.last_signed_in_at = at(9, 17, 46)
    priya.db.commit()
    page = priya.open("/work")
    assert page.says("Tue 10 Nov 2026, ")
    assert page.says("Last signed in yesterday 17:46")
