"""Mutated inputs for the command line, and the judgement of what came of them.

A case is made by its kind and number alone, so that a fault found by the long run of
``benchmarks/fuzz.py`` can be made again here.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner

from fuzz_seeds import DATA, QUESTIONS, SEEDS, Seed
from routegraph.cli.main import main
from spreadsheets import write_xlsx

KINDS = (
    "yaml", "csv", "xlsx", "geojson", "osm", "report", "store", "arguments", "feed", "raster", "people", "layer",
    "overture",
)  # fmt: skip
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no output may hold: it would steer a terminal."""

CODES = (0, 2, 3, 4, 5, 6, 7)
"""Exit codes that are answers or refusals; 1 is a fault."""

OUTPUTS = (
    "--json",
    "--markdown -",
    "--geojson -",
    "--quiet",
    "--html OUT/x.html",
    "--gpkg OUT/x.gpkg",
    "--png OUT/x.png",
)
OUTPUT_ODDS = (10, 6, 6, 3, 2, 2, 1)

WEIRD = (
    "", " ", "0", "-1", "1e999", "NaN", "-Infinity", "9" * 400, "2015-02-30", "0025-09-26", "9999-12-31", "null", "~",
    "true", "=HYPERLINK(\"http://x\")", "@SUM(A1)", "\x1b[31m", "\x1b]0;title\x07", "\x00", "\x9b31m", "\u202eevil\u202c",
    "\u2028", "🔥", "東京", "ኣክሱም", "۱۲", "خناصر", "\ud83d", "A" * 300, "a" * 5_000, "../../etc/passwd", "/dev/zero", "/proc/self/mem",
    "%s%n", "{0}", "[[[", "]]]", "{}", "- -", "&a [*a]", "*a", "!!python/object:os.system", "|", "---", "\t", "\r", "\n\n", ",", ";",
    "\"", "'", "#", "Hama - Aleppo", "M5 @ A..B", "way/1", "way/99999999999999999999", "node/-1", "~", "~0km", "~1e9km", "37,35~5km",
    "179.999,60~1km", "91,181", "nan,nan", "-", "--", "--help", "x.geojson", "x.pdf", "1.0", "1,5", "1e-320", "\ufeff", "\xa0",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of a case: its command, exit code, and what is wrong with it, if anything."""

    words: tuple[str, ...]
    code: int
    fault: str


def mutated_text(draw: random.Random, text: str) -> str:
    """Change a text in one to four places."""
    for _ in range(draw.choice((1, 1, 2, 4))):
        text = draw.choice(_CHANGES)(draw, text)
    return text


def _replace_token(draw: random.Random, text: str) -> str:
    tokens = re.findall(r"\w+|\s+|[^\w\s]", text) or [""]
    at = draw.randrange(len(tokens))
    tokens[at] = draw.choice((*WEIRD, draw.choice(tokens)))
    return "".join(tokens)


def _insert(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice(WEIRD) + text[at:]


def _cut(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at + draw.choice((1, 3, 20, 200)) :]


def _truncate(draw: random.Random, text: str) -> str:
    return text[: draw.randint(0, len(text))]


def _repeat(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    end = at + draw.randint(1, 40)
    return text[:at] + text[at:end] * draw.choice((2, 3, 60)) + text[end:]


def _swap_lines(draw: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    draw.shuffle(lines)
    return "".join(lines)


def _flip(draw: random.Random, text: str) -> str:
    if not text:
        return text
    at = draw.randrange(len(text))
    return (
        text[:at]
        + chr(draw.choice((ord(text[at]) ^ 1, draw.randrange(256), draw.randrange(0x3000))))
        + text[at + 1 :]
    )


_CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    _replace_token, _replace_token, _replace_token, _insert, _insert, _cut, _truncate, _repeat, _swap_lines, _flip,
)  # fmt: skip


def mutated_tree(draw: random.Random, tree: Any) -> Any:
    """Put something else in the place of one part of plain data."""
    spots = list(_spots(tree))
    if not spots:
        return tree
    holder, key = draw.choice(spots)
    odd: tuple[Any, ...] = (None, [], {}, [[]], 0, -1, 1e308, 10**400, True, draw.choice(WEIRD), [draw.choice(WEIRD)],
        {draw.choice(WEIRD): draw.choice(WEIRD)}, holder[key], [holder[key]] * 3)  # fmt: skip
    match draw.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[draw.choice(WEIRD)] = holder.pop(key)
        case _:
            holder[key] = draw.choice(odd)
    return tree


def _spots(tree: Any) -> Any:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield tree, key
        yield from _spots(value)


def spoken(draw: random.Random, word: str) -> str:
    """A word as a command line holds it: bytes of any kind but null, which Python gets escaped."""
    data = bytearray(word.encode("utf-8", "surrogatepass"))
    if data and draw.random() < 0.1:
        data[draw.randrange(len(data))] = draw.randrange(1, 256)
    return os.fsdecode(bytes(data).replace(b"\0", b""))


def _restructured(draw: random.Random, seed: Seed) -> str:
    if seed.suffix in (".geojson", ".json"):
        tree = mutated_tree(draw, json.loads(seed.content))
        return json.dumps(tree, ensure_ascii=draw.random() < 0.5)
    import yaml

    tree = mutated_tree(draw, yaml.load(seed.content, Loader=yaml.BaseLoader))
    return yaml.safe_dump(tree, allow_unicode=True, default_flow_style=draw.choice((True, False, None)))


def _mutated_store(draw: random.Random, folder: Path) -> None:
    shutil.copytree(DATA / "hama-aleppo" / "network", folder)
    manifest = folder / "manifest.json"
    arrays = next(folder.glob("*.bin"))
    match draw.randrange(4):
        case 0:
            tree = mutated_tree(draw, json.loads(manifest.read_text("utf-8")))
            manifest.write_text(json.dumps(tree), "utf-8")
        case 1:
            manifest.write_bytes(
                mutated_text(draw, manifest.read_text("utf-8")).encode("utf-8", "surrogatepass")
            )
        case 2:
            data = bytearray(arrays.read_bytes())
            for _ in range(draw.choice((1, 8, 200))):
                data[draw.randrange(len(data))] = draw.randrange(256)
            arrays.write_bytes(data)
        case _:
            data = arrays.read_bytes()
            arrays.write_bytes(data[: draw.randrange(len(data))])


def _spreadsheet(draw: random.Random, file: Path, table: str) -> bytes:
    """Bytes of a workbook that holds a table, itself damaged now and then."""
    write_xlsx(file, {"Sheet1": [["about"]], "Sheet2": [line.split(",") for line in _written_out(table)]})
    return _damaged(draw, file.read_bytes())


def _damaged(draw: random.Random, content: bytes) -> bytes:
    """Bytes with some of them changed, or cut short, now and then."""
    data = bytearray(content)
    if draw.random() < 0.4:
        for _ in range(draw.choice((1, 8, 200))):
            data[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(data[: draw.randrange(len(data))] if draw.random() < 0.1 else data)


def _raster(draw: random.Random) -> bytes:
    """A GeoTIFF of depths, of odd kinds and places too."""
    import numpy as np
    import rasterio
    from rasterio.io import MemoryFile
    from rasterio.transform import from_origin

    odd = (0.0, 0.3, 2.0, -1.0, 1e30, np.nan, np.inf, -9999.0)
    depth = np.full(draw.choice(((1, 1), (40, 40), (3, 200))), draw.choice(odd))
    depth[:: draw.choice((1, 2, 7))] = draw.choice(odd)
    kind = draw.choice(("float32", "float64", "int16", "uint8"))
    with np.errstate(invalid="ignore", over="ignore"):
        values = np.nan_to_num(depth).astype(kind) if kind in ("int16", "uint8") else depth.astype(kind)
    odd_corner = draw.choice(((0.0, 0.0), (500.0, 95.0), (300_000.0, 4e6)))
    west, north = (36.7, 35.9) if draw.random() < 0.8 else odd_corner
    cell = draw.choices((0.02, 1e-6, 30.0), (8, 1, 1))[0]
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", height=depth.shape[0], width=depth.shape[1], count=draw.choice((1, 1, 2)),
            dtype=kind, crs=draw.choices(("EPSG:4326", "EPSG:32637", None), (8, 1, 1))[0],
            transform=from_origin(west, north, cell, cell) if draw.random() < 0.9 else rasterio.Affine.identity(),
        ) as out:  # fmt: skip
            for band in range(1, out.count + 1):
                out.write(values, band)
        return bytes(memory.read())


LAYER_COMMANDS = (
    "whatif Hama Aleppo --date 2015-10-27 --events F",
    "whatif Hama Aleppo --date 2015-10-27 --skip-bad --events F",
    "whatif Hama Aleppo --close F",
    "whatif Hama Aleppo --date 2015-10-27 --control F --passes-with government",
)


def _layer(draw: random.Random, file: Path) -> None:
    """A map layer of odd shapes and cells in some system: GeoPackage, FlatGeobuf, shapefile, or damaged bytes of one."""
    import geopandas as gpd
    import shapely

    shapes = (
        shapely.LineString([(37.4977, 35.7816), (37.6, 35.6), (37.7886, 35.3652)]),
        shapely.box(37.4, 35.7, 37.6, 35.9), shapely.Point(37.2, 36.0), None, shapely.Polygon(), shapely.Point(500, 95),
        shapely.GeometryCollection([shapely.Point(37, 36), shapely.box(37.4, 35.7, 37.6, 35.9)]),
        shapely.Polygon([(37, 35), (38, 36), (38, 35), (37, 36)]), shapely.LineString([(37, 35, 1), (37.1, 35, 2)]),
        shapely.box(-1e12, -1e12, 1e12, 1e12),
    )  # fmt: skip
    cells = {
        "status": ["closed", "open", draw.choice(WEIRD)],
        "date": ["2015-10-24", "24/10/2015", draw.choice(WEIRD)],
        draw.choice(("side", "OpStatus", "name", *WEIRD)): ["Islamic State", "3", draw.choice(WEIRD)],
    }
    rows = {
        re.sub(r"[^\t\x20-\ud7ff\ue000-\ufffd]", "", key)[:40] or "x": [
            re.sub(r"[\x00\ud800-\udfff]", "", cell)[:250] for cell in column
        ]
        for key, column in cells.items()
    }
    system = draw.choices((4326, 32637, 3857, None), (6, 1, 1, 1))[0]
    table = gpd.GeoDataFrame(rows, geometry=draw.sample(shapes, 3), crs=4326)
    if system != 4326:
        table = table.to_crs(system) if system else table.set_crs(None, allow_override=True)
    try:
        table.to_file(file, engine="pyogrio")
    except Exception:  # shapefiles hold one kind of shape, and no writer takes every name
        gpd.GeoDataFrame({"status": ["closed"]}, geometry=[shapes[1]], crs=4326).to_file(file)
    parts = [part for part in file.parent.iterdir() if part.stem == file.stem]
    part = draw.choice(sorted(parts))
    part.write_bytes(_damaged(draw, part.read_bytes()))


def _overture(draw: random.Random, folder: Path) -> None:
    """Segments, connectors and divisions as Parquet, with odd values, other columns, or damaged bytes."""
    from overture_town import town, write

    nodes = {1: (37.0, 35.0), 2: (37.0, 35.05), 3: (37.0, 35.1), 4: (37.1, 35.05)}
    tags = {"highway": "primary", "name": "direct", "maxspeed": "60"}
    rows = town(nodes, [(10, (1, 2, 3), tags), (11, (1, 4, 3), {"highway": "tertiary", "oneway": "yes"})])
    row = draw.choice(rows)
    key = draw.choice(list(row))
    if draw.random() < 0.5:
        row[key] = draw.choice((None, b"\x00" if key == "geometry" else None, row[key]))
    if isinstance(row.get(key), str):
        row[key] = draw.choice(WEIRD).encode("utf-8", "replace").decode()
    if draw.random() < 0.2:
        row["connectors"] = draw.choice(([], None, [{"connector_id": "none", "at": 7.0}]))
    write(folder, rows, nodes)
    for file in folder.glob("*.parquet"):
        file.write_bytes(_damaged(draw, file.read_bytes()))


def _written_out(table: str) -> list[str]:
    """Lines without what XML cannot hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]", "", table).splitlines()


