"""A workflow that says only what differs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.workflows.loader import Loaded
from casework.workflows.problems import WorkflowError

DATA = Path(__file__).parent / "data" / "workflows"

Load = Callable[[Path | str], Loaded]


@pytest.fixture
def child(tmp_path: Path, load: Load) -> Callable[..., Loaded]:
    """Loads a workflow `child` that extends the example, with these changes."""

    def child(changes: str, head: str = "") -> Loaded:
        (tmp_path / "look_then_agree.yaml").write_text((DATA / "look_then_agree.yaml").read_text())
        path = tmp_path / "child.yaml"
        path.write_text(f"id: child\nextends: look_then_agree\ntitle: Child\n{head}changes:\n{changes}")
        return load(path)

    return child


@pytest.fixture
def refused(child: Callable[..., Loaded]) -> Callable[[str], list[str]]:
    """What stands against these changes, each as LINE:COL: CODE: message."""

    def refused(changes: str, head: str = "") -> list[str]:
        with pytest.raises(WorkflowError) as error:
            child(changes, head)
        return [
            f"{each.line}:{each.col}: {each.code}: {each.message}"
            for each in error.value.problems
            if each.severity == "error"
        ]

    return refused


def test_the_child_is_the_base_with_its_changes_made(load: Load) -> None:
    child = load("strengths_then_look").definition
    assert [section.id for section in child.sections] == [
        "reason",
        "about",
        "strengths",
        "wishes",
        "day",
        "helpers",
        "decide",
    ]
    assert [step.id for step in child.steps] == ["front_door", "look", "over"]
    assert child.question("wish").label == "What would a good life be for ((person))?"
    assert child.step("look").actions[0].to == "over"
    assert child.presentation == "one_per_page"
    assert child.begins == "front_door"
    assert child.because == {"steps/agree": "small budgets need no manager"}


def test_the_child_knows_the_version_of_its_base(load: Load) -> None:
    child = load("strengths_then_look")
    assert child.base == "look_then_agree"
    assert child.base_version == load("look_then_agree").version
    assert child.version != child.base_version


def test_one_attribute_can_be_taken_away_by_setting_nothing(child: Callable[..., Loaded]) -> None:
    loaded = child("  - {at: sections/day/ten/effect, set: {when: }}\n")
    assert loaded.definition.question("effect").when is None


def test_a_question_is_replaced_with_one_of_another_type(child: Callable[..., Loaded]) -> None:
    loaded = child(
        "  - at: sections/wishes/matters/wish\n"
        "    replace: {id: wish, type: text, label: In a word?, records: assessment.wanted_outcomes}\n"
    )
    assert loaded.definition.question("wish").type == "text"


def test_things_are_inserted_first_last_before_and_after(child: Callable[..., Loaded]) -> None:
    question = "{{id: {0}, type: guidance, text: Read}}"
    loaded = child(
        f"  - {{at: sections/wishes/matters, insert: last, value: {question.format('d')}}}\n"
        f"  - {{at: sections/wishes/matters, insert: first, value: {question.format('a')}}}\n"
        f"  - {{at: sections/wishes/matters/wish, insert: before, value: {question.format('b')}}}\n"
        f"  - {{at: sections/wishes/matters/wish, insert: after, value: [{question.format('c')}]}}\n"
    )
    page = loaded.definition.pages("look")[4]
    assert [each.id for each in page.questions] == ["a", "b", "wish", "c", "d"]


def test_conditions_of_the_child_come_beside_those_of_the_base(child: Callable[..., Loaded]) -> None:
    loaded = child(
        "  - {at: sections/wishes/matters/wish, set: {when: helpful}}\n"
        "  - {at: sections/helpers, move: before wishes}\n",
        'conditions:\n  helpful: helped == "yes"\n',
    )
    assert set(loaded.definition.conditions) == {"need_shows", "decided_eligible", "answers_say_eligible", "helpful"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            "  - {at: sections/wishs/matters, set: {title: X}}\n",
            "5:10: L12: there is no wishs in sections; did you mean wishes?",
        ),
        (
            "  - {at: sections/wishes/matters/wosh, set: {label: X}}\n",
            "5:10: L12: there is no wosh in sections/wishes/matters; did you mean wish?",
        ),
        (
            "  - {at: sections/day/ten/effect, set: {type: text}}\n",
            "5:41: L12: type cannot be set; use replace, with the same id",
        ),
        (
            "  - {at: sections/day/ten/effect, replace: {id: other, type: guidance, text: X}}\n",
            "5:44: L12: what replaces sections/day/ten/effect keeps its id effect",
        ),
        (
            "  - {at: steps/look, set: {due: 1 week}}\n  - {at: steps/look, set: {due: 2 weeks}}\n",
            "6:28: L12: due of steps/look is set twice; the first is on line 5",
        ),
        (
            "  - {at: steps/agree, remove: true}\n",
            "5:10: L12: agree is removed and still referred to by agreement, look/send; change or remove those too",
        ),
        (
            "  - {at: sections/helpers, remove: true}\n  - {at: sections/wishes, set: {title: X}, sett: {}}\n",
            "6:44: L12: a change has no key sett; did you mean set?",
        ),
        (
            "  - {at: sections/wishes, insert: before, value: {id: {}, title: X, step: look, pages: []}}\n",
            "5:55: L06: id is keys with values; expected text",
        ),
        ("  - {at: sections/wishes, move: up}\n", "5:33: L12: write move: before NAME, after NAME, first or last"),
        (
            "  - {at: sections/wishes, move: before dya}\n",
            "5:33: L12: there is no dya in sections; did you mean day?",
        ),
        (
            "  - {at: sections/wishes, set: {title: X}, move: first}\n",
            "5:5: L12: a change does one thing: one of set, insert, move, replace, remove",
        ),
        (
            "  - {at: steps/look/send, set: {to: agreee}}\n",
            "5:37: L11: there is no step agreee; did you mean agree?",
        ),
        (
            "  - {at: sections/wishes/matters, set: {questions: []}}\n",
            "5:41: L12: questions cannot be set as a whole; insert, replace or remove one",
        ),
    ],
)
def test_a_change_that_does_not_fit_is_told_at_its_place(
    refused: Callable[[str], list[str]], changes: str, told: str
) -> None:
    assert refused(changes) == [told]


def test_a_removed_question_names_the_conditions_that_ask_for_it(refused: Callable[[str], list[str]]) -> None:
    assert refused("  - {at: sections/decide/eligibility/cause, remove: true}\n")[0] == (
        "5:10: L12: cause is removed and still referred to by the condition answers_say_eligible; "
        "change or remove those too"
    )


def test_what_is_started_may_be_a_workflow_in_place_of_a_removed_step(child: Callable[..., Loaded]) -> None:
    changed = child(
        "  - {at: sections/agreement, remove: true}\n"
        "  - {at: steps/look/send, set: {to: over, starts: [agree]}}\n"
        "  - {at: steps/agree, remove: true}\n"
    )
    assert "L35" in {each.code for each in changed.problems}
    assert "agree" not in {step.id for step in changed.definition.steps}


def test_a_child_has_no_steps_of_its_own(refused: Callable[..., list[str]]) -> None:
    assert refused("  []\n", "steps: []\n") == [
        "4:1: L04: a workflow that extends another has no key steps of its own; write it under changes"
    ]


def test_a_base_that_is_not_there_is_told(tmp_path: Path, load: Load) -> None:
    (tmp_path / "base.yaml").write_text("id: base\n")
    path = tmp_path / "child.yaml"
    path.write_text("id: child\nextends: bsae\ntitle: C\n")
    with pytest.raises(
        WorkflowError, match=r"child.yaml:2:10: error L11: there is no workflow bsae to extend; did you"
    ):
        load(path)


def test_a_workflow_cannot_extend_itself_by_way_of_another(tmp_path: Path, load: Load) -> None:
    for own, base in (("a", "b"), ("b", "a")):
        (tmp_path / f"{own}.yaml").write_text(f"id: {own}\nextends: {base}\ntitle: T\n")
    with pytest.raises(WorkflowError, match="L12: b extends itself, by way of a and b"):
        load(tmp_path / "a.yaml")


def test_no_more_than_three_workflows_extend_one_another(tmp_path: Path, load: Load) -> None:
    for number in range(5):
        text = f"id: w{number}\nextends: w{number + 1}\ntitle: T\n" if number < 4 else "id: w4\ntitle: T\n"
        (tmp_path / f"w{number}.yaml").write_text(text)
    with pytest.raises(WorkflowError, match=r"w3.yaml:2:10: error L12: more than 3 workflows extend one another"):
        load(tmp_path / "w0.yaml")
