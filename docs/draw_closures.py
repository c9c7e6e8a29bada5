"""Draw the pictures of closures.md on a drawn network: ``python docs/draw_closures.py``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")

from matplotlib import pyplot as plt

import routegraph

HERE = Path(__file__).parent / "closures"
BOUNDS = (9.99, 49.955, 10.31, 50.095)
LINE = [[10.105, 50.004], [10.121, 50.0125], [10.144, 50.0195]]
AREA = [[[10.13, 49.995], [10.16, 49.995], [10.16, 50.006], [10.13, 50.006], [10.13, 49.995]]]

PICTURES: dict[str, dict[str, Any]] = {
    "place": {"close": ["Hill"]},
    "radius": {"close": ["Hill~1km"]},
    "boundary": {"journey": ("Northam", "Mill"), "close": ["district:Ford"]},
    "district": {"close": ["district:Hill"]},
    "between": {"close": ["Ford - Northam"]},
    "main_road": {"journey": ("Northam", "Mill"), "close": ["Ford road"]},
    "part": {"close": ["M1 @ 10.1,50..10.2,50"]},
    "point": {"close": ["10.24,50~1km"]},
    "area": {"close": [str(HERE / "flood.geojson")]},
    "line": {"close": [str(HERE / "status.geojson")]},
    "bridge": {"close": ["bridge:Ford"]},
    "tunnel": {"journey": ("Ford", "Northam"), "close": ["tunnel:North Tunnel"]},
    "crossing": {"journey": ("Northam", "Eastend"), "close": ["crossing:Stonegate"]},
    "ferry": {"journey": ("Lakeside", "Ford"), "close": ["ferry:Lake Ferry"]},
    "delay": {"delay": ["Hill=10min"]},
    "control": {"control": [HERE / "control.csv"], "passes_with": ["north"]},
}
"""Name of the picture -> what the question supposes, from Westend to Eastend unless it names a journey."""


def write_files() -> None:
    """Write the shapes that two of the targets name."""
    for name, kind, coordinates in (("flood", "Polygon", AREA), ("status", "LineString", LINE)):
        feature = {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": kind, "coordinates": coordinates},
        }
        text = json.dumps({"type": "FeatureCollection", "features": [feature]}, indent=1)
        (HERE / f"{name}.geojson").write_text(text + "\n", "utf-8")


def main() -> None:
    """Write every picture."""
    write_files()
    study = routegraph.load(HERE / "valley.osm")
    for name, supposed in PICTURES.items():
        told = dict(supposed)
        answer = study.whatif(*told.pop("journey", ("Westend", "Eastend")), **told)
        figure = plt.figure(figsize=(6.4, 3.4), dpi=120)
        answer.plot(
            figure.add_axes((0.01, 0.1, 0.98, 0.88)), legend=False, bounds=(9.99, 49.955, 10.31, 50.095)
        )
        figure.savefig(HERE / f"{name}.png", metadata={"Software": None})
        plt.close(figure)


if __name__ == "__main__":
    main()
