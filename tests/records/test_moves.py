"""Work changes hands: take, allocate, pass on, return; acting for a colleague; acknowledging an alert."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Step, StepMove, Worker
from casework.records.operations import acting, moves
from casework.records.operations.alerts import acknowledge
from casework.records.vocabulary import MoveKind
from casework.synthetic.building import Build
from tests.ready import on_both_databases

TODAY = date(2026, 11, 10)
NOW = datetime(2026, 11, 10, 9, 12, tzinfo=UTC)
WHEN = {"today": TODAY, "at": NOW}
LATER = {"today": TODAY, "at": NOW + timedelta(minutes=5)}


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair", role="social_worker", team=build.team(name="East"))


@pytest.fixture
def dawn(build: Build, priya: Worker) -> Worker:
    return build.worker(name="Dawn Fisher", role="team_manager", team=priya.team)


@pytest.fixture
def waiting(build: Build, priya: Worker) -> Step:
    """Work in the tray of her team."""
    return build.step(worker_id=None, team=priya.team, note="She cannot manage the stairs.")


def history(db: Db, step: Step) -> list[tuple[MoveKind, str]]:
    found = db.scalars(select(StepMove).where(StepMove.step_id == step.id).order_by(StepMove.moved_at))
    return [(move.kind, move.note or "") for move in found]


@on_both_databases
def test_work_taken_from_the_tray_is_hers_and_the_move_is_kept(
    db: Db, build: Build, priya: Worker, waiting: Step
) -> None:
    moves.take(db, waiting, by=priya, acted_for=None, **WHEN)
    assert waiting.worker is priya
    assert history(db, waiting) == [(MoveKind.TAKEN, "")]


def test_the_second_to_take_is_told_who_was_quicker(db: Db, build: Build, priya: Worker, waiting: Step) -> None:
    moves.take(db, waiting, by=build.worker(name="Tom Reilly"), acted_for=None, **WHEN)
    with pytest.raises(DomainError, match="Tom Reilly has this work already"):
        moves.take(db, waiting, by=priya, acted_for=None, **WHEN)


def test_what_is_taken_while_acting_for_a_colleague_is_the_colleagues(
    db: Db, build: Build, priya: Worker, waiting: Step
) -> None:
    tom = build.worker(name="Tom Reilly", team=priya.team)
    move = moves.take(db, waiting, by=priya, acted_for=tom, **WHEN)
    assert (waiting.worker, move.by_id, move.for_id) == (tom, priya.id, tom.id)


def test_a_manager_allocates_to_anybody_of_the_team_with_a_due_date(
    db: Db, build: Build, priya: Worker, dawn: Worker, waiting: Step
) -> None:
    moves.allocate(db, waiting, priya, by=dawn, acted_for=None, due_on=date(2026, 11, 20), **WHEN)
    assert (waiting.worker, waiting.due_on) == (priya, date(2026, 11, 20))


def test_without_a_due_date_the_one_it_had_stays(db: Db, priya: Worker, dawn: Worker, waiting: Step) -> None:
    before = waiting.due_on
    moves.allocate(db, waiting, priya, by=dawn, acted_for=None, due_on=None, **WHEN)
    assert waiting.due_on == before


@pytest.mark.parametrize(
    ("whom", "due_on", "field", "says"),
    [
        ("tom", None, "to_id", "A team manager allocates"),
        ("elsewhere", None, "to_id", "colleague of your team"),
        ("left", None, "to_id", "has left"),
        ("priya", date(2026, 11, 9), "due_on", "today or later"),
    ],
)
def test_an_allocation_that_cannot_be_says_what_to_do(
    db: Db, build: Build, priya: Worker, waiting: Step, whom: str, due_on: date | None, field: str, says: str
) -> None:
    people = {
        "priya": priya,
        "tom": build.worker(team=priya.team),
        "elsewhere": build.worker(team=build.team()),
        "left": build.worker(team=priya.team, left_on=date(2026, 9, 30)),
    }
    with pytest.raises(DomainError, match=says) as refused:
        moves.allocate(db, waiting, people[whom], by=priya, acted_for=None, due_on=due_on, **WHEN)
    assert refused.value.field == field
    assert waiting.worker_id is None


def test_work_passed_to_a_colleague_goes_with_a_note_and_keeps_what_the_referrer_said(
    db: Db, build: Build, priya: Worker
) -> None:
    tom, step = build.worker(team=priya.team), build.step(worker=priya, note="She cannot manage the stairs.")
    moves.pass_on(db, step, tom, note="Known to you.", by=priya, acted_for=None, **WHEN)
    assert (step.worker, step.note) == (tom, "She cannot manage the stairs.")
    assert history(db, step) == [(MoveKind.PASSED_ON, "Known to you.")]


def test_work_passed_to_a_team_waits_in_its_tray(db: Db, build: Build, priya: Worker) -> None:
    west, step = build.team(name="West"), build.step(worker=priya)
    moves.pass_on(db, step, west, note="Moved house.", by=priya, acted_for=None, **WHEN)
    assert (step.worker, step.team_id) == (None, west.id)


def test_nothing_is_passed_on_without_a_note(db: Db, build: Build, priya: Worker) -> None:
    with pytest.raises(DomainError, match="Enter a hand-over note"):
        moves.pass_on(db, build.step(worker=priya), build.team(), note=" ", by=priya, acted_for=None, **WHEN)


def test_started_work_does_not_change_hands(db: Db, build: Build, priya: Worker) -> None:
    begun = build.step(worker=priya, status="started")
    with pytest.raises(DomainError, match="has been started"):
        moves.return_to_sender(db, begun, reason="Not ours.", by=priya, acted_for=None, **WHEN)


def test_work_returned_goes_to_whoever_passed_it_on(db: Db, build: Build, priya: Worker, dawn: Worker) -> None:
    step = build.step(worker_id=None, team=priya.team)
    moves.allocate(db, step, priya, by=dawn, acted_for=None, due_on=None, **WHEN)
    moves.return_to_sender(db, step, reason="I know her from home.", by=priya, acted_for=None, **LATER)
    assert (step.worker, step.is_returned) == (dawn, True)
    assert history(db, step)[-1] == (MoveKind.RETURNED, "I know her from home.")


def test_work_that_came_of_a_colleagues_step_is_returned_to_the_colleague(
    db: Db, build: Build, priya: Worker, dawn: Worker
) -> None:
    before = build.step(worker=dawn, status="finished", finished_by=dawn)
    step = build.step(worker=priya, from_step=before)
    moves.return_to_sender(db, step, reason="No consent.", by=priya, acted_for=None, **WHEN)
    assert step.worker is dawn


def test_what_somebody_outside_sent_is_returned_to_the_teams_tray(db: Db, build: Build, priya: Worker) -> None:
    step = build.step(worker=priya, came_from="St Bride’s Hospital")
    moves.return_to_sender(db, step, reason="Lives in another county.", by=priya, acted_for=None, **WHEN)
    assert (step.worker, step.team_id, step.is_returned) == (None, priya.team_id, True)


def test_returned_work_that_is_passed_on_is_no_longer_returned(db: Db, build: Build, priya: Worker) -> None:
    step = build.step(worker=priya, is_returned=True)
    moves.pass_on(db, step, build.worker(), note="Yours.", by=priya, acted_for=None, **WHEN)
    assert not step.is_returned


def test_she_acts_for_a_colleague_while_the_cover_holds(db: Db, build: Build, priya: Worker) -> None:
    cover = build.cover(worker=priya)
    acting.start_acting(db, priya, today=TODAY)
    assert cover.is_on
    acting.stop_acting(db, priya, today=TODAY)
    assert not cover.is_on
    with pytest.raises(DomainError, match="nobody for whom you act"):
        acting.start_acting(db, priya, today=date(2026, 12, 1))


def test_an_alert_is_acknowledged_once_with_its_answer(db: Db, build: Build, priya: Worker) -> None:
    alert = build.alert(worker=priya)
    acknowledge(db, alert, by=priya, acted_for=None, answer=" I will ring her. ", today=TODAY)
    acknowledge(db, alert, by=priya, acted_for=None, answer="Again.", today=date(2026, 11, 11))
    assert (alert.acknowledged_on, alert.answer) == (TODAY, "I will ring her.")


def test_a_colleagues_alert_is_the_colleagues_to_acknowledge(db: Db, build: Build, priya: Worker) -> None:
    tom = build.worker()
    alert = build.alert(worker=tom)
    with pytest.raises(DomainError, match="for a colleague"):
        acknowledge(db, alert, by=priya, acted_for=None, answer="", today=TODAY)
    acknowledge(db, alert, by=priya, acted_for=tom, answer="", today=TODAY)
    assert alert.acknowledged_by_id == priya.id
