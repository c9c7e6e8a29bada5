"""Networks to and from GeoDataFrames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from routegraph.errors import DataError
from routegraph.network.interop import from_networkx
from routegraph.network.lawtags import LEVELS, LIMITS
from routegraph.network.model import Network, freeze, require_network
from routegraph.network.placetags import PlaceRows
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, MODES, SURFACES, RoadFlag

if TYPE_CHECKING:
    import geopandas as gpd


def to_geodataframes(network: Network) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Tabulate the roads with their shapes and the places with every name.

    Parameters
    ----------
    network : Network
        Stays as it is.

    Returns
    -------
    roads : geopandas.GeoDataFrame
        One row for each road, in the order of `Network.roads`: end nodes ``u`` and ``v``, the
        OSM ways, class, name, ref, surface, ``length_m``, limits, flags, and its line from ``u`` to ``v``.
    places : geopandas.GeoDataFrame
        One row for each place; ``names`` holds every name by its OSM key, as JSON.

    Examples
    --------
    >>> import routegraph
    >>> roads, places = routegraph.to_geodataframes(routegraph.load("hama-aleppo").network)
    >>> len(roads), len(places), roads.crs.to_string()
    (1229, 46, 'EPSG:4326')
    """
    require_network(network)
    return roads_table(network), places_table(network)


def from_geodataframes(
    roads: gpd.GeoDataFrame, places: gpd.GeoDataFrame | None = None, *, name: str
) -> Network:
    """Take over a table of roads, and one of places: those of `to_geodataframes`, or your own.

    Parameters
    ----------
    roads : geopandas.GeoDataFrame
        Lines in degrees. Columns are OSM keys (``highway``, ``name``, ``maxspeed``) or those of
        `to_geodataframes`; a row without ``highway`` is a road of unknown class, one with
        ``oneway`` is driven along its line alone. Lines hang together by ``u`` and ``v``
        (columns or index) where these are told, else where their ends are the same point.
    places : geopandas.GeoDataFrame, optional
        Points with ``kind`` or ``place``, and ``name`` or ``names``.
    name : str
        Of the network.

    Returns
    -------
    Network
        Checked, its lengths measured on the sphere where the table tells none.

    Raises
    ------
    DataError
        The coordinates are no degrees, a row is no line, or no road is left.

    Examples
    --------
    >>> import geopandas, shapely, routegraph
    >>> line = shapely.LineString([(36.75, 35.13), (37.05, 35.01)])
    >>> table = geopandas.GeoDataFrame({"highway": ["primary"]}, geometry=[line], crs="EPSG:4326")
    >>> routegraph.from_geodataframes(table, name="mine")
    <Network mine: 1 roads of 30 km, 2 nodes, 0 places, data of unknown date>
    """
    import networkx as nx

    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(**{k: v for k, v in roads.attrs.items() if k != "network"})
    graph.graph["crs"] = "epsg:4326"
    rows = roads if {"u", "v"} <= set(roads.columns) else roads.reset_index()
    _require_degrees(rows, "LineString", "roads")
    for line, row in zip(
        rows.geometry, rows.drop(columns=rows.geometry.name).to_dict("records"), strict=True
    ):
        ends = [(float(p[0]), float(p[1])) for p in (line.coords[0], line.coords[-1])]
        keys = [row.pop("u", ends[0]), row.pop("v", ends[1])]
        for key, (x, y) in zip(keys, ends, strict=True):
            graph.add_node(key, x=x, y=y, osmid=0)
        tags, oneway = _edge_of(row), str(row.get("oneway", "no")).lower()
        if oneway != "-1":
            graph.add_edge(keys[0], keys[1], **tags, reversed=False, geometry=line)
        if oneway in ("-1", "false", "no", "0", "nan", "none"):
            graph.add_edge(keys[1], keys[0], **tags, reversed=oneway != "-1", geometry=line.reverse())
    network = from_networkx(graph, name=name)
    return network if places is None else _with_places(network, places)


def _require_degrees(table: gpd.GeoDataFrame, kind: str, what: str) -> None:
    if table.crs is not None and not table.crs.is_geographic:
        raise DataError(f"the {what} are projected ({table.crs}); give table.to_crs('EPSG:4326').")
    for number, geometry in enumerate(table.geometry):
        if geometry is None or geometry.is_empty or geometry.geom_type != kind:
            told = "nothing" if geometry is None or geometry.is_empty else geometry.geom_type
            raise DataError(f"row {number} of the {what} holds {told}, not a {kind}; explode or drop it.")


