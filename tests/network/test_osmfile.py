import bz2
import gc
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pytest
from drawing import Point, Way, line_of, osm_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routegraph.errors import DataError, NotFoundError
from routegraph.network.catalog import open_named
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm

Drawn = Callable[..., Network]
PRIMARY = {"highway": "primary"}
NAMED = PRIMARY | {"name": "a, b=c%20@ x\nطريق حلب", "ref": "M4;M5"}
TOWN: Point = (
    36.0012,
    35.001,
    {
        "place": "town",
        "name": "خناصر",
        "name:en": "Khanasser",
        "alt_name": "Khanasir;Khunasira",
        "old_name:fr": "Anasartha",
        "int_name": "Khanasir",
        "population": "2 397",
        "wikidata": "Q1",
    },
)
MAP = osm_xml(line_of(4) | {90: TOWN}, [(10, [1, 2, 3], NAMED), (11, [3, 4], {"highway": "track"})])


def as_pbf(text: str, folder: Path, compression: str = "zlib") -> bytes:
    source, target = folder / "source.osm", folder / "target.osm.pbf"
    target.unlink(missing_ok=True)
    source.write_text(text, encoding="utf-8")
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2021-08-05T20:21:00Z")
    plain = osmium.io.File(str(target), f"pbf,pbf_compression={compression}")
    with osmium.SimpleWriter(plain, header=header) as writer:
        for thing in osmium.FileProcessor(str(source)):
            writer.add(thing)
    return target.read_bytes()


