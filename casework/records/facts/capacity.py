"""An assessment of capacity for one decision, on one day (Mental Capacity Act 2005 ss 1 to 4).

The order is the law's: ability first, then the cause. Nothing here is a fact about the person as such.
"""

from casework.facts import Fact
from casework.records.facts.codes import CODE, CODES, DATE, TEXT, YES_NO, YES_NO_UNKNOWN

MCA = "Mental Capacity Act 2005"

FACTS = (
    Fact("capacity.matter", "The decision", TEXT, law=f"{MCA} s2(1)"),
    Fact("capacity.why_now", "Why it has to be made now", TEXT),
    Fact("capacity.doubt", "Why capacity for it is doubted", TEXT, law=f"{MCA} s1(2)"),
    Fact("capacity.decision_maker", "Who decides if the person cannot", TEXT, law=f"{MCA} s4"),
    Fact("capacity.assessed_on", "Assessed on", DATE, law=f"{MCA} s2(1)"),
    Fact("capacity.relevant_information", "What the person has to understand", TEXT, law=f"{MCA} s3(1), (4)"),
    Fact("capacity.help_given", "Help given to decide", TEXT, law=f"{MCA} s1(3)"),
    Fact("capacity.persons_words", "What the person said", TEXT),
    Fact("capacity.understand", "Able to understand the information", CODE, YES_NO_UNKNOWN, law=f"{MCA} s3(1)(a)"),
    Fact("capacity.understand_evidence", "What shows it", TEXT, law=f"{MCA} s3(1)(a)"),
    Fact("capacity.retain", "Able to retain it for long enough", CODE, YES_NO_UNKNOWN, law=f"{MCA} s3(1)(b)"),
    Fact("capacity.retain_evidence", "What shows it", TEXT, law=f"{MCA} s3(1)(b)"),
    Fact("capacity.use_or_weigh", "Able to use or weigh it", CODE, YES_NO_UNKNOWN, law=f"{MCA} s3(1)(c)"),
    Fact("capacity.use_or_weigh_evidence", "What shows it", TEXT, law=f"{MCA} s3(1)(c)"),
    Fact("capacity.communicate", "Able to communicate the decision", CODE, YES_NO_UNKNOWN, law=f"{MCA} s3(1)(d)"),
    Fact("capacity.communicate_evidence", "What shows it", TEXT, law=f"{MCA} s3(1)(d)"),
    Fact(
        "capacity.nexus",
        "Unable because of an impairment or disturbance of mind or brain",
        CODE,
        YES_NO_UNKNOWN,
        law=f"{MCA} s2(1)",
    ),
    Fact("capacity.nexus_evidence", "The impairment, and how it makes the person unable", TEXT, law=f"{MCA} s2(1)"),
    Fact("capacity.other_pressure", "Pressure from somebody else", TEXT),
    Fact(
        "capacity.conclusion",
        "Conclusion, on the balance of probabilities",
        CODE,
        ("has-capacity", "lacks-capacity"),
        law=f"{MCA} s2(4)",
    ),
    Fact("capacity.conclusion_reasons", "Reasons for the conclusion", TEXT, law=f"{MCA} s2"),
    Fact("capacity.may_regain", "May be able to decide later", CODE, YES_NO_UNKNOWN, law=f"{MCA} s4(3)"),
    Fact("capacity.recheck_on", "Look again on", DATE, law=f"{MCA} s4(3)"),
    Fact(
        "capacity.supported_decision",
        "What the person decided, and the help they want with it",
        TEXT,
        law=f"{MCA} s1(4)",
    ),
    # Best interests, only for somebody found unable to make this decision.
    Fact(
        "capacity.attorney",
        "Somebody with legal authority",
        CODES,
        ("lpa-health", "lpa-money", "deputy-health", "deputy-money", "advance-decision", "none"),
        law=f"{MCA} ss 9, 16, 24",
    ),
    Fact(
        "capacity.authority_seen",
        "The document was seen, and covers this decision",
        CODE,
        ("covers", "does-not-cover", "not-seen"),
        law=f"{MCA} ss 9, 16",
    ),
    Fact("capacity.authority_note", "What was seen, who they are, what they say", TEXT, law=f"{MCA} s4(7)"),
    Fact(
        "capacity.imca",
        "Independent mental capacity advocate",
        CODE,
        ("not-needed", "asked-for", "in-place"),
        law=f"{MCA} ss 37-39",
    ),
    Fact("capacity.imca_note", "Why, or why not", TEXT, law=f"{MCA} ss 37-39"),
    Fact("capacity.wishes", "Wishes, feelings, beliefs and values, past and present", TEXT, law=f"{MCA} s4(6)"),
    Fact("capacity.took_part", "How the person took part", TEXT, law=f"{MCA} s4(4)"),
    Fact("capacity.consulted", "Who was consulted, and what they said", TEXT, law=f"{MCA} s4(7)"),
    Fact("capacity.options", "Options, with what each brings and costs the person", TEXT, law=f"{MCA} s4(2)"),
    Fact("capacity.less_restrictive", "Is there a less restrictive way", TEXT, law=f"{MCA} s1(6)"),
    Fact("capacity.best_interests", "What is in the person's best interests, and why", TEXT, law=f"{MCA} s4"),
    Fact("capacity.disagreement", "Who does not agree, and what is done about it", TEXT),
    Fact("capacity.deprivation", "May amount to a deprivation of liberty", YES_NO),
    Fact("capacity.deprivation_factors", "Factors looked at, and the guidance used", TEXT),
    Fact("capacity.told", "Who was told, and how", TEXT),
)
