"""Whole-process time of short commands against the imports that they cannot do without.

Each command runs in turn with the others, so that a machine's drift falls on all alike.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

PYTHON = sys.executable
ROUTEGRAPH = str(Path(PYTHON).with_name("routegraph"))
COMMANDS = {
    "import numpy, click, rich": [PYTHON, "-c", "import numpy, click, rich"],
    "routegraph --help": [ROUTEGRAPH, "--help"],
    "routegraph whatif Hama Aleppo --close Khanasser": [
        ROUTEGRAPH, "whatif", "Hama", "Aleppo", "--close", "Khanasser",
    ],
    "routegraph whatif Hama Aleppo --scenario khanasser-2015-10": [
        ROUTEGRAPH, "whatif", "Hama", "Aleppo", "--scenario", "khanasser-2015-10",
    ],
}  # fmt: skip
LIMITS = {"routegraph --help": 1.5, "routegraph whatif Hama Aleppo --close Khanasser": 2.5}


def measure(runs: int) -> dict[str, list[float]]:
    """Wall seconds of each command, in turn, after one run that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for run in range(runs + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if run:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    seconds = measure(runs)
    base = statistics.median(seconds["import numpy, click, rich"])
    rows = [
        "| command | median s | min s | ratio | goal |",
        "|---|---|---|---|---|",
        *(
            f"| `{name}` | {statistics.median(s):.3f} | {min(s):.3f} | {statistics.median(s) / base:.2f} "
            f"| {f'at most {LIMITS[name]}' if name in LIMITS else ''} |"
            for name, s in seconds.items()
        ),
    ]
    print(f"{runs} runs of each, in turn.\n")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
