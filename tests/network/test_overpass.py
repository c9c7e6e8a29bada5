"""Overpass and Nominatim, answered by a server of our own on this machine."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import osmnx as ox
import pytest
import requests
from click.testing import CliRunner
from shapely import MultiPolygon, Polygon, box
from shapely.geometry import mapping

from routegraph.cli.main import main
from routegraph.errors import DataError, ExitCode, NotFoundError, QuestionError, UnavailableError
from routegraph.network import overpass
from routegraph.network.restrictions import NO_RESTRICTIONS, banned_turns
from routegraph.network.tags import RoadFlag

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

BOX = (36.0, 35.0, 36.1, 35.1)
Answer = tuple[int, bytes]


def told(*elements: dict[str, object], **more: object) -> Answer:
    answer = {
        "version": 0.6,
        "osm3s": {"timestamp_osm_base": "2026-11-01T06:00:00Z"},
        "elements": list(elements),
    }
    return 200, json.dumps(answer | more).encode()


def node(number: int, lon: float, lat: float, **tags: str) -> dict[str, object]:
    told = {"tags": plain(tags)} if tags else {}
    return {"type": "node", "id": number, "lon": lon, "lat": lat} | told


def way(number: int, nodes: list[int], **tags: str) -> dict[str, object]:
    return {"type": "way", "id": number, "nodes": nodes, "tags": plain(tags)}


def plain(tags: dict[str, str]) -> dict[str, str]:
    return {key.replace("__", ":"): text for key, text in tags.items()}


ROADS = told(
    *(node(i, 36.01 + i * 0.001, 35.05) for i in range(1, 6)),
    node(6, 36.016, 35.05, barrier="bollard"),
    node(7, 36.017, 35.05),
    node(8, 36.5, 35.05),
    way(10, [1, 2, 3], highway="trunk", name="طريق", maxspeed="90"),
    way(11, [5, 4, 3], highway="trunk", name="طريق", maxspeed="90"),
    way(12, [2, 5], highway="motorway"),
    way(13, [7, 6, 5], highway="residential", oneway="-1"),
    way(14, [7, 8], highway="track"),
)
PLACES = told(
    node(90, 36.0121, 35.0501, place="town", name="خناصر", name__en="Khanasser"),
    node(91, 36.05, 35.05, place="village"),
)
TOWN = [
    {
        "osm_type": "relation", "osm_id": 5, "importance": 0.5, "lat": "35.05", "lon": "36.05",
        "display_name": "Town", "boundingbox": ["35.0", "35.1", "36.0", "36.1"],
        "geojson": mapping(box(*BOX)),
    }
]  # fmt: skip


class Served:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.roads: list[Answer] = [ROADS]
        self.places: list[Answer] = [PLACES]
        self.turns: list[Answer] = [told()]
        self.names: list[Answer] = [(200, json.dumps(TOWN).encode())]
        self.queries: list[str] = []
        self.agents: set[str] = set()

    def answer(self, path: str, body: str) -> Answer:
        if path.startswith("/nominatim"):
            self.queries.append(urlparse(path).query)
            return self.names.pop(0) if len(self.names) > 1 else self.names[0]
        query = parse_qs(body)["data"][0]
        self.queries.append(query)
        queue = self.turns if "restriction" in query else self.places if "place" in query else self.roads
        return queue.pop(0) if len(queue) > 1 else queue[0]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    state = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def do_GET(self) -> None:
            self.reply("")

        def reply(self, body: str) -> None:
            state.agents.add(self.headers["User-Agent"])
            status, content = state.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(ox.settings, "overpass_url", f"{address}/api")
    monkeypatch.setattr(ox.settings, "nominatim_url", f"{address}/nominatim/")
    monkeypatch.setattr(overpass, "BACKOFF_S", (0.0, 0.0))
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_box_becomes_a_network_with_its_tags_places_and_origin(served: Served) -> None:
    network = overpass.fetch(BOX, name="town")
    ids, roads = network.nodes.osm_id, network.roads
    ends = {(int(ids[u]), int(ids[v])) for u, v in zip(roads.u, roads.v, strict=True)}
    drives = {(int(ids[t]), int(ids[h])) for t, h in zip(network.arcs.tail, network.arcs.head, strict=True)}
    assert {tuple(sorted(pair)) for pair in ends} == {(1, 2), (2, 5), (5, 6), (6, 7), (7, 8)}
    assert len(roads) == 6
    assert (2, 5) in drives and (5, 6) in drives and (6, 7) in drives
    assert (6, 5) not in drives and (7, 6) not in drives
    assert sorted({network.road_class(r) for r in range(6)}) == ["motorway", "residential", "track", "trunk"]
    assert ((roads.flags & RoadFlag.BARRIER) != 0).sum() == 1
    assert network.rules.maxspeed_kph.max() == 90
    trunk = [r for r in range(6) if network.road_class(r) == "trunk"]
    assert {network.road_name(r) for r in trunk} == {"طريق"}
    assert list(network.place_names(0)) == [("name", "خناصر"), ("name:en", "Khanasser")]
    assert len(network.places) == 1
    told = network.provenance
    assert (told.source, told.data_date, told.bbox) == ("Overpass API, 36,35,36.1,35.1", "2026-11-01", BOX)
    assert told.attribution == "© OpenStreetMap contributors"
    assert told.imputed["oneway of motorways"] == 1


def test_asking_again_is_answered_from_the_cache(served: Served, tmp_path: Path) -> None:
    overpass.fetch(BOX, name="town")
    asked = len(served.queries)
    again = overpass.fetch(BOX, name="town")
    assert len(served.queries) == asked == 4
    assert len(again.roads) == 6
    assert again.provenance.notes == (
        "From the cache of Overpass answers, which does not tell the date of its data.",
    )
    assert len(list((tmp_path / "home" / "overpass").iterdir())) == 4


def test_the_server_is_told_who_asks_and_only_for_the_classes_wanted(served: Served) -> None:
    overpass.fetch(BOX, name="town", classes="trunk+,ferry", timeout_s=25.4)
    roads = [query for query in served.queries if "place" not in query and "restriction" not in query]
    assert len(roads) == 2
    assert '["highway"~"^(motorway|motorway_link|trunk|trunk_link)$"]' in roads[0]
    assert '["route"="ferry"]' in roads[1]
    assert all("[timeout:25]" in query for query in served.queries)
    assert all(agent.startswith("routegraph/") for agent in served.agents)


def test_a_place_is_found_by_its_name(served: Served) -> None:
    network = overpass.fetch("Town, Syria", name="town")
    assert served.queries[0].startswith("format=json") and "Town" in served.queries[0]
    assert network.provenance.source == "Overpass API, Town, Syria"
    assert len(network.roads) == 6


def test_a_polygon_may_be_given(served: Served) -> None:
    assert len(overpass.fetch(box(*BOX), name="town").roads) == 6
    assert len(overpass.fetch(MultiPolygon([box(*BOX)]), name="town").roads) == 6


def test_a_busy_server_is_asked_again(served: Served) -> None:
    served.roads = [(429, b"rate limited"), (504, b"<html>timeout</html>"), ROADS]
    assert len(overpass.fetch(BOX, name="town").roads) == 6


@pytest.mark.parametrize("status", [429, 504])
def test_a_server_that_stays_busy_is_given_up(served: Served, status: int) -> None:
    served.roads = [(status, b"busy")]
    with pytest.raises(
        UnavailableError, match=rf"is busy \({status} .*also after 2 more attempts; try again later"
    ):
        overpass.fetch(BOX, name="town")
    assert len(served.queries) == 3


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((200, b""), "broken answer of 0 bytes"),
        ((200, ROADS[1][:200]), "broken answer of 200 bytes"),
        ((200, b"<html>error</html>"), "broken answer"),
        ((400, b"bad query"), "answered 400"),
        ((200, b"[" * 100_000), "broken answer"),
        ((200, b'{"version": 0.6}'), "without elements"),
        ((200, b'{"elements": [{"type": "way", "id": 1, "nodes": [1], "tags": null}]}'), "element 0 is"),
        ((200, b'{"elements": [{"type": "node", "id": 1, "lat": "x", "lon": 2}]}'), "element 0 is"),
        ((200, b'{"elements": [{"type": "way", "id": 1, "nodes": ["a"]}]}'), "element 0 is"),
        ((200, b'{"elements": [7]}'), "element 0 is"),
        (told(remark="runtime error: Query timed out"), "gave up .*Query timed out.* smaller area"),
    ],
)
def test_a_broken_answer_is_told_and_not_kept(
    served: Served, answer: Answer, says: str, tmp_path: Path
) -> None:
    served.roads = [answer]
    with pytest.raises(UnavailableError, match=says):
        overpass.fetch(BOX, name="town")
    assert not list((tmp_path / "home").rglob("*.json"))


def test_an_area_without_roads_or_places(served: Served) -> None:
    served.roads = [told()]
    with pytest.raises(DataError, match=r"knows no roads in 36,35,36\.1,35\.1 of the classes 'trunk\+'"):
        overpass.fetch(BOX, name="town", classes="trunk+")
    served.roads, served.places = [ROADS], [told()]
    assert len(overpass.fetch(BOX, name="town").places) == 0


@pytest.mark.parametrize("names", [[], [TOWN[0] | {"geojson": {"type": "Point", "coordinates": [36, 35]}}]])
def test_a_name_without_an_area_is_not_found(served: Served, names: list[object]) -> None:
    served.names = [(200, json.dumps(names).encode())]
    with pytest.raises(NotFoundError, match="no area called 'Atlantis'; give"):
        overpass.fetch("Atlantis", name="town")


def test_a_server_out_of_reach_is_told_at_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ox.settings, "overpass_url", "http://127.0.0.1:9/api")
    with pytest.raises(UnavailableError, match=r"cannot reach http://127\.0\.0\.1:9/"):
        overpass.fetch(BOX, name="town")


@pytest.mark.parametrize(
    ("where", "classes", "says"),
    [
        ((36.0, 34.5, 39.0, 37.0), None, "the area has 7.,... km2, .* asked for 25,000 km2"),
        ((30.0, 20.0, 60.0, 40.0), "tertiary+", "asked for 250,000 km2"),
        ((39.0, 34.5, 36.0, 37.0), None, "no box 39,34.5,36,37; give west,south,east,north"),
        ((36.0, 34.5, 39.0, 97.0), None, "no box"),
        ((float("nan"), 34.5, 39.0, 37.0), None, "no box"),
        (Polygon(), None, "give a valid polygon"),
        (BOX, "paths", "no road class"),
    ],
)
def test_a_question_too_large_or_malformed_is_refused_before_it_is_asked(
    served: Served, where: tuple[float, float, float, float], classes: str | None, says: str
) -> None:
    with pytest.raises(QuestionError, match=says):
        overpass.fetch(where, name="town", classes=classes)
    assert served.queries == []


def test_trunk_roads_of_the_whole_corridor_are_one_query(served: Served) -> None:
    overpass.fetch((36.0, 34.5, 39.0, 37.0), name="corridor", classes="trunk+")
    assert sum("highway" in query for query in served.queries) == 1


def test_the_settings_of_osmnx_are_put_back(served: Served) -> None:
    before = {key: getattr(ox.settings, key) for key in dir(ox.settings) if key.islower() and key[0] != "_"}
    overpass.fetch(BOX, name="town")
    served.roads = [told()]
    with pytest.raises(DataError):
        overpass.fetch((36.0, 35.0, 36.2, 35.1), name="empty")
    assert {key: getattr(ox.settings, key) for key in before} == before


def dribbling(content: bytes, headers: dict[str, str], pause_s: float, head: bytes = b"") -> Iterator[str]:
    """A server that sends its answer byte by byte, or all at once; with `head` it never ends its headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if head:
                with suppress(OSError):
                    self.wfile.write(head)
                    while not stop.wait(pause_s):
                        self.wfile.write(b"x")
                return
            self.send_response(200)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            with suppress(OSError):
                if not pause_s:
                    self.wfile.write(content)
                    return
                while not stop.wait(pause_s):
                    self.wfile.write(b" ")

        def log_message(self, *_: object) -> None:
            pass

    stop = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api"
    stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        ("SLOW_AFTER_S", 0.05, "bytes in 0 seconds"),
        ("SLOW_AFTER_S", 1e9, "no whole answer within 0.4 seconds"),
    ],
)
def test_a_server_that_dribbles_is_given_up(
    limit: str, value: float, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(overpass, limit, value)
    for address in dribbling(b"", {}, 0.01):
        monkeypatch.setattr(ox.settings, "overpass_url", address)
        with pytest.raises(UnavailableError, match=says):
            overpass.fetch(BOX, name="town", timeout_s=0.2)


@pytest.mark.parametrize("head", [b"H", b"HTTP/1.1 200 OK\r\nX-Wait: "])
def test_a_server_that_never_ends_its_headers_is_given_up(
    head: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    verbs = requests.get, requests.post
    for address in dribbling(b"", {}, 0.01, head):
        monkeypatch.setattr(ox.settings, "overpass_url", address)
        done = CliRunner().invoke(
            main, ["network", "fetch", "--bbox", "36,35,36.1,35.1", "--name", "town", "--timeout", "0.2"]
        )
    assert done.exit_code == ExitCode.UNAVAILABLE
    assert "no whole answer within 0.4 seconds" in done.stderr
    assert (requests.get, requests.post) == verbs


def test_a_packed_bomb_is_given_up_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(overpass, "MOST_BYTES", 1_000_000)
    bomb = gzip.compress(b" " * 50_000_000)
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(bomb))}
    for address in dribbling(bomb, headers, 0):
        monkeypatch.setattr(ox.settings, "overpass_url", address)
        with pytest.raises(UnavailableError, match="more than 1 MB"):
            overpass.fetch(BOX, name="town")
    assert not list((tmp_path / "home").rglob("*.json"))


