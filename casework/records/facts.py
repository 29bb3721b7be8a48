"""The facts of the care record that a workflow's questions may record.

Whatever a workflow calls its question, what it records has one name here, so that decisions reached
in different workflows can be compared. The part before the dot says where the record keeps it
(`operations/recording.py`); after it comes the column of that name, or a list of rows.
"""

from casework.facts import Catalogue, Fact, FactType
from casework.records.vocabulary import Achieves, OutcomeCode

TEXT, YES_NO, CODE, CODES = (
    FactType.TEXT,
    FactType.YES_NO,
    FactType.CODE,
    FactType.CODES,
)
DATE, MONEY, NUMBER, ITEMS = (
    FactType.DATE,
    FactType.MONEY,
    FactType.NUMBER,
    FactType.ITEMS,
)

ACHIEVES = tuple(code.value for code in Achieves)
OUTCOMES = tuple(code.value for code in OutcomeCode)
LIMBS = ("needs-assistance", "pain-distress", "endangers", "takes-longer")
MET_BY = ("council", "carer", "community", "self", "nhs", "declined", "nobody-yet")
WELLBEING = (
    "dignity",
    "health-emotional",
    "protection",
    "control",
    "participation",
    "social-economic",
    "relationships-family",
    "accommodation",
    "contribution",
)
ADVOCATE = ("not-needed", "appropriate-person", "in-place", "asked-for")
YES_NO_UNKNOWN = ("yes", "no", "not-known")

