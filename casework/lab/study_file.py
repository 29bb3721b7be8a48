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
    """One thing she agrees to, or does not; without the required ones nobody takes part.

    Four ids mean something to the lab: `observed`, that others than the facilitator may watch live; `pictures`, that
    pictures of her pages are kept after the session; `quoted`, that what she says may be quoted; `kept`, that what was
    kept may be used for later studies. months: what she agrees to beyond that, for how long.
    """

    id: ShortId
    label: Words
    required: bool = False
    months: Annotated[int, Field(ge=1, le=24)] | None = None


class Consent(_Part):
    version: Annotated[Words, Field(max_length=20)]
    title: Words
    text: Annotated[list[Words], BeforeValidator(_several), Field(min_length=1)]
    choices: Annotated[list[ConsentChoice], Field(min_length=1)]


class AboutYou(_Part):
    """What she is asked about herself, in wide bands.

    who: practitioners say their role and years; residents how they get on online, and what helps them.
    """

    intro: Words
    who: Literal["practitioners", "residents"] = "practitioners"


class ArmPart(_Part):
    """workflow: its id. warm_up: the person of this arm's warm-up. start_at: the step she is given.

    behind: the workflow behind a front door. theme: how its public steps look. wording: the pack of words put into it.
    external: instead of a workflow, the name of a system outside ours, in which she works on the same case while the
    facilitator keeps the time.
    """

    id: Annotated[ShortId, Field(max_length=20)]
    workflow: Id | None = None
    external: Annotated[Words, Field(max_length=160)] | None = None
    warm_up: ShortId
    start_at: Words | None = None
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


class SuccessPart(_Part):
    """How success is recognised beyond finishing the step: every part that is given must hold.

    when: a condition over what is recorded, written as in a workflow. expert: facts that must equal the experts' answer
    or one of those that are acceptable too. judged: what the facilitator decides by, where no rule can.
    """

    when: Words | None = None
    expert: Annotated[list[Words], BeforeValidator(_several)] = []
    judged: Words | None = None


class FirstClickPart(_Part):
    """Where she presses first on the page she begins with. right: texts of links or buttons, any of which is right."""

    right: Annotated[list[Words], BeforeValidator(_several), Field(min_length=1)]


class ComprehensionPart(_Part):
    """One question about what she read, asked while the screen is hidden.

    answers: what she chooses from; right: which of them are right. Without answers she writes, and `right` is what the
    researcher reads it against.
    """

    id: ShortId
    asks: Words
    answers: Annotated[list[Words], BeforeValidator(_several)] = []
    right: Annotated[list[Words], BeforeValidator(_several), Field(min_length=1)]


class OwnQuestion(_Part):
    """A question of the study's own. scale: how many points, 1 to that, with the words at both ends; or text alone."""

    id: ShortId
    asks: Words
    scale: Annotated[int, Field(ge=2, le=11)] | None = None
    low: str = ""
    high: str = ""
    required: bool = False


class QuestionnairePart(_Part):
    """A questionnaire after each arm, made of questions of the study's own."""

    id: ShortId
    title: Annotated[Words, Field(max_length=160)]
    questions: Annotated[list[OwnQuestion], Field(min_length=1)]


Published = Literal["sus", "umux_lite", "raw_tlx"]


class ClaimPart(_Part):
    """A claim the study is planned for, before anybody is asked. Source of the rules: docs/studies.md.

    measure: completion (finished without help), correct (decisions equal to the experts'), time, sus or ease.
    expected_a, expected_b: what is expected in each of two arms: rates 0 to 1; minutes; points. people: how many in
    each arm (between people) or altogether (within). generalises: to these cases, or to cases like these.
    spread: how much people differ, from the least to the most that is plausible, as standard deviations: of the log
    odds for rates, of the natural logs for time, of points for SUS and ease. alike: how far one person's results in the
    two arms go together, as a correlation; it counts within people for time, SUS and ease. cases_spread: how much the
    difference varies from case to case, in the unit of spread; it counts where the claim is for cases like these.
    """

    id: ShortId
    says: Words
    measure: Literal["completion", "correct", "time", "sus", "ease"]
    task: ShortId | None = None
    arms: Annotated[list[ShortId], Field(min_length=2, max_length=2)]
    expected_a: float
    expected_b: float
    people: Annotated[int, Field(ge=2, le=1000)]
    generalises: Literal["these cases", "cases like these"] = "these cases"
    spread: Annotated[list[float], BeforeValidator(_several), Field(max_length=2)] = []
    alike: Annotated[list[float], BeforeValidator(_several), Field(max_length=2)] = []
    cases_spread: Annotated[list[float], BeforeValidator(_several), Field(max_length=2)] = []
    primary: bool = True


