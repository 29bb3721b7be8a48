"""The parts of a plan as forms: their fields, what stands in them, and what was sent put back into the text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from casework.lab.study_drafts import written
from casework.lab.study_file import StudyFile
from casework.lab.study_mistakes import Known
from casework.web.studies.plan_words import MEASURES, MODES, QUESTIONNAIRES

Kind = Literal["text", "area", "number", "select", "radios", "checks", "lines", "by_arm"]
Tree = Any
Choices = Callable[["Around"], list[tuple[str, str]]]
MOST_ROWS = 12


@dataclass(frozen=True)
class Around:
    """What a field may offer choices from: the whole draft, the row the field stands in, what there is to name."""

    tree: Tree
    row: Tree
    known: Known


@dataclass(frozen=True)
class Field:
    """One field. key: where it stands, with dots, inside its row or the whole plan."""

    key: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    choices: Choices | None = None
    rows: int = 3
    decimals: bool = False


@dataclass(frozen=True)
class Rows:
    """Several of the same: arms, cases, tasks. one: what one of them is called."""

    key: str
    one: str
    fields: tuple[Field, ...]
    hint: str = ""


@dataclass(frozen=True)
class Part:
    """One page of the form. keys: the keys of the study file that belong to it."""

    id: str
    title: str
    about: str
    keys: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = field(default=())


# --- choices -----------------------------------------------------------------------------------------


def _workflows(around: Around) -> list[tuple[str, str]]:
    titles = [(name, around.known.definition_of(name).title) for name in sorted(around.known.workflows)]
    return [("", "None: a system outside ours"), *sorted(titles, key=lambda each: each[1])]


def _behind(around: Around) -> list[tuple[str, str]]:
    return [("", "Nothing: it is not a front door"), *_workflows(around)[1:]]


def _people(around: Around) -> list[tuple[str, str]]:
    return [("", "Choose"), *((name, name.replace("_", " ").title()) for name in around.known.people)]


def _themes(around: Around) -> list[tuple[str, str]]:
    return [("", "As it is"), *((name, name.capitalize()) for name in around.known.themes)]


def _packs(around: Around) -> list[tuple[str, str]]:
    return [("", "As it is written"), *((name, name.replace("_", " ").capitalize()) for name in around.known.packs)]


def _workers(around: Around) -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ").title()) for name in around.known.workers]


def _steps(around: Around) -> list[tuple[str, str]]:
    return steps_of(around, around.row)


def steps_of(around: Around, arm: Tree) -> list[tuple[str, str]]:
    """The steps of the workflow that an arm names, or nothing."""
    name = arm.get("workflow") if isinstance(arm, Mapping) else None
    if name not in around.known.workflows:
        return []
    return [("", "Choose"), *((step.id, step.title) for step in around.known.definition_of(str(name)).steps)]


def _steps_in(arm: Tree) -> Choices:
    return lambda around: steps_of(around, arm)


def arms_of(tree: Tree) -> list[Tree]:
    """The arms of a draft that have an id."""
    arms = tree.get("arms") if isinstance(tree, Mapping) else None
    return [arm for arm in arms or [] if isinstance(arm, Mapping) and arm.get("id")] if isinstance(arms, list) else []


def _arms(around: Around) -> list[tuple[str, str]]:
    return [
        ("", "Choose"),
        *(
            (str(arm["id"]), f"{arm['id']}: {arm.get('workflow') or arm.get('external') or ''}")
            for arm in arms_of(around.tree)
        ),
    ]


def _tasks(around: Around) -> list[tuple[str, str]]:
    tasks = around.tree.get("tasks")
    named = [task for task in tasks or [] if isinstance(task, Mapping) and task.get("id")] if tasks else []
    return [("", "All of them"), *((str(task["id"]), str(task.get("title") or task["id"])) for task in named)]


def _of(words: Mapping[str, str]) -> Choices:
    return lambda _: list(words.items())


DESIGNS = {
    "crossed": "Crossed: everybody works in every arm, each time on another case",
    "between": "Between people: each person works in one arm",
    "single": "Single: one arm alone",
}
YES_NO = {"": "No", "true": "Yes"}
SCOPES = {"these cases": "These cases alone", "cases like these": "Cases like these, which needs more people and cases"}
SHORT = "Lower case letters, digits, - and _"

# --- the parts ---------------------------------------------------------------------------------------

_QUESTIONS = (
    Field("id", "Short name", hint=SHORT),
    Field("asks", "What is asked"),
    Field("scale", "Points of the scale, 2 to 11", "number", "Leave this empty where they write an answer"),
    Field("low", "Words at 1"),
    Field("high", "Words at the other end"),
)

PARTS: tuple[Part, ...] = (
    Part(
        "question",
        "Question",
        "What you want to know, and what you expect",
        ("id", "title", "question", "hypothesis", "story_date"),
        (
            Field("title", "Title"),
            Field("id", "Short name of the study", hint=f"{SHORT}. It stands in addresses and file names"),
            Field("question", "The question this study answers", "area"),
            Field("hypothesis", "What you expect, and would be ready to find wrong", "area"),
            Field("story_date", "The day the story begins", hint="As 2026-11-10. Every due date and age follows it"),
        ),
    ),
    Part(
        "design",
        "Design",
        "Who works in what, with how many people",
        ("design", "mode", "people", "seed", "worker", "watchers"),
        (
            Field("design", "Design", "radios", choices=_of(DESIGNS)),
            Field("mode", "How it is run", "radios", choices=_of(MODES)),
            Field("people", "How many people", "number", "Altogether, in all arms"),
            Field("worker", "Whom participants work as", "select", choices=_workers),
            Field("watchers", "At most how many may watch live", "number"),
            Field("seed", "Seed of the order", "number", "Rows are dealt from it, so that anybody can check the order"),
        ),
    ),
    Part(
        "arms",
        "Arms",
        "The ways of working under test, or a system outside ours",
        ("arms",),
        rows=(
            Rows(
                "arms",
                "Arm",
                (
                    Field("id", "Short name", hint=SHORT),
                    Field("workflow", "Workflow in use", "select", choices=_workflows),
                    Field("external", "Or a system outside ours", hint="Its name, as people there call it"),
                    Field("start_at", "The step she is given", "select", choices=_steps),
                    Field("warm_up", "The person of the warm-up", "select", choices=_people),
                    Field("theme", "Theme of public steps", "select", choices=_themes),
                    Field("wording", "Wording", "select", choices=_packs),
                    Field("behind", "Workflow behind a front door", "select", choices=_behind),
                ),
                "An arm keeps the version of its workflow that is in use when the study is read in.",
            ),
        ),
    ),
    Part(
        "cases",
        "Cases",
        "The fictional people, one for each arm where everybody works in all",
        ("cases",),
        rows=(
            Rows(
                "cases",
                "Case",
                (
                    Field("id", "Short name", hint=SHORT),
                    Field("person", "Person", "select", choices=_people),
                    Field("came_from", "Where the case came from"),
                    Field("received_on", "Received on", hint="As 2026-11-06"),
                    Field("due_on", "Due on", hint="As 2026-11-18, or nothing"),
                ),
                "What the record says of a case before the task begins is written as text.",
            ),
        ),
    ),
    Part(
        "tasks",
        "Tasks",
        "What people are asked to do, and how success is recognised",
        ("warm_up_task", "tasks"),
        (
            Field("warm_up_task.title", "Title of the warm-up"),
            Field(
                "warm_up_task.text", "The warm-up, as they read it", "area", "((person)) stands for the person", rows=4
            ),
        ),
        (
            Rows(
                "tasks",
                "Task",
                (
                    Field("id", "Short name", hint=SHORT),
                    Field("title", "Title"),
                    Field("text", "The task, as they read it", "area", "((person)) stands for the person", rows=6),
                    Field("minutes", "At most how many minutes", "number"),
                    Field("finishes", "The step that completes it", "by_arm"),
                    Field(
                        "success.when",
                        "Success: what is recorded",
                        hint='A condition, as record.assessment.decision == "eligible". Or nothing',
                    ),
                    Field(
                        "success.expert",
                        "Success: facts as experts decided",
                        "lines",
                        "One to a line, as assessment.decision. The experts’ answers are written as text",
                    ),
                    Field("success.judged", "Success: what the facilitator judges", "area", rows=2),
                ),
            ),
        ),
    ),
    Part(
        "asked",
        "Ratings and questionnaires",
        "What people are asked after a task and after an arm",
        ("after_task", "questionnaires"),
        (
            Field(
                "questionnaires",
                "After each arm",
                "checks",
                "How easy it was is asked after every task",
                choices=_of(QUESTIONNAIRES),
            ),
        ),
        (Rows("after_task", "Question after each task", _QUESTIONS),),
    ),
    Part(
        "claims",
        "Claims",
        "What you plan to be able to say, and how many people that needs",
        ("claims",),
        rows=(
            Rows(
                "claims",
                "Claim",
                (
                    Field("id", "Short name", hint=SHORT),
                    Field("says", "The claim, in a sentence", "area", rows=2),
                    Field("measure", "Measure", "select", choices=_of({"": "Choose", **MEASURES})),
                    Field("task", "Task", "select", choices=_tasks),
                    Field("arms.0", "Between", "select", choices=_arms),
                    Field("arms.1", "And", "select", choices=_arms),
                    Field(
                        "expected_a",
                        "Expected in the first",
                        "number",
                        "A rate as 0.45; minutes; points",
                        decimals=True,
                    ),
                    Field(
                        "expected_b",
                        "Expected in the second",
                        "number",
                        "The smallest difference that would be worth acting on",
                        decimals=True,
                    ),
                    Field(
                        "people",
                        "People",
                        "number",
                        "In each arm between people; altogether where everybody works in all",
                    ),
                    Field("generalises", "The claim is about", "radios", choices=_of(SCOPES)),
                ),
                "The first claim is the primary one. How much people differ is taken as plausible for the measure, "
                "unless the text says otherwise.",
            ),
        ),
    ),
    Part(
        "consent",
        "Consent and keeping",
        "The sheet people read, what they agree to, the lawful basis, how long data is kept",
        ("consent", "about_you", "lawful_basis", "keep_months"),
        (
            Field("consent.version", "Version of the sheet", hint="Count it up whenever the words change"),
            Field("consent.title", "Title of the sheet"),
            Field("consent.text", "The sheet", "lines", "Each line is a paragraph", rows=10),
            Field("about_you.intro", "What stands before the questions about them", "area"),
            Field(
                "lawful_basis", "Lawful basis", "area", "Apart from consent; your data protection officer knows", rows=4
            ),
            Field("keep_months", "How many months what they did is kept", "number"),
        ),
        (
            Rows(
                "consent.choices",
                "Choice",
                (
                    Field("id", "Short name", hint="observed, pictures, quoted and kept mean something to the lab"),
                    Field("label", "What they agree to"),
                    Field("required", "Nobody takes part without it", "radios", choices=_of(YES_NO)),
                ),
            ),
        ),
    ),
)


def part_of(key: str) -> Part | None:
    """The page on which a mistake at a key of the study file can be mended; None for what only the text has."""
    first = key.split(".", 1)[0]
    return next((part for part in PARTS if first in part.keys), None)


# --- the tree of a draft -----------------------------------------------------------------------------


def tree_of(text: str) -> Tree | None:
    """The draft's data with its comments, to be changed and written again; None where the text is no data."""
    yaml = YAML()
    yaml.preserve_quotes = True
    try:
        tree = yaml.load(text)
    except (YAMLError, ValueError):
        return None
    return tree if isinstance(tree, CommentedMap) else None


