"""A small map as SVG, in colours that follow light and dark; needs nothing but numpy."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from routegraph.network.arrays import Float, Int
from routegraph.network.geometry import roads_in_box
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS
from routegraph.render.frame import MapFrame, frame_around
from routegraph.render.labels import Paper, sampled
from routegraph.render.scene import Dot, Scene
from routegraph.render.style import AREAS, DOTS, FILLED, LINES, MARKS, ROADS, SOLID

POINT_BUDGET = 6000
"""Points of the backdrop; classes of road beyond it are left out."""

MOST_ROADS = 400
LETTER_PT = 5.6
"""Width of a letter of a label, about."""


def small_map(scene: Scene, width: float = 380, height: float = 300) -> str:
    """Return a map of a scene as an ``<svg>`` element; its classes are styled by the card."""
    frame = frame_around(scene.bounds, width, height, margin=0.1)
    parts = [
        f'<svg class="rg-map" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(_told(scene))}" xmlns="http://www.w3.org/2000/svg">',
        f'<rect class="rg-land" width="{width:g}" height="{height:g}" rx="4"/>',
        _backdrop(scene.network, frame),
    ]
    paper = Paper(width, height)
    for area in scene.land:
        outline = "".join(_line(frame, *ring.T) + "Z" for ring in area.rings)
        style = AREAS[area.role]
        colour, opacity = f"var(--{_variable(style.colour)})", style.opacity_of(area.rank)
        parts.append(
            f'<path style="fill:{colour};stroke:{colour};fill-opacity:{opacity:g}" class="rg-area" '
            f'd="{outline}"/>'
        )
    order = list(LINES)
    for line in sorted(scene.lines, key=lambda one: order.index(one.role)):
        path = _line(frame, line.lon, line.lat)
        parts += [f'<path style="{_stroke(*stroke)}" d="{path}"/>' for stroke in LINES[line.role].strokes]
    for mark in scene.marks:
        if mark.role not in ("noted", "lifted"):
            colour = _variable(MARKS[mark.role][1])
            drawn = _roads(scene.network, mark.roads[:MOST_ROADS], frame)
            parts.append(f'<path class="rg-shut" style="stroke:var(--{colour})" d="{drawn}"/>')
    parts += [_dot(frame, dot) for dot in scene.dots]
    parts += [_end(frame, end.lon, end.lat, end.begins, paper) for end in scene.ends]
    for mark in (mark for mark in scene.marks if mark.text):
        parts.append(_mark(frame, mark.role, mark.text, mark.label, mark.lon, mark.lat, paper))
    for line in scene.lines:
        parts.append(_letter(frame, line.letter, line.role, line.lon, line.lat, paper))
    parts += [_label(frame, end.label, end.lon, end.lat, paper) for end in scene.ends]
    return "".join([*parts, "</svg>"])


def _variable(colour: str) -> str:
    return colour.replace("_", "-")


def _stroke(colour: str, width: float, dashes: Any) -> str:
    style = f"stroke:var(--{_variable(colour)});stroke-width:{width:g}"
    if dashes == SOLID:
        return style
    return f"{style};stroke-dasharray:{' '.join(f'{part * width:.1f}' for part in dashes[1])}"


def _dot(frame: MapFrame, dot: Dot) -> str:
    x, y = (float(v) for v in _xy(frame, dot.lon, dot.lat))
    _, colour, filled = DOTS[dot.role]
    fill = _variable(colour) if filled else "paper"
    return (
        f'<circle class="rg-dot" style="fill:var(--{fill});stroke:var(--{_variable(colour)})" '
        f'cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(dot.label)}</title></circle>'
    )


def _told(scene: Scene) -> str:
    return (
        f"Map with {', '.join(line.label for line in scene.lines) or 'no way'}; {len(scene.marks)} closures."
    )


def _xy(frame: MapFrame, lon: Float | float, lat: Float | float) -> tuple[Float, Float]:
    x, y = frame.on_paper(lon, lat)
    return x, frame.height_pt - y


def _line(frame: MapFrame, lon: Float, lat: Float) -> str:
    x, y = _xy(frame, lon, lat)
    if len(x) > 2:
        cell = np.stack([x, y]).round()
        keep = np.concatenate([[True], (np.diff(cell) != 0).any(axis=0)])
        keep[-1] = True
        x, y = x[keep], y[keep]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))


def _roads(network: Network, roads: Int, frame: MapFrame) -> str:
    box = np.asarray(network.roads.bbox)[roads]
    inside = (
        (box[:, 0] < frame.east)
        & (box[:, 2] > frame.west)
        & (box[:, 1] < frame.north)
        & (box[:, 3] > frame.south)
    )
    return "".join(_line(frame, *network.road_shape(int(road))) for road in np.asarray(roads)[inside])


def _backdrop(network: Network, frame: MapFrame) -> str:
    inside = roads_in_box(network, frame.west, frame.south, frame.east, frame.north)
    highway, start = np.asarray(network.roads.highway)[inside], np.asarray(network.roads.shape_start)
    parts, points = [], 0
    for rank, style in enumerate(ROADS):
        roads = inside[np.isin(highway, [HIGHWAYS.index(name) for name in style.classes])]
        points += int((start[roads + 1] - start[roads]).sum())
        if rank and (points > POINT_BUDGET or frame.scale > style.max_scale):
            break
        if points <= 4 * POINT_BUDGET:
            drawn = _roads(network, roads, frame)
            parts.append(f'<path class="rg-road" stroke-width="{style.width_pt:g}" d="{drawn}"/>')
    return "".join(parts)


def _end(frame: MapFrame, lon: float, lat: float, begins: bool, paper: Paper) -> str:
    x, y = (float(v) for v in _xy(frame, lon, lat))
    paper.take((x - 5, y - 5, x + 5, y + 5))
    if begins:
        return f'<circle class="rg-end" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    return f'<rect class="rg-end" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'


def _mark(frame: MapFrame, role: str, text: str, label: str, lon: float, lat: float, paper: Paper) -> str:
    x, y = (float(v) for v in _xy(frame, lon, lat))
    box = (x - 7, y - 7, x + 7, y + 7)
    if not paper.is_free(box, 0):
        corner = paper.place(x, y, 14, 14, 8, sparing=False)
        if corner is None:
            return ""
        x, y = corner[0] + 7, corner[1] + 7
    else:
        paper.take(box)
    on = "on-mark" if role in FILLED else "ink"
    fill = "var(--c)" if role in FILLED else "var(--paper)"
    return (
        f'<g class="rg-mark" style="--c:var(--{_variable(MARKS[role][1])});--t:var(--{on})">'
        f"<title>{escape(label)}</title>"
        f'<circle style="fill:{fill}" cx="{x:.1f}" cy="{y:.1f}" r="7"/>'
        f'<text x="{x:.1f}" y="{y + 3:.1f}">{escape(text)}</text></g>'
    )


def _letter(frame: MapFrame, letter: str, role: str, lon: Float, lat: Float, paper: Paper) -> str:
    points = sampled(*_xy(frame, lon, lat), 6)
    middle = len(points) // 2
    for at in sorted(range(len(points)), key=lambda i: abs(i - middle)):
        x, y = (float(v) for v in points[at])
        box = (x - 6, y - 6, x + 6, y + 6)
        if letter and paper.is_free(box, 1):
            paper.take(box)
            return (
                f'<g class="rg-letter" style="--c:var(--{_variable(LINES[role].letter)})">'
                f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12"/>'
                f'<text x="{x:.1f}" y="{y + 3.2:.1f}">{escape(letter)}</text></g>'
            )
    return ""


def _label(frame: MapFrame, label: str, lon: float, lat: float, paper: Paper) -> str:
    x, y = (float(v) for v in _xy(frame, lon, lat))
    corner = paper.place(x, y, LETTER_PT * len(label) + 4, 12, 7, sparing=False)
    if corner is None:
        return ""
    return f'<text class="rg-town" x="{corner[0]:.1f}" y="{corner[1] + 10:.1f}">{escape(label)}</text>'
