"""The road network as flat arrays: nodes, roads, arcs, places, and where they came from."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError
from routegraph.network.arcs import Arcs
from routegraph.network.arrays import Float, Int
from routegraph.network.grid import BoxGrid
from routegraph.network.landmarks import Crossings, Districts
from routegraph.network.laws import Restrictions, Rules
from routegraph.network.othernames import OtherNames
from routegraph.network.sphere import distinct
from routegraph.network.strings import Strings
from routegraph.network.tags import HIGHWAYS, PLACE_KINDS

if TYPE_CHECKING:
    import geopandas as gpd
    import networkx as nx


@dataclass(frozen=True)
class Provenance:
    """Where a network came from; everything a citation needs.

    Attributes
    ----------
    source : str
        File name, query or package that the network was read from.
    data_date : str
        ISO date of the state of the data; empty when the source does not tell.
    licence, attribution : str
        Of the data; the attribution stands on every map and export.
    bbox : tuple of float
        west, south, east, north in degrees.
    sha256 : str
        Of the source file.
    imputed : dict
        What the source did not tell and was filled in, with counts.
    lost : dict
        What the source had and the network does not model, with counts.
    restrictions : dict
        Turn restrictions that the source had, by kind; `Network.restrictions` holds those in use.
    notes : tuple of str
        Anything else that a reader of results must know.
    """

    source: str
    data_date: str
    licence: str
    attribution: str
    bbox: tuple[float, float, float, float]
    sha256: str
    imputed: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    restrictions: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Nodes:
    """Junctions, dead ends, and points where a road's tags change or a place joins it.

    Attributes
    ----------
    lon, lat : float64[N]
        WGS84 degrees.
    osm_id : int64[N]
        0 where the source has none.
    component : int32[N]
        Strongly connected component, numbered from the largest (0); islands have higher numbers.
    """

    lon: Float
    lat: Float
    osm_id: Int
    component: Int

    def __len__(self) -> int:
        return len(self.lon)


@dataclass(frozen=True, eq=False)
class Roads:
    """Undirected physical stretches between two nodes: the thing that a person closes.

    Every road has one set of tags. Long roads are divided so that a closure of a place
    closes the stretch at that place, not the way to the next junction 50 km off.

    Attributes
    ----------
    u, v : int32[R]
        End nodes; the shape runs from `u` to `v`.
    way_start : int32[R + 1]
        Road `r` is made of the OSM ways ``way_id[way_start[r]:way_start[r + 1]]``.
    way_id : int64[...]
    highway : uint8[R]
        Index into `tags.HIGHWAYS`.
    name, ref : int32[R]
        String codes; 0 for none. A ref of several numbers keeps OSM's ``M4;M5``.
    surface : uint8[R]
        Index into `tags.SURFACES`.
    flags : uint16[R]
        Bits of `tags.RoadFlag`.
    width_m : float32[R]
        Of the carriageway; 0 where the source does not tell.
    length_m : float64[R]
        Positive and finite.
    shape_start : int64[R + 1]
        Road `r` is drawn by points ``shape_start[r]:shape_start[r + 1]`` of `Shape`, ends included.
    bbox : float32[R, 4]
        west, south, east, north of the shape, rounded outwards.
    """

    u: Int
    v: Int
    way_start: Int
    way_id: Int
    highway: Int
    name: Int
    ref: Int
    surface: Int
    flags: Int
    width_m: Float
    length_m: Float
    shape_start: Int
    bbox: Float

    def __len__(self) -> int:
        return len(self.u)


@dataclass(frozen=True, eq=False)
class Shape:
    """The points that roads are drawn by, road after road.

    Attributes
    ----------
    lon, lat : float64[...]
    osm_id : int64[...]
        0 where the source has none.
    """

    lon: Float
    lat: Float
    osm_id: Int


@dataclass(frozen=True, eq=False)
class Places:
    """Named places with every name at hand.

    Attributes
    ----------
    osm_id : int64[P]
    kind : uint8[P]
        Index into `tags.PLACE_KINDS`.
    lon, lat : float64[P]
    population : int64[P]
        -1 where unknown.
    node : int32[P]
        The node where journeys of this place begin and end, where the source names one
        or the import divided a road for it; -1 leaves it to snapping.
    name : int32[P]
        String code of the name to show.
    names_start : int32[P + 1]
        Names of place `p` are ``names_start[p]:names_start[p + 1]`` of the next two arrays.
    names_key, names_text : int32[...]
        String codes: the OSM key (``name``, ``name:ar``, ``alt_name``) and the name itself.
    """

    osm_id: Int
    kind: Int
    lon: Float
    lat: Float
    population: Int
    node: Int
    name: Int
    names_start: Int
    names_key: Int
    names_text: Int

    def __len__(self) -> int:
        return len(self.lon)


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A road network: immutable arrays and their provenance.

    Coordinates are WGS84 degrees, always in the order lon, lat. `folder` is where it is stored,
    None for one in memory alone; `reader` the script that its names are shown in, see `places.shown`.
    """

    name: str
    nodes: Nodes
    roads: Roads
    arcs: Arcs
    shape: Shape
    places: Places
    strings: Strings
    provenance: Provenance
    rules: Rules = field(default_factory=Rules)
    restrictions: Restrictions = field(default_factory=Restrictions)
    crossings: Crossings = field(default_factory=Crossings)
    districts: Districts = field(default_factory=Districts)
    other_names: OtherNames = field(default_factory=OtherNames)
    folder: Path | None = None
    reader: str = "LATIN"

    def __repr__(self) -> str:
        length_km = float(self.roads.length_m.sum()) / 1000
        roads = f"{len(self.roads):,} roads of {length_km:,.0f} km, {len(self.nodes):,} nodes"
        date = self.provenance.data_date or "unknown date"
        return f"<Network {self.name}: {roads}, {len(self.places):,} places, data of {date}>"

    def _repr_html_(self) -> str:
        from routegraph.network.summary import html

        return html(self)

    def road_shape(self, road: int) -> tuple[Float, Float]:
        """Longitudes and latitudes of the points that a road is drawn by, from `u` to `v`.

        Parameters
        ----------
        road : int
            Its number, 0 to R - 1.

        Returns
        -------
        lon, lat : float64[K]
            Degrees; at least the two ends.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> lon, lat = network.road_shape(0)
        >>> len(lon) == len(lat) >= 2
        True
        """
        part = slice(int(self.roads.shape_start[road]), int(self.roads.shape_start[road + 1]))
        return self.shape.lon[part], self.shape.lat[part]

    @cached_property
    def node_keys(self) -> NDArray[np.int64]:
        """What nodes are called in graphs: their OSM ids where each has one of its own, else numbers."""
        ids = np.asarray(self.nodes.osm_id, np.int64)
        own = not (ids == 0).any() and len(ids) == len(distinct(ids))
        return ids if own else np.arange(len(ids), dtype=np.int64)

    @cached_property
    def road_grid(self) -> BoxGrid:
        """Bounding boxes of the roads."""
        return BoxGrid.of(*np.asarray(self.roads.bbox, np.float64).T)

    @cached_property
    def node_grid(self) -> BoxGrid:
        """The nodes."""
        lon, lat = np.asarray(self.nodes.lon), np.asarray(self.nodes.lat)
        return BoxGrid.of(lon, lat, lon, lat)

    def road_name(self, road: int) -> str:
        """Return the name of a road.

        Parameters
        ----------
        road : int
            Its number, 0 to R - 1.

        Returns
        -------
        str
            Empty where it has none.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> network.road_name(int(np.flatnonzero(network.roads.ref)[0]))
        'M5 motorway'
        """
        return self.strings[int(self.roads.name[road])]

    def called(self, name: int) -> Iterator[tuple[str, str]]:
        """Pairs of OSM key and name in other languages of the roads of one plain name, by its code.

        Parameters
        ----------
        name : int
            String code of the plain name.

        Yields
        ------
        key, name : str
            ``name:ar``, ``name:en`` ...

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> list(network.called(0))
        []
        """
        table = self.other_names
        for i in range(*np.searchsorted(table.plain, [name, name + 1]).tolist()):
            yield self.strings[int(table.key[i])], self.strings[int(table.text[i])]

    def road_ref(self, road: int) -> str:
        """Return the ref of a road, such as ``M5``.

        Parameters
        ----------
        road : int
            Its number, 0 to R - 1.

        Returns
        -------
        str
            Empty where it has none; several with semicolons.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> network.road_ref(int(np.flatnonzero(network.roads.ref)[0]))
        'M5'
        """
        return self.strings[int(self.roads.ref[road])]

    def road_class(self, road: int) -> str:
        """Return the class of a road: the value of OSM's ``highway``.

        Parameters
        ----------
        road : int
            Its number, 0 to R - 1.

        Returns
        -------
        str
            Such as ``motorway``.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> network.road_class(int(np.flatnonzero(network.roads.ref)[0]))
        'motorway'
        """
        return HIGHWAYS[int(self.roads.highway[road])]

    def place_names(self, place: int) -> Iterator[tuple[str, str]]:
        """Pairs of OSM key and name of one place.

        Parameters
        ----------
        place : int
            Its number, 0 to P - 1.

        Yields
        ------
        key, name : str
            ``name``, ``name:ar``, ``alt_name`` ...

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> next(network.place_names(0))[0]
        'name'
        """
        for i in range(int(self.places.names_start[place]), int(self.places.names_start[place + 1])):
            yield (
                self.strings[int(self.places.names_key[i])],
                self.strings[int(self.places.names_text[i])],
            )

    def place_kind(self, place: int) -> str:
        """Return the kind of a place: the value of OSM's ``place``.

        Parameters
        ----------
        place : int
            Its number, 0 to P - 1.

        Returns
        -------
        str
            Such as ``town``.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> network.place_kind(0)
        'city'
        """
        return PLACE_KINDS[int(self.places.kind[place])]

    @classmethod
    def from_networkx(cls, graph: nx.MultiDiGraph[Any], *, name: str) -> Network:
        """Give way to `routegraph.from_networkx`; goes with the next release."""
        network: Network = _moved("interop", "from_networkx")(graph, name=name)
        return network

    def to_networkx(self) -> nx.MultiDiGraph[Any]:
        """Give way to `routegraph.to_networkx`; goes with the next release."""
        graph: nx.MultiDiGraph[Any] = _moved("interop", "to_networkx")(self)
        return graph

    def roads_gdf(self) -> gpd.GeoDataFrame:
        """Give way to `routegraph.to_geodataframes`; goes with the next release."""
        return _moved("geodataframes", "to_geodataframes")(self)[0]

    def places_gdf(self) -> gpd.GeoDataFrame:
        """Give way to `routegraph.to_geodataframes`; goes with the next release."""
        return _moved("geodataframes", "to_geodataframes")(self)[1]

    def check(self) -> None:
        """Raise `DataError` when the arrays break their contract; O(N + R + M).

        Raises
        ------
        DataError
            With the rule that is broken.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> network.check()
        """
        from routegraph.network.contract import broken_rule

        if rule := broken_rule(self):
            raise DataError(
                f"network {self.name!r} is damaged: not true that {rule}; rebuild it from its source."
            )


def _moved(module: str, function: str) -> Callable[..., Any]:
    """Warn that a method has become a function; returns the function."""
    warnings.warn(
        f"call routegraph.{function} instead; this method goes with the next release.",
        DeprecationWarning,
        stacklevel=3,
    )
    found: Callable[..., Any] = getattr(import_module(f"routegraph.network.{module}"), function)
    return found


def require_network(given: object) -> None:
    """Raise `TypeError` for what is no network."""
    if not isinstance(given, Network):
        raise TypeError(f"{given!r:.60} is no Network; that of a study is routegraph.load(...).network.")


def freeze(network: Network) -> Network:
    """Make every array of a network read-only; returns the network."""
    for table in fields(network):
        value = getattr(network, table.name)
        for column in fields(value) if hasattr(value, "__dataclass_fields__") else ():
            array = getattr(value, column.name)
            if isinstance(array, np.ndarray):
                array.flags.writeable = False
    return network
