"""What of an answer goes into a file for a GIS: layers of features as plain GeoJSON geometry.

The styles follow simplestyle (https://github.com/mapbox/simplestyle-spec), which web maps read; QGIS
has those of `qgis` in a GeoPackage.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from routegraph.network.model import Network
from routegraph.places.shown import road_name
from routegraph.render.scene import Area, Dot, Line, Mark, Scene
from routegraph.render.sections import closure_item
from routegraph.render.style import AREAS, DOTS, LIGHT, LINES, MARKS
from routegraph.scenario.applied import AppliedClosure

DIGITS = 6

Feature = dict[str, Any]


def layers(scene: Scene) -> dict[str, list[Feature]]:
    """Return the features of a scene by layer, from the lowest on a map to the highest."""
    marks = scene.marks_within(scene.bounds)
    return {
        "areas": [_area(area) for area in scene.land],
        "routes": [_route(line) for line in scene.lines],
        "closed_roads": [feature for mark in marks for feature in _roads(scene.network, mark)],
        "places": [*(_end(scene, i) for i in range(len(scene.ends))), *map(_dot, scene.dots)],
        "closures": [_closure(mark, mark.closure) for mark in marks if mark.closure],
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


def _line_style(role: str) -> dict[str, Any]:
    style = LINES[role]
    colour, width = style.letter, max(width for _, width, _ in style.strokes) * 0.8
    return {"stroke": getattr(LIGHT, colour), "stroke-width": width, "stroke-opacity": 0.9}


def _area(area: Area) -> Feature:
    style = AREAS[area.role]
    colour = getattr(LIGHT, style.colour)
    outlines = [[coordinates_of(*ring.T) for ring in polygon] for polygon in area.polygons]
    return _feature(
        "areas", "MultiPolygon", outlines, role=area.role, label=area.label, minutes=area.minutes,
        stroke=colour, fill=colour, **{"fill-opacity": style.opacity_of(area.rank)},
    )  # fmt: skip


def _dot(dot: Dot) -> Feature:
    return _feature(
        "places",
        "Point",
        [round(dot.lon, DIGITS), round(dot.lat, DIGITS)],
        role=dot.role,
        name=dot.name,
        label=dot.label,
        **{"marker-color": getattr(LIGHT, DOTS[dot.role][1]), "marker-size": "small"},
    )


def _route(line: Line) -> Feature:
    return _feature(
        "routes",
        "LineString",
        coordinates_of(line.lon, line.lat),
        role=line.role,
        letter=line.letter,
        label=line.label,
        **(
            {"length_m": round(line.route.length_m, 1), "time_s": round(line.route.time_s, 1)}
            if line.route
            else {}
        ),
        **_line_style(line.role),
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
            name=road_name(network, road),
            ref=network.road_ref(road),
            highway=network.road_class(road),
            length_m=round(float(network.roads.length_m[road]), 1),
            stroke=getattr(LIGHT, MARKS[mark.role][1]),
            **{"stroke-width": 2},
        )
        for road in np.asarray(mark.roads).tolist()
    ]


def _closure(mark: Mark, one: AppliedClosure) -> Feature:
    told, event = closure_item(one, mark.text), one.closure.event
    return _feature(
        "closures",
        "Point",
        [round(mark.lon, DIGITS), round(mark.lat, DIGITS)],
        role=mark.role,
        mark=mark.text,
        target=mark.label,
        status=event.status.value,
        by=event.by,
        date=event.date.isoformat() if event.date else "",
        confidence=event.confidence,
        roads=len(one.found.roads),
        detail=told.detail,
        quote=told.quote,
        source=told.source,
        url=told.url,
        note=told.note,
        **{
            "marker-color": getattr(LIGHT, MARKS[mark.role][1]),
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
        label="origin" if end.begins else "destination",
        **{"marker-color": LIGHT.ink, "marker-size": "small"},
    )
