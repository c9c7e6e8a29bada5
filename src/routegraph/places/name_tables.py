"""The names of a network as arrays that a later process opens and looks up in, without making them again."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from routegraph.network.array_cache import keep, kept
from routegraph.network.arrays import Float, Int
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.network.strings import Strings
from routegraph.places import alignment, exonyms, names, scripts
from routegraph.places.alignment import encode, weight
from routegraph.places.names import LONGEST_SOUND

NAME_KEY = re.compile(r"(name|(alt|old|int|official|short|loc|nat|reg)_name)(:[a-z]{2,3}([-_]\w+)*)?")
"""OSM keys that hold names of a place, each also with a language (``name:en``).

Source: https://wiki.openstreetmap.org/wiki/Names
"""

LEAST_EXONYM = 2.0
"""Consonants that a name of `exonyms` has at the least to be compared by sound."""

ABOUT_DEG = 0.005
"""Side of a square about a place, some 550 m."""

LEAST_KEPT = 500
"""Places of a network whose tables are worth a file; those of fewer are made in some milliseconds."""


@dataclass(frozen=True, eq=False)
class Keyed:
    """Names by a form of them.

    Attributes
    ----------
    keys : Strings
        Distinct, in the order of their UTF-8.
    first : int32[K + 1]
        Key ``k`` is that of the names ``row[first[k]:first[k + 1]]``.
    row : int32[...]
        Rows of `Written.place`.
    """

    keys: Strings
    first: Int
    row: Int

    @classmethod
    def of(cls, forms: Sequence[str], first_row: int = 0) -> Keyed:
        """Names by their forms; one whose form is empty has no key."""
        rows: dict[bytes, list[int]] = {}
        for row, form in enumerate(forms, first_row):
            if form:
                rows.setdefault(form.encode(), []).append(row)
        ordered = sorted(rows)
        first = np.zeros(len(ordered) + 1, np.int32)
        np.cumsum([len(rows[key]) for key in ordered], out=first[1:])
        every = np.array([row for key in ordered for row in rows[key]], np.int32)
        return cls(Strings.packed([key.decode() for key in ordered]), first, every)

    def rows(self, key: str) -> NDArray[np.int64]:
        """Rows of the names of a key, ascending."""
        at = self._position(key)
        return np.array(self.row[self.first[at] : self.first[at + 1]] if at >= 0 else (), np.int64)

    def __contains__(self, key: str) -> bool:
        return self._position(key) >= 0

    def _position(self, key: str) -> int:
        start, utf8, sought = self.keys.start, self.keys.utf8, key.encode()

        def spelled(at: int) -> bytes:
            return bytes(utf8[start[at] : start[at + 1]])

        at = bisect_left(range(len(self.keys)), sought, key=spelled)
        return at if at < len(self.keys) and spelled(at) == sought else -1


@dataclass(frozen=True, eq=False)
class Sounds:
    """Distinct sounds of names.

    Attributes
    ----------
    codes : uint8[S, L]
        As `alignment.encode` gives them.
    utf8 : uint8[...]
        Their skeletons, a line each.
    first : int32[S + 1]
        Sound ``s`` is that of the names ``row[first[s]:first[s + 1]]``.
    row : int32[...]
        Rows of `Written.place`.
    """

    codes: NDArray[np.uint8]
    utf8: NDArray[np.uint8]
    first: Int
    row: Int

    @classmethod
    def of(cls, texts: list[str], rows: NDArray[np.int64]) -> Sounds:
        """Sounds of names, each with its row."""
        numbers: dict[str, int] = {}
        spoken = names.sounds(texts)
        number = np.fromiter((numbers.setdefault(s, len(numbers)) for s in spoken), np.int64, len(spoken))
        order = np.argsort(number, kind="stable")
        distinct = list(numbers)
        skeletons = names.skeletons("\n".join(distinct))[0] if distinct else ""
        return cls(
            codes=encode(distinct),
            utf8=np.frombuffer(skeletons.encode(), np.uint8),
            first=np.searchsorted(number[order], np.arange(len(distinct) + 1)).astype(np.int32),
            row=rows[order].astype(np.int32),
        )

    @cached_property
    def skeletons(self) -> list[str]:
        """Consonants of each sound."""
        return bytes(self.utf8).decode().split("\n") if len(self.codes) else []

    def consonants(self, most: int = LONGEST_SOUND) -> tuple[list[str], NDArray[np.int64]]:
        """Distinct skeletons of at most so many consonants, and which of them each sound has."""
        if most not in self._consonants:
            numbers: dict[str, int] = {}
            which = [numbers.setdefault(skeleton[:most], len(numbers)) for skeleton in self.skeletons]
            self._consonants[most] = list(numbers), np.array(which, np.int64)
        return self._consonants[most]

    @cached_property
    def _consonants(self) -> dict[int, tuple[list[str], NDArray[np.int64]]]:
        return {}

    def names_of(self, sounds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the names of several sounds, and which of the sounds each has."""
        first = self.first.astype(np.int64)
        counts = first[sounds + 1] - first[sounds]
        which = np.repeat(np.arange(len(sounds)), counts)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self.row[first[sounds][which] + offset].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Written:
    """Names as they are written, and by their forms.

    Attributes
    ----------
    place : int32[K]
        The place that each name belongs to; the names of `exonyms` come last.
    text : Strings
        The names.
    script : uint8[K0]
        Of each name that the network has, or `exonyms.english_name` for it: its row in `scripts`.
    scripts : Strings
        As `names.script` calls them.
    by_normal, by_bare : Keyed
        Names of the network by normal form without spaces, and without articles.
    junctions : int32[P]
        How many junctions lie about each place of the network; see `junctions_about`.
    """

    place: Int
    text: Strings
    script: Int
    scripts: Strings
    by_normal: Keyed
    by_bare: Keyed
    exonyms_by_bare: Keyed
    junctions: Int

    @classmethod
    def of(cls, network: Network) -> Written:
        """Names of a network."""
        owner, texts = _named(network)
        normal = names.normal_forms(texts)
        english = _english(network, owner, texts, normal)
        owner += [place for place, _ in english]
        texts += [name for _, name in english]
        normal += names.normal_forms([name for _, name in english])
        by_bare = Keyed.of([names.without_articles(n) for n in normal])
        others = exonyms.other_names(_places_of(by_bare, owner), network.places.lon, network.places.lat)
        called = [name for _, name in others]
        script = [names.script(n) for n in normal]
        distinct = sorted(set(script))
        number = {one: i for i, one in enumerate(distinct)}
        return cls(
            place=np.array([*owner, *(place for place, _ in others)], np.int32),
            text=Strings.packed([*texts, *called]),
            script=np.array([number[one] for one in script], np.uint8),
            scripts=Strings.packed(distinct),
            by_normal=Keyed.of([n.replace(" ", "") for n in normal]),
            by_bare=by_bare,
            exonyms_by_bare=Keyed.of([*map(names.without_articles, names.normal_forms(called))], len(texts)),
            junctions=junctions_about(network),
        )


