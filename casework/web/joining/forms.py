"""What a participant is asked before and between tasks: her code, consent, about herself, how she likes her pages."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from casework.lab import display
from casework.lab.study_file import StudyFile
from casework.web.forms import Form, choices_of

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

# The same of residents and carers: nothing about their own care, only what decides whether a screen can be used.
RESIDENTS = {
    "for-myself": "I would ask for help for myself",
    "carer": "I look after somebody",
    "family": "I help family or a friend now and then",
    "other": "None of these",
    "not-said": "I prefer not to say",
}
ONLINE = {
    "often": "By myself, most days",
    "sometimes": "By myself, now and then",
    "with-help": "With somebody’s help",
    "never": "I do not",
    "not-said": "I prefer not to say",
}
DEVICES = {
    "telephone": "A smartphone",
    "tablet": "A tablet",
    "computer": "A computer or laptop",
    "shared": "One that others use too, or in a library",
    "none": "None",
    "not-said": "I prefer not to say",
}
HELPS = {
    "larger": "Larger text or a magnifier",
    "screen-reader": "A screen reader",
    "voice": "Speaking instead of typing",
    "keyboard": "A keyboard or switch instead of a mouse",
    "bsl": "British Sign Language",
    "language": "Another language than English",
    "reading": "Help with reading or spelling",
    "memory": "Help with remembering or concentrating",
    "person": "Somebody who sits with me",
}


class Page(Form):
    """A page of her own. asked: which page of her session it is, so that an old one in another tab is told apart."""

    asked = HiddenField()


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
        validators=[DataRequired("Enter your code"), Length(max=120, message="Code must be 6 letters and numbers")],
        render_kw={"autocomplete": "off"},
    )
    submit = SubmitField("Continue")


class ConsentForm(Page):
    """Its choices are the study's."""

    choices = SelectMultipleField("Do you agree?", description="Select all that you agree to.")
    submit = SubmitField("Continue")

    @classmethod
    def asking(cls, file: StudyFile, **typed: Any) -> "ConsentForm":
        """The form with the choices of a study's sheet."""
        form = cls(**typed)
        form.choices.choices = choices_of(
            {one.id: one.label if one.required else f"{one.label} (optional)" for one in file.consent.choices}
        )
        return form


def about_you_form(file: StudyFile) -> type[Page]:
    return AboutResidentForm if file.about_you.who == "residents" else AboutYouForm


class AboutYouForm(Page):
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

    def told(self) -> dict[str, Any]:
        """What she said, as `sessions.answer_about_you` takes it."""
        return {
            "role": self.role.data,
            "years": self.years.data,
            "systems": self.systems.data or [],
            "systems_other": (self.systems_other.data or "").strip(),
        }


class AboutResidentForm(Page):
    role = one_of("Which of these is nearest to you?", RESIDENTS, missing="Select one, or that you prefer not to say")
    online = one_of(
        "How do you do things online?", ONLINE, missing="Select how you do things online, or that you prefer not to say"
    )
    device = one_of(
        "What do you use for it most?", DEVICES, missing="Select what you use most, or that you prefer not to say"
    )
    helps = SelectMultipleField(
        "Does any of this help you when you use a screen?",
        description="Select all that apply, or none.",
        choices=choices_of(HELPS),
    )
    submit = SubmitField("Continue")

    def told(self) -> dict[str, Any]:
        """What she said, as `sessions.answer_about_you` takes it."""
        about = {"online": self.online.data, "device": self.device.data, "helps": self.helps.data or []}
        return {"role": self.role.data, "years": None, "systems": [], "systems_other": None, "about": about}


class StartForm(Page):
    submit = SubmitField("Start")


class DisplayForm(Form):
    """How she likes her pages: one radio group for each of `display.OPTIONS`."""

    next = HiddenField()
    submit = SubmitField("Show my pages like this")

    def told(self) -> dict[str, str]:
        return {name: self[name].data for name in display.OPTIONS if self[name].data}


for _name, _option in display.OPTIONS.items():
    setattr(DisplayForm, _name, one_of(_option.label, _option.values))


class RealForm(Form):
    words = TextAreaField(
        "What was typed",
        description=(
            "The name, number or sentence as it stands on the page, with its spaces. "
            "Each press takes one out, wherever it stands."
        ),
        validators=[DataRequired("Enter what was typed"), Length(max=2000, message="Enter 2,000 characters or fewer")],
        render_kw={"autocomplete": "off"},
    )
    submit = SubmitField("Take it out everywhere")
