"""Letters: what their templates say of a record, what they never say, and the same on paper."""

import re
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, inspect

from casework.database import Db
from casework.errors import DomainError
from casework.paper import Sheet, as_pdf
from casework.records import models
from casework.records.letters.templates import Letter, compose, load_letters, load_plain_words, words_named
from casework.records.letters.words import words_of
from casework.records.models import Person
from casework.records.operations.documents import make_letter
from casework.records.vocabulary import DocumentFormat
from casework.synthetic.building import Build
from casework.synthetic.factories import moment
from config import ROOT

TODAY = date(2026, 11, 10)
FOLDER = ROOT / "seed_data" / "letters"
LETTERS = load_letters(FOLDER)
STANDARD, ALOUD = DocumentFormat.STANDARD, DocumentFormat.READ_ALOUD
MARKER = "Zebedee Quill"


def letter(*blocks: dict[str, Any], **given: Any) -> Letter:
    about = {"id": "a", "title": "A", "hint": "A", "to": "The person", "about": "person", "without": "Nothing yet."}
    return Letter.model_validate({**about, **given, "blocks": list(blocks)})


def words(db: Db, build: Build, person: Person) -> dict[str, Any]:
    worker = build.worker(name="Priya Nair")
    return words_of(
        db, person, council="Wexmoor", worker=worker, acted_for=None, today=TODAY, label=lambda code: code or ""
    )


def text_of(blocks: list[dict[str, Any]]) -> str:
    return " ".join(str(value) for block in blocks for value in block.values())


# --- templates --------------------------------------------------------------------------------------


def test_what_is_not_known_is_said_and_never_made_up() -> None:
    cost = {"text": "It costs ((budget.cost)).", "otherwise": "The cost has not been recorded yet."}
    known = {"person": "Rose"}
    assert compose(letter(cost), known, STANDARD) == [{"text": "The cost has not been recorded yet."}]
    assert compose(letter(cost), known | {"budget.cost": "£344.03"}, STANDARD) == [{"text": "It costs £344.03."}]


def test_a_sentence_of_an_item_whose_words_are_missing_is_left_out() -> None:
    needs = {"each": "needs", "item": "((outcome)).", "then": ["By: ((by)).", "You want ((wanted))."]}
    known = {"person": "Rose", "needs": [{"outcome": "Eating", "wanted": "a hot meal"}]}
    assert compose(letter(needs), known, STANDARD) == [{"list": ["Eating. You want a hot meal."]}]


def test_a_table_is_read_aloud_row_by_row() -> None:
    services = {"each": "services", "table": {"head": ["Service", "Cost"], "row": ["((service))", "((cost))"]}}
    known = {"person": "Rose", "services": [{"service": "Meals"}]}
    assert compose(letter(services), known, STANDARD) == [
        {"table": {"head": ["Service", "Cost"], "rows": [["Meals", "Not recorded"]]}}
    ]
    assert compose(letter(services), known, ALOUD) == [{"list": ["Service: Meals. Cost: Not recorded"]}]


def test_a_heading_with_nothing_under_it_is_left_out() -> None:
    blocks = ({"heading": "Plan"}, {"text": "((plan))"}, {"heading": "Money"}, {"text": "None."})
    assert compose(letter(*blocks), {"person": "Rose"}, STANDARD) == [{"heading": "Money"}, {"text": "None."}]


def test_plain_english_has_texts_of_its_own() -> None:
    block = {"text": "We assessed your needs.", "plain": "We talked."}
    assert compose(letter(block), {"person": "Rose"}, DocumentFormat.PLAIN_ENGLISH) == [{"text": "We talked."}]


@pytest.mark.parametrize("block", [{"heading": "A", "text": "B"}, {"each": "needs"}, {"text": "A", "wehn": "b"}])
def test_a_template_that_is_not_as_it_should_be_names_its_file(tmp_path: Path, block: dict[str, Any]) -> None:
    lines = "\n".join(f"    {name}: {value}" for name, value in block.items())
    head = "id: a\ntitle: A\nhint: A\nto: A\nabout: person\nwithout: A\nblocks:\n  -\n"
    (tmp_path / "a.yaml").write_text(head + lines)
    with pytest.raises(ValueError, match=r"a\.yaml"):
        load_letters(tmp_path)


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_names_only_words_that_the_record_can_have(db: Db, build: Build, name: str) -> None:
    everything = words(db, build, everything_known(build))
    assert words_named(LETTERS[name]) - set(everything) - {"decision.is_not_eligible", "carer.is_not_eligible"} <= {
        "plan.ended",
        "worker.acted_for",
    }


