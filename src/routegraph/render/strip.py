"""A strip map: the way cut into sheets, each a map of one stretch with what the driver meets on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from routegraph.network.sphere import distinct
from routegraph.render import page, words
from routegraph.render.column import Column
from routegraph.render.exhibit import Exhibit
from routegraph.render.itinerary import Itinerary, Milestone, itinerary_of
from routegraph.render.legible import legible
from routegraph.render.page import PageStyle
from routegraph.render.page_flow import flow
from routegraph.render.scene import Box
from routegraph.render.sheets import text_sheets, write_figures
from routegraph.render.style import DARK, LIGHT, Palette
from routegraph.render.text import Section, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_M = 60_000.0
"""A sheet shows no more of the way than this, where the way has a step to cut it at."""

SIZE = 0.95
"""Size of the type of the milestones, as a share of the usual."""


def write_strip(exhibit: Exhibit, path: Path, style: PageStyle) -> None:
    """Write the strip map of the way that remains, as a PDF of A4 sheets or one tall PNG.

    Raises
    ------
    QuestionError
        The answer has no way that may be driven.
    """
    figures = strip_sheets(legible(exhibit), DARK if style.dark else LIGHT, style.basemap)
    write_figures(path, figures, page.page_metadata(exhibit))


def strip_sheets(exhibit: Exhibit, palette: Palette, basemap: bool = False) -> list[Figure]:
    """Draw the sheets: each a stretch of the way, and then closures with their sources and the limits."""
    way = itinerary_of(exhibit, "a strip map")
    cuts = list(_stretches(way.milestones))
    figures = []
    for number, milestones in enumerate(cuts, 1):
        begins = milestones[0].at_m
        ends = cuts[number][0].at_m if number < len(cuts) else way.milestones[-1].at_m
        scene = replace(exhibit.scene, focus=_box(way, begins, ends))
        sheet = words.joined(
            (f"sheet {number} of {len(cuts)}", f"km {begins / 1000:.1f} to {ends / 1000:.1f}")
        )
        text = replace(exhibit.text, outcome=sheet, alert=False)
        column = Column(page.side_room()[0], SIZE)
        column.section(_section(milestones, way.milestones[-1].at_m))
        shown = replace(exhibit, scene=scene, text=text, chart=None)
        figures.append(page.first_sheet(shown, column, palette, basemap))
    told = [section for section in page.sections_of(exhibit) if section.cites or section.title in page.LIMITS]
    if way.left_out:
        told.append(Section("Not on these sheets", lines=way.left_out))
    columns = flow(told, 1.0, repeat((page.column_width(), page.side_room()[1])))
    return [*figures, *text_sheets(exhibit.question, exhibit.text, columns, palette)]


def _section(milestones: Sequence[Milestone], whole_m: float) -> Section:
    rows = tuple(
        (f"{one.at_m / 1000:.1f}", one.text, words.kilometres(one.for_m) if one.for_m else "")
        for one in milestones
    )
    lines = (f"{words.kilometres(whole_m)} in all; turns as the network's lines have them.",)
    return Section("Kilometre by kilometre", Table(("km", "", "goes on"), rows, left=2), lines=lines)


def _stretches(milestones: Sequence[Milestone]) -> Iterator[list[Milestone]]:
    """Cut the milestones so that each part fits its sheet."""
    width, height = page.side_room()
    part: list[Milestone] = []
    for one in milestones:
        trial = Column(width, SIZE)
        trial.section(_section([*part, one], milestones[-1].at_m))
        if part and (trial.height > height or one.at_m - part[0].at_m > MOST_M) and one.kind != "arrival":
            yield part
            part = []
        part.append(one)
    yield part


def _box(way: Itinerary, begins: float, ends: float) -> Box:
    """Bounds of the way between two distances from its start."""
    route = way.route
    lon, lat = np.asarray(route.lon), np.asarray(route.lat)
    steps = np.hypot(np.diff(lon) * np.cos(np.radians(lat[:-1])), np.diff(lat))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    along *= way.milestones[-1].at_m / max(float(along[-1]), 1e-12)
    at = distinct(np.concatenate([[begins, ends], along[(along > begins) & (along < ends)]]))
    x, y = np.interp(at, along, lon), np.interp(at, along, lat)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
