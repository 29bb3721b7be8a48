"""A person's record: what stands on it, changing it, and records that are closed or double."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from casework.lab.vocabulary import EventKind
from casework.records.models import AccessRequest, Person, PersonDetail, RecordView, Relationship, Warning
from casework.synthetic.building import Build
from tests.at_work import AtWork

TODAY = date(2026, 11, 10)
RAISED = {"raised_on": TODAY, "raised_at": datetime(2026, 11, 10, 9, 0, tzinfo=UTC)}


@pytest.fixture
def build(priya: AtWork) -> Build:
    return Build(priya.db)


@pytest.fixture
def rose(priya: AtWork, build: Build) -> Person:
    found = build.person(name="Rosemary Tennant", preferred_name="Rose", gender="female", number="104417")
    priya.db.commit()
    return found


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement sent to a database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def kept(priya: AtWork, model: type) -> list:
    priya.db.rollback()
    return list(priya.db.scalars(select(model).order_by(model.id)))


# --- the bar above every page ---------------------------------------------------------------------


def test_warnings_and_communication_stand_above_every_page_in_words(priya: AtWork, build: Build, rose: Person) -> None:
    build.warning(person=rose, title="Dog not secured", review_on=date(2026, 8, 3))
    rose.communication = "Deaf: hearing aids"
    priya.db.commit()
    for path in ("", "/people", "/views", "/warnings/new", "/case-notes/new"):
        page = priya.open(f"/people/{rose.id}{path}")
        assert page.says("Warning: Dog not secured · review overdue since 3 Aug 2026"), path
        assert page.says("Communication: Deaf: hearing aids"), path
        assert page.says("Likes Rose"), path


def test_more_actions_lead_on_without_a_script(priya: AtWork, rose: Person) -> None:
    assert priya.open(f"/people/{rose.id}").follow("Add a warning").h1 == "Add a warning"


def test_what_may_be_begun_by_accident_on_somebody_who_died_is_asked_about_again(
    priya: AtWork, build: Build, rose: Person
) -> None:
    build.step(person=rose, worker_id="priya", status="incoming")
    rose.died_on = date(2026, 11, 8)
    priya.step.person.died_on = date(2026, 11, 8)
    priya.db.commit()
    assert priya.open(f"/people/{rose.id}").says("Rose died on 8 Nov 2026.")
    asked = priya.open(f"/steps/{priya.step.id}").submit("Start")
    assert asked.h1.endswith("died on 8 Nov 2026")
    assert priya.look(priya.step).status == "incoming"
    asked.submit("Begin all the same")
    assert priya.look(priya.step).status == "started"


def test_what_was_typed_goes_with_her_when_she_begins_all_the_same(priya: AtWork, rose: Person) -> None:
    rose.died_on = date(2026, 11, 8)
    priya.db.commit()
    token = priya.open(f"/people/{rose.id}/warnings/new").value("csrf_token")
    asked = priya.pages.post(f"/people/{rose.id}/concern", {"csrf_token": token, "words": "He held “her” card"})
    assert asked.h1 == "Rose died on 8 Nov 2026"
    assert asked.value("words") == "He held “her” card"


# --- the summary ----------------------------------------------------------------------------------


def test_the_summary_says_what_comes_next_and_what_stands_in_its_way(priya: AtWork, build: Build) -> None:
    whose = priya.step.person
    build.detail(person=whose, label="Lives with", value="Alan", differs="The letter says: alone.")
    priya.db.commit()
    page = priya.open(f"/people/{whose.id}")
    assert page.says(f"{priya.step.title}: not started.")
    assert page.says("Lives with: Alan. The letter says: alone. Compare the two")
    assert page.says("Two sources differ")


def test_counts_of_the_parts_are_the_rows_on_their_pages(priya: AtWork, build: Build, rose: Person) -> None:
    build.step(person=rose, worker_id="priya", status="started")
    build.step(person=rose, worker_id="priya", status="finished", finished_on=TODAY)
    build.relationship(person=rose, name="Jean", kind="friend")
    other = build.person(name="Claire Moss", gender="female")
    build.relationship(person=other, other=rose, name="Rose", kind="mother")
    build.case_note(person=rose)
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}")
    assert {"Work 1", "People 2", "Notes 1"} <= set(page.links)
    assert page.follow("Work 1").says("Open (1)")
    assert page.follow("People 2").says("Family, friends and others (2)")
    assert page.follow("Notes 1").says("Case notes (1)")


def test_what_she_is_asked_to_look_at_is_open_work_until_she_has_seen_it(
    priya: AtWork, build: Build, rose: Person
) -> None:
    note = build.case_note(person=rose, title="Claire phoned")
    build.alert(person=rose, worker_id="priya", case_note=note, raised_by="J Okafor", text="Look", **RAISED)
    build.alert(person=rose, worker_id="dawn", case_note=note, raised_by="J Okafor", text="Look", **RAISED)
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}")
    assert page.says("Open work (1)")
    assert page.says("Alert for you")
    page = page.follow("Work 1")
    assert page.says("Open (1)")
    page.follow("Alert: Claire phoned").submit("Acknowledge")
    assert priya.open(f"/people/{rose.id}").says("Open work (0)")


def test_a_page_about_somebody_with_much_on_their_record_asks_no_more_of_the_database(
    priya: AtWork, build: Build, rose: Person, statements: list[str]
) -> None:
    paths = ("", "/people", "/work", "/views")
    few = {}
    for many in (1, 5):
        for number in range(many):
            other = build.person(name=f"Other {number}", gender="female")
            worker = build.worker(name=f"Worker {number}")
            build.warning(person=rose, added_by=worker)
            build.detail(person=rose, label=f"Fact {many} {number}")
            build.relationship(person=rose, other=other, name=other.name, kind="friend")
            build.relationship(person=build.person(), other=rose, name="Rose", kind="mother")
            build.case_note(person=rose, author=worker)
            build.involvement(person=rose, worker=worker)
            build.record_view(person=rose, worker=worker)
            build.step(person=rose, worker=worker, status="started")
            build.legal_authority(person=rose, name=other.name)
            build.alert(person=rose, worker_id="priya", raised_by="J Okafor", text="Look", **RAISED)
        priya.db.commit()
        for path in paths:
            statements.clear()
            assert priya.open(f"/people/{rose.id}{path}").status == 200
            assert len(statements) <= few.setdefault(path, len(statements)), path


def test_a_search_asks_as_little_for_many_as_for_few(priya: AtWork, build: Build, statements: list[str]) -> None:
    asked = []
    for number in (3, 12):
        for _ in range(number):
            build.person(name="Ada Zimmerman", is_restricted=number == 3)
        priya.db.commit()
        statements.clear()
        priya.open("/people?q=zimmerman")
        asked.append(len(statements))
    assert asked[1] <= asked[0]


def test_who_may_decide_says_in_which_matters_and_whether_the_paper_was_seen(
    priya: AtWork, build: Build, rose: Person
) -> None:
    build.legal_authority(person=rose, name="Claire", kind="lpa-property", is_seen=True, seen_on=date(2026, 8, 19))
    build.legal_authority(person=rose, name="Claire", kind="lpa-health", is_seen=False, said_by="Alan")
    priya.db.commit()
    for path in ("", "/people"):
        page = priya.open(f"/people/{rose.id}{path}")
        assert page.says("property and affairs: seen 19 Aug 2026")
        assert page.says("health and welfare: not seen · Alan says there is one")


def test_next_of_kin_are_said_to_have_no_power_in_law(priya: AtWork, build: Build, rose: Person) -> None:
    build.relationship(person=rose, name="Alan", kind="husband", is_next_of_kin=True, died_on=date(2024, 2, 2))
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}")
    assert page.says("next of kin: no power in law")
    assert page.says("Died 2 Feb 2024")


def test_the_record_says_who_has_looked_and_keeps_that_she_did(priya: AtWork, build: Build, rose: Person) -> None:
    build.record_view(person=rose, worker_id="dawn", viewed_on=date(2026, 11, 9))
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}")
    assert page.says("By you: never before today. Others: Dawn Fisher, yesterday 09:00.")
    views = [view for view in kept(priya, RecordView) if view.worker_id == "priya"]
    assert [(view.person_id, view.page, view.viewed_on) for view in views] == [(rose.id, "summary", TODAY)]
    assert priya.open(f"/people/{rose.id}/views").says("Views (2)")


def test_a_changed_address_keeps_where_she_lived_and_what_was_said(priya: AtWork, build: Build, rose: Person) -> None:
    rose.address, rose.postcode = "14 Quarry Bank Lane", "VZ4 1RB"
    build.detail(person=rose, label="Address", value="14 Quarry Bank Lane. Key safe: ask worker", source="Alan")
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}").follow("Change: Address")
    assert page.value("address") == "14 Quarry Bank Lane"
    refused = page.submit("Save", address="2 Mill Court", postcode="VZ4 2AA", value="2 Mill Court", source="")
    assert refused.errors == ["Enter who said so"]
    assert refused.value("address") == "2 Mill Court"
    page = refused.submit("Save", source="Rose")
    assert page.says("1 earlier address")
    assert page.says("14 Quarry Bank Lane, VZ4 1RB, until 10 Nov 2026")
    assert [(f.value, f.source) for f in kept(priya, PersonDetail) if f.replaced_on] == [
        ("14 Quarry Bank Lane. Key safe: ask worker", "Alan")
    ]
    assert page.follow("Change: Address").says("What was said before (1)")
    assert [event.data["label"] for event in priya.events(EventKind.FACT_CHANGED)] == ["Address"]


def test_a_fact_that_nobody_had_said_is_added(priya: AtWork, rose: Person) -> None:
    page = priya.open(f"/people/{rose.id}").follow("Add a fact")
    page = page.submit("Save", label="Religion", value="Quaker", source="Rose", confirmed_on="09 11 2026")
    assert page.says("Quaker")
    assert page.says("9 Nov 2026")


def test_a_fact_that_looks_real_is_pointed_out(priya: AtWork, rose: Person) -> None:
    page = priya.open(f"/people/{rose.id}/facts/new")
    page = page.submit("Save", label="Telephone", value="01245 430431", source="Rose")
    assert page.says("01245 430431 looks like a telephone number")
    assert [fact.label for fact in kept(priya, PersonDetail) if fact.person_id == rose.id] == []


# --- warnings -------------------------------------------------------------------------------------

WARNING = {"kind": "risk", "title": "Dog not secured", "review_on": "10 05 2027", "is_shared": "no"}


def test_a_warning_is_added_reviewed_and_ended(priya: AtWork, rose: Person) -> None:
    page = priya.open(f"/people/{rose.id}/warnings/new").submit("Add the warning", **WARNING)
    assert page.errors == ["Enter why the person is not told"]
    assert page.value("title") == "Dog not secured"
    page = page.submit("Add the warning", not_shared_because="It would upset her")
    assert page.says("Warnings (1)")
    assert page.says("shared with Rose: no, because: It would upset her")
    page = page.follow("Review: Dog not secured")
    page = page.submit("It still stands", note="Still loose", review_on="10 11 2027")
    assert page.says("looked at 10 Nov 2026")
    page = page.follow("End: Dog not secured").submit("End the warning", because="The dog died")
    assert page.says("Warnings (0)")
    assert page.says("1 ended")
    (warning,) = [each for each in kept(priya, Warning) if each.person_id == rose.id]
    assert (warning.added_by_id, warning.reviewed_by_id, warning.ended_by_id) == ("priya", "priya", "priya")
    kinds = (EventKind.WARNING_ADDED, EventKind.WARNING_REVIEWED, EventKind.WARNING_ENDED)
    assert [event.kind for event in priya.events(*kinds)] == list(kinds)


def test_the_same_warning_sent_twice_is_added_once(priya: AtWork, rose: Person) -> None:
    page = priya.open(f"/people/{rose.id}/warnings/new")
    for _ in range(2):
        page.submit("Add the warning", **WARNING, not_shared_because="It would upset her")
    assert len([each for each in kept(priya, Warning) if each.person_id == rose.id]) == 1


# --- people around --------------------------------------------------------------------------------


def test_somebody_we_know_is_added_to_both_records_and_ended_on_both(priya: AtWork, build: Build, rose: Person) -> None:
    claire = build.person(name="Claire Moss", gender="female", number="104488")
    priya.db.commit()
    page = priya.open(f"/people/{rose.id}/people").follow("Add somebody")
    refused = page.submit("Add them", name="Claire", kind="daughter", other="999999")
    assert refused.errors == ["Nobody has this number"]
    page = refused.submit("Add them", other="#104488")
    assert page.says("Claire Moss")
    theirs = priya.open(f"/people/{claire.id}/people")
    assert theirs.says("Mother")
    page = theirs.follow("End: Rosemary Tennant").submit("Take them off the list", because="Written in error")
    assert page.says("Nobody is recorded.")
    assert priya.open(f"/people/{rose.id}/people").says("Until 10 Nov 2026: Written in error")
    assert len(kept(priya, Relationship)) >= 2


# --- restricted records ---------------------------------------------------------------------------


@pytest.fixture
def hidden(priya: AtWork, build: Build) -> Person:
    found = build.person(name="Wilhelmina Zanzibar", number="103755", is_restricted=True)
    build.case_note(person=found, title="A secret title")
    build.step(person=found, worker_id="dawn", title="A secret step", id="secret-step", status="started")
    priya.db.commit()
    return found


def test_every_page_of_a_restricted_person_withholds_their_name(app: Flask, priya: AtWork, hidden: Person) -> None:
    names_somebody = {"person_id", "step_id"}
    by_other_names = {"alert_id"}  # these decide by themselves
    assert {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("records.")
        and rule.arguments
        and not rule.arguments & (names_somebody | by_other_names)
    } == set()
    filled = {"person_id": hidden.id, "step_id": "secret-step", "page_id": "day"}
    for rule in app.url_map.iter_rules():
        about_somebody = {"person_id", "step_id"} & rule.arguments
        if not rule.endpoint.startswith("records.") or not about_somebody or "GET" not in rule.methods:
            continue
        others = {name: "none" for name in rule.arguments if name not in filled}
        wanted = {name: filled[name] for name in rule.arguments if name in filled} | others
        for name in wanted:
            if rule._converters[name].regex == r"\d+":
                wanted[name] = 1
        path = app.url_map.bind("localhost").build(rule.endpoint, wanted)
        page = priya.open(path)
        assert page.h1 == "Restricted record", path
        assert "Zanzibar" not in page.html, path
        assert "secret" not in page.text, path
        assert page.says("#1037xx"), path


def test_nothing_is_written_into_a_restricted_record_from_outside(priya: AtWork, hidden: Person, rose: Person) -> None:
    token = priya.open(f"/people/{rose.id}/case-notes/new").value("csrf_token")
    answer = priya.pages.post(f"/people/{hidden.id}/warnings/new", {"csrf_token": token, **WARNING})
    assert answer.status == 403
    assert answer.says("This record is restricted")
    assert [each for each in kept(priya, Warning) if each.person_id == hidden.id] == []


def test_a_reason_opens_the_record_and_everybody_can_read_who_asked(priya: AtWork, hidden: Person) -> None:
    page = priya.open(f"/people/{hidden.id}").submit("Open the record", reason="")
    assert page.errors == ["Enter why you need to open this record"]
    assert kept(priya, AccessRequest) == []
    page = page.submit("Open the record", reason="She rang the duty desk")
    assert page.path == f"/people/{hidden.id}"
    assert page.says("Wilhelmina Zanzibar")
    assert page.says("Restricted record · every look is kept")
    assert priya.open(f"/people/{hidden.id}/views").says("She rang the duty desk")
    (event,) = priya.events(EventKind.ACCESS_ASKED_FOR)
    assert event.data["reason"] == "She rang the duty desk"


def test_after_asking_she_comes_to_the_step_she_was_going_to(priya: AtWork, hidden: Person) -> None:
    page = priya.open("/steps/secret-step")
    assert page.h1 == "Restricted record"
    assert page.submit("Open the record", reason="Duty").path == "/steps/secret-step"


def test_a_search_withholds_whose_record_is_restricted(priya: AtWork, hidden: Person) -> None:
    page = priya.open("/people?q=zanzibar")
    assert "Wilhelmina" not in page.html
    assert page.says("#1037xx")
    assert page.follow("Ask for access").h1 == "Restricted record"


def test_somebody_around_whose_own_record_is_restricted_is_withheld_too(
    priya: AtWork, build: Build, rose: Person, hidden: Person
) -> None:
    build.relationship(person=rose, other=hidden, name="Wilhelmina Zanzibar", kind="sister", phone="01632 960999")
    priya.db.commit()
    for path in ("", "/people"):
        page = priya.open(f"/people/{rose.id}{path}")
        assert "Zanzibar" not in page.html
        assert "960999" not in page.html
        assert page.says("#1037xx")


# --- two records of one person --------------------------------------------------------------------


def test_records_that_may_be_one_persons_are_pointed_out_and_decided_about(
    priya: AtWork, build: Build, rose: Person
) -> None:
    twin = build.person(name="Rosemary Tennent", born_on=rose.born_on, number="104999")
    priya.db.commit()
    assert priya.open("/people?q=tennent").says("May be the same person as #104417")
    page = priya.open(f"/people/{rose.id}")
    assert page.says("May be the same person as #104999, Rosemary Tennent")
    page = page.follow("Compare them and decide").submit("Save", is_same="no", reason="Another mother")
    assert not page.says("May be the same person")
    assert not priya.open(f"/people/{twin.id}").says("May be the same person")
    (event,) = priya.events(EventKind.SAME_PERSON_DECIDED)
    assert event.data["is_same"] is False


def test_two_records_said_to_be_one_persons_point_to_each_other(priya: AtWork, build: Build, rose: Person) -> None:
    twin = build.person(name="Rosemary Tennent", born_on=rose.born_on, number="104999")
    build.same_person_decision(person=rose, other=twin, worker_id="priya", is_same=True, reason="She told us.")
    priya.db.commit()
    assert priya.open(f"/people/{twin.id}").says("The same person as #104417, Rosemary Tennant")


def test_records_that_are_not_alike_cannot_be_decided_about(priya: AtWork, build: Build, rose: Person) -> None:
    other = build.person(name="Somebody Else")
    priya.db.commit()
    assert priya.open(f"/people/{rose.id}/same/{other.id}").status == 404


def test_work_that_she_has_begun_opens_the_record_and_what_has_only_come_in_does_not(
    priya: AtWork, build: Build, hidden: Person
) -> None:
    hers = build.step(person=hidden, worker_id="priya", status="incoming")
    priya.db.commit()
    assert priya.open(f"/steps/{hers.id}").h1 == "Restricted record"
    hers.status = "started"
    priya.db.commit()
    assert priya.open(f"/people/{hidden.id}").says("Wilhelmina Zanzibar")


def test_a_key_made_by_chance_is_not_taken_for_a_postcode(priya: AtWork, rose: Person) -> None:
    page = priya.open(f"/people/{rose.id}/facts/new")
    said = [("label", "Religion"), ("value", "Quaker"), ("source", "Rose")]
    on = [("confirmed_on", part) for part in ("9", "11", "2026")]
    ours = [("csrf_token", page.value("csrf_token")), ("sitting", page.value("sitting")), ("once", "x-CM11QH.1")]
    assert priya.pages.post(page.path, [*said, *on, *ours]).path == f"/people/{rose.id}"
