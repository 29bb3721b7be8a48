"""People are found as staff look for them."""

from datetime import date

import pytest
from sqlalchemy.event import listen

from casework.database import Db
from casework.records.queries.search import MOST_FOUND, search_people
from casework.synthetic.building import Build
from tests.ready import on_both_databases

pytestmark = on_both_databases


@pytest.fixture
def county(build: Build) -> None:
    build.person(
        name="Rose Tennant",
        preferred_name="Rosie",
        number="100417",
        nhs_number="9990002020",
        born_on=date(1944, 3, 14),
        address="14 Quarry Bank Lane, Larkenfold",
        postcode="VZ4 1RB",
    )
    build.person(
        name="Edna Farrow",
        number="100499",
        born_on=date(1939, 1, 2),
        preferred_name=None,
        nhs_number=None,
        address=None,
        postcode=None,
    )
    build.person(
        name="Šárka Osei-Grant",
        number="100500",
        born_on=date(1988, 7, 1),
        preferred_name=None,
        nhs_number=None,
        address=None,
        postcode=None,
    )
    build.person(
        name="Aoife O’Neill",
        number="100501",
        born_on=date(1951, 7, 1),
        preferred_name=None,
        nhs_number=None,
        address=None,
        postcode=None,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tenn", [("Rose", "name")]),
        ("Rosie TENNANT", [("Rose", "name")]),
        ("Tennant, Rose", [("Rose", "name")]),
        ("#100417", [("Rose", "number")]),
        ("1004", [("Edna", "number"), ("Rose", "number")]),
        ("999 000 2020", [("Rose", "number")]),
        ("14 3 1944", [("Rose", "date of birth")]),
        ("14031944", [("Rose", "date of birth")]),
        ("14/03/44", [("Rose", "date of birth")]),
        ("14 March 1944", [("Rose", "date of birth")]),
        ("31 2 1944", []),
        ("1944-03-14", [("Rose", "date of birth")]),
        ("sarka", [("Šárka", "name")]),
        ("ŠÁRKA", [("Šárka", "name")]),
        ("grant", [("Šárka", "name")]),
        ("oneill", [("Aoife", "name")]),
        ("Faroe", [("Edna", "sounds alike")]),
        ("Tenannt", [("Rose", "sounds alike")]),
        ("Rose Tennent", [("Rose", "sounds alike")]),
        ("Fbrrow", [("Edna", "spelt alike")]),
        ("quarry bank", [("Rose", "address")]),
        ("vz41rb", [("Rose", "address")]),
        ("Rose Farrow", []),
        ("%", []),
        ("  ", []),
    ],
)
def test_people_are_found_by(db: Db, county: None, text: str, found: list[tuple[str, str]]) -> None:
    assert [(match.person.first_name, match.why) for match in search_people(db, text).matches] == found


def test_whoever_is_called_so_comes_before_whoever_only_begins_so(db: Db, build: Build) -> None:
    build.person(name="Ann Marshall")
    build.person(name="Ann Marsh")
    assert [person.last_name for person in search_people(db, "marsh").people] == ["Marsh", "Marshall"]


def test_a_search_is_two_queries_however_many_there_are(db: Db, build: Build) -> None:
    asked: list[str] = []
    listen(db.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for more in (1, MOST_FOUND + 10):
        for _ in range(more):
            build.person()
        asked.clear()
        found = search_people(db, "Morris")
        counts.append(len(asked))
    assert counts == [2, 2]
    assert (len(found.matches), found.more) == (MOST_FOUND, True)
