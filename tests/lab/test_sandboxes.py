"""A sandbox is a county of one's own: made whole, shut off from others, dropped without a trace."""

from datetime import date

import pytest
from sqlalchemy import func, select

from casework.database import current_sandbox, enter_sandbox, insert_rows, leave_sandbox, sandbox_tables
from casework.errors import DomainError
from casework.lab import sandboxes
from casework.lab.models import Sandbox
from casework.records.models import Case, Contact, Person, Step
from casework.records.vocabulary import StepStatus
from casework.synthetic.factories import PersonFactory
from casework.workflows.definition import Definition, Radios
from casework.workflows.versions import definition_of


@pytest.fixture
def made(db, study, moments):
    """Arm A with Rose, and arm B with Edna."""
    first, second = study.arms
    rose, edna = study.cases
    a = sandboxes.make_sandbox(db, study=study, arm=first, case=rose, at=moments.after())
    b = sandboxes.make_sandbox(db, study=study, arm=second, case=edna, at=moments.after())
    db.commit()
    return a, b


def rows_in(db, sandbox_id: str) -> int:
    return sum(
        db.connection().execute(select(func.count()).where(table.c.sandbox_id == sandbox_id)).scalar_one()
        for table in sandbox_tables()
    )


def steps_of(db, sandbox: Sandbox, person_id: str) -> list[Step]:
    enter_sandbox(db, sandbox.id)
    return list(db.scalars(select(Step).where(Step.person_id == person_id).order_by(Step.position)))


def test_the_county_the_case_and_the_warm_up_are_in_it_and_nobody_of_the_other_case(db, made):
    for sandbox, people in zip(made, ({"carl", "rose", "wilf"}, {"carl", "edna", "wanda"}), strict=True):
        enter_sandbox(db, sandbox.id)
        families = {f"{name}-husband" for name in people - {"carl"}}
        assert set(db.scalars(select(Person.id))) == people | families


def test_the_same_person_has_the_same_id_in_every_sandbox_and_a_change_to_one_stays_there(db, made):
    a, b = made
    enter_sandbox(db, a.id)
    db.get_one(Person, (a.id, "carl")).last_name = "Changed"
    db.commit()
    enter_sandbox(db, b.id)
    assert db.scalars(select(Person).where(Person.id == "carl")).one().last_name == "Morris"


def test_the_story_is_told_by_colleagues_up_to_the_step_that_waits_for_her(db, made):
    contact, assess = steps_of(db, made[0], "rose")
    assert (contact.definition_id, contact.status, contact.finished_by_id) == ("contact", StepStatus.FINISHED, "cora")
    assert contact.answers == {"words": "She fell in the kitchen.", "urgency": "soon"}
    assert contact.wording == {"words": "What is happening for Rose?", "urgency": "How urgent is it?"}
    assert (assess.definition_id, assess.status, assess.worker_id) == ("assess", StepStatus.INCOMING, "priya")
    assert (assess.came_from, assess.due_on) == ("Hospital discharge", date(2026, 11, 18))
    assert assess.received_at.date() == date(2026, 11, 6)
    assert (assess.from_step_id, assess.action_label) == (contact.id, "Ask for an assessment of Rose")
    assert assess.case.title == "Assess first"


def test_a_workflow_that_begins_with_the_participant_has_no_earlier_step(db, made):
    (talk,) = steps_of(db, made[1], "edna")
    assert (talk.definition_id, talk.status, talk.worker_id) == ("talk", StepStatus.INCOMING, "priya")


def test_what_is_known_of_the_contact_is_in_the_record(db, made):
    enter_sandbox(db, made[0].id)
    contact = db.scalars(select(Contact)).one()
    assert (contact.person_id, contact.own_words, contact.urgency) == ("rose", "She fell in the kitchen.", "soon")


def test_the_warm_up_has_work_waiting_only_where_its_task_needs_it(db, made):
    waiting = [step for step in steps_of(db, made[0], "wilf") if step.is_open]
    assert [(step.definition_id, step.worker_id) for step in waiting] == [("assess", "priya")]
    assert steps_of(db, made[1], "wanda") == []


def test_open_work_of_the_county_is_done_in_the_arms_way_as_far_as_it_has_such_steps(db, made, study):
    for sandbox, arm, step_id in zip(made, study.arms, ("assess", "talk"), strict=True):
        enter_sandbox(db, sandbox.id)
        steps = {step.id: step for step in db.scalars(select(Step).where(Step.person_id == "carl"))}
        assert (steps["open"].version_id, steps["open"].definition_id) == (arm.version_id, step_id)
        assert steps["open"].title == {"assess": "Assessment", "talk": "Talk"}[step_id]
        assert (steps["review"].version_id, steps["review"].definition_id) == (None, None)
        assert steps["done"].version_id is None
        assert db.get_one(Case, (sandbox.id, "c1")).version_id == arm.version_id


