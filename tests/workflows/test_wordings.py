"""Wording packs: other words, and nothing else."""

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.loader import from_content, load_file, load_lists, version_of
from casework.workflows.problems import WorkflowError
from casework.workflows.wordings import Pack, load_packs, worded
from config import ROOT

PACKS = load_packs(ROOT / "seed_data/wordings")
DOORS = ("guided_conversation", "advice_first", "self_assessment")
UNSAID = ("title", "label", "hint", "text", "tells")


@pytest.fixture(scope="module")
def doors():
    lists = load_lists(ROOT / "seed_data/lists")
    found = {}
    for name in DOORS:
        path = ROOT / f"seed_data/workflows/{name}.yaml"
        found[name] = load_file(path, lists=lists, catalogue=CATALOGUE)
    return found


def without_words(value):
    if isinstance(value, dict):
        return {key: without_words(inner) for key, inner in value.items() if key not in UNSAID}
    return [without_words(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", DOORS)
def test_a_pack_changes_what_is_read_and_nothing_else(doors, name, pack):
    content = worded(doors[name].content, PACKS[pack])
    before, after = from_content(doors[name].content), from_content(content)
    assert without_words(after.model_dump(mode="json")) == without_words(before.model_dump(mode="json"))
    assert version_of(content) != doors[name].version


def test_the_packs_say_the_same_question_otherwise(doors):
    said = {
        name: from_content(worded(doors["guided_conversation"].content, pack)).question("person_words").label
        for name, pack in PACKS.items()
    }
    assert said == {"formal": "Describe the circumstances", "easy_read": "What is going on?"}


def test_words_for_everywhere_pass_over_what_a_workflow_does_not_have(doors):
    pack = Pack(id="p", title="P", workflows=list(DOORS), words={"everywhere": {"sections/gone": {"title": "Gone"}}})
    assert worded(doors["advice_first"].content, pack) == doors["advice_first"].content


def test_a_pack_leaves_other_workflows_alone(doors):
    content = {**doors["guided_conversation"].content}
    content["definition"] = {**content["definition"], "id": "another"}
    assert worded(content, PACKS["formal"]) == content


def test_a_workflows_own_words_must_find_their_place(doors):
    words = {
        "advice_first": {
            "sections/gone": {"title": "Gone"},
            "sections/urgent/urgent/urgent_now": {"options": {"x": "X"}},
        }
    }
    with pytest.raises(ValueError) as refused:
        worded(doors["advice_first"].content, Pack(id="p", title="P", workflows=list(DOORS), words=words))
    assert "there is no sections/gone" in str(refused.value)
    assert "has no option x" in str(refused.value)


def test_one_word_of_a_list_changes_only_where_it_is_asked(doors):
    words = {"everywhere": {"sections/eating/eating/nutrition": {"options": {"cannot": "No"}}}}
    pack = Pack(id="p", title="P", workflows=list(DOORS), words=words)
    after = from_content(worded(doors["self_assessment"].content, pack))
    assert [option.label for option in after.question("nutrition").choices][3] == "No"
    assert [option.label for option in after.question("clothing").choices][3] == "I cannot"


def test_a_pack_has_no_look_and_a_misspelt_key_is_told_at_its_place(tmp_path):
    (tmp_path / "p.yaml").write_text(
        "id: p\ntitle: P\nworkflows: []\nwords:\n  everywhere:\n    sections/urgent: {titel: Now}\n"
    )
    with pytest.raises(WorkflowError) as refused:
        load_packs(tmp_path)
    assert "p.yaml:6:30: error L04" in str(refused.value)
    assert "did you mean title?" in str(refused.value)
