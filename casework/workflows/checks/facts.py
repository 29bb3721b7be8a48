"""What questions record: facts that there are, of the right type and codes, each by one question at a time."""

from casework.facts import Fact, FactType
from casework.workflows.checks.inspection import Asked, Inspection
from casework.workflows.checks.references import duty
from casework.workflows.definition import DUTIES, FACT_TYPES, Page, Question
from casework.workflows.exclusion import can_both_hold
from casework.workflows.names import words_for
from casework.workflows.parsing import Path, place_of
from casework.workflows.problems import nearest
from casework.workflows.reasoning import Goal


def check_facts(checked: Inspection) -> None:
    for s, section in enumerate(checked.definition.sections):
        for p, page in enumerate(section.pages):
            path: Path = ("sections", s, "pages", p)
            items = _repeat(checked, page, path)
            for q, question in enumerate(page.questions):
                _question(checked, question, page, (*path, "questions", q), items)


def check_left_out(checked: Inspection) -> None:
    """Tells what is left out though there is no such thing, or though it is recorded."""
    recorded = {asked.question.fact: name for name, asked in checked.asked.items() if not asked.page.repeat}
    for name in checked.definition.leaves_out:
        path: Path = ("leaves_out", name)
        if name not in DUTIES and name not in checked.catalogue:
            checked.tell(path, "L24", f"there is no fact or duty {name}" + nearest(name, [*DUTIES, *checked.catalogue]))
        elif name in recorded:
            checked.warn(path, "L74", f"{name} is said to be left out, and {recorded[name]} records it; remove one")


def _repeat(checked: Inspection, page: Page, path: Path) -> Fact | None:
    repeat = page.repeat
    if repeat is None:
        return None
    if repeat.records is None or (repeat.records == "nothing" and not repeat.because):
        checked.tell(
            (*path, "repeat"),
            "L28",
            f"the page {page.id} does not say what it records; write records: FACT in repeat, "
            "or records: nothing with because:",
        )
    if repeat.fact is None:
        return None
    fact = checked.catalogue.get(repeat.fact)
    if fact is None:
        lists = [name for name, each in checked.catalogue.items() if each.type is FactType.ITEMS]
        checked.tell(
            (*path, "repeat", "records"), "L24", f"there is no fact {repeat.fact}" + nearest(repeat.fact, lists)
        )
    elif fact.type is not FactType.ITEMS:
        checked.tell(
            (*path, "repeat", "records"),
            "L25",
            f"the fact {fact.name} is {_described(fact)}, and a repeated page records a list of items",
        )
        return None
    return fact


def _question(checked: Inspection, question: Question, page: Page, path: Path, items: Fact | None) -> None:
    duty(checked, question.duty, path)
    if question.type == "guidance" and not (question.label or question.text):
        checked.tell(path, "L33", "the guidance has no words; write text: …")
    if question.type in ("guidance", "quote"):
        if question.records is not None:
            checked.tell(
                (*path, "records"), "L25", f"{question.type} is only read, so it records nothing; remove records"
            )
        return
    if question.records is None or (question.records == "nothing" and not question.because):
        if page.repeat and (page.repeat.records == "nothing" or items is None) and page.repeat.records is not None:
            return
        checked.tell(
            (*path, "records") if question.records else path,
            "L28",
            f"{question.id} does not say what it records; write records: FACT, or records: nothing with because: …",
        )
    elif question.fact is not None:
        _fact(checked, question, question.fact, page, path, items)


def _fact(checked: Inspection, question: Question, name: str, page: Page, path: Path, items: Fact | None) -> None:
    here = (*path, "records")
    if name.startswith("."):
        if page.repeat is None:
            checked.tell(here, "L24", f"{name} is a field of an item, and the page {page.id} is not repeated")
            return
        if items is None:
            return
        fields = {f".{each.name}": each for each in items.fields}
        fact = fields.get(name)
        if fact is None:
            checked.tell(here, "L24", f"the fact {items.name} has no field {name}" + nearest(name, fields))
            return
    else:
        fact = checked.catalogue.get(name)
        if fact is None:
            checked.tell(here, "L24", f"there is no fact {name}" + nearest(name, checked.catalogue))
            return
        if page.repeat is not None:
            hint = nearest("." + name.rpartition(".")[2], [f".{each.name}" for each in items.fields] if items else ())
            checked.tell(here, "L24", f"a question of a repeated page records a field of the item, as .name{hint}")
            return
    if fact.given:
        checked.tell(
            here, "L24", f"the record itself keeps {name}, and no question records it; ask about it with value:"
        )
        return
    _agrees(checked, question, fact, path)


