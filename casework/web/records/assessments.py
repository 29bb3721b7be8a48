"""What was assessed about a person: every kind, its finished versions, and opening one again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField, TextAreaField
from wtforms.validators import DataRequired

from casework.errors import NotFound
from casework.extensions import db
from casework.facts import FactType
from casework.lab.again import open_again as open_step_again
from casework.lab.vocabulary import EventKind
from casework.records.facts import CATALOGUE
from casework.records.facts.carers import CARER_OUTCOMES
from casework.records.flags import Flag, flags_of
from casework.records.models import Assessment, CarersAssessment, FinishedVersion, Person, SafeguardingConcern
from casework.records.queries import people as queries
from casework.records.queries import work as work_queries
from casework.records.queries.assessed import everything_assessed, finished_step_of, reasons_given
from casework.records.queries.known import known_facts
from casework.records.versions import changes_between, versions_of, versions_of_person
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.page import day, money
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp
from casework.web.records.people import person_page
from casework.web.records.wording import labels

TESTS = (
    ("has_needs", "Has needs for care and support"),
    ("at_risk", "Experiencing or at risk of abuse or neglect"),
    ("cannot_protect", "Cannot protect themself because of those needs"),
)
"""The three tests of Care Act 2014 s42(1), each by itself."""

ABILITIES = (
    ("understand", "Understand"),
    ("retain", "Retain"),
    ("use_or_weigh", "Use or weigh"),
    ("communicate", "Communicate"),
)
ANSWERS = {"yes": "Yes", "no": "No", "not-known": "Not known"}


@bp.route("/people/<person_id>/assessments")
@allow(*AT_WORK)
def assessments(person_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    current.viewing(f"{whom.name}: assessments")
    found = everything_assessed(db.session(), whom)
    versions = versions_of_person(db.session(), whom)
    return person_page(
        "records/assessments.html",
        whom,
        "assessments",
        assessments=[_assessment(whom, each, versions) for each in queries.assessments_of(db.session(), whom)],
        found=found,
        carers_outcomes={each.id: _carer_outcomes(each) for each in found.carers_assessments},
        tests={each.id: _tests(each) for each in found.concerns},
        abilities={
            each.id: [
                {
                    "name": name,
                    "answer": ANSWERS.get(getattr(each, column) or "", "Not answered"),
                    "evidence": getattr(each, f"{column}_evidence"),
                }
                for column, name in ABILITIES
            ]
            for each in found.capacity
        },
        versions=[_version(one) for one in versions if one.part not in ("assessment", "contact")],
        reasons=reasons_given(db.session(), whom),
    )


def _assessment(whom: Person, assessment: Assessment, versions: Sequence[FinishedVersion]) -> dict[str, Any]:
    of_case = [one for one in versions if one.case_id == assessment.case_id and one.part == "assessment"]
    step = finished_step_of(db.session(), assessment)
    return {
        "row": assessment,
        "not_achieved": len([outcome for outcome in assessment.outcomes if not outcome.is_met]),
        "versions": [_version(one) for one in of_case],
        "again": url_for(".open_again", step_id=step.id) if step else "",
        "flags": _flags_of(whom, assessment),
    }


def _flags_of(whom: Person, assessment: Assessment) -> list[Flag]:
    """What does not agree in the assessment as the record has it."""
    case = assessment.case_id
    of_case = next((step.case for step in queries.steps_of(db.session(), whom) if step.case_id == case), None)
    if of_case is None:
        return []
    known = known_facts(db.session(), whom, of_case, current.story_date())
    return [flag for flag in flags_of(known, current.story_date()) if flag.about.startswith("assessment.")]


def _version(one: FinishedVersion) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": f"{_part(one.part)}, version {one.number}",
        "finished_on": one.finished_on,
        "finished_at": one.finished_at,
        "by": one.by,
        "reason": one.reason,
    }


def _part(part: str) -> str:
    names = {"carers_assessment": "Carer’s assessment", "budget": "Personal budget", "finance": "Financial assessment"}
    return names.get(part, part.replace("_", " ").capitalize())


def _carer_outcomes(one: CarersAssessment) -> list[dict[str, str]]:
    label = labels()
    return [
        {"name": name, "limbs": ", ".join(label(code) for code in getattr(one, column) or [] if code != "none")}
        for column, name in CARER_OUTCOMES.items()
    ]


def _tests(one: SafeguardingConcern) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "answer": ANSWERS.get(getattr(one, column) or "", "Not answered"),
            "evidence": getattr(one, f"{column}_evidence"),
        }
        for column, name in TESTS
    ]


# --- versions ------------------------------------------------------------------------------------


@bp.route("/people/<person_id>/versions/<version_id>")
@allow(*AT_WORK)
def finished_version(person_id: str, version_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    version = next((one for one in versions_of_person(db.session(), whom) if one.id == version_id), None)
    if version is None:
        raise NotFound(f"version {version_id}")
    others = versions_of(db.session(), version.case_id, version.part)
    before = next((one for one in others if one.number == version.number - 1), None)
    title = f"{_part(version.part)}, version {version.number}"
    current.viewing(f"{whom.name}: {title}")
    return person_page(
        "records/finished_version.html",
        whom,
        "assessments",
        version=version,
        title=title,
        of=len(others),
        rows=[
            {"key": _name_of(name), "value": fact_words(name, value)}
            for name, value in version.content.items()
            if value not in (None, "", [], {})
        ],
        before=before,
        changes=[
            {
                "label": change.label + (f": {labels()(change.about)}" if change.about else ""),
                "old": fact_words(change.fact, change.old, whole=not change.about) or "Nothing",
                "new": fact_words(change.fact, change.new, whole=not change.about) or "Nothing",
            }
            for change in (changes_between(before.content, version.content) if before else [])
        ],
    )


def _name_of(name: str) -> str:
    return CATALOGUE[name].label if name in CATALOGUE else name


def fact_words(name: str, value: Any, *, whole: bool = True) -> str:
    """A fact's value in words, a line for each of its parts. whole: False for one part of it."""
    if value in (None, "", [], {}):
        return ""
    kind = CATALOGUE[name].type if name in CATALOGUE else FactType.TEXT
    match kind:
        case FactType.MONEY if isinstance(value, int):
            return money(value)
        case FactType.DATE:
            return day(date.fromisoformat(str(value)))
        case FactType.CODE | FactType.YES_NO:
            return labels()(str(value))
        case FactType.CODES if isinstance(value, list):
            return ", ".join(labels()(str(code)) for code in value)
        case FactType.OUTCOMES | FactType.TIMETABLE if isinstance(value, Mapping) and whole:
            return "\n".join(f"{labels()(str(part))}: {_row_words(one)}" for part, one in value.items())
    if isinstance(value, Mapping):
        return _row_words(value)
    if isinstance(value, list):
        return "\n".join(_row_words(one) for one in value)
    return str(value)


