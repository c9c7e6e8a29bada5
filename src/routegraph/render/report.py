"""The whole case on a few sheets: question, map before and after, what it hangs on, what to reopen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.whatif import WhatIf
from routegraph.errors import QuestionError
from routegraph.render import page, words
from routegraph.render.column import Column
from routegraph.render.style import DARK, LIGHT, Palette
from routegraph.render.tell import tell
from routegraph.render.told import Section, Told, closure_item, closure_marks
from routegraph.render.typeset import LEFT_TO_RIGHT_MARK
from routegraph.render.written import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from routegraph.analysis.alternatives import Alternatives
    from routegraph.analysis.chokepoints import Chokepoints
    from routegraph.analysis.reopening import Reopening

SHEETS = (".png", ".pdf")
COLUMNS = 3
PIXEL_GAP = 24


def write_report(
    path: str | Path,
    whatif: WhatIf,
    *,
    alternatives: Alternatives | None = None,
    chokepoints: Chokepoints | None = None,
    reopening: Reopening | None = None,
    dark: bool = False,
) -> Path:
    """Write a report of one journey: a PDF of A4 sheets, or a PNG with the sheets one below the other.

    Parameters
    ----------
    path : path
        Ends in ``.pdf`` or ``.png``.
    whatif : WhatIf
    alternatives, chokepoints, reopening : optional
        Each adds a sheet.
    dark : bool

    Raises
    ------
    QuestionError
        The path ends in something else.
    OutputError
        The file cannot be written there.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SHEETS:
        raise QuestionError(f"a report is written as {' or '.join(SHEETS)}, not {Path(path).name!r}.")
    answers = [one for one in (whatif, alternatives, chokepoints, reopening) if one is not None]
    figures = [*(page.draw(answer, dark) for answer in answers), *_sources(whatif, dark)]
    metadata = page.page_metadata(whatif.context, tell(whatif))
    write = _write_pdf if suffix == ".pdf" else _write_png
    return write_whole(path, lambda spare: write(spare, figures, metadata))


def _write_pdf(path: Path, figures: Sequence[Figure], metadata: dict[str, str]) -> None:
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    told = {"Title": metadata["Title"], "Subject": metadata["Description"], "Keywords": metadata["Comment"]}
    known = {**told, "Author": metadata["Copyright"], "Creator": metadata["Software"]}
    undated = {"CreationDate": None, "ModDate": None}
    with rc_context({"pdf.fonttype": 42}), PdfPages(path, metadata=known | undated) as pdf:
        for figure in figures:
            outline_marked(figure)
            pdf.savefig(figure, facecolor=figure.get_facecolor())


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


def _sources(whatif: WhatIf, dark: bool) -> list[Figure]:
    """Return the last sheets: every closure with its source and quote, and the limits of the data."""
    palette = DARK if dark else LIGHT
    context = whatif.context
    sections = [
        *(Section("", items=(closure_item(one, mark),)) for mark, one in closure_marks(context).items()),
        Section("Limits of the data and of the answer", lines=limits(whatif)),
    ]
    told = Told(
        title="Sources",
        outcome=words.count(len(sections) - 1, "closure"),
        sentence="Every closure with who reports it, and what is not known.",
        sections=tuple(sections),
    )
    return _flowed(context, told, palette)


def _flowed(context: Context, told: Told, palette: Palette) -> list[Figure]:
    """Set sections in columns, sheet after sheet."""
    top, bottom = page.HEIGHT - page.MARGIN - page.HEADER, page.MARGIN + page.FOOTER
    width = (page.WIDTH - 2 * page.MARGIN - (COLUMNS - 1) * page.GUTTER) / COLUMNS
    columns = [Column(width)]
    for section in told.sections:
        trial = Column(width)
        trial.section(section)
        if columns[-1].height and columns[-1].height + trial.height + 9 > top - bottom:
            columns.append(Column(width))
        columns[-1].section(section)
    figures = []
    for first in range(0, len(columns), COLUMNS):
        figure = page.sheet(palette)
        page.header(figure, context, told, palette)
        for i, column in enumerate(columns[first : first + COLUMNS]):
            column.draw(figure, page.MARGIN + i * (width + page.GUTTER), top, palette, bottom)
        page.footer(figure, context, palette)
        figures.append(figure)
    return figures


def limits(answer: Answer) -> tuple[str, ...]:
    """Return what a reader must know of the data behind an answer before relying on it."""
    source, vehicle = answer.context.network.provenance, answer.context.vehicle
    date = f", state of {source.data_date}" if source.data_date else ""
    told = [f"Roads: {source.source}{date}; licence {source.licence}."]
    told += source.notes
    told += [
        f"Filled in where the source does not tell: {key} ({number:,})."
        for key, number in source.imputed.items()
    ]
    told += [f"In the source and not modelled: {key} ({number:,})." for key, number in source.lost.items()]
    told.append(
        f"Times, fuel and costs are those of the vehicle '{vehicle.name}' on free roads: without "
        "checkpoints, queues, escorts or repairs."
    )
    told.append(
        "An answer is as good as the reports behind its closures; what nobody reported is taken as open."
    )
    return tuple(told)
