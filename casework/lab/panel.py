"""The expert panel: experts answer each case alone and blind; where they differ, it is ruled before anybody looks.

Blind: no expert sees another's answer, a workflow or a participant's decision, and while the panel is open nobody sees
what participants decided. Sealing makes the key of what was answered, and nothing of it changes afterwards.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import delete, select

from casework.database import Db
from casework.errors import DomainError
from casework.facts import Fact, FactType
from casework.lab.agreeing import not_achieved
from casework.lab.models import ExpertAnswer, Opinion, Panel, Ruling, Study, StudyCase
from casework.records.facts import CATALOGUE

FEWEST_EXPERTS = 2
ASKED = (
    "assessment.decision",
    "assessment.outcomes",
    "assessment.safeguarding_decision",
    "assessment.capacity_doubt",
    "budget.gross_pence",
)
"""What a panel is asked where the study proposes no answers of its own."""

ANSWERED = (FactType.CODE, FactType.YES_NO, FactType.CODES, FactType.OUTCOMES, FactType.MONEY)
"""Facts that can be compared: what is written in words is not."""


@dataclass(frozen=True)
class Answered:
    """One fact of a case as the panel answered it. answers: (expert, value) in the order of their names."""

    fact: Fact
    answers: list[tuple[str, Any]]

    @property
    def values(self) -> list[Any]:
        """Each answer once, the most frequent first."""
        said = Counter(repr(comparable(self.fact, value)) for _, value in self.answers)
        first = {repr(comparable(self.fact, value)): value for _, value in reversed(self.answers)}
        return [first[key] for key, _ in sorted(said.items(), key=lambda each: (-each[1], each[0]))]

    @property
    def agree(self) -> bool:
        """An amount never differs: the key takes all from the least to the most of them."""
        return self.fact.type is FactType.MONEY or len(self.values) <= 1


@dataclass(frozen=True)
class PanelCase:
    """A case as the panel answered it, and what was ruled."""

    case: StudyCase
    facts: list[Answered]
    ruling: Ruling | None

    @property
    def agree(self) -> bool:
        return all(fact.agree for fact in self.facts)

    @property
    def is_left_out(self) -> bool:
        return self.ruling is not None and not self.ruling.is_kept

    @property
    def experts(self) -> int:
        """How many answered: each answers all that is asked, and once."""
        return min((len(fact.answers) for fact in self.facts), default=0)


def panel_of(db: Db, study: Study) -> Panel | None:
    return db.get(Panel, study.id)


def open_panels(db: Db) -> Sequence[Study]:
    """The studies whose experts are asked now."""
    wanted = (
        select(Study).join(Panel, Panel.study_id == Study.id).where(Panel.sealed_at.is_(None)).order_by(Study.title)
    )
    return db.scalars(wanted).all()


def is_blind(db: Db, study: Study) -> bool:
    """Whether what participants decided is hidden, because experts are still being asked."""
    panel = panel_of(db, study)
    return panel is not None and panel.sealed_at is None


def hidden_facts(db: Db, study: Study) -> set[str]:
    """What experts are being asked about: until the key is sealed, nobody is shown what participants recorded of it."""
    return {fact.name for fact in facts_of(study)} if is_blind(db, study) else set()


def facts_of(study: Study) -> list[Fact]:
    """What the panel is asked about every case: what the study's own proposals are about, or what `ASKED` says."""
    proposed = {fact for answers in (study.content.get("expert_answers") or {}).values() for fact in answers}
    asked = [CATALOGUE[fact] for fact in CATALOGUE if fact in (proposed or ASKED)]
    return [fact for fact in asked if fact.type in ANSWERED]


def comparable(fact: Fact, value: Any) -> Any:
    """An answer in the form in which two are the same: of the ten outcomes, the set of those not achieved."""
    if fact.type is FactType.OUTCOMES:
        return sorted(not_achieved(value))
    return sorted(value) if isinstance(value, list) else value


def answered(db: Db, study: Study) -> list[PanelCase]:
    """Every case in the study's order, with all answers. For whoever leads the study, never for an expert."""
    said: dict[tuple[str, str], list[tuple[str, Any]]] = {}
    for one in db.scalars(select(Opinion).where(Opinion.study_id == study.id).order_by(Opinion.by, Opinion.id)):
        said.setdefault((one.case_key, one.fact), []).append((one.by, one.value["value"]))
    rulings = {one.case_key: one for one in db.scalars(select(Ruling).where(Ruling.study_id == study.id))}
    return [
        PanelCase(
            case,
            [Answered(fact, said.get((case.key, fact.name), [])) for fact in facts_of(study)],
            rulings.get(case.key),
        )
        for case in study.cases
    ]


