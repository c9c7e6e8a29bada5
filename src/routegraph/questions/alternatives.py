"""The routes that remain for one journey, and how much they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from numbers import Integral
from typing import Any, Literal, Unpack, get_args

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.dissimilar import Bounds, Found, common_cost, detour_stretch, dissimilar_paths
from routegraph.analysis.yen import shortest_simple_paths
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.places.locate import Location
from routegraph.questions.answer import JourneyAnswer
from routegraph.questions.warnings import journey_warnings
from routegraph.render import words
from routegraph.render.scene import Scene, line_of, way_role
from routegraph.render.text import AnswerText, Section, Table
from routegraph.render.ways import told_apart
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route, route_of
from routegraph.routing.tree import Path
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures

Method = Literal["dissimilar", "yen"]

MAX_SHARE = 0.6
"""A driver's bound is 0.8 (Abraham et al. 2013); where roads are cut, a way must differ more to be one."""

MAX_STRETCH = 3.0
"""A driver's bound is 1.25; a lorry with food goes round by the desert."""

LOCAL_OPTIMALITY = 0.25
"""As Abraham et al. (2013) have it."""

MOST_ROUTES = 100


@dataclass(frozen=True, eq=False)
class Alternative:
    """One of the routes that remain.

    Attributes
    ----------
    stretch : float
        Its cost over that of the best route, in the measure of the question.
    detour_stretch : float
        The same, counting only where the two differ; 1 for the best route itself.
    how : str
        ``best``, ``plateau``, ``penalty`` or ``yen``: by what it was found.
    """

    route: Route
    stretch: float
    detour_stretch: float
    how: str


@dataclass(frozen=True, eq=False)
class Alternatives(JourneyAnswer):
    """The ways that remain; a sequence of `Alternative`.

    Attributes
    ----------
    asked : int
        How many routes were asked for; `routes` are fewer when no more keep to the bounds.
    method : str
        ``dissimilar`` or ``yen``.
    bounds : Bounds or None
        None for ``yen``, which has none.
    routes : tuple of Alternative
        Best first; empty when there is no way.
    share : float64[K, K]
        ``share[i, j]`` is the part of route i, in the measure of the question, that runs on
        roads of route j; 1 where i is j.
    """

    asked: int
    method: Method
    bounds: Bounds | None
    routes: tuple[Alternative, ...]
    share: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.routes)

    def __iter__(self) -> Iterator[Alternative]:
        return iter(self.routes)

    def __getitem__(self, index: int) -> Alternative:
        return self.routes[index]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "asked": self.asked,
            "method": self.method,
            "bounds": asdict(self.bounds) if self.bounds else None,
            "routes": [
                {
                    "by": one.route.by,
                    "stretch": round(one.stretch, 4),
                    "detour_stretch": round(one.detour_stretch, 4),
                    "how": one.how,
                    **one.route.to_dict(),
                }
                for one in self.routes
            ],
            "share": np.round(self.share, 4).tolist(),
        }

    def text(self) -> AnswerText:
        """The ways that remain, with what each takes."""
        count = len(self.routes)
        ways = told_apart(self.question.network, [one.route for one in self.routes])
        rows = []
        for i, one in enumerate(self.routes):
            route = one.route
            rows.append(
                (
                    words.capital(i),
                    ways[i],
                    words.duration(route.time_s),
                    words.kilometres(route.length_m),
                    words.money(route.cost, route.currency),
                    f"{one.stretch:.2f}",
                    "" if i == 0 else f"{self.share[i, 0]:.0%}",
                )
            )
        table = Table(("", "by", "time", "distance", "cost", "× best", "shared"), tuple(rows), left=2)
        return self._worded(
            self._title,
            words.count(count, "way remains", "ways remain") if count else "no way remains",
            _sentence(self),
            [Section("Ways that remain", table)] if rows else [],
            alert=not count,
        )

    def scene(self) -> Scene:
        """Every way with its letter."""
        lines = [
            line_of(
                one.route,
                way_role(i),
                words.capital(i),
                f"{words.duration(one.route.time_s)}, {words.kilometres(one.route.length_m)}",
            )
            for i, one in enumerate(self.routes)
        ]
        return self._drawn(lines, self.routes[0].route if self.routes else None)


