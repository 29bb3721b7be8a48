"""Safeguarding concerns and enquiries. Columns are facts of `records/facts/safeguarding.py`."""

from datetime import date
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, same_sandbox


class SafeguardingConcern(InSandbox, Base):
    """Somebody may be at risk: what was seen, the three tests each by itself, and who decided what (s42)."""

    __tablename__ = "safeguarding_concern"
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
    raised_by: Mapped[str | None] = mapped_column(Text)
    raised_how: Mapped[str | None] = mapped_column(Text)
    anonymous: Mapped[str | None] = mapped_column(String(3))
    what_happened: Mapped[str | None] = mapped_column(Text)
    when_where: Mapped[str | None] = mapped_column(Text)
    categories: Mapped[list[str] | None]
    alleged: Mapped[str | None] = mapped_column(Text)
    safe_now: Mapped[str | None] = mapped_column(String(40))
    safety_action: Mapped[str | None] = mapped_column(Text)
    others: Mapped[list[str] | None]
    others_action: Mapped[str | None] = mapped_column(Text)
    knows: Mapped[str | None] = mapped_column(String(40))
    wishes: Mapped[str | None] = mapped_column(Text)
    consent: Mapped[str | None] = mapped_column(String(40))
    override_reason: Mapped[str | None] = mapped_column(Text)
    police: Mapped[str | None] = mapped_column(String(40))
    has_needs: Mapped[str | None] = mapped_column(String(40))
    has_needs_evidence: Mapped[str | None] = mapped_column(Text)
    at_risk: Mapped[str | None] = mapped_column(String(40))
    at_risk_evidence: Mapped[str | None] = mapped_column(Text)
    cannot_protect: Mapped[str | None] = mapped_column(String(40))
    cannot_protect_evidence: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(40))
    decision_reasons: Mapped[str | None] = mapped_column(Text)
    decision_maker: Mapped[str | None] = mapped_column(Text)
    other_action: Mapped[str | None] = mapped_column(Text)
    feedback: Mapped[str | None] = mapped_column(Text)
    feedback_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class SafeguardingEnquiry(InSandbox, Base):
    """An enquiry, from what the person wants to what was found and which risk is left (ss 42, 68)."""

    __tablename__ = "safeguarding_enquiry"
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
    kind: Mapped[str | None] = mapped_column(String(40))
    lead: Mapped[str | None] = mapped_column(Text)
    caused_to: Mapped[str | None] = mapped_column(Text)
    asked: Mapped[str | None] = mapped_column(String(40))
    wanted: Mapped[str | None] = mapped_column(Text)
    not_asked_reason: Mapped[str | None] = mapped_column(Text)
    lacked_capacity: Mapped[str | None] = mapped_column(String(40))
    difficulty: Mapped[list[str] | None]
    advocate: Mapped[str | None] = mapped_column(String(40))
    advocate_note: Mapped[str | None] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    interim_protection: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[list[Any] | None]
    views: Mapped[str | None] = mapped_column(Text)
    alleged_view: Mapped[str | None] = mapped_column(Text)
    conclusion: Mapped[str | None] = mapped_column(String(40))
    findings: Mapped[str | None] = mapped_column(Text)
    outcomes_achieved: Mapped[str | None] = mapped_column(String(40))
    risk: Mapped[str | None] = mapped_column(String(40))
    risk_note: Mapped[str | None] = mapped_column(Text)
    protection_needed: Mapped[str | None] = mapped_column(String(3))
    protection_plan: Mapped[list[Any] | None]
    protection_review_on: Mapped[date | None]
    learning: Mapped[str | None] = mapped_column(Text)
    told: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    closing_comment: Mapped[str | None] = mapped_column(Text)
