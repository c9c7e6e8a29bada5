"""Questions: each command is the `Study` method of its name."""

from __future__ import annotations

from typing import Any

import click

from routegraph.cli.options import CLOSURES, OUTPUT, STUDY, ask, with_options


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


COMMANDS = (whatif,)
