"""What a person can be asked to pay towards their care, and the dated rates it is worked out with.

Amounts are whole pence a week, but for capital.
"""

from casework.facts import Fact
from casework.records.facts.codes import CODE, CODES, DATE, MONEY, TEXT, YES_NO

CHARGING = "Care Act 2014 ss 14, 17; SI 2014/2672"
MIG = ("single-18-24", "single-25-to-pension-age", "single-pension-age")
"""Minimum income guarantee, single people. Rates of couples are not tabulated: better none than a guess."""

ASSESSED = (
    Fact(
        "finance.charged",
        "The council charges for this support",
        CODE,
        ("yes", "no-free", "no-aftercare", "no-reablement"),
        law="Care Act 2014 s14",
    ),
    Fact("finance.explained_on", "Charging explained on", DATE, law="Care Act 2014 s4"),
    Fact(
        "finance.consent", "Agrees to be assessed", CODE, ("full", "light-touch", "declined"), law="SI 2014/2672 reg 10"
    ),
    Fact("finance.declined_note", "What was explained", TEXT),
    Fact(
        "finance.helper",
        "Who deals with the person's money",
        CODE,
        ("self", "appointee", "attorney", "deputy", "relative-no-authority"),
    ),
    Fact("finance.helper_note", "Who they are, and the authority seen", TEXT),
    Fact("finance.charge_from", "Charged from", DATE),
    Fact("finance.setting", "Where the care is given", CODE, ("home", "care-home")),
    Fact("finance.light_touch_evidence", "What makes a light-touch assessment safe", TEXT, law="SI 2014/2672 reg 10"),
    Fact("finance.accounts_pence", "In accounts", MONEY, law=CHARGING),
    Fact("finance.savings_pence", "In savings, bonds and certificates", MONEY, law=CHARGING),
    Fact("finance.shares_pence", "In shares and funds", MONEY, law=CHARGING),
    Fact("finance.property_pence", "In property they do not live in", MONEY, law=CHARGING),
    Fact("finance.other_capital_pence", "Other capital", MONEY, law=CHARGING),
    Fact("finance.capital_pence", "Capital that counts", MONEY, law=CHARGING),
    Fact("finance.capital_left_out", "Capital left out, and why", TEXT, law="SI 2014/2672 sch 2"),
    Fact("finance.tariff_pence", "Tariff income", MONEY, unit="a week", law="SI 2014/2672 reg 25"),
    Fact("finance.full_cost", "Capital is over the upper limit", YES_NO, law="Care Act 2014 s17"),
    Fact(
        "finance.full_cost_explained",
        "Rights of somebody who pays the full cost were explained",
        TEXT,
        law="Care Act 2014 s18(3)",
    ),
    Fact("finance.arranging_asked", "Asks the council to arrange the care", YES_NO, law="Care Act 2014 s18(3)"),
    Fact("finance.state_pension_pence", "State pension", MONEY, unit="a week", law=CHARGING),
    Fact("finance.other_pension_pence", "Other pensions", MONEY, unit="a week", law=CHARGING),
    Fact("finance.pension_credit_pence", "Pension credit, guarantee part", MONEY, unit="a week", law=CHARGING),
    Fact(
        "finance.disability_benefit_pence",
        "Attendance allowance, or the daily-living part of PIP or DLA",
        MONEY,
        unit="a week",
        law=CHARGING,
    ),
    Fact(
        "finance.working_age_benefit_pence",
        "Universal credit, ESA and other benefits",
        MONEY,
        unit="a week",
        law=CHARGING,
    ),
    Fact("finance.other_income_pence", "Other income that counts", MONEY, unit="a week", law=CHARGING),
    Fact("finance.income_pence", "Income that counts", MONEY, unit="a week", law=CHARGING),
    Fact("finance.income_left_out", "Income left out, and why", TEXT, law="SI 2014/2672 sch 1"),
    Fact("finance.mig_kind", "Minimum income guarantee for", CODE, MIG, law="SI 2014/2672 reg 7"),
    Fact("finance.mig_reason", "Where the minimum income guarantee comes from", TEXT),
    Fact("finance.premiums_pence", "Premiums in all", MONEY, unit="a week", law="SI 2014/2672 reg 7"),
    Fact(
        "finance.premiums",
        "Premiums",
        CODES,
        ("disability", "enhanced-disability", "carer", "none"),
        law="SI 2014/2672 reg 7",
    ),
    Fact("finance.mig_pence", "Minimum income guarantee", MONEY, unit="a week", law="SI 2014/2672 reg 7"),
    Fact("finance.housing_pence", "Housing costs", MONEY, unit="a week", law="SI 2014/2672 sch 1"),
    Fact("finance.housing_note", "What they are", TEXT),
    Fact("finance.heating_pence", "Extra heating and water", MONEY, unit="a week", law="SI 2014/2672 sch 1"),
    Fact(
        "finance.laundry_pence", "Extra laundry, bedding and clothing", MONEY, unit="a week", law="SI 2014/2672 sch 1"
    ),
    Fact("finance.diet_pence", "Special diet", MONEY, unit="a week", law="SI 2014/2672 sch 1"),
    Fact(
        "finance.equipment_pence", "Equipment, its upkeep, and an alarm", MONEY, unit="a week", law="SI 2014/2672 sch 1"
    ),
    Fact("finance.private_help_pence", "Help they pay for themselves", MONEY, unit="a week", law="SI 2014/2672 sch 1"),
    Fact(
        "finance.other_disability_pence",
        "Other costs of the disability",
        MONEY,
        unit="a week",
        law="SI 2014/2672 sch 1",
    ),
    Fact("finance.disability_note", "Why the disability makes them necessary, and what was seen", TEXT),
    Fact("finance.disability_pence", "Disability-related expenditure in all", MONEY, unit="a week"),
    Fact("finance.left_to_live_on_pence", "Left to live on", MONEY, unit="a week"),
    Fact("finance.contribution_pence", "Contribution before the cost is looked at", MONEY, unit="a week", law=CHARGING),
    Fact("finance.hardship", "What paying this would mean for the person", TEXT),
    Fact("finance.statement_sent_on", "Statement sent on", DATE, law="Care Act 2014 s17"),
    Fact("finance.appeal_told", "How to ask for it to be looked at again", TEXT),
    Fact("finance.contribution_note", "How it was decided what the person pays", TEXT),
    Fact("finance.looked_at_again_on", "Looked at again on", DATE),
)

