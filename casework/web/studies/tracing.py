"""The line from what was seen to what came of it, as four boxes."""

from typing import Any

from flask import url_for

from casework.extensions import db
from casework.findings.found import Found
from casework.lab.models import Finding, Study
from casework.web import current
from casework.web.page import day_near
from casework.workflows.versions import WorkflowVersion

GONE, STILL, CANNOT_TELL = "gone", "still", "cannot-tell"
VERDICTS = {GONE: "Gone", STILL: "Still there", CANNOT_TELL: "Cannot tell"}


def trace_of(found: Found) -> list[dict[str, Any]]:
    """Seen → Finding → Changed → Did it go? is_done: whether it has come to that yet."""
    finding, study = found.finding, found.study
    there = url_for("studies.finding", study_id=study.id, number=finding.number)
    notes = f"{len(found.cards)} {'note' if len(found.cards) == 1 else 'notes'}"
    people = f"{len(found.met.by)} of {found.took_part} {'person' if found.took_part == 1 else 'people'}"
    return [
        {"head": "Seen", "text": f"{notes}, {people}", "href": f"{there}#evidence", "is_done": bool(found.cards)},
        {"head": f"Finding {finding.number}", "text": finding.title, "href": there, "is_done": True},
        _changed(finding, there),
        _gone(finding, there),
    ]


def _changed(finding: Finding, there: str) -> dict[str, Any]:
    version = db.session.get(WorkflowVersion, finding.changed_version_id) if finding.changed_version_id else None
    if version is None or finding.changed_at is None:
        return {"head": "Changed", "text": "Nothing yet", "href": f"{there}#changed", "is_done": False}
    return {
        "head": f"Changed {day_near(finding.changed_at.date(), current.moment().date())}",
        "text": f"Version {version.id[:7]}",
        "href": url_for("workflows.show_versions", workflow_id=version.workflow_id),
        "is_done": True,
    }


def _gone(finding: Finding, there: str) -> dict[str, Any]:
    after = db.session.get(Study, finding.followed_by) if finding.followed_by else None
    box = {"head": "Did it go?", "href": f"{there}#gone", "is_done": False}
    if after is None:
        return box | {"text": "No study follows yet"}
    if verdict(finding) is None:
        return box | {"text": f"{after.title}: not judged yet"}
    return box | {"text": said_of_gone(finding), "is_done": True}


def verdict(finding: Finding) -> str | None:
    """gone, still or cannot-tell; None until somebody has judged."""
    if not finding.gone_because:
        return None
    return {True: GONE, False: STILL, None: CANNOT_TELL}[finding.has_gone]


def said_of_gone(finding: Finding) -> str:
    """ "Gone: 0 of 6 people met it there"; empty until somebody has judged."""
    judged = verdict(finding)
    if judged is None:
        return ""
    return f"{VERDICTS[judged]}: {finding.gone_met} of {finding.gone_of} people met it there"
