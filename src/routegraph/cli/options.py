"""Options that questions share, and what becomes of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routegraph import defaults
from routegraph.cli.completion import (
    complete_network,
    complete_place,
    complete_scenario,
    complete_vehicle,
    network_of,
)
from routegraph.cli.streams import patience, print_json, print_saved, print_written
from routegraph.errors import QuestionError
from routegraph.render.suffixes import SHARED, SUFFIXES
from routegraph.written import file_to_write

if TYPE_CHECKING:
    from routegraph.questions.answer import Answer

Command = Callable[..., Any]
FILE = click.Path(path_type=Path)

STDOUT = Path("-")


class OutputFile(click.Path):
    """A file to write, checked before any work is done.

    Parameters
    ----------
    kind : str
        The format to be written, one of `render.suffixes`; empty when the suffix alone decides.
    to_stdout : bool
        ``-`` stands for standard output.
    """

    def __init__(self, kind: str = "", to_stdout: bool = False) -> None:
        super().__init__(path_type=Path)
        self.kind, self.to_stdout = kind, to_stdout

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if self.to_stdout and path == STDOUT:
            return path
        if self.kind in SHARED and path.suffix.lower() in SHARED[self.kind]:
            return _checked(path)
        said = SUFFIXES.get(path.suffix.lower(), path.suffix.lower() or self.kind)
        if self.kind and said != self.kind and {said, self.kind} != {"png", "pdf"}:  # pages, both of them
            self.fail(f"{str(value)!r} says {said}, and this option writes {self.kind}.", param, ctx)
        return _checked(path)


def _checked(path: Path) -> Path:
    file_to_write(path)
    return path


OUTPUT_FILE = OutputFile()


def place_argument(name: str, required: bool = True) -> Command:
    """Argument that takes a place, whose name the shell completes."""
    if required:
        return click.argument(name, shell_complete=complete_place)
    return click.argument(name, required=False, default="", shell_complete=complete_place)


STUDY = (
    click.option("--network", "-n", shell_complete=complete_network, metavar="NAME|FILE", help=f"Network to ask; a name or an OSM file.  [default: the scenario's, else {defaults.NETWORK}]"),
    click.option("--vehicle", default=defaults.VEHICLE, shell_complete=complete_vehicle, metavar="NAME|FILE", help="car, truck, 4x4, or a YAML file.", show_default=True),
    click.option("--by", type=click.Choice(defaults.MEASURES), default=defaults.MEASURE, help="What the best route has least of.", show_default=True),
    click.option("--population", type=FILE, metavar="FILE", help="People by place: CSV with place, or lon and lat, and population, or a GeoTIFF of people per cell; in place of what the network and GeoNames tell."),
)  # fmt: skip

CITING = (
    click.option("--source", metavar="TITLE", help="Title of the report, in place of its own."),
    click.option("--publisher", metavar="NAME", help="Publisher of the report, in place of its own."),
    click.option("--url", metavar="URL", help="Link to the report, in place of its own; http or https."),
)  # fmt: skip

READER = (
    click.option("--reader", type=click.Choice(["rules", "model"]), help="What reads reports: the rules, or a language model besides, distrusted; its text is sent to --endpoint.  [default: rules]"),
    click.option("--model", metavar="NAME", help="Name of the model, as its server knows it."),
    click.option("--endpoint", metavar="URL", help="Server that speaks as OpenAI's does, such as http://localhost:11434/v1."),
    click.option("--reader-trust", is_flag=True, help="Let what the model alone says close roads as well."),
)  # fmt: skip

CLOSURES = (
    click.option("--close", multiple=True, shell_complete=complete_place, metavar="TARGET", help="Close a place, 'A - B', a ref, 'M5 @ A..B', LON,LAT~KM, an area file, way/ID."),
    click.option("--slow", multiple=True, shell_complete=complete_place, metavar="TARGET=FACTOR", help="Let a target's roads take so many times as long."),
    click.option("--delay", multiple=True, shell_complete=complete_place, metavar="TARGET=TIME", help="Who passes a target loses so much time once, such as 'Sheikh Hilal=4h'."),
    click.option("--scenario", shell_complete=complete_scenario, metavar="NAME|FILE", help="Closures that stand and events on top of them."),
    click.option("--events", multiple=True, type=FILE, metavar="FILE", help="Events: YAML, CSV, Excel, JSON, map layers; own columns, ACLED, UCDP GED, road status."),
    click.option("--skip-bad", is_flag=True, help="Leave out the rows of events files that cannot be read, and tell them."),
    click.option("--report", multiple=True, type=FILE, metavar="FILE", help="A report in prose, a folder of them, or - for what is piped in: what it says is read, shown and closed."),
    *CITING,
    *READER,
    click.option(
        "--date",
        metavar="YYYY-MM-DD[THH:MM]",
        help="The day to ask about, with an hour where the law hangs on hours.  [default: the scenario's]",
    ),
    click.option("--control", multiple=True, type=FILE, metavar="FILE", help="Who holds what: CSV of places and sides, or polygons (GeoJSON, GeoPackage, shapefile)."),
    click.option("--passes-with", multiple=True, metavar="SIDE", help="A side whose control closes nothing to this traffic."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), default=defaults.MIN_CONFIDENCE, help="Events below it are shown and close nothing.", show_default=True),
    click.option("--effect", multiple=True, metavar="STATUS=EFFECT", help="What a status does: close, mark, or a factor such as threatened=1.5."),
    click.option("--spare-bridges", is_flag=True, help="Leave open the bridges and tunnels that pass over a closed area, and bridges over a flood."),
    click.option("--hazard", type=FILE, metavar="FILE", help="GeoTIFF of flood depth in metres: closes and slows roads by what the vehicle wades."),
    click.option("--skip-missing", is_flag=True, help="Leave out targets of --close, --slow and --delay that the network does not know, and tell them."),
    click.option("--strict", is_flag=True, help="A standing or reported target that the network does not know is an error."),
)  # fmt: skip

HOURS = (
    click.option("--depart", metavar="YYYY-MM-DDTHH:MM", help="Leave then, and arrive first: hours, curfews and convoys count."),
    click.option("--curfew", default="", metavar="HH:MM-HH:MM", help="With --depart: nobody drives in these hours."),
    click.option("--hours", multiple=True, shell_complete=complete_place, metavar="TARGET=HH:MM-HH:MM", help="With --depart: when a target's roads are open; days as in 'Mo-Fr 06:00-18:00'."),
    click.option("--convoy", multiple=True, shell_complete=complete_place, metavar="TARGET=HH:MM,...", help="With --depart: a target's roads are entered only at these times."),
)  # fmt: skip

NEEDS = (
    click.option("--demand", metavar="TONNES", help="Needed a day, such as 500t."),
    click.option("--stock", metavar="TONNES", help="At the destination today, such as 3000t."),
    click.option("--limit", multiple=True, shell_complete=complete_place, metavar="TARGET=N/day", help="What passes there at most: 40/day, 5/hour, 200t/day."),
)  # fmt: skip

CAPACITY = (
    *NEEDS,
    click.option("--convoys", default="", metavar="NxM", help="N convoys a day of M vehicles leave the origin, nothing else."),
    click.option("--hours-a-day", type=click.FloatRange(0, 24, min_open=True), help="In which traffic moves.  [default: 12]"),
    click.option("--share", type=click.FloatRange(0, 1, min_open=True), help="Of the roads' capacity that is there for this traffic.  [default: 1]"),
    click.option("--capacities", type=FILE, metavar="FILE", help="YAML of what roads carry, in place of the defaults of docs/conventions.md."),
)  # fmt: skip

JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
NETWORK = click.option("--network", "-n", "network_name", default=defaults.NETWORK, shell_complete=complete_network, metavar="NAME|FILE", show_default=True)  # fmt: skip

OUTPUT = (
    JSON,
    click.option("--quiet", "-q", is_flag=True, help="Print the outcome alone."),
    click.option("--png", type=OutputFile("png"), metavar="FILE", help="Write the report page."),
    click.option("--pdf", type=OutputFile("pdf"), metavar="FILE", help="The same as a PDF."),
    click.option("--dark", is_flag=True, help="The page light on dark."),
    click.option("--basemap", is_flag=True, help="Tiles from the net below the page's map."),
    click.option("--html", type=OutputFile("html"), metavar="FILE", help="Write an interactive map, one file that needs no network."),
    click.option("--geojson", type=OutputFile("geojson", to_stdout=True), metavar="FILE", help="Write routes, closures and places for GIS tools."),
    click.option("--gpkg", type=OutputFile("gpkg"), metavar="FILE", help="The same as a GeoPackage with styles for QGIS."),
    click.option("--gpx", type=OutputFile("gpx", to_stdout=True), metavar="FILE", help="Write the ways as tracks and the closures as way points, for the driver."),
    click.option("--kml", type=OutputFile("kml", to_stdout=True), metavar="FILE", help="The same for Google Earth and map apps, in the colours of the map."),
    click.option("--strip", type=OutputFile("strip"), metavar="FILE", help="Write a strip map for the driver, .pdf or .png: turns, towns, bridges and limits of the way."),
    click.option("--avoid", type=OutputFile("avoid", to_stdout=True), metavar="FILE", help="Write the closed roads as OsmAnd takes roads to avoid (.geojson)."),
    click.option("--csv", type=OutputFile("csv", to_stdout=True), metavar="FILE", help="Write the rows of the answer as a table: ways, pairs, or places with the reason."),
    click.option("--markdown", type=OutputFile("markdown", to_stdout=True), metavar="FILE", help="Write the answer as text for a message or a wiki."),
)  # fmt: skip


JOURNEY = (place_argument("origin"), place_argument("destination"))
QUESTION = (*CLOSURES, *STUDY, *OUTPUT)


def closures_of(options: dict[str, Any]) -> dict[str, Any]:
    """What a command supposes, of all its options."""
    from routegraph.scenario.supposition import Closures

    return {key: options[key] for key in Closures.__annotations__ if options.get(key)}


def study_options(options: dict[str, Any]) -> dict[str, Any]:
    """How a study is opened, of all options of a command."""
    return {key: options[key] for key in ("vehicle", "by")} | {"population": options["population"] or ""}


def with_options(*groups: tuple[Command, ...]) -> Command:
    """Add groups of options to a command, in their order."""

    def add(function: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            function = option(function)
        return function

    return add


FILES = ("png", "pdf", "html", "geojson", "gpkg", "gpx", "kml", "strip", "avoid", "markdown", "csv")
"""Options that write a file, each by the `Answer` method ``save_`` and its name."""

NOT_ASKED = frozenset(
    {"network", "vehicle", "by", "population", "as_json", "quiet", "dark", "basemap", *FILES}
)
"""Options of `STUDY` and `OUTPUT`: no question takes them."""


def ask(question: str, *arguments: Any, **options: Any) -> None:
    """Ask a study, with all options of the command, and show the answer as they say."""
    from routegraph.scenario.supposition import Closures
    from routegraph.study import load

    own = {key: value for key, value in options.items() if key not in {*Closures.__annotations__, *NOT_ASKED}}
    with patience():
        study = load(network_of(options), **study_options(options))
        answer = getattr(study, question)(*arguments, **own, **closures_of(options))
        written = write_files(answer, options)
    show(answer, options, written)


def _printed(options: dict[str, Any]) -> list[str]:
    """Which files go to standard output."""
    return [kind for kind in FILES if options.get(kind) == STDOUT]


def write_files(answer: Answer, options: dict[str, Any]) -> list[Path]:
    """Write the files that were asked for, and return their paths."""
    look = {"dark": options["dark"], "basemap": options["basemap"]}
    style = {"png": look, "pdf": look, "strip": look}
    printed = _printed(options)
    if len(printed) + options["as_json"] > 1:
        raise QuestionError("only one document fits standard output; give the others the path of a file.")
    return [
        getattr(answer, f"save_{kind}")(options[kind], **style.get(kind, {}))
        for kind in FILES
        if options.get(kind) and kind not in printed
    ]


def show(answer: Answer, options: dict[str, Any], written: Sequence[Path]) -> None:
    """Print the answer, or what was asked for in its place, and what was written."""
    printed = _printed(options)
    for kind in printed:
        print_saved(getattr(answer, f"save_{kind}"))
    if options["as_json"]:
        print_json(answer.to_dict())
    if printed or options["as_json"]:
        return
    from routegraph.render.tables import print_exhibit

    print_exhibit(answer.exhibit(), quiet=options["quiet"])
    for path in written:
        print_written(path)
