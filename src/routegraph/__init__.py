"""Supply-route disruption on OpenStreetMap roads.

>>> import routegraph
>>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
>>> answer.outcome.value
'longer'
"""

from __future__ import annotations

from routegraph.version import VERSION as __version__

TYPE_CHECKING = False  # the module typing takes longer than all that is needed to begin with
if TYPE_CHECKING:
    from typing import Any

    from routegraph.errors import RoutegraphError
    from routegraph.network.geodataframes import from_geodataframes, to_geodataframes
    from routegraph.network.interop import from_networkx, to_networkx
    from routegraph.network.model import Network
    from routegraph.questions.side_by_side import compare
    from routegraph.questions.whatif import WhatIf
    from routegraph.routing.outcome import Outcome
    from routegraph.scenario.scenario import Scenario, find_scenario
    from routegraph.study import Study, load
    from routegraph.vehicles import Vehicle, find_vehicle

__all__ = [
    "Network",
    "Outcome",
    "RoutegraphError",
    "Scenario",
    "Study",
    "Vehicle",
    "WhatIf",
    "__version__",
    "compare",
    "find_scenario",
    "find_vehicle",
    "from_geodataframes",
    "from_networkx",
    "load",
    "to_geodataframes",
    "to_networkx",
]

_HOME = {
    "Network": "network.model",
    "Outcome": "routing.outcome",
    "RoutegraphError": "errors",
    "Scenario": "scenario.scenario",
    "Study": "study",
    "Vehicle": "vehicles",
    "WhatIf": "questions.whatif",
    "compare": "questions.side_by_side",
    "find_scenario": "scenario.scenario",
    "find_vehicle": "vehicles",
    "from_geodataframes": "network.geodataframes",
    "from_networkx": "network.interop",
    "load": "study",
    "to_geodataframes": "network.geodataframes",
    "to_networkx": "network.interop",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``routegraph --help`` stays instant."""
    if name not in _HOME:
        raise AttributeError(
            f"module 'routegraph' has no attribute {name!r}; it has {', '.join(__all__)}. Questions "
            "are asked of a study: routegraph.load(...).whatif(...)"
        )
    from importlib import import_module

    return getattr(import_module(f"routegraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
