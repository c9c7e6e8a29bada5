"""Bytes of unknown encoding -> text, with a word on what had to be guessed."""

from __future__ import annotations

import re

from routegraph.errors import DataError
from routegraph.intake import clean

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HIGH_WORD = re.compile(rb"[\xc0-\xff]{3}")


def decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """Decode UTF-8, UTF-16 with its mark, and lines of Windows-1256 or 1252 in between; clean.

    Parameters
    ----------
    data : bytes
    where : str
        What to call the text in messages.

    Returns
    -------
    text : str
    warnings : tuple of str
        Lines that were not UTF-8, with what they were taken for.

    Raises
    ------
    DataError
        When the bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return clean(data.decode(encoding, errors="replace")), ()
    if b"\0" in data[:65536] or data.startswith((b"%PDF", b"PK\x03\x04")):
        raise DataError(f"{where}: a binary file, not text; give plain text, HTML, CSV or YAML.")
    try:
        return clean(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        pass
    lines, guessed = [], {"Windows-1256": 0, "Windows-1252": 0}
    for line in data.splitlines(keepends=True):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            text, encoding = _guess(line)
            guessed[encoding] += 1
            lines.append(text)
    told = ", ".join(f"{count} as {encoding}" for encoding, count in guessed.items() if count)
    return clean("".join(lines)), (f"{where}: lines that are not UTF-8 were read so: {told}.",)


def _guess(line: bytes) -> tuple[str, str]:
    """Take a line for Windows-1256 when it has words of high bytes, as no Latin script writes them."""
    if _HIGH_WORD.search(line):
        return line.decode("cp1256", errors="replace"), "Windows-1256"
    return line.decode("cp1252", errors="replace"), "Windows-1252"
