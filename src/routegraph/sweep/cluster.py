"""Do the tasks of a sweep on a Dask cluster, of this machine or of many."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from routegraph.errors import RoutegraphError, UnavailableError
from routegraph.network.catalog import open_named
from routegraph.network.model import Network
from routegraph.routing.graph import RoadGraph
from routegraph.routing.threads import at_most
from routegraph.sweep.plan import Plan, Task, bundles
from routegraph.sweep.table import Parts, Row
from routegraph.sweep.tasks import Work

IN_FLIGHT = 4
"""Tasks that each thread of a worker has or waits for: enough to keep it busy, few enough to stream."""

RETRIES = 3
ROUNDS = 3
"""Times that tasks are given out anew when what they need went down with a worker."""

PATIENCE_S = 60
"""Wait so long for a first worker."""

_graphs: dict[object, RoadGraph] = {}
"""The open network that this worker has read."""

_work: dict[str, Work] = {}
"""What this worker is ready to do, by the fingerprint of the plan."""


def on_cluster(
    plan: Plan,
    network: Network,
    tasks: Sequence[Task],
    parts: Parts,
    report: Callable[[int], None],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
) -> None:
    """Do tasks on a cluster and put the rows of each as they come.

    Workers open the network by its name where they find the same one; where one does not, it is
    sent once to each. A task whose worker dies is done by another.

    Raises
    ------
    UnavailableError
        Dask is not installed, nobody answers at the address, or workers keep dying.
    """
    try:
        import distributed
    except ImportError:
        raise UnavailableError(
            "a cluster needs Dask; install routegraph[dask], or leave out --workers and --scheduler."
        ) from None
    if not tasks:
        return
    left = {task.number: task for task in tasks}
    with _told_when_it_goes(), _client(workers, scheduler) as client:
        for _ in range(ROUNDS):
            job, sent = _handed_out(client, plan, network)
            together = bundles(list(left.values()), sum(client.nthreads().values()))
            for future in _completed(client, together, job, sent):
                try:
                    done = future.result()
                except (distributed.CancelledError, distributed.KilledWorker):
                    continue
                for number, rows in done:
                    parts.put(number, rows)
                    del left[number]
                    report(len(tasks) - len(left))
            if not left:
                return
    raise UnavailableError(
        f"{len(left)} tasks are left: workers died while doing them, maybe for want of memory; run the same "
        "again to go on from here, with fewer workers."
    )


def _handed_out(client: Any, plan: Plan, network: Network) -> tuple[Any, Any]:
    """Give every worker the plan, and the network where one does not find it.

    One that has just died, or is too busy to answer, may still be on the scheduler's list: wait for others.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        _await_workers(client)
        try:
            found = client.run(finds, plan.network, plan.source, plan.nodes, plan.roads)
            sent = None if all(found.values()) else client.scatter(network, broadcast=True, hash=False)
            return client.scatter(plan, broadcast=True, hash=False), sent
        except (OSError, TimeoutError):
            client.nthreads()  # raises when it is the scheduler that does not answer
            if time.monotonic() > until:
                raise


@contextmanager
def _told_when_it_goes() -> Iterator[None]:
    """Turn what distributed raises when its scheduler dies into one clear error."""
    from distributed import CancelledError

    try:
        yield
    except (OSError, TimeoutError, CancelledError) as error:
        raise UnavailableError(
            f"the cluster does not answer any more ({str(error) or type(error).__name__}); run the same "
            "again to go on from here."
        ) from error


def _completed(client: Any, together: Sequence[Sequence[Task]], job: Any, sent: Any) -> Iterator[Any]:
    """Give bundles of tasks out, not all at once, and yield the future of each when it is done."""
    from distributed import as_completed

    waiting = iter(together)
    pool = as_completed()

    def give_out() -> None:
        if (bundle := next(waiting, None)) is not None:
            pool.add(client.submit(do, job, sent, bundle, retries=RETRIES, pure=False))

    for _ in range(IN_FLIGHT * max(1, sum(client.nthreads().values()))):
        give_out()
    for future in pool:
        give_out()
        yield future


@contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if scheduler is None:
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
        )
        with cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(scheduler)
    except (OSError, TimeoutError, ValueError) as error:
        raise UnavailableError(
            f"no Dask scheduler answers at {scheduler} ({error}); start one with 'dask scheduler'."
        ) from None
    with client:
        yield client


def _await_workers(client: Any) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE_S)
    except TimeoutError:
        raise UnavailableError(
            f"the cluster has no worker for {PATIENCE_S} s; start one with 'dask worker', and run the same "
            "again to go on from here."
        ) from None


def finds(network: str, source: str, nodes: int, roads: int) -> bool:
    """Whether this worker finds the very network of a plan by name."""
    try:
        found = open_named(network)
    except RoutegraphError:
        return False
    return (found.provenance.sha256, len(found.nodes), len(found.roads)) == (source, nodes, roads)


def do(plan: Plan, network: Network | None, bundle: Sequence[Task]) -> list[tuple[int, list[Row]]]:
    """Rows of some tasks, each with its number, on a worker."""
    key = plan.fingerprint
    if key not in _work:
        about = (plan.network, plan.source, plan.nodes, plan.roads, repr(plan.vehicle), plan.by, plan.at)
        if about not in _graphs:
            _graphs.clear()
            _graphs[about] = RoadGraph.of(network or open_named(plan.network), plan.vehicle, plan.by, plan.at)
        _work.clear()
        _work[key] = Work(plan, _graphs[about])
    with at_most(1):
        return [(task.number, _work[key].rows(task)) for task in bundle]
