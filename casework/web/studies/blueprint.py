"""The blueprint of the researcher's pages, and what stands on every one of them."""

from typing import Any

from flask import Blueprint, url_for
from flask_login import current_user

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import sessions
from casework.lab.models import Session, Study
from casework.lab.reading import part_of
from casework.web.access import LAB, NOTING
from casework.web.page import lab_frame

bp = Blueprint("studies", __name__)


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads, and what whoever is signed in may do."""
    return {
        "current": lab_frame() if current_user.is_authenticated else {},
        "may_lead": current_user.is_authenticated and current_user.may(*LAB),
        "may_note": current_user.is_authenticated and current_user.may(*NOTING),
    }


def by() -> str:
    """Who does this, as it is kept beside what was done."""
    return str(current_user.account.name)


def session_of(study_id: str, session_id: str, *, lock: bool = False) -> Session:
    """A session of this study. lock: hold its row until the commit. Raises NotFound."""
    found = sessions.get_session(db.session(), session_id, lock=lock)
    if found.study_id != study_id:
        raise NotFound(f"session {session_id} of {study_id}")
    return found


def parts_of(study: Study, here: str) -> list[dict[str, Any]]:
    """The sub-navigation of a study. here: the endpoint of the page it stands on."""
    parts = {
        "study": "Overview",
        "show_plan": "Plan",
        "show_participants": "Participants",
        "debriefs_of_day": "Debriefs",
        "wall": "Wall",
        "findings": "Findings",
        "sheet_of_study": "Sheet",
        "show_results": "Results",
        "show_used": "Pages used",
        "show_decisions": "Decisions",
        "show_readers": "Readers",
        "show_preflight": "Pre-flight",
        "show_rehearsals": "Rehearsals",
    }
    if not part_of(study):
        del parts["show_readers"]
    if current_user.may(*LAB):
        parts |= {"show_panel": "Panel", "pack": "Pack"}
    return [
        {"text": text, "href": url_for(f"studies.{name}", study_id=study.id), "current": name == here}
        for name, text in parts.items()
    ]