def _row_words(row: Any) -> str:
    """One line of a fact of several parts: its codes by their labels, its texts as they were written."""
    if not isinstance(row, Mapping):
        return str(row)
    said = []
    for key, value in row.items():
        if value in (None, "", [], {}):
            continue
        if key.endswith("_pence") and isinstance(value, int):
            said.append(money(value))
        elif isinstance(value, list):
            said.append(", ".join(labels()(str(code)) for code in value))
        elif key in ("achieves", "met_by", "outcome", "service", "offer", "willing", "able", "progress"):
            said.append(labels()(str(value)))
        else:
            said.append(f"{key.replace('_', ' ')} {value}" if isinstance(value, int | float) else str(value))
    return "; ".join(said)


# --- opening again -------------------------------------------------------------------------------


class OpenAgainForm(Form):
    reason = TextAreaField(
        "Why is it opened again?",
        description="What was finished stays on the record as it is. Your reason stands beside the next version.",
        validators=[DataRequired("Enter why it is opened again")],
    )
    submit = SubmitField("Open again")


@bp.route("/steps/<step_id>/again", methods=["GET", "POST"])
@allow(*AT_WORK)
def open_again(step_id: str) -> ResponseReturnValue:
    step = work_queries.get_step(db.session(), step_id)
    form = OpenAgainForm()
    current.viewing(f"{step.title}: open again")

    def do() -> str:
        again = open_step_again(
            db.session(),
            work_queries.get_step(db.session(), step_id),
            worker=current.worker(),
            reason=form.reason.data or "",
            today=current.story_date(),
            at=current.moment(),
        )
        current.happened(EventKind.STEP_OPENED_AGAIN, step_row_id=again.id, before=step_id, reason=again.note)
        return url_for(".step", step_id=again.id)

    def show(real: list[str]) -> str:
        found = work_queries.get_step(db.session(), step_id)
        return person_page("records/open_again.html", found.person, "assessments", step=found, form=form, real=real)

    return answered(form, do, show)