def _case(kind: str, number: int, folder: Path) -> list[str]:
    """Write the files of a case; returns its command."""
    draw = random.Random(f"{kind} {number}")
    file = folder / "input"
    if kind == "store":
        _mutated_store(draw, file)
        command = draw.choice(("whatif Hama Aleppo --close M5 -n F", "network info F", "places search Khanasser -n F",
                               "reach Hama --minutes 90 -n F", "chokepoints Hama Aleppo -n F"))  # fmt: skip
    elif kind == "raster":
        file = file.with_suffix(".tif")
        file.write_bytes(_damaged(draw, _raster(draw)))
        command = "whatif Hama Aleppo --close M5 --hazard F"
    elif kind == "people":
        file = file.with_suffix(".tif")
        file.write_bytes(_damaged(draw, _raster(draw)))
        command = draw.choice(
            (
                "isolated --hub Homs --close Aleppo --population F",
                "whatif Hama Aleppo --population F --close M5",
            )
        )
    elif kind == "layer":
        file = file.with_suffix(draw.choice((".gpkg", ".fgb", ".shp")))
        _layer(draw, file)
        command = draw.choice(LAYER_COMMANDS)
    elif kind == "overture":
        _overture(draw, file)
        command = draw.choice(
            ("network import F --name fuzzed", "network import F/segment.parquet --name fuzzed")
        )
    elif kind == "arguments":
        words = draw.choice(QUESTIONS).split()
        for _ in range(draw.choice((1, 1, 2))):
            at = draw.randrange(len(words))
            words[at] = draw.choice((mutated_text(draw, words[at]), draw.choice(WEIRD)))
        return [spoken(draw, word.replace("OUT", str(folder))) for word in words]
    else:
        seed = draw.choice([seed for seed in SEEDS if seed.kind == kind])
        file = file.with_suffix(seed.suffix)
        structured = seed.suffix in (".yaml", ".geojson", ".json") and draw.random() < 0.5
        text = _restructured(draw, seed) if structured else mutated_text(draw, seed.content)
        data = text.encode("utf-8", "surrogatepass")
        if draw.random() < 0.05:
            data = data.decode("utf-8", "replace").encode(
                draw.choice(("utf-16", "latin-1", "cp1256")), "replace"
            )
        if kind == "xlsx":
            data = _spreadsheet(draw, file, text)
        if kind == "feed":
            file = file.with_suffix("")
        file.write_bytes(data)
        command = draw.choice(seed.commands)
    words = command.split()
    if (
        words[0] in ("whatif", "timeline", "survival", "alternatives", "reach", "chokepoints", "capacity")
        and draw.random() < 0.5
    ):
        words += draw.choices(OUTPUTS, OUTPUT_ODDS)[0].split()
    return [
        str(file) + word[1:] if word == "F" or word.startswith("F=") else word.replace("OUT", str(folder))
        for word in words
    ]


