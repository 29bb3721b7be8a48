"""Reports of a study: what the team reads, and the copy that may leave it, in which nobody can be picked out."""

import io
import json
import re
import zipfile

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.findings.found import Words, make_finding
from casework.findings.wall import wall_of
from casework.lab import observations
from casework.lab.debriefs import add_debrief
from casework.lab.vocabulary import ObservationKind, RunEnd
from casework.web.studies.report_parts import Reported, report

PAPERS = ("report", "show-and-tell", "for-those-who-took-part")


@pytest.fixture
def told(db, study, take_part):
    """Seven people, one of whom could not finish; a finding with a quote in it, and a debrief."""
    arms = [arm.key for arm in study.arms]
    claim = {"id": "one", "says": "More finish with B", "arms": arms, "people": 20, "measure": "completion"}
    time = claim | {"id": "two", "says": "B is quick", "measure": "time", "expected_a": 9, "expected_b": 6}
    study.content = study.content | {"claims": [claim | {"expected_a": 0.5, "expected_b": 0.8}, time]}
    study.sealed_at = now()
    sessions = [take_part(seconds=60 + 10 * number) for number in range(6)]
    sessions.append(take_part(finished=False, ended_by=RunEnd.SAID_CANNOT))
    for session, words in ((sessions[0], "Where did my note go?"), (sessions[1], "I would ring the duty desk")):
        run = session.runs[-1]
        session.participant.consent_choices = ["take_part"] + ["quoted"] * (session is sessions[0])
        observations.note(
            db, session, kind=ObservationKind.SAID, text=words, by="Ruth", at=run.started_at, page="/work"
        )
    add_debrief(db, sessions[0], saw=["She looked"], surprise="P01 never opened the plan", by="Ruth", at=now())
    db.commit()
    wall = wall_of(db, study)
    notes = [card.note.id for card in wall.cards]
    words = Words("Notes seem to vanish", "P01 and P02 looked for a note", "Say where it went", None, True, notes)
    make_finding(db, wall, None, words, by="Ruth", at=now())
    db.commit()
    return study


def test_the_teams_copy_counts_and_the_copy_to_share_hides_one_who_did_not_finish(db, told):
    team, shared = (str(report(Reported(db, told, is_shared))) for is_shared in (False, True))
    assert "6 of 7 finished without help with A" in team
    assert "[c] of 7" in shared
    assert "6 of 7" not in shared
    assert "is a hidden count" in shared


def test_how_many_finished_cannot_be_read_from_the_n_of_their_times(db, told):
    shared = report(Reported(db, told, True))
    times = [block["table"]["rows"] for block in shared if "table" in block][-1]
    assert all(value == "[c] of 7" for row in times for value in row[1:])


def test_no_code_and_nobodys_unagreed_words_stand_in_any_paper(pages, told):
    staff = pages.as_staff(Role.RESEARCHER)
    for paper in (f"{name}{copy}" for name in PAPERS for copy in ("", "/to-share")):
        page = staff.open(f"/studies/{told.id}/papers/{paper}")
        assert page.status == 200
        assert "duty desk" not in page.html
        said = next(part.text for part in page.root.all("div") if "app-paper" in part.classes)
        assert not re.search(r"P0\d|Ruth", said), paper


def test_words_of_somebody_who_agreed_are_quoted_without_saying_whose(pages, told):
    page = pages.as_staff(Role.RESEARCHER).open(f"/studies/{told.id}/papers/report/to-share")
    assert "“Where did my note go?” – somebody who took part" in page.text


def test_of_fewer_than_five_people_no_figure_is_shared(db, study, take_part):
    claim = {"id": "one", "says": "More finish", "measure": "completion", "arms": [a.key for a in study.arms]}
    study.content = study.content | {"claims": [claim | {"people": 20, "expected_a": 0.5, "expected_b": 0.8}]}
    take_part()
    take_part()
    shared = str(report(Reported(db, study, True)))
    assert "no figures are shared" in shared
    assert "2 of 2" not in shared


def test_a_paper_is_a_tagged_pdf_and_the_same_bytes_twice(pages, told):
    staff = pages.as_staff(Role.RESEARCHER)
    first, second = (staff.client.get(f"/studies/{told.id}/papers/report/to-share.pdf").data for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF")
    assert b"/StructTreeRoot" in first or b"/ObjStm" in first


def test_the_results_lead_to_every_paper_and_each_to_the_others(pages, told):
    staff = pages.as_staff(Role.RESEARCHER)
    page = staff.open(f"/studies/{told.id}/results").follow("Show-and-tell")
    assert page.h1 == "Show-and-tell"
    assert "never opened the plan" in page.text
    assert page.follow("For those who took part").follow("Report").follow("The team’s copy").h1 == "Report"


def test_the_tables_to_share_are_described_and_hold_no_code_and_no_small_count(pages, told):
    staff = pages.as_staff(Role.RESEARCHER)
    first, second = (staff.client.get(f"/studies/{told.id}/to-share.zip").data for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(files) == {"claims.csv", "claims.json", "findings.csv", "findings.json", "csv-metadata.json"}
    everything = "".join(files.values())
    assert not re.search(r"P0\d|6 of 7|duty desk", everything)
    assert "[c] of 7" in files["claims.csv"]
    columns = [each["titles"] for each in json.loads(files["csv-metadata.json"])["tables"][0]["tableSchema"]["columns"]]
    assert columns == files["claims.csv"].splitlines()[0].split(",")
