"""The question a reader answers now, as the band above every page of the record shows it."""

from typing import Any

from flask import request, url_for
from flask_wtf.csrf import generate_csrf

from casework.lab import reading as readers
from casework.lab.models import Reading
from casework.lab.study_file import ReaderQuestion
from casework.web import current
from casework.workflows.wording import fill


def bar() -> dict[str, Any] | None:
    """What `components/reading.html` reads; None where nobody reads for a reader test."""
    reading = current.reading()
    return drawn(reading) if reading else None


def drawn(reading: Reading) -> dict[str, Any]:
    """The question now, with what its form sends; without a question once all are answered."""
    study, token = reading.session_arm.session.study, reading.reader.token
    question, part = readers.question_now(study, reading), readers.part_of(study)
    person_id, of_record = reading.session_arm.case.person_id, reading.link.token if reading.link else ""
    found: dict[str, Any] = {
        "id": reading.id,
        "of": len(part.questions) if part else 0,
        "on_url": url_for("reading.now", token=token),
        "person": reading.session_arm.case.person_name,
        "person_url": url_for("colleague.person", person_id=person_id, token=of_record),
    }
    if question is None:
        return found
    return found | {
        "question": asked(reading, question),
        "key": question.id,
        "number": len(reading.answers) + 1,
        "answers": question.answers,
        "answer_url": url_for("reading.answer", token=token),
        "hidden": {
            "csrf_token": generate_csrf(),
            "sitting": reading.reader_id,
            "once": f"{reading.id}-{question.id}",
            "asked": question.id,
            "next": request.path if current.is_colleague_address() else found["person_url"],
        },
    }


def asked(reading: Reading, question: ReaderQuestion) -> str:
    """A question in the words of its case."""
    return fill(question.asks, {"person": reading.session_arm.case.person_name})
