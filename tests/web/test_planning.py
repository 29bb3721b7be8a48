"""A researcher plans a study in the browser: as forms and as text, reads it in, and seals it."""

import pytest
from sqlalchemy import select

from casework.accounts.models import Role
from casework.lab.models import Study, StudyDraft
from casework.lab.study_drafts import text_of
from tests.lab.test_sealing import CLAIM


@pytest.fixture
def ruth(pages):
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture
def complete(db, study):
    """The tiny study with everything that a sealed plan says."""
    study.content = study.content | {"people": 8, "lawful_basis": "Public task", "claims": [CLAIM]}
    db.commit()
    return study


@pytest.fixture
def draft(ruth, db, study):
    """A draft of a copy of the tiny study."""
    ruth.open("/studies/new").submit("Begin", like=study.id)
    return db.scalars(select(StudyDraft)).one()


def the_draft(db):
    db.expire_all()
    return db.scalars(select(StudyDraft)).one()


def buttons(page):
    return [button.text for button in page.root.all("button")]


def table_of(page, caption):
    found = next(table for table in page.root.all("table") if caption in table.text)
    return [[cell.text for cell in row.all("th", "td")] for row in found.all("tr")][1:]


# --- the plan --------------------------------------------------------------------------------------


def test_the_plan_says_what_is_compared_and_how_success_is_told(ruth, study):
    page = ruth.open(f"/studies/{study.id}").follow("Plan")
    assert page.h1 == "The plan"
    for words in (
        study.question,
        "Everyone works in both arms",
        "Rosemary Tiny",
        "The step that completes it is finished",
    ):
        assert page.says(words)
    assert page.says("No claim is planned")


def test_a_claim_says_what_the_planned_people_can_show_and_how_many_it_needs(ruth, complete):
    page = ruth.open(f"/studies/{complete.id}/plan")
    assert page.says("Description only")
    assert page.says("45% against")
    assert page.says("people in both arms (power 0.8")
    rows = table_of(page, CLAIM["says"])
    assert rows[0] == ["4", "0.00", "0.00–0.00", "description only"]
    planned = next(row for row in rows if row[0].startswith("8 "))
    assert planned[3] == "description only"
    assert rows[-1][3] == "a comparison"


def test_a_plan_that_lacks_something_says_what_and_cannot_be_sealed(ruth, db, study):
    page = ruth.open(f"/studies/{study.id}/plan")
    assert page.says("Say how many people are to take part")
    assert "Seal the plan" not in buttons(page)
    db.expire_all()
    assert db.get(Study, study.id).sealed_at is None


def test_a_plan_is_sealed_once_and_only_a_copy_can_be_changed_then(ruth, db, complete):
    page = ruth.open(f"/studies/{complete.id}/plan").submit("Seal the plan")
    assert page.says("The plan is sealed")
    db.expire_all()
    assert db.get(Study, complete.id).sealed_by is not None
    assert "Seal the plan" not in buttons(page)
    page = page.submit("Copy and change it")
    assert page.says("A new study.")
    assert "id: tiny_2" in the_draft(db).text


# --- a draft ---------------------------------------------------------------------------------------


def test_a_copy_of_a_study_can_be_read_in_under_an_id_of_its_own(ruth, db, draft):
    page = ruth.open(f"/studies/drafts/{draft.id}")
    assert page.h1 == "Assess first, or talk first (copy)"
    page = page.submit("Read it in")
    assert page.h1 == "The plan"
    db.expire_all()
    made = db.get(Study, "tiny_2")
    assert [arm.key for arm in made.arms] == ["assess", "talk"]
    assert db.scalars(select(StudyDraft)).all() == []


def test_a_part_is_a_form_whose_answers_go_into_the_text(ruth, db, draft):
    page = ruth.open(f"/studies/drafts/{draft.id}/parts/question")
    page.submit("Keep and check", question="Who decides better?", title="Better decisions")
    text = the_draft(db).text
    assert "title: Better decisions" in text
    assert "question: Who decides better?" in text


def test_what_cannot_be_right_is_kept_and_told_beside_its_field(ruth, db, draft):
    page = ruth.open(f"/studies/drafts/{draft.id}/parts/design").submit("Keep and check", people="a few")
    assert page.error_beside("people") == "How many people: this is “a few”; expected a whole number"
    assert page.value("people") == "a few"
    assert "people: a few" in the_draft(db).text


def test_an_arm_is_added_filled_in_and_taken_away_again(ruth, db, draft):
    page = ruth.open(f"/studies/drafts/{draft.id}/parts/arms").submit("Add another: arm")
    page = page.submit("Keep and check", **{"arms.2.id": "now", "arms.2.external": "Mosaic"})
    assert "external: Mosaic" in the_draft(db).text
    page.submit("Remove arm 3")
    assert "Mosaic" not in the_draft(db).text


