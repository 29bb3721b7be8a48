"""What a case management system must be able to do for a workflow, set against what is known of systems.

Demands come from the constructs a workflow uses. What is known of a system is a profile: for each capability an answer
with its evidence, source and date. Not known is never a pass, and there is no score: a list is the result.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.workflows import wording
from casework.workflows.definition import PUBLIC_ROLES, Definition, Step
from casework.workflows.parsing import place_of, plain
from casework.workflows.problems import Problem, WorkflowError, in_order, nearest, problem
from casework.workflows.reader import Document, read_file

Answer = Literal["yes", "by_configuration", "supplier_change", "no", "unknown"]
Strength = Literal["demo_ours", "seen_live", "document", "said", "none"]
Result = Literal["met", "by configuration", "needs the supplier", "not met", "not known"]

ANSWERS: dict[str, str] = {
    "yes": "Yes, as it comes",
    "by_configuration": "By configuration the council can do",
    "supplier_change": "Only if the supplier changes it",
    "no": "No",
    "unknown": "Not known",
}
STRENGTHS: dict[str, str] = {
    "demo_ours": "Seen in our demonstration, with our script",
    "seen_live": "Seen in another council’s live system",
    "document": "Read in the supplier’s documents",
    "said": "Said by somebody",
    "none": "None",
}
RESULTS: dict[Answer, Result] = {
    "yes": "met",
    "by_configuration": "by configuration",
    "supplier_change": "needs the supplier",
    "no": "not met",
    "unknown": "not known",
}
MONTHS_IT_HOLDS = 12
CAPABILITIES_FILE = "capabilities.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


Words = Annotated[str, Field(min_length=1)]
CapabilityId = Annotated[str, Field(pattern=r"^[a-z]+-[a-z]+$")]


class Capability(_Part):
    """Something a system may have to do.

    basis: derived from what a workflow uses, demanded always, or declared because no workflow shows it.
    look_for: what to look for; show_us: what to ask a supplier to show.
    """

    id: CapabilityId
    group: Words
    name: Words
    basis: Literal["derived", "always", "declared"]
    demanded_when: Words
    look_for: Words
    show_us: Words


class Cell(_Part):
    """What is known of one capability of one system. seen_on: when it was seen or read."""

    answer: Answer = "unknown"
    evidence: Strength = "none"
    source: str = ""
    seen_on: date | None = None
    effort: str = ""
    contract: str = ""
    note: str = ""


class Profile(_Part):
    """A system at one version in one council's contract. Without a cell, a capability is not known."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    name: Words
    version: str = "unknown"
    hosted: str = "unknown"
    profiled_by: str = ""
    read_on: date | None = None
    cells: dict[str, Cell] = {}


Kind = TypeVar("Kind", bound=_Part)


class _CapabilitiesFile(_Part):
    id: Literal["capabilities"]
    title: Words
    capabilities: list[Capability]


