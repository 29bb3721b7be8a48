"""The decision lab: what was decided beside a key that experts made blind, and where practitioners part."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.findings.decisions import decisions_of, experts_agree
from casework.findings.results import results
from casework.findings.tables import decisions_table, facts_table
from casework.lab import panel
from tests.ready import on_both_databases


def lab_of(db, study):
    return decisions_of(db, results(db, study))


@pytest.fixture
def decided(db, study, take_part):
    """Six people, who decide about both cases, half of them otherwise than the rest in the second arm."""
    for number in range(6):
        take_part(decided={"assess": "eligible", "talk": "eligible" if number % 2 else "not-eligible"})
    return study


def test_without_anything_to_hold_decisions_against_there_is_no_lab(db, study):
    assert lab_of(db, study) is None


def test_right_decisions_are_counted_by_case_by_question_and_together(db, decided):
    lab = lab_of(db, decided)
    assert lab.people == [6, 6]
    assert [row.label for row in lab.by_case] == [case.person_name for case in decided.cases]
    (eligibility,) = lab.by_question
    assert eligibility.said[0].startswith("6 of 6 (100%")
    assert lab.together.said[0] == "6 of 6, by 6 people"


def test_where_they_part_is_told_by_answer_with_the_experts_beside_it(db, decided):
    rose = lab_of(db, decided).cases[0]
    (question,) = rose.questions
    counts = {answer.label: (answer.counts, answer.is_experts) for answer in question.answers}
    assert set(counts) == {"Eligible", "Not eligible", "Not known"}
    assert counts["Eligible"][1]
    assert not counts["Not eligible"][1]
    assert sum(sum(each) for each, _ in counts.values()) == sum(rose.people)


def test_how_far_they_agree_has_its_people_and_units_and_no_alpha_under_ten_units(db, decided):
    agree = {row.label: row.said for row in lab_of(db, decided).agreement}
    assert agree["Eligibility decision: pairs who agree"][0] == "100% of pairs, 6 people, 2 units"
    assert not [label for label in agree if "alpha" in label]


def test_from_the_opening_of_a_panel_nobody_sees_what_was_decided(pages, db, decided):
    staff = pages.as_staff(Role.RESEARCHER)
    at = f"/studies/{decided.id}"
    assert "Where they part" in staff.open(f"{at}/decisions").text
    page = staff.open(f"{at}/panel").submit("Open the panel")
    assert "Experts are asked" in page.text
    assert "Nothing is shown while experts are asked" in staff.open(f"{at}/decisions").text
    assert "No expert has answered" in staff.open(f"{at}/results").text
    assert lab_of(db, decided) is None


@on_both_databases
def test_two_experts_answer_alone_differ_are_ruled_and_the_key_is_sealed(pages, db, study):
    researcher, ada, ben = pages.as_staff(Role.RESEARCHER), *(pages.another() for _ in "ab")
    ada, ben = ada.as_staff(Role.EXPERT), ben.as_staff(Role.EXPERT)
    at = f"/studies/{study.id}/panel"
    researcher.open(at).submit("Open the panel")
    rose, edna = (case.person_name for case in study.cases)
    for expert, said in ((ada, "eligible"), (ben, "not-eligible")):
        page = expert.open("/panel").follow(rose)
        assert page.submit("Keep these answers").error_beside("assessment__decision") == "Answer: eligibility decision"
        page = page.submit("Keep these answers", assessment__decision=said, because="She fell")
        assert f"Kept: {rose}" in page.text
        page.follow(edna).submit("Keep these answers", assessment__decision="eligible")
    assert ada.open("/panel").follow(rose).value("assessment__decision") == "eligible"
    page = researcher.open(at)
    assert f"{rose}: the experts differ, and nothing is ruled yet" in page.text
    assert page.submit("Keep this ruling", kept="no").error_beside("because") == "Enter why"
    page = page.submit("Keep this ruling", kept="no", because="They did not agree")
    page = page.submit("Seal the key")
    assert "Key sealed" in page.text
    db.expire_all()
    assert panel.panel_of(db, study).sealed_by
    assert "No panel is open now" in ada.open("/panel").text


def test_how_far_experts_agreed_is_told_before_anything_was_ruled(db, study):
    panel.open_panel(db, study, by="Ruth", at=now())
    assert experts_agree(panel.answered(db, study), study.seed) == []
    for case, said in zip(study.cases, (("eligible", "not-eligible"), ("eligible", "eligible")), strict=True):
        for who, value in zip(("ada", "ben"), said, strict=True):
            values = {"assessment.decision": value}
            panel.answer(db, study, case, values, "", account_id=who, by=who.title(), at=now())
    (decision, told), (over_all, alpha) = experts_agree(panel.answered(db, study), study.seed)
    assert (decision, told) == ("Eligibility decision", "alike in 1 of 2")
    assert over_all.startswith("All questions and cases, 2 experts")
    assert "2 units" in alpha


def test_while_experts_are_asked_no_table_says_what_was_decided(db, study, take_part):
    take_part(decided={"assess": "eligible", "talk": "not-eligible"})
    decided = {row[7] for row in facts_table(db, study)[1]}
    assert "assessment.decision" in decided
    panel.open_panel(db, study, by="Ruth", at=now())
    assert {row[7] for row in facts_table(db, study)[1]} == decided - {"assessment.decision"}
    assert decisions_table(db, study)[1] == []


def test_an_expert_sees_neither_the_study_nor_the_answers_of_another(pages, db, study):
    panel.open_panel(db, study, by="Ruth", at=now())
    rose = study.cases[0]
    values = {"assessment.decision": "not-eligible"}
    panel.answer(db, study, rose, values, "Her niece helps", account_id="ben", by="Ben", at=now())
    db.commit()
    ada = pages.as_staff(Role.EXPERT)
    page = ada.open(f"/panel/{study.id}/{rose.key}")
    assert page.value("assessment__decision") == ""
    assert "niece" not in page.html
    assert "Ben" not in page.root.first("main").text
    for hidden in ("", "/panel", "/decisions", "/results"):
        assert ada.open(f"/studies/{study.id}{hidden}").status == 403