CATALOGUE = Catalogue(
    [
        Fact("person.preferred_name", "Preferred name", TEXT),
        Fact(
            "person.communication",
            "Communication needs",
            TEXT,
            law="Equality Act 2010; Accessible Information Standard",
        ),
        # --- contact -----------------------------------------------------------------------
        Fact(
            "contact.route",
            "Route of access",
            CODE,
            (
                "community",
                "hospital-discharge",
                "hospital-diversion",
                "planned-entry",
                "self-funder-depleted",
            ),
        ),
        Fact("contact.referrer", "Who got in touch", TEXT),
        Fact(
            "contact.own_words",
            "What is happening, in their own words",
            TEXT,
            law="Care Act 2014 s9(1)",
        ),
        Fact(
            "contact.consent",
            "Agreement to the contact",
            CODE,
            ("agreed", "not-asked", "refused", "best-interests"),
        ),
        Fact("contact.urgency", "Urgency", CODE, ("same-day", "soon", "routine")),
        Fact(
            "contact.urgent_support",
            "Support before any assessment",
            TEXT,
            law="Care Act 2014 s19(3)",
        ),
        Fact(
            "contact.need_appears",
            "A need for care and support appears",
            YES_NO,
            law="Care Act 2014 s9(1)",
        ),
        Fact(
            "contact.need_reason",
            "Why a need does or does not appear",
            TEXT,
            law="Care Act 2014 s9(1)",
        ),
        Fact(
            "contact.carer_known",
            "Somebody helps unpaid",
            CODE,
            YES_NO_UNKNOWN,
            law="Care Act 2014 s10",
        ),
        Fact(
            "contact.safeguarding_concern",
            "Reason to think somebody may be at risk",
            YES_NO,
            law="Care Act 2014 s42",
        ),
        Fact(
            "contact.safeguarding_reason",
            "What was seen or said about risk",
            TEXT,
            law="Care Act 2014 s42",
        ),
        Fact(
            "contact.what_matters",
            "What matters to the person",
            TEXT,
            law="Care Act 2014 s1(3)",
        ),
        Fact("contact.connections", "Connections made", TEXT, law="Care Act 2014 s2"),
        Fact(
            "contact.advice",
            "Information and advice given",
            TEXT,
            law="Care Act 2014 s4",
        ),
        Fact("contact.priority", "Priority", CODE, ("high", "medium", "low")),
        Fact("contact.emergency_plan", "What must change now", TEXT),
        Fact(
            "contact.look_back", "Looking back before deciding on long-term need", TEXT
        ),
        Fact("contact.still_needed", "Something longer is still needed", YES_NO),
        # --- assessment --------------------------------------------------------------------
        Fact(
            "assessment.consent",
            "Agreement to the assessment",
            CODE,
            ("agreed", "refused", "best-interests"),
            law="Care Act 2014 s11",
        ),
        Fact(
            "assessment.consent_note",
            "What was said about it",
            TEXT,
            law="Care Act 2014 s11",
        ),
        Fact(
            "assessment.communication", "How the person was helped to take part", TEXT
        ),
        Fact(
            "assessment.people_involved",
            "Who was involved",
            TEXT,
            law="Care Act 2014 s9(5)",
        ),
        Fact(
            "assessment.substantial_difficulty",
            "Substantial difficulty in taking part",
            CODES,
            ("understand", "retain", "use-or-weigh", "communicate", "none"),
            law="Care Act 2014 s67(4)",
        ),
        Fact(
            "assessment.appropriate_person",
            "Somebody appropriate to represent them",
            CODE,
            ("yes", "no", "not-needed"),
            law="Care Act 2014 s67(5)",
        ),
        Fact(
            "assessment.advocate_note",
            "Advocate: referral or reason",
            TEXT,
            law="Care Act 2014 s67",
        ),
        Fact(
            "assessment.wanted_outcomes",
            "What the person wants to achieve",
            TEXT,
            law="Care Act 2014 s9(4)(b)",
        ),
        Fact("assessment.strengths", "Strengths", TEXT, law="Care Act 2014 s9(6)"),
        Fact(
            "assessment.network",
            "People and places around them",
            TEXT,
            law="Care Act 2014 s9(6)",
        ),
        Fact(
            "assessment.what_else_could_help",
            "What else could help",
            TEXT,
            law="Care Act 2014 s9(6)",
        ),
        Fact(
            "assessment.wellbeing_areas",
            "Areas of wellbeing affected",
            CODES,
            (*WELLBEING, "none"),
            law="Care Act 2014 s1(2)",
        ),
        Fact(
            "assessment.outcomes",
            "The ten outcomes",
            FactType.OUTCOMES,
            ACHIEVES,
            law="SI 2015/313 reg 2(2)",
        ),
        Fact(
            "assessment.period_considered",
            "Period considered",
            TEXT,
            law="SI 2015/313 reg 2(4)",
        ),
        Fact("assessment.risk", "Risk, and what the person thinks of it", TEXT),
        Fact(
            "assessment.cause",
            "Needs come from an impairment or illness",
            YES_NO,
            law="SI 2015/313 reg 2(1)(a)",
        ),
        Fact(
            "assessment.cause_reason",
            "What they come from",
            TEXT,
            law="SI 2015/313 reg 2(1)(a)",
        ),
        Fact(
            "assessment.impact",
            "Effect on wellbeing",
            CODE,
            ("significant", "not-significant", "cannot-say-yet"),
            law="SI 2015/313 reg 2(1)(c)",
        ),
        Fact(
            "assessment.impact_reason",
            "Which parts of life, and why",
            TEXT,
            law="SI 2015/313 reg 2(1)(c)",
        ),
        Fact(
            "assessment.carer_input_excluded",
            "Answered as though nobody were helping",
            YES_NO,
        ),
        Fact(
            "assessment.carer_present",
            "Somebody helps unpaid",
            CODE,
            YES_NO_UNKNOWN,
            law="Care Act 2014 s10",
        ),
        Fact(
            "assessment.carers",
            "People who help unpaid",
            ITEMS,
            law="Care Act 2014 s10",
            fields=(
                Fact("name", "Name", TEXT),
                Fact("hours", "Hours a week", NUMBER, unit="hours a week"),
                Fact("does", "What they do", TEXT),
                Fact(
                    "willing",
                    "Willing to go on",
                    CODE,
                    ("yes", "partly", "no", "not-asked"),
                ),
                Fact(
                    "able", "Able to go on", CODE, ("yes", "partly", "no", "not-asked")
                ),
                Fact(
                    "offer",
                    "Carer's assessment",
                    CODE,
                    ("accepted", "declined", "thinking", "not-offered"),
                ),
                Fact("offered_on", "Offered on", DATE),
                Fact("not_offered_reason", "Why it was not offered", TEXT),
            ),
        ),
        Fact(
            "assessment.young_carer",
            "A child or young person helps",
            CODE,
            YES_NO_UNKNOWN,
            law="SI 2014/2827",
        ),
        Fact(
            "assessment.capacity_doubt",
            "Reason to doubt capacity for a decision",
            YES_NO,
            law="Mental Capacity Act 2005 ss 1-3",
        ),
        Fact(
            "assessment.capacity_matter",
            "Which decision",
            TEXT,
            law="Mental Capacity Act 2005 s2(1)",
        ),
        Fact(
            "assessment.safeguarding_needs",
            "Has needs for care and support",
            CODE,
            YES_NO_UNKNOWN,
            law="Care Act 2014 s42(1)(a)",
        ),
        Fact(
            "assessment.safeguarding_abuse",
            "Experiencing or at risk of abuse or neglect",
            CODE,
            YES_NO_UNKNOWN,
            law="Care Act 2014 s42(1)(b)",
        ),
        Fact(
            "assessment.safeguarding_protect",
            "Cannot protect themself because of those needs",
            CODE,
            YES_NO_UNKNOWN,
            law="Care Act 2014 s42(1)(c)",
        ),
        Fact("assessment.safeguarding_wishes", "What the person wants to happen", TEXT),
        Fact(
            "assessment.safeguarding_decision",
            "Safeguarding decision",
            CODE,
            ("no-concern", "raise-concern", "concern-already-raised"),
            law="Care Act 2014 s42",
        ),
        Fact(
            "assessment.continuing_healthcare",
            "NHS continuing healthcare checklist",
            CODE,
            ("not-indicated", "checklist-done", "to-be-done"),
            law="SI 2014/2827 reg 7",
        ),
        Fact(
            "assessment.decision",
            "Eligibility decision",
            CODE,
            ("eligible", "not-eligible"),
            law="Care Act 2014 s13",
        ),
        Fact(
            "assessment.decision_reasons",
            "Reasons for the decision",
            TEXT,
            law="Care Act 2014 s13(2)",
        ),
        Fact(
            "assessment.advice",
            "Written advice on needs not met",
            TEXT,
            law="Care Act 2014 s13(5)",
        ),
        Fact(
            "assessment.copies_to", "Who gets a copy", TEXT, law="Care Act 2014 s12(3)"
        ),
        Fact(
            "assessment.copies_sent_on",
            "Copy sent on",
            DATE,
            law="Care Act 2014 s12(3)",
        ),
        Fact(
            "assessment.copy_format",
            "Format of the copy",
            CODE,
            ("print", "large-print", "easy-read", "audio", "email", "another-language"),
        ),
        # --- plan --------------------------------------------------------------------------
        Fact(
            "plan.needs",
            "Needs, and how each is met",
            ITEMS,
            law="Care Act 2014 s25(1)(a) to (c)",
            fields=(
                Fact("outcome", "Need", CODE, OUTCOMES),
                Fact("wanted", "What the person wants", TEXT),
                Fact("how_met", "How it is met", TEXT),
                Fact("met_by", "By whom", CODE, MET_BY),
            ),
        ),
        Fact("plan.services", "Services", FactType.SERVICES),
        Fact("plan.timetable", "Weekly timetable", FactType.TIMETABLE, unit="minutes"),
        Fact("plan.carer_part", "What unpaid carers do, as time", TEXT),
        Fact("plan.unmet", "Needs not met yet, who does what about it", TEXT),
        Fact(
            "plan.prevention",
            "Information, advice and prevention",
            TEXT,
            law="Care Act 2014 s25(1)(f)",
        ),
        Fact("plan.contingency", "What happens if things go wrong", TEXT),
        Fact(
            "plan.direct_payment",
            "Direct payment",
            CODE,
            ("none", "part", "all"),
            law="Care Act 2014 s25(2)",
        ),
        Fact(
            "plan.direct_payment_note",
            "Which needs, how much, how often",
            TEXT,
            law="Care Act 2014 s25(2)",
        ),
        Fact("plan.starts_on", "Start date", DATE),
        Fact(
            "plan.involved",
            "Who was involved in the plan",
            TEXT,
            law="Care Act 2014 s25(3)",
        ),
        Fact(
            "plan.advocate",
            "Support to take part in the plan",
            CODE,
            ADVOCATE,
            law="Care Act 2014 s67",
        ),
        Fact(
            "plan.agreed",
            "Agreed with the person",
            CODE,
            ("agreed", "agreed-in-part", "not-agreed"),
            law="Care Act 2014 s25(5)",
        ),
        Fact(
            "plan.copies_to",
            "Who gets a copy of the plan",
            TEXT,
            law="Care Act 2014 s25(9)",
        ),
        Fact("plan.provider", "Provider", TEXT),
        Fact("plan.provider_starts_on", "Care starts on", DATE),
        Fact(
            "budget.gross_pence",
            "Cost of meeting the needs",
            MONEY,
            unit="a week",
            law="Care Act 2014 s26(1)(a)",
        ),
        Fact("budget.indicative_pence", "Indicative budget", MONEY, unit="a week"),
        Fact(
            "budget.person_pence",
            "What the person pays",
            MONEY,
            unit="a week",
            law="Care Act 2014 s26(1)(b)",
        ),
        Fact(
            "budget.council_pence",
            "What the council pays",
            MONEY,
            unit="a week",
            law="Care Act 2014 s26(1)(c)",
        ),
        Fact("budget.agreed_pence", "Budget agreed", MONEY, unit="a week"),
        Fact("budget.over_reason", "Why it differs from the indicative budget", TEXT),
        # --- agreeing and looking again -----------------------------------------------------
        Fact(
            "authorisation.decision",
            "Decision on the work",
            CODE,
            ("agreed", "sent-back"),
        ),
        Fact("authorisation.comment", "Comment", TEXT),
        Fact("authorisation.reflection", "What colleagues thought", TEXT),
        Fact("review.due_on", "Next review by", DATE, law="Care Act 2014 s27"),
        Fact(
            "review.how_to_ask",
            "How to ask for an earlier review",
            TEXT,
            law="Care Act 2014 s27(1)(b)",
        ),
        Fact("review.held_on", "Review held on", DATE, law="Care Act 2014 s27"),
        Fact(
            "review.involved",
            "Who was involved in the review",
            TEXT,
            law="Care Act 2014 s27(2)",
        ),
        Fact(
            "review.advocate",
            "Support to take part in the review",
            CODE,
            ADVOCATE,
            law="Care Act 2014 s67",
        ),
        Fact(
            "review.outcome",
            "What came of the review",
            CODE,
            ("same", "revise", "reassess", "end"),
            law="Care Act 2014 s27(4)",
        ),
        Fact("review.notes", "What was said at the review", TEXT),
    ]
)
