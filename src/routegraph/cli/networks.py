"""Networks: read them from files or from Overpass, list, tell, export and remove them."""

from __future__ import annotations

from pathlib import Path

import click

from routegraph import defaults
from routegraph.cli.completion import complete_network
from routegraph.cli.options import FILE, JSON, OUTPUT_FILE
from routegraph.cli.streams import patience, print_json, print_written
from routegraph.errors import DataError, QuestionError
from routegraph.intake import clean

CLASSES_HELP = "Keep these road classes: 'tertiary+' for that and above, or a comma list."


@click.group()
def network() -> None:
    """Networks: import, fetch, list, tell, export, remove."""


@network.command("list")
def network_list() -> None:
    """List the networks at hand.

    \b
    routegraph network list
    """
    from routegraph.cli.listings import print_table
    from routegraph.network.catalog import folders
    from routegraph.network.store import read_manifest

    rows: list[tuple[str, ...]] = []
    for name, folder in folders().items():
        try:
            manifest = read_manifest(folder)
        except DataError as error:
            rows.append((name, "", "", "", str(error)))
            continue
        counts, source = manifest["counts"], manifest["provenance"]
        rows.append(
            (name, f"{counts['roads']:,}", f"{counts['places']:,}", source["data_date"], source["source"])
        )
    print_table(("network", "roads", "places", "data date", "source"), rows)


@network.command("info")
@click.argument("name", default=defaults.NETWORK, shell_complete=complete_network)
@JSON
def network_info(name: str, as_json: bool) -> None:
    """Tell what a network holds: nodes, roads, km by class, places, provenance, licence.

    \b
    routegraph network info hama-aleppo
    """
    from routegraph.cli.listings import print_summary
    from routegraph.network.summary import summarise
    from routegraph.study import load

    summary = summarise(load(name).network)
    if as_json:
        print_json(summary)
    else:
        print_summary(summary)


@network.command("import")
@click.argument("file", type=FILE)
@click.option("--name", default="", help="What to call it.  [default: the file's name]")
@click.option("--bbox", metavar="W,S,E,N", help="Only roads of this box, in degrees.")
@click.option("--classes", metavar="CLASSES", help=CLASSES_HELP)
@click.option("--keep-planned", is_flag=True, help="Keep roads under construction and proposed ones.")
@click.option("--quiet", "-q", is_flag=True, help="No progress bar.")
def network_import(
    file: Path, name: str, bbox: str | None, classes: str | None, keep_planned: bool, quiet: bool
) -> None:
    """Read an OSM file (.osm.pbf, .osm, .osm.gz, .osm.bz2), Overture segments or an osmnx GraphML file.

    Of Overture Maps: a GeoParquet file of segments, or a folder with connectors and divisions too.

    \b
    routegraph network import syria-latest.osm.pbf --name syria --classes tertiary+
    routegraph network import overture/ --name hama
    """
    from routegraph.cli.listings import print_summary, progress_bar
    from routegraph.network.catalog import import_file
    from routegraph.network.summary import summarise
    from routegraph.places.name_tables import kept_tables

    with progress_bar(quiet) as progress:
        imported = import_file(
            file, name=name, bbox=_bbox(bbox), classes=classes, keep_planned=keep_planned, progress=progress
        )
    kept_tables(imported)
    print_summary(summarise(imported))


@network.command("fetch")
@click.argument("place", required=False)
@click.option("--bbox", metavar="W,S,E,N", help="A box in degrees in place of a place's name.")
@click.option("--name", default="", help="What to call it.  [default: the place]")
@click.option("--classes", metavar="CLASSES", help=CLASSES_HELP)
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(0, min_open=True),
    default=180,
    show_default=True,
    metavar="SECONDS",
    help="For the server to find each answer; one that is not whole after twice this time is given up.",
)
def network_fetch(
    place: str | None, bbox: str | None, name: str, classes: str | None, timeout_s: float
) -> None:
    """Fetch the roads of a place or a box from Overpass through osmnx, and keep them.

    \b
    routegraph network fetch "Hama Governorate, Syria" --name hama
    routegraph network fetch --bbox 36,34.5,39,37 --classes trunk+ --name corridor
    """
    import re

    from routegraph.cli.listings import print_summary, progress_bar
    from routegraph.network.catalog import store_named
    from routegraph.network.overpass import fetch
    from routegraph.network.summary import summarise
    from routegraph.places.name_tables import kept_tables

    box = _bbox(bbox)
    where = place or box
    if where is None or (place and box):
        raise QuestionError("give either the name of a place or --bbox W,S,E,N.")
    name = name or re.sub(r"\W+", "-", (place or f"box {bbox}").lower()).strip("-")
    with progress_bar() as progress:
        fetched = fetch(where, name=name, classes=classes, timeout_s=timeout_s, progress=progress)
    stored = store_named(fetched, name)
    kept_tables(stored)
    print_summary(summarise(stored))


@network.command("export")
@click.argument("name", shell_complete=complete_network)
@click.option(
    "--to", type=OUTPUT_FILE, required=True, metavar="FILE", help=".gpkg, .geojson, .parquet or .graphml"
)
def network_export(name: str, to: Path) -> None:
    """Write a network's roads to a file that GIS tools or osmnx open.

    \b
    routegraph network export hama-aleppo --to roads.gpkg
    """
    from routegraph.network.catalog import open_named
    from routegraph.network.export import export

    with patience():
        export(open_named(name), to)
    print_written(to)


@network.command("verify")
@click.argument("name", default=defaults.NETWORK, shell_complete=complete_network)
def network_verify(name: str) -> None:
    """Read the whole of a stored network: has a byte changed, do the arrays fit together?

    \b
    routegraph network verify hama-aleppo
    """
    from routegraph.network.catalog import stored_folder
    from routegraph.network.store import verify

    folder = stored_folder(name)
    with patience():
        verify(folder)
    click.echo(f"sound: {clean(str(folder))}")


@network.command("remove")
@click.argument("name", shell_complete=complete_network)
def network_remove(name: str) -> None:
    """Remove an imported network from this machine.

    \b
    routegraph network remove syria
    """
    from routegraph.network.catalog import remove

    click.echo(f"removed: {clean(str(remove(name)))}")


def _bbox(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise QuestionError(f"--bbox {text!r}: give west,south,east,north in degrees.") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise QuestionError(f"--bbox {text!r}: west must lie below east and south below north, in degrees.")
    return west, south, east, north


COMMANDS = (network,)