def own_opinions(db: Db, study: Study, case: StudyCase, account_id: str) -> dict[str, Opinion]:
    """What one expert answered about a case: fact → her answer."""
    wanted = select(Opinion).where(
        Opinion.study_id == study.id, Opinion.case_key == case.key, Opinion.account_id == account_id
    )
    return {one.fact: one for one in db.scalars(wanted)}


# --- operations ------------------------------------------------------------------------------------


def open_panel(db: Db, study: Study, *, by: str, at: datetime) -> Panel:
    """Begin to ask. Raises DomainError where a panel was opened already."""
    if panel_of(db, study) is not None:
        raise DomainError("The panel of this study is open already, or its key is sealed")
    panel = Panel(study_id=study.id, opened_at=at, opened_by=by)
    db.add(panel)
    db.flush()
    return panel


def answer(
    db: Db,
    study: Study,
    case: StudyCase,
    values: Mapping[str, Any],
    because: str,
    *,
    account_id: str,
    by: str,
    at: datetime,
) -> None:
    """Keep what one expert answers about a case; she may change it until the key is sealed.

    values: fact → value, for every fact that is asked. Raises DomainError on the fact that has no answer.
    """
    _open(db, study)
    there = own_opinions(db, study, case, account_id)
    if missing := unanswered(study, values):
        raise missing[0]
    for fact in facts_of(study):
        one = there.get(fact.name)
        if one is None:
            one = Opinion(study_id=study.id, case_key=case.key, fact=fact.name, account_id=account_id)
            db.add(one)
        one.by, one.at, one.because = by, at, because.strip() or None
        one.value = {"value": values[fact.name]}
    db.flush()


def unanswered(study: Study, values: Mapping[str, Any]) -> list[DomainError]:
    """A refusal for every fact that is asked and has no answer, on its field. Of a list, none is an answer too."""
    return [
        DomainError(f"Answer: {fact.label.lower()}", field=fact.name)
        for fact in facts_of(study)
        if values.get(fact.name) in (None, "")
    ]


def rule(db: Db, study: Study, case: StudyCase, *, is_kept: bool, because: str, by: str, at: datetime) -> Ruling:
    """What becomes of a case about which experts differ. Raises DomainError on `because` without a reason."""
    _open(db, study)
    if not because.strip():
        raise DomainError("Enter why", field="because")
    ruling = db.get(Ruling, (study.id, case.key)) or Ruling(study_id=study.id, case_key=case.key)
    ruling.is_kept, ruling.because, ruling.by, ruling.at = is_kept, because.strip(), by, at
    db.add(ruling)
    db.flush()
    return ruling


def not_ready(cases: Sequence[PanelCase]) -> list[str]:
    """What stands in the way of sealing, each a sentence."""
    told = []
    for each in cases:
        name = each.case.person_name
        if each.experts < FEWEST_EXPERTS and not each.is_left_out:
            told.append(f"{name}: {each.experts} of at least {FEWEST_EXPERTS} experts have answered")
        elif not each.agree and each.ruling is None:
            told.append(f"{name}: the experts differ, and nothing is ruled yet")
    if all(each.is_left_out for each in cases):
        told.append("No case is left in the key")
    return told


def seal_key(db: Db, study: Study, *, by: str, at: datetime) -> Panel:
    """Make the key of what was answered, in place of what the study proposed. Raises DomainError where not ready."""
    panel = _open(db, study)
    cases = answered(db, study)
    if reasons := not_ready(cases):
        raise DomainError(f"The key cannot be sealed yet. {'. '.join(reasons)}")
    db.execute(delete(ExpertAnswer).where(ExpertAnswer.study_id == study.id))
    for each in cases:
        if not each.is_left_out:
            db.add_all(_key_of(study, each, at))
    panel.sealed_at, panel.sealed_by = at, by
    db.flush()
    return panel


def _key_of(study: Study, each: PanelCase, at: datetime) -> list[ExpertAnswer]:
    return [
        ExpertAnswer(
            study_id=study.id,
            case_key=each.case.key,
            fact=one.fact.name,
            value=_key_value(one),
            who=f"{len(one.answers)} experts, each alone and blind",
            decided_on=at.date(),
            status="agreed",
        )
        for one in each.facts
    ]


def _key_value(one: Answered) -> dict[str, Any]:
    """The most frequent answer, with the others accepted; of an amount the median, and all between the ends."""
    if one.fact.type is not FactType.MONEY:
        return {"value": one.values[0], "acceptable": one.values[1:], "note": ""}
    amounts = [value for _, value in one.answers]
    accepted = {"from": min(amounts), "to": max(amounts)}
    return {"value": int(median(amounts)), "acceptable": [accepted], "note": ""}


def _open(db: Db, study: Study) -> Panel:
    panel = panel_of(db, study)
    if panel is None:
        raise DomainError("No panel has been opened for this study")
    if panel.sealed_at is not None:
        raise DomainError("The key is sealed: nothing of it changes any more")
    return panel
