"""From files to a workflow: what it extends, its lists and its facts put together, checked, and given its version."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casework.facts import Catalogue, Fact
from casework.workflows.checks import check
from casework.workflows.definition import Definition, Option, OptionList
from casework.workflows.extends import apply_changes, copied
from casework.workflows.names import fact_named
from casework.workflows.parsing import Path as Shape
from casework.workflows.parsing import keys_of, parse, place_of, plain
from casework.workflows.problems import Problem, WorkflowError, closest, in_order, nearest, problem
from casework.workflows.reader import Document, Keyed, Listed, read_bytes, read_file
from casework.workflows.section_conditions import join, joined

MOST_PARENTS = 3
KEYS_OF_A_CHILD = (
    "id",
    "title",
    "summary",
    "asks_whether",
    "because",
    "leaves_out",
    "presentation",
    "begins",
    "conditions",
    "extends",
    "changes",
)
_TAKES_A_LIST = ("options", "met_by", "units")
_RECORD_NAME = re.compile(r"\brecord\.([a-z0-9_]+(?:\.[a-z0-9_]+)*)")

Lists = Mapping[str, OptionList]


@dataclass(frozen=True)
class Source:
    """A workflow's text that is not in a file; `file` is what its problems call it."""

    file: str
    text: str


Siblings = Mapping[str, Path | Source]
"""Where the text of each other workflow is, by id."""


@dataclass(frozen=True)
class Loaded:
    """A workflow ready to use.

    version: SHA-256, in hex, of `content` as canonical JSON. content: the resolved definition, the lists and the facts
    it uses, to be stored whole. base, base_version: what it was resolved from, or None. problems: what the checks
    found; only warnings, since a workflow with errors is not loaded.
    """

    definition: Definition
    version: str
    content: dict[str, Any]
    base: str | None = None
    base_version: str | None = None
    problems: list[Problem] = field(default_factory=list)
    tree: Keyed = field(default_factory=Keyed, repr=False, compare=False)


def load_lists(folder: Path) -> Lists:
    """Every list of a folder by id. Raises WorkflowError with every mistake in any of them."""
    lists: dict[str, OptionList] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found = _load_list(path)
            lists[found.id] = found
        except WorkflowError as error:
            problems.extend(error.problems)
    if problems:
        raise WorkflowError(problems)
    return lists


def _load_list(path: Path) -> OptionList:
    document = read_file(path)
    problems = list(document.problems)
    if not problems:
        try:
            found = OptionList.model_validate(plain(document.data))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                loc = tuple(detail["loc"])
                extra = detail["type"] == "extra_forbidden"
                known = keys_of(OptionList if len(loc) == 1 else Option)
                message = (
                    f"there is no key {loc[-1]} here" + nearest(str(loc[-1]), known)
                    if extra
                    else f"{'.'.join(str(part) for part in loc)}: {detail['msg'].removeprefix('Value error, ')}"
                )
                problems.append(problem(place_of(document.data, loc, key=extra), "L04" if extra else "L06", message))
        else:
            problems.extend(_list_problems(found, document, path))
    if problems:
        raise WorkflowError(in_order(problems))
    return found


def _list_problems(found: OptionList, document: Document, path: Path) -> Iterator[Problem]:
    if found.id != path.stem:
        yield problem(place_of(document.data, ("id",)), "L37", f"the list {found.id} is in {path.name}; name it alike")
    seen: dict[str, int] = {}
    for index, code in enumerate(found.codes):
        place = place_of(document.data, ("options", index, "code"))
        if code in seen:
            yield problem(place, "L08", f"the code {code} again; it is already on line {seen[code]}")
        seen.setdefault(code, place.line)


def load_file(path: Path, *, lists: Lists, catalogue: Catalogue, siblings: Siblings | None = None) -> Loaded:
    """One workflow, with what it extends.

    siblings: the file of every other workflow by id; without them, the files of its folder.
    Raises WorkflowError with every error found, warnings beside them.
    """
    if siblings is None:
        siblings = {found.stem: found for found in sorted(path.parent.glob("*.yaml"))}
    return _load(read_file(path), lists, catalogue, siblings, path.stem)


def load_text(text: str, file: str, *, lists: Lists, catalogue: Catalogue, siblings: Siblings) -> Loaded:
    """As load_file, for text that has not been saved; `file` is what its problems call it."""
    return _load(read_bytes(text.encode(), file), lists, catalogue, siblings, None)


