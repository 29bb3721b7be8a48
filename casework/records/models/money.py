"""Financial assessments. Columns are facts of `records/facts/money.py`."""

from datetime import date
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, same_sandbox


class FinancialAssessment(InSandbox, Base):
    """What a person can be asked to pay, worked out on one day with the rates of that day, in pence.

    rates_used: the rows of the rates in force on `rates_on`, so that it can be worked out again.
    """

    __tablename__ = "financial_assessment"
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
    rates_on: Mapped[date]
    rates_used: Mapped[list[Any]]
    charged: Mapped[str | None] = mapped_column(String(40))
    explained_on: Mapped[date | None]
    consent: Mapped[str | None] = mapped_column(String(40))
    declined_note: Mapped[str | None] = mapped_column(Text)
    helper: Mapped[str | None] = mapped_column(String(40))
    helper_note: Mapped[str | None] = mapped_column(Text)
    charge_from: Mapped[date | None]
    setting: Mapped[str | None] = mapped_column(String(40))
    light_touch_evidence: Mapped[str | None] = mapped_column(Text)
    accounts_pence: Mapped[int | None]
    savings_pence: Mapped[int | None]
    shares_pence: Mapped[int | None]
    property_pence: Mapped[int | None]
    other_capital_pence: Mapped[int | None]
    capital_pence: Mapped[int | None]
    capital_left_out: Mapped[str | None] = mapped_column(Text)
    tariff_pence: Mapped[int | None]
    full_cost: Mapped[str | None] = mapped_column(String(3))
    full_cost_explained: Mapped[str | None] = mapped_column(Text)
    arranging_asked: Mapped[str | None] = mapped_column(String(3))
    state_pension_pence: Mapped[int | None]
    other_pension_pence: Mapped[int | None]
    pension_credit_pence: Mapped[int | None]
    disability_benefit_pence: Mapped[int | None]
    working_age_benefit_pence: Mapped[int | None]
    other_income_pence: Mapped[int | None]
    income_pence: Mapped[int | None]
    income_left_out: Mapped[str | None] = mapped_column(Text)
    mig_kind: Mapped[str | None] = mapped_column(String(40))
    mig_reason: Mapped[str | None] = mapped_column(Text)
    premiums_pence: Mapped[int | None]
    premiums: Mapped[list[str] | None]
    mig_pence: Mapped[int | None]
    housing_pence: Mapped[int | None]
    housing_note: Mapped[str | None] = mapped_column(Text)
    heating_pence: Mapped[int | None]
    laundry_pence: Mapped[int | None]
    diet_pence: Mapped[int | None]
    equipment_pence: Mapped[int | None]
    private_help_pence: Mapped[int | None]
    other_disability_pence: Mapped[int | None]
    disability_note: Mapped[str | None] = mapped_column(Text)
    disability_pence: Mapped[int | None]
    left_to_live_on_pence: Mapped[int | None]
    contribution_pence: Mapped[int | None]
    hardship: Mapped[str | None] = mapped_column(Text)
    statement_sent_on: Mapped[date | None]
    appeal_told: Mapped[str | None] = mapped_column(Text)
    contribution_note: Mapped[str | None] = mapped_column(Text)
    looked_at_again_on: Mapped[date | None]
