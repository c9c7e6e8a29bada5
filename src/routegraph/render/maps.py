"""The map of an answer: backdrop, routes, closures, ends and labels on one Axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import distinct
from routegraph.network.tags import HIGHWAYS
from routegraph.render.backdrop import chained_paths, draw_backdrop, paths_of, ragged
from routegraph.render.basemap import add_basemap
from routegraph.render.exhibit import Exhibit
from routegraph.render.frame import MapFrame, frame_around
from routegraph.render.furniture import draw_locator, draw_scale_bar, draw_ticks
from routegraph.render.labels import LABEL_AREA_PT, MOST_LABELS, Paper, places_in, sampled
from routegraph.render.missing_letters import readable
from routegraph.render.scene import End, Line, Mark, Scene
from routegraph.render.schematic import WORDS, schematic_roads, straight_parts
from routegraph.render.style import AREAS, DARK, DASHED, LIGHT, LINES, MARKS, Palette
from routegraph.render.symbols import (
    DOT_PT,
    MARK_PT,
    UNCROSSED,
    LegendEntry,
    area_patch,
    draw_dots,
    draw_legend,
    draw_mark,
    letter_mark,
    put_text,
    strokes,
)
from routegraph.render.typeset import font, width_pt
from routegraph.render.words import credit, short_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CROSS_STEP_PT = 7.0
MOST_CROSSES = 1500
CROWDED_ROADS = 120
CROSSED = ("closed", "standing", "to_lift")
"""Roles of marks whose roads no label may cover."""
FORCED_HALO = 4.5
"""Width of the halo of a name that must stand on closed roads."""

MARK_AWAY_PT = (9, 14, 20, 28, 38)
"""How far from its point a mark may stand that finds no room there, from the first tried."""

LETTER_PT = 12.0

END_AWAY_PT = (7, 13, 20, 30, 45)
"""How far from its end a name of an end may stand, from the first tried."""


def plot(exhibit: Exhibit, ax: Axes | None = None, **style: Any) -> Axes:
    """Draw an answer on a map.

    Parameters
    ----------
    exhibit : Exhibit
    ax : matplotlib.axes.Axes, optional
        Default: the Axes of a new figure.
    **style
        ``figsize`` (inches) of a new figure; ``title``; ``dark``; ``legend``; ``labels``
        (towns); ``credit`` (attribution under the map); ``bounds`` (west, south, east, north);
        ``basemap`` (tiles from the net).
    """
    import matplotlib.pyplot as plt

    palette = DARK if style.pop("dark", False) else LIGHT
    figsize = style.pop("figsize", (7.5, 7.5))
    title = style.pop("title", None)
    legend, credited = style.pop("legend", True), style.pop("credit", True)
    labels, bounds = style.pop("labels", True), style.pop("bounds", None)
    basemap = style.pop("basemap", False)
    if style:
        raise TypeError(
            f"plot() has no keyword {next(iter(style))!r}; it takes ax, figsize, title, dark, legend, "
            "labels, credit, bounds and basemap."
        )
    if ax is None:
        figure = plt.figure(figsize=figsize, facecolor=palette.paper)
        ax = figure.add_axes((0.05, 0.05, 0.93, 0.93 if title is None else 0.88))
    entries = draw(ax, exhibit.scene, palette, labels=labels, bounds=bounds, basemap=basemap)
    if legend:
        draw_legend(ax, entries, palette)
    if title is not None:
        ax.set_title(title, color=palette.ink, parse_math=False)
    if credited:
        ax.annotate(
            credit(exhibit.question), (1, 0), (0, -14), xycoords="axes fraction", textcoords="offset points",
            ha="right", va="top", fontproperties=font(6), color=palette.muted, parse_math=False,
        )  # fmt: skip
    return ax


def draw(
    ax: Axes,
    scene: Scene,
    palette: Palette,
    labels: bool = True,
    bounds: tuple[float, float, float, float] | None = None,
    size_pt: tuple[float, float] | None = None,
    basemap: bool = False,
) -> list[LegendEntry]:
    """Draw a scene and return what its legend must explain; `size_pt` is the room on paper."""
    if size_pt is None:
        box = ax.get_window_extent()
        size_pt = (box.width * 72 / ax.figure.dpi, box.height * 72 / ax.figure.dpi)
    frame = frame_around(bounds or scene.bounds, *size_pt, margin=0.03 if bounds else 0.09)
    ax.set_facecolor(palette.land)
    ax.set_xlim(frame.west, frame.east)
    ax.set_ylim(frame.south, frame.north)
    ax.set_aspect(frame.aspect, adjustable="box")
    ax.set_autoscale_on(False)
    if basemap:
        add_basemap(ax)
    roads = draw_backdrop(ax, scene.network, frame, palette)
    paper = _paper(scene, frame)
    shown = frozenset(HIGHWAYS.index(name) for style in roads for name in style.classes)
    marks = scene.marks_within((frame.west, frame.south, frame.east, frame.north))
    seen = [_seen(mark, scene, frame) for mark in marks]
    there = [mark for mark in seen if mark]
    entries = [
        *_draw_areas(ax, scene, palette),
        *_draw_lines(ax, scene, palette),
        *_draw_closures(ax, scene, there, frame, shown, palette),
    ]
    _draw_feelers(ax, scene, palette)
    ends = [_draw_end(ax, end, frame, paper, palette) for end in scene.ends]
    entries += _draw_dots(ax, scene, frame, paper, palette)
    _draw_marks(ax, there, frame, paper, palette)
    for line in scene.lines:
        _draw_letter(ax, line, frame, paper, palette)
    for end, (x, y) in zip(scene.ends, ends, strict=True):
        _label_end(ax, end, x, y, frame, paper, palette)
    _label_points(ax, scene, frame, paper, palette)
    draw_locator(ax, scene, frame, paper, palette)
    draw_scale_bar(ax, frame, paper, palette)
    if labels:
        _label_places(ax, scene, frame, paper, palette)
    draw_ticks(ax, frame, palette)
    beyond = [mark.text for mark, one in zip(marks, seen, strict=True) if mark.text and one is None]
    return [
        *entries,
        *([LegendEntry("beyond", f"beyond this map: {', '.join(beyond)}")] if beyond else []),
        *(LegendEntry("road", style.label, road=style) for style in roads),
        *_schematic_entry(scene, frame, shown),
    ]


def _seen(mark: Mark, scene: Scene, frame: MapFrame) -> Mark | None:
    """Return a mark where the frame shows it, else on what the frame shows of its roads; None without any."""
    if frame.west <= mark.lon <= frame.east and frame.south <= mark.lat <= frame.north:
        return mark
    roads = np.asarray(mark.roads, np.int64)
    roads = roads[_within(np.asarray(scene.network.roads.bbox)[roads], frame)]
    if not len(roads):
        return None
    rows, _ = ragged(scene.network, roads)
    lon, lat = (np.asarray(one)[rows] for one in (scene.network.shape.lon, scene.network.shape.lat))
    inside = (lon > frame.west) & (lon < frame.east) & (lat > frame.south) & (lat < frame.north)
    if not inside.any():
        return mark
    middle = np.flatnonzero(inside)[inside.sum() // 2]
    return replace(mark, lon=float(lon[middle]), lat=float(lat[middle]))


def _within(boxes: NDArray[np.floating[Any]], frame: MapFrame) -> NDArray[np.bool_]:
    """Which boxes of roads, float64[K, 4], the frame shows a part of."""
    west, south, east, north = boxes.T
    return np.asarray(
        (west < frame.east) & (east > frame.west) & (south < frame.north) & (north > frame.south)
    )


def _schematic_entry(scene: Scene, frame: MapFrame, shown: frozenset[int]) -> list[LegendEntry]:
    straight = schematic_roads(scene.network)
    inside = _within(np.asarray(scene.network.roads.bbox)[straight], frame)
    drawn = np.isin(np.asarray(scene.network.roads.highway)[straight[inside]], list(shown)).any()
    return [LegendEntry("schematic", WORDS)] if drawn else []


def _paper(scene: Scene, frame: MapFrame) -> Paper:
    lines = [sampled(*frame.on_paper(line.lon, line.lat)) for line in scene.lines]
    return Paper(
        frame.width_pt, frame.height_pt, lines=_broad(lines), crosses=_broad([_closed(scene, frame)])
    )


def _closed(scene: Scene, frame: MapFrame) -> NDArray[np.float64]:
    """Points of the paper along closed roads, one in each small cell."""
    closed = [np.asarray(mark.roads, np.int64) for mark in scene.marks if mark.role in CROSSED]
    roads = distinct(np.concatenate([np.empty(0, np.int64), *closed]))
    if not len(roads):
        return np.empty((0, 2))
    step = CROSS_STEP_PT / 2
    rows, first = ragged(scene.network, roads)
    at = np.stack(frame.on_paper(scene.network.shape.lon[rows], scene.network.shape.lat[rows]), axis=1)
    begins = np.delete(np.arange(len(at) - 1), first[1:] - 1)
    parts = np.maximum(np.ceil(np.hypot(*(at[begins + 1] - at[begins]).T) / step), 1).astype(int)
    row = np.repeat(begins, parts)
    share = (np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts)) / np.repeat(parts, parts)
    points = at[row] + share[:, None] * (at[row + 1] - at[row])
    inside = (points > 0).all(axis=1) & (points < (frame.width_pt, frame.height_pt)).all(axis=1)
    return np.asarray(np.unique(np.round(points[inside] / step), axis=0) * step)


def _broad(lines: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Points of lines, and beside them."""
    broad = [line + step for line in lines for step in ((0, 0), (2.5, 2.5), (-2.5, -2.5))]
    return np.concatenate([np.empty((0, 2)), *broad])


