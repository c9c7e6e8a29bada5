"""What every answer carries: the question, the data behind it, and how to show itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routegraph.network.model import Network
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import AppliedClosure
from routegraph.scenario.situation import Situation
from routegraph.vehicles import Vehicle
from routegraph.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Context:
    """The question behind an answer.

    Attributes
    ----------
    command : str
        The command that reruns it.
    network : Network
    vehicle : Vehicle
    by : str
        What the best route has least of.
    situation : Situation
        The closures, with the events and quotes behind them.
    """

    command: str
    network: Network
    vehicle: Vehicle
    by: str
    situation: Situation

    @property
    def title(self) -> str:
        """Title of the scenario, or the command."""
        scenario = self.situation.supposition.scenario
        return scenario.title if scenario else self.command

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        supposition, source = self.situation.supposition, self.network.provenance
        return {
            "command": self.command,
            "version": VERSION,
            "network": {
                "name": self.network.name,
                "source": source.source,
                "data_date": source.data_date,
                "nodes": len(self.network.nodes),
                "roads": len(self.network.roads),
                "licence": source.licence,
                "attribution": source.attribution,
            },
            "vehicle": self.vehicle.name,
            "by": self.by,
            "currency": self.vehicle.currency,
            "scenario": supposition.scenario.name if supposition.scenario else None,
            "date": supposition.date.isoformat() if supposition.date else None,
            "passes_with": list(supposition.passes_with),
            "standing": [told_closure(one) for one in self.situation.standing],
            "closures": [told_closure(one) for one in self.situation.closures],
        }


def told_closure(one: AppliedClosure) -> dict[str, Any]:
    """Plain data of a closure, with the event and quote behind it."""
    event, closure = one.closure.event, one.closure
    return {
        "target": event.target,
        "effect": closure.effect.value,
        "factor": closure.factor if closure.effect is Effect.SLOW else None,
        "status": event.status.value,
        "roads": len(one.found.roads),
        "how": one.found.how,
        "passing_over": len(one.found.passing_over),
        "by": event.by,
        "date": event.date.isoformat() if event.date else None,
        "confidence": event.confidence,
        "source": str(event.source),
        "url": event.source.url,
        "quote": event.quote,
        "note": event.note,
    }


class Answer:
    """Base of every answer; `to_dict` is what ``--json`` prints."""

    context: Context

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        raise NotImplementedError

    def rows(self) -> list[dict[str, Any]]:
        """Records of an answer that is a table; empty for any other."""
        return []

    def to_dict(self) -> dict[str, Any]:
        """Question and answer as plain data; holds no NaN and no infinity."""
        return {key: _finite(value) for key, value in (self.context.to_dict() | self.body()).items()}

    def plot(self, ax: Axes | None = None, **style: Any) -> Axes:
        """Draw the answer on a map; returns the Axes."""
        from routegraph.render import maps

        return maps.plot(self, ax=ax, **style)

    def save_png(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PNG and return its path.

        Parameters
        ----------
        dark : bool
            Light on dark.
        basemap : bool
            Tiles from the net below the map; needs the extra ``routegraph[basemap]``.
        """
        from routegraph.render import page

        return page.save_png(self, path, dark, basemap)

    def save_html(self, path: str | Path) -> Path:
        """Write an interactive map, one file that needs no network, and return its path."""
        from routegraph.render import webmap

        return webmap.write_html(self, path)

    def save_geojson(self, path: str | Path) -> Path:
        """Write routes, closures, closed roads and places as GeoJSON and return its path."""
        from routegraph.render import export

        return export.write_geojson(self, path)

    def save_gpkg(self, path: str | Path) -> Path:
        """Write the same as a GeoPackage, with styles for QGIS, and return its path."""
        from routegraph.render import export

        return export.write_gpkg(self, path)

    def save_markdown(self, path: str | Path) -> Path:
        """Write the answer as Markdown and return its path."""
        from routegraph.render import export, written

        return written.write_whole(path, lambda spare: spare.write_text(export.markdown(self), "utf-8"))

    def save_csv(self, path: str | Path) -> Path:
        """Write the rows of the answer as CSV and return its path."""
        from routegraph.render import export, written

        return written.write_whole(path, lambda spare: export.to_frame(self).to_csv(spare, index=False))

    def to_frame(self) -> pd.DataFrame:
        """The rows of the answer."""
        from routegraph.render import export

        return export.to_frame(self)

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Routes, closures and places with their geometry, in lon, lat."""
        from routegraph.render import export

        return export.to_geodataframe(self)

    def _repr_html_(self) -> str:
        from routegraph.render import card

        return card.html(self)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
