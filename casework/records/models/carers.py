"""Carers' own assessments. Columns are facts of `records/facts/carers.py`."""

from datetime import date
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, same_sandbox


class CarersAssessment(InSandbox, Base):
    """An unpaid carer's needs, the decision and the support (Care Act 2014 s10; SI 2015/313 reg 3)."""

    __tablename__ = "carers_assessment"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    cared_for: Mapped[str | None] = mapped_column(Text)
    offered_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(String(40))
    answer_note: Mapped[str | None] = mapped_column(Text)
    joint_consent: Mapped[str | None] = mapped_column(String(3))
    safe_to_talk: Mapped[str | None] = mapped_column(Text)
    difficulty: Mapped[list[str] | None]
    advocate: Mapped[str | None] = mapped_column(String(40))
    involved: Mapped[str | None] = mapped_column(Text)
    does: Mapped[str | None] = mapped_column(Text)
    hours: Mapped[float | None]
    nights: Mapped[str | None] = mapped_column(String(40))
    necessary: Mapped[str | None] = mapped_column(String(3))
    able: Mapped[str | None] = mapped_column(String(40))
    willing: Mapped[str | None] = mapped_column(String(40))
    able_willing_note: Mapped[str | None] = mapped_column(Text)
    wanted: Mapped[str | None] = mapped_column(Text)
    work_wishes: Mapped[str | None] = mapped_column(Text)
    young_carer: Mapped[str | None] = mapped_column(String(40))
    health: Mapped[str | None] = mapped_column(String(40))
    health_note: Mapped[str | None] = mapped_column(Text)
    child_care: Mapped[list[str] | None]
    other_care: Mapped[list[str] | None]
    home_environment: Mapped[list[str] | None]
    nutrition: Mapped[list[str] | None]
    relationships: Mapped[list[str] | None]
    work_education: Mapped[list[str] | None]
    community_facilities: Mapped[list[str] | None]
    recreation: Mapped[list[str] | None]
    outcomes_note: Mapped[str | None] = mapped_column(Text)
    wellbeing_areas: Mapped[list[str] | None]
    impact: Mapped[str | None] = mapped_column(String(40))
    impact_reason: Mapped[str | None] = mapped_column(Text)
    what_else_could_help: Mapped[str | None] = mapped_column(Text)
    emergency: Mapped[str | None] = mapped_column(Text)
    safeguarding_concern: Mapped[str | None] = mapped_column(String(3))
    safeguarding_reason: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(40))
    decision_reasons: Mapped[str | None] = mapped_column(Text)
    advice: Mapped[str | None] = mapped_column(Text)
    support: Mapped[list[Any] | None]
    to_the_adult: Mapped[str | None] = mapped_column(Text)
    budget_pence: Mapped[int | None]
    payment: Mapped[str | None] = mapped_column(String(40))
    not_charged: Mapped[str | None] = mapped_column(String(3))
    agreed: Mapped[str | None] = mapped_column(String(40))
    copies_to: Mapped[str | None] = mapped_column(Text)
    copy_format: Mapped[str | None] = mapped_column(String(40))
    copies_sent_on: Mapped[date | None]
    review_on: Mapped[date | None]
    how_to_ask: Mapped[str | None] = mapped_column(Text)
    reviewed_on: Mapped[date | None]
    review_note: Mapped[str | None] = mapped_column(Text)
    review_outcome: Mapped[str | None] = mapped_column(String(40))
