"""What only some ways of working ask: self-assessment, trusted assessment, getting stronger, hubs, small teams."""

from casework.facts import Fact
from casework.records.facts.codes import CODE, CODES, DATE, ITEMS, NUMBER, TEXT, YES_NO

DAILY_LIFE = {
    "nutrition": "Eating and drinking",
    "personal_hygiene": "Washing and laundry",
    "toilet_needs": "Using the toilet",
    "clothing": "Getting dressed",
    "home_safety": "Moving about safely at home",
    "home_environment": "Looking after the home",
    "relationships": "Seeing family and friends",
    "work_education": "Work, learning or volunteering",
    "community_facilities": "Getting out and about",
    "child_caring": "Looking after a child",
}
"""The ten areas of SI 2015/313 reg 2(2) in words of daily life; the last part of a fact's name."""

MANAGES = ("manage", "effort", "some-help", "cannot", "does-not-apply")


def _own_view() -> tuple[Fact, ...]:
    return tuple(
        fact
        for name, label in DAILY_LIFE.items()
        for fact in (
            Fact(f"self_assessment.{name}", f"{label}: own view", CODE, MANAGES, law="SI 2014/2827 reg 2"),
            Fact(
                f"self_assessment.{name}_varies", f"{label}: varies from day to day", YES_NO, law="SI 2015/313 reg 2(4)"
            ),
            Fact(f"self_assessment.{name}_without", f"{label}: what happens without help", TEXT),
        )
    )


SELF_ASSESSMENT = (
    Fact("self_assessment.explained", "How it was explained", TEXT, law="SI 2014/2827 reg 2"),
    Fact(
        "self_assessment.format",
        "Format it is filled in",
        CODE,
        ("online", "print", "large-print", "easy-read", "audio", "another-language", "with-a-worker"),
    ),
    Fact("self_assessment.wishes_to", "Wants to assess themself", YES_NO, law="SI 2014/2827 reg 2"),
    Fact(
        "self_assessment.can_take_part",
        "Able to take part this way",
        CODE,
        ("yes", "with-help", "no", "doubt"),
        law="SI 2014/2827 reg 2",
    ),
    Fact("self_assessment.can_take_part_note", "What shows it", TEXT),
    Fact("self_assessment.sent_on", "Sent on", DATE),
    Fact("self_assessment.returned_on", "Came back on", DATE),
    Fact(
        "self_assessment.typed_by", "Who typed it", CODE, ("person", "helper-their-words", "helper-own-view", "worker")
    ),
    Fact("self_assessment.helper", "Who helped, and how they know the person", TEXT),
    *_own_view(),
    Fact("self_assessment.matters", "What matters to them", TEXT, law="Care Act 2014 s9(4)(b)"),
    Fact("self_assessment.people_who_help", "People who help", TEXT, law="Care Act 2014 s10"),
    Fact("self_assessment.anything_else", "Anything else they want to say", TEXT),
    Fact("self_assessment.talked_on", "Talked it through on", DATE, law="SI 2014/2827 reg 2"),
    Fact("self_assessment.other_evidence", "What else was looked at", TEXT, law="SI 2014/2827 reg 2"),
    Fact("self_assessment.differences", "Where the assessor sees it differently, and why", TEXT),
    Fact("self_assessment.persons_answer", "What the person says to that", TEXT),
    Fact(
        "self_assessment.assured",
        "It gives a true and full picture",
        CODE,
        ("yes", "with-differences", "no"),
        law="SI 2014/2827 reg 2",
    ),
    Fact("self_assessment.full_instead", "Why a full assessment instead", TEXT),
)

TRUSTED = (
    Fact("trusted.referred_by", "Who asked", TEXT),
    Fact("trusted.consent", "Agreement to share", CODE, ("agreed", "refused", "best-interests")),
    Fact("trusted.protocol", "Agreement the assessor works under", TEXT, law="Care Act 2014 s79"),
    Fact("trusted.assessor", "Who assessed, and their employer", TEXT),
    Fact("trusted.assessed_on", "Assessed on", DATE),
    Fact(
        "trusted.scope",
        "What the assessment covers",
        CODES,
        ("moving", "washing-dressing", "toilet", "meals", "medicines", "equipment", "home", "night"),
    ),
    Fact("trusted.left_out", "What it does not cover", TEXT),
    Fact("trusted.before", "How things were before", TEXT),
    Fact("trusted.function", "What the person can do now", TEXT),
    Fact("trusted.risks", "Risks now", TEXT),
    Fact(
        "trusted.equipment",
        "Equipment needed",
        ITEMS,
        fields=(
            Fact("what", "What", TEXT),
            Fact("why", "What for", TEXT),
            Fact("by_when", "By when", DATE),
        ),
    ),
    Fact("trusted.pathway", "Pathway", CODE, ("0-no-support", "1-home-support", "2-bed-recovery", "3-care-home")),
    Fact("trusted.pathway_reason", "Why this pathway", TEXT),
    Fact("trusted.wishes", "What the person wants", TEXT, law="Care Act 2014 s1(3)"),
    Fact(
        "trusted.decision",
        "The council's answer",
        CODE,
        ("accepted", "accepted-in-part", "challenged"),
        law="Care Act 2014 s9",
    ),
    Fact("trusted.decision_reason", "Reasons for the answer", TEXT),
    Fact("trusted.short_term", "Short-term support that starts", TEXT, law="Care Act 2014 s19(3)"),
    Fact("trusted.home_on", "Home on", DATE),
)

