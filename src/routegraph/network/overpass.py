"""Roads of a place, box or polygon from the Overpass API, through osmnx; see `overpass_turns` for turns."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from routegraph.errors import DataError, NotFoundError, QuestionError, UnavailableError
from routegraph.intake import clean, within
from routegraph.network.assemble import Account, Points, Ways, assemble
from routegraph.network.catalog import home
from routegraph.network.landmarks import CrossingRows
from routegraph.network.model import Network, Provenance
from routegraph.network.osmfile import ATTRIBUTION, LICENCE
from routegraph.network.overpass_turns import ask_restrictions
from routegraph.network.placetags import PlaceRows
from routegraph.network.rules import NODE_KEYS, read_node
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, PLACE_KINDS, PLANNED, highway_mask
from routegraph.network.waytags import WAY_KEYS, RoadTags, read_way
from routegraph.version import VERSION

if TYPE_CHECKING:
    import networkx as nx
    from shapely import MultiPolygon, Polygon

    Area = Polygon | MultiPolygon

Answer = TypeVar("Answer")

BACKOFF_S = (5.0, 15.0, 45.0)
"""How long to wait after each answer that the server is busy, before giving up."""

BUSY = frozenset({429, 502, 503, 504})
"""HTTP statuses of a server that may answer later.

