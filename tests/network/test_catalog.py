import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from drawing import line_of, osm_xml

from routegraph.errors import DataError, NotFoundError, QuestionError
from routegraph.network import catalog
from routegraph.network.interop import to_networkx
from routegraph.network.osmfile import read_osm
from routegraph.network.store import MANIFEST, save

MAP = osm_xml(line_of(4), [(10, [1, 2, 3], {"highway": "trunk"}), (11, [3, 4], {"highway": "track"})])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(folder))
    return folder


@pytest.fixture
def town(tmp_path: Path, home: Path) -> Path:
    file = tmp_path / "town.osm"
    file.write_text(MAP)
    return file


def stored(home: Path) -> list[str]:
    return sorted(
        str(f.relative_to(home))
        for f in home.rglob("*")
        if f.is_dir() and f.name not in ("files", "networks")
    )


def test_an_imported_network_is_at_hand_by_its_name(town: Path, home: Path) -> None:
    network = catalog.import_file(town, name="حماة", classes="trunk+")
    assert len(network.roads) == 1
    assert {"hama-aleppo", "حماة"} <= set(catalog.folders())
    assert len(catalog.open_named("حماة").roads) == 1
    assert stored(home) == ["networks/حماة"]
    assert catalog.import_file(town).name == "town"
    assert catalog.remove("حماة") == home / "networks" / "حماة"
    assert stored(home) == ["networks/town"]


def test_importing_again_replaces_the_network_of_the_name(town: Path, home: Path) -> None:
    catalog.import_file(town, name="town", classes="trunk+")
    catalog.import_file(town, name="town")
    assert len(catalog.open_named("town").roads) == 2
    assert stored(home) == ["networks/town"]


def test_a_path_works_where_a_name_does_and_is_read_once(
    town: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = catalog.open_named(str(town))
    assert (network.name, len(network.roads)) == ("town", 2)
    monkeypatch.setattr("routegraph.network.osmfile.read_osm", pytest.fail)
    copy = town.with_name("copy.osm")
    shutil.copy(town, copy)
    assert len(catalog.open_named(str(copy)).roads) == 2
    assert stored(home) == [f"files/{network.provenance.sha256[:32]}"]


def test_a_file_that_changed_is_read_again_and_what_it_held_is_forgotten(town: Path, home: Path) -> None:
    other = town.with_name("other.osm")
    other.write_text(MAP + "\n")
    catalog.open_named(str(other))
    assert len(catalog.open_named(str(town)).roads) == 2
    town.write_text(MAP.replace("track", "footway"))
    network = catalog.open_named(str(town))
    assert len(network.roads) == 1
    assert len(stored(home)) == 2
    assert f"files/{network.provenance.sha256[:32]}" in stored(home)


def test_graphml_and_stored_folders_are_opened_by_path(town: Path, home: Path, tmp_path: Path) -> None:
    import osmnx as ox

    network = read_osm(town)
    ox.save_graphml(to_networkx(network), tmp_path / "town.graphml")
    found = catalog.open_named(str(tmp_path / "town.graphml"))
    assert (found.name, len(found.roads), found.provenance.source) == ("town", 2, "town.graphml")
    assert len(catalog.open_named(str(save(network, tmp_path / "folder"))).roads) == 2
    with pytest.raises(QuestionError, match="taken whole"):
        catalog.import_file(tmp_path / "town.graphml", classes="trunk+")


def test_a_bad_file_leaves_no_cache_behind(town: Path, home: Path) -> None:
    town.write_text(MAP[:200])
    for ask in (lambda: catalog.open_named(str(town)), lambda: catalog.import_file(town)):
        with pytest.raises(DataError):
            ask()
    assert not home.exists() or stored(home) == []


@pytest.mark.parametrize("spoil", ["cut", "older", "manifest"])
def test_a_damaged_cache_of_a_file_is_told_and_rebuilt(spoil: str, town: Path, home: Path) -> None:
    catalog.open_named(str(town))
    (folder,) = (home / "files").iterdir()
    wreck(folder, spoil)
    with pytest.warns(UserWarning, match=r"import it again\. Doing so from town\.osm"):
        network = catalog.open_named(str(town))
    assert len(network.roads) == 2
    assert len(catalog.open_named(str(town)).roads) == 2


@pytest.mark.parametrize("spoil", ["cut", "older"])
def test_a_damaged_import_is_told_and_rebuilt_from_its_source(spoil: str, town: Path, home: Path) -> None:
    catalog.import_file(town, name="main", classes="trunk+")
    wreck(home / "networks" / "main", spoil)
    with pytest.warns(UserWarning, match=r"Doing so from .*town\.osm"):
        network = catalog.open_named("main")
    assert (network.name, len(network.roads)) == ("main", 1)
    assert len(catalog.open_named("main").roads) == 1


@pytest.mark.parametrize("source", ["gone", "changed", "unknown"])
def test_a_damaged_import_without_its_source_is_refused(source: str, town: Path, home: Path) -> None:
    catalog.import_file(town, name="main")
    wreck(home / "networks" / "main", "manifest" if source == "unknown" else "older")
    if source == "gone":
        town.unlink()
    elif source == "changed":
        town.write_text(MAP + "\n")
    with pytest.raises(DataError, match="import it again"):
        catalog.open_named("main")


def wreck(folder: Path, how: str) -> None:
    if how == "cut":
        os.truncate(next(folder.glob("arrays-*.bin")), 100)
    elif how == "older":
        manifest = json.loads((folder / MANIFEST).read_text())
        (folder / MANIFEST).write_text(json.dumps(manifest | {"format_version": 0}))
    else:
        (folder / MANIFEST).write_text("{}")


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "../up", "a b"])
def test_a_name_that_makes_no_folder_is_refused(name: str) -> None:
    with pytest.raises(QuestionError, match="cannot call a network"):
        catalog.named_folder(name)


