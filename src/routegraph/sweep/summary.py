"""What the journeys of a sweep depend on: closures ranked by the people or journeys they would cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from routegraph.errors import DataError
from routegraph.intake import is_file
from routegraph.routing.outcome import Outcome
from routegraph.sweep.table import ERROR, read_rows


@dataclass(frozen=True)
class ClosureDependence:
    """What hangs on one closure's roads.

    Attributes
    ----------
    closure_id, family, target, closure : str
        As in the table.
    journeys : int
        Asked about it.
    severed, longer : int
        Journeys that would have no way, or a worse one.
    within : int
        Journeys, not counted in these, that begin or end inside the closure.
    severed_weight, longer_weight : float
        The same in people, tonnes, or whatever the journeys weigh.
    people_cut_off : int
        Who live at destinations that would have no way from any origin of theirs.
    people_inside : int
        Who live at destinations inside the closure.
    people_affected : int
        Who live at other destinations, to which a journey would have no way or a worse one.
    weight : float
        Of all journeys that have a way to begin with and neither end inside.
    extra_time_s, extra_cost : float
        What the longer journeys take in addition, on average by weight.
    """

    closure_id: str
    family: str
    target: str
    closure: str
    lon: float | None
    lat: float | None
    journeys: int
    severed: int
    longer: int
    within: int
    severed_weight: float
    longer_weight: float
    weight: float
    extra_time_s: float
    extra_cost: float
    people_cut_off: int = 0
    people_inside: int = 0
    people_affected: int = 0

    @property
    def rank(self) -> tuple[float, float, float, str]:
        """Most severed first, then the most time lost."""
        lost = self.extra_time_s * self.longer_weight
        return -self.severed_weight, -lost, -self.longer_weight, self.closure_id

    @property
    def sentence(self) -> str:
        """In words: what depends on it, not what an attack would do."""
        if not self.severed and not self.longer:
            return f"no journey depends on {self.closure}"
        told = []
        if self.severed:
            told.append(f"{self.severed:,} of {self.journeys:,} journeys have no other way")
        if self.longer:
            more = f"{self.extra_time_s / 60:,.0f} minutes more"
            told.append(
                f"1 has a way that takes {more}"
                if self.longer == 1
                else f"{self.longer:,} have ways that take {more} on average"
            )
        if self.people_cut_off:
            told.append(f"{self.people_cut_off:,} people are cut off")
        return f"{self.closure}: {'; '.join(told)}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        told = asdict(self)
        return told | {
            "extra_time_s": round(self.extra_time_s, 1),
            "extra_cost": round(self.extra_cost, 2),
        }


@dataclass(frozen=True, eq=False)
class SweepSummary:
    """The closures of a sweep, ranked.

    Attributes
    ----------
    ranked : tuple of ClosureDependence
        What most hangs on first.
    rows, errors, unconnected : int
        All rows, those without an answer, and those of journeys that had no way to begin with.
    reasons : dict of str to int
        Why rows have no answer.
    """

    path: Path
    ranked: tuple[ClosureDependence, ...]
    rows: int
    errors: int
    unconnected: int
    reasons: dict[str, int]

    title = "What the supply of these places hangs on"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "table": str(self.path),
            "title": self.title,
            "rows": self.rows,
            "errors": self.errors,
            "unconnected": self.unconnected,
            "reasons": self.reasons,
            "ranked": [one.to_dict() for one in self.ranked],
        }


@dataclass
class _Destination:
    people: int
    open: int = 0
    severed: int = 0
    longer: int = 0
    inside: bool = False

    def add(self, row: dict[str, Any]) -> None:
        severed = row["outcome"] == Outcome.SEVERED
        self.inside |= severed and "destination inside" in row["reason"]
        if severed and row["reason"] == "origin inside":
            return
        self.severed += severed
        self.open += not severed
        self.longer += row["outcome"] == Outcome.LONGER

    @property
    def fate(self) -> str:
        """What becomes of who live there."""
        if self.inside:
            return "inside"
        if self.severed and not self.open:
            return "cut off"
        return "affected" if self.severed or self.longer else "as before"


@dataclass
class _Sums:
    first: dict[str, Any]
    journeys: int = 0
    severed: int = 0
    longer: int = 0
    within: int = 0
    severed_weight: float = 0.0
    longer_weight: float = 0.0
    weight: float = 0.0
    time_s: float = 0.0
    cost: float = 0.0
    destinations: dict[str, _Destination] = field(default_factory=dict)

    def add(self, row: dict[str, Any]) -> None:
        self.journeys += 1
        self.destinations.setdefault(row["destination"], _Destination(row["people"] or 0)).add(row)
        weight, outcome = float(row["weight"]), row["outcome"]
        if outcome == Outcome.SEVERED and row["reason"]:
            self.within += 1
            return
        self.weight += weight
        if outcome == Outcome.SEVERED:
            self.severed += 1
            self.severed_weight += weight
        elif outcome == Outcome.LONGER:
            self.longer += 1
            self.longer_weight += weight
            self.time_s += weight * (row["time_s_after"] - row["time_s_before"])
            self.cost += weight * (row["cost_after"] - row["cost_before"])

    def dependence(self) -> ClosureDependence:
        shared = {key: self.first[key] for key in ("closure_id", "family", "target", "closure", "lon", "lat")}
        by = self.longer_weight or 1.0
        fates = Counter[str]()
        for one in self.destinations.values():
            fates[one.fate] += one.people
        return ClosureDependence(
            **shared,
            journeys=self.journeys,
            severed=self.severed,
            longer=self.longer,
            within=self.within,
            severed_weight=self.severed_weight,
            longer_weight=self.longer_weight,
            weight=self.weight,
            extra_time_s=self.time_s / by,
            extra_cost=self.cost / by,
            people_cut_off=fates["cut off"],
            people_inside=fates["inside"],
            people_affected=fates["affected"],
        )


def summarise_sweep(path: str | Path) -> SweepSummary:
    """Rank the closures of a sweep by the weight of the journeys that depend on what they close.

    Rows of one target are one closure: a road of several journeys' own routes counts once.

    Raises
    ------
    DataError
        The file is missing or not the table of a sweep.
    """
    path = Path(path)
    if not is_file(path):
        raise DataError(f"no table {path}; run 'routegraph sweep' with this output first.")
    return _summary(path, read_rows(path))


def _summary(path: Path, rows: Iterable[dict[str, Any]]) -> SweepSummary:
    sums: dict[tuple[str, str], _Sums] = {}
    reasons: dict[str, int] = {}
    count = unconnected = 0
    for row in rows:
        count += 1
        if row["outcome"] == ERROR:
            reasons[row["reason"]] = reasons.get(row["reason"], 0) + 1
        elif row["outcome"] == Outcome.UNCONNECTED:
            unconnected += 1
        else:
            key = (row["family"], row["target"])
            sums.setdefault(key, _Sums(row)).add(row)
    ranked = sorted((one.dependence() for one in sums.values()), key=lambda one: one.rank)
    return SweepSummary(path, tuple(ranked), count, sum(reasons.values()), unconnected, reasons)