def _draw_lines(ax: Axes, scene: Scene, palette: Palette) -> list[LegendEntry]:
    order, straight = list(LINES), schematic_roads(scene.network)
    for line in sorted(scene.lines, key=lambda one: order.index(one.role)):
        level = 3 + order.index(line.role) * 0.01
        for stroke in strokes(line.role, palette):
            ax.plot(line.lon, line.lat, zorder=level, **stroke)
        width = max(wide for _, wide, _ in LINES[line.role].strokes) + 0.4
        gaps = (DASHED[0] / width, (DASHED[1] / width, DASHED[0] / width))
        for lon, lat in straight_parts(scene.network, straight, line.lon, line.lat):
            ax.plot(
                lon,
                lat,
                color=palette.land,
                linewidth=width,
                linestyle=gaps,
                dash_capstyle="butt",
                zorder=level,
            )
    lettered = len({line.role for line in scene.lines}) == len(scene.lines)
    entries = [LegendEntry(line.role, line.label, line.letter if lettered else "") for line in scene.lines]
    return list(dict.fromkeys(entries))


def _draw_areas(ax: Axes, scene: Scene, palette: Palette) -> list[LegendEntry]:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for area in scene.land:
        codes = [np.r_[Path.MOVETO, np.full(len(ring) - 1, Path.LINETO, np.uint8)] for ring in area.rings]
        ax.add_patch(
            PathPatch(
                Path(np.concatenate(area.rings), np.concatenate(codes)),
                zorder=1.5,
                **area_patch(area.role, area.rank, palette),
            )
        )
    order = list(AREAS)
    told = sorted(scene.land, key=lambda area: (order.index(area.role), area.rank))
    return list(dict.fromkeys(LegendEntry(area.role, area.label, rank=area.rank) for area in told))


