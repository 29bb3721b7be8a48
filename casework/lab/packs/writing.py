"""What goes into a pack: read from the study, its versions and the files a council edits, and from nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import PackedPerson, Sandbox, Study
from casework.lab.packs import archive
from casework.lab.sandboxes import COUNTY
from casework.lab.study_file import Consent, StudyFile, file_of
from casework.records.real_data import identifiers
from casework.workflows.reader import read_file
from casework.workflows.versions import WorkflowVersion

STUDY, ARMS = "study.json", "arms.json"
LICENCE = (
    "MIT. You may use, change and pass on what is in here, also in parts, if you keep this line and the name of\n"
    "whoever made it. It comes without any warranty."
)


@dataclass(frozen=True)
class Found:
    """Words in a pack that somebody real could have. place: the file and the line."""

    place: str
    said: str


class LooksReal(DomainError):
    """A pack that does not leave, because something in it looks like a real person's details."""

    def __init__(self, found: list[Found]) -> None:
        first = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        super().__init__(f"Nothing was written: {first.place}: {first.said}{more}")
        self.found = found


def export_pack(db: Db, study: Study, *, seed_folder: Path) -> bytes:
    """The pack of a study. The same study gives the same bytes.

    seed_folder: seed_data, with people/, themes/ and wordings/ in it. Raises LooksReal with every place, and
    DomainError where something that belongs into it is not there.
    """
    files = files_of(db, study, seed_folder=seed_folder)
    if found := looks_real(files):
        raise LooksReal(found)
    county = db.get(Sandbox, COUNTY)
    return archive.write(files, study=study.id, title=study.title, county=county.name if county else "")


def files_of(db: Db, study: Study, *, seed_folder: Path) -> dict[str, bytes]:
    """Every file of the pack by its name, the manifest left out. Reads no table in which anything of people stands."""
    file = file_of(study)
    versions = _versions(db, study)
    files = {STUDY: archive.as_json(study.content), ARMS: archive.as_json(arms_of(study))}
    for version in versions.values():
        files[f"versions/{version.workflow_id}-{version.id[:12]}.json"] = archive.as_json(
            {"id": version.id, "base": version.base_version_id, "content": version.content}
        )
    for person_id in people_of(file):
        files[f"people/{person_id}.yaml"] = _person(db, person_id, seed_folder)
    for folder, names in (
        ("themes", {arm.theme for arm in file.arms}),
        ("wordings", {arm.wording for arm in file.arms}),
    ):
        for name in sorted(name for name in names if name):
            files[f"{folder}/{name}.yaml"] = _file(seed_folder / folder / f"{name}.yaml")
    files["consent.txt"] = _consent(file.consent).encode()
    files["README.txt"] = _readme(study, file, versions).encode()
    return files


def people_of(file: StudyFile) -> list[str]:
    """The people of the cases and the warm-ups, by id."""
    return sorted({*(case.person for case in file.cases), *(arm.warm_up for arm in file.arms)})


def arms_of(study: Study) -> list[dict[str, Any]]:
    """What each arm is pinned to, to be found again on another machine."""
    return [{"arm": arm.key, "version": arm.version_id, "beside": arm.beside or {}} for arm in study.arms]


def _versions(db: Db, study: Study) -> dict[str, WorkflowVersion]:
    """Every version that an arm or something beside it is pinned to, and the one whose words were changed for it."""
    wanted = {arm.version_id for arm in study.arms if arm.version_id}
    wanted |= {version_id for arm in study.arms for version_id in (arm.beside or {}).values()}
    found = {version_id: db.get_one(WorkflowVersion, version_id) for version_id in sorted(wanted)}
    for arm in study.arms:
        base = found[arm.version_id].base_version_id if arm.wording and arm.version_id else None
        if base:
            found[base] = db.get_one(WorkflowVersion, base)
    return found


def _person(db: Db, person_id: str, seed_folder: Path) -> bytes:
    path = person_file(seed_folder, person_id)
    if path is not None:
        return _file(path)
    kept = db.get(PackedPerson, person_id)
    if kept is None:
        raise DomainError(f"Nobody’s file in {seed_folder.name}/people has the id “{person_id}”")
    return kept.text.encode()


def person_file(seed_folder: Path, person_id: str) -> Path | None:
    """The file of one person written by hand."""
    for path in sorted((seed_folder / "people").glob("*.yaml")):
        if person_id == str(read_file(path).data.get("id", path.stem)):
            return path
    return None


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except FileNotFoundError:
        raise DomainError(f"{path.parent.name}/{path.name} is not there, and the study needs it") from None


# --- in plain words ------------------------------------------------------------------------------


def _consent(sheet: Consent) -> str:
    choices = [
        f"[ ] {choice.label}" + (" (needed to take part)" if choice.required else "") for choice in sheet.choices
    ]
    return "\n".join([f"{sheet.title} (version {sheet.version})", "", *sheet.text, "", *choices, ""])


def _readme(study: Study, file: StudyFile, versions: Mapping[str, WorkflowVersion]) -> str:
    arms = [
        f"  {arm.mark}: {arm.title}" + (f", version {arm.version_id[:12]}" if arm.version_id else ", a system of yours")
        for arm in study.arms
    ]
    cases = [f"  {case.person_name}" for case in study.cases]
    return "\n".join(
        [
            f"{study.title}",
            "",
            "A study of ways of working in adult social care, made with Casework, ready to be run again.",
            "",
            "Question",
            f"  {study.question.strip()}",
            "",
            "What is compared",
            *arms,
            "",
            "Cases (all fictional)",
            *cases,
            "",
            "To run it",
            "  flask packs import FILE, or Studies > Import a pack. Then run the pre-flight check, and seal the plan.",
            "  To compare with what others found, change one thing at most, and say which.",
            "",
            "What is in here",
            "  study.json     the plan: tasks, consent sheet, order, experts’ answers, claims",
            "  arms.json      which version of which workflow each arm is worked in",
            f"  versions/      {len(versions)} versions of workflows; the id of each is the SHA-256 of its content",
            "  people/        the fictional people of the cases and the warm-ups",
            "  consent.txt    the consent sheet, to be read",
            "  manifest.json  the size and SHA-256 of every file",
            "",
            "What is not in here",
            "  Nothing about anybody who took part, and nothing of what was found: ask whoever ran it.",
            "  The systems of suppliers, and the county of people round the cases, which each council makes itself.",
            "",
            "Licence",
            *(f"  {line}" for line in LICENCE.splitlines()),
            "",
        ]
    )


# --- before it leaves ----------------------------------------------------------------------------


def looks_real(files: Mapping[str, bytes]) -> list[Found]:
    """Everything in the files that a real person could have, with its place."""
    return [found for name in sorted(files) for found in _in_file(name, files[name].decode())]


def _in_file(name: str, text: str) -> Iterator[Found]:
    for one in identifiers(text):
        if one.possible and not one.fictional:
            line = text.count("\n", 0, one.start) + 1
            yield Found(f"{name}, line {line}", f"{one.words} looks like {one.kind}")
