"""`flask workflows feasibility`: what a workflow demands of a case management system, and what each can do."""

import json
from datetime import date

import click

from casework import clock
from casework.cli.setting_up import SEED_DATA
from casework.cli.workflows import as_json, named
from casework.workflows.feasibility import Judged, demands_of, judge, load_capabilities, load_profiles


@click.command("feasibility")
@click.argument("workflow")
@as_json
def feasibility(workflow: str, kind: str) -> None:
    """Say what WORKFLOW demands of a system, against the shipped profiles. What is not known is said as not known."""
    capabilities = load_capabilities(SEED_DATA / "systems")
    demands = demands_of(named(workflow).definition, capabilities)
    judged = {
        profile.name: {each.capability.id: each for each in judge(profile, capabilities, _today())}
        for profile in load_profiles(SEED_DATA / "systems", capabilities).values()
    }
    if kind == "json":
        rows = [
            {
                "capability": demand.capability.id,
                "name": demand.capability.name,
                "because": list(demand.because),
                "systems": {name: _as_data(found[demand.capability.id]) for name, found in judged.items()},
            }
            for demand in demands
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    click.echo(f"{len(demands)} of {len(capabilities)} capabilities are demanded")
    for demand in demands:
        systems = ", ".join(f"{name} {found[demand.capability.id].result}" for name, found in judged.items())
        click.echo(f"{demand.capability.id}  {demand.capability.name}: {systems}")


def _today() -> date:
    return clock.now().date()


def _as_data(judged: Judged) -> dict[str, str]:
    return {"result": judged.result, "why": judged.why, "source": judged.cell.source}