Source: https://wiki.openstreetmap.org/wiki/Overpass_API#Public_Overpass_API_instances
"""

QUERY_KM2 = {"secondary_link": 250_000.0, "tertiary_link": 25_000.0, "proposed": 2_500.0}
"""Largest area of one query, by the least important class that it asks for."""

MAX_QUERIES = 10

MOST_BYTES = 1_000_000_000
"""Of one answer, unpacked."""

CHUNK_BYTES = 1 << 16
SLOW_AFTER_S = 30.0
LEAST_BYTES_PER_S = 500.0
"""An answer that comes slower than this after so many seconds is given up."""

_STAMP = re.compile(r'"timestamp_osm_base":\s*"(\d{4}-\d\d-\d\d)')


def fetch(
    where: str | tuple[float, float, float, float] | Area,
    *,
    name: str,
    classes: str | None = None,
    keep_planned: bool = False,
    timeout_s: float = 180.0,
    progress: Callable[[str, float], None] | None = None,
) -> Network:
    """Ask an Overpass server for roads and places, and make a network of them.

    Answers are kept in a cache, so that asking again does not ask the server. The server is
    ``osmnx.settings.overpass_url``; other settings of osmnx are set for the time of the call
    and put back, so calls must not run in several threads at once. Segments with an end in
    the area are kept.

    Parameters
    ----------
    where : str, tuple, or shapely polygon
        A place that Nominatim knows by an area; or west, south, east, north in degrees.
    name : str
        Of the network.
    classes, keep_planned
        See `osmfile.read_osm`. Fewer classes allow a larger area.
    timeout_s : float
        For the server to find its answer, and for every wait for a reply; an answer that is not
        whole after twice this time is given up.
    progress : callable, optional
        Told the stage and the share of the whole work done.

    Raises
    ------
    QuestionError
        The box is none, or the area is too large for a public server.
    NotFoundError
        Nominatim knows no area of that name.
    UnavailableError
        A server cannot be reached, stays busy, or gives a broken answer.
    DataError
        There are no such roads.
    """
    tell = progress or (lambda stage, share: None)
    mask = highway_mask(classes)
    asked = [c for c, kept in zip(HIGHWAYS, mask, strict=True) if kept and (keep_planned or c not in PLANNED)]
    server = _Server(timeout_s)
    with _settings(server, asked, timeout_s):
        import osmnx as ox

        tell("area", 0.0)
        area = _area(where, server)
        _check_size(area, asked)
        tell("roads", 0.05)
        filters = [f'["highway"~"^({"|".join(c for c in asked if c != "ferry")})$"]["area"!="yes"]']
        filters += ['["route"="ferry"]'] if "ferry" in asked else []
        try:
            graph = server.ask(
                lambda: ox.graph_from_polygon(
                    area, simplify=False, retain_all=True, truncate_by_edge=True, custom_filter=filters
                )
            )
        except ValueError as error:  # osmnx finds no element, or none in the area
            raise DataError(
                f"Overpass knows no roads in {_told(where)}"
                + (f" of the classes {classes!r}" if classes else "")
                + "; give a larger area or more classes."
            ) from error
        tell("places", 0.7)
        places, crossings = _places(area, server)
        tell("turn restrictions", 0.75)
        turns = ask_restrictions(area.bounds, server.ask, home() / "overpass")
    tell("assembly", 0.8)
    account, coder = Account(), StringCoder()
    if not server.date:
        account.notes.append("From the cache of Overpass answers, which does not tell the date of its data.")
    west, south, east, north = (float(x) for x in area.bounds)
    provenance = Provenance(
        source=f"Overpass API, {_told(where)}" + (f", {classes}" if classes else ""),
        data_date=server.date,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        bbox=(west, south, east, north),
        sha256="",
    )
    network = assemble(
        name,
        _points(graph),
        _ways(graph, keep_planned, account),
        places.places(coder),
        coder=coder,
        provenance=provenance,
        account=account,
        restrictions=turns,
        crossings=crossings.crossings(coder.code),
    )
    tell("assembly", 1.0)
    return network


def _is_sound(element: Any) -> bool:
    """Whether an element of an answer has what its type needs."""
    if not isinstance(element, dict) or not isinstance(element.get("id"), int):
        return False
    tags = element.get("tags", {})
    if not isinstance(tags, dict) or not all(isinstance(value, str) for value in tags.values()):
        return False
    match element.get("type"):
        case "node":
            return all(isinstance(element.get(key), int | float) for key in ("lon", "lat"))
        case "way":
            nodes = element.get("nodes")
            return isinstance(nodes, list) and all(isinstance(node, int) for node in nodes)
        case "relation":
            members = element.get("members", [])
            return isinstance(members, list) and all(_is_member(member) for member in members)
    return True


def _is_member(member: Any) -> bool:
    kinds = {"type": str, "ref": int, "role": str}
    return isinstance(member, dict) and all(isinstance(member.get(key), kind) for key, kind in kinds.items())


class _BusyError(Exception):
    """The server says that it is busy."""


class _Server:
    """Watches the answers that osmnx gets, which by itself would wait for a busy server for ever.

    Parameters
    ----------
    timeout_s : float
        An answer that has not come whole after twice this time is given up.
    """

    def __init__(self, timeout_s: float) -> None:
        self.date = ""
        self._longest_s = 2 * timeout_s

    def bounded(self, send: Callable[..., Answer]) -> Callable[..., Answer]:
        """Bound the time that a request takes in all, also where the headers come byte by byte."""
        return lambda *args, **options: within(self._longest_s, lambda: send(*args, **options))

    def watch(self, response: Any, *_: Any, **__: Any) -> None:
        """Look at an answer before osmnx does and before it is kept; a hook of requests."""
        host = response.url.split("/")[2]
        if not response.ok:
            response.close()
        if response.status_code in BUSY:
            raise _BusyError(f"{host} is busy ({response.status_code} {response.reason})")
        if not response.ok:
            raise UnavailableError(
                f"{host} answered {response.status_code} {response.reason}; "
                "try again later, or import a file."
            )
        self._read(response, host)
        try:
            answer = response.json()
        except (ValueError, RecursionError) as error:
            raise UnavailableError(
                f"{host} gave a broken answer of {len(response.content)} bytes; try again later."
            ) from error
        if not isinstance(answer, dict):
            return
        if "remark" in answer:
            remark = clean(str(answer["remark"]))[:200]
            raise UnavailableError(f"{host} gave up ({remark}); ask for a smaller area or fewer classes.")
        elements = answer.get("elements")
        if not isinstance(elements, list):
            raise UnavailableError(f"{host} gave an answer without elements; try again later.")
        for number, element in enumerate(elements):
            if not _is_sound(element):
                told = clean(str(element))[:80]
                raise UnavailableError(
                    f"{host} gave a broken answer: element {number} is {told!r}; try again later."
                )
        if not elements:  # osmnx keeps no answer with a remark, and an empty one may be full tomorrow
            answer["remark"] = "empty"
            response._content = json.dumps(answer).encode()
        stamp = _STAMP.search(response.text[:1000])
        if stamp:
            self.date = stamp[1]

    def _read(self, response: Any, host: str) -> None:
        """Take the body as it comes, unpacked: bounded in size, in time, and in slowness."""
        began = time.monotonic()
        parts: list[bytes] = []
        size = 0
        while part := response.raw.read1(CHUNK_BYTES, decode_content=True):
            parts.append(part)
            size += len(part)
            spent_s = time.monotonic() - began
            if size > MOST_BYTES:
                what = f"more than {MOST_BYTES / 1e6:,.0f} MB"
            elif spent_s > self._longest_s:
                what = f"no whole answer within {self._longest_s:g} seconds"
            elif spent_s > SLOW_AFTER_S and size < LEAST_BYTES_PER_S * spent_s:
                what = f"{size:,} bytes in {spent_s:.0f} seconds"
            else:
                continue
            response.close()
            raise UnavailableError(
                f"{host} gave {what}; ask for a smaller area or fewer classes, or try later."
            )
        response._content = b"".join(parts)
        response._content_consumed = True

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Ask again, after longer and longer pauses, while the server is busy."""
        import requests
        import urllib3

        for pause_s in (*BACKOFF_S, None):
            try:
                return question()
            except _BusyError as error:
                if pause_s is None:
                    raise UnavailableError(
                        f"{error}, also after {len(BACKOFF_S)} more attempts; try again later, ask for "
                        "a smaller area, or import a file with 'routegraph network import'."
                    ) from error
                time.sleep(pause_s)
            except TimeoutError as error:
                raise UnavailableError(
                    f"the server gave {error}; ask for a smaller area or fewer classes, or try later."
                ) from error
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                request = getattr(error, "request", None)
                host = str(request.url) if request is not None else "the server"
                raise UnavailableError(
                    f"cannot reach {host} ({type(error).__name__}); check the connection, or import a file "
                    "with 'routegraph network import'."
                ) from error
        raise AssertionError("the last attempt returns or raises")


