"""The whole house keeps its rules: one format, no lint, strict types, imports that point one way, sound templates."""

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
    "templates": [str(BIN / "djlint"), "templates", "--lint", "--quiet"],
}


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_to(rule):
    done = subprocess.run(RULES[rule], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)
