"""Places, scenarios and vehicles: what questions are asked of."""

from __future__ import annotations

import click

from routegraph.cli.completion import complete_scenario, complete_vehicle
from routegraph.cli.options import JSON, NETWORK
from routegraph.cli.streams import print_json


@click.group()
def places() -> None:
    """Places of a network."""


@places.command("search")
@click.argument("name")
@NETWORK
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@JSON
def places_search(name: str, network_name: str, limit: int, as_json: bool) -> None:
    """Find places by name, in any spelling, or by the beginning of one.

    \b
    routegraph places search khanas
    """
    from routegraph.cli.listings import print_table
    from routegraph.errors import NotFoundError
    from routegraph.study import load

    study = load(network_name)
    matches = study.gazetteer.search(name, limit=limit)
    if as_json:
        told = [
            {
                "name": m.place.name, "local_name": m.place.local_name, "kind": m.place.kind,
                "lon": m.place.lon, "lat": m.place.lat, "population": m.place.population,
                "score": round(m.score, 4), "matched": m.matched,
            }
            for m in matches
        ]  # fmt: skip
        print_json(told)
    elif not matches:
        untold = study.gazetteer.untold(name)
        raise NotFoundError(
            f"no place like {name[:60]!r} in {study.network.name}. {untold}Try fewer letters."
        )
    else:
        print_table(
            ("place", "kind", "lon,lat", "population", "likeness", "matched"),
            [
                (
                    m.place.label, m.place.kind, f"{m.place.lon:.4f},{m.place.lat:.4f}",
                    "" if m.place.population is None else f"{m.place.population:,}", f"{m.score:.2f}", m.matched,
                )
                for m in matches
            ],
        )  # fmt: skip


@click.group()
def scenario() -> None:
    """Scenarios: closures that stand, and events on top of them."""


@scenario.command("list")
def scenario_list() -> None:
    """List the scenarios that come with the package.

    \b
    routegraph scenario list
    """
    from routegraph.cli.listings import print_table
    from routegraph.scenario.scenario import bundled_scenarios, find_scenario

    rows = []
    for name in bundled_scenarios():
        told = find_scenario(name)
        rows.append(
            (name, str(told.date or ""), told.network, len(told.standing), len(told.events), told.title)
        )
    print_table(("scenario", "date", "network", "standing", "events", "title"), rows)


@scenario.command("show")
@click.argument("name", shell_complete=complete_scenario)
def scenario_show(name: str) -> None:
    """Show a scenario: what stands, what happened, who says so.

    \b
    routegraph scenario show khanasser-2015-10
    """
    from routegraph.cli.listings import print_scenario
    from routegraph.scenario.scenario import find_scenario

    print_scenario(find_scenario(name))


@scenario.command("schema")
def scenario_schema() -> None:
    """Print the JSON Schema of scenario files.

    \b
    routegraph scenario schema > scenario.schema.json
    """
    from routegraph.scenario.scenario import scenario_schema as schema

    print_json(schema())


@click.group()
def vehicles() -> None:
    """Vehicles: speeds, limits and costs."""


@vehicles.command("list")
def vehicles_list() -> None:
    """List the vehicles that come with the package.

    \b
    routegraph vehicles list
    """
    from routegraph.cli.listings import print_table
    from routegraph.vehicles import VEHICLES

    print_table(
        ("vehicle", "motorway km/h", "primary km/h", "track km/h", "l/100 km", "cost/h", "cost/l", "payload t"),
        [
            (
                v.name, v.speed_kph["motorway"], v.speed_kph["primary"], v.speed_kph["track"],
                v.fuel_l_per_100km, f"{v.cost_per_hour:g} {v.currency}", f"{v.cost_per_litre:g} {v.currency}",
                v.payload_t,
            )
            for v in VEHICLES.values()
        ],
    )  # fmt: skip


@vehicles.command("show")
@click.argument("name", shell_complete=complete_vehicle)
def vehicles_show(name: str) -> None:
    """Print a vehicle as YAML, to start a file of one's own from.

    \b
    routegraph vehicles show truck > my-truck.yaml
    """
    from dataclasses import asdict

    import yaml

    from routegraph.vehicles import find_vehicle

    told = {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(find_vehicle(name)).items()}
    click.echo(yaml.safe_dump(told, sort_keys=False), nl=False)


COMMANDS = (places, scenario, vehicles)
