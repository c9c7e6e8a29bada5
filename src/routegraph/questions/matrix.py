"""Many origins to many destinations, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.settlements import is_inside
from routegraph.asking import BaseStudy, question_of, supposing, with_people
from routegraph.command import Asked, place_text
from routegraph.errors import AmbiguousError, DataError, NotFoundError, QuestionError
from routegraph.network.arrays import Int
from routegraph.places.locate import Location
from routegraph.places.place_lists import Listed, in_place, read_places
from routegraph.questions.answer import Answer
from routegraph.questions.warnings import hours_warnings, snap_warnings
from routegraph.render import words
from routegraph.render.scene import Line, Scene, closure_marks, end_of
from routegraph.render.text import AnswerText, Section, Table
from routegraph.routing.graph import RoadGraph
from routegraph.routing.matrix import Matrix, route_matrix
from routegraph.routing.outcome import Outcome, outcome_of_costs
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures

MOST_COLUMNS = 3
"""Destinations beyond which each pair gets a row of its own."""

Columns = tuple[tuple[str, str], ...]
"""Names and values of the columns of a place in the caller's file."""

MOST_PAIRS = 60
MOST_LINES = 80
PAIRS = {
    Outcome.SEVERED: ("pair_severed", "pair without a way after"),
    Outcome.LONGER: ("pair_longer", "pair with a longer way"),
    Outcome.UNAFFECTED: ("pair_same", "pair as before"),
}
"""Role and label on the map of the pairs of an outcome."""


@dataclass(frozen=True)
class UnlocatedPlace:
    """A place that was asked about and not found: as asked, on which side, its columns, and why."""

    query: str
    is_origin: bool
    columns: tuple[tuple[str, str], ...]
    reason: str


