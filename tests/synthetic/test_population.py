"""The fictional county: calibrated, whole, safe, and the same from the same seed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import create_engine, or_, select, text
from sqlalchemy.pool import StaticPool

from casework.database import Base, Db, enter_sandbox, prepare
from casework.errors import DomainError
from casework.facts import FactType
from casework.records import models
from casework.records.facts import CATALOGUE, LIMBS, MET_BY
from casework.records.parts import ONE_ROW
from casework.records.queries.work import allocated_without_work, find_cover, team_steps, work_view
from casework.records.vocabulary import Achieves, AuthorityKind, OrganisationKind, StepKind, StepStatus
from casework.synthetic.population import CountySummary, county_rows, make_county, misspelt
from casework.synthetic.prose import read_pools
from casework.synthetic.rows import Rows
from casework.synthetic.safe_identifiers import is_safe_nhs_number, unsafe_identifiers
from tests.synthetic.workers import WORKERS

STORY_DATE = date(2026, 11, 10)
COUNTY = "template:county"
POOLS = read_pools()


@pytest.fixture(scope="module")
def county() -> Iterator[tuple[Db, CountySummary]]:
    """Five hundred people on a real database that checks its foreign keys."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        made = make_county(
            db, people=500, seed=2026, sandbox_id=COUNTY, story_date=STORY_DATE, workers=WORKERS, pools=POOLS
        )
        enter_sandbox(db, COUNTY)
        yield db, made
    engine.dispose()


def small(seed: int = 7, people: int = 70) -> Rows:
    return county_rows(people, seed, COUNTY, STORY_DATE, WORKERS, POOLS)


def digest(rows: Rows) -> str:
    """SHA-256 of every value that is not empty, so that a new column with nothing in it changes nothing."""
    kept = [
        [model.__tablename__, {name: value for name, value in row.items() if value not in (None, [], {}, False)}]
        for model, some in rows.by_model.items()
        for row in some
    ]
    lines = sorted(json.dumps(row, sort_keys=True, default=str, ensure_ascii=True) for row in kept)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- the same from the same seed -----------------------------------------------------------------


def test_the_same_seed_gives_the_same_rows_on_any_machine() -> None:
    assert digest(small()) == "08927aed16041d7f600c4b350220dfd819d96eb1ab889f31431a6e1c768ff9c3"


def test_another_seed_gives_other_rows() -> None:
    assert digest(small(seed=8)) != digest(small())


def test_one_more_person_moves_nobody() -> None:
    fewer, more = small(people=59), small(people=60)
    for model, rows in fewer.by_model.items():
        there = {row["id"]: row for row in more.by_model[model]}
        assert [there[row["id"]] for row in rows] == rows


# --- whole ---------------------------------------------------------------------------------------


def test_every_foreign_key_holds(county: tuple[Db, CountySummary]) -> None:
    db, made = county
    assert db.connection().execute(text("PRAGMA foreign_key_check")).all() == []
    assert made.rows["person"] == 500
    assert 15_000 <= made.all_rows <= 22_500


def test_every_table_of_the_record_has_rows_but_what_only_sessions_and_workers_make(
    county: tuple[Db, CountySummary],
) -> None:
    from_people = {name for name, count in county[1].rows.items() if count}
    everything = {model.__tablename__ for model in (getattr(models, name) for name in models.__all__)}
    of_other_ways = {table.__tablename__ for name, table in ONE_ROW.items() if name != "carers_assessment"}
    made_at_work = {"draft", "note_draft", "chronology_pick", "step_move", "flag_answer", "finished_version"}
    asked_at_work = {"access_request", "same_person_decision"}
    of_the_council = {"team", "worker", "cover"}
    assert everything - from_people == of_other_ways | made_at_work | asked_at_work | of_the_council


