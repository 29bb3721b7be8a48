"""The chronology of a person's life beside the case notes, a worker's own selection from it, and an event by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from casework.errors import NotFound
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import CaseNote, Person
from casework.records.operations.chronology import add_event, pick
from casework.records.queries import people
from casework.records.queries.chronology import Event, events_of, picks_of
from casework.records.queries.notes import get_note
from casework.records.vocabulary import ChronologyKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp
from casework.web.records.notes import notes_panel
from casework.web.records.people import form_about, person_page

SINCE = {"": "Always", "6": "6 months", "12": "12 months", "18": "18 months", "36": "3 years"}
DAYS_OF_MONTH = 30.44
ADDRESS = ("order", "selection", "about", "since", "only", "note")
"""What the address of the page may say."""


@dataclass(frozen=True)
class Shown:
    """What of the chronology is shown, and what there is to choose from. years: each with its events, in order."""

    events: list[Event]
    picked: set[str]
    all_count: int
    picked_count: int
    kinds: list[tuple[str, str, int]]
    years: list[tuple[int, list[Event]]]
    as_recorded: bool
    is_selection: bool
    about: str
    since: str

    @property
    def is_narrowed(self) -> bool:
        return bool(self.about or self.since or self.is_selection)


def shown_events(whom: Person) -> Shown:
    """The events that the page's address asks for."""
    asked = request.args
    as_recorded, is_selection = asked.get("order") == "recorded", asked.get("selection") == "own"
    since = asked.get("since", "") if asked.get("since") in SINCE else ""
    first = _first_day(since)
    every = [
        event
        for event in events_of(db.session(), whom, as_recorded=as_recorded)
        if first is None or event.happened_on >= first
    ]
    kinds = sorted({(event.kind, event.kind_label) for event in every}, key=lambda kind: kind[1])
    about = asked.get("about", "") if asked.get("about") in {kind for kind, _ in kinds} else ""
    events = [event for event in every if not about or event.kind == about]
    picked = picks_of(db.session(), whom, current.worker())
    selection = [event for event in events if event.ref in picked]
    shown = selection if is_selection else events
    return Shown(
        events=shown,
        picked=picked,
        all_count=len(events),
        picked_count=len(selection),
        kinds=[(kind, label, sum(event.kind == kind for event in every)) for kind, label in kinds],
        years=_by_year(shown, as_recorded=as_recorded),
        as_recorded=as_recorded,
        is_selection=is_selection,
        about=about,
        since=since,
    )


def _first_day(since: str) -> date | None:
    return current.story_date() - timedelta(days=round(int(since) * DAYS_OF_MONTH)) if since else None


def _by_year(events: Sequence[Event], *, as_recorded: bool) -> list[tuple[int, list[Event]]]:
    years: dict[int, list[Event]] = {}
    for event in events:
        years.setdefault((event.recorded_on if as_recorded else event.happened_on).year, []).append(event)
    return list(years.items())


def _address(**changed: str) -> dict[str, Any]:
    """What the address says now, but for what is changed."""
    said = {name: request.args.get(name, "") for name in ADDRESS} | changed
    return {name: value for name, value in said.items() if value}


