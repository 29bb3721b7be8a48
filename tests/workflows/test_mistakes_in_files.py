"""Every kind of mistake in a workflow file is told at its line and column, with what was meant."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from casework.workflows.problems import WorkflowError
from casework.workflows.reader import read_file

ProblemsIn = Callable[..., list[str]]
MOST_SECONDS = 10
"""Of the processor, for any text that is accepted for reading; what would run away takes far longer."""

WORKING = """\
id: a
title: A
begins: start
conditions:
  wanted: want == "yes"
steps:
  - id: start
    title: Start
    role: social_worker
    actions:
      - {id: go, label: Go, to: end, when: wanted}
      - {id: stay, label: Stay, to: end}
  - {id: end, title: End, ends: true}
sections:
  - id: s
    step: start
    title: S
    pages:
      - id: p
        questions:
          - {id: want, type: yes_no, label: Wanted?, records: contact.need_appears}
          - id: when_wanted
            type: radios
            label: When?
            when: want == "yes"
            options:
              - {code: today, label: Today}
              - {code: soon, label: Soon}
            records: contact.urgency
"""


def with_(old: str, new: str) -> str:
    assert WORKING.count(old) == 1, f"{old!r} is in the working file {WORKING.count(old)} times"
    return WORKING.replace(old, new)


def test_a_file_without_mistakes_has_no_problems(problems_in: ProblemsIn) -> None:
    assert problems_in(WORKING) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            with_("    role: social_worker", "    rle: social_worker\n    role: social_worker"),
            "a.yaml:9:5: error L04: a step has no key rle; did you mean role?",
            id="unknown key",
        ),
        pytest.param(
            with_("to: end, when: wanted", "to: edn, when: wanted"),
            "a.yaml:11:33: error L11: there is no step edn; did you mean end?",
            id="unknown target",
        ),
        pytest.param(
            with_("type: yes_no", "type: yesno"),
            "a.yaml:21:30: error L07: there is no question type yesno; did you mean yes_no?",
            id="unknown type",
        ),
        pytest.param(
            with_('when: want == "yes"', "when: want and and"),
            "a.yaml:25:28: error L09: the condition cannot be read here; "
            'write like: need == "yes" and count(outcomes.not_met) > 1',
            id="bad condition",
        ),
        pytest.param(
            with_('when: want == "yes"', 'when: want = "yes"'),
            "a.yaml:25:24: error L09: = sets nothing here; write == to compare",
            id="one equals sign",
        ),
        pytest.param(
            with_('when: want == "yes"', 'when: wnat == "yes"'),
            "a.yaml:25:19: error L20: there is no question or condition wnat; did you mean want?",
            id="unknown name in a condition",
        ),
        pytest.param(
            with_('when: want == "yes"', "when: 'want == \"yess\"'"),
            "a.yaml:25:28: error L22: want has no option yess; did you mean yes?",
            id="unknown option in a quoted condition",
        ),
        pytest.param(
            with_('when: want == "yes"', 'when: |\n              want ==\n                "yess"'),
            "a.yaml:27:17: error L22: want has no option yess; did you mean yes?",
            id="unknown option on the second line of a condition",
        ),
        pytest.param(
            with_("begins: start", "begins: start\ntitle: B"),
            "a.yaml:4:1: error L03: the key title again; it is already on line 2; keep one",
            id="duplicate key",
        ),
        pytest.param(
            with_("id: when_wanted", "id: want"),
            "a.yaml:22:17: error L08: the question or condition want again; it is already on line 21; "
            "give one another id",
            id="duplicate id",
        ),
        pytest.param(
            with_("title: A", "title: 4"),
            "a.yaml:2:8: error L06: title is the number 4; expected text; put it in quotation marks",
            id="number for text",
        ),
        pytest.param(
            with_("ends: true", "ends: yes"),
            "a.yaml:13:33: error L06: ends is the text “yes”; expected true or false",
            id="text for true or false",
        ),
        pytest.param(
            with_("title: A", "title: A\npresentation: tasklist"),
            "a.yaml:3:15: error L06: presentation cannot be the text “tasklist”; did you mean task_list?",
            id="unknown presentation",
        ),
        pytest.param(
            with_("    role: social_worker", "    role: social_worker\n    due: 5 moons"),
            "a.yaml:10:10: error L06: “5 moons” is not a length of time; "
            "write “1 working day”, “28 days”, “6 weeks” or “same day”",
            id="due date that is none",
        ),
        pytest.param(
            with_("label: When?", "label: *when"),
            "a.yaml:24:20: error L13: the alias *when; write the text out again",
            id="alias",
        ),
        pytest.param(
            with_("title: A", "title: &a A"),
            "a.yaml:2:8: error L13: the anchor &a; workflows have no anchors, write the text out again",
            id="anchor",
        ),
        pytest.param(
            with_("title: A", "title: !!str A"),
            "a.yaml:2:8: error L13: the tag tag:yaml.org,2002:str; workflows have no tags, "
            "quote the text if the ! belongs to it",
            id="tag",
        ),
        pytest.param(
            with_("    role: social_worker", "\trole: social_worker"),
            "a.yaml:9:1: error L02: a tab in the indentation; use spaces",
            id="tab",
        ),
        pytest.param(
            WORKING.encode().replace(b"Soon", b"S\xf6\xf6n"),
            "a.yaml:28:38: error L01: the byte 0xf6 is not UTF-8; save the file as UTF-8",
            id="not UTF-8",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + WORKING.encode(),
            "a.yaml:1:1: error L01: the file begins with a byte order mark; "
            "save it as UTF-8 without one (“UTF-8”, not “UTF-8 with BOM”)",
            id="byte order mark",
        ),
        pytest.param(
            "id: " + "[" * 5_000,
            "a.yaml:1:16: error L02: more than 12 levels, one inside another",
            id="5,000 brackets",
        ),
        pytest.param(
            WORKING + "---\nid: b\n",
            "a.yaml:30:1: error L02: a second document; a file holds one workflow",
            id="second document",
        ),
        pytest.param(
            with_("label: Go, to", "label: Go, now, to"),
            "a.yaml:11:29: error L14: a comma inside {…} cut the wording before “now”; "
            "put the whole text in quotation marks, or use one line for each key",
            id="comma in braces",
        ),
        pytest.param(
            with_("      - {id: stay, label: Stay, to: end}", "      - {id: stay, label: Stay #2\n         , to: end}"),
            "a.yaml:12:32: error L14: a # after a space begins a comment, also inside {…}; "
            "put the text in quotation marks, or the comment on a line of its own",
            id="comment in braces",
        ),
        pytest.param(
            with_("label: When?", "label: When: now?"),
            "a.yaml:24:24: error L02: a colon inside the wording; quote the text: 'like: this'",
            id="colon in wording",
        ),
        pytest.param(
            with_("            label: When?\n", ""),
            "a.yaml:22:13: error L33: a question of type radios has no label; write label: …",
            id="missing label",
        ),
        pytest.param(
            with_("records: contact.urgency", "records: contact.urgencey"),
            "a.yaml:29:22: error L24: there is no fact contact.urgencey; did you mean contact.urgency?",
            id="unknown fact",
        ),
        pytest.param(
            with_("records: contact.urgency", "records: contact.own_words"),
            "a.yaml:29:22: error L25: the fact contact.own_words is text, "
            "and a question of type radios cannot record it; use type text, textarea or computed",
            id="fact of another type",
        ),
        pytest.param(
            with_("code: soon", "code: later"),
            "a.yaml:28:24: error L26: contact.urgency has no code later (or map it with codes: {later: …}); "
            "choose from today, soon",
            id="code the fact does not have",
        ),
        pytest.param(
            with_("role: social_worker", "role: socal_worker"),
            "a.yaml:9:11: error L23: there is no role socal_worker; did you mean social_worker?",
            id="unknown role",
        ),
        pytest.param(
            with_("label: When?", "label: When, ((persn))?"),
            "a.yaml:24:28: error L29: there is no word ((persn)); did you mean person?",
            id="unknown word in wording",
        ),
        pytest.param(
            with_("            records: contact.urgency\n", ""),
            "a.yaml:22:13: error L28: when_wanted does not say what it records; "
            "write records: FACT, or records: nothing with because: …",
            id="records nothing without a reason",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(problems_in: ProblemsIn, text: str | bytes, told: str) -> None:
    assert problems_in(text) == [told]


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    told = told_of(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told == ["a.yaml:1:1: error L01: the file has 50,000,000 bytes; a workflow file has at most 300,000"]
    assert most < 1_000_000


def test_a_pipe_is_refused_without_waiting_for_what_comes_out_of_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    assert told_of(tmp_path / "a.yaml") == [
        "a.yaml:1:1: error L01: this is no file of its own; expected a file of text"
    ]


def test_a_folder_is_no_workflow(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    assert told_of(tmp_path / "a.yaml") == ["a.yaml:1:1: error L01: this is a folder; expected a file of text"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told_of(tmp_path / "a.yaml") == [
        "a.yaml:1:1: error L01: the file cannot be opened: no such file or directory"
    ]


def told_of(path: Path) -> list[str]:
    with pytest.raises(WorkflowError) as refusal:
        read_file(path)
    return [str(each).replace(f"{path.parent}/", "") for each in refusal.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("id: " + "[" * 290_000, id="brackets"),
        pytest.param("id: " + "{a: " * 70_000, id="braces"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(700)), id="indentation"),
        pytest.param("- " * 140_000, id="dashes"),
        pytest.param("a: &a [x]\n" + "b: [*a, *a, *a, *a, *a, *a, *a, *a]\n" * 9, id="aliases"),
        pytest.param("? " * 100_000, id="question marks"),
        pytest.param("a: '" + "''" * 140_000, id="quotation marks"),
        pytest.param("#" * 299_000, id="a comment"),
        pytest.param("a: !" + "x" * 200_000, id="a tag"),
        pytest.param("id: a\nconditions:\n  c: " + "(" * 100_000, id="a condition"),
        pytest.param("id: a\nconditions:\n  c: " + "not " * 50_000 + "x", id="a long condition"),
        pytest.param("".join(f"k{n}: 1\n" for n in range(6_000)), id="keys"),
        pytest.param("a: " + "1" * 200_000, id="a number"),
    ],
)
def test_text_made_to_exhaust_the_reader_is_told_in_little_time_and_few_words(
    problems_in: ProblemsIn, text: str
) -> None:
    before = process_time()
    lines = problems_in(text)
    assert process_time() - before < MOST_SECONDS
    assert lines
    assert max(map(len, lines)) < 500


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "cp037"])
def test_another_encoding_is_told_in_one_sentence(problems_in: ProblemsIn, encoding: str) -> None:
    (line,) = problems_in(WORKING.replace("label: Go", "label: Gé").encode(encoding))
    assert line.split(": ")[1] in ("error L01", "error L02")


def test_all_mistakes_are_told_at_once(problems_in: ProblemsIn) -> None:
    text = (
        WORKING.replace("begins: start", "begins: strat")
        .replace("title: Start", "title: Start\n    title: Again")
        .replace("type: yes_no", "type: yesno")
        .replace("to: end, when", "to: edn, when")
        .replace("label: When?", "label: When?\n            hnt: Soon")
    )
    codes = [line.split()[2].rstrip(":") for line in problems_in(text)]
    assert sorted(set(codes)) == ["L03", "L04", "L07", "L11"]
    assert codes.count("L11") == 2


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "\0", "a: [", "{", "? [a]\n: b\n", "a: 'b", "%TAG\n"])
def test_text_that_is_no_workflow_is_told_and_never_raises_anything_else(problems_in: ProblemsIn, text: str) -> None:
    lines = problems_in(text)
    assert lines
    assert all(line.startswith("a.yaml:") for line in lines)
