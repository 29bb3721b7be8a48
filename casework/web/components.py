"""What templates need to draw a form's fields with GOV.UK's components."""

from typing import Any

from wtforms import Field, Form

GROUPS = ("RadioField", "SelectMultipleField", "DateField")
CHOICES = ("RadioField", "SelectMultipleField", "SelectField")
DATE_PARTS = (("", "Day", 2), ("-month", "Month", 2), ("-year", "Year", 4))


def field_params(field: Field, legend: str = "s", small: bool = True) -> dict[str, Any]:
    """One WTForms field as the parameters of the GOV.UK component that shows it.

    legend: the size of its label ("s", "m", "l"). small: small radios and checkboxes.
    The day's box of a date carries the field's own id, so that a link in the error summary lands in it.
    """
    name: dict[str, Any] = {
        "text": field.label.text,
        "classes": f"govuk-label--{legend}",
    }
    params: dict[str, Any] = {"name": field.name}
    if field.description:
        params["hint"] = {"text": field.description}
    if field.errors:
        params["errorMessage"] = {"text": field.errors[0]}
    if field.type in GROUPS:
        params["idPrefix"] = field.id
        params["fieldset"] = {"legend": name | {"classes": f"govuk-fieldset__legend--{legend}"}}
    else:
        params |= {"id": field.id, "label": name}
    if field.type in CHOICES:
        params["items"] = [
            {
                "value": option._value(),
                "text": option.label.text,
                "checked": option.checked,
                "selected": option.checked,
            }
            for option in field
        ]
    elif field.type == "BooleanField":
        params |= {
            "idPrefix": field.id,
            "items": [{"value": "y", "text": field.label.text, "checked": bool(field.data)}],
        }
    elif field.type == "DateField":
        params |= _date_params(field)
        del params["name"]
    elif field.type == "PasswordField":
        params["autocomplete"] = "current-password"
    elif field.type == "IntegerField":
        params |= {
            "value": field._value(),
            "inputmode": "numeric",
            "classes": "govuk-input--width-5",
        }
    else:
        params["value"] = field._value()
    if small and field.type in ("RadioField", "SelectMultipleField", "BooleanField"):
        params["classes"] = "govuk-radios--small" if field.type == "RadioField" else "govuk-checkboxes--small"
    return params


def _date_params(field: Field) -> dict[str, Any]:
    typed = list(field.raw_data or (field.data.strftime("%d %m %Y").split() if field.data else []))
    typed = [*typed, "", "", ""][:3]
    return {
        "id": f"{field.id}-group",
        "items": [
            {
                "id": field.id + suffix,
                "name": field.name,
                "label": label,
                "value": value,
                "classes": f"govuk-input--width-{width}" + (" govuk-input--error" if field.errors else ""),
            }
            for (suffix, label, width), value in zip(DATE_PARTS, typed, strict=True)
        ],
    }


def error_list(form: Form) -> list[dict[str, str]]:
    """The entries of an error summary: each message, linked to its field; those of no field without a link."""
    return [
        {"text": str(messages[0])} | ({"href": f"#{form[name].id}"} if name else {})
        for name, messages in form.errors.items()
        if messages
    ]
