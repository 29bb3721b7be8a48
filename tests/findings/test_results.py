"""What a study showed: who counts, figures of few people and of more, decisions beside the experts'."""

import pytest

from casework.findings.results import Results, results
from casework.lab import facilitating
from casework.lab.vocabulary import RunEnd, TaskKind

BOTH = {"assess": "eligible", "talk": "eligible"}


def figure(found: Results, label: str) -> list[str]:
    figures = [*found.tasks[0].figures, *found.about_arms]
    return next(each.values for each in figures if each.label.startswith(label))


def test_before_anybody_took_part_nothing_is_claimed(db, study):
    found = results(db, study)
    assert found.counted == 0
    assert figure(found, "Completed unaided") == ["no runs yet", "no runs yet"]
    assert found.decisions == []


def test_of_two_people_there_are_counts_and_each_runs_own_value(db, study, take_part):
    take_part(seconds=75, seq=6)
    take_part(seconds=125, seq=3)
    found = results(db, study)
    assert found.people == [2, 2]
    assert figure(found, "Completed unaided") == ["2 of 2", "2 of 2"]
    assert figure(found, "Working time")[0] == "1:15, 2:05; 2 of 2 completed unaided"
    assert figure(found, "Ease")[0] == "6, 3 (n = 2)"
    assert figure(found, "System Usability")[0] == "75.0, 75.0 (n = 2)"
    words = " ".join(value for each in found.tasks[0].figures for value in each.values)
    assert "%" not in words
    assert "interval" not in words


def test_from_five_people_on_every_estimate_has_its_interval_and_n(db, study, take_part):
    for seconds in (60, 70, 80, 90, 100):
        take_part(seconds=seconds, seq=4 + seconds // 40, decided={"assess": "eligible"})
    found = results(db, study)
    assert figure(found, "Completed unaided")[0].startswith("5 of 5 (100%; 95% interval ")
    time = figure(found, "Working time")[0]
    assert "(95% interval " in time
    assert "n = 5" in time
    assert "5 of 5 completed unaided" in time
    assert "n = 5" in figure(found, "Ease")[0]
    assert found.decisions[0].values[1] == "0 of 5 (0%; 95% interval 0–43%); 5 recorded none"


def test_help_giving_up_and_failing_are_told_apart(db, study, take_part):
    take_part(helped=True)
    take_part(finished=False, ended_by=RunEnd.SAID_CANNOT)
    take_part(finished=False)
    take_part(finished=True, ended_by=RunEnd.SAID_CANNOT)
    found = results(db, study)
    outcomes = ["Completed unaided", "Completed with help", "Gave up", "Failed"]
    assert [figure(found, each)[0] for each in outcomes] == ["1 of 4"] * 4
    assert figure(found, "Assists")[0] == "1, 0, 0, 0 (n = 4)"


def test_warm_ups_never_count(db, study, take_part):
    session = take_part()
    found = results(db, study)
    assert found.warm_ups == sum(run.task.kind is TaskKind.WARM_UP for run in session.runs) == 2
    assert found.counted == 2


def test_what_nobody_could_see_is_not_known_and_never_0(db, study, take_part):
    take_part()
    assert figure(results(db, study), "Clicks")[0] == "not known (n = 1)"


def test_a_rating_that_was_not_given_is_missing_and_not_0(db, study, take_part):
    take_part(seq=None, sus=False)
    take_part(seq=2)
    found = results(db, study)
    assert figure(found, "Ease")[0] == "2 (n = 1); 1 did not answer"
    assert figure(found, "System Usability")[0] == "75.0 (n = 1); 1 did not answer"


def test_a_run_left_out_is_in_no_figure_and_stays_listed_with_who_decided(db, study, take_part):
    first = take_part(decided=BOTH)
    take_part(decided=BOTH)
    run = next(run for run in first.runs if run.task.kind is TaskKind.TASK)
    facilitating.void_run(db, run, "The connection was lost", by="Ruth Adeyemi", at=run.ended_at)
    db.commit()
    found = results(db, study)
    mark = [arm.id for arm in found.arms].index(run.session_arm.arm_id)
    assert found.people[mark] == 1
    assert figure(found, "Runs counted")[mark] == "1"
    assert [(each.run.id, each.why, each.by) for each in found.left_out] == [
        (run.id, "The connection was lost", "Ruth Adeyemi")
    ]
    assert run.session_arm_id not in {visit.session_arm.id for visit in found.visits}


def test_rehearsals_and_real_sessions_are_never_in_one_figure(db, study, take_part):
    take_part(is_rehearsal=True)
    assert results(db, study).counted == 0
    rehearsed = results(db, study, rehearsals=True)
    assert rehearsed.counted == 2
    take_part()
    assert results(db, study, rehearsals=True).counted == 2
    assert results(db, study).counted == 2


def test_a_decision_agrees_with_the_experts_or_with_an_answer_they_accept(db, study, take_part):
    take_part(decided={"assess": "not-eligible", "talk": "not-eligible"})
    take_part(decided=BOTH)
    by_case = {(visit.case, d.said): d.matches for visit in results(db, study).visits for d in visit.decisions}
    # To Edna's case the experts said not eligible, and accept eligible; to Rosemary's only eligible.
    assert by_case == {
        ("Rosemary Tiny", "not eligible"): False,
        ("Rosemary Tiny", "eligible"): True,
        ("Edna Tiny", "not eligible"): True,
        ("Edna Tiny", "eligible"): True,
    }


def test_no_decision_counts_as_not_right_and_is_counted_separately(db, study, take_part):
    take_part(decided=BOTH)
    take_part()
    (decided,) = results(db, study).decisions
    assert decided.values == ["1 of 2; 1 recorded none", "1 of 2; 1 recorded none"]


@pytest.mark.usefixtures("session")
def test_a_session_that_has_not_begun_changes_nothing(db, study, take_part):
    take_part()
    assert results(db, study).counted == 2
