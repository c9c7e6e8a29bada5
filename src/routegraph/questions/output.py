"""How every answer is drawn, written and tabulated."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes

    from routegraph.render.exhibit import Exhibit


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

    def save_png(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PNG; see `save`.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.
        dark : bool
            Light on dark.
        basemap : bool
            Tiles from the net below the map; needs the extra ``routegraph[basemap]``.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_png(Path(tempfile.mkdtemp()) / "answer.png").suffix
        '.png'
        """
        return self._save(path, "png", dark, basemap)

    def save_pdf(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write the report page as a PDF; see `save`.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.
        dark : bool
            Light on dark.
        basemap : bool
            Tiles from the net below the map; needs the extra ``routegraph[basemap]``.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_pdf(Path(tempfile.mkdtemp()) / "answer.pdf").suffix
        '.pdf'
        """
        return self._save(path, "pdf", dark, basemap)

    def save_html(self, path: str | Path) -> Path:
        """Write an interactive map, one file that needs no network.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_html(Path(tempfile.mkdtemp()) / "answer.html").suffix
        '.html'
        """
        return self._save(path, "html")

    def save_geojson(self, path: str | Path) -> Path:
        """Write routes, closures, closed roads and places as GeoJSON.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_geojson(Path(tempfile.mkdtemp()) / "answer.geojson").suffix
        '.geojson'
        """
        return self._save(path, "geojson")

    def save_gpkg(self, path: str | Path) -> Path:
        """Write the same as a GeoPackage, with styles for QGIS.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_gpkg(Path(tempfile.mkdtemp()) / "answer.gpkg").suffix
        '.gpkg'
        """
        return self._save(path, "gpkg")

    def save_gpx(self, path: str | Path) -> Path:
        """Write the ways as tracks and closures as way points, for the driver.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_gpx(Path(tempfile.mkdtemp()) / "answer.gpx").suffix
        '.gpx'
        """
        return self._save(path, "gpx")

    def save_kml(self, path: str | Path) -> Path:
        """Write ways, closures and land for Google Earth and map apps (KML).

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_kml(Path(tempfile.mkdtemp()) / "answer.kml").suffix
        '.kml'
        """
        return self._save(path, "kml")

    def save_strip(self, path: str | Path, *, dark: bool = False, basemap: bool = False) -> Path:
        """Write a strip map of the way that remains.

        Each sheet of A4 shows a stretch of the way and, kilometre by kilometre, its turns, towns, bridges
        and limits. A path that ends in ``.png`` has the sheets one below the other, any other is a PDF.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.
        dark : bool
            Light on dark.
        basemap : bool
            Not drawn here.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        QuestionError
            The answer shows no way that may be driven.
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_strip(Path(tempfile.mkdtemp()) / "answer.pdf").suffix
        '.pdf'
        """
        return self._save(path, "strip", dark, basemap)

    def save_avoid(self, path: str | Path) -> Path:
        """Write the closed roads as OsmAnd takes roads to avoid (GeoJSON).

        The file belongs into OsmAnd's folder ``routing``.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        QuestionError
            Nothing is closed, or the network has no OpenStreetMap ways.
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("syria").whatif("Hama", "Aleppo", close=["M5"])  # doctest: +SKIP
        >>> answer.save_avoid("avoid.json")  # doctest: +SKIP
        """
        return self._save(path, "avoid")

    def save_markdown(self, path: str | Path) -> Path:
        """Write the answer as Markdown.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_markdown(Path(tempfile.mkdtemp()) / "answer.md").suffix
        '.md'
        """
        return self._save(path, "markdown")

    def save_csv(self, path: str | Path) -> Path:
        """Write the rows of the answer as CSV.

        Parameters
        ----------
        path : str or path
            Whatever its suffix.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        OutputError
            The file cannot be written there.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.save_csv(Path(tempfile.mkdtemp()) / "answer.csv").suffix
        '.csv'
        """
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
