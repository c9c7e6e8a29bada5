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

    def __init_subclass__(cls) -> None:
        cls.__repr__ = Answer.__repr__  # type: ignore[method-assign]  # and not the fields of a dataclass

    def __repr__(self) -> str:
        text = self.text()
        return f"<{type(self).__name__} {text.title}: {text.outcome}>"

    def __str__(self) -> str:
        """Title, outcome and sentence, as the command prints them."""
        text = self.text()
        return f"{text.title}: {text.outcome}\n{text.sentence}"

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

    def save(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the answer in the format that the suffix of the path says, and return the path.

        Parameters
        ----------
        path : str or path
            Ends in ``.png`` or ``.pdf`` for the report page, ``.html`` for an interactive map,
            ``.geojson`` or ``.gpkg`` for GIS tools, ``.gpx`` or ``.kml`` for the driver, ``.md`` for text,
            ``.csv`` for its rows.
        dark : bool
            Pages light on dark.
        basemap : bool
            Tiles from the net below the map of a page; needs the extra ``routegraph[basemap]``.

        Raises
        ------
        QuestionError
            The suffix is none of these.
        OutputError
            The file cannot be written there.
        """
        return self._save(path, "", dark, basemap)

    def save_png(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PNG and return its path; see `save`."""
        return self._save(path, "png", dark, basemap)

    def save_pdf(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PDF and return its path; see `save`."""
        return self._save(path, "pdf", dark, basemap)

    def save_html(self, path: str | Path) -> Path:
        """Write an interactive map, one file that needs no network, and return its path."""
        return self._save(path, "html")

    def save_geojson(self, path: str | Path) -> Path:
        """Write routes, closures, closed roads and places as GeoJSON and return its path."""
        return self._save(path, "geojson")

    def save_gpkg(self, path: str | Path) -> Path:
        """Write the same as a GeoPackage, with styles for QGIS, and return its path."""
        return self._save(path, "gpkg")

    def save_gpx(self, path: str | Path) -> Path:
        """Write the ways as tracks and closures as way points, for the driver, and return its path."""
        return self._save(path, "gpx")

    def save_kml(self, path: str | Path) -> Path:
        """Write ways, closures and land for Google Earth and map apps (KML), and return the path."""
        return self._save(path, "kml")

    def save_strip(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write a strip map of the way that remains, and return its path.

        Each sheet of A4 shows a stretch of the way and, kilometre by kilometre, its turns, towns, bridges
        and limits. A path that ends in ``.png`` has the sheets one below the other, any other is a PDF.

        Raises
        ------
        QuestionError
            The answer shows no way that may be driven.
        OutputError
            The file cannot be written there.
        """
        return self._save(path, "strip", dark, basemap)

    def save_avoid(self, path: str | Path) -> Path:
        """Write the closed roads as OsmAnd takes roads to avoid (GeoJSON), and return the path.

        The file belongs into OsmAnd's folder ``routing``.

        Raises
        ------
        QuestionError
            Nothing is closed, or the network has no OpenStreetMap ways.
        OutputError
            The file cannot be written there.
        """
        return self._save(path, "avoid")

    def save_markdown(self, path: str | Path) -> Path:
        """Write the answer as Markdown and return its path."""
        return self._save(path, "markdown")

    def save_csv(self, path: str | Path) -> Path:
        """Write the rows of the answer as CSV and return its path."""
        return self._save(path, "csv")

    def _save(self, path: str | Path, name: str, dark: bool = False, basemap: bool = False) -> Path:
        from routegraph.render.formats import save
        from routegraph.render.page import PageStyle

        return save(self.exhibit(), path, name, PageStyle(dark, basemap))

    def explore(self) -> Any:
        """Return the map as a widget to pan and zoom; needs the extra ``routegraph[explore]``."""
        from routegraph.render import livemap

        return livemap.explore(self.exhibit())

    def to_frame(self) -> pd.DataFrame:
        """The rows of the answer."""
        from routegraph.render.rows import to_frame

        return to_frame(self.exhibit())

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Routes, closures and places with their geometry, in lon, lat."""
        from routegraph.render.gpkg import to_geodataframe

        return to_geodataframe(self.exhibit())

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
