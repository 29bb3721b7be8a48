"""Sealing a plan: what is to be shown, and how, is fixed before the first person takes part."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import Session, Study
from casework.lab.study_file import StudyFile


def missing(db: Db, study: Study) -> list[str]:
    """What has to be there before the plan can be sealed, in words that say what to do. Empty: it can be sealed."""
    try:
        file = StudyFile.model_validate(study.content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        return [f"Write {where} as the plan asks for it now"]
    found = []
    if file.people is None:
        found.append("Say how many people are to take part")
    if file.lawful_basis is None:
        found.append("Say on which lawful basis data are kept")
    if not any(choice.required for choice in file.consent.choices):
        found.append("Give the consent sheet a choice that everybody who takes part has to agree to")
    if len(file.arms) > 1 and not any(claim.primary for claim in file.claims):
        found.append("Name the first claim, even where the study can only describe")
    if first := _first_held(db, study):
        found.append(f"Plan another study: {first} has begun already, and a plan is sealed before anybody does")
    return found


def _first_held(db: Db, study: Study) -> str | None:
    """The code of the first participant who began a session that counts."""
    counts = (Session.study_id == study.id, Session.is_rehearsal.is_(False), Session.is_pilot.is_(False))
    first = db.scalar(
        select(Session).where(*counts, Session.joined_at.is_not(None)).order_by(Session.joined_at).limit(1)
    )
    return first.participant.code if first else None


def seal(db: Db, study: Study, *, by: str, at: datetime) -> None:
    """Fix the plan: when, by whom, and the hash of what it says and of the versions it is pinned to.

    Raises DomainError when it was sealed before, or something is missing.
    """
    if study.sealed_at is not None:
        raise DomainError("The plan is sealed already. To change it, copy the study")
    if wanting := missing(db, study):
        raise DomainError(". ".join(wanting))
    study.sealed_at, study.sealed_by, study.sealed_hash = at, by, hash_of(study)
    db.flush()


def is_unchanged(study: Study) -> bool:
    """Whether a sealed plan still says what it said then, with the same versions. Raises ValueError if never sealed."""
    if study.sealed_hash is None:
        raise ValueError(f"the plan of {study.id} was never sealed")
    return study.sealed_hash == hash_of(study)


def hash_of(study: Study) -> str:
    """SHA-256 of what is sealed: the study file as it was read, and what each arm is pinned to."""
    arms: list[dict[str, Any]] = [
        {
            "key": arm.key,
            "version": arm.version_id,
            "beside": arm.beside or {},
            "external": arm.external,
            "start_at": arm.start_at,
            "theme": arm.theme,
            "wording": arm.wording,
        }
        for arm in study.arms
    ]
    sealed = {"content": study.content, "arms": arms}
    return sha256(json.dumps(sealed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
