"""How well reports are read: precision, recall and F1 over (target, status) on labelled texts,
what became of each labelled event, and how often events of each confidence are right.

Run ``python benchmarks/report_reading.py [PART|all] [--verbose]``.
The texts and labels lie in ``tests/reading/texts``; see the README.md there.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "tests" / "reading" / "texts"
sys.path.insert(0, str(ROOT / "tests" / "reading"))

from gazetteer_of_texts import gazetteer_of_texts  # noqa: E402

from routegraph.errors import RoutegraphError  # noqa: E402
from routegraph.network.sphere import EARTH_RADIUS_M  # noqa: E402
from routegraph.reading.prose import extract  # noqa: E402
from routegraph.reports.extraction import Extraction  # noqa: E402
from routegraph.reports.ledger import CLOSING  # noqa: E402
from routegraph.reports.target_keys import road_ends, target_key  # noqa: E402

FIRST_SIGHT = {
    "en": {
        "held out": 0.750,
        "afterwards": 0.733,
        "fresh seen": 0.595,
        "fresh unseen": 0.786,
        "last": 0.500,
        "final": 0.556,
        "round 1": 0.621,
        "round 2": 0.455,
        "round 3": 0.772,
        "round 4": 0.500,
        "round 5": 0.545,
        "round 6": 0.630,
        "round 7": 0.571,
        "round 8": 0.764,
        "round 9": 0.667,
        "round 10": 0.698,
        "round 11": 0.707,
        "round 12": 0.690,
        "round 13": 0.558,
        "round 14": 0.558,
        "round 15": 0.578,
        "round 16": 0.491,
        "round 17": 0.645,
        "round 18": 0.473,
        "round 19": 0.333,
        "round 20": 0.587,
    },
    "ar": {
        "held out": 0.957,
        "afterwards": 0.889,
        "fresh seen": 0.800,
        "fresh unseen": 1.000,
        "round 5": 0.484,
        "round 6": 0.720,
        "round 7": 0.522,
        "round 8": 0.276,
        "round 9": 0.370,
        "round 11": 0.625,
        "round 12": 0.737,
        "round 13": 0.556,
        "round 14": 0.700,
        "round 15": 0.333,
        "round 16": 0.000,
        "round 17": 0.857,
        "round 18": 0.600,
        "round 19": 0.444,
        "round 20": 0.207,
    },
}
"""F1 of a part before its own errors were looked at, 22 to 25 November 2026: what a new text would give."""
PARTS = (
    *("tuning", "held out", "afterwards", "fresh seen", "fresh unseen", "last", "final"),
    *(f"round {number}" for number in range(1, 21)),
)
BEARINGS = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}


@dataclass(frozen=True)
class Score:
    """What was found of a text's labels."""

    name: str
    part: str
    language: str
    right: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]
    closed_falsely: tuple[str, ...]
    otherwise: tuple[tuple[str, str], ...]
    listed: tuple[tuple[str, str], ...]
    sure: tuple[tuple[float, bool], ...]

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """Labelled events of which the output says nothing."""
        return tuple(pair for pair in self.missed if pair not in (*self.otherwise, *self.listed))


@cache
def canonical(target: str, where: str = "") -> str:
    """Target with its places by the names of the gazetteer; points rounded to about 2 km."""
    if match := re.match(r"(\d+) km (\w+) of (.+)", target):
        place, (x, y) = gazetteer_of_texts(where).find(match[3]), BEARINGS[match[2]]
        degrees = math.degrees(int(match[1]) * 1000 / EARTH_RADIUS_M)
        shrink = 0.8165  # cosine of 35.3 degrees
        target = f"{place.lon + x * degrees / shrink},{place.lat + y * degrees}"
    if match := re.match(r"crossing:(.+)|(.+) crossing$", target):
        return f"crossing {canonical(match[1] or match[2], where)}"
    if match := re.match(r"(-?[\d.]+),(-?[\d.]+)", target):
        return f"point {round(float(match[1]) * 40)} {round(float(match[2]) * 40)}"
    if match := re.match(r"(\S+) @ (.+)\.\.(.+)", target):
        ends = sorted(canonical(end, where) for end in match.groups()[1:])
        return f"{match[1].casefold()} @ {'..'.join(ends)}"
    if match := re.match(r"(.+) @ [^.]+$", target):
        return canonical(match[1], where)
    ends = road_ends(target) or (target.removeprefix("bridge:"),)
    try:
        found = [gazetteer_of_texts(where).find(end.removesuffix(" bridge")).name for end in ends]
    except RoutegraphError:
        return target_key(target)
    return target_key(" - ".join(found))


def alternatives(target: str, status: str, where: str) -> list[tuple[str, str]]:
    """Pairs that satisfy a label; ``A | B`` stands for either of the two."""
    return [(canonical(t, where), s) for t in target.split(" | ") for s in status.split(" | ")]


def read(label: Path) -> tuple[dict, Extraction]:
    """Labels of a text and what `extract` takes from it."""
    wanted = json.loads(label.read_text("utf-8"))
    text = (label.parent / wanted.get("file", label.with_suffix(".txt").name)).read_text("utf-8")
    return wanted, extract(
        text, gazetteer_of_texts(wanted.get("where", "")), date=dt.date.fromisoformat(wanted["date"])
    )


