"""What is wrong with a workflow that can be read."""

from collections.abc import Callable

import pytest

ProblemsIn = Callable[..., list[str]]

HEAD = """\
id: a
title: A
begins: one
"""
STEPS = """\
steps:
  - id: one
    title: One
    role: social_worker
    actions: [{id: go, label: Go, to: two}]
  - id: two
    title: Two
    role: social_worker
    reads: []
    actions: [{id: go, label: Go, to: end}, {id: back, label: Back, to: one}]
  - {id: end, title: End, ends: true}
"""
SECTIONS = """\
sections:
  - id: s
    step: one
    title: S
    pages:
      - id: first
        questions:
          - {id: want, type: yes_no, label: Wanted?, records: contact.need_appears}
      - id: second
        questions:
          - {id: cause, type: yes_no, label: Cause?, records: assessment.cause}
"""


def workflow(head: str = HEAD, steps: str = STEPS, sections: str = SECTIONS) -> str:
    return head + steps + sections


def page(*questions: str, more: str = "") -> str:
    lines = "".join(f"          - {question}\n" for question in questions)
    head = "sections:\n  - id: s\n    step: one\n    title: S\n    pages:\n      - id: p\n"
    return f"{head}{more}        questions:\n{lines}"


WANT = "{id: want, type: yes_no, label: W?, records: contact.need_appears}"


def test_a_sound_workflow_has_no_problems(problems_in: ProblemsIn) -> None:
    assert problems_in(workflow()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            workflow(steps=STEPS.replace("to: two", "to: end")),
            "a.yaml:9:5: error L30: nothing leads to the step two; name it in an action's to:, or remove it",
            id="unreachable step",
        ),
        pytest.param(
            workflow(steps=STEPS.replace("[{id: go, label: Go, to: end}, {id: back, label: Back, to: one}]", "[]")),
            "a.yaml:9:5: error L31: nothing comes after two; add an action with to: or starts:, or write ends: true",
            id="step without an action",
        ),
        pytest.param(
            workflow(
                steps=STEPS.replace(
                    "{id: end, title: End, ends: true}",
                    "{id: end, title: End, ends: true, actions: [{id: x, label: X, to: one}]}",
                )
            ),
            "a.yaml:14:48: error L31: end ends the workflow, so nothing can come next; remove one",
            id="action after the end",
        ),
        pytest.param(
            workflow(head=HEAD.replace("begins: one", "begins: oen")),
            "a.yaml:3:9: error L11: there is no step oen; did you mean one?",
            id="unknown beginning",
        ),
        pytest.param(
            workflow(steps=STEPS.replace("reads: []", "reads: [noe]")),
            "a.yaml:12:13: error L11: there is no step noe; did you mean one?",
            id="unknown step to read",
        ),
        pytest.param(
            workflow(sections=SECTIONS.replace("step: one", "step: oen")),
            "a.yaml:17:11: error L34: there is no step oen; did you mean one?",
            id="section of an unknown step",
        ),
        pytest.param(
            workflow(
                sections=SECTIONS.replace("      - id: first\n", '      - id: first\n        when: cause == "yes"\n')
            ),
            "a.yaml:21:15: error L21: cause is asked later, so nobody has answered it yet; move one of them",
            id="condition on a later question",
        ),
        pytest.param(
            workflow(
                head=HEAD + 'conditions: {caused: cause == "yes"}\n',
                sections=SECTIONS.replace("      - id: first\n", "      - id: first\n        when: not caused\n"),
            ),
            "a.yaml:22:19: error L21: cause, which the condition caused asks, is asked later, "
            "so nobody has answered it yet; move one of them",
            id="condition on a later question by way of a named one",
        ),
        pytest.param(
            workflow(steps=STEPS.replace("Back, to: one}", 'Back, to: one, when: want == "yes"}')),
            "a.yaml:13:84: error L21: want is asked in the step one, which two does not read; "
            "write reads: [one] at the step or use record.contact.need_appears",
            id="condition on another step's question",
        ),
        pytest.param(
            workflow(head=HEAD + "conditions:\n  a1: not a1\n"),
            "a.yaml:5:7: error L09: the condition a1 depends on itself; say one of them another way",
            id="conditions in a circle",
        ),
        pytest.param(
            workflow(steps=STEPS.replace("label: Go, to: two", "label: Go, to: two, duty: D1-need")),
            "a.yaml:8:50: error L36: there is no duty D1-need; did you mean D01-need?",
            id="unknown duty",
        ),
        pytest.param(
            workflow(sections=page(WANT.replace("id: want", "id: count"))),
            "a.yaml:22:18: error L08: count is a word of conditions and cannot be an id; choose another",
            id="reserved word as id",
        ),
        pytest.param(
            workflow(sections=page(WANT, "{id: again, type: yes_no, label: A?, records: contact.need_appears}")),
            "a.yaml:23:59: error L27: contact.need_appears is already recorded by want on line 22, and both may show; "
            "record another fact, or give them conditions that exclude each other",
            id="two questions on one fact",
        ),
        pytest.param(
            workflow(sections=page("{id: t, type: text, label: T, records: .name}")),
            "a.yaml:22:52: error L24: .name is a field of an item, and the page p is not repeated",
            id="field outside a repeated page",
        ),
        pytest.param(
            workflow(
                sections=page(
                    "{id: t, type: text, label: T, records: .nam}",
                    more="        repeat: {each: carer, records: assessment.carers}\n",
                )
            ),
            "a.yaml:23:52: error L24: the fact assessment.carers has no field .nam; did you mean .name?",
            id="unknown field of an item",
        ),
        pytest.param(
            workflow(
                sections=page(
                    "{id: t, type: text, label: T, records: .name}",
                    more="        repeat: {each: carer, records: contact.own_words}\n",
                )
            ),
            "a.yaml:21:40: error L25: the fact contact.own_words is text, and a repeated page records a list of items",
            id="repeated page that records no list",
        ),
        pytest.param(
            workflow(
                sections=page("{id: w, type: yes_no, label: W?, records: contact.need_appears, codes: {yep: yes}}")
            ),
            "a.yaml:22:90: error L26: w has no option yep; did you mean yes?",
            id="unknown option mapped",
        ),
        pytest.param(
            workflow(sections=page("{id: g, type: quote, label: G, value: record.person.agee}")),
            "a.yaml:22:51: error L20: there is no fact record.person.agee in the record; "
            "did you mean record.person.age?",
            id="unknown fact quoted",
        ),
    ],
)
def test_a_problem_is_told_at_its_place(problems_in: ProblemsIn, text: str, told: str) -> None:
    assert problems_in(text) == [told]


