"""How every answer is drawn, written and tabulated."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from routegraph import defaults

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes

    from routegraph.render.exhibit import Exhibit

Method = TypeVar("Method", bound=Callable[..., Path])

DARK = """
dark : bool
    Light on dark.
basemap : bool
    Tiles from the net below the map; needs the extra ``routegraph[basemap]``."""

WRITES = """{what}

Parameters
----------
path : str or path
    Whatever its suffix.{pages}

Returns
-------
Path
    Of the file written.

Raises
------{refused}
OutputError
    The file cannot be written there.

Examples
--------
>>> import tempfile
>>> from pathlib import Path
>>> import routegraph
>>> answer = routegraph.load("{network}").whatif("Hama", "Aleppo", close=["M5"]){skip}
>>> answer.{name}(Path(tempfile.mkdtemp()) / "answer.{suffix}").suffix{skip}
'.{suffix}'
"""


def _spelled_out(suffix: str, raises: str = "", of: str = defaults.NETWORK) -> Callable[[Method], Method]:
    """Add to what a method writes what every such method takes, returns and raises, and an example."""

    def document(method: Method) -> Method:
        method.__doc__ = WRITES.format(
            what=inspect.cleandoc(method.__doc__ or ""),
            pages=DARK if "dark" in inspect.signature(method).parameters else "",
            refused=f"\nQuestionError\n    {raises}" if raises else "",
            network=of,
            name=method.__name__,
            suffix=suffix,
            skip="" if of == defaults.NETWORK else "  # doctest: +SKIP",
        )
        return method

    return document


class Output(ABC):
    """What can be drawn, written and tabulated, since it has an exhibit."""

    @abstractmethod
    def exhibit(self) -> Exhibit:
        """Return the answer as every output takes it."""

    def plot(self, ax: Axes | None = None, **style: Any) -> Axes:
        """Draw the answer on a map.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure's when not given.
        **style
            As `render.maps.plot` takes it.

        Returns
        -------
        matplotlib.axes.Axes
            In metres of a plane around the scene.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.plot().get_figure() is not None
        True
        """
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

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        QuestionError
            The suffix is none of these.
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save(Path(tempfile.mkdtemp()) / "answer.md").name
        'answer.md'
        """
        return self._save(path, "", dark, basemap)

    @_spelled_out("png")
    def save_png(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PNG."""
        return self._save(path, "png", dark, basemap)

    @_spelled_out("pdf")
    def save_pdf(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PDF."""
        return self._save(path, "pdf", dark, basemap)

    @_spelled_out("html")
    def save_html(self, path: str | Path) -> Path:
        """Write an interactive map, one file that needs no network."""
        return self._save(path, "html")

    @_spelled_out("geojson")
    def save_geojson(self, path: str | Path) -> Path:
        """Write routes, closures, closed roads and places as GeoJSON."""
        return self._save(path, "geojson")

    @_spelled_out("gpkg")
    def save_gpkg(self, path: str | Path) -> Path:
        """Write the same as a GeoPackage, with styles for QGIS."""
        return self._save(path, "gpkg")

    @_spelled_out("gpx")
    def save_gpx(self, path: str | Path) -> Path:
        """Write the ways as tracks and closures as way points, for the driver."""
        return self._save(path, "gpx")

    @_spelled_out("kml")
    def save_kml(self, path: str | Path) -> Path:
        """Write ways, closures and land for Google Earth and map apps (KML)."""
        return self._save(path, "kml")

    @_spelled_out("pdf", raises="The answer shows no way that may be driven.")
    def save_strip(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write a strip map of the way that remains.

        Each sheet of A4 shows a stretch of the way and, kilometre by kilometre, its turns, towns, bridges
        and limits. A path that ends in ``.png`` has the sheets one below the other, any other is a PDF.
        The base map is not drawn here.
        """
        return self._save(path, "strip", dark, basemap)

    @_spelled_out(
        "geojson", raises="Nothing is closed, or the network has no OpenStreetMap ways.", of="syria"
    )
    def save_avoid(self, path: str | Path) -> Path:
        """Write the closed roads as OsmAnd takes roads to avoid (GeoJSON).

        The file belongs into OsmAnd's folder ``routing``.
        """
        return self._save(path, "avoid")

    @_spelled_out("md")
    def save_markdown(self, path: str | Path) -> Path:
        """Write the answer as Markdown."""
        return self._save(path, "markdown")

    @_spelled_out("csv")
    def save_csv(self, path: str | Path) -> Path:
        """Write the rows of the answer as CSV."""
        return self._save(path, "csv")

    def _save(self, path: str | Path, name: str, dark: bool = False, basemap: bool = False) -> Path:
        from routegraph.render.formats import save
        from routegraph.render.page import PageStyle

        return save(self.exhibit(), path, name, PageStyle(dark, basemap))

    def explore(self) -> Any:
        """Return the map as a widget to pan and zoom; needs the extra ``routegraph[explore]``.

        Returns
        -------
        ipyleaflet.Map
            The layers of the answer, each with its own switch.

        Raises
        ------
        UnavailableError
            The extra is not installed.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.explore().__class__.__name__  # doctest: +SKIP
        'Map'
        """
        from routegraph.render import livemap

        return livemap.explore(self.exhibit())

    def to_frame(self) -> pd.DataFrame:
        """The rows of the answer.

        Returns
        -------
        pandas.DataFrame
            One row for each record of `rows`.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.to_frame()["way"].tolist()
        ['before', 'after']
        """
        from routegraph.render.rows import to_frame

        return to_frame(self.exhibit())

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Routes, closures and places with their geometry, in lon, lat.

        Returns
        -------
        geopandas.GeoDataFrame
            One row for each feature of the map; ``role`` tells what it is.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.to_geodataframe().crs.to_string()
        'EPSG:4326'
        """
        from routegraph.render.gpkg import to_geodataframe

        return to_geodataframe(self.exhibit())

    def _repr_html_(self) -> str:
        from routegraph.render import card

        return card.html(self.exhibit())
