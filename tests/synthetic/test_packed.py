"""A pack made on one machine and brought in on another: the same study, the same versions, nothing about anybody."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from casework.database import Base, Db, prepare
from casework.lab import planning, sessions
from casework.lab.models import Arm, ExpertAnswer, PackedPerson, Sandbox, Session, Study
from casework.lab.packs import archive
from casework.lab.packs.archive import PackError, from_json, read
from casework.lab.packs.writing import LooksReal, export_pack, files_of
from casework.lab.sandboxes import COUNTY, inside, person_template
from casework.lab.studies import read_study
from casework.lab.vocabulary import SandboxKind
from casework.records.facts import CATALOGUE
from casework.records.models import Person
from casework.synthetic.packed import import_pack
from casework.synthetic.pinned import load_pinned, load_workers, read_yaml
from casework.synthetic.templates import make_templates
from casework.workflows.loader import load_folder, load_lists, version_of
from casework.workflows.versions import WorkflowVersion, keep_version
from config import ROOT

TINY = ROOT / "tests" / "lab" / "tiny"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STORY = AT.date().replace(day=10)
PEOPLE = {
    "rose": ("Rosemary", "100010"),
    "edna": ("Edna", "100011"),
    "wilf": ("Wilfred", "100012"),
    "wanda": ("Wanda", "100013"),
}
WORKERS = (
    (ROOT / "seed_data" / "people" / "workers.yaml")
    .read_text()
    .replace("workers:\n", "workers:\n  - {id: priya, name: Priya Nair, role: social_worker, team: east}\n", 1)
)


def person(person_id: str, first_name: str, number: str) -> str:
    nhs = {"rose": "9990000077", "edna": "9990000085", "wilf": "9990000093", "wanda": "9990000107"}[person_id]
    return (
        f'id: {person_id}\nperson:\n  number: "{number}"\n  first_name: {first_name}\n  last_name: Tiny\n'
        f'  born_on: 1948-06-30\n  nhs_number: "{nhs}"\n'
    )


def write_seeds(folder: Path, people: bool = True) -> Path:
    """A folder like seed_data: the people of the tiny study or nobody, workers, themes and wordings."""
    (folder / "people").mkdir(parents=True)
    (folder / "people" / "workers.yaml").write_text(WORKERS)
    for person_id, (first_name, number) in PEOPLE.items() if people else ():
        (folder / "people" / f"{person_id}.yaml").write_text(person(person_id, first_name, number))
    for name in ("themes", "wordings", "county"):
        shutil.copytree(ROOT / "seed_data" / name, folder / name)
    return folder


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return write_seeds(tmp_path / "seeds")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The folder of another machine, where nobody of the study is known."""
    return write_seeds(tmp_path / "bare", people=False)


def machine(path: Path, seeds: Path) -> Iterator[Db]:
    """A database with the smallest county and the people of a folder."""
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        db.add(Sandbox(id=COUNTY, kind=SandboxKind.TEMPLATE, name="A small county", story_date=STORY, made_at=AT))
        db.flush()
        load_workers(read_yaml(seeds / "people" / "workers.yaml"), db, COUNTY)
        yield db
    engine.dispose()


@pytest.fixture
def here(tmp_path: Path, seeds: Path) -> Iterator[Db]:
    yield from machine(tmp_path / "here.sqlite", seeds)


@pytest.fixture
def there(tmp_path: Path, bare: Path) -> Iterator[Db]:
    yield from machine(tmp_path / "there.sqlite", bare)


def make_person(db: Db, seeds: Path, person_id: str) -> None:
    template = person_template(person_id)
    db.add(Sandbox(id=template, kind=SandboxKind.TEMPLATE, name=person_id, story_date=STORY, made_at=AT))
    db.flush()
    load_pinned(seeds / "people" / f"{person_id}.yaml", db, template)


def read_in(db: Db, seeds: Path) -> Study:
    for person_id in PEOPLE:
        make_person(db, seeds, person_id)
    loaded = load_folder(TINY / "workflows", lists=load_lists(ROOT / "seed_data/lists"), catalogue=CATALOGUE)
    workflows = {name: keep_version(db, each, AT) for name, each in loaded.items()}
    made = read_study(db, TINY / "study.yaml", workflows=workflows, at=AT)
    db.commit()
    return made


