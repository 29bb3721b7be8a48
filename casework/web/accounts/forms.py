"""Signing in, accepting an invitation, and what one changes about one’s own account."""

from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from casework.web.forms import Form


class SignInForm(Form):
    username = StringField(
        "Username",
        validators=[DataRequired("Enter your username")],
        render_kw={
            "autocomplete": "username",
            "spellcheck": False,
            "classes": "govuk-input--width-20",
        },
    )
    password = PasswordField(
        "Password",
        validators=[DataRequired("Enter your password")],
        render_kw={
            "autocomplete": "current-password",
            "classes": "govuk-input--width-20",
        },
    )
    submit = SubmitField("Sign in")


class ChangePasswordForm(Form):
    current_password = PasswordField(
        "Current password",
        validators=[DataRequired("Enter your current password")],
        render_kw={
            "autocomplete": "current-password",
            "classes": "govuk-input--width-20",
        },
    )
    new_password = PasswordField(
        "New password",
        description="12 characters or more. Three or four words that have nothing to do with each other work well.",
        validators=[DataRequired("Enter a new password")],
        render_kw={"autocomplete": "new-password", "classes": "govuk-input--width-20"},
    )
    submit = SubmitField("Change password")


class CodeForm(Form):
    code = StringField(
        "Code",
        description="The six digits that your app shows now, or a recovery code.",
        validators=[DataRequired("Enter the code")],
        render_kw={"autocomplete": "one-time-code", "spellcheck": False, "classes": "govuk-input--width-10"},
    )
    submit = SubmitField("Sign in")


class ConfirmForm(Form):
    code = StringField(
        "Code",
        description="The six digits that your app shows now.",
        validators=[DataRequired("Enter the code")],
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": False,
            "classes": "govuk-input--width-5",
        },
    )
    submit = SubmitField("Confirm")


class AcceptForm(Form):
    username = StringField(
        "Username",
        description="What you will type to sign in. Capital letters make no difference.",
        validators=[
            DataRequired("Enter a username"),
            Length(max=120, message="Username must be 120 characters or fewer"),
        ],
        render_kw={"autocomplete": "username", "spellcheck": False, "classes": "govuk-input--width-20"},
    )
    password = PasswordField(
        "Password",
        description="12 characters or more. Three or four words that have nothing to do with each other work well.",
        validators=[DataRequired("Enter a password")],
        render_kw={"autocomplete": "new-password", "classes": "govuk-input--width-20"},
    )
    submit = SubmitField("Go on")
