"""Questions: each command is the `Study` method of its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from routegraph import defaults
from routegraph.cli.completion import complete_case, complete_place, complete_scenario, network_of
from routegraph.cli.options import (
    CAPACITY,
    CLOSURES,
    FILE,
    HOURS,
    JOURNEY,
    JSON,
    NEEDS,
    OUTPUT,
    OUTPUT_FILE,
    QUESTION,
    STUDY,
    OutputFile,
    ask,
    closures_of,
    place_argument,
    study_options,
    with_options,
)  # fmt: skip
from routegraph.cli.streams import patience, print_json, print_written
from routegraph.errors import QuestionError


@click.command()
@with_options(JOURNEY, CLOSURES, HOURS, STUDY, OUTPUT)
def whatif(origin: str, destination: str, **options: Any) -> None:
    """Is there still a way, how much longer and dearer, by which roads?

    ORIGIN and DESTINATION are places in any spelling, or LON,LAT.

    \b
    routegraph whatif Hama Aleppo --close M5 --png out.png
    routegraph whatif Hama Aleppo --depart 2015-10-27T16:00 --curfew 18:00-06:00
    """
    timed = hours_of(options)
    ask("departure" if timed else "whatif", origin, destination, **options, **timed)


def hours_of(options: dict[str, Any]) -> dict[str, Any]:
    """When a journey leaves and what hours hold, taken out of the options of a command; empty for none."""
    timed = {key: options.pop(key) for key in ("depart", "curfew", "hours", "convoy")}
    told = [key for key, value in timed.items() if value]
    if told and not timed["depart"]:
        raise QuestionError(f"--{told[0]} needs a time to leave: add --depart YYYY-MM-DDTHH:MM.")
    return timed if told else {}


@click.command()
@with_options(JOURNEY)
@click.option("-k", type=click.IntRange(min=1), default=5, show_default=True, help="At most so many routes.")
@click.option(
    "--method",
    type=click.Choice(["dissimilar", "yen"]),
    default="dissimilar",
    show_default=True,
    help="Routes that really differ, or the plain k shortest.",
)
@click.option(
    "--max-share",
    type=click.FloatRange(0, 1),
    help="How much of a route may run on one before it.  [default: 0.6]",
)
@click.option(
    "--max-stretch",
    type=click.FloatRange(1),
    help="How many times as long a detour may be as what it avoids.  [default: 3]",
)
@click.option(
    "--local-optimality",
    type=click.FloatRange(0, 1),
    help="Stretches up to this share of the best route must be best themselves.  [default: 0.25]",
)
@with_options(QUESTION)
def alternatives(origin: str, destination: str, **options: Any) -> None:
    """Which ways remain that really differ?

    \b
    routegraph alternatives Hama Aleppo -k 5 --close M5
    """
    ask("alternatives", origin, destination, **options)


@click.command()
@with_options(JOURNEY, QUESTION)
def chokepoints(origin: str, destination: str, **options: Any) -> None:
    """What does the journey hang on?

    For every road of the best route: what it costs to do without it, or that there is no other way.

    \b
    routegraph chokepoints Hama Aleppo --scenario khanasser-standing
    """
    ask("chokepoints", origin, destination, **options)


@click.command()
@place_argument("origin", required=False)
@place_argument("destination", required=False)
@click.option(
    "--journeys",
    type=FILE,
    metavar="FILE|JOURNEYS",
    help="In place of one journey: CSV with origin, destination and weight (people or tonnes), or "
    "'Hama > Aleppo=3; Homs > Idlib'.",
)
@with_options(QUESTION)
def reopening(origin: str, destination: str, journeys: Path | None, **options: Any) -> None:
    """Which closures should be lifted first?

    \b
    routegraph reopening Hama Aleppo --scenario khanasser-2015-10
    """
    ask("reopening", origin, destination, journeys=journeys or (), **options)


@click.command()
@click.option(
    "--from",
    "origins",
    type=FILE,
    required=True,
    metavar="FILE|PLACES",
    help="CSV of places: a column place, or lon and lat; or 'Hama; Homs'.",
)
@click.option(
    "--to",
    "destinations",
    type=FILE,
    required=True,
    metavar="FILE|PLACES",
    help="CSV of places; a column weight or population counts them; or 'Aleppo=500'.",
)
@click.option("--output", "-o", type=OUTPUT_FILE, metavar="FILE", help="Write one row for each pair as CSV.")
@with_options(QUESTION)
def matrix(origins: Path, destinations: Path, output: Path | None, **options: Any) -> None:
    """What becomes of every journey from many places to many?

    \b
    routegraph matrix --from hubs.csv --to towns.csv --close M5 -o matrix.csv
    """
    options["csv"] = output or options["csv"]
    ask("matrix", origins, destinations, **options)


@click.command()
@with_options(JOURNEY)
@click.option(
    "--case",
    "cases",
    multiple=True,
    required=True,
    metavar="SCENARIO",
    shell_complete=complete_scenario,
    help="A scenario by name or file.",
)
@with_options(NEEDS)
@click.option("--depart", default="", metavar="YYYY-MM-DDTHH:MM", help="Leave then in every case.")
@click.option("--curfew", default="", metavar="HH:MM-HH:MM", help="With --depart: nobody drives then.")
@with_options(QUESTION)
def compare(origin: str, destination: str, **options: Any) -> None:
    """What does every question answer under several scenarios, side by side?

    \b
    routegraph compare Hama Aleppo --case khanasser-standing --case khanasser-2015-10 --demand 500t
    """
    if options["curfew"] and not options["depart"]:
        raise QuestionError("--curfew needs a time to leave: add --depart YYYY-MM-DDTHH:MM.")
    ask("compare", origin, destination, **options)


@click.command()
@place_argument("origin", required=False)
@place_argument("destination", required=False)
@click.option(
    "--from",
    "hubs",
    type=FILE,
    metavar="FILE|ROWS",
    help="In place of one journey: CSV of hubs with place and supply in tonnes a day, or 'Hama=300; Homs'.",
)
@click.option(
    "--to",
    "towns",
    type=FILE,
    metavar="FILE|ROWS",
    help="CSV of towns with place and demand, or 'Aleppo=500'.",
)
@with_options(CAPACITY, QUESTION)
def capacity(origin: str, destination: str, hubs: Path | None, towns: Path | None, **options: Any) -> None:
    """How much gets through in a day, what bounds it, and for how long does a stock last?

    From many hubs to many towns: which town gets how much from where, and what is left unmet.

    \b
    routegraph capacity Hama Aleppo --scenario khanasser-2015-10 --demand 500t --stock 3000t
    routegraph capacity Hama Aleppo --limit "Sheikh Hilal=40/day" --convoys 2x30
    routegraph capacity --from hubs.csv --to towns.csv --close M5
    """
    if hubs and towns and not origin:
        of_one = {key: options.pop(key) for key in ("demand", "stock", "convoys")}
        if told := [key for key, value in of_one.items() if value]:
            raise QuestionError(f"--{told[0]} is for one journey; towns have their demand in the file.")
        ask("supply", hubs, towns, **options)
    elif origin and destination and not hubs and not towns:
        ask("capacity", origin, destination, **options)
    else:
        raise QuestionError("give an origin and a destination, or --from and --to.")


@click.command()
@click.option(
    "--hub",
    multiple=True,
    required=True,
    metavar="PLACE",
    shell_complete=complete_place,
    help="A place that supplies the others.",
)
@with_options(QUESTION)
def isolated(hub: tuple[str, ...], **options: Any) -> None:
    """Which places lose every way to every hub?

    \b
    routegraph isolated --hub Hama --hub Homs --scenario khanasser-2015-10
    """
    ask("isolated", hub, **options)


@click.command()
@place_argument("origin")
@click.option("--minutes", required=True, multiple=True, metavar="N,N,...", help="Limits of driving time.")
@with_options(QUESTION)
def reach(origin: str, minutes: tuple[str, ...], **options: Any) -> None:
    """How far does one get in so many minutes, before and after?

    \b
    routegraph reach Hama --minutes 60,120,240 --close M5 --geojson out.geojson
    """
    given = ",".join(minutes)
    try:
        limits = [float(part) for part in given.split(",")]
    except ValueError:
        raise QuestionError(f"--minutes {given!r}: give numbers with commas, such as 60,120,240.") from None
    ask("reach", origin, minutes=limits, **options)


@click.command()
@with_options(JOURNEY, QUESTION)
def timeline(origin: str, destination: str, **options: Any) -> None:
    """What became of the journey on every date on which anything changed?

    \b
    routegraph timeline Hama Aleppo --events data/events/khanasser-road.csv --scenario khanasser-standing
    """
    ask("timeline", origin, destination, **options)


@click.command()
@with_options(JOURNEY)
@click.option(
    "--precision",
    type=click.FloatRange(0, 1, min_open=True),
    default=defaults.PRECISION,
    show_default=True,
    help="Standard error at which sampling stops.",
)
@click.option("--seed", type=int, default=defaults.SEED, show_default=True, help="Of the samples.")
@click.option(
    "--method",
    type=click.Choice(["auto", "exact", "sampled"]),
    default=defaults.METHOD,
    show_default=True,
    help="Exact while the combinations are few.",
)
@click.option(
    "--threatened", type=click.FloatRange(0, 1), help="Probability that a threatened place is closed."
)
@click.option(
    "--contested", type=click.FloatRange(0, 1), help="Probability that a contested place is closed."
)
@click.option(
    "--common-cause",
    type=click.FloatRange(0, 1),
    default=defaults.COMMON_CAUSE,
    show_default=True,
    help="Probability that all doubts are decided by one draw.",
)
@with_options(QUESTION)
def survival(origin: str, destination: str, **options: Any) -> None:
    """How likely is a way when reports may be wrong?

    \b
    routegraph survival Hama Aleppo --scenario khanasser-2015-10
    """
    ask("survival", origin, destination, **options)


@click.command()
@click.argument("told", nargs=-1, shell_complete=complete_case, metavar="[SCENARIO] [ORIGIN DESTINATION]")
@click.option(
    "--output", "-o", type=OUTPUT_FILE, required=True, metavar="FILE", help=".pdf of several pages, or .png."
)
@click.option("--dark", is_flag=True, help="Light on dark.")
@with_options(CLOSURES, HOURS, STUDY)
def report(told: tuple[str, ...], output: Path, dark: bool, **options: Any) -> None:
    """Write the whole case of a journey: question, maps, table, closures with sources, what to reopen.

    The journey is ORIGIN and DESTINATION, else that of the scenario; SCENARIO may be given by --scenario too.

    \b
    routegraph report khanasser-2015-10 -o report.pdf
    routegraph report Hama Aleppo --report report.txt --date 2015-10-24 -o report.pdf
    """
    if len(told) > 3:
        raise QuestionError(
            f"a report takes a scenario and a journey, and {len(told)} words were given; quote names of several words."
        )
    if len(told) % 2:
        if options["scenario"]:
            raise QuestionError(
                f"two scenarios: {told[0]!r} and --scenario {options['scenario']!r}; give one of them."
            )
        options["scenario"] = told[0]
    origin, destination = told[-2:] if len(told) > 1 else ("", "")
    from routegraph.study import load

    closures = closures_of(options) | hours_of(options)
    scenario = closures.pop("scenario", None)
    with patience():
        study = load(network_of(options), **study_options(options))
        path = study.report(scenario, output, origin=origin, destination=destination, dark=dark, **closures)
    print_written(path)


@click.command()
@click.argument("spec", type=FILE, required=False)
@click.option(
    "--output",
    "-o",
    type=OUTPUT_FILE,
    required=True,
    metavar="FILE",
    help="Table of one row for each journey and closure: .csv or .parquet.",
)
@click.option(
    "--closures",
    metavar="FAMILY",
    help="In place of a spec: each-place, each-road, baseline-roads, a folder of scenarios, or targets with semicolons.",
)
@click.option(
    "--od",
    type=FILE,
    metavar="FILE",
    help="With --closures: CSV of journeys, or of places between all of which journeys run.",
)
@with_options(CLOSURES, STUDY)
@click.option(
    "--png",
    type=OutputFile("png"),
    metavar="FILE",
    help="Write a page: what hangs on what, and what to reopen.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Worker processes of a Dask cluster on this machine."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Scheduler of a Dask cluster, such as tcp://127.0.0.1:8786."
)
@click.option("--quiet", "-q", is_flag=True, help="No progress bar and no summary.")
def sweep(
    spec: Path | None,
    output: Path,
    png: Path | None,
    closures: str | None,
    od: Path | None,
    workers: int | None,
    scheduler: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Ask many journeys about many closures; an interrupted sweep goes on where it was.

    Options that close or slow tell what stands throughout; they and --network, --vehicle and --by
    go before what a spec says.

    \b
    routegraph sweep spec.yaml -o results.parquet
    routegraph sweep --closures each-place --od hubs.csv --network syria -o criticality.csv
    """
    from routegraph.cli.listings import print_dependence, progress_bar
    from routegraph.errors import QuestionError
    from routegraph.study import load
    from routegraph.sweep.spec import read_spec, spec_of
    from routegraph.sweep.summary import summarise_sweep

    supposed: Any = closures_of(options)
    if spec is not None and not closures:
        asked = read_spec(spec)
        given = {key: options[key] for key in ("network", "vehicle", "by") if _is_given(key)}
        asked = replace(asked, supposed=asked.supposed | supposed, **given)
    elif closures and od is not None and spec is None:
        about = {"network": network_of(options), "vehicle": options["vehicle"], "by": options["by"]}
        asked = spec_of(closures, od, supposed=supposed, **about)
    else:
        raise QuestionError("give a spec file, or --closures with --od.")
    with patience():
        study = load(
            asked.network, vehicle=asked.vehicle, by=asked.by, population=options["population"] or ""
        )
    with progress_bar(quiet) as progress:
        swept = study.sweep(
            asked, output, workers=workers, scheduler=scheduler, strict=options["strict"], progress=progress
        )
    with patience():
        summary = summarise_sweep(output)
        if png is not None:
            from routegraph.sweep.page import save_page

            save_page(asked, summary, png, study.resolver)
    if not quiet:
        print_dependence(summary)
        for warning in swept.warnings:
            click.echo(f"Warning: {warning}", err=True)
    print_written(swept.path)


def _is_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not None and source.name == "COMMANDLINE"


@click.command("sweep-summary")
@click.argument("table", type=FILE)
@JSON
def sweep_summary(table: Path, as_json: bool) -> None:
    """What do the journeys of a sweep hang on, by people or pairs?

    \b
    routegraph sweep-summary results.parquet
    """
    from routegraph.sweep.summary import summarise_sweep

    with patience():
        summary = summarise_sweep(table)
    if as_json:
        print_json(summary.to_dict())
    else:
        from routegraph.cli.listings import print_dependence

        print_dependence(summary)


COMMANDS = (
    whatif, compare, alternatives, chokepoints, reopening, capacity, matrix, isolated, reach, timeline, survival,
    report, sweep, sweep_summary,
)  # fmt: skip
