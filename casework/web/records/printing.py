"""A person's whole record on paper: everything in order, and nothing to press."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.records.queries import notes, people
from casework.records.queries.chronology import events_of
from casework.records.queries.documents import documents_of
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp
from casework.web.records.wording import labels


@bp.route("/people/<person_id>/print")
@allow(*AT_WORK)
def print_record(person_id: str) -> ResponseReturnValue:
    """The record to print. Confidential notes and papers are left out, and counted, unless they are asked for."""
    session = db.session()
    whom = people.get_person(session, person_id)
    current.viewing(f"{whom.name}: whole record, to print")
    current.looked_at(whom, "Whole record, to print")
    with_confidential = request.args.get("confidential") == "yes"
    every_note, papers = notes.notes_of(session, whom), documents_of(session, whom)
    confidential = {note.id for note in every_note if note.is_confidential}
    return render_template(
        "records/print.html",
        person=whom,
        worker=current.worker(),
        label=labels(),
        with_confidential=with_confidential,
        left_out=len(confidential) + sum(paper.is_confidential for paper in papers),
        warnings=[warning for warning in whom.warnings if warning.ended_on is None],
        involvements=people.involvements_of(session, whom),
        events=[event for event in events_of(session, whom) if with_confidential or event.note_id not in confidential],
        notes=[note for note in every_note if with_confidential or not note.is_confidential],
        steps=people.steps_of(session, whom),
        assessments=people.assessments_of(session, whom),
        plans=people.plans_of(session, whom),
        documents=[paper for paper in papers if with_confidential or not paper.is_confidential],
    )