def _path(key: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in key.split(".")]


def at(tree: Tree, key: str) -> Any:
    """What stands at a key, or None."""
    for step in _path(key):
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def put(tree: Tree, key: str, value: Any) -> None:
    """Put a value at a key, making what is missing on the way; None takes it out, with what is empty then."""
    *before, last = _path(key)
    holders = [tree]
    for step, after in pairwise([*before, last]):
        holder = holders[-1]
        inner = at(holder, str(step))
        if not isinstance(inner, Mapping | list):
            if value is None:
                return
            inner = [] if isinstance(after, int) else CommentedMap()
            _set(holder, step, inner)
        holders.append(inner)
    if value is not None:
        _set(holders[-1], last, value)
        return
    if isinstance(holders[-1], list):
        if isinstance(last, int) and last < len(holders[-1]):
            holders[-1][last] = ""
    else:
        holders[-1].pop(last, None)
        if not holders[-1] and before:
            put(tree, ".".join(map(str, before)), None)


def _set(holder: Tree, step: str | int, value: Any) -> None:
    if isinstance(holder, list) and isinstance(step, int):
        holder.extend([""] * (step + 1 - len(holder)))
    holder[step] = value


def rows_at(tree: Tree, key: str) -> list[Tree]:
    """The rows at a key, each keys with values."""
    found = at(tree, key)
    return [row if isinstance(row, Mapping) else CommentedMap() for row in found] if isinstance(found, list) else []


