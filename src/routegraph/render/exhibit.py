"""What of an answer is shown: the one thing that every output takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routegraph.render.scene import Scene
from routegraph.render.text import AnswerText
from routegraph.scenario.question import Question

if TYPE_CHECKING:
    from routegraph.render.chart import Chart


@dataclass(frozen=True, eq=False)
class Exhibit:
    """An answer as it is shown.

    Attributes
    ----------
    text : AnswerText
        What it says.
    scene : Scene
        What of it is on a map.
    chart : Chart or None
        What a map cannot show.
    rows : sequence of dict
        Its records, where it is a table.
    """

    question: Question
    text: AnswerText
    scene: Scene
    chart: Chart | None = None
    rows: Sequence[dict[str, Any]] = ()
