"""People written by hand: what their file says is what the sandbox has, and every mistake is told at its place."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casework.cli.county import group
from casework.database import Db
from casework.records import models
from casework.records.vocabulary import ContactKind, MoveKind, StepStatus
from casework.synthetic.pinned import PEOPLE_KINDS, PeopleError, check_people, load_pinned, read_yaml
from casework.synthetic.pinned.sections import CASES, SECTIONS

WORKERS = """\
teams:
  - {id: east, name: Longer Term Team East}
workers:
  - {id: priya_nair, name: Priya Nair, role: social_worker, team: east}
  - {id: tom_reilly, name: Tom Reilly, role: social_worker, joined_on: 2024-01-08, left_on: 2026-09-30}
covers:
  - {worker: priya_nair, for: tom_reilly, since_on: 2026-11-06, until_on: 2026-11-13, because: On leave}
"""

NORA = """\
id: nora_bell
person:
  number: "104999"
  first_name: Nora
  last_name: Bell
  born_on: 1944-03-14
  nhs_number: "9990000018"
  practice: larkspur
others:
  - id: sid_bell
    number: "104998"
    first_name: Sid
    last_name: Bell
    born_on: 1942-01-02
    relationships:
      - {other: nora_bell, name: Nora Bell, kind: wife, lives_with: true}
organisations:
  - {id: larkspur, name: Larkspur Surgery, kind: gp-practice, phone: 01632 960240}
details:
  - {label: GP practice, value: Larkspur Surgery, source: Person}
past_addresses:
  - {address: 2 Ropewalk, since_on: 1971-05-01, until_on: 2019-03-31}
relationships:
  - {other: sid_bell, name: Sid Bell, kind: husband, is_carer: true, lives_with: true}
authorities:
  - {relationship: Sid Bell, name: Sid Bell, kind: lpa-property, is_seen: true, seen_by: tom_reilly}
warnings:
  - {added_by: tom_reilly, kind: risk, title: Dog not secured, added_on: 2025-02-03}
involvements:
  - {worker: priya_nair, role: Social worker, is_allocated: true, started_on: 2026-11-06}
  - {organisation: larkspur, role: GP, started_on: 2020-01-01}
notes:
  - {id: visit, author: tom_reilly, kind: home-visit, happened_on: 2026-08-19, title: Visit, text: Sid is tired.}
  - {author: priya_nair, addendum_to: visit, kind: call-out, happened_on: 2026-11-09, title: Rang, what_i_saw: Well}
chronology:
  - {id: fall, happened_on: 2026-03-12, event: Fall in the kitchen, source: Ambulance, note: visit}
picks:
  - {worker: priya_nair, event: fall, picked_on: 2026-11-09}
alerts:
  - {worker: priya_nair, note: visit, raised_by: Duty Desk, text: Sid rang, raised_at: 2026-11-09 15:31}
documents:
  - kind: attachment
    title: Discharge summary
    dated_on: 2026-11-04
    pages: 2
    content:
      - heading: Summary
      - text: Lives alone.
      - table: {head: [Day, Dose], rows: [[Mon, "1"]]}
visits:
  - {worker: priya_nair, visit_on: 2026-11-10, starts_at: "14:00", travel_minutes: 40}
views:
  - {worker: priya_nair, page: Summary, viewed_at: 2026-11-09 11:02}
cases:
  - title: Contact from the ward
    opened_on: 2025-11-05
    closed_on: 2026-01-06
    steps:
      - title: Contact
        kind: contact
        role: contact_officer
        worker: priya_nair
        received_on: 2025-11-05
        finished_on: 2025-11-06
        moves:
          - {kind: taken, by: priya_nair, to_worker: priya_nair, moved_at: 2025-11-05 10:00}
    plans:
      - made_on: 2025-12-01
        needs:
          - {outcome: nutrition, met_by: carer, who: Sid, unpaid_minutes: 420}
        services:
          - {service: home-care, units: 11.25, unit: hour, rate_pence: 2450, days: [mon, tue]}
        budget: {gross_pence: 27563}
match: {contradictions: []}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "workers.yaml").write_text(WORKERS, encoding="utf-8")
    return tmp_path


