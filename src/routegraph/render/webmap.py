"""An answer as one HTML file with a map to move about in; opens without a network and asks nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from string import Template
from typing import Any

import numpy as np

from routegraph.errors import UnavailableError
from routegraph.network.geometry import roads_in_box
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS
from routegraph.render import words
from routegraph.render.card import colours, sections_html
from routegraph.render.exhibit import Exhibit
from routegraph.render.features import coordinates_of, layers
from routegraph.render.frame import frame_around
from routegraph.render.labels import places_in
from routegraph.render.page import LIMITS
from routegraph.render.scene import Scene
from routegraph.render.schematic import WORDS, schematic_roads, straight_parts
from routegraph.render.style import LIGHT, LINES, MARKS, ROADS, SOLID
from routegraph.render.text import Section
from routegraph.version import VERSION

POINT_BUDGET = 60_000
"""Points of the backdrop; classes of road that go beyond it are left out."""

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""The page may run what it holds and load nothing."""


def to_html(exhibit: Exhibit) -> str:
    """Return an answer as one self-contained HTML page with an interactive map.

    Raises
    ------
    UnavailableError
        The package that brings Leaflet is not installed.
    """
    text, question = exhibit.text, exhibit.question
    here = files("routegraph.render")
    styles = (
        leaflet("leaflet.css"),
        colours(":root"),
        *(text_of(here / f) for f in ("card.css", "webmap.css")),
    )
    told = question.network.provenance.notes
    notes = (Section(LIMITS[1], lines=told),) if told else ()
    warnings = "".join(f'<p class="rg-alert">{escape(warning)}</p>' for warning in text.warnings)
    return Template(text_of(here / "webmap.html")).substitute(
        title=escape(text.title),
        outcome=escape(text.outcome),
        tone="rg-alert" if text.alert else "",
        sentence=escape(text.sentence),
        question=escape(words.question_line(question)),
        sections=sections_html(replace(text, sections=(*text.sections, *notes)), most=None) + warnings,
        credit=escape(words.credit(question)),
        command=escape(question.command),
        policy=POLICY,
        version=VERSION,
        style="\n".join(styles),
        content=json_in_page(_content(exhibit)),
        leaflet=leaflet("leaflet.js"),
        script=text_of(here / "webmap.js"),
    )


def text_of(file: Traversable) -> str:
    """Text of a file that comes with the package."""
    return file.read_text("utf-8")


def leaflet(name: str) -> str:
    """Text of a file of Leaflet, without what would make a browser ask for another file.

    Raises
    ------
    UnavailableError
        The package that brings it is not installed.
    """
    if find_spec("js_lib_leaflet") is None:
        raise UnavailableError("the interactive map needs Leaflet; run 'pip install django-js-lib-leaflet'.")
    text = text_of(files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name)
    kept = [line for line in text.splitlines() if "sourceMappingURL" not in line]
    return "\n".join(line if "url(" not in line or name.endswith(".js") else "" for line in kept)


def json_in_page(content: Any) -> str:
    """JSON that may stand in a script element."""
    told = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _content(exhibit: Exhibit) -> dict[str, Any]:
    scene = exhibit.scene
    west, south, east, north = scene.bounds
    straight, network = schematic_roads(scene.network), scene.network
    return {
        "bounds": [[south, west], [north, east]],
        "dashes": {line.role: dashes_of(line.role) for line in scene.lines},
        "marks": {mark.role: MARKS[mark.role][0] for mark in scene.marks},
        "moments": [vars(moment) for moment in scene.moments],
        "schematic": WORDS,
        "straight": [
            [line.letter, coordinates_of(lon, lat)]
            for line in scene.lines
            for lon, lat in straight_parts(network, straight, line.lon, line.lat)
        ],
        "attribution": words.credit(exhibit.question),
        "towns": towns_of(scene),
        "backdrop": backdrop_of(scene.network, scene.bounds),
        "layers": {
            name: {"type": "FeatureCollection", "features": features}
            for name, features in layers(scene).items()
        },
    }


def dashes_of(role: str) -> str:
    """Dashes of a line as SVG has them, in pixels; empty for none."""
    _, width, dashes = LINES[role].strokes[-1]
    return "" if dashes == SOLID else " ".join(f"{part * width * 1.4:.1f}" for part in dashes[1])


def towns_of(scene: Scene) -> list[dict[str, Any]]:
    """Towns about the frame but for the ends: name, whether a city, and lat, lon as Leaflet has it."""
    ends = {end.label for end in scene.ends} | {(end.lon, end.lat) for end in scene.ends}
    return [
        {"name": place.name, "city": place.kind == "city", "at": [round(place.lat, 5), round(place.lon, 5)]}
        for place in places_in(scene.network, frame_around(scene.bounds, 500, 500, margin=0.3), [])
        if place.name not in ends and (place.lon, place.lat) not in ends
    ]


def backdrop_of(network: Network, bounds: tuple[float, float, float, float]) -> list[dict[str, Any]]:
    """Roads about some bounds by class, from the most important, as lines; schematic ones apart."""
    west, south, east, north = bounds
    wide, tall = max(east - west, 0.02), max(north - south, 0.02)
    near = roads_in_box(network, west - wide, south - tall, east + wide, north + tall)
    highway, start = np.asarray(network.roads.highway)[near], np.asarray(network.roads.shape_start)
    classes: list[dict[str, Any]] = []
    straight = schematic_roads(network)
    points = 0
    for style in ROADS:
        roads = near[np.isin(highway, [HIGHWAYS.index(name) for name in style.classes])]
        points += int((start[roads + 1] - start[roads]).sum())
        if points > POINT_BUDGET:
            break
        lines, dashed = (
            [coordinates_of(*network.road_shape(road), digits=5) for road in those.tolist()]
            for those in (roads[~np.isin(roads, straight)], roads[np.isin(roads, straight)])
        )
        classes.append(
            {
                "label": style.label,
                "weight": style.width_pt,
                "colour": LIGHT.road,
                "lines": lines,
                "straight": dashed,
            }
        )
    return classes
