"""The local directory: practices, providers, homes, charities and who else there is in the county."""

from sqlalchemy import or_, select

from casework.database import Db
from casework.records.models import Organisation
from casework.records.vocabulary import OrganisationKind


def organisations(db: Db, text: str = "", kind: OrganisationKind | None = None) -> list[Organisation]:
    """The organisations of one kind or of all, by kind and name, those that have each word of the text."""
    query = select(Organisation).order_by(Organisation.kind, Organisation.name, Organisation.id)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    for word in text.split():
        has_it = [
            column.icontains(word, autoescape=True)
            for column in (
                Organisation.name,
                Organisation.address,
                Organisation.postcode,
                Organisation.phone,
                Organisation.note,
            )
        ]
        query = query.where(or_(*has_it))
    return list(db.scalars(query))