def nora(folder: Path, old: str = "", new: str = "") -> Path:
    """Nora's file, with one thing in it put otherwise."""
    assert old in NORA
    file = folder / "nora_bell.yaml"
    file.write_text(NORA.replace(old, new, 1), encoding="utf-8")
    return file


def at(text: str) -> str:
    """The line and column of the first place where a text stands in Nora's file."""
    before = NORA[: NORA.index(text)]
    return f"nora_bell.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_everything_in_the_file_is_in_the_sandbox(db: Db, folder: Path) -> None:
    assert load_pinned(nora(folder), db, "test") == "nora_bell"
    person = db.get_one(models.Person, ("test", "nora_bell"))
    assert person.practice is not None
    assert person.practice.name == "Larkspur Surgery"
    assert person.relationships[0].other is db.get(models.Person, ("test", "sid_bell"))
    assert [address.until_on.year for address in person.past_addresses] == [2019]
    assert person.authorities[0].relationship_id == person.relationships[0].id
    assert [involvement.who for involvement in person.involvements] == ["Larkspur Surgery", "Priya Nair"]
    assert [visit.travel_minutes for visit in db.scalars(select(models.Visit))] == [40]
    assert [str(view.viewed_on) for view in db.scalars(select(models.RecordView))] == ["2026-11-09"]
    assert [cover.absent.name for cover in db.scalars(select(models.Cover))] == ["Tom Reilly"]
    assert db.scalars(select(models.Document)).one().content[0] == {"heading": "Summary"}


def test_what_names_another_entry_of_the_file_is_tied_to_it(db: Db, folder: Path) -> None:
    load_pinned(nora(folder), db, "test")
    visit, rang = db.scalars(select(models.CaseNote).order_by(models.CaseNote.happened_on)).all()
    assert (visit.author.name, visit.kind, visit.recorded_on) == (
        "Tom Reilly",
        ContactKind.HOME_VISIT,
        visit.happened_on,
    )
    assert rang.addendum_to_id == visit.id
    assert db.scalars(select(models.Alert)).one().case_note is visit
    fall = db.scalars(select(models.ChronologyEntry)).one()
    assert fall.case_note_id == visit.id
    assert db.scalars(select(models.ChronologyPick)).one().event == f"entry:{fall.id}"


def test_a_case_has_its_steps_and_its_plan_with_what_it_costs(db: Db, folder: Path) -> None:
    load_pinned(nora(folder), db, "test")
    step = db.scalars(select(models.Case)).one().steps[0]
    assert (step.status, step.finished_by, step.version_id) == (StepStatus.FINISHED, step.worker, None)
    assert db.scalars(select(models.StepMove)).one().kind is MoveKind.TAKEN
    plan = db.scalars(select(models.CarePlan)).one()
    assert plan.services[0].weekly_pence == 27563
    assert plan.needs[0].unpaid_minutes == 420
    assert plan.budget is not None
    assert plan.budget.gross_pence == 27563


