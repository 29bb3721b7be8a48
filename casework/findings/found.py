"""Findings: what was found, on which notes it rests, how serious it is, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.findings.wall import Card, Met, Wall, met_in, wall_of
from casework.lab.models import (
    Arm,
    Event,
    Finding,
    FindingChange,
    FindingEvidence,
    FindingJudgement,
    NoteGroup,
    Observation,
    Session,
    Study,
    TaskRun,
)
from casework.lab.vocabulary import EventKind
from casework.workflows.versions import WorkflowSave, WorkflowVersion, definition_of

LONGEST_TITLE = 200
ENOUGH_JUDGES = 2
WORKED = (EventKind.STEP_STARTED, EventKind.STEP_TAKEN, EventKind.STEP_FINISHED, EventKind.ANSWER_CHANGED)
"""Events that say which step somebody came to."""


@dataclass(frozen=True)
class Place:
    """A step of a workflow, or a question in it."""

    workflow_id: str
    step_id: str
    question_id: str | None
    label: str

    @property
    def key(self) -> str:
        return "/".join(part for part in (self.workflow_id, self.step_id, self.question_id) if part)


@dataclass(frozen=True)
class Found:
    """A finding with its evidence. took_part: how many did; came: how many of them came to its step, None where it
    names none. arms: letters of the study's arms. new: notes that joined its group since.
    """

    finding: Finding
    study: Study
    cards: list[Card]
    met: Met
    took_part: int
    came: int | None
    arms: list[str]
    new: list[Card]

    @property
    def said(self) -> str:
        """How many of how many, and in which arms: "6 of 7 people, in both arms"."""
        return people_said(len(self.met.by), self.took_part, self.met.arms, self.arms)

    @property
    def judged_by(self) -> int:
        return len(self.finding.judgements)


def people_said(met: int, of: int, arms: Sequence[str], every_arm: Sequence[str]) -> str:
    """So many of so many people, and the arms they met it in: never more than was seen."""
    said = f"{met} of {of} {'person' if of == 1 else 'people'}"
    if not met or not arms or len(every_arm) < 2:
        return said
    if set(arms) == set(every_arm):
        return f"{said}, in both arms" if len(every_arm) == 2 else f"{said}, in all {len(every_arm)} arms"
    return f"{said}, in arm {arms[0]}" if len(arms) == 1 else f"{said}, in arms {' and '.join(arms)}"


# --- looking -------------------------------------------------------------------------------------


def findings_of(db: Db, study: Study, wall: Wall | None = None) -> list[Found]:
    """The findings of a study, in the order they were made."""
    wall = wall or wall_of(db, study)
    rows = db.scalars(
        select(Finding)
        .where(Finding.study_id == study.id)
        .order_by(Finding.number)
        .options(selectinload(Finding.evidence), selectinload(Finding.judgements))
    ).all()
    came = _steps_reached(db, wall, {row.step_id for row in rows if row.step_id})
    return [_found(row, wall, came) for row in rows]


def findings_from(db: Db, study: Study) -> dict[str, list[Finding]]:
    """Task run id → the findings with evidence from it, in the order they were made."""
    rows = db.execute(
        select(Observation.task_run_id, Finding)
        .join(FindingEvidence, FindingEvidence.observation_id == Observation.id)
        .join(Finding, FindingEvidence.finding_id == Finding.id)
        .where(Finding.study_id == study.id, Observation.task_run_id.is_not(None))
        .order_by(Finding.number)
    )
    found: dict[str, dict[int, Finding]] = {}
    for run_id, finding in rows:
        found.setdefault(str(run_id), {})[finding.number] = finding
    return {run_id: list(findings.values()) for run_id, findings in found.items()}


def get_finding(db: Db, study: Study, number: int) -> Finding:
    """One finding by its number. Raises NotFound."""
    found = db.scalar(select(Finding).where(Finding.study_id == study.id, Finding.number == number))
    if found is None:
        raise NotFound(f"finding {number} of {study.id}")
    return found


def find_finding(db: Db, finding_id: str) -> Finding | None:
    return db.get(Finding, finding_id) if finding_id else None


def looked_at(db: Db, study: Study, finding: Finding) -> Found:
    """One finding with its evidence as it is now."""
    wall = wall_of(db, study)
    return _found(finding, wall, _steps_reached(db, wall, {finding.step_id} if finding.step_id else set()))


def _found(finding: Finding, wall: Wall, came: dict[str, set[str]]) -> Found:
    rests_on = {each.observation_id for each in finding.evidence}
    cards = [card for card in wall.cards if card.note.id in rests_on]
    return Found(
        finding,
        wall.study,
        cards,
        met_in(cards, wall.people),
        len(wall.people),
        len(came.get(finding.step_id, ())) if finding.step_id else None,
        [arm.mark for arm in wall.study.arms],
        [card for card in wall.cards if _is_of(card, finding) and card.note.id not in rests_on],
    )


def _is_of(card: Card, finding: Finding) -> bool:
    return finding.group_id is not None and card.group is not None and card.group.id == finding.group_id


def _steps_reached(db: Db, wall: Wall, steps: set[str]) -> dict[str, set[str]]:
    """step → the codes of who came to it, of those who took part, in runs that count."""
    reached: dict[str, set[str]] = {step: set() for step in steps}
    if not steps:
        return reached
    rows = db.execute(
        select(Event.data, Session)
        .join(Session, Event.session_id == Session.id)
        .join(TaskRun, Event.task_run_id == TaskRun.id)
        .where(
            Session.study_id == wall.study.id,
            Session.is_rehearsal.is_(False),
            TaskRun.voided_at.is_(None),
            Event.kind.in_(WORKED),
        )
        .options(selectinload(Session.participant))
    )
    for data, session in rows:
        if data.get("step") in steps and session.participant.code in wall.people:
            reached[data["step"]].add(session.participant.code)
    return reached


def places_of(db: Db, study: Study) -> list[Place]:
    """Every step and question of the arms' workflows, in their order, for a finding to be about."""
    places: dict[str, Place] = {}
    for arm in study.arms:
        if arm.version_id is None:
            continue
        definition = definition_of(db, arm.version_id)
        for step in definition.steps:
            for place in _places_in(definition.id, definition.title, step.id, step.title, arm.version_id, db):
                places.setdefault(place.key, place)
    return list(places.values())


