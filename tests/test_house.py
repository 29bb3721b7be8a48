"""The whole house keeps its rules: one format, no lint, strict types, imports that point one way, sound templates."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

RULES = {
    "the one format": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "types": [str(BIN / "mypy")],
    "imports that point one way": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "templates", "--lint"],
}


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_to(rule):
    done = subprocess.run(RULES[rule], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)


def requirements(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_that_is_installed_is_pinned_exactly(name):
    assert requirements(name)
    assert [line for line in requirements(name) if "==" not in line] == []


def test_what_checks_is_installed_beside_what_runs():
    assert (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").startswith("-r requirements.txt\n")


def test_everything_asked_for_from_npm_is_pinned_exactly():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not version[0].isdigit()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package.json"])
def test_the_documents_say_why_each_dependency_is_here(name):
    written = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    if name == "package.json":
        package = json.loads((ROOT / name).read_text(encoding="utf-8"))
        asked_for = [*package["dependencies"], *package["devDependencies"]]
    else:
        ours = (ROOT / name).read_text(encoding="utf-8").split("# What those need")[0]
        asked_for = [line.split("==")[0].split("[")[0] for line in ours.splitlines() if "==" in line]
    missing = [each for each in asked_for if each.lower().replace("_", "-") not in written]
    assert missing == []


def test_the_styles_are_ours_to_use():
    """No crown and no GDS Transport, which are kept for GOV.UK's own services, and nothing from other sites."""
    styles = (ROOT / "casework" / "web" / "static" / "casework.css").read_text(encoding="utf-8")
    assert "Helvetica Neue" in styles
    assert [word for word in ("GDS Transport", "@font-face", "crown") if word in styles] == []
    assert re.findall(r"url\((?![\"']?data:)[^)]*\)", styles) == []
