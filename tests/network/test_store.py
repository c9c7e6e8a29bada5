import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from drawing import line_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routegraph.errors import DataError, OutputError
from routegraph.network import store
from routegraph.network.model import Network
from routegraph.network.store import MANIFEST, TABLES, open_network, save, verify

Drawn = Callable[..., Network]


@pytest.fixture
def road(drawn: Drawn) -> Network:
    town = (36.0011, 35.0, {"place": "town", "name": "خناصر"})
    ways = [(10, [1, 2, 3], {"highway": "trunk", "name": "طريق حلب"}), (11, [3, 4], {"highway": "track"})]
    return drawn(line_of(4) | {90: town}, ways)


def arrays_of(folder: Path) -> Path:
    (file,) = folder.glob("arrays-*.bin")
    return file


def assert_equal(found: Network, expected: Network) -> None:
    assert (found.name, found.provenance) == (expected.name, expected.provenance)
    for table, record in TABLES.items():
        for column in fields(record):
            array = getattr(getattr(found, table), column.name)
            original = getattr(getattr(expected, table), column.name)
            assert array.dtype == original.dtype, column.name
            assert np.array_equal(array, original), column.name


def test_a_stored_network_opens_as_it_was_and_cannot_be_changed(road: Network, tmp_path: Path) -> None:
    folder = save(road, tmp_path / "road", origin={"path": "x.osm", "options": {}})
    found = open_network(folder)
    assert_equal(found, road)
    assert set(folder.iterdir()) == {folder / MANIFEST, arrays_of(folder)}
    with pytest.raises(ValueError, match="read-only"):
        found.roads.length_m[0] = 1.0
    verify(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    assert manifest["counts"] == {"nodes": 3, "roads": 2, "arcs": 4, "places": 1}
    assert manifest["origin"] == {"path": "x.osm", "options": {}}


def test_the_same_network_is_stored_in_the_same_bytes(road: Network, tmp_path: Path) -> None:
    first, second = save(road, tmp_path / "a"), save(road, tmp_path / "b")
    content = [{file.name: file.read_bytes() for file in folder.iterdir()} for folder in (first, second)]
    assert content[0] == content[1]


def test_an_older_network_is_replaced_while_it_is_open(road: Network, tmp_path: Path, drawn: Drawn) -> None:
    folder = save(road, tmp_path / "road")
    before = open_network(folder)
    other = drawn(line_of(2), [(1, [1, 2], {"highway": "primary"})])
    save(other, folder)
    assert_equal(open_network(folder), other)
    assert_equal(before, road)
    assert [f.name for f in tmp_path.iterdir() if f.is_dir()] == ["road"]


def test_what_a_killed_process_left_is_swept_after_a_day(road: Network, tmp_path: Path) -> None:
    for name, age_s in ((".old-x", 90_000), (".new-x", 0)):
        left = tmp_path / name
        left.mkdir()
        (left / "arrays.bin").write_bytes(b"half")
        then = left.stat().st_mtime - age_s
        os.utime(left, (then, then))
    save(road, tmp_path / "road")
    assert {f.name for f in tmp_path.iterdir() if f.is_dir()} == {"road", ".new-x"}


def test_a_folder_that_cannot_be_written_is_told(road: Network, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot write network to"):
        save(road, tmp_path / "file" / "road")


def test_a_failed_write_leaves_nothing_behind(
    road: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("routegraph.network.store._write_arrays", full)
    home = tmp_path / "home"
    with pytest.raises(OutputError, match="No space left on device"):
        save(road, home / "road")
    assert list(home.iterdir()) == []


def damage(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | changes))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: (f / MANIFEST).unlink(), "damaged or not a network"),
        (lambda f: arrays_of(f).unlink(), "No such file"),
        (lambda f: (f / MANIFEST).write_text("{"), "damaged or not a network"),
        (lambda f: (f / MANIFEST).write_text("[]"), "damaged or not a network"),
        (lambda f: os.truncate(arrays_of(f), 100), "has 100 bytes, not"),
        (lambda f: os.truncate(arrays_of(f), 0), "is damaged"),
        (lambda f: os.truncate(arrays_of(f), 10**6), "has 1000000 bytes, not"),
        (lambda f: damage(f, format_version=0), "has format version 0, this routegraph reads"),
        (lambda f: damage(f, format_version=99), "has format version 99"),
        (lambda f: damage(f, file="../elsewhere.bin"), "is damaged"),
        (lambda f: damage(f, file=7), "is damaged"),
        (lambda f: damage(f, bytes="many"), "is damaged"),
        (lambda f: damage(f, arrays={}), "is damaged"),
        (lambda f: damage(f, provenance={}), "is damaged"),
        (lambda f: damage(f, provenance={"colour": "red"}), "is damaged"),
    ],
)
def test_a_damaged_or_older_folder_is_refused_with_the_remedy(
    spoil: Callable[[Path], object], says: str, road: Network, tmp_path: Path
) -> None:
    folder = save(road, tmp_path / "road")
    spoil(folder)
    with pytest.raises(DataError, match=says) as caught:
        open_network(folder)
    assert "import it again" in str(caught.value)


