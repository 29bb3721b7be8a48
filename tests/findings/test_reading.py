"""The reader test: somebody else answers questions from what was handed over; beside it, what writing it took."""

import json
from datetime import timedelta

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import leave_sandbox
from casework.errors import DomainError
from casework.findings.exporting import export
from casework.findings.reading import reader_test
from casework.lab import panel, reading, tidying, withdrawing
from casework.lab.models import Participant, Reader, Reading, ReadingAnswer, Sandbox, Session
from casework.lab.sandboxes import drop
from tests.ready import on_both_databases

QUESTIONS = [
    {
        "id": "eligible",
        "asks": "Is ((person)) eligible?",
        "fact": "assessment.decision",
        "answers": {"eligible": "Yes", "not-eligible": "No"},
    },
    {
        "id": "where",
        "asks": "Where did it happen?",
        "answers": {"kitchen": "In the kitchen", "stairs": "On the stairs"},
        "right": {"rose": ["kitchen"], "edna": ["stairs"]},
    },
    {"id": "key", "asks": "Who has a key?", "right": {"rose": ["Mrs Pask"], "edna": ["Nobody"]}},
]
PART = {"worker": "dawn", "text": ["You read."], "intro": "About ((person)).", "each": 1, "questions": QUESTIONS}


@pytest.fixture
def read_study(db, study):
    study.content = study.content | {"reader": PART}
    db.commit()
    return study


@pytest.fixture
def written(db, read_study, take_part):
    """Two people who hand over two records each; about Rose and about Edna, in both arms."""
    for _ in range(2):
        take_part(decided={"assess": "eligible", "talk": "not-eligible"}, seconds=600)
    leave_sandbox(db)
    return read_study


def planned(db, study) -> Reader:
    reader = reading.plan_reader(db, study, by="Ruth", at=now())
    db.commit()
    return reader


def reads(db, study, reader, *answers, seconds=30) -> Reading:
    """The reader's next record, each question answered in order, and rated."""
    at = now()
    if reader.participant.consented_at is None:
        reading.agree(db, reader, ["take_part"], "manager", at=at)
    one = reading.start(db, reader, at=at)
    for question, said in zip(QUESTIONS, answers, strict=True):
        at += timedelta(seconds=seconds)
        reading.answer(db, reader, question["id"], said, at=at)
    reading.rate(db, reader, 6, "", at=at)
    db.commit()
    return one


# --- which records, and for how long ---------------------------------------------------------------


def test_what_was_handed_over_stays_until_it_was_read(db, written):
    records = reading.records(db, written)
    assert len(records) == 4
    assert tidying.drop_left_over_sandboxes(db) == 0
    reader = planned(db, written)
    one = reads(db, written, reader, "eligible", "kitchen", None)
    assert db.get(Sandbox, one.session_arm.sandbox_id) is None
    assert len(reading.records(db, written)) == 3


def test_without_a_reader_test_nothing_is_kept(db, study, take_part):
    session = take_part()
    assert [db.get(Sandbox, arm.sandbox_id) for arm in session.arms] == [None, None]


def test_what_was_not_handed_over_is_not_read(db, read_study, take_part):
    take_part(finished=False)
    assert reading.records(db, read_study) == []


def test_each_reader_gets_one_record_of_each_arm_about_different_people_by_different_writers(db, written):
    for _ in range(2):
        dealt = [one.session_arm for one in planned(db, written).readings]
        assert len({arm.arm_id for arm in dealt}) == 2
        assert len({arm.case_id for arm in dealt}) == 2
        assert len({arm.session_id for arm in dealt}) == 2
    with pytest.raises(DomainError, match="as many readers as the plan says"):
        planned(db, written)


def test_the_arms_take_turns_in_being_read_first(db, written):
    first, second = planned(db, written), planned(db, written)
    assert first.readings[0].session_arm.arm_id != second.readings[0].session_arm.arm_id


def test_a_reader_who_stops_leaves_her_record_to_somebody_else(db, written):
    reader = planned(db, written)
    reads(db, written, reader, "eligible", "kitchen", None)
    reading.start(db, reader, at=now())
    reading.answer(db, reader, "eligible", "eligible", at=now())
    reading.stop(db, reader, at=now())
    assert [one.ended_at is not None for one in reader.readings] == [True]
    assert sum(record.readings == 0 for record in reading.records(db, written)) == 3


def test_records_nobody_will_read_are_let_go_of(db, written):
    planned(db, written)
    assert reading.let_go(db, written) == 2
    assert len(reading.records(db, written)) == 2