REABLEMENT = (
    Fact("reablement.starts_on", "Starts on", DATE, law="SI 2014/2672 reg 3"),
    Fact("reablement.ends_by", "Ends by", DATE, law="SI 2014/2672 reg 3"),
    Fact(
        "reablement.goals",
        "Goals",
        ITEMS,
        fields=(
            Fact("goal", "Goal, in the person's words", TEXT),
            Fact("start", "Score at the start, 0 to 10", NUMBER),
            Fact("now", "Score now, 0 to 10", NUMBER),
            Fact("note", "What helped", TEXT),
        ),
    ),
    Fact(
        "reablement.weeks",
        "Weekly scores",
        ITEMS,
        fields=(
            Fact("week_of", "Week beginning", DATE),
            Fact("score", "Score, 0 to 10", NUMBER),
            Fact("note", "What changed", TEXT),
        ),
    ),
    Fact("reablement.result", "Result", CODE, ("independent", "less-help", "same-help", "more-help", "stopped-early")),
    Fact("reablement.result_note", "What the person can do now", TEXT),
    Fact("reablement.need_remains", "A need remains", YES_NO, law="Care Act 2014 s9(1)"),
)

COMMUNITY = (
    Fact("community.introduced_by", "Who made the introduction", TEXT),
    Fact("community.met_where", "Where they met", TEXT),
    Fact("community.met_on", "Met on", DATE),
    Fact("community.notes_agreed", "Agrees that notes are kept", YES_NO),
    Fact("community.vision", "A good life, as they see it", TEXT, law="Care Act 2014 s1(3)"),
    Fact("community.network", "People and places around them", TEXT, law="Care Act 2014 s9(6)"),
    Fact("community.gifts", "What they bring to others", TEXT),
    Fact(
        "community.walks",
        "Walking alongside",
        ITEMS,
        fields=(
            Fact("on", "On", DATE),
            Fact("what", "What they did together", TEXT),
            Fact("next", "What comes next, and who does it", TEXT),
        ),
    ),
    Fact("community.hub_offered_on", "Hub appointment offered on", DATE),
    Fact("community.hub_on", "Hub appointment on", DATE),
    Fact("community.hub_place", "Which hub", TEXT),
    Fact("community.hub_note", "What came of it", TEXT),
    Fact(
        "community.handover_because",
        "Why it is handed over",
        CODES,
        ("need-appears", "carer-strain", "safeguarding", "person-asks", "none"),
        law="Care Act 2014 s9(1)",
    ),
    Fact("community.handover_words", "What they want the next worker to know", TEXT),
    Fact("community.handover_together", "Handed over together, in the same room or call", YES_NO),
)

PROFILE = (
    Fact("profile.admired", "What people like and admire", TEXT),
    Fact("profile.important", "What is important to the person", TEXT, law="Care Act 2014 s1(3)"),
    Fact("profile.support", "How best to support them", TEXT),
    Fact("profile.good_day", "A good day and a bad day", TEXT),
    Fact("profile.agreed_on", "Agreed with the person on", DATE),
)

HUDDLE = (
    Fact("huddle.picked_up_on", "Picked up on", DATE),
    Fact("huddle.lead", "Lead", TEXT),
    Fact("huddle.buddy", "Buddy", TEXT),
    Fact("huddle.note", "What the team said", TEXT),
    Fact("huddle.decision", "What the team decided", TEXT),
    Fact(
        "huddle.check_ins",
        "Check-ins",
        ITEMS,
        fields=(
            Fact("on", "On", DATE),
            Fact("how", "How things are", TEXT),
            Fact("change", "What the team changed", TEXT),
        ),
    ),
    Fact("huddle.audit", "What the manager's audit found", TEXT),
)

FACTS = (*SELF_ASSESSMENT, *TRUSTED, *REABLEMENT, *COMMUNITY, *PROFILE, *HUDDLE)