@pytest.mark.parametrize("name", LETTERS)
def test_every_text_with_words_says_what_happens_without_them(name: str) -> None:
    known = {"person", "council", "today", "worker", "worker.role", "person.called", "person.born", "plan.made"}
    for block in LETTERS[name].blocks:
        needs = {word for text in (block.text, block.plain) if text for word in re.findall(r"\(\((.*?)\)\)", text)}
        if block.each or needs - known - {"assessment.begun"}:
            assert block.otherwise or block.when, block


# --- what is said of somebody ------------------------------------------------------------------------


def everything_known(build: Build) -> Person:
    """Somebody with every column of every part of the record that letters read filled in."""
    rose = build.person(name="Rosemary Tennant", address="1 Lamb Lane", communication="Hearing aids")
    case = build.case(person=rose)
    worker = build.worker(name="Tom Reilly")
    build.relationship(person=rose, name="Alan Tennant", kind="husband", note=MARKER)
    build.involvement(person=rose, worker=worker)
    assessment = build.assessment(
        case=case,
        finished_on=TODAY,
        assessed_by=worker,
        decision="eligible",
        decided_on=TODAY,
        impact="significant",
        wellbeing_areas=["dignity"],
        **{
            name: f"The {name}."
            for name in (
                "wanted_outcomes",
                "strengths",
                "what_else_could_help",
                "period_considered",
                "cause_reason",
                "impact_reason",
                "decision_reasons",
                "advice",
            )
        },
    )
    build.outcome(assessment=assessment, code="nutrition", achieves="unable", their_words="I burnt the pan.")
    plan = build.plan(
        case=case,
        starts_on=TODAY,
        carer_part="Alan helps.",
        unmet="Swimming.",
        prevention="Walk.",
        contingency="Ring Claire.",
        direct_payment="none",
        direct_payment_note="Perhaps later.",
        agreed="agreed",
    )
    build.need(plan=plan, who="Alan", unpaid_minutes=90)
    build.service(plan=plan)
    build.budget(plan=plan, gross_pence=34403, person_pence=0, council_pence=34403)
    build.review(case=case, held_on=None, due_on=date(2026, 12, 20), how_to_ask="Ring us.")
    build.carers_assessment(
        case=case,
        offered_on=TODAY,
        answer="accepted",
        hours=20,
        decision="eligible",
        budget_pence=2000,
        review_on=TODAY,
        recreation=["needs-assistance"],
        support=[{"need": "Rest", "how_met": "A sitter"}],
        **{
            name: f"The {name}."
            for name in (
                "does",
                "wanted",
                "work_wishes",
                "health_note",
                "impact_reason",
                "what_else_could_help",
                "emergency",
                "decision_reasons",
                "advice",
                "how_to_ask",
            )
        },
    )
    return rose


def test_the_decision_letter_says_decision_reasons_and_the_persons_own_words(db: Db, build: Build) -> None:
    said = text_of(compose(LETTERS["assessment_copy"], words(db, build, everything_known(build)), STANDARD))
    for expected in ("I burnt the pan.", "The decision_reasons.", "10 November 2026"):
        assert expected in said, expected


def test_what_she_pays_is_not_known_until_it_is_worked_out(db: Db, build: Build) -> None:
    plan = build.plan()
    build.budget(plan=plan, gross_pence=34403, person_pence=None, council_pence=None)
    rose = db.get_one(Person, (plan.sandbox_id, plan.person_id))
    said = text_of(compose(LETTERS["care_and_support_plan"], words(db, build, rose), STANDARD))
    assert "It costs £344.03 a week" in said
    assert "has not been worked out yet" in said


def test_a_decision_that_nobody_needs_help_is_not_sent_without_saying_that_advice_is_due(db: Db, build: Build) -> None:
    assessment = build.assessment(decision="not-eligible", decided_on=TODAY, advice=None)
    rose = db.get_one(Person, (assessment.sandbox_id, assessment.person_id))
    said = text_of(compose(LETTERS["eligibility_decision"], words(db, build, rose), STANDARD))
    assert "No written advice has been recorded yet." in said


