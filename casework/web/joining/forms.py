"""What a participant is asked outside the system under test: consent, about herself, and what she made of it."""

from wtforms import RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from casework.lab.sessions import SEQ_RATINGS, SUS_ANSWERS
from casework.lab.study_file import Consent
from casework.web.forms import Form, choices_of

LONGEST_COMMENT = 10_000

# Wide bands on purpose: a role and years in post together must not point at one person of a team.
ROLES = {
    "social-worker": "Social worker",
    "senior": "Senior or advanced practitioner",
    "manager": "Team manager",
    "assessor": "Social care assessor or assistant",
    "contact": "First contact or duty officer",
    "occupational-therapist": "Occupational therapist",
    "other": "Another role",
    "not-said": "I prefer not to say",
}
YEARS = {
    "under-1": "Less than 1 year",
    "1-4": "1 to 4 years",
    "5-9": "5 to 9 years",
    "10-plus": "10 years or more",
    "not-said": "I prefer not to say",
}
SYSTEMS = {
    "mosaic": "Mosaic",
    "liquidlogic": "Liquidlogic",
    "eclipse": "Eclipse",
    "azeus": "Azeus Care",
    "care-director": "CareDirector",
    "access": "Access Adult Social Care",
    "other": "Another system",
    "none": "None of these",
}

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


def ends(values: range, low: str, high: str) -> dict[str, str]:
    """The labels of a scale whose two ends are named: "1 Very difficult", "2", … "7 Very easy"."""
    named = {values[0]: low, values[-1]: high}
    return {str(value): f"{value} {named[value]}" if value in named else str(value) for value in values}


SEQ_SCALE = ends(SEQ_RATINGS, "Very difficult", "Very easy")
SUS_SCALE = ends(SUS_ANSWERS, "Strongly disagree", "Strongly agree")


def one_of(label: str, answers: dict[str, str], *, missing: str = "", hint: str = "") -> RadioField:
    """One answer of a list. missing: what is said when none is chosen; without it, none may be."""
    return RadioField(
        label,
        description=hint,
        choices=choices_of(answers),
        validate_choice=False,
        validators=[DataRequired(missing) if missing else Optional(), AnyOf(answers, "Select one of the answers")],
    )


class CodeForm(Form):
    code = StringField(
        "Your code",
        description="Six letters and numbers, such as CDF 346. Capitals and spaces do not matter.",
        validators=[DataRequired("Enter your code"), Length(max=40, message="Code must be 6 letters and numbers")],
        render_kw={"autocomplete": "off"},
    )
    submit = SubmitField("Continue")


class ConsentForm(Form):
    """Its choices are the study's: call `ask` before it is validated."""

    choices = SelectMultipleField("Do you agree?", description="Select all that you agree to.")
    submit = SubmitField("Continue")

    def ask(self, sheet: Consent) -> None:
        self.choices.choices = choices_of(
            {choice.id: choice.label if choice.required else f"{choice.label} (optional)" for choice in sheet.choices}
        )


class AboutYouForm(Form):
    role = one_of("What is your role?", ROLES, missing="Select your role, or that you prefer not to say")
    years = one_of(
        "How long have you worked in adult social care?",
        YEARS,
        missing="Select how long you have worked in adult social care, or that you prefer not to say",
    )
    systems = SelectMultipleField(
        "Which case management systems have you used?",
        description="Select all that apply.",
        choices=choices_of(SYSTEMS),
    )
    systems_other = StringField(
        "Another system (optional)",
        description="Its name, if it is not in the list.",
        validators=[Length(max=120, message="Name of the system must be 120 characters or fewer")],
        render_kw={"autocomplete": "off"},
    )
    submit = SubmitField("Continue")


def comment_field() -> TextAreaField:
    return TextAreaField(
        "Is there anything you want to say? (optional)",
        description="Leave out anything that says who you or anybody else is.",
        validators=[
            Length(max=LONGEST_COMMENT, message=f"What you want to say must be {LONGEST_COMMENT:,} characters or fewer")
        ],
    )


class StartForm(Form):
    submit = SubmitField("Start")


class RatingForm(Form):
    seq = one_of(
        "Overall, how difficult or easy was this task?",
        SEQ_SCALE,
        missing="Select how difficult or easy the task was",
    )
    comment = comment_field()
    submit = SubmitField("Continue")


class QuestionnaireForm(Form):
    """`item_1` to `item_10`: 1 (strongly disagree) to 5 (strongly agree), or left out."""

    @property
    def items(self) -> list[RadioField]:
        return [self[f"item_{number}"] for number in range(1, len(SUS_STATEMENTS) + 1)]

    @property
    def answers(self) -> list[int | None]:
        """The ten answers in order, None where one was left out."""
        return [int(item.data) if item.data else None for item in self.items]


for _number, _statement in enumerate(SUS_STATEMENTS, 1):
    setattr(QuestionnaireForm, f"item_{_number}", one_of(f"{_number}. {_statement}", SUS_SCALE))
QuestionnaireForm.comment = comment_field()
QuestionnaireForm.submit = SubmitField("Continue")