@dataclass(frozen=True)
class Demand:
    """A capability that a workflow asks of a system, with the places in the workflow that ask for it."""

    capability: Capability
    because: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What is to be thought of one capability of one system today. why: where that is not what the cell says."""

    capability: Capability
    cell: Cell
    result: Result
    why: str = ""


# --- reading files -----------------------------------------------------------------------------


def load_capabilities(folder: Path) -> tuple[Capability, ...]:
    """Every capability, in the order of the file. Raises WorkflowError with every mistake at its place."""
    document = _document(folder / CAPABILITIES_FILE)
    found = _validated(_CapabilitiesFile, document)
    seen: set[str] = set()
    problems: list[Problem] = []
    for index, capability in enumerate(found.capabilities):
        if capability.id in seen:
            place = place_of(document.data, ("capabilities", index, "id"))
            problems.append(problem(place, "L08", f"the capability {capability.id} again; give one another id"))
        seen.add(capability.id)
        if capability.basis == "derived" and capability.id not in _DERIVED:
            place = place_of(document.data, ("capabilities", index, "basis"))
            message = f"nothing of a workflow says when {capability.id} is demanded; write basis: declared"
            problems.append(problem(place, "L11", message))
    if problems:
        raise WorkflowError(in_order(problems))
    return tuple(found.capabilities)


def load_profiles(folder: Path, capabilities: Sequence[Capability]) -> dict[str, Profile]:
    """Every shipped profile by id. Raises WorkflowError with every mistake of any file at its place."""
    known = [capability.id for capability in capabilities]
    profiles: dict[str, Profile] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == CAPABILITIES_FILE:
            continue
        try:
            document = _document(path)
            profile = _validated(Profile, document)
        except WorkflowError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_profile_problems(profile, document, path, known))
        profiles[profile.id] = profile
    if problems:
        raise WorkflowError(in_order(problems))
    return profiles


def _document(path: Path) -> Document:
    document = read_file(path)
    if document.problems:
        raise WorkflowError(document.problems)
    return document


def _validated(kind: type[Kind], document: Document) -> Kind:
    try:
        return kind.model_validate(plain(document.data))
    except ValidationError as error:
        raise WorkflowError(
            [
                problem(
                    place_of(document.data, tuple(each["loc"])),
                    "L04" if each["type"] == "extra_forbidden" else "L06",
                    f"{'.'.join(map(str, each['loc']))}: {each['msg'].removeprefix('Value error, ')}",
                )
                for each in error.errors(include_url=False)
            ]
        ) from error


def _profile_problems(profile: Profile, document: Document, path: Path, known: Sequence[str]) -> Iterator[Problem]:
    if profile.id != path.stem:
        yield problem(
            place_of(document.data, ("id",)), "L37", f"the system {profile.id} is in {path.name}; name it alike"
        )
    for name, cell in profile.cells.items():
        place = place_of(document.data, ("cells", name), key=True)
        if name not in known:
            yield problem(place, "L11", f"there is no capability {name}" + nearest(name, known))
        if cell.answer != "unknown" and (cell.evidence == "none" or not cell.source or cell.seen_on is None):
            message = f"{name} is answered without evidence, source or date; add them, or write answer: unknown"
            yield problem(place, "L05", message)


# --- what a workflow demands -------------------------------------------------------------------


def demands_of(definition: Definition, capabilities: Sequence[Capability]) -> list[Demand]:
    """What the workflow demands of a system, each with why, in the order of the capabilities."""
    demands = []
    for capability in capabilities:
        if capability.basis == "always":
            demands.append(Demand(capability, ("every workflow",)))
        elif capability.basis == "derived":
            because = tuple(dict.fromkeys(wording.plain(place) for place in _DERIVED[capability.id](definition)))
            if because:
                demands.append(Demand(capability, because))
    return demands


def not_shown_by_workflows(capabilities: Sequence[Capability]) -> list[Capability]:
    """What no workflow can show to be needed: to be asked of every system all the same."""
    return [capability for capability in capabilities if capability.basis == "declared"]


Places = Callable[[Definition], Iterator[str]]


def _public(definition: Definition) -> list[Step]:
    return [step for step in definition.steps if step.role in PUBLIC_ROLES]


def _public_steps(definition: Definition) -> Iterator[str]:
    yield from (step.title for step in _public(definition))


def _public_pause(definition: Definition) -> Iterator[str]:
    for step in _public(definition):
        yield from (f"{step.title}: {action.label}" for action in step.actions if not action.leads_on)


def _public_urgent(definition: Definition) -> Iterator[str]:
    for step in _public(definition):
        for action in step.actions:
            following = [each for each in definition.steps if each.id in (action.to, *action.starts)]
            if action.due == "same day" or any(each.due == "same day" for each in following):
                yield f"{step.title}: {action.label}"


def _referrer(definition: Definition) -> Iterator[str]:
    yield from (step.title for step in definition.steps if step.role == "referrer")


def _public_contact(definition: Definition) -> Iterator[str]:
    yield from (step.title for step in _public(definition) if step.kind == "contact")


def _recording(*facts: str) -> Places:
    def places(definition: Definition) -> Iterator[str]:
        for _, _, question in definition.every_question():
            if question.fact in facts:
                yield question.label

    return places


def _duty(*duties: str) -> Places:
    def places(definition: Definition) -> Iterator[str]:
        for _, _, question in definition.every_question():
            if question.duty in duties:
                yield question.label
        for step in definition.steps:
            yield from (f"{step.title}: {action.label}" for action in step.actions if action.duty in duties)

    return places


def _typed(*types: str) -> Places:
    def places(definition: Definition) -> Iterator[str]:
        yield from (question.label for _, _, question in definition.every_question() if question.type in types)

    return places


def _team_steps(definition: Definition) -> Iterator[str]:
    yield from (step.title for step in definition.steps if step.role and step.role not in PUBLIC_ROLES)


def _due(definition: Definition) -> Iterator[str]:
    for step in definition.steps:
        if step.due:
            yield step.title
        yield from (f"{step.title}: {action.label}" for action in step.actions if action.due)


def _actions(wanted: Callable[[Any], object]) -> Places:
    def places(definition: Definition) -> Iterator[str]:
        for step in definition.steps:
            yield from (f"{step.title}: {action.label}" for action in step.actions if wanted(action))

    return places


def _waits(definition: Definition) -> Iterator[str]:
    yield from _actions(lambda action: action.waits_for)(definition)
    yield from (step.title for step in definition.steps if step.kind == "approval")


def _task_list(definition: Definition) -> Iterator[str]:
    for step in definition.steps:
        if not step.ends and definition.presentation_of(step.id) == "task_list" and definition.sections_of(step.id):
            yield step.title


def _goes_back(definition: Definition) -> Iterator[str]:
    position = {step.id: number for number, step in enumerate(definition.steps)}
    for step in definition.steps:
        for action in step.actions:
            if action.to in position and position[action.to] <= position[step.id]:
                yield f"{step.title}: {action.label}"


def _conditional(definition: Definition) -> Iterator[str]:
    for section in definition.sections:
        if getattr(section, "when", None):
            yield section.title
        for page in section.pages:
            if page.when:
                yield page.title or section.title
            yield from (question.label for question in page.questions if question.when)


def _carried(definition: Definition) -> Iterator[str]:
    for _, _, question in definition.every_question():
        if question.prefill != "none" or question.type == "quote":
            yield question.label or question.id


def _repeated(definition: Definition) -> Iterator[str]:
    for section in definition.sections:
        yield from (page.title or section.title for page in section.pages if page.repeat)


def _own_words(definition: Definition) -> Iterator[str]:
    for _, _, question in definition.every_question():
        if question.type == "outcomes" or (question.fact or "").endswith(("_words", "_wishes", "wanted_outcomes")):
            yield question.label


def _reads_before(definition: Definition) -> Iterator[str]:
    yield from (step.title for step in definition.steps if step.reads)


def _approvals(definition: Definition) -> Iterator[str]:
    yield from (step.title for step in definition.steps if step.kind == "approval")


_DERIVED: Mapping[str, Places] = {
    "door-form": _public_steps,
    "door-save": _public_pause,
    "door-urgent": _public_urgent,
    "door-proxy": _recording("contact.filled_in_by"),
    "door-referrer": _referrer,
    "door-match": _public_contact,
    "work-team": _team_steps,
    "work-due": _due,
    "work-alert": _actions(lambda action: action.tells),
    "work-waiting": _waits,
    "flow-order": _task_list,
    "flow-next": _actions(lambda action: action.one_of or action.all_of or action.mode == "must"),
    "flow-note": _actions(lambda action: action.note == "required"),
    "flow-condition": _actions(lambda action: action.when),
    "flow-back": _goes_back,
    "flow-later": _actions(lambda action: action.after),
    "flow-other": _actions(lambda action: action.for_),
    "form-condition": _conditional,
    "form-hidden": _conditional,
    "form-carry": _carried,
    "form-repeat": _repeated,
    "form-calc": _typed("computed"),
    "prac-eligible": _duty("D05-eligible"),
    "prac-words": _own_words,
    "prac-compare": _reads_before,
    "prac-capacity": _duty("D11-capacity"),
    "prac-safeguard": _duty("D10-safeguard"),
    "prac-advocate": _duty("D04-involve"),
    "prac-plan": _typed("services"),
    "prac-week": _typed("weekly_timetable"),
    "prac-budget": _duty("D08-money"),
    "prac-approve": _approvals,
    "prac-review": _duty("D09-review"),
    "rec-copy": _duty("D12-copies"),
}
"""Where a workflow shows that it demands a capability."""


# --- what is known of a system -----------------------------------------------------------------


def judge(profile: Profile, capabilities: Sequence[Capability], today: date) -> list[Judged]:
    """What is to be thought of each capability of a system today.

    What was only said, what has no evidence, and what was seen more than twelve months ago count as not known.
    """
    return [_judged(capability, profile.cells.get(capability.id, Cell()), today) for capability in capabilities]


def _judged(capability: Capability, cell: Cell, today: date) -> Judged:
    if cell.answer == "unknown":
        return Judged(capability, cell, "not known")
    if cell.evidence in ("said", "none"):
        return Judged(capability, cell, "not known", "only said, and nothing was seen")
    if cell.seen_on is None:
        return Judged(capability, cell, "not known", "the evidence has no date")
    if is_too_old(cell.seen_on, today):
        return Judged(capability, cell, "not known", f"the evidence is more than {MONTHS_IT_HOLDS} months old")
    return Judged(capability, cell, RESULTS[cell.answer])


def is_too_old(seen_on: date, today: date) -> bool:
    """Whether evidence of that day no longer counts today."""
    months = (today.year - seen_on.year) * 12 + today.month - seen_on.month
    return months > MONTHS_IT_HOLDS or (months == MONTHS_IT_HOLDS and today.day > seen_on.day)
