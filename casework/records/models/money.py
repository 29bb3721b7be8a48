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
    __table_args__ = (*same_sandbox("case_id", "case"), *same_sandbox("person_id", "person"))

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
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
    capital: Mapped[list[Any] | None]
    capital_pence: Mapped[int | None]
    capital_left_out: Mapped[str | None] = mapped_column(Text)
    tariff_pence: Mapped[int | None]
    full_cost: Mapped[str | None] = mapped_column(String(3))
    full_cost_explained: Mapped[str | None] = mapped_column(Text)
    arranging_asked: Mapped[str | None] = mapped_column(String(3))
    income: Mapped[list[Any] | None]
    income_pence: Mapped[int | None]
    income_left_out: Mapped[str | None] = mapped_column(Text)
    mig_kind: Mapped[str | None] = mapped_column(String(40))
    premiums: Mapped[list[str] | None]
    mig_pence: Mapped[int | None]
    housing_pence: Mapped[int | None]
    housing_note: Mapped[str | None] = mapped_column(Text)
    disability_costs: Mapped[list[Any] | None]
    disability_pence: Mapped[int | None]
    left_to_live_on_pence: Mapped[int | None]
    contribution_pence: Mapped[int | None]
    hardship: Mapped[str | None] = mapped_column(Text)
    statement_sent_on: Mapped[date | None]
    appeal_told: Mapped[str | None] = mapped_column(Text)
    looked_at_again_on: Mapped[date | None]
