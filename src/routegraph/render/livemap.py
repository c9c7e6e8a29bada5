"""The scene of an answer on a map of a notebook, to move about in and to draw anew; asks nobody for tiles."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from routegraph.errors import UnavailableError
from routegraph.render import words
from routegraph.render.basemap import TILES
from routegraph.render.features import layers
from routegraph.render.frame import frame_around
from routegraph.render.labels import Paper
from routegraph.render.style import FILLED, LIGHT
from routegraph.render.webmap import backdrop_of, towns_of

if TYPE_CHECKING:
    from routegraph.render.exhibit import Exhibit
    from routegraph.render.scene import Mark, Scene

MOST_CLOSED_ROADS = 3000
"""Roads of closures that are drawn each; their marks are drawn all."""

LOOKS = (
    "<style>.leaflet-div-icon{background:none;border:0}"
    f".leaflet-container{{background:{LIGHT.land}}}</style>"
)
"""No white box behind marks and names, and the colour of the land; the widget lets no class be set."""

WIDE, TALL = 620.0, 560.0
"""The map in pixels, about: what decides which towns are named."""

EQUATOR_PIXEL_M = 156543.034
"""Metres of a pixel at the equator at zoom 0."""


def ipyleaflet() -> Any:
    """Return the library of maps in notebooks.

    Raises
    ------
    UnavailableError
        It is not installed.
    """
    try:
        import ipyleaflet as library
    except ImportError:
        raise UnavailableError(
            "a map in a notebook needs ipyleaflet; run \"pip install 'routegraph[explore]'\"."
        ) from None
    return library


class LiveMap:
    """A map widget that shows one scene after the other.

    Parameters
    ----------
    exhibit : Exhibit
        Sets the frame, the backdrop and the towns.
    on_mark, on_town : callable, optional
        Called with a mark, or with name, lon and lat of a town, when it is clicked.

    Attributes
    ----------
    map : ipyleaflet.Map
    """

    def __init__(
        self,
        exhibit: Exhibit,
        on_mark: Callable[[Mark], None] | None = None,
        on_town: Callable[[str, float, float], None] | None = None,
    ) -> None:
        leaflet = ipyleaflet()
        self._on_mark = on_mark
        scene = exhibit.scene
        west, south, east, north = scene.bounds
        self.map = leaflet.Map(
            layers=[],
            center=((south + north) / 2, (west + east) / 2),
            zoom=8,
            scroll_wheel_zoom=True,
            attribution_control=False,
            layout={"height": "560px"},
        )
        self.map.fit_bounds([[south, west], [north, east]])
        credit = LOOKS + escape(words.credit(exhibit.question))
        self.map.add(leaflet.AttributionControl(position="bottomright", prefix=credit))
        self.map.add(leaflet.ScaleControl(position="bottomleft", imperial=False))
        for style in reversed(backdrop_of(scene.network, scene.bounds)):
            for key, dashes in (("lines", ""), ("straight", "7 4")):
                lines = [[(lat, lon) for lon, lat in line] for line in style[key]]
                self.map.add(
                    leaflet.Polyline(
                        locations=lines,
                        color=style["colour"],
                        weight=round(style["weight"]) or 1,
                        dash_array=dashes,
                        fill=False,
                    )
                )
        self._roads = leaflet.GeoJSON(data=_collection([]))
        self._marks = leaflet.LayerGroup()
        self.map.add(self._roads)
        named = _named(scene)
        towns = [_town(leaflet, town, town["name"] in named, on_town) for town in towns_of(scene)]
        self.map.add(leaflet.LayerGroup(layers=towns))
        self.map.add(self._marks)
        self._tiles: Any = None
        self.show(exhibit)

    def show(self, exhibit: Exhibit) -> None:
        """Draw another scene in the place of the last."""
        leaflet, scene = ipyleaflet(), exhibit.scene
        drawn = layers(scene)
        shown = [*drawn["areas"], *drawn["closed_roads"][:MOST_CLOSED_ROADS], *drawn["routes"]]
        for feature in shown:
            feature["properties"]["style"] = _style(feature["properties"])
        self._roads.data = _collection(shown)
        marks = [self._mark(leaflet, mark) for mark in scene.marks]
        self._marks.layers = (*marks, *_ends(leaflet, scene))

    def metres_of_pixels(self, pixels: float) -> float:
        """How far so many pixels are on the ground at the middle of the map."""
        import math

        lat, _ = self.map.center
        return float(pixels * EQUATOR_PIXEL_M * math.cos(math.radians(lat)) / 2**self.map.zoom)

    def show_tiles(self, shown: bool) -> None:
        """Put OpenStreetMap's tiles below all, or take them away; needs a network."""
        if shown:
            leaflet = ipyleaflet()
            self._tiles = leaflet.TileLayer(
                url=TILES, attribution="© OpenStreetMap contributors", opacity=0.6
            )
            self.map.layers = (self._tiles, *self.map.layers)
        elif self._tiles is not None:
            self.map.remove(self._tiles)
            self._tiles = None

    def _mark(self, leaflet: Any, mark: Mark) -> Any:
        filled = mark.role in FILLED
        colour = {"standing": LIGHT.standing, "lifted": LIGHT.open, "to_lift": LIGHT.open}.get(
            mark.role, LIGHT.closed
        )
        css = (
            f"display:flex;align-items:center;justify-content:center;width:20px;height:20px;box-sizing:border-box;"
            f"border-radius:{'4px' if mark.role == 'standing' else '50%'};font:bold 11px sans-serif;"
            f"border:1.5px solid {LIGHT.paper if filled else colour};"
            f"background:{colour if filled else LIGHT.paper};color:{LIGHT.on_mark if filled else colour}"
        )
        marker = leaflet.Marker(
            location=(mark.lat, mark.lon),
            draggable=False,
            title=mark.label,
            icon=leaflet.DivIcon(
                html=f'<div class="rg-mark-{mark.role}" style="{css}">{escape(mark.text)}</div>',
                icon_size=[20, 20],
                icon_anchor=[10, 10],
            ),
        )
        if self._on_mark is not None:
            clicked = self._on_mark
            marker.on_click(lambda **_: clicked(mark))
        return marker


