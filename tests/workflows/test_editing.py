"""Changing a workflow's text in place: one line differs, and the rest stays as somebody wrote it."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.records.facts import CATALOGUE
from casework.workflows.definition import Option
from casework.workflows.editing import CannotChange, mended, replace_value, reword
from casework.workflows.loader import load_lists, load_text
from casework.workflows.parsing import plain
from casework.workflows.problems import Problem
from casework.workflows.reader import read_bytes
from config import ROOT

WORKFLOWS = ROOT / "seed_data" / "workflows"
LISTS = load_lists(ROOT / "seed_data/lists")
TRADITIONAL = (WORKFLOWS / "traditional.yaml").read_text(encoding="utf-8")
SIBLINGS = {path.stem: path for path in sorted(Path(WORKFLOWS).glob("*.yaml"))}
GOAL = "sections/matters/matters/goal"

SMALL = """\
# What it is about
id: small
title: Small   # its name
steps:
  - {id: one, title: One, ends: true}  # the only one
sections:
  - id: s
    pages:
      - id: p
        questions:
          - id: q
            type: textarea
            label: What is happening?
            hint: >-
              As it was said,
              in two lines
            rows: 3
          - {id: r, type: radios, label: How much?, options: list:impact}
          - id: c
            type: radios
            label: Which?
            options:
              - {code: a, label: First}
              - code: b
                label: Second
