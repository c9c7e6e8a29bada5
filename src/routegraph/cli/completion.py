"""What the shell completes: towns, networks, vehicles, scenarios."""

from __future__ import annotations

import os
import re
from typing import Any

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from routegraph import defaults
from routegraph.errors import RoutegraphError

MOST_NAMES = 40
"""Names of places that completion offers."""

SPECIAL = re.compile(r"(?=[\s'\"\\()&;|<>$`*?!#\[\]{}~])")
"""Before what bash would not take as a letter of a word."""

BACKSLASH = r"\\\\"
"""Two of them: click's script reads each line with `read`, which takes one away."""


@add_completion_class
class Bash(BashComplete):
    """Bash puts in what it is given as it stands, so a name of two words would be two arguments."""

    def format_completion(self, item: CompletionItem) -> str:
        words = os.environ["COMP_WORDS"].split("\n")[int(os.environ["COMP_CWORD"]) :]
        quoted = words and words[0][:1] in {"'", '"'}
        return f"{item.type},{item.value if quoted else SPECIAL.sub(BACKSLASH, item.value)}"


def network_of(options: dict[str, Any]) -> str:
    """Network that is asked for, else that of the scenario, else the default."""
    if options["network"] or not options.get("scenario"):
        return options["network"] or defaults.NETWORK
    from routegraph.scenario.scenario import find_scenario

    return find_scenario(options["scenario"]).network or defaults.NETWORK


def complete_place(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Names of the network that is asked that begin so, the largest places first."""
    import numpy as np

    from routegraph.network.catalog import open_named
    from routegraph.places.gazetteer import Gazetteer

    try:
        network = open_named(network_of({"network": None, "scenario": None, **ctx.params}))
    except RoutegraphError:
        return []
    table, begins = network.places, incomplete.casefold()
    owner = np.repeat(np.arange(len(table)), np.diff(np.asarray(table.names_start)).astype(np.intp))
    rank = np.lexsort((-np.asarray(table.population)[owner], np.asarray(table.kind)[owner]))
    written = [network.strings[int(code)] for code in np.asarray(table.names_text)[rank]]
    shown = [match.place.name for match in Gazetteer.of(network).search(incomplete, limit=MOST_NAMES)]
    found = [name for name in (*shown, *written) if name.casefold().startswith(begins)]
    return list(dict.fromkeys(found))[:MOST_NAMES]


def complete_network(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Networks at hand that begin so."""
    from routegraph.network.catalog import folders

    return [name for name in folders() if name.startswith(incomplete)]


def complete_vehicle(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Vehicles that come with the package and begin so."""
    from routegraph.vehicles import VEHICLES

    return [name for name in VEHICLES if name.startswith(incomplete)]


def complete_scenario(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Scenarios that come with the package and begin so."""
    from routegraph.scenario.scenario import bundled_scenarios

    return [name for name in bundled_scenarios() if name.startswith(incomplete)]


def complete_case(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Scenarios, and towns, for the arguments that take either."""
    return [*complete_scenario(ctx, param, incomplete), *complete_place(ctx, param, incomplete)]
