"""What a network holds, in figures."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import Any

import numpy as np

from routegraph.network.law_in_force import conditional_rows, conditions_told
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.network.tags import HIGHWAYS, PLACE_KINDS, TURN_KINDS


def summarise(network: Network) -> dict[str, Any]:
    """Return nodes, roads, km by class, places by kind, islands and provenance as plain data."""
    roads, source = network.roads, network.provenance
    length_km = np.bincount(roads.highway, weights=roads.length_m, minlength=len(HIGHWAYS)) / 1000
    kinds = np.bincount(network.places.kind, minlength=len(PLACE_KINDS))
    component = np.asarray(network.nodes.component)
    return {
        "name": network.name,
        "nodes": len(network.nodes),
        "roads": len(roads),
        "arcs": len(network.arcs),
        "length_km": round(float(roads.length_m.sum()) / 1000, 1),
        "km_by_class": {
            name: round(float(km), 1) for name, km in zip(HIGHWAYS, length_km, strict=True) if km > 0
        },
        "places": {name: int(n) for name, n in zip(PLACE_KINDS, kinds, strict=True) if n},
        "main_network_share": round(float(np.mean(component == 0)), 4) if len(component) else 0.0,
        "islands": int(component.max()) if len(component) else 0,
        **asdict(source),
        "turn_restrictions": turn_restrictions(network),
        "conditional_roads": conditional_roads(network),
    }


def turn_restrictions(network: Network) -> dict[str, dict[str, int]]:
    """Count by kind the turn restrictions that the source had, those in use, and those of certain hours.

    A restriction that holds at certain hours binds who asks about them.
    """
    table, counts = network.restrictions, {}
    for kind, had in sorted(network.provenance.restrictions.items()):
        own = table.kind == (TURN_KINDS.index(kind) if kind in TURN_KINDS else len(TURN_KINDS))
        always = table.condition == 0
        counts[kind] = {
            "source": had,
            "used": len(distinct(table.osm_id[own & always])),
            "at_certain_hours": len(distinct(table.osm_id[own & ~always])),
        }
    return counts


def conditional_roads(network: Network) -> dict[str, int]:
    """Count the roads of each law that holds under a condition, the most frequent first."""
    roads: dict[str, set[int]] = {}
    rule, road = np.asarray(network.arcs.rule), np.asarray(network.arcs.road)
    for row in conditional_rows(network):
        roads.setdefault(conditions_told(network, row), set()).update(road[rule == row].tolist())
    return {law: len(roads[law]) for law in sorted(roads, key=lambda law: -len(roads[law]))}


def html(network: Network, more: dict[str, str] | None = None) -> str:
    """Return a small table of what a network holds, for notebooks; everything escaped."""
    told = summarise(network)
    classes = sorted(told["km_by_class"].items(), key=lambda item: -item[1])[:4]
    facts = {
        "roads": f"{told['roads']:,} of {told['length_km']:,.0f} km: "
        + ", ".join(f"{name} {km:,.0f}" for name, km in classes),
        "nodes": f"{told['nodes']:,}, {told['main_network_share']:.1%} in the main network",
        "places": ", ".join(f"{number:,} {kind}" for kind, number in list(told["places"].items())[:4]),
        "data": f"{told['data_date'] or 'date unknown'}, {told['source']}",
        "licence": f"{told['licence']}, {told['attribution']}",
        **(more or {}),
    }
    left = "style='text-align:left'"
    rows = "".join(
        f"<tr><th {left}>{escape(key)}</th><td {left}>{escape(value)}</td></tr>"
        for key, value in facts.items()
        if value
    )
    return f"<table><caption {left}><b>{escape(network.name)}</b></caption>{rows}</table>"
