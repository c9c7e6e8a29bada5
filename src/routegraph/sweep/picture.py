"""The page of a sweep, from its table and its spec."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from routegraph.analysis.reopening import Journey, ask_reopening
from routegraph.errors import RoutegraphError
from routegraph.study import Study, load
from routegraph.sweep.spec import Spec
from routegraph.sweep.summary import SweepSummary

MOST_JOURNEYS = 200
"""Journeys, the heaviest first, for which the page says what to reopen."""


def save_picture(spec: Spec, summary: SweepSummary, path: str | Path, study: Study | None = None) -> Path:
    """Write the page of a sweep: what hangs on what, with what to reopen beside it.

    Parameters
    ----------
    spec : Spec
        Of the sweep.
    summary : SweepSummary
        Of its table.
    path : path
        ``.png``.
    study : Study, optional
        In place of the network, vehicle and measure of the spec.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    from routegraph.render.sweep_page import SweepPage, save_png

    study = study or load(spec.network, vehicle=spec.vehicle, by=spec.by)
    context = study.situation(
        scenario=spec.scenario or None, date=spec.date, passes_with=spec.passes_with, close=spec.close
    )
    context = replace(context, command=f"routegraph sweep ... -o {summary.path} --png {path}")
    journeys = []
    for origin, destination, weight in sorted(spec.pairs, key=lambda pair: -pair[2])[:MOST_JOURNEYS]:
        try:
            journeys.append(Journey(study.locate(origin), study.locate(destination), weight))
        except RoutegraphError:
            continue  # a row of the table says why
    stands = bool(context.situation.standing or context.situation.closures)
    return save_png(
        SweepPage(
            context=context,
            title=spec.title or summary.title,
            ranked=summary.ranked,
            ends=[place for one in journeys for place in (one.origin, one.destination)],
            journeys=len(spec.pairs),
            reopening=ask_reopening(context, study.graph, journeys) if stands and journeys else None,
        ),
        path,
    )
