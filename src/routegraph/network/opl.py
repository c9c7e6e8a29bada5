"""Lines of libosmium's format OPL, one for each object, with numbers parsed by the million.

Source: https://osmcode.org/opl-file-format/
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from routegraph.network.restrictions import Member

_BLOCK_BYTES = 1 << 24
_ESCAPE = re.compile(r"%([0-9a-f]+)%")


def blocks(path: Path) -> Iterator[bytes]:
    """Read a file in blocks of whole lines, without the newline at the end of each."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            cut = block.rfind(b"\n") + 1
            if cut:
                yield (rest + block[: cut - 1]) if cut > 1 else rest
                rest = block[cut:]
            else:
                rest += block
    if rest:
        yield rest


def tags_of(text: bytes) -> dict[str, str]:
    """Tags of an OPL field."""
    pairs = (item.partition("=") for item in text.decode(errors="replace").split(",") if item)
    return {_plain(key): _plain(value) for key, _, value in pairs}


def _plain(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "%" in text else text


def _character(code: re.Match[str]) -> str:
    number = int(code[1], 16)
    # halves of a surrogate pair and numbers beyond Unicode are no characters
    return "\ufffd" if 0xD800 <= number <= 0xDFFF or number > sys.maxunicode else chr(number)


def numbers_of(texts: list[bytes], letters: bytes) -> NDArray[np.int64]:
    """Integers of many texts, with letters left out."""
    if not texts:
        return np.zeros(0, np.int64)
    return np.fromstring(b",".join(texts).translate(None, letters), np.int64, sep=",")


def members_of(text: bytes) -> list[Member]:
    """Members of an OPL field, ``w12@from,n3@via``."""
    items = (item.partition("@") for item in text.decode(errors="replace").split(",") if item)
    return [(told[0], int(told[1:]), _plain(role)) for told, _, role in items]
