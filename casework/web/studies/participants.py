"""Who takes part, by code: what each agreed to, who they are in wide bands, and whom the round left out."""

from collections import Counter
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab import queries
from casework.lab.models import Participant
from casework.lab.reading import readers_of
from casework.lab.standing import participants_of
from casework.lab.study_file import file_of
from casework.web.access import WATCHING, allow
from casework.web.joining.forms import ROLES, SYSTEMS, YEARS
from casework.web.studies.blueprint import bp, parts_of
from casework.web.studies.wording import state_of

FEWEST = 5
"""Under so many people no bands are shown: in a team, a role and its years point at one person."""


@dataclass(frozen=True)
class Line:
    """One participant. choices: for each thing asked, whether she agreed; None where she was not asked yet."""

    participant: Participant
    state: tuple[str, str]
    choices: list[bool | None]


@bp.get("/studies/<study_id>/participants")
@allow(*WATCHING)
def show_participants(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    asked = file_of(study).consent.choices
    found = participants_of(db.session(), study)
    readers = [(reader.participant, ("plain", "Reader")) for reader in readers_of(db.session(), study)]
    everybody = [*((participant, state_of(session)) for participant, session in found), *readers]
    lines = [
        Line(
            participant,
            ("look", "Withdrew") if participant.withdrawn_at else state,
            [
                None if participant.consented_at is None else each.id in (participant.consent_choices or [])
                for each in asked
            ],
        )
        for participant, state in everybody
    ]
    told = [participant for participant, _ in found if participant.consented_at is not None]
    return render_template(
        "studies/participants.html",
        study=study,
        parts=parts_of(study, "show_participants"),
        asked=asked,
        lines=lines,
        told=len(told),
        fewest=FEWEST,
        bands=_bands(told) if len(told) >= FEWEST else [],
    )


def _bands(told: list[Participant]) -> list[tuple[str, list[tuple[str, int]]]]:
    """How many said what about themselves, each question apart: crossed, they would point at one person."""
    systems = Counter(system for each in told for system in each.systems or [])
    return [
        ("Role", _counted(Counter(each.role for each in told), ROLES)),
        ("Years in social care", _counted(Counter(each.years for each in told), YEARS)),
        ("Systems used (several may be named)", _counted(systems, SYSTEMS)),
    ]


def _counted(counts: Counter[str] | Counter[str | None], words: dict[str, str]) -> list[tuple[str, int]]:
    return [(words.get(code or "", "Not answered"), number) for code, number in counts.most_common()]