def explore(exhibit: Exhibit) -> Any:
    """Return a map widget of one answer, to pan and zoom."""
    return LiveMap(exhibit).map


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _style(told: dict[str, Any]) -> dict[str, Any]:
    if told["layer"] == "areas":
        fill = told.get("fill", LIGHT.standing)
        return {"color": fill, "weight": 1, "fillColor": fill, "fillOpacity": 0.2}
    if told["layer"] == "routes":
        dash = {"other": "2 6", "after": "12 4"}.get(told["role"], "")
        return {
            "color": told["stroke"],
            "weight": told["stroke-width"] * 1.2,
            "dashArray": dash,
            "fill": False,
        }
    return {"color": told["stroke"], "weight": 3, "dashArray": "3 5", "fill": False}


def _named(scene: Scene) -> set[str]:
    """Towns whose names find room beside their dots, the most important first."""
    frame, paper = frame_around(scene.bounds, WIDE, TALL), Paper(WIDE, TALL)
    told = [(end.label, end.lon, end.lat) for end in scene.ends]
    told += [(town["name"], town["at"][1], town["at"][0]) for town in towns_of(scene)]
    named = set()
    for name, lon, lat in told:
        x, y = (float(at) for at in frame.on_paper(lon, lat))
        box = (x - 5, y - 7, x + 12 + 7 * len(name), y + 7)
        if paper.is_free(box, 1):
            paper.take(box)
            named.add(name)
    return named


def _town(
    leaflet: Any, town: dict[str, Any], named: bool, on_town: Callable[[str, float, float], None] | None
) -> Any:
    shown = f" {escape(town['name'])}" if named else ""
    css = (
        f"white-space:nowrap;font:500 11px sans-serif;color:{LIGHT.ink};cursor:pointer;"
        f"text-shadow:0 0 3px {LIGHT.land},0 0 3px {LIGHT.land}"
    )
    marker = leaflet.Marker(
        location=town["at"],
        draggable=False,
        title=town["name"],
        icon=leaflet.DivIcon(html=f'<span class="rg-town" style="{css}">●{shown}</span>', icon_anchor=[5, 8]),
    )
    if on_town is not None:
        lat, lon = town["at"]
        marker.on_click(lambda **_: on_town(town["name"], lon, lat))
    return marker


def _ends(leaflet: Any, scene: Scene) -> list[Any]:
    css = (
        f"white-space:nowrap;font:bold 13px sans-serif;color:{LIGHT.ink};"
        f"text-shadow:0 0 4px {LIGHT.paper},0 0 4px {LIGHT.paper}"
    )
    return [
        leaflet.Marker(
            location=(end.lat, end.lon),
            draggable=False,
            icon=leaflet.DivIcon(
                html=f'<span style="{css}">{"◉" if end.begins else "◎"} {escape(end.label)}</span>',
                icon_anchor=[6, 9],
            ),
        )
        for end in scene.ends
    ]
