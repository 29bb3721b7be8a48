"""Pieces of the language to begin with, for who does not know it by heart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Snippet:
    """A piece of text to put in. when: what it is for."""

    id: str
    title: str
    when: str
    text: str


SNIPPETS = (
    Snippet(
        "reword",
        "Other words for an inherited question",
        "In a workflow that extends another, under changes",
        "  - at: sections/SECTION/PAGE/QUESTION\n    set: {label: 'What you ask', hint: 'A help to answer it'}\n",
    ),
    Snippet(
        "page",
        "A page that shows only sometimes",
        "In a workflow that extends another, under changes",
        "  - at: sections/SECTION/PAGE\n"
        "    insert: after\n"
        "    value:\n"
        "      id: new_page\n"
        "      title: New page\n"
        '      when: some_question == "yes"\n'
        "      questions:\n"
        "        - id: new_question\n"
        "          type: textarea\n"
        "          label: What do you ask?\n"
        "          records: nothing\n"
        "          because: it is being tried out\n",
    ),
    Snippet(
        "remove",
        "A step that falls away",
        "In a workflow that extends another, under changes; what leads to it is set first",
        "  - {at: steps/STEP/ACTION, set: {to: NEXT_STEP}}\n"
        "  - {at: sections/ITS_SECTION, remove: true}\n"
        "  - {at: steps/OTHER_STEP, remove: true, because: why it is not needed}\n",
    ),
    Snippet(
        "question",
        "A question",
        "In a list of questions",
        "          - id: new_question\n"
        "            type: radios\n"
        "            label: What do you ask?\n"
        "            options:\n"
        "              - {code: first, label: First}\n"
        "              - {code: second, label: Second}\n"
        "            records: nothing\n"
        "            because: it is being tried out\n",
    ),
    Snippet(
        "action",
        "A next action",
        "In the actions of a step",
        "      - id: new_action\n"
        "        label: What happens next\n"
        "        to: NEXT_STEP\n"
        "        requires: complete\n"
        "        note: optional\n",
    ),
)
