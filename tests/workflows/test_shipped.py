"""The two shipped workflows: whole, alike in what they record, different in how they get there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.definition import DUTIES, Definition, Question, Step
from casework.workflows.differences import Head, differences
from casework.workflows.loader import Lists, Loaded, load_folder, load_lists

SEED_DATA = Path(__file__).parents[2] / "seed_data"
NAMES = ("traditional", "three_conversations")

RECORDED_BY_ONE = {
    "contact.priority": ("traditional", "in conversations nobody waits on a list, so nobody is put in order"),
    "contact.what_matters": ("three_conversations", "the first conversation begins with it"),
    "contact.connections": ("three_conversations", "the first conversation is for connecting"),
    "contact.emergency_plan": ("three_conversations", "only the second conversation is about what must change now"),
    "contact.look_back": ("three_conversations", "only the second conversation ends by looking back"),
    "contact.still_needed": ("three_conversations", "only the second conversation ends by looking back"),
    "assessment.network": ("three_conversations", "conversations ask for it by itself, before needs"),
    "authorisation.reflection": ("three_conversations", "only conversations have colleagues reflect"),
}
RECORDED_BY_NEITHER = {"authorisation.decision": "the action that was taken is the decision"}


@pytest.fixture(scope="module")
def shipped_lists() -> Lists:
    return load_lists(SEED_DATA / "lists")


@pytest.fixture(scope="module")
def shipped(shipped_lists: Lists) -> dict[str, Loaded]:
    return load_folder(SEED_DATA / "workflows", lists=shipped_lists, catalogue=CATALOGUE)


@pytest.fixture(scope="module")
def traditional(shipped: dict[str, Loaded]) -> Definition:
    return shipped["traditional"].definition


@pytest.fixture(scope="module")
def conversations(shipped: dict[str, Loaded]) -> Definition:
    return shipped["three_conversations"].definition


def facts_of(definition: Definition) -> set[str]:
    """The facts a workflow's questions record; a repeated page records its list."""
    found = {question.fact for _, page, question in definition.every_question() if question.fact and not page.repeat}
    return found | {page.repeat.fact for _, page, _ in definition.every_question() if page.repeat and page.repeat.fact}


def fields_of(definition: Definition) -> set[tuple[str, str]]:
    """The fields of the items that its repeated pages record."""
    return {
        (page.repeat.fact, question.fact.lstrip("."))
        for _, page, question in definition.every_question()
        if page.repeat and page.repeat.fact and question.fact
    }


def duties_of(definition: Definition, step_id: str | None = None) -> set[str]:
    asked = {question.duty for section, _, question in definition.every_question() if step_id in (None, section.step)}
    done = {action.duty for step in definition.steps for action in step.actions if step_id in (None, step.id)}
    return {duty for duty in asked | done if duty}


def fact_table(shipped: dict[str, Loaded]) -> str:
    """One line for each fact of the record: which workflow asks for it, and why where one does not."""
    recorded = {name: facts_of(shipped[name].definition) for name in NAMES}
    lines = [f"{'fact':40} {NAMES[0]:12} {NAMES[1]}"]
    for fact in CATALOGUE:
        cells = ["yes" if fact in recorded[name] else "-" for name in NAMES]
        why = RECORDED_BY_ONE.get(fact, ("", ""))[1] or RECORDED_BY_NEITHER.get(fact, "")
        lines.append(f"{fact:40} {cells[0]:12} {cells[1]:20} {why}".rstrip())
    return "\n".join(lines)


def shared_questions(one: Definition, other: Definition) -> Iterator[tuple[Question, Question]]:
    theirs = {question.id: question for _, _, question in other.every_question()}
    for _, _, question in one.every_question():
        if question.id in theirs:
            yield question, theirs[question.id]


def test_both_workflows_are_without_errors(shipped: dict[str, Loaded]) -> None:
    assert set(NAMES) <= set(shipped)
    assert not [found for loaded in shipped.values() for found in loaded.problems if found.severity == "error"]


def test_the_second_is_resolved_from_the_first(shipped: dict[str, Loaded]) -> None:
    assert shipped["three_conversations"].base == "traditional"
    assert shipped["three_conversations"].base_version == shipped["traditional"].version


def test_both_record_the_same_facts_but_for_those_with_a_reason(shipped: dict[str, Loaded]) -> None:
    one, other = (facts_of(shipped[name].definition) for name in NAMES)
    recorded_by_one = dict.fromkeys(one - other, NAMES[0]) | dict.fromkeys(other - one, NAMES[1])
    assert recorded_by_one == {fact: name for fact, (name, _) in RECORDED_BY_ONE.items()}, fact_table(shipped)
    assert not set(RECORDED_BY_NEITHER) & (one | other)


def test_every_field_of_a_carer_and_of_a_need_is_asked_in_both(
    traditional: Definition, conversations: Definition
) -> None:
    lists = [CATALOGUE["assessment.carers"], CATALOGUE["plan.needs"]]
    wanted = {(fact.name, inner.name) for fact in lists for inner in fact.fields}
    assert fields_of(traditional) == fields_of(conversations) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_duty_of_the_care_act_has_evidence(shipped: dict[str, Loaded], name: str) -> None:
    assert duties_of(shipped[name].definition) == set(DUTIES)


