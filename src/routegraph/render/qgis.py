"""Styles that a GeoPackage carries for QGIS, made from the colours and shapes of our own maps.

QGIS takes up the default style of a layer, as QML, from the table ``layer_styles``
(https://docs.qgis.org/latest/en/docs/user_manual/appendices/qgis_file_formats.html). Every layer
is told apart by its column ``role``; the legend holds the roles that occur.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routegraph.render.features import Feature
from routegraph.render.style import AREAS, DOTS, LIGHT, LINES, MARKS
from routegraph.render.symbols import MARK_PT, UNCROSSED

WRITTEN = "2000-01-01T00:00:00.000Z"
"""Stands for the time of writing, so that the same answer makes the same bytes."""

CHANGE_COUNTERS = (24, 92)
"""Offsets of the two counts of changes in the header of an SQLite file, which must be equal
(https://www.sqlite.org/fileformat.html); GDAL's number varies from run to run."""

FONT = "Arial"
"""Of the numbers in marks; QGIS takes the nearest where it is missing."""

MARK_SHAPES = {
    "to_lift": ("hexagon", True),
    "closed": ("circle", True),
    "standing": ("diamond", True),
    "slowed": ("pentagon", False),
    "noted": ("circle", False),
    "lifted": ("square", False),
}
"""Shape of a closure by role, and whether it is filled."""

DOT_SHAPES = {
    "o": ("circle", 0),
    "D": ("diamond", 0),
    "s": ("square", 0),
    "^": ("triangle", 0),
    "v": ("triangle", 180),
}
"""Shape and angle by marker of matplotlib."""

END_SHAPES = {"origin": "circle", "destination": "square"}
"""Shape of an end of a journey by role."""

FIELD = 2
"""How QGIS numbers a property that is read from a column."""

MOST_PARTS = 4
"""Levels of drawing for each role; more than any symbol has parts."""


def write_styles(path: Path, layers: Mapping[str, Sequence[Feature]]) -> None:
    """Add a default style for each of `layers` to the GeoPackage that holds them."""
    import sqlite3

    import pandas as pd
    import pyogrio

    styles = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": name,
            "f_geometry_column": "geom",
            "styleName": "routegraph",
            "styleQML": qml(name, features),
            "styleSLD": "",
            "useAsDefault": True,
            "description": "as on the maps of routegraph",
            "owner": "",
            "ui": "",
            "update_time": pd.Timestamp(WRITTEN),
        }
        for name, features in layers.items()
    ]
    pyogrio.write_dataframe(
        pd.DataFrame(styles), path, layer="layer_styles", driver="GPKG", layer_options={"FID": "id"}
    )
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update gpkg_contents set last_change = ?", (WRITTEN,))
        database.execute("update layer_styles set update_time = ?", (WRITTEN,))
    with path.open("r+b") as file:
        for offset in CHANGE_COUNTERS:
            file.seek(offset)
            file.write(bytes((0, 0, 0, 1)))


def qml(layer: str, features: Sequence[Feature]) -> str:
    """Return the style of a layer of `features.layers` as QML, with the roles that its features have."""
    style = STYLES[layer]
    present = list(dict.fromkeys(feature["properties"]["role"] for feature in features))
    root = Element("qgis", version="3.22", styleCategories="Symbology|Labeling")
    renderer = SubElement(root, "renderer-v2", type="categorizedSymbol", attr="role", symbollevels="1")
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for name, role in enumerate(present):
        told = {"value": role, "symbol": str(name), "label": _legend(role, features), "render": "true"}
        SubElement(categories, "category", told)
        inner = SubElement(
            symbols, "symbol", type=style.geometry, name=str(name), alpha="1", clip_to_extent="1"
        )
        for level, part in enumerate(style.parts(role), start=style.roles.index(role) * MOST_PARTS):
            part.set("pass", str(level))
            inner.append(part)
    if style.labels:
        root.set("labelsEnabled", "1")
        root.append(_labeling(style.labels))
    indent(root)
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{tostring(root, 'unicode')}\n"