# --- what was sent ---------------------------------------------------------------------------------


def take(tree: Tree, part: Part, sent: Mapping[str, list[str]], press: str) -> str:
    """The draft's text with what a part's form sent put into it, and a row more or less where that was pressed."""
    for each in part.fields:
        _take_field(tree, each, each.key, sent)
    for group in part.rows:
        for number, row in enumerate(rows_at(tree, group.key)):
            for each in group.fields:
                _take_field(row, each, f"{group.key}.{number}.{each.key}", sent)
        _more_or_fewer(tree, group, press)
    return written(tree)


def _take_field(holder: Tree, each: Field, name: str, sent: Mapping[str, list[str]]) -> None:
    if each.kind == "by_arm":
        for key, values in sent.items():
            if key.startswith(f"{name}."):
                put(holder, f"{each.key}.{key.removeprefix(f'{name}.')}", values[0].strip() or None)
        return
    if name not in sent and not (each.kind == "checks" and f"{name}-asked" in sent):
        return
    values = [value.replace("\r\n", "\n").replace("\r", "\n").strip() for value in sent.get(name, [])]
    before = at(holder, each.key)
    value = _value(each, values, before)
    # A text keeps the line end that a browser takes from it, so that what nobody touched stays word for word.
    if not (isinstance(before, str) and isinstance(value, str) and before.strip() == value):
        put(holder, each.key, value)


