"""What was worked out before: bounded, keyed, and made once however many threads ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Results by kind and key; of each kind the ones asked for last are kept.

    Parameters
    ----------
    most : dict of str to int
        How many results of each kind are kept.
    """

    def __init__(self, most: dict[str, int]) -> None:
        self._most = most
        self._kept: dict[str, OrderedDict[Hashable, _Slot]] = {kind: OrderedDict() for kind in most}
        self._lock = Lock()

    def get(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made now if there is nothing."""
        with self._lock:
            kept = self._kept[kind]
            slot = kept.setdefault(key, _Slot())
            kept.move_to_end(key)
            if len(kept) > self._most[kind]:
                # What a graph remembers leads back to it: let go of both now, not when a collector comes.
                gone = kept.popitem(last=False)[1].value
                getattr(gone, "__dict__", {}).pop("memory", None)
        with slot.lock:
            if not slot.made:
                slot.value, slot.made = make(), True
        value: T = slot.value
        return value


class _Slot:
    """A result, and the lock under which it is made."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made = False
        self.value: Any = None
