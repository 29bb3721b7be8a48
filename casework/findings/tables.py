"""A study's rows as tables that others can read in: runs, recorded facts, events and notes. Rehearsals are in none."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.findings.found import findings_of
from casework.findings.results import (
    LEFT_OUT_WITH_RUN,
    NOT_ASKED,
    NOT_RECORDED,
    Decision,
    Judge,
    why_not_counted,
)
from casework.findings.wall import wall_of
from casework.lab.models import Event, RecordedFact, Session, Study, TaskRun
from casework.lab.observations import notes_of
from casework.lab.panel import hidden_facts
from casework.lab.queries import runs_of, sessions_of
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import RunStatus, TaskKind
from casework.records.facts import CATALOGUE
from casework.records.real_data import left_out
from casework.statistics import sus_score

TYPED = (
    *("value", "decided", "data", "note", "seq_comment", "sus_comment", "page", "tags", "group"),
    *("title", "what", "recommendation", "severity_because", "gone_because", "answer", "reader_comment", "why_not"),
)
"""Columns in which people's own words stand."""

Table = tuple[list[str], list[list[Any]]]
"""The names of the columns, and the rows under them."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: Table) -> str:
    """A table as CSV. Text that a spreadsheet would take for a formula begins with an apostrophe.

    What looks like a real person's details is left out, and says so in its place.
    """
    names, rows = table
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(names)
    writer.writerows([csv_cell(value) for value in row] for row in without_real_details(names, rows))
    return written.getvalue()


def without_real_details(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """The rows, one after another, with what looks like a real person's details left out of what people typed."""
    typed = [name in TYPED or "." in name for name in names]
    for row in rows:
        yield [_safe(value) if own else value for value, own in zip(row, typed, strict=True)]


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return left_out(value)
    if isinstance(value, Mapping):
        return {name: _safe(one) for name, one in value.items()}
    return [_safe(one) for one in value] if isinstance(value, list) else value


def csv_cell(value: Any) -> Any:
    """A value as it stands in a CSV file: empty where it is not known, text that would be a formula as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


# --- runs ----------------------------------------------------------------------------------------

RUN_COLUMNS = [
    "study",
    "session",
    "participant",
    "row",
    "arm",
    "arm_title",
    "workflow_version",
    "case",
    "arm_order",
    "task",
    "counted",
    "why_not",
    "left_out_by",
    "outcome",
    "ended_by",
    "started_at",
    "ended_at",
    "working_seconds",
    "pages",
    "clicks",
    "searches",
    "errors",
    "assists",
    "seq",
    "seq_comment",
    "sus",
    "sus_comment",
]


def runs_table(db: Db, study: Study) -> Table:
    """Every run of the study that was started, counted or not, each with why not.

    Empty cells are not known, never 0. For each fact that experts answered: its value, and whether it agrees
    with them ("yes", "no", "not recorded", "not asked here").
    """
    judge = Judge(db, study)
    rows: list[list[Any]] = []
    for run in runs_of(db, study):
        if run.status is RunStatus.NOT_STARTED:
            continue
        decisions = {one.fact: one for one in judge.decisions(run.session_arm, [run])}
        recorded = judge.recorded(run)
        row = _run_row(run)
        for fact in judge.facts:
            value = recorded[fact].value["value"] if fact in recorded else None
            row += [value, _match(decisions.get(fact), run)]
        rows.append(row)
    facts = [name for fact in judge.facts for name in (fact, f"{fact} agrees")]
    return [*RUN_COLUMNS, *facts], rows


def _run_row(run: TaskRun) -> list[Any]:
    session, visit = run.session, run.session_arm
    reason = why_not_counted(run)
    return [
        session.study_id,
        session.number,
        session.participant.code,
        session.row + 1,
        visit.arm.mark,
        visit.arm.title,
        visit.arm.version_id,
        visit.case.key,
        visit.position + 1,
        run.task.key,
        reason is None,
        reason,
        run.voided_by,
        outcome_of(run) if run.task.kind is TaskKind.TASK else None,
        run.ended_by.value if run.ended_by else None,
        run.started_at,
        run.ended_at,
        run.working_seconds,
        run.page_count,
        run.click_count,
        run.search_count,
        run.error_count,
        run.assist_count,
        run.seq,
        run.seq_comment,
        sus_score(visit.sus_items).score if visit.sus_items else None,
        visit.sus_comment,
    ]


def _match(decision: Decision | None, run: TaskRun) -> str | None:
    if decision is None or why_not_counted(run) is not None:
        return None
    if decision.matches is None or (not decision.matches and decision.said == NOT_RECORDED):
        return decision.said
    return "yes" if decision.matches else "no"


# --- the rest ------------------------------------------------------------------------------------


def facts_table(db: Db, study: Study) -> Table:
    """Every fact recorded in a run, in the order it was recorded; of several for one fact the last was decided.

    While experts are asked, without the facts they are asked about.
    """
    names = ["study", "session", "participant", "arm", "case", "task", "counted", "fact", "label", "value"]
    rows: list[list[Any]] = []
    hidden = hidden_facts(db, study)
    for run in runs_of(db, study):
        place = [*_who(run.session), run.session_arm.arm.mark, run.session_arm.case.key, run.task.key]
        kept = select(RecordedFact).where(RecordedFact.task_run_id == run.id).order_by(RecordedFact.id)
        for fact in db.scalars(kept):
            if fact.name in hidden:
                continue
            label = CATALOGUE[fact.name].label if fact.name in CATALOGUE else ""
            said = [fact.name, label, fact.value["value"], fact.question_id, fact.wording]
            rows.append([*place, why_not_counted(run) is None, *said, fact.step_id, fact.version_id])
    return [*names, "question", "wording", "step", "workflow_version"], rows


DECISION_COLUMNS = [
    *("study", "session", "participant", "arm", "case", "fact", "label"),
    *("decided", "expert", "agrees", "no_answer"),
]


def decisions_table(db: Db, study: Study) -> Table:
    """Each fact that experts answered, for everybody in every arm: what was decided, or why there is no answer.

    no_answer: "withdrawn" (by the participant), "not asked" (in this arm), "left out" (with its run), "not reached"
    (no run that counts came to the end of its step) or "left empty".
    """
    judge = Judge(db, study)
    runs = [run for run in runs_of(db, study) if run.task.kind is TaskKind.TASK]
    rows: list[list[Any]] = []
    for session in sessions_of(db, study):
        is_withdrawn = session.participant.withdrawn_at is not None
        began = any(run.status is not RunStatus.NOT_STARTED for run in session.runs)
        for visit in session.arms if began or is_withdrawn else ():
            within = [run for run in runs if run.session_arm_id == visit.id]
            for one in judge.decisions(visit, within):
                why = _no_answer(one, within, is_withdrawn=is_withdrawn)
                agrees = None if why or one.matches is None else one.matches
                said = [None if why else one.said, one.expert, agrees, why]
                rows.append([*_who(session), visit.arm.mark, visit.case.key, one.fact, one.label, *said])
    return DECISION_COLUMNS, rows


def _no_answer(decision: Decision, runs: Sequence[TaskRun], *, is_withdrawn: bool) -> str | None:
    if decision.said not in (NOT_ASKED, NOT_RECORDED, LEFT_OUT_WITH_RUN):
        return None
    if is_withdrawn:
        return "withdrawn"
    if decision.said == NOT_ASKED:
        return "not asked"
    if decision.said == LEFT_OUT_WITH_RUN:
        return "left out"
    reached = any(run.completed_step for run in runs if why_not_counted(run) is None)
    return "left empty" if reached else "not reached"


EVENT_COLUMNS = ["study", "session", "participant", "seq", "at", "arm", "task", "story_date", "event", "data"]


def events_table(db: Db, study: Study) -> Table:
    """Every event of the study's sessions, in order. `data` is JSON."""
    return EVENT_COLUMNS, list(event_rows(db, study))


