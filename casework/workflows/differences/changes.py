"""The difference between two workflows as a file would write it: what a workflow that extends A says to be B."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casework.workflows.definition import Definition
from casework.workflows.extends import CHILDREN, make_changes
from casework.workflows.problems import NOWHERE
from casework.workflows.reader import Keyed, Listed

Tree = dict[str, Any]
HEADER = ("id", "title", "summary", "asks_whether", "presentation", "begins", "leaves_out")
_ONLY_REPLACED = ("type", "records")


def changes_between(a: Definition, b: Definition) -> Tree:
    """What a workflow that extends `a` says to be `b`, as plain data in the language's own words.

    Keys as in a file: those of the header that differ, `conditions`, `because`, and `changes`, a list of set, insert,
    move, replace and remove, in the order in which they are made. `id` and `title` are always there, since a file needs
    them. Options are set as a whole, because a file may take them from a list.
    """
    before, after = _tree(a), _tree(b)
    fields = Definition.model_fields
    written: Tree = {"id": b.id, "extends": a.id, "title": b.title}
    for key in HEADER[2:]:
        if before.get(key) != after.get(key):
            written[key] = after.get(key, fields[key].default)
    conditions = {name: text for name, text in b.conditions.items() if a.conditions.get(name) != text}
    if conditions:
        written["conditions"] = conditions
    changes = [{"at": f"conditions/{name}", "remove": True} for name in a.conditions if name not in b.conditions]
    for root in CHILDREN:
        changes.extend(_among(root, (root, *CHILDREN[root]), before.get(root, []), after.get(root, [])))
    reasons = dict(b.because)
    for change in changes:
        if change["at"] in reasons:
            change["because"] = reasons.pop(change["at"])
    if reasons:
        written["because"] = reasons
    written["changes"] = changes
    return written


def applied(a: Definition, written: Mapping[str, Any]) -> Definition:
    """What `changes_between` wrote, made in `a`. Raises ValueError with what does not fit."""
    tree = _placed({**_tree(a), "because": dict(written.get("because", {}))})
    for key in HEADER:
        if key in written:
            tree.put(key, written[key], NOWHERE, NOWHERE)
    conditions = {**a.conditions, **written.get("conditions", {})}
    tree.put("conditions", _placed(conditions), NOWHERE, NOWHERE)
    problems = make_changes(tree, _placed(list(written.get("changes", ()))), NOWHERE)
    if problems:
        raise ValueError("; ".join(problem.message for problem in problems))
    return Definition.model_validate(tree)


def _tree(definition: Definition) -> Tree:
    tree: Tree = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return tree


def _placed(value: Any) -> Any:
    """Plain data as if it had been read from a file."""
    if isinstance(value, Mapping):
        keyed = Keyed()
        for key, inner in value.items():
            keyed.put(key, _placed(inner), NOWHERE, NOWHERE)
        return keyed
    if isinstance(value, list | tuple):
        listed = Listed()
        for index, inner in enumerate(value):
            listed.put(index, _placed(inner), NOWHERE)
        return listed
    return value


def _among(at: str, levels: Sequence[str], before: list[Tree], after: list[Tree]) -> Iterator[Tree]:
    """The changes among the things of one kind in one place. levels: what these are, and what stands below them."""
    old, new = {each["id"]: each for each in before}, {each["id"]: each for each in after}
    for name in old:
        if name not in new:
            yield {"at": f"{at}/{name}", "remove": True}
    there = [name for name in old if name in new]
    kept = in_order(there, [name for name in new if name in old])
    previous = ""
    for name in new:
        if name not in old:
            place = {"at": f"{at}/{previous}", "insert": "after"} if previous else {"at": at, "insert": "first"}
            yield {**place, "value": new[name]}
        elif name not in kept:
            yield {"at": f"{at}/{name}", "move": f"after {previous}" if previous else "first"}
        previous = name
    for name in there:
        yield from _within(f"{at}/{name}", levels, old[name], new[name])


def _within(at: str, levels: Sequence[str], old: Tree, new: Tree) -> Iterator[Tree]:
    below = levels[1] if len(levels) > 1 and levels[1] != "options" else ""
    if any(old.get(key) != new.get(key) for key in _ONLY_REPLACED):
        yield {"at": at, "replace": new}
        return
    other = {key: new.get(key) for key in dict.fromkeys((*old, *new)) if key != below and old.get(key) != new.get(key)}
    if other:
        yield {"at": at, "set": other}
    if below:
        yield from _among(at, levels[1:], old.get(below, []), new.get(below, []))


def in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The most names that can stay where they are: a longest run of `after` that `before` has in the same order.

    before, after: the same names, each once.
    """
    rank = {name: index for index, name in enumerate(before)}
    best: list[tuple[int, str, int]] = []  # of the run ending with each name: its length, the name, the run before it
    for name in after:
        length, came_from = 0, -1
        for index, (run, earlier, _) in enumerate(best):
            if run > length and rank[earlier] < rank[name]:
                length, came_from = run, index
        best.append((length + 1, name, came_from))
    kept: set[str] = set()
    at = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    while at >= 0:
        kept.add(best[at][1])
        at = best[at][2]
    return kept
