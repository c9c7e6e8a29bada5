"""Answers for other programs: GeoJSON, GeoPackage, data frames, and text for a message or a wiki."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routegraph.render import qgis, words
from routegraph.render.exhibit import Exhibit
from routegraph.render.features import layers
from routegraph.render.text import Item, Section, Table
from routegraph.written import write_whole

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

FOR_GEOJSON = ("layer", "stroke", "fill", "marker-")
"""How columns begin that tell layer and simplestyle; a GeoPackage has better places for both."""

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
"""Characters that Markdown or HTML would take for more than themselves."""


def write_geojson(exhibit: Exhibit, path: str | Path) -> Path:
    """Write routes, closed roads, closures and places as one GeoJSON file (RFC 7946).

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    content = {
        "type": "FeatureCollection",
        "about": _about(exhibit),
        "features": [feature for features in layers(exhibit.scene).values() for feature in features],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return write_whole(path, lambda spare: spare.write_text(text, "utf-8"))


def write_gpkg(exhibit: Exhibit, path: str | Path) -> Path:
    """Write a GeoPackage with a layer each for closures, places, closed roads, routes and areas.

    The highest on a map comes first, as QGIS lists layers; each has its style in ``layer_styles``,
    which QGIS takes up by itself. The same answer makes the same bytes.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """

    def write(spare: Path) -> None:
        spare.unlink()
        filled = {name: features for name, features in reversed(layers(exhibit.scene).items()) if features}
        for name, features in filled.items():
            frame = _frame(features)
            frame[[column for column in frame if not column.startswith(FOR_GEOJSON)]].to_file(
                spare,
                layer=name,
                driver="GPKG",
                engine="pyogrio",
                layer_options={"DESCRIPTION": about},
                dataset_options={"VERSION": "1.2"},
            )
        qgis.write_styles(spare, filled)

    about = f"{words.credit(exhibit.question)}. {exhibit.question.command}"
    path = Path(path)
    return write_whole(path if path.suffix == ".gpkg" else path.with_name(path.name + ".gpkg"), write)


def write_markdown(exhibit: Exhibit, path: str | Path) -> Path:
    """Write an answer as Markdown.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    return write_whole(path, lambda spare: spare.write_text(markdown(exhibit), "utf-8"))


def write_csv(exhibit: Exhibit, path: str | Path) -> Path:
    """Write the rows of an answer as CSV.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    return write_whole(path, lambda spare: to_frame(exhibit).to_csv(spare, index=False))


def to_geodataframe(exhibit: Exhibit) -> gpd.GeoDataFrame:
    """Return routes, closed roads, closures and places as a GeoDataFrame in EPSG:4326.

    The column ``layer`` tells them apart.
    """
    return _frame([feature for features in layers(exhibit.scene).values() for feature in features])


def _frame(features: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")


def to_frame(exhibit: Exhibit) -> pd.DataFrame:
    """Return the main table of an answer, in plain units, as a DataFrame."""
    import pandas as pd

    if exhibit.rows:
        return pd.DataFrame(list(exhibit.rows))
    tables = [section.table for section in exhibit.text.sections if section.table]
    if not tables:
        return pd.DataFrame()
    return pd.DataFrame(tables[0].rows, columns=list(tables[0].columns))


def markdown(exhibit: Exhibit) -> str:
    """Return an answer as Markdown; every text of the data is escaped."""
    told = exhibit.text
    parts = [
        f"## {_plain(told.title)}: {_plain(told.outcome)}",
        _plain(told.sentence),
        f"*{_plain(words.question_line(exhibit.question))}*",
    ]
    for section in told.sections:
        parts += _section(section)
    if told.warnings:
        parts += ["### Warnings", "\n".join(f"- {_plain(warning)}" for warning in told.warnings)]
    parts += [_plain(words.credit(exhibit.question)), f"    {exhibit.question.command}"]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _section(section: Section) -> list[str]:
    parts = [f"### {_plain(section.title)}"] if section.title else []
    if section.table:
        parts.append(_table(section.table))
    if section.items:
        parts.append("\n".join(_item(item, section.short) for item in section.items))
    return [*parts, *(_plain(line) for line in section.lines)]


def _table(table: Table) -> str:
    aligned = ["---" if i < table.left else "---:" for i in range(len(table.columns))]
    rows = [[_plain(cell) for cell in row] for row in (table.columns, *table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], aligned, *rows[1:]))


def _item(item: Item, short: bool) -> str:
    quote = f"“{item.quote}”" if item.quote else ""
    said = (item.detail,) if short else (item.detail, quote, item.note)
    told = f"- **{_plain(f'{item.mark} {item.heading}')}** {_plain(words.joined(said, '; '))}".rstrip()
    return told + (f" — {_plain(item.source)}" if item.source else "")


def _about(exhibit: Exhibit) -> dict[str, Any]:
    told = exhibit.question.to_dict()
    return {key: told[key] for key in ("command", "version", "network", "vehicle", "scenario", "date")}
