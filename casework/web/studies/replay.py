"""Looking at one task run again: what she saw, did and said, on one clock, with a moment of it in the address."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import IntegerField, RadioField, SubmitField, TextAreaField

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.findings.replay import Replay, get_run, replay_of
from casework.findings.timeline import (
    Frame,
    Timeline,
    next_problem,
    place_at,
    previous_problem,
    problem_at,
)
from casework.lab.models import Event, Picture, TaskRun
from casework.lab.notes_afterwards import note_afterwards
from casework.lab.titles import title_of
from casework.lab.vocabulary import EventKind, ObservationKind, RunStatus, TaskKind
from casework.statistics.present import clock
from casework.web import current
from casework.web.access import LAB, NOTING, WATCHING, allow
from casework.web.forms import choices_of
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.event_words import sentence
from casework.web.studies.forms import StaffForm
from casework.web.studies.replay_drawing import draw, sign_of_frame
from casework.web.studies.wording import KEYS, NOTE_COLOURS, case_of

SHOWN = {"notes": "notes", "errors": "errors", "help": "help", "done": "pages and answers"}
EVERY = "every"
BEFORE, AFTER = 5, 4
"""How many lines up to the moment, and after it, stand around it."""

DONE = {
    EventKind.RUN_STARTED,
    EventKind.RUN_ENDED,
    EventKind.RUN_PAUSED,
    EventKind.RUN_RESUMED,
    EventKind.PAGE_VIEWED,
    EventKind.SEARCHED,
    EventKind.ANSWER_CHANGED,
    EventKind.STEP_FINISHED,
    EventKind.ACTION_TAKEN,
    EventKind.COLLEAGUE_ACTED,
    EventKind.INTERRUPTION_CAME,
    EventKind.INTERRUPTION_TAKEN,
    EventKind.INTERRUPTION_DEALT_WITH,
}


class NoteAtForm(StaffForm):
    """A note about a moment of a run."""

    kind = RadioField(
        "What it is about",
        choices=choices_of({kind.value: f"{KEYS[kind]} {kind.label.lower()}" for kind in ObservationKind}),
        default=ObservationKind.PROBLEM.value,
    )
    text = TextAreaField("Note")
    at = IntegerField("Moment")
    submit = SubmitField("Save note")


@bp.get("/studies/<study_id>/sessions/<session_id>/runs/<run_id>/replay")
@allow(*WATCHING)
def replay(study_id: str, session_id: str, run_id: str) -> ResponseReturnValue:
    return _page(_run(study_id, session_id, run_id), NoteAtForm(formdata=None), _asked_for())


@bp.post("/studies/<study_id>/sessions/<session_id>/runs/<run_id>/replay/notes")
@allow(*NOTING)
def note_at(study_id: str, session_id: str, run_id: str) -> ResponseReturnValue:
    """Keep a note about the moment that is looked at."""
    run = _run(study_id, session_id, run_id)
    form = NoteAtForm()
    at = form.at.data if form.at.data is not None and form.at.data >= 0 else 0
    if form.validate_on_submit():
        try:
            note_afterwards(
                db.session(),
                run,
                kind=ObservationKind(form.kind.data),
                text=form.text.data or "",
                seconds=at,
                by=by(),
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
            run = _run(study_id, session_id, run_id)
        else:
            there = address(run, at)
            current.reply_is(there)
            db.session.commit()
            flash(f"Note kept at {clock(at)}")
            return redirect(there, 303)
    return _page(run, form, at)


def address(run: TaskRun, at: int = 0, **more: Any) -> str:
    """Where a moment of a run is looked at again."""
    session = run.session
    return url_for("studies.replay", study_id=session.study_id, session_id=session.id, run_id=run.id, at=at, **more)


def _run(study_id: str, session_id: str, run_id: str) -> TaskRun:
    run = get_run(db.session(), session_id, run_id)
    if run.session.study_id != study_id:
        raise NotFound(f"run {run_id} of {study_id}")
    return run


def _asked_for() -> int:
    at = request.args.get("at", "")
    return int(at) if at.isdecimal() and len(at) < 7 else 0


def _shown_now() -> list[str]:
    asked = request.args.get("show")
    if asked is None:
        return list(SHOWN)
    return [each for each in [*SHOWN, EVERY] if each in asked.split(",")]


def _page(run: TaskRun, form: NoteAtForm, at: int) -> str:
    session = run.session
    about = {
        "run": run,
        "session": session,
        "study": session.study,
        "parts": parts_of(session.study, "study"),
        "title": title_of(run.task, run.session_arm),
        "case": "warm-up" if run.task.kind is TaskKind.WARM_UP else f"with {case_of(run.session_arm)}",
        "others": [
            {"text": _name(each), "href": address(each), "current": each.id == run.id}
            for each in session.runs
            if each.status is RunStatus.ENDED
        ],
    }
    found = replay_of(db.session(), run, leads=current_user.may(*LAB))
    if found is None:
        return render_template("studies/replay_not_yet.html", **about)
    at = min(at, int(found.timeline.length))
    return render_template("studies/replay.html", **about, **_shown(found, at, _shown_now()), form=form)


def _name(run: TaskRun) -> str:
    arm = run.session_arm
    kind = "warm-up" if run.task.kind is TaskKind.WARM_UP else title_of(run.task, arm)
    return f"{arm.arm.mark} with {case_of(arm)}: {kind}"


def _shown(found: Replay, at: int, shown: list[str]) -> dict[str, Any]:
    run, timeline = found.run, found.timeline
    kept = ",".join(shown) if shown != list(SHOWN) else None

    def there(moment: int | None) -> str:
        return "" if moment is None else address(run, moment, show=kept)

    lines = _lines(found, shown)
    here = problem_at(timeline.problems, at)
    number = place_at(found.timeline.looks, at)
    return {
        "started": found.started,
        "ended": found.ended,
        "at": at,
        "length": int(timeline.length),
        "worked": run.working_seconds,
        "paused": _paused(timeline),
        "problem": f"problem {here + 1} of {len(timeline.problems)}"
        if here is not None
        else f"{len(timeline.problems)} {'problem' if len(timeline.problems) == 1 else 'problems'}",
        "next_problem": there(next_problem(timeline.problems, at)),
        "previous_problem": there(previous_problem(timeline.problems, at)),
        "toggles": _toggles(found, at, shown),
        "frames": _frames(found, at, there),
        "drawing": draw(timeline, at, set(shown) | ({"notes", "errors", "help"} if EVERY in shown else set())),
        "picture": _picture(found, number),
        "no_pictures": found.no_pictures,
        "page_then": _page_then(found, at),
        "lines": _around(lines, at, there),
        "moments": sorted({line["second"] for line in lines} | {int(each.at) for each in found.timeline.looks}),
        "table_lines": [line for line in lines if line["in_table"]],
        "stays": timeline.stays,
        "typed": None if timeline.typing is None else sum(bar.keys for bar in timeline.typing),
        "link": address(run, at, _external=True),
    }


def _paused(timeline: Timeline) -> str:
    count, whole = len(timeline.pauses), sum(each.until - each.at for each in timeline.pauses)
    if not count:
        return "never paused"
    return f"one pause of {clock(whole)}" if count == 1 else f"{count} pauses of {clock(whole)} together"


def _toggles(found: Replay, at: int, shown: list[str]) -> list[dict[str, Any]]:
    """What the list and the rows can show, each a link that turns it on or off."""
    words = SHOWN | {EVERY: f"every event ({len(found.events)})"}
    toggles = []
    for name, text in words.items():
        others = [each for each in [*SHOWN, EVERY] if (each in shown) is not (each == name)]
        toggles.append(
            {
                "text": text,
                "is_on": name in shown,
                "href": address(found.run, at, show=",".join(others) or "nothing"),
            }
        )
    return toggles


def _frames(found: Replay, at: int, there: Any) -> list[dict[str, Any]]:
    frames: list[Frame] = found.timeline.frames
    here = max(place_at(frames, at), 0)
    return [
        {
            "at": int(frame.at),
            "time": clock(int(frame.at)),
            "title": frame.title,
            "href": there(int(frame.at)),
            "picture": _address_of(found, found.pictures[frame.picture]) if frame.picture is not None else "",
            "signs": [sign_of_frame(str(sign)) for sign in frame.signs],
            "is_here": number == here,
        }
        for number, frame in enumerate(frames)
    ]


def _picture(found: Replay, number: int) -> dict[str, Any] | None:
    """The picture that shows the moment; the first before there was any."""
    if not found.pictures:
        return None
    shown = found.pictures[max(number, 0)]
    return {
        "src": _address_of(found, shown),
        "number": max(number, 0) + 1,
        "of": len(found.pictures),
        "version": (shown.version_id or found.run.session_arm.arm.version_id or "")[:7],
        "title": shown.title,
    }


def _address_of(found: Replay, picture: Picture) -> str:
    session = found.run.session
    return url_for("studies.picture", study_id=session.study_id, session_id=session.id, picture_id=picture.id)


def _page_then(found: Replay, at: int) -> str:
    place = place_at(found.timeline.stays, at)
    return found.timeline.stays[place].title if place >= 0 else ""


# --- the list ------------------------------------------------------------------------------------


def _lines(found: Replay, shown: Sequence[str]) -> list[dict[str, Any]]:
    """Every line that is shown, in order of time."""
    tasks = {found.run.id: title_of(found.run.task, found.run.session_arm)}
    lines = [
        _event_line(event, (event.at - found.started).total_seconds(), tasks)
        for event in found.events
        if EVERY in shown or _group(event) in shown
    ]
    if EVERY in shown or "notes" in shown:
        lines += [
            {
                "second": int(each.at),
                "order": (each.at, 1),
                "time": clock(int(each.at)),
                "sign": KEYS[each.note.kind],
                "word": each.note.kind.value,
                "colour": NOTE_COLOURS[each.note.kind],
                "text": each.note.text,
                "under": " · ".join(
                    [each.note.by]
                    + ([f"severity {each.note.severity}"] if each.note.severity else [])
                    + ([f"{', '.join(each.note.tags)}"] if each.note.tags else [])
                    + [f"in finding {number}" for number in found.findings.get(each.note.id, [])]
                ),
                "is_error": False,
                "in_table": True,
            }
            for each in found.timeline.notes
        ]
    return sorted(lines, key=lambda line: line["order"])


def _group(event: Event) -> str | None:
    match event.kind:
        case EventKind.ERRORS_SHOWN:
            return "errors"
        case EventKind.ASSIST_GIVEN:
            return "help"
    return "done" if event.kind in DONE else None


def _event_line(event: Event, seconds: float, tasks: dict[str, str]) -> dict[str, Any]:
    said = sentence(event.kind, event.data, tasks)
    return {
        "second": max(int(seconds), 0),
        "order": (max(seconds, 0.0), 0),
        "time": clock(max(int(seconds), 0)),
        "sign": "",
        "word": "event",
        "colour": "outlined",
        "text": f"{said[:1].upper()}{said[1:]}",
        "under": "",
        "is_error": event.kind is EventKind.ERRORS_SHOWN,
        "in_table": _group(event) in ("errors", "help") or event.kind in (EventKind.RUN_PAUSED, EventKind.RUN_RESUMED),
    }


def _around(lines: list[dict[str, Any]], at: int, there: Any) -> list[dict[str, Any]]:
    """The lines around a moment; the last up to it is the one we are at."""
    upto = sum(line["second"] <= at for line in lines)
    around = lines[max(upto - BEFORE, 0) : upto + AFTER]
    here = lines[upto - 1] if upto else None
    return [line | {"href": there(line["second"]), "is_here": line is here} for line in around]
