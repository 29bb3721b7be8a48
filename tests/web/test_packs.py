"""A pack on its pages: what is in it, taking it away, and bringing one in."""

import io

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from casework.accounts.models import Role
from casework.lab.models import Study
from casework.lab.packs import archive
from tests.pages import Pages


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    return pages.as_staff(Role.RESEARCHER)


def send(visitor: Pages, content: bytes):
    token = visitor.open("/packs/import").value("csrf_token")
    file = FileStorage(io.BytesIO(content), "pack.zip", name="pack")
    boundary, body = encode_multipart({"csrf_token": token, "once": "k1", "pack": file})
    return visitor.client.post("/packs/import", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_study_whose_people_have_no_files_says_what_keeps_its_pack_from_leaving(ruth, study):
    page = ruth.open(f"/studies/{study.id}").follow("Pack")
    assert page.says("✕ Cannot leave")
    assert page.says("Nobody’s file in seed_data/people has the id")
    assert ruth.open(f"/studies/{study.id}/pack.zip").h1 == "Pack"


def test_a_pack_can_be_taken_away_where_all_of_it_is_there(ruth, db, study):
    people = {"rose": "rosemary_tennant", "edna": "edna_farrow"}
    cases = [{**case, "person": people[case["person"]]} for case in study.content["cases"]]
    arms = [{**arm, "warm_up": "mavis_coultard"} for arm in study.content["arms"]]
    study.content = {**study.content, "cases": cases, "arms": arms}
    db.commit()
    page = ruth.open(f"/studies/{study.id}/pack")
    assert page.says("✓ Ready")
    assert page.says("people/edna_farrow.yaml")
    reply = ruth.client.get(f"/studies/{study.id}/pack.zip")
    assert reply.headers["Content-Type"] == "application/zip"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="tiny-pack.zip"'
    manifest, _ = archive.read(reply.data)
    assert manifest.study == study.id


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "Select the file of a pack"), (b"PK no", "This is not a pack"), (bytes(6_000_001), "may have 6,000,000")],
)
def test_what_is_no_pack_is_refused_beside_its_box(ruth, db, content, why):
    reply = send(ruth, content)
    assert reply.status_code == 200
    assert why in reply.text
    assert db.scalar(select(func.count()).select_from(Study)) == 1


def test_a_study_that_says_something_else_is_never_overwritten(ruth, db, study):
    files = {"study.json": archive.as_json({**study.content, "question": "Another?"}), "arms.json": b"[]\n"}
    for case in ("rose", "edna", "wilf", "wanda"):
        files[f"people/{case}.yaml"] = f"id: {case}\n".encode()
    reply = send(ruth, archive.write(files, study="tiny", title="Tiny", county=""))
    assert "is here already and says something else: nothing was imported" in reply.text


def test_whoever_only_watches_takes_no_pack_away(pages, study):
    visitor = pages.as_staff(Role.OBSERVER)
    assert visitor.open(f"/studies/{study.id}/pack").status == 403
    assert not visitor.open(f"/studies/{study.id}").says("Pack")
