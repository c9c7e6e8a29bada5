"""Watching: reports as they come in, and what they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from routegraph.cli.completion import network_of
from routegraph.cli.options import CLOSURES, FILE, STUDY, closures_of, study_options, with_options
from routegraph.cli.streams import print_written


@click.command()
@click.argument("inbox", type=FILE, required=False)
@click.option(
    "--journey",
    "journeys",
    nargs=2,
    multiple=True,
    required=True,
    metavar="ORIGIN DESTINATION",
    help="A journey to answer anew after each report.",
)
@click.option(
    "--feed",
    "feeds",
    multiple=True,
    metavar="URL",
    help="Read too: an Atom, RSS or JSON feed; acled:COUNTRY, reliefweb:WORDS by your own key.",
)
@click.option(
    "--on-change",
    default="",
    metavar="CMD",
    help="Run once for each changed outcome; finds it as JSON on stdin and in ROUTEGRAPH_* variables.",
)
@click.option(
    "--state", type=FILE, metavar="FOLDER", help="Memory and pages.  [default: INBOX-watch, or ./watch]"
)
@click.option("--once", is_flag=True, help="Look once and end, as for cron.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=15.0,
    show_default=True,
    metavar="MINUTES",
    help="Between two looks at feeds.",
)
@click.option("--no-pictures", is_flag=True, help="Write the digest without a picture for each journey.")
@with_options(CLOSURES, STUDY)
def watch(
    inbox: Path | None,
    journeys: tuple[tuple[str, str], ...],
    feeds: tuple[str, ...],
    on_change: str,
    state: Path | None,
    once: bool,
    every: float,
    no_pictures: bool,
    **options: Any,
) -> None:
    """Read reports as they come into a folder, and tell when the answer changes.

    A report that came before is no news; a new version of a file replaces the older one. FOLDER holds
    digest.html, changes.atom, a page for each journey, and events.json: all that was read.

    \b
    routegraph watch inbox/ --journey Hama Aleppo --scenario khanasser-standing --on-change ./tell.sh
    routegraph watch --feed https://example.org/updates.xml --journey Hama Aleppo --once
    """
    from routegraph.study import load
    from routegraph.watch import watcher

    study = load(network_of(options), **study_options(options))
    folder = state or (inbox.parent / f"{inbox.resolve().name}-watch" if inbox else Path("watch"))
    asked = watcher.Watch(study, journeys, folder, closures_of(options), on_change, click.echo)  # type: ignore[arg-type]
    watcher.watch(asked, inbox, feeds, once=once, every_s=every * 60, pictures=not no_pictures)
    print_written(folder / "digest.html")


COMMANDS = (watch,)
