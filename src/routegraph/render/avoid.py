"""What OsmAnd is to avoid: points on the closed roads, as its files of roads to avoid have them.

OsmAnd takes files ``*.geojson`` from its folder ``routing``, and lists them under Navigation settings, Avoid
roads (https://github.com/osmandapp/OsmAnd/pull/13366). What it reads, by its source ``avoidroads/
DirectionPointsTask.java``: of each feature the first two coordinates, lon and lat, and every property as a
text, which becomes a tag of a node on the road within 30 m (``directionPointsRadius``); all else is passed
over. A node that nothing may pass closes the road, however maps cut their ways.
"""

from __future__ import annotations

import json
import warnings

import numpy as np

from routegraph.errors import QuestionError
from routegraph.network.arrays import Int
from routegraph.network.geometry import road_middle
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.features import DIGITS

MOST_POINTS = 5000
"""Of more closed roads, those at the edge of what is closed are written: nothing passes through them."""

TAGS = {"access": "no", "motor_vehicle": "no", "barrier": "block"}


def to_avoid(exhibit: Exhibit) -> str:
    """Return a point in the middle of each closed road, with tags that let nothing pass.

    Raises
    ------
    QuestionError
        Nothing is closed, or no closed road is of an OpenStreetMap way: its line may be off the true road.
    """
    network, situation = exhibit.question.network, exhibit.question.situation
    closed = distinct(np.asarray(situation.after.closed, np.int64))
    if not len(closed):
        raise QuestionError("a file of roads to avoid needs closed roads, and nothing is closed here.")
    start = np.asarray(network.roads.way_start)
    mapped = closed[start[closed + 1] > start[closed]]
    if not len(mapped):
        raise QuestionError(
            f"the roads of {network.name} are drawn straight, and OsmAnd finds a road within 30 m alone; "
            "import a current extract by 'routegraph network import FILE' and ask that."
        )
    written = mapped if len(mapped) <= MOST_POINTS else _edge(network, mapped)
    notes = []
    if len(written) < len(mapped):
        notes.append(
            f"{len(written):,} of {len(mapped):,} closed roads are written, those at the edge of what is "
            "closed: nothing passes through, and a journey that begins inside is not kept off the others"
        )
    if len(mapped) < len(closed):
        notes.append(f"{words.count(len(closed) - len(mapped), 'road')} of no OpenStreetMap way left out")
    for note in notes:
        warnings.warn(f"{note}.", stacklevel=2)
    said = _targets(exhibit)
    return json.dumps(
        {
            "type": "FeatureCollection",
            "attribution": words.credit(exhibit.question),
            "about": f"{exhibit.text.title}: {exhibit.text.outcome}. {exhibit.question.command}",
            "notes": notes,
            "features": [
                {
                    "type": "Feature",
                    "geometry": {
                        "type": "Point",
                        "coordinates": [round(x, DIGITS) for x in road_middle(network, road)],
                    },
                    "properties": {**TAGS, "note": said.get(road, "")},
                }
                for road in written.tolist()
            ],
        },
        ensure_ascii=False,
        indent=1,
        allow_nan=False,
    )


def _edge(network: Network, closed: Int) -> Int:
    """Closed roads that meet an open one."""
    u, v = np.asarray(network.roads.u), np.asarray(network.roads.v)
    is_open = np.ones(len(u), bool)
    is_open[closed] = False
    meets_open = np.zeros(len(network.nodes), bool)
    meets_open[u[is_open]] = meets_open[v[is_open]] = True
    return np.asarray(closed[meets_open[u[closed]] | meets_open[v[closed]]])


def _targets(exhibit: Exhibit) -> dict[int, str]:
    """What closes each road, and who says so."""
    situation = exhibit.question.situation
    return {
        road: words.joined((words.told_target(one.closure.event), words.source_words(one)), "; ")
        for one in (*situation.standing, *situation.closures)
        if one not in situation.lifted
        for road in one.found.roads.tolist()
    }
