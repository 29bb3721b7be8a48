"""Template sandboxes: the county, and each person written by hand. Every session's sandbox is copied from them."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from casework.database import Db, drop_sandbox, sandbox_tables
from casework.errors import DomainError
from casework.lab.models import PackedPerson, Sandbox
from casework.lab.sandboxes import COUNTY, person_template
from casework.lab.vocabulary import SandboxKind
from casework.synthetic.pinned import WORKERS_FILE, PeopleError, load_pinned, read_yaml
from casework.synthetic.population import make_county
from casework.synthetic.prose import read_pools
from casework.workflows.parsing import plain
from casework.workflows.reader import read_bytes

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Template:
    """One template: what it holds, and whether it was made now or was there as it should be."""

    id: str
    name: str
    was_made: bool


def make_templates(
    db: Db,
    seed_folder: Path,
    *,
    seed: int,
    story_date: date,
    at: datetime,
    people: int = 500,
    said: Callable[[int], None] | None = None,
) -> list[Template]:
    """Make the county and one template for each file of `people/`, or leave those that are as they should be.

    seed_folder: seed_data, with county/ and people/ in it. said: told how many people of the county have been
    written so far. A template whose files, size, seed, story
    date or making have changed is dropped and made anew; one whose file has gone is dropped. Commits
    nothing. Raises DomainError naming the file and the place in it.
    """
    folder = seed_folder / "people"
    workers_file = folder / WORKERS_FILE
    workers = read_yaml(workers_file)
    making = [*sorted(HERE.rglob("*.py")), workers_file]
    made = []

    county_hash = _hash(
        _columns(), f"{people} {seed} {story_date}", *making, *sorted((seed_folder / "county").glob("*"))
    )
    county = _begin(db, COUNTY, f"County of {people} people, seed {seed}", story_date, county_hash, at)
    if county.was_made:
        pools = read_pools(seed_folder / "county")
        make_county(
            db,
            people=people,
            seed=seed,
            sandbox_id=COUNTY,
            story_date=story_date,
            workers=workers,
            pools=pools,
            said=said,
        )
    made.append(county)

    for file, person_id in _people(folder):
        content_hash = _hash(_columns(), str(story_date), *making, file)
        template = _begin(db, person_template(person_id), file.name, story_date, content_hash, at)
        if template.was_made:
            load_pinned(file, db, template.id, workers=workers)
        made.append(template)

    there = {template.id for template in made}
    for person in db.scalars(select(PackedPerson).order_by(PackedPerson.id)).all():
        # A council's own file comes before what came with a pack.
        if person_template(person.id) not in there:
            made.append(make_packed(db, person, workers=workers, story_date=story_date, at=at))
    _drop_others(db, {template.id for template in made})
    return made


def make_packed(db: Db, person: PackedPerson, *, workers: dict[str, Any], story_date: date, at: datetime) -> Template:
    """The template of somebody who came with a pack. Raises PeopleError for what their text cannot say."""
    making = sorted(HERE.rglob("*.py"))
    content_hash = _hash(_columns(), str(story_date), *making, str(sorted(workers.items())), person.text)
    name = f"{person.id}, with the pack of {person.study_id}"
    template = _begin(db, person_template(person.id), name, story_date, content_hash, at)
    if template.was_made:
        document = read_bytes(person.text.encode(), f"{person.id}.yaml")
        if document.problems:
            raise PeopleError(document.problems)
        if load_pinned(plain(document.data), db, template.id, workers=workers) != person.id:
            raise DomainError(f"The file of {person.id} is of somebody else")
    return template


def _people(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each person's file with the id in it."""
    whose: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name == WORKERS_FILE:
            continue
        person_id = str(read_yaml(file).get("id", file.stem))
        if person_id in whose:
            raise DomainError(f"{file.name}: the id “{person_id}” is already that of {whose[person_id]}")
        whose[person_id] = file.name
        yield file, person_id


def _begin(db: Db, sandbox_id: str, name: str, story_date: date, content_hash: str, at: datetime) -> Template:
    """An empty template to fill, or the one that is there when its content is the same."""
    there = db.get(Sandbox, sandbox_id)
    if there is not None and there.content_hash == content_hash:
        return Template(sandbox_id, name, was_made=False)
    if there is None:
        there = Sandbox(id=sandbox_id, kind=SandboxKind.TEMPLATE)
        db.add(there)
    else:
        drop_sandbox(db, sandbox_id)
    there.name = name
    there.story_date = story_date
    there.content_hash = content_hash
    there.made_at = at
    db.flush()
    return Template(sandbox_id, name, was_made=True)


def _drop_others(db: Db, wanted: set[str]) -> None:
    for sandbox in db.scalars(select(Sandbox).where(Sandbox.kind == SandboxKind.TEMPLATE)).all():
        if sandbox.id not in wanted:
            drop_sandbox(db, sandbox.id)
            db.delete(sandbox)
    db.flush()


def _hash(*parts: str | Path) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _columns() -> str:
    """The shape of the record: a new column makes templates anew."""
    return " ".join(f"{table.name}.{column.name}" for table in sandbox_tables() for column in table.columns)
