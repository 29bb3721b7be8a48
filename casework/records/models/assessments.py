"""What a contact was about, and what an assessment found. Columns are facts of `records/facts/`."""

from datetime import date
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, many, one, same_sandbox
from casework.records.models.people import Person, Worker


class Contact(InSandbox, Base):
    """Somebody got in touch about the person, and what was done about it."""

    __tablename__ = "contact"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    received_on: Mapped[date]
    came_by: Mapped[str | None] = mapped_column(String(80))
    """How it reached us: "by telephone", "by secure e-mail"."""
    route: Mapped[str | None] = mapped_column(String(40))
    referrer: Mapped[str | None] = mapped_column(Text)
    own_words: Mapped[str | None] = mapped_column(Text)
    consent: Mapped[str | None] = mapped_column(String(40))
    urgency: Mapped[str | None] = mapped_column(String(40))
    urgency_set_by: Mapped[str | None] = mapped_column(String(120))
    urgent_support: Mapped[str | None] = mapped_column(Text)
    need_appears: Mapped[str | None] = mapped_column(String(3))
    need_reason: Mapped[str | None] = mapped_column(Text)
    carer_known: Mapped[str | None] = mapped_column(String(40))
    safeguarding_concern: Mapped[str | None] = mapped_column(String(3))
    safeguarding_reason: Mapped[str | None] = mapped_column(Text)
    what_matters: Mapped[str | None] = mapped_column(Text)
    connections: Mapped[str | None] = mapped_column(Text)
    advice: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[str | None] = mapped_column(String(40))
    emergency_plan: Mapped[str | None] = mapped_column(Text)
    look_back: Mapped[str | None] = mapped_column(Text)
    still_needed: Mapped[str | None] = mapped_column(String(3))
    filled_in_by: Mapped[str | None] = mapped_column(String(40))
    relationship: Mapped[str | None] = mapped_column(Text)
    agreed_by_person: Mapped[str | None] = mapped_column(String(40))
    authority: Mapped[str | None] = mapped_column(Text)
    person_words: Mapped[str | None] = mapped_column(Text)
    wanted: Mapped[str | None] = mapped_column(Text)
    good_day: Mapped[str | None] = mapped_column(Text)
    helps: Mapped[str | None] = mapped_column(Text)
    worries: Mapped[str | None] = mapped_column(Text)
    worry_on: Mapped[date | None]
    tried: Mapped[str | None] = mapped_column(Text)
    looks_after: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[str | None] = mapped_column(String(40))
    contact_when: Mapped[str | None] = mapped_column(Text)
    safe_to_contact: Mapped[str | None] = mapped_column(String(40))
    safe_note: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    adjustments: Mapped[str | None] = mapped_column(Text)
    urgent_answer: Mapped[str | None] = mapped_column(String(40))
    urgent_rang: Mapped[str | None] = mapped_column(String(40))
    told_when: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    answered_question: Mapped[str | None] = mapped_column(String(40))
    life_area: Mapped[str | None] = mapped_column(String(40))
    pages_read: Mapped[list[str] | None]
    services_saved: Mapped[list[str] | None]
    follow_up: Mapped[str | None] = mapped_column(String(3))
    follow_up_answer: Mapped[str | None] = mapped_column(String(40))
    follow_up_note: Mapped[str | None] = mapped_column(Text)
    corrected: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("Contact", "person_id", "Person")


class Assessment(InSandbox, Base):
    """A needs assessment and the eligibility decision (Care Act 2014 ss 9, 13; SI 2015/313)."""

    __tablename__ = "assessment"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
        *same_sandbox("assessed_by_id", "worker"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    assessed_by_id: Mapped[str | None] = mapped_column(String(64))
    started_on: Mapped[date]
    finished_on: Mapped[date | None]
    consent: Mapped[str | None] = mapped_column(String(40))
    consent_note: Mapped[str | None] = mapped_column(Text)
    communication: Mapped[str | None] = mapped_column(Text)
    people_involved: Mapped[str | None] = mapped_column(Text)
    substantial_difficulty: Mapped[list[str] | None]
    appropriate_person: Mapped[str | None] = mapped_column(String(40))
    advocate_note: Mapped[str | None] = mapped_column(Text)
    wanted_outcomes: Mapped[str | None] = mapped_column(Text)
    strengths: Mapped[str | None] = mapped_column(Text)
    network: Mapped[str | None] = mapped_column(Text)
    what_else_could_help: Mapped[str | None] = mapped_column(Text)
    wellbeing_areas: Mapped[list[str] | None]
    period_considered: Mapped[str | None] = mapped_column(Text)
    risk: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(String(3))
    cause_reason: Mapped[str | None] = mapped_column(Text)
    impact: Mapped[str | None] = mapped_column(String(40))
    impact_reason: Mapped[str | None] = mapped_column(Text)
    carer_input_excluded: Mapped[str | None] = mapped_column(String(3))
    carer_present: Mapped[str | None] = mapped_column(String(40))
    carers: Mapped[list[Any] | None]
    young_carer: Mapped[str | None] = mapped_column(String(40))
    capacity_doubt: Mapped[str | None] = mapped_column(String(3))
    capacity_matter: Mapped[str | None] = mapped_column(Text)
    safeguarding_needs: Mapped[str | None] = mapped_column(String(40))
    safeguarding_abuse: Mapped[str | None] = mapped_column(String(40))
    safeguarding_protect: Mapped[str | None] = mapped_column(String(40))
    safeguarding_wishes: Mapped[str | None] = mapped_column(Text)
    safeguarding_decision: Mapped[str | None] = mapped_column(String(40))
    continuing_healthcare: Mapped[str | None] = mapped_column(String(40))
    decision: Mapped[str | None] = mapped_column(String(40))
    decision_reasons: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    advice: Mapped[str | None] = mapped_column(Text)
    copies_to: Mapped[str | None] = mapped_column(Text)
    copies_sent_on: Mapped[date | None]
    copy_format: Mapped[str | None] = mapped_column(String(40))
    depth: Mapped[str | None] = mapped_column(String(40))
    depth_reason: Mapped[str | None] = mapped_column(Text)
    depth_triggers: Mapped[list[str] | None]
    points: Mapped[float | None]
    decision_owner: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("Assessment", "person_id", "Person")
    assessed_by: Mapped["Worker | None"] = one("Assessment", "assessed_by_id", "Worker")
    outcomes: Mapped[list["AssessmentOutcome"]] = many(
        "Assessment",
        "AssessmentOutcome",
        "assessment_id",
        order_by="AssessmentOutcome.position",
    )


class AssessmentOutcome(InSandbox, Base):
    """One of the ten outcomes in an assessment: achieved or not, which limbs, in whose words."""

    __tablename__ = "assessment_outcome"
    __table_args__ = (
        *same_sandbox("assessment_id", "assessment"),
        Index(None, "sandbox_id", "assessment_id", "code", unique=True),
    )

    assessment_id: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    achieves: Mapped[str] = mapped_column(String(40))
    limbs: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str | None] = mapped_column(Text)
    how_met: Mapped[str | None] = mapped_column(Text)
    met_by: Mapped[str | None] = mapped_column(String(40))
    their_words: Mapped[str | None] = mapped_column(Text)

    @property
    def is_met(self) -> bool:
        return self.achieves in ("able", "not-applicable")
