"""Do a sweep: on the threads of this machine, or on a Dask cluster; stopped at any moment, it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from routegraph.errors import QuestionError
from routegraph.routing.threads import at_most, core_count
from routegraph.scenario.resolve import Resolver
from routegraph.sweep.plan import Task, bundles, plan_of
from routegraph.sweep.spec import Spec, read_spec
from routegraph.sweep.table import ERROR, Parts
from routegraph.sweep.tasks import Work

Progress = Callable[[str, float], None]
"""What is being done, and how much of it is (0 to 1)."""


@dataclass(frozen=True)
class Swept:
    """A sweep that is done.

    Attributes
    ----------
    path : Path
        Its table.
    outcomes : dict of str to int
        Rows by outcome.
    tasks, resumed : int
        All tasks, and those whose rows were there from an interrupted run.
    seconds : float
        Planning included.
    warnings : tuple of str
        What a reader of the rows must know of what stands: rows of events files left out, and the like.
    """

    path: Path
    outcomes: dict[str, int]
    tasks: int
    resumed: int
    seconds: float
    warnings: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(self.outcomes.values())

    @property
    def errors(self) -> int:
        """Rows with a reason in place of an answer."""
        return self.outcomes.get(ERROR, 0)


def sweep(
    spec: Spec | str | Path,
    output: str | Path,
    resolver: Resolver,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> Swept:
    """Ask every journey about every closure, and write a table of one row each.

    Parameters
    ----------
    spec : Spec or path
        A sweep file, or what `spec_of` or `read_spec` made of one.
    output : path
        ``.csv`` or ``.parquet``. Until it is complete its parts lie in a hidden folder beside it,
        from which an interrupted sweep of the same spec goes on.
    resolver : Resolver
        Reads targets on the open network that is asked: its network, vehicle and measure count, not
        those that the spec names.
    workers : int, optional
        Worker processes of a Dask cluster on this machine; by default threads of this process.
    scheduler : str, optional
        Address of the scheduler of a Dask cluster, such as ``tcp://127.0.0.1:8786``.
    strict : bool
        A place or target that cannot be found ends the sweep before it begins, in place of rows
        with the reason.
    progress : callable, optional

    Raises
    ------
    RoutegraphError
        The spec is malformed, or the output cannot be written.
    UnavailableError
        Dask or pyarrow is asked for and not installed, or the cluster fails.
    """
    begun = time.perf_counter()
    if workers is not None and scheduler is not None:
        raise QuestionError("give workers or a scheduler, not both: a scheduler has workers of its own.")
    if workers is not None and workers < 1:
        raise QuestionError(f"{workers} workers do nothing; give 1 or more.")
    if not isinstance(spec, Spec):
        spec = read_spec(spec)
    plan = plan_of(spec, resolver, strict=strict)
    parts = Parts(Path(output), plan)
    left = [task for task in plan.tasks if task.number not in parts.resumed]

    def report(done: int) -> None:
        if progress:
            done += len(parts.resumed)
            progress(f"{done:,} of {len(plan.tasks):,} tasks", done / max(1, len(plan.tasks)))

    report(0)
    if workers is None and scheduler is None:
        _on_threads(Work(plan, resolver.graph.by_law_of(plan.at)), left, parts, report)
    else:
        from routegraph.sweep.cluster import on_cluster

        on_cluster(
            plan,
            resolver.graph.undecided or resolver.network,
            left,
            parts,
            report,
            workers=workers,
            scheduler=scheduler,
        )
    outcomes = parts.finish()
    return Swept(
        path=Path(output),
        outcomes=dict(outcomes),
        tasks=len(plan.tasks),
        resumed=len(parts.resumed),
        seconds=time.perf_counter() - begun,
        warnings=plan.warnings,
    )


def _on_threads(work: Work, tasks: Sequence[Task], parts: Parts, report: Callable[[int], None]) -> None:
    """Do tasks on as many threads as there are cores, compiled searches side by side."""
    threads = core_count() if work.graph.rows.compiled else 1
    together = bundles(tasks, threads)
    inner = max(1, threads // max(1, len(together)))
    done = count(1)

    def do(bundle: Sequence[Task]) -> None:
        with at_most(inner):
            for task in bundle:
                parts.put(task.number, work.rows(task))
                report(next(done))

    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(do, bundle) for bundle in together]
        try:
            for future in as_completed(waiting):
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
