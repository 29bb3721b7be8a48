"""Care and support plans, what they cost, who agreed them, and when they are looked at again."""

from datetime import date
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, many, one, same_sandbox
from casework.records.models.people import Person, Worker


class CarePlan(InSandbox, Base):
    """A care and support plan (Care Act 2014 ss 24, 25)."""

    __tablename__ = "care_plan"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    made_on: Mapped[date]
    finished_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    timetable: Mapped[dict[str, Any] | None]
    rates_used: Mapped[list[Any] | None]
    """The rows of the rates of the day it starts, so that what it costs can be worked out again."""
    carer_part: Mapped[str | None] = mapped_column(Text)
    unmet: Mapped[str | None] = mapped_column(Text)
    prevention: Mapped[str | None] = mapped_column(Text)
    contingency: Mapped[str | None] = mapped_column(Text)
    direct_payment: Mapped[str | None] = mapped_column(String(40))
    direct_payment_note: Mapped[str | None] = mapped_column(Text)
    direct_payment_pence: Mapped[int | None]
    involved: Mapped[str | None] = mapped_column(Text)
    advocate: Mapped[str | None] = mapped_column(String(40))
    agreed: Mapped[str | None] = mapped_column(String(40))
    copies_to: Mapped[str | None] = mapped_column(Text)
    provider: Mapped[str | None] = mapped_column(Text)
    provider_starts_on: Mapped[date | None]
    flexible_hours: Mapped[float | None]
    flexible_limit: Mapped[str | None] = mapped_column(Text)
    strengths_first: Mapped[str | None] = mapped_column(Text)
    technology: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("CarePlan", "person_id", "Person")
    needs: Mapped[list["Need"]] = many("CarePlan", "Need", "plan_id", order_by="Need.position")
    services: Mapped[list["Service"]] = many("CarePlan", "Service", "plan_id", order_by="Service.position")
    budgets: Mapped[list["PersonalBudget"]] = many("CarePlan", "PersonalBudget", "plan_id")

    @property
    def budget(self) -> "PersonalBudget | None":
        return self.budgets[-1] if self.budgets else None


class Need(InSandbox, Base):
    """A need in a plan: what the person wants, how it is met, and by whom (s25(1)(a) to (c))."""

    __tablename__ = "need"
    __table_args__ = (*same_sandbox("plan_id", "care_plan"),)

    plan_id: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(40))
    wanted: Mapped[str | None] = mapped_column(Text)
    how_met: Mapped[str | None] = mapped_column(Text)
    met_by: Mapped[str | None] = mapped_column(String(40))
    who: Mapped[str | None] = mapped_column(Text)
    unpaid_minutes: Mapped[int | None]
    """Minutes a week that somebody gives unpaid. Time, never £0."""
    is_eligible: Mapped[bool | None]
    not_met_because: Mapped[str | None] = mapped_column(Text)
    asked_again_on: Mapped[date | None]


class Service(InSandbox, Base):
    """A line of bought care: units a week at a rate in pence."""

    __tablename__ = "service"
    __table_args__ = (*same_sandbox("plan_id", "care_plan"), *same_sandbox("organisation_id", "organisation"))

    plan_id: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    service: Mapped[str] = mapped_column(String(60))
    needs: Mapped[list[str]] = mapped_column(default=list)
    units: Mapped[float]
    unit: Mapped[str] = mapped_column(String(20))
    rate_pence: Mapped[int]
    days: Mapped[list[str]] = mapped_column(default=list)
    starts_at: Mapped[str | None] = mapped_column(String(5))
    ends_at: Mapped[str | None] = mapped_column(String(5))
    met_by: Mapped[str | None] = mapped_column(String(120))
    organisation_id: Mapped[str | None] = mapped_column(String(64))
    weekly_pence: Mapped[int]


class PersonalBudget(InSandbox, Base):
    """What meeting the needs costs a week, and who pays (s26): gross = person + council, in pence.

    `person_pence` is None until a financial assessment has been made: never a zero.
    """

    __tablename__ = "personal_budget"
    __table_args__ = (
        *same_sandbox("plan_id", "care_plan"),
        UniqueConstraint("sandbox_id", "plan_id"),
    )

    plan_id: Mapped[str] = mapped_column(String(64))
    gross_pence: Mapped[int | None]
    indicative_pence: Mapped[int | None]
    person_pence: Mapped[int | None]
    council_pence: Mapped[int | None]
    agreed_pence: Mapped[int | None]
    over_reason: Mapped[str | None] = mapped_column(Text)
    points: Mapped[float | None]
    points_table: Mapped[str | None] = mapped_column(Text)
    carer_adjustment_pence: Mapped[int | None]
    sense_check: Mapped[str | None] = mapped_column(String(40))
    sense_check_reason: Mapped[str | None] = mapped_column(Text)


class Authorisation(InSandbox, Base):
    """A decision about somebody else's work: agreed, or sent back with what to put right."""

    __tablename__ = "authorisation"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
        *same_sandbox("decided_by_id", "worker"),
        *same_sandbox("decided_for_id", "worker"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    decided_by_id: Mapped[str | None] = mapped_column(String(64))
    decided_for_id: Mapped[str | None] = mapped_column(String(64))
    decided_on: Mapped[date]
    about: Mapped[str] = mapped_column(String(160))
    decision: Mapped[str | None] = mapped_column(String(40))
    comment: Mapped[str | None] = mapped_column(Text)
    reflection: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(String(40))
    cost_pence: Mapped[int | None]
    limit_pence: Mapped[int | None]
    change: Mapped[str | None] = mapped_column(Text)
    panel_on: Mapped[date | None]

    decided_by: Mapped["Worker | None"] = one("Authorisation", "decided_by_id", "Worker")


class Review(InSandbox, Base):
    """A review of a plan: due, or held and what came of it (s27)."""

    __tablename__ = "review"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    due_on: Mapped[date | None]
    how_to_ask: Mapped[str | None] = mapped_column(Text)
    held_on: Mapped[date | None]
    involved: Mapped[str | None] = mapped_column(Text)
    advocate: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(40))
    notes: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(40))
    asked_by: Mapped[str | None] = mapped_column(Text)
    method: Mapped[str | None] = mapped_column(String(40))
    consent: Mapped[str | None] = mapped_column(String(40))
    difficulty: Mapped[list[str] | None]
    person_view: Mapped[str | None] = mapped_column(Text)
    carer_view: Mapped[str | None] = mapped_column(Text)
    works: Mapped[str | None] = mapped_column(Text)
    does_not_work: Mapped[str | None] = mapped_column(Text)
    goals: Mapped[list[Any] | None]
    changed: Mapped[str | None] = mapped_column(String(3))
    change: Mapped[str | None] = mapped_column(Text)
    hours_planned: Mapped[float | None]
    hours_given: Mapped[float | None]
    hours_note: Mapped[str | None] = mapped_column(Text)
    money_changed: Mapped[str | None] = mapped_column(String(3))
    safeguarding_concern: Mapped[str | None] = mapped_column(String(3))
    safeguarding_reason: Mapped[str | None] = mapped_column(Text)
    carer_offer: Mapped[str | None] = mapped_column(String(40))
    reasons: Mapped[str | None] = mapped_column(Text)
    advice: Mapped[str | None] = mapped_column(Text)
    copies_to: Mapped[str | None] = mapped_column(Text)
    copies_sent_on: Mapped[date | None]