@pytest.mark.parametrize(
    ("name", "steps"),
    [("traditional", ("assess", "plan", "review")), ("three_conversations", ("conversation_3", "review"))],
)
def test_people_are_helped_to_take_part_wherever_the_law_asks(
    shipped: dict[str, Loaded], name: str, steps: tuple[str, ...]
) -> None:
    for step in steps:
        assert "D04-involve" in duties_of(shipped[name].definition, step)


def test_one_worker_stays_where_three_roles_took_turns(traditional: Definition, conversations: Definition) -> None:
    before_the_decision = {"contact", "triage", "allocate", "assess"}
    assert {step.role for step in traditional.steps if step.id in before_the_decision} == {
        "contact_officer",
        "duty_worker",
        "team_manager",
        "social_worker",
    }
    assert {step.role for step in conversations.steps if step.id.startswith("conversation_")} == {"social_worker"}
    assert (traditional.step("arrange").role, conversations.step("arrange").role) == ("broker", "coordinator")


def test_the_order_differs(traditional: Definition, conversations: Definition) -> None:
    def order(definition: Definition, *sections: str) -> list[str]:
        return [section.id for section in definition.sections if section.id in sections]

    assert order(traditional, "conversation", "matters", "helpers", "ten") == [
        "conversation",
        "matters",
        "ten",
        "helpers",
    ]
    assert order(conversations, "conversation", "matters", "helpers", "ten") == [
        "matters",
        "helpers",
        "conversation",
        "ten",
    ]


def test_what_is_compulsory_differs(traditional: Definition, conversations: Definition) -> None:
    differing = {
        one.id for one, other in shared_questions(traditional, conversations) if one.optional != other.optional
    }
    assert {"strengths", "need_wanted", "referrer"} <= differing


def test_what_comes_after_the_assessment_differs(traditional: Definition, conversations: Definition) -> None:
    def after(step: Step) -> set[str]:
        return {action.to for action in step.actions if action.to}

    assert after(traditional.step("assess")) == {"check_assessment", "closed"}
    assert after(conversations.step("conversation_3")) == {"peer_reflection", "closed"}


@pytest.mark.parametrize("head", Head)
def test_what_differs_is_told_in_words(traditional: Definition, conversations: Definition, head: Head) -> None:
    told = [each.sentence for each in differences(traditional, conversations) if each.head is head]
    assert told
    assert all(sentence.endswith(".") for sentence in told)


def test_the_first_page_a_social_worker_sees_differs(traditional: Definition, conversations: Definition) -> None:
    assert traditional.pages("assess")[0].questions[0].id == "preferred_name"
    assert conversations.pages("conversation_1")[0].questions[0].id == "matters_now"
    assert conversations.pages("conversation_3")[0].questions[0].id == "goal"


def test_every_presentation_of_the_language_is_in_use(shipped: dict[str, Loaded]) -> None:
    used = {
        loaded.definition.presentation_of(step.id)
        for loaded in shipped.values()
        for step in loaded.definition.steps
        if loaded.definition.pages(step.id)
    }
    assert used == {"one_per_page", "task_list", "single_page"}


@pytest.mark.parametrize("name", NAMES)
def test_no_question_about_money_can_close_the_way_to_an_assessment(shipped: dict[str, Loaded], name: str) -> None:
    definition = shipped[name].definition
    order = [question.id for _, _, question in definition.every_question()]
    of_money = [
        question for _, _, question in definition.every_question() if (question.fact or "").startswith("budget.")
    ]
    assert of_money
    assert all(order.index(question.id) > order.index("eligibility_decision") for question in of_money)
    conditions = [action.when or "" for step in definition.steps for action in step.actions]
    assert not [text for text in (*conditions, *map(str, definition.conditions.values())) if "budget." in text]


@pytest.mark.parametrize("name", NAMES)
def test_an_approval_is_agreed_or_sent_back_with_a_note(shipped: dict[str, Loaded], name: str) -> None:
    approvals = [step for step in shipped[name].definition.steps if step.kind == "approval"]
    assert len(approvals) == 3
    for step in approvals:
        actions = {action.id: action.note for action in step.actions}
        assert {"agreed", "sent_back"} <= set(actions) <= {"agreed", "agreed_with_change", "sent_back", "to_panel"}
        assert {note for action, note in actions.items() if action != "agreed"} == {"required"}


@pytest.mark.parametrize("name", NAMES)
def test_a_compulsory_text_says_what_to_write(shipped: dict[str, Loaded], name: str) -> None:
    bare = [
        question.id
        for _, _, question in shipped[name].definition.every_question()
        if question.type == "textarea" and not question.optional and not question.hint
    ]
    assert bare == []


def test_every_service_has_a_unit_and_a_rate(shipped_lists: Lists) -> None:
    units = {option.code for option in shipped_lists["units"].options}
    assert {option.code: option.rate_pence for option in shipped_lists["services"].options}["home-care"] == 2450
    assert all(option.unit in units and option.rate_pence is not None for option in shipped_lists["services"].options)


def test_lists_hold_the_codes_of_the_record(shipped_lists: Lists) -> None:
    assert shipped_lists["eligibility"].codes == CATALOGUE["assessment.decision"].codes
    assert shipped_lists["wellbeing"].codes == CATALOGUE["assessment.wellbeing_areas"].codes
    assert shipped_lists["met_by"].codes == next(
        inner.codes for inner in CATALOGUE["plan.needs"].fields if inner.name == "met_by"
    )
    assert [option.code for option in shipped_lists["wellbeing"].options if option.none] == ["none"]
