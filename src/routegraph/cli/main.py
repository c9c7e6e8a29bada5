"""The group of commands; errors become one message and an exit code."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from routegraph.cli import ask, data, extract, networks, watching
from routegraph.errors import ExitCode, RoutegraphError, shortened
from routegraph.intake import clean
from routegraph.version import VERSION

WESTERN = re.compile(r"-\d+(\.\d*)?,\s*-?\d")
"""A point as ``LON,LAT`` that begins like an option."""


class Commands(click.Group):
    """A group that ends, whatever happens, with one message on stderr and an exit code."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command, as click does; what was raised becomes its message and exit code."""
        run: Callable[[], Any] = partial(super().main, *args, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        try:
            code = run()
            sys.stdout.flush()
        except (KeyboardInterrupt, click.Abort):
            raise _interrupted() from None
        except click.ClickException as error:
            error.message = shortened(clean(error.message))  # type: ignore[misc]  # it echoes what was typed
            code = _told(error, error.exit_code)
        except RoutegraphError as error:
            code = _told(click.ClickException(clean(str(error))), error.exit_code)
        except Exception as error:
            if logging.getLogger("routegraph").isEnabledFor(logging.INFO):
                raise
            code = _told(click.ClickException(_fault(error)), ExitCode.FAILURE)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, but take a point of the western half of the earth for no option."""
        if any("\0" in one for one in args):
            raise click.UsageError("an argument holds a null character; no name or path can.", ctx)
        return super().parse_args(ctx, [f" {one}" if WESTERN.match(one) else one for one in args])

    def invoke(self, ctx: click.Context) -> Any:
        warnings.showwarning = _tell  # type: ignore[assignment]  # it takes more, and ignores it
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # before click prints an empty line for it
            raise _interrupted() from None


def _told(error: click.ClickException, code: int) -> int:
    with suppress(OSError):
        error.show()
    return code


def _interrupted() -> SystemExit:
    sys.stderr.write("Interrupted.\n")
    return SystemExit(ExitCode.INTERRUPTED)


def _fault(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else "nowhere"
    what = shortened(clean(f"{type(error).__name__}: {error}"), 200)
    return (
        f"this is a fault of routegraph, not of your question ({where}: {what}).\n"
        "Please report it with the command; 'routegraph --verbose ...' shows the whole trace."
    )


def _tell(message: Warning | str, *_: Any) -> None:
    click.echo(f"Warning: {clean(str(message))}", err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION)
@click.option("--verbose", "-v", is_flag=True, help="Tell what takes time, such as compiling once.")
def main(verbose: bool) -> None:
    """Supply routes under disruption: what is cut, what remains, what it costs, what to reopen first.

    Roads are OpenStreetMap's. A network of Hama and Aleppo comes with the package; 'routegraph
    network import' reads any other region from a file.
    """
    if verbose:
        logging.basicConfig(format="%(message)s", level=logging.WARNING)
        logging.getLogger("routegraph").setLevel(logging.INFO)


for command in (*ask.COMMANDS, *watching.COMMANDS, *networks.COMMANDS, *extract.COMMANDS, *data.COMMANDS):
    main.add_command(command)
