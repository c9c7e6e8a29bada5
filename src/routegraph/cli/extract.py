"""Reading reports: what they say, as a table, an events file, or a page with its words marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from routegraph.cli.options import CITING, FILE, JSON, NETWORK, OUTPUT_FILE, READER, OutputFile, with_options
from routegraph.cli.streams import patience, print_json, print_written


@click.command()
@click.argument("report", nargs=-1, required=True, type=FILE)
@click.option(
    "--date", metavar="YYYY-MM-DD", help="Of a report that bears none; 'Tuesday' counts back from it."
)
@with_options(CITING, READER)
@click.option(
    "--output",
    "-o",
    type=OUTPUT_FILE,
    metavar="FILE",
    help="Write an events file, to edit and pass back with --events.",
)
@click.option("--review", is_flag=True, help="Ask event by event what to keep or change; needs --output.")
@click.option(
    "--html",
    type=OutputFile("html"),
    metavar="FILE",
    help="Write the text with what was read of it marked, beside the map; one file that needs no network.",
)
@NETWORK
@JSON
def extract(
    report: tuple[Path, ...],
    output: Path | None,
    review: bool,
    html: Path | None,
    network_name: str,
    as_json: bool,
    **told: Any,
) -> None:
    """Read reports in prose: what happened where, by whom, and the sentence that says so.

    REPORT is a file of text or HTML, a folder of them, or - for what is piped in.

    \b
    routegraph extract report.txt --date 2015-10-27 -o events.yaml
    routegraph extract reports/ --html reports.html
    """
    from routegraph.cli.listings import print_extraction
    from routegraph.errors import QuestionError
    from routegraph.reports.events_file import to_document, write_events
    from routegraph.study import load

    if review and not output:
        raise QuestionError("--review writes what you keep; give --output FILE.")
    written = []
    with patience():
        study = load(network_name)
        extraction = study.extract(report, **{key: value for key, value in told.items() if value})
        if html:
            written.append(study.save_extraction(extraction, html))
    if review:
        from routegraph.cli.review import review as go_through

        extraction = replace(go_through(extraction, study.resolver.find), not_understood=(), to_confirm=())
    if output:
        write_events(output, extraction)
        written.append(output)
    if as_json:
        print_json(to_document(extraction))
        return
    if not review:
        print_extraction(extraction)
    for path in written:
        print_written(path)


COMMANDS = (extract,)