def _draw_dots(ax: Axes, scene: Scene, frame: MapFrame, paper: Paper, palette: Palette) -> list[LegendEntry]:
    size = DOT_PT if len(scene.dots) <= MOST_LABELS else DOT_PT / 2
    for role in dict.fromkeys(dot.role for dot in scene.dots):
        those = [dot for dot in scene.dots if dot.role == role]
        draw_dots(ax, [dot.lon for dot in those], [dot.lat for dot in those], role, palette, size)
    for dot in scene.dots if len(scene.dots) <= MOST_LABELS else ():
        x, y = (float(v) for v in frame.on_paper(dot.lon, dot.lat))
        paper.take((x - 3, y - 3, x + 3, y + 3))
    return list(dict.fromkeys(LegendEntry(dot.role, dot.label) for dot in scene.dots))


def _draw_closures(
    ax: Axes, scene: Scene, there: Sequence[Mark], frame: MapFrame, shown: frozenset[int], palette: Palette
) -> list[LegendEntry]:
    """Draw closed roads with crosses; those of classes that the scale does not bear, thin and without."""
    from matplotlib.collections import PathCollection

    entries: list[LegendEntry] = []
    for role, (told, colour_name) in reversed(MARKS.items()):
        marks = [mark for mark in there if mark.role == role]
        those = [mark for mark in marks if not mark.is_land]
        if those or (marks and role != "standing"):
            text = next((mark.text for mark in marks if mark.text), "")
            entries.insert(0, LegendEntry(role, told if text else f"{told} on some of the days", text))
        if not those:
            continue
        roads = distinct(np.concatenate([np.asarray(mark.roads, np.int64) for mark in those]))
        if role in UNCROSSED:
            continue
        colour = getattr(palette, colour_name)
        borne = np.isin(np.asarray(scene.network.roads.highway)[roads], list(shown))
        parts = (
            (roads[~borne], 0.5, colour),
            (roads[borne], 3.0, palette.paper),
            (roads[borne], 1.3, colour),
        )
        draw = paths_of if role != "slowed" else chained_paths
        for part, width, stroke in parts:
            ax.add_collection(
                PathCollection(
                    draw(scene.network, part), facecolors="none", edgecolors=stroke, linewidths=width,
                    linestyles="-" if role != "slowed" else (0, (3, 1.5)), zorder=4.2,
                ),
                autolim=False,
            )  # fmt: skip
        if role != "slowed":
            x, y = _crosses(scene, roads[borne] if borne.any() else roads, frame)
            ax.plot(x, y, "x", markersize=4.6, markeredgewidth=2.2, color=palette.paper, zorder=4.3)
            ax.plot(x, y, "x", markersize=4.2, markeredgewidth=1.1, color=colour, zorder=4.4)
    return entries


