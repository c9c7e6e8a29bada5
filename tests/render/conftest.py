"""Answers to show, on the bundled network, and one whose every text is hostile."""

from dataclasses import replace

import pytest

import routegraph
from routegraph.reports.event import Event, Source, Status
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.closure import closure_of

HOSTILE = "<script>document.title='planted'</script><img src=x onerror=\"document.title='planted'\">"


@pytest.fixture(scope="session")
def study():
    return routegraph.load("hama-aleppo")


@pytest.fixture(scope="session")
def longer(study):
    return study.whatif("Hama", "Aleppo", close=["M5"])


@pytest.fixture(scope="session")
def severed(study):
    return study.whatif("Hama", "Aleppo", scenario="khanasser-2015-10")


@pytest.fixture(scope="session")
def many_ways(study):
    """Five ways, each drawn in its own manner."""
    return study.alternatives("Hama", "Aleppo", slow=["Khanasser=2"])


@pytest.fixture(scope="session")
def crowded(study):
    """Forty closures, most of them idle."""
    nodes = study.network.nodes
    points = zip(nodes.lon[::20][:40], nodes.lat[::20][:40], strict=True)
    return study.whatif("Hama", "Aleppo", close=[f"{lon:.3f},{lat:.3f}~1km" for lon, lat in points])


@pytest.fixture(scope="session")
def hostile(longer):
    """The answer `longer` with markup in every name, quote, note and source."""
    one = longer.question.situation.closures[0]
    event = Event(
        target=f"M5 {HOSTILE}",
        status=Status.CAPTURED,
        by=HOSTILE,
        source=Source(title=HOSTILE, url="javascript:alert(1)"),
        quote=f"The road is cut, they say. {HOSTILE}",
        note=HOSTILE,
    )
    situation = replace(
        longer.question.situation,
        closures=(AppliedClosure(closure_of(event), replace(one.found, how=HOSTILE)),),
    )
    return replace(
        longer,
        question=replace(longer.question, command=f"routegraph {HOSTILE}", situation=situation),
        origin=replace(longer.origin, name=f"Hama{HOSTILE}", query=HOSTILE),
        warnings=(HOSTILE,),
    )
