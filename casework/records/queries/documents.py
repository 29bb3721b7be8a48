"""The letters and papers of a person's record."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import Document, Person


def documents_of(db: Db, person: Person) -> list[Document]:
    """The newest first."""
    return list(
        db.scalars(
            select(Document)
            .where(Document.person_id == person.id)
            .options(selectinload(Document.made_by))
            .order_by(Document.dated_on.desc(), Document.recorded_at.desc().nulls_last(), Document.id)
        )
    )


def get_document(db: Db, person: Person, document_id: str) -> Document:
    """Raises NotFound where the person has no such document."""
    found = db.scalar(
        select(Document)
        .where(Document.person_id == person.id, Document.id == document_id)
        .options(selectinload(Document.made_by))
    )
    if found is None:
        raise NotFound(f"document {document_id} of person {person.id}")
    return found
