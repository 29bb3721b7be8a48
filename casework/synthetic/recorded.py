"""What finished work leaves in the record of somebody of the county: contact, assessment, plan, agreement."""

from datetime import date, timedelta
from typing import Any

from casework.records.vocabulary import Achieves, ContactKind, OutcomeCode
from casework.synthetic import factories
from casework.synthetic.finances import share_of
from casework.synthetic.lives import Life
from casework.synthetic.notes import write_event, write_note, write_paper, write_this_note
from casework.synthetic.organisations import organisation_id
from casework.synthetic.packages import draw_budget, draw_package
from casework.synthetic.staff import Colleague

FALLS_FOR = ("personal", "mobility", "memory", "sensory")
LIMBS = {"needs-assistance": 62, "takes-longer": 16, "endangers": 13, "pain-distress": 9}
PAYMENTS = {"older": {"all": 10.2, "part": 3.5}, "younger": {"all": 27.5, "part": 10.3}}
"""Direct payments in percent of those at home: what is published is of everybody with support."""
WELLBEING = ("dignity", "health-emotional", "control", "participation", "relationships-family", "accommodation")


def write_contact(life: Life, case_id: str, day: date, advice_only: bool, answered_on: date, by: Colleague) -> None:
    """Who got in touch and what was done about it, until the day it was answered, with its notes and papers.

    Sometimes a fall came first: it is in the chronology, and the assessment speaks of it.
    """
    voice = life.voice()
    hospital = life.dice.chance(0.2)
    if not advice_only and life.who.reason in FALLS_FOR and life.dice.chance(0.3):
        fell = life.weekday(day - timedelta(days=life.dice.between(3, 21)))
        write_event(life, fell, life.dice.one_of(life.pools.prose["falls"]))
        life.add_words(fell=f"{fell.day} {fell:%B} {fell.year}")
        voice = life.voice()
    known = "yes" if life.carer else life.dice.one_of(["no", "not-known"])
    concern = life.dice.chance(0.05)
    life.rows.add(
        factories.ContactFactory,
        case_id,
        "contact",
        case_id=case_id,
        person_id=life.id,
        received_on=day,
        route="hospital-discharge" if hospital else "planned-entry" if life.who.age < 20 else "community",
        referrer=voice.say("{Ward} at {hospital}" if hospital else "{who_rang}"),
        own_words=voice.say("{said}."),
        came_by=voice.say("by secure e-mail" if hospital else "{channel}"),
        urgency_set_by=by.name,
        consent=life.dice.weighted({"agreed": 88, "not-asked": 7, "best-interests": 5}),
        urgency=life.dice.weighted({"routine": 62, "soon": 30, "same-day": 8}),
        need_appears="no" if advice_only else "yes",
        need_reason=voice.say(
            "Manages with {support_words}."
            if advice_only
            else "{Concern}, since the fall on {fell}."
            if "fell" in life.words
            else "{Concern}."
        ),
        carer_known=known,
        safeguarding_concern="yes" if concern else "no",
        safeguarding_reason=voice.say("A visitor asks {them} for money. Talked over on duty.") if concern else None,
        what_matters=voice.say("{want}.") if life.dice.chance(0.6) else None,
        advice=voice.say("Told about {offered} and {group}.") if advice_only else None,
        priority=life.dice.weighted({"medium": 60, "low": 25, "high": 15}),
    )
    for _ in range(life.dice.between(1, 2)):
        write_note(life, "arrival", life.day_between(day, answered_on))
    if advice_only:
        write_note(life, "advice", answered_on)
    elif hospital:
        write_paper(life, "discharge", day)
    elif life.dice.chance(0.15):
        write_paper(life, "memory_clinic" if life.who.reason == "memory" else "gp", day)