def event_rows(db: Db, study: Study) -> Iterator[list[Any]]:
    """The rows of the events' table, read a thousand at a time."""
    runs = {run.id: run for run in runs_of(db, study)}
    columns = (Event.seq, Event.at, Event.task_run_id, Event.story_date, Event.kind, Event.data)
    for session in sessions_of(db, study):
        of_session = select(*columns).where(Event.session_id == session.id).order_by(Event.seq)
        for seq, at, run_id, story_date, kind, data in db.execute(of_session.execution_options(yield_per=1000)):
            yield [*_who(session), seq, at, *_arm_and_task(runs, run_id), story_date, kind.value, data]


def notes_table(db: Db, study: Study) -> Table:
    """Every note made while watching, oldest first in each session."""
    names = ["study", "session", "participant", "at", "arm", "task", "page", "kind", "note", "by"]
    runs = {run.id: run for run in runs_of(db, study)}
    groups = {card.note.id: card.group.title for card in wall_of(db, study).cards if card.group}
    rows: list[list[Any]] = []
    for session in sessions_of(db, study):
        for note in reversed(notes_of(db, session.id)):
            where = _arm_and_task(runs, note.task_run_id)
            rows.append([*_who(session), note.at, *where, note.page, note.kind.value, note.text, note.by])
            rows[-1] += [note.severity, " ".join(note.tags or []), groups.get(note.id)]
    return [*names, "severity", "tags", "group"], rows


FINDING_COLUMNS = [
    "study",
    "finding",
    "title",
    "what",
    "recommendation",
    "workflow",
    "step",
    "question",
    "notes",
    "people_met",
    "people",
    "arms",
    "severity",
    "severity_because",
    "judged_by",
    "in_report",
    "changed_version",
    "followed_by",
    "gone",
    "gone_met",
    "gone_of",
    "gone_because",
    "evidence_withdrawn",
]


def findings_table(db: Db, study: Study) -> Table:
    """Every finding, in the order they were made. gone: "yes", "no", "cannot tell"; empty while nobody has judged."""
    rows: list[list[Any]] = []
    for found in findings_of(db, study):
        one = found.finding
        gone = None if not one.gone_because else {True: "yes", False: "no", None: "cannot tell"}[one.has_gone]
        rows.append(
            [
                *(study.id, one.number, one.title, one.what, one.recommendation),
                *(one.workflow_id, one.step_id, one.question_id),
                *(len(found.cards), len(found.met.by), found.took_part, " ".join(found.met.arms)),
                *(one.severity, one.severity_because, found.judged_by, one.is_in_report),
                *(one.changed_version_id, one.followed_by, gone, one.gone_met, one.gone_of, one.gone_because),
                one.evidence_withdrawn,
            ]
        )
    return FINDING_COLUMNS, rows


def _who(session: Session) -> list[Any]:
    return [session.study_id, session.number, session.participant.code]


def _arm_and_task(runs: dict[str, TaskRun], run_id: str | None) -> list[str | None]:
    run = runs.get(run_id or "")
    return [run.session_arm.arm.mark, run.task.key] if run else [None, None]
