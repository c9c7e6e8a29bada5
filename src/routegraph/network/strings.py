"""Distinct texts of a network in two arrays, by code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routegraph.intake import clean
from routegraph.network.arrays import Int


@dataclass(frozen=True, eq=False)
class Strings:
    """Distinct UTF-8 strings in two arrays; code 0 is the empty string.

    Attributes
    ----------
    start : int64[S + 1]
        Offsets into `utf8`.
    utf8 : uint8[...]
    """

    start: Int
    utf8: Int

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, code: int) -> str:
        return bytes(self.utf8[self.start[code] : self.start[code + 1]]).decode()

    @cached_property
    def all(self) -> list[str]:
        """Every string, by code."""
        blob, start = bytes(self.utf8), self.start.tolist()
        return [blob[a:b].decode() for a, b in pairwise(start)]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Strings:
        """Strings from distinct texts; the first one is the empty string."""
        if not texts or texts[0]:
            raise ValueError("string code 0 must be the empty string")
        return cls.packed(texts)

    @classmethod
    def packed(cls, texts: Sequence[str]) -> Strings:
        """Pack any texts, in their order."""
        encoded = [text.encode() for text in texts]
        start = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(e) for e in encoded], out=start[1:])
        return cls(start, np.frombuffer(b"".join(encoded), np.uint8))


class StringCoder:
    """Gives each distinct text a code while a network is being built."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}

    def code(self, text: str) -> int:
        known = self._codes.get(text)
        return self._codes.setdefault(clean(text), len(self._codes)) if known is None else known

    def codes(self, texts: Iterable[str]) -> NDArray[np.int32]:
        return np.fromiter((self.code(t) for t in texts), np.int32)

    def strings(self) -> Strings:
        return Strings.of(list(self._codes))
