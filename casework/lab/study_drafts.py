"""The text of a plan while somebody writes it: kept as it is typed, mistakes and all, until it is read in."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, SingleQuotedScalarString
from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab.models import Session, Study, StudyDraft
from casework.lab.studies import put_in
from casework.lab.study_file import StudyFile
from casework.lab.study_mistakes import Known
from casework.lab.study_reading import read_study_text
from casework.workflows.versions import WorkflowVersion, newest_saves
from casework.workflows.wordings import Pack

LONGEST_LINE = 100
TAKEN_FOR_TRUTHS = {"yes", "no", "on", "off", "true", "false", "y", "n"}
"""Words that some readers of YAML take for true or false, and ours for words."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

EMPTY = """\
# A new study. Every part is also a form.
id: new_study
title: ''
question: ''
story_date: 2026-11-10
seed: {seed}
worker: priya_nair
design: crossed
people: 8
lawful_basis: >-
  Public task (UK GDPR, Article 6(1)(e)). Consent stands beside it, because research ethics ask for it, and can be taken
  back at any time.
keep_months: 12
consent:
  version: '1'
  title: Taking part
  text:
    - We are trying out ways of working, to learn which helps practitioners do their job. We are not testing you.
    - The people in the cases are fictional. Type nothing about a real person.
    - >-
      We keep what you do in the system, how long it takes, what you say about it and our notes. We know you by a code,
      not by your name.
    - You can stop at any time without giving a reason, and ask us to delete what we kept.
  choices:
    - {{id: take_part, label: I agree to take part, required: true}}
    - {{id: observed, label: Colleagues of the researcher may watch while I work}}
    - {{id: pictures, label: Pictures of the pages I saw may be kept with the notes}}
    - {{id: quoted, label: 'What I say may be quoted, without my name or team'}}
about_you:
  intro: Three questions, so that we can say who took part. Nothing here says who you are.
arms: []
cases: []
warm_up_task:
  title: A warm-up first
  text: |
    Find ((person)) and find out when they were last seen. This does not count.
tasks: []
questionnaires: [sus]
"""


def begin(db: Db, *, by: str, at: datetime, like: Study | None = None, seed: int) -> StudyDraft:
    """A draft of a new study: one like another, under an id of its own, or one with what most studies begin with.

    seed: from which the new study's rows are dealt.
    """
    text = EMPTY.format(seed=seed)
    if like is not None:
        changes = {"id": free_id(db, like.id), "title": f"{like.title} (copy)"[:200], "seed": seed}
        text = text_of({**like.content, **changes})
    return _kept(db, StudyDraft(study_id=None, text=text, revision=1, by=by, at=at))


def change(db: Db, study: Study, *, by: str, at: datetime, seed: int) -> StudyDraft:
    """The draft that changes a study; of one that is sealed or has sessions, the draft of a copy.

    The draft somebody has begun already is gone on with. seed: of the copy, where it is one.
    """
    if is_fixed(db, study):
        return begin(db, by=by, at=at, like=study, seed=seed)
    begun = db.scalar(select(StudyDraft).where(StudyDraft.study_id == study.id).order_by(StudyDraft.at.desc()).limit(1))
    return begun or _kept(db, StudyDraft(study_id=study.id, text=text_of(study.content), revision=1, by=by, at=at))


def is_fixed(db: Db, study: Study) -> bool:
    """Whether what the study says is never changed again."""
    if study.sealed_at is not None:
        return True
    return db.scalar(select(Session.id).where(Session.study_id == study.id).limit(1)) is not None


def _kept(db: Db, draft: StudyDraft) -> StudyDraft:
    db.add(draft)
    db.flush()
    return draft


def drafts(db: Db) -> list[StudyDraft]:
    """Every draft, the last changed first."""
    return list(db.scalars(select(StudyDraft).order_by(StudyDraft.at.desc())))


def get_draft(db: Db, draft_id: str) -> StudyDraft:
    """One draft. Raises NotFound."""
    draft = db.get(StudyDraft, draft_id)
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    return draft


def keep(db: Db, draft: StudyDraft, text: str, *, revision: int, by: str, at: datetime) -> bool:
    """Keep a text as it was typed. revision: the draft's when the page was opened.

    False where somebody, or another tab, has kept another text since: then nothing is stored, and both are to be shown.
    """
    if draft.text == text:
        return True
    if draft.revision != revision:
        return False
    draft.text, draft.revision, draft.by, draft.at = text, draft.revision + 1, by, at
    db.flush()
    return True


def read_in(
    db: Db,
    draft: StudyDraft,
    *,
    known: Known,
    workflows: Mapping[str, WorkflowVersion],
    packs: Mapping[str, Pack],
    at: datetime,
) -> Study:
    """Make the draft a study, or renew the one it changes; the draft is then over.

    Raises StudyError with every mistake; DomainError where another study has its id, or the one it changes is fixed.
    """
    file = read_study_text(draft.text, file_name(draft), known)
    there = db.get(Study, file.id)
    if there is not None and (there.id != draft.study_id or is_fixed(db, there)):
        why = "is fixed by now" if there.id == draft.study_id else "is there already"
        raise DomainError(f"The study {file.id} {why}. Give this one another id, as {free_id(db, file.id)}", field="id")
    study = put_in(db, file, workflows=workflows, at=at, packs=packs, name=file_name(draft))
    db.delete(draft)
    db.flush()
    return study


def file_name(draft: StudyDraft) -> str:
    """By what its mistakes call it."""
    return f"{draft.study_id or 'new_study'}.yaml"


def versions_in_use(db: Db) -> dict[str, WorkflowVersion]:
    """The version in use of each workflow, by the workflow's id."""
    return {save.workflow_id: db.get_one(WorkflowVersion, save.version_id) for save in newest_saves(db)}


def free_id(db: Db, taken: str) -> str:
    """An id like one that is taken: demonstration_2."""
    stem = re.sub(r"_\d+$", "", taken)[:56]
    number = 2
    while db.get(Study, f"{stem}_{number}") is not None:
        number += 1
    return f"{stem}_{number}"


# --- between data and text -----------------------------------------------------------------------


def text_of(content: Mapping[str, Any]) -> str:
    """A study as the text of a file: what is left out means what it means by default."""
    try:
        file = StudyFile.model_validate(content)
    except ValueError:
        return written(dict(content))
    said = file.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    said["warm_up_task"].pop("id", None)
    return written(said)


def written(data: Any) -> str:
    """Data as YAML: long texts over several lines, everything else as it is."""
    yaml = YAML()
    yaml.width = LONGEST_LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump(_laid_out(data), out)
    return out.getvalue()


def _laid_out(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        for key in value:
            value[key] = _laid_out(value[key])
        return value
    if isinstance(value, dict):
        return CommentedMap({key: _laid_out(inner) for key, inner in value.items()})
    if isinstance(value, list):
        value[:] = [_laid_out(inner) for inner in value]
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) is str and value.lower() in TAKEN_FOR_TRUTHS:
        return SingleQuotedScalarString(value)
    if type(value) is str and (day := _day(value)):
        return day
    if type(value) is str and "\n" in value:
        return LiteralScalarString("\n".join(line.rstrip() for line in value.split("\n")))
    if type(value) is str and len(value) > LONGEST_LINE:
        return FoldedScalarString(value)
    return value


def _day(value: str) -> date | None:
    """A day written as text, which stands in a file without quotation marks."""
    try:
        return date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None