def test_a_claim_can_be_made_with_the_form_alone(ruth, db, draft):
    page = ruth.open(f"/studies/drafts/{draft.id}/parts/claims").submit("Add the first: claim")
    page.submit(
        "Keep",
        **{
            "claims.0.id": "finished",
            "claims.0.says": "More finish",
            "claims.0.measure": "completion",
            "claims.0.arms.0": "assess",
            "claims.0.arms.1": "talk",
            "claims.0.expected_a": "0.45",
            "claims.0.expected_b": "0.85",
            "claims.0.people": "8",
        },
    )
    ruth.open(f"/studies/drafts/{draft.id}").submit("Read it in")
    db.expire_all()
    assert db.get(Study, "tiny_2").content["claims"][0]["arms"] == ["assess", "talk"]


@pytest.mark.parametrize("part", ["question", "design", "arms", "cases", "tasks", "asked", "claims", "consent"])
def test_keeping_a_part_as_it_is_changes_nothing_that_it_says(ruth, db, draft, study, part):
    ruth.open(f"/studies/drafts/{draft.id}/parts/{part}").submit("Keep and check")
    ruth.open(f"/studies/drafts/{draft.id}").submit("Read it in")
    db.expire_all()
    ours, theirs = db.get(Study, "tiny_2").content, study.content
    assert {key for key in ours if ours[key] != theirs.get(key)} == {"id", "title", "seed"}


def test_the_text_is_kept_and_checked_as_it_is_typed(ruth, db, draft):
    changed = draft.text.replace("design: crossed", "desing: crossed")
    line = changed.splitlines().index("desing: crossed") + 1
    page = ruth.open(f"/studies/drafts/{draft.id}/text").submit("Check", text=changed)
    assert page.says(f"new_study.yaml:{line}:1")
    assert page.says("there is no such key; did you mean design?")
    assert the_draft(db).text.strip() == changed.strip()
    page = ruth.open(f"/studies/drafts/{draft.id}").submit
    assert "Read it in" not in buttons(ruth.open(f"/studies/drafts/{draft.id}"))


def test_another_text_kept_meanwhile_is_not_overwritten_silently(ruth, db, draft):
    page = ruth.open(f"/studies/drafts/{draft.id}/text")
    ruth.open(f"/studies/drafts/{draft.id}/text").submit("Check", text=draft.text + "# theirs\n")
    page = page.submit("Check", text=draft.text + "# mine\n")
    assert page.says("Nothing was stored")
    assert "# theirs" in the_draft(db).text


def test_a_draft_of_nothing_says_what_is_missing_part_by_part(ruth, db):
    page = ruth.open("/studies/new").submit("Begin", like="")
    assert page.says("A study without a title")
    assert page.says("1 mistake") or page.says("2 mistakes")


def test_a_text_that_is_no_data_is_mended_as_text(ruth, db, draft):
    ruth.open(f"/studies/drafts/{draft.id}/text").submit("Check", text="id: [\n")
    assert ruth.open(f"/studies/drafts/{draft.id}/parts/arms").says("cannot be read as a form")


def test_a_draft_may_be_dropped(ruth, db, draft):
    ruth.open(f"/studies/drafts/{draft.id}").submit("Drop it for good")
    db.expire_all()
    assert db.scalars(select(StudyDraft)).all() == []


def test_a_study_as_text_says_all_that_it_says(study):
    assert "known:" in text_of(study.content)
    assert "mode:" not in text_of(study.content)


# --- from nothing, with forms alone ------------------------------------------------------------------


def test_a_study_is_planned_with_forms_alone_read_in_and_sealed(ruth, db):
    ruth.open("/studies/new").submit("Begin", like="")
    draft_id = the_draft(db).id

    def fill(part, add=0, **fields):
        page = ruth.open(f"/studies/drafts/{draft_id}/parts/{part}")
        for _ in range(add):
            page = page.submit("Add ")
        page.submit("Keep and check", **{name.replace("__", "."): value for name, value in fields.items()})

    fill("question", title="Who decides", id="who_decides", question="Who decides better?")
    fill("design", design="between", people="20", worker="priya")
    fill("arms", 2, arms__0__id="ours", arms__0__workflow="talk_first", arms__0__warm_up="wilf")
    fill("arms", arms__0__start_at="talk", arms__1__id="now", arms__1__external="Mosaic", arms__1__warm_up="wilf")
    fill(
        "cases",
        1,
        cases__0__id="rose",
        cases__0__person="rose",
        cases__0__came_from="GP",
        cases__0__received_on="2026-11-06",
    )
    fill(
        "tasks",
        1,
        tasks__0__id="work",
        tasks__0__title="Work",
        tasks__0__text="Decide.",
        tasks__0__success__judged="It is right",
    )
    fill("tasks", tasks__0__finishes__ours="talk")
    claim = {"id": "more", "says": "More finish", "measure": "completion", "arms.0": "now", "arms.1": "ours"}
    claim |= {"expected_a": "0.4", "expected_b": "0.9", "people": "10"}
    fill("claims", 1, **{f"claims.0.{key}": value for key, value in claim.items()})
    page = ruth.open(f"/studies/drafts/{draft_id}").submit("Read it in")
    assert page.says("Each person works in one of 2 arms, on the same case. 20 people.")
    assert page.says("Outside Casework: the facilitator keeps the time")
    assert page.submit("Seal the plan").says("The plan is sealed")
    db.expire_all()
    assert db.get(Study, "who_decides").sealed_hash is not None