def load_folder(folder: Path, *, lists: Lists, catalogue: Catalogue) -> dict[str, Loaded]:
    """Every workflow of a folder by id. Raises WorkflowError with every error of any of them."""
    siblings = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    loaded: dict[str, Loaded] = {}
    problems: list[Problem] = []
    for path in siblings.values():
        try:
            found = load_file(path, lists=lists, catalogue=catalogue, siblings=siblings)
            loaded[found.definition.id] = found
        except WorkflowError as error:
            problems.extend(error.problems)
    if problems:
        raise WorkflowError(in_order(problems))
    return loaded


def from_content(content: Mapping[str, Any]) -> Definition:
    """The definition of a stored version. Raises pydantic's ValidationError when the content was not made here."""
    lists = {name: OptionList.model_validate(value) for name, value in content["lists"].items()}
    return Definition.model_validate(joined(_filled(content["definition"], lists)))


def version_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of content as canonical JSON, in hex."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def content_of(tree: object, lists: Lists, catalogue: Mapping[str, Fact]) -> dict[str, Any]:
    """What is stored of a workflow: its definition as written, the lists and the facts it uses."""
    definition = plain(tree)
    used_lists = sorted({name for name in _lists_in(definition) if name in lists})
    used_facts = sorted({fact.name for name in _facts_in(definition) if (fact := fact_named(name, catalogue))})
    return {
        "definition": definition,
        "lists": {name: lists[name].model_dump(mode="json", exclude_defaults=True) for name in used_lists},
        "facts": {name: fact_content(catalogue[name]) for name in used_facts},
    }


def fact_content(fact: Fact) -> dict[str, Any]:
    """What is stored of a fact that a workflow uses."""
    return {
        "name": fact.name,
        "label": fact.label,
        "type": fact.type.value,
        "codes": list(fact.codes),
        "unit": fact.unit,
        "law": fact.law,
        "fields": [fact_content(inner) for inner in fact.fields],
    }


def _lists_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _TAKES_A_LIST and isinstance(inner, str) and inner.startswith("list:"):
                yield inner.removeprefix("list:").strip()
            else:
                yield from _lists_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lists_in(inner)


def _facts_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "records" and isinstance(inner, str):
                yield inner
            elif isinstance(inner, str):
                yield from _RECORD_NAME.findall(inner)
            else:
                yield from _facts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _facts_in(inner)


def _filled(value: object, lists: Lists) -> Any:
    """The data with every `list:NAME` replaced by the options of the list."""
    if isinstance(value, dict):
        return {
            key: _options(lists[inner.removeprefix("list:").strip()])
            if key in _TAKES_A_LIST and isinstance(inner, str) and inner.startswith("list:")
            else _filled(inner, lists)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_filled(inner, lists) for inner in value]
    return value


def _options(found: OptionList) -> list[dict[str, Any]]:
    return [option.model_dump(exclude_defaults=True) for option in found.options]


def _load(document: Document, lists: Lists, catalogue: Catalogue, siblings: Siblings, stem: str | None) -> Loaded:
    documents = [document]
    tree, problems, base = _resolve(document, siblings, documents, ())
    problems = [*(found for each in documents for found in each.problems), *problems]
    spoilt = {(found.file, found.line, found.col) for found in problems}
    filled = copied(tree)
    assert isinstance(filled, Keyed)
    list_problems: list[Problem] = []
    unlisted = list(_fill_lists(filled, lists, (), list_problems))
    join(filled)
    definition, shape_problems, tainted = parse(filled)
    tainted.extend(unlisted)
    problems.extend(
        found for found in (*list_problems, *shape_problems) if (found.file, found.line, found.col) not in spoilt
    )
    if definition is not None and not any(found.code == "L12" for found in problems):
        found_by_checks = check(
            definition,
            tree=filled,
            lists=lists,
            catalogue=catalogue,
            workflows=frozenset(siblings),
            tainted=tainted,
            stem=stem,
        )
        problems.extend(
            found
            for found in found_by_checks
            if (found.file, found.line, found.col) not in spoilt and not any(each.allows(found) for each in documents)
        )
    problems = in_order(problems)
    if definition is None or any(found.severity == "error" for found in problems):
        raise WorkflowError(problems)
    content = content_of(tree, lists, catalogue)
    return Loaded(
        definition,
        version_of(content),
        content,
        base=str(document.data["extends"]) if base is not None else None,
        base_version=version_of(content_of(base, lists, catalogue)) if base is not None else None,
        problems=problems,
        tree=tree,
    )


