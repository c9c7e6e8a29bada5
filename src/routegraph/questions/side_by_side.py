"""Answers that a notebook already has, side by side: one table and one map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from routegraph.errors import QuestionError
from routegraph.questions.answer import Answer, flat
from routegraph.questions.whatif import WhatIf
from routegraph.render import words
from routegraph.render.scene import Scene, ends_of, line_of, way_role
from routegraph.render.sections import closure_sections
from routegraph.render.text import AnswerText, Item, Section, Table

NOTHING = "nothing closed"
MOST_NAME = 24
"""Letters of a name from which on its column has a letter alone, told below the table."""


@dataclass(frozen=True, eq=False)
class SideBySide(Answer):
    """Several answers to `whatif` on one network.

    Attributes
    ----------
    names : tuple of str
        What each supposes, as columns and lines are called.
    answers : tuple of WhatIf
    """

    names: tuple[str, ...]
    answers: tuple[WhatIf, ...]

    def body(self) -> dict[str, Any]:
        """Plain data of the answers themselves."""
        return {
            "answers": [
                {"name": name, **answer.to_dict()}
                for name, answer in zip(self.names, self.answers, strict=True)
            ]
        }

    def rows(self) -> list[dict[str, Any]]:
        """One record for each answer, of a lost way too."""
        found = [flat(one.after.to_dict()) if one.after else {} for one in self.answers]
        columns = dict.fromkeys(key for record in found for key in record)
        return [
            {"name": name, "journey": _journey(one), "outcome": one.outcome.value, **columns, **record}
            for name, one, record in zip(self.names, self.answers, found, strict=True)
        ]

    def text(self) -> AnswerText:
        """Every quantity a row, every answer a column."""
        short = all(len(name) <= MOST_NAME for name in self.names)
        heads = [name if short else words.capital(i) for i, name in enumerate(self.names)]
        journeys = [_journey(one) for one in self.answers]
        several = len(set(journeys)) > 1
        rows = (
            *([("journey", *journeys)] if several else []),
            ("outcome", *(words.OUTCOMES[one.outcome] for one in self.answers)),
            ("time", *(words.duration(one.after.time_s) if one.after else "no way" for one in self.answers)),
            (
                "distance",
                *(words.kilometres(one.after.length_m) if one.after else "no way" for one in self.answers),
            ),
            (
                "cost",
                *(
                    words.money(one.after.cost, one.after.currency) if one.after else "no way"
                    for one in self.answers
                ),
            ),
            ("disjoint routes", *(str(one.disjoint_after) for one in self.answers)),
        )
        told = tuple(
            Item("" if short else words.capital(i), name, f"by {words.via(one.after)}" if one.after else "")
            for i, (name, one) in enumerate(zip(self.names, self.answers, strict=True))
        )
        cut = [name for name, one in zip(self.names, self.answers, strict=True) if one.after is None]
        return AnswerText(
            title="Side by side" if several else journeys[0],
            outcome=f"{words.count(len(self.answers), 'answer')} compared",
            sentence=f"No way remains in {len(cut)} of {len(self.answers)}: {'; '.join(cut)}."
            if cut
            else "A way remains in each.",
            sections=(
                Section("Side by side", Table(("", *heads), rows)),
                Section("The ways", items=told),
                *(
                    replace(section, title=f"{section.title}: {name}")
                    for name, one in zip(self.names, self.answers, strict=True)
                    for section in closure_sections(one.question)
                    if section.cites
                ),
            ),
            warnings=self.warnings,
        )

    def scene(self) -> Scene:
        """The way of each answer."""
        ends = {
            (end.label, end.begins): end
            for one in self.answers
            for end in ends_of(one.origin, one.destination)
        }
        return Scene(
            network=self.question.network,
            lines=tuple(
                line_of(one.after, way_role(i), words.capital(i), name)
                for i, (name, one) in enumerate(zip(self.names, self.answers, strict=True))
                if one.after
            ),
            ends=tuple(ends.values()),
        )


def compare(answers: Sequence[WhatIf]) -> SideBySide:
    """Set answers to `whatif` side by side: a table and a picture.

    Parameters
    ----------
    answers : sequence of WhatIf
        Of one network; each is called by what it supposes.

    Returns
    -------
    SideBySide
        Its ``rows()`` and ``to_frame()`` have one row for each, ``save_png`` draws all ways on one map.

    Raises
    ------
    QuestionError
        There is none, one is no answer to `whatif`, or they are of several networks.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> asked = [study.whatif("Hama", "Aleppo", close=close) for close in ([], ["M5"])]
    >>> routegraph.compare(asked).names
    ('nothing closed', 'M5')
    """
    given = tuple(answers) if isinstance(answers, list | tuple) else ()
    if not given or not all(isinstance(one, WhatIf) for one in given):
        raise QuestionError("compare takes a list of answers to whatif, such as [first, second].")
    if len({one.question.network.name for one in given}) > 1:
        raise QuestionError("the answers are of several networks; compare those of one.")
    commands = dict.fromkeys(one.question.command for one in given)
    return SideBySide(
        question=replace(given[0].question, command=" ; ".join(commands)),
        names=_names(given),
        answers=given,
        warnings=tuple(dict.fromkeys(note for one in given for note in one.warnings)),
    )


def _journey(answer: WhatIf) -> str:
    return f"{words.end_name(answer.origin)} to {words.end_name(answer.destination)}"


def _names(answers: Sequence[WhatIf]) -> tuple[str, ...]:
    """What each answer supposes; numbered where two suppose the same."""
    told = []
    for one in answers:
        supposition = one.question.situation.supposition
        asked = [
            closed.closure.target for closed in one.question.situation.closures if closed.closure.on_request
        ]
        scenario = supposition.scenario.name if supposition.scenario else ""
        told.append(words.joined((scenario, *map(words.target, asked))) or NOTHING)
    twice = Counter(told)
    return tuple(f"{i}: {name}" if twice[name] > 1 else name for i, name in enumerate(told, start=1))