def _value(each: Field, values: list[str], before: Any) -> Any:
    if each.kind == "checks":
        own = [item for item in before or [] if isinstance(item, Mapping)]
        return [*values, *own]
    text = values[0] if values else ""
    if each.kind == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()] or None
    if each.kind == "number":
        return _number(text, decimals=each.decimals)
    if each.choices is not None and text in ("true", "false"):
        return text == "true"
    return text or None


def _number(text: str, *, decimals: bool) -> int | float | str | None:
    """The number that was typed; what is none stays as it was typed, so that the check says what is wrong."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text) if decimals else text or None
    except ValueError:
        return text or None


def _more_or_fewer(tree: Tree, group: Rows, press: str) -> None:
    rows = at(tree, group.key)
    if press == f"add {group.key}":
        if not isinstance(rows, list):
            put(tree, group.key, [])
            rows = at(tree, group.key)
        if len(rows) < MOST_ROWS:
            rows.append(CommentedMap())
    for number in range(len(rows) if isinstance(rows, list) else 0):
        if press == f"remove {group.key} {number}":
            del rows[number]
            return


# --- what stands in the form -------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A field as the page shows it: its name, what stands in it, what there is to choose, what is wrong."""

    field: Field
    name: str
    value: str
    chosen: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    errors: tuple[str, ...] = ()


def shown(each: Field, name: str, holder: Tree, around: Around, errors: Mapping[str, list[str]]) -> list[Shown]:
    """A field with what the draft says there; one for each arm where it is asked by arm."""
    value = at(holder, each.key)
    if value is None and name in StudyFile.model_fields:
        value = StudyFile.model_fields[name].get_default()
    if each.kind == "by_arm":
        by_arm = [
            (str(arm["id"]), Field(str(arm["id"]), f"{each.label}, in {arm['id']}", "select", choices=_steps_in(arm)))
            for arm in arms_of(around.tree)
            if not arm.get("external")
        ]
        return [one for key, of_arm in by_arm for one in shown(of_arm, f"{name}.{key}", value, around, errors)]
    choices = each.choices(around) if each.choices else []
    said = _said(value)
    if each.kind == "select" and not choices:
        each = replace(each, kind="text")
    if each.kind == "select" and said and said not in dict(choices):
        choices = [(said, said), *choices]
    chosen = tuple(map(str, value)) if isinstance(value, list) else (said,)
    if each.kind == "radios" and said not in dict(choices) and choices:
        chosen = (choices[0][0],)
    found = [
        message for key, messages in errors.items() if key == name or key.startswith(f"{name}.") for message in messages
    ]
    return [Shown(each, name, said, chosen, tuple(choices), tuple(found))]


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower() if value else ""
    if isinstance(value, list):
        return "\n".join(str(item).strip() for item in value)
    return str(value).rstrip("\n")
