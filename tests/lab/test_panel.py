"""The expert panel: each answers alone, differences are ruled before anybody looks, and a sealed key stays."""

import pytest

from casework.clock import now
from casework.database import leave_sandbox
from casework.errors import DomainError
from casework.lab import panel
from casework.lab.queries import expert_answers


@pytest.fixture
def asked(db, study):
    """A panel that is asked for the eligibility decision of both cases: asked("ada", rose="eligible")."""
    leave_sandbox(db)
    panel.open_panel(db, study, by="Ruth", at=now())
    cases = {case.key: case for case in study.cases}

    def answers(who, **decisions):
        for key, decision in decisions.items():
            values = {"assessment.decision": decision}
            panel.answer(db, study, cases[key], values, "", account_id=who, by=who.title(), at=now())

    return answers


def test_two_who_agree_make_the_key_and_it_takes_the_place_of_what_was_proposed(db, study, asked):
    for who in ("ada", "ben"):
        asked(who, rose="not-eligible", edna="eligible")
    panel.seal_key(db, study, by="Ruth", at=now())
    key = expert_answers(db, study)
    rose = key["rose"]["assessment.decision"]
    assert (rose.value["value"], rose.value["acceptable"]) == ("not-eligible", [])
    assert rose.who == "2 experts, each alone and blind"
    assert rose.status == "agreed"


def test_where_they_differ_nothing_is_sealed_before_it_is_ruled(db, study, asked):
    asked("ada", rose="eligible", edna="eligible")
    asked("ben", rose="not-eligible", edna="eligible")
    with pytest.raises(DomainError, match=r"the experts differ, and nothing is ruled yet"):
        panel.seal_key(db, study, by="Ruth", at=now())


def test_kept_every_answer_is_accepted_the_most_frequent_first(db, study, asked):
    asked("ada", rose="eligible", edna="eligible")
    for who in ("ben", "cal"):
        asked(who, rose="not-eligible", edna="eligible")
    rose = study.cases[0]
    panel.rule(db, study, rose, is_kept=True, because="Both can be argued", by="Ruth", at=now())
    panel.seal_key(db, study, by="Ruth", at=now())
    assert expert_answers(db, study)["rose"]["assessment.decision"].value["acceptable"] == ["eligible"]


def test_left_out_a_case_is_in_no_key(db, study, asked):
    for who, decision in (("ada", "eligible"), ("ben", "not-eligible")):
        asked(who, rose=decision, edna="eligible")
    panel.rule(db, study, study.cases[0], is_kept=False, because="They did not agree", by="Ruth", at=now())
    panel.seal_key(db, study, by="Ruth", at=now())
    assert set(expert_answers(db, study)) == {"edna"}


def test_one_expert_is_no_panel(db, study, asked):
    asked("ada", rose="eligible", edna="eligible")
    assert panel.not_ready(panel.answered(db, study)) == [
        f"{case.person_name}: 1 of at least 2 experts have answered" for case in study.cases
    ]


def test_a_sealed_key_is_not_changed_by_an_answer_a_ruling_or_a_second_panel(db, study, asked):
    for who in ("ada", "ben"):
        asked(who, rose="eligible", edna="eligible")
    panel.seal_key(db, study, by="Ruth", at=now())
    for change in (
        lambda: asked("ada", rose="not-eligible"),
        lambda: panel.rule(db, study, study.cases[0], is_kept=True, because="Late", by="Ruth", at=now()),
        lambda: panel.seal_key(db, study, by="Ruth", at=now()),
        lambda: panel.open_panel(db, study, by="Ruth", at=now()),
    ):
        with pytest.raises(DomainError, match="sealed"):
            change()


def test_an_expert_who_thinks_again_changes_her_own_answer_alone(db, study, asked):
    asked("ada", rose="eligible")
    asked("ben", rose="eligible")
    asked("ada", rose="not-eligible")
    rose = study.cases[0]
    said = {who: panel.own_opinions(db, study, rose, who)["assessment.decision"].value for who in ("ada", "ben")}
    assert said == {"ada": {"value": "not-eligible"}, "ben": {"value": "eligible"}}


def test_an_answer_left_out_is_asked_for_by_name(db, study, asked):
    with pytest.raises(DomainError, match="Answer: eligibility decision") as refusal:
        asked("ada", rose="")
    assert refusal.value.field == "assessment.decision"


def test_what_participants_decided_is_hidden_from_the_opening_to_the_seal(db, study, asked):
    assert panel.is_blind(db, study)
    for who in ("ada", "ben"):
        asked(who, rose="eligible", edna="eligible")
    panel.seal_key(db, study, by="Ruth", at=now())
    assert not panel.is_blind(db, study)


def test_outcomes_are_the_same_whatever_their_order_and_amounts_never_differ():
    outcomes, budget = panel.CATALOGUE["assessment.outcomes"], panel.CATALOGUE["budget.gross_pence"]
    assert panel.Answered(outcomes, [("Ada", ["clothing", "nutrition"]), ("Ben", ["nutrition", "clothing"])]).agree
    assert not panel.Answered(outcomes, [("Ada", ["clothing"]), ("Ben", ["nutrition"])]).agree
    assert panel.Answered(budget, [("Ada", 30000), ("Ben", 34000)]).agree
