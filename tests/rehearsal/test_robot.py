"""The robot fills in steps and goes through workflows, and says where a workflow cannot be finished."""

from datetime import date
from typing import Any

from casework.rehearsal.answering import Answering
from casework.rehearsal.filling import fill_in
from casework.rehearsal.robot import Walk, answers_for, walk
from casework.workflows.definition import Definition
from casework.workflows.engine import look

TODAY = date(2026, 11, 10)


def definition(steps: list[dict[str, Any]], questions: list[dict[str, Any]], **more: Any) -> Definition:
    """A workflow whose first step asks the questions, one to a page."""
    return Definition.model_validate(
        {
            "id": "small",
            "title": "Small",
            "begins": steps[0]["id"],
            "steps": [*steps, {"id": "closed", "title": "Closed", "ends": True}],
            "sections": [
                {
                    "id": "all",
                    "step": steps[0]["id"],
                    "title": "All",
                    "pages": [{"id": f"page_{each['id']}", "questions": [each]} for each in questions],
                }
            ],
            **more,
        }
    )


def one_step(questions: list[dict[str, Any]], **more: Any) -> Definition:
    return definition([{"id": "only", "title": "Only", "actions": [close()]}], questions, **more)


def close(**more: Any) -> dict[str, Any]:
    return {"id": "close", "label": "Close", "to": "closed", "requires": "complete", **more}


def q(name: str, type: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": type, "label": f"What about {name}?", "records": "nothing", **more}


def gone(found: Walk) -> list[str]:
    assert found.stuck is None, found.stuck
    return found.path


def test_every_type_of_question_gets_an_answer_the_engine_takes() -> None:
    options = [{"code": "none", "label": "None", "none": True}, {"code": "a", "label": "A"}]
    whole = one_step(
        [
            q("one_line", "text", length=[3, 20]),
            q("lines", "textarea", length=[200, 300]),
            q("plate", "text", pattern="[A-Z]{2}[0-9]{6}[A-D]"),
            q("hours", "number", between=[30, 40]),
            q("cost", "money", between=[70000, 80000]),
            q("begins", "date", between=["today"]),
            q("born", "date", between=["1930-01-01", "1950-12-31"]),
            q("clock", "time"),
            q("one", "radios", options=options),
            q("some", "checkboxes", options=options),
            q("menu", "select", options=options),
            q("sure", "yes_no"),
            q("who", "person"),
            q("by", "worker"),
            q("where", "address"),
            q("ten", "outcomes"),
            q("week", "weekly_timetable"),
            q("lines_of_support", "services"),
        ]
    )
    filled = fill_in(whole, "only", Answering({}, TODAY), {})
    assert filled.unanswered == ()
    assert filled.answers["one"] == "a"
    assert gone(walk(whole, {}, today=TODAY)) == ["only"]


def test_what_is_known_comes_before_what_is_likely_in_the_codes_of_the_question() -> None:
    whole = one_step(
        [
            q("impact", "radios", options=[{"code": "big", "label": "Big"}, {"code": "small", "label": "Small"}])
            | {"records": "assessment.impact", "codes": {"small": "not-significant", "big": "significant"}}
        ]
    )
    assert answers_for(whole, "only", {"assessment.impact": "not-significant"}, {}, today=TODAY) == {"impact": "small"}


def test_what_an_answer_opens_is_answered_too_and_what_it_shuts_is_not() -> None:
    whole = one_step(
        [
            q("helps", "yes_no", records="assessment.carer_present"),
            q("name", "text", when='helps == "yes"'),
            q("why_not", "text", when='helps == "no"'),
        ]
    )
    assert set(answers_for(whole, "only", {"assessment.carer_present": "no"}, {}, today=TODAY)) == {"helps", "why_not"}


def test_a_rule_about_another_answer_is_kept_by_trying() -> None:
    whole = one_step(
        [
            q("begins", "date", between=["today"]),
            q("again", "date", must={"check": "days_between(begins, again) > 30", "say": "Later"}),
        ]
    )
    answers = answers_for(whole, "only", {}, {}, today=TODAY)
    assert look(whole, "only", answers, {}, TODAY).complete


def test_a_repeated_page_has_an_item_for_each_that_is_known_and_as_many_as_there_must_be() -> None:
    section = {
        "id": "all",
        "step": "only",
        "title": "All",
        "pages": [
            {
                "id": "each",
                "repeat": {"each": "carer", "least": 1, "records": "assessment.carers"},
                "questions": [{**q("carer_name", "text"), "records": ".name"}],
            }
        ],
    }
    whole = one_step([], sections=[section])
    known = {"assessment.carers": [{"name": "Alan"}, {"name": "Claire"}]}
    assert answers_for(whole, "only", known, {}, today=TODAY) == {
        "each": [{"carer_name": "Alan"}, {"carer_name": "Claire"}]
    }
    assert len(answers_for(whole, "only", {}, {}, today=TODAY)["each"]) == 1


def test_what_nobody_can_answer_is_said() -> None:
    whole = one_step([q("code", "text", pattern="[α-ω]{40}")])
    found = walk(whole, {}, today=TODAY)
    assert found.stuck is not None
    assert found.stuck.step_id == "only"
    assert any("code" in why for why in found.stuck.why)


def test_a_walk_goes_on_rather_than_back_and_bends_an_answer_only_to_come_to_an_end() -> None:
    again = [{"code": "same", "label": "Same"}, {"code": "end", "label": "End"}]
    whole = definition(
        [
            {
                "id": "review",
                "title": "Review",
                "actions": [
                    {"id": "again", "label": "Again", "to": "review", "when": 'result == "same"'},
                    close(when='result == "end"'),
                ],
            }
        ],
        [q("result", "radios", options=again)],
    )
    found = walk(whole, {}, today=TODAY)
    assert gone(found) == ["review"]
    assert found.ended_at == "closed"
    assert "“End”" in found.visits[0].steered


def test_compulsory_actions_and_what_an_answer_begins_are_done_beside() -> None:
    whole = definition(
        [
            {
                "id": "contact",
                "title": "Contact",
                "actions": [
                    {"id": "on", "label": "On", "to": "assess", "mode": "must", "note": "required"},
                    {"id": "tell", "label": "Tell", "starts": ["safety"], "mode": "must", "when": 'risk == "yes"'},
                ],
            },
            {"id": "assess", "title": "Assess", "actions": [close()]},
            {"id": "safety", "title": "Safety", "actions": [close(), {"id": "ask", "label": "Ask", "starts": "other"}]},
        ],
        [q("risk", "yes_no")],
    )
    found = walk(whole, {}, today=TODAY)
    assert gone(found) == ["contact", "assess", "safety"]
    assert found.visits[0].chosen == ("on", "tell")
    assert [visit.aside for visit in found.visits] == [False, False, True]


def test_a_loop_without_a_way_out_is_said_with_its_place() -> None:
    round_and_round = definition(
        [
            {"id": "one", "title": "One", "actions": [{"id": "on", "label": "On", "to": "two"}]},
            {"id": "two", "title": "Two", "actions": [{"id": "back", "label": "Back", "to": "one"}]},
        ],
        [],
    )
    found = walk(round_and_round, {}, today=TODAY)
    assert found.stuck is not None
    assert "goes round" in found.stuck.why[0]


def test_answers_that_leave_no_action_are_said_with_why() -> None:
    whole = definition(
        [{"id": "only", "title": "Only", "actions": [close(when='record.person.age == "yes"')]}], [q("a", "text")]
    )
    found = walk(whole, {}, today=TODAY)
    assert found.stuck is not None
    assert "“Close”" in found.stuck.why[0]