# --- what is right ---------------------------------------------------------------------------------


def test_right_is_what_the_writer_recorded_or_what_the_case_says(db, written):
    reader = planned(db, written)
    one = reads(db, written, reader, "eligible", "kitchen", "mrs pask")
    decided = {"assess": True, "talk": False}[one.session_arm.arm.key]
    about_rose = one.session_arm.case.key == "rose"
    assert [answer.is_right for answer in one.answers] == [decided, about_rose, True if about_rose else None]


def test_that_the_record_does_not_have_it_is_right_where_nothing_was_recorded(db, read_study, take_part):
    take_part()
    leave_sandbox(db)
    one = reads(db, read_study, planned(db, read_study), None, None, None)
    assert [answer.is_right for answer in one.answers] == [True, False, False]


def test_words_of_her_own_are_judged_by_somebody_who_is_told_neither_arm_nor_reader(pages, db, written):
    one = reads(db, written, planned(db, written), "eligible", "kitchen", "The lady next door")
    writer = one.session_arm.session.participant.code
    staff = pages.as_staff(Role.RESEARCHER)
    page = staff.open(f"/studies/{written.id}/readers").follow("Judge it")
    assert page.says("The lady next door")
    assert not {"RD01", writer} & set(page.text.split())
    assert page.submit("It is right").says("Every answer has been judged")
    db.expire_all()
    assert one.answers[-1].is_right
    assert one.answers[-1].judged_by


def test_while_experts_are_asked_nobody_judges_what_participants_decided(db, written):
    asked = [{"id": "what", "asks": "What was decided?", "fact": "assessment.decision"}, *QUESTIONS[1:]]
    written.content = written.content | {"reader": PART | {"questions": asked}}
    reader = planned(db, written)
    reading.agree(db, reader, ["take_part"], "manager", at=now())
    reading.start(db, reader, at=now())
    reading.answer(db, reader, "what", "She may have it", at=now())
    assert len(reading.to_judge(db, written)) == 1
    panel.open_panel(db, written, by="Ruth", at=now())
    assert reading.to_judge(db, written) == []


# --- what came of it -------------------------------------------------------------------------------


@on_both_databases
def test_what_readers_found_out_stands_beside_what_writing_took(pages, db, written):
    reader = planned(db, written)
    for _ in range(2):
        reads(db, written, reader, "eligible", "kitchen", "Nobody", seconds=20)
    found = reader_test(db, written)
    rows = {figure.label: figure.values for figure in found.figures}
    assert rows["Records read"] == ["1", "1"]
    assert rows["Time to answer all, minutes and seconds"] == ["1:00", "1:00"]
    assert rows["Time its writer took, minutes and seconds"] == ["10:00", "10:00"]
    page = pages.as_staff(Role.OBSERVER).open(f"/studies/{written.id}/readers")
    assert page.says("Description only")
    assert page.says("Right answers, by question")


def test_the_report_tells_it_and_the_copy_to_share_gives_no_figures_of_a_few(pages, db, written):
    reads(db, written, planned(db, written), "eligible", "kitchen", None)
    staff = pages.as_staff(Role.RESEARCHER)
    papers = f"/studies/{written.id}/papers/report"
    assert staff.open(papers).says("One person who had not been in these sessions read 1 of the records")
    shared = staff.open(f"{papers}/to-share")
    assert shared.says("Fewer than five records were read with a workflow: no figures are shared.")
    assert not shared.says("Answers right, of those asked")


def test_a_share_waits_until_every_answer_is_judged(db, written):
    one = reads(db, written, planned(db, written), "eligible", "kitchen", "Somebody")
    found = reader_test(db, written)
    assert found.unjudged == 1
    assert found.read[0].right is None
    reading.judge(db, written, one.answers[-1].id, False, by="Ruth", at=now())
    assert reader_test(db, written).read[0].right is not None


def test_a_reading_is_left_out_with_a_reason_and_stays_in_the_table(pages, db, written):
    one = reads(db, written, planned(db, written), "eligible", "kitchen", None)
    staff = pages.as_staff(Role.RESEARCHER)
    page = staff.open(f"/studies/{written.id}/readers").submit("Leave it out", because="")
    assert page.says("Enter why it is left out")
    assert page.submit("Leave it out", because="Was rung away").says("left out: Was rung away")
    db.expire_all()
    assert reader_test(db, written).counted == []
    assert one.left_out_by


