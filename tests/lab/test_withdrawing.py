"""A participant withdraws: everything of hers is gone, from every table, and nothing of anybody else's."""

from sqlalchemy import select

from casework.lab import planning, queries, withdrawing
from casework.lab.models import Event, Participant, Session
from casework.lab.vocabulary import Stage


def test_a_participant_who_withdraws_leaves_a_code_a_day_and_the_place_she_was_dealt(db, study, session, walk):
    walk.to_the_end()
    row, at = session.row, walk.moments.after()
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=at)
    db.commit()
    left = db.scalars(select(Participant)).one()
    assert (left.code, left.withdrawn_at, left.consented_at, left.role) == ("P01", at, None, None)
    tombstone = db.scalars(select(Session)).one()
    assert (tombstone.row, tombstone.number, tombstone.stage, tombstone.runs) == (row, 1, Stage.THANKS, [])
    assert db.scalars(select(Event)).all() == []
    assert queries.balance(db, study).n == 1
    assert planning.plan_session(db, study, by="ruth", at=walk.moments.after()).participant.code == "P02"