def _legend(role: str, features: Sequence[Feature]) -> str:
    """Say what a role means: as the legend of our maps does, with the letter of a single route."""
    if role in MARKS:
        return MARKS[role][0]
    those = [one["properties"] for one in features if one["properties"]["role"] == role]
    told = "; ".join(dict.fromkeys(one["label"] for one in those))
    return f"{those[0]['letter']}  {told}" if len(those) == 1 and those[0].get("letter") else told


def _route(role: str) -> list[Element]:
    return [_line(colour, width, dashes) for colour, width, dashes in LINES[role].strokes]


def _closed_road(role: str) -> list[Element]:
    colour = MARKS[role][1]
    if role in UNCROSSED:
        return [_line(colour, 1.2, (0, (0.1, 2.5)))]
    if role == "slowed":
        return [_line("paper", 3.0), _line(colour, 1.3, (0, (3, 1.5)))]
    cross = Element("symbol", type="marker", name="cross", alpha="1", clip_to_extent="1")
    cross.append(_marker("cross2", colour, colour, 4.2, edge_pt=1.1))
    crosses = _part(
        "MarkerLine",
        placement="interval",
        interval=7,
        interval_unit="Point",
        rotate=0,
        offset_along_line=6,
        offset_along_line_unit="Point",
    )
    crosses.append(cross)
    return [_line("paper", 3.0), _line(colour, 1.3), crosses]


def _closure(role: str) -> list[Element]:
    colour, (shape, filled) = MARKS[role][1], MARK_SHAPES[role]
    fill, ink = (colour, "on_mark") if filled else ("paper", colour)
    number = _part(
        "FontMarker", ("char", "mark"), chr="a" if role == "standing" else "1", font=FONT, font_style="Bold",
        color=_rgb(ink), size=7, size_unit="Point",
    )  # fmt: skip
    return [_marker(shape, fill, "paper" if filled else colour, MARK_PT + 2 * (shape == "diamond")), number]


def _place(role: str) -> list[Element]:
    if role in END_SHAPES:
        return [_marker(END_SHAPES[role], "ink", "paper", 8, edge_pt=1.4)]
    key, colour, filled = DOTS[role]
    shape, angle = DOT_SHAPES[key]
    fill, edge = (colour, "paper") if filled else ("paper", colour)
    return [_marker(shape, fill, edge, 6.5, edge_pt=0.9, angle=angle)]


def _area(role: str) -> list[Element]:
    style = AREAS[role]
    parts = [_fill(style.colour, "solid", 0.16, 0.7)]
    return [*parts, _fill(style.colour, "b_diagonal", 0.7, 0.0)] if style.hatch_of(0) else parts


@dataclass(frozen=True)
class Labels:
    """Labels of a column, on a halo or in a box; how QGIS numbers the placement, and its priority."""

    column: str
    boxed: bool
    placement: int
    priority: int


@dataclass(frozen=True)
class Style:
    """How a layer is drawn: kind of symbol, the parts of one role's, and the roles from the lowest."""

    geometry: str
    parts: Callable[[str], list[Element]]
    roles: tuple[str, ...]
    labels: Labels | None = None


STYLES = {
    "places": Style("marker", _place, (*DOTS, *END_SHAPES), Labels("name", False, 6, 10)),
    "closures": Style("marker", _closure, tuple(reversed(MARK_SHAPES))),
    "closed_roads": Style("line", _closed_road, tuple(reversed(MARK_SHAPES))),
    "routes": Style("line", _route, tuple(LINES), Labels("letter", True, 4, 8)),
    "areas": Style("fill", _area, tuple(AREAS)),
}


def _rgb(colour: str, opacity: float = 1.0) -> str:
    """Colour of the palette as QGIS writes it."""
    parts = [int(part, 16) for part in re.findall("[0-9a-f]{2}", getattr(LIGHT, colour))]
    return ",".join(str(part) for part in (*parts, round(255 * opacity)))


