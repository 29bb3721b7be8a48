"""What every form shares."""

import secrets

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from casework.errors import DomainError
from casework.web import current


class Form(FlaskForm):  # type: ignore[misc]
    """A form that can show what an operation refused, is answered once, and names the sitting it was made for."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    sitting = HiddenField(default=current.sitting_id)

    def messages(self) -> list[str]:
        """Every message shown beside a field, in the order of the fields."""
        return [str(message) for messages in self.errors.values() for message in messages]

    def words(self) -> str:
        """Everything typed in words; a key made by chance is nobody's words, though it may look like a postcode."""
        typed = (field for field in self if isinstance(field, StringField | TextAreaField))
        return "\n".join(field.data or "" for field in typed if not isinstance(field, HiddenField))

    def show(self, error: DomainError) -> None:
        """Put an operation's refusal beside its field, or at the top when it belongs to none."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


def choices_of(labels: dict[str, str]) -> list[SelectChoice]:
    """Choices from code → label."""
    return [SelectChoice(value=code, label=label) for code, label in labels.items()]
