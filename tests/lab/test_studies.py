"""Study files: read in whole or told what is wrong, and never changed under people's feet."""

from datetime import date

import pytest
from sqlalchemy import func, select

from casework.lab import planning, queries
from casework.lab.models import Arm, Study
from casework.lab.studies import StudyError, StudyInUse, read_study
from casework.lab.study_file import file_of
from casework.lab.vocabulary import TaskKind
from casework.records.facts import CATALOGUE
from casework.workflows.loader import load_lists, load_text
from casework.workflows.versions import WorkflowVersion, definition_of, keep_version
from tests.lab.conftest import LISTS, START, TINY


@pytest.fixture
def read(db, templates, workflows, tmp_path):
    """Reads the tiny study with some of its text replaced."""

    def read_with(*changes: tuple[str, str]) -> Study:
        text = (TINY / "study.yaml").read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "study.yaml"
        path.write_text(text)
        return read_study(db, path, workflows=workflows, at=START)

    return read_with


def test_a_study_has_its_arms_cases_and_tasks_in_the_order_of_the_file(study, workflows):
    assert [(arm.mark, arm.key, arm.title, arm.start_at) for arm in study.arms] == [
        ("A", "assess", "Assess first", "assess"),
        ("B", "talk", "Talk first", "talk"),
    ]
    assert [arm.version_id for arm in study.arms] == [workflows["assess_first"].id, workflows["talk_first"].id]
    assert [(case.key, case.person_name) for case in study.cases] == [("rose", "Rose Tiny"), ("edna", "Edna Tiny")]
    assert [(task.key, task.kind, task.minutes) for task in study.tasks] == [
        ("warm-up", TaskKind.WARM_UP, None),
        ("work", TaskKind.TASK, 20),
    ]
    assert study.story_date == date(2026, 11, 10)


def test_the_consent_sheet_and_the_colleagues_are_kept_as_the_file_says(study):
    kept = file_of(study)
    assert kept.consent.version == "1"
    assert [(choice.id, choice.required) for choice in kept.consent.choices] == [("take_part", True), ("quotes", False)]
    assert (kept.colleagues[0].does, kept.colleagues[0].after_days) == (["back", "agreed"], [2])


def test_experts_answers_keep_what_else_is_acceptable_and_who_said_so(db, study):
    answer = queries.expert_answers(db, study)["edna"]["assessment.decision"]
    assert answer.value["value"] == "not-eligible"
    assert answer.value["acceptable"] == ["eligible"]
    assert (answer.who, answer.decided_on, answer.status) == ("Two social workers", None, "proposed")


def test_an_expert_may_accept_an_amount_between_two_and_outcomes_by_their_codes(db, read):
    study = read(
        (
            "who: Two social workers, when: 2026-10-01, status: proposed}",
            "who: A}\n    budget.gross_pence: {value: 34403, acceptable: [{from: 24000, to: 38000}], who: A}"
            "\n    assessment.outcomes: {value: [nutrition, clothing], acceptable: [[nutrition]], who: A}",
        )
    )
    answers = queries.expert_answers(db, study)["rose"]
    assert answers["budget.gross_pence"].value["acceptable"] == [{"from": 24000, "to": 38000}]
    assert answers["assessment.outcomes"].value["value"] == ["nutrition", "clothing"]


def test_reading_an_unchanged_file_again_changes_nothing(db, study, read):
    arms = [arm.id for arm in study.arms]
    assert read() is study
    assert [arm.id for arm in study.arms] == arms
    assert db.scalar(select(func.count()).select_from(Arm)) == 2


def test_a_changed_file_is_read_in_again_while_nobody_has_been_planned(db, study, read):
    read(("title: Work the case", "title: Work this case"))
    db.commit()
    assert [task.title for task in study.tasks] == ["Look around", "Work this case"]


def test_a_new_version_of_a_workflow_is_pinned_while_nobody_has_been_planned(db, study, workflows):
    other = WorkflowVersion(
        id="f" * 64,
        workflow_id="talk_first",
        title="Talk first",
        content=workflows["talk_first"].content,
        made_at=START,
    )
    db.add(other)
    db.flush()
    read_study(db, TINY / "study.yaml", workflows={**workflows, "talk_first": other}, at=START)
    assert study.arms[1].version_id == other.id