@pytest.mark.parametrize(
    ("right", "wrong", "place", "said"),
    [
        ("details:", "detials:", "details:", "P01: the file: there is no “detials” here; did you mean details?"),
        ("author: priya", "auther: priya", "author: priya", "P01: notes[2]: there is no “auther” here"),
        (
            "author: tom_reilly",
            "author: tom_riley",
            "tom_reilly, kind: home",
            "P03: notes[1].author: nobody has the id “tom_riley”; did you mean tom_reilly?",
        ),
        ("addendum_to: visit", "addendum_to: visti", "visit, kind: call", "P03: notes[2].addendum_to: no note"),
        ("organisation: larkspur", "organisation: larksp", "larkspur, role: GP", "P03: involvements[2].organ"),
        ("event: fall,", "event: fal,", "fall, picked", "P03: picks[1].event: no event has the id “fal”"),
        ("home-visit", "home_visit", "home-visit", "P04: notes[1].kind cannot be “home_visit”"),
        ("lpa-property", "lpa", "lpa-property", "P04: authorities[1].kind cannot be “lpa”"),
        ("met_by: carer", "met_by: carers", "carer, who", "did you mean carer?"),
        ("event: Fall in the kitchen, ", "", "{id: fall", "P02: chronology[1] must have “event”"),
        ("received_on: 2025-11-05", "note: Late", "title: Contact\n", "P02: cases[1].steps[1] must have “received_on”"),
        ('"104999"', "104999", '"104999"', "P05: person.number must be text: put it in quotation marks"),
        ("1944-03-14", "14 March", "1944-03-14", "P05: person.born_on must be a date, such as 2026-11-10"),
        ("15:31}", "3pm}", "2026-11-09 15:31", "P05: alerts[1].raised_at must be a date and time"),
        ('"14:00"', '"2 pm"', '"14:00"', "P05: visits[1].starts_at must be a time of day"),
        ("heading: Summary", "heeding: Summary", "\n      - heading", "there is no “heeding” here"),
        ("9990000018", "4010232137", '"9990000018', "P06: 4010232137, an NHS number, which somebody real could have"),
        ("Sid is tired", "Ring 07911 123456", "Sid is tired", "P06: 07911 123456, a telephone number"),
        ("01632 960240", "ask them", "01632 960240", "P06: organisations[1].phone must be a telephone number"),
        ("until_on: 2019", "until_on: 1959", "2019-03-31", "P07: until_on 1959-03-31 is before since_on 1971-05-01"),
        ("author: priya_nair", "author: tom_reilly", "priya_nair, addendum", "P07: tom_reilly left on 2026-09-30"),
        ("happened_on: 2026-08-19", "happened_on: 2023-08-19", "tom_reilly, kind: home", "joined on 2024-01-08"),
        ("  born_on: 1944", "  died_on: 2026-01-01\n  born_on: 1944", "", "2026-08-19 is after the death on"),
        ("other: nora_bell, ", "", "sid_bell, name", "P08: sid_bell has no relationship back to nora_bell"),
        ("id: sid_bell", "id: nora_bell", "id: sid_bell", "P09: others[1]: the id “nora_bell” is there twice"),
    ],
)  # fmt: skip
def test_a_mistake_says_what_and_where_it_is(folder: Path, right: str, wrong: str, place: str, said: str) -> None:
    told = [str(problem) for problem in check_people([nora(folder, right, wrong)])]
    assert any(said in line for line in told), told
    if place and not place.startswith("\n"):
        assert any(said in line and at(place) in line for line in told), told


def test_all_mistakes_are_told_at_once_and_nothing_is_kept(db: Db, folder: Path) -> None:
    file = nora(folder, "details:", "detials:")
    file.write_text(file.read_text().replace("home-visit", "home_visit").replace("1944-03-14", "soon"))
    with pytest.raises(PeopleError) as mistake:
        load_pinned(file, db, "test")
    assert [problem.code for problem in mistake.value.problems] == ["P05", "P01", "P04"]
    assert db.scalars(select(models.Person)).all() == []


def test_a_worker_in_no_known_team_is_a_mistake_of_their_file(folder: Path) -> None:
    (folder / "workers.yaml").write_text(WORKERS.replace("team: east", "team: est"), encoding="utf-8")
    (told,) = check_people([folder / "workers.yaml"])
    assert str(told).endswith(
        "workers.yaml:4:67: error P03: workers[1].team: no team has the id “est”; did you mean east?"
    )


def test_a_number_that_another_file_has_is_a_mistake(folder: Path) -> None:
    other = folder / "zoe.yaml"
    other.write_text(
        "id: zoe\nperson: {number: '104999', first_name: Zoe, last_name: Lee, born_on: 1950-02-01}\n", encoding="utf-8"
    )
    (told,) = check_people([nora(folder), other])
    assert "zoe.yaml:2:18: error P09: the number “104999” is already in nora_bell.yaml" in str(told)


def test_text_that_is_not_yaml_is_told_at_its_place(folder: Path) -> None:
    told = [str(problem) for problem in check_people([nora(folder, "id: nora_bell", "id: [nora")])]
    assert len(told) == 1
    assert "error L02" in told[0]


