"""What a participant agrees to, and what she takes back.

Nothing about her is kept before she agreed. What she takes back counts from that moment, also after her session has
ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.database import Db
from casework.errors import DomainError
from casework.lab.events import happened
from casework.lab.models import Participant, Session
from casework.lab.study_file import Consent, ConsentChoice, StudyFile, file_of
from casework.lab.vocabulary import EventKind
from casework.workflows.calendar import due_on

PICTURES = "pictures"


@dataclass(frozen=True)
class Agreement:
    """One choice of the sheet, and whether she agreed. means: what follows from it, in plain words."""

    choice: ConsentChoice
    is_given: bool
    means: str


def agreements(participant: Participant, file: StudyFile) -> list[Agreement]:
    """Every choice of the study's sheet in its order, with what she said to it; none given before she was asked."""
    given = participant.consent_choices or []
    return [Agreement(choice, choice.id in given, meaning(choice, file)) for choice in file.consent.choices]


def meaning(choice: ConsentChoice, file: StudyFile) -> str:
    """What follows from agreeing to a choice, and from not; empty where its label says it all."""
    if choice.required:
        return "Nobody takes part without agreeing to this."
    match choice.id:
        case "observed":
            people = "one other person" if file.watchers == 1 else f"up to {file.watchers} other people"
            return (
                f"Then {people} of the research team may follow your screen while you work. "
                "Without it, nobody but the researcher does."
            )
        case "pictures":
            return (
                "Then pictures of the pages as you saw them are kept with your session. "
                "Without it they go when your session ends."
            )
        case "quoted":
            return (
                "Then words of yours may stand in a report, without anything that says who you are. "
                "Without it your words are only counted and summed up."
            )
        case "kept":
            longer = f"for {months(choice.months)} " if choice.months not in (None, file.keep_months) else ""
            return (
                f"Then what was kept of you is kept {longer}for later studies too. "
                f"Without it, it is deleted after {months(file.keep_months)}."
            )
    return ""


def months(number: int | None) -> str:
    return "1 month" if number == 1 else f"{number} months"


def agree(db: Db, session: Session, choices: Sequence[str], *, at: datetime) -> None:
    """Keep what she agreed to, the version of the sheet, and until when what comes is kept.

    choices: the ids of what she ticked. Raises DomainError on `choices` while something required is not among them.
    """
    file, participant = file_of(session.study), session.participant
    given = _given(file.consent, choices)
    participant.consent_version, participant.consent_choices, participant.consented_at = file.consent.version, given, at
    participant.keep_until = kept_until(file, given, at)
    happened(db, session, EventKind.CONSENT_GIVEN, at=at, version=file.consent.version, choices=given)


def change(db: Db, session: Session, choices: Sequence[str], *, at: datetime) -> list[str]:
    """Take back what is no longer among her choices, and add what is new among them. Gives what was taken back.

    It counts at once: whoever watches is shut out with the next page, and pictures that were kept are gone.
    Raises DomainError on `choices` without the required ones: to take those back is to stop.
    """
    file, participant = file_of(session.study), session.participant
    if participant.consented_at is None:
        raise DomainError("Say first whether you want to take part")
    before = participant.consent_choices or []
    given = _given(file.consent, choices)
    taken_back = [choice for choice in before if choice not in given]
    added = [choice for choice in given if choice not in before]
    if not taken_back and not added:
        return []
    participant.consent_choices = given
    participant.keep_until = kept_until(file, given, participant.consented_at)
    happened(db, session, EventKind.CHOICES_CHANGED, at=at, taken_back=taken_back, given=added)
    db.flush()
    return taken_back


def kept_until(file: StudyFile, choices: Sequence[str], at: datetime) -> date:
    """The day on which what is kept of somebody who agreed at `at` is deleted."""
    longer = [choice.months for choice in file.consent.choices if choice.id == "kept" and choice.id in choices]
    number = longer[0] if longer and longer[0] is not None else file.keep_months
    until = due_on(months(number), at.astimezone().date())
    if until is None:
        raise ValueError(f"{number} months are no length of time")
    return until


def _given(sheet: Consent, choices: Sequence[str]) -> list[str]:
    if unknown := set(choices) - {choice.id for choice in sheet.choices}:
        raise ValueError(f"the consent sheet has no choice {', '.join(sorted(unknown))}")
    missing = [choice for choice in sheet.choices if choice.required and choice.id not in choices]
    if missing:
        raise DomainError(f"Select “{missing[0].label}” if you want to take part", field="choices")
    return [choice.id for choice in sheet.choices if choice.id in choices]