def test_gross_is_what_person_and_council_pay_together(county: tuple[Db, CountySummary]) -> None:
    plans = county[0].scalars(select(models.CarePlan)).all()
    assert len(plans) > 100
    not_assessed = 0
    for plan in plans:
        budget = plan.budget
        assert budget is not None
        assert budget.gross_pence == sum(service.weekly_pence for service in plan.services)
        if budget.person_pence is None:
            not_assessed += 1
            assert budget.council_pence is None
        else:
            assert budget.gross_pence == budget.person_pence + (budget.council_pence or 0)
    assert 0 < not_assessed < len(plans) / 2


def test_hours_of_home_care_are_the_minutes_of_the_timetable(county: tuple[Db, CountySummary]) -> None:
    lines = county[0].execute(
        select(models.CarePlan, models.Service).join(models.Service, models.Service.plan_id == models.CarePlan.id)
    )
    checked = 0
    for plan, service in lines:
        if service.service == "home-care":
            checked += 1
            assert service.units * 60 == sum(sum(call.values()) for call in (plan.timetable or {}).values())
    assert checked > 30


def test_every_assessment_has_the_ten_outcomes_and_eligible_ones_two_or_more(
    county: tuple[Db, CountySummary],
) -> None:
    for assessment in county[0].scalars(select(models.Assessment)):
        assert len(assessment.outcomes) == 10
        hard = [o for o in assessment.outcomes if o.achieves in (Achieves.UNABLE, Achieves.WITH_HELP)]
        assert all(outcome.limbs and outcome.reason for outcome in hard)
        if assessment.decision == "eligible":
            assert len(hard) >= 2
            assert assessment.impact == "significant"
        elif assessment.decision == "not-eligible":
            assert assessment.advice
            assert assessment.copies_sent_on


def test_every_need_of_a_plan_says_who_meets_it(county: tuple[Db, CountySummary]) -> None:
    for need in county[0].scalars(select(models.Need)):
        assert need.met_by
        assert need.wanted
        assert need.how_met


