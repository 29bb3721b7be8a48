"""What a planned claim rests on: its runs, each to be looked at again, and the findings that came from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.database import Db
from casework.findings.claims import ClaimFound
from casework.findings.found import findings_from
from casework.findings.results import RunResult
from casework.lab.models import Finding, Study
from casework.lab.observations import problems_by_run
from casework.lab.titles import title_of
from casework.statistics.present import clock
from casework.web.studies import replay


@dataclass(frozen=True)
class RestsOn:
    """said: how much in words. runs, findings: (text, address)."""

    said: str
    runs: list[tuple[str, str]]
    findings: list[tuple[str, str]]


def resting(db: Db, study: Study, claims: Sequence[ClaimFound]) -> list[RestsOn]:
    """For each claim, in their order."""
    problems, findings = problems_by_run(db, study), findings_from(db, study)
    return [_rests_on(study, claim, problems, findings) for claim in claims]


def _rests_on(
    study: Study, claim: ClaimFound, problems: Mapping[str, int], findings: Mapping[str, Sequence[Finding]]
) -> RestsOn:
    seen = sum(problems.get(each.run.id, 0) for each in claim.runs)
    from_them = {found.number: found.title for each in claim.runs for found in findings.get(each.run.id, [])}
    return RestsOn(
        f"{_so_many(len(claim.runs), 'task run')}, {_so_many(seen, 'problem')} noted",
        [(_run(each, problems.get(each.run.id, 0)), replay.address(each.run)) for each in claim.runs],
        [
            (f"{number}. {title}", url_for("studies.finding", study_id=study.id, number=number))
            for number, title in sorted(from_them.items())
        ],
    )


def _run(found: RunResult, problems: int) -> str:
    run = found.run
    took = f" in {clock(run.working_seconds)}" if run.working_seconds else ""
    seen = f"; {_so_many(problems, 'problem')} noted" if problems else ""
    title = title_of(run.task, run.session_arm)
    return f"{found.participant}, {run.session_arm.arm.mark}, {title}: {found.outcome}{took}{seen}"


def _so_many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