@contextmanager
def _settings(server: _Server, asked: list[str], timeout_s: float) -> Iterator[None]:
    """Set what osmnx keeps globally, and bound each request that it makes; put all back."""
    import requests
    from osmnx import settings

    wanted = {
        "all_oneway": True,  # one edge per segment, in the order of the way, with its own tags
        "cache_folder": str(home() / "overpass"),
        "use_cache": True,
        "doh_url_template": None,
        "http_user_agent": f"routegraph/{VERSION} (osmnx/{version('osmnx')})",
        "http_referer": "routegraph",
        "max_query_area_size": _query_km2(asked) * 1e6,
        "overpass_rate_limit": False,  # a busy server says so, see BUSY
        "requests_kwargs": settings.requests_kwargs | {"hooks": {"response": server.watch}},
        "requests_timeout": max(1, round(timeout_s)),  # Overpass takes whole seconds alone
        "useful_tags_node": list(NODE_KEYS),
        "useful_tags_way": list(WAY_KEYS),
    }
    before = {key: getattr(settings, key) for key in wanted}
    resolve = socket.getaddrinfo  # osmnx replaces it
    verbs = requests.get, requests.post
    try:
        requests.get, requests.post = server.bounded(requests.get), server.bounded(requests.post)
        for key, value in wanted.items():
            setattr(settings, key, value)
        yield
    finally:
        for key, value in before.items():
            setattr(settings, key, value)
        socket.getaddrinfo = resolve
        requests.get, requests.post = verbs


