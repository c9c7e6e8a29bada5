"""An answer as GeoJSON (RFC 7946): routes, closed roads, closures and places in one collection."""

from __future__ import annotations

import json

from routegraph.render.exhibit import Exhibit
from routegraph.render.features import layers

ABOUT = ("command", "version", "network", "vehicle", "scenario", "date")
"""What of the question goes along."""


def to_geojson(exhibit: Exhibit) -> str:
    """Return routes, closed roads, closures and places as one GeoJSON document."""
    told = exhibit.question.to_dict()
    content = {
        "type": "FeatureCollection",
        "about": {key: told[key] for key in ABOUT},
        "features": [feature for features in layers(exhibit.scene).values() for feature in features],
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
