"""What has been written down about somebody of the county: case notes, events, papers. Uneven, as in life."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from casework.records.vocabulary import ContactKind, DocumentKind
from casework.synthetic import factories
from casework.synthetic.factories import moment
from casework.synthetic.lives import Life
from casework.synthetic.staff import Colleague

OF_MANAGERS = (ContactKind.SUPERVISION, ContactKind.MANAGEMENT_DECISION)
FACE_TO_FACE = (ContactKind.HOME_VISIT, ContactKind.MEETING)


def write_note(life: Life, when: str, day: date, author: Colleague | None = None) -> None:
    """One case note of a kind that is written at that stage; none where all have been used."""
    voice, dice = life.voice(), life.dice
    usable = [
        (number, note)
        for number, note in enumerate(life.pools.prose["notes"])
        if note["when"] == when
        and number not in life.told
        and life.who.reason in note.get("for", [life.who.reason])
        and note.get("at", life.setting) == life.setting
        and voice.can_say(note["text"])
    ]
    if not usable:
        return
    number, note = dice.one_of(usable)
    if when != "review":
        life.told.add(number)
    kind = ContactKind(note["kind"])
    happened = life.weekday(min(day, life.today))
    if kind in OF_MANAGERS:
        author = life.staff.pick(dice, "team_manager", happened, life.team)
    elif author is None or not author.was_there(happened):
        author = _usual_author(life, happened)
    title, text = note["title"], voice.say(note["text"])
    is_terse = kind not in OF_MANAGERS and when in ("support", "assessment", "arrival") and dice.chance(0.07)
    if is_terse:
        terse = dice.one_of(life.pools.prose["terse"])
        title, text = terse["title"], voice.say(terse["text"])
    write_this_note(
        life, kind, happened, author, title, text, in_heads=not is_terse, is_confidential=bool(note.get("confidential"))
    )


def write_this_note(
    life: Life,
    kind: ContactKind,
    happened: date,
    author: Colleague,
    title: str,
    text: str,
    *,
    in_heads: bool = False,
    is_confidential: bool = False,
) -> None:
    """A note as it stands: one in ten is written up days later, a student's is countersigned, some are added to."""
    dice, voice = life.dice, life.voice()
    late = dice.between(1, 9) if dice.chance(0.1) else 0
    recorded = min(life.today, life.next_weekday(happened + timedelta(days=late)))
    if not author.was_there(recorded):
        recorded = happened
    author, countersigned = _perhaps_a_student(life, author, happened, kind)
    seen = there = None
    if kind is ContactKind.HOME_VISIT:
        with_carer = life.carer is not None and dice.chance(0.4)
        seen = f"Seen, with {life.words['carer']}" if with_carer else "Seen alone"
        there = f"{life.words['name']}, {life.words['carer']}" if with_carer else life.words["name"]
    heads: dict[str, Any] = {}
    if in_heads and kind in FACE_TO_FACE and dice.chance(0.35):
        heads = {
            "what_i_saw": voice.say("{home_state} {name} {was} {mood}."),
            "what_was_said": voice.say("{said_it}"),
            "what_i_think": voice.say("{risk}") if dice.chance(0.8) else None,
            "what_happens_next": voice.say("{next}") if dice.chance(0.85) else None,
        }
    life.touch(happened, recorded)
    note_id = life.rows.add(
        factories.CaseNoteFactory,
        life.id,
        "note",
        person_id=life.id,
        author_id=author.id,
        kind=kind,
        happened_on=happened,
        happened_at=f"{dice.between(9, 16):02}:{dice.between(0, 11) * 5:02}" if dice.chance(0.6) else None,
        recorded_on=recorded,
        recorded_at=moment(recorded, dice.between(9, 16), dice.between(0, 59)),
        title=title,
        text=text,
        is_significant=dice.chance(0.12),
        is_confidential=is_confidential,
        seen=seen,
        who_was_there=there,
        countersigned_by_id=countersigned.id if countersigned else None,
        countersigned_on=life.next_weekday(min(life.today, recorded + timedelta(days=1))) if countersigned else None,
        **heads,
    )
    if dice.chance(0.02):
        _write_addendum(life, note_id, recorded, author, kind)


