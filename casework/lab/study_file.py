"""What a study file holds: the shapes of its parts, as `Study.content` keeps them. What they mean: docs/studies.md."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from casework.lab.models import Study


class _Part(BaseModel):
    # A version or a title may look like a number to the reader of the file.
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
ShortId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class ConsentChoice(_Part):
    """One thing she agrees to, or does not; without the required ones nobody takes part."""

    id: ShortId
    label: Words
    required: bool = False


class Consent(_Part):
    version: Annotated[Words, Field(max_length=20)]
    title: Words
    text: Annotated[list[Words], BeforeValidator(_several), Field(min_length=1)]
    choices: Annotated[list[ConsentChoice], Field(min_length=1)]


class AboutYou(_Part):
    intro: Words


class ArmPart(_Part):
    """workflow: its id. warm_up: the person of this arm's warm-up. start_at: the step she is given.

    behind: the workflow behind a front door. theme: how its public steps look. wording: the pack of words put into it.
    """

    id: Annotated[ShortId, Field(max_length=20)]
    workflow: Id
    warm_up: ShortId
    start_at: Words
    behind: Id | None = None
    theme: ShortId | None = None
    wording: ShortId | None = None


class CasePart(_Part):
    """One of the matched cases. known: what the record says before she begins, by fact."""

    id: ShortId
    person: ShortId
    came_from: Annotated[Words, Field(max_length=120)]
    received_on: date
    due_on: date | None = None
    known: dict[str, Any] = {}


class TaskPart(_Part):
    """What she is asked to do. finishes: arm id → the step that, finished, completes it."""

    id: ShortId = "warm-up"
    title: Annotated[Words, Field(max_length=160)]
    text: Words
    finishes: dict[str, Words] = {}
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None


class ColleaguePart(_Part):
    """What a colleague does with a step. Several values are for the first time it comes, the second, and so on.

    does: the id of the action they take. after_days: how much later in the story. note: what they write with it,
    "" for nothing. answers: by question id. by_hand: the step waits until the facilitator, or a second participant,
    does it.
    """

    role: Words
    step: Words
    by_hand: bool | None = None
    does: Annotated[list[Words], BeforeValidator(_several)] = []
    after_days: Annotated[list[int], BeforeValidator(_several), Field(min_length=1)] = [0]
    note: Annotated[list[str], BeforeValidator(_several), Field(min_length=1)] = [""]
    answers: dict[str, Any] = {}


class InterruptionPart(_Part):
    """A call that comes in while she works, about somebody else or about the same person.

    case: the case during which it may come; in every case where it is left out. about: the id of a person of the
    county. caller, says: who rings, and in which words. after_minutes: of working time in a task that counts; where it
    is left out, only the facilitator brings it in.
    """

    id: ShortId
    case: ShortId | None = None
    about: ShortId
    caller: Annotated[Words, Field(max_length=160)]
    says: Words
    after_minutes: Annotated[int, Field(ge=0, le=240)] | None = None


class ExpertPart(_Part):
    """What experts decided about one fact of a case.

    value: the ten outcomes as the list of those not achieved. acceptable: other values that count as right; an
    amount may be {from: …, to: …}.
    """

    value: Any
    acceptable: list[Any] = []
    who: Words
    when: date | None = None
    status: Literal["proposed", "agreed"] = "proposed"
    note: str = ""


class StudyFile(_Part):
    """A whole study file, as `Study.content` keeps it.

    design: crossed, where everybody works in every arm, each time on another case; or single, one arm alone, where
    everybody works on one of the cases.
    """

    id: Id
    title: Annotated[Words, Field(max_length=200)]
    question: Words
    hypothesis: str | None = None
    story_date: date
    seed: int
    worker: ShortId
    design: Literal["crossed", "single"]
    consent: Consent
    about_you: AboutYou
    arms: Annotated[list[ArmPart], Field(min_length=1, max_length=8)]
    cases: Annotated[list[CasePart], Field(min_length=1, max_length=8)]
    warm_up_task: TaskPart
    tasks: Annotated[list[TaskPart], Field(min_length=1)]
    colleagues: list[ColleaguePart] = []
    interruptions: list[InterruptionPart] | None = None
    expert_answers: dict[str, dict[str, ExpertPart]] = {}


def file_of(study: Study) -> StudyFile:
    """What the study's file said when it was read in: its consent sheet, its colleagues and the rest."""
    return StudyFile.model_validate(study.content)
