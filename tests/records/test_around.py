"""Who is around a person, seen from both sides, and two records that may be of one person."""

from datetime import date

import pytest

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.records.kinship import INVERSES, KINDS, seen_from
from casework.records.models import Worker
from casework.records.operations import people as operations
from casework.records.queries import around
from casework.records.queries.same_person import alike
from casework.synthetic.building import Build
from tests.ready import on_both_databases

TODAY = date(2026, 11, 10)


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair")


@pytest.mark.parametrize(
    ("kind", "gender", "inverse"),
    [
        ("mother", "female", "daughter"),
        ("Mother", "male", "son"),
        ("mother", None, "child"),
        ("daughter", "female", "mother"),
        ("husband", "female", "wife"),
        ("wife", "female", "wife"),
        ("brother-in-law", "female", "sister-in-law"),
        ("aunt", "male", "nephew"),
        ("friend", "male", "friend"),
        ("carer", "female", "cares for"),
        ("visitor", "male", None),
    ],
)
def test_a_relationship_read_from_the_other_side(kind: str, gender: str | None, inverse: str | None) -> None:
    assert seen_from(kind, gender) == inverse


def test_every_kind_in_a_family_leads_back_to_itself() -> None:
    family = set(INVERSES) - {"carer", "landlord", "tenant"}
    for kind in family:
        for gender in ("female", "male", None):
            back = seen_from(kind, gender)
            assert back is not None
            assert kind in {seen_from(back, other) for other in ("female", "male", None)}, kind
    assert family <= set(KINDS)


@on_both_databases
def test_whoever_names_the_person_on_their_record_is_around_her_too(db: Db, build: Build) -> None:
    rose = build.person(name="Rose Tennant", gender="female")
    claire = build.person(name="Claire Tennant", gender="female")
    build.relationship(person=rose, name="Alan Tennant", kind="husband", position=1)
    build.relationship(person=claire, other=rose, name="Rose Tennant", kind="mother")
    found = around.people_around(db, rose)
    assert [(one.name, one.kind, one.is_their_word) for one in found] == [
        ("Alan Tennant", "husband", False),
        ("Claire Tennant", "daughter", True),
    ]


def test_what_both_records_say_is_listed_once(db: Db, build: Build) -> None:
    rose, claire = build.person(), build.person()
    build.relationship(person=rose, other=claire, name="Claire", kind="daughter")
    build.relationship(person=claire, other=rose, name="Rose", kind="mother")
    assert [one.kind for one in around.people_around(db, rose)] == ["daughter"]


def test_somebody_whom_a_warning_names_is_marked(db: Db, build: Build) -> None:
    rose = build.person()
    build.warning(person=rose, title="Do not discuss money in front of visitor “Kevin”")
    build.relationship(person=rose, name="“Kevin”", kind="visitor")
    build.relationship(person=rose, name="Kay Marsh", kind="friend")
    assert {one.name: one.has_warning for one in around.people_around(db, rose)} == {
        "“Kevin”": True,
        "Kay Marsh": False,
    }


def test_a_relationship_to_somebody_we_know_is_written_on_both_records(db: Db, build: Build, priya: Worker) -> None:
    rose, claire = build.person(name="Rose Tennant", gender="female"), build.person(name="Claire Tennant")
    said = operations.AroundSaid(name="", kind="daughter", other=claire, is_next_of_kin=True)
    hers = operations.add_relationship(db, rose, said, worker=priya, acted_for=None, today=TODAY)
    (theirs,) = around.people_around(db, claire)
    assert (hers.name, hers.kind, hers.is_next_of_kin) == ("Claire Tennant", "daughter", True)
    assert (theirs.name, theirs.kind, theirs.is_their_word) == ("Rose Tennant", "mother", False)
    with pytest.raises(DomainError, match="on this record already"):
        operations.add_relationship(db, rose, said, worker=priya, acted_for=None, today=TODAY)


def test_nobody_is_related_to_themself(db: Db, build: Build, priya: Worker) -> None:
    rose = build.person()
    said = operations.AroundSaid(name="", kind="daughter", other=rose)
    with pytest.raises(DomainError, match="number of this person"):
        operations.add_relationship(db, rose, said, worker=priya, acted_for=None, today=TODAY)


