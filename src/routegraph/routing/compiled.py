"""How a kernel runs: as it stands on small networks, compiled by numba on large ones."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from routegraph.network.catalog import home
from routegraph.routing import kernels, kernels_detour, kernels_flow, kernels_hierarchy, kernels_hours
from routegraph.routing.native import kernel_on_arrays

COMPILE_FROM_ARCS = 20_000
"""Below this many arcs a search takes less time than importing numba."""

INLINED = (
    "push", "drop", "settle", "follow", "is_intact", "is_cut", "offer", "square", "widen", "move",
    "put_in_order", "passed_at", "next_leave",
)  # fmt: skip

MODULES = (kernels, kernels_detour, kernels_flow, kernels_hierarchy, kernels_hours)

SIGNATURES = {
    "grow_tree": "n iiiq QI QI in",
    "detour": "nn iiqq iii qi QIIn II QI I I n Q",
    "strong_components": "iiq IIIIII",
    "spread": "n iiiq ii I n I",
    "first_reaching": "i iiq i II",
    "augment": "ii iiiiqi iii ii III ii nn II I n QI QI n Q",
    "drain": "n iiiiiiIIII",
    "eliminate": "iiIIIIII",
    "customize": "ii iiqqq n QQQQQQ",
    "climb_all": "i ii ii qqq n IQQQ",
    "meet_all": "nnn iqqq iqqq n QQQ",
    "nest": "n ii IIII",
    "regrow": "iii iiiq iiiq QI QI",
    "reconnect": "iii iii iii q I n I",
    "span_arcs": "iiqiII",
    "indexed_detour": "nn iiq iii qi iiii ii qiii QIn QI IIQ",
    "arrive_earliest": "nn iiq ii iqq iq q QI QI",
    "join_path": "iiII",
    "replace_each": "i iiq iiq qi qi Q Q I QI n QI",
}
"""Arguments of each kernel: n int64; i, q arrays that are only read (int32, int64); I, Q written to."""

_lock = threading.Lock()


def runs_compiled(arc_count: int) -> bool:
    """Whether searches on a network of this size are compiled."""
    return arc_count >= COMPILE_FROM_ARCS


def kernel(name: str, compiled: bool) -> Callable[..., Any]:
    """Return a kernel by name, to be called with arrays when compiled, else with lists."""
    if not compiled:
        return _source(name)
    with _lock:
        return _compiled(name)


def _source(name: str) -> Callable[..., Any]:
    module = next(module for module in MODULES if hasattr(module, name))
    function: Callable[..., Any] = getattr(module, name)
    return function


@cache
def _compiled(name: str) -> Callable[..., Any]:
    signature = SIGNATURES[name].replace(" ", "")
    return kernel_on_arrays(name, _source(name), signature, _folder(), MODULES, _tell_inlined)


@cache
def _tell_inlined() -> None:
    from numba.extending import register_jitable

    for name in INLINED:
        register_jitable(_source(name))


def _folder() -> Path:
    """Where compiled kernels are kept: NUMBA_CACHE_DIR, else beside the code, else beside the networks."""
    if configured := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(configured)
    package = Path(kernels.__file__).parent
    beside = package / "__pycache__"
    if os.access(beside if beside.is_dir() else package, os.W_OK):
        return beside
    return home() / "compiled"
