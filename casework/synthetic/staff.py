"""The council's workers, as the county needs them: who was there on a day and could have done it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.errors import DomainError
from casework.synthetic.dice import Dice

PRACTITIONERS = ("social_worker", "occupational_therapist", "assessor", "lead_worker")

CASELOAD = {"social_worker": 19, "lead_worker": 19, "assessor": 22, "occupational_therapist": 30}
"""How many people a worker of each role usually has: one council's audit, August 2024 to July 2025."""


@dataclass(frozen=True)
class Colleague:
    """One worker of workers.yaml. `joined_on` None: before anything in the county."""

    id: str
    name: str
    role: str
    team: str | None
    joined_on: date | None
    left_on: date | None
    approval_limit_pence: int | None

    @property
    def is_student(self) -> bool:
        return "student" in self.name

    @property
    def usual_caseload(self) -> int:
        """A few more or fewer than is usual in the role, by the letters of the name."""
        return CASELOAD.get(self.role, 0) + sum(self.name.encode()) % 7 - 3

    def was_there(self, day: date, until: date | None = None) -> bool:
        """On the day, and still there on the last day where one is given."""
        has_joined = self.joined_on is None or self.joined_on <= day
        return has_joined and (self.left_on is None or self.left_on > (until or day))


class Staff:
    """All workers of workers.yaml, one of whom is the worker the story is about."""

    def __init__(self, content: Mapping[str, Any], hero_id: str, covered_id: str) -> None:
        """covered_id: the colleague whom she may act for. Raises DomainError when she herself is not there."""
        self.everyone = [
            Colleague(
                str(w["id"]),
                w["name"],
                w["role"],
                w.get("team"),
                w.get("joined_on"),
                w.get("left_on"),
                w.get("approval_limit_pence"),
            )
            for w in content["workers"]
        ]
        self.teams = {str(team["id"]): str(team["name"]) for team in content["teams"]}
        hero, covered = self.find(hero_id), self.find(covered_id)
        if hero is None:
            raise DomainError(f"workers.yaml must have the worker “{hero_id}”, whose work view the county fills")
        self.hero, self.covered = hero, covered
        self._caseloads: Counter[str] = Counter()

    def find(self, worker_id: str) -> Colleague | None:
        return next((worker for worker in self.everyone if worker.id == worker_id), None)

    @property
    def other_teams(self) -> list[str]:
        """Teams with practitioners in them, without the hero's; hers alone where there is no other."""
        practising = {w.team for w in self.everyone if w.role in PRACTITIONERS and w.left_on is None}
        others = [team for team in self.teams if team in practising and team != self.hero.team]
        return others or [self.hero.team or next(iter(self.teams))]

    def pick(self, dice: Dice, role: str, day: date, team: str | None = None, until: date | None = None) -> Colleague:
        """Somebody who could have done it from a day until another: of the role and team, or the nearest to it.

        Not the hero, whose work is written out person by person, nor a student.
        """
        there = [w for w in self.everyone if w.was_there(day, until) and w is not self.hero and not w.is_student]
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

        None where the team has nobody for it: the work waits in its tray. Not the hero, nor a student, nor
        whoever is away: what is theirs is written out one by one too.
        """
        there = [
            w for w in self.everyone if w.was_there(day) and w not in (self.hero, self.covered) and not w.is_student
        ]
        same = PRACTITIONERS if role in PRACTITIONERS else (role,)
        able = [w for w in there if w.team == team and w.role in same]
        if not able and role not in (*PRACTITIONERS, "team_manager"):
            able = [w for w in there if w.role == role and w.team != self.hero.team]
        return dice.one_of(able) if able else None

    def has_room(self, worker: Colleague) -> bool:
        """Whether the worker has fewer people than is usual in the role."""
        return self._caseloads[worker.id] < worker.usual_caseload

    def with_room(self, role: str, team: str | None) -> Colleague | None:
        """A worker of the role, of that team or any, who can take one more person; the one with the fewest."""
        able = [
            w
            for w in self.everyone
            if w.role == role
            and w.left_on is None
            and w is not self.hero
            and not w.is_student
            and team in (None, w.team)
            and self.has_room(w)
        ]
        return min(able, key=lambda w: self._caseloads[w.id], default=None)

    def takes_on(self, worker: Colleague) -> None:
        self._caseloads[worker.id] += 1

    def supervisor_of(self, student: Colleague, dice: Dice, day: date) -> Colleague:
        """Who countersigns what a student writes: a qualified worker of the team."""
        return self.pick(dice, student.role, day, student.team)

    def name_of(self, worker_id: str) -> str:
        return next(worker.name for worker in self.everyone if worker.id == worker_id)
