"""What researchers and note-takers send."""

from typing import Any

from wtforms import IntegerField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from casework.web.forms import Form

MOST_AT_ONCE = 8
HOW_MANY = f"Enter how many sessions to plan, 1 to {MOST_AT_ONCE}"


class StaffForm(Form):
    """A form that belongs to no participant's sitting, also where one goes on in the same browser."""

    sitting: Any = None


class HowMany(IntegerField):  # type: ignore[misc]
    """A whole number; anything else is answered in the same words as a number out of range."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(HOW_MANY) from None


class PlanForm(StaffForm):
    number = HowMany(
        "How many sessions",
        default=1,
        validators=[InputRequired(HOW_MANY), NumberRange(1, MOST_AT_ONCE, HOW_MANY)],
    )
    submit = SubmitField("Plan sessions")


class RehearsalForm(StaffForm):
    submit = SubmitField("Plan a rehearsal")


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


class EndForm(StaffForm):
    because = TextAreaField(
        "Why does the session end here?", validators=[DataRequired("Enter why the session ends here")]
    )
    submit = SubmitField("End the session")


class StrikeOutForm(StaffForm):
    words = StringField("Words to strike out, as they were typed", validators=[DataRequired("Enter the words")])
    because = TextAreaField("Why are they struck out?", validators=[DataRequired("Enter why this is struck out")])
    submit = SubmitField("Strike out")
