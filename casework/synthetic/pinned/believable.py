"""What nobody would believe of a person's file: days in the wrong order, identifiers somebody real could have."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from casework.database import Base
from casework.records import models
from casework.synthetic.pinned.filling import Filling, Row
from casework.synthetic.pinned.mistakes import Mistakes
from casework.synthetic.safe_identifiers import unsafe_identifiers
from casework.workflows.problems import Place
from casework.workflows.reader import Keyed, Listed

_LIVED: tuple[tuple[type[Base], str], ...] = (
    (models.CaseNote, "happened_on"),
    (models.Involvement, "started_on"),
    (models.Case, "opened_on"),
    (models.Visit, "visit_on"),
)
_IN_ORDER: tuple[tuple[type[Base], str, str], ...] = (
    (models.CaseNote, "happened_on", "recorded_on"),
    (models.ChronologyEntry, "happened_on", "recorded_on"),
    (models.Document, "dated_on", "recorded_on"),
    (models.Involvement, "started_on", "ended_on"),
    (models.Case, "opened_on", "closed_on"),
    (models.Step, "started_on", "finished_on"),
    (models.Warning, "added_on", "review_on"),
    (models.Warning, "added_on", "ended_on"),
    (models.PastAddress, "since_on", "until_on"),
    (models.Cover, "since_on", "until_on"),
)


def unsafe_texts(tree: Keyed, mistakes: Mistakes) -> None:
    """Tell every text with an identifier that is from no fictional range."""
    for place, text in _texts(tree):
        for found in unsafe_identifiers(text):
            mistakes.tell(place, "P06", f"{found}, which somebody real could have; use a number kept for fiction")


def _texts(value: Any) -> Iterator[tuple[Place, str]]:
    pairs: Any = ()
    if isinstance(value, Keyed):
        pairs = ((value.value_places[name], inner) for name, inner in value.items())
    elif isinstance(value, Listed):
        pairs = zip(value.value_places, value, strict=True)
    for place, inner in pairs:
        if isinstance(inner, str):
            yield place, inner
        else:
            yield from _texts(inner)


def days_in_order(filling: Filling, there: Mapping[str, tuple[date | None, date | None]], mistakes: Mistakes) -> None:
    """Tell what was recorded before it happened, happened after a death, or was written by whoever was not there.

    there: by worker id, the days on which they joined and left, where they are known.
    """
    for model, first, last in _IN_ORDER:
        for row in filling.rows[model]:
            if _is_before(row[last], row[first]):
                mistakes.tell(
                    filling.place_of(row["id"], last), "P07", f"{last} {row[last]} is before {first} {row[first]}"
                )
    died_on = {row["id"]: row["died_on"] for row in filling.rows[models.Person] if row["died_on"]}
    for model, happened in _LIVED:
        for row in filling.rows[model]:
            died = died_on.get(row["person_id"])
            if died and _is_before(died, row[happened]):
                place = filling.place_of(row["id"], happened)
                mistakes.tell(place, "P07", f"{happened} {row[happened]} is after the death on {died}")
    for row in filling.rows[models.CaseNote]:
        joined, left = there.get(str(row["author_id"]), (None, None))
        place = filling.place_of(row["id"], "author")
        if _is_before(left, row["recorded_on"]):
            mistakes.tell(
                place, "P07", f"{row['author_id']} left on {left} and cannot have written this on {row['recorded_on']}"
            )
        if _is_before(row["happened_on"], joined):
            mistakes.tell(
                place,
                "P07",
                f"{row['author_id']} joined on {joined} and cannot have been there on {row['happened_on']}",
            )


def _is_before(one: Any, other: Any) -> bool:
    return isinstance(one, date) and isinstance(other, date) and one < other


def told_from_both_sides(filling: Filling, mistakes: Mistakes) -> None:
    """Tell each relationship to somebody of the file who does not have it too, and households that disagree."""
    found: dict[tuple[str, str], Row] = {
        (row["person_id"], row["other_id"]): row for row in filling.rows[models.Relationship] if row["other_id"]
    }
    for (person_id, other_id), row in found.items():
        back = found.get((other_id, person_id))
        place = filling.place_of(row["id"], "other")
        if back is None:
            mistakes.tell(place, "P08", f"{other_id} has no relationship back to {person_id}; add it there too")
        elif back["lives_with"] != row["lives_with"]:
            mistakes.tell(place, "P08", f"{other_id} and {person_id} do not agree on lives_with")