RATES = tuple(
    Fact(f"rate.{name}", label, MONEY, unit=unit, law=law, given=True)
    for name, label, unit, law in (
        ("capital_lower", "Lower capital limit", "", "SI 2014/2672 reg 12"),
        ("capital_upper", "Upper capital limit", "", "SI 2014/2672 reg 12"),
        ("tariff_step", "Capital that counts as £1 a week", "", "SI 2014/2672 reg 25"),
        ("pea", "Personal expenses allowance", "a week", "SI 2014/2672 reg 6"),
        ("mig_single_18_24", "Minimum income guarantee, single, 18 to 24", "a week", "SI 2014/2672 reg 7"),
        (
            "mig_single_25_to_pension_age",
            "Minimum income guarantee, single, 25 to pension age",
            "a week",
            "SI 2014/2672 reg 7",
        ),
        ("mig_single_pension_age", "Minimum income guarantee, single, pension age", "a week", "SI 2014/2672 reg 7"),
        ("mig_disability_premium_single", "Disability premium, single", "a week", "SI 2014/2672 reg 7"),
        (
            "mig_enhanced_disability_premium_single",
            "Enhanced disability premium, single",
            "a week",
            "SI 2014/2672 reg 7",
        ),
        ("mig_carer_premium", "Carer premium", "a week", "SI 2014/2672 reg 7"),
        ("mig_child", "For each dependent child", "a week", "SI 2014/2672 reg 7"),
        ("savings_credit_single", "Savings credit left out, single, up to", "a week", "SI 2014/2672 sch 1"),
        ("savings_credit_couple", "Savings credit left out, couple, up to", "a week", "SI 2014/2672 sch 1"),
        ("point", "What one point of the allocation table is worth", "a week", ""),
        ("worker_limit", "What a worker may agree alone", "a week", ""),
        ("manager_limit", "What a manager may agree alone", "a week", ""),
    )
)
"""Rates in force on the story date: conditions may ask about them, questions cannot record them."""

FACTS = (*ASSESSED, *RATES)
