"""What a workflow costs: counted from its definition, the same as whoever walks it meets."""

from typing import Any

import pytest

from casework.rehearsal.people import pinned_people
from casework.rehearsal.walks import burden_for, passed_of, walk_of
from casework.workflows.burden import MEASURES, Burden, Passed, burden_of
from casework.workflows.definition import Definition
from casework.workflows.effort import WORDS_A_MINUTE, acts_for, reading_seconds, words_in
from tests.shipped import NAMES, shipped_workflows


def q(name: str, type: str = "text", **more: Any) -> dict[str, Any]:
    return {"id": name, "type": type, "label": f"About {name}", "records": "nothing", **more}


def workflow(*questions: dict[str, Any], steps: list[dict[str, Any]] | None = None) -> Definition:
    first = [
        {
            "id": "one",
            "title": "One",
            "role": "social_worker",
            "actions": [{"id": "close", "label": "Close", "to": "closed", "requires": "complete"}],
        }
    ]
    return Definition.model_validate(
        {
            "id": "small",
            "title": "Small",
            "begins": "one",
            "steps": [*(steps or first), {"id": "closed", "title": "Closed", "ends": True}],
            "sections": [
                {"id": "all", "step": "one", "title": "All", "pages": [{"id": "page", "questions": list(questions)}]}
            ],
        }
    )


def of(definition: Definition) -> Burden:
    return burden_of(definition, {})


@pytest.mark.parametrize("name", NAMES)
def test_what_is_computed_is_what_the_robot_meets_on_its_way(name: str) -> None:
    definition = shipped_workflows()[name]
    for who in pinned_people().values():
        found = walk_of(definition, who)
        cost = burden_for(definition, {who.id: who}).people[who.id]
        shown = [
            state
            for visit in found.visits
            for page in visit.state.pages
            for item in (page.items if page.page.repeat else [page.shown])
            for state in item
            if state.question.asks
        ]
        tens = [state for state in shown if state.question.type == "outcomes"]
        assert cost.questions == len(shown) + 9 * len(tens)
        assert cost.compulsory == sum(state.required for state in shown) + 9 * len(tens)
        assert cost.pages == sum(len(visit.state.pages) for visit in found.visits)
        assert cost.free_text == sum(state.question.type in ("text", "textarea") for state in shown)


@pytest.mark.parametrize("name", NAMES)
def test_no_walk_costs_less_than_the_least_or_more_than_the_most(name: str) -> None:
    found = burden_for(shipped_workflows()[name])
    for measure in MEASURES:
        for person, cost in found.people.items():
            least, most = getattr(found.least, measure), getattr(found.most, measure)
            assert least <= getattr(cost, measure) <= most, (person, measure)


def test_what_shows_only_for_some_answers_lies_between_least_and_most() -> None:
    found = of(workflow(q("help", "yes_no"), q("who", when='help == "yes"'), q("note", "textarea", optional=True)))
    assert (found.least.questions, found.most.questions) == (2, 3)
    assert (found.least.compulsory, found.most.compulsory) == (1, 2)
    assert found.least_is_exact
    assert found.most_is_exact


def test_a_condition_that_must_hold_on_the_way_out_counts_as_least() -> None:
    steps = [
        {
            "id": "one",
            "title": "One",
            "actions": [
                {"id": "close", "label": "Close", "to": "closed", "requires": "complete", "when": 'help == "yes"'}
            ],
        }
    ]
    found = of(workflow(q("help", "yes_no"), q("who", when='help == "yes"'), steps=steps))
    assert found.least.questions == found.most.questions == 2


def test_of_questions_that_exclude_one_another_one_counts() -> None:
    found = of(workflow(q("help", "yes_no"), q("who", when='help == "yes"'), q("why", when='help == "no"')))
    assert (found.least.questions, found.most.questions) == (2, 2)
    assert found.least_is_exact
    assert found.most_is_exact


def test_where_no_one_set_of_answers_is_least_in_every_measure_it_is_a_bound() -> None:
    two_short = [q("a", "yes_no", when='help == "yes"'), q("b", "yes_no", when='help == "yes"')]
    one_long = q("c", "textarea", when='help == "no"')
    found = of(workflow(q("help", "yes_no"), *two_short, one_long))
    assert found.least.questions == 2
    assert not found.least_is_exact


def test_more_conditions_than_can_be_looked_at_together_make_it_a_bound() -> None:
    options = [{"code": f"c{number}", "label": f"C {number}"} for number in range(8)]
    asked = [q(f"q{number}", when=f'which == "c{number}"') for number in range(8)]
    found = of(workflow(q("which", "radios", options=options), *asked))
    assert (found.least.questions, found.most.questions) == (1, 9)
    assert not found.most_is_exact


def test_work_that_goes_to_another_role_is_handed_over_and_waited_for_in_working_days() -> None:
    steps = [
        {
            "id": "one",
            "title": "One",
            "role": "social_worker",
            "actions": [{"id": "on", "label": "On", "to": "two", "due": "2 weeks"}],
        },
        {
            "id": "two",
            "title": "Two",
            "role": "team_manager",
            "actions": [{"id": "close", "label": "Close", "to": "closed", "starts": ["elsewhere"]}],
        },
    ]
    found = of(workflow(q("a"), steps=steps))
    assert (found.least.hand_overs, found.least.waiting_days) == (2, 10)


def test_a_fact_recorded_before_and_asked_again_is_counted() -> None:
    definition = workflow(q("name", records="person.preferred_name"), q("known", records="person.communication"))
    assert of(definition).least.asked_again == 2
    shown = workflow(q("name", records="person.preferred_name", prefill="confirm"))
    assert of(shown).least.asked_again == 0


def test_reading_takes_a_minute_for_as_many_words_as_are_said() -> None:
    assert reading_seconds(WORDS_A_MINUTE) == 60
    assert words_in("What is ((person))’s name?", "One, two.") == 6


def test_the_time_of_an_answer_grows_with_what_is_done() -> None:
    def seconds(definition: Definition, value: Any) -> float:
        return acts_for(definition.question("a"), value).seconds

    line, box, choice = (workflow(q("a", type)) for type in ("text", "textarea", "yes_no"))
    assert 0 == seconds(choice, None) < seconds(choice, "yes") < seconds(line, "x") < seconds(box, "x")
    # M + P + K: 1.35 + 1.1 + 0.28
    assert seconds(choice, "yes") == pytest.approx(2.73)


def test_a_way_that_is_given_is_counted_step_by_step() -> None:
    definition = shipped_workflows()["capacity"]
    who = pinned_people()["edna_farrow"]
    passed: list[Passed] = passed_of(walk_of(definition, who))
    assert burden_of(definition, {"x": passed}).people["x"] == burden_for(definition, {"y": who}).people["y"]