def test_the_templates_stay_as_they_were(db, made):
    enter_sandbox(db, sandboxes.COUNTY)
    assert set(db.scalars(select(Step.version_id))) == {None}
    assert db.scalars(select(Case)).one().version_id is None


def test_making_a_sandbox_leaves_the_handle_where_it_was(db, study, moments):
    leave_sandbox(db)
    sandboxes.make_sandbox(db, study=study, arm=study.arms[0], case=study.cases[0], at=moments.after())
    assert current_sandbox(db) is None
    enter_sandbox(db, sandboxes.COUNTY)
    sandboxes.make_sandbox(db, study=study, arm=study.arms[0], case=study.cases[0], at=moments.after())
    assert current_sandbox(db) == sandboxes.COUNTY


def test_a_dropped_sandbox_leaves_nothing_behind_and_takes_nothing_else(db, made):
    a, b = made
    a_id, b_id = a.id, b.id
    others = rows_in(db, b_id), rows_in(db, sandboxes.COUNTY)
    assert rows_in(db, a_id) > 10
    leave_sandbox(db)
    sandboxes.drop(db, a_id)
    db.commit()
    assert rows_in(db, a_id) == 0
    assert (rows_in(db, b_id), rows_in(db, sandboxes.COUNTY)) == others
    assert db.get(Sandbox, a_id) is None
    assert db.get(Sandbox, b_id) is not None


def test_a_county_that_has_not_been_made_is_told(db, study, moments):
    sandboxes.drop(db, sandboxes.COUNTY)
    for name in ("rose", "wilf"):
        sandboxes.drop(db, sandboxes.person_template(name))
    with pytest.raises(DomainError, match="Make the county first"):
        sandboxes.make_sandbox(db, study=study, arm=study.arms[0], case=study.cases[0], at=moments.after())


def test_the_way_to_a_step_goes_by_the_actions_that_lead_there(db, workflows):
    definition = definition_of(db, workflows["assess_first"].id)
    assert [(step.id, action.id) for step, action in sandboxes.way_to(definition, "check")] == [
        ("contact", "assess"),
        ("assess", "agree"),
    ]
    assert list(sandboxes.way_to(definition, "contact")) == []


def test_the_way_is_the_one_on_which_most_of_what_is_known_was_asked():
    definition = Definition.model_validate(
        {
            "id": "three",
            "title": "Three",
            "begins": "one",
            "steps": [
                {"id": "one", "title": "One", "actions": [_leads("three"), _leads("two")]},
                {"id": "two", "title": "Two", "actions": [_leads("one"), _leads("three")]},
                {"id": "three", "title": "Three"},
            ],
            "sections": [
                {
                    "id": "two",
                    "step": "two",
                    "title": "Two",
                    "pages": [
                        {
                            "id": "two",
                            "questions": [
                                {"id": "q", "type": "text", "label": "Why?", "records": "contact.emergency_plan"}
                            ],
                        }
                    ],
                }
            ],
        }
    )
    assert [step.id for step, _ in sandboxes.way_to(definition, "three")] == ["one"]
    assert [step.id for step, _ in sandboxes.way_to(definition, "three", ["contact.emergency_plan"])] == ["one", "two"]


def _leads(to: str) -> dict[str, str]:
    return {"id": f"to_{to}", "label": to, "to": to}


def test_a_fact_is_told_in_the_questions_own_codes():
    options = [{"code": "now", "label": "Now"}, {"code": "later", "label": "Later"}]
    question = Radios(
        type="radios", id="when", label="When?", options=options, codes={"now": "same-day", "later": "routine"}
    )
    assert sandboxes.told_as(question, "same-day") == "now"
    assert sandboxes.told_as(question, "soon") == "soon"
    assert sandboxes.told_as(question, ["routine", "soon"]) == ["later", "soon"]


def test_a_county_too_large_to_be_copied_for_each_session_is_refused(db, study, moments):
    crowd = [
        PersonFactory.row(sandbox_id=sandboxes.COUNTY, id=f"more-{n}", number=str(n)) for n in range(200_000, 202_000)
    ]
    insert_rows(db, Person, crowd)
    with pytest.raises(DomainError, match="The county has 2,001 people, and a session’s copy may have 2,000"):
        sandboxes.make_sandbox(db, study=study, arm=study.arms[0], case=study.cases[0], at=moments.after())