def test_a_study_with_sessions_is_never_changed_and_says_so(db, study, session, read):
    with pytest.raises(StudyInUse, match="tiny was left as it is, because it has sessions"):
        read(("title: Work the case", "title: Work this case"))
    db.commit()
    assert study.tasks[1].title == "Work the case"
    assert read() is study


def test_a_file_with_mistakes_leaves_nothing_behind(db, read):
    with pytest.raises(StudyError):
        read(("start_at: talk", "start_at: tell"))
    assert db.scalars(select(Study)).all() == []


def test_a_file_that_is_not_there_is_told(db, workflows):
    with pytest.raises(StudyError, match="cannot be opened"):
        read_study(db, TINY / "none.yaml", workflows=workflows, at=START)


def test_a_version_is_kept_once_however_often_it_is_loaded(db, workflows, loaded):
    assert keep_version(db, loaded["talk_first"], START) is workflows["talk_first"]
    assert db.scalar(select(func.count()).select_from(WorkflowVersion)) == 2


def test_a_kept_version_says_what_its_file_said(db, workflows):
    definition = definition_of(db, workflows["assess_first"].id)
    assert [step.id for step in definition.steps] == ["contact", "assess", "check", "closed"]
    assert [option.code for option in definition.question("decision").choices] == ["eligible", "not-eligible"]


def test_people_are_not_dealt_while_the_study_is_read(db, study):
    assert planning.ready_session(db, study) is None


def test_an_arm_pins_the_workflows_that_it_starts_and_what_those_start(db, templates, workflows, tmp_path):
    for name, text in {
        "assess_first": (
            "label: Send to your manager, to: check,",
            "label: Send to your manager, to: check, starts: [second],",
        ),
        "second": (
            "label: Decide and close, to: closed,",
            "label: Decide and close, to: closed, starts: [third, unread],",
        ),
        "third": ("label: Decide and close, to: closed,", "label: Decide and close, to: closed, starts: [second],"),
    }.items():
        source = (
            TINY / "workflows" / ("assess_first.yaml" if name == "assess_first" else "talk_first.yaml")
        ).read_text()
        old, new = text
        assert old in source
        changed = source.replace("id: talk_first", f"id: {name}", 1).replace(old, new)
        loaded = load_text(changed, f"{name}.yaml", lists=load_lists(LISTS), catalogue=CATALOGUE, siblings={})
        workflows[name] = keep_version(db, loaded, START)
    study = read_study(db, TINY / "study.yaml", workflows=workflows, at=START)
    assert study.arms[0].beside == {name: workflows[name].id for name in ("second", "third")}
    assert study.arms[1].beside == {}


# --- one arm alone -------------------------------------------------------------------------------

ONE_ARM = (
    ("design: crossed", "design: single"),
    ("  - {id: talk, workflow: talk_first, warm_up: wanda, start_at: talk}\n", ""),
    ("finishes: {assess: assess, talk: talk}", "finishes: {assess: assess}"),
)


def test_a_study_of_one_arm_deals_a_row_for_each_case(db, read):
    study = read(*ONE_ARM)
    assert [[(arm.key, case.key) for arm, case in row] for row in planning.rows_of(study)] == [
        [("assess", "rose")],
        [("assess", "edna")],
    ]
    planned = [planning.plan_session(db, study, by="ruth", at=START) for _ in range(2)]
    assert sorted(session.arms[0].case.key for session in planned) == ["edna", "rose"]
    assert [[run.task.kind for run in session.runs] for session in planned] == [[TaskKind.WARM_UP, TaskKind.TASK]] * 2


def test_a_rule_of_success_may_be_a_condition_and_an_experts_decision_together(read):
    study = read(
        ("minutes: 20", "success: {when: record.assessment.decision == 'eligible', expert: assessment.decision}")
    )
    assert study.tasks[1].success["expert"] == ["assessment.decision"]


def test_between_people_two_arms_may_share_the_cases_and_the_warm_up(read):
    study = read(("design: crossed", "design: between"), ("warm_up: wanda", "warm_up: wilf"))
    assert len(planning.rows_of(study)) == 4
