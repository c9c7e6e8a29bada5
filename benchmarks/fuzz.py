"""Thousands of mutated inputs to the command line: traces, signals, escapes, and answers that never come.

    python benchmarks/fuzz.py --cases 10000 --workers 2

The inputs are those of ``tests/fuzzing.py``: scenarios, events, vehicles, capacities and sweeps in YAML,
tables, GeoJSON, map layers, OpenStreetMap and Overture files, stored networks, reports, feeds, rasters of
floods and of people, and arguments.
They run in child processes, so that a signal is counted and does not end the run. A case is made again by
``--kind KIND --first N --cases 1``.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent / "tests" / "network")]

LONGEST_S = 60
"""Of processor time, after which a case counts as one that never ends; of the clock ten times as much."""


def work(kind: str, first: int, end: int) -> None:
    """Run cases, one JSON line before and one after each."""
    from fuzzing import run_case

    with tempfile.TemporaryDirectory(prefix="fuzz-") as home:
        os.environ["ROUTEGRAPH_HOME"] = home
        for number in range(first, end):
            print(json.dumps({"begun": number}), flush=True)
            signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
            signal.alarm(10 * LONGEST_S)
            begun = time.perf_counter()
            with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                outcome = run_case(kind, number, Path(folder))
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
            done = {"words": " ".join(outcome.words)[:300], "code": outcome.code, "fault": outcome.fault}
            print(json.dumps(done | {"number": number, "s": time.perf_counter() - begun}), flush=True)


def outcomes(kind: str, first: int, end: int) -> Iterator[dict[str, object]]:
    """Run cases in children that are begun anew after a signal."""
    while first < end:
        command = [sys.executable, "-W", "ignore", __file__, "--work", kind, str(first), str(end)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert child.stdout is not None
        for line in child.stdout:
            told = json.loads(line)
            first = told.get("begun", told.get("number")) + 1
            if "code" in told:
                yield told
        if child.wait():
            name = (
                signal.Signals(-child.returncode).name if child.returncode < 0 else f"exit {child.returncode}"
            )
            yield {
                "number": first - 1,
                "code": child.returncode,
                "fault": f"ended by {name}",
                "words": "",
                "s": 0.0,
            }


def run(kinds: list[str], first: int, cases: int, workers: int) -> int:
    """Run and tell; returns the number of faults."""
    share = -(-cases // len(kinds))
    block = max(1, min(200, share))
    jobs = [
        (kind, at, min(at + block, first + share))
        for kind in kinds
        for at in range(first, first + share, block)
    ]
    codes: Counter[object] = Counter()
    faults, ran, slowest = 0, 0, (0.0, "")
    with ThreadPoolExecutor(workers) as pool:
        for (kind, *_), done in zip(jobs, pool.map(lambda job: list(outcomes(*job)), jobs), strict=True):
            for one in done:
                ran += 1
                codes[one["code"]] += 1
                slowest = max(slowest, (float(str(one["s"])), f"{kind} {one['number']}"))
                if one["fault"]:
                    faults += 1
                    told = f"{kind} {one['number']}: {one['words']}\n    {one['fault']}"
                    print(told.encode("utf-8", "replace").decode(), flush=True)
    told = ", ".join(
        f"{count:,} with {code}" for code, count in sorted(codes.items(), key=lambda item: str(item[0]))
    )
    print(f"{ran:,} mutated inputs, {faults:,} faults; exit codes: {told}")
    print(f"slowest: {slowest[0]:.1f} s, {slowest[1]}")
    return faults


def main() -> None:
    from fuzzing import KINDS

    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--cases", type=int, default=10_000, help="in all, shared among the kinds")
    options.add_argument("--kind", action="append", choices=KINDS, help="only these kinds")
    options.add_argument("--first", type=int, default=0, help="number of the first case of each kind")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--work", nargs=3, metavar=("KIND", "FIRST", "END"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.work:
        work(asked.work[0], int(asked.work[1]), int(asked.work[2]))
        return
    sys.exit(bool(run(asked.kind or list(KINDS), asked.first, asked.cases, asked.workers)))


if __name__ == "__main__":
    main()
