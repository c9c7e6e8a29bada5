"""Several pages in one file: a PDF of A4 sheets, or a PNG with the sheets one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from routegraph.errors import QuestionError
from routegraph.render import page
from routegraph.render.column import Column
from routegraph.render.exhibit import Exhibit
from routegraph.render.legible import legible
from routegraph.render.page import PageStyle
from routegraph.render.page_flow import Room, flow
from routegraph.render.style import DARK, LIGHT, Palette
from routegraph.render.text import AnswerText, Section
from routegraph.render.typeset import LEFT_TO_RIGHT_MARK
from routegraph.scenario.question import Question
from routegraph.written import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHEETS = (".png", ".pdf")
PIXEL_GAP = 24


def write_sheets(path: str | Path, exhibits: Sequence[Exhibit], last: AnswerText, dark: bool = False) -> Path:
    """Write a page of each exhibit, and then a text in columns on as many sheets as it takes.

    Raises
    ------
    QuestionError
        The path ends in something else than ``.pdf`` or ``.png``.
    OutputError
        The file cannot be written there.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SHEETS:
        raise QuestionError(f"a report is written as {' or '.join(SHEETS)}, not {Path(path).name!r}.")
    palette = DARK if dark else LIGHT
    if suffix == ".pdf":
        figures = [figure for exhibit in exhibits for figure in pages(exhibit, palette)]
    else:
        figures = [page.draw(exhibit, dark) for exhibit in exhibits]
    figures += text_sheets(
        exhibits[0].question, last, flow(last.sections, 1.0, repeat(_column_room())), palette
    )
    metadata = page.page_metadata(exhibits[0])
    return write_whole(path, lambda spare: write_figures(spare, figures, metadata))


def write_figures(path: Path, figures: Sequence[Figure], metadata: dict[str, str]) -> None:
    """Write figures one below the other where the path ends in ``.png``, else as the pages of a PDF."""
    write = _write_png if path.suffix.lower() == ".png" else _write_pdf
    write(path, figures, metadata)


def write_pdf(exhibit: Exhibit, path: Path, style: PageStyle) -> None:
    """Write the report page of an answer as a PDF, and more pages where it takes more to tell."""
    palette = DARK if style.dark else LIGHT
    _write_pdf(path, pages(exhibit, palette, style.basemap), page.page_metadata(exhibit))


def pages(exhibit: Exhibit, palette: Palette, basemap: bool = False) -> list[Figure]:
    """Draw an answer on sheets of A4: the first with the map."""
    exhibit = legible(exhibit)
    sections, side = page.sections_of(exhibit), page.side_room()
    column = page.fitting(sections, side)
    columns = [column] if column else _level(sections, side)
    first = page.first_sheet(exhibit, columns[0], palette, basemap)
    return [first, *text_sheets(exhibit.question, exhibit.text, columns[1:], palette)]


def _level(sections: Sequence[Section], side: Room) -> list[Column]:
    """Return the column beside the map and those of the sheets after it, about level on the last sheet."""
    width, height = _column_room()
    columns = flow(sections, page.FLOWING, chain([side], repeat((width, height))))
    full = page.COLUMNS * ((len(columns) - 2) // page.COLUMNS)
    lowest = sum(column.height for column in columns[1 + full :]) / page.COLUMNS
    while lowest < height:
        rooms = chain([side], repeat((width, height), full), repeat((width, lowest)))
        levelled = flow(sections, page.FLOWING, rooms)
        if len(levelled) <= 1 + full + page.COLUMNS:
            return levelled
        lowest *= 1.05
    return columns


def _column_room() -> Room:
    """Room of a column of a sheet without a map."""
    return page.column_width(), page.side_room()[1]


def _write_pdf(path: Path, figures: Sequence[Figure], metadata: dict[str, str]) -> None:
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    told = {"Title": metadata["Title"], "Subject": metadata["Description"], "Keywords": metadata["Comment"]}
    known = {**told, "Author": metadata["Copyright"], "Creator": metadata["Software"]}
    undated = {"CreationDate": None, "ModDate": None}
    held = BytesIO()  # a file would stay open when the disk is full
    with rc_context({"pdf.fonttype": 42}), PdfPages(held, metadata=known | undated) as pdf:
        for figure in figures:
            outline_marked(figure)
            pdf.savefig(figure, facecolor=figure.get_facecolor())
    path.write_bytes(held.getvalue())


def outline_marked(figure: Figure) -> None:
    """Draw as shapes what holds marks of direction: as letters, they would shift the text after them.

    A mark has no width in the line, but that of a blank in the font of the PDF.
    """
    from matplotlib.patheffects import Normal
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        if isinstance(text, Text) and LEFT_TO_RIGHT_MARK in text.get_text() and not text.get_path_effects():
            text.set_path_effects([Normal()])


def _write_png(path: Path, figures: Sequence[Figure], metadata: dict[str, str]) -> None:
    import numpy as np
    from matplotlib import rc_context
    from PIL import Image, PngImagePlugin

    sheets = []
    with rc_context({"text.hinting": "none"}):
        for figure in figures:
            figure.canvas.draw()
            sheets.append(np.asarray(figure.canvas.buffer_rgba())[:, :, :3])  # type: ignore[attr-defined]
    gap = np.full((PIXEL_GAP, sheets[0].shape[1], 3), 128, np.uint8)
    stacked = [part for sheet in sheets for part in (sheet, gap)][:-1]
    told = PngImagePlugin.PngInfo()
    for key, value in metadata.items():
        told.add_itxt(key, value)
    image = Image.fromarray(np.concatenate(stacked))
    image.save(path, "PNG", pnginfo=told, dpi=(page.DPI, page.DPI), compress_level=4)


def text_sheets(
    question: Question, text: AnswerText, columns: Sequence[Column], palette: Palette
) -> list[Figure]:
    """Set columns on sheet after sheet."""
    figures = []
    for first in range(0, len(columns), page.COLUMNS):
        figure = page.sheet(palette)
        page.header(figure, question, text, palette)
        top = page.HEIGHT - page.MARGIN - page.HEADER
        page.set_columns(figure, columns[first : first + page.COLUMNS], palette, top)
        page.footer(figure, question, palette)
        figures.append(figure)
    return figures