def _write_addendum(life: Life, note_id: str, recorded: date, author: Colleague, kind: ContactKind) -> None:
    added = min(life.today, life.next_weekday(recorded + timedelta(days=life.dice.between(1, 6))))
    if not author.was_there(added) or (life.died_on and added > life.died_on):
        return
    life.touch(added)
    life.rows.add(
        factories.CaseNoteFactory,
        life.id,
        "note",
        person_id=life.id,
        author_id=author.id,
        kind=kind,
        happened_on=added,
        recorded_on=added,
        recorded_at=moment(added, life.dice.between(9, 16), life.dice.between(0, 59)),
        title="Addendum",
        text=life.voice().say(life.dice.one_of(life.pools.prose["addenda"])),
        addendum_to_id=note_id,
        # A student's addendum is read by whoever countersigned the note.
        countersigned_by_id=life.staff.supervisor_of(author, life.dice, added).id if author.is_student else None,
        countersigned_on=added if author.is_student else None,
    )


def _perhaps_a_student(
    life: Life, author: Colleague, day: date, kind: ContactKind
) -> tuple[Colleague, Colleague | None]:
    """A student of the author's team in the author's place, now and then, and who countersigns."""
    if kind in OF_MANAGERS or author.role != "social_worker":
        return author, None
    students = [w for w in life.staff.everyone if w.is_student and w.team == author.team and w.was_there(day)]
    if not students or not life.dice.chance(0.25):
        return author, None
    return life.dice.one_of(students), author


def write_events(life: Life, count: int) -> None:
    """Events of the last two years for the chronology."""
    prose, dice = life.pools.prose["events"], life.dice
    events = [*prose["any"], *(prose["carer"] if life.carer else [])]
    days = sorted(dice.between(20, 730) for _ in range(count))
    for days_ago, event in zip(reversed(days), dice.some(events, count), strict=False):
        write_event(life, life.day(-days_ago), event)


def write_event(life: Life, day: date, event: Mapping[str, str]) -> None:
    """One event; a quarter of them are written down days later."""
    voice, dice = life.voice(), life.dice
    late = dice.between(1, 12) if dice.chance(0.25) else 0
    life.rows.add(
        factories.ChronologyEntryFactory,
        life.id,
        "event",
        person_id=life.id,
        happened_on=day,
        recorded_on=min(life.today, life.next_weekday(day + timedelta(days=late))),
        event=voice.say(event["event"]),
        kind=event.get("kind"),
        source=event["source"],
        impact=voice.say(event["impact"]) if dice.chance(0.8) else None,
    )


def write_paper(life: Life, paper: str, day: date, **columns: Any) -> None:
    """A paper that came in, as prose.yaml has it: "discharge", "gp", "memory_clinic", "occupational_therapy"."""
    said, voice = life.pools.prose["papers"][paper], life.voice()
    life.touch(day)
    life.rows.add(
        factories.DocumentFactory,
        life.id,
        "document",
        person_id=life.id,
        kind=DocumentKind.ATTACHMENT,
        title=voice.say(said["title"]),
        came_from=voice.say(said["from"]),
        dated_on=day,
        recorded_on=min(life.today, life.next_weekday(day + timedelta(days=life.dice.between(0, 3)))),
        pages=said["pages"],
        content=[{key: voice.say(text) for key, text in block.items()} for block in said["blocks"]],
        **columns,
    )


def _usual_author(life: Life, day: date) -> Colleague:
    dice = life.dice
    if life.worker and life.worker.was_there(day) and dice.chance(0.7):
        return life.worker
    role = "social_worker" if dice.chance(0.5) else dice.one_of(["duty_worker", "contact_officer"])
    return life.staff.pick(dice, role, day, life.team)
