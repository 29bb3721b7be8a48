"""What the team says right after a session: who may say what, when it is due, and a day side by side."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.database import Db
from casework.errors import DomainError
from casework.lab import debriefs, planning
from casework.lab.models import Observation, ObserverQuestion, Session
from casework.lab.vocabulary import ObservationKind, Stage

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def joined(db: Db, session: Session, at: datetime = NOON, *, ended: bool = True) -> Session:
    session.joined_at, session.ended_at, session.stage = at, at if ended else None, Stage.THANKS
    db.commit()
    return session


def add(db: Db, session: Session, *saw: str, surprise: str = "", by: str = "Ruth", at: datetime = NOON) -> None:
    debriefs.add_debrief(db, session, saw=saw, surprise=surprise, by=by, at=at)
    db.commit()


def test_several_people_add_what_they_saw_and_empty_boxes_are_left_out(db, session):
    joined(db, session)
    add(db, session, "Looks for the carer", "", " Reads the error twice ", surprise="Rang the daughter")
    add(db, session, "Was in a hurry", by="Omar", at=NOON + timedelta(minutes=1))
    said = debriefs.debriefing(db, session).said
    assert [(one.by, one.saw, one.surprise) for one in said] == [
        ("Ruth", ["Looks for the carer", "Reads the error twice"], "Rang the daughter"),
        ("Omar", ["Was in a hurry"], None),
    ]


@pytest.mark.parametrize(
    ("saw", "surprise", "field"),
    [(("", " "), "A surprise alone", "saw_1"), (("a", "b" * 601), "", "saw_2"), (("a",), "c" * 601, "surprise")],
)
def test_what_cannot_be_kept_is_refused_at_its_box(db, session, saw, surprise, field):
    joined(db, session)
    with pytest.raises(DomainError) as refused:
        debriefs.add_debrief(db, session, saw=saw, surprise=surprise, by="Ruth", at=NOON)
    assert refused.value.field == field


def test_nobody_debriefs_a_session_that_was_not_joined(db, session):
    with pytest.raises(DomainError, match="Nobody has joined"):
        add(db, session, "Nothing")


def test_a_debrief_is_due_from_the_end_of_the_session_until_somebody_has_said_something(db, session):
    joined(db, session, ended=False)
    assert not debriefs.debriefing(db, session).is_due
    joined(db, session)
    assert debriefs.debriefing(db, session).is_due
    add(db, session, "Reads it aloud")
    assert not debriefs.debriefing(db, session).is_due
    assert debriefs.how_many(db, [session.id])[session.id] == 1


def test_questions_that_were_not_asked_and_problems_that_were_noted_are_brought_along(db, session):
    joined(db, session)
    asked = {"session_id": session.id, "by": "Omar", "at": NOON}
    db.add(ObserverQuestion(text="Does she use the paper form?", put_off_at=NOON, **asked))
    db.add(ObserverQuestion(text="Was that asked?", asked_at=NOON, **asked))
    db.add(Observation(kind=ObservationKind.PROBLEM, text="Stops at the summary", **asked))
    db.add(Observation(kind=ObservationKind.GOOD, text="Likes the summary", **asked))
    db.commit()
    found = debriefs.debriefing(db, session)
    assert [one.text for one in found.questions] == ["Does she use the paper form?"]
    assert [one.text for one in found.problems] == ["Stops at the summary"]


def test_a_day_has_the_sessions_that_began_on_it_in_order_and_no_rehearsals(db, study, session, moments):
    others = [planning.plan_session(db, study, by="ruth", at=moments.after()) for _ in range(2)]
    rehearsal = planning.plan_session(db, study, by="ruth", at=moments.after(), is_rehearsal=True)
    joined(db, session, NOON.replace(hour=15))
    joined(db, others[0], NOON)
    joined(db, others[1], NOON.replace(day=22))
    joined(db, rehearsal, NOON)
    found = debriefs.debriefings_of_day(db, study, date(2026, 11, 23))
    assert [each.session.id for each in found] == [others[0].id, session.id]
    assert debriefs.days_of(db, study) == [date(2026, 11, 23), date(2026, 11, 22)]
