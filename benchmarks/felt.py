"""What a person waits for: whole answers on all of Syria, the first in a process, then warm.

``python benchmarks/felt.py PBF`` imports the extract into a folder of its own once and asks each
question in a process of its own: the first answer with the loading of the network, then the median of
the next ones, in milliseconds of processor time, and the most memory that the process took. Journeys
are asked before they are timed, closures are new each time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from math import cos, sin, tau
from pathlib import Path
from statistics import median
from tempfile import gettempdir

HOME = Path(gettempdir()) / "routegraph-felt"
DATA = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
RUNS = 7
REPORT = HOME / "report.txt"
RING = [f"{37.13 + 0.35 * cos(i / 24 * tau):.4f},{36.2 + 0.3 * sin(i / 24 * tau):.4f}" for i in range(24)]

QUESTIONS: dict[str, Callable[..., object]] = {
    "whatif, nothing closed": lambda study, i: study.whatif("Hama", "Aleppo"),
    "whatif, Khanasser": lambda study, i: study.whatif(
        "Hama", "Aleppo", close=[f"Khanasser~{1 + i / 100}km"]
    ),
    "whatif, M5": lambda study, i: study.whatif("Hama", "Aleppo", close=["M5", f"Khanasser~{1 + i / 100}km"]),
    "whatif, 10 km of Saraqib": lambda study, i: study.whatif(
        "Hama", "Aleppo", close=[f"Saraqib~{10 + i / 100}km"]
    ),
    "whatif, ringed": lambda study, i: study.whatif(
        "Hama", "Aleppo", close=[f"{point}~{6 + i / 100}km" for point in RING]
    ),
    "whatif, Saraqib under khanasser-2015-10": lambda study, i: study.whatif(
        "Hama", "Aleppo", scenario="khanasser-2015-10", close=[f"Saraqib~{10 + i / 100}km"]
    ),
    "whatif, Saraqib, the M5 slowed": lambda study, i: study.whatif(
        "Hama", "Aleppo", slow=["M5=2"], close=[f"Saraqib~{10 + i / 100}km"]
    ),
    "whatif, Saraqib, with a report": lambda study, i: study.whatif(
        "Hama", "Aleppo", report=str(REPORT), close=[f"Saraqib~{10 + i / 100}km"]
    ),
    "whatif, another journey": lambda study, i: study.whatif("Damascus", f"38.{10 + i},35.9"),
    "alternatives": lambda study, i: study.alternatives("Hama", "Aleppo", close=[f"Saraqib~{5 + i / 100}km"]),
    "chokepoints": lambda study, i: study.chokepoints("Hama", "Aleppo", close=[f"Saraqib~{5 + i / 100}km"]),
    "reopening": lambda study, i: study.reopening(
        "Hama", "Aleppo", close=["M5", "Khanasser", f"Saraqib~{5 + i / 100}km"]
    ),
    "isolated": lambda study, i: study.isolated(["Damascus"], close=["M5", f"Saraqib~{5 + i / 100}km"]),
    "reach": lambda study, i: study.reach("Hama", minutes=[60, 120], close=[f"Saraqib~{5 + i / 100}km"]),
    "matrix 50 x 50": lambda study, i: study.matrix(
        RING_POINTS[:50], RING_POINTS[50:100], close=[f"Saraqib~{5 + i / 100}km"]
    ),
    "matrix 200 x 200": lambda study, i: study.matrix(
        RING_POINTS, RING_POINTS, close=[f"Saraqib~{5 + i / 100}km"]
    ),
}
RING_POINTS = [f"{36.2 + 0.004 * i:.3f},{34.8 + 0.0061 * (i * 37 % 200):.4f}" for i in range(200)]


def ask(question: str) -> None:
    """Ask one question in this process and print its figures."""
    begun = time.process_time()
    import routegraph

    study = routegraph.load("syria")
    QUESTIONS[question](study, 0)
    first = time.process_time() - begun
    if question != "whatif, another journey":
        for i in range(1, 4):
            QUESTIONS[question](study, i)
    warm = []
    for i in range(4, 4 + RUNS):
        begun = time.process_time()
        QUESTIONS[question](study, i)
        warm.append(time.process_time() - begun)
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([first * 1000, median(warm) * 1000, most_mb]))


def import_once(arguments: list[str]) -> None:
    """Import the extract into a folder of its own, unless this version has done so."""
    from routegraph.network.store import FORMAT_VERSION

    manifest = HOME / "networks" / "syria" / "manifest.json"
    if manifest.exists() and json.loads(manifest.read_text())["format_version"] == FORMAT_VERSION:
        return
    file = arguments[0] if arguments else str(DATA / "syria-roads-2021-08.osm.pbf")
    command = [sys.executable, "-m", "routegraph", "network", "import", file, "--name", "syria", "-q"]
    environment = {**os.environ, "ROUTEGRAPH_HOME": str(HOME)}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def main() -> None:
    import_once(sys.argv[1:])
    REPORT.write_text(
        "On 23 October 2015 fighters captured Khanasser and cut the road to Ithriya.\n", "utf-8"
    )
    environment = {**os.environ, "ROUTEGRAPH_HOME": str(HOME)}
    print(
        "Whole answers from Python, milliseconds of processor time; MiB at the most, shared pages included.\n"
    )
    print("| question | first in a process | warm | MiB |\n|---|---|---|---|")
    for question in QUESTIONS:
        command = [sys.executable, __file__, "--ask", question]
        subprocess.run(
            command, check=True, env=environment, stdout=subprocess.DEVNULL
        )  # compiles what is new
        told = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout
        first, warm, most_mb = json.loads(told.splitlines()[-1])
        print(f"| {question} | {first:.0f} | {warm:.1f} | {most_mb:.0f} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        ask(sys.argv[2])
    else:
        main()
