"""What holds in every history of the county, as named rules: each gives what breaks it, in words with the row's id.

Rules are pure. They read the rows of a whole sandbox, by table, as `read_tables` gives them.
"""

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from casework.database import Base, Db, InSandbox
from casework.records.kinship import seen_from
from casework.synthetic.identities import whole_years

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Rule = Callable[[Tables], Iterator[str]]

FIRST_REVIEW_AFTER = timedelta(days=42)
"""Six weeks: Care and Support Statutory Guidance, chapter 13."""
AFTER_DEATH = timedelta(days=10)
"""Within this, what is left to do is written up."""
YOUNGEST_CARER = 8
MONTHS = tuple(calendar.month_name)[1:]
SAID_DATE = re.compile(rf"the fall on (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")


def read_tables(db: Db) -> dict[str, list[Row]]:
    """Every row of the sandbox that the handle is in, by table."""
    found: dict[str, list[Row]] = {}
    for mapper in Base.registry.mappers:
        model: Any = mapper.class_
        if issubclass(model, InSandbox):
            columns = [getattr(model, column.key) for column in mapper.column_attrs]
            found[model.__tablename__] = [dict(row) for row in db.execute(select(*columns)).mappings()]
    return found


def broken(tables: Tables) -> dict[str, list[str]]:
    """The rules that do not hold, each with what breaks it. Empty when all do."""
    found = {rule.__name__: list(rule(tables)) for rule in RULES}
    return {name: what for name, what in found.items() if what}


# --- the end ------------------------------------------------------------------------------------


def death_comes_last(tables: Tables) -> Iterator[str]:
    """After a death nothing is begun, held or delivered; within ten days what is left is written up and ended."""
    died = {person["id"]: person["died_on"] for person in tables["person"] if person["died_on"]}
    for table, column in (
        ("contact", "received_on"),
        ("assessment", "finished_on"),
        ("care_plan", "starts_on"),
        ("review", "held_on"),
        ("visit", "visit_on"),
        ("capacity_assessment", "begun_on"),
        ("safeguarding_concern", "begun_on"),
        ("chronology_entry", "happened_on"),
    ):
        for row in tables[table]:
            if row["person_id"] in died and row[column] and row[column] > died[row["person_id"]]:
                yield f"{table} {row['id']} is of {row[column]}, after a death on {died[row['person_id']]}"
    for table, column in (("step", "finished_on"), ("case_note", "happened_on")):
        for row in tables[table]:
            end = died.get(row["person_id"])
            if end and row[column] and row[column] > end + AFTER_DEATH:
                yield f"{table} {row['id']} is of {row[column]}, long after a death on {end}"


def nothing_is_open_for_the_dead(tables: Tables) -> Iterator[str]:
    died = {person["id"] for person in tables["person"] if person["died_on"]}
    for step in tables["step"]:
        if step["person_id"] in died and step["status"] in ("incoming", "started"):
            yield f"step {step['id']} is open"
    for plan in tables["care_plan"]:
        if plan["person_id"] in died and plan["starts_on"] and not plan["ended_on"]:
            yield f"plan {plan['id']} has not ended"
    for review in tables["review"]:
        if review["person_id"] in died and review["held_on"] is None:
            yield f"review {review['id']} is still due"


# --- one thing after another -----------------------------------------------------------------


def reviews_are_six_weeks_after_their_plan(tables: Tables) -> Iterator[str]:
    starts = _earliest(tables["care_plan"], "starts_on")
    for review in tables["review"]:
        start, day = starts.get(review["person_id"]), review["held_on"] or review["due_on"]
        if start and day and day < start + FIRST_REVIEW_AFTER:
            yield f"review {review['id']} of {day} is too soon after the plan of {start}"


def support_starts_after_its_plan_is_agreed(tables: Tables) -> Iterator[str]:
    agreed = _earliest(
        (row for row in tables["authorisation"] if row["decision"] == "agreed"), "decided_on", by="case_id"
    )
    for plan in tables["care_plan"]:
        day = agreed.get(plan["case_id"])
        if plan["starts_on"] and (day is None or plan["starts_on"] < day):
            yield f"plan {plan['id']} starts on {plan['starts_on']}, agreed on {day}"


def an_assessment_comes_after_its_contact(tables: Tables) -> Iterator[str]:
    asked = _earliest(tables["contact"], "received_on", by="case_id")
    for assessment in tables["assessment"]:
        day = asked.get(assessment["case_id"])
        if day and assessment["started_on"] < day:
            yield f"assessment {assessment['id']} began on {assessment['started_on']}, before the contact of {day}"


