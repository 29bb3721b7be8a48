"""What stands beside the tasks of a step: the person's own words, what is to put straight, what is carried forward."""

from typing import Any

from flask import url_for

from casework.extensions import db
from casework.lab import carrying, flagging
from casework.lab.working import Work
from casework.records.vocabulary import OUTCOME_LABELS
from casework.web import current
from casework.web.records.check import places_of

SAID = {
    "contact.own_words": "When they got in touch",
    "assessment.wanted_outcomes": "What they want",
    "capacity.persons_words": "About this decision",
    "safeguarding.wishes": "About the concern",
    "review.person_view": "At the review",
}
"""The facts that keep what the person said, each with the occasion."""


def own_words(work: Work) -> list[dict[str, str]]:
    """What the person has said, as it was written down: [{text, when}]."""
    facts = {**work.record, **work.state.facts}
    said = [{"text": str(facts[name]), "when": when} for name, when in SAID.items() if facts.get(name)]
    outcomes = facts.get("assessment.outcomes") or {}
    for code, label in OUTCOME_LABELS.items():
        if text := (outcomes.get(code.value) or {}).get("their_words"):
            said.append({"text": str(text), "when": label})
    return said


def to_put_straight(work: Work) -> list[dict[str, str]]:
    """What does not agree: two sources on the record, and the flags of this step: [{title, text, href, act}]."""
    person = work.step.person
    rows = [
        {
            "title": f"{detail.label}: two answers",
            "text": f"{detail.value} ({detail.source}). {detail.differs}",
            "href": url_for(".person", person_id=person.id),
            "act": "Compare the two",
        }
        for detail in person.details
        if detail.differs and detail.replaced_on is None
    ]
    flags = flagging.open_flags(db.session(), work, current.story_date())
    places = places_of(work, flags)
    rows += [
        {
            "title": flag.title,
            "text": flag.says,
            "href": places.get(flag.key, "").replace("back=check", ""),
            "act": "See",
        }
        for flag in flags
    ]
    return rows


def still_to_look_at(work: Work) -> dict[str, Any] | None:
    """How many earlier answers there are, how many were kept or answered, and where the first of the others is."""
    carried = list(carrying.carried_forward(db.session(), work).values())
    if not carried:
        return None
    left = [one for one in carried if one.is_open]
    href = ""
    if left:
        href = url_for(".page", step_id=work.step.id, page_id=left[0].page_id)
        href = f"{href}#earlier-{left[0].key.replace(':', '-')}"
    by = carried[0].by
    return {
        "count": len(carried),
        "left": len(left),
        "on": carried[0].on,
        "by": by.name if by else "",
        "href": href,
    }