@dataclass(frozen=True)
class People:
    """Destinations of one fate, each once, and who live there.

    Attributes
    ----------
    fate : str
        ``cut off``: had a way from some origin and have none; ``inside``: the same, and lie inside what
        is closed; ``affected``: some way is gone or longer, though not all; ``as before``.
    population : int
        Sum where it is known.
    uncounted : int
        How many of them have no known population.
    """

    fate: str
    destinations: int
    population: int
    uncounted: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class AccessMatrix(Answer):
    """What the best route between each origin and destination costs, before and after.

    Attributes
    ----------
    ways_before, ways_after : Matrix
        Time, length and money of the best way of each pair.
    outcome : object[O, D]
        `Outcome` of each pair: a lost one is ``severed``, one without a way before and after
        ``unconnected``.
    origin_columns, destination_columns : tuple of tuple of (str, str)
        Of each place, the columns of the caller's file.
    unlocated : tuple of UnlocatedPlace
        Places that the network does not know: no pair has them.
    people : tuple of People
        Who live at the destinations, by what becomes of their ways.
    """

    origins: tuple[Location, ...]
    destinations: tuple[Location, ...]
    ways_before: Matrix
    ways_after: Matrix
    outcome: NDArray[np.object_]
    origin_columns: tuple[Columns, ...] = ()
    destination_columns: tuple[Columns, ...] = ()
    unlocated: tuple[UnlocatedPlace, ...] = ()
    people: tuple[People, ...] = ()

    @property
    def before(self) -> NDArray[np.float64]:
        """In the measure of the question, seconds, metres or money, float64[O, D]; inf without a way."""
        return _measured(self.ways_before, self.question.by)

    @property
    def after(self) -> NDArray[np.float64]:
        """The same with all closures."""
        return _measured(self.ways_after, self.question.by)

    def pairs(self, outcome: Outcome) -> list[tuple[Location, Location]]:
        """Return the pairs of one outcome, by origin and then by destination.

        Parameters
        ----------
        outcome : Outcome
            Such as ``Outcome.SEVERED``.

        Returns
        -------
        list of (Location, Location)
            Origin and destination of each.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").matrix(["Hama"], ["Aleppo", "Homs"], close=["M5"])
        >>> [end.name for _, end in answer.pairs(Outcome.UNAFFECTED)]
        []
        """
        return [
            (self.origins[i], self.destinations[j]) for i, j in np.argwhere(self.outcome == outcome).tolist()
        ]

    @property
    def counts(self) -> dict[str, int]:
        """How many pairs have each outcome."""
        told = self.outcome.ravel().tolist()
        return {outcome.value: told.count(outcome) for outcome in Outcome}

    def rows(self) -> list[dict[str, Any]]:
        """One record for each pair, by origin and then by destination, and one for each place not found.

        The columns of the caller's files follow, as ``origin_`` and ``destination_`` and their names.
        """
        kept = self.origin_columns or ((),) * len(self.origins)
        also = self.destination_columns or ((),) * len(self.destinations)
        rows: list[dict[str, Any]] = [
            {
                "origin": origin.name,
                "destination": destination.name,
                "outcome": self.outcome[i, j].value,
                **_change("time", "_s", self.ways_before.time_s[i, j], self.ways_after.time_s[i, j]),
                **_change("length", "_m", self.ways_before.length_m[i, j], self.ways_after.length_m[i, j]),
                **_change("cost", "", self.ways_before.money[i, j], self.ways_after.money[i, j]),
                "currency": self.question.vehicle.currency,
                "reason": None,
                **_prefixed("origin", kept[i]),
                **_prefixed("destination", also[j]),
            }
            for i, origin in enumerate(self.origins)
            for j, destination in enumerate(self.destinations)
        ]
        for one in self.unlocated:
            side = "origin" if one.is_origin else "destination"
            told = {side: one.query, "reason": one.reason, **_prefixed(side, one.columns)}
            rows.append(dict.fromkeys(rows[0]) | told)
        return rows

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origins": [place.to_dict() for place in self.origins],
            "destinations": [place.to_dict() for place in self.destinations],
            "counts": self.counts,
            "people": [one.to_dict() for one in self.people],
            "pairs": self.rows(),
        }

    def text(self) -> AnswerText:
        """What every pair costs before and after."""
        counts = {outcome: number for outcome, number in self.counts.items() if number}
        severed = counts.get(Outcome.SEVERED.value, 0)
        told = words.listed([SAID[outcome].format(*_have(number)) for outcome, number in counts.items()])
        table = _grid(self) if len(self.destinations) <= MOST_COLUMNS else _pairs(self)
        pairs = len(self.origins) * len(self.destinations)
        return self._worded(
            f"{words.count(len(self.origins), 'origin')}, "
            f"{words.count(len(self.destinations), 'destination')}",
            f"{words.count(severed, 'pair')} severed" if severed else "no pair severed",
            f"Of {words.count(pairs, 'pair')}, {told}.",
            [Section(f"Least {self.question.by}, before and after", table), *_people_sections(self.people)],
        )

    def scene(self) -> Scene:
        """Every pair as a line by what became of it."""
        pairs = [
            (*PAIRS[self.outcome[i, j]], origin, destination)
            for i, origin in enumerate(self.origins)
            for j, destination in enumerate(self.destinations)
            if self.outcome[i, j] in PAIRS
        ]
        lines = tuple(
            Line(role, "", label, np.array([a.lon, b.lon]), np.array([a.lat, b.lat]))
            for role, label, a, b in pairs[:MOST_LINES]
        )
        origins = {place.name for place in self.origins}
        return Scene(
            network=self.question.network,
            lines=lines,
            marks=closure_marks(self.question),
            ends=(
                *(end_of(place, True) for place in self.origins),
                *(end_of(place, False) for place in self.destinations if place.name not in origins),
            ),
        )


def _prefixed(side: str, columns: Columns) -> dict[str, str]:
    return {f"{side}_{name}": value for name, value in columns}


def _change(amount: str, unit: str, before: float, after: float) -> dict[str, float | None]:
    """Columns of an amount before and after, and what it grows by; None where there is no way."""
    told = {"before": before, "after": after, "extra": after - before if np.isfinite(before) else np.inf}
    return {
        f"{amount}_{when}{unit}": round(float(value), 2) if np.isfinite(value) else None
        for when, value in told.items()
    }