def _agrees(checked: Inspection, question: Question, fact: Fact, path: Path) -> None:
    here = (*path, "records")
    if fact.type not in FACT_TYPES[question.type]:
        types = [name for name, kinds in FACT_TYPES.items() if fact.type in kinds]
        checked.tell(
            here,
            "L25",
            f"the fact {fact.name} is {_described(fact)}, and a question of type {question.type} cannot record it; "
            f"use type {words_for(types).replace(' and ', ' or ')}",
        )
        return
    canonical = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
    codes = {option.code for option in question.choices}
    if fact.type is FactType.OUTCOMES or not canonical:
        canonical = ()
    for local, mapped in question.codes.items():
        if local not in codes:
            checked.tell((*path, "codes", local), "L26", f"{question.id} has no option {local}" + nearest(local, codes))
        if canonical and mapped not in canonical:
            checked.tell(
                (*path, "codes", local), "L26", f"{fact.name} has no code {mapped}" + nearest(mapped, canonical)
            )
    if not canonical or question.type == "computed":
        return
    for o, option in enumerate(question.choices):
        if option.code in question.codes or option.code in canonical:
            continue
        if option.none and question.type == "checkboxes":
            continue
        written = checked.tree is None or place_of(checked.tree, (*path, "options", o)).line > 1
        checked.tell(
            (*path, "options", o, "code") if written and question.type != "yes_no" else here,
            "L26",
            f"{fact.name} has no code {option.code} (or map it with codes: {{{option.code}: …}})"
            + nearest(option.code, canonical),
        )


def check_one_question_a_fact(checked: Inspection) -> None:
    by_fact: dict[str, list[Asked]] = {}
    for asked in checked.asked.values():
        if asked.question.fact is not None:
            prefix = (asked.page.repeat.fact or "") if asked.page.repeat else ""
            by_fact.setdefault(prefix + asked.question.fact, []).append(asked)
    for fact, every in by_fact.items():
        for index, later in enumerate(every):
            for earlier in every[:index]:
                _both(checked, fact, earlier, later)


def _both(checked: Inspection, fact: str, earlier: Asked, later: Asked) -> None:
    if earlier.section.step != later.section.step or not _can_both_show(checked, earlier, later):
        return
    line = checked.place((*earlier.path, "records")).line
    checked.tell(
        (*later.path, "records"),
        "L27",
        f"{fact} is already recorded by {earlier.question.id} on line {line}, and both may show; "
        "record another fact, or give them conditions that exclude each other",
    )


def _can_both_show(checked: Inspection, earlier: Asked, later: Asked) -> bool:
    if not can_both_hold([*earlier.conditions, *later.conditions], checked.definition):
        return False
    if not checked.can_be_reasoned_about:
        return True
    goals = [
        Goal(text, page=asked.page.id if asked.page.repeat and text == asked.question.when else "")
        for asked in (earlier, later)
        for text in asked.conditions
    ]
    return checked.can_be(earlier.section.step, goals).answer != "no"


def _described(fact: Fact) -> str:
    words = {
        FactType.TEXT: "text",
        FactType.YES_NO: "yes or no",
        FactType.CODE: "one code",
        FactType.CODES: "several codes",
        FactType.NUMBER: "a number",
        FactType.MONEY: "an amount of money",
        FactType.DATE: "a date",
        FactType.TIME: "a time",
        FactType.ADDRESS: "an address",
        FactType.PERSON: "a person",
        FactType.WORKER: "a worker",
        FactType.OUTCOMES: "the ten outcomes",
        FactType.TIMETABLE: "a weekly timetable",
        FactType.SERVICES: "lines of services",
        FactType.ITEMS: "a list of items",
    }
    return words[fact.type]