def _places_in(workflow_id: str, workflow: str, step_id: str, step: str, version_id: str, db: Db) -> Iterator[Place]:
    yield Place(workflow_id, step_id, None, f"{workflow}: {step}")
    for page in definition_of(db, version_id).pages(step_id):
        for question in page.questions:
            if question.asks:
                label = getattr(question, "label", "") or question.id
                yield Place(workflow_id, step_id, question.id, f"{workflow}: {step} – {label}")


# --- writing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What a person writes of a finding. place: what it is about, None for nowhere in particular."""

    title: str
    what: str
    recommendation: str
    place: Place | None
    is_in_report: bool
    notes: Sequence[str]


PARTS = {
    "title": "the title",
    "what": "what was found",
    "recommendation": "what we suggest",
    "place": "the place",
    "is_in_report": "whether it is in the report",
    "evidence": "the evidence",
}


def make_finding(db: Db, wall: Wall, group: NoteGroup | None, words: Words, *, by: str, at: datetime) -> Finding:
    """Write a finding down. Raises DomainError on the field that is missing."""
    title, what = _checked(words)
    number = db.scalar(select(func.max(Finding.number)).where(Finding.study_id == wall.study.id)) or 0
    finding = Finding(
        study_id=wall.study.id,
        number=number + 1,
        group_id=group.id if group else None,
        title=title,
        what=what,
        made_by=by,
        made_at=at,
    )
    db.add(finding)
    db.flush()
    _write(db, wall, finding, words)
    return finding


def change_finding(
    db: Db, wall: Wall, finding: Finding, words: Words, *, changes_seen: int, by: str, at: datetime
) -> list[str]:
    """Write a finding anew; what was changed, in words, [] where nothing was.

    changes_seen: how often it had been changed when the page was opened. Raises DomainError where somebody changed it
    since, and on the field that is missing.
    """
    title, what = _checked(words)
    if len(finding.changes) != changes_seen:
        who = finding.changes[-1].by
        raise DomainError(f"{who} changed this finding meanwhile. Yours is below; theirs stands on the finding’s page")
    before = _as_written(finding)
    finding.title, finding.what = title, what
    _write(db, wall, finding, words)
    after = _as_written(finding)
    parts = [PARTS[name] for name in PARTS if before[name] != after[name]]
    if parts:
        note_change(db, finding, parts, by=by, at=at)
    return parts