@supposing
def matrix(
    self: BaseStudy,
    origins: str | Path | Sequence[Asked],
    destinations: str | Path | Sequence[Asked],
    **closures: Unpack[Closures],
) -> AccessMatrix:
    """Cost every journey from many places to many, before and after; lost pairs told apart.

    Parameters
    ----------
    origins, destinations : path or sequence of str
        A CSV file of places (see `places.place_lists.read_places`), places as in ``"Hama; Homs"``, or a list.
    **closures
        See `Closures`.

    Returns
    -------
    AccessMatrix
        Time, length and cost of each pair before and after; its rows keep the columns and weights of
        the files, and a place that is not found is a row whose `reason` says why.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> print(study.matrix(["Hama"], ["Aleppo", "Homs"], close=["M5"]))
    1 origin, 2 destinations: ...
    """
    self = with_people(self, closures)
    told: dict[str, object] = {}
    lists: list[list[Location]] = []
    columns, unlocated = [], []
    for flag, given in (("from", origins), ("to", destinations)):
        listed = (
            read_places(Path(given))
            if isinstance(given, str | Path)
            else [Listed(place_text(one, self.network)) for one in given]
        )
        found, failed = [], None
        for one in listed:
            try:
                found.append((_with_own_people(self.locate(one.query), one.columns), one.columns))
            except (NotFoundError, AmbiguousError) as error:
                failed = failed or error
                unlocated.append(UnlocatedPlace(one.query, flag == "from", one.columns, str(error)))
        if failed and not found:
            raise failed
        told[flag] = (
            str(given) if isinstance(given, str | Path) else in_place((one.query, np.inf) for one in listed)
        )
        lists.append([place for place, _ in found])
        columns.append(tuple(kept for _, kept in found))
    question = question_of(self, "matrix", (), closures, **told)
    return ask_matrix(
        question,
        self.graph_at(question.moment),
        *lists,
        columns=(columns[0], columns[1]),
        unlocated=tuple(unlocated),
    )


def ask_matrix(
    question: Question,
    open_graph: RoadGraph,
    origins: Sequence[Location],
    destinations: Sequence[Location],
    *,
    columns: tuple[tuple[Columns, ...], tuple[Columns, ...]] = ((), ()),
    unlocated: tuple[UnlocatedPlace, ...] = (),
) -> AccessMatrix:
    """Answer what every pair costs under the standing closures and under all.

    `open_graph` has nothing closed.

    Raises
    ------
    QuestionError
        There is no origin or no destination.
    """
    if not origins or not destinations:
        raise QuestionError("a matrix needs origins and destinations; give at least one of each.")
    situation = question.situation
    ends = [place.node for place in origins], [place.node for place in destinations]
    before = route_matrix(open_graph.standing(situation.before), *ends)
    after = route_matrix(open_graph, *ends, situation.after)
    outcome = np.empty(before.cost.shape, object)
    costs = before.cost.ravel().tolist(), after.cost.ravel().tolist()
    outcome.ravel()[:] = list(map(outcome_of_costs, *costs))
    return AccessMatrix(
        question=question,
        origins=tuple(origins),
        destinations=tuple(destinations),
        ways_before=before,
        ways_after=after,
        outcome=outcome,
        warnings=tuple(
            dict.fromkeys(
                [
                    *(f"left out of the matrix: {one.reason}" for one in unlocated),
                    *situation.warnings,
                    *hours_warnings(open_graph),
                    *snap_warnings([*origins, *destinations]),
                ]
            )
        ),
        origin_columns=columns[0],
        destination_columns=columns[1],
        unlocated=unlocated,
        people=_people(open_graph, destinations, outcome, situation.after.closed),
    )


FATES = ("cut off", "inside", "affected", "as before", "never a way")
SAID = {
    Outcome.UNAFFECTED.value: "{0} {1} the way as before",
    Outcome.LONGER.value: "{0} {1} a longer one",
    Outcome.EASED.value: "{0} {1} a better one",
    Outcome.SEVERED.value: "{0} {1} lost every way",
    Outcome.UNCONNECTED.value: "{0} had none before either",
}
"""Outcomes as a sentence counts their pairs."""


