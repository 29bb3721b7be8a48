"""A safeguarding concern, and the enquiry that may follow (Care Act 2014 ss 42, 68)."""

from casework.facts import Fact
from casework.records.facts.codes import (
    ADVOCATE,
    CODE,
    CODES,
    DATE,
    DIFFICULTIES,
    ITEMS,
    TEXT,
    YES_NO,
    YES_NO_UNKNOWN,
)

ABUSE = (
    "physical",
    "domestic",
    "sexual",
    "psychological",
    "financial",
    "modern-slavery",
    "discriminatory",
    "organisational",
    "neglect-omission",
    "self-neglect",
)
"""The ten categories of the Care and Support Statutory Guidance, chapter 14."""

CONCERN = (
    Fact("safeguarding.raised_by", "Who raised the concern", TEXT),
    Fact("safeguarding.raised_how", "How to reach them safely", TEXT),
    Fact("safeguarding.anonymous", "They want to stay unnamed", YES_NO),
    Fact("safeguarding.what_happened", "What was seen or heard", TEXT, law="Care Act 2014 s42"),
    Fact("safeguarding.when_where", "When and where", TEXT),
    Fact("safeguarding.categories", "Kinds of abuse or neglect", CODES, (*ABUSE, "none"), law="Care Act 2014 s42"),
    Fact("safeguarding.alleged", "Who may be causing harm, and how they are known", TEXT),
    Fact("safeguarding.safe_now", "Safe now", CODE, YES_NO_UNKNOWN),
    Fact("safeguarding.safety_action", "What was done to make them safe", TEXT),
    Fact("safeguarding.others", "Others at risk", CODES, ("children", "adults", "staff-public", "none")),
    Fact("safeguarding.others_action", "What was done about others at risk", TEXT, law="Children Act 1989 s47"),
    Fact("safeguarding.knows", "The person knows of the concern", CODE, ("yes", "no", "not-known")),
    Fact("safeguarding.wishes", "What the person wants to happen", TEXT, law="Care Act 2014 s1(3)"),
    Fact(
        "safeguarding.consent",
        "The person agrees to what we do",
        CODE,
        ("agreed", "refused", "not-asked", "cannot-decide"),
    ),
    Fact("safeguarding.override_reason", "Why we act without their agreement", TEXT),
    Fact("safeguarding.police", "Police", CODE, ("not-needed", "told", "crime-number")),
    # The three limbs of s42(1), each by itself and each with what was seen.
    Fact(
        "safeguarding.has_needs", "Has needs for care and support", CODE, YES_NO_UNKNOWN, law="Care Act 2014 s42(1)(a)"
    ),
    Fact("safeguarding.has_needs_evidence", "What shows it", TEXT, law="Care Act 2014 s42(1)(a)"),
    Fact(
        "safeguarding.at_risk",
        "Experiencing or at risk of abuse or neglect",
        CODE,
        YES_NO_UNKNOWN,
        law="Care Act 2014 s42(1)(b)",
    ),
    Fact("safeguarding.at_risk_evidence", "What shows it", TEXT, law="Care Act 2014 s42(1)(b)"),
    Fact(
        "safeguarding.cannot_protect",
        "Cannot protect themself because of those needs",
        CODE,
        YES_NO_UNKNOWN,
        law="Care Act 2014 s42(1)(c)",
    ),
    Fact("safeguarding.cannot_protect_evidence", "What shows it", TEXT, law="Care Act 2014 s42(1)(c)"),
    Fact(
        "safeguarding.decision",
        "Decision on the concern",
        CODE,
        ("section-42", "other-enquiry", "no-enquiry"),
        law="Care Act 2014 s42(2)",
    ),
    Fact("safeguarding.decision_reasons", "Reasons for the decision", TEXT, law="Care Act 2014 s42(2)"),
    Fact("safeguarding.decision_maker", "Who decided", TEXT),
    Fact("safeguarding.other_action", "What happens instead of an enquiry", TEXT, law="Care Act 2014 ss 2, 4, 9"),
    Fact("safeguarding.feedback", "What the person who raised it was told", TEXT),
    Fact("safeguarding.feedback_on", "Told on", DATE),
    Fact("safeguarding.closed_on", "Concern closed on", DATE),
)

