"""Networks to and from osmnx graphs."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from routegraph.errors import DataError, NotFoundError, RoutegraphError
from routegraph.intake import clean, is_file
from routegraph.network.arrays import Float
from routegraph.network.assemble import Account
from routegraph.network.lawtags import LEVELS, LIMITS, YES
from routegraph.network.model import Network, Provenance, require_network
from routegraph.network.numbering import Stretches, build_network
from routegraph.network.placetags import PlaceRows
from routegraph.network.restrictions import NO_RESTRICTIONS
from routegraph.network.sphere import great_circle_m
from routegraph.network.store import sha256_of
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, MODES, SURFACES, RoadFlag
from routegraph.network.waytags import RoadTags, read_lanes, read_way

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[Any]

FLAG_TAGS: dict[RoadFlag, tuple[str, str]] = {
    RoadFlag.BRIDGE: ("bridge", "yes"),
    RoadFlag.TUNNEL: ("tunnel", "yes"),
    RoadFlag.FORD: ("ford", "yes"),
    RoadFlag.TOLL: ("toll", "yes"),
    RoadFlag.ROUNDABOUT: ("junction", "roundabout"),
    RoadFlag.FERRY: ("route", "ferry"),
}
"""The OSM tag that tells a flag to those who know the tags; every flag also stands in ``flags``."""

_NOT_TAGS = frozenset(
    {
        "oneway",
        "reversed",
        "length",
        "geometry",
        "osmid",
        "flags",
        "road",
        "pace_kph",
        "conditional",
        "speed_kph",
        "travel_time",
    }
)


def from_networkx(graph: Graph, *, name: str) -> Network:
    """Take over an osmnx graph, simplified or not, with its own nodes, lengths and directions.

    An edge and its opposite become one road. Where osmnx merged several values of a tag, the
    most important highway class counts, names and refs are joined, and of the rest the first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        Nodes with ``x`` and ``y`` in degrees; edges with osmnx's attributes.
    name : str
        Of the network.

    Returns
    -------
    Network
        Checked, with the provenance that the graph tells.

    Raises
    ------
    DataError
        The graph is projected, a node has no position, or a length is no positive number.

    Examples
    --------
    >>> import routegraph
    >>> network = routegraph.load("hama-aleppo").network
    >>> len(from_networkx(to_networkx(network), name="again").roads) == len(network.roads)
    True
    """
    crs = str(graph.graph.get("crs", "epsg:4326")).lower()
    if crs not in ("epsg:4326", "wgs84", "ogc:crs84"):
        raise DataError(f"the graph is projected ({crs}); give osmnx.project_graph(graph, to_latlong=True).")
    roads = _GraphRoads(graph)
    # edges against the order of a way's nodes come last and join the road that is there already
    edges = sorted(graph.edges(data=True), key=lambda edge: edge[2].get("reversed") is True)
    for u, v, data in edges:
        roads.add(u, v, data)
    return roads.network(name)


class _GraphRoads:
    """Makes roads of the edges of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._about = graph.graph
        self._account = Account()
        self._number: dict[Hashable, int] = {}
        self._lonlat: list[tuple[float, float]] = []
        self._osm_id: list[int] = []
        for node, data in graph.nodes(data=True):
            try:
                self._lonlat.append((float(data["x"]), float(data["y"])))
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(
                    f"node {node!r} of the graph has no x and y in degrees; give a graph as osmnx makes it."
                ) from error
            self._number[node] = len(self._osm_id)
            own = data.get("osmid", node)
            self._osm_id.append(own if isinstance(own, int) else 0)
        self._waiting: dict[Hashable, list[int]] = {}
        self._chains: list[list[int]] = []
        self._ways: list[list[int]] = []
        self._lengths: list[float] = []
        self._tags: list[RoadTags] = []

    def add(self, u: Hashable, v: Hashable, data: Mapping[str, Any]) -> None:
        tags = _way_tags(data)
        reading = read_way(tags, keep_planned=True)
        if reading.road is None:
            for what in reading.lost:
                self._account.lose(what, 1)
            return
        rule = reading.road.backward if data.get("reversed") is True else reading.road.forward
        if rule is None:
            return
        rule = rule._replace(
            pace_kph=float(data.get("pace_kph", 0.0)), conditional=str(data.get("conditional", ""))
        )
        ways = [int(way) for way in _listed(data.get("osmid", 0)) if str(way).lstrip("-").isdigit()]
        line = data.get("geometry")
        inner = [] if line is None else [(float(p[0]), float(p[1])) for p in line.coords[1:-1]]
        a, b, which = self._number[u], self._number[v], frozenset(ways)
        waiting = self._waiting.get((b, a, which, tuple(reversed(inner))))
        if waiting:
            at = waiting.pop()
            self._tags[at] = self._tags[at]._replace(backward=rule)
            return
        for what in reading.imputed:
            self._account.impute(what, 1)
        for key, value in reading.unread:
            self._account.misread(key, value, 1)
        at = len(self._tags)
        self._waiting.setdefault((a, b, which, tuple(inner)), []).append(at)
        first = len(self._lonlat)
        self._lonlat += inner
        self._osm_id += [0] * len(inner)
        self._chains.append([a, *range(first, first + len(inner)), b])
        self._ways.append(ways or [0])
        self._lengths.append(self._length(self._chains[-1], u, v, data))
        flags = reading.road.flags | _named_flags(data.get("flags"))
        lanes = read_lanes(tags, oneway=data.get("oneway") in (True, "True", "yes"), unread=[])
        if data.get("reversed") is True:
            lanes = lanes[::-1]
        self._tags.append(reading.road._replace(forward=rule, backward=None, flags=flags, half_lanes=lanes))

    def _length(self, chain: list[int], u: Hashable, v: Hashable, data: Mapping[str, Any]) -> float:
        if "length" not in data:
            lon, lat = np.array([self._lonlat[p] for p in chain]).T
            return float(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())
        try:
            length = float(data["length"])
        except (TypeError, ValueError):
            length = math.nan
        if not (math.isfinite(length) and length >= 0):
            raise DataError(
                f"edge {u!r} to {v!r} has the length {data['length']!r}; give every edge metres, "
                "for example by osmnx.distance.add_edge_lengths."
            )
        return length

    def network(self, name: str) -> Network:
        if not self._tags:
            raise DataError("the graph holds no road that a vehicle could use.")
        lon, lat = np.array(self._lonlat, np.float64).T
        if not np.all((np.abs(lon) <= 180) & (np.abs(lat) <= 90)):
            raise DataError("the graph has points off the globe; give x and y in degrees.")
        count = np.array([len(chain) - 1 for chain in self._chains])
        begins = np.zeros(int(count.sum()), bool)
        begins[np.cumsum(count) - count] = True
        lengths = np.zeros(len(begins))
        lengths[begins] = self._lengths
        ways = [
            ids[min(i, len(ids) - 1)]
            for ids, n in zip(self._ways, count.tolist(), strict=True)
            for i in range(n)
        ]
        stretches = Stretches(
            a=np.array([p for chain in self._chains for p in chain[:-1]]),
            b=np.array([p for chain in self._chains for p in chain[1:]]),
            way_id=np.array(ways, np.int64),
            kind=np.repeat(np.arange(len(count)), count),
            begins=begins,
        )
        about, coder = self._about, StringCoder()
        provenance = Provenance(
            source=str(about.get("source", "networkx graph")),
            data_date=str(about.get("data_date", "")),
            licence=str(about.get("licence", "ODbL-1.0")),
            attribution=str(about.get("attribution", "© OpenStreetMap contributors")),
            bbox=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())),
            sha256="",
            imputed=dict(self._account.imputed),
            lost=dict(self._account.losses()),
            notes=(NO_RESTRICTIONS,),
        )
        return build_network(
            name,
            (np.array(self._osm_id, np.int64), lon, lat),
            stretches,
            lengths,
            kinds=self._tags,
            places=PlaceRows().places(coder),
            coder=coder,
            provenance=provenance,
        )


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _way_tags(data: Mapping[str, Any]) -> dict[str, str]:
    """Tags of an edge as OSM has them; its direction is that of the edge."""
    tags = {"highway": "road"}
    for key, value in data.items():
        texts = [
            "yes" if text is True else str(text)
            for text in _listed(value)
            if not (text is None or text is False or (isinstance(text, float) and math.isnan(text)))
        ]
        if not texts or key in _NOT_TAGS:
            continue
        if key == "highway":
            tags[key] = min(texts, key=lambda t: HIGHWAYS.index(t) if t in HIGHWAYS else len(HIGHWAYS))
        else:
            tags[key] = ";".join(dict.fromkeys(texts)) if key in ("name", "ref") else texts[0]
    return tags | {"oneway": "no"}


