"""The county beside what is published: counted from its own rows, with how sure one can be."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from casework.database import Base, Db, enter_sandbox, prepare
from casework.errors import DomainError
from casework.records.vocabulary import StepKind
from casework.synthetic.building import Build
from casework.synthetic.comparison import FIGURES, FILE, Compared, compare
from casework.synthetic.pinned import read_yaml
from casework.synthetic.population import make_county
from tests.synthetic.workers import WORKERS

STORY_DATE = date(2026, 11, 10)


@pytest.fixture(scope="module")
def compared() -> Iterator[dict[str, Compared]]:
    """A county of 1,500, wide enough for its figures to be near."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        make_county(db, people=1500, seed=4, sandbox_id="large", story_date=STORY_DATE, workers=WORKERS)
        enter_sandbox(db, "large")
        yield {one.key: one for one in compare(db, STORY_DATE)}
    engine.dispose()


def by_key(db: Db) -> dict[str, Compared]:
    return {one.key: one for one in compare(db, STORY_DATE)}


def test_every_published_figure_is_counted_and_everything_counted_is_published() -> None:
    assert [entry["key"] for entry in read_yaml(FILE)["figures"]] == list(FIGURES)


def test_a_county_differs_from_what_is_published_no_more_often_than_chance_would_have_it(
    compared: dict[str, Compared],
) -> None:
    aimed_at = [one for one in compared.values() if not one.note.startswith(("Not aimed at", "Only where"))]
    differing = [one.key for one in aimed_at if one.differs and one.unit == "percent"]
    assert len(aimed_at) > 40
    assert len(differing) <= 6, differing


def test_a_figure_says_how_many_it_rests_on_and_how_sure_it_is(compared: dict[str, Compared]) -> None:
    for one in compared.values():
        assert one.n > 0
        assert one.value is not None
        if one.unit == "percent":
            assert one.low is not None
            assert one.high is not None
            assert 0 <= one.low <= one.value <= one.high <= 100
        assert one.status in ("seen", "unconfirmed", "proposal")
        assert one.source


def test_a_request_from_somebody_who_asked_before_is_a_repeat(build: Build, db: Db) -> None:
    ada = build.person(born_on=date(1940, 1, 1))
    build.contact(person=ada)
    build.contact(person=ada)
    build.contact(person=build.person(born_on=date(1990, 1, 1)))
    figures = by_key(db)
    assert (figures["requests_repeated"].value, figures["requests_repeated"].n) == (pytest.approx(100 / 3), 3)
    assert figures["requests_older"].value == pytest.approx(200 / 3)


def test_a_review_counts_within_the_year_for_those_with_support_for_longer(build: Build, db: Db) -> None:
    for started, held in ((500, 30), (500, 400), (100, 20)):
        plan = build.plan(starts_on=STORY_DATE - timedelta(days=started))
        build.review(person_id=plan.person_id, case_id=plan.case_id, held_on=STORY_DATE - timedelta(days=held))
    figure = by_key(db)["reviewed_in_year"]
    assert (figure.value, figure.n) == (50, 2)


def test_work_that_nobody_has_started_waits(build: Build, db: Db) -> None:
    build.step(kind=StepKind.ASSESSMENT)
    build.step(kind=StepKind.REVIEW)
    build.step(kind=StepKind.REVIEW, status="started")
    figure = by_key(db)["waiting_for_assessment"]
    assert (figure.value, figure.n) == (50, 2)


def test_where_nobody_is_counted_there_is_no_figure_and_no_difference(db: Db) -> None:
    figure = by_key(db)["supported_older"]
    assert (figure.value, figure.n, figure.low, figure.differs) == (None, 0, None, False)


def test_a_figure_that_nothing_counts_is_a_mistake_in_the_file(db: Db, tmp_path: Path) -> None:
    file = tmp_path / "published.yaml"
    file.write_text("figures:\n  - {key: unheard_of}\n", encoding="utf-8")
    with pytest.raises(DomainError, match="nothing in the county is counted as “unheard_of”"):
        compare(db, STORY_DATE, file)