def test_nothing_has_happened_after_the_story_date(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    notes = db.scalars(select(models.CaseNote)).all()
    assert max(note.recorded_on for note in notes) <= STORY_DATE
    assert all(note.recorded_on >= note.happened_on for note in notes)
    steps = db.scalars(select(models.Step)).all()
    assert max(step.received_at.date() for step in steps) <= STORY_DATE
    assert max(step.finished_on for step in steps if step.finished_on) <= STORY_DATE


# --- open work -----------------------------------------------------------------------------------


def test_open_steps_say_their_kind_and_wait_for_a_workflow(county: tuple[Db, CountySummary]) -> None:
    db, made = county
    steps = [step for step in db.scalars(select(models.Step)) if step.is_open]
    assert len(steps) == made.open_steps
    for step in steps:
        assert step.kind in StepKind
        assert step.team_id
        assert (step.version_id, step.definition_id, step.finished_on) == (None, None, None)
    assert {step.kind for step in steps} >= {
        StepKind.CONTACT,
        StepKind.TRIAGE,
        StepKind.ALLOCATION,
        StepKind.ASSESSMENT,
        StepKind.DECISION,
        StepKind.PLAN,
        StepKind.APPROVAL,
        StepKind.ARRANGEMENT,
        StepKind.REVIEW,
    }


def test_priya_has_nine_pieces_of_work(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    steps = [step for step in db.scalars(select(models.Step)) if step.is_open]
    hers = [step for step in steps if step.worker_id == "priya_nair"]
    returned = [step for step in hers if step.is_returned]
    incoming = [step for step in hers if step.status is StepStatus.INCOMING]
    started = [step for step in hers if step.status is StepStatus.STARTED and not step.is_returned]
    assert (len(returned), len(incoming), len(started)) == (1, 3, 3)
    assert returned[0].person.name == "Derek Osei"
    late = [step for step in hers if step.is_overdue(STORY_DATE)]
    assert [(step.person.name, step.person.number, step.title) for step in late] == [
        ("Gwen Parry", "100982", "Annual review")
    ]
    assert [(STORY_DATE - step.due_on).days for step in late if step.due_on] == [23]
    others = [step for step in steps if step not in hers]
    waiting = [step for step in others if step.from_step and step.from_step.finished_by_id == "priya_nair"]
    assert len(waiting) == 2


def test_priya_has_five_people_without_open_work(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    hers = db.scalars(
        select(models.Involvement.person_id).where(
            models.Involvement.worker_id == "priya_nair", models.Involvement.is_allocated
        )
    ).all()
    with_work = {step.person_id for step in db.scalars(select(models.Step)) if step.is_open}
    assert len(hers) == 14
    assert len(set(hers) - with_work) == 5


def test_priyas_team_has_thirty_one_pieces_of_work_some_of_it_nobodys(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    steps = team_steps(db, db.get_one(models.Worker, (COUNTY, "priya_nair")))
    assert len(steps) == 31
    assert {step.team_id for step in steps} == {"east"}
    assert 5 <= sum(step.worker_id is None for step in steps) <= 15


def test_priyas_work_view_is_what_a_session_begins_with(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    priya = db.get_one(models.Worker, (COUNTY, "priya_nair"))
    view = work_view(db, priya)
    assert [len(group) for group in (view.returned, view.incoming, view.started, view.waiting)] == [1, 3, 3, 2]
    assert len(allocated_without_work(db, priya)) == 5


def test_priya_may_act_for_tom_who_is_away_with_four_pieces_of_open_work(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    priya = db.get_one(models.Worker, (COUNTY, "priya_nair"))
    cover = find_cover(db, priya, STORY_DATE)
    assert cover is not None
    assert (cover.absent.name, cover.is_on, cover.until_on) == ("Tom Reilly", False, date(2026, 11, 13))
    his = [step for step in db.scalars(select(models.Step)) if step.is_open and step.worker_id == "tom_reilly"]
    assert len(his) == 4


def test_priya_has_looked_at_six_people_and_visits_nobody_of_the_county_today(
    county: tuple[Db, CountySummary],
) -> None:
    db = county[0]
    views = db.scalars(select(models.RecordView).where(models.RecordView.worker_id == "priya_nair")).all()
    assert len({view.person_id for view in views}) == 6
    assert all(view.viewed_on < STORY_DATE for view in views)
    visits = db.scalars(select(models.Visit).where(models.Visit.worker_id == "priya_nair")).all()
    assert visits
    assert all(visit.visit_on > STORY_DATE for visit in visits)


def test_one_of_what_came_in_for_her_and_one_in_the_tray_are_of_restricted_records(
    county: tuple[Db, CountySummary],
) -> None:
    steps = [step for step in county[0].scalars(select(models.Step)) if step.is_open and step.team_id == "east"]
    restricted = [step for step in steps if step.person.is_restricted]
    assert {(step.worker_id, step.status) for step in restricted} == {
        ("priya_nair", StepStatus.INCOMING),
        (None, StepStatus.INCOMING),
    }


def test_some_of_what_is_started_waits_for_something_that_is_nobodys_step(county: tuple[Db, CountySummary]) -> None:
    waiting = county[0].scalars(select(models.Step).where(models.Step.waits_because.is_not(None))).all()
    assert len(waiting) > 5
    assert all(step.is_open and step.waits_since and step.waits_since <= STORY_DATE for step in waiting)


def test_what_nobody_has_been_given_nobody_has_started(county: tuple[Db, CountySummary]) -> None:
    started = county[0].scalars(select(models.Step).where(models.Step.status == StepStatus.STARTED)).all()
    assert started
    assert all(step.worker_id for step in started)


# --- networks ------------------------------------------------------------------------------------


def test_people_have_practices_providers_and_professionals_of_organisations_of_the_county(
    county: tuple[Db, CountySummary],
) -> None:
    db = county[0]
    organisations = {one.id: one.kind for one in db.scalars(select(models.Organisation))}
    assert set(organisations.values()) == set(OrganisationKind)
    people = db.scalars(select(models.Person)).all()
    assert 90 <= share([person.practice_id is not None for person in people]) < 100
    assert {organisations[person.practice_id] for person in people if person.practice_id} == {"gp-practice"}
    services = db.scalars(select(models.Service).where(models.Service.organisation_id.is_not(None))).all()
    kinds = {(service.service, organisations[service.organisation_id or ""]) for service in services}
    assert {("home-care", "home-care"), ("telecare", "telecare"), ("care-home", "care-home")} <= kinds
    advocates = [one for one in db.scalars(select(models.Involvement)) if one.is_advocate]
    assert advocates
    assert {organisations[one.organisation_id or ""] for one in advocates} == {"advocacy"}


def test_households_have_people_who_are_all_known_to_the_council(county: tuple[Db, CountySummary]) -> None:
    ties = [tie for tie in county[0].scalars(select(models.Relationship)) if tie.other_id and tie.lives_with]
    assert {"Husband", "Wife", "Mother", "Daughter", "Sister"} <= {tie.kind for tie in ties}
    assert len(ties) > 60
    assert any(tie.is_carer for tie in ties)


def test_carers_who_are_known_have_a_case_of_their_own(county: tuple[Db, CountySummary]) -> None:
    db = county[0]
    carers = db.scalars(select(models.Person).where(models.Person.primary_support_reason.contains("carer"))).all()
    cases = {one.person_id: one for one in db.scalars(select(models.CarersAssessment))}
    assert len(carers) > 15
    assert {carer.id for carer in carers} == set(cases)
    assert {one.answer for one in cases.values()} == {None, "accepted", "declined"}


def test_some_papers_that_say_who_may_decide_were_seen_and_some_not(county: tuple[Db, CountySummary]) -> None:
    papers = county[0].scalars(select(models.LegalAuthority)).all()
    assert {paper.is_seen for paper in papers} == {True, False}
    assert {AuthorityKind.LPA_HEALTH, AuthorityKind.LPA_PROPERTY, AuthorityKind.APPOINTEE} <= {p.kind for p in papers}
    assert all((paper.seen_on is not None) == paper.is_seen for paper in papers)


def test_a_sum_of_what_somebody_pays_says_which_rates_and_is_what_the_plan_has(
    county: tuple[Db, CountySummary],
) -> None:
    db = county[0]
    sums = db.scalars(select(models.FinancialAssessment)).all()
    assert len(sums) > 20
    plans = {plan.case_id: plan for plan in db.scalars(select(models.CarePlan))}
    compared = 0
    for one in sums:
        assert one.rates_used
        assert all(rate["valid_from"] <= one.rates_on.isoformat() for rate in one.rates_used)
        budget = plans[one.case_id].budget if one.case_id in plans else None
        if budget is None or budget.person_pence is None:
            continue
        compared += 1
        full = one.full_cost == "yes"
        assert budget.person_pence == (
            budget.gross_pence if full else min(budget.gross_pence or 0, one.contribution_pence or 0)
        )
    assert compared > 10


# --- as in England -------------------------------------------------------------------------------


def share(condition: list[bool]) -> float:
    return 100 * sum(condition) / len(condition)


def test_age_sex_and_ethnicity_are_as_published(county: tuple[Db, CountySummary]) -> None:
    people = county[0].scalars(select(models.Person)).all()
    assert all(18 <= person.age(STORY_DATE) <= 103 for person in people)
    assert share([person.age(STORY_DATE) >= 65 for person in people]) == pytest.approx(66, abs=5)
    assert share([person.gender == "Female" for person in people]) == pytest.approx(57, abs=6)
    assert 3 <= share([person.ethnicity is None for person in people]) <= 8
    assert share([(person.ethnicity or "").startswith("White") for person in people]) == pytest.approx(81, abs=5)


def test_support_reasons_are_as_published_on_each_side_of_sixty_five(county: tuple[Db, CountySummary]) -> None:
    people = county[0].scalars(select(models.Person)).all()
    needing = [p for p in people if "carer" not in (p.primary_support_reason or "")]
    older = [p.primary_support_reason or "" for p in needing if p.age(STORY_DATE) >= 65]
    younger = [p.primary_support_reason or "" for p in needing if p.age(STORY_DATE) < 65]
    assert share(["personal care" in reason for reason in older]) == pytest.approx(62.6, abs=8)
    assert share(["memory" in reason for reason in older]) == pytest.approx(13.4, abs=6)
    assert share(["Learning" in reason for reason in younger]) == pytest.approx(46.1, abs=9)
    assert share(["Mental" in reason for reason in younger]) == pytest.approx(18.6, abs=8)


def test_half_of_those_at_home_have_somebody_who_helps(county: tuple[Db, CountySummary]) -> None:
    people = [
        person
        for person in county[0].scalars(select(models.Person))
        if not (person.accommodation_status or "").startswith("Registered")
        and "carer" not in (person.primary_support_reason or "")
    ]
    cared_for = [any(other.is_carer for other in person.relationships) for person in people]
    assert share(cared_for) == pytest.approx(55, abs=6)


def test_some_reviews_are_overdue(county: tuple[Db, CountySummary]) -> None:
    ahead = county[0].scalars(select(models.Review).where(models.Review.held_on.is_(None))).all()
    assert 25 <= share([review.due_on is not None and review.due_on < STORY_DATE for review in ahead]) <= 60


# --- as untidy as a real record ------------------------------------------------------------------


def test_one_person_is_there_twice(county: tuple[Db, CountySummary]) -> None:
    twin, again = (county[0].get_one(models.Person, (COUNTY, person_id)) for person_id in ("p0039", "p0040"))
    assert (twin.last_name, twin.born_on) == (again.last_name, again.born_on)
    assert twin.number != again.number
    assert twin.postcode != again.postcode


def test_one_record_in_a_hundred_and_fifty_is_of_somebody_who_is_there_already(
    county: tuple[Db, CountySummary],
) -> None:
    people = county[0].scalars(select(models.Person)).all()
    times = Counter((person.last_name, person.born_on) for person in people)
    assert sum(count > 1 for count in times.values()) == 4


def test_about_one_record_in_a_hundred_is_restricted(county: tuple[Db, CountySummary]) -> None:
    people = county[0].scalars(select(models.Person)).all()
    assert 0.4 <= share([person.is_restricted for person in people]) <= 3


def test_notes_have_heads_addenda_countersignatures_and_some_hardly_say_anything(
    county: tuple[Db, CountySummary],
) -> None:
    notes = county[0].scalars(select(models.CaseNote)).all()
    assert any(note.what_i_saw and note.what_was_said for note in notes)
    assert any(note.addendum_to_id for note in notes)
    assert any(note.countersigned_by for note in notes)
    assert any(note.is_confidential for note in notes)
    assert any(len(note.text) < 30 for note in notes)


def test_one_name_is_misspelt(county: tuple[Db, CountySummary]) -> None:
    person = county[0].get_one(models.Person, (COUNTY, "p0041"))
    said = [detail.value for detail in person.details if detail.label == "Name"]
    assert said
    assert said != [person.name]
    assert said == [f"{person.first_name} {misspelt_back(person.last_name, said[0])}"]


def misspelt_back(wrong: str, full: str) -> str:
    right = full.split(" ", 1)[1]
    assert misspelt(right) == wrong
    return right


def test_letters_of_a_misspelt_name_change_places() -> None:
    assert misspelt("Turner") == "Tunrer"
    assert misspelt("Barrett") == "Barett"


def test_there_are_late_notes_old_addresses_a_dead_contact_and_workers_who_left(
    county: tuple[Db, CountySummary],
) -> None:
    db = county[0]
    notes = db.scalars(select(models.CaseNote)).all()
    assert 5 <= share([note.days_late > 0 for note in notes]) <= 15
    assert any(note.author.left_on for note in notes)
    assert all(note.happened_on < note.author.left_on for note in notes if note.author.left_on)
    assert db.scalars(select(models.PastAddress)).first()
    assert db.scalars(
        select(models.PersonDetail).where(models.PersonDetail.differs == "Letters have come back")
    ).first()
    relatives = db.scalars(select(models.Relationship)).all()
    assert any(relative.died_on and relative.is_key_contact for relative in relatives)
    assert any(person.died_on for person in db.scalars(select(models.Person)))
    assert any(relative.other for relative in relatives)


# --- nobody real ---------------------------------------------------------------------------------


def test_no_row_could_be_mistaken_for_a_real_person() -> None:
    for model, rows in county_rows(300, 11, COUNTY, STORY_DATE, WORKERS, POOLS).by_model.items():
        for row in rows:
            words = " \n ".join(_texts(row))
            assert unsafe_identifiers(words) == [], f"{model.__tablename__} {row['id']}"
            number = row.get("nhs_number")
            assert number is None or is_safe_nhs_number(number)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if type(value) is str else []


def test_nobody_has_the_name_of_somebody_known_to_the_public(county: tuple[Db, CountySummary]) -> None:
    known = set(POOLS.names["never_together"])
    assert known.isdisjoint(person.name for person in county[0].scalars(select(models.Person)))


def test_numbers_stay_clear_of_people_written_by_hand_and_are_nobody_elses(county: tuple[Db, CountySummary]) -> None:
    people = county[0].scalars(select(models.Person)).all()
    numbers = [person.number for person in people]
    assert len(set(numbers)) == len(numbers)
    assert all("100001" <= number <= "102000" for number in numbers)
    nhs_numbers = [person.nhs_number for person in people if person.nhs_number]
    assert len(set(nhs_numbers)) == len(nhs_numbers)


def test_every_sentence_was_filled_in(county: tuple[Db, CountySummary]) -> None:
    gaps = county[0].scalars(
        select(models.CaseNote).where(or_(models.CaseNote.text.contains("{"), models.CaseNote.text.contains("  ")))
    )
    assert gaps.first() is None


def test_notes_are_varied(county: tuple[Db, CountySummary]) -> None:
    texts = [note.text for note in county[0].scalars(select(models.CaseNote))]
    assert len(set(texts)) > 0.8 * len(texts)


# --- asked for the impossible --------------------------------------------------------------------


def test_a_county_without_the_worker_of_the_story_is_refused(db: Db) -> None:
    nobody = {"teams": WORKERS["teams"], "workers": WORKERS["workers"][1:]}
    with pytest.raises(DomainError, match="must have the worker “priya_nair”"):
        make_county(db, people=3, seed=1, sandbox_id="x", story_date=STORY_DATE, workers=nobody, pools=POOLS)


def test_more_people_than_a_county_can_have_are_refused(db: Db) -> None:
    with pytest.raises(ValueError, match="1 to 20000 people: 20001"):
        make_county(db, people=20_001, seed=1, sandbox_id="x", story_date=STORY_DATE, workers=WORKERS, pools=POOLS)


def test_what_is_recorded_uses_the_codes_of_the_record() -> None:
    rows = small().by_model
    kept = {
        "contact": rows[models.Contact],
        "assessment": rows[models.Assessment],
        "plan": rows[models.CarePlan],
        "authorisation": rows[models.Authorisation],
        "review": rows[models.Review],
    }
    unknown = set()
    for name, fact in CATALOGUE.items():
        where, column = name.split(".")
        if where not in kept or fact.type not in (FactType.CODE, FactType.CODES):
            continue
        for row in kept[where]:
            value = row[column]
            said = value if isinstance(value, list) else [] if value is None else [value]
            unknown |= {f"{name}: {code}" for code in said if code not in fact.codes}
    for outcome in rows[models.AssessmentOutcome]:
        unknown |= {f"limb: {limb}" for limb in outcome["limbs"] if limb not in LIMBS}
    for row in (*rows[models.Need], *rows[models.AssessmentOutcome]):
        if row["met_by"] is not None and row["met_by"] not in MET_BY:
            unknown.add(f"met by: {row['met_by']}")
    assert unknown == set()


def test_a_county_fits_postgresql_too(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url.replace("postgresql://", "postgresql+psycopg://", 1))
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        made = make_county(
            db, people=80, seed=3, sandbox_id=COUNTY, story_date=STORY_DATE, workers=WORKERS, pools=POOLS
        )
        db.commit()
        enter_sandbox(db, COUNTY)
        assert len(db.scalars(select(models.CaseNote)).all()) == made.rows["case_note"]
    engine.dispose()