def _named_flags(text: Any) -> int:
    names = str(text or "").upper().split("|")
    return int(sum(RoadFlag[name] for name in set(names) if name in RoadFlag.__members__))


class Drives(Protocol):
    """What a vehicle tells: its speed on every arc, 0 where it may not go."""

    def arc_speed_kph(self, network: Network) -> Float: ...


def to_networkx(network: Network, vehicle: Drives | None = None) -> Graph:
    """Make the graph that osmnx would have made: its plotting, routing and saving accept it.

    Nodes are named by their OSM id where every node has one of its own, else by their number.
    Edges carry ``length`` in metres, OSM's tags, and ``road``, the number of their road.

    Parameters
    ----------
    network : Network
        Stays as it is.
    vehicle : Vehicle, optional
        Edges then carry its ``speed_kph`` and ``travel_time`` in seconds, as osmnx calls them;
        infinite where it may not go.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes by OSM id with ``x`` and ``y`` in degrees; edges with ``length`` in metres and OSM's keys.

    Examples
    --------
    >>> import routegraph
    >>> network = routegraph.load("hama-aleppo").network
    >>> graph = to_networkx(network)
    >>> graph.number_of_nodes() == len(network.nodes), graph.number_of_edges() == len(network.arcs)
    (True, True)
    >>> timed = to_networkx(network, routegraph.find_vehicle("truck"))
    >>> timed.edges[0, 1, 0]["length"], timed.edges[0, 1, 0]["travel_time"]
    (19833.0, 1190.0)
    """
    require_network(network)
    import networkx as nx
    from shapely import LineString

    about = network.provenance
    graph: Graph = nx.MultiDiGraph(
        crs="epsg:4326",
        simplified=True,
        name=network.name,
        source=about.source,
        data_date=about.data_date,
        licence=about.licence,
        attribution=about.attribution,
    )
    key, ids = network.node_keys.tolist(), network.nodes.osm_id.tolist()
    streets = np.bincount(np.concatenate([network.roads.u, network.roads.v]), minlength=len(ids)).tolist()
    lon, lat = network.nodes.lon.tolist(), network.nodes.lat.tolist()
    graph.add_nodes_from(
        (k, {"x": x, "y": y, "osmid": i, "street_count": n})
        for k, x, y, i, n in zip(key, lon, lat, ids, streets, strict=True)
    )
    u, v = network.roads.u.tolist(), network.roads.v.tolist()
    driven = _driven(network, vehicle)
    for road, (forward, backward) in enumerate(network.arcs.of_road.tolist()):
        tags = _road_tags(network, road)
        tags["oneway"] = forward < 0 or backward < 0
        points = np.column_stack(network.road_shape(road))
        bent = len(points) > 2
        if forward >= 0:
            shape = {"geometry": LineString(points)} if bent else {}
            law = law_tags(network, forward) | driven(forward)
            graph.add_edge(key[u[road]], key[v[road]], **tags, **law, reversed=False, **shape)
        if backward >= 0:
            shape = {"geometry": LineString(points[::-1])} if bent else {}
            law = law_tags(network, backward) | driven(backward)
            graph.add_edge(key[v[road]], key[u[road]], **tags, **law, reversed=True, **shape)
    return graph