def write_assessment(life: Life, case_id: str, started: date, done: date, by: Colleague, decision: str | None) -> None:
    """An assessment with its ten outcomes and notes. `decision` is None while nobody has decided."""
    voice = life.voice()
    eligible = decision != "not-eligible"
    unable = life.outcomes if eligible else life.outcomes[:1]
    carers = []
    if life.carer:
        carers = [
            {
                **{word: life.carer[word] for word in ("name", "hours", "does")},
                "willing": life.dice.one_of(["yes", "yes", "partly"]),
                "able": life.dice.one_of(["yes", "partly", "partly", "no"]),
                "offer": life.dice.one_of(["accepted", "declined", "thinking"]),
                "offered_on": done.isoformat(),
            }
        ]
    assessment_id = life.rows.add(
        factories.AssessmentFactory,
        case_id,
        "assessment",
        case_id=case_id,
        person_id=life.id,
        assessed_by_id=by.id,
        started_on=started,
        finished_on=done,
        communication=voice.say("Talked at home, unhurried. {said_it}"),
        people_involved=voice.say("{name} and {carer} ({carer_kind})" if life.carer else "{name}"),
        substantial_difficulty=["retain", "use-or-weigh"] if life.who.reason == "memory" else ["none"],
        appropriate_person=("yes" if life.carer else "no") if life.who.reason == "memory" else "not-needed",
        advocate_note="Referral made to the advocacy service"
        if life.who.reason == "memory" and not life.carer
        else None,
        wanted_outcomes=voice.say("{name} wants {want}."),
        strengths=voice.say("{name} {strength}."),
        network=voice.say("{carer}, who does {carer_does}." if life.carer else "{support}, and not many others."),
        what_else_could_help=voice.say("{Helped}; {group}."),
        wellbeing_areas=life.dice.some(WELLBEING, life.dice.between(2, 4)) if eligible else ["none"],
        period_considered="The last three months" if life.dice.chance(0.7) else "The last year, good spells and bad",
        risk=voice.say("{risk}"),
        cause="yes",
        cause_reason=voice.say(
            "{Condition}. It came to us after the fall on {fell}." if "fell" in life.words else "{Condition}."
        ),
        impact="significant" if eligible else "not-significant",
        impact_reason=voice.say(
            "{Concern}, and {concern}. Taken together this changes how the day goes."
            if eligible
            else "One thing is slow; the rest of the day is {their} own."
        ),
        carer_input_excluded="yes",
        carer_present="yes" if life.carer else "no",
        carers=carers,
        capacity_doubt="yes" if life.who.reason == "memory" and life.dice.chance(0.3) else "no",
        capacity_matter=None,
        safeguarding_needs="yes",
        safeguarding_abuse="no",
        safeguarding_protect="no",
        safeguarding_decision="no-concern",
        continuing_healthcare="checklist-done" if life.setting == "nursing-home" else "not-indicated",
        decision=decision,
        decision_reasons=voice.say(_reasons(len(unable), eligible)) if decision else None,
        decided_on=done if decision else None,
        advice=None if eligible else voice.say("About {offered} and {group}, and how to ask again."),
        copies_to=voice.say("{name} and {carer}" if life.carer else "{name}") if decision else None,
        copies_sent_on=done if decision else None,
        copy_format=life.dice.weighted({"print": 70, "large-print": 20, "easy-read": 10}) if decision else None,
    )
    # The next request of this person is about something else.
    life.words.pop("fell", None)
    for position, code in enumerate(OutcomeCode):
        _write_outcome(life, assessment_id, position, code.value, unable)
    for _ in range(life.dice.between(1, 3)):
        write_note(life, "assessment", life.day_between(started, done), by)
    if not eligible:
        write_note(life, "advice", done, by)


def _write_outcome(life: Life, assessment_id: str, position: int, code: str, unable: list[str]) -> None:
    voice = life.voice()
    columns: dict[str, Any] = {"achieves": Achieves.ABLE.value}
    if code == OutcomeCode.CHILD_CARING.value:
        columns = {"achieves": Achieves.NOT_APPLICABLE.value}
    elif code in unable:
        columns = {
            "achieves": (Achieves.UNABLE if life.dice.chance(0.6) else Achieves.WITH_HELP).value,
            "limbs": [life.dice.weighted(LIMBS)],
            "reason": _about_outcome(life, code, "reasons"),
            "met_by": "carer" if life.carer and life.dice.chance(0.5) else "nobody-yet",
            "their_words": voice.say("{said}.") if life.dice.chance(0.4) else None,
        }
        if columns["met_by"] == "carer":
            columns["how_met"] = _about_outcome(life, code, "carer")
    life.rows.add(
        factories.AssessmentOutcomeFactory,
        assessment_id,
        "outcome",
        assessment_id=assessment_id,
        position=position,
        code=code,
        **columns,
    )


