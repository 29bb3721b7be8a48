"""The chronology of a person's life, beside the case notes."""

from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.records.queries import people
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp
from casework.web.records.notes import person_page


@bp.route("/people/<person_id>/chronology")
@allow(*AT_WORK)
def chronology(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: chronology")
    current.looked_at(whom, "Chronology")
    return person_page("records/chronology.html", whom, "chronology", entries=people.chronology_of(db.session(), whom))