class TaskPart(_Part):
    """What she is asked to do. finishes: arm id → the step that, finished, completes it.

    start_at: arm id → the step whose page she begins at, instead of her work view.
    """

    id: ShortId = "warm-up"
    title: Annotated[Words, Field(max_length=160)]
    text: Words
    finishes: dict[str, Words] = {}
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    success: SuccessPart | None = None
    start_at: dict[str, Words] | None = None
    first_click: FirstClickPart | None = None
    comprehension: list[ComprehensionPart] | None = None


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


class ReaderQuestion(_Part):
    """One factual question about the case, answered from the record that the first participant left.

    answers: what the reader chooses from, by code; without them she writes, and a researcher judges it. What is right:
    `fact`, what the writer recorded; or `right`, by case, what the case says: codes, or words of which one is expected.
    """

    id: ShortId
    asks: Words
    answers: dict[str, Words] = {}
    fact: Words | None = None
    right: dict[ShortId, Annotated[list[Words], BeforeValidator(_several), Field(min_length=1)]] = {}


class ReaderPart(_Part):
    """The reader test: somebody else answers questions from the record that a participant handed over.

    worker: as whom the reader reads. text: the information sheet's words for readers. intro: the situation, shown
    before each record. each: by how many readers each record is read.
    """

    worker: ShortId
    text: Annotated[list[Words], BeforeValidator(_several), Field(min_length=1)]
    intro: Words
    each: Annotated[int, Field(ge=1, le=10)] = 1
    questions: Annotated[list[ReaderQuestion], Field(min_length=1, max_length=20)]


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

    design: crossed, where everybody works in every arm, each time on another case; between, where each person works in
    one arm; or single, one arm alone, where everybody works on one of the cases. mode: whether a facilitator leads.
    after_task: own questions beside how easy it was. keep_months: how long what somebody did is kept, where her consent
    says no shorter. watchers: at most how many may watch live. people: how many are planned.
    """

    id: Id
    title: Annotated[Words, Field(max_length=200)]
    question: Words
    hypothesis: str | None = None
    story_date: date
    seed: int
    worker: ShortId
    design: Literal["crossed", "between", "single"]
    mode: Literal["moderated", "unmoderated"] = "moderated"
    people: Annotated[int, Field(ge=1, le=2000)] | None = None
    lawful_basis: str | None = None
    keep_months: Annotated[int, Field(ge=1, le=24)] = 12
    watchers: Annotated[int, Field(ge=0, le=20)] = 3
    consent: Consent
    about_you: AboutYou
    arms: Annotated[list[ArmPart], Field(min_length=1, max_length=8)]
    cases: Annotated[list[CasePart], Field(min_length=1, max_length=8)]
    warm_up_task: TaskPart
    tasks: Annotated[list[TaskPart], Field(min_length=1)]
    after_task: list[OwnQuestion] = []
    questionnaires: list[Published | QuestionnairePart] = ["sus"]
    claims: list[ClaimPart] = []
    colleagues: list[ColleaguePart] = []
    interruptions: list[InterruptionPart] | None = None
    expert_answers: dict[str, dict[str, ExpertPart]] = {}
    reader: ReaderPart | None = None


def file_of(study: Study) -> StudyFile:
    """What the study's file said when it was read in: its consent sheet, its colleagues and the rest."""
    return StudyFile.model_validate(study.content)