def score(label: Path) -> Score:
    """Score of one text."""
    wanted, found = read(label)
    where = wanted.get("where", "")
    told = {(canonical(e.target, where), e.status.value) for e in found.events}
    names: dict[tuple[str, str], set[str]] = {}
    expected, fine = set(), {(canonical(t, where), s) for t, s in wanted.get("acceptable", ())}
    for target, status in wanted["events"]:
        either = alternatives(target, status, where)
        pair = next((pair for pair in either if pair in told), either[0])
        expected.add(pair)
        names[pair] = {part for target, _ in either for part in parts_of(target)}
        fine |= {*either}
    got = told - (fine - expected)
    missed = expected - got
    otherwise = {(t, s) for t, s in missed if any(t == target for target, _ in told)}
    named = [
        names_in(item.quote, where) for item in (*found.set_aside, *found.not_understood, *found.unlocated)
    ]
    named += [
        frozenset(canonical(part, where) for part in parts_of(name))
        for item in found.not_understood
        for name in item.names
    ]
    listed = {pair for pair in missed - otherwise if any(names[pair] & those for those in named)}
    pairs = {(canonical(e.target, where), e.status.value): e.confidence for e in found.events}
    closed = {canonical(e.target, where) for e in found.events if e.status in CLOSING}
    return Score(
        name=label.stem,
        part=wanted["part"],
        language=wanted["language"],
        right=tuple(sorted(expected & got)),
        missed=tuple(sorted(missed)),
        wrong=tuple(sorted(got - expected)),
        closed_falsely=tuple(sorted(closed & {canonical(t, where) for t in wanted["must_not_close"]})),
        otherwise=tuple(sorted(otherwise)),
        listed=tuple(sorted(listed)),
        sure=tuple((confidence, pair in expected) for pair, confidence in pairs.items() if pair in got),
    )


def parts_of(target: str) -> set[str]:
    """Places and ref of a canonical target."""
    return set(re.split(r" - | @ |\.\.", target.removesuffix(" road").removeprefix("crossing ")))


@cache
def names_in(quote: str, where: str) -> frozenset[str]:
    """Places and refs that a sentence names, canonical."""
    words = re.findall(r"[\w'’]+", quote.replace("-", " "))
    spans = {" ".join(words[i : i + size]) for i in range(len(words)) for size in (1, 2, 3)}
    large = {span for span in spans if not span[0].isascii() or span[0].isupper()}
    return frozenset(canonical(span.removeprefix("و"), where) for span in large | spans & {"M5", "M4"})


def figures(scores: list[Score]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all events of some texts."""
    right, missed, wrong = (
        sum(len(found) for found in column)
        for column in zip(*((s.right, s.missed, s.wrong) for s in scores), strict=True)
    )
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def scores_of(part: str) -> Iterator[Score]:
    """Scores of the texts of a part; of all for ``all``."""
    return map(score, labels_of(part))


def labels_of(part: str) -> list[Path]:
    """Labels of the texts of a part; of all for ``all``."""
    labels = sorted(TEXTS.glob("*.json"))
    return [
        label
        for label in labels
        if part in ("all", json.loads(label.read_text("utf-8"))["part"].replace(" ", "-"))
    ]


def main(part: str = "all", *, verbose: bool = False, jobs: int = 4) -> None:
    with ProcessPoolExecutor(jobs) as pool:
        scores = list(pool.map(score, labels_of(part), chunksize=4))
    if verbose:
        for s in scores:
            print(f"{s.name} ({s.part}, {s.language}): {len(s.right)} right", file=sys.stderr)
            for word in ("missed", "wrong", "closed_falsely", "silent"):
                for item in getattr(s, word):
                    print(f"    {word}: {item}", file=sys.stderr)
    print("part         language  texts precision  recall     F1  false closures  at first sight")
    for language in ("en", "ar"):
        for name in (*PARTS, "all"):
            chosen = [s for s in scores if s.language == language and name in ("all", s.part)]
            if chosen:
                p, r, f = figures(chosen)
                false = sum(len(s.closed_falsely) for s in chosen)
                sight = FIRST_SIGHT[language].get(name)
                print(
                    f"{name:<12} {language:<9} {len(chosen):>5} {p:>9.3f} {r:>7.3f} {f:>6.3f} {false:>15}"
                    f"{'' if sight is None else f'{sight:>16.3f}'}"
                )
    print_fates(scores)


def print_fates(scores: list[Score]) -> None:
    """What became of the labelled events, and how often events of each confidence are right."""
    print("\nlanguage  labelled  right  otherwise  listed  silent")
    for language in ("en", "ar"):
        own = [s for s in scores if s.language == language]
        columns = [[s.right for s in own], [s.otherwise for s in own], [s.listed for s in own]]
        columns.append([s.silent for s in own])
        counts = [sum(map(len, column)) for column in columns]
        if total := sum(counts):
            shares = "".join(f"{count / total:>9.1%}" for count in counts)
            print(f"{language:<8} {total:>9}{shares}")
    print("\nconfidence  events  right")
    sure = [pair for s in scores for pair in s.sure]
    for low, high in ((0.0, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        chosen = [right for confidence, right in sure if low <= confidence < high]
        if chosen:
            span = f"{low:.1f}-{min(high, 1.0):.1f}"
            print(f"{span:<10} {len(chosen):>7} {sum(chosen) / len(chosen):>6.0%}")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    main(words[0] if words else "all", verbose="--verbose" in sys.argv)