def test_an_ended_relationship_is_ended_on_both_records_and_kept(db: Db, build: Build, priya: Worker) -> None:
    tom = build.worker(name="Tom Reilly")
    rose, claire = build.person(), build.person()
    hers = build.relationship(person=rose, other=claire, name="Claire", kind="daughter")
    build.relationship(person=claire, other=rose, name="Rose", kind="mother")
    operations.end_relationship(db, hers, because="Moved away", worker=priya, acted_for=tom, today=TODAY)
    assert around.people_around(db, rose) == around.people_around(db, claire) == []
    (kept,) = around.people_before(db, rose)
    assert (kept.ended_on, kept.ended_by_id, kept.ended_for_id) == (TODAY, priya.id, tom.id)
    with pytest.raises(DomainError, match="ended already"):
        operations.end_relationship(db, hers, because="Again", worker=priya, acted_for=None, today=TODAY)


def test_a_relationship_of_somebody_else_is_not_found(db: Db, build: Build) -> None:
    strangers = build.relationship(person=build.person())
    with pytest.raises(NotFound):
        around.get_relationship(db, build.person(), strangers.id)


# --- key facts ------------------------------------------------------------------------------------


def said(value: str, **others: object) -> operations.FactSaid:
    return operations.FactSaid(**{"label": "GP", "value": value, "source": "Rose", "confirmed_on": TODAY, **others})


@on_both_databases
def test_a_changed_fact_takes_the_place_of_the_old_one_which_is_kept(db: Db, build: Build, priya: Worker) -> None:
    rose = build.person()
    old = build.detail(person=rose, label="GP", value="Larkspur Surgery", position=3)
    new = operations.keep_fact(
        db, rose, said("Millrace Surgery"), instead_of=old, worker=priya, acted_for=None, today=TODAY
    )
    assert [fact.value for fact in rose.details] == ["Millrace Surgery"]
    assert (new.position, old.replaced_on, old.value) == (3, TODAY, "Larkspur Surgery")
    with pytest.raises(DomainError, match="Somebody has changed this"):
        operations.keep_fact(db, rose, said("X"), instead_of=old, worker=priya, acted_for=None, today=TODAY)


def test_a_fact_cannot_be_confirmed_in_the_future_or_be_there_twice(db: Db, build: Build, priya: Worker) -> None:
    rose = build.person()
    build.detail(person=rose, label="GP")
    for wrong, message in (
        (said("X", label="gp"), "There is a fact called GP already"),
        (said("X", label="Religion", confirmed_on=date(2026, 11, 11)), "today or earlier"),
    ):
        with pytest.raises(DomainError, match=message):
            operations.keep_fact(db, rose, wrong, worker=priya, acted_for=None, today=TODAY)


def test_where_somebody_lived_before_is_kept(db: Db, build: Build) -> None:
    rose = build.person(address="14 Quarry Bank Lane", postcode="VZ4 1RB")
    operations.keep_address(db, rose, address="14 Quarry Bank Lane", postcode="VZ4 1RB", until=TODAY)
    assert rose.past_addresses == []
    operations.keep_address(db, rose, address="2 Mill Court", postcode="VZ4 2AA", until=TODAY)
    assert (rose.address, rose.postcode) == ("2 Mill Court", "VZ4 2AA")
    assert [(past.address, past.until_on) for past in rose.past_addresses] == [("14 Quarry Bank Lane", TODAY)]


# --- one person, two records ----------------------------------------------------------------------


@on_both_databases
def test_records_with_one_date_of_birth_and_names_spelt_alike_may_be_one_person(db: Db, build: Build) -> None:
    born = date(1950, 7, 1)
    rose = build.person(name="Rosemary Tennant", preferred_name="Rose", born_on=born)
    misspelt = build.person(name="Rose Tennent", born_on=born)
    build.person(name="Ruby Tennant", preferred_name=None, born_on=born)  # her twin
    build.person(name="Rosemary Tennant", born_on=date(1950, 1, 7))
    assert [one.other for one in alike(db, [rose])[rose.id]] == [misspelt]
    assert [one.other for one in alike(db, [misspelt])[misspelt.id]] == [rose]


def test_a_decision_about_two_records_holds_from_either_side(db: Db, build: Build, priya: Worker) -> None:
    one, other = (build.person(name="Adelina Zorn", born_on=date(1950, 7, 1)) for _ in range(2))
    operations.decide_same_person(
        db, one, other, is_same=False, reason="Cousins", worker=priya, acted_for=None, today=TODAY
    )
    for whom in (one, other):
        (found,) = alike(db, [whom])[whom.id]
        assert found.decision is not None
        assert (found.decision.is_same, found.decision.reason, found.is_open) == (False, "Cousins", False)
