"""Assessments of capacity. Columns are facts of `records/facts/capacity.py`."""

from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, same_sandbox


class CapacityAssessment(InSandbox, Base):
    """Whether a person could make one decision on one day, and what was decided (Mental Capacity Act 2005).

    `number` counts within the case: another decision is another row. Nothing of it is kept on the person.
    """

    __tablename__ = "capacity_assessment"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
        *same_sandbox("begun_by_id", "step"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    begun_by_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    matter: Mapped[str | None] = mapped_column(Text)
    why_now: Mapped[str | None] = mapped_column(Text)
    doubt: Mapped[str | None] = mapped_column(Text)
    decision_maker: Mapped[str | None] = mapped_column(Text)
    assessed_on: Mapped[date | None]
    relevant_information: Mapped[str | None] = mapped_column(Text)
    help_given: Mapped[str | None] = mapped_column(Text)
    persons_words: Mapped[str | None] = mapped_column(Text)
    understand: Mapped[str | None] = mapped_column(String(40))
    understand_evidence: Mapped[str | None] = mapped_column(Text)
    retain: Mapped[str | None] = mapped_column(String(40))
    retain_evidence: Mapped[str | None] = mapped_column(Text)
    use_or_weigh: Mapped[str | None] = mapped_column(String(40))
    use_or_weigh_evidence: Mapped[str | None] = mapped_column(Text)
    communicate: Mapped[str | None] = mapped_column(String(40))
    communicate_evidence: Mapped[str | None] = mapped_column(Text)
    nexus: Mapped[str | None] = mapped_column(String(40))
    nexus_evidence: Mapped[str | None] = mapped_column(Text)
    other_pressure: Mapped[str | None] = mapped_column(Text)
    conclusion: Mapped[str | None] = mapped_column(String(40))
    conclusion_reasons: Mapped[str | None] = mapped_column(Text)
    may_regain: Mapped[str | None] = mapped_column(String(40))
    recheck_on: Mapped[date | None]
    supported_decision: Mapped[str | None] = mapped_column(Text)
    attorney: Mapped[list[str] | None]
    authority_seen: Mapped[str | None] = mapped_column(String(40))
    authority_note: Mapped[str | None] = mapped_column(Text)
    imca: Mapped[str | None] = mapped_column(String(40))
    imca_note: Mapped[str | None] = mapped_column(Text)
    wishes: Mapped[str | None] = mapped_column(Text)
    took_part: Mapped[str | None] = mapped_column(Text)
    consulted: Mapped[str | None] = mapped_column(Text)
    options: Mapped[str | None] = mapped_column(Text)
    less_restrictive: Mapped[str | None] = mapped_column(Text)
    best_interests: Mapped[str | None] = mapped_column(Text)
    disagreement: Mapped[str | None] = mapped_column(Text)
    deprivation: Mapped[str | None] = mapped_column(String(3))
    deprivation_factors: Mapped[str | None] = mapped_column(Text)
    told: Mapped[str | None] = mapped_column(Text)
