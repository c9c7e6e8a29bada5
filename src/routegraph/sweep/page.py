"""The page of a sweep: what the supply of places hangs on, and what to reopen, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from routegraph.places.locate import Location
from routegraph.questions.reopening import Reopening
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.formats import save
from routegraph.render.scene import End, Mark, Scene
from routegraph.render.text import AnswerText, Item, Section
from routegraph.scenario.question import Question
from routegraph.sweep.summary import Dependence

MOST = 18
MOST_LINES = 6


@dataclass(frozen=True, eq=False)
class SweepPage:
    """What the page shows.

    Attributes
    ----------
    ranked : sequence of Dependence
        What most hangs on first.
    ends : sequence of Location
        Where the journeys begin and end.
    reopening : Reopening or None
        What to lift first for the same journeys; None when nothing stands.
    """

    question: Question
    title: str
    ranked: Sequence[Dependence]
    ends: Sequence[Location]
    journeys: int
    reopening: Reopening | None


def save_page(page: SweepPage, path: str | Path) -> Path:
    """Write the page as a PNG: A4 landscape, 200 dpi.

    Raises
    ------
    OutputError
        The file cannot be written there.
    """
    return save(Exhibit(page.question, _text(page), _scene(page)), path, "png")


def _hang(page: SweepPage) -> list[Dependence]:
    return [one for one in page.ranked if one.severed or one.longer]


def _text(page: SweepPage) -> AnswerText:
    hang = _hang(page)
    items = tuple(
        Item(str(i), one.closure, one.sentence.partition(": ")[2]) for i, one in enumerate(hang[:MOST], 1)
    )
    more = (f"and {len(hang) - MOST:,} more, see the table",) if len(hang) > MOST else ()
    sections = [Section("Without it", items=items, lines=more)]
    if page.reopening is not None:
        text = page.reopening.text()
        sections += [
            Section("What to reopen first", lines=(text.sentence,)),
            *(section for section in text.sections if section.table is not None),
        ]
    return AnswerText(
        title=page.title,
        outcome=f"{words.count(len(hang), 'place or road', 'places or roads')} matter",
        sentence=f"{words.count(len(page.ranked), 'closure')} asked about for "
        f"{words.count(page.journeys, 'journey')}, each closed alone.",
        sections=tuple(sections),
    )


def _scene(page: SweepPage) -> Scene:
    nothing = np.empty(0, np.int32)
    marks = tuple(
        Mark("severs" if one.severed else "lengthens", str(i), one.closure, one.lon, one.lat, nothing)
        for i, one in enumerate(_hang(page)[:MOST], 1)
        if one.lon is not None and one.lat is not None
    )
    places = {(place.lon, place.lat): place for place in page.ends}
    ends = tuple(
        End(words.end_name(place), place.lon, place.lat, True) for place in list(places.values())[:MOST_LINES]
    )
    return Scene(network=page.question.network, marks=marks, ends=ends)