def _part(kind: str, bound: tuple[str, str] | None = None, **properties: Any) -> Element:
    """Return a layer of a symbol; `bound` is a property and the column that it is read from."""
    part = Element("layer", {"class": kind, "enabled": "1", "locked": "0"})
    options = SubElement(part, "Option", type="Map")
    for name, value in properties.items():
        SubElement(options, "Option", type="QString", name=name, value=str(value))
    if bound:
        SubElement(part, "data_defined_properties").append(_bound(*bound))
    return part


def _bound(name: str, column: str) -> Element:
    root = Element("Option", type="Map")
    SubElement(root, "Option", type="QString", name="name", value="")
    properties = SubElement(root, "Option", type="Map", name="properties")
    one = SubElement(properties, "Option", type="Map", name=name)
    SubElement(one, "Option", type="bool", name="active", value="true")
    SubElement(one, "Option", type="QString", name="field", value=column)
    SubElement(one, "Option", type="int", name="type", value=str(FIELD))
    SubElement(root, "Option", type="QString", name="type", value="collection")
    return root


def _line(colour: str, width_pt: float, dashes: Any = "-") -> Element:
    dashed = not isinstance(dashes, str)
    pattern = ";".join(f"{length * width_pt:g}" for length in dashes[1]) if dashed else "5;2"
    return _part(
        "SimpleLine", line_color=_rgb(colour), line_width=width_pt, line_width_unit="Point",
        line_style="solid", capstyle="round", joinstyle="round", use_custom_dash=int(dashed),
        customdash=pattern, customdash_unit="Point",
    )  # fmt: skip


def _marker(
    shape: str, fill: str, edge: str, size_pt: float, edge_pt: float = 1.0, angle: int = 0
) -> Element:
    return _part(
        "SimpleMarker", name=shape, color=_rgb(fill), outline_color=_rgb(edge), outline_style="solid",
        outline_width=edge_pt, outline_width_unit="Point", size=size_pt, size_unit="Point", angle=angle,
        scale_method="diameter",
    )  # fmt: skip


def _fill(colour: str, style: str, opacity: float, edge_opacity: float) -> Element:
    return _part(
        "SimpleFill", color=_rgb(colour, opacity), style=style, outline_color=_rgb(colour, edge_opacity),
        outline_style="solid" if edge_opacity else "no", outline_width=0.5, outline_width_unit="Point",
    )  # fmt: skip


def _labeling(labels: Labels) -> Element:
    labeling = Element("labeling", type="simple")
    settings = SubElement(labeling, "settings", calloutType="simple")
    style = SubElement(
        settings, "text-style", fieldName=labels.column, isExpression="0", fontSize="9", fontSizeUnit="Point",
        fontWeight="75", namedStyle="Bold", textColor=_rgb("ink"), textOpacity="1",
    )  # fmt: skip
    if labels.boxed:
        SubElement(
            style, "background", shapeDraw="1", shapeType="0", shapeOpacity="1", shapeSizeType="0",
            shapeSizeX="1.5", shapeSizeY="0.5", shapeSizeUnit="Point", shapeFillColor=_rgb("paper"),
            shapeBorderColor=_rgb("ink"), shapeBorderWidth="1", shapeBorderWidthUnit="Point",
        )  # fmt: skip
    else:
        SubElement(
            style, "text-buffer", bufferDraw="1", bufferSize="1.5", bufferSizeUnits="Point",
            bufferColor=_rgb("paper"), bufferOpacity="1", bufferNoFill="1",
        )  # fmt: skip
    SubElement(
        settings, "placement", placement=str(labels.placement), priority=str(labels.priority),
        predefinedPositionOrder="R,TR,BR,L,TL,BL,TSR,BSR", offsetType="1",
    )  # fmt: skip
    SubElement(settings, "rendering", drawLabels="1", obstacle="1")
    return labeling
