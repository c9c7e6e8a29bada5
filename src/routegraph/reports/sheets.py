"""Files of rows -> a header and its rows, each with its place in the file: CSV, Excel, JSON, map layers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from routegraph.errors import DataError
from routegraph.intake import clean, read_cells
from routegraph.reports.decode import decode
from routegraph.reports.geometries import Transform
from routegraph.reports.hxl import is_hxl, meaning
from routegraph.reports.layers import Layer, named_system, read_layers, transformer_of

CELLS = "\0cells"
"""Key of what is wrong with a row that has more filled cells than the header, or fewer cells."""

GEOMETRY = "\0geometry"
"""Key of a feature's geometry, as GeoJSON has it."""

SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
MOST_TITLE_LINES = 15
"""Lines above the header in which it is looked for."""

_SEP = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """Rows under a header.

    Attributes
    ----------
    columns : tuple of str
        As written.
    rows : callable
        Gives, for each row, what to call its place ("line 7") and its cells by column.
    notes : tuple of str
        What of the file was guessed or not read.
    transform : callable or None
        Coordinates of its geometries -> lon, lat; None when they are.
    name : str
        Of the layer or sheet in a file of several.
    tagged : mapping
        What HXL tags say of the columns: the name of each that conventions know.
    """

    columns: tuple[str, ...]
    rows: Callable[[], Iterable[tuple[str, dict[str, Any]]]]
    notes: tuple[str, ...] = ()
    transform: Transform | None = field(default=None, compare=False)
    name: str = ""
    tagged: Mapping[str, str] = field(default_factory=dict)


def read_csv(path: Path, data: bytes) -> Iterator[Sheet]:
    """Rows of a text table, once for each line that may be its header.

    The delimiter is the commonest of ``, ; tab |``, or what a first line ``sep=;`` tells.
    """
    text, notes = decode(data, str(path))
    first, _, rest = text.partition("\n")
    skipped = 0
    if match := _SEP.match(first.strip().strip("\ufeff")):
        text, delimiter, skipped = rest, match[1], 1
    else:
        head = [line for line in text.splitlines()[:MOST_TITLE_LINES] if line.strip()]
        delimiter = max(",;\t|", key=lambda sign: max((line.count(sign) for line in head), default=0))
    grid = [(f"line {line}", cells) for line, cells in read_cells(path, text, delimiter, skipped)]
    yield from _sheets(grid, notes)


def read_spreadsheet(path: Path, data: bytes) -> Iterator[Sheet]:
    """Rows of every sheet of an Excel or OpenDocument file, once for each that may be a header."""
    import python_calamine

    _refuse_bombs(path, data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise DataError(f"{path}: not readable as a spreadsheet ({clean(str(problem))[:120]}).") from None
    filled = {name: grid for name, grid in grids.items() if grid}
    for name, grid in filled.items():
        others = ", ".join(clean(other) for other in filled if other != name)
        notes = (f"sheet {clean(name)!r} was read, and not {others}",) if others else ()
        rows = [
            (f"row {i}", [_cell(value) for value in cells])
            for i, cells in enumerate(grid, start=1)
            if any(value not in ("", None) for value in cells)
        ]
        yield from _sheets(rows, notes, name)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip() if value is not None else ""


def _refuse_bombs(path: Path, data: bytes) -> None:
    import zipfile

    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as problem:
        raise DataError(f"{path}: a damaged spreadsheet ({problem}).") from None
    if size > MOST_UNPACKED:
        raise DataError(f"{path}: {size // 1024**2:,} MB when unpacked; save the rows as CSV.")


MOST_UNPACKED = 1024**3
"""Bytes of a spreadsheet's parts when unpacked."""


def _sheets(grid: Sequence[tuple[str, list[str]]], notes: tuple[str, ...], name: str = "") -> Iterator[Sheet]:
    """The grid under each of its first rows as a header, in turn."""
    for i, (_, cells) in enumerate(grid[:MOST_TITLE_LINES]):
        header = cells[: max((n for n, cell in enumerate(cells, start=1) if cell), default=0)]
        if len(header) > 1 or i == 0:
            tags = next((row for _, row in grid[i : i + 2] if is_hxl(row)), ())
            tagged = {column: meaning(tag) for column, tag in zip(header, tags, strict=False)}
            rows = partial(_under, header, grid[i + 1 :])
            yield Sheet(tuple(header), rows, notes, name=name, tagged=tagged)


def _under(
    header: Sequence[str], body: Sequence[tuple[str, list[str]]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows under a header; one of HXL tags is passed over."""
    for i, (place, cells) in enumerate(body):
        if i or not is_hxl(cells):
            row: dict[str, Any] = dict(zip(header, cells, strict=False))
            if len(cells) < len(header) or any(cells[len(header) :]):
                row[CELLS] = f"{len(cells)} cells where the header has {len(header)}"
            yield place, row


def of_records(records: Sequence[object], notes: tuple[str, ...] = ()) -> Sheet:
    """Rows of a JSON list of flat objects."""
    rows = [
        (f"record {i}", dict(record) if isinstance(record, dict) else {CELLS: "not an object"})
        for i, record in enumerate(records)
    ]
    return Sheet(tuple(dict.fromkeys(key for _, row in rows for key in row)), lambda: rows, notes)


def of_features(path: Path, document: Mapping[str, Any]) -> Sheet:
    """Rows of GeoJSON features."""
    features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list) or not features:
        raise DataError(f"{path}: no features; expected a FeatureCollection with properties per event.")
    rows = []
    for i, item in enumerate(features):
        feature = item if isinstance(item, dict) else {}
        properties = feature.get("properties")
        row = dict(properties) if isinstance(properties, dict) else {}
        row[GEOMETRY] = feature.get("geometry")
        rows.append((f"feature {i}", row))
    columns = dict.fromkeys(key for _, row in rows for key in row)
    return Sheet(tuple(columns), lambda: rows, transform=_transform(path, document.get("crs")))


def read_layer(path: Path) -> Iterator[Sheet]:
    """Rows of each layer of a map file: GeoPackage, shapefile, FlatGeobuf, and the like."""
    layers = read_layers(path)
    for layer in layers:
        others = ", ".join(one.name for one in layers if one is not layer)
        notes = (f"layer {layer.name!r} was read, and not {others}",) if others else ()
        if layer.drawn and not layer.told and any(layer.shapes):
            notes = (*notes, "no coordinate system is told: taken as lon, lat")
        yield Sheet((*layer.columns, GEOMETRY), partial(_of_layer, layer), notes, name=layer.name)


def _of_layer(layer: Layer) -> Iterator[tuple[str, dict[str, Any]]]:
    for i, (row, shape) in enumerate(zip(layer.rows, layer.shapes, strict=True)):
        yield f"feature {i}", {**row, GEOMETRY: shape and shape.__geo_interface__}


def _transform(path: Path, crs: object) -> Transform | None:
    """Lon, lat of the coordinates of a GeoJSON file that names another system."""
    transformer = transformer_of(path, named_system(crs))
    if transformer is None:
        return None

    def transform(x: float, y: float) -> tuple[float, float]:
        lon, lat = transformer.transform(x, y)
        return float(lon), float(lat)

    return transform
