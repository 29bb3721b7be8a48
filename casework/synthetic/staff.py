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
        """Somebody who could have done it on that day: of the role and team, or the nearest to it. Not the hero."""
        there = [worker for worker in self.everyone if worker.was_there(day) and worker is not self.hero]
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

    def name_of(self, worker_id: str) -> str:
        return next(worker.name for worker in self.everyone if worker.id == worker_id)
