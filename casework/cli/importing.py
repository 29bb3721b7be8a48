"""`flask workflows import`: workflows from forms that others have."""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from casework.cli.saying import stop
from casework.cli.workflows import as_json
from casework.workflows.importing.fhir import import_questionnaire
from casework.workflows.importing.hackney import import_hackney
from casework.workflows.importing.report import Imported, NotAForm

MOST_BYTES = 20_000_000


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "source", type=click.Choice(["hackney", "fhir-questionnaire"]), required=True, help="Whose form it is."
)
@click.option("--next-steps", type=click.Path(path_type=Path), help="Hackney's file of next steps.")
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path(), help="The folder to write to; this one by default."
)
@as_json
def import_forms(file: Path, source: str, next_steps: Path | None, into: Path, kind: str) -> None:
    """Make workflows of a form in FILE, and say what became of every field. No address is carried over."""
    try:
        imported = _imported(source, _read(file), _read(next_steps) if next_steps else ())
    except NotAForm as error:
        stop(f"{file} cannot be brought in: {error}.")
    paths = {workflow_id: into / f"{workflow_id}.yaml" for workflow_id in imported.workflows}
    for path in paths.values():
        if path.exists():
            stop(f"there is a file {path} already; move it, or choose another folder with --into")
    into.mkdir(parents=True, exist_ok=True)
    for workflow_id, path in paths.items():
        path.write_text(f"# Brought in from {file.name}.\n{_yaml(imported.workflows[workflow_id])}", encoding="utf-8")
    if kind == "json":
        report = {
            "files": [str(path) for path in paths.values()],
            "counts": imported.report.counts(),
            "fields": [asdict(line) for line in imported.report.fields],
            "others": [asdict(line) for line in imported.report.others],
        }
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for path in paths.values():
        click.echo(f"wrote {path}")
    for line in imported.report.say():
        click.echo(line)


def _imported(source: str, data: object, next_steps: object) -> Imported:
    return import_hackney(data, next_steps) if source == "hackney" else import_questionnaire(data)


def _read(file: Path) -> object:
    if not file.is_file():
        stop(f"there is no file {file}")
    if file.stat().st_size > MOST_BYTES:
        stop(f"{file} has {file.stat().st_size:,} bytes; at most {MOST_BYTES:,} are read")
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        stop(f"{file} is not UTF-8; save it as UTF-8")
    except json.JSONDecodeError as error:
        stop(f"{file}:{error.lineno}:{error.colno}: this is not JSON: {error.msg.lower()}")
    except RecursionError:
        stop(f"{file} is nested too deeply to be a form")


def _yaml(workflow: dict[str, Any]) -> str:
    stream = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.width = 110
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.dump(workflow, stream)
    return stream.getvalue()
