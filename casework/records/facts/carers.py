"""An unpaid carer's own assessment and support (Care Act 2014 ss 10, 13, 20; SI 2015/313 reg 3)."""

from casework.facts import Fact
from casework.records.facts.codes import (
    ADVOCATE,
    CARER_LIMBS,
    CODE,
    CODES,
    COPY_FORMATS,
    DATE,
    DIFFICULTIES,
    ITEMS,
    MONEY,
    NUMBER,
    TEXT,
    WELLBEING,
    WILLING,
    YES_NO,
    YES_NO_UNKNOWN,
)

CARER_OUTCOMES = {
    "child_care": "Caring for children",
    "other_care": "Caring for other people",
    "home_environment": "Keeping the home habitable",
    "nutrition": "Eating and drinking well",
    "relationships": "Family and other personal relationships",
    "work_education": "Work, training, education or volunteering",
    "community_facilities": "Using local facilities and services",
    "recreation": "Time for oneself",
}
"""The eight outcomes of SI 2015/313 reg 3(2)."""

FACTS = (
    Fact("carers_assessment.cared_for", "Whom they care for", TEXT, law="Care Act 2014 s10(3)"),
    Fact("carers_assessment.offered_on", "Offered on", DATE, law="Care Act 2014 s10(1)"),
    Fact(
        "carers_assessment.answer",
        "Answer to the offer",
        CODE,
        ("accepted", "declined", "later", "joint"),
        law="Care Act 2014 s11(5)",
    ),
    Fact("carers_assessment.answer_note", "What they said to it", TEXT),
    Fact("carers_assessment.joint_consent", "Both agree to be assessed together", YES_NO, law="Care Act 2014 s12(5)"),
    Fact("carers_assessment.safe_to_talk", "Where and when they can talk freely", TEXT),
    Fact(
        "carers_assessment.difficulty",
        "Substantial difficulty in taking part",
        CODES,
        DIFFICULTIES,
        law="Care Act 2014 s67(4)",
    ),
    Fact("carers_assessment.advocate", "Support to take part", CODE, ADVOCATE, law="Care Act 2014 s67"),
    Fact("carers_assessment.involved", "Who was involved", TEXT, law="Care Act 2014 s10(7)"),
    Fact("carers_assessment.does", "What they do", TEXT, law="Care Act 2014 s10(5)"),
    Fact("carers_assessment.hours", "Hours a week", NUMBER, unit="hours a week"),
    Fact("carers_assessment.nights", "Woken at night", CODE, ("never", "some-nights", "most-nights")),
    Fact("carers_assessment.necessary", "The care is necessary", YES_NO, law="SI 2015/313 reg 3(1)(a)"),
    Fact("carers_assessment.able", "Able to go on", CODE, WILLING, law="Care Act 2014 s10(5)(a)"),
    Fact("carers_assessment.willing", "Willing to go on", CODE, WILLING, law="Care Act 2014 s10(5)(b)"),
    Fact(
        "carers_assessment.able_willing_note",
        "What they can and want to do, now and later",
        TEXT,
        law="Care Act 2014 s10(5)",
    ),
    Fact("carers_assessment.wanted", "What they want from day-to-day life", TEXT, law="Care Act 2014 s10(5)(d)"),
    Fact(
        "carers_assessment.work_wishes",
        "Work, learning and leisure, present or wished for",
        TEXT,
        law="Care Act 2014 s10(6)",
    ),
    Fact(
        "carers_assessment.young_carer", "A child or young person helps too", CODE, YES_NO_UNKNOWN, law="SI 2014/2827"
    ),
    Fact(
        "carers_assessment.health",
        "Health at risk through caring",
        CODE,
        ("no", "at-risk", "worse"),
        law="SI 2015/313 reg 3(1)(b)(i)",
    ),
    Fact("carers_assessment.health_note", "How it shows", TEXT, law="SI 2015/313 reg 3(1)(b)(i)"),
    *(
        Fact(f"carers_assessment.{name}", label, CODES, (*CARER_LIMBS, "none"), law="SI 2015/313 reg 3(2), (3)")
        for name, label in CARER_OUTCOMES.items()
    ),
    Fact("carers_assessment.outcomes_note", "How it shows", TEXT, law="SI 2015/313 reg 3(2)"),
    Fact(
        "carers_assessment.wellbeing_areas",
        "Areas of wellbeing affected",
        CODES,
        (*WELLBEING, "none"),
        law="Care Act 2014 s1(2)",
    ),
    Fact(
        "carers_assessment.impact",
        "Effect on wellbeing",
        CODE,
        ("significant", "not-significant", "cannot-say-yet"),
        law="SI 2015/313 reg 3(1)(c)",
    ),
    Fact("carers_assessment.impact_reason", "How it shows", TEXT, law="SI 2015/313 reg 3(1)(c)"),
    Fact("carers_assessment.what_else_could_help", "What else could help", TEXT, law="Care Act 2014 s10(8)"),
    Fact("carers_assessment.emergency", "What happens if they cannot care", TEXT),
    Fact(
        "carers_assessment.safeguarding_concern",
        "Reason to think somebody may be at risk",
        YES_NO,
        law="Care Act 2014 s42",
    ),
    Fact("carers_assessment.safeguarding_reason", "What was seen or said about risk", TEXT, law="Care Act 2014 s42"),
    Fact(
        "carers_assessment.decision",
        "Eligibility decision",
        CODE,
        ("eligible", "not-eligible"),
        law="Care Act 2014 s13",
    ),
    Fact("carers_assessment.decision_reasons", "Reasons for the decision", TEXT, law="Care Act 2014 s13(2)"),
    Fact("carers_assessment.advice", "Written advice on needs not met", TEXT, law="Care Act 2014 s13(5)"),
    Fact(
        "carers_assessment.support",
        "Support, and how each need is met",
        ITEMS,
        law="Care Act 2014 ss 20, 25",
        fields=(
            Fact("need", "Need", TEXT),
            Fact("how_met", "How it is met", TEXT),
            Fact(
                "by_whom",
                "By whom",
                CODE,
                ("council", "to-the-adult", "community", "self", "nhs", "declined", "nobody-yet"),
            ),
        ),
    ),
    Fact(
        "carers_assessment.to_the_adult",
        "Care for the adult that gives the carer a break",
        TEXT,
        law="Care Act 2014 s20(7)",
    ),
    Fact(
        "carers_assessment.budget_pence", "The carer's personal budget", MONEY, unit="a week", law="Care Act 2014 s26"
    ),
    Fact(
        "carers_assessment.payment", "Direct payment", CODE, ("none", "part", "all", "one-off"), law="Care Act 2014 s31"
    ),
    Fact(
        "carers_assessment.not_charged",
        "Told that they are not charged for care of the adult",
        YES_NO,
        law="Care Act 2014 s14(3)",
    ),
    Fact(
        "carers_assessment.agreed",
        "The carer agrees",
        CODE,
        ("agreed", "agreed-in-part", "not-agreed"),
        law="Care Act 2014 s25(5)",
    ),
    Fact("carers_assessment.copies_to", "Who gets a copy", TEXT, law="Care Act 2014 s12(3)"),
    Fact("carers_assessment.copy_format", "Format of the copy", CODE, COPY_FORMATS),
    Fact("carers_assessment.copies_sent_on", "Copy sent on", DATE, law="Care Act 2014 s12(3)"),
    Fact("carers_assessment.review_on", "Next review by", DATE, law="Care Act 2014 s27"),
    Fact("carers_assessment.how_to_ask", "How to ask for an earlier review", TEXT, law="Care Act 2014 s27(1)(b)"),
    Fact("carers_assessment.reviewed_on", "Reviewed on", DATE, law="Care Act 2014 s27"),
    Fact("carers_assessment.review_note", "What works, and what has changed", TEXT, law="Care Act 2014 s27"),
    Fact(
        "carers_assessment.review_outcome",
        "What came of the review",
        CODE,
        ("same", "revise", "reassess", "end"),
        law="Care Act 2014 s27(4)",
    ),
)
