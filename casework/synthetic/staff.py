"""The council's workers, as the county needs them: who was there on a day and could have done it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.errors import DomainError
from casework.synthetic.dice import Dice

PRACTITIONERS = ("social_worker", "occupational_therapist", "assessor", "lead_worker")


@dataclass(frozen=True)
class Colleague:
    """One worker of workers.yaml."""

    id: str
    name: str
    role: str
    team: str | None
    left_on: date | None

    @property
    def is_student(self) -> bool:
        return "student" in self.name

    def was_there(self, day: date) -> bool:
        return self.left_on is None or self.left_on > day


class Staff:
    """All workers of workers.yaml, one of whom is the worker the story is about."""

    def __init__(self, content: Mapping[str, Any], hero_id: str) -> None:
        """Raises DomainError when the worker of the story is not among them."""
        self.everyone = [
            Colleague(str(w["id"]), w["name"], w["role"], w.get("team"), w.get("left_on")) for w in content["workers"]
        ]
        self.teams = [str(team["id"]) for team in content["teams"]]
        found = [worker for worker in self.everyone if worker.id == hero_id]
        if not found:
            raise DomainError(f"workers.yaml must have the worker “{hero_id}”, whose work view the county fills")
        self.hero = found[0]

    @property
    def other_teams(self) -> list[str]:
        """Teams with practitioners in them, without the hero's; hers alone where there is no other."""
        practising = {w.team for w in self.everyone if w.role in PRACTITIONERS and w.left_on is None}
        others = [team for team in self.teams if team in practising and team != self.hero.team]
        return others or [self.hero.team or self.teams[0]]

    def pick(self, dice: Dice, role: str, day: date, team: str | None = None) -> Colleague:
        """Somebody who could have done it on that day: of the role and team, or the nearest to it.

        Not the hero, whose work is written out person by person, nor a student.
        """
        there = [w for w in self.everyone if w.was_there(day) and w is not self.hero and not w.is_student]
        ways: list[Callable[[Colleague], bool]] = [
            lambda w: w.role == role and w.team == team,
            lambda w: w.role == role,
            lambda w: w.role in PRACTITIONERS and w.team == team,
            lambda w: w.role in PRACTITIONERS,
        ]
        for way in ways:
            able = [worker for worker in there if way(worker)]
            if able:
                return dice.one_of(able)
        return dice.one_of(there) if there else self.hero

    def find_for(self, dice: Dice, role: str, day: date, team: str | None) -> Colleague | None:
        """Whose hands a team's open work is in: one of the team, or of a team that does only such work.

        None where the team has nobody for it: the work waits in its tray. Not the hero, nor a student.
        """
        there = [w for w in self.everyone if w.was_there(day) and w is not self.hero and not w.is_student]
        same = PRACTITIONERS if role in PRACTITIONERS else (role,)
        able = [w for w in there if w.team == team and w.role in same]
        if not able and role not in (*PRACTITIONERS, "team_manager"):
            able = [w for w in there if w.role == role and w.team != self.hero.team]
        return dice.one_of(able) if able else None

    def name_of(self, worker_id: str) -> str:
        return next(worker.name for worker in self.everyone if worker.id == worker_id)
