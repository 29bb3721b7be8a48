"""What is to be seen only beside something else: rates in force, other workflows, the base it was saved on."""

from collections.abc import Iterable, Mapping

from casework.workflows.definition import Definition
from casework.workflows.parsing import place_of
from casework.workflows.problems import Place, Problem, problem
from casework.workflows.reader import Keyed


def retired_rates(definition: Definition, rates: Mapping[str, int], tree: Keyed | None = None) -> list[Problem]:
    """Options of services that cost otherwise than the rate in force. rates: pence in force, by code of service.

    A service without a rate in force is told too; without any rates nothing can be said.
    """
    found: list[Problem] = []
    if not rates:
        return found
    for s, section in enumerate(definition.sections):
        for p, page in enumerate(section.pages):
            for q, question in enumerate(page.questions):
                if question.type != "services":
                    continue
                place = _place(definition, tree, ("sections", s, "pages", p, "questions", q, "options"))
                for option in question.options:
                    if option.rate_pence is None or option.rate_pence == rates.get(option.code):
                        continue
                    pence = rates.get(option.code)
                    now = f"is now £{pence / 100:,.2f}" if pence is not None else "has no rate in force"
                    told = f"{option.label} costs £{option.rate_pence / 100:,.2f} here and {now}; change the list"
                    found.append(problem(place, "L60", told, "warning"))
    return found


def moved_base(definition: Definition, base: str, saved_on: str, now: str, tree: Keyed | None = None) -> list[Problem]:
    """Whether the workflow it extends has another version now than when this one was saved."""
    if saved_on == now:
        return []
    told = (
        f"{base} has moved on since this was saved (from {saved_on[:7]} to {now[:7]}); "
        "look at the difference, and save again when it is meant"
    )
    return [problem(_place(definition, tree, ("extends",)), "L66", told, "warning")]


def left_out(definition: Definition, others: Iterable[Definition], tree: Keyed | None = None) -> list[Problem]:
    """Facts that a third of the other workflows or more record and this one does not, without a reason.

    Each with who records it: notes, not warnings.
    """
    own = facts_of(definition) | set(definition.leaves_out)
    elsewhere: dict[str, list[str]] = {}
    beside = [other for other in others if other.id != definition.id]
    for other in beside:
        for fact in facts_of(other) - own:
            elsewhere.setdefault(fact, []).append(other.id)
    place = _place(definition, tree, ("id",))
    return [
        problem(
            place,
            "L58",
            f"{fact} is recorded by {', '.join(sorted(names))}, and not here; ask for it, or say why under leaves_out",
            "note",
        )
        for fact, names in sorted(elsewhere.items())
        if 3 * len(names) >= len(beside)
    ]


def facts_of(definition: Definition) -> frozenset[str]:
    """The facts that some question or repeated page of a workflow records."""
    found = set()
    for _, page, question in definition.every_question():
        if page.repeat and page.repeat.fact:
            found.add(page.repeat.fact)
        elif question.fact:
            found.add(question.fact)
    return frozenset(found)


def _place(definition: Definition, tree: Keyed | None, path: tuple[str | int, ...]) -> Place:
    return place_of(tree, path) if tree is not None else Place(definition.id, 1, 1)
