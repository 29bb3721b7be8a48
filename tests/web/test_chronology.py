"""The page of the chronology: two lists, one switch, a selection, and paper."""

from datetime import date

import pytest

from casework.lab.vocabulary import EventKind
from casework.records.queries.people import get_person
from casework.synthetic.building import Build
from tests.at_work import AtWork
from tests.pages import Page

PAGE = "/people/carl/chronology"


@pytest.fixture
def carl(priya: AtWork) -> AtWork:
    build, whom = Build(priya.db), get_person(priya.db, "carl")
    fall, told = date(2026, 3, 12), date(2026, 3, 15)
    build.chronology_entry(person=whom, event="Fall in the kitchen", happened_on=fall, recorded_on=told, kind="health")
    build.chronology_entry(person=whom, event="Stroke", happened_on=date(2026, 3, 14), kind="health")
    build.chronology_entry(person=whom, event="Moved house", happened_on=date(2019, 5, 1), kind="home")
    build.case_note(
        id="seen-at-home", person=whom, title="Seen at home", is_significant=True, what_i_saw="A cold room."
    )
    priya.db.commit()
    return priya


def events(page: Page) -> list[str]:
    cells = [list(row.all("td")) for row in page.root.all("tr")]
    return [row[1].text for row in cells if len(row) > 1]


def test_one_switch_turns_both_lists_to_the_order_they_were_written_in(carl: AtWork) -> None:
    happened = events(carl.open(PAGE))
    recorded = events(carl.open(f"{PAGE}?order=recorded"))
    fall = next(text for text in happened if "Fall" in text)
    assert "recorded 3 days later" in fall
    assert happened.index("Stroke") < happened.index(fall)
    assert recorded.index(fall) < recorded.index("Stroke")


def test_an_event_from_a_note_opens_the_note_under_its_heads(carl: AtWork) -> None:
    assert not carl.open(PAGE).says("A cold room.")
    opened = carl.open(f"{PAGE}?note=seen-at-home")
    assert opened.says("What I saw")
    assert opened.says("A cold room.")


def test_the_kind_and_the_time_narrow_the_events(carl: AtWork) -> None:
    assert events(carl.open(f"{PAGE}?about=home")) == ["Moved house"]
    assert "Moved house" not in events(carl.open(f"{PAGE}?since=18"))


def test_picked_events_make_a_selection_whose_count_is_its_rows(carl: AtWork) -> None:
    assert carl.open(f"{PAGE}?selection=own").says("You have picked nothing yet.")
    page = carl.open(PAGE)
    button = next(button for button in page.root.all("button") if button.text == "Pick: Stroke")
    token = {name: page.value(name) for name in ("csrf_token", "sitting")}
    picked = carl.pages.post(f"{PAGE}/pick", {**token, "pick": button.get("value")})
    assert picked.says("Worker’s own selection (1)")
    assert events(carl.open(f"{PAGE}?selection=own")) == ["Stroke"]
    assert events(carl.open(f"{PAGE}/print?selection=own")) == ["Stroke"]
    carl.pages.post(f"{PAGE}/pick", {**token, "unpick": button.get("value")})
    assert events(carl.open(f"{PAGE}?selection=own")) == []
    assert len(carl.events(EventKind.CHRONOLOGY_SELECTION_CHANGED)) == 2


def test_an_event_that_is_not_there_cannot_be_picked(carl: AtWork) -> None:
    page = carl.open(PAGE)
    sent = {"csrf_token": page.value("csrf_token"), "pick": "entry:of-nobody"}
    assert carl.pages.post(f"{PAGE}/pick", sent).status == 404


def test_an_event_is_added_by_hand(carl: AtWork) -> None:
    form = carl.open(f"{PAGE}/new")
    complete = {"happened_on": "10 11 2026", "kind": "money", "event": "Bank card lost", "source": "Carl"}
    refused = form.submit("Add to the chronology", **{**complete, "event": ""})
    assert refused.errors == ["Enter what happened"]
    assert "Bank card lost" in events(refused.submit("Add to the chronology", **complete))


def test_a_note_that_turned_out_to_matter_is_added_with_its_event(carl: AtWork) -> None:
    build = Build(carl.db)
    build.case_note(id="bath-board", person=get_person(carl.db, "carl"), title="bath board ??", what_i_saw="He slips.")
    carl.db.commit()
    form = carl.open("/people/carl/case-notes/bath-board").follow("Add it to the chronology")
    assert form.value("event") == "bath board ??"
    page = form.submit("Add to the chronology", event="Asked for a bath board", source="Case note")
    assert page.follow("Asked for a bath board").says("He slips.")


def test_it_prints_with_nothing_to_press(carl: AtWork) -> None:
    paper = carl.open(f"{PAGE}/print")
    assert paper.says("Stroke")
    assert list(paper.root.all("button", "nav", "form")) == []


def test_somebody_without_events_is_told_what_comes_there(priya: AtWork) -> None:
    nobody = Build(priya.db).person()
    priya.db.commit()
    assert priya.open(f"/people/{nobody.id}/chronology").says("Nothing in the chronology yet.")
