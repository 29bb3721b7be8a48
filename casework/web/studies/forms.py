"""What researchers and note-takers send."""

from typing import Any

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, SubmitField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from casework.web.forms import Form, choices_of

MOST_AT_ONCE = 40
HOW_LONG = "Enter how many minutes, 1 to 600"
HOW_MANY = f"Enter how many sessions to plan, 1 to {MOST_AT_ONCE}"


class StaffForm(Form):
    """A form that belongs to no participant's sitting, also where one goes on in the same browser."""

    sitting: Any = None


class HowMany(IntegerField):  # type: ignore[misc]
    """A whole number; anything else is answered in the words of its own range."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            told = next(each.message for each in self.validators if isinstance(each, NumberRange))
            raise ValueError(told) from None


class PlanForm(StaffForm):
    number = HowMany(
        "How many sessions",
        default=1,
        validators=[InputRequired(HOW_MANY), NumberRange(1, MOST_AT_ONCE, HOW_MANY)],
    )
    day = DateField("Day of the first (optional)", format="%d %m %Y", validators=[Optional()])
    begins = TimeField("First begins at", validators=[Optional()])
    every = HowMany(
        "Minutes from one to the next",
        default=75,
        validators=[Optional(), NumberRange(0, 1440, "Enter minutes, 0 to 1,440")],
    )
    submit = SubmitField("Plan sessions")


class RehearsalForm(StaffForm):
    submit = SubmitField("Plan a rehearsal")


class PilotForm(StaffForm):
    submit = SubmitField("Plan a pilot")


class OverrideForm(StaffForm):
    row = RadioField("Row", validators=[DataRequired("Select one of the rows")])
    because = TextAreaField("Why is another row needed?")
    submit = SubmitField("Change the row")


class GroupForm(StaffForm):
    minutes = HowMany(
        "How many minutes the code works",
        default=30,
        validators=[InputRequired(HOW_LONG), NumberRange(1, 600, HOW_LONG)],
    )
    submit = SubmitField("Open the code")


class ActForm(StaffForm):
    """A button of the console: all it sends is its name."""


class NoteForm(StaffForm):
    text = StringField("Note")
    submit = SubmitField("Save note")


class VoidForm(StaffForm):
    because = TextAreaField(
        "Why does this run not count?", validators=[DataRequired("Enter why this run does not count")]
    )
    submit = SubmitField("Leave this run out")


class JudgeForm(StaffForm):
    is_success = RadioField(
        "Did she succeed?",
        choices=choices_of({"yes": "Yes", "no": "No"}),
        validators=[DataRequired("Select whether she succeeded")],
    )
    because = TextAreaField("What did you see that shows it?")
    submit = SubmitField("Keep this judgement")


class HandOverForm(StaffForm):
    worker = RadioField("As whom do they work?", validators=[DataRequired("Select a colleague")])
    how = RadioField(
        "What may they do?",
        choices=choices_of({"works": "Work as this colleague would", "reads": "Read only"}),
        default="works",
        validators=[DataRequired("Select what they may do")],
    )
    submit = SubmitField("Make the link")


class MarksForm(StaffForm):
    tags = StringField("Tags")
    severity = SelectField("How bad is it?", validate_choice=True)
    submit = SubmitField("Keep")


class QuestionForm(StaffForm):
    question = StringField("Ask the facilitator")
    submit = SubmitField("Send")


class DeleteForm(StaffForm):
    because = TextAreaField(
        "Why does the session end here?", validators=[DataRequired("Enter why the session ends here")]
    )
    submit = SubmitField("Stop and delete now")


class EndForm(StaffForm):
    because = TextAreaField(
        "Why does the session end here?", validators=[DataRequired("Enter why the session ends here")]
    )
    submit = SubmitField("End the session")


class StrikeOutForm(StaffForm):
    words = StringField("Words to strike out, as they were typed", validators=[DataRequired("Enter the words")])
    because = TextAreaField("Why are they struck out?", validators=[DataRequired("Enter why this is struck out")])
    submit = SubmitField("Strike out")
