"""A timetable says when calls are, how many carers come, and how many hours of a service that is."""

from datetime import date

import pytest

from casework.workflows import answers, engine
from casework.workflows.values import parts_of, troubles

TODAY = date(2026, 11, 10)
TEXT = """
id: planned
title: Planned
begins: plan
steps:
  - {id: plan, title: Plan, kind: plan, role: social_worker, actions: [{id: done, label: Done, to: closed, mode: must}]}
  - {id: closed, title: Closed, ends: true}
sections:
  - id: week
    step: plan
    title: The week
    pages:
      - id: week
        questions:
          - id: visits
            type: weekly_timetable
            label: When are the visits?
            rows: ['Morning 07:30', Bedtime]
            service: home-care
            optional: true
            records: plan.timetable
          - id: lines
            type: services
            label: Which services?
            options:
              - {code: home-care, label: Home care, unit: hour, rate_pence: 2450}
              - {code: telecare, label: Telecare, unit: week, rate_pence: 640}
            visits: visits
            records: plan.services
          - {id: gross, type: computed, label: Cost, value: weekly_cost(lines), records: nothing, because: shown only}
"""
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), 50)


@pytest.fixture
def planned(load, tmp_path):
    file = tmp_path / "planned.yaml"
    file.write_text(TEXT)
    return load(file).definition


def test_services_name_a_timetable_that_stands_before_them(problems_in):
    told = problems_in(TEXT.replace("visits: visits", "visits: visit"))
    assert [line for line in told if "L11" in line and "there is no timetable visit before it" in line]


def looked(planned, **given):
    return engine.look(planned, "plan", given, {}, TODAY)


def test_the_calls_are_a_line_of_services_that_nobody_typed(planned):
    state = looked(planned, visits={"Morning": WEEKDAYS})
    assert state.facts["plan.services"] == [
        {"service": "home-care", "unit": "hour", "rate_pence": 2450, "minutes": 250, "units": 4.1667}
    ]
    assert state.computed["gross"] == 10208
    assert state.complete


def test_what_was_typed_about_the_line_stays_and_its_hours_are_those_of_the_calls(planned):
    line = {"service": "home-care", "units": 40, "needs": ["nutrition"], "met_by": "Lantern"}
    state = looked(planned, visits={"Morning": {"mon": 60}}, lines=[line, {"service": "telecare", "units": 1}])
    kept, telecare = state.facts["plan.services"]
    assert (kept["units"], kept["needs"], kept["met_by"]) == (1, ["nutrition"], "Lantern")
    assert telecare == {"service": "telecare", "units": 1}


def test_without_minutes_the_lines_are_as_typed(planned):
    line = {"service": "home-care", "units": 2, "unit": "hour", "rate_pence": 2450}
    assert looked(planned, lines=[line]).computed["gross"] == 4900


def test_two_carers_are_paid_for_twice_and_the_week_is_as_long(planned):
    week = {"Morning": {"mon": 30, "carers": 2, "at": "07:30"}}
    assert looked(planned, visits=week).facts["plan.services"][0]["minutes"] == 60
    assert parts_of(week)[".minutes"] == 30


def test_a_time_two_carers_and_a_reason_are_read_and_shown_again(planned):
    (page,) = planned.sections[0].pages
    question = page.questions[0]
    fields = {
        "q-visits-0-call": ["Morning"],
        "q-visits-0-at": ["7.45"],
        "q-visits-0-carers": ["2"],
        "q-visits-0-because": ["She wants it"],
        "q-visits-0-wed": ["45"],
    }
    value = answers.read_question(question, fields)
    assert value == {"Morning": {"at": "07:45", "carers": 2, "because": "She wants it", "wed": 45}}
    assert answers.read_question(question, answers.as_fields(question, value)) == value


def test_a_call_begins_at_its_usual_time_until_another_is_typed(planned):
    question = planned.sections[0].pages[0].questions[0]
    assert answers.as_fields(question, {"Morning": {"mon": 30}})["q-visits-0-at"] == ["07:30"]


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        ("at", "early", "Morning: enter a time, like 07:30"),
        ("carers", 9, "Morning: enter how many carers come, from 1 to 4"),
    ],
)
def test_what_is_wrong_with_a_call_is_told_where_it_stands(planned, part, typed, message):
    question = planned.sections[0].pages[0].questions[0]
    (trouble,) = troubles(question, {"Morning": {"mon": 30, part: typed}}, TODAY)
    assert (trouble.message, trouble.part) == (message, f"0-{part}")


def test_a_service_ends_after_it_starts(planned):
    question = planned.sections[0].pages[0].questions[1]
    line = {"service": "telecare", "starts_at": "15:00", "ends_at": "10:00"}
    assert [trouble.part for trouble in troubles(question, [line], TODAY)] == ["0-ends_at"]
