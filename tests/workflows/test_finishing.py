"""Finishing a step: which next actions may be taken, and what they begin."""

from collections.abc import Mapping, Sequence
from datetime import date

from casework.workflows.definition import Definition
from casework.workflows.engine import Finish, FinishProblem, finish, look

TODAY = date(2026, 11, 10)


def workflow(*actions: Mapping[str, object]) -> Definition:
    """A step `one` with these actions, after which come `two`, `three` or the end."""
    return Definition.model_validate(
        {
            "id": "small",
            "title": "Small",
            "begins": "one",
            "steps": [
                {"id": "one", "title": "One", "role": "social_worker", "actions": list(actions)},
                {"id": "two", "title": "Two", "role": "team_manager", "due": "5 working days"},
                {"id": "three", "title": "Three", "role": "broker"},
                {"id": "end", "title": "End", "ends": True},
            ],
            "sections": [
                {
                    "id": "s",
                    "step": "one",
                    "title": "S",
                    "pages": [
                        {
                            "id": "p",
                            "questions": [
                                {"id": "want", "type": "yes_no", "label": "Wanted?", "records": "contact.need_appears"}
                            ],
                        }
                    ],
                }
            ],
        }
    )


def finished(
    definition: Definition,
    chosen: Sequence[str],
    notes: Mapping[str, str] | None = None,
    answers: Mapping[str, object] | None = None,
) -> Finish | list[FinishProblem]:
    return finish(definition, look(definition, "one", answers or {}, {}, TODAY), chosen, notes or {})


def refusals(
    definition: Definition, chosen: Sequence[str], answers: Mapping[str, object] | None = None
) -> list[tuple[str, str]]:
    found = finished(definition, chosen, answers=answers)
    assert isinstance(found, list)
    return [(each.field, each.message) for each in found]


GO = {"id": "go", "label": "Go on", "to": "two"}
END = {"id": "stop", "label": "Close", "to": "end"}


def test_an_action_begins_the_step_it_leads_to_with_its_role_due_date_and_note() -> None:
    found = finished(workflow(GO), ["go"], {"go": "Over to you"})
    assert isinstance(found, Finish)
    [start] = found.starts
    assert (start.step_id, start.workflow_id, start.role, start.due) == ("two", None, "team_manager", "5 working days")
    assert (start.note, start.from_action) == ("Over to you", "go")
    assert not found.closes


def test_an_action_may_say_another_role_and_due_date() -> None:
    found = finished(
        workflow({**GO, "role": "panel", "due": "1 week", "starts": ["three", "letter"], "for": "carer"}), ["go"]
    )
    assert isinstance(found, Finish)
    assert [(each.step_id, each.workflow_id, each.role, each.due, each.for_) for each in found.starts] == [
        ("two", None, "panel", "1 week", None),
        ("three", None, "broker", None, "carer"),
        (None, "letter", None, None, "carer"),
    ]


def test_an_action_that_leads_to_an_end_closes_and_begins_only_what_it_starts() -> None:
    found = finished(workflow({**END, "starts": ["support_plan"], "due": "2 weeks"}), ["stop"])
    assert isinstance(found, Finish)
    assert found.closes
    assert [(each.workflow_id, each.due) for each in found.starts] == [("support_plan", "2 weeks")]


def test_an_action_that_leads_nowhere_only_leaves_the_step() -> None:
    found = finished(workflow(GO, {"id": "pause", "label": "Later"}), ["pause"])
    assert isinstance(found, Finish)
    assert (found.finished, found.closes, found.starts) == (False, False, [])


def test_something_must_happen_next() -> None:
    assert refusals(workflow(GO), []) == [("action", "Select what happens next")]
    assert refusals(workflow(GO), ["fly"]) == [("action", "Select one of the next actions")]


def test_an_action_waits_for_every_answer_it_requires() -> None:
    definition = workflow({**GO, "requires": "complete"})
    assert refusals(definition, ["go"]) == [("action", "Go on: 1 answer still to give or put right")]
    assert isinstance(finished(definition, ["go"], answers={"want": "yes"}), Finish)


def test_an_action_is_there_only_when_its_condition_is_true() -> None:
    definition = workflow({**GO, "when": 'want == "yes"'}, END)
    assert refusals(definition, ["go"]) == [("action", "Go on: only when “Wanted?” is “Yes”")]
    assert isinstance(finished(definition, ["go"], answers={"want": "yes"}), Finish)


def test_a_required_note_is_asked_for_at_its_own_field() -> None:
    definition = workflow({**GO, "note": "required"})
    assert refusals(definition, ["go"]) == [("note-go", "Enter a note to go with “Go on”")]
    assert isinstance(finished(definition, ["go"], {"go": "Done"}), Finish)


def test_the_step_is_not_finished_without_an_action_that_must_be_taken() -> None:
    concern = {
        "id": "concern",
        "label": "Raise a concern",
        "starts": ["three"],
        "mode": "must",
        "when": 'want == "yes"',
    }
    definition = workflow(GO, concern)
    assert refusals(definition, ["go"], {"want": "yes"}) == [
        ("action", "“Raise a concern” must be one of the next actions")
    ]
    assert isinstance(finished(definition, ["go"], answers={"want": "no"}), Finish)
    both = finished(definition, ["go", "concern"], answers={"want": "yes"})
    assert isinstance(both, Finish)
    assert [each.step_id for each in both.starts] == ["two", "three"]


def test_of_a_group_exactly_one_is_chosen() -> None:
    definition = workflow({**GO, "one_of": "next"}, {**END, "one_of": "next"})
    assert refusals(definition, ["go", "stop"])[0] == ("action", "Select one of “Go on” or “Close”")
    assert isinstance(finished(definition, ["go"]), Finish)


def test_of_actions_that_go_together_all_or_none_are_chosen() -> None:
    definition = workflow(
        {**GO, "all_of": "pair"}, {"id": "also", "label": "Also", "starts": ["three"], "all_of": "pair"}, END
    )
    assert refusals(definition, ["go"]) == [("action", "Select “Go on” and “Also” together")]
    assert isinstance(finished(definition, ["go", "also"]), Finish)
    assert isinstance(finished(definition, ["stop"]), Finish)


def test_closing_does_not_go_with_carrying_on() -> None:
    assert refusals(workflow(GO, END), ["go", "stop"]) == [("action", "Select “Close” or “Go on”, not both")]


def test_what_is_automatic_happens_without_being_chosen() -> None:
    letter = {"id": "letter", "label": "Letter", "starts": ["three"], "mode": "automatic", "tells": "A letter goes out"}
    found = finished(workflow(GO, letter), ["go"])
    assert isinstance(found, Finish)
    assert [each.step_id for each in found.starts] == ["two", "three"]
    assert found.tells == ("A letter goes out",)
