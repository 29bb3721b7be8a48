"""What a participant is asked outside her tasks: which page is next, and what makes its answers whole.

After a task come, with the screen hidden, the questions about what she understood, then how easy it was with the
study's own questions; after an arm its questionnaires, in the order of the study file. What was passed over is kept as
None, and is not asked again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.errors import DomainError
from casework.lab.models import Session, SessionArm
from casework.lab.study_file import OwnQuestion, Published, QuestionnairePart, StudyFile, file_of

Questionnaire = Published | QuestionnairePart

UMUX_LITE_ANSWERS = range(1, 8)
TLX_ANSWERS = range(0, 101, 5)
"""The 21 marks of the paper scale."""

ITEMS = {"umux_lite": (2, UMUX_LITE_ANSWERS), "raw_tlx": (6, TLX_ANSWERS)}
"""How many items a published questionnaire has, and what may be answered to each. Both have no score without all."""

LONGEST_ANSWER = 10_000


def name_of(questionnaire: Questionnaire) -> str:
    """The id under which the answers are kept."""
    return questionnaire if isinstance(questionnaire, str) else questionnaire.id


def questionnaires_left(file: StudyFile, arm: SessionArm) -> list[Questionnaire]:
    """What is still to be asked about an arm, in the study's order."""
    done = {*(arm.questionnaires or {}), *(["sus"] if arm.sus_at else [])}
    return [one for one in file.questionnaires if name_of(one) not in done]


def has_questionnaires_left(session: Session) -> bool:
    return bool(session.current_arm and questionnaires_left(file_of(session.study), session.current_arm))


def questionnaire_now(session: Session) -> Questionnaire:
    """What is asked now about the arm under way. Raises DomainError when nothing is left."""
    left = questionnaires_left(file_of(session.study), session.current_arm) if session.current_arm else []
    if not left:
        raise DomainError("The session has moved on since this page was opened")
    return left[0]


def is_about_understanding(session: Session) -> bool:
    """Whether the questions about what she understood come before the rating that is due."""
    run = session.current_run
    return run is not None and bool(run.task.comprehension) and run.comprehension is None


def own_questions(session: Session) -> list[OwnQuestion]:
    """The study's own questions after each task."""
    return file_of(session.study).after_task


def checked_items(
    questionnaire: Questionnaire, items: Sequence[int | None] | Mapping[str, Any]
) -> list[int] | dict[str, Any]:
    """The answers as they are kept.

    Raises DomainError on the first that is missing, ValueError for what was not offered.
    """
    if isinstance(questionnaire, QuestionnairePart):
        if not isinstance(items, Mapping):
            raise ValueError("answers to a study's own questionnaire are given by question id")
        return checked(questionnaire.questions, items)
    if questionnaire == "sus" or isinstance(items, Mapping):
        raise ValueError(f"the answers to {questionnaire} are not kept like this")
    number, offered = ITEMS[questionnaire]
    if len(items) != number or any(item is not None and item not in offered for item in items):
        raise ValueError(f"{questionnaire} has {number} answers of {offered}: {list(items)}")
    whole = [item for item in items if item is not None]
    if len(whole) < number:
        first = next(place for place, item in enumerate(items, 1) if item is None)
        raise DomainError("Select an answer, or leave out the whole page", field=f"item_{first}")
    return whole


def checked(questions: Sequence[OwnQuestion], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to own questions that were given: a number of the scale, or words.

    Raises DomainError on `own_` and its id for one that must be answered and is not, ValueError for what was not asked.
    """
    if unknown := answers.keys() - {question.id for question in questions}:
        raise ValueError(f"the study does not ask {', '.join(sorted(unknown))}")
    kept: dict[str, Any] = {}
    for question in questions:
        answer = answers.get(question.id)
        if isinstance(answer, str):
            answer = answer.strip()[:LONGEST_ANSWER]
        if answer in (None, ""):
            if question.required:
                raise DomainError(f"Answer “{question.asks}”", field=f"own_{question.id}")
            continue
        if question.scale is not None and answer not in range(1, question.scale + 1):
            raise ValueError(f"{question.id} is answered with 1 to {question.scale}, not {answer!r}")
        kept[question.id] = answer
    return kept
