"""What is shipped in seed_data/people/ and the county, together as a session's sandbox has them."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from casework.database import Db, copy_sandbox, enter_sandbox
from casework.lab.sandboxes import COUNTY
from casework.records import models
from casework.records.queries.work import team_steps, work_view
from casework.synthetic.templates import make_templates

SEED_DATA = Path(__file__).resolve().parents[2] / "seed_data"


def test_the_county_and_everybody_written_by_hand_fit_in_one_sandbox(db: Db) -> None:
    made = make_templates(
        db, SEED_DATA, seed=20261110, story_date=date(2026, 11, 10), at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    for template in made:
        copy_sandbox(db, template.id, "together", onto_others=True)
    enter_sandbox(db, "together")
    people = db.scalars(select(models.Person)).all()
    assert len(people) > 500
    for said in (
        Counter(person.number for person in people),
        Counter(person.nhs_number for person in people if person.nhs_number),
    ):
        assert [number for number, times in said.items() if times > 1] == []
    # People written by hand bring work of their own, of which a session has one case's.
    enter_sandbox(db, COUNTY)
    priya = db.get_one(models.Worker, (COUNTY, "priya_nair"))
    assert work_view(db, priya).count == 9
    assert len(team_steps(db, priya)) == 31