@dataclass(frozen=True, eq=False)
class Heard:
    """The sounds of whole names, of names of `exonyms`, and of names without their first word."""

    whole: Sounds
    exonyms: Sounds
    tails: Sounds

    @classmethod
    def of(cls, written: Written) -> Heard:
        """Sounds of names."""
        texts, own = written.text.all, len(written.script)
        spoken = enumerate(names.sounds(texts[own:]), own)
        long = [row for row, sound in spoken if weight(sound) >= LEAST_EXONYM]
        parts = [(row, text.split(None, 1)) for row, text in enumerate(texts[:own])]
        tails = [(row, words[1]) for row, words in parts if len(words) > 1]
        return cls(
            whole=Sounds.of(texts[:own], np.arange(own)),
            exonyms=Sounds.of([texts[row] for row in long], np.array(long, np.int64)),
            tails=Sounds.of([text for _, text in tails], np.array([row for row, _ in tails], np.int64)),
        )


def junctions_about(network: Network) -> NDArray[np.int32]:
    """How many junctions lie about each place, in a square of `ABOUT_DEG` and those around it: its size."""
    nodes, places = network.nodes, network.places
    lat = np.sort(places.lat)
    shrink = np.cos(np.radians(lat[[(len(lat) - 1) // 2, len(lat) // 2]].mean())) if len(lat) else 1.0

    def squares(lon: Float, lat: Float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return np.floor(lon * shrink / ABOUT_DEG).astype(np.int64), np.floor(lat / ABOUT_DEG).astype(np.int64)

    wide = int(720 / ABOUT_DEG)
    column, row = squares(nodes.lon, nodes.lat)
    square, count = np.unique(row * wide + column, return_counts=True)
    column, row = squares(places.lon, places.lat)
    found = np.zeros(len(places), np.int32)
    for north in (-1, 0, 1) if len(square) else ():
        for east in (-1, 0, 1):
            sought = (row + north) * wide + column + east
            at = np.searchsorted(square, sought).clip(max=len(square) - 1)
            found += np.where(square[at] == sought, count[at], 0).astype(np.int32)
    return found


def kept_tables(network: Network) -> tuple[Written, Heard] | None:
    """Tables of a stored network: those beside it or, when there are none, made and kept there.

    None for a network in memory alone, or of few places.
    """
    if network.folder is None or len(network.places) < LEAST_KEPT:
        return None
    made_from = _digest_of(network)
    arrays = kept(network.folder, "names", made_from)
    if arrays is not None:
        try:
            written, heard = _record(Written, arrays, "written"), _record(Heard, arrays, "heard")
            if all(_rules(written, heard, len(network.places))):
                return written, heard
        except (KeyError, IndexError, ValueError):
            pass
    written = Written.of(network)
    heard = Heard.of(written)
    keep(network.folder, "names", made_from, dict([*_arrays(written, "written"), *_arrays(heard, "heard")]))
    return written, heard


def _named(network: Network) -> tuple[list[int], list[str]]:
    """Names of places and the place of each, every name of a place once."""
    places, every = network.places, network.strings.all
    name_codes = {int(c) for c in distinct(places.names_key) if NAME_KEY.fullmatch(every[c])}
    owner = np.repeat(np.arange(len(places)), np.diff(places.names_start)).tolist()
    pairs = [(place, every[code]) for place, code in enumerate(places.name.tolist()) if code]
    pairs += [
        (place, every[code])
        for place, key, code in zip(owner, places.names_key.tolist(), places.names_text.tolist(), strict=True)
        if key in name_codes
    ]
    split = [
        *dict.fromkeys((p, part.strip()) for p, text in pairs for part in text.split(";") if part.strip())
    ]
    return [place for place, _ in split], [text for _, text in split]


def _english(
    network: Network, owner: list[int], texts: list[str], normal: list[str]
) -> list[tuple[int, str]]:
    """Names that reports give to places, where the network has not got them."""
    lon, lat = network.places.lon.tolist(), network.places.lat.tolist()
    known = dict.fromkeys(zip(owner, texts, strict=True))
    told = ((p, exonyms.english_name(n, lon[p], lat[p])) for p, n in zip(owner, normal, strict=True))
    return [pair for pair in dict.fromkeys(told) if pair[1] and pair not in known]


def _places_of(by_bare: Keyed, owner: list[int]) -> dict[str, list[int]]:
    first, row = by_bare.first.tolist(), by_bare.row.tolist()
    return {key: [owner[r] for r in row[first[i] : first[i + 1]]] for i, key in enumerate(by_bare.keys.all)}


def _digest_of(network: Network) -> str:
    """Digest of all that the tables are made from: the names, and the sources that make them."""
    import hashlib

    told = hashlib.blake2b(_digest_of_sources(), digest_size=12)
    told.update(f"{len(network.nodes)} {network.provenance.sha256}".encode())
    places, strings = network.places, network.strings
    columns = (places.name, places.names_start, places.names_key, places.names_text)
    for array in (places.lon, places.lat, *columns, strings.start, strings.utf8):
        told.update(np.ascontiguousarray(array).data)
    return told.hexdigest()


@cache
def _digest_of_sources() -> bytes:
    import hashlib

    told = hashlib.blake2b(unicodedata.unidata_version.encode())
    sources = (module.__file__ for module in (names, scripts, alignment, exonyms))
    for source in (*sources, __file__, exonyms.EXONYMS, exonyms.ENGLISH):
        told.update(Path(str(source)).read_bytes())
    return told.digest()


_PARTS: dict[str, Callable[..., Any]] = {"Strings": Strings, "Keyed": Keyed, "Sounds": Sounds}
_Record = TypeVar("_Record")


def _arrays(record: Any, name: str) -> Iterator[tuple[str, NDArray[Any]]]:
    for column in fields(record):
        value = getattr(record, column.name)
        called = f"{name}.{column.name}"
        yield from _arrays(value, called) if is_dataclass(value) else [(called, value)]


def _record(kind: type[_Record], arrays: Mapping[str, NDArray[Any]], name: str) -> _Record:
    columns = {}
    for column in fields(kind):  # type: ignore[arg-type]  # a dataclass, as both callers give
        called = f"{name}.{column.name}"
        part = _PARTS.get(str(column.type))
        columns[column.name] = _record(part, arrays, called) if part else arrays[called]  # type: ignore[arg-type]
    return kind(**columns)


def _rules(written: Written, heard: Heard, places: int) -> Iterator[bool]:
    """The contract of tables that were opened: kinds of numbers, lengths, ranges of indices."""
    count, own = len(written.place), len(written.script)
    keyed = (written.by_normal, written.by_bare, written.exonyms_by_bare)
    spoken = (heard.whole, heard.exonyms, heard.tails)
    for text in (written.text, written.scripts, *(one.keys for one in keyed)):
        yield text.start.dtype == np.int64 and text.utf8.dtype == np.uint8 and text.utf8.ndim == 1
        yield _closes(text.start, len(text.utf8))
    yield own <= count == len(written.text)
    yield written.script.dtype == np.uint8 and _in_range(written.script, len(written.scripts))
    yield written.junctions.dtype == np.int32 and written.junctions.shape == (places,)
    yield written.place.dtype == np.int32 and _in_range(written.place, places)
    for one in keyed:
        yield len(one.first) == len(one.keys) + 1
    for sounds in spoken:
        yield sounds.codes.dtype == np.uint8 == sounds.utf8.dtype and sounds.codes.ndim == 2
        yield len(sounds.first) == len(sounds.codes) + 1
        yield sounds.utf8.ndim == 1 and len(sounds.skeletons) == len(sounds.codes)
        yield not sounds.codes.size or int(sounds.codes.max()) < alignment.CODES
    for table in (*keyed, *spoken):
        yield table.first.dtype == np.int32 == table.row.dtype
        yield _closes(table.first, len(table.row)) and _in_range(table.row, count)


def _closes(start: Int, end: int) -> bool:
    whole = start.ndim == 1 and len(start) > 0 and int(start[0]) == 0 and int(start[-1]) == end
    return whole and bool(np.all(start[1:] >= start[:-1]))


def _in_range(values: Int, end: int) -> bool:
    return values.ndim == 1 and (not values.size or (int(values.min()) >= 0 and int(values.max()) < end))
