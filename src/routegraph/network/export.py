"""A network as a file that QGIS, GeoPandas or osmnx opens, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from routegraph.errors import QuestionError, UnavailableError
from routegraph.network.geodataframes import places_table, roads_table
from routegraph.network.interop import to_networkx
from routegraph.network.model import Network
from routegraph.written import write_whole, written_by_gdal


def export(network: Network, path: str | Path) -> Path:
    """Write a network in the format that the suffix names; an older file is replaced.

    ``.gpkg`` holds the layers roads and places; ``.geojson`` and ``.parquet`` hold the roads;
    ``.graphml`` is what osmnx loads. The attribution goes along in each.

    Raises
    ------
    QuestionError
        The suffix is none of these.
    OutputError
        The file cannot be written.
    UnavailableError
        Parquet is asked for and pyarrow is not installed.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise QuestionError(f"cannot export to {path.name!r}; give a name ending in {', '.join(_WRITERS)}.")
    return write_whole(path, lambda spare: write(network, spare))


def _write_gpkg(network: Network, file: Path) -> None:
    file.unlink()
    roads, places = roads_table(network), places_table(network)
    with written_by_gdal(file):
        roads.to_file(file, layer="roads", driver="GPKG", engine="pyogrio", metadata=roads.attrs)
        places.to_file(file, layer="places", driver="GPKG", engine="pyogrio", metadata=roads.attrs)


def _write_geojson(network: Network, file: Path) -> None:
    frame = roads_table(network)
    collection = {"type": "FeatureCollection", **frame.attrs, "features": []}
    head = json.dumps(collection, ensure_ascii=False).removesuffix("]}")
    with file.open("w", encoding="utf-8") as out:
        out.write(head)
        for number, feature in enumerate(frame.iterfeatures(na="drop")):
            out.write(",\n" if number else "\n")
            json.dump(feature, out, ensure_ascii=False, allow_nan=False)
        out.write("\n]}\n")


def _write_parquet(network: Network, file: Path) -> None:
    try:
        import pyarrow.parquet  # noqa: F401  asked for what it is
    except ImportError:
        raise UnavailableError("Parquet needs pyarrow: pip install 'routegraph[parquet]'.") from None
    roads_table(network).to_parquet(file, compression="zstd", write_covering_bbox=True)


def _write_graphml(network: Network, file: Path) -> None:
    import osmnx as ox

    ox.save_graphml(to_networkx(network), file)


_WRITERS: dict[str, Callable[[Network, Path], None]] = {
    ".gpkg": _write_gpkg,
    ".geojson": _write_geojson,
    ".parquet": _write_parquet,
    ".graphml": _write_graphml,
}
