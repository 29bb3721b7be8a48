"""Case notes as they are read: the list and what narrows it, and one note with what was added to it."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import CaseNote, Person
from casework.records.queries import notes as queries
from casework.records.queries import people
from casework.records.vocabulary import ContactKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp
from casework.web.records.people import person_page


def notes_panel(whom: Person, address: str, *, as_recorded: bool = False, **kept: str) -> dict[str, Any]:
    """The list of notes with what narrows it, for the page of notes and for the chronology's right side.

    address: the page's own; kept: what else its address says, which every link here keeps.
    """
    session, worker = db.session(), current.worker()
    asked = request.args
    kind = next((kind for kind in ContactKind if kind.value == asked.get("kind")), None)
    words = asked.get("words", "").strip()[:200]
    every = queries.notes_of(session, whom, queries.Wanted(words=words, kind=kind), as_recorded=as_recorded)
    narrowings = {
        "significant": ("Significant", queries.Wanted(significant=True)),
        "seen": (f"{whom.called} seen", queries.Wanted(seen=True)),
        "yours": ("Yours", queries.Wanted(by=worker)),
    }
    only = asked.get("only", "") if asked.get("only") in narrowings else ""
    shown = [note for note in every if narrowings[only][1].takes(note)] if only else every
    looked_for = {"words": words, "kind": kind.value if kind else ""}
    here: dict[str, Any] = {name: value for name, value in {**kept, **looked_for}.items() if value}
    links = [
        {
            "text": text,
            "count": sum(wanted.takes(note) for note in every),
            "href": url_for(address, person_id=whom.id, only=name, **here),
            "current": name == only,
        }
        for name, (text, wanted) in narrowings.items()
    ]
    everything = {
        "text": "All",
        "count": len(every),
        "href": url_for(address, person_id=whom.id, **here),
        "current": not only,
    }
    return {
        "notes": shown,
        "narrowings": [everything, *links],
        "words": words,
        "kind": kind,
        "kinds": list(ContactKind),
        "only": only,
        "is_narrowed": bool(words or kind or only),
        "draft": None if (words or kind or only not in ("", "yours")) else queries.find_draft(session, whom, worker),
        "alerts": queries.open_alerts_for(session, whom, worker),
    }


@bp.route("/people/<person_id>/case-notes")
@allow(*AT_WORK)
def case_notes(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: case notes")
    if request.args.get("words", "").strip():
        current.afterwards(EventKind.SEARCHED, text=request.args["words"].strip()[:200])
    order = "recorded" if request.args.get("order") == "recorded" else ""
    panel = notes_panel(whom, ".case_notes", as_recorded=bool(order), order=order)
    return person_page("records/case_notes.html", whom, "notes", panel=panel, order=order, note_href=_note_href)


def _note_href(note: CaseNote) -> str:
    return url_for(".case_note", person_id=note.person_id, note_id=note.id)


@bp.route("/people/<person_id>/case-notes/<note_id>")
@allow(*AT_WORK)
def case_note(person_id: str, note_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    note = queries.get_note(db.session(), whom, note_id)
    current.viewing(f"{whom.name}: case note")
    return person_page(
        "records/case_note.html",
        whom,
        "notes",
        note=note,
        addenda=queries.addenda_of(db.session(), note),
        added_to=queries.get_note(db.session(), whom, note.addendum_to_id) if note.addendum_to_id else None,
        alert=queries.open_alerts_for(db.session(), whom, current.worker()).get(note.id),
    )
