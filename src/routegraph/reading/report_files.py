"""Files of reports -> their texts with what they are cited by, read one by one and told together."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from routegraph.errors import DataError, QuestionError
from routegraph.intake import clean, is_folder, read_whole
from routegraph.places.gazetteer import Gazetteer
from routegraph.reading.agreement import together
from routegraph.reading.model_reader import ModelReader
from routegraph.reading.prose import extract
from routegraph.reading.sentences import publisher_of
from routegraph.reading.when import dateline_date
from routegraph.reports.decode import decode
from routegraph.reports.event import Source
from routegraph.reports.extraction import Extraction
from routegraph.reports.metadata import Cited, own_date, source_of_page
from routegraph.reports.visible import is_html, visible_text

SUFFIXES = (".txt", ".text", ".html", ".htm", ".md")
"""Of the files of a folder that are reports."""

STDIN = Path("-")
MOST_BYTES = 32 * 1024 * 1024
"""Of one report."""


def read_reports(
    paths: Sequence[str | Path],
    gazetteer: Gazetteer,
    cited: Cited,
    reader: ModelReader | None = None,
    *,
    stdin: BinaryIO | None = None,
) -> Extraction:
    """Read reports in prose, and tell together what they say.

    Parameters
    ----------
    paths : sequence of path
        Files, folders of files, or ``-`` for what is piped in.
    gazetteer : Gazetteer
        The places that may be named.
    cited : Cited
        What the reports are cited by, in place of what they say of themselves.
    reader : ModelReader, optional
        A model that reads each report as well, and is distrusted.
    stdin : binary file, optional
        In place of standard input.

    Returns
    -------
    Extraction
        Of all reports together, each event with its source.

    Raises
    ------
    NotFoundError, DataError
        A file is missing or no text; a folder holds no report.
    QuestionError
        Several reports are given one title or link.

    Examples
    --------
    >>> import tempfile
    >>> import routegraph
    >>> from routegraph.reports.metadata import Cited
    >>> gazetteer = routegraph.load("hama-aleppo").gazetteer
    >>> file = Path(tempfile.mkdtemp()) / "report.txt"
    >>> _ = file.write_text("Rebels captured Khanasser on 24 October 2015.")
    >>> read = read_reports([file], gazetteer, Cited("", "", "", None))
    >>> [(event.target, str(event.date)) for event in read.events]
    [('Khanasser', '2015-10-24')]
    """
    files = [file for path in paths for file in _files(Path(path))]
    if len(files) > 1 and (cited.title or cited.url):
        raise QuestionError("one --source or --url for several reports; give it for one report alone.")
    return together([read_report(file, gazetteer, cited, reader, stdin=stdin) for file in files])


def _files(path: Path) -> list[Path]:
    if path == STDIN or not is_folder(path):
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    if not found:
        raise DataError(
            f"{clean(str(path))}: a folder without a report; their names end in {', '.join(SUFFIXES)}."
        )
    return found


def read_report(
    path: Path,
    gazetteer: Gazetteer,
    cited: Cited,
    reader: ModelReader | None = None,
    *,
    stdin: BinaryIO | None = None,
) -> Extraction:
    """Read one report; its own date comes before the one that is told beside it.

    Raises
    ------
    NotFoundError, DataError
    """
    name = "standard input" if path == STDIN else clean(path.name)
    return _read(_bytes(path, stdin), name, gazetteer, cited, reader)


def read_text(text: str, gazetteer: Gazetteer, cited: Cited, reader: ModelReader | None = None) -> Extraction:
    """Read a report that is no file.

    Parameters
    ----------
    text : str
        Plain or HTML, in English or Arabic.
    gazetteer : Gazetteer
        The places that may be named.
    cited : Cited
        What the report is cited by, in place of what it says of itself.
    reader : ModelReader, optional
        A model that reads it as well, and is distrusted.

    Returns
    -------
    Extraction
        Events with their quotes, what was set aside, and what was not understood.

    Examples
    --------
    >>> import routegraph
    >>> from routegraph.reports.metadata import Cited
    >>> gazetteer = routegraph.load("hama-aleppo").gazetteer
    >>> read = read_text("Rebels captured Khanasser.", gazetteer, Cited("", "", "", dt.date(2015, 10, 27)))
    >>> [event.target for event in read.events]
    ['Khanasser']
    """
    return _read(clean(text).encode(), "", gazetteer, cited, reader)


def _read(
    data: bytes, name: str, gazetteer: Gazetteer, cited: Cited, reader: ModelReader | None
) -> Extraction:
    told, warnings = decode(data, name)
    page = source_of_page(told) if is_html(told) else Source()
    text = visible_text(told) if is_html(told) else told
    date = own_date(text) or dateline_date(text, cited.date)
    own = page.date or (date.isoformat() if date else "")
    source = Source(
        title=cited.title or page.title,
        publisher=cited.publisher or page.publisher or publisher_of(text),
        url=cited.url or page.url,
        date=own or (cited.date.isoformat() if cited.date else ""),
        file=name,
        sha256=hashlib.sha256(data).hexdigest() if name else "",
    )
    notes = list(warnings)
    if own and cited.of_report and cited.date and own != cited.date.isoformat():
        notes.append(f"the report dates itself {own}: its days are counted from that, not {cited.date}")
    found = extract(text, gazetteer, date=_day(source.date), source=source)
    found = replace(found, warnings=(*notes, *found.warnings), source=source)
    return reader.confirm(found, gazetteer, _day(source.date)) if reader else found


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def _piped(stream: BinaryIO) -> bytes:
    """Return what was piped in, which can be read once, to every question of one command."""
    return stream.read(MOST_BYTES + 1)


def _bytes(path: Path, stdin: BinaryIO | None) -> bytes:
    if path != STDIN:
        return read_whole(path, "report", MOST_BYTES)
    data = _piped(stdin or sys.stdin.buffer)
    if not data.strip():
        raise DataError("nothing came in on standard input; pipe a report into it, or give a file.")
    if len(data) > MOST_BYTES:
        raise DataError(f"standard input: larger than {MOST_BYTES // 1024**2} MB; give a part of it.")
    return data
