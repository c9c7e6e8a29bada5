"""What is asked, of what data: the question that every answer carries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from routegraph.network.conditions import Moment
from routegraph.network.model import Network
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.closure import Effect
from routegraph.scenario.situation import Situation, age_days
from routegraph.vehicles import Vehicle
from routegraph.version import VERSION


@dataclass(frozen=True, eq=False)
class Question:
    """The question behind an answer.

    Attributes
    ----------
    command : str
        The command that asks it again.
    by : str
        What the best route has least of.
    situation : Situation
        The closures, with the events and quotes behind them.
    """

    command: str
    network: Network
    vehicle: Vehicle
    by: str
    situation: Situation

    @property
    def moment(self) -> Moment:
        """When the law is asked of."""
        return self.situation.supposition.moment

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        supposition, source = self.situation.supposition, self.network.provenance
        return {
            "command": self.command,
            "version": VERSION,
            "network": {
                "name": self.network.name,
                "source": source.source,
                "data_date": source.data_date,
                "nodes": len(self.network.nodes),
                "roads": len(self.network.roads),
                "licence": source.licence,
                "attribution": source.attribution,
            },
            "vehicle": self.vehicle.name,
            "by": self.by,
            "currency": self.vehicle.currency,
            "scenario": supposition.scenario.name if supposition.scenario else None,
            "date": supposition.date.isoformat() if supposition.date else None,
            "passes_with": list(supposition.passes_with),
            "events_files": [table.to_dict() for table in supposition.tables],
            "control": [
                one.to_dict() for held in self.situation.standing if held.held for one in held.held.own
            ],
            "standing": [closure_record(one, supposition.date) for one in self.situation.standing],
            "closures": [closure_record(one, supposition.date) for one in self.situation.closures],
        }


def closure_record(one: AppliedClosure, on: dt.date | None) -> dict[str, Any]:
    """Plain data of a closure, with the event and quote behind it, and its age on the day asked about."""
    event, closure = one.closure.event, one.closure
    return {
        "target": event.target,
        "effect": closure.effect.value,
        "factor": closure.factor if closure.effect is Effect.SLOW and not closure.delay_s else None,
        "delay_s": closure.delay_s or None,
        "status": event.status.value,
        "roads": len(one.found.roads),
        "how": one.found.how,
        "passing_over": len(one.found.passing_over),
        "by": event.by,
        "date": event.date.isoformat() if event.date else None,
        "age_days": age_days(event, on),
        "confidence": event.confidence,
        "source": str(event.source),
        "url": event.source.url,
        "quote": event.quote,
        "note": event.note,
    }
