"""The law of a network as arrays: the rules of arcs, and the turns that are restricted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float, Int
from routegraph.network.lawtags import LIMITS
from routegraph.network.rules import Rule
from routegraph.network.tags import MODES


def _untold() -> NDArray[np.float32]:
    return np.zeros((1, len(MODES)), np.float32)


@dataclass(frozen=True, eq=False)
class Rules:
    """The distinct laws of arcs: who may drive, how fast, how high, wide, long and heavy.

    Columns are those of `tags.MODES`. Limits are 0 where the source does not tell. By default
    there is one row, and it is open to all.

    Attributes
    ----------
    access : uint8[K, 4]
        Index into `lawtags.LEVELS`.
    maxspeed_kph : float32[K, 4]
    maxheight_m, maxwidth_m, maxlength_m : float32[K, 4]
    maxweight_t, maxweightrating_t, maxaxleload_t : float32[K, 4]
        Actual weight, permitted gross weight, weight on one axle.
    pace_kph : float32[K]
        Speed of a ferry or shuttle train whose duration the source tells; 0 for none.
    conditional : int32[K]
        String code of what it was read from, where some of that holds under conditions alone; see
        `law_in_force`. 0 for none.
    """

    access: Int = field(default_factory=lambda: np.zeros((1, len(MODES)), np.uint8))
    maxspeed_kph: Float = field(default_factory=_untold)
    maxheight_m: Float = field(default_factory=_untold)
    maxwidth_m: Float = field(default_factory=_untold)
    maxlength_m: Float = field(default_factory=_untold)
    maxweight_t: Float = field(default_factory=_untold)
    maxweightrating_t: Float = field(default_factory=_untold)
    maxaxleload_t: Float = field(default_factory=_untold)
    pace_kph: Float = field(default_factory=lambda: np.zeros(1, np.float32))
    conditional: Int = field(default_factory=lambda: np.zeros(1, np.int32))

    def __len__(self) -> int:
        return len(self.access)


def rules_table(rules: Sequence[Rule]) -> Rules:
    """Tabulate rules, one row each; their conditions are left out."""
    limits = {
        column: np.array([rule.limits[i] for rule in rules], np.float32).reshape(-1, len(MODES))
        for i, column in enumerate(LIMITS.values())
    }
    return Rules(
        access=np.array([rule.access for rule in rules], np.uint8).reshape(-1, len(MODES)),
        maxspeed_kph=np.array([rule.maxspeed_kph for rule in rules], np.float32).reshape(-1, len(MODES)),
        pace_kph=np.array([rule.pace_kph for rule in rules], np.float32),
        conditional=np.zeros(len(rules), np.int32),
        **limits,
    )


@dataclass(frozen=True, eq=False)
class Restrictions:
    """Turns that the source forbids or demands, one row for each way through a restricted junction.

    A row is a sequence of arcs, each beginning where the one before it ends: the arc that is
    driven first (`from`), those of the via ways (none where a node is the via member), and the
    one driven last (`to`). A ``no_*`` row forbids to drive the whole sequence; an ``only_*``
    row forbids to drive all of it but the last arc, and then any other arc. A relation with
    several from or to members has several rows. `restrictions.banned_turns` gives what one
    kind of traffic may not drive, with ``only_*`` spelt out.

    Attributes
    ----------
    osm_id : int64[T]
        Of the relation; 0 where the source has none.
    kind : uint8[T]
        Index into `tags.TURN_KINDS`.
    modes : uint8[T]
        Bit `i`: the row holds for the `i`-th of `tags.MODES`; ``except`` and ``restriction:hgv`` are read.
    condition : int32[T]
        String code of when it holds, as in ``Mo-Fr 07:00-09:00``, or for whom; 0 for always.
    arc_start : int32[T + 1]
        Row `t` is driven over the arcs ``arc[arc_start[t]:arc_start[t + 1]]``, two or more.
    arc : int32[...]
        -1 as the last of an ``only_*`` row that leads out of the network.
    """

    osm_id: Int = field(default_factory=lambda: np.zeros(0, np.int64))
    kind: Int = field(default_factory=lambda: np.zeros(0, np.uint8))
    modes: Int = field(default_factory=lambda: np.zeros(0, np.uint8))
    condition: Int = field(default_factory=lambda: np.zeros(0, np.int32))
    arc_start: Int = field(default_factory=lambda: np.zeros(1, np.int32))
    arc: Int = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.osm_id)

    def only(self, rows: Int) -> Restrictions:
        """Return some rows, as if they hung on no condition."""
        paths = [self.arc[self.arc_start[row] : self.arc_start[row + 1]] for row in rows.tolist()]
        return Restrictions(
            osm_id=self.osm_id[rows],
            kind=self.kind[rows],
            modes=self.modes[rows],
            condition=np.zeros(len(rows), np.int32),
            arc_start=np.cumsum([0, *map(len, paths)]).astype(np.int32),
            arc=np.concatenate([np.zeros(0, np.int32), *paths]),
        )