def test_the_command_prints_mistakes_and_fails(folder: Path) -> None:
    wrong = CliRunner().invoke(group, ["check", str(nora(folder, "home-visit", "home_visit"))])
    assert wrong.exit_code == 1
    assert f"{at('home-visit')}: error P04" in wrong.output
    right = CliRunner().invoke(group, ["check", str(nora(folder))])
    assert (right.exit_code, right.output) == (0, "1 file: 0 errors\n")


def test_the_command_prints_them_for_machines_too(folder: Path) -> None:
    result = CliRunner().invoke(group, ["check", "--format", "json", str(nora(folder, "details:", "detials:"))])
    (told,) = json.loads(result.output)
    assert (told["code"], told["title"], told["mend"]) == (
        "P01",
        "an unknown word",
        "Use the nearest known word, or remove it.",
    )


def test_a_file_that_is_not_there_is_said_so(folder: Path) -> None:
    result = CliRunner().invoke(group, ["check", str(folder / "nobody.yaml")])
    assert result.exit_code == 2
    assert "there is no file" in result.output


def test_the_page_about_people_names_every_section_of_a_file() -> None:
    page = (Path(__file__).parents[2] / "docs" / "people.md").read_text(encoding="utf-8")
    assert [word for word in (*SECTIONS, *CASES, *PEOPLE_KINDS) if f"`{word}`" not in page] == []


def test_a_key_given_twice_names_the_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "ann.yaml"
    file.write_text("id: ann\nid: anne\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"^ann.yaml:2:1: found duplicate key"):
        read_yaml(file)


EVERY_PART = """\
    contacts:
      - {received_on: 2025-11-05, route: hospital-discharge, consent: agreed}
    assessments:
      - started_on: 2025-11-10
        assessed_by: tom_reilly
        outcomes:
          - {code: nutrition, achieves: unable, limbs: [endangers], their_words: I wait.}
    authorisations:
      - {decided_by: priya_nair, decided_on: 2025-12-03, about: Care and support plan, decision: agreed}
    reviews:
      - {due_on: 2026-01-20, kind: first, hours_planned: 11.25, hours_given: 9.5}
    safeguarding:
      - {begun_on: 2025-12-10, categories: [financial], decision: section-42}
    enquiries:
      - {begun_on: 2025-12-12, asked: expressed}
    capacity:
      - {begun_on: 2025-12-15, matter: Managing her bank account, nexus: "yes"}
    finance:
      - {begun_on: 2025-12-16, rates_on: 2025-12-16, rates_used: [], capital_pence: 1600000}
    carers_assessments:
      - {begun_on: 2025-12-17, answer: later}
match:"""


def test_a_case_may_hold_every_part_of_the_record(db: Db, folder: Path) -> None:
    load_pinned(nora(folder, "match:", EVERY_PART), db, "test")
    step = "nora_bell-case-1-step-1"
    assert db.scalars(select(models.Assessment)).one().outcomes[0].limbs == ["endangers"]
    assert db.scalars(select(models.Review)).one().hours_given == 9.5
    assert db.scalars(select(models.Contact)).one().person_id == "nora_bell"
    assert db.scalars(select(models.CarersAssessment)).one().answer == "later"
    for begun in (
        db.scalars(select(models.SafeguardingConcern)).one(),
        db.scalars(select(models.SafeguardingEnquiry)).one(),
        db.scalars(select(models.CapacityAssessment)).one(),
        db.scalars(select(models.FinancialAssessment)).one(),
    ):
        assert (begun.begun_by_id, begun.number) == (step, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("limbs: [endangers]", "limbs: [endanger]", "outcomes[1].limbs cannot be “endanger”; did you mean endangers?"),
        ("route: hospital-", "route: hospitl-", "did you mean hospital-discharge?"),
        ("hours_given: 9.5", "hours_given: most", "reviews[1].hours_given must be a number"),
        ("decision: section-42", "decision: s42", "safeguarding[1].decision cannot be “s42”"),
    ],
)
def test_codes_and_numbers_inside_a_case_are_checked_too(folder: Path, right: str, wrong: str, said: str) -> None:
    file = nora(folder, "match:", EVERY_PART)
    assert right in EVERY_PART
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    assert any(said in str(found) for found in check_people([file]))