def _crosses(scene: Scene, roads: Any, frame: MapFrame) -> tuple[list[float], list[float]]:
    """Where crosses stand along closed roads: evenly, and one in each cell of the paper."""
    network = scene.network
    rows, first = ragged(network, roads)
    x, y = frame.on_paper(network.shape.lon[rows], network.shape.lat[rows])
    seen: dict[tuple[int, int], tuple[float, float]] = {}
    step = CROSS_STEP_PT if len(roads) < CROWDED_ROADS else 1.7 * CROSS_STEP_PT
    for a, b in zip(first.tolist(), [*first.tolist()[1:], len(rows)], strict=True):
        line_x, line_y = x[a:b], y[a:b]
        if (
            line_x.max() < 0
            or line_y.max() < 0
            or line_x.min() > frame.width_pt
            or line_y.min() > frame.height_pt
        ):
            continue
        for px, py in sampled(line_x, line_y, step):
            if 0 < px < frame.width_pt and 0 < py < frame.height_pt:
                seen.setdefault((int(px // step), int(py // step)), (px, py))
        if len(seen) > MOST_CROSSES:
            break
    at = [frame.on_globe(px, py) for px, py in seen.values()]
    return [lon for lon, _ in at], [lat for _, lat in at]


def _draw_feelers(ax: Axes, scene: Scene, palette: Palette) -> None:
    """Join origin and destination with where the routes begin and end on the network."""
    for line in (line for line in scene.lines if LINES[line.role].joins_ends):
        for end, at in ((end, 0 if end.begins else -1) for end in scene.ends):
            ax.plot(
                [end.lon, line.lon[at]], [end.lat, line.lat[at]], color=palette.ink, linewidth=0.8,
                linestyle=(0, (1.5, 2)), zorder=2.9,
            )  # fmt: skip


def _draw_end(ax: Axes, end: End, frame: MapFrame, paper: Paper, palette: Palette) -> tuple[float, float]:
    x, y = (float(v) for v in frame.on_paper(end.lon, end.lat))
    ax.plot(
        [end.lon], [end.lat], marker="o" if end.begins else "s", markersize=8, color=palette.ink,
        markeredgecolor=palette.paper, markeredgewidth=1.4, zorder=6,
    )  # fmt: skip
    paper.take((x - 5, y - 5, x + 5, y + 5))
    return x, y


def _label_end(
    ax: Axes, end: End, x: float, y: float, frame: MapFrame, paper: Paper, palette: Palette
) -> None:
    width = width_pt(end.label, 10, bold=True)
    tried = (paper.place(x, y, width, 11, away, sparing=False) for away in END_AWAY_PT)
    if corner := next(filter(None, tried), None):
        put_text(ax, frame, end.label, corner[0], corner[1] + 2.2, 10, palette, bold=True)


def _draw_marks(ax: Axes, marks: Sequence[Mark], frame: MapFrame, paper: Paper, palette: Palette) -> None:
    half = MARK_PT / 2
    for mark in (mark for mark in marks if mark.text):
        x, y = (float(v) for v in frame.on_paper(mark.lon, mark.lat))
        if not (0 <= x <= frame.width_pt and 0 <= y <= frame.height_pt):
            continue
        box = (x - half, y - half, x + half, y + half)
        if paper.is_free(box, 0.5):
            paper.take(box)
            lon, lat = mark.lon, mark.lat
        else:
            lon, lat = _beside(ax, (x, y), MARK_PT, frame, paper, palette)
        draw_mark(ax, lon, lat, mark.role, mark.text, palette)


def _beside(
    ax: Axes, at: tuple[float, float], size: float, frame: MapFrame, paper: Paper, palette: Palette
) -> tuple[float, float]:
    """Find room for a mark beside its point, join it to the point, and return lon, lat of its middle.

    On the point itself where there is none: a mark that covers another still says that it is there.
    """
    tried = (paper.place(*at, size, size, away, sparing=False) for away in MARK_AWAY_PT)
    corner = next(filter(None, tried), None)
    if corner is None:
        return frame.on_globe(*at)
    middle = frame.on_globe(corner[0] + size / 2, corner[1] + size / 2)
    ax.plot(
        *zip(frame.on_globe(*at), middle, strict=True), color=palette.ink, linewidth=0.6, zorder=6.5
    )  # fmt: skip
    return middle


def _draw_letter(ax: Axes, line: Line, frame: MapFrame, paper: Paper, palette: Palette) -> None:
    """Put a route's letter on its line, where it covers nothing, and as far as may be from other lines."""
    points = sampled(*frame.on_paper(line.lon, line.lat), 6.0)
    if not line.letter or not len(points):
        return
    inside = points[
        (points[:, 0] > 9)
        & (points[:, 1] > 9)
        & (points[:, 0] < frame.width_pt - 9)
        & (points[:, 1] < frame.height_pt - 9)
    ]
    free = [
        p
        for p in inside[:: max(1, len(inside) // 80)]
        if paper.is_free((p[0] - 6, p[1] - 6, p[0] + 6, p[1] + 6), 2)
    ]
    middle = points[len(points) // 2]
    if not free:
        if len(inside):
            x, y = (float(v) for v in min(inside, key=lambda p: float(np.hypot(*(p - middle)))))
            at = _beside(ax, (x, y), LETTER_PT, frame, paper, palette)
            letter_mark(ax, *at, line.role, line.letter, palette)
        return

    def cost(p: Any) -> float:
        crowd = paper.covered((p[0] - 14, p[1] - 14, p[0] + 14, p[1] + 14))
        return crowd + 0.02 * float(np.hypot(*(p - middle)))

    x, y = min(free, key=cost)
    paper.take((x - 6, y - 6, x + 6, y + 6))
    letter_mark(ax, *frame.on_globe(x, y), line.role, line.letter, palette)


def _label_points(ax: Axes, scene: Scene, frame: MapFrame, paper: Paper, palette: Palette) -> None:
    """Name the dots that stand at no place of the network: points that the question gives."""
    places = scene.network.places
    for dot in scene.dots if len(scene.dots) <= MOST_LABELS else ():
        there = np.hypot(np.asarray(places.lon) - dot.lon, np.asarray(places.lat) - dot.lat) < 1e-5
        if not dot.name or there.any():
            continue
        x, y = (float(v) for v in frame.on_paper(dot.lon, dot.lat))
        name = short_name(dot.name)
        tried = (paper.place(x, y, width_pt(name, 7.5, bold=True), 9, away) for away in END_AWAY_PT)
        if corner := next(filter(None, tried), None):
            put_text(ax, frame, name, corner[0], corner[1] + 1.5, 7.5, palette, bold=True)


def _label_places(ax: Axes, scene: Scene, frame: MapFrame, paper: Paper, palette: Palette) -> None:
    ended = {short_name(end.label) for end in scene.ends}
    room = min(MOST_LABELS, int(frame.width_pt * frame.height_pt / LABEL_AREA_PT**2))
    drawn = 0
    dots = scene.dots if len(scene.dots) <= MOST_LABELS else ()
    first = [(mark.lon, mark.lat) for mark in scene.marks] + [(dot.lon, dot.lat) for dot in dots]
    for found in places_in(scene.network, frame, first):
        place = readable(found, scene.network)
        if place is None or drawn >= room or place.name in ended:
            continue
        x, y = (float(v) for v in frame.on_paper(place.lon, place.lat))
        if not paper.is_free((x - 2, y - 2, x + 2, y + 2), 0) and (place.lon, place.lat) not in first:
            continue
        major = place.kind == "city"
        size, halo = 7.5 if major else 6.5, 2.0
        room_pt = width_pt(place.name, size, bold=major)
        local_pt = width_pt(place.local_name, size - 1)
        local, corner = bool(place.local_name), None
        for away, both in ((3.5, True), (5.0, True), (3.5, False), (5.0, False), (8.0, False)):
            if both and not place.local_name:
                continue
            wide, tall = (max(room_pt, local_pt), 2 * size + 1.5) if both else (room_pt, size + 1.5)
            corner, local = paper.place(x, y, wide, tall, away), both
            if corner:
                break
        if corner is None and (place.lon, place.lat) in first:  # a closed place is named whatever it covers
            corner, local = paper.place(x, y, room_pt, size + 1.5, 8.0, sparing=False), False
            halo = FORCED_HALO
        if corner is None:
            continue
        drawn += 1
        if paper.is_free((x - 2, y - 2, x + 2, y + 2), 0):
            ax.plot(
                [place.lon], [place.lat], "o", markersize=2.6 if major else 2, color=palette.ink, zorder=4.6
            )
            paper.take((x - 2, y - 2, x + 2, y + 2))
        rise = size if local else 0
        put_text(
            ax, frame, place.name, corner[0], corner[1] + 1.5 + rise, size, palette, bold=major, halo=halo
        )
        if local:
            put_text(ax, frame, place.local_name, corner[0], corner[1] + 1.5, size - 1, palette, muted=True)
