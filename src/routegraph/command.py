"""What Python callers give, said as the command line says it, and the command that asks it again."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path
from typing import Any, cast

import numpy as np

from routegraph import defaults
from routegraph.errors import NotFoundError, QuestionError
from routegraph.intake import clean
from routegraph.network.model import Network
from routegraph.places.locate import Location
from routegraph.scenario.supposition import Closures, moment_of

Asked = str | int | tuple[float, float] | Location
"""What stands for a place in Python: a name or ``LON,LAT``, an OSM node id, ``(lon, lat)``, a location."""

DIGITS = 6
"""Decimal places of a degree in a command: a tenth of a metre."""


def place_text(place: object, network: Network) -> str:
    """Say a place as the command line does.

    Parameters
    ----------
    place : str, int, pair of float, shapely.Point or Location
        A name or ``LON,LAT``; an OSM node id; ``(lon, lat)``.

    Raises
    ------
    NotFoundError
        The network has no such node.
    TypeError
        It is nothing of these.
    """
    if isinstance(place, str):
        return place.strip()
    if isinstance(place, Location):
        return place.query
    if isinstance(place, Integral):
        return _degrees(*_node_point(int(place), network))
    if getattr(place, "geom_type", "") == "Point":
        return _degrees(place.x, place.y)  # type: ignore[attr-defined]
    if isinstance(place, Sequence | np.ndarray) and len(place) == 2:
        lon, lat = place
        if isinstance(lon, Real) and isinstance(lat, Real):
            return _degrees(float(lon), float(lat))
    raise TypeError(f"{place!r:.60} is no place; give a name, 'LON,LAT', (lon, lat) or an OSM node id.")


def _node_point(osm_id: int, network: Network) -> tuple[float, float]:
    """Longitude and latitude of an OSM node: a junction, or a point of a road between two."""
    nodes, shape = network.nodes, network.shape
    if len(at := np.flatnonzero(np.asarray(nodes.osm_id) == osm_id)) == 1:
        return float(nodes.lon[at[0]]), float(nodes.lat[at[0]])
    if osm_id > 0 and len(at := np.flatnonzero(np.asarray(shape.osm_id) == osm_id)):
        return float(shape.lon[at[0]]), float(shape.lat[at[0]])
    raise NotFoundError(f"no OSM node {osm_id} on the roads of {network.name}; give a name, or (lon, lat).")


def _degrees(lon: float, lat: float) -> str:
    return ",".join(f"{value:.{DIGITS}f}".rstrip("0").rstrip(".") for value in (lon, lat))


def plain_closures(closures: Closures) -> Closures:
    """Say what a question supposes as the command line does: texts, paths and lists of them.

    Geometries become well-known text, tables ``KEY=VALUE``, and a single path a list of it.
    """
    told: dict[str, Any] = dict(closures)
    if "close" in told:
        told["close"] = _targets(told["close"])
    for key in ("slow", "delay", "effect"):
        if isinstance(told.get(key), Mapping):
            told[key] = [f"{name}={value}" for name, value in told[key].items()]
    if isinstance(told.get("events"), str | Path):
        told["events"] = [told["events"]]
    if isinstance(told.get("scenario"), Path):
        told["scenario"] = str(told["scenario"])
    if told.get("date") is not None:
        moment = moment_of(told["date"])
        timed = isinstance(moment, dt.datetime)
        told["date"] = f"{moment:%Y-%m-%dT%H:%M}" if timed else str(moment)
    return cast(Closures, told)


def _targets(close: Any) -> Any:
    if close is None or isinstance(close, str):
        return close
    if hasattr(close, "geom_type"):
        return [_target_text(close)]
    if isinstance(close, tuple) and len(close) == 2 and all(isinstance(one, Real) for one in close):
        return [_target_text(close)]
    table = hasattr(close, "columns") and not hasattr(close, "geometry")
    if table or isinstance(close, Mapping | bytes) or not isinstance(close, Iterable):
        raise TypeError(f"close takes a list of targets, not {type(close).__name__}; write close=['M5'].")
    return [_target_text(one) for one in close]


def _target_text(target: Any) -> str:
    """Say a target as the command line does."""
    if isinstance(target, str | Path):
        return str(target).strip()
    if isinstance(target, Integral):
        raise QuestionError(f"close={int(target)}: write 'way/{int(target)}' or 'node/{int(target)}'.")
    if isinstance(target, tuple) and len(target) == 2:
        point = _degrees(float(target[0]), float(target[1]))
        raise QuestionError(f"close={target}: a point needs a radius; write '{point}~2km'.")
    if hasattr(target, "geom_type"):
        return _area_text(target)
    raise TypeError(f"{target!r:.60} is no target to close; give a text, or a polygon in lon, lat.")


def _area_text(shape: Any) -> str:
    """Say a polygon, or the polygons of a GeoSeries or GeoDataFrame, as well-known text."""
    import shapely

    if getattr(shape, "crs", None) is not None:
        shape = shape.to_crs("EPSG:4326")
    if not isinstance(shape, shapely.Geometry):
        shape = shapely.union_all(shape.geometry.values)
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        raise QuestionError(
            f"a {shape.geom_type} is no area to close; give polygons, such as shape.buffer(0.01), "
            "or write 'LON,LAT~2km' or the road's name."
        )
    return str(shapely.to_wkt(shape, rounding_precision=DIGITS))


def command_of(name: str, arguments: Sequence[str], options: Mapping[str, object]) -> str:
    """Return the command that asks a question again."""
    words = ["routegraph", name, *arguments]
    for key, told in options.items():
        flag = f"-{key}" if len(key) == 1 else f"--{key.replace('_', '-')}"
        value = told if key != "scenario" or told is None else str(told)
        if value is True:
            words.append(flag)
        elif isinstance(value, list | tuple):
            words += [word for item in value for word in (flag, str(item))]
        elif value not in (None, False, "") and (key, value) != ("min_confidence", defaults.MIN_CONFIDENCE):
            words += [flag, str(value)]
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    r"""Quote a word for a shell; bytes that are no text, and those that would steer a terminal, are escaped.

    Examples
    --------
    >>> quoted("Tall Rifat"), quoted("M5"), quoted("caf\udce9\x1b.csv")
    ("'Tall Rifat'", 'M5', "$'caf\\xe9\\x1b.csv'")
    """
    if clean(word) == word:
        return shlex.quote(word)
    parts = []
    for sign in word.replace("\\", "\\\\").replace("'", "\\'"):
        raw = (
            sign.encode("utf-8", "surrogateescape")
            if "\udc80" <= sign <= "\udcff"
            else sign.encode("utf-8", "replace")
        )
        parts.append(sign if clean(sign) == sign else "".join(f"\\x{byte:02x}" for byte in raw))
    return f"$'{''.join(parts)}'"
