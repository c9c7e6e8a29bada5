"""An answer for Google Earth and map apps: ways, closures and land, each in its colour (KML).

GDAL's LIBKML driver writes it, and takes styles as https://gdal.org/user/ogr_feature_style.html tells them.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np

from routegraph.errors import UnavailableError
from routegraph.network.model import Network
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.features import Feature, layers
from routegraph.render.schematic import told_straight
from routegraph.written import written_by_gdal

COLUMNS = ("Name", "description", "OGR_STYLE")
FOLDERS = {
    "areas": "Land",
    "closed_roads": "Closed roads",
    "routes": "Ways",
    "places": "Places",
    "closures": "Closures",
}


def write_kml(exhibit: Exhibit, path: Path) -> None:
    """Write a folder each for land, closed roads, ways, places, and closures with status, source and quote.

    Raises
    ------
    UnavailableError
        GDAL was built without its driver.
    """
    import geopandas as gpd
    import pyogrio

    if "w" not in pyogrio.list_drivers().get("LIBKML", ""):
        raise UnavailableError(
            "GDAL was built without LIBKML here; run 'pip install --force-reinstall pyogrio'."
        )
    path.unlink(missing_ok=True)
    file = path if path.suffix == ".kml" else path.with_name(f"{path.name}.kml")
    about = f"{exhibit.text.sentence} {words.credit(exhibit.question)}. {exhibit.question.command}"
    network = exhibit.scene.network
    filled = {name: features for name, features in layers(exhibit.scene).items() if features}
    for name in (name for name in FOLDERS if name in filled):
        features = [
            {**feature, "properties": dict(zip(COLUMNS, _told(feature, network), strict=True))}
            for feature in filled[name]
        ]
        frame = gpd.GeoDataFrame.from_features(features, columns=["geometry", *COLUMNS], crs="EPSG:4326")
        with written_by_gdal(file):
            frame.to_file(
                file,
                layer=FOLDERS[name],
                driver="LIBKML",
                engine="pyogrio",
                mode="a" if file.exists() else "w",
                layer_options={"NAME": FOLDERS[name], "FOLDER": "YES"},
                dataset_options={
                    "NAME": f"{exhibit.text.title}: {exhibit.text.outcome}",
                    "DESCRIPTION": escape(about),
                },
            )
    file.replace(path)


def _told(feature: Feature, network: Network) -> tuple[str, str, str]:
    """Name, description as HTML, and style of a feature."""
    told = feature["properties"]
    layer = told["layer"]
    colour, stroke = told.get("marker-color", ""), told.get("stroke", "")
    if layer == "routes":
        length = words.kilometres(told["length_m"]) if "length_m" in told else ""
        time = words.duration(told["time_s"]) if "time_s" in told else ""
        name, said = words.joined((told["letter"], told["label"]), ": "), words.joined((length, time))
        lon, lat = np.array(feature["geometry"]["coordinates"]).T
        said = words.joined((said, told_straight(network, lon, lat)), "; ")
        style = f"PEN(c:{stroke},w:{told['stroke-width'] + 1:.0f}px)"
    elif layer == "closed_roads":
        name = f"{told['mark']} {told['target']}"
        said = words.joined((told["name"], told["ref"])) or f"unnamed {told['highway']} road"
        style = f"PEN(c:{stroke},w:3px)"
    elif layer == "closures":
        name, quote = f"{told['mark']} {told['target']}", told["quote"] and f"“{told['quote']}”"
        said = words.joined((told["detail"], quote, told["note"], told["source"], told["url"]), "; ")
        style = f"SYMBOL(c:{colour},s:1.0);LABEL(c:{colour},w:90)"
    elif layer == "areas":
        name, said = told["label"], ""
        style = f"BRUSH(fc:{told['fill']}{round(told['fill-opacity'] * 255):02x});PEN(c:{stroke},w:1px)"
    else:
        name, said, style = told["name"] or told["label"], told["label"], f"SYMBOL(c:{colour},s:0.8)"
    return name, escape(said), style
