"""How fast sweeps and survival are on all Syria: ``python benchmarks/sweep.py [local survival dask memory]``.

Needs the network ``syria``, imported once from the extract (`routegraph network import`), and for
``dask`` the extra of that name. Figures are medians of `REPEATS` runs; give it a quiet machine.

local
    10,000 closure sets on Hama-Aleppo: five random towns each (every road within their radius) of the
    corridor, and five or fifty random roads. Told apart are finding the roads, searching, and the rest.
survival
    14 towns on the ways from Hama to Aleppo, each held with a probability of a half: their roads within
    2, 5 and 10 km.
dask
    Journeys to 24 towns under 1,000 random sets each, on one worker and on two.
memory
    Bytes per node, and what a process holds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from routegraph.questions.survival import ask_survival
from routegraph.reports.event import Event, Status
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.search import tree_to
from routegraph.routing.threads import at_most
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Supposition
from routegraph.study import Study, load
from routegraph.sweep.plan import plan_of
from routegraph.sweep.spec import Family, Spec
from routegraph.sweep.tasks import Work

NETWORK = "syria"
REPEATS = 3
HAMA, ALEPPO = "36.7496,35.1343", "37.1637,36.1992"
CORRIDOR = (36.2, 35.0, 38.2, 36.4)
KINDS = ("city", "town")
TOWNS = {
    "Khan Shaykhun": (36.6471, 35.4401), "Maarrat al-Numan": (36.6777, 35.6471),
    "Saraqib": (36.8006, 35.8636), "Morek": (36.6896, 35.3763),
    "Sinjar": (37.0040, 35.5898), "Tell ad-Daman": (37.2537, 35.8081),
    "al-Hadher": (37.0515, 35.9905), "Khan Tuman": (37.0496, 36.1156), "az-Zarbah": (36.9833, 36.0667),
    "Abu al-Duhur": (37.0453, 35.7392), "al-Hamra": (37.0857, 35.3137), "Shaizar": (36.5621, 35.2608),
    "Khanasser": (37.4977, 35.7816), "As-Safira": (37.3728, 36.0792),
}  # fmt: skip
SETS = {
    "5 towns of the corridor": Family(
        "random", count=10_000, size=5, of="places", kinds=KINDS, bbox=CORRIDOR
    ),
    "5 roads of all Syria": Family("random", count=10_000, size=5),
    "50 roads of the corridor": Family("random", count=10_000, size=50, bbox=CORRIDOR),
}


def seconds(work: Callable[[], object]) -> float:
    """Median time of some runs."""
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def local(study: Study, folder: Path) -> None:
    print("10,000 closure sets on Hama-Aleppo, threads of this process")
    for name, family in SETS.items():
        spec = Spec(network=NETWORK, pairs=((HAMA, ALEPPO, 1.0),), families=(family,))
        plan = plan_of(spec, study.resolver)
        planned = seconds(lambda spec=spec: plan_of(spec, study.resolver))
        whole = seconds(lambda spec=spec: study.sweep(spec, folder / "out.csv"))
        [pair] = plan.pairs
        tree = tree_to(study.graph, pair.target)
        changes = [one.disruption for one in plan.closures if one.disruption is not None]
        searched: list[int] = []

        def search(changes=changes, pair=pair, tree=tree, searched=searched) -> None:
            answers = many_disruptions(study.graph, pair.source, pair.target, changes, tree)
            searched.append(answers.searches)

        bare = seconds(search)
        over = (whole - planned - bare) / len(plan.closures) * 1e6
        print(
            f"  {name}: {whole:.1f} s in all, {planned:.1f} s of it finding the roads; {bare:.1f} s for "
            f"{searched[0]:,} searches; {over:.0f} us a row besides"
        )


def survival(study: Study, _: Path) -> None:
    print("survival of Hama-Aleppo with 14 uncertain events")
    start, end = study.locate(HAMA), study.locate(ALEPPO)
    for km in (2, 5, 10):
        events = tuple(
            Event(f"{lon},{lat}~{km}km", Status.CAPTURED, confidence=0.5) for lon, lat in TOWNS.values()
        )
        resolver = Resolver(study.graph, study.gazetteer)
        situation = situation_of(Supposition(events=events), resolver)
        context = Question("benchmark", study.network, study.vehicle, study.by, situation)
        answers = []

        def ask(context=context, resolver=resolver, answers=answers) -> None:
            answers.append(ask_survival(context, study.graph, start, end, resolver))

        taken = seconds(ask)
        print(f"  within {km} km: {taken:.2f} s; {answers[-1].how}")


def dask(study: Study, folder: Path) -> None:
    from distributed import Client, LocalCluster

    pairs = tuple((HAMA, f"{lon + 0.01 * i},{lat}", 1.0) for i in range(2) for lon, lat in TOWNS.values())
    family = Family("random", count=1000, size=5, of="places", kinds=KINDS, bbox=CORRIDOR)
    spec = Spec(network=NETWORK, pairs=pairs[:24], families=(family,))
    taken: dict[int, float] = {}
    plan = plan_of(spec, study.resolver)
    planned = seconds(lambda: plan_of(spec, study.resolver))
    rows = len(plan.pairs) * len(plan.closures)
    print(f"{rows:,} rows in {len(plan.tasks)} tasks; {planned:.1f} s of planning")
    with at_most(1):
        work = Work(plan, study.graph)
        alone = seconds(lambda: [work.rows(task) for task in plan.tasks])
    print(f"  one thread without Dask: {alone:.1f} s")
    for workers in (1, 2, 1, 2):
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
            Client(cluster) as client,
        ):
            warm = replace(spec, pairs=pairs[:2])
            study.sweep(warm, folder / "warm.csv", scheduler=cluster.scheduler_address)
            begun = time.perf_counter()
            study.sweep(spec, folder / "out.csv", scheduler=cluster.scheduler_address)
            taken[workers] = min(taken.get(workers, np.inf), time.perf_counter() - begun - planned)
            held = client.run(resident_mib)
        print(f"  {workers} workers: {taken[workers]:.1f} s; resident memory {'; '.join(held.values())}")
    print(f"  two workers do {taken[1] / taken[2]:.2f} times as much as one")
    over = (taken[1] - alone) / len(plan.tasks)
    print(f"  Dask costs {1000 * over:.0f} ms a task, {over * len(plan.tasks) / taken[1]:.0%} of the time")


def resident_mib() -> str:
    """Tell what a process holds by itself, and what it shares as mapped files (Linux)."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    keys = ("RssAnon", "RssFile", "VmHWM")
    own, mapped, most = (int(told[key].split()[0]) / 1024 for key in keys)
    return f"{own:.0f} MiB of its own, {mapped:.0f} MiB of shared files, {most:.0f} MiB at the most"