def _area(where: str | tuple[float, float, float, float] | Area, server: _Server) -> Area:
    from shapely import MultiPolygon, Polygon, box

    if isinstance(where, tuple):
        west, south, east, north = where
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise QuestionError(f"no box {_told(where)}; give west,south,east,north in degrees.")
        return box(*where)
    if not isinstance(where, str):
        if not isinstance(where, Polygon | MultiPolygon) or where.is_empty or not where.is_valid:
            raise QuestionError("give a valid polygon, in degrees.")
        return where
    import osmnx as ox

    try:
        found = server.ask(lambda: ox.geocode_to_gdf(where))
    except (ValueError, TypeError) as error:  # nothing, or only points and lines
        raise NotFoundError(
            f"Nominatim knows no area called {where!r}; give its name and country, or a box with --bbox."
        ) from error
    shape: Area = found.geometry.iloc[0]
    return shape


def _query_km2(asked: list[str]) -> float:
    last = max((HIGHWAYS.index(c) for c in asked if c != "ferry"), default=0)
    return next(km2 for name, km2 in QUERY_KM2.items() if last <= HIGHWAYS.index(name))


def _check_size(area: Area, asked: list[str]) -> None:
    import geopandas as gpd

    km2 = float(gpd.GeoSeries([area], crs="EPSG:4326").to_crs("EPSG:6933").area.iloc[0]) / 1e6
    most = MAX_QUERIES * _query_km2(asked)
    if km2 > most:
        raise QuestionError(
            f"the area has {km2:,.0f} km2, and a public server is asked for {most:,.0f} km2 of these classes "
            "at the most; ask for fewer classes (--classes tertiary+), a smaller area, or import a file."
        )


def _told(where: str | tuple[float, float, float, float] | Area) -> str:
    if isinstance(where, str):
        return where
    bounds = where if isinstance(where, tuple) else where.bounds
    return ",".join(f"{x:g}" for x in bounds)


def _places(area: Area, server: _Server) -> tuple[PlaceRows, CrossingRows]:
    """Places and border controls."""
    import osmnx as ox

    rows, crossings = PlaceRows(), CrossingRows()
    wanted: dict[str, bool | str | list[str]] = {"place": list(PLACE_KINDS), "barrier": "border_control"}
    try:
        frame = server.ask(lambda: ox.features_from_polygon(area, wanted))
    except ValueError:  # osmnx finds none
        return rows, crossings
    for (element, number), row in frame.iterrows():
        if element == "node":
            tags = {str(k): v for k, v in row.items() if isinstance(v, str)}
            rows.add(int(number), tags, row.geometry.x, row.geometry.y)
            crossings.add(int(number), tags, row.geometry.x, row.geometry.y)
    return rows, crossings


def _texts(data: dict[str, Any]) -> dict[str, str]:
    return {key: value for key, value in data.items() if isinstance(value, str)}


def _points(graph: nx.MultiDiGraph[int]) -> Points:
    nodes: list[tuple[int, dict[str, Any]]] = sorted(graph.nodes.items())
    return Points(
        osm_id=np.array([number for number, _ in nodes], np.int64),
        lon=np.array([data["x"] for _, data in nodes], np.float64),
        lat=np.array([data["y"] for _, data in nodes], np.float64),
        laws={number: law for number, data in nodes if (law := read_node(_texts(data))) is not None},
    )


def _ways(graph: nx.MultiDiGraph[int], keep_planned: bool, account: Account) -> Ways:
    """Each edge as a way of two points; osmnx has turned the ways that are driven backwards."""
    number: dict[int, int] = {}
    kinds: list[RoadTags] = []
    rows: list[tuple[int, int, int, int]] = []
    for u, v, data in graph.edges(data=True):
        way = data["osmid"]
        if way not in number:
            reading = read_way({key: data[key] for key in WAY_KEYS if key in data}, keep_planned=keep_planned)
            for what in reading.lost:
                account.lose(what, 1)
            number[way] = -1 if reading.road is None else len(kinds)
            if reading.road is not None:
                kinds.append(reading.road)
                for what in reading.imputed:
                    account.impute(what, 1)
                for key, value in reading.unread:
                    account.misread(key, value, 1)
                account.called.update(reading.called)
        if number[way] >= 0:
            rows.append((way, u, v, number[way]))
    table = np.array(rows, np.int64).reshape(-1, 4)
    return Ways(table[:, 0], 2 * np.arange(len(table) + 1), table[:, 1:3].ravel(), table[:, 3], kinds)
