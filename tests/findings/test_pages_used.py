"""Pages of a workflow as people used them, from their events."""

from datetime import timedelta

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import leave_sandbox
from casework.findings.pages_used import pages_used
from casework.findings.results import results
from casework.findings.steps_used import steps_used
from casework.lab import planning, sessions
from casework.lab.events import happened
from casework.lab.vocabulary import EventKind, RunEnd, Stage, TaskKind
from tests.ready import on_both_databases


@pytest.fixture
def walks(db, study):
    """Somebody takes part, and in every task opens these pages for so long: walks(("day", 20), ("home", 40))."""
    at = [now() - timedelta(days=1)]

    def after(seconds=1.0):
        at[0] += timedelta(seconds=seconds)
        return at[0]

    def takes_part(*stays, finishes=True, errors=()):
        leave_sandbox(db)
        session = planning.plan_session(db, study, by="Ruth", at=after())
        sessions.give_consent(db, session, ["take_part"], at=after())
        sessions.answer_about_you(db, session, role=None, years=None, systems=[], systems_other=None, at=after())
        while session.stage is not Stage.THANKS:
            if session.stage is Stage.BRIEFING:
                run = sessions.start_run(db, session, at=after())
                arm = run.session_arm.arm.key
                step = {"step": run.task.finishes.get(arm) or "assess", "step_row_id": f"{run.id}-row"}
                if run.task.kind is TaskKind.TASK:
                    happened(db, session, EventKind.STEP_STARTED, at=at[0], **step)
                    for page, seconds in stays:
                        path = f"/steps/{run.id}-row/pages/{page}"
                        happened(db, session, EventKind.PAGE_VIEWED, at=at[0], path=path, page=page)
                        if page in errors:
                            happened(db, session, EventKind.ERRORS_SHOWN, at=at[0], messages=["Enter it"])
                        after(seconds)
                if finishes:
                    happened(db, session, EventKind.ACTION_TAKEN, at=at[0], action="done", **step)
                    happened(db, session, EventKind.STEP_FINISHED, at=at[0], person_id=person(run), **step)
                sessions.end_run(db, session, RunEnd.SAID_FINISHED if finishes else RunEnd.SAID_CANNOT, at=at[0])
            elif session.stage is Stage.RATING:
                sessions.rate(db, session, 5, "", at=after())
            else:
                sessions.answer_sus(db, session, [4, 2] * 5, "", at=after())
        db.commit()

    def person(run):
        is_task = run.task.kind is TaskKind.TASK
        return run.session_arm.case.person_id if is_task else run.session_arm.arm.warm_up_person

    return takes_part


def talked(db, study):
    """What is known of the arm whose one page is `talk`; `check` is the page after it."""
    (task,) = pages_used(db, results(db, study))
    return task.arms[1]


@on_both_databases
def test_a_page_knows_how_many_came_stopped_went_back_and_erred(db, study, walks):
    walks(("talk", 20), ("check", 30), ("talk", 10), ("check", 5), errors=("talk",))
    walks(("talk", 20), finishes=False)
    (page,) = talked(db, study).pages
    assert (page.came, page.of, page.stopped, page.back, page.erred) == (2, 2, 1, 1, 1)
    assert page.seconds == {"P01": 30.0, "P02": 20.0}
    assert page.typical is None


def test_a_stay_of_more_than_twice_the_median_is_hesitation_from_five_runs_on(db, study, walks):
    for seconds in (20, 20, 20, 20, 90):
        walks(("talk", seconds))
    (page,) = talked(db, study).pages
    assert (page.typical_said, page.hesitated) == ("0:27 (0:12–1:02; n = 5)", 1)


def test_lostness_is_held_against_the_shortest_way_that_anybody_finished_by(db, study, walks):
    walks(("talk", 20), ("check", 20))
    walks(("talk", 20), ("check", 20), ("talk", 20), ("check", 20))
    arm = talked(db, study)
    assert arm.fewest == 2
    assert [way.lostness.value for way in arm.ways] == [0.0, 0.5]
    assert [way.numbers for way in arm.ways] == [[1], [1, 1]]


def test_a_step_on_one_page_is_one_page(db, study, walks):
    walks(("all", 50))
    (task,) = pages_used(db, results(db, study))
    on_one, page_by_page = task.arms
    (page,) = on_one.pages
    assert (page.title, page.came, page.seconds) == ("Is the person eligible?", 1, {"P01": 50.0})
    assert page_by_page.pages[0].came == 0


def test_what_was_known_when_the_case_came_in_and_asked_all_the_same_is_asked_again(db, study, walks):
    for case in study.cases:
        case.content = case.content | {"known": {"assessment.decision": "eligible"}}
    db.commit()
    walks(("talk", 20))
    (again,) = talked(db, study).asked_again
    assert (again.fact, again.was_known, again.runs, again.of) == ("Eligibility decision", True, 1, 1)


def test_the_map_counts_the_runs_that_came_to_each_step_and_the_actions_they_took(db, study, walks):
    walks(("talk", 20))
    walks(("talk", 20), finishes=False)
    ((_, arms),) = steps_used(db, results(db, study))
    assess, talk = arms
    assert assess.steps == [("Contact", 0), ("Assessment", 2), ("Check", 0)]
    assert {box.stop.title: box.under for box in talk.drawing.boxes}["Talk"] == "2 of 2 runs"
    assert talk.shortest == ["Talk"]


def test_the_map_draws_each_way_as_wide_as_the_runs_that_took_it_and_marks_the_shortest(db, study, walks):
    walks(("talk", 20))
    walks(("talk", 20), finishes=False)
    ((_, (_, talk)),) = steps_used(db, results(db, study))
    ways = {arrow.of: arrow for arrow in talk.drawing.arrows}
    done, others = ways.pop(("talk", "done")), ways.values()
    assert done.is_marked
    assert done.sentence.endswith("Taken in 1 of 2 runs.")
    assert all(done.width > other.width and not other.is_marked for other in others)
    assert [label.lines[-1] for label in talk.drawing.labels if label.of == ("talk", "done")] == [
        "Decide and close · 1"
    ]


def test_the_page_lists_every_page_with_its_numbers_and_the_way_of_each_person(pages, db, study, walks):
    walks(("talk", 20))
    page = pages.as_staff(Role.OBSERVER).open(f"/studies/{study.id}/used")
    assert "1 of 1" in page.text
    assert page.follow("Replay").h1.startswith("Replay")
