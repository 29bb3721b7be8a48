"""`flask workflows map` and `diff`: a workflow drawn, and what differs between two."""

import json
from dataclasses import asdict

import click

from casework.cli.workflows import as_json, named
from casework.workflows.differences import by_head, changes_between, differences, summary_of
from casework.workflows.map import drawn, laid_out, map_of


@click.command("map")
@click.argument("a")
def draw(a: str) -> None:
    """Draw the map of A as SVG on the standard output. A is a file, or the id of a shipped workflow."""
    click.echo(drawn(laid_out(map_of(named(a).definition))), nl=False)


@click.command("diff")
@click.argument("a")
@click.argument("b")
@as_json
def diff(a: str, b: str, kind: str) -> None:
    """Say in plain words what B does otherwise than A. Each is a file, or the id of a shipped workflow."""
    one, other = named(a).definition, named(b).definition
    found = differences(one, other)
    summary = summary_of(one, other, found)
    if kind == "json":
        told = [{**asdict(each), "sign": each.sort.sign} for each in found]
        as_file = changes_between(one, other)
        data = {"a": one.id, "b": other.id, "summary": summary, "differences": told, "as_file": as_file}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for line in summary:
        click.echo(line)
    for head, those in by_head(found).items():
        click.echo(f"\n{head}")
        for each in those:
            because = f" Because: {each.because}" if each.because else ""
            click.echo(f"{each.sort.sign} {each.sort}: {each.sentence}{because}")
            for detail in each.details:
                click.echo(f"    {detail.sentence}{f' Because: {detail.because}' if detail.because else ''}")
