"""Work spread over cores: compiled searches let other threads run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

_most: ContextVar[int | None] = ContextVar("_most", default=None)


@contextmanager
def at_most(threads: int) -> Iterator[None]:
    """Let `mapped` use so many threads at the most in this context: others share the cores."""
    token = _most.set(threads)
    try:
        yield
    finally:
        _most.reset(token)


def core_count() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def mapped(work: Callable[[A], B], items: Iterable[A], compiled: bool) -> list[B]:
    """Results of `work` in the order of the items; on all cores when the searches are compiled."""
    workers = min(core_count(), _most.get() or core_count())
    if not compiled or workers == 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, items))
