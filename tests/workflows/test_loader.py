"""From files to a version that is stored whole."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from casework.facts import Catalogue
from casework.workflows.loader import (
    Lists,
    Loaded,
    Source,
    from_content,
    load_folder,
    load_lists,
    load_text,
    version_of,
)
from casework.workflows.problems import WorkflowError

DATA = Path(__file__).parent / "data"

Load = Callable[[Path | str], Loaded]


@pytest.mark.parametrize("name", ["look_then_agree", "strengths_then_look"])
def test_a_definition_is_rebuilt_from_what_is_stored(load: Load, name: str) -> None:
    loaded = load(name)
    assert from_content(loaded.content) == loaded.definition
    assert version_of(loaded.content) == loaded.version


@pytest.mark.parametrize("name", ["look_then_agree", "strengths_then_look"])
def test_a_workflow_written_out_and_read_again_has_the_same_version(
    load: Load, name: str, lists: Lists, catalogue: Catalogue
) -> None:
    loaded = load(name)
    written = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False
    yaml.dump(loaded.content["definition"], written)
    again = load_text(written.getvalue(), "again.yaml", lists=lists, catalogue=catalogue, siblings={})
    assert again.version == loaded.version


def test_the_version_does_not_hang_on_comments_and_layout(load: Load, tmp_path: Path) -> None:
    text = (DATA / "workflows" / "look_then_agree.yaml").read_text()
    path = tmp_path / "look_then_agree.yaml"
    path.write_text("# for the spring study\n" + text.replace("title: Look, then agree", 'title: "Look, then agree"'))
    assert load(path).version == load("look_then_agree").version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("label: Your reasons", "label: Why"),
        ("due: 28 days", "due: 27 days"),
    ],
)
def test_a_change_of_wording_or_rules_is_another_version(load: Load, tmp_path: Path, old: str, new: str) -> None:
    text = (DATA / "workflows" / "look_then_agree.yaml").read_text()
    assert old in text
    path = tmp_path / "look_then_agree.yaml"
    path.write_text(text.replace(old, new))
    assert load(path).version != load("look_then_agree").version


def test_a_version_holds_only_the_lists_and_facts_it_uses(load: Load) -> None:
    content = load("look_then_agree").content
    assert set(content["lists"]) == {"impact", "eligibility"}
    assert "contact.need_appears" in content["facts"]
    assert "plan.gross" not in content["facts"]


def test_options_of_lists_are_there_in_the_definition(load: Load) -> None:
    effect = load("look_then_agree").definition.question("effect")
    assert [(option.code, option.points) for option in effect.choices] == [("none", 0), ("some", 0), ("significant", 5)]


def test_a_folder_is_loaded_whole(lists: Lists, catalogue: Catalogue) -> None:
    assert set(load_folder(DATA / "workflows", lists=lists, catalogue=catalogue)) == {
        "every_type",
        "look_then_agree",
        "strengths_then_look",
    }


def test_an_unknown_list_is_told_where_it_is_named(load: Load, tmp_path: Path) -> None:
    text = (DATA / "workflows" / "look_then_agree.yaml").read_text().replace("list:impact", "list:imapct")
    (tmp_path / "look_then_agree.yaml").write_text(text)
    line = text.splitlines().index("            options: list:imapct") + 1
    with pytest.raises(WorkflowError) as error:
        load(tmp_path / "look_then_agree.yaml")
    errors = [each for each in error.value.problems if each.severity == "error"]
    assert [(each.line, each.col, each.code) for each in errors] == [(line, 27, "L10")]
    assert "did you mean impact?" in errors[0].message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: a\ntitle: A\noptons: []\n", "a.yaml:3:1: error L04: there is no key optons here; did you mean options?"),
        (
            "id: a\ntitle: A\noptions:\n  - {code: x, label: X}\n  - {code: x, label: Y}\n",
            "a.yaml:5:12: error L08: the code x again; it is already on line 4",
        ),
        (
            "id: b\ntitle: A\noptions: [{code: x, label: X}]\n",
            "a.yaml:1:5: error L37: the list b is in a.yaml",
        ),
        ("id: a\nid: b\n", "a.yaml:2:1: error L03: the key id again; it is already on line 1; keep one"),
    ],
)
def test_a_mistake_in_a_list_is_told_at_its_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(WorkflowError) as error:
        load_lists(tmp_path)
    lines = [str(each).replace(f"{tmp_path}/", "") for each in error.value.problems]
    assert any(line.startswith(told) for line in lines), lines


def test_a_workflow_may_extend_one_that_is_in_no_file(load: Load, lists: Lists, catalogue: Catalogue) -> None:
    base = Source("look_then_agree, save 3", (DATA / "workflows/look_then_agree.yaml").read_text(encoding="utf-8"))
    child = "id: child\nextends: look_then_agree\ntitle: Child\n"
    loaded = load_text(child, "child.yaml", lists=lists, catalogue=catalogue, siblings={"look_then_agree": base})
    assert loaded.base_version == load("look_then_agree").version


def test_a_mistake_in_such_a_base_is_told_under_its_own_name(lists: Lists, catalogue: Catalogue) -> None:
    base = {"broken": Source("broken, save 3", "id: broken\ntitle: [")}
    with pytest.raises(WorkflowError) as refused:
        load_text("id: c\nextends: broken\ntitle: C\n", "c.yaml", lists=lists, catalogue=catalogue, siblings=base)
    assert refused.value.problems[0].file == "broken, save 3"