def _driven(network: Network, vehicle: Drives | None) -> Callable[[int], dict[str, float]]:
    """What a vehicle's speed and time on an arc are; nothing without a vehicle."""
    if vehicle is None:
        return lambda _: {}
    speed_kph = vehicle.arc_speed_kph(network)
    with np.errstate(divide="ignore"):
        time_s = np.asarray(network.roads.length_m)[network.arcs.road] * 3.6 / speed_kph
    return lambda arc: {"speed_kph": float(speed_kph[arc]), "travel_time": round(float(time_s[arc]), 1)}


def _road_tags(network: Network, road: int) -> dict[str, Any]:
    roads = network.roads
    ways = roads.way_id[roads.way_start[road] : roads.way_start[road + 1]].tolist()
    tags: dict[str, Any] = {
        "road": road,
        "osmid": ways[0] if len(ways) == 1 else ways,
        "highway": network.road_class(road),
        "length": float(roads.length_m[road]),
    }
    optional = {
        "name": network.road_name(road),
        "ref": network.road_ref(road),
        "surface": SURFACES[int(roads.surface[road])],
    }
    optional |= _lane_tags(network, road)
    optional["width"] = str(roads.width_m[road]) if roads.width_m[road] > 0 else ""
    flags = RoadFlag(int(roads.flags[road]))
    optional["flags"] = "|".join(str(flag.name).lower() for flag in flags)
    optional |= {FLAG_TAGS[flag][0]: FLAG_TAGS[flag][1] for flag in flags if flag in FLAG_TAGS}
    return tags | {key: text for key, text in optional.items() if text}


