"""How the county compares with the figures it was made after."""

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.synthetic.comparison import compare
from casework.web.access import STAFF, allow
from casework.web.county.blueprint import bp, county, parts_of


@bp.get("/county/figures")
@allow(*STAFF)
def show_figures() -> ResponseReturnValue:
    made = county()
    compared = compare(db.session(), made.story_date) if made else []
    return render_template(
        "county/figures.html",
        county=made,
        parts=parts_of("show_figures"),
        groups=[(group, list(rows)) for group, rows in groupby(compared, key=lambda row: row.group)],
        differing=sum(row.differs for row in compared),
        compared=compared,
    )
