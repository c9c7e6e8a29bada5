"""The page of a sweep, from its table and its spec."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from routegraph.analysis.lift_order import Journey
from routegraph.errors import RoutegraphError
from routegraph.questions.reopening import ask_reopening
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import suppose
from routegraph.sweep.spec import Spec
from routegraph.sweep.summary import SweepSummary

if TYPE_CHECKING:
    from routegraph.sweep.page import SweepPage

MOST_JOURNEYS = 200
"""Journeys, the heaviest first, for which the page says what to reopen."""


def save_picture(spec: Spec, summary: SweepSummary, path: str | Path, resolver: Resolver) -> Path:
    """Write the page of a sweep: what hangs on what, with what to reopen beside it.

    Parameters
    ----------
    spec, summary, resolver
        See `page_of`.
    path : path
        ``.png``.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    from routegraph.sweep.page import save_page

    return save_page(page_of(spec, summary, resolver), path)


def page_of(spec: Spec, summary: SweepSummary, resolver: Resolver) -> SweepPage:
    """Return what the page of a sweep shows.

    Parameters
    ----------
    spec : Spec
        Of the sweep.
    summary : SweepSummary
        Of its table.
    resolver : Resolver
        That of the sweep.
    """
    from routegraph.sweep.page import SweepPage

    question = Question(
        command=f"routegraph sweep-summary {shlex.quote(str(summary.path))}",
        network=resolver.network,
        vehicle=resolver.graph.vehicle,
        by=resolver.graph.by,
        situation=situation_of(suppose(spec.supposed, resolver.gazetteer), resolver),
    )
    journeys = []
    for origin, destination, weight in sorted(spec.pairs, key=lambda pair: -pair[2])[:MOST_JOURNEYS]:
        try:
            journeys.append(Journey(resolver.locate(origin), resolver.locate(destination), weight))
        except RoutegraphError:
            continue  # a row of the table says why
    stands = bool(question.situation.standing or question.situation.closures)
    return SweepPage(
        question=question,
        title=spec.title or summary.title,
        ranked=summary.ranked,
        ends=[place for one in journeys for place in (one.origin, one.destination)],
        journeys=len(spec.pairs),
        reopening=ask_reopening(question, resolver.graph, journeys) if stands and journeys else None,
    )