@pytest.mark.parametrize(
    "entry",
    [
        ["<f8", [3], 10**9],
        ["<f8", [3], -8],
        ["<f8", [-3], 0],
        ["<f8", [2], 0],
        ["|O", [3], 0],
        ["x", [3], 0],
        [3],
    ],
)
def test_an_array_that_does_not_fit_is_refused(entry: list[object], road: Network, tmp_path: Path) -> None:
    folder = save(road, tmp_path / "road")
    manifest = json.loads((folder / MANIFEST).read_text())
    damage(folder, arrays=manifest["arrays"] | {"nodes.lon": entry})
    with pytest.raises(DataError, match="is damaged"):
        open_network(folder)


def test_a_changed_byte_is_found_by_verifying(road: Network, tmp_path: Path) -> None:
    folder = save(road, tmp_path / "road")
    content = bytearray(arrays_of(folder).read_bytes())
    content[len(content) // 2] ^= 1
    arrays_of(folder).write_bytes(content)
    with pytest.raises(DataError, match="has changed since it was written"):
        verify(folder)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), put=st.binary(max_size=5), cut=st.integers(0, 5))
def test_a_mutated_manifest_opens_or_is_refused(
    at: float, put: bytes, cut: int, road: Network, tmp_path: Path
) -> None:
    folder = tmp_path / "road"
    shutil.rmtree(folder, ignore_errors=True)
    save(road, folder)
    text = bytearray((folder / MANIFEST).read_bytes())
    place = int(at * (len(text) - 1))
    text[place : place + cut] = put
    (folder / MANIFEST).write_bytes(text)
    try:
        open_network(folder)
    except DataError as error:
        assert "import it again" in str(error)


def test_a_flipped_bit_is_told_at_every_opening_and_a_whole_file_is_read_once(tmp_path, draw, monkeypatch):
    network = draw({"a": (37.0, 35.0), "b": (37.1, 35.0)}, [("a", "b", 9_000)])
    folder = store.save(network, tmp_path / "drawn")
    arrays = next(folder.glob("*.bin"))
    monkeypatch.setattr(store, "CHECKED_EACH_TIME", 0)
    store.open_network(folder)
    read = []
    monkeypatch.setattr(
        store, "sha256_of", lambda file, there=store.sha256_of: read.append(file) or there(file)
    )
    store.open_network(folder)
    assert read == []
    data = bytearray(arrays.read_bytes())
    data[0] ^= 1
    arrays.write_bytes(data)
    for _ in range(2):
        with pytest.raises(DataError, match="has changed since it was written"):
            store.open_network(folder)


def test_a_changed_manifest_is_told(tmp_path, draw):
    network = draw({"a": (37.0, 35.0), "b": (37.1, 35.0)}, [("a", "b", 9_000)])
    folder = store.save(network, tmp_path / "drawn")
    manifest = folder / store.MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace('"drawn"', '"other"'), "utf-8")
    with pytest.raises(DataError, match=r"manifest\.json has changed"):
        store.open_network(folder)


INDICES = [
    *("roads.u", "roads.v", "roads.highway", "roads.surface", "roads.name", "roads.way_start"),
    *("roads.shape_start", "arcs.start", "arcs.in_start", "arcs.tail", "arcs.head", "arcs.road"),
    *("arcs.in_arc", "arcs.of_road", "arcs.rule", "places.kind", "places.names_start", "places.name"),
    *("strings.start", "rules.access", "rules.conditional"),
]


def put(folder: Path, column: str, value: int, *, at: int = -1) -> None:
    """Put a number into a stored array, and the checksum that goes with it into the manifest."""
    manifest = json.loads((folder / MANIFEST).read_text())
    dtype, shape, offset = manifest["arrays"][column]
    content = bytearray(arrays_of(folder).read_bytes())
    array = np.frombuffer(content, dtype, int(np.prod(shape)), offset)
    array[at] = np.array(value).astype(dtype)
    arrays_of(folder).write_bytes(content)
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    damage(folder, sha256=manifest["sha256"], manifest_sha256=store._digest(manifest))


@pytest.mark.parametrize("column", INDICES)
@pytest.mark.parametrize("value", [-7, 2**31 - 1])
def test_no_index_out_of_range_gets_past_the_opening(
    column: str, value: int, road: Network, tmp_path: Path
) -> None:
    folder = save(road, tmp_path / "road")
    put(folder, column, value)
    with pytest.raises(DataError, match="is damaged: not true that"):
        open_network(folder)


def test_a_flipped_bit_anywhere_is_told(road: Network, tmp_path: Path) -> None:
    folder = save(road, tmp_path / "road")
    whole = arrays_of(folder).read_bytes()
    for at in range(0, len(whole), 97):
        content = bytearray(whole)
        content[at] ^= 1 << (at % 8)
        arrays_of(folder).write_bytes(content)
        with pytest.raises(DataError, match="has changed since it was written"):
            open_network(folder)
