"""The page of a sweep: what the supply of places hangs on, and what to reopen, side by side."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from routegraph.analysis.lift_order import WeighedJourney
from routegraph.errors import RoutegraphError
from routegraph.questions.reopening import ask_reopening
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.formats import save
from routegraph.render.scene import End, Mark, Scene
from routegraph.render.text import AnswerText, Item, Section
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import suppose
from routegraph.sweep.spec import Spec
from routegraph.sweep.summary import ClosureDependence, SweepSummary

MOST_JOURNEYS = 200
"""Journeys, the heaviest first, for which the page says what to reopen."""

MOST = 18
MOST_ENDS = 6


def save_page(spec: Spec, summary: SweepSummary, path: str | Path, resolver: Resolver) -> Path:
    """Write the page of a sweep as a PNG: A4 landscape, 200 dpi.

    Parameters
    ----------
    spec : Spec
        Of the sweep.
    summary : SweepSummary
        Of its table.
    path : path
        ``.png``.
    resolver : Resolver
        That of the sweep.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    return save(page_of(spec, summary, resolver), path, "png")


def page_of(spec: Spec, summary: SweepSummary, resolver: Resolver) -> Exhibit:
    """Return what the page of a sweep shows; see `save_page`."""
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
            journeys.append(WeighedJourney(resolver.locate(origin), resolver.locate(destination), weight))
        except RoutegraphError:
            continue  # a row of the table says why
    hang = [one for one in summary.ranked if one.severed or one.longer]
    stands = bool(question.situation.standing or question.situation.closures)
    text = AnswerText(
        title=spec.title or summary.title,
        outcome=f"{words.count(len(hang), 'place or road', 'places or roads')} matter",
        sentence=f"{words.count(len(summary.ranked), 'closure')} asked about for "
        f"{words.count(len(spec.pairs), 'journey')}, each closed alone.",
        sections=(
            _without(hang),
            *(_to_reopen(question, resolver, journeys) if stands and journeys else ()),
        ),
    )
    return Exhibit(question, text, _scene(question, hang, journeys))


def _without(hang: Sequence[ClosureDependence]) -> Section:
    items = tuple(
        Item(str(i), one.closure, one.sentence.partition(": ")[2]) for i, one in enumerate(hang[:MOST], 1)
    )
    more = (f"and {len(hang) - MOST:,} more, see the table",) if len(hang) > MOST else ()
    return Section("Without it", items=items, lines=more)


def _to_reopen(question: Question, resolver: Resolver, journeys: Sequence[WeighedJourney]) -> list[Section]:
    """Return what to lift first for the same journeys."""
    text = ask_reopening(question, resolver.graph, journeys).text()
    tables = [section for section in text.sections if section.table is not None]
    return [Section("What to reopen first", lines=(text.sentence,)), *tables]


def _scene(
    question: Question, hang: Sequence[ClosureDependence], journeys: Sequence[WeighedJourney]
) -> Scene:
    nothing = np.empty(0, np.int32)
    marks = tuple(
        Mark("severs" if one.severed else "lengthens", str(i), one.closure, one.lon, one.lat, nothing)
        for i, one in enumerate(hang[:MOST], 1)
        if one.lon is not None and one.lat is not None
    )
    ends = [place for one in journeys for place in (one.origin, one.destination)]
    places = {(place.lon, place.lat): place for place in ends}
    shown = list(places.values())[:MOST_ENDS]
    return Scene(
        network=question.network,
        marks=marks,
        ends=tuple(End(words.end_name(place), place.lon, place.lat, True) for place in shown),
    )