def test_an_empty_answer_is_not_kept(served: Served, tmp_path: Path) -> None:
    served.roads = [told()]
    with pytest.raises(DataError, match="knows no roads"):
        overpass.fetch(BOX, name="town")
    assert not list((tmp_path / "home").rglob("*.json"))


def relation(number: int, members: list[tuple[str, int, str]], **tags: str) -> dict[str, object]:
    listed = [{"type": kind, "ref": ref, "role": role} for kind, ref, role in members]
    return {"type": "relation", "id": number, "members": listed, "tags": plain(tags)}


def test_turn_restrictions_are_asked_for_and_bind(served: Served) -> None:
    served.turns = [
        told(
            relation(
                1, [("way", 12, "from"), ("node", 5, "via"), ("way", 13, "to")],
                type="restriction", restriction="no_left_turn",
            ),
            relation(
                2, [("way", 12, "from"), ("way", 13, "via"), ("way", 14, "to")],
                type="restriction", restriction="no_right_turn",
            ),
        )
    ]  # fmt: skip
    network = overpass.fetch(BOX, name="town")
    assert 'relation["type"~"^restriction(:|$)"](35,36,35.1,36.1)' in served.queries[-1]
    assert network.provenance.restrictions == {"no_left_turn": 1, "no_right_turn": 1}
    assert NO_RESTRICTIONS not in network.provenance.notes
    ids, arcs = network.nodes.osm_id, network.arcs
    turned = {
        (int(ids[arcs.tail[turn[0]]]), *(int(ids[arcs.head[arc]]) for arc in turn))
        for turn in banned_turns(network, "hgv")
    }
    assert turned == {(2, 5, 6), (2, 5, 6, 7, 8)}
    served.turns = [(500, b"")]
    assert banned_turns(overpass.fetch(BOX, name="town"), "hgv") == banned_turns(network, "hgv")


def test_a_broken_answer_about_turns_is_told(served: Served) -> None:
    served.turns = [
        told({"type": "relation", "id": 1, "members": [{"type": "way", "ref": "10", "role": "from"}]})
    ]
    with pytest.raises(UnavailableError, match="broken answer: element 0"):
        overpass.fetch(BOX, name="town")