def mark(build: Build, whom: Person) -> None:
    """Puts the marker into every text that is confidential, or told by or about somebody else."""

    def marked(model: type, *but: str) -> dict[str, str]:
        columns = inspect(model).columns
        return {
            name: MARKER
            for name, column in columns.items()
            if isinstance(column.type, String)
            and column.type.python_type is str
            and not name.endswith("id")
            and name not in ("kind", "happened_at", "template", "format", *but)
            and (column.type.length or 400) >= 60
        }

    case = build.case(person=whom)
    build.case_note(person=whom, is_confidential=True, **marked(models.CaseNote))
    build.case_note(person=whom, is_significant=True, **marked(models.CaseNote))
    build.document(person=whom, is_confidential=True, **marked(models.Document), content=[{"text": MARKER}])
    build.warning(person=whom, not_shared_because=MARKER, **marked(models.Warning, "not_shared_because"))
    build.relationship(person=whom, name="Claire Tennant", kind="daughter", note=MARKER)
    build.contact(case=case, referrer=MARKER, own_words=MARKER, relationship=MARKER)
    build.safeguarding_concern(case=case, **marked(models.SafeguardingConcern, "categories"))
    build.safeguarding_enquiry(case=case, **marked(models.SafeguardingEnquiry))
    build.chronology_entry(person=whom, event=MARKER, source=MARKER, impact=MARKER)
    build.alert(person=whom, raised_by=MARKER, text=MARKER)
    build.note_draft(person=whom, fields={"text": [MARKER]})
    build.detail(person=whom, label=MARKER, value=MARKER, source=MARKER, differs=MARKER)
    build.access_request(person=whom, reason=MARKER)


@pytest.mark.parametrize("format", list(DocumentFormat))
def test_no_letter_ever_says_what_others_said_in_confidence(db: Db, build: Build, format: DocumentFormat) -> None:
    rose = everything_known(build)
    mark(build, rose)
    known = words(db, build, rose)
    for one in LETTERS.values():
        assert MARKER not in text_of(compose(one, known, format)), one.id


def test_the_own_copy_is_in_plain_words(db: Db, build: Build) -> None:
    plain = load_plain_words(FOLDER)
    rose = everything_known(build)
    worker = build.worker()
    known = words_of(
        db, rose, council="W", worker=worker, acted_for=None, today=TODAY, label=lambda code: plain.get(code or "", "")
    )
    assert "Eating and drinking" in text_of(compose(LETTERS["own_copy"], known, DocumentFormat.LARGE_PRINT))


# --- making ------------------------------------------------------------------------------------------


def make(db: Db, build: Build, whom: Person, name: str, format: DocumentFormat = STANDARD) -> models.Document:
    return make_letter(
        db,
        whom,
        LETTERS[name],
        words(db, build, whom),
        format=format,
        sent_to="Rosemary Tennant",
        made_by=build.worker(),
        acted_for=None,
        today=TODAY,
        at=moment(TODAY),
    )


def test_a_letter_stays_as_it_was_made(db: Db, build: Build) -> None:
    assessment = build.assessment(decision="eligible", decided_on=TODAY, decision_reasons="Two outcomes.")
    rose = db.get_one(Person, (assessment.sandbox_id, assessment.person_id))
    made = make(db, build, rose, "eligibility_decision")
    assessment.decision_reasons = "Other reasons."
    db.flush()
    assert "Two outcomes." in text_of(made.content)
    made.title = "Changed"
    with pytest.raises(ValueError, match="only added to"):
        db.flush()


@pytest.mark.parametrize(("name", "said"), [("eligibility_decision", "no decision"), ("carers_letter", "carer’s")])
def test_a_letter_about_nothing_is_not_made(db: Db, build: Build, name: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        make(db, build, build.person(), name)


def test_the_own_copy_has_no_ordinary_format(db: Db, build: Build) -> None:
    with pytest.raises(DomainError) as refusal:
        make(db, build, build.person(), "own_copy", STANDARD)
    assert refusal.value.field == "format"


# --- paper -------------------------------------------------------------------------------------------


def sheet(*, is_large: bool = False, text: str = "Dear Rose") -> bytes:
    blocks = [{"heading": "Needs"}, {"text": text}, {"list": ["One"]}, {"table": {"head": ["A"], "rows": [["1"]]}}]
    return as_pdf(Sheet("Plan", "Wexmoor", ["To: Rose"], blocks, is_large=is_large, dated_on=TODAY))


def streams(pdf: bytes) -> bytes:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join(zlib.decompress(one) if one[:1] == b"\x78" else one for one in found)


def test_paper_is_tagged_and_its_text_can_be_taken_out() -> None:
    inside = streams(sheet())
    assert b"pdfuaid:part>1<" in inside
    assert b"beginbf" in inside


def test_words_that_look_like_commands_are_only_words() -> None:
    assert sheet(text='#panic("no") $ \\ `x` *y* #{1/0}').startswith(b"%PDF")


def test_large_print_is_larger_than_ordinary_and_the_same_sheet_the_same_bytes() -> None:
    sizes = [
        max(float(size) for size in re.findall(rb"/f\d+ ([\d.]+) Tf", streams(sheet(is_large=large))))
        for large in (False, True)
    ]
    assert sizes[1] > sizes[0]
    assert sheet() == sheet()
