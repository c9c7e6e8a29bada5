from pathlib import Path

import numpy as np
import pytest

from routegraph.errors import DataError, NotFoundError, OutputError
from routegraph.network.catalog import folders, open_named
from routegraph.network.store import ARRAYS, MANIFEST, open_network, save


def test_a_stored_network_opens_as_it_was(hama_aleppo, tmp_path: Path):
    network = hama_aleppo.network
    opened = open_network(save(network, tmp_path / "copy"))
    assert opened.provenance == network.provenance
    for table in ("nodes", "roads", "arcs", "shape", "places", "strings"):
        for column, array in vars(getattr(network, table)).items():
            if isinstance(array, np.ndarray):
                assert np.array_equal(getattr(getattr(opened, table), column), array), f"{table}.{column}"


def test_arrays_of_an_opened_network_cannot_be_written(hama_aleppo):
    with pytest.raises(ValueError, match="read-only"):
        hama_aleppo.network.roads.length_m[0] = 1.0


def test_a_truncated_store_is_told_and_not_used(hama_aleppo, tmp_path: Path):
    folder = save(hama_aleppo.network, tmp_path / "copy")
    data = (folder / ARRAYS).read_bytes()
    (folder / ARRAYS).write_bytes(data[: len(data) // 2])
    with pytest.raises(DataError, match="damaged"):
        open_network(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format_version": 0}'])
def test_a_damaged_or_older_manifest_is_told(hama_aleppo, tmp_path: Path, text: str):
    folder = save(hama_aleppo.network, tmp_path / "copy")
    (folder / MANIFEST).write_text(text)
    with pytest.raises(DataError, match="import it again"):
        open_network(folder)


def test_saving_over_a_file_says_where_it_failed(hama_aleppo, tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        save(hama_aleppo.network, tmp_path / "file" / "network")
    assert [f.name for f in tmp_path.iterdir()] == ["file"]


def test_an_unknown_network_names_those_at_hand():
    assert "hama-aleppo" in folders()
    with pytest.raises(NotFoundError, match=r"no network called 'atlantis'; at hand: .*hama-aleppo"):
        open_named("atlantis")
