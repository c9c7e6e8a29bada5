"""One telling for each kind of answer; terminal, page, card and text show it."""

from __future__ import annotations

from functools import singledispatch

from routegraph.analysis.answer import Answer
from routegraph.render.tell_access import tell_isolated, tell_matrix, tell_reach
from routegraph.render.tell_survival import tell_survival
from routegraph.render.tell_ways import tell_alternatives, tell_chokepoints, tell_reopening, tell_timeline
from routegraph.render.tell_whatif import tell_whatif
from routegraph.render.told import Told


@singledispatch
def tell(answer: Answer) -> Told:
    """Return what an answer says.

    Raises
    ------
    NotImplementedError
        Nothing tells answers of this kind yet.
    """
    raise NotImplementedError(f"nothing tells a {type(answer).__name__}; register it with tell.tell")


for _telling in (
    tell_whatif,
    tell_alternatives,
    tell_chokepoints,
    tell_reopening,
    tell_timeline,
    tell_matrix,
    tell_isolated,
    tell_reach,
    tell_survival,
):
    tell.register(_telling)
