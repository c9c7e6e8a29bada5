"""What every answer carries: the question, the data behind it, and how to show itself."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routegraph.places.locate import Location, names_of
from routegraph.questions.output import Output
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.scene import Dot, Line, Scene, closure_marks, ends_of
from routegraph.render.sections import closure_sections, report_sections
from routegraph.render.text import AnswerText, Section
from routegraph.reports.event import Event
from routegraph.routing.route import Route
from routegraph.scenario.question import Question

if TYPE_CHECKING:
    from routegraph.render.chart import Chart


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer(Output):
    """Base of every answer; `to_dict` is what ``--json`` prints.

    Attributes
    ----------
    question : Question
        With all that it supposes.
    warnings : tuple of str
        What a reader must know before relying on the answer.
    """

    question: Question
    warnings: tuple[str, ...]

    def __init_subclass__(cls) -> None:
        cls.__repr__ = Answer.__repr__  # type: ignore[method-assign]  # and not the fields of a dataclass

    def __repr__(self) -> str:
        text = self.text()
        return f"<{type(self).__name__} {text.title}: {text.outcome}>"

    def __str__(self) -> str:
        """Title, outcome and sentence, as the command prints them."""
        text = self.text()
        return f"{text.title}: {text.outcome}\n{text.sentence}"

    @abstractmethod
    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself.

        Returns
        -------
        dict
            Of texts, numbers, lists and such dicts; what is not known is None.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.body()["outcome"]
        'longer'
        """

    @abstractmethod
    def text(self) -> AnswerText:
        """What the answer says.

        Returns
        -------
        AnswerText
            Title, outcome, sentence, sections and warnings.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.text().title
        'Hama to Aleppo'
        """

    @abstractmethod
    def scene(self) -> Scene:
        """What of the answer is on a map.

        Returns
        -------
        Scene
            Lines, marks, dots and ends, in lon, lat.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> [line.label for line in answer.scene().lines]
        ['the way before', 'the way after']
        """

    def chart(self) -> Chart | None:
        """What a map cannot show; None where it says it all.

        Returns
        -------
        Chart or None
            Drawn beside the map.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.chart() is None
        True
        """
        return None

    def rows(self) -> list[dict[str, Any]]:
        """Records of an answer that is a table; empty for any other.

        Returns
        -------
        list of dict
            As ``--csv`` writes them.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> [row["way"] for row in answer.rows()]
        ['before', 'after']
        """
        return []

    def exhibit(self) -> Exhibit:
        """Return the answer as every output takes it.

        Returns
        -------
        Exhibit
            Question, text, scene, chart and rows.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.exhibit().text.outcome
        'longer'
        """
        return Exhibit(self.question, self.text().quoted_once(), self.scene(), self.chart(), self.rows())

    def to_dict(self) -> dict[str, Any]:
        """Question and answer as plain data; holds no NaN and no infinity.

        Returns
        -------
        dict
            What ``json.dumps`` takes as it is.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.to_dict()["command"], answer.to_dict()["outcome"]
        ('routegraph whatif Hama Aleppo --close M5', 'longer')
        """
        told = {**self.question.to_dict(), **self._ends(), **self.body(), "warnings": list(self.warnings)}
        return {key: _finite(value) for key, value in told.items()}

    def _ends(self) -> dict[str, Any]:
        """Plain data of the journey that the answer is about, if it is about one."""
        return {}

    def _end_points(self) -> tuple[Location, ...]:
        """Where the journey begins and ends that the answer is about, if it is about one."""
        return ()

    def _closures(self, told: Collection[Event] = ()) -> list[Section]:
        """Say what is closed, what stands and what a report says besides, but for the events `told`."""
        question = self.question
        return closure_sections(question, names_of(question.network, *self._end_points()), told)

    def _worded(
        self,
        title: str,
        outcome: str,
        sentence: str,
        sections: Sequence[Section],
        proof: Sequence[Section] = (),
        *,
        alert: bool = False,
    ) -> AnswerText:
        """Put what the report says before the sections of an answer, and its closures and proof behind."""
        return AnswerText(
            title=title,
            outcome=outcome,
            sentence=sentence,
            sections=(
                *report_sections(self.question),
                *sections,
                *self._closures(),
                *proof,
            ),
            warnings=self.warnings,
            alert=alert,
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class JourneyAnswer(Answer):
    """Base of the answers about one journey."""

    origin: Location
    destination: Location

    def _end_points(self) -> tuple[Location, ...]:
        return self.origin, self.destination

    def _ends(self) -> dict[str, Any]:
        return {"origin": self.origin.to_dict(), "destination": self.destination.to_dict()}

    @property
    def _title(self) -> str:
        return f"{words.end_name(self.origin)} to {words.end_name(self.destination)}"

    def _drawn(self, lines: Sequence[Line], beside: Route | None, dots: Sequence[Dot] = ()) -> Scene:
        """Draw lines, closures and both ends; closures that take roads of a way are marked `beside` it."""
        return Scene(
            network=self.question.network,
            lines=tuple(lines),
            marks=closure_marks(self.question, beside),
            ends=ends_of(self.origin, self.destination),
            dots=tuple(dots),
        )


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a record what fits in no column of a table."""
    return {key: value for key, value in record.items() if not isinstance(value, list | dict)}


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