"""


def read(text):
    return plain(read_bytes(text.encode(), "small.yaml").data)


def changed_lines(before, after):
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith(("+ ", "- "))]


def question(text, number):
    return read(text)["sections"][0]["pages"][0]["questions"][number]


def test_one_line_changes_and_the_comment_beside_it_stays():
    after = replace_value(SMALL, ("title",), "Smaller")
    assert changed_lines(SMALL, after) == ["- title: Small   # its name", "+ title: Smaller   # its name"]


def test_a_value_inside_braces_is_changed_inside_them():
    after = replace_value(SMALL, ("steps", 0, "title"), "One, two")
    assert "{id: one, title: 'One, two', ends: true}  # the only one" in after


def test_a_text_of_several_lines_becomes_one_line_and_back():
    after = reword(SMALL, "sections/s/p/q", {"hint": "In one line"})
    assert question(after, 0)["hint"] == "In one line"
    assert question(after, 0)["rows"] == 3
    again = reword(after, "sections/s/p/q", {"hint": "In two\nlines: again"})
    assert question(again, 0)["hint"] == "In two\nlines: again"


def test_a_hint_is_added_after_the_label_and_taken_away_again():
    after = reword(SMALL, "sections/s/p/c", {"hint": "One of them"})
    assert "label: Which?\n            hint: One of them\n" in after
    assert reword(after, "sections/s/p/c", {"hint": ""}) == SMALL
    braces = reword(SMALL, "sections/s/p/r", {"hint": "Look closely"})
    assert question(braces, 1)["hint"] == "Look closely"
    assert reword(braces, "sections/s/p/r", {"hint": ""}) == SMALL


def test_one_options_words_change_in_place():
    options = [Option(code="a", label="First"), Option(code="b", label="The second")]
    after = reword(SMALL, "sections/s/p/c", {}, options)
    assert changed_lines(SMALL, after) == ["-                 label: Second", "+                 label: The second"]


def test_a_lists_options_are_written_out_where_one_of_them_is_reworded():
    options = [Option(code="significant", label="Very much"), Option(code="not-significant", label="A little")]
    after = reword(SMALL, "sections/s/p/r", {}, options)
    assert [option["label"] for option in question(after, 1)["options"]] == ["Very much", "A little"]


def test_what_is_not_there_is_said():
    for change in (
        lambda: reword(SMALL, "sections/s/p/gone", {"label": "x"}),
        lambda: replace_value(SMALL, ("sections", 4, "id"), "x"),
        lambda: replace_value(SMALL, ("steps",), "x"),
        lambda: mended(SMALL, Problem("f", 2, 1, "error", "L03", "m", "gone", "there")),
    ):
        with pytest.raises(CannotChange):
            change()


def test_a_mend_replaces_the_wrong_words_at_their_place():
    after = mended(SMALL, Problem("f", 18, 60, "error", "L10", "m", "impact", "urgency"))
    assert question(after, 1)["options"] == "list:urgency"


# --- what is inherited -------------------------------------------------------------------------------------


CHILD = """\
id: child
extends: traditional
title: Child
"""


def loaded(text):
    return load_text(text, "child.yaml", lists=LISTS, catalogue=CATALOGUE, siblings=SIBLINGS).definition


def test_an_inherited_question_is_reworded_by_a_change_and_the_next_word_joins_it():
    once = reword(CHILD, GOAL, {"label": "What would be a good life?"})
    twice = reword(once, GOAL, {"hint": "A week, say"})
    assert loaded(twice).question("goal").label == "What would be a good life?"
    assert loaded(twice).question("goal").hint == "A week, say"
    assert twice.count("- at:") == 1


def test_an_inherited_hint_is_taken_away():
    after = reword(CHILD, GOAL, {"hint": ""})
    assert loaded(after).question("goal").hint == ""


def test_inherited_options_are_written_out_in_the_change():
    now = loaded(CHILD).question("impact")
    options = [option.model_copy(update={"label": f"{option.label} now"}) for option in now.choices]
    after = loaded(reword(CHILD, _path_of("impact"), {}, options))
    assert [option.label for option in after.question("impact").choices] == [option.label for option in options]


def test_inherited_options_are_reworded_again_where_they_were_written_out():
    now = loaded(CHILD).question("impact")
    text = reword(CHILD, _path_of("impact"), {"label": "How much?"})
    for word in ("now", "later"):
        options = [option.model_copy(update={"label": f"{option.label} {word}"}) for option in now.choices]
        text = reword(text, _path_of("impact"), {"hint": word}, options)
    assert [option.label for option in loaded(text).question("impact").choices] == [option.label for option in options]
    assert loaded(text).question("impact").hint == "later"
    assert text.count("options:") == 1


def test_a_hint_of_its_own_is_taken_away_and_the_inherited_one_does_not_come_back():
    assert loaded(CHILD).question("goal").hint
    for text in (
        CHILD + f"changes:\n  - {{at: {GOAL}, set: {{hint: Other words, rows: 9}}}}\n",
        CHILD + f"changes:\n  - at: {GOAL}\n    set:\n      hint: |-\n        Other\n        words\n      rows: 9\n",
    ):
        found = loaded(reword(text, GOAL, {"hint": ""})).question("goal")
        assert (found.hint, found.rows) == ("", 9)


def test_a_word_is_changed_in_the_change_that_has_it():
    text = CHILD + f"changes:\n  - {{at: {GOAL}, set: {{rows: 9}}}}\n  - {{at: {GOAL}, set: {{label: Why?}}}}\n"
    assert loaded(reword(text, GOAL, {"label": "What for?"})).question("goal").label == "What for?"


def _path_of(question_id):
    for section, page, found in loaded(CHILD).every_question():
        if found.id == question_id:
            return f"sections/{section.id}/{page.id}/{question_id}"
    raise AssertionError(question_id)


def test_what_a_child_brings_itself_is_reworded_where_it_stands():
    text = (WORKFLOWS / "three_conversations.yaml").read_text(encoding="utf-8")
    after = reword(text, "sections/listen/listen/matters_now", {"label": "What counts most for ((person))?"})
    assert len(changed_lines(text, after)) == 2


@pytest.mark.parametrize("step", ["peer_reflection", "sign_off", "review"])
def test_an_action_is_found_by_its_step_where_others_have_the_same_id(step):
    text = (WORKFLOWS / "three_conversations.yaml").read_text(encoding="utf-8")
    before = loaded(text.replace("id: three_conversations", "id: child"))
    action = before.step(step).actions[0].id
    after = loaded(reword(text, f"steps/{step}/{action}", {"label": "Changed"}).replace("id: three_c", "id: c", 1))
    assert after.step(step).actions[0].label == "Changed"
    assert sum(each.label == "Changed" for other in after.steps for each in other.actions) == 1


def test_a_page_that_was_put_in_and_moved_is_found_where_it_was_written():
    text = CHILD + (
        "changes:\n  - at: sections/matters\n    insert: first\n    value:\n      id: more\n      title: More\n"
        "      questions:\n        - {id: more, type: guidance, text: More}\n"
        "  - {at: sections/matters/more, move: after sections/conversation/consent}\n"
    )
    after = reword(text, "sections/conversation/more", {"title": "Other"})
    assert [page.title for page in loaded(after).pages("assess") if page.id == "more"] == ["Other"]


@pytest.mark.parametrize("where", ["insert: first", "insert: last"])
def test_a_page_that_a_change_put_into_a_section_is_found_there(where):
    text = CHILD + (
        "changes:\n  - at: sections/matters\n    " + where + "\n    value:\n      id: need\n      title: More\n"
        "      questions:\n        - {id: more, type: guidance, text: More}\n"
    )
    assert "title: Other" in reword(text, "sections/matters/need", {"title": "Other"})
    assert "title: More" in reword(text, "sections/need/need", {"title": "Other"})


def test_a_change_is_put_after_the_last_and_before_what_follows():
    text = CHILD + "changes:\n  - {at: sections/priority, move: first}   # kept\n# the end\nsummary: Last\n"
    after = reword(text, GOAL, {"label": "Why?"})
    assert after.index("# kept") < after.index("Why?") < after.index("# the end")
    assert loaded(after).question("goal").label == "Why?"


# --- whatever is typed -------------------------------------------------------------------------------------

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=60,
).filter(str.strip)


@settings(max_examples=80)
@given(words=WORDS, number=st.sampled_from([0, 1, 2]), key=st.sampled_from(["label", "hint"]))
def test_whatever_is_typed_is_what_is_read_and_no_other_line_changes(words, number, key):
    at = ("sections", 0, "pages", 0, "questions", number, key)
    after = replace_value(SMALL, at, words)
    assert question(after, number)[key] == words
    before, then = question(SMALL, number), question(after, number)
    assert {name: value for name, value in then.items() if name != key} == {
        name: value for name, value in before.items() if name != key
    }


@settings(max_examples=6)
@given(words=WORDS)
def test_any_words_for_any_question_of_a_whole_workflow_load_and_nothing_else_changes(words):
    after = reword(TRADITIONAL, GOAL, {"label": words})
    added = [line for line in changed_lines(TRADITIONAL, after) if line.startswith("+ ")]
    assert len(added) == 1
    assert read_bytes(after.encode(), "t.yaml").problems == []
