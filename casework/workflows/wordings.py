"""Wording packs: other words for a workflow's labels and hints, by path, kept apart from how it looks.

A pack changes what is read and nothing else: the same questions, codes, conditions and facts under other words make
another version, so that a study can vary the tone alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.workflows.parsing import place_of, plain
from casework.workflows.problems import Problem, WorkflowError, in_order, nearest, problem
from casework.workflows.reader import Document, read_bytes, read_file

EVERYWHERE = "everywhere"
"""Words for each of the pack's workflows that has the path; a workflow's own words go before them."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Words(_Part):
    """Other words for one thing; options: the words of an option by its code."""

    title: str = ""
    label: str = ""
    hint: str | None = None
    text: str = ""
    tells: str = ""
    options: dict[str, str] = {}


class Pack(_Part):
    """Words by workflow and path of ids, such as sections/urgent/urgent/urgent_now.

    workflows: which ones the words for everywhere are for.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    title: Annotated[str, Field(min_length=1)]
    workflows: list[str]
    words: dict[str, dict[str, Words]]

    def words_for(self, workflow_id: str) -> dict[str, Words]:
        """The words for a workflow by path, its own before those for everywhere."""
        everywhere = self.words.get(EVERYWHERE, {}) if workflow_id in self.workflows else {}
        return {**everywhere, **self.words.get(workflow_id, {})}


def load_packs(folder: Path) -> dict[str, Pack]:
    """Every wording pack by id. Raises WorkflowError with every mistake of any file at its place."""
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            document = read_file(path)
            pack = _pack(document)
        except WorkflowError as error:
            problems.extend(error.problems)
            continue
        if pack.id != path.stem:
            place = place_of(document.data, ("id",))
            problems.append(problem(place, "L37", f"the wording pack {pack.id} is in {path.name}; name it alike"))
        packs[pack.id] = pack
    if problems:
        raise WorkflowError(in_order(problems))
    return packs


def read_wording(raw: bytes, file: str) -> Pack:
    """A wording pack from its text. Raises WorkflowError with every mistake."""
    return _pack(read_bytes(raw, file))


def _pack(document: Document) -> Pack:
    if document.problems:
        raise WorkflowError(document.problems)
    try:
        return Pack.model_validate(plain(document.data))
    except ValidationError as error:
        raise WorkflowError(
            [
                problem(
                    place_of(document.data, tuple(each["loc"])),
                    "L04" if each["type"] == "extra_forbidden" else "L06",
                    f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
                    + (nearest(str(each["loc"][-1]), Words.model_fields) if each["type"] == "extra_forbidden" else ""),
                )
                for each in error.errors(include_url=False)
            ]
        ) from error


def worded(content: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """A version's content under the words of a pack, as another version's content. See `loader.version_of`.

    A list's options are written out where one of their words changes. Raises ValueError with every path and code of
    the workflow's own words that is not there.
    """
    changed: dict[str, Any] = deepcopy(dict(content))
    definition = changed["definition"]
    wrong: list[str] = []
    for path, words in pack.words_for(definition["id"]).items():
        found = _at(definition, path)
        own = path in pack.words.get(definition["id"], {})
        if found is None:
            if own:
                wrong.append(f"{definition['id']}: there is no {path}")
            continue
        wrong.extend(f"{definition['id']}: {path} {why}" for why in _put(found, words, changed["lists"]) if own)
    if wrong:
        raise ValueError("\n".join(wrong))
    return changed


def _at(definition: Mapping[str, Any], path: str) -> dict[str, Any] | None:
    """The step, action, section, page or question at a path of ids."""
    kind, *names = path.split("/")
    inside: Sequence[str] = {"steps": ("actions",), "sections": ("pages", "questions")}.get(kind, ())
    found = _named(definition.get(kind, ()), names[0]) if names else None
    for key, name in zip(inside, names[1:], strict=False):
        found = _named(found.get(key, ()), name) if found else None
    return found if len(names) <= 1 + len(inside) else None


def _named(things: Sequence[dict[str, Any]], name: str) -> dict[str, Any] | None:
    return next((thing for thing in things if thing.get("id") == name), None)


def _put(thing: dict[str, Any], words: Words, lists: Mapping[str, Any]) -> Iterator[str]:
    for key in ("title", "label", "hint", "text", "tells"):
        said = getattr(words, key)
        if said:
            thing[key] = said
        elif said == "" and key == "hint":
            thing.pop("hint", None)
    if words.options:
        yield from _put_options(thing, words.options, lists)


def _put_options(thing: dict[str, Any], labels: Mapping[str, str], lists: Mapping[str, Any]) -> Iterator[str]:
    written = thing.get("options")
    if isinstance(written, str):
        written = deepcopy(lists[written.removeprefix("list:").strip()]["options"])
    options = {option["code"]: option for option in written or ()}
    for code, label in labels.items():
        if code in options:
            options[code]["label"] = label
        else:
            yield f"has no option {code}"
    if options:
        thing["options"] = list(options.values())
