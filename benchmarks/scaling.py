"""What grows with the network, and what does not: the corridor, Syria, and four Syrias side by side.

``python benchmarks/scaling.py`` asks the same journey with the same closures on each, Hama to Aleppo; the
four copies of Syria lie seven degrees apart and are joined by roads, so every tree spans all of them.
Milliseconds of processor time, medians; the exponent is that of the number of nodes from the smallest
to the largest: 1 is linear, 0 does not grow.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from math import log
from statistics import median
from typing import Any

import numpy as np

from felt import DATA, HOME, import_once
from routegraph.network.model import Arcs, Network, Places, Roads, freeze
from routegraph.study import Study, load

COPIES, APART_DEG = 4, 7.0
SIZES = ("corridor", "Syria", "four Syrias")


def side_by_side(network: Network) -> Network:
    """Return copies of a network in a row, each joined to the next by a road of either side's edge."""
    many, n = range(COPIES), len(network.nodes)
    shift = [i * APART_DEG for i in many]
    nodes, shape, places = (_moved(table, shift) for table in (network.nodes, network.shape, network.places))
    east, west = int(np.argmax(network.nodes.lon)), int(np.argmin(network.nodes.lon))
    start, end = np.arange(COPIES - 1) * n + east, np.arange(1, COPIES) * n + west
    first = np.zeros(COPIES - 1, np.int64)  # the new roads are like the first one, but for where they run
    told: dict[str, Any] = {}
    for column in fields(Roads):
        old = np.asarray(getattr(network.roads, column.name))
        step = {"u": n, "v": n, "way_start": len(network.roads.way_id), "shape_start": len(network.shape.lon)}
        if column.name.endswith("_start"):
            told[column.name] = _starts(old, step[column.name], COPIES)
        elif column.name == "way_id":
            told[column.name] = np.tile(old, COPIES)
        else:
            parts = [old + i * np.asarray(step.get(column.name, 0), old.dtype) for i in many]
            told[column.name] = np.concatenate([*parts, old[first]])
    told["bbox"] = np.concatenate([network.roads.bbox + np.array([x, 0, x, 0], np.float32) for x in shift])
    lon, lat = np.asarray(nodes.lon), np.asarray(nodes.lat)
    ends = [np.minimum(lon[start], lon[end]), np.minimum(lat[start], lat[end])]
    ends += [np.maximum(lon[start], lon[end]), np.maximum(lat[start], lat[end])]
    told["bbox"] = np.concatenate([told["bbox"], np.stack(ends, axis=1).astype(np.float32)])
    told["u"][-len(start) :], told["v"][-len(start) :] = start, end
    told["length_m"][-len(start) :] = 50_000.0
    told["way_id"] = np.concatenate([told["way_id"], first])
    told["way_start"] = np.append(told["way_start"], told["way_start"][-1] + np.arange(1, COPIES))
    told["shape_start"] = np.append(told["shape_start"], told["shape_start"][-1] + 2 * np.arange(1, COPIES))
    pair = np.stack([start, end], axis=1).ravel()
    shape = replace(
        shape,
        lon=np.append(shape.lon, lon[pair]),
        lat=np.append(shape.lat, lat[pair]),
        osm_id=np.append(shape.osm_id, np.zeros(len(pair), np.int64)),
    )
    of_road, rule = np.asarray(network.arcs.of_road), np.asarray(network.arcs.rule)
    open_ways = np.concatenate([np.tile(of_road >= 0, (COPIES, 1)), np.ones((COPIES - 1, 2), bool)])
    rules = np.where(of_road >= 0, rule[of_road], 0)
    rules = np.concatenate([np.tile(rules, (COPIES, 1)), rules[first]])
    roads = Roads(**told)
    arcs = Arcs.of(COPIES * n, roads.u, roads.v, open_ways[:, 0], open_ways[:, 1], rules)
    return freeze(
        replace(network, name="four", nodes=nodes, shape=shape, places=places, roads=roads, arcs=arcs)
    )


def _moved(table: Any, shift: list[float]) -> Any:
    told = {}
    for column in fields(table):
        old = np.asarray(getattr(table, column.name))
        if column.name == "lon":
            told[column.name] = np.concatenate([old + x for x in shift])
        elif isinstance(table, Places) and column.name == "names_start":
            told[column.name] = _starts(old, len(table.names_key), len(shift))
        elif isinstance(table, Places) and column.name == "node":
            told[column.name] = np.concatenate([old, *(np.full_like(old, -1) for _ in shift[1:])])
        else:
            told[column.name] = np.concatenate([old] * len(shift))
    return type(table)(**told)