def _edge_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes of an edge, as `from_networkx` reads them, of a row of roads."""
    columns = {column: key for key, column in LIMITS.items()}
    renamed = {
        "length_m": "length",
        "way_id": "osmid",
        "width_m": "width",
        "maxspeed_kph": "maxspeed",
    } | columns
    told = {renamed.get(key, key): value for key, value in row.items() if key != "oneway"}
    if isinstance(told.get("osmid"), str):
        told["osmid"] = told["osmid"].split(";")
    flags = [str(flag.name).lower() for flag in RoadFlag]
    told["flags"] = "|".join(flag for flag in flags if row.get(flag) is True)
    return {key: value for key, value in told.items() if key not in flags or not isinstance(value, bool)}


def _with_places(network: Network, places: gpd.GeoDataFrame) -> Network:
    _require_degrees(places, "Point", "places")
    rows, coder = PlaceRows(), StringCoder()
    coder.codes(network.strings.all)
    for point, row in zip(places.geometry, places.to_dict("records"), strict=True):
        tags = {str(k): v for k, v in row.items() if isinstance(v, str)}
        tags["place"] = tags.get("place") or tags.get("kind", "")
        with suppress(ValueError, AttributeError):
            tags |= {str(k): str(v) for k, v in json.loads(tags.get("names", "{}")).items()}
        with suppress(ValueError, TypeError):
            tags["population"] = str(int(row.get("population", "")))
        number = row.get("osm_id", 0)
        rows.add(int(number) if isinstance(number, int | np.integer) else 0, tags, point.x, point.y)
    return freeze(replace(network, places=rows.places(coder), strings=coder.strings()))


def roads_table(network: Network) -> gpd.GeoDataFrame:
    """Tabulate the roads: one row each, in the order of `Network.roads`, drawn by its whole shape."""
    import geopandas as gpd
    import shapely

    roads = network.roads
    texts = np.array(network.strings.all, object)
    rows = np.repeat(np.arange(len(roads)), np.diff(roads.shape_start))
    lines = shapely.linestrings(np.column_stack([network.shape.lon, network.shape.lat]), indices=rows)
    ways = roads.way_id.astype(str).tolist()
    start = roads.way_start.tolist()
    columns: dict[str, Any] = {
        "u": np.asarray(roads.u),
        "v": np.asarray(roads.v),
        "way_id": [";".join(ways[a:b]) for a, b in pairwise(start)],
        "highway": np.array(HIGHWAYS, object)[roads.highway],
        "name": texts[roads.name],
        "ref": texts[roads.ref],
        "surface": np.array(SURFACES, object)[roads.surface],
        "length_m": np.asarray(roads.length_m),
        "oneway": (network.arcs.of_road < 0).any(axis=1),
    }
    columns["width_m"] = np.where(roads.width_m > 0, roads.width_m, np.nan)
    columns |= _law_columns(network)
    for flag in RoadFlag:
        columns[str(flag.name).lower()] = (roads.flags & int(flag)) != 0
    return _told(gpd.GeoDataFrame(columns, geometry=lines, crs="EPSG:4326"), network)


def _law_columns(network: Network) -> dict[str, Any]:
    """What binds a lorry on each road: the strictest of both directions."""
    arcs, rules = network.arcs, network.rules
    rule = np.where(arcs.of_road < 0, arcs.of_road[:, ::-1], arcs.of_road)
    rule = arcs.rule[rule]
    columns: dict[str, Any] = {}
    for mode, number in ((mode, i) for i, mode in enumerate(MODES)):
        columns[mode] = np.array(LEVELS, object)[rules.access[:, number][rule].max(axis=1)]
    hgv = list(MODES).index("hgv")
    for column in ("maxspeed_kph", *LIMITS.values()):
        told = getattr(rules, column)[:, hgv][rule].astype(float)
        least = np.where(told > 0, told, np.inf).min(axis=1)
        columns[column] = np.where(np.isfinite(least), least, np.nan)
    return columns


def places_table(network: Network) -> gpd.GeoDataFrame:
    """Tabulate the places; ``names`` holds every name by its OSM key, as JSON."""
    import geopandas as gpd
    import pandas as pd
    import shapely

    places = network.places
    names: list[str] = []
    for place in range(len(places)):
        by_key: dict[str, list[str]] = {}
        for key, text in network.place_names(place):
            by_key.setdefault(key, []).append(text)
        names.append(json.dumps({key: ";".join(t) for key, t in by_key.items()}, ensure_ascii=False))
    population = pd.array(np.asarray(places.population), "Int64")
    population[np.asarray(places.population) < 0] = pd.NA
    columns = {
        "osm_id": np.asarray(places.osm_id),
        "name": [network.strings[int(code)] for code in places.name],
        "kind": [network.place_kind(place) for place in range(len(places))],
        "population": population,
        "names": names,
    }
    points = shapely.points(places.lon, places.lat)
    return _told(gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326"), network)


def _told(frame: gpd.GeoDataFrame, network: Network) -> gpd.GeoDataFrame:
    about = network.provenance
    frame.attrs |= {
        "network": network.name,
        "source": about.source,
        "data_date": about.data_date,
        "licence": about.licence,
        "attribution": about.attribution,
    }
    return frame
