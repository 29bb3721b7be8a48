"""The forms of what is asked after a task and after an arm, in the words of whoever published them or of the study."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import Length

from casework.errors import DomainError
from casework.lab import asking, front_door
from casework.lab.models import Session
from casework.lab.sessions import SEQ_RATINGS, SUS_ANSWERS
from casework.lab.study_file import ComprehensionPart, OwnQuestion, QuestionnairePart, StudyFile
from casework.web.joining.forms import Page, one_of

LONGEST_COMMENT = asking.LONGEST_ANSWER

# The ten statements as Brooke (1996) wrote them, with “cumbersome” for the eighth, as is usual since.
SUS_STATEMENTS = (
    "I think that I would like to use this system frequently",
    "I found the system unnecessarily complex",
    "I thought the system was easy to use",
    "I think that I would need the support of a technical person to be able to use this system",
    "I found the various functions in this system were well integrated",
    "I thought there was too much inconsistency in this system",
    "I would imagine that most people would learn to use this system very quickly",
    "I found the system very cumbersome to use",
    "I felt very confident using the system",
    "I needed to learn a lot of things before I could get going with this system",
)

# Lewis, Utesch and Maher (2013), with “this system”, as both statements are used since.
UMUX_LITE_STATEMENTS = ("This system’s capabilities meet my requirements", "This system is easy to use")

# The six subscales of Hart and Staveland (1988), without weights: the question, and what stands at both ends.
TLX_SUBSCALES = (
    ("Mental demand", "How mentally demanding was the work?", "Very low", "Very high"),
    ("Physical demand", "How physically demanding was the work?", "Very low", "Very high"),
    ("Temporal demand", "How hurried or rushed was the pace of the work?", "Very low", "Very high"),
    ("Performance", "How successful were you in doing what you were asked to do?", "Perfect", "Failure"),
    ("Effort", "How hard did you have to work to get as far as you did?", "Very low", "Very high"),
    (
        "Frustration",
        "How insecure, discouraged, irritated, stressed or annoyed were you?",
        "Very low",
        "Very high",
    ),
)


def ends(values: Sequence[int], low: str, high: str) -> dict[str, str]:
    """The labels of a scale whose two ends are named: "1 Very difficult", "2", … "7 Very easy"."""
    named = {values[0]: low, values[-1]: high}
    return {str(value): f"{value} {named.get(value, '')}".strip() for value in values}


SEQ_SCALE = ends(SEQ_RATINGS, "Very difficult", "Very easy")
SUS_SCALE = ends(SUS_ANSWERS, "Strongly disagree", "Strongly agree")
UMUX_LITE_SCALE = ends(asking.UMUX_LITE_ANSWERS, "Strongly disagree", "Strongly agree")
SURE_SCALE = ends(front_door.HOW_SURE, "Not sure at all", "Completely sure")


def comment_field() -> TextAreaField:
    return TextAreaField(
        "Is there anything you want to say? (optional)",
        description="Leave out anything that says who you or anybody else is.",
        validators=[
            Length(max=LONGEST_COMMENT, message=f"What you want to say must be {LONGEST_COMMENT:,} characters or fewer")
        ],
    )


class QuestionsForm(Page):
    """Questions made for a study: `item_1` … of a published questionnaire, `own_` and `understood_` with an id."""

    def fields(self, begins: str) -> list[Any]:
        """The fields whose names begin like this, in order."""
        return [field for field in self if field.name.startswith(begins)]

    def items(self) -> list[int | None]:
        """The answers to a published questionnaire in order, None where one was left out."""
        return [int(item.data) if item.data else None for item in self.fields("item_")]

    def own(self) -> dict[str, Any]:
        """The answers to the study's own questions, by their id."""
        return {
            field.name.removeprefix("own_"): int(field.data) if isinstance(field, RadioField) else field.data
            for field in self.fields("own_")
            if field.data
        }

    def understood(self) -> tuple[dict[str, str], dict[str, int | None]]:
        """What she answered, and how sure she is of it, by the question's id."""
        answers = {field.name.removeprefix("understood_"): field.data or "" for field in self.fields("understood_")}
        sure = {
            field.name.removeprefix("sure_"): int(field.data) if field.data else None for field in self.fields("sure_")
        }
        return answers, sure

    def at_its_field(self, error: DomainError) -> DomainError:
        """What is wrong with the items as a whole is shown at the first that has no answer."""
        if error.field != "items":
            return error
        return DomainError(error.message, field=next(item.name for item in self.fields("item_") if not item.data))


def rating_form(file: StudyFile) -> Callable[..., QuestionsForm]:
    """How easy the task was, with the study's own questions."""
    seq = one_of(
        "Overall, how difficult or easy was this task?",
        SEQ_SCALE,
        missing="Select how difficult or easy the task was",
    )
    return _form({"seq": seq, **_own(file.after_task), "comment": comment_field()})


def title_of(asked: asking.Questionnaire) -> str:
    """What a questionnaire of the study's own is called; the published ones say it in their pages."""
    return asked.title if isinstance(asked, QuestionnairePart) else ""


def questionnaire_form(asked: asking.Questionnaire) -> Callable[..., QuestionsForm]:
    """A questionnaire about an arm."""
    if isinstance(asked, QuestionnairePart):
        return _form({**_own(asked.questions), "comment": comment_field()})
    items = {
        "sus": lambda: [one_of(f"{n}. {text}", SUS_SCALE) for n, text in enumerate(SUS_STATEMENTS, 1)],
        "umux_lite": lambda: [
            one_of(f"{n}. {text}", UMUX_LITE_SCALE) for n, text in enumerate(UMUX_LITE_STATEMENTS, 1)
        ],
        "raw_tlx": lambda: [
            one_of(f"{name}: {text}", ends(asking.TLX_ANSWERS, low, high)) for name, text, low, high in TLX_SUBSCALES
        ],
    }[asked]()
    return _form({**{f"item_{n}": item for n, item in enumerate(items, 1)}, "comment": comment_field()})


def understanding_form(session: Session) -> Callable[..., QuestionsForm]:
    """What she understood, question by question, each with how sure she is."""
    run = session.current_run
    fields: dict[str, Any] = {}
    for question in front_door.questions(run) if run else []:
        fields[f"understood_{question.id}"] = _understood(question)
        fields[f"sure_{question.id}"] = one_of("How sure are you of this?", SURE_SCALE)
    return _form(fields)


def _understood(question: ComprehensionPart) -> Any:
    if question.answers:
        offered = (*question.answers, front_door.DOES_NOT_KNOW)
        return one_of(question.asks, {answer: answer for answer in offered})
    return _words(question.asks, hint="In your own words. If you do not know, write that.")


def _own(questions: Sequence[OwnQuestion]) -> dict[str, Any]:
    return {f"own_{question.id}": _own_field(question) for question in questions}


def _own_field(question: OwnQuestion) -> Any:
    label = question.asks if question.required else f"{question.asks} (optional)"
    if question.scale is None:
        return _words(label, hint="Leave out anything that says who you or anybody else is.")
    return one_of(label, ends(range(1, question.scale + 1), question.low, question.high))


def _words(label: str, *, hint: str) -> TextAreaField:
    longest = f"What you write must be {asking.LONGEST_ANSWER:,} characters or fewer"
    return TextAreaField(label, description=hint, validators=[Length(max=asking.LONGEST_ANSWER, message=longest)])


def _form(fields: dict[str, Any]) -> Callable[..., QuestionsForm]:
    return type("Questions", (QuestionsForm,), {**fields, "submit": SubmitField("Continue")})
