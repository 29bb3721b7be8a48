"""What stands on the page of work that has come in: who asks, in whose words, with what papers, and what disagrees."""

from typing import Any

from sqlalchemy import or_, select

from casework.extensions import db
from casework.records.models import Contact, Document, PersonDetail, Step
from casework.records.queries import work as queries
from casework.records.vocabulary import DocumentKind, StepStatus
from casework.web import current


def came_in(step: Step) -> dict[str, Any]:
    """What the page of a step that has come in shows beside the step itself.

    can_hand_on: whether it may be passed on or returned from here: hers, or her team's, and not started.
    differs: facts of the record that what came in contradicts.
    """
    contact = db.session.scalars(
        select(Contact)
        .where(Contact.case_id == step.case_id)
        .order_by(Contact.received_on.desc(), Contact.id.desc())
        .limit(1)
    ).first()
    papers = db.session.scalars(
        select(Document)
        .where(
            Document.person_id == step.person_id,
            Document.kind == DocumentKind.ATTACHMENT,
            or_(Document.case_id == step.case_id, Document.case_id.is_(None)),
        )
        .order_by(Document.dated_on.desc(), Document.title)
    )
    differs = db.session.scalars(
        select(PersonDetail)
        .where(
            PersonDetail.person_id == step.person_id,
            PersonDetail.differs.is_not(None),
            PersonDetail.replaced_on.is_(None),
        )
        .order_by(PersonDetail.position, PersonDetail.id)
    )
    worker, absent = current.worker(), current.acting_for()
    hers = {worker.id, absent.id if absent else worker.id}
    in_tray = step.worker_id is None and step.team_id == worker.team_id
    return {
        "contact": contact,
        "papers": list(papers),
        "differs": list(differs),
        "moves": queries.moves_of(db.session(), step),
        "in_tray": in_tray and step.status == StepStatus.INCOMING,
        "can_hand_on": step.status == StepStatus.INCOMING and (in_tray or step.worker_id in hers),
    }
