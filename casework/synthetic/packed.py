"""Bringing in a study pack: all of it checked first, then versions, people and study put in together, or nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select

from casework.database import Db
from casework.lab.models import PackedPerson, Sandbox, Study
from casework.lab.packs.archive import PackError, from_json, read
from casework.lab.packs.writing import ARMS, STUDY, Found, arms_of, looks_real, people_of, person_file
from casework.lab.sandboxes import COUNTY
from casework.lab.studies import put_in
from casework.lab.study_file import StudyFile
from casework.lab.study_mistakes import Known, mistakes
from casework.lab.themes import Theme, load_themes, read_theme
from casework.records.facts import CATALOGUE
from casework.synthetic.pinned import WORKERS_FILE, PeopleError, read_yaml
from casework.synthetic.templates import make_packed
from casework.workflows.loader import fact_content, from_content, version_of
from casework.workflows.parsing import plain
from casework.workflows.problems import WorkflowError
from casework.workflows.reader import read_bytes
from casework.workflows.versions import WorkflowVersion, definition_of, keep_content
from casework.workflows.wordings import Pack, read_wording

PARTS = ("study.json", "arms.json", "README.txt", "consent.txt")
FOLDERS = {"versions": ".json", "people": ".yaml", "themes": ".yaml", "wordings": ".yaml"}


class _Version(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str
    base: str | None
    content: dict[str, Any]


class _Arm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    arm: str
    version: str | None
    beside: dict[str, str]


@dataclass(frozen=True)
class Imported:
    """What came of a pack. was_there: the study was here already, the same. people: those who were new here."""

    study: Study
    was_there: bool
    versions: int
    people: list[str]


@dataclass(frozen=True)
class _Content:
    file: StudyFile
    versions: dict[str, _Version]
    arms: list[_Arm]
    people: dict[str, str]
    themes: dict[str, Theme]
    wordings: dict[str, Pack]


def import_pack(db: Db, packed: bytes, *, seed_folder: Path, by: str, at: datetime) -> Imported:
    """The study of a pack, ready for the pre-flight check, with the same versions it was made with.

    seed_folder: seed_data, with people/ and themes/ in it. A study that is here already stays as it is. Raises
    PackError with one sentence; what was put in by then has to be rolled back by the caller.
    """
    manifest, files = read(packed)
    content = _content(files)
    if content.file.id != manifest.study:
        raise PackError("The manifest.json of the pack names another study than is in it")
    if found := looks_real(files):
        raise PackError(_told(found))
    was_there = _is_there(db, content)
    _themes_are_here(content, load_themes(seed_folder / "themes"))
    workers = read_yaml(seed_folder / "people" / WORKERS_FILE)
    people = _keep_people(db, content, seed_folder, workers, by=by, at=at)
    versions = {each.id: _keep(db, each, at) for each in content.versions.values()}
    study = was_there or _put_in(db, content, versions, {str(each["id"]) for each in workers["workers"]}, at)
    return Imported(study, was_there is not None, len(versions), people)


def _told(found: list[Found]) -> str:
    return f"The pack holds what somebody real could have: {found[0].place}: {found[0].said}"


# --- what is in it -------------------------------------------------------------------------------


def _content(files: Mapping[str, bytes]) -> _Content:
    for name in files:
        folder, _, rest = name.partition("/")
        if name not in PARTS and not (folder in FOLDERS and rest.endswith(FOLDERS[folder]) and "/" not in rest):
            raise PackError(f"The pack holds “{name}”, which is no part of a pack")
    for name in (STUDY, ARMS):
        if name not in files:
            raise PackError(f"“{name}” is missing from the pack")
    try:
        file = StudyFile.model_validate(from_json(files[STUDY], STUDY))
        arms = [_Arm.model_validate(each) for each in _list(from_json(files[ARMS], ARMS))]
        versions = [
            _Version.model_validate(from_json(raw, name)) for name, raw in files.items() if name.startswith("versions/")
        ]
        wordings = [read_wording(raw, name) for name, raw in files.items() if name.startswith("wordings/")]
        themes = [read_theme(raw, name) for name, raw in files.items() if name.startswith("themes/")]
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise PackError(f"{error.title.strip('_')} of the pack is not as it should be at {where}") from error
    except WorkflowError as error:
        raise PackError(f"The pack cannot be read: {error.problems[0]}") from error
    for version in versions:
        _is_what_it_says(version)
    people = {Path(name).stem: _text(raw, name) for name, raw in files.items() if name.startswith("people/")}
    if missing := sorted(set(people_of(file)) - people.keys()):
        raise PackError(f"“people/{missing[0]}.yaml” is missing from the pack")
    return _Content(
        file,
        {each.id: each for each in versions},
        arms,
        people,
        {each.id: each for each in themes},
        {each.id: each for each in wordings},
    )


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise PackError(f"“{ARMS}” of the pack is not as it should be")
    return value


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise PackError(f"“{name}” of the pack is not text") from None


def _is_what_it_says(version: _Version) -> None:
    """The id of a version is the hash of its content, which must be a workflow over the record as it is here."""
    try:
        if version_of(version.content) != version.id:
            raise PackError(f"Version {version.id[:12]} of the pack is not what its id says: it was changed")
        definition = from_content(version.content)
        facts = version.content["facts"].items()
    except (ValidationError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise PackError(f"Version {version.id[:12]} of the pack is no workflow that Casework can read") from error
    for name, said in facts:
        if name not in CATALOGUE or _as_kept(fact_content(CATALOGUE[name])) != _as_kept(said):
            raise PackError(f"{definition.title} uses the fact {name}, which the record here has not, or has otherwise")


def _as_kept(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


# --- into the database ---------------------------------------------------------------------------


def _is_there(db: Db, content: _Content) -> Study | None:
    """The study, when it is here and the same. Raises PackError when it says something else."""
    study = db.get(Study, content.file.id)
    if study is None:
        return None
    same = study.content == content.file.model_dump(mode="json", exclude_none=True)
    if not same or arms_of(study) != [each.model_dump() for each in content.arms]:
        raise PackError(f"A study “{study.id}” is here already and says something else: nothing was imported")
    return study


def _themes_are_here(content: _Content, here: Mapping[str, Theme]) -> None:
    for name, theme in content.themes.items():
        if name not in here:
            raise PackError(
                f"The theme “{name}” is not here: put themes/{name}.yaml into seed_data/themes, and try again"
            )
        if here[name] != theme:
            raise PackError(f"The theme “{name}” looks otherwise here, and would not be what the study compared")


def _keep_people(
    db: Db, content: _Content, seed_folder: Path, workers: dict[str, Any], *, by: str, at: datetime
) -> list[str]:
    """Keep the people who are not here yet, and make their templates. Raises PackError where one is another."""
    county = db.get(Sandbox, COUNTY)
    if county is None:
        raise PackError("There is no county yet, in which the study’s people could live: run flask init first")
    new = []
    for person_id in people_of(content.file):
        text = content.people[person_id]
        here = _text_here(db, person_id, seed_folder)
        if here is None:
            db.add(PackedPerson(id=person_id, text=text, study_id=content.file.id, by=by, at=at))
            new.append(person_id)
        elif _said(here, person_id) != _said(text, person_id):
            raise PackError(f"“{person_id}” is here already as somebody else: nothing was imported")
    db.flush()
    _make(db, new, workers, county.story_date, at)
    return new


def _make(db: Db, people: list[str], workers: dict[str, Any], story_date: date, at: datetime) -> None:
    for person in db.scalars(select(PackedPerson).where(PackedPerson.id.in_(people)).order_by(PackedPerson.id)):
        try:
            make_packed(db, person, workers=workers, story_date=story_date, at=at)
        except (PeopleError, WorkflowError) as error:
            raise PackError(f"“{person.id}” of the pack cannot be made: {error.problems[0]}") from error


def _text_here(db: Db, person_id: str, seed_folder: Path) -> str | None:
    path = person_file(seed_folder, person_id)
    if path is not None:
        return path.read_text(encoding="utf-8")
    kept = db.get(PackedPerson, person_id)
    return kept.text if kept else None


def _said(text: str, person_id: str) -> Any:
    """What the text of a person says, without its comments and its order of lines."""
    try:
        said = plain(read_bytes(text.encode(), f"people/{person_id}.yaml").data)
    except WorkflowError as error:
        raise PackError(f"“{person_id}” of the pack cannot be read: {error.problems[0]}") from error
    return said


def _keep(db: Db, version: _Version, at: datetime) -> WorkflowVersion:
    return keep_content(db, version.content, base=version.base, at=at)


def _put_in(
    db: Db, content: _Content, versions: Mapping[str, WorkflowVersion], workers: set[str], at: datetime
) -> Study:
    workflows = _workflows(content, versions)
    known = Known(
        workflows=workflows,
        definition_of=lambda workflow_id: definition_of(db, workflows[workflow_id].id),
        people=set(content.people),
        workers=workers,
        themes=set(content.themes),
        packs=set(content.wordings),
    )
    for key, wrong in mistakes(content.file, known):
        raise PackError(f"The study of the pack cannot be run: {'.'.join(map(str, key))}: {wrong}")
    study = put_in(db, content.file, workflows=workflows, at=at, packs=content.wordings, name="the pack")
    if arms_of(study) != [each.model_dump() for each in content.arms]:
        raise PackError("The arms of the pack would be worked in other versions here than they were made with")
    return study


def _workflows(content: _Content, versions: Mapping[str, WorkflowVersion]) -> dict[str, WorkflowVersion]:
    """The version to pin, by workflow id: of an arm under other words, the one whose words were changed."""
    worded = {arm.id for arm in content.file.arms if arm.wording}
    found: dict[str, WorkflowVersion] = {}
    for arm in content.arms:
        wanted = [*arm.beside.values(), *([arm.version] if arm.version else [])]
        if missing := sorted(set(wanted) - versions.keys()):
            raise PackError(f"Version {missing[0][:12]} is missing from the pack")
        for version_id in wanted:
            base = content.versions[version_id].base or ""
            was_reworded = version_id == arm.version and arm.arm in worded and base in versions
            pinned = versions[base if was_reworded else version_id]
            found[pinned.workflow_id] = pinned
    return found