@pytest.fixture
def study(here: Db, seeds: Path) -> Study:
    """The tiny study, read in here with its people."""
    return read_in(here, seeds)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The pack of the tiny study, made once."""
    folder = tmp_path_factory.mktemp("packed")
    write_seeds(folder / "seeds")
    (made,) = (
        export_pack(db, read_in(db, folder / "seeds"), seed_folder=folder / "seeds")
        for db in machine(folder / "here.sqlite", folder / "seeds")
    )
    return made


def take(db: Db, packed: bytes, seeds: Path):
    found = import_pack(db, packed, seed_folder=seeds, by="Ruth", at=AT)
    db.commit()
    return found


def again(packed: bytes, **changed: bytes | None) -> bytes:
    """The pack with files changed or left out, and a manifest that says so."""
    manifest, files = read(packed)
    for name, content in changed.items():
        path = next(each for each in [*files, name] if each.replace("/", "_").replace(".", "_") == name or each == name)
        if content is None:
            files.pop(path)
        else:
            files[path] = content
    return archive.write(files, study=manifest.study, title=manifest.title, county=manifest.county)


# --- from one machine to another -----------------------------------------------------------------


def test_a_study_is_the_same_on_another_machine_and_can_be_worked_at_once(here, there, seeds, bare, study):
    packed = export_pack(here, study, seed_folder=seeds)
    found = take(there, packed, bare)
    assert (found.was_there, found.versions, found.people) == (False, 2, sorted(PEOPLE))
    assert found.study.id == study.id
    assert found.study.content == study.content
    assert [(a.key, a.version_id, a.beside) for a in found.study.arms] == [
        (a.key, a.version_id, a.beside) for a in study.arms
    ]
    answers = select(func.count()).select_from(ExpertAnswer)
    assert there.scalar(answers) == here.scalar(answers) == 2
    session = planning.plan_session(there, found.study, by="Ruth", at=AT)
    sandbox = session.arms[0].sandbox_id
    assert sandbox is not None
    with inside(there, sandbox):
        assert there.scalar(select(Person.first_name).where(Person.id == session.arms[0].case.person_id))


def test_a_pack_of_what_was_brought_in_is_the_same_pack(here, there, seeds, bare, study):
    packed = export_pack(here, study, seed_folder=seeds)
    assert export_pack(here, study, seed_folder=seeds) == packed
    brought = take(there, packed, bare).study
    manifest, files = read(export_pack(there, brought, seed_folder=bare))
    assert files == read(packed)[1]
    assert manifest.study == study.id


def test_bringing_it_in_twice_changes_nothing(there, bare, packed):
    take(there, packed, bare)
    found = take(there, packed, bare)
    assert (found.was_there, found.people) == (True, [])
    assert there.scalar(select(func.count()).select_from(Arm)) == 2


def test_people_who_came_with_a_pack_stay_when_the_county_is_made_anew(there, bare, packed):
    take(there, packed, bare)
    before = there.get_one(Sandbox, person_template("rose")).content_hash
    made = make_templates(there, bare, seed=1, story_date=STORY, at=AT, people=20)
    there.commit()
    mine = {each.id: each.was_made for each in made}
    assert mine[person_template("rose")] is False
    assert there.get_one(Sandbox, person_template("rose")).content_hash == before


def test_the_file_of_a_council_comes_before_what_came_with_a_pack(there, seeds, bare, packed):
    take(there, packed, bare)
    shutil.copy(seeds / "people" / "rose.yaml", bare / "people" / "rose.yaml")
    names = {each.id: each.name for each in make_templates(there, bare, seed=1, story_date=STORY, at=AT, people=20)}
    assert names[person_template("rose")] == "rose.yaml"
    assert names[person_template("edna")] == "edna, with the pack of tiny"


# --- what is in it -------------------------------------------------------------------------------


def test_a_pack_says_in_plain_words_what_it_is(here, seeds, study):
    files = files_of(here, study, seed_folder=seeds)
    readme = files["README.txt"].decode()
    for words in (study.title, study.question, "Nothing about anybody who took part", "MIT", "flask packs import FILE"):
        assert words in readme
    assert "[ ] I agree to take part (needed to take part)" in files["consent.txt"].decode()
    for name, raw in files.items():
        if name.startswith("versions/"):
            version = from_json(raw, name)
            assert version_of(version["content"]) == version["id"]


def test_nothing_about_anybody_who_took_part_is_in_a_pack(here, seeds, study, needles):
    planted = needles(here, study)
    raw = b"".join(read(export_pack(here, study, seed_folder=seeds))[1].values())
    assert len(planted) > 30
    assert [table for table, needle in planted.items() if needle.encode() in raw] == []


@pytest.fixture
def needles():
    """Writes words of its own into every text column of every table that holds something of a session."""

    def plant(db: Db, study: Study) -> dict[str, str]:
        session = planning.plan_session(db, study, by="needle-planned-by", at=AT)
        sessions.join(db, session.code, at=AT)
        db.flush()
        planted: dict[str, str] = {}
        for table in Base.metadata.sorted_tables:
            if not _is_about(table, {"session", "participant", "task_run", "session_arm", "observation", "note_group"}):
                continue
            for column in table.columns:
                if column.foreign_keys or column.primary_key or column.type.python_type is not str or column.unique:
                    continue
                needle = f"needle-{table.name}-{column.name}"[: getattr(column.type, "length", None) or 80]
                if "enum" in type(column.type).__name__.lower():
                    continue
                db.execute(table.update().values({column.name: needle}))
                planted[f"{table.name}.{column.name}"] = needle
        db.commit()
        return planted

    return plant


def _is_about(table, roots: set[str]) -> bool:
    return table.name in roots or any(key.column.table.name in roots for key in table.foreign_keys)


def test_what_looks_like_a_real_person_does_not_leave(here, seeds, study):
    study.content = {**study.content, "question": "Ring 020 7123 4567. Which leads to the better decision?"}
    file = seeds / "people" / "rose.yaml"
    file.write_text(file.read_text() + "  # Her daughter: jane@gmail.com\n")
    with pytest.raises(LooksReal) as refused:
        export_pack(here, study, seed_folder=seeds)
    said = [(one.place.split(",")[0], one.said) for one in refused.value.found]
    assert ("people/rose.yaml", "jane@gmail.com looks like an e-mail address") in said
    assert ("study.json", "020 7123 4567 looks like a telephone number") in said
    assert any(one.place == "people/rose.yaml, line 8" for one in refused.value.found)


def test_a_person_without_a_file_cannot_be_packed(here, seeds, study):
    (seeds / "people" / "rose.yaml").unlink()
    with pytest.raises(Exception, match="has the id “rose”"):
        export_pack(here, study, seed_folder=seeds)


# --- refused whole -------------------------------------------------------------------------------


def version_file(packed: bytes) -> str:
    return next(name for name in read(packed)[1] if name.startswith("versions/"))


def changed_version(packed: bytes) -> dict[str, bytes]:
    name = version_file(packed)
    said = from_json(read(packed)[1][name], name)
    said["content"]["definition"]["title"] = "Something else"
    return {name: archive.as_json(said)}


def no_workflow(packed: bytes) -> dict[str, bytes]:
    name = version_file(packed)
    content = {"definition": {"id": "x"}, "lists": {}, "facts": {}}
    return {name: archive.as_json({"id": version_of(content), "base": None, "content": content})}


def another_fact(packed: bytes) -> dict[str, bytes]:
    name = version_file(packed)
    said = from_json(read(packed)[1][name], name)
    next(iter(said["content"]["facts"].values()))["label"] = "Something else"
    said["id"] = version_of(said["content"])
    return {name: archive.as_json(said)}


def other_study(packed: bytes) -> dict[str, bytes]:
    return {"study.json": read(packed)[1]["study.json"].replace(b'"id": "tiny"', b'"id": "other"')}


def person_of_nobody(packed: bytes) -> dict[str, bytes]:
    return {"people/rose.yaml": b"id: edna\nperson:\n  number: '1'\n  first_name: E\n  last_name: T\n"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda p: {"extra.txt": b"x"}, "is no part of a pack"),
        (lambda p: {"people/deep/rose.yaml": b"x"}, "is no part of a pack"),
        (lambda p: {"study.json": None}, "“study.json” is missing"),
        (lambda p: {"people/rose.yaml": None}, "“people/rose.yaml” is missing"),
        (lambda p: {version_file(p): None}, "is missing from the pack"),
        (lambda p: {"study.json": b"{}"}, "StudyFile of the pack is not as it should be"),
        (lambda p: {"arms.json": b"{}"}, "“arms.json” of the pack is not as it should be"),
        (lambda p: {"arms.json": b"[]"}, "cannot be run"),
        (changed_version, "is not what its id says: it was changed"),
        (no_workflow, "no workflow that Casework can read"),
        (another_fact, "which the record here has not, or has otherwise"),
        (other_study, "names another study"),
        (lambda p: {"people/rose.yaml": b"id: rose\nperson: [\n"}, "cannot be"),
        (lambda p: {"people/rose.yaml": b"\xff"}, "is not text"),
        (person_of_nobody, "rose"),
        (lambda p: {"README.txt": b"Ring 020 7123 4567"}, "somebody real could have: README.txt, line 1"),
        (lambda p: {"themes/neon.yaml": b"id: neon\n"}, "cannot be"),
    ],
)
def test_a_pack_that_does_not_fit_together_is_refused_and_nothing_of_it_stays(there, bare, packed, change, why):
    with pytest.raises(PackError, match=why) as refused:
        import_pack(there, again(packed, **change(packed)), seed_folder=bare, by="Ruth", at=AT)
    assert "\n" not in refused.value.message
    there.rollback()
    for table in (Study, WorkflowVersion, PackedPerson, Session):
        assert there.scalar(select(func.count()).select_from(table)) == 0


def test_a_study_that_says_something_else_here_is_never_overwritten(there, bare, packed):
    mine = take(there, packed, bare).study
    mine.content = {**mine.content, "question": "Another question?"}
    there.commit()
    with pytest.raises(PackError, match="is here already and says something else"):
        import_pack(there, packed, seed_folder=bare, by="Ruth", at=AT)
    there.rollback()
    assert there.get_one(Study, "tiny").content["question"] == "Another question?"


def test_somebody_else_of_the_same_id_here_stays_who_they_are(there, bare, packed):
    (bare / "people" / "rose.yaml").write_text(person("rose", "Somebody", "100999"))
    with pytest.raises(PackError, match="“rose” is here already as somebody else"):
        import_pack(there, packed, seed_folder=bare, by="Ruth", at=AT)


def test_a_person_here_whose_file_only_looks_different_is_the_same(there, seeds, bare, packed):
    file = bare / "people" / "rose.yaml"
    file.write_text("# Written here\n" + (seeds / "people" / "rose.yaml").read_text())
    make_person(there, bare, "rose")
    assert take(there, packed, bare).people == ["edna", "wanda", "wilf"]


def test_a_theme_that_is_not_here_is_named_with_what_to_do(here, there, seeds, bare, study):
    study.content = {**study.content, "arms": [{**arm, "theme": "calm"} for arm in study.content["arms"]]}
    (bare / "themes" / "calm.yaml").unlink()
    packed = export_pack(here, study, seed_folder=seeds)
    with pytest.raises(PackError, match=r"put themes/calm\.yaml into seed_data/themes"):
        import_pack(there, packed, seed_folder=bare, by="Ruth", at=AT)


def test_without_a_county_the_pack_says_what_comes_first(seeds, packed, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db, pytest.raises(PackError, match="run flask init first"):
        import_pack(db, packed, seed_folder=seeds, by="Ruth", at=AT)
    engine.dispose()


def test_json_of_a_pack_has_no_key_twice():
    with pytest.raises(PackError):
        from_json(json.dumps({"a": 1}).replace("}", ', "a": 2}').encode(), "study.json")
