"""One telling for each kind of answer; terminal, page, card and text show it."""

from __future__ import annotations

from functools import singledispatch
from importlib import import_module

from routegraph.analysis.answer import Answer
from routegraph.render.told import Told

TELLERS = {
    "whatif": "tell_whatif",
    "alternatives": "tell_ways",
    "chokepoints": "tell_ways",
    "reopening": "tell_ways",
    "timeline": "tell_time",
    "survival": "tell_time",
    "matrix": "tell_access",
    "isolated": "tell_access",
    "reach": "tell_access",
}
"""Module that registers the telling of the answers of each module of `analysis`, imported when asked."""


@singledispatch
def tell(answer: Answer) -> Told:
    """Return what an answer says.

    Raises
    ------
    NotImplementedError
        Nothing tells answers of this kind.
    """
    kind = type(answer)
    if module := TELLERS.get(kind.__module__.rpartition(".")[2]):
        import_module(f"routegraph.render.{module}")
    if tell.dispatch(kind) is tell.dispatch(object):
        raise NotImplementedError(f"nothing tells a {kind.__name__}; register it with tell.tell")
    return tell(answer)
