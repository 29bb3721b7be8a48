"""The extract is drawn from the same facts as the record's own pages."""

from datetime import date

import pytest

from casework.records.client_level_data import FIELDS, extract

YEAR = {"since": date(2026, 4, 1), "until": date(2027, 3, 31)}


def rows(db, **period):
    return list(extract(db, **(period or YEAR)))


@pytest.fixture
def ada(build):
    return build.person(name="Ada Morris", number="100200", ethnicity=None)


def test_a_request_that_led_to_an_assessment_and_the_assessment_are_two_events(db, build, ada):
    case = build.case(person=ada, closed_on=None)
    build.contact(case=case, received_on=date(2026, 5, 4), route="hospital-discharge")
    build.assessment(case=case, started_on=date(2026, 5, 10), finished_on=date(2026, 6, 1), decision="eligible")
    request, assessment = rows(db)
    assert (request["Event_Type"], request["Request_Route_of_Access"]) == ("Request", "Discharge from hospital")
    assert (request["Event_Start_Date"], request["Event_End_Date"]) == ("2026-05-04", "2026-05-10")
    assert (assessment["Event_Type"], assessment["Eligible_Needs_Identified"]) == ("Assessment", "Yes")
    assert tuple(request) == FIELDS


def test_what_is_not_finished_is_no_event_yet_but_a_service_that_runs_is(db, build, ada):
    case = build.case(person=ada, closed_on=None)
    build.assessment(case=case, started_on=date(2026, 5, 10), finished_on=None)
    plan = build.plan(case=case, starts_on=date(2025, 2, 3), ended_on=None)
    build.service(plan=plan, service="home-care", units=11.25, unit="hour", rate_pence=2450)
    (service,) = rows(db)
    assert (service["Service_Component"], service["Unit_Cost"]) == ("Home support or domiciliary care", "24.50")
    assert (service["Cost_Frequency_Unit_Type"], service["Planned_Units_Per_Week"]) == ("Hourly", "11.25")


def test_what_is_not_known_says_so_and_nothing_is_guessed(db, build, ada):
    build.review(case=build.case(person=ada), held_on=date(2026, 7, 1), outcome="same")
    (review,) = rows(db)
    assert review["Ethnicity"] == "No data: undeclared or not known"
    assert review["Event_Outcome"] == "Continuation of support or services"
    assert review["Method_of_Review"] == ""


def test_events_outside_the_period_are_left_out(db, build, ada):
    build.review(case=build.case(person=ada), held_on=date(2025, 7, 1))
    assert rows(db) == []


def test_somebody_with_nothing_but_an_assessment_as_a_carer_is_an_unpaid_carer(db, build, ada):
    case = build.case(person=ada)
    build.carers_assessment(case=case, begun_on=date(2026, 8, 1), decision="eligible", support=[{}], hours=35.0)
    (event,) = rows(db)
    assert event["Event_Outcome"] == "Progress to support planning or services"
    assert (event["Client_Type"], event["Total_Hrs_Caring_per_week"]) == ("Unpaid carer", "35.0")


def test_a_carers_assessment_that_is_not_decided_is_not_complete(db, build, ada):
    build.carers_assessment(case=build.case(person=ada), begun_on=date(2026, 8, 1), answer="accepted")
    assert rows(db) == []