def note_change(db: Db, finding: Finding, parts: Sequence[str], *, by: str, at: datetime) -> None:
    """Keep who changed which parts."""
    finding.changes.append(FindingChange(finding_id=finding.id, parts=list(parts), by=by, at=at))
    db.flush()


def _checked(words: Words) -> tuple[str, str]:
    title, what = " ".join(words.title.split()), words.what.strip()
    if not title:
        raise DomainError("Enter a title that says what happened", field="title")
    if len(title) > LONGEST_TITLE:
        raise DomainError(f"The title must be {LONGEST_TITLE} characters or fewer", field="title")
    if not what:
        raise DomainError("Enter what was found", field="what")
    return title, what


def _write(db: Db, wall: Wall, finding: Finding, words: Words) -> None:
    finding.recommendation = words.recommendation.strip() or None
    place = words.place
    finding.workflow_id, finding.step_id, finding.question_id = (
        (place.workflow_id, place.step_id, place.question_id) if place else (None, None, None)
    )
    finding.is_in_report = words.is_in_report
    on_the_wall = {card.note.id for card in wall.cards}
    wanted = on_the_wall & set(words.notes)
    for each in [each for each in finding.evidence if each.observation_id not in wanted]:
        finding.evidence.remove(each)
        db.delete(each)
    there = {each.observation_id for each in finding.evidence}
    finding.evidence += [FindingEvidence(observation_id=note) for note in sorted(wanted - there)]
    db.flush()


def _as_written(finding: Finding) -> dict[str, object]:
    return {
        "title": finding.title,
        "what": finding.what,
        "recommendation": finding.recommendation,
        "place": (finding.workflow_id, finding.step_id, finding.question_id),
        "is_in_report": finding.is_in_report,
        "evidence": {each.observation_id for each in finding.evidence},
    }


def add_new_evidence(db: Db, found: Found, *, by: str, at: datetime) -> int:
    """Let a finding rest on the notes that joined its group since, too; how many."""
    found.finding.evidence += [FindingEvidence(observation_id=card.note.id) for card in found.new]
    if found.new:
        note_change(db, found.finding, [PARTS["evidence"]], by=by, at=at)
    return len(found.new)


def put_in_report(db: Db, finding: Finding, is_in: bool, *, by: str, at: datetime) -> None:
    if finding.is_in_report is not is_in:
        finding.is_in_report = is_in
        note_change(db, finding, [PARTS["is_in_report"]], by=by, at=at)


def judge_severity(db: Db, finding: Finding, severity: int, because: str, *, by: str, at: datetime) -> None:
    """Say how serious one person finds it. Each person has one say; the most serious is the finding's.

    Raises DomainError on `severity` for another than 1 to 4, and on `because` when empty.
    """
    if not 1 <= severity <= 4:
        raise DomainError("Select how serious it is, 1 to 4", field="severity")
    if not because.strip():
        raise DomainError("Enter why: the harm, how many, and whether they can recover", field="because")
    mine = next((each for each in finding.judgements if each.by == by), None)
    if mine is None:
        mine = FindingJudgement(finding_id=finding.id, severity=severity, because=because.strip(), by=by, at=at)
        finding.judgements.append(mine)
    mine.severity, mine.because, mine.at = severity, because.strip(), at
    worst = max(finding.judgements, key=lambda each: each.severity)
    finding.severity, finding.severity_because = worst.severity, worst.because
    note_change(db, finding, ["how serious it is"], by=by, at=at)


# --- what came of it -----------------------------------------------------------------------------


def reason_for_change(study: Study, finding: Finding) -> str:
    """What is put into "why this change" of a workflow."""
    return f"Finding {finding.number} of “{study.title}”: {finding.title}"[:500]


def was_changed(db: Db, finding: Finding, version_id: str, *, by: str, at: datetime) -> None:
    """A version of a workflow was made because of it. Whether it went away is to be judged anew."""
    finding.changed_version_id, finding.changed_at = version_id, at
    finding.followed_by = finding.has_gone = finding.gone_because = finding.gone_met = finding.gone_of = None
    finding.gone_by = finding.gone_at = None
    note_change(db, finding, ["the workflow"], by=by, at=at)


def because_of(db: Db, version_ids: Sequence[str]) -> dict[str, list[tuple[Finding, Study]]]:
    """version → the findings because of which it was made, each with its study."""
    made: dict[str, list[tuple[Finding, Study]]] = {}
    rows = db.execute(
        select(Finding, Study)
        .join(Study, Finding.study_id == Study.id)
        .where(Finding.changed_version_id.in_(version_ids))
        .order_by(Finding.changed_at, Finding.number)
    )
    for finding, study in rows:
        made.setdefault(finding.changed_version_id or "", []).append((finding, study))
    return made


