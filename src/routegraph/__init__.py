"""Supply-route disruption on OpenStreetMap roads.

>>> import routegraph
>>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
>>> answer.outcome.value
'longer'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routegraph.analysis.whatif import Outcome, WhatIf
    from routegraph.errors import RoutegraphError
    from routegraph.network.model import Network
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
    "find_scenario",
    "find_vehicle",
    "load",
]

_HOME = {
    "Network": "network.model",
    "Outcome": "analysis.whatif",
    "RoutegraphError": "errors",
    "Scenario": "scenario.scenario",
    "Study": "study",
    "Vehicle": "vehicles",
    "WhatIf": "analysis.whatif",
    "find_scenario": "scenario.scenario",
    "find_vehicle": "vehicles",
    "load": "study",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``routegraph --help`` stays instant."""
    if name not in _HOME:
        raise AttributeError(f"module 'routegraph' has no attribute {name!r}")
    return getattr(import_module(f"routegraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
