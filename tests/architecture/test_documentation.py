"""What the documentation names is there, and what is there is named: commands, settings, make targets, files."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from config import KNOWN

ROOT = Path(__file__).resolve().parents[2]
FLASKS_OWN = {"run", "shell", "routes"}
A_COMMAND = re.compile(r"\bflask((?: [a-z][a-z0-9-]*)+)")
A_SETTING = re.compile(r"\b(?:CASEWORK_[A-Z_]+|[A-Z_]+_(?:URL|KEY))\b")
A_TARGET = re.compile(r"(?:^|&&)\s*make ([a-z][a-z-]*)\b")


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def code_of(document: str) -> Iterator[str]:
    """What a document shows as code: the lines of fenced blocks, and words between backticks."""
    for part, block in enumerate(re.split(r"^ *```.*$", document, flags=re.MULTILINE)):
        yield from block.splitlines() if part % 2 else re.findall(r"`([^`]+)`", block)


def commands_named(document: str) -> set[str]:
    """Each "workflows diff" of "flask workflows diff a b", arguments and all that follow left in."""
    return {match[1].strip() for line in code_of(document) for match in A_COMMAND.finditer(line)}


def leaves(group: click.Group, path: str = "") -> dict[str, click.Command]:
    """Every command that does something, by its words: {"init": …, "workflows check": …}."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= leaves(command, f"{path}{name} ")
        else:
            found[f"{path}{name}"] = command
    return found


def command_meant(words: str, commands: dict[str, click.Command]) -> str | None:
    """The command, or group of commands, that begins with these words; None where there is none."""
    parts = words.split()
    for length in range(len(parts), 0, -1):
        name = " ".join(parts[:length])
        if name in commands or (length == len(parts) and any(one.startswith(f"{name} ") for one in commands)):
            return name
    return None


@pytest.fixture(scope="module")
def written():
    return "\n\n".join(path.read_text(encoding="utf-8") for path in documents())


@pytest.fixture(scope="module")
def commands(bare_app):
    return leaves(bare_app.cli)


def test_every_command_in_the_documents_exists(written, commands):
    named = {words for words in commands_named(written) if words.split()[0] not in FLASKS_OWN}
    assert named
    assert {words for words in named if command_meant(words, commands) is None} == set()


def test_every_command_is_in_the_documents(written, commands):
    meant = {command_meant(words, commands) for words in commands_named(written)}
    assert commands
    assert set(commands) - meant == set()


def test_every_command_says_what_it_does(commands):
    assert {name for name, command in commands.items() if not (command.help or "").strip()} == set()


def test_every_setting_in_the_documents_exists(written):
    assert {name for line in code_of(written) for name in A_SETTING.findall(line)} - set(KNOWN) == set()


def test_every_setting_is_in_the_documents(written):
    named = {name for line in code_of(written) for name in A_SETTING.findall(line)}
    assert set(KNOWN) - named == set()


def test_every_make_target_in_the_documents_exists(written):
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for line in code_of(written) for name in A_TARGET.findall(line)} - targets == set()


def test_every_file_a_document_links_to_is_there():
    links = [
        (path, link.split("#")[0])
        for path in documents()
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#", link)
    ]
    gone = [f"{path.relative_to(ROOT)}: {link}" for path, link in links if not (path.parent / link).exists()]
    assert gone == []


def test_commands_are_read_from_code_only():
    document = (
        "Ask flask nicely.\n\n```sh\nflask init\n  flask workflows check seed.yaml\n```\nOr `flask workflows diff A B`."
    )
    assert commands_named(document) == {"init", "workflows check seed", "workflows diff"}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("init", "init"),
        ("workflows check seed", "workflows check"),
        ("workflows", "workflows"),
        ("workflows chekc", None),
        ("nothing", None),
    ],
)
def test_a_command_is_known_by_its_first_words(words, meant):
    commands = dict.fromkeys(["init", "workflows check"], click.Command("any"))
    assert command_meant(words, commands) == meant
