"""Scenarios side by side, all questions of each: on the bundled network, and on an extract where one is told.

python benchmarks/compare.py [EXTRACT]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import routegraph

JOURNEY = ("Hama", "Aleppo")
CASES = ("khanasser-2015-10", "hts-2024")
REPEATS = 5


def cpu_s(ask: Callable[[], object]) -> float:
    """Median processor time of some runs after a first one."""
    ask()
    taken = []
    for _ in range(REPEATS):
        begun = time.process_time()
        ask()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def main() -> None:
    print(
        f"Processor time, median of {REPEATS} after a first run; {' to '.join(JOURNEY)}.\n\n"
        "| network | case | what-if alone, s | all questions, nothing closed beside it, s |\n"
        "|---|---|---:|---:|"
    )
    for name in ("hama-aleppo", *sys.argv[1:]):
        study = routegraph.load(name)
        for case in (*((one,) for one in CASES), CASES):
            whatif = cpu_s(lambda study=study, case=case: [study.whatif(*JOURNEY, scenario=c) for c in case])
            whole = cpu_s(lambda study=study, case=case: study.compare(*JOURNEY, cases=case))
            print(f"| {study.network.name} | {' and '.join(case)} | {whatif:.3f} | {whole:.2f} |", flush=True)


if __name__ == "__main__":
    main()
