"""Who met which problem: people × problems, everybody counted once."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from casework.database import Db
from casework.findings.wall import Met, Wall, met_in
from casework.lab.models import Finding, NoteGroup
from casework.statistics import Discovery, problem_discovery
from casework.statistics.present import half_up


@dataclass(frozen=True)
class Problem:
    """A group of notes that is a problem, with who met it.

    severity: what was judged in its finding, else the worst noted; is_judged tells them apart. place: where, from its
    finding, else the page of most of its notes.
    """

    group: NoteGroup
    finding: Finding | None
    met: Met
    severity: int | None
    place: str

    @property
    def people(self) -> int:
        return len(self.met.by)

    @property
    def is_judged(self) -> bool:
        return self.finding is not None and self.finding.severity is not None


@dataclass(frozen=True)
class Rainbow:
    """shared: problems that two people or more met; alone: that one met; both worst first. people: who took part."""

    people: list[str]
    shared: list[Problem]
    alone: list[Problem]
    discovery: Discovery

    @property
    def each_met(self) -> dict[str, int]:
        """How many of the problems in the table each person met."""
        return {code: sum(code in one.met.by for one in [*self.shared, *self.alone]) for code in self.people}


def rainbow(db: Db, wall: Wall) -> Rainbow:
    """The problems of a wall that at least one person met."""
    findings = {
        finding.group_id: finding
        for finding in db.scalars(
            select(Finding)
            .where(Finding.study_id == wall.study.id, Finding.group_id.is_not(None))
            .order_by(Finding.number.desc())
        )
    }
    problems = [_problem(wall, group, findings.get(group.id)) for group in wall.groups if group.is_problem]
    problems = sorted((one for one in problems if one.people), key=lambda one: (-one.people, -(one.severity or 0)))
    return Rainbow(
        wall.people,
        [one for one in problems if one.people > 1],
        [one for one in problems if one.people == 1],
        problem_discovery([one.people for one in problems], len(wall.people)),
    )


def _problem(wall: Wall, group: NoteGroup, finding: Finding | None) -> Problem:
    met = met_in(wall.cards_of(group), wall.people)
    judged = finding.severity if finding else None
    noted = max((card.note.severity for card in met.cards if card.note.severity), default=None)
    pages = Counter(card.note.page for card in met.cards if card.note.page)
    place = (finding.question_id or finding.step_id) if finding else None
    return Problem(group, finding, met, judged or noted, place or (pages.most_common(1)[0][0] if pages else ""))


def discovery_said(found: Discovery) -> str:
    """What the table says of problems that were not seen, in a sentence that claims no more."""
    if found.total is None:
        return f"No estimate of how many more there are: {found.reason}."
    return (
        "Of the problems that these people and tasks can show, if all were equally likely: about "
        f"{half_up(found.total)}, of which {found.problems} were seen "
        f"(p {half_up(found.p_adjusted or 0, 2)}, adjusted; {found.people} people)."
    )