def test_every_answer_is_in_the_tables_that_leave(db, written, tmp_path):
    reads(db, written, planned(db, written), "eligible", "kitchen", None)
    assert export(db, written, tmp_path)["readings"] == 3
    first, *_ = (tmp_path / "readings.csv").read_text().splitlines()[1:]
    assert first.startswith("tiny,RD01,P0")
    assert json.loads((tmp_path / "readings.json").read_text())[2]["no_answer"] == "not in the record"


# --- the reader's own way --------------------------------------------------------------------------


def test_a_reader_reads_the_record_with_the_question_above_it_and_changes_nothing(pages, db, written):
    staff = pages.as_staff(Role.RESEARCHER)
    staff.open(f"/studies/{written.id}/readers").submit("Plan a reader")
    reader = db.query(Reader).one()
    hers = pages.open(f"/read/{reader.token}/")
    assert hers.submit("Continue").errors == [
        "Select “I agree to take part” if you want to take part",
        "Select your role, or that you prefer not to say",
    ]
    brief = hers.submit("Continue", choices=["take_part"], role="manager")
    record = brief.submit("Open the record")
    assert record.path.startswith("/as/")
    assert record.says("Question 1 of 3")
    nothing = record.submit("Answer")
    assert nothing.status == 400
    assert nothing.errors == ["Answer the question, or say that it is not in the record"]
    record = nothing.submit("Answer", answer="eligible")
    assert record.path.startswith("/as/")
    refused = pages.post(f"{record.path}/case-notes/new", {"csrf_token": record.value("csrf_token")})
    assert refused.status == 403
    record = record.submit("The record does not have it")
    rating = record.submit("Answer", answer="Mrs Pask")
    assert rating.h1 == "How was it to read?"
    assert rating.submit("Continue").errors == ["Select how difficult or easy it was"]
    assert rating.submit("Continue", ease="5").says("The next person")
    db.expire_all()
    assert [answer.answer for answer in reader.readings[0].answers] == ["eligible", None, "Mrs Pask"]
    assert pages.open(record.path).status == 404


def test_a_record_that_is_gone_is_said_to_be(pages, db, written):
    reader = planned(db, written)
    reading.agree(db, reader, ["take_part"], "manager", at=now())
    drop(db, reader.readings[0].session_arm.sandbox_id)
    db.commit()
    page = pages.open(f"/read/{reader.token}/").submit("Open the record")
    assert page.says("This record is not kept any more")
    assert page.follow("Back to your page").submit("I want to stop").says("none of your answers is kept")


def test_an_answer_sent_twice_is_one_answer(pages, db, written):
    reader = planned(db, written)
    reading.agree(db, reader, ["take_part"], "manager", at=now())
    db.commit()
    record = pages.open(f"/read/{reader.token}/").submit("Open the record")
    record.submit("Answer", answer="eligible")
    assert record.submit("Answer", answer="eligible").says("Question 2 of 3")
    assert db.query(ReadingAnswer).count() == 1


def test_whoever_does_not_take_part_leaves_nothing(pages, db, written):
    reader = planned(db, written)
    page = pages.open(f"/read/{reader.token}/").submit("I do not want to take part")
    assert page.says("nothing about you was kept")
    db.expire_all()
    assert reader.readings == []
    assert reader.participant.consented_at is None


def test_an_address_that_is_no_readers_leads_nowhere(pages, written):
    assert pages.open("/read/nobody/").status == 404


# --- taking it back --------------------------------------------------------------------------------


def test_when_a_writer_withdraws_what_was_read_of_hers_goes_and_the_rest_stays(db, written):
    first = planned(db, written)
    for _ in range(2):
        reads(db, written, first, "eligible", "kitchen", None)
    writer = db.get_one(Session, first.readings[0].session_arm.session_id).participant
    withdrawing.withdraw(db, written, writer, by="Ruth", at=now())
    assert len(first.readings) == 1
    assert db.query(ReadingAnswer).count() == 3


def test_a_reader_withdraws_by_her_code_and_leaves_a_tombstone(db, written):
    reader = planned(db, written)
    reads(db, written, reader, "eligible", "kitchen", "Somebody")
    (found,) = withdrawing.find_participant(db, "rd01", written.id)
    withdrawing.withdraw(db, written, found, by="Ruth", at=now())
    assert db.query(Reader).count() == db.query(Reading).count() == db.query(ReadingAnswer).count() == 0
    assert db.query(Participant).filter_by(code="RD01").one().role is None
    assert planned(db, written).participant.code == "RD02"