def a_fall_comes_before_the_assessment_it_caused(tables: Tables) -> Iterator[str]:
    falls = {(row["person_id"], row["happened_on"]) for row in tables["chronology_entry"] if row["kind"] == "fall"}
    asked = _earliest(tables["contact"], "received_on", by="case_id")
    for assessment in tables["assessment"]:
        for day, month, year in SAID_DATE.findall(assessment["cause_reason"] or ""):
            fell = date(int(year), MONTHS.index(month) + 1, int(day))
            if (assessment["person_id"], fell) not in falls:
                yield f"assessment {assessment['id']} speaks of a fall on {fell} that nobody wrote down"
            if fell > asked[assessment["case_id"]] or fell > assessment["started_on"]:
                yield f"assessment {assessment['id']} began before the fall on {fell} it speaks of"


def steps_are_received_then_started_then_finished(tables: Tables) -> Iterator[str]:
    for step in tables["step"]:
        days = [day for day in (step["received_at"].date(), step["started_on"], step["finished_on"]) if day]
        if days != sorted(days):
            yield f"step {step['id']}: {days}"


def a_case_holds_its_steps(tables: Tables) -> Iterator[str]:
    cases = {case["id"]: case for case in tables["case"]}
    for step in tables["step"]:
        case = cases[step["case_id"]]
        if step["received_at"].date() < case["opened_on"]:
            yield f"step {step['id']} came before its case was opened on {case['opened_on']}"
        if case["closed_on"] and (step["finished_on"] or date.max) > case["closed_on"]:
            yield f"step {step['id']} was not finished when its case was closed on {case['closed_on']}"


# --- who did it ---------------------------------------------------------------------------------


def nobody_works_before_joining_or_after_leaving(tables: Tables) -> Iterator[str]:
    """Steps, notes, agreements, warnings, papers seen, visits and views are by workers who were there."""
    workers = {worker["id"]: worker for worker in tables["worker"]}
    for table, who, column in (
        ("step", "finished_by_id", "finished_on"),
        ("case_note", "author_id", "happened_on"),
        ("case_note", "author_id", "recorded_on"),
        ("case_note", "countersigned_by_id", "countersigned_on"),
        ("authorisation", "decided_by_id", "decided_on"),
        ("assessment", "assessed_by_id", "finished_on"),
        ("warning", "added_by_id", "added_on"),
        ("warning", "reviewed_by_id", "reviewed_on"),
        ("warning", "ended_by_id", "ended_on"),
        ("legal_authority", "seen_by_id", "seen_on"),
        ("involvement", "worker_id", "started_on"),
        ("visit", "worker_id", "visit_on"),
        ("record_view", "worker_id", "viewed_on"),
    ):
        for row in tables[table]:
            worker, day = workers.get(row[who] or ""), row[column]
            if worker and day and not _was_there(worker, day):
                yield f"{table} {row['id']} is by {worker['name']} on {day}"


def open_work_is_in_the_hands_of_somebody_who_is_there(tables: Tables) -> Iterator[str]:
    gone = {worker["id"] for worker in tables["worker"] if worker["left_on"]}
    for step in tables["step"]:
        if step["status"] in ("incoming", "started") and step["worker_id"] in gone:
            yield f"step {step['id']} is with {step['worker_id']}, who has left"


def what_a_student_writes_is_countersigned(tables: Tables) -> Iterator[str]:
    students = {worker["id"] for worker in tables["worker"] if "student" in worker["name"]}
    for note in tables["case_note"]:
        by, day = note["countersigned_by_id"], note["countersigned_on"]
        if note["author_id"] in students and (by is None or by in students or day < note["recorded_on"]):
            yield f"note {note['id']} by a student was not countersigned"


def notes_lie_within_an_involvement(tables: Tables) -> Iterator[str]:
    involved: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in tables["involvement"]:
        involved[row["person_id"]].append((row["started_on"], row["ended_on"] or date.max))
    for note in tables["case_note"]:
        if not any(first <= note["happened_on"] <= last for first, last in involved[note["person_id"]]):
            yield f"note {note['id']} of {note['happened_on']} is from when nobody worked with the person"


def notes_are_written_down_after_they_happened(tables: Tables) -> Iterator[str]:
    for table in ("case_note", "chronology_entry"):
        for row in tables[table]:
            if row["recorded_on"] < row["happened_on"]:
                yield f"{table} {row['id']} was written down on {row['recorded_on']}"


# --- people -------------------------------------------------------------------------------------


def nobodys_carer_is_younger_than_eight(tables: Tables) -> Iterator[str]:
    people = {person["id"]: person for person in tables["person"]}
    for row in tables["relationship"]:
        carer = people.get(row["other_id"] or "")
        if row["is_carer"] and carer and whole_years(carer["born_on"], _latest_day(tables)) < YOUNGEST_CARER:
            yield f"{carer['id']} looks after {row['person_id']}"


