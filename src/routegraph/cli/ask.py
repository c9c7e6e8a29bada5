"""Questions: each command is the `Study` method of its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from routegraph.cli.options import CLOSURES, FILE, OUTPUT, STUDY, ask, with_options


@click.command()
@click.argument("origin")
@click.argument("destination")
@with_options(CLOSURES, STUDY, OUTPUT)
def whatif(origin: str, destination: str, **options: Any) -> None:
    """Is there still a way, how much longer and dearer, by which roads?

    ORIGIN and DESTINATION are places in any spelling, or LON,LAT.

    \b
    routegraph whatif Hama Aleppo --close M5 --png out.png
    """
    ask("whatif", origin, destination, options=options)


@click.command()
@click.argument("origin")
@click.argument("destination")
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
    default=0.8,
    show_default=True,
    help="How much of a route may run on one before it.",
)
@click.option(
    "--max-stretch",
    type=click.FloatRange(1),
    default=3.0,
    show_default=True,
    help="How many times as long a detour may be as what it avoids.",
)
@click.option(
    "--local-optimality",
    type=click.FloatRange(0, 1),
    default=0.25,
    show_default=True,
    help="Stretches up to this share of the best route must be best themselves.",
)
@with_options(CLOSURES, STUDY, OUTPUT)
def alternatives(
    origin: str,
    destination: str,
    k: int,
    method: str,
    max_share: float,
    max_stretch: float,
    local_optimality: float,
    **options: Any,
) -> None:
    """Which ways remain that really differ?

    \b
    routegraph alternatives Hama Aleppo -k 5 --close M5
    """
    ask(
        "alternatives",
        origin,
        destination,
        k=k,
        method=method,
        max_share=max_share,
        max_stretch=max_stretch,
        local_optimality=local_optimality,
        options=options,
    )


@click.command()
@click.argument("origin")
@click.argument("destination")
@with_options(CLOSURES, STUDY, OUTPUT)
def chokepoints(origin: str, destination: str, **options: Any) -> None:
    """What does the journey hang on?

    For every road of the best route: what it costs to do without it, or that there is no other way.

    \b
    routegraph chokepoints Hama Aleppo --scenario khanasser-standing
    """
    ask("chokepoints", origin, destination, options=options)


@click.command()
@click.argument("origin", required=False, default="")
@click.argument("destination", required=False, default="")
@click.option(
    "--journeys",
    type=FILE,
    metavar="FILE",
    help="CSV with origin, destination and weight (people or tonnes) in place of one journey.",
)
@with_options(CLOSURES, STUDY, OUTPUT)
def reopening(origin: str, destination: str, journeys: Path | None, **options: Any) -> None:
    """Which closures should be lifted first?

    \b
    routegraph reopening Hama Aleppo --scenario khanasser-2015-10
    """
    ask("reopening", origin, destination, journeys=journeys or (), options=options)


COMMANDS = (whatif, alternatives, chokepoints, reopening)
