"""What only some ways of working keep. Columns are facts of `records/facts/other_ways.py`."""

from datetime import date
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, same_sandbox


class SelfAssessment(InSandbox, Base):
    """What a person says of their own daily life. The assessor's view stands beside it, never over it."""

    __tablename__ = "self_assessment"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    explained: Mapped[str | None] = mapped_column(Text)
    format: Mapped[str | None] = mapped_column(String(40))
    wishes_to: Mapped[str | None] = mapped_column(String(3))
    can_take_part: Mapped[str | None] = mapped_column(String(40))
    can_take_part_note: Mapped[str | None] = mapped_column(Text)
    sent_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    typed_by: Mapped[str | None] = mapped_column(String(40))
    helper: Mapped[str | None] = mapped_column(Text)
    nutrition: Mapped[str | None] = mapped_column(String(40))
    nutrition_varies: Mapped[str | None] = mapped_column(String(3))
    nutrition_without: Mapped[str | None] = mapped_column(Text)
    personal_hygiene: Mapped[str | None] = mapped_column(String(40))
    personal_hygiene_varies: Mapped[str | None] = mapped_column(String(3))
    personal_hygiene_without: Mapped[str | None] = mapped_column(Text)
    toilet_needs: Mapped[str | None] = mapped_column(String(40))
    toilet_needs_varies: Mapped[str | None] = mapped_column(String(3))
    toilet_needs_without: Mapped[str | None] = mapped_column(Text)
    clothing: Mapped[str | None] = mapped_column(String(40))
    clothing_varies: Mapped[str | None] = mapped_column(String(3))
    clothing_without: Mapped[str | None] = mapped_column(Text)
    home_safety: Mapped[str | None] = mapped_column(String(40))
    home_safety_varies: Mapped[str | None] = mapped_column(String(3))
    home_safety_without: Mapped[str | None] = mapped_column(Text)
    home_environment: Mapped[str | None] = mapped_column(String(40))
    home_environment_varies: Mapped[str | None] = mapped_column(String(3))
    home_environment_without: Mapped[str | None] = mapped_column(Text)
    relationships: Mapped[str | None] = mapped_column(String(40))
    relationships_varies: Mapped[str | None] = mapped_column(String(3))
    relationships_without: Mapped[str | None] = mapped_column(Text)
    work_education: Mapped[str | None] = mapped_column(String(40))
    work_education_varies: Mapped[str | None] = mapped_column(String(3))
    work_education_without: Mapped[str | None] = mapped_column(Text)
    community_facilities: Mapped[str | None] = mapped_column(String(40))
    community_facilities_varies: Mapped[str | None] = mapped_column(String(3))
    community_facilities_without: Mapped[str | None] = mapped_column(Text)
    child_caring: Mapped[str | None] = mapped_column(String(40))
    child_caring_varies: Mapped[str | None] = mapped_column(String(3))
    child_caring_without: Mapped[str | None] = mapped_column(Text)
    matters: Mapped[str | None] = mapped_column(Text)
    people_who_help: Mapped[str | None] = mapped_column(Text)
    anything_else: Mapped[str | None] = mapped_column(Text)
    talked_on: Mapped[date | None]
    other_evidence: Mapped[str | None] = mapped_column(Text)
    differences: Mapped[str | None] = mapped_column(Text)
    persons_answer: Mapped[str | None] = mapped_column(Text)
    assured: Mapped[str | None] = mapped_column(String(40))
    full_instead: Mapped[str | None] = mapped_column(Text)


class TrustedAssessment(InSandbox, Base):
    """What somebody outside the council found under an agreement, and the council's answer to it."""

    __tablename__ = "trusted_assessment"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    referred_by: Mapped[str | None] = mapped_column(Text)
    consent: Mapped[str | None] = mapped_column(String(40))
    protocol: Mapped[str | None] = mapped_column(Text)
    assessor: Mapped[str | None] = mapped_column(Text)
    assessed_on: Mapped[date | None]
    scope: Mapped[list[str] | None]
    left_out: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    function: Mapped[str | None] = mapped_column(Text)
    risks: Mapped[str | None] = mapped_column(Text)
    equipment: Mapped[list[Any] | None]
    pathway: Mapped[str | None] = mapped_column(String(40))
    pathway_reason: Mapped[str | None] = mapped_column(Text)
    wishes: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(40))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    short_term: Mapped[str | None] = mapped_column(Text)
    home_on: Mapped[date | None]


class Reablement(InSandbox, Base):
    """Getting stronger again: goals and scores over a few weeks."""

    __tablename__ = "reablement"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    starts_on: Mapped[date | None]
    ends_by: Mapped[date | None]
    goals: Mapped[list[Any] | None]
    weeks: Mapped[list[Any] | None]
    result: Mapped[str | None] = mapped_column(String(40))
    result_note: Mapped[str | None] = mapped_column(Text)
    need_remains: Mapped[str | None] = mapped_column(String(3))


class CommunityConnection(InSandbox, Base):
    """An introduction in a neighbourhood, and walking alongside."""

    __tablename__ = "community_connection"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    introduced_by: Mapped[str | None] = mapped_column(Text)
    met_where: Mapped[str | None] = mapped_column(Text)
    met_on: Mapped[date | None]
    notes_agreed: Mapped[str | None] = mapped_column(String(3))
    vision: Mapped[str | None] = mapped_column(Text)
    network: Mapped[str | None] = mapped_column(Text)
    gifts: Mapped[str | None] = mapped_column(Text)
    walks: Mapped[list[Any] | None]
    hub_offered_on: Mapped[date | None]
    hub_on: Mapped[date | None]
    hub_place: Mapped[str | None] = mapped_column(Text)
    hub_note: Mapped[str | None] = mapped_column(Text)
    handover_because: Mapped[list[str] | None]
    handover_words: Mapped[str | None] = mapped_column(Text)
    handover_together: Mapped[str | None] = mapped_column(String(3))


class OnePageProfile(InSandbox, Base):
    """What people like about somebody, what is important to them, and how best to support them."""

    __tablename__ = "one_page_profile"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    admired: Mapped[str | None] = mapped_column(Text)
    important: Mapped[str | None] = mapped_column(Text)
    support: Mapped[str | None] = mapped_column(Text)
    good_day: Mapped[str | None] = mapped_column(Text)
    agreed_on: Mapped[date | None]


class Huddle(InSandbox, Base):
    """How a small team picked somebody up, who leads, and what it found at each look."""

    __tablename__ = "huddle"
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    begun_on: Mapped[date]
    picked_up_on: Mapped[date | None]
    lead: Mapped[str | None] = mapped_column(Text)
    buddy: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(Text)
    check_ins: Mapped[list[Any] | None]
    audit: Mapped[str | None] = mapped_column(Text)
