"""Supply-route disruption on OpenStreetMap roads.

>>> import routegraph
>>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
>>> answer.outcome.value
'longer'
"""

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