def test_an_unknown_name_is_told_with_those_at_hand(home: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no network called 'syria'; at hand: .*hama-aleppo"):
        catalog.open_named("syria")
    with pytest.raises(
        NotFoundError, match="no imported network called 'hama-aleppo' to remove; imported: none"
    ):
        catalog.remove("hama-aleppo")


def test_the_home_is_a_cache_folder_of_the_platform_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROUTEGRAPH_HOME", raising=False)
    assert catalog.home().name in ("routegraph", "Cache")


def test_two_processes_importing_one_file_both_end_well(town: Path, home: Path) -> None:
    code = (
        "import sys; from routegraph.network import catalog\n"
        "for _ in range(8):\n"
        "    n = catalog.import_file(sys.argv[1], name='both')\n"
        "    assert len(n.roads) == len(catalog.open_named('both').roads) == 2\n"
        "    assert len(catalog.open_named(sys.argv[1]).roads) == 2\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, str(town)], env=environment, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    assert [(run.communicate(timeout=60)[1].decode()[-300:], run.returncode) for run in runs] == [("", 0)] * 2
    assert len(stored(home)) == 2


@pytest.mark.parametrize("name", ["CON", "nul.osm", "x.", ".x", "n" * 101, "a/b", ""])
def test_a_name_that_makes_no_folder_everywhere_is_refused(name: str) -> None:
    with pytest.raises(QuestionError, match="cannot call a network"):
        catalog.named_folder(name)


def test_a_damaged_store_is_told_and_built_again_from_its_source(town: Path, home: Path) -> None:
    catalog.import_file(town, name="road")
    (arrays,) = (home / "networks" / "road").glob("arrays-*.bin")
    content = bytearray(arrays.read_bytes())
    content[len(content) // 3] ^= 4
    arrays.write_bytes(content)
    with pytest.warns(UserWarning, match=r"has changed since it was written.*Doing so from .*town\.osm"):
        assert len(catalog.open_named("road").roads) == 2
    assert len(catalog.open_named("road").roads) == 2