def studies_that_follow(db: Db, finding: Finding) -> list[Study]:
    """Other studies with an arm that uses the changed version or a later one of the same workflow."""
    arms = _arms_after(db, finding)
    wanted = {arm.study_id for arm in arms} - {finding.study_id}
    return list(db.scalars(select(Study).where(Study.id.in_(wanted)).order_by(Study.made_at, Study.id)))


def _arms_after(db: Db, finding: Finding) -> Sequence[Arm]:
    """Arms whose version is the changed one or a later one, under whatever words."""
    if finding.changed_version_id is None or finding.changed_at is None:
        return []
    version = db.get(WorkflowVersion, finding.changed_version_id)
    saves = db.scalars(
        select(WorkflowSave.version_id).where(
            WorkflowSave.workflow_id == (version.workflow_id if version else ""), WorkflowSave.at >= finding.changed_at
        )
    )
    ids = {finding.changed_version_id, *saves}
    reworded = select(WorkflowVersion.id).where(WorkflowVersion.base_version_id.in_(ids))
    return db.scalars(select(Arm).where(Arm.version_id.in_(ids) | Arm.version_id.in_(reworded))).all()


def follow_up(db: Db, finding: Finding, study_id: str, *, by: str, at: datetime) -> Study:
    """Name the study that is to show whether it went away. Raises DomainError on `study` for one that cannot."""
    study = next((each for each in studies_that_follow(db, finding) if each.id == study_id), None)
    if study is None:
        raise DomainError("Select a study that uses the changed workflow", field="study")
    finding.followed_by = study.id
    finding.has_gone = finding.gone_because = finding.gone_met = finding.gone_of = None
    finding.gone_by = finding.gone_at = None
    note_change(db, finding, ["the study that follows"], by=by, at=at)
    return study


def came_after(db: Db, finding: Finding) -> int:
    """How many people in the study that follows worked in an arm with the change, in runs that count."""
    study = db.get(Study, finding.followed_by) if finding.followed_by else None
    if study is None:
        return 0
    wall, arms = wall_of(db, study), {arm.id for arm in _arms_after(db, finding)}
    rows = db.scalars(
        select(Session)
        .where(Session.study_id == study.id, Session.is_rehearsal.is_(False))
        .options(selectinload(Session.participant), selectinload(Session.runs).selectinload(TaskRun.session_arm))
    )
    return len(
        {
            session.participant.code
            for session in rows
            for run in session.runs
            if run.session_arm.arm_id in arms and run.started_at is not None and run.voided_at is None
        }.intersection(wall.people)
    )


def judge_gone(
    db: Db, finding: Finding, has_gone: bool | None, *, met: int, because: str, by: str, at: datetime
) -> None:
    """Say whether it went away: gone, still there, or None for nobody can tell. met: how many met it there.

    Raises DomainError on `met` and `because`, and where no study follows yet.
    """
    if finding.followed_by is None:
        raise DomainError("Choose the study that follows first", field="study")
    of = came_after(db, finding)
    if not 0 <= met <= of:
        people = "Nobody has" if not of else "1 person has" if of == 1 else f"{of} people have"
        raise DomainError(f"{people} worked with the change there. Enter how many of them met it", field="met")
    if has_gone and met:
        raise DomainError("Select “still there” or “cannot tell” where somebody met it", field="has_gone")
    if has_gone is not None and not of:
        raise DomainError("Select “cannot tell”: nobody has worked with the change there yet", field="has_gone")
    if not because.strip():
        raise DomainError("Enter what shows it", field="because")
    finding.has_gone, finding.gone_because = has_gone, because.strip()
    finding.gone_met, finding.gone_of, finding.gone_by, finding.gone_at = met, of, by, at
    note_change(db, finding, ["whether it went away"], by=by, at=at)


def to_check(db: Db, study: Study) -> list[tuple[Finding, Study]]:
    """The findings of other studies that this one is to check, each with its study."""
    rows = db.execute(
        select(Finding, Study)
        .join(Study, Finding.study_id == Study.id)
        .where(Finding.followed_by == study.id)
        .order_by(Study.made_at, Finding.number)
    )
    return [(finding, of) for finding, of in rows]
