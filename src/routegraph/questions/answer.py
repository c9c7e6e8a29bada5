"""What every answer carries: the question, the data behind it, and how to show itself."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from routegraph.render.exhibit import Exhibit
from routegraph.scenario.question import Question

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes

    from routegraph.render.chart import Chart
    from routegraph.render.scene import Scene
    from routegraph.render.text import AnswerText


class Answer(ABC):
    """Base of every answer; `to_dict` is what ``--json`` prints."""

    question: Question

    @abstractmethod
    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""

    @abstractmethod
    def text(self) -> AnswerText:
        """What the answer says."""

    @abstractmethod
    def scene(self) -> Scene:
        """What of the answer is on a map."""

    def chart(self) -> Chart | None:
        """What a map cannot show; None where it says it all."""
        return None

    def rows(self) -> list[dict[str, Any]]:
        """Records of an answer that is a table; empty for any other."""
        return []

    def exhibit(self) -> Exhibit:
        """Return the answer as every output takes it."""
        return Exhibit(self.question, self.text(), self.scene(), self.chart(), self.rows())

    def to_dict(self) -> dict[str, Any]:
        """Question and answer as plain data; holds no NaN and no infinity."""
        return {key: _finite(value) for key, value in (self.question.to_dict() | self.body()).items()}

    def plot(self, ax: Axes | None = None, **style: Any) -> Axes:
        """Draw the answer on a map; returns the Axes."""
        from routegraph.render import maps

        return maps.plot(self.exhibit(), ax=ax, **style)

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

        return page.save_png(self.exhibit(), path, dark, basemap)

    def save_html(self, path: str | Path) -> Path:
        """Write an interactive map, one file that needs no network, and return its path."""
        from routegraph.render import webmap

        return webmap.write_html(self.exhibit(), path)

    def save_geojson(self, path: str | Path) -> Path:
        """Write routes, closures, closed roads and places as GeoJSON and return its path."""
        from routegraph.render import export

        return export.write_geojson(self.exhibit(), path)

    def save_gpkg(self, path: str | Path) -> Path:
        """Write the same as a GeoPackage, with styles for QGIS, and return its path."""
        from routegraph.render import export

        return export.write_gpkg(self.exhibit(), path)

    def save_markdown(self, path: str | Path) -> Path:
        """Write the answer as Markdown and return its path."""
        from routegraph.render import export

        return export.write_markdown(self.exhibit(), path)

    def save_csv(self, path: str | Path) -> Path:
        """Write the rows of the answer as CSV and return its path."""
        from routegraph.render import export

        return export.write_csv(self.exhibit(), path)

    def to_frame(self) -> pd.DataFrame:
        """The rows of the answer."""
        from routegraph.render import export

        return export.to_frame(self.exhibit())

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Routes, closures and places with their geometry, in lon, lat."""
        from routegraph.render import export

        return export.to_geodataframe(self.exhibit())

    def _repr_html_(self) -> str:
        from routegraph.render import card

        return card.html(self.exhibit())


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
