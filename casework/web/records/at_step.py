"""What every page of a step needs: whose work it is, what was typed, keeping it, the frame it is drawn in."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import flagging, working
from casework.lab.working import Work
from casework.records.models import Step, Worker
from casework.records.queries import work as queries
from casework.records.real_data import looks_real
from casework.web import current
from casework.web.records.blueprint import identity_of
from casework.web.records.check import (
    answered_sections,
)
from casework.web.records.concerns import way_back
from casework.web.records.wording import labels
from casework.workflows import answers as fields
from casework.workflows.definition import PUBLIC_ROLES, Page

WHOLE = "all"
"""The address of a step shown on one page."""


def whose(step: Step) -> Worker:
    """Whose draft a step is worked in: her own, or the colleague's for whom she acts."""
    return current.for_step(step) or current.worker()


def own_work(step_id: str) -> Work:
    """A step that is hers to work in, or the colleague's for whom she acts. Raises NotFound for any other."""
    found = queries.get_step(db.session(), step_id)
    if not working.can_be_worked(found) or found.worker_id != whose(found).id:
        raise NotFound(f"step {step_id}")
    return working.open_work(db.session(), found, whose(found), current.story_date())


def pages_of(work: Work, page_id: str) -> list[Page]:
    """The pages a post is for, also one that the answers have hidden since."""
    sections = work.definition.sections_of(work.step.definition_id or "")
    shown = {state.page.id for state in work.state.pages}
    pages = [page for section in sections for page in section.pages]
    return [page for page in pages if (page.id in shown if page_id == WHOLE else page.id == page_id)]


def typed_on(pages: Sequence[Page]) -> dict[str, Any]:
    """What was typed on pages: question id → value, page id → items. What was left empty is not in it."""
    removed, added = request.form.get("remove", ""), request.form.get("add", "")
    form = dict(request.form.lists())
    typed: dict[str, Any] = {}
    for one in pages:
        dropped = f"i-{removed.rpartition(':')[2]}-" if removed.startswith(f"{one.id}:") else None
        kept = {name: values for name, values in form.items() if dropped is None or not name.startswith(dropped)}
        read = fields.read_page(one, kept)
        if added == one.id:
            read[one.id] = [*(read[one.id] or []), {}]
        typed |= {key: value for key, value in read.items() if value not in (None, [])}
    return typed | {flagging.WHY + key: text for key, text in typed_reasons().items()}


def typed_reasons() -> dict[str, str]:
    """What was written about the flags of a page: flag key → text."""
    return {name.removeprefix("why-"): text.strip() for name, text in request.form.items() if name.startswith("why-")}


def _revision() -> int:
    revision = request.form.get("revision", "0")
    return int(revision) if revision.isdecimal() else 0


def save_typed(work: Work, pages: Sequence[Page], typed: Mapping[str, Any], *, posted: bool) -> working.Saved:
    return working.save_pages(
        db.session(),
        work,
        whose(work.step),
        pages,
        typed,
        revision=_revision(),
        at=current.story_moment(),
        posted=posted,
    )


def reread(work: Work) -> Work:
    """The step with what was just saved; saving a draft changes nothing that the record knows."""
    return working.open_work(db.session(), work.step, whose(work.step), current.story_date(), record=work.record)


def real_data() -> list[str]:
    """What looks like a real person's details in what was typed, unless she has said that it is not."""
    if request.form.get("fictional") == "yes":
        return []
    return looks_real("\n".join(value for values in current.typed().values() for value in values))


def with_typed(work: Work, pages: Sequence[Page], typed: Mapping[str, Any]) -> Work:
    """The step as it would be with what was typed, for showing it again unsaved."""
    asked = {key for one in pages for key in working.asked_on(one)}
    answers = {key: value for key, value in work.answers.items() if key not in asked} | dict(typed)
    return working.with_answers(work, answers, current.story_date())


def read_steps(work: Work) -> list[dict[str, Any]]:
    """The answers of the steps this one reads."""
    worker, today = current.worker(), current.story_date()
    return [
        {
            "step": one,
            "sections": answered_sections(
                working.open_work(db.session(), one, worker, today, record=work.record), with_links=False
            ),
        }
        for one in work.read
    ]


def step_page(template: str, found: Step, **values: Any) -> str:
    public = found.role in PUBLIC_ROLES
    return render_template(
        template,
        step=found,
        person=found.person,
        identity=None if public else identity_of(found.person),
        label=labels(),
        public=public,
        way_back=way_back(found),
        layout="layouts/public.html" if public else "layouts/record.html",
        **values,
    )
