"""What of a study may leave the team: counts of 1 to 4 hidden, with whatever would give them away, and nobody's mark.

Source: Hundepool and others (Statistical Disclosure Control, 2012); the floor of five is `statistics/suppression.py`'s.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.database import Db
from casework.findings.charts import Panel
from casework.findings.claim_parts import Part
from casework.findings.claims import ClaimFound, claims_of
from casework.findings.found import Found, findings_of
from casework.findings.tables import Table
from casework.lab.models import Arm, Study
from casework.lab.queries import sessions_of
from casework.lab.study_file import file_of
from casework.statistics.suppression import HIDDEN, SMALLEST_SHOWN, suppress

CLAIM_COLUMNS = ["study", "claim", "planned", "verdict", "may_be_said", "part", "arm", "arm_title", "seen"]
FINDING_COLUMNS = ["study", "finding", "title", "what", "met_by", "severity", "recommendation"]

FIGURES_HIDDEN = "The figures of the comparison are hidden, because a count in them is under five."

TOPICS = {
    "completion": "Finished without help",
    "correct": "Decisions that match the experts’",
    "time": "Working time of those who finished without help",
    "sus": "System Usability Scale, 0 to 100",
    "ease": "Ease, 1 very difficult to 7 very easy",
}


@dataclass(frozen=True)
class SharedClaim:
    """A planned claim without what could tell of one person. parts as in ClaimFound; hidden: how many cells are."""

    number: int
    says: str
    headline: str
    tag: tuple[str, str]
    limit: str
    what: str
    arms: list[Arm]
    parts: list[Part]
    under: str
    method: str
    hidden: int


def shared_claim(found: ClaimFound, measure: str) -> SharedClaim:
    """The claim as anybody may read it."""
    shown = _shown(found.parts)
    parts = [_part(part, each) for part, each in zip(found.parts, shown, strict=True)]
    hidden = sum(not is_shown for each in shown for is_shown in each)
    arms = [arm for arm, _, _ in found.rows]
    is_compared = found.verdict.kind != "description"
    return SharedClaim(
        number=found.number,
        says=found.says,
        headline=found.headline if not hidden else _headline(measure, arms, found.parts, parts),
        tag=found.tag,
        limit=FIGURES_HIDDEN if hidden and is_compared else found.limit,
        what=found.what,
        arms=arms,
        parts=parts,
        under=found.under,
        method=found.method.partition(". ")[0] if hidden else found.method,
        hidden=hidden,
    )


def _shown(parts: Sequence[Part]) -> list[list[bool]]:
    """Of each part and arm, whether it may be shown. The parts of an arm are one table, for their sum may be known."""
    arms = range(len(parts[0].counts)) if parts else range(0)
    by_arm = []
    for arm in arms:
        counts = [part.counts[arm] for part in parts if part.label != "All decisions"] or [parts[0].counts[arm]]
        kept = suppress([[k, n - k] for k, n in counts])
        shown = [None not in cells for cells in kept.cells]
        if len(shown) < len(parts):
            shown.append(None not in kept.column_totals)
        by_arm.append(shown)
    return [[by_arm[arm][number] for arm in arms] for number in range(len(parts))]


def _part(part: Part, shown: Sequence[bool]) -> Part:
    said = [
        words if is_shown else _hidden_of(n)
        for words, is_shown, (_, n) in zip(part.said, shown, part.counts, strict=True)
    ]
    return replace(part, said=said, panel=_without_marks(part.panel) if part.panel and all(shown) else None)


def _hidden_of(n: int) -> str:
    return f"{HIDDEN} of {n}" if n >= SMALLEST_SHOWN else HIDDEN


def _without_marks(panel: Panel) -> Panel | None:
    """The estimates and their intervals alone: a mark is a person. None where there is no interval to draw."""
    if not all(row.bar for row in panel.rows):
        return None
    return replace(panel, rows=[replace(row, marks=[]) for row in panel.rows], joins=[])


def _headline(measure: str, arms: Sequence[Arm], whole: Sequence[Part], parts: Sequence[Part]) -> str:
    part = parts[-1] if measure in ("correct", "sus") else parts[0]
    if len(parts) > 1 and part is parts[0] and len(whole) > 1:
        return f"{TOPICS[measure]}: see each task"
    return f"{TOPICS[measure]}: " + "; ".join(
        f"{said} with {arm.mark}" for said, arm in zip(part.said, arms, strict=True)
    )


def people_met(found: Found) -> str:
    """How many of how many met a finding, as far as it may be told."""
    met, of = len(found.met.by), found.took_part
    if of < SMALLEST_SHOWN:
        return "some of those who took part"
    (cells,) = suppress([[met, of - met]]).cells
    return f"{met} of {of} people" if None not in cells else f"some of {of} people"


def tables_to_share(db: Db, study: Study) -> dict[str, tuple[str, Table]]:
    """Name → what is in it, and its table. With fewer than five people in all there is no row of a claim."""
    joined = [each for each in sessions_of(db, study) if each.joined_at]
    codes = [each.participant.code for each in joined]
    claims = [
        shared_claim(found, claim.measure)
        for found, claim in zip(claims_of(db, study), file_of(study).claims, strict=True)
        if len(joined) >= SMALLEST_SHOWN
    ]
    of_claims = [
        [study.id, claim.number, claim.says, claim.tag[1], claim.limit, part.label, arm.mark, arm.title, said]
        for claim in claims
        for part in claim.parts
        for arm, said in zip(claim.arms, part.said, strict=True)
    ]
    of_findings = [
        [
            study.id,
            found.finding.number,
            without_codes(found.finding.title, codes),
            without_codes(found.finding.what, codes),
            people_met(found),
            found.finding.severity,
            without_codes(found.finding.recommendation or "", codes),
        ]
        for found in findings_of(db, study)
        if found.finding.is_in_report
    ]
    return {
        "claims": (
            f"Each planned claim by task and arm. {HIDDEN} stands for a hidden count",
            (CLAIM_COLUMNS, of_claims),
        ),
        "findings": ("Each finding that was put in the report", (FINDING_COLUMNS, of_findings)),
    }


def without_codes(text: str, codes: Sequence[str]) -> str:
    """Text without the codes of participants."""
    if not codes:
        return text
    named = "|".join(re.escape(code) for code in sorted(codes, key=len, reverse=True))
    return re.sub(rf"\b(?:{named})\b", "a participant", text)
