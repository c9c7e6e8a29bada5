"""What roads are called in other languages than the local one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.strings import StringCoder

Called = tuple[str, str, str]
"""The plain name, the key of another one, and the other one."""

OTHER_NAME = re.compile(r"name:[a-z]{2,3}([-_]\w+)*|int_name")
"""Keys of a road's names in other languages.

Source: https://wiki.openstreetmap.org/wiki/Multilingual_names
"""


def _codes() -> NDArray[np.int32]:
    return np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class OtherNames:
    """Names of roads in other languages: roads of one plain name share them.

    Attributes
    ----------
    plain : int32[T]
        String code of the plain name, as in ``Roads.name``; ascending.
    key, text : int32[T]
        String codes: the OSM key (``name:en``, ``int_name``) and the other name.
    """

    plain: Int = field(default_factory=_codes)
    key: Int = field(default_factory=_codes)
    text: Int = field(default_factory=_codes)

    def __len__(self) -> int:
        return len(self.plain)

    @classmethod
    def of(cls, counts: Counter[Called], coder: StringCoder) -> OtherNames:
        """Of each plain name and key the other name that most ways have."""
        chosen: dict[tuple[str, str], str] = {}
        for (name, tag, other), _ in sorted(counts.items(), key=lambda told: (-told[1], told[0])):
            chosen.setdefault((name, tag), other)
        rows = sorted(tuple(map(coder.code, (*named, other))) for named, other in chosen.items())
        plain, key, text = np.array(rows, np.int32).reshape(-1, 3).T
        return cls(plain.copy(), key.copy(), text.copy())


def called(tags: Mapping[str, str]) -> tuple[Called, ...]:
    """Other names among the tags of a way that has a plain one and differs in them."""
    plain = tags.get("name", "")
    if not plain:
        return ()
    told = ((key, text.strip()) for key, text in tags.items() if OTHER_NAME.fullmatch(key))
    return tuple((plain, key, text) for key, text in told if text and text != plain)
