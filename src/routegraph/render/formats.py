"""The files that an answer is written as: one row for each format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from routegraph.errors import QuestionError
from routegraph.render.avoid import to_avoid
from routegraph.render.exhibit import Exhibit
from routegraph.render.geojson import to_geojson
from routegraph.render.gpkg import write_gpkg
from routegraph.render.gpx import to_gpx
from routegraph.render.kml import write_kml
from routegraph.render.markdown import to_markdown
from routegraph.render.page import PageStyle, write_png
from routegraph.render.rows import write_csv
from routegraph.render.sheets import write_pdf
from routegraph.render.strip import write_strip
from routegraph.render.suffixes import SHARED, SUFFIXES
from routegraph.render.webmap import to_html
from routegraph.written import write_whole

Writer = Callable[[Exhibit, Path, PageStyle], object]


def _text(text_of: Callable[[Exhibit], str]) -> Writer:
    return lambda exhibit, path, _: path.write_text(text_of(exhibit), "utf-8")


def _file(write: Callable[[Exhibit, Path], None]) -> Writer:
    return lambda exhibit, path, _: write(exhibit, path)


WRITERS: dict[str, Writer] = {
    "png": write_png,
    "pdf": write_pdf,
    "html": _text(to_html),
    "geojson": _text(to_geojson),
    "gpx": _text(to_gpx),
    "gpkg": _file(write_gpkg),
    "markdown": _text(to_markdown),
    "csv": _file(write_csv),
    "kml": _file(write_kml),
    "strip": write_strip,
    "avoid": _text(to_avoid),
}


def save(exhibit: Exhibit, path: str | Path, name: str = "", style: PageStyle | None = None) -> Path:
    """Write an answer in the format that the suffix of the path says, and return the path.

    Parameters
    ----------
    exhibit : Exhibit
    path : str or path
    name : str
        Key of `WRITERS`: the format where the path has no suffix, or where it is one of `SHARED`.
    style : PageStyle, optional
        How pages look.

    Raises
    ------
    QuestionError
        The suffix is of no format, or there is none and no name.
    OutputError
        The file cannot be written there.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    endings = SHARED.get(name, ())
    write = WRITERS.get(SUFFIXES.get(suffix, "") if suffix and not endings else name)
    if write is None or (endings and suffix not in ("", *endings)):
        told = ", ".join(endings or SUFFIXES)
        raise QuestionError(f"cannot write {path.name!r}; give a name that ends in {told}.")
    return write_whole(path, lambda spare: write(exhibit, spare, style or PageStyle()))
