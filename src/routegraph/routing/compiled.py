"""How a kernel runs: as it stands on small networks, compiled by numba on large ones."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from routegraph.network.catalog import home
from routegraph.routing import kernels, kernels_detour, kernels_flow, kernels_hierarchy, kernels_hours

COMPILE_FROM_ARCS = 20_000
"""Below this many arcs a search takes less time than importing numba."""

LOG = logging.getLogger("routegraph")

INLINED = ("push", "drop", "follow", "is_intact", "is_cut", "move", "passed_at", "next_leave")

MODULES = (kernels, kernels_detour, kernels_flow, kernels_hierarchy, kernels_hours)

SIGNATURES = {
    "grow_tree": "n iiiq QI QI in",
    "detour": "nn iiqq iii qi QIIn II QI I I n Q",
    "strong_components": "iiq IIIIII",
    "spread": "n iiiq ii I n I",
    "augment": "ii iiiqi iii ii II ii nn II I n QI QI n",
    "drain": "n iiiiiIII",
    "eliminate": "iiIIIIII",
    "customize": "ii iiqqq n QQQQQQ",
    "climb_all": "i ii ii qqq n IQQQ",
    "meet_all": "nnn iqqq iqqq n QQQ",
    "nest": "n ii IIII",
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
    from numba import njit, types
    from numba.core import config as numba_config

    config: Any = numba_config
    from numba.extending import register_jitable

    if not getattr(kernels, "inlined", False):
        for inlined in INLINED:
            register_jitable(_source(inlined))
        kernels.inlined = True  # type: ignore[attr-defined]
    letters = {
        "n": types.int64,
        "i": types.Array(types.int32, 1, "C", readonly=True),
        "I": types.Array(types.int32, 1, "C"),
        "q": types.Array(types.int64, 1, "C", readonly=True),
        "Q": types.Array(types.int64, 1, "C"),
    }
    arguments = tuple(letters[letter] for letter in SIGNATURES[name].replace(" ", ""))
    before, config.CACHE_DIR = config.CACHE_DIR, _cache_folder(config.CACHE_DIR)
    try:
        dispatcher = njit(cache=True, nogil=True)(_source(name))
    finally:
        config.CACHE_DIR = before
    kept = Path(str(dispatcher.stats.cache_path))
    if not any(kept.glob(f"*.{name}-*.nbi")):
        LOG.info("compiling search %r for large networks, once on this machine ...", name)
    begun = time.perf_counter()
    dispatcher.compile(arguments)
    if sum(dispatcher.stats.cache_misses.values()):
        LOG.info("... compiled %r in %.1f s, kept in %s", name, time.perf_counter() - begun, kept)
    dispatcher.disable_compile()
    result: Callable[..., Any] = dispatcher
    return result


def _cache_folder(configured: str) -> str:
    """Where compiled kernels are kept: NUMBA_CACHE_DIR, else beside the code, else beside the networks."""
    package = Path(kernels.__file__).parent
    beside = package / "__pycache__"
    if configured or os.access(beside if beside.is_dir() else package, os.W_OK):
        return configured
    return str(home() / "compiled")