def write_plan(life: Life, case_id: str, day: date, by: Colleague, *, is_assessed: bool) -> str:
    """A plan with needs, services and budget; gives its id. What the person pays is known where `is_assessed`."""
    voice, dice = life.voice(), life.dice
    lines, timetable = draw_package(dice, life.who.reason, life.outcomes, life.setting, evening=life.has_evening_call)
    shares = PAYMENTS["older" if life.who.is_older else "younger"]
    direct = dice.weighted({**shares, "none": 100 - sum(shares.values())}) if life.setting == "home" else "none"
    plan_id = life.rows.add(
        factories.CarePlanFactory,
        case_id,
        "plan",
        case_id=case_id,
        person_id=life.id,
        made_on=day,
        finished_on=day,
        timetable=timetable,
        carer_part=voice.say("{carer_part}") if life.carer else None,
        unmet=voice.say("{Concern} when nobody is there; to look at again.") if dice.chance(0.2) else None,
        prevention=voice.say("{Helped}; {group}."),
        contingency=_contingency(life),
        direct_payment=direct,
        involved=voice.say("{name} and {carer}" if life.carer else "{name}"),
        agreed=dice.weighted({"agreed": 90, "agreed-in-part": 8, "not-agreed": 2}),
        copies_to=voice.say("{name}"),
    )
    paid_for = {need for line in lines for need in line.needs}
    for position, code in enumerate(life.outcomes):
        usual = "carer" if life.carer else "self"
        met_by = "council" if code in paid_for else dice.one_of([usual, "community"])
        life.rows.add(
            factories.NeedFactory,
            plan_id,
            "need",
            plan_id=plan_id,
            position=position,
            outcome=code,
            wanted=_about_outcome(life, code, "wants"),
            how_met=_how_met(life, code, met_by),
            met_by=met_by,
            who=life.carer["name"] if met_by == "carer" and life.carer else None,
            unpaid_minutes=60 * dice.between(1, 7) if met_by == "carer" else None,
            is_eligible=True,
        )
    for position, line in enumerate(lines):
        provider = _provider(life, line.service)
        life.rows.add(
            factories.ServiceFactory,
            plan_id,
            "service",
            plan_id=plan_id,
            position=position,
            service=line.service,
            needs=line.needs,
            units=line.units,
            unit=line.unit,
            rate_pence=line.rate_pence,
            days=line.days,
            met_by="Direct payment" if direct == "all" else provider,
            organisation_id=None if direct == "all" else organisation_id(provider),
        )
    budget = draw_budget(dice, lines, life.setting)
    pays = share_of(life, budget["gross_pence"])
    if pays is not None:
        budget |= {"person_pence": pays, "council_pence": budget["gross_pence"] - pays}
    if not is_assessed:
        budget |= {"person_pence": None, "council_pence": None}
    over = budget["gross_pence"] > budget["indicative_pence"]
    life.rows.add(
        factories.PersonalBudgetFactory,
        plan_id,
        "budget",
        plan_id=plan_id,
        **budget,
        over_reason=voice.say("{Concern}; fewer minutes would not meet it.") if over else None,
    )
    for _ in range(dice.between(0, 2)):
        write_note(life, "plan", life.weekday(day - timedelta(days=dice.between(0, 4))), by)
    return plan_id


def _provider(life: Life, service: str) -> str:
    """Who gives a service: the one they have for care, or the only one there is of its kind."""
    places, words = life.pools.places, life.words
    only: dict[str, str] = {"telecare": places["telecare"][0], "equipment": places["equipment"][0]}
    if service in ("day-centre", "activity"):
        return words["day_centre"]
    return only.get(service, words["provider"])


def _how_met(life: Life, code: str, met_by: str) -> str:
    if met_by == "council" and life.setting != "home":
        return life.voice().say("Staff {household} see to this with {them}.")
    return _about_outcome(life, code, met_by if met_by in ("council", "carer") else "other")


def _contingency(life: Life) -> str:
    if life.setting != "home":
        return life.voice().say("The home rings the duty number, and {contact}.")
    if life.carer:
        return life.voice().say("{carer} rings the duty number; {provider} can add a call the same day.")
    return life.voice().say("{provider} rings the duty number if there is no answer at the door.")


def _about_outcome(life: Life, code: str, what: str) -> str:
    return life.voice().say(life.dice.one_of(life.pools.prose["outcomes"][code][what]))


def write_authorisation(life: Life, case_id: str, day: date, by: Colleague, decision: str, comment: str | None) -> None:
    """What a manager decided about the plan just made in this case, its cost and what she may agree alone."""
    plan = life.rows.of(factories.CarePlanFactory)[-1]
    budget = life.rows.of(factories.PersonalBudgetFactory)[-1]
    is_for_this = plan["case_id"] == case_id and budget["plan_id"] == plan["id"]
    cost = budget["gross_pence"] if is_for_this else None
    limit = by.approval_limit_pence
    life.rows.add(
        factories.AuthorisationFactory,
        case_id,
        "authorisation",
        case_id=case_id,
        person_id=life.id,
        decided_by_id=by.id,
        decided_on=day,
        decision=decision,
        comment=comment,
        cost_pence=cost,
        limit_pence=limit,
        level="panel" if cost is not None and limit is not None and cost > limit else "manager",
    )
    life.touch(day)
    if comment:
        write_this_note(life, ContactKind.MANAGEMENT_DECISION, day, by, "Plan sent back", comment)
    if decision == "agreed":
        write_note(life, "agreed", day)
        if is_for_this:
            budget["agreed_pence"] = cost


def start_care(life: Life, plan_id: str, day: date) -> None:
    """The plan just made is in place from a day."""
    plan = life.rows.of(factories.CarePlanFactory)[-1]
    if plan["id"] == plan_id:
        plan |= {"starts_on": day, "provider_starts_on": day, "provider": life.words["provider"]}
    if life.dice.chance(0.5):
        write_event(life, day, life.pools.prose["events"]["care"])


def _reasons(outcomes: int, eligible: bool) -> str:
    counted = {1: "One outcome is", 2: "Two outcomes are", 3: "Three outcomes are", 4: "Four outcomes are"}
    said = counted.get(outcomes, "Five outcomes are")
    if eligible:
        return f"{said} not achieved because of {{condition}}, and the effect on wellbeing is significant: {{concern}}."
    return f"{said} hard because of {{condition}}; the effect on wellbeing is not significant at present."
