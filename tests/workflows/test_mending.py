"""A mistake that one replacement mends says which, and making it mends the mistake."""

import pytest

from casework.facts import Catalogue
from casework.workflows.editing import mended
from casework.workflows.loader import Lists, Source, load_text
from casework.workflows.problems import Problem, WorkflowError
from tests.workflows.test_mistakes_in_files import WORKING, with_

CHILD = """\
id: b
title: B
extends: a
changes:
  - {at: sections/s/p/want, set: {label: Is it wanted?}}
"""


THIRD = "          - {id: third, type: radios, label: What?, options: list:eligibilty, records: assessment.decision}\n"


def errors_in(text: str, lists: Lists, catalogue: Catalogue) -> list[Problem]:
    siblings = {"a": Source("a.yaml", WORKING)}
    try:
        load_text(text, "workflow.yaml", lists=lists, catalogue=catalogue, siblings=siblings)
    except WorkflowError as error:
        return [found for found in error.problems if found.severity == "error"]
    return []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(with_("    role: social_worker", "    rle: social_worker"), id="key"),
        pytest.param(with_("type: yes_no", "type: yesno"), id="type of question"),
        pytest.param(with_("title: A", "title: A\npresentation: 'tasklist'"), id="word of a few, quoted"),
        pytest.param(with_("title: A", "title: 4"), id="number for text"),
        pytest.param(with_("ends: true", "ends: yes"), id="yes for true"),
        pytest.param(with_("to: end, when: wanted", "to: edn, when: wanted"), id="step"),
        pytest.param(with_('when: want == "yes"', 'when: wnat == "yes"'), id="name in a condition"),
        pytest.param(WORKING + THIRD, id="list"),
        pytest.param(CHILD.replace("extends: a", "extends: aa"), id="workflow that is extended"),
        pytest.param(CHILD.replace("s/p/want", "s/p/wnat"), id="path of a change"),
        pytest.param(CHILD.replace("set:", "sett:"), id="key of a change"),
    ],
)
def test_making_the_replacement_takes_the_mistake_away(text: str, lists: Lists, catalogue: Catalogue) -> None:
    first, *others = errors_in(text, lists, catalogue)
    left = errors_in(mended(text, first), lists, catalogue)
    assert first not in left
    assert len(left) <= len(others)


def test_a_mistake_without_one_meaning_has_no_mend(lists: Lists, catalogue: Catalogue) -> None:
    (found,) = errors_in(with_("begins: start", "begins: zzzz"), lists, catalogue)
    assert (found.wrong, found.right) == ("", "")


def test_a_key_is_not_mended_into_one_that_is_there_already(lists: Lists, catalogue: Catalogue) -> None:
    (found,) = errors_in(with_("type: radios", "type: radios\n            tpye: text"), lists, catalogue)
    assert (found.message.endswith("did you mean type?"), found.right) == (True, "")