def what_two_people_are_to_each_other_is_there_from_both_sides(tables: Tables) -> Iterator[str]:
    people = {person["id"]: person for person in tables["person"]}
    kinds = {
        (row["person_id"], row["other_id"]): (row["kind"].lower(), row["lives_with"])
        for row in tables["relationship"]
        if row["other_id"] and row["ended_on"] is None
    }
    for (one, other), (kind, lives_with) in kinds.items():
        back = kinds.get((other, one))
        expected = seen_from(kind, people[one]["gender"])
        if back is None or (expected and back[0] != expected.lower()) or back[1] != lives_with:
            yield f"{other} is {kind} of {one}, the other way {back[0] if back else 'nothing'}, not {expected}"


def those_who_live_together_have_one_address(tables: Tables) -> Iterator[str]:
    people = {person["id"]: person for person in tables["person"]}
    for row in tables["relationship"]:
        if row["other_id"] and row["lives_with"] and row["ended_on"] is None:
            one, other = people[row["person_id"]], people[row["other_id"]]
            if (one["address"], one["postcode"]) != (other["address"], other["postcode"]):
                yield f"{one['id']} and {other['id']} live together at two addresses"


# --- money --------------------------------------------------------------------------------------


def what_a_plan_costs_is_what_two_pay_together(tables: Tables) -> Iterator[str]:
    """Care Act 2014 s26: gross = person + council, to the penny, and gross is the sum of the lines."""
    lines: dict[str, int] = defaultdict(int)
    for line in tables["service"]:
        lines[line["plan_id"]] += line["weekly_pence"]
    for budget in tables["personal_budget"]:
        gross, person, council = (budget[f"{name}_pence"] for name in ("gross", "person", "council"))
        if gross != lines[budget["plan_id"]]:
            yield f"budget {budget['id']}: {gross} is not the sum of its lines"
        if person is not None and (gross != person + council or not 0 <= person <= gross):
            yield f"budget {budget['id']}: {gross} is not {person} and {council}"


def every_need_of_the_assessment_is_in_the_plan(tables: Tables) -> Iterator[str]:
    """Care Act 2014 s25(1)(a)."""
    cases = {assessment["id"]: assessment["case_id"] for assessment in tables["assessment"]}
    found: dict[str, set[str]] = defaultdict(set)
    for outcome in tables["assessment_outcome"]:
        if outcome["achieves"] in ("unable", "with-help"):
            found[cases[outcome["assessment_id"]]].add(outcome["code"])
    planned: dict[str, set[str]] = defaultdict(set)
    for need in tables["need"]:
        planned[need["plan_id"]].add(need["outcome"])
    for plan in tables["care_plan"]:
        if missing := found[plan["case_id"]] - planned[plan["id"]]:
            yield f"plan {plan['id']} says nothing of {', '.join(sorted(missing))}"


RULES: tuple[Rule, ...] = (
    death_comes_last,
    nothing_is_open_for_the_dead,
    reviews_are_six_weeks_after_their_plan,
    support_starts_after_its_plan_is_agreed,
    an_assessment_comes_after_its_contact,
    a_fall_comes_before_the_assessment_it_caused,
    steps_are_received_then_started_then_finished,
    a_case_holds_its_steps,
    nobody_works_before_joining_or_after_leaving,
    open_work_is_in_the_hands_of_somebody_who_is_there,
    what_a_student_writes_is_countersigned,
    notes_lie_within_an_involvement,
    notes_are_written_down_after_they_happened,
    nobodys_carer_is_younger_than_eight,
    what_two_people_are_to_each_other_is_there_from_both_sides,
    those_who_live_together_have_one_address,
    what_a_plan_costs_is_what_two_pay_together,
    every_need_of_the_assessment_is_in_the_plan,
)
"""Every rule, in the order of this file."""


# --- how ----------------------------------------------------------------------------------------


def _earliest(rows: Iterable[Row], column: str, by: str = "person_id") -> dict[str, date]:
    first: dict[str, date] = {}
    for row in rows:
        day = row[column]
        if day is not None:
            first[row[by]] = min(day, first.get(row[by], day))
    return first


def _was_there(worker: Row, day: date) -> bool:
    joined, left = worker["joined_on"], worker["left_on"]
    return (joined is None or joined <= day) and (left is None or day <= left)


def _latest_day(tables: Tables) -> date:
    """The last day anything was written down: as near to the story date as the rows say."""
    return max((row["recorded_on"] for row in tables["case_note"]), default=date.max)