def run_case(kind: str, number: int, folder: Path) -> Outcome:
    """Run one case in an empty folder, and judge it."""
    words = _case(kind, number, folder)
    given = {file.name for file in folder.iterdir()}
    with patch("routegraph.watch.feeds.within", lambda _s, _ask: ((folder / "input").read_bytes(), {})):
        done = CliRunner().invoke(main, words)
    said = done.output
    fault = ""
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        fault = f"raised {type(done.exception).__name__}: {done.exception}"
    elif done.exit_code not in CODES:
        fault = f"exit code {done.exit_code}: {done.stderr.strip()[:400]}"
    elif done.exit_code and not done.stderr.startswith(("Error: ", "Warning: ", "Usage: ")):
        fault = f"refused without a reason: {done.stderr[:200]!r}"
    elif "Traceback" in said or len(done.stderr) > 20_000:
        fault = f"said too much: {done.stderr[:200]!r}"
    for place, text in (("printed", said), *_written(folder, given)):
        if found := STEERING.search(text):
            fault = (
                fault
                or f"{place}: control character {found[0]!r} after {text[max(0, found.start() - 60) : found.start()]!r}"
            )
    return Outcome(tuple(words), done.exit_code, fault)


def _written(folder: Path, given: set[str]) -> list[tuple[str, str]]:
    texts = (".html", ".csv", ".yaml", ".geojson", ".md", ".kml", ".gpx", ".osm")
    return [
        (file.name, file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n"))
        for file in folder.iterdir()
        if file.name not in given and file.suffix in texts
    ]
