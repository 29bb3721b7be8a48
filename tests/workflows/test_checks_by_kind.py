"""Each kind of check: a small workflow with the mistake, what is told of it, and the same once it is mended."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.workflows import checks
from casework.workflows.checks import left_out, moved_base, retired_rates, summary
from casework.workflows.definition import Definition
from casework.workflows.kinds import KINDS
from casework.workflows.loader import load_text
from casework.workflows.problems import NOWHERE, Problem, WorkflowError, problem
from config import ROOT
from tests.workflows.conftest import CATALOGUE, LISTS

SOURCE = Path(checks.__file__).parents[1]

STEPS = """\
steps:
  - id: one
    title: One
    role: social_worker
    actions:
      - {id: go, label: Go on, to: two}
  - id: two
    title: Two
    role: team_manager
    kind: approval
    reads: [one]
    actions:
      - {id: agree, label: Agree, to: end}
      - {id: back, label: Send back, to: one, note: required}
  - {id: end, title: End, ends: true}
"""
WANT = "{id: want, type: yes_no, label: Is help wanted?, records: contact.need_appears}"
PAIR = "options: [{code: a, label: A thing}, {code: b, label: Another}]"
YES, NO = 'want == "yes"', 'want == "no"'


def own(name: str, kind: str, label: str, more: str = "") -> str:
    """A question that records nothing."""
    tail = f", {more}" if more else ""
    return f"{{id: {name}, type: {kind}, label: {label}, records: nothing, because: a test{tail}}}"


def workflow(*questions: str, head: str = "", steps: str = STEPS, more: str = "", step: str = "one") -> str:
    lines = "".join(f"          - {question}\n" for question in (questions or (WANT,)))
    begun = f"sections:\n  - id: s\n    step: {step}\n    title: S\n    pages:\n      - id: p\n{more}"
    return f"id: a\ntitle: A\nbegins: one\n{head}{steps}{begun}        questions:\n{lines}"


def first_action(written: str) -> str:
    """The steps with other actions of the first."""
    return STEPS.replace("{id: go, label: Go on, to: two}", written)


def found_in(text: str) -> list[Problem]:
    try:
        return load_text(text, "a.yaml", lists=LISTS, catalogue=CATALOGUE, siblings={}).problems
    except WorkflowError as error:
        return error.problems


def shown_when(condition: str) -> str:
    return own("x", "text", "What else?", f"when: '{condition}'")


def go(when: str) -> str:
    return f"{{id: go, label: Go on, to: two, when: '{when}'}}"


MORE = own("more", "yes_no", "Is it more?", f"when: '{YES}'")
HOURS = own("hours", "number", "How many hours?", "between: [0, 168]")
BACK = "{id: back, label: Send back, to: one, note: required}"
MONEY = own("savings", "money", "What savings are there?")
DECISION = (
    "{id: decision, type: radios, label: What do you decide?, records: assessment.decision, "
    "options: [{code: eligible, label: Eligible}, {code: not-eligible, label: Not eligible}]}"
)
APPROVED = "{id: wait, label: Begin once agreed, starts: [end], waits_for: approval}"
ONCE_MORE = "  - id: t\n    step: two\n    title: T\n    pages:\n      - id: q\n        questions:\n          - "
AGAIN = "{id: again, type: yes_no, label: Is it still so?, records: assessment.cause"
CAUSE = "{id: cause, type: yes_no, label: Is there a cause?, records: assessment.cause}"
CAUSED = "{id: caused, type: yes_no, label: Is it so?, records: assessment.cause"
DECIDES = STEPS.replace("kind: approval", "kind: decision")
LONG = "word " * 31
HARD = "Multidisciplinary considerations notwithstanding, necessitating comprehensive organisational accountability. "
NAMED = "conditions: {{never_said: '{0}'}}\n"

MISTAKES = {
    "L15": (
        workflow(own("some", "checkboxes", "Which?", PAIR), shown_when('some == "a"')),
        workflow(own("some", "checkboxes", "Which?", PAIR), shown_when('"a" in some')),
        "a list cannot be compared with ==",
    ),
    "L27": (
        workflow(CAUSE, WANT, CAUSED + f", when: '{YES} or {NO}'}}"),
        workflow(WANT, CAUSE.replace("}", f", when: '{YES}'}}"), CAUSED + f", when: '{NO} and not {YES}'}}"),
        "and both may show",
    ),
    "L30": (
        workflow(
            HOURS, steps=first_action("{id: go, label: Go, to: two, when: hours > 200}, {id: no, label: No, to: end}")
        )
        .replace("- {id: go", "- {id: go")
        .replace("}, {id: no", "}\n      - {id: no"),
        workflow(
            HOURS,
            steps=first_action("{id: go, label: Go, to: two, when: hours > 20}").replace(
                "hours > 20}", "hours > 20}\n      - {id: no, label: No, to: end}"
            ),
        ),
        "nothing leads to the step two",
    ),
    "L40": (
        workflow(more="        when: record.person.age > 5 and record.person.age < 3\n"),
        workflow(more="        when: record.person.age > 5 and record.person.age < 9\n"),
        "the page p can never show, since no answers make its condition true: age in the record is more than 5 and",
    ),
    "L41": (
        workflow(WANT, shown_when(f"{YES} and {NO}")),
        workflow(WANT, shown_when(YES)),
        "the question x can never show, since no answers make its condition true: “Is help wanted?” is “Yes” and",
    ),
    "L42": (
        workflow(HOURS, steps=first_action("{id: gone, label: Go, to: two}\n      - " + go("hours > 168"))),
        workflow(HOURS, steps=first_action("{id: gone, label: Go, to: two}\n      - " + go("hours > 167"))),
        "the action go can never be taken",
    ),
    "L43": (
        workflow(HOURS, shown_when("hours >= 0")),
        workflow(HOURS, shown_when("hours > 0")),
        "the condition of the question x always holds",
    ),
    "L44": (
        workflow(WANT, MORE, shown_when(f'{NO} and more == "yes"')),
        workflow(WANT, MORE, shown_when(f'{YES} and more == "yes"')),
        "a question it asks about (more) is hidden",
    ),
    "L45": (
        workflow(own("n", "number", "How many?", "between: [0, 9], must: {check: n > 9, say: More than that}")),
        workflow(own("n", "number", "How many?", "between: [0, 9], must: {check: n > 8, say: More than that}")),
        "no answer to n keeps this rule",
    ),
    "L46": (
        workflow(own("n", "number", "How many?", "between: [0, 9], warns: {when: n > 9, say: Is that so?}")),
        workflow(own("n", "number", "How many?", "between: [0, 9], warns: {when: n > 8, say: Is that so?}")),
        "this warning can never be shown",
    ),
    "L47": (
        workflow(head=NAMED.format(YES)),
        workflow(WANT, shown_when("never_said"), head=NAMED.format(YES)),
        "nothing uses the condition never_said",
    ),
    "L48": (
        workflow(own("n", "number", "How many?", "between: [9, 0]")),
        workflow(own("n", "number", "How many?", "between: [0, 9]")),
        "nobody can answer n: nothing is within its between",
    ),
    "L49": (
        workflow(WANT, steps=first_action(go(YES))),
        workflow(WANT, steps=first_action(go("answered(want)"))),
        "some answers leave no next action at one: “Is help wanted?”: No;",
    ),
    "L50": (
        workflow(own("r", "radios", "Which?", "options: [{code: x, label: Please select}, {code: b, label: B}]")),
        workflow(own("r", "radios", "Which?", "options: [{code: x, label: Selected}, {code: b, label: B}]")),
        "“Please select” answers nothing",
    ),
    "L51": (
        workflow(steps=first_action("{id: go, label: Go on, to: two, role: panel}")),
        workflow(steps=first_action("{id: go, label: Go on, to: two, role: team_manager}")),
        "team_manager never gets two",
    ),
    "L52": (
        workflow(
            steps=first_action(f"{{id: go, label: Go, to: two}}\n      - {APPROVED}").replace("approval\n", "plan\n")
        ),
        workflow(steps=first_action(f"{{id: go, label: Go, to: two}}\n      - {APPROVED}")),
        "wait waits for an approval that nobody gives",
    ),
    "L53": (
        workflow(
            steps=first_action("{id: go, label: Go, to: two}\n      - {id: no, label: No, to: end, note: required}")
        ),
        workflow(steps=first_action("{id: go, label: Go, to: two}\n      - {id: no, label: No, to: end}")),
        "nobody reads the note of no",
    ),
    "L54": (
        workflow(steps=STEPS.replace(", note: required", "")),
        workflow(),
        "back sends the work back to one without a word",
    ),
    "L55": (
        workflow(own("x", "text", "What then?"), own("y", "text", "What then?")),
        workflow(own("x", "text", "What then?"), own("y", "text", "What after that?")),
        "x on line 26 asks “What then?” on this page too",
    ),
    "L56": (
        workflow(own("r", "radios", "Which?", PAIR.replace("Another", "a thing"))),
        workflow(own("r", "radios", "Which?", PAIR)),
        "“a thing” is an option of r already",
    ),
    "L57": (
        workflow(CAUSE, steps=DECIDES) + ONCE_MORE + AGAIN + "}\n",
        workflow(CAUSE, steps=DECIDES) + ONCE_MORE + AGAIN + ", prefill: confirm}\n",
        "cause on line 26 has asked for assessment.cause, and again asks again from nothing",
    ),
    "L61": (
        workflow(own("r", "radios", "Who is it and when does it begin?", PAIR)),
        workflow(own("r", "radios", "Who washes and dresses her?", PAIR)),
        "two things are asked in one question",
    ),
    "L62": (
        workflow(own("t", "textarea", "What?", f"hint: '{HARD * 7}'")),
        workflow(own("t", "textarea", "What?", f"hint: '{'She likes her tea hot and her cat fed. ' * 6}'")),
        "the page p reads as for somebody aged",
    ),
    "L63": (
        workflow(own("t", "textarea", "What?", f"hint: {LONG}")),
        workflow(own("t", "textarea", "What?", f"hint: {LONG[:50]}. {LONG[:50]}")),
        "the sentence “word word word word word word …” has 31 words",
    ),
    "L64": (
        workflow(own("r", "radios", "Which?", "options: [{code: o, label: Other}, {code: b, label: B}]")),
        workflow(own("r", "radios", "Which?", "options: [{code: b, label: B}, {code: o, label: Other}]")),
        "“Other” stands before other options of r",
    ),
    "L65": (
        workflow(MONEY, DECISION),
        workflow(DECISION, MONEY),
        "savings asks about money before decision decides on eligible needs",
    ),
    "L67": (
        workflow(own("t", "text", "What?"), shown_when('t == "a bath"')),
        workflow(own("t", "text", "What?"), shown_when("answered(t)")),
        "t is typed freely",
    ),
    "L68": (
        workflow() + "      - {id: q, questions: []}\n",
        workflow(),
        "the page q has no questions",
    ),
    "L69": (
        workflow(own("t", "text", "What?", "prefill: copy")),
        workflow(own("t", "text", "What?")),
        "t records nothing, so nothing is known",
    ),
    "L70": (
        workflow(steps=first_action("{id: go, label: Go on, to: two, all_of: both}")),
        workflow(),
        "no other action of one has all_of: both",
    ),
    "L71": (
        workflow(own("n", "number", "Care")),
        workflow(own("n", "number", "Care", "unit: hours a week")),
        "n is a number of what?",
    ),
    "L72": (
        workflow(own("r", "radios", "Which?", "options: [{code: a, label: A thing}]")),
        workflow(own("r", "radios", "Which?", PAIR)),
        "r offers one choice only",
    ),
    "L74": (
        workflow(head="leaves_out: {contact.need_appears: nobody asks here}\n"),
        workflow(head="leaves_out: {contact.own_words: nobody asks here}\n"),
        "contact.need_appears is said to be left out, and want records it",
    ),
    "L73": (
        workflow(own("t", "text", "What?", "hint: Such as a bath etc.")),
        workflow(own("t", "text", "What?", "hint: Such as a bath")),
        "“etc.” helps nobody",
    ),
}


@pytest.mark.parametrize("code", list(MISTAKES))
def test_a_kind_of_mistake_is_told_until_it_is_mended(code: str) -> None:
    mistaken, mended, told = MISTAKES[code]
    found = [each for each in found_in(mistaken) if each.code == code]
    assert len(found) == 1, [str(each) for each in found_in(mistaken)]
    assert told in found[0].message
    assert found[0].severity == KINDS[code].severity
    assert code not in {each.code for each in found_in(mended)}


def test_something_to_choose_lets_it_be_not_known_where_the_law_does() -> None:
    helps = "{{id: helps, type: radios, label: Does anybody help?, records: assessment.carer_present, options: [{}]}}"
    two = "{code: yes, label: Yes}, {code: no, label: No}"
    three = f"{two}, {{code: not-known, label: Not known}}"
    lawful = type(CATALOGUE)(
        fact if fact.name != "assessment.carer_present" else type(fact)(**{**vars(fact), "law": "Care Act 2014 s10"})
        for fact in CATALOGUE.values()
    )

    def codes(options: str) -> set[str]:
        text = workflow(helps.format(options))
        found = load_text(text, "a.yaml", lists=LISTS, catalogue=lawful, siblings={}).problems
        return {each.code for each in found}

    assert "L59" in codes(two)
    assert "L59" not in codes(three)


def test_every_kind_says_why_it_matters_and_how_to_mend_it() -> None:
    for code, kind in KINDS.items():
        assert kind.code == code
        assert kind.title[0].islower()
        assert not kind.title.endswith(".")
        assert kind.explanation.endswith(".")
        assert kind.mend.endswith((".", "…"))
    assert len([kind for kind in KINDS.values() if kind.code >= "L07" and kind.code not in ("L13", "L14")]) > 50


def test_every_code_that_is_told_is_a_kind_and_every_kind_is_told() -> None:
    told: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path.name != "kinds.py" and "importing" not in path.parts:
            told |= set(re.findall(r'"(L\d\d)"', path.read_text()))
    assert told == set(KINDS)


def test_the_page_about_checks_lists_each_kind_as_it_is() -> None:
    """Whoever changes a kind copies its row from here."""
    page = (ROOT / "docs" / "checks.md").read_text()
    rows = {
        f"| {kind.code} | {kind.severity} | {kind.title} | {kind.explanation} | {kind.mend} |"
        for kind in KINDS.values()
    }
    assert rows == set(re.findall(r"^\| L\d\d .*$", page, re.MULTILINE))


# --- one replacement


@pytest.mark.parametrize(
    ("mistaken", "right"),
    [
        (workflow(steps=STEPS.replace("to: two", "to: tow")), "to: two"),
        (workflow(steps=STEPS.replace("role: team_manager", "role: team_manger")), "role: team_manager"),
        (workflow(WANT, shown_when('wnat == "yes"')), "want =="),
        (workflow(WANT, shown_when('want == "yess"')), 'want == "yes"'),
        (workflow(WANT.replace("need_appears", "need_apears")), "contact.need_appears"),
        (workflow(own("t", "text", "What does ((persn)) want?")), "((person))"),
        (workflow(own("some", "checkboxes", "Which?", PAIR), shown_when('some == "a"')), '"a" in some'),
    ],
)
def test_one_replacement_mends_a_misspelt_word(mistaken: str, right: str) -> None:
    found = next(each for each in found_in(mistaken) if each.right)
    lines = mistaken.splitlines(keepends=True)
    line = lines[found.line - 1]
    at = found.col - 1
    assert line[at:].startswith(found.wrong)
    lines[found.line - 1] = line[:at] + found.right + line[at + len(found.wrong) :]
    mended = "".join(lines)
    assert right in mended
    assert found.code not in {each.code for each in found_in(mended)}


# --- beside something else


@pytest.fixture(scope="module")
def defined() -> Callable[[str], Definition]:
    def defined(text: str) -> Definition:
        return load_text(text, "a.yaml", lists=LISTS, catalogue=CATALOGUE, siblings={}).definition

    return defined


def test_a_service_that_costs_otherwise_than_the_rate_in_force_is_told(defined: Callable[[str], Definition]) -> None:
    options = "options: [{code: home-care, label: Home care, unit: hour, rate_pence: 2400}, {code: day, label: Day}]"
    definition = defined(workflow(own("lines", "services", "Which services?", options)))
    assert retired_rates(definition, {"home-care": 2400}) == []
    (told,) = retired_rates(definition, {"home-care": 2450})
    assert "Home care costs £24.00 here and is now £24.50" in told.message
    assert "no rate in force" in retired_rates(definition, {"meals": 700})[0].message


def test_a_base_that_has_moved_on_is_told(defined: Callable[[str], Definition]) -> None:
    definition = defined(workflow())
    assert moved_base(definition, "base", "a" * 64, "a" * 64) == []
    assert "from aaaaaaa to bbbbbbb" in moved_base(definition, "base", "a" * 64, "b" * 64)[0].message


def test_facts_that_only_others_record_are_noted(defined: Callable[[str], Definition]) -> None:
    definition = defined(workflow())
    reasoned = defined(workflow(head="leaves_out: {assessment.cause: not here}\n"))
    other = defined(workflow(CAUSE).replace("id: a\n", "id: b\n", 1))
    assert left_out(reasoned, [definition, other]) == []
    (told,) = left_out(definition, [definition, other])
    assert (told.severity, told.code) == ("note", "L58")
    assert told.message == "assessment.cause is recorded by b, and not here; ask for it, or say why under leaves_out"


def test_problems_are_counted_and_what_passed_too() -> None:
    found = [
        problem(NOWHERE, "L11", "there is no step"),
        problem(NOWHERE, "L61", "two things", "warning"),
        problem(NOWHERE, "L61", "two more things", "warning"),
        problem(NOWHERE, "L58", "a fact", "note"),
    ]
    told = summary(found)
    assert (told.errors, told.to_look_at) == (1, 2)
    assert told.passed == summary([]).passed - 2
