"""How she likes her pages: a page that asks for no reason, and works on any device."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab import display
from casework.web import current
from casework.web.access import Who, allow
from casework.web.joining.blueprint import bp
from casework.web.joining.forms import DisplayForm

OWN_PLACES = ("/work", "/people", "/steps/", "/duty", "/directory", "/join/")


@bp.route("/display", methods=["GET", "POST"])
@allow(Who.PARTICIPANT)
def show_display() -> ResponseReturnValue:
    here = current.sitting()
    form = DisplayForm(data={**display.chosen(here), "next": place_left(request.args.get("next", ""))})
    if form.validate_on_submit():
        display.choose(here, form.told())
        there = place_left(form.next.data or "")
        current.reply_is(there)
        db.session.commit()
        return redirect(there, 303)
    return render_template("joining/display.html", form=form, back=place_left(form.next.data or ""))


def place_left(path: str) -> str:
    """The page of hers that she came from, or the present one."""
    fine = path.startswith(OWN_PLACES) and "//" not in path and "\\" not in path
    return path if fine else url_for("joining.now")
