"""Networks as GeoDataFrames."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from routegraph.network.interop import NUMBER_TAGS
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS, SURFACES, RoadFlag

if TYPE_CHECKING:
    import geopandas as gpd


def roads_gdf(network: Network) -> gpd.GeoDataFrame:
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
    for column in NUMBER_TAGS:
        columns[column] = np.where(getattr(roads, column) > 0, getattr(roads, column), np.nan)
    for flag in RoadFlag:
        columns[str(flag.name).lower()] = (roads.flags & int(flag)) != 0
    return _told(gpd.GeoDataFrame(columns, geometry=lines, crs="EPSG:4326"), network)


def places_gdf(network: Network) -> gpd.GeoDataFrame:
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