def _starts(old: np.ndarray, step: int, copies: int) -> np.ndarray:
    return np.concatenate([old[:1], *(old[1:] + np.asarray(i * step, old.dtype) for i in range(copies))])


def study_of(size: str) -> Study:
    if size == "corridor":
        return load(DATA / "corridor-roads-2021-08.osm.pbf")
    study = load("syria")
    return study if size == "Syria" else Study(side_by_side(study.network))


def measure(size: str) -> dict[str, float]:
    """Figures of one size, in this process."""
    from routegraph.analysis.streets import streets_of
    from routegraph.routing.disruption import Disruption
    from routegraph.routing.flow import KeptRoutes
    from routegraph.routing.graph import RoadGraph
    from routegraph.routing.journey import Journey
    from routegraph.routing.search import tree_to

    study = study_of(size)
    loaded_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun = time.process_time()
    graph = RoadGraph.of(study.network, study.vehicle)
    told: dict[str, float] = {"nodes": len(study.network.nodes), "arcs": len(graph.arcs)}
    told["weights of all arcs"] = (time.process_time() - begun) * 1000
    at = [study.resolver.locate(f"{lon},{lat}") for lon, lat in ((36.7547, 35.1340), (37.1611, 36.2021))]
    source, target = (one.node for one in at)
    sets = [study.resolver.find(f"36.805,35.866~{10 + i / 100}km").roads for i in range(8)]
    sets = [Disruption(closed=roads) for roads in sets]
    graph = study.graph
    under = [graph.under(one) for one in sets]
    tree_to(graph, target)
    told["a tree grown"] = ms(lambda i: tree_to(replace(under[i], opened=None), target))
    for one in under[:2]:
        tree_to(one, target)
    told["a tree mended"] = ms(lambda i: tree_to(under[i], target))
    journey = Journey(graph, source, target)
    for one in sets[:3]:
        journey.path_under(one)
    told["the best path under closures"] = ms(lambda i: journey.path_under(sets[i]))
    streets = streets_of(graph, *at)
    told["disjoint routes, first"] = ms(lambda i: KeptRoutes(graph, source, target, streets))
    kept = KeptRoutes(graph, source, target, streets)
    told["disjoint routes, mended"] = ms(lambda i: kept.after(sets[i]))
    with graph.workspaces.one() as w:
        stamp = w.stamp
    kept.after(sets[0])
    with graph.workspaces.one() as w:
        told["nodes that mending looks at"] = int((np.asarray(w.seen) > stamp).sum())
    told["roads of a circle"] = ms(lambda i: study.resolver.find(f"36.8,35.8~{6 + i / 100}km"))
    told["the node of a point"] = ms(lambda i: study.resolver.locate(f"36.{800 + i},35.9"))
    points = [f"{one.lon},{one.lat}" for one in at]
    for i in range(3):
        study.whatif(*points, close=[f"36.805,35.866~{8 + i / 100}km"])
    told["whatif whole, 10 km of Saraqib"] = ms(
        lambda i: study.whatif(*points, close=[f"36.805,35.866~{11 + i / 100}km"])
    )
    told["MiB, loaded"] = loaded_mb
    told["MiB, at the most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return told


def ms(ask: Callable[[int], object]) -> float:
    spent = []
    for i in range(2, 7):
        begun = time.process_time()
        ask(i)
        spent.append(time.process_time() - begun)
    return median(spent) * 1000


def main() -> None:
    import_once([])
    environment = {**os.environ, "ROUTEGRAPH_HOME": str(HOME)}
    found = []
    for size in SIZES:
        command = [sys.executable, __file__, "--measure", size]
        for _ in range(2):  # the first compiles and imports what is new
            printed = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
        found.append(json.loads(printed.stdout.splitlines()[-1]))
    print("Milliseconds of processor time but for the rows that name something else.\n")
    print(f"| | {' | '.join(SIZES)} | exponent |\n|---|---:|---:|---:|---:|")
    for row in found[0]:
        values = [one[row] for one in found]
        cells = [f"{value:,.0f}" if value >= 100 else f"{value:.2f}" for value in values]
        grows = log(values[-1] / values[0]) / log(found[-1]["nodes"] / found[0]["nodes"])
        print(f"| {row} | {' | '.join(cells)} | {'' if row == 'nodes' else f'{grows:.2f}'} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        main()