@pytest.mark.parametrize("suffix", [".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ".pbf.osm", ".txt"])
def test_every_format_is_read_by_its_content_whatever_its_suffix(suffix: str, tmp_path: Path) -> None:
    plain = MAP.encode()
    content = {".osm.gz": gzip.compress(plain), ".osm.bz2": bz2.compress(plain)}.get(suffix, plain)
    if "pbf" in suffix:
        content = as_pbf(MAP, tmp_path)
    file = tmp_path / f"town{suffix}"
    file.write_bytes(content)
    network = read_osm(file)
    assert network.name == "town"
    assert len(network.roads) == 2
    named = int(np.flatnonzero(network.roads.name)[0])
    assert network.road_name(named) == NAMED["name"]
    assert network.road_ref(named) == "M4;M5"
    assert network.provenance.sha256 == hashlib.sha256(content).hexdigest()
    assert network.provenance.source == file.name
    assert network.provenance.bbox == (36.001, 35.0, 36.004, 35.0)


def test_a_place_keeps_every_name_and_its_population(drawn: Drawn) -> None:
    network = drawn(line_of(2) | {90: TOWN}, [(10, [1, 2], PRIMARY)])
    assert list(network.place_names(0)) == [
        ("name", "خناصر"),
        ("name:en", "Khanasser"),
        ("alt_name", "Khanasir"),
        ("alt_name", "Khunasira"),
        ("old_name:fr", "Anasartha"),
        ("int_name", "Khanasir"),
    ]
    assert network.place_kind(0) == "town"
    assert network.strings[int(network.places.name[0])] == "خناصر"
    assert network.places.population.tolist() == [2397]
    assert network.places.osm_id.tolist() == [90]


def test_places_without_a_name_a_known_kind_or_a_position_are_left_out(drawn: Drawn) -> None:
    more: dict[int, Point] = {
        90: (36.0, 35.0, {"place": "town"}),
        91: (36.0, 35.0, {"place": "ocean", "name": "Sea"}),
        92: (36.0, 95.0, {"place": "town", "name": "Nowhere"}),
        93: (36.0, 35.0, {"place": "town", "name:en": "Homs", "population": "many"}),
    }
    network = drawn(line_of(2) | more, [(10, [1, 2], PRIMARY)])
    assert [network.strings[int(code)] for code in network.places.name] == ["Homs"]
    assert network.places.population.tolist() == [-1]


def test_the_date_of_the_data_is_that_of_the_header_or_of_the_name(tmp_path: Path) -> None:
    pbf = tmp_path / "syria-2020-01.osm.pbf"
    pbf.write_bytes(as_pbf(MAP, tmp_path))
    assert read_osm(pbf).provenance.data_date == "2021-08-05"
    xml = tmp_path / "syria-2020-01.osm"
    xml.write_text(MAP)
    assert read_osm(xml).provenance.data_date == "2020-01"
    assert read_osm(xml).provenance.notes == ("The data date is the one in the file's name.",)


def test_turn_restrictions_are_counted_and_rings_of_relations_do_no_harm(drawn: Drawn) -> None:
    relations = (
        '<relation id="1"><member type="way" ref="10" role="from"/><tag k="type" v="restriction"/></relation>'
        '<relation id="2"><member type="relation" ref="3" role=""/></relation>'
        '<relation id="3"><member type="relation" ref="2" role=""/></relation>'
    )
    network = drawn(line_of(2), [(10, [1, 2], PRIMARY)], relations)
    assert network.provenance.lost == {"turn restrictions of no known kind (none told)": 1}


def test_negative_ids_are_ids(drawn: Drawn) -> None:
    nodes = {-i: spot for i, spot in line_of(3).items()}
    network = drawn(nodes, [(-10, [-1, -2, -3], PRIMARY)])
    assert network.shape.osm_id.tolist() == [-1, -2, -3]
    assert network.roads.way_id.tolist() == [-10]


@pytest.mark.parametrize("number", [1 << 41, 1 << 52, (1 << 63) - 600])
def test_ids_beyond_all_measure_cost_no_memory(number: int, drawn: Drawn) -> None:
    nodes = line_of(3) | {number: (36.004, 35.0)}
    network = drawn(nodes, [(10, [1, 2, 3, number], PRIMARY)])
    kept = number < 1 << 53
    assert network.shape.osm_id.tolist() == [1, 2, 3, *([number] if kept else [])]
    assert bool(network.provenance.lost) is not kept


def test_of_repeated_ids_the_last_counts_and_the_loss_is_told(drawn: Drawn, tmp_path: Path) -> None:
    twice: list[Way] = [(10, [1, 2], PRIMARY), (10, [2, 3], PRIMARY)]
    network = drawn(line_of(3), twice)
    assert network.shape.osm_id.tolist() == [2, 3]
    assert network.provenance.lost == {"earlier ways of an id that came again": 1}
    first, second = osm_xml(line_of(3)), osm_xml({3: (36.5, 35.0)}, [(10, [1, 2, 3], PRIMARY)])
    file = tmp_path / "twice.osm"
    file.write_text(first.replace("</osm>\n", "") + second.partition('<osm version="0.6">')[2])
    network = read_osm(file)
    assert network.provenance.lost == {"earlier nodes of an id that came again": 1}
    assert network.nodes.lon.max() == 36.5


def test_points_off_the_globe_and_ways_of_one_point_are_counted(drawn: Drawn) -> None:
    nodes = line_of(4) | {3: (36.0, 95.0)}
    network = drawn(nodes, [(10, [1, 2, 3, 4], PRIMARY), (11, [4], PRIMARY), (12, [1, 2, 2], PRIMARY)])
    assert network.provenance.lost == {
        "points of ways off the globe": 1,
        "ways of fewer than two points": 1,
        "points that a way names twice in a row": 1,
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02 random bytes", "is no OpenStreetMap file"),
        (b"lon,lat\n36,35\n", "is no OpenStreetMap file"),
        (b"<?xml version='1.0'?><gpx></gpx>", "damaged or no OpenStreetMap file"),
        (b'<?xml version="1.0"?><osmChange version="0.6"></osmChange>', "holds changes"),
        (osm_xml(line_of(3)).encode(), "holds no road"),
        (osm_xml({}, [(10, [1, 2], PRIMARY)]).encode(), "holds no road"),
        (osm_xml(line_of(3), [(10, [1, 2], {"highway": "footway"})]).encode(), "holds no road"),
        (MAP.replace('lat="35.0"', 'lat="9500000000"').encode(), "damaged"),
        (MAP.replace('id="1"', 'id="one"').encode(), "damaged"),
        (MAP.replace('id="1"', 'id="99999999999999999999"').encode(), "damaged"),
        (
            MAP.replace("<osm ", '<!DOCTYPE osm [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><osm ').encode(),
            "entities are not supported",
        ),
        (b"\x1f\x8b" + b"no gzip", "damaged"),
        (b"BZh9" + b"no bzip", "damaged"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader" + b"\xff" * 40, "damaged"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.osm"
    file.write_bytes(content)
    with pytest.raises(DataError, match=says) as caught:
        read_osm(file)
    assert "bad.osm" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_not_found(tmp_path: Path) -> None:
    for path in (tmp_path / "none.osm", tmp_path):
        with pytest.raises(NotFoundError, match="no file"):
            read_osm(path)


@pytest.mark.parametrize("form", ["xml", "pbf", "gz", "bz2"])
def test_a_file_cut_off_anywhere_is_refused(form: str, tmp_path: Path) -> None:
    plain = MAP.rstrip().encode()
    whole = {"xml": plain, "gz": gzip.compress(plain), "bz2": bz2.compress(plain)}.get(form) or as_pbf(
        MAP, tmp_path
    )
    file = tmp_path / "cut.osm"
    for size in np.linspace(0, len(whole) - 1, 23).astype(int):
        file.write_bytes(whole[:size])
        with pytest.raises(DataError):
            read_osm(file)


def test_text_that_is_no_unicode_is_refused_and_halves_of_pairs_are_replaced(tmp_path: Path) -> None:
    whole = as_pbf(MAP.replace("Khanasser", "QQQ"), tmp_path, "none")
    file = tmp_path / "text.osm.pbf"
    file.write_bytes(whole.replace(b"QQQ", b"\xed\xa0\x80"))
    assert ("name:en", "\ufffd") in list(read_osm(file).place_names(0))
    file.write_bytes(whole.replace(b"QQQ", b"a\xc3("))
    assert ("name:en", "a\ufffd(") in list(read_osm(file).place_names(0))
    for broken in (b"\xff\xfe\xfd", b"\xf7\xbf\xbf"):
        file.write_bytes(whole.replace(b"QQQ", broken))
        with pytest.raises(DataError, match="Unicode"):
            read_osm(file)
    gc.collect()  # the process would end here if the writer were destroyed


def test_letters_of_the_line_format_are_letters(tmp_path: Path) -> None:
    file = tmp_path / "letters.osm"
    for name in ("%,=", " T x1 y2", " N", "a%7a%", "x y", "\t\u00a0", "\U0001f6e3", '"&<'):
        file.write_text(osm_xml(line_of(2), [(1, [1, 2], PRIMARY | {"name": name, "ref": "1"})]), "utf-8")
        network = read_osm(file)
        assert (network.road_name(0), network.road_ref(0)) == (name, "1")


def test_progress_is_told_in_order(tmp_path: Path) -> None:
    file = tmp_path / "town.osm"
    file.write_text(MAP)
    told: list[tuple[str, float]] = []
    read_osm(file, progress=lambda stage, share: told.append((stage, share)))
    assert [stage for stage, _ in told] == ["checksum", "ways", "points", "assembly", "assembly"]
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("seeds")
    packed = gzip.compress(MAP.encode(), mtime=0)
    return [MAP.encode(), as_pbf(MAP, folder), as_pbf(MAP, folder, "none"), packed]


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_files_are_read_or_refused(data: st.DataObject, seeds: list[bytes], tmp_path: Path) -> None:
    content = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
        if not content:
            break
    file = tmp_path / "mutated.osm"
    file.write_bytes(content)
    try:
        network = read_osm(file)
    except DataError as error:
        assert "mutated.osm" in str(error)
    else:
        network.check()


@pytest.mark.parametrize("pack", [lambda raw: raw, gzip.compress, bz2.compress])
def test_a_file_whose_server_gave_up_is_refused_packed_or_not(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    remark = "<remark> runtime error: Query timed out after 25 seconds.\x1b </remark>\n"
    file = tmp_path / "part.osm"
    file.write_bytes(pack(osm_xml(line_of(3), [(10, [1, 2, 3], PRIMARY)], remark).encode()))
    with pytest.raises(DataError, match=r"not whole: .*timed out after 25 seconds\.'"):
        read_osm(file)


def test_what_an_editor_deleted_is_gone_and_counted(tmp_path: Path) -> None:
    text = osm_xml(line_of(4), [(10, [1, 2, 3], PRIMARY), (11, [3, 4], PRIMARY)])
    file = tmp_path / "josm.osm"
    file.write_text(text.replace('<way id="11"', "<way action='delete' id='11' visible='true'"))
    network = read_osm(file)
    assert network.roads.way_id.tolist() == [10]
    assert network.provenance.lost == {"objects that an editor has marked as deleted": 1}


def test_a_history_is_refused(tmp_path: Path) -> None:
    text = osm_xml(line_of(4), [(10, [1, 2, 3], PRIMARY), (11, [3, 4], PRIMARY)])
    file = tmp_path / "history.osm"
    file.write_text(text.replace("</osm>", '<way id="11" version="2" visible="false"/></osm>'))
    with pytest.raises(DataError, match=r"history of its objects.*time-filter"):
        read_osm(file)


def test_the_date_of_an_overpass_file_is_that_of_its_data(tmp_path: Path) -> None:
    text = osm_xml(line_of(2), [(10, [1, 2], PRIMARY)])
    file = tmp_path / "overpass.osm"
    file.write_text(text.replace("<node", '<meta osm_base="2024-03-01T00:00:00Z"/><node', 1))
    assert read_osm(file).provenance.data_date == "2024-03-01"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file of Linux")
def test_a_file_that_cannot_be_read_is_told() -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_osm("/proc/self/mem")
    with pytest.raises(DataError, match="cannot be read"):
        open_named("/proc/self/mem")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="elsewhere a temporary folder is used")
def test_an_import_leaves_no_name_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    file = tmp_path / "small.osm"
    file.write_text(osm_xml(line_of(2), [(10, [1, 2], PRIMARY)]))
    seen: list[list[Path]] = []
    read_osm(file, progress=lambda stage, share: seen.append(list(scratch.iterdir())))
    assert seen and not any(seen)
