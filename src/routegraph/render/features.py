"""What of an answer goes into a file for a GIS: layers of features as plain GeoJSON geometry.

The styles follow simplestyle (https://github.com/mapbox/simplestyle-spec), which QGIS and others read.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routegraph.analysis.answer import Answer
from routegraph.network.model import Network
from routegraph.render.scene import Line, Mark, Scene, scene_of
from routegraph.render.style import LIGHT
from routegraph.render.told import Item, closure_sections

DIGITS = 6

LINE_STYLES = {
    "before": {"stroke": LIGHT.before_edge, "stroke-width": 5, "stroke-opacity": 0.7},
    "after": {"stroke": LIGHT.after, "stroke-width": 2.5, "stroke-opacity": 1.0},
    "both": {"stroke": LIGHT.before_edge, "stroke-width": 5, "stroke-opacity": 0.7},
    "other": {"stroke": LIGHT.other, "stroke-width": 2, "stroke-opacity": 0.9},
}
MARK_COLOURS = {
    "closed": LIGHT.closed,
    "standing": LIGHT.standing,
    "slowed": LIGHT.closed,
    "noted": LIGHT.muted,
    "lifted": LIGHT.open,
}

Feature = dict[str, Any]


def layers(answer: Answer) -> dict[str, list[Feature]]:
    """Return the features of an answer by layer: routes, closed roads, closures, places."""
    scene = scene_of(answer)
    items = {item.mark: item for section in closure_sections(answer.context) for item in section.items}
    return {
        "routes": [_route(line) for line in scene.lines],
        "closed_roads": [feature for mark in scene.marks for feature in _roads(scene.network, mark)],
        "closures": [_closure(mark, items.get(mark.text)) for mark in scene.marks],
        "places": [_end(scene, i) for i in range(len(scene.ends))],
    }


def _feature(layer: str, kind: str, coordinates: Any, **properties: Any) -> Feature:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {"layer": layer, **properties},
    }


def coordinates_of(lon: Any, lat: Any, digits: int = DIGITS) -> list[list[float]]:
    """Pairs of lon, lat, rounded."""
    return np.round(np.stack([lon, lat], axis=1), digits).tolist()  # type: ignore[no-any-return]


def _route(line: Line) -> Feature:
    return _feature(
        "routes",
        "LineString",
        coordinates_of(line.lon, line.lat),
        role=line.role,
        letter=line.letter,
        label=line.label,
        **LINE_STYLES[line.role],
    )


def _roads(network: Network, mark: Mark) -> list[Feature]:
    return [
        _feature(
            "closed_roads",
            "LineString",
            coordinates_of(*network.road_shape(road)),
            role=mark.role,
            mark=mark.text,
            target=mark.label,
            road=road,
            name=network.road_name(road),
            ref=network.road_ref(road),
            highway=network.road_class(road),
            length_m=round(float(network.roads.length_m[road]), 1),
            stroke=MARK_COLOURS[mark.role],
            **{"stroke-width": 2},
        )
        for road in np.asarray(mark.roads).tolist()
    ]


def _closure(mark: Mark, item: Item | None) -> Feature:
    told = item or Item(mark.text, mark.label)
    return _feature(
        "closures",
        "Point",
        [round(mark.lon, DIGITS), round(mark.lat, DIGITS)],
        role=mark.role,
        mark=mark.text,
        target=mark.label,
        roads=len(mark.roads),
        detail=told.detail,
        quote=told.quote,
        source=told.source,
        url=told.url,
        note=told.note,
        **{
            "marker-color": MARK_COLOURS[mark.role],
            "marker-symbol": mark.text if len(mark.text) == 1 else "",
            "marker-size": "medium",
        },
    )


def _end(scene: Scene, i: int) -> Feature:
    end = scene.ends[i]
    return _feature(
        "places",
        "Point",
        [round(end.lon, DIGITS), round(end.lat, DIGITS)],
        role="origin" if end.begins else "destination",
        name=end.label,
        **{"marker-color": LIGHT.ink, "marker-size": "small"},
    )
