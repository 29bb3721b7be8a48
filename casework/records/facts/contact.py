"""What somebody got in touch about, in their own words and in a worker's."""

from casework.facts import Fact
from casework.records.facts.codes import CODE, CODES, DATE, TEXT, YES_NO, YES_NO_UNKNOWN

LIFE_AREAS = (
    "getting-up",
    "meals-shopping",
    "getting-out",
    "home-equipment",
    "looking-after-somebody",
    "worried-about-somebody",
    "money-benefits",
)
"""What a public guide is about, in the words of life and not of services."""

DIRECTORY = (
    "lunch-club",
    "befriending",
    "community-transport",
    "meals-delivered",
    "handyperson",
    "equipment-shop",
    "falls-class",
    "memory-cafe",
    "carers-centre",
    "benefits-advice",
)
"""Services of the fictional county's directory that somebody may keep for later."""

FACTS = (
    Fact("person.preferred_name", "Preferred name", TEXT),
    Fact(
        "person.communication",
        "Communication needs",
        TEXT,
        law="Equality Act 2010; Accessible Information Standard",
    ),
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
    Fact("contact.look_back", "Looking back before deciding on long-term need", TEXT),
    Fact("contact.still_needed", "Something longer is still needed", YES_NO),
    # What somebody wrote or said at the front door, kept apart from what a worker made of it.
    Fact(
        "contact.filled_in_by",
        "Who filled this in",
        CODE,
        ("person", "carer", "relative-friend", "professional", "staff"),
    ),
    Fact("contact.relationship", "How they know the person", TEXT),
    Fact("contact.agreed_by_person", "The person knows and agrees", CODE, ("yes", "no", "not-asked", "cannot-decide")),
    Fact("contact.authority", "May speak for the person because", TEXT),
    Fact("contact.person_words", "What is happening, as they wrote it", TEXT, law="Care Act 2014 s9(1)"),
    Fact("contact.wanted", "What they would like to be different", TEXT, law="Care Act 2014 s9(4)(b)"),
    Fact("contact.good_day", "What a good day looks like", TEXT, law="Care Act 2014 s1(3)"),
    Fact("contact.helps", "What they can still do, and who helps", TEXT, law="Care Act 2014 s9(6)"),
    Fact("contact.worries", "What worries them most", TEXT),
    Fact("contact.worry_on", "The day they worry about", DATE),
    Fact("contact.tried", "What they have tried", TEXT, law="Care Act 2014 s2"),
    Fact("contact.looks_after", "They look after somebody", CODE, YES_NO_UNKNOWN, law="Care Act 2014 s10"),
    Fact(
        "contact.channel", "How to be in touch", CODE, ("phone", "text", "video", "email", "letter", "bsl", "in-person")
    ),
    Fact("contact.contact_when", "When to be in touch, and with whom", TEXT),
    Fact("contact.safe_to_contact", "Safe to say who we are and leave a message", CODE, ("yes", "no", "ask-first")),
    Fact("contact.safe_note", "How to be in touch safely", TEXT),
    Fact("contact.language", "Language", TEXT),
    Fact("contact.adjustments", "What we must do differently", TEXT, law="Equality Act 2010 s20"),
    Fact(
        "contact.urgent_answer",
        "In danger, or without what they need today",
        CODE,
        ("yes", "no", "not-sure"),
        law="Care Act 2014 s19(3)",
    ),
    Fact("contact.urgent_rang", "What they did about it", CODE, ("rang", "cannot-ring")),
    Fact("contact.told_when", "When they were told they would hear", TEXT),
    Fact("contact.reference", "Reference they were given", TEXT),
    Fact(
        "contact.answered_question",
        "What they read answered their question",
        CODE,
        ("yes", "partly", "no"),
        law="Care Act 2014 s4",
    ),
    Fact("contact.life_area", "What they came about", CODE, LIFE_AREAS),
    Fact("contact.pages_read", "Guides they read", CODES, (*LIFE_AREAS, "none")),
    Fact("contact.services_saved", "Services they saved", CODES, (*DIRECTORY, "none")),
    Fact("contact.follow_up", "May be asked later whether it worked", YES_NO),
    Fact(
        "contact.follow_up_answer",
        "What they said when asked later",
        CODE,
        ("worked", "worked-in-part", "did-not-work", "no-answer"),
    ),
    Fact("contact.follow_up_note", "What was done after asking", TEXT),
    Fact("contact.corrected", "What the person put right in the summary", TEXT),
)
