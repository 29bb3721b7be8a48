"""The tools that read the code find nothing: one format, lint, types, rooms that import downwards, templates."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["lint-imports"],
        ["djlint", "--lint", "--quiet", "templates"],
    ],
    ids=lambda command: " ".join(command),
)
def test_the_code_passes(command):
    # Beside the Python that runs the tests, wherever the virtual environment is and whether or not it is active.
    result = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
