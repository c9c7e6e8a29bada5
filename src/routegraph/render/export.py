"""Answers for other programs: GeoJSON, GeoPackage, data frames, and text for a message or a wiki."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routegraph.analysis.answer import Answer
from routegraph.render import qgis, words
from routegraph.render.features import layers
from routegraph.render.tell import tell
from routegraph.render.told import Item, Section, Table
from routegraph.render.written import write_whole

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

FOR_GEOJSON = ("layer", "stroke", "fill", "marker-")
"""How columns begin that tell layer and simplestyle; a GeoPackage has better places for both."""

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
"""Characters that Markdown or HTML would take for more than themselves."""


def write_geojson(answer: Answer, path: str | Path) -> Path:
    """Write routes, closed roads, closures and places as one GeoJSON file (RFC 7946).

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    content = {
        "type": "FeatureCollection",
        "about": _about(answer),
        "features": [feature for features in layers(answer).values() for feature in features],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return write_whole(path, lambda spare: spare.write_text(text, "utf-8"))


def write_gpkg(answer: Answer, path: str | Path) -> Path:
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
        filled = {name: features for name, features in reversed(layers(answer).items()) if features}
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

    about = f"{words.credit(answer.context)}. {answer.context.command}"
    path = Path(path)
    return write_whole(path if path.suffix == ".gpkg" else path.with_name(path.name + ".gpkg"), write)


def to_geodataframe(answer: Answer) -> gpd.GeoDataFrame:
    """Return routes, closed roads, closures and places as a GeoDataFrame in EPSG:4326.

    The column ``layer`` tells them apart.
    """
    return _frame([feature for features in layers(answer).values() for feature in features])


def _frame(features: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")


def to_frame(answer: Answer) -> pd.DataFrame:
    """Return the main table of an answer, in plain units, as a DataFrame."""
    import pandas as pd

    if rows := answer.rows():
        return pd.DataFrame(rows)
    told = answer.to_dict()
    ways = {name: told[name] for name in ("before", "after", "without_standing") if told.get(name)}
    if ways:
        return pd.DataFrame(
            [
                {"way": name} | {k: v for k, v in way.items() if not isinstance(v, list)}
                for name, way in ways.items()
            ]
        )
    tables = [section.table for section in tell(answer).sections if section.table]
    if not tables:
        return pd.DataFrame()
    return pd.DataFrame(tables[0].rows, columns=list(tables[0].columns))


def markdown(answer: Answer) -> str:
    """Return an answer as Markdown; every text of the data is escaped."""
    told = tell(answer)
    parts = [
        f"## {_plain(told.title)}: {_plain(told.outcome)}",
        _plain(told.sentence),
        f"*{_plain(words.question(answer.context))}*",
    ]
    for section in told.sections:
        parts += _section(section)
    if told.warnings:
        parts += ["### Warnings", "\n".join(f"- {_plain(warning)}" for warning in told.warnings)]
    parts += [_plain(words.credit(answer.context)), f"    {answer.context.command}"]
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


def _about(answer: Answer) -> dict[str, Any]:
    told = answer.context.to_dict()
    return {key: told[key] for key in ("command", "version", "network", "vehicle", "scenario", "date")}
