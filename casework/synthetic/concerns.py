"""Concerns about abuse or neglect, enquiries, decisions about capacity, and carers in their own right."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from casework.records.vocabulary import StepKind
from casework.synthetic import factories
from casework.synthetic.lives import Life
from casework.synthetic.working import write_case, write_finished_step

KINDS_OF_RISK = {"neglect-omission": 25, "psychological": 17, "physical": 17, "financial": 17, "self-neglect": 9}
SHARE_ENQUIRED = 0.29
"""Enquiries under section 42 for each concern: national collection, 2024 to 2025."""


def write_safeguarding(life: Life, raised: date) -> None:
    """A concern, who decided what about it, and the enquiry where there was one. All closed by the story date."""
    dice = life.dice
    at = "At home" if life.setting == "home" else "In the care home"
    fitting = [one for one in life.pools.prose["concerns"] if one["where"] == at]
    times = Counter(one["category"] for one in fitting)
    at_hand = {n: KINDS_OF_RISK[one["category"]] / times[one["category"]] for n, one in enumerate(fitting)}
    what, voice = fitting[dice.weighted(at_hand)], life.voice()
    is_section_42 = dice.chance(SHARE_ENQUIRED)
    decided = life.next_weekday(raised + timedelta(days=dice.between(0, 3)))
    closed = life.next_weekday(decided + timedelta(days=dice.between(30, 90))) if is_section_42 else decided
    case_id = write_case(life, "Safeguarding", raised, closed, "Enquiry closed" if is_section_42 else "No enquiry")
    officer = life.who_did(StepKind.CONTACT, raised, decided)
    manager = life.staff.pick(dice, "team_manager", decided, life.team, closed)
    first = write_finished_step(
        life, case_id, StepKind.CONTACT, 0, raised, raised, officer, None, "Safeguarding concern"
    )
    then = write_finished_step(
        life, case_id, StepKind.DECISION, 1, raised, decided, manager, first, "Decision on the concern"
    )
    life.rows.add(
        factories.SafeguardingConcernFactory,
        case_id,
        "concern",
        case_id=case_id,
        person_id=life.id,
        begun_by_id=first,
        begun_on=raised,
        raised_by=voice.say(what["raised_by"]),
        anonymous="yes" if what["raised_by"] == "a neighbour" else "no",
        what_happened=voice.say(what["what"]),
        when_where=f"{at}, {life.day_between(raised - timedelta(days=14), raised):%d %B %Y}".replace(" 0", " "),
        categories=[what["category"]],
        safe_now="yes",
        others=["none"],
        knows="yes",
        wishes=voice.say(what["wishes"]),
        consent=dice.weighted({"agreed": 80, "refused": 12, "not-asked": 8}),
        police="not-needed",
        has_needs="yes",
        has_needs_evidence=voice.say(what["needs"]),
        at_risk="yes" if is_section_42 else "not-known",
        at_risk_evidence=voice.say(what["risk"]),
        cannot_protect="yes" if is_section_42 else "no",
        cannot_protect_evidence=voice.say(what["protect"]),
        decision="section-42" if is_section_42 else dice.weighted({"no-enquiry": 85, "other-enquiry": 15}),
        decision_reasons="All three tests, each with what was seen."
        if is_section_42
        else "Put right by the plan and by the provider; looked at again at the review.",
        decision_maker=manager.name,
        feedback="Told what we did, as far as we may",
        feedback_on=closed,
        closed_on=closed,
    )
    if is_section_42:
        _write_enquiry(life, case_id, what, decided, closed, then)


def _write_enquiry(life: Life, case_id: str, what: dict[str, Any], begun: date, closed: date, before: str) -> None:
    dice, voice = life.dice, life.voice()
    lead = life.who_did(StepKind.ASSESSMENT, begun, closed)
    step = write_finished_step(life, case_id, StepKind.ASSESSMENT, 2, begun, closed, lead, before, "Enquiry")
    life.rows.add(
        factories.SafeguardingEnquiryFactory,
        case_id,
        "enquiry",
        case_id=case_id,
        person_id=life.id,
        begun_by_id=step,
        begun_on=begun,
        kind="section-42",
        lead=lead.name,
        asked="expressed",
        wanted=voice.say(what["wishes"]),
        lacked_capacity="no",
        difficulty=["none"],
        advocate="not-needed",
        plan="Talk with the person alone; read the provider's records; talk with whoever raised it.",
        evidence=[
            {
                "source": "The person",
                "found_on": life.next_weekday(begun + timedelta(days=4)).isoformat(),
                "found": voice.say(what["what"]),
                "weight": "told",
            }
        ],
        conclusion=dice.weighted({"substantiated": 45, "partly": 25, "not-substantiated": 20, "inconclusive": 10}),
        findings=voice.say(what["found"]),
        outcomes_achieved=dice.weighted({"fully": 65, "partly": 28, "not-achieved": 7}),
        risk=dice.weighted({"reduced": 63, "removed": 28, "remained": 9}),
        protection_needed="no",
        told="The person, and whoever raised it",
        closed_on=closed,
    )


def write_capacity(life: Life, assessed: date) -> None:
    """A decision for which capacity was in doubt. Half of them turn out to be the person's own to make."""
    dice, voice = life.dice, life.voice()
    about = dice.one_of(life.pools.prose["matters"])
    worker = life.who_did(StepKind.ASSESSMENT, assessed)
    case_id = write_case(life, "Capacity", assessed, assessed, "Decided")
    step = write_finished_step(
        life, case_id, StepKind.DECISION, 0, assessed, assessed, worker, None, "Capacity assessment"
    )
    can = dice.chance(0.5)
    lacking: dict[str, Any] = {
        "nexus": "yes",
        "nexus_evidence": voice.say("{Condition}: what is said is gone within minutes."),
        "attorney": ["none"],
        "authority_seen": "not-seen",
        "imca": "not-needed" if life.carer else "asked-for",
        "wishes": voice.say("{name} wants {want}."),
        "consulted": voice.say("{contact}"),
        "options": "As now with more help; as now; somewhere else for a while",
        "less_restrictive": "More help at home is less restrictive and is tried first",
        "best_interests": "More help at home, looked at again in six weeks",
        "deprivation": "no",
    }
    life.rows.add(
        factories.CapacityAssessmentFactory,
        case_id,
        "capacity",
        case_id=case_id,
        person_id=life.id,
        begun_by_id=step,
        begun_on=assessed,
        matter=about["matter"],
        why_now="It cannot wait until the review",
        doubt=about["doubt"],
        decision_maker=worker.name,
        assessed_on=assessed,
        relevant_information=about["information"],
        help_given="In the morning, at home, with pictures and short sentences",
        persons_words=voice.say("{said}."),
        understand="yes",
        understand_evidence="Told it back in other words",
        retain="yes" if can else "no",
        retain_evidence="Remembered it after tea" if can else "Had gone by the time the tea was made",
        use_or_weigh="yes" if can else "no",
        use_or_weigh_evidence="Named one thing for and one against" if can else "Gave the last thing said each time",
        communicate="yes",
        communicate_evidence="Said it clearly, twice",
        conclusion="has-capacity" if can else "lacks-capacity",
        conclusion_reasons="Understood, kept it in mind, weighed it and said so"
        if can
        else "Could not hold it in mind",
        may_regain="no" if can else "not-known",
        recheck_on=None if can else life.next_weekday(assessed + timedelta(days=42)),
        supported_decision=voice.say("{name} decided; somebody goes along the first time.") if can else None,
        **({} if can else lacking),
        told=voice.say("{name} and {contact}"),
    )


