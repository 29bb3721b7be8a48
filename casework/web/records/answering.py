"""What every form of the record has in common: checked, done once, and given back as it was typed when refused."""

from collections.abc import Callable

from flask import redirect, request
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.records.real_data import looks_real
from casework.web import current
from casework.web.forms import Form


def answered(form: Form, do: Callable[[], str], show: Callable[[list[str]], str]) -> ResponseReturnValue:
    """Show a form, and when it is sent do what it asks and go where that leads.

    do: changes the record and returns the address to go to; what it refuses (DomainError) is put beside its field.
    show: makes the page. It is given what of the words typed looks like a real person's details, and must look the
    record up again, because a refusal undoes all that was read. Commits.
    """
    real: list[str] = []
    if form.is_submitted():
        real = [] if request.form.get("fictional") else looks_real(form.words())
        if real or not form.validate():
            current.refused(*real, *form.messages())
        else:
            try:
                there = do()
            except DomainError as error:
                current.refused(error)
                form.show(error)
            else:
                current.reply_is(there)
                db.session.commit()
                return redirect(there)
    return show(real)
