"""Signing in, and changing one's own password."""

from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired

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
