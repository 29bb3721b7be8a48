"""How many queries a page takes: what grows with its questions would make every page slow."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from casework.extensions import db as handle_of_the_app
from casework.records.models import Case, Person, Step
from casework.synthetic.building import Build
from tests.at_work import AtWork
from tests.ready import on_both_databases

pytestmark = on_both_databases
MOST = 19
"""Four of them keep that the page was seen, and four how it looked."""
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def queries(app: Flask) -> Counting:
    """Collects every statement the application sends its database, that of the page's own event included."""

    @contextmanager
    def collecting() -> Iterator[list[str]]:
        asked: list[str] = []

        def keep(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                asked.append(statement)

        with app.app_context():
            engine = handle_of_the_app.engine
        event.listen(engine, "before_cursor_execute", keep)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", keep)

    return collecting


def step_of_twelve(worked: AtWork) -> Step:
    """A started step of hers whose one page has twelve questions."""
    other = worked.step
    step = Build(worked.db).step(
        case=worked.db.get_one(Case, (other.sandbox_id, other.case_id)),
        person=worked.db.get_one(Person, (other.sandbox_id, other.person_id)),
        version_id=other.version_id,
        definition_id="advice",
        worker_id="priya",
        status="started",
        position=50,
    )
    worked.db.commit()
    return step


def test_a_page_of_twelve_questions_takes_at_most_nineteen_queries(priya: AtWork, queries: Counting) -> None:
    address = f"/steps/{step_of_twelve(priya).id}/pages/twelve"
    page = priya.open(address)
    assert len([each for each in page.root.all("div") if "data-question" in each]) == 12
    with queries() as asked:
        priya.open(address)
    assert len(asked) <= MOST, "\n".join(asked)


def test_a_page_beside_what_an_earlier_step_says_takes_at_most_nineteen_queries(
    priya: AtWork, queries: Counting
) -> None:
    assert priya.open_step("home").says("She fell in the kitchen.") or priya.open_step("home").says("She does not eat.")
    with queries() as asked:
        priya.open(f"/steps/{priya.step.id}/pages/home")
    assert len(asked) <= MOST, "\n".join(asked)


def test_a_page_that_is_saved_takes_at_most_ten_queries(priya: AtWork, queries: Counting) -> None:
    page = priya.open_step("home")
    sent = {name: page.value(name) for name in ("csrf_token", "sitting", "revision")}
    with queries() as asked:
        priya.pages.client.post(page.path, data={**sent, "q-lives": "no", "q-matters": "Her own kitchen."})
    assert priya.answers["matters"] == "Her own kitchen."
    assert len(asked) <= 10, "\n".join(asked)
