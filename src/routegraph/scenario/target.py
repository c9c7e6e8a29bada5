"""The target grammar: what may be closed, in options, scenario files and events alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from routegraph.errors import QuestionError
from routegraph.places.locate import parse_point
from routegraph.reports.layers import VECTORS

RADIUS = re.compile(r"^(?P<what>.+?)\s*~\s*(?P<size>-?\d+(?:\.\d+)?)\s*(?P<unit>km|m)$", re.IGNORECASE)
STRUCTURE = re.compile(r"^(bridge|tunnel|crossing|ferry):\s*(\S.*)$", re.IGNORECASE)
DISTRICT = re.compile(r"^district:\s*(\S.*)$", re.IGNORECASE)
OSM_ID = re.compile(r"^(way|node)/(-?\d+)$")
BETWEEN = re.compile(r"\s+[-–—]\s+")
ROAD_OF = re.compile(r"^(?:the\s+)?(\S.*?)\s+(?:road|highway|route)$|^طريق\s+(\S.*)$", re.IGNORECASE)
WKT = re.compile(r"^(MULTI)?POLYGON\s*\(", re.IGNORECASE)
GRAMMAR = (
    "PLACE, PLACE~KM, district:PLACE, bridge:PLACE, tunnel:PLACE, crossing:PLACE, ferry:PLACE, 'A - B', REF, "
    "'PLACE road', ref:REF, name:NAME, 'REF @ A..B', 'REF @ PLACE', LON,LAT~KM, FILE.geojson, way/ID, node/ID"
)


@dataclass(frozen=True)
class PlaceOrRoad:
    """A bare name: a road's ref, a place, a road's name, or the main road through a place ("Hill road")."""

    name: str


@dataclass(frozen=True)
class PlaceTarget:
    """Every road within `radius_m` of a place; None for the radius of its kind."""

    name: str
    radius_m: float | None


@dataclass(frozen=True)
class DistrictTarget:
    """Every road of the district, area or countryside around a place."""

    name: str


@dataclass(frozen=True)
class StructureTarget:
    """One bridge, tunnel, ferry or border crossing (`kind`), by its name, a place, or ``LON,LAT``."""

    kind: str
    name: str


@dataclass(frozen=True)
class PointTarget:
    """Every road within `radius_m` of a point."""

    lon: float
    lat: float
    radius_m: float


@dataclass(frozen=True)
class BetweenTarget:
    """All roads of the quickest path between two places on the open network."""

    start: str
    end: str


@dataclass(frozen=True)
class RoadTarget:
    """Roads with that ref or name (`key` ``ref`` or ``name``), or their part between two places or at one."""

    key: str
    value: str
    part: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaTarget:
    """Roads whose geometry crosses the polygons of a GeoJSON file."""

    path: str


@dataclass(frozen=True)
class GeometryTarget:
    """Roads along the lines, or across the areas, of a map feature; `wkt` is in lon, lat."""

    name: str
    wkt: str


@dataclass(frozen=True)
class OsmTarget:
    """The road of an OSM way, or the roads that meet at or pass an OSM node."""

    kind: str
    osm_id: int


Target = (
    PlaceOrRoad
    | PlaceTarget
    | DistrictTarget
    | StructureTarget
    | PointTarget
    | BetweenTarget
    | RoadTarget
    | AreaTarget
    | GeometryTarget
    | OsmTarget
)


def parse_target(text: str) -> Target:  # noqa: C901, PLR0911, PLR0912  a branch for each form of the grammar
    """Read one target.

    Examples
    --------
    >>> parse_target("37.50,35.78~2km")
    PointTarget(lon=37.5, lat=35.78, radius_m=2000.0)
    >>> parse_target("M5 @ Morek..Saraqib")
    RoadTarget(key='ref', value='M5', part=('Morek', 'Saraqib'))

    Raises
    ------
    QuestionError
        The text is empty or breaks the grammar.
    """
    text = text.strip()
    if not text:
        raise QuestionError(f"an empty target closes nothing; give one of {GRAMMAR}.")
    if text.lower().endswith(VECTORS):
        return AreaTarget(text)
    if WKT.match(text):
        return GeometryTarget("the drawn area", text)
    if match := STRUCTURE.match(text):
        return StructureTarget(match[1].lower(), match[2].strip())
    if match := DISTRICT.match(text):
        return DistrictTarget(match[1])
    if match := OSM_ID.match(text):
        return OsmTarget(match[1], int(match[2]))
    if match := RADIUS.match(text):
        radius_m = float(match["size"]) * (1000 if match["unit"].lower() == "km" else 1)
        if radius_m <= 0:
            raise QuestionError(f"target {text!r}: a radius must be above 0, such as ~3km or ~500m.")
        point = parse_point(match["what"])
        return PointTarget(*point, radius_m) if point else PlaceTarget(match["what"], radius_m)
    if "~" in text:
        raise QuestionError(f"target {text!r}: a radius is a number with km or m, such as ~3km or ~500m.")
    if parse_point(text):
        raise QuestionError(f"target {text!r}: a point needs a radius, such as {text}~2km.")
    if " @ " in text:
        road, _, part = text.partition(" @ ")
        start, dots, end = part.partition("..")
        if not start.strip() or bool(dots) != bool(end.strip()):
            raise QuestionError(
                f"target {text!r}: a part of a road is written 'M5 @ Morek..Saraqib' or 'M5 @ Morek'."
            )
        key, value = _road(road) or ("ref", road.strip())
        return RoadTarget(key, value, (start.strip(), end.strip()) if dots else (start.strip(),))
    if road_key := _road(text):
        return RoadTarget(*road_key)
    ends = BETWEEN.split(text)
    if len(ends) == 2 and all(ends):
        return BetweenTarget(*ends)
    return PlaceOrRoad(text)


def _road(text: str) -> tuple[str, str] | None:
    key, colon, value = text.strip().partition(":")
    return (key, value.strip()) if colon and key in ("ref", "name") and value.strip() else None