def _read(where: Path | Source) -> Document:
    """What a workflow that others extend says: read once, as long as it stays as it is."""
    if isinstance(where, Source):
        return _read_text(where.text, where.file)
    try:
        now = where.stat()
    except OSError:
        return read_file(where)
    return _read_unchanged(where, now.st_mtime_ns, now.st_size, now.st_ino)


@lru_cache(maxsize=16)
def _read_text(text: str, file: str) -> Document:
    return read_bytes(text.encode(), file)


@lru_cache(maxsize=16)
def _read_unchanged(path: Path, changed_at: int, size: int, inode: int) -> Document:
    return read_file(path)


def _fill_lists(value: object, lists: Lists, path: Shape, problems: list[Problem]) -> Iterator[Shape]:
    """Puts the options of lists into the tree, in place. Where a list is unknown, tells it and gives the path."""
    if isinstance(value, Listed):
        for index, inner in enumerate(value):
            yield from _fill_lists(inner, lists, (*path, index), problems)
    if not isinstance(value, Keyed):
        return
    for key, inner in list(value.items()):
        if not (key in _TAKES_A_LIST and isinstance(inner, str) and inner.startswith("list:")):
            yield from _fill_lists(inner, lists, (*path, key), problems)
            continue
        name = inner.removeprefix("list:").strip()
        if name in lists:
            value[key] = _options(lists[name])
            continue
        place = value.value_places[key].inside(len(inner) - len(name))
        meant = closest(name, lists)
        message = f"there is no list {name}" + nearest(name, lists)
        problems.append(problem(place, "L10", message, wrong=name if meant else "", right=meant))
        value[key] = [{"code": "unknown", "label": "…"}]
        yield (*path, key)


def _resolve(
    document: Document, siblings: Siblings, documents: list[Document], children: tuple[str, ...]
) -> tuple[Keyed, list[Problem], Keyed | None]:
    """The tree with what it extends put in, what was wrong on the way, and the tree of its base."""
    child = document.data
    if "extends" not in child:
        return child, [], None
    place = child.value_places["extends"]
    parent = child["extends"]
    own = str(child.get("id", ""))
    if not isinstance(parent, str) or parent not in siblings:
        others = [name for name in siblings if name != own]
        meant = closest(str(parent), others)
        message = f"there is no workflow {parent} to extend" + nearest(str(parent), others)
        found = problem(place, "L11", message, wrong=str(parent) if meant else "", right=meant)
        raise WorkflowError([*document.problems, found])
    if parent in (*children, own):
        message = f"{own} extends itself, by way of {' and '.join((*children, own))}"
        raise WorkflowError([*document.problems, problem(place, "L12", message)])
    if len(children) >= MOST_PARENTS:
        raise WorkflowError([problem(place, "L12", f"more than {MOST_PARENTS} workflows extend one another")])
    base_document = _read(siblings[parent])
    documents.append(base_document)
    base, problems, _ = _resolve(base_document, siblings, documents, (*children, own))
    tree = copied(base)
    assert isinstance(tree, Keyed)
    tree.pop("because", None)
    for key, value in child.items():
        if key in ("extends", "changes"):
            continue
        if key not in KEYS_OF_A_CHILD:
            known = keys_of(Definition)
            hint = "; write it under changes" if key in known else nearest(key, KEYS_OF_A_CHILD)
            message = f"a workflow that extends another has no key {key} of its own{hint}"
            meant = closest(key, KEYS_OF_A_CHILD) if key not in known else ""
            problems.append(problem(child.key_places[key], "L04", message, wrong=key if meant else "", right=meant))
        elif key == "conditions" and isinstance(value, Keyed) and isinstance(tree.get("conditions"), Keyed):
            for name, condition in value.items():
                tree["conditions"].put(name, condition, value.key_places[name], value.value_places[name])
        else:
            tree.put(key, value, child.key_places[key], child.value_places[key])
    for key in ("id", "title"):
        if key not in child:
            problems.append(problem(child.place, "L05", f"a workflow has no {key}; write {key}: …"))
    if "changes" in child:
        problems.extend(apply_changes(tree, child["changes"], child.value_places["changes"]))
    return tree, problems, base
