"""Places that lose every way to every hub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.settlements import (
    FARTHEST_M,
    Settlement,
    Settlements,
    is_inside,
    roads_at,
    settlement,
    settlements_of,
)
from routegraph.asking import BaseStudy, question_of, supposing, with_people
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.network.model import Network
from routegraph.network.tags import INHABITED
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.questions.answer import Answer
from routegraph.questions.warnings import hours_warnings, snap_warnings
from routegraph.render import words
from routegraph.render.scene import Dot, Scene, closure_marks, end_of
from routegraph.render.sections import MOST_PLACES, places_section
from routegraph.render.text import AnswerText, Section, Table
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import nodes_leading_to
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures

MOST_LOST = 250
"""Places cut off that a screen names; paper and tables name every one."""


@dataclass(frozen=True)
class Group:
    """Places of one fate, the most populous first.

    Attributes
    ----------
    population : int
        Sum where it is known.
    uncounted : int
        How many of them have no known population.
    """

    places: tuple[Settlement, ...]
    population: int
    uncounted: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "count": len(self.places),
            "population": self.population,
            "uncounted": self.uncounted,
            "places": [place.to_dict() for place in self.places],
        }


@dataclass(frozen=True, eq=False)
class Isolated(Answer):
    """Places by what became of their ways to the hubs.

    Attributes
    ----------
    kinds : tuple of str
        Kinds of place that were looked at.
    cut_off : Group
        Had a way to a hub and have none, though a road at the place itself is open.
    inside : Group
        Had a way and have none, for they lie inside what is closed.
    already : Group
        Had none under the standing closures, but one with nothing closed.
    never : Group
        Have no way to any hub even with nothing closed.
    regained : Group
        Had none under the standing closures and have one now, for events lift some.
    connected : int
        Places with a way before and after.
    connected_population : int
        Sum of theirs where it is known.
    connected_uncounted : int
        How many of them have no known population.
    too_far : Group
        Left out: too far from every usable road for a way to be told.
    """

    hubs: tuple[Location, ...]
    kinds: tuple[str, ...]
    cut_off: Group
    inside: Group
    already: Group
    never: Group
    regained: Group
    connected: int
    connected_population: int
    connected_uncounted: int
    too_far: Group

    @property
    def left_out(self) -> int:
        """How many places are too far from every usable road."""
        return len(self.too_far.places)

    @property
    def lost(self) -> tuple[Settlement, ...]:
        """Every place that had a way and has none."""
        return (*self.cut_off.places, *self.inside.places)

    @property
    def lost_population(self) -> int:
        """Sum of theirs where it is known."""
        return self.cut_off.population + self.inside.population

    @property
    def lost_uncounted(self) -> int:
        """How many of them have no known population."""
        return self.cut_off.uncounted + self.inside.uncounted

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "hubs": [hub.to_dict() for hub in self.hubs],
            "kinds": list(self.kinds),
            "lost": {
                "count": len(self.lost),
                "population": self.lost_population,
                "uncounted": self.lost_uncounted,
            },
            "cut_off": self.cut_off.to_dict(),
            "inside": self.inside.to_dict(),
            "already": self.already.to_dict(),
            "never": self.never.to_dict(),
            "regained": self.regained.to_dict(),
            "connected": {"count": self.connected, "population": self.connected_population},
            "left_out": self.left_out,
            "too_far": self.too_far.to_dict(),
        }

    @property
    def _groups(self) -> tuple[tuple[str, Group], ...]:
        """Why a place has no way, or has one again, and which places."""
        return (
            ("cut off, though roads there are open", self.cut_off),
            ("inside what is closed", self.inside),
            ("cut off already by the standing closures", self.already),
            ("never had a way", self.never),
            ("have a way again", self.regained),
            (f"left out, {FARTHEST_M / 1000:g} km or more from every road", self.too_far),
        )

    def rows(self) -> list[dict[str, Any]]:
        """One record for each place without a way, or with one again, with the reason."""
        return [
            {**place.to_dict(), "inside": "; ".join(place.inside), "why": why}
            for why, group in self._groups
            for place in group.places
        ]

    def text(self) -> AnswerText:
        """Which places lose every way to the hubs."""
        groups = self._groups
        rows = [
            (label, f"{len(group.places):,}", _people(group.population), _unknown(group.uncounted))
            for label, group in groups
            if group.places
        ]
        rows.append(
            (
                "with a way before and after",
                f"{self.connected:,}",
                _people(self.connected_population),
                _unknown(self.connected_uncounted),
            )
        )
        lists = [
            places_section(
                f"Places that {label}" if group is self.regained else f"Places {label}",
                group.places,
                MOST_LOST if i < 2 else MOST_PLACES,
            )
            for i, (label, group) in enumerate(groups)
            if group.places
        ]
        lost, people = len(self.lost), words.people(self.lost_population, self.lost_uncounted)
        hubs = ", ".join(words.end_name(hub) for hub in self.hubs)
        return self._worded(
            f"Ways to {hubs}",
            f"{words.count(lost, 'place')} cut off" if lost else "no place cut off",
            f"{words.count(lost, 'place')} that had a way to {hubs} "
            f"{'has' if lost == 1 else 'have'} none now ({people})."
            if lost
            else f"Every place that had a way to {hubs} has one still.",
            [Section("Places", Table(("", "places", "people", "people unknown of"), tuple(rows))), *lists],
        )

    def scene(self) -> Scene:
        """The hubs, and the places by what became of them."""
        groups = (
            ("already", "cut off already", self.already),
            ("inside", "inside what is closed", self.inside),
            ("lost", "cut off", self.cut_off),
            ("regained", "has a way again", self.regained),
        )
        dots = tuple(
            Dot(role, label, place.lon, place.lat, place.name)
            for role, label, group in groups
            for place in group.places
        )
        scene = Scene(
            network=self.question.network,
            marks=closure_marks(self.question),
            ends=tuple(end_of(hub, False) for hub in self.hubs),
            dots=dots,
        )
        news = tuple(dot for dot in dots if dot.role != "already")
        if not news:
            marked = tuple(Dot("already", "", mark.lon, mark.lat) for mark in scene.marks)
            return replace(scene, focus=replace(scene, dots=(*dots, *marked)).bounds)
        return replace(scene, focus=replace(scene, dots=news).bounds)


@supposing
def isolated(self: BaseStudy, hub: Sequence[Asked], **closures: Unpack[Closures]) -> Isolated:
    """Tell which places lose every way to every hub.

    Parameters
    ----------
    hub : sequence of str
        Places that supply the others.
    **closures
        See `Closures`.

    Returns
    -------
    Isolated
        Places cut off, by group, with their people where the map or GeoNames tells them.

    Examples
    --------
    >>> import routegraph
    >>> print(routegraph.load("hama-aleppo").isolated(["Hama"], scenario="khanasser-2015-10"))
    Ways to Hama: ...
    """
    if isinstance(hub, str):
        raise QuestionError(f"hub takes a list of places, not one text; write hub=[{hub!r}].")
    self = with_people(self, closures)
    hubs = [self.locate(one) for one in hub]
    question = question_of(self, "isolated", (), closures, hub=[one.query for one in hubs])
    return ask_isolated(question, self.graph_at(question.moment), hubs, self.gazetteer)


def ask_isolated(
    question: Question,
    open_graph: RoadGraph,
    hubs: Sequence[Location],
    gazetteer: Gazetteer,
    *,
    kinds: Sequence[str] = INHABITED,
) -> Isolated:
    """Answer which places lose every way to every hub; `open_graph` has nothing closed.

    A way leads from the place to the hub.

    Parameters
    ----------
    kinds : sequence of str
        Kinds of place to look at, of `tags.PLACE_KINDS`.

    Raises
    ------
    QuestionError
        There is no hub, or no such kind.
    """
    if not hubs:
        raise QuestionError("no hub to be cut off from; give at least one.")
    situation = question.situation
    settled = settlements_of(open_graph, kinds)
    open_way, before, after = (
        _reaches(graph, hubs)[settled.node]
        for graph in (
            open_graph,
            open_graph.standing(situation.before),
            open_graph.standing(situation.after),
        )
    )
    lost = before & ~after
    enclosed = np.zeros(len(lost), bool)
    enclosed[lost] = [is_inside(open_graph, int(node), situation.after.closed) for node in settled.node[lost]]
    applied = (*situation.standing, *situation.closures)

    def group(which: NDArray[np.bool_], by: Sequence[AppliedClosure] = ()) -> Group:
        return _group(open_graph.network, settled, which, gazetteer, by)

    return Isolated(
        question=question,
        hubs=tuple(hubs),
        kinds=tuple(kinds),
        cut_off=group(lost & ~enclosed),
        inside=group(lost & enclosed, applied),
        already=group(open_way & ~before & ~after),
        never=group(~open_way & ~before & ~after),
        regained=group(~before & after),
        connected=int((before & after).sum()),
        connected_population=settled.people(before & after),
        connected_uncounted=settled.uncounted(before & after),
        too_far=_too_far(open_graph.network, settled, gazetteer),
        warnings=(
            *situation.warnings,
            *hours_warnings(open_graph),
            *snap_warnings(hubs),
            *(
                f"{hub.name}, a hub, lies inside what is closed."
                for hub in hubs
                if is_inside(open_graph, hub.node, situation.after.closed)
            ),
        ),
    )


def _reaches(graph: RoadGraph, hubs: Sequence[Location]) -> NDArray[np.bool_]:
    reaches = np.zeros(len(graph.network.nodes), bool)
    for node in {hub.node for hub in hubs}:
        reaches |= nodes_leading_to(graph, node)
    return reaches


def _group(
    network: Network,
    settled: Settlements,
    which: NDArray[np.bool_],
    gazetteer: Gazetteer,
    applied: Sequence[AppliedClosure],
) -> Group:
    places = []
    for row in settled.ranked(which):
        roads = roads_at(network, int(settled.node[row]))
        by = (one.closure.target for one in applied if np.isin(roads, one.found.roads).any())
        places.append(settlement(gazetteer, int(settled.place[row]), tuple(dict.fromkeys(by))))
    return Group(tuple(places), settled.people(which), settled.uncounted(which))


def _too_far(network: Network, settled: Settlements, gazetteer: Gazetteer) -> Group:
    people = np.asarray(network.places.population)[settled.too_far].astype(np.int64)
    order = np.lexsort((np.asarray(network.places.kind)[settled.too_far], -people))
    places = tuple(settlement(gazetteer, int(row)) for row in settled.too_far[order])
    return Group(places, int(np.maximum(people, 0).sum()), int((people < 0).sum()))


def _people(number: int) -> str:
    return f"{number:,}" if number else "not known"


def _unknown(places: int) -> str:
    return words.count(places, "place") if places else ""