@supposing
def alternatives(
    self: BaseStudy,
    origin: Asked,
    destination: Asked,
    *,
    k: int = 5,
    method: Method = "dissimilar",
    max_share: float | None = None,
    max_stretch: float | None = None,
    local_optimality: float | None = None,
    **closures: Unpack[Closures],
) -> Alternatives:
    """Find the ways that remain and really differ.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    k : int
        At most so many routes, the best one included.
    method : str
        ``dissimilar``, or ``yen`` for the plain k shortest simple routes.
    max_share, max_stretch, local_optimality : float, optional
        In place of the bounds that `analysis.dissimilar.Bounds` documents.
    **closures
        See `Closures`.

    Returns
    -------
    Alternatives
        Routes, the best first.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> [round(way.route.length_m / 1000) for way in study.alternatives("Hama", "Aleppo", k=2).routes]
    [136, 139]
    """
    given = {"max_share": max_share, "max_stretch": max_stretch, "local_optimality": local_optimality}
    bounds = {key: value for key, value in given.items() if value is not None}
    start, end = journey_between(self, origin, destination)
    question = question_of(
        self,
        "alternatives",
        (start.query, end.query),
        closures,
        k=k,
        method="" if method == "dissimilar" else method,
        **bounds,
    )
    return ask_alternatives(
        question, self.graph_at(question.moment), start, end, k=k, method=method, **bounds
    )


def ask_alternatives(
    question: Question,
    open_graph: RoadGraph,
    origin: Location,
    destination: Location,
    *,
    k: int = 5,
    method: Method = "dissimilar",
    max_share: float = MAX_SHARE,
    max_stretch: float = MAX_STRETCH,
    local_optimality: float = LOCAL_OPTIMALITY,
) -> Alternatives:
    """Answer which ways remain under all closures; `open_graph` has nothing closed.

    Parameters
    ----------
    k : int
        At most so many routes, the best one included.
    method : str
        ``dissimilar``: routes that really differ. ``yen``: the k shortest simple routes, which
        may differ by a side street; the bounds do not apply.
    max_share, max_stretch, local_optimality : float
        See `Bounds`.

    Raises
    ------
    QuestionError
        A bound or `k` makes no sense.
    """
    _check(k, method, max_share, max_stretch, local_optimality)
    graph = open_graph.standing(question.situation.after)
    bounds = Bounds(max_share, max_stretch, local_optimality) if method == "dissimilar" else None
    if bounds:
        found = dissimilar_paths(graph, origin.node, destination.node, k, bounds)
    else:
        paths = shortest_simple_paths(graph, origin.node, destination.node, k)
        found = [Found(path, "yen", detour_stretch(graph, path, paths[0])) for path in paths]
    routes = tuple(
        Alternative(
            route_of(graph, one.path), one.path.cost / found[0].path.cost, one.detour_stretch, one.how
        )
        for one in found
    )
    return Alternatives(
        question=question,
        origin=origin,
        destination=destination,
        asked=k,
        method=method,
        bounds=bounds,
        routes=routes,
        share=_shares(graph, [one.path for one in found]),
        warnings=journey_warnings(question, open_graph, origin, destination, *(one.route for one in routes)),
    )


def _shares(graph: RoadGraph, paths: Sequence[Path]) -> NDArray[np.float64]:
    return np.array(
        [[common_cost(graph, one, other) / one.cost for other in paths] for one in paths], np.float64
    ).reshape(len(paths), len(paths))


def _check(k: int, method: str, max_share: float, max_stretch: float, local_optimality: float) -> None:
    if method not in get_args(Method):
        raise QuestionError(f"no method {method!r} for alternatives; give {' or '.join(get_args(Method))}.")
    if not isinstance(k, Integral) or not 1 <= k <= MOST_ROUTES:
        raise QuestionError(f"cannot look for {k!r} routes; give k from 1 to {MOST_ROUTES}.")
    for name, value, least, most in (
        ("max_share", max_share, 0, 1),
        ("max_stretch", max_stretch, 1, np.inf),
        ("local_optimality", local_optimality, 0, 1),
    ):
        if not least <= value <= most:
            raise QuestionError(f"{name} is {value}; give a number from {least} to {most}.")


def _sentence(answer: Alternatives) -> str:
    if not answer.routes:
        return "Under these closures no way is left."
    best = answer.routes[0].route
    told = f"The best takes {words.duration(best.time_s)} by {words.via(best)}"
    if len(answer.routes) == 1:
        return f"{told}; no other way keeps to the bounds."
    return f"{told}; the others {_up_to(answer)}."


def _up_to(answer: Alternatives) -> str:
    """Say how much more the others take, in the measure of the question."""
    most = f"{max(one.stretch for one in answer.routes):.2f} times"
    return {"time": f"take up to {most} as long", "distance": f"are up to {most} as far"}.get(
        answer.question.by, f"cost up to {most} as much"
    )
