"""The studies, and one study: what comes next, its plan in short, where it stands, who meets what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.extensions import db
from casework.lab import claims, planning, queries, sealing
from casework.lab.models import Arm, ExpertAnswer, Session, Study
from casework.lab.standing import Standing, standing
from casework.lab.study_file import file_of
from casework.lab.titles import title_of
from casework.lab.vocabulary import TaskKind
from casework.records.facts import CATALOGUE
from casework.web import current
from casework.web.access import STAFF, WATCHING, allow
from casework.web.page import day_near
from casework.web.studies.blueprint import bp, parts_of
from casework.web.studies.forms import PlanForm
from casework.web.studies.ways_in import spaced, ways_in
from casework.web.studies.wording import STAGES, case_of, state_of
from casework.workflows.versions import definition_of

STILL_THERE = timedelta(hours=2)


@bp.get("/studies")
@allow(*STAFF)
def index() -> ResponseReturnValue:
    rows = [{"study": each, "state": _study_state(queries.sessions_of(db.session(), each))} for each in _studies()]
    return render_template("studies/index.html", rows=rows, may_open=current_user.may(*WATCHING))


def _studies() -> list[Study]:
    return list(queries.studies(db.session()))


@bp.get("/studies/<study_id>")
@allow(*WATCHING)
def study(study_id: str) -> ResponseReturnValue:
    return study_page(study_id, PlanForm())


def study_page(study_id: str, form: PlanForm) -> str:
    found = queries.get_study(db.session(), study_id)
    held = list(queries.sessions_of(db.session(), found))
    ready = planning.ready_session(db.session(), found)
    return render_template(
        "studies/study.html",
        study=found,
        parts=parts_of(found, "study"),
        state=_study_state(held),
        form=form,
        standing=(stands := standing(db.session(), found)),
        stages=_stages(found, stands),
        missing=sealing.missing(db.session(), found) if found.sealed_at is None else [],
        plan=_plan_in_short(found),
        rows=_rows(found, held, ready),
        balance=(balance := queries.balance(db.session(), found)),
        is_balanced=_is_balanced(balance),
        evens_out=_evens_out(found, balance),
        begins={arm.id: _begins_with(arm) for arm in found.arms},
        sessions=[_session_line(each, ready) for each in held],
        matched=_matched(found),
        ready=ready,
        under_way=[each for each in held if _is_under_way(each)],
        ready_ways=ways_in(ready) if ready else None,
        describe=described,
    )


@dataclass(frozen=True)
class StageOfStudy:
    """One line of where a study stands: a sign, what it is, how far, and the endpoint where it goes on."""

    sign: str
    words: str
    said: str
    endpoint: str


def _stages(study: Study, stands: Standing) -> list[StageOfStudy]:
    checked = stands.checked
    held = f"{stands.held} of {stands.planned} held" if stands.planned else "none planned"
    void = f", {stands.void} {'run' if stands.void == 1 else 'runs'} left out" if stands.void else ""
    withdrew = f", {stands.withdrew} withdrew" if stands.withdrew else ""
    notes = f"{stands.notes} {'note' if stands.notes == 1 else 'notes'}, {stands.grouped or 'none'} grouped"
    return [
        StageOfStudy(
            "✓" if study.sealed_at else "○",
            "Plan sealed" if study.sealed_at else "Plan not sealed",
            day_near(study.sealed_at.date(), current.moment().date()) if study.sealed_at else "",
            "show_plan",
        ),
        StageOfStudy(
            "✓" if stands.pilots else "○",
            "Pilot run",
            f"{stands.pilots} held, marked, not counted" if stands.pilots else "none yet",
            "show_rehearsals",
        ),
        StageOfStudy(
            "○" if checked is None else "✕" if checked.to_fix else "▲" if checked.to_look_at else "✓",
            "Pre-flight check",
            "not run yet"
            if checked is None
            else f"{checked.passed} passed, {checked.to_look_at} to look at, {checked.to_fix} to fix",
            "show_preflight",
        ),
        StageOfStudy(
            "✓" if stands.is_over else "▶" if stands.held or stands.under_way else "○",
            "Sessions",
            f"{held}{void}{withdrew}",
            "study",
        ),
        StageOfStudy("▶" if stands.grouped else "○", "Make sense", notes if stands.notes else "no notes yet", "wall"),
        StageOfStudy(
            "✓" if stands.findings else "○",
            "Findings",
            f"{stands.findings} written" if stands.findings else "none written yet",
            "findings",
        ),
    ]


def _begins_with(arm: Arm) -> str:
    if arm.external:
        return f"Worked in {arm.external}"
    version_id, start_at = arm.pinned
    return definition_of(db.session(), version_id).step(start_at).title


def _is_balanced(balance: queries.Balance) -> bool:
    """Whether no count of the table differs by more than one from the others of its line."""
    columns = [[*arm.positions, *arm.cases] for arm in balance.arms]
    if len(columns) == 1:
        return max(balance.arms[0].cases) - min(balance.arms[0].cases) <= 1
    return all(max(line) - min(line) <= 1 for line in zip(*columns, strict=True))


def _design(study: Study) -> str:
    if planning.is_between(study):
        return f"Each person works in one of the {len(study.arms)} arms. No arm is ever more than one person ahead."
    if len(study.arms) > 1:
        return (
            f"Everyone works in all {len(study.arms)} arms, each with another of {len(study.cases)} matched cases. "
            f"{len(planning.rows_of(study))} rows."
        )
    if len(study.cases) > 1:
        return f"Everyone works in the one arm, with one of {len(study.cases)} cases."
    return f"Everyone works in the one arm, with the same case: {study.cases[0].person_name}."


def _evens_out(study: Study, balance: queries.Balance) -> str:
    """The person with whom the block that is being dealt is complete, as P08."""
    block = len(planning.rows_of(study))
    return f"P{-(-max(balance.n, 1) // block) * block:02}"


def _study_state(planned: Sequence[Session]) -> tuple[str, str]:
    wanted = [each for each in planned if each.joined_at or not each.ended_at]
    held = [each for each in wanted if each.ended_at]
    if not wanted:
        return "planned", "No sessions planned yet"
    kind = "done" if len(held) == len(wanted) else "now" if any(each.joined_at for each in wanted) else "planned"
    return kind, f"{len(held)} of {len(wanted)} planned {'session' if len(wanted) == 1 else 'sessions'} held"


def _plan_in_short(study: Study) -> list[dict[str, str]]:
    tasks = [task for task in study.tasks if task.kind is TaskKind.TASK]
    titles = "; ".join(title_of(task) for task in tasks)
    minutes = sum(task.minutes or 0 for task in tasks)
    rows = [
        ("Question", study.question),
        ("Hypothesis", study.hypothesis or ""),
        (
            "Design",
            _design(study),
        ),
        (
            "Tasks",
            f"{len(tasks)} in each arm, after a warm-up that never counts: {titles}"
            + (f". About {minutes} minutes in each arm." if minutes else "."),
        ),
        ("What it can show", _can_show(study)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _can_show(study: Study) -> str:
    """Which of the planned claims the planned people can show, before anybody is asked; empty without claims."""
    try:
        file = file_of(study)
        shown = [claim for claim in file.claims if claims.planned(file, claim).is_enough]
    except ValueError as error:
        return str(error)
    if not file.claims:
        return ""
    people = " and ".join(str(each) for each in sorted({claim.people for claim in file.claims}))
    if not shown:
        return f"{people} people can show: description only."
    return f"{people} people can show {len(shown)} of {len(file.claims)} planned claims; the others as description."


def _is_under_way(session: Session) -> bool:
    """Whether somebody is in it now; one that nobody came back to for hours is not."""
    heard = session.last_heard_at
    return session.ended_at is None and heard is not None and current.moment() - heard < STILL_THERE


@dataclass(frozen=True)
class Row:
    """One row of the crossing: what is met in which order, and by whom. people: (code, kind of tag, session)."""

    number: int
    visits: list[tuple[str, str]]
    people: list[tuple[str, str, Session]]

    @property
    def done(self) -> int:
        return sum(session.ended_at is not None for _, _, session in self.people)


def _rows(study: Study, held: list[Session], ready: Session | None) -> list[Row]:
    return [
        Row(
            number + 1,
            [(arm.mark, case.person_name.split()[0]) for arm, case in visits],
            [(each.participant.code, _tag(each, ready)[0], each) for each in held if each.row == number],
        )
        for number, visits in enumerate(planning.rows_of(study))
    ]


def _tag(session: Session, ready: Session | None) -> tuple[str, str]:
    return ("now", "Next") if ready is not None and session.id == ready.id else state_of(session)


def _session_line(session: Session, ready: Session | None) -> dict[str, Any]:
    kind, words = _tag(session, ready)
    where = ""
    if session.joined_at and session.ended_at:
        where = f"{(session.ended_at - session.joined_at).total_seconds() / 60:.0f} min"
    elif session.joined_at:
        where = STAGES[session.stage]
    elif not session.ended_at:
        where = "sandboxes ready"
    waits = session.joined_at is None and session.ended_at is None
    code = spaced(session.code) if waits else ""
    return {"session": session, "waits": waits, "kind": kind, "words": words, "where": where, "code": code}


def described(session: Session) -> str:
    """Which row a session has, in words: "Row 4: B with Harold, then A with Edna"."""
    visits = [f"{arm.arm.mark} with {case_of(arm)}" for arm in session.arms]
    return f"Row {session.row + 1}: {', then '.join(visits)}"


def _matched(study: Study) -> str:
    """In which of the experts' answers the cases are alike."""
    if len(study.cases) == 1:
        return ""
    names = " and ".join(case.person_name for case in study.cases)
    answers = queries.expert_answers(db.session(), study)
    facts = dict.fromkeys(fact for by_fact in answers.values() for fact in by_fact)
    alike = [
        f"{CATALOGUE[fact].label.lower()}{' in number' if size.isdecimal() else ''}"
        for fact in facts
        if len(sizes := {_size(answers.get(case.key, {}).get(fact)) for case in study.cases}) == 1
        for size in sizes
    ]
    said = f" In the experts’ answers they are alike in {'; '.join(alike)}." if alike else ""
    return f"{names} are matched cases, so that nobody meets the same case twice.{said}"


def _size(answer: ExpertAnswer | None) -> str:
    """What matched cases have in common: the same decision, or as many of something."""
    value = answer.value["value"] if answer else None
    return str(len(value)) if isinstance(value, list | dict) else f"“{value}”"
