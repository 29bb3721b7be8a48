"""Whether the plan holds together: who meets what in which order, consent, experts, and what can be claimed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from casework.database import Db
from casework.lab import claims
from casework.lab.models import ExpertAnswer, Study
from casework.lab.planning import dealt, rows_of
from casework.lab.study_file import StudyFile, file_of
from casework.rehearsal.preflight.checks import Check, several
from casework.statistics import order_counts
from casework.workflows.versions import definition_of

A_WHOLE_TABLE = 24
"""How many people the schedule is looked at for where the plan does not say."""


def allocation(study: Study, file: StudyFile) -> Iterator[Check]:
    """The rows that would be dealt to the people planned: even, also in what follows what; and no case met twice."""
    rows = rows_of(study)
    people = file.people or len(rows)
    schedule = [rows[dealt(study, place)] for place in range(people)]
    at = {"study_id": study.id}
    yield balance(
        [[arm.position for arm, _ in row] for row in schedule],
        Counter(case.key for row in schedule for _, case in row),
        arms=len(study.arms),
        cases=len(study.cases),
        whole=len(rows),
        study_id=study.id,
    )
    twice = [row for row in rows if len({case.key for _, case in row}) < len(row)]
    if twice:
        why = f"{several(len(twice), 'row')} of {len(rows)} give one person the same case twice."
        yield Check("met-twice", "No case is met twice", "fix", why, "Change the plan", "studies.show_plan", at)
    else:
        yield Check("met-twice", "No case met twice by anybody", "passed")
    if file.people is None:
        why = f"The plan does not say. The rows were looked at for {people}, one round of them."
        yield Check("people", "People planned", "look", why, "Change the plan", "studies.show_plan", at)


def balance(
    orders: Sequence[Sequence[int]], cases_met: Counter[str], *, arms: int, cases: int, whole: int, study_id: str
) -> Check:
    """Whether the orders dealt are even. whole: how many rows there are, of which each is dealt before one comes again.

    Between people an order is one arm, and carry-over cannot be.
    """
    at = {"study_id": study_id}
    people = len(orders)
    if all(len(order) == 1 for order in orders):
        counts = Counter(order[0] for order in orders)
        differ = max(counts[arm] for arm in range(arms)) - min(counts[arm] for arm in range(arms))
        told = " and ".join(f"{counts[arm]} in {'ABCDEFGH'[arm]}" for arm in range(arms))
        if differ:
            why = f"Of {people} people, {told}. {whole} or a multiple of it would be even."
            return Check("balance", "Arms even", "look", why, "Change the plan", "studies.show_plan", at)
        return Check("balance", f"Arms even: {told}", "passed")
    found = order_counts(orders, arms)
    uneven = max(cases_met.values()) - min(cases_met.values()) if len(cases_met) == cases else people
    if found.is_balanced and not uneven and people % whole == 0:
        return Check("balance", "Rows balanced, first-order carry-over too", "passed")
    parts = []
    if found.positions_differ_by:
        parts.append(f"which arm comes first differs by {found.positions_differ_by}")
    if found.carry_over_differs_by:
        parts.append(f"what follows what differs by {found.carry_over_differs_by}")
    if not parts:
        parts.append("not every row is used equally often")
    why = f"With {several(people, 'person', 'people')}, {' and '.join(parts)}. {whole} or a multiple of it is even."
    return Check("balance", "Rows balanced", "look", why, "Change the plan", "studies.show_plan", at)


def experts(db: Db, study: Study, file: StudyFile) -> Iterator[Check]:
    """Whether experts have answered every case, and whether they have agreed."""
    found = db.scalars(select(ExpertAnswer).where(ExpertAnswer.study_id == study.id)).all()
    at = {"study_id": study.id}
    there = {answer.case_key for answer in found}
    without = [case for case in study.cases if case.key not in there]
    wanted = {fact for task in file.tasks if task.success for fact in task.success.expert}
    gaps = [
        f"{fact} for {case.person_name}"
        for case in study.cases
        for fact in sorted(wanted)
        if not any(answer.case_key == case.key and answer.fact == fact for answer in found)
    ]
    if gaps:
        why = f"Success needs {gaps[0]}, and experts have not answered it."
        yield Check("experts", "Experts have answered", "fix", why, "Add the answer", "studies.show_plan", at)
    elif without:
        why = f"There are none for {', '.join(case.person_name for case in without)}: decisions cannot be compared."
        yield Check("experts", "Expert answers kept", "look", why, "Add answers", "studies.show_plan", at)
    elif proposed := sum(answer.status != "agreed" for answer in found):
        why = f"{proposed} of {several(len(found), 'answer')} are proposed, and no panel has agreed to them yet."
        yield Check("experts", "Experts have agreed", "look", why, "See the answers", "studies.show_plan", at)
    else:
        yield Check("experts", f"Expert answers agreed for {several(len(study.cases), 'case')}", "passed")


def consent(study: Study, file: StudyFile) -> Iterator[Check]:
    """The consent sheet, the lawful basis and how long what is kept is kept."""
    at = {"study_id": study.id}
    if any(choice.required for choice in file.consent.choices):
        yield Check("consent", f"Consent text version {file.consent.version} chosen", "passed")
    else:
        why = "No choice of the sheet is required, so people could take part without agreeing to."
        yield Check("consent", "Consent is asked for", "fix", why, "Change the plan", "studies.show_plan", at)
    if file.lawful_basis:
        yield Check("basis", "Lawful basis recorded", "passed")
    else:
        why = "The plan does not say on which basis data are kept. Ask your data protection officer."
        yield Check("basis", "Lawful basis recorded", "fix", why, "Change the plan", "studies.show_plan", at)
    yield Check("kept", f"Notes and pictures kept for {several(file.keep_months, 'month')} at most", "passed")


def readers(db: Db, study: Study, file: StudyFile) -> Iterator[Check]:
    """Whether what readers are asked about can stand in the records of every arm."""
    if file.reader is None:
        return
    at = {"study_id": study.id}
    unread = [arm.mark for arm in study.arms if arm.version_id is None]
    if unread:
        why = f"What is done with {', '.join(unread)} is outside Casework, and nobody can read it here."
        yield Check("read", "Records of every arm can be read", "look", why, "See the plan", "studies.show_plan", at)
    recorded = {arm.mark: definition_of(db, arm.version_id).facts_recorded() for arm in study.arms if arm.version_id}
    gaps = [
        f"{question.id} with {mark}"
        for question in file.reader.questions
        for mark, facts in recorded.items()
        if question.fact and question.fact not in facts
    ]
    if gaps:
        why = f"No question records what is asked in {', '.join(gaps)}: there, “not in the record” is right."
        yield Check("readers", "Readers can find every answer", "look", why, "See the plan", "studies.show_plan", at)
    else:
        told = f"What readers are asked is recorded in every arm: {several(len(file.reader.questions), 'question')}"
        yield Check("readers", told, "passed")


def claimed(study: Study, file: StudyFile) -> Iterator[Check]:
    """Whether the planned claims can be shown with the people planned."""
    at = {"study_id": study.id}
    if not file.claims:
        why = "The plan names no claim: whatever is found is description."
        yield Check("claims", "Claims planned", "look", why, "Plan a claim", "studies.show_plan", at)
    for number, claim in enumerate(file.claims, 1):
        try:
            found = claims.planned(file, claim)
            enough = None if found.is_enough else claims.needed(file, claim)
        except ValueError as error:
            yield Check(
                f"claim-{claim.id}",
                f"Claim {number} can be shown",
                "look",
                str(error),
                "Change the plan",
                "studies.show_plan",
                at,
            )
            continue
        if found.is_enough:
            title = f"Claim {number} can be shown with {several(claim.people, 'person', 'people')}"
            yield Check(f"claim-{claim.id}", title, "passed")
        else:
            needs = f"needs {enough.people}" if enough else "needs more than a thousand people"
            why = f"“{claim.says}” {needs}; {claim.people} are planned. It will be reported as counts."
            yield Check(
                f"claim-{claim.id}",
                f"Claim {number} can be shown",
                "look",
                why,
                "Change the plan",
                "studies.show_plan",
                at,
            )


def whole_plan(db: Db, study: Study) -> list[Check]:
    """Everything of this part, in order."""
    file = file_of(study)
    return [
        *allocation(study, file),
        *experts(db, study, file),
        *consent(study, file),
        *readers(db, study, file),
        *claimed(study, file),
    ]
