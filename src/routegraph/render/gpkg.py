"""An answer as a GeoPackage: a layer for each kind of feature, with its style for QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from routegraph.render import qgis, words
from routegraph.render.exhibit import Exhibit
from routegraph.render.features import layers
from routegraph.written import written_by_gdal

if TYPE_CHECKING:
    import geopandas as gpd

FOR_GEOJSON = ("layer", "stroke", "fill", "marker-")
"""How columns begin that tell layer and simplestyle; a GeoPackage has better places for both."""


def write_gpkg(exhibit: Exhibit, path: Path) -> None:
    """Write a layer each for closures, places, closed roads, routes and areas.

    The highest on a map comes first, as QGIS lists layers; each has its style in ``layer_styles``,
    which QGIS takes up by itself. The same answer makes the same bytes.
    """
    path.unlink(missing_ok=True)
    file = path if path.suffix == ".gpkg" else path.with_name(f"{path.name}.gpkg")
    about = f"{words.credit(exhibit.question)}. {exhibit.question.command}"
    filled = {name: features for name, features in reversed(layers(exhibit.scene).items()) if features}
    with written_by_gdal(file):
        for name, features in filled.items():
            frame = _frame(features)
            frame[[column for column in frame if not column.startswith(FOR_GEOJSON)]].to_file(
                file,
                layer=name,
                driver="GPKG",
                engine="pyogrio",
                layer_options={"DESCRIPTION": about},
                dataset_options={"VERSION": "1.2"},
            )
        qgis.write_styles(file, filled)
    file.replace(path)


def to_geodataframe(exhibit: Exhibit) -> gpd.GeoDataFrame:
    """Return routes, closed roads, closures and places as a GeoDataFrame in EPSG:4326.

    The column ``layer`` tells them apart.
    """
    return _frame([feature for features in layers(exhibit.scene).values() for feature in features])


def _frame(features: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")
