"""Whether the machine is ready: disk, backup, sandboxes, the county, and who can reach it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from casework.database import Db
from casework.lab import backing_up, health
from casework.lab.models import Sandbox, Session, SessionArm, Study
from casework.lab.sandboxes import COUNTY, person_template
from casework.lab.study_file import StudyFile
from casework.rehearsal.preflight.checks import Check, several

A_SANDBOX = 8_000_000
"""Bytes that a sandbox is taken to need while it lasts."""


@dataclass(frozen=True)
class Machine:
    """Where this runs. reach: whether other machines come here, and over TLS."""

    engine: Engine
    instance: Path
    is_reached_from_elsewhere: bool
    is_over_tls: bool


def machine(db: Db, study: Study, file: StudyFile, here: Machine, *, at: datetime) -> Iterator[Check]:
    """Everything of this part, in order."""
    yield _disk(db, study, file, here)
    yield _backup(here.instance, at)
    yield _sandboxes(db, study)
    yield from _county(db, study)
    yield _reach(here)


def _disk(db: Db, study: Study, file: StudyFile, here: Machine) -> Check:
    found = health.room(db, here.engine, here.instance)
    people = file.people or 1
    inside = sum(not arm.external for arm in study.arms)
    each = found.per_session + A_SANDBOX * (1 if file.design == "between" else inside)
    # Writing the files anew, after a withdrawal, takes twice the database.
    needed = people * each + 2 * found.database
    told = f"{found.free / 1e9:.1f} GB free, {needed / 1e9:.1f} GB needed"
    if found.free < needed + health.LEAST_FREE:
        why = f"{told} for {several(people, 'session')}. Make room."
        return Check("disk", "Disk has room", "fix", why, "See the disk", "admin.health")
    return Check("disk", f"Disk: {told}", "passed")


def _backup(instance: Path, at: datetime) -> Check:
    last = backing_up.last_backup(instance)
    if last is None:
        why = "None has been made. One is made by flask backup FILE."
        return Check("backup", "Backup is recent", "look", why, "See backups", "admin.health")
    hours = int((at - last.made_at).total_seconds() // 3600)
    if at - last.made_at > health.A_BACKUP_IS_OLD:
        why = f"The last was made {several(hours, 'hour')} ago, and took {last.seconds:.0f} seconds."
        return Check("backup", "Backup is recent", "look", why, "See backups", "admin.health")
    return Check("backup", f"Backup made {several(hours, 'hour')} ago", "passed")


def _sandboxes(db: Db, study: Study) -> Check:
    waiting = (
        select(SessionArm.sandbox_id)
        .join(Session, SessionArm.session_id == Session.id)
        .where(
            Session.study_id == study.id,
            Session.is_rehearsal.is_(False),
            Session.joined_at.is_(None),
            Session.ended_at.is_(None),
            SessionArm.sandbox_id.is_not(None),
        )
    )
    needed = len(db.scalars(waiting).all())
    ready = db.scalar(select(func.count()).select_from(Sandbox).where(Sandbox.id.in_(waiting))) or 0
    if ready < needed:
        why = f"{needed - ready} of {needed} are missing for planned sessions. Run flask work."
        return Check("sandboxes", "Sandboxes made", "fix", why, "See what is due", "admin.health")
    if not needed:
        why = "No session is planned yet: its sandboxes are made with it, so that joining takes no time."
        at = {"study_id": study.id}
        return Check("sandboxes", "Sandboxes made", "look", why, "Plan sessions", "studies.study", at)
    return Check("sandboxes", f"{several(needed, 'sandbox', 'sandboxes')} made, none used", "passed")


def _county(db: Db, study: Study) -> Iterator[Check]:
    """Everybody the study needs is in the county, on its story date."""
    county = db.get(Sandbox, COUNTY)
    if county is None:
        yield Check("county", "County made", "fix", "There is no county. Run flask county make.", "", "")
        return
    people = [case.person_id for case in study.cases] + [arm.warm_up_person for arm in study.arms]
    missing = [name for name in dict.fromkeys(people) if db.get(Sandbox, person_template(name)) is None]
    if missing:
        why = f"Nobody has been made as {', '.join(missing)}. Run flask county make."
        yield Check("people", "People of cases and warm-ups made", "fix", why, "", "")
    else:
        yield Check("made", f"{several(len(set(people)), 'person', 'people')} of cases and warm-ups made", "passed")
    if county.story_date != study.story_date:
        why = f"The study is on {study.story_date:%-d %B %Y}, the county on {county.story_date:%-d %B %Y}."
        at = {"study_id": study.id}
        yield Check(
            "story",
            "Story date",
            "look",
            f"{why} Ages and due dates follow the study.",
            "See the plan",
            "studies.show_plan",
            at,
        )
    else:
        yield Check("story", f"Story date {study.story_date:%-d %B %Y}, as the county’s", "passed")


def _reach(here: Machine) -> Check:
    if not here.is_reached_from_elsewhere:
        why = "The server answers this machine only. Participants work here, or set up TLS (docs/running.md)."
        return Check("reach", "Join links answer from another device", "look", why)
    if not here.is_over_tls:
        why = "Other machines come without TLS: only where the network between is trusted."
        return Check("reach", "Join links answer from another device", "look", why)
    return Check("reach", "Join links answer from another device, over TLS", "passed")
