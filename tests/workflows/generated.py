"""Whole small workflows, made up: several steps, conditions of all sorts, repeated pages, and answers to them.

What is drawn can be read as a file, without mistakes of shape or reference. Its conditions may be such that a page
never shows; `as_definition` takes it without those checks.
"""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from casework.workflows.definition import Definition
from casework.workflows.section_conditions import joined

Data = dict[str, Any]

CODES = ("one", "two", "three")
TYPES = (
    *("yes_no", "radios", "select", "checkboxes", "number", "money", "date", "time", "text", "textarea"),
    *("outcomes", "services", "weekly_timetable", "address", "person", "computed", "quote", "guidance"),
)
WORDS = st.sampled_from(
    [
        *(
            "What matters?",
            "A good day",
            "Yes",
            "true",
            "12",
            "no: not now",
            "it’s 'so'",
            'She said "go"',
            "a, b",
            "#1",
        ),
        *("10 % of it", "[sic]", "{so}", "- dash", "((person)) at home", "*", "two\nlines", "long " * 40),
    ]
)


@st.composite
def workflows(draw: st.DrawFn, most_steps: int = 3) -> Data:
    """The data of a whole workflow, as a file would have it."""
    known: dict[str, list[Data]] = {}
    steps: list[Data] = []
    sections: list[Data] = []
    conditions: dict[str, str] = {}
    ids = [f"step{number}" for number in range(draw(st.integers(1, most_steps)))]
    for number, step in enumerate(ids):
        reads = draw(st.lists(st.sampled_from(ids[:number]), unique=True)) if number else []
        asked = [question for read in reads for question in known[read]]
        for s in range(draw(st.integers(1, 2))):
            sections.append(draw(_section(f"{step}_part{s}", step, asked)))
        known[step] = [question for question in asked if question["id"].startswith(step)]
        actions: list[Data] = [{"id": "on", "label": draw(WORDS), "to": [*ids[1:], "end"][number]}]
        if asked and draw(st.booleans()):
            conditions[f"named_{step}"] = draw(_condition(asked))
            actions.append(
                {
                    "id": "also",
                    "label": "Also",
                    "to": draw(st.sampled_from([*ids, "end"])),
                    "when": f"named_{step}",
                    "requires": "complete",
                    "note": draw(st.sampled_from(["required", "optional"])),
                }
            )
        if draw(st.booleans()):
            actions.append({"id": "pause", "label": "Come back later"})
        steps.append({"id": step, "title": draw(WORDS), "role": "social_worker", "actions": actions})
        if reads:
            steps[-1]["reads"] = reads
    return {
        "id": "generated",
        "title": draw(WORDS),
        "begins": "step0",
        **({"conditions": conditions} if conditions else {}),
        "steps": [*steps, {"id": "end", "title": "End", "ends": True}],
        "sections": sections,
    }


def as_definition(data: Data) -> Definition:
    return Definition.model_validate(joined(data))


@st.composite
def _section(draw: st.DrawFn, name: str, step: str, asked: list[Data]) -> Data:
    """A section; what it asks is added to `asked`, which later conditions are about."""
    when = draw(_condition(asked)) if asked and draw(st.integers(0, 3)) == 0 else None
    pages = [draw(_page(f"{name}_page{p}", asked)) for p in range(draw(st.integers(1, 2)))]
    return {"id": name, "step": step, "title": draw(WORDS), **({"when": when} if when else {}), "pages": pages}


@st.composite
def _page(draw: st.DrawFn, name: str, asked: list[Data]) -> Data:
    page: Data = {"id": name}
    if asked and draw(st.booleans()):
        page["when"] = draw(_condition(asked))
    repeated = draw(st.integers(0, 4)) == 0
    inside: list[Data] = [] if repeated else asked
    page["questions"] = [draw(_question(f"{name}_q{q}", inside)) for q in range(draw(st.integers(1, 3)))]
    if repeated:
        page["repeat"] = {"each": "thing", "least": draw(st.integers(0, 1)), "most": 3, "records": "nothing"}
        page["repeat"]["because"] = "it is made up"
        asked.append({"id": name, "type": "page", "inside": inside})
    return page