def write_carers_case(life: Life, cared_for: str, begun: date, stage: str) -> None:
    """The carer's own case. stage: offered (not yet taken up), advice, or decided."""
    dice, voice = life.dice, life.voice()
    offered = stage == "offered"
    ended = life.next_weekday(min(life.today, begun + timedelta(days=dice.between(7, 40))))
    is_eligible = stage == "decided" and dice.chance(0.8)
    case_id = write_case(
        life, "Carer's assessment", begun, None if offered else ended, None if offered else "Support or advice given"
    )
    worker = life.who_did(StepKind.ASSESSMENT, begun, None if offered else ended)
    if offered:
        life.is_open = True
        life.rows.add(
            factories.StepFactory,
            case_id,
            "step",
            case_id=case_id,
            person_id=life.id,
            kind=StepKind.SUPPORT,
            title="Carer's assessment",
            status="incoming",
            worker_id=worker.id,
            team_id=worker.team,
            came_from="Assessment of the person they look after",
            received_at=factories.moment(begun, 11, dice.between(0, 59)),
            due_on=None,
            waits_because="Offered, not yet accepted",
            waits_since=begun,
        )
    else:
        write_finished_step(life, case_id, StepKind.ASSESSMENT, 0, begun, ended, worker, None, "Carer's assessment")
    decided: dict[str, Any] = {}
    if stage == "decided":
        decided = {
            "does": voice.say(dice.one_of(life.pools.prose["words"]["carer_does"])),
            "hours": float(dice.between(4, 16) * 5),
            "nights": dice.one_of(["never", "some-nights", "most-nights"]),
            "necessary": "yes",
            "able": dice.one_of(["yes", "partly"]),
            "willing": dice.one_of(["yes", "yes", "partly"]),
            "wanted": voice.say("{name} wants {want}."),
            "health": "worse" if is_eligible else "no",
            "health_note": voice.say("{Concern}.") if is_eligible else None,
            **{outcome: ["none"] for outcome in CARER_OUTCOMES},
            "recreation": ["needs-assistance"] if is_eligible else ["none"],
            "impact": "significant" if is_eligible else "not-significant",
            "impact_reason": voice.say("{risk}") if is_eligible else "Manages, and says so.",
            "decision": "eligible" if is_eligible else "not-eligible",
            "decision_reasons": voice.say("{Concern}; {concern}.")
            if is_eligible
            else "No outcome is out of reach now.",
            "advice": voice.say("About {offered} and {group}."),
            "support": [{"need": "Time of their own", "how_met": voice.say("{Helped}"), "by_whom": "council"}]
            if is_eligible
            else [],
            "payment": dice.weighted({"none": 70, "one-off": 30}),
            "not_charged": "yes",
            "emergency": voice.say("The duty number is on the card; {support} has a key."),
            "copies_to": voice.say("{name}"),
            "copies_sent_on": ended,
            "review_on": ended + timedelta(days=365) if is_eligible else None,
        }
    life.rows.add(
        factories.CarersAssessmentFactory,
        case_id,
        "carers",
        case_id=case_id,
        person_id=life.id,
        begun_on=begun,
        cared_for=cared_for,
        offered_on=begun,
        answer=None if offered else "accepted" if stage == "decided" else "declined",
        answer_note=voice.say("{said_it}"),
        **decided,
    )


CARER_OUTCOMES = (
    "child_care",
    "other_care",
    "home_environment",
    "nutrition",
    "relationships",
    "work_education",
    "community_facilities",
)
"""All but time for oneself, which is what carers of this county miss."""
