"""How these pages say what is held, and what became of it."""

from collections.abc import Callable
from functools import partial

from casework.lab.models import Withdrawal
from casework.lab.withdrawing import FROM, Part


def counted(one: str, several: str, number: int) -> str:
    """1 note, 2 notes"""
    return f"{number:,} {one if number == 1 else several}"


def _of(one: str, several: str = "") -> Callable[[int], str]:
    return partial(counted, one, several or f"{one}s")


COUNTED: dict[str, Callable[[int], str]] = {
    "assist": _of("help given", "times help was given"),
    "colleague_link": _of("address of a colleague", "addresses of colleagues"),
    "debrief": _of("debrief"),
    "event": _of("event"),
    "finding_evidence": _of("piece of evidence of a finding", "pieces of evidence of findings"),
    "interruption": _of("call that came in", "calls that came in"),
    "observation": _of("note"),
    "observer_question": _of("question of an observer", "questions of observers"),
    "once_only_key": _of("key of a form", "keys of forms"),
    "pause": _of("pause"),
    "picture": _of("picture"),
    "picture_body": _of("page pictured", "pages pictured"),
    "reader": _of("address of a reader", "addresses of readers"),
    "reading": _of("record read", "records read"),
    "reading_answer": _of("reader’s answer", "readers’ answers"),
    "recorded_fact": _of("recorded fact"),
    "sandbox": _of("sandbox", "sandboxes"),
    "stray_post": _of("text kept aside", "texts kept aside"),
    "strike_out": _of("note of a strike-out", "notes of strike-outs"),
    "task_run": _of("task"),
    "wall_card": _of("card on the wall", "cards on the wall"),
    "words": _of("place in which their words stand", "places in which their words stand"),
    "watcher": _of("observer’s visit", "observers’ visits"),
}
"""What rows of a table are called where they are counted."""


def parts_said(withdrawal: Withdrawal) -> str:
    """What was withdrawn, in words."""
    said = [Part(part).label for part in withdrawal.parts if not part.startswith(FROM)]
    since = next((part.removeprefix(FROM) for part in withdrawal.parts if part.startswith(FROM)), None)
    return "; ".join(said) + (f"; from {since[:16].replace('T', ' ')} on" if since else "")