def _have(number: int) -> tuple[str, str]:
    return f"{number:,}", "has" if number == 1 else "have"


def _people(
    open_graph: RoadGraph, destinations: Sequence[Location], outcome: NDArray[np.object_], closed: Int
) -> tuple[People, ...]:
    """Who live at the destinations, by what becomes of their ways."""
    fates: dict[tuple[float, float], tuple[str, int | None]] = {}
    for j, place in enumerate(destinations):
        here = {one for one in outcome[:, j] if one is not Outcome.UNCONNECTED}
        if not here:
            fate = "never a way"
        elif Outcome.SEVERED in here and is_inside(open_graph, place.node, closed):
            fate = "inside"
        elif here == {Outcome.SEVERED}:
            fate = "cut off"
        else:
            fate = "affected" if here & {Outcome.SEVERED, Outcome.LONGER} else "as before"
        fates[place.lon, place.lat] = fate, place.people
    told = []
    for fate in FATES:
        counts = [people for one, people in fates.values() if one == fate]
        known = [people for people in counts if people is not None]
        told.append(People(fate, len(counts), sum(known), len(counts) - len(known)))
    return tuple(told)


def _people_sections(people: Sequence[People]) -> tuple[Section, ...]:
    if not any(one.population for one in people):
        return ()
    rows = tuple(
        (
            f"{one.fate}",
            f"{one.destinations:,}",
            words.people(one.population, one.uncounted),
        )
        for one in people
        if one.destinations
    )
    return (Section("People at the destinations", Table(("", "places", "people"), rows)),)


def _with_own_people(place: Location, columns: Columns) -> Location:
    """A place with the people that the caller's own file tells of it."""
    told = dict(columns)
    own = next((told[key] for key in ("population", "people") if told.get(key)), "")
    if not own:
        return place
    try:
        return replace(place, people=round(float(own)))
    except (ValueError, OverflowError):
        raise DataError(f"{place.name}: {own!r:.40} is no number of people; mend it in the file.") from None


def _measured(ways: Matrix, by: str) -> NDArray[np.float64]:
    return {"time": ways.time_s, "distance": ways.length_m, "cost": ways.money}[by]


def _cell(answer: AccessMatrix, i: int, j: int) -> str:
    before, after = float(answer.before[i, j]), float(answer.after[i, j])
    if answer.outcome[i, j] == Outcome.UNAFFECTED:
        return words.amount(answer.question, before)
    if answer.outcome[i, j] == Outcome.UNCONNECTED:
        return "never a way"
    return f"{words.amount(answer.question, before)} → {_after(answer, before, after)}"


def _after(answer: AccessMatrix, before: float, after: float) -> str:
    """Say what a pair costs after; where it reads as before, that it is a little more or less."""
    told = words.amount(answer.question, after)
    if before == after or told != words.amount(answer.question, before):
        return told
    return f"{told}, a little {'more' if after > before else 'less'}"


def _grid(answer: AccessMatrix) -> Table:
    return Table(
        ("", *(words.end_name(place) for place in answer.destinations)),
        tuple(
            (words.end_name(place), *(_cell(answer, i, j) for j in range(len(answer.destinations))))
            for i, place in enumerate(answer.origins)
        ),
    )


def _pairs(answer: AccessMatrix) -> Table:
    order = (Outcome.SEVERED, Outcome.LONGER, Outcome.EASED, Outcome.UNCONNECTED, Outcome.UNAFFECTED)
    pairs = [
        (order.index(answer.outcome[i, j]), i, j)
        for i in range(len(answer.origins))
        for j in range(len(answer.destinations))
    ]
    rows = [
        (
            words.end_name(answer.origins[i]),
            words.end_name(answer.destinations[j]),
            words.amount(answer.question, float(answer.before[i, j])),
            _after(answer, float(answer.before[i, j]), float(answer.after[i, j])),
        )
        for _, i, j in sorted(pairs)[:MOST_PAIRS]
    ]
    left = len(pairs) - len(rows)
    more = [(f"and {left:,} pairs more: --csv has every pair", "", "", "")] if left > 0 else []
    return Table(("from", "to", "before", "after"), (*rows, *more), left=2)