ENQUIRY = (
    Fact("enquiry.kind", "Kind of enquiry", CODE, ("section-42", "other"), law="Care Act 2014 s42(2)"),
    Fact("enquiry.lead", "Who leads the enquiry", TEXT),
    Fact("enquiry.caused_to", "Who makes enquiries for the council", TEXT, law="Care Act 2014 s42(2)"),
    Fact(
        "enquiry.asked",
        "Asked what they want",
        CODE,
        ("expressed", "none-expressed", "not-asked", "not-known", "not-recorded"),
    ),
    Fact("enquiry.wanted", "What the person wants from the enquiry", TEXT, law="Care Act 2014 s1(3)"),
    Fact("enquiry.not_asked_reason", "Why the person was not asked", TEXT),
    Fact(
        "enquiry.lacked_capacity",
        "Lacked capacity for decisions in this enquiry",
        CODE,
        YES_NO_UNKNOWN,
        law="Mental Capacity Act 2005 ss 1-3",
    ),
    Fact(
        "enquiry.difficulty", "Substantial difficulty in taking part", CODES, DIFFICULTIES, law="Care Act 2014 s68(3)"
    ),
    Fact("enquiry.advocate", "Support to take part in the enquiry", CODE, ADVOCATE, law="Care Act 2014 s68"),
    Fact("enquiry.advocate_note", "Advocate: who, or why none", TEXT, law="Care Act 2014 s68"),
    Fact("enquiry.plan", "What is to be found out, by whom and when", TEXT),
    Fact("enquiry.interim_protection", "What keeps the person safe meanwhile", TEXT),
    Fact(
        "enquiry.evidence",
        "What was found",
        ITEMS,
        fields=(
            Fact("source", "From whom or what", TEXT),
            Fact("found_on", "On", DATE),
            Fact("found", "What was found", TEXT),
            Fact("weight", "Seen, told or assumed", CODE, ("seen", "told", "assumed")),
        ),
    ),
    Fact("enquiry.views", "What the person says about it", TEXT, law="Care Act 2014 s1(3)"),
    Fact("enquiry.alleged_view", "What the person who may have caused harm says", TEXT),
    Fact(
        "enquiry.conclusion",
        "Conclusion",
        CODE,
        ("substantiated", "partly", "not-substantiated", "inconclusive", "stopped-at-request"),
    ),
    Fact("enquiry.findings", "Findings, and why", TEXT),
    Fact(
        "enquiry.outcomes_achieved",
        "What the person wanted was achieved",
        CODE,
        ("fully", "partly", "not-achieved", "none-expressed"),
    ),
    Fact("enquiry.risk", "Risk", CODE, ("removed", "reduced", "remained")),
    Fact("enquiry.risk_note", "What risk is left, and what the person thinks of it", TEXT),
    Fact("enquiry.protection_needed", "A protection plan is needed", YES_NO),
    Fact(
        "enquiry.protection_plan",
        "Protection plan",
        ITEMS,
        fields=(
            Fact("action", "What is done", TEXT),
            Fact("who", "By whom", TEXT),
            Fact("by_when", "By when", DATE),
        ),
    ),
    Fact("enquiry.protection_review_on", "Protection plan looked at again on", DATE),
    Fact("enquiry.learning", "What others should learn", TEXT),
    Fact("enquiry.told", "Who was told what came of it", TEXT),
    Fact("enquiry.closed_on", "Enquiry closed on", DATE),
    Fact("enquiry.closing_comment", "Comment on closing", TEXT),
)

FACTS = (*CONCERN, *ENQUIRY)