def memory(study: Study, _: Path) -> None:
    graph = study.graph
    nodes, arcs = len(study.network.nodes), len(study.network.arcs)
    aleppo = study.locate(ALEPPO).node
    taken = seconds(lambda: tree_to(graph, aleppo))
    rows = sum(np.asarray(column).nbytes for column in vars(graph.rows).values() if hasattr(column, "nbytes"))
    with graph.workspaces.one() as scratch:
        each = sum(column.nbytes for column in vars(scratch).values() if isinstance(column, np.ndarray))
    tree = tree_to(graph, aleppo)
    held = tree.cost.nbytes + tree.arc.nbytes
    print(f"{nodes:,} nodes, {len(study.network.roads):,} roads, {arcs:,} arcs; a tree takes {taken:.3f} s")
    print(
        f"  adjacency {rows / nodes:.0f}, scratch of a thread {each / nodes:.0f}, a tree {held / nodes:.0f} "
        f"bytes a node; {resident_mib()}"
    )


PARTS = {"memory": memory, "survival": survival, "local": local, "dask": dask}


def main(*names: str) -> None:
    study = load(NETWORK)
    study.graph.rows  # noqa: B018  laid out before anything is timed
    with tempfile.TemporaryDirectory() as folder:
        for name in names or PARTS:
            PARTS[name](study, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
