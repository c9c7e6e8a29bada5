"""The group of commands; errors become one message and an exit code."""

from __future__ import annotations

import warnings
from typing import Any

import click

from routegraph.cli import ask, data, networks
from routegraph.errors import RoutegraphError
from routegraph.intake import clean
from routegraph.version import VERSION


class Failure(click.ClickException):
    """An error on purpose, as click tells it."""

    def __init__(self, error: RoutegraphError) -> None:
        super().__init__(clean(str(error)))
        self.exit_code = int(error.exit_code)  # type: ignore[misc]  # click reads it from the instance


class Group(click.Group):
    """A group whose `RoutegraphError` ends with its message on stderr and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        warnings.showwarning = _tell  # type: ignore[assignment]  # it takes more, and ignores it
        try:
            return super().invoke(ctx)
        except RoutegraphError as error:
            raise Failure(error) from error


def _tell(message: Warning | str, *_: Any) -> None:
    click.echo(f"Warning: {clean(str(message))}", err=True)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION)
@click.option("--verbose", "-v", is_flag=True, help="Tell what takes time, such as compiling once.")
def main(verbose: bool) -> None:
    """Supply routes under disruption: what is cut, what remains, what it costs, what to reopen first.

    Roads are OpenStreetMap's. A network of Hama and Aleppo comes with the package; 'routegraph
    network import' reads any other region from a file.
    """
    if verbose:
        import logging

        logging.basicConfig(format="%(message)s", level=logging.WARNING)
        logging.getLogger("routegraph").setLevel(logging.INFO)


for command in (*ask.COMMANDS, *networks.COMMANDS, *data.COMMANDS):
    main.add_command(command)
