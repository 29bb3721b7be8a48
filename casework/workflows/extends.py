"""A workflow that says only what differs: its changes, made one after another to the workflow it extends."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.workflows.expressions import names_in
from casework.workflows.problems import Place, Problem, closest, nearest, problem
from casework.workflows.reader import Keyed, Listed

OPERATIONS = ("set", "insert", "move", "replace", "remove")
CHILDREN = {"steps": ("actions",), "sections": ("pages", "questions", "options")}
"""What stands below a step or a section, one level after another."""

_KEYS = ("at", *OPERATIONS, "value", "because")
_NEVER_SET = ("id", "type", "records", "code")
_EXPRESSIONS = ("when", "value", "check")


@dataclass
class _Node:
    """One thing that a path names: where it stands, and in what."""

    parent: Listed
    index: int
    child_key: str | None

    @property
    def value(self) -> Keyed:
        found: Keyed = self.parent[self.index]
        return found

    @property
    def place(self) -> Place:
        return self.parent.value_places[self.index]


class _WrongChange(Exception):
    """A change that cannot be made. wrong, right: the one replacement that mends it, where there is one."""

    def __init__(self, message: str, place: Place, *, wrong: str = "", right: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.wrong = wrong if right else ""
        self.right = right


def copied(value: object) -> object:
    """A copy that can be changed without changing the original; places are kept."""
    if isinstance(value, Keyed):
        keyed = Keyed(value.place)
        for key, inner in value.items():
            keyed.put(key, copied(inner), value.key_places[key], value.value_places[key])
        return keyed
    if isinstance(value, Listed):
        listed = Listed(value.place)
        for index, inner in enumerate(value):
            listed.put(index, copied(inner), value.value_places[index])
        return listed
    return value


def apply_changes(tree: Keyed, changes: object, place: Place) -> list[Problem]:
    """Makes the changes in `tree`, in order. What could not be made, and what hangs loose after, is told."""
    maker = _Maker(tree)
    return [*_make(maker, changes, place), *maker.still_referred_to()]


def make_changes(tree: Keyed, changes: object, place: Place) -> list[Problem]:
    """As apply_changes, where a name that is no longer there may be that of another workflow."""
    return list(_make(_Maker(tree), changes, place))


def _make(maker: "_Maker", changes: object, place: Place) -> Iterator[Problem]:
    if not isinstance(changes, Listed):
        yield problem(place, "L12", "expected a list of changes, each beginning with - at: …")
        return
    for index, change in enumerate(changes):
        try:
            maker.make(change, changes.value_places[index])
        except _WrongChange as wrong:
            yield problem(wrong.place, "L12", wrong.message, wrong=wrong.wrong, right=wrong.right)


class _Maker:
    def __init__(self, tree: Keyed) -> None:
        self.tree = tree
        self.was_set: dict[tuple[str, str], Place] = {}
        self.removed: list[tuple[str, str, Place]] = []

    def make(self, change: object, place: Place) -> None:
        if not isinstance(change, Keyed):
            raise _WrongChange("expected a change: at: …, and one of " + ", ".join(OPERATIONS), place)
        for key in change:
            if key not in _KEYS:
                message = f"a change has no key {key}" + nearest(key, _KEYS)
                raise _WrongChange(message, change.key_places[key], wrong=key, right=closest(key, _KEYS))
        named = [operation for operation in OPERATIONS if operation in change]
        if len(named) != 1:
            raise _WrongChange("a change does one thing: one of " + ", ".join(OPERATIONS), change.place)
        at = change.get("at")
        if not isinstance(at, str):
            raise _WrongChange("the change does not say where: at: sections/…", change.place)
        if "value" in change and named[0] not in ("insert", "replace"):
            raise _WrongChange(f"value goes with insert, not with {named[0]}", change.key_places["value"])
        getattr(self, f"_{named[0]}")(at.strip("/"), change, change.value_places["at"])
        because = change.get("because")
        if isinstance(because, str):
            self._keep_reason(at.strip("/"), because, change.value_places["because"])

    def _keep_reason(self, at: str, because: str, place: Place) -> None:
        if not isinstance(self.tree.get("because"), Keyed):
            self.tree.put("because", Keyed(place), place, place)
        self.tree["because"].put(at, because, place, place)

    def _find(self, at: str, place: Place) -> _Node:
        root, *names = at.split("/")
        if root not in CHILDREN:
            raise _WrongChange(f"there is no {root or 'path'} to change" + nearest(root, CHILDREN), place)
        if not names:
            raise _WrongChange(f"name one of the {root}: {root}/…", place)
        levels = (root, *CHILDREN[root])
        if len(names) > len(levels):
            raise _WrongChange(f"{at} is longer than a path can be; at most {'/'.join(levels)}", place)
        inside: object = self.tree.get(root)
        walked = root
        node: _Node | None = None
        for level, name in enumerate(names):
            there = _named(inside)
            if name not in there:
                meant = closest(name, there)
                raise _WrongChange(
                    f"there is no {name} in {walked}" + nearest(name, there),
                    place,
                    wrong=f"{walked}/{name}",
                    right=f"{walked}/{meant}" if meant else "",
                )
            assert isinstance(inside, Listed)
            child_key = levels[level + 1] if level + 1 < len(levels) else None
            node = _Node(inside, there[name], child_key)
            inside = node.value.get(child_key) if child_key else None
            walked = f"{walked}/{name}"
        assert node is not None
        return node

    def _set(self, at: str, change: Keyed, place: Place) -> None:
        values = change["set"]
        if not isinstance(values, Keyed) or not values:
            raise _WrongChange("expected what to set: set: {label: …}", change.value_places["set"])
        if at.startswith("conditions/") or at == "conditions":
            raise _WrongChange("write the condition under conditions: with the same name", place)
        node = self._find(at, place)
        for key, value in values.items():
            key_place = values.key_places[key]
            if key in _NEVER_SET:
                raise _WrongChange(f"{key} cannot be set; use replace, with the same id", key_place)
            if key == node.child_key and key != "options":
                raise _WrongChange(f"{key} cannot be set as a whole; insert, replace or remove one", key_place)
            if (at, key) in self.was_set:
                first = self.was_set[at, key]
                raise _WrongChange(f"{key} of {at} is set twice; the first is on line {first.line}", key_place)
            self.was_set[at, key] = key_place
            if value is None:
                node.value.pop(key, None)
            else:
                node.value.put(key, copied(value), key_place, values.value_places[key])

    def _insert(self, at: str, change: Keyed, place: Place) -> None:
        where = change["insert"]
        where_place = change.value_places["insert"]
        if where not in ("before", "after", "first", "last"):
            raise _WrongChange("insert is one of before, after, first, last", where_place)
        if "value" not in change:
            raise _WrongChange("the change does not say what to insert: value: …", where_place)
        values = change["value"] if isinstance(change["value"], Listed) else None
        pairs: list[tuple[object, Place]] = (
            [(change["value"], change.value_places["value"])]
            if values is None
            else list(zip(values, values.value_places, strict=True))
        )
        if where in ("before", "after"):
            node = self._find(at, place)
            parent, index = node.parent, node.index + (where == "after")
        else:
            parent = self._children(at, place)
            index = 0 if where == "first" else len(parent)
        for offset, (value, value_place) in enumerate(pairs):
            if not isinstance(value, Keyed):
                raise _WrongChange("expected keys to insert: id: …", value_place)
            name = str(value.get("id", value.get("code")))
            if name in _named(parent):
                raise _WrongChange(f"there is already {name} here; give the new one another id", value_place)
            parent.put(index + offset, copied(value), value_place)

    def _children(self, at: str, place: Place) -> Listed:
        if at in CHILDREN:
            holder, key = self.tree, at
        else:
            node = self._find(at, place)
            if node.child_key is None:
                raise _WrongChange(f"nothing can be inserted into {at}; use before or after", place)
            holder, key = node.value, node.child_key
        if not isinstance(holder.get(key), Listed):
            holder.put(key, Listed(place), place, place)
        children: Listed = holder[key]
        return children

    def _move(self, at: str, change: Keyed, place: Place) -> None:
        node = self._find(at, place)
        words = str(change["move"]).split()
        move_place = change.value_places["move"]
        if len(words) == 1 and words[0] in ("first", "last"):
            value, value_place = node.parent.take(node.index)
            node.parent.put(0 if words[0] == "first" else len(node.parent), value, value_place)
            return
        if len(words) != 2 or words[0] not in ("before", "after"):
            raise _WrongChange("write move: before NAME, after NAME, first or last", move_place)
        target_path = words[1] if "/" in words[1] else f"{at.rpartition('/')[0]}/{words[1]}"
        target = self._find(target_path, move_place)
        if target.value is node.value:
            raise _WrongChange(f"{words[1]} cannot be moved beside itself", move_place)
        if target_path.count("/") != at.count("/"):
            raise _WrongChange(f"{at} and {target_path} are not of one kind", move_place)
        beside = target.value
        value, value_place = node.parent.take(node.index)
        index = next(i for i, item in enumerate(target.parent) if item is beside)
        target.parent.put(index + (words[0] == "after"), value, value_place)

    def _replace(self, at: str, change: Keyed, place: Place) -> None:
        node = self._find(at, place)
        key = "value" if change["replace"] is True else "replace"
        value = change.get(key)
        if not isinstance(value, Keyed):
            raise _WrongChange("expected what to put in its place: replace: {id: …}", change.value_places["replace"])
        name_key = "code" if "code" in node.value else "id"
        if value.get(name_key) != node.value.get(name_key):
            raise _WrongChange(
                f"what replaces {at} keeps its {name_key} {node.value.get(name_key)}", change.value_places[key]
            )
        node.parent[node.index] = copied(value)
        node.parent.value_places[node.index] = change.value_places[key]

    def _remove(self, at: str, change: Keyed, place: Place) -> None:
        if change["remove"] is not True:
            raise _WrongChange("write remove: true", change.value_places["remove"])
        if at.startswith("conditions/"):
            conditions = self.tree.get("conditions")
            name = at.removeprefix("conditions/")
            if not isinstance(conditions, Keyed) or name not in conditions:
                raise _WrongChange(f"there is no condition {name}" + nearest(name, list(conditions or ())), place)
            del conditions[name]
            self.removed.append((name, "name", place))
            return
        node = self._find(at, place)
        for name, sort in _defined_in(node.value, at):
            self.removed.append((name, sort, place))
        node.parent.take(node.index)

    def still_referred_to(self) -> Iterator[Problem]:
        """What was removed and is still named somewhere, told where it was removed."""
        present = set(_all_defined(self.tree))
        for name, sort, place in self.removed:
            if (name, sort) in present or (sort == "section" and (name, "name") in present):
                continue
            referrers = sorted(
                {where for where, used, used_sort in _uses(self.tree) if (used, used_sort) == (name, sort)}
            )
            if referrers:
                yield problem(
                    place,
                    "L12",
                    f"{name} is removed and still referred to by {', '.join(referrers)}; change or remove those too",
                )


def _named(listed: object) -> dict[str, int]:
    if not isinstance(listed, Listed):
        return {}
    return {
        str(item.get("id", item.get("code"))): index for index, item in enumerate(listed) if isinstance(item, Keyed)
    }


def _defined_in(value: object, at: str) -> Iterator[tuple[str, str]]:
    """Names other parts of a workflow may use: steps, sections, repeated pages and questions."""
    root, depth = at.split("/")[0], at.count("/")
    if not isinstance(value, Keyed) or not isinstance(value.get("id"), str):
        return
    name = value["id"]
    if root == "steps":
        if depth == 1:
            yield name, "step"
        return
    if depth == 1:
        yield name, "section"
        for page in value.get("pages") or ():
            yield from _defined_in(page, f"{at}/page")
    elif depth == 2:
        if "repeat" in value:
            yield name, "name"
        for question in value.get("questions") or ():
            yield from _defined_in(question, f"{at}/question")
    elif depth == 3:
        yield name, "name"


def _all_defined(tree: Keyed) -> Iterator[tuple[str, str]]:
    for root in CHILDREN:
        for item in tree.get(root) or ():
            yield from _defined_in(item, f"{root}/one")
    for name in tree.get("conditions") or ():
        yield name, "name"


def _uses(tree: Keyed) -> Iterator[tuple[str, str, str]]:
    """(who, name used, sort) for every use of a name in the workflow."""
    conditions = tree.get("conditions")
    if isinstance(conditions, Keyed):
        for name, text in conditions.items():
            for used in names_in(str(text)):
                yield f"the condition {name}", used.split(".")[0], "name"
    if isinstance(tree.get("begins"), str):
        yield "begins", tree["begins"], "step"
    for root in CHILDREN:
        for item in tree.get(root) or ():
            yield from _uses_in(item, "")


def _uses_in(value: object, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Listed):
        for item in value:
            yield from _uses_in(item, path)
    if not isinstance(value, Keyed):
        return
    if isinstance(value.get("id"), str):
        path = f"{path}/{value['id']}".strip("/")
    for key, inner in value.items():
        if key in _EXPRESSIONS and isinstance(inner, str):
            for used in names_in(inner):
                first = used.split(".")[0]
                yield path, first, "name"
                yield path, first, "section"
        elif key in ("to", "step") and isinstance(inner, str):
            yield path, inner, "step"
        elif key == "starts":
            continue  # what is started may be another workflow, as when it takes the place of a removed step
        elif key == "reads":
            for used in inner if isinstance(inner, Listed) else (inner,):
                yield path, str(used), "step"
        else:
            yield from _uses_in(inner, path)
