"""Tables of what is at hand: networks, places, scenarios, vehicles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from routegraph.render.tables import default_console, print_grid, print_line
from routegraph.render.words import closable

if TYPE_CHECKING:
    from routegraph.reports.extraction import Extraction
    from routegraph.scenario.scenario import Scenario
    from routegraph.sweep.summary import SweepSummary

PIPE_WIDTH = 160
LONGEST_WORD = 24


def console() -> Console:
    """Return the console of answers, wider when piped."""
    return default_console(PIPE_WIDTH)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under headings; numbers to the right."""
    filled = [[str(cell) for cell in row] for row in rows]
    out = console()
    if not _fits(out.width, columns, filled):
        _print_records(out, columns, filled)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i, column in enumerate(columns):
        numeric = bool(filled) and all(
            row[i].replace(",", "").replace(".", "").isdigit() for row in filled if row[i]
        )
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in filled:
        table.add_row(*row)
    print_grid(out, table)


def _fits(width: int, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether every column can be as wide as its longest word; addresses may be folded."""
    longest = [
        max(
            (min(cell_len(word), LONGEST_WORD) for row in (columns, *rows) for word in row[i].split()),
            default=0,
        )
        for i in range(len(columns))
    ]
    return sum(longest) + 2 * len(columns) - 2 <= width


def _print_records(out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print each row as lines of heading and text, where a table would break its words."""
    indent = max(map(len, columns)) + 2
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            if not cell:
                continue
            for number, line in enumerate(Text(cell).wrap(out, out.width - indent)):
                line.rstrip()
                head = Text(f"{'' if number else column:<{indent}}", style="dim")
                out.print(head + line, soft_wrap=True)
        out.print()


def print_summary(summary: dict[str, Any]) -> None:
    """Print what a network holds."""
    out = console()
    print_line(
        out,
        f"{summary['name']}: {summary['nodes']:,} nodes, {summary['roads']:,} roads of "
        f"{summary['length_km']:,.0f} km, {sum(summary['places'].values()):,} places",
        "bold",
    )
    share = f"{summary['main_network_share']:.1%} of nodes hang together, {summary['islands']:,} islands"
    west, south, east, north = summary["bbox"]
    facts = [
        ("connected", share),
        ("box", f"lon {west:g} to {east:g}, lat {south:g} to {north:g}"),
        ("source", summary["source"]),
        ("data date", summary["data_date"] or "not told"),
        ("licence", f"{summary['licence']}, {summary['attribution']}"),
        ("sha-256", summary["sha256"]),
        *((f"{kind} km", f"{km:,.1f}") for kind, km in summary["km_by_class"].items()),
        *((f"places: {kind}", f"{n:,}") for kind, n in summary["places"].items()),
        *(
            (
                f"turn restrictions: {kind}",
                f"{n['source']:,}, of which {n['used']:,} are obeyed"
                + (f" and {n['at_certain_hours']:,} hold at certain hours" if n["at_certain_hours"] else ""),
            )
            for kind, n in summary["turn_restrictions"].items()
        ),
        *((f"under conditions: {law}", f"{n:,} roads") for law, n in summary["conditional_roads"].items()),
        *((f"imputed: {what}", f"{n:,}") for what, n in summary["imputed"].items()),
        *((f"not modelled: {what}", f"{n:,}") for what, n in summary["lost"].items()),
        *(("note", note) for note in summary["notes"]),
    ]
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(overflow="fold")
    for key, value in facts:
        table.add_row(key, value)
    print_grid(out, table)


def print_scenario(scenario: Scenario) -> None:
    """Print a scenario: what stands, what happened, who says so."""
    out = console()
    print_line(out, f"{scenario.name}: {scenario.title}", "bold")
    if scenario.description:
        print_line(out, scenario.description)
    told = [
        f"date {scenario.date}" if scenario.date else "",
        f"network {scenario.network}" if scenario.network else "",
    ]
    if scenario.passes_with:
        told.append(f"passes with {', '.join(scenario.passes_with)}")
    if scenario.control:
        told.append(f"who holds what: {', '.join(Path(one).name for one in scenario.control)}")
    print_line(out, "; ".join(filter(None, told)))
    for heading, events in (("standing", scenario.standing), ("events", scenario.events)):
        if events:
            print_line(out, f"\n{heading}", "bold")
            print_table(
                ("target", "status", "by", "since", "confidence", "source", "note"),
                [
                    (e.target, e.status, e.by, e.date or "", f"{e.confidence:g}", e.source, e.note)
                    for e in events
                ],
            )


def print_extraction(extraction: Extraction) -> None:
    """Print what a report says: events, what no map has, claims, what was set aside."""
    out = console()
    parts = (
        (
            "events", ("target", "status", "by", "date", "sure", "spelled", "sentence"),
            [
                (e.target, e.status, e.by, e.date or "", f"{e.confidence:.0%}", e.spelled, e.quote)
                for e in extraction.events
            ],
        ),
        (
            "said by the model alone, to confirm: closes nothing",
            ("target", "status", "by", "date", "to close it", "sentence"),
            [
                (e.target, e.status, e.by, e.date or "", closable((e.target,)), e.quote)
                for e in extraction.to_confirm
            ],
        ),
        (
            "reported, and on no map: closes nothing", ("spelled", "status", "by", "near", "why", "sentence"),
            [(u.spelled, u.status, u.by, u.near, u.why, u.quote) for u in extraction.unlocated],
        ),
        (
            "claims of the outcome: close nothing", ("claim", "from", "to", "sentence"),
            [(c.claim, c.origin, c.destination, c.quote) for c in extraction.claims],
        ),
        (
            "not understood: closes nothing; close what holds yourself", ("why", "to close it", "sentence"),
            [(n.why, closable(n.names), n.quote) for n in extraction.not_understood],
        ),
        (
            "set aside: closes nothing", ("reason", "to close it", "sentence"),
            [(s.reason, closable(s.targets), s.quote) for s in extraction.set_aside],
        ),
    )  # fmt: skip
    for heading, columns, rows in parts:
        if rows:
            print_line(out, heading, "bold")
            print_table(columns, rows)
            out.print()
    if not extraction.events:
        print_line(out, "no event found that a place of this network could be closed for")
    for warning in extraction.warnings:
        print_line(out, f"note: {warning}")


def print_dependence(summary: SweepSummary, most: int = 15) -> None:
    """Print what the journeys of a sweep hang on, most first."""
    out = console()
    hang = [one for one in summary.ranked if one.severed or one.longer]
    print_line(out, summary.title, "bold")
    print_line(
        out,
        f"{summary.rows:,} rows; {len(summary.ranked):,} closures, of which {len(hang):,} touch a journey; "
        f"{summary.unconnected:,} rows had no way to begin with; {summary.errors:,} have no answer",
    )
    print_table(
        ("closure", "no other way", "longer", "of", "weight without a way", "people cut off", "minutes more"),
        [
            (
                one.closure, f"{one.severed:,}", f"{one.longer:,}", f"{one.journeys:,}",
                f"{one.severed_weight:,.0f}", f"{one.people_cut_off:,}", f"{one.extra_time_s / 60:,.0f}",
            )
            for one in hang[:most]
        ],
    )  # fmt: skip
    if len(hang) > most:
        print_line(out, f"and {len(hang) - most:,} more: routegraph sweep-summary {summary.path} --json")
    for reason, count in sorted(summary.reasons.items(), key=lambda item: -item[1])[:5]:
        print_line(out, f"no answer in {count:,} rows: {reason}")


@contextmanager
def progress_bar(quiet: bool = False) -> Iterator[Callable[[str, float], None] | None]:
    """Show the steps of long work on a terminal; nothing when piped."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, share: bar.update(task, description=step, completed=share)