def _lane_tags(network: Network, road: int) -> dict[str, str]:
    arcs = network.arcs.of_road[road]
    lanes = [int(network.arcs.half_lanes[arc]) / 2 for arc in arcs.tolist() if arc >= 0]
    if not any(lanes):
        return {}
    if len(lanes) == 1 or lanes[0] == lanes[1]:
        return {"lanes": f"{sum(lanes):g}"}
    return {
        key: f"{count:g}"
        for key, count in zip(("lanes:forward", "lanes:backward"), lanes, strict=True)
        if count
    }


def law_tags(network: Network, arc: int) -> dict[str, str]:
    """Tags that say the law of an arc; a key for all motor vehicles where it is the same for all."""
    rules, row = network.rules, int(network.arcs.rule[arc])
    tags = _by_mode("motor_vehicle", "{mode}", [LEVELS[level] for level in rules.access[row]], LEVELS[YES])
    for key, column in {"maxspeed": "maxspeed_kph", **LIMITS}.items():
        numbers = [str(number) if number > 0 else "" for number in getattr(rules, column)[row]]
        tags |= _by_mode(key, key + ":{mode}", numbers, "")
    if rules.pace_kph[row] > 0:
        tags["pace_kph"] = str(rules.pace_kph[row])
    if rules.conditional[row]:
        tags["conditional"] = network.strings[int(rules.conditional[row])]
    return tags


def _by_mode(for_all: str, for_mode: str, values: list[str], untold: str) -> dict[str, str]:
    if len(set(values)) == 1:
        return {for_all: values[0]} if values[0] != untold else {}
    return {for_mode.format(mode=mode): value or "none" for mode, value in zip(MODES, values, strict=True)}


def read_graphml(path: str | Path) -> Network:
    """Read a GraphML file that osmnx or `export` wrote.

    Raises
    ------
    NotFoundError, DataError
    """
    path = Path(path)
    if not is_file(path):
        raise NotFoundError(f"no file {path}; give the path of a GraphML file.")
    import osmnx as ox

    try:
        graph = ox.load_graphml(path)
        network = from_networkx(graph, name=clean(path.stem))
        told = replace(network.provenance, source=clean(path.name), sha256=sha256_of(path))
        return replace(network, provenance=told)
    except RoutegraphError:
        raise
    except Exception as error:  # parsers of XML, literals and geometry each raise their own
        raise DataError(
            f"{path.name} is no GraphML file of a road graph ({error}); write one by osmnx.save_graphml."
        ) from error
