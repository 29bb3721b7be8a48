"""An extract like the adult social care Client Level Data that councils send each quarter, from the same facts.

One row for each event: a request, an assessment, a service or a review, with what is known of the person. Requests,
assessments and reviews are there once they are complete; services may still run. Assessments of capacity, safeguarding
enquiries and deprivation of liberty are no events of this collection.
Source: field names and values as DHSC's published processing code and notes have them; where the specification was not
seen, the value is the plain English one and `docs/county.md` says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.records.models import (
    Assessment,
    CarePlan,
    CarersAssessment,
    Case,
    Contact,
    Person,
    Relationship,
    Review,
    Service,
)

FIELDS = (
    "LA_Code",
    "LA_Person_Unique_Identifier",
    "NHS_Number",
    "Gender",
    "Ethnicity",
    "Date_of_Birth",
    "Date_of_Death",
    "Client_Type",
    "Primary_Support_Reason",
    "Accommodation_Status",
    "Employment_Status",
    "Has_Unpaid_Carer",
    "Autism_Spectrum_Disorder_ASD",
    "Visual_Impairment",
    "Hearing_Impairment",
    "Dementia",
    "Client_Funding_Status",
    "GP_Practice",
    "Event_Type",
    "Event_Start_Date",
    "Event_End_Date",
    "Event_Outcome",
    "Request_Route_of_Access",
    "Assessment_Type",
    "Eligible_Needs_Identified",
    "Total_Hrs_Caring_per_week",
    "Service_Type",
    "Service_Component",
    "Delivery_Mechanism",
    "Unit_Cost",
    "Cost_Frequency_Unit_Type",
    "Planned_Units_Per_Week",
    "Provider_Name",
    "Review_Type",
    "Method_of_Review",
)
"""The columns, in order."""

COUNCIL = "999"
"""No council has this code."""

ROUTES = {
    "community": "Community / other route",
    "hospital-discharge": "Discharge from hospital",
    "hospital-diversion": "Diversion from hospital services",
    "planned-entry": "Planned entry (transition)",
    "self-funder-depleted": "Self-funder with depleted funds",
}
LONG_TERM_HOMES = {"care-home": "Residential care", "nursing-home": "Nursing care"}
COMPONENTS = {
    "home-care": "Home support or domiciliary care",
    "day-centre": "Day support",
    "telecare": "Equipment",
    "equipment": "Equipment",
    "meals": "Meals",
    "shopping": "Home support or domiciliary care",
    "personal-assistant": "Direct payment",
    "sitting": "Unpaid carer sitting service",
    "waking-night": "Home support or domiciliary care",
    "short-stay": "Short term residential care",
    "transport": "Transport",
    "activity": "Day support",
    "care-home": "Long term residential care",
    "nursing-home": "Long term nursing care",
}
FREQUENCIES = {
    "hour": "Hourly",
    "day": "Daily",
    "night": "Daily",
    "week": "Weekly",
    "meal": "Per session",
    "trip": "Per session",
    "session": "Per session",
}
REVIEW_OUTCOMES = {
    "same": "Continuation of support or services",
    "revise": "Progress to support planning or services",
    "reassess": "Progress to assessment, review or reassessment",
    "end": "NFA: Support ended as planned",
}
METHODS = {"visit": "Face to face", "phone": "Telephone", "video": "Video", "meeting": "Face to face"}
AT_ONCE = 200
"""People read at a time, so that a large county needs no more memory than a small one."""


def extract(db: Db, *, since: date, until: date) -> Iterator[dict[str, Any]]:
    """The events of everybody in the sandbox entered between two days, both included, by person and then by date.

    Each is a row of `FIELDS`: text, a whole number of pounds and pence as "24.50", or "" for what is not known.
    """
    ids = db.scalars(select(Person.id).order_by(Person.id)).all()
    for first in range(0, len(ids), AT_ONCE):
        yield from _of(db, ids[first : first + AT_ONCE], since, until)
        db.expunge_all()


def _of(db: Db, ids: Sequence[str], since: date, until: date) -> Iterator[dict[str, Any]]:
    people = db.scalars(
        select(Person).where(Person.id.in_(ids)).options(selectinload(Person.practice)).order_by(Person.id)
    ).all()
    found: dict[str, list[dict[str, Any]]] = {person.id: [] for person in people}
    for person_id, event in (
        *_requests(db, ids),
        *_assessments(db, ids),
        *_carers_assessments(db, ids),
        *_services(db, ids),
        *_reviews(db, ids),
    ):
        found[person_id].append(event)
    helped = set(
        db.scalars(select(Relationship.person_id).where(Relationship.person_id.in_(ids), Relationship.is_carer)).all()
    )
    for person in people:
        events = [event for event in found[person.id] if _is_between(event, since, until)]
        is_carer = bool(events) and all("Total_Hrs_Caring_per_week" in event for event in events)
        about = _about(person, has_carer=person.id in helped, is_carer=is_carer)
        for event in sorted(events, key=lambda one: (one["Event_Start_Date"], one["Event_Type"])):
            row = dict.fromkeys(FIELDS, "") | about | event
            yield {name: _written(row[name]) for name in FIELDS}


def _is_between(event: dict[str, Any], since: date, until: date) -> bool:
    """An event counts where it ended in the period; a service where it ran on any day of it."""
    ended = event["Event_End_Date"]
    if event["Event_Type"] == "Service":
        return bool(event["Event_Start_Date"] <= until and (ended is None or ended >= since))
    return ended is not None and since <= ended <= until


def _about(person: Person, *, has_carer: bool, is_carer: bool) -> dict[str, Any]:
    return {
        "LA_Code": COUNCIL,
        "LA_Person_Unique_Identifier": person.number,
        "NHS_Number": person.nhs_number,
        "Gender": person.gender,
        "Ethnicity": person.ethnicity or "No data: undeclared or not known",
        "Date_of_Birth": person.born_on,
        "Date_of_Death": person.died_on,
        "Client_Type": "Unpaid carer" if is_carer else "Service user",
        "Primary_Support_Reason": person.primary_support_reason or "Unknown",
        "Accommodation_Status": person.accommodation_status or "Unknown",
        "Employment_Status": person.employment_status or "Unknown",
        "Has_Unpaid_Carer": "Yes" if has_carer else "No",
        "Autism_Spectrum_Disorder_ASD": person.has_autism or "Unknown",
        "Visual_Impairment": person.visual_impairment or "Unknown",
        "Hearing_Impairment": person.hearing_impairment or "Unknown",
        "Dementia": person.has_dementia or "Unknown",
        "Client_Funding_Status": person.funding_status or "Unknown",
        "GP_Practice": person.practice.name if person.practice else "",
    }


def _requests(db: Db, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = db.execute(
        select(Contact, Case, Assessment)
        .join(Case, Case.id == Contact.case_id)
        .outerjoin(Assessment, Assessment.case_id == Case.id)
        .where(Contact.person_id.in_(ids))
    )
    for contact, case, found in rows:
        assessment: Assessment | None = found  # an outer join, which the types do not know
        ended = (assessment.started_on if assessment else None) or case.closed_on
        outcome = "Progress to assessment, review or reassessment"
        if assessment is None:
            outcome = "NFA: Information and advice or signposting" if contact.advice else "NFA: Other"
        yield (
            contact.person_id,
            {
                "Event_Type": "Request",
                "Event_Start_Date": contact.received_on,
                "Event_End_Date": ended,
                "Event_Outcome": outcome if ended else "",
                "Request_Route_of_Access": ROUTES.get(contact.route or "", "Unknown"),
            },
        )


def _assessments(db: Db, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = db.execute(
        select(Assessment, CarePlan)
        .outerjoin(CarePlan, CarePlan.case_id == Assessment.case_id)
        .where(Assessment.person_id.in_(ids))
    )
    for assessment, plan in rows:
        decided = assessment.decision is not None
        eligible = assessment.decision == "eligible"
        yield (
            assessment.person_id,
            {
                "Event_Type": "Assessment",
                "Event_Start_Date": assessment.started_on,
                "Event_End_Date": assessment.finished_on,
                "Event_Outcome": _after_assessment(eligible=eligible, has_plan=plan is not None),
                "Assessment_Type": "Long term assessment" if decided else "Short term assessment",
                "Eligible_Needs_Identified": ("Yes" if eligible else "No") if decided else "",
            },
        )


def _after_assessment(*, eligible: bool, has_plan: bool) -> str:
    if eligible or has_plan:
        return "Progress to support planning or services"
    return "NFA: Information and advice or signposting"


def _carers_assessments(db: Db, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in db.scalars(select(CarersAssessment).where(CarersAssessment.person_id.in_(ids))):
        if one.decision is None:
            continue
        yield (
            one.person_id,
            {
                "Event_Type": "Assessment",
                "Event_Start_Date": one.begun_on,
                "Event_End_Date": one.copies_sent_on or one.begun_on,
                "Event_Outcome": _after_assessment(
                    eligible=one.decision == "eligible", has_plan=bool(one.support or one.budget_pence)
                ),
                "Assessment_Type": "Long term assessment",
                "Eligible_Needs_Identified": "Yes" if one.decision == "eligible" else "No",
                "Total_Hrs_Caring_per_week": one.hours,
            },
        )


def _services(db: Db, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = db.execute(
        select(Service, CarePlan, Person.died_on)
        .join(CarePlan, CarePlan.id == Service.plan_id)
        .join(Person, Person.id == CarePlan.person_id)
        .where(CarePlan.person_id.in_(ids))
    )
    for line, plan, died_on in rows:
        if plan.starts_on is None:
            continue
        home = LONG_TERM_HOMES.get(line.service)
        yield (
            plan.person_id,
            {
                "Event_Type": "Service",
                "Event_Start_Date": plan.starts_on,
                "Event_End_Date": plan.ended_on,
                "Event_Outcome": _after_support(plan, died_on),
                "Service_Type": f"Long term support: {home or 'Community'}",
                "Service_Component": COMPONENTS.get(line.service, "Other long term support"),
                "Delivery_Mechanism": _mechanism(line, plan, in_home=home is not None),
                "Unit_Cost": f"{line.rate_pence // 100}.{line.rate_pence % 100:02}",
                "Cost_Frequency_Unit_Type": FREQUENCIES.get(line.unit, line.unit),
                "Planned_Units_Per_Week": line.units,
                "Provider_Name": plan.provider or "",
            },
        )


def _after_support(plan: CarePlan, died_on: date | None) -> str:
    if plan.ended_on is None:
        return ""
    died = died_on is not None and died_on <= plan.ended_on
    return "NFA: Deceased" if died else "NFA: Support ended for other reason"


def _mechanism(line: Service, plan: CarePlan, *, in_home: bool) -> str:
    if in_home:
        return ""
    if plan.direct_payment == "all" or line.service == "personal-assistant":
        return "Direct payment"
    return "CASSR managed personal budget"


def _reviews(db: Db, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in db.scalars(select(Review).where(Review.person_id.in_(ids), Review.held_on.is_not(None))):
        yield (
            one.person_id,
            {
                "Event_Type": "Review",
                "Event_Start_Date": one.held_on,
                "Event_End_Date": one.held_on,
                "Event_Outcome": REVIEW_OUTCOMES.get(one.outcome or "", "NFA: Other"),
                "Review_Type": "Unplanned" if one.kind in ("asked-for", "change") else "Planned",
                "Method_of_Review": METHODS.get(one.method or "", ""),
            },
        )


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