@bp.route("/people/<person_id>/chronology")
@allow(*AT_WORK)
def chronology(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: chronology")
    shown = shown_events(whom)
    kept = {name: value for name, value in _address().items() if name not in ("only", "note")}
    panel = notes_panel(whom, ".chronology", as_recorded=shown.as_recorded, **kept)
    first = _first_day(shown.since)
    if first:
        panel["notes"] = [note for note in panel["notes"] if note.happened_on >= first]

    def address(**changed: str) -> str:
        return url_for(".chronology", person_id=whom.id, **_address(**changed))

    def note_href(note: CaseNote) -> str:
        return address(note=note.id) + f"#note-{note.id}"

    def event_href(event: Event) -> str:
        if event.note_id:
            return address(note=event.note_id) + f"#note-{event.note_id}"
        return url_for(".step", step_id=event.step_id) if event.step_id else ""

    return person_page(
        "records/chronology.html",
        whom,
        "chronology",
        shown=shown,
        panel=panel,
        since=SINCE,
        address=address,
        note_href=note_href,
        event_href=event_href,
        open_id=request.args.get("note", ""),
        pick_url=url_for(".pick_event", person_id=whom.id, **_address()),
        print_url=url_for(".print_chronology", person_id=whom.id, **_address(only="", note="")),
    )


@bp.route("/people/<person_id>/chronology/print")
@allow(*AT_WORK)
def print_chronology(person_id: str) -> ResponseReturnValue:
    """The chronology as it is shown, without anything to press."""
    whom = people.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: chronology, to print")
    current.looked_at(whom, "Chronology, to print")
    return render_template(
        "records/print_chronology.html", person=whom, shown=shown_events(whom), since=SINCE, worker=current.worker()
    )


@bp.route("/people/<person_id>/chronology/pick", methods=["POST"])
@allow(*AT_WORK)
def pick_event(person_id: str) -> ResponseReturnValue:
    """Put an event into her own selection, or take it out."""
    whom = people.get_person(db.session(), person_id)
    ref = request.form.get("pick") or request.form.get("unpick", "")
    if ref not in {event.ref for event in events_of(db.session(), whom)}:
        raise NotFound(f"event {ref} of person {person_id}")
    wanted = "pick" in request.form
    pick(db.session(), whom, current.worker(), ref, wanted=wanted, today=current.story_date())
    current.happened(EventKind.CHRONOLOGY_SELECTION_CHANGED, event=ref, picked=wanted, person_id=whom.id)
    there = url_for(".chronology", person_id=whom.id, **_address(), _anchor="chronology")
    db.session.commit()
    return redirect(there, 303)


class EventForm(Form):
    note = HiddenField()
    """The case note that tells more of it, where it is added from one."""
    happened_on = DateField(
        "Date it happened", format="%d %m %Y", validators=[DataRequired("Enter the date it happened")]
    )
    kind = SelectField(
        "What it is about",
        choices=[
            SelectChoice(kind.value, kind.label)
            for kind in ChronologyKind
            if kind not in (ChronologyKind.NOTE, ChronologyKind.STEP)
        ],
    )
    event = TextAreaField(
        "What happened",
        validators=[
            DataRequired("Enter what happened"),
            Length(max=400, message="What happened must be 400 characters or fewer"),
        ],
    )
    source = StringField(
        "Who or what says so",
        description="For example, GP letter",
        validators=[
            DataRequired("Enter who or what says so"),
            Length(max=120, message="Who or what says so must be 120 characters or fewer"),
        ],
    )
    impact = TextAreaField("What it meant for the person (optional)")
    submit = SubmitField("Add to the chronology")


@bp.route("/people/<person_id>/chronology/new", methods=["GET", "POST"])
@allow(*AT_WORK)
def new_event(person_id: str) -> ResponseReturnValue:
    whom = people.get_person(db.session(), person_id)
    note_id = request.values.get("note", "")
    note = get_note(db.session(), whom, note_id) if note_id else None
    known = {"note": note.id, "happened_on": note.happened_on, "event": note.title} if note else {}
    form = EventForm(**known)

    def do() -> str:
        entry = add_event(
            db.session(),
            whom,
            by=current.worker(),
            happened_on=form.happened_on.data,
            kind=ChronologyKind(form.kind.data),
            event=form.event.data or "",
            source=form.source.data or "",
            impact=form.impact.data or None,
            note=note,
            today=current.story_date(),
        )
        current.happened(EventKind.CHRONOLOGY_ENTRY_ADDED, entry=entry.id, person_id=whom.id)
        return url_for(".chronology", person_id=whom.id)

    return answered(form, do, form_about(person_id, "records/new_event.html", "new event", form))