def test_a_loop_without_a_way_out_is_told(problems_in: ProblemsIn) -> None:
    steps = STEPS.replace("{id: go, label: Go, to: end}, ", "").replace(
        "label: Go, to: two}]", "label: Go, to: two}, {id: stop, label: Stop}]"
    )
    steps = steps.replace("  - {id: end, title: End, ends: true}\n", "")
    assert problems_in(workflow(steps=steps)) == [
        f"a.yaml:{line}:5: error L32: from {name} there is no way to an end, only round by one and two; "
        "add an action that leads to a step with ends: true"
        for line, name in ((5, "one"), (9, "two"))
    ]


def test_questions_that_exclude_each_other_may_record_one_fact(problems_in: ProblemsIn) -> None:
    cause = "{{id: {0}, type: yes_no, label: C?, when: {1}, records: assessment.cause}}"
    for one, other in [
        ("'want == \"yes\"'", "'want == \"no\"'"),
        ("'want == \"yes\"'", "'want != \"yes\" and true'"),
        ("wanted", "not wanted"),
        ("'want in [\"yes\"]'", "not wanted"),
    ]:
        text = workflow(
            head=HEAD + 'conditions: {wanted: want == "yes"}\n',
            sections=page(WANT, cause.format("a1", one), cause.format("b1", other)),
        )
        assert not [told for told in problems_in(text) if "L47" not in told], (one, other)


def test_a_workflow_that_is_not_there_yet_is_only_a_warning(problems_in: ProblemsIn) -> None:
    text = workflow(steps=STEPS.replace("label: Go, to: two", "label: Go, to: two, starts: [letter]"))
    assert problems_in(text) == [
        "a.yaml:8:53: warning L35: there is no step or workflow letter; nothing is begun until there is"
    ]


def test_a_check_may_be_silenced_with_a_reason(problems_in: ProblemsIn) -> None:
    steps = STEPS.replace("label: Go, to: two", "label: Go, to: two, starts: [letter]")
    allowed = steps.replace("starts: [letter]}]", "starts: [letter]}]  # check: allow L35 because it comes in May")
    actions = "    actions: [{id: go, label: Go, to: two"
    above = steps.replace(actions, f"    # check: allow L35 because it comes in May\n{actions}")
    assert problems_in(workflow(steps=allowed)) == []
    assert problems_in(workflow(steps=above)) == []


def test_a_check_is_not_silenced_without_a_reason(problems_in: ProblemsIn) -> None:
    steps = STEPS.replace("label: Go, to: two}]", "label: Go, to: two, starts: [letter]}]  # check: allow L35")
    assert len(problems_in(workflow(steps=steps))) == 1


def test_a_name_that_leads_nowhere_cannot_be_silenced(problems_in: ProblemsIn) -> None:
    head = HEAD.replace("begins: one", "begins: oen  # check: allow L11 because I say so")
    assert [line.split()[2] for line in problems_in(workflow(head=head))] == ["L11:"]


def test_the_file_is_named_after_its_workflow(problems_in: ProblemsIn) -> None:
    assert problems_in(workflow(), name="b.yaml") == [
        "b.yaml:1:5: error L37: the workflow a is in the file b.yaml; name both alike"
    ]