@st.composite
def _question(draw: st.DrawFn, name: str, asked: list[Data]) -> Data:
    kind = draw(st.sampled_from(TYPES))
    question: Data = {"id": name, "type": kind, "label": draw(WORDS)}
    if asked and draw(st.booleans()):
        question["when"] = draw(_condition(asked))
    if kind in ("radios", "select", "checkboxes"):
        codes = CODES[: draw(st.integers(1, 3))]
        question["options"] = [{"code": code, "label": draw(WORDS), "points": len(code)} for code in codes]
    if kind == "computed":
        numbers = [each["id"] for each in asked if each["type"] in ("number", "money")]
        question["value"] = " + ".join([*numbers[:3], "1"])
    if kind == "quote":
        question["value"] = asked[0]["id"] if asked and asked[0]["type"] not in ("page", "guidance") else "today"
    if kind not in ("quote", "guidance"):
        question |= {"records": "nothing", "because": "it is made up"}
    if kind not in ("computed", "quote", "guidance") and draw(st.booleans()):
        question["optional"] = True
    if draw(st.integers(0, 5)) == 0:
        question["on_hide"] = "clear"
    asked.append(question)
    return question


@st.composite
def _condition(draw: st.DrawFn, asked: Sequence[Data]) -> str:
    """A condition about what was asked before."""
    parts = [draw(_atom(draw(st.sampled_from(asked)))) for _ in range(draw(st.integers(1, 3)))]
    text = parts[0]
    for part in parts[1:]:
        text = f"({text}) {draw(st.sampled_from(['and', 'or']))} {part}"
    return f"not ({text})" if draw(st.integers(0, 3)) == 0 else text


@st.composite
def _atom(draw: st.DrawFn, question: Data) -> str:
    name, kind = question["id"], question["type"]
    number = draw(st.integers(0, 3))
    if kind in ("yes_no", "radios", "select"):
        codes = ["yes", "no"] if kind == "yes_no" else [option["code"] for option in question["options"]]
        sign, code = draw(st.sampled_from(["==", "!="])), draw(st.sampled_from(codes))
        return draw(st.sampled_from([f'{name} {sign} "{code}"', f'{name} in ["{code}"]', f"answered({name})"]))
    if kind == "checkboxes":
        return draw(st.sampled_from([f'"{question["options"][0]["code"]}" in {name}', f"count({name}) > {number}"]))
    if kind in ("number", "money", "computed"):
        return f"{name} {draw(st.sampled_from(['<', '<=', '>', '>=', '==', '!=']))} {number}"
    if kind == "date":
        return draw(st.sampled_from([f"{name} < today", f"days_between({name}, today) >= {number}"]))
    if kind == "outcomes":
        return f"count({name}.not_met) >= {number}"
    if kind == "weekly_timetable":
        return f"{name}.minutes > {number}"
    if kind == "services":
        return f"weekly_cost({name}) > {number} or count({name}) > {number}"
    if kind == "page":
        inner = [each for each in question["inside"] if each["type"] not in ("guidance", "quote")]
        if not inner or draw(st.booleans()):
            return f"count({name}) > {number}"
        return f"{draw(st.sampled_from(['any_item', 'all_item']))}({name}, {draw(_atom(inner[0]))})"
    return 'today > date("2026-01-01")' if kind in ("guidance", "quote") else f"answered({name})"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**13)
    | st.floats(allow_nan=True)
    | st.text(max_size=8)
    | st.sampled_from([*CODES, "yes", "no", "2026-11-10", "22:30", "unable", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "reason", "code", "nutrition", "achieves", "units", "rate_pence", "mon"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
"""What might come instead of an answer."""


def any_answers(definition: Definition) -> st.SearchStrategy[dict[str, Any]]:
    """Something for some of the questions and repeated pages: perhaps an answer, perhaps anything."""
    questions = [question for _, _, question in definition.every_question()]
    pages = [page.id for section in definition.sections for page in section.pages if page.repeat]
    keys = st.sampled_from([*(question.id for question in questions), *pages, "nobody_asked"])
    inside = st.dictionaries(st.sampled_from([question.id for question in questions]), JSON, max_size=3)
    return st.dictionaries(keys, JSON | st.lists(inside, max_size=4), max_size=12)
