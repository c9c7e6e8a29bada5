"""Run benchmarks and write what they print into README.md.

``python benchmarks/report.py cold_start sweep`` runs these two, keeps what each printed in
``results/``, and rewrites README.md from all results; without names it only rewrites README.md.
Big-data benchmarks read ``ROUTEGRAPH_TEST_DATA`` (default ``../shared/data``); peers are taken from
the Python of ``ROUTEGRAPH_PEERS`` where it is told, and left out where not.
"""

import os
import platform
import shlex
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
DATA = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", HERE.parents[1] / "shared" / "data"))
PEERS = os.environ.get("ROUTEGRAPH_PEERS", "")
EXTRACTS = (str(DATA / "corridor-roads-2021-08.osm.pbf"), str(DATA / "syria-roads-2021-08.osm.pbf"))

SECTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cold_start": ("Cold start: the whole process, on the bundled network", ()),
    "engine": ("The engine: what-ifs, replacement, matrices, on all of Syria", ()),
    "felt": ("What a person waits for: whole answers, on all of Syria", (EXTRACTS[1],)),
    "peers": ("Whole answers beside those of other libraries, on all of Syria", (EXTRACTS[1],)),
    "scaling": ("What grows with the network: the corridor, Syria, and four Syrias side by side", ()),
    "crosscheck": ("Cross-check: closure sets against plain searches", ("--sets", "20000")),
    "law": ("The law of the road: routes through four towns", ("--towns", str(DATA / "towns"))),
    "gravel_blocked": ("One what-if beside gravel-fragility's BlockedCHQuery, on all of Syria", ()),
    "osm_import": ("Reading OpenStreetMap files", (*EXTRACTS, "--peers", PEERS)),
    "sweep": ("Sweeps and survival, on all of Syria", ()),
    "closures": ("What closes: commanded roads, areas of control and matched lines, on all of Syria", ()),
    "supply": ("How much gets through, and when, on all of Syria", ()),
    "hazard": ("Floods: depth under every road of the corridor", (EXTRACTS[0],)),
    "compare": ("Scenarios side by side", ()),
    "overture": ("A town read from Overture Maps and from OpenStreetMap", ()),
    "watch": ("A watch that is killed again and again", ("100",)),
    "place_names": ("Place names: found, missed, and wrong", ()),
    "fuzz": ("Mutated inputs: answered or refused", ("--cases", "10000")),
    "mutation": ("Small faults put into the code: found by the tests", ("--minutes", "25", "--seed", "4242")),
    "report_reading": ("Reports in prose: precision and recall", ()),
}
"""Name of the script, what its section is called, and its arguments."""

WITH_PEERS = ("engine", "peers", "gravel_blocked")
"""Benchmarks that run in the Python of the peers."""

HEAD = """\
# Benchmarks

Written by `python benchmarks/report.py` from what each benchmark printed; no figure here is typed by
hand, but for those of mutants: a run that was stopped, told from its log. Peers
run in the same process or the same run. Machines differ and drift: read the ratios. Where a peer wins,
the table says so.

The extracts are OpenStreetMap of Syria, August 2021, © OpenStreetMap contributors: every road of the
country, 2.0 million nodes and 535 thousand ways, and a box of half of it, the corridor.
"""


def run(name: str) -> None:
    """Run one benchmark and keep what it printed."""
    title, arguments = SECTIONS[name]
    python = PEERS if name in WITH_PEERS and PEERS else sys.executable
    command = [python, str(HERE / f"{name}.py"), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
    keep(name, title, printed)


def keep(name: str, title: str, printed: str) -> None:
    """Write one benchmark's section: tables as they are, other text as a block."""
    told = printed.strip() if "|---" in printed else f"```text\n{printed.strip()}\n```"
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    if hasattr(os, "getloadavg"):
        machine += f", load average {os.getloadavg()[1]:.1f}"
    command = shlex.join(["python", "benchmarks/report.py", name])
    told_of = f"{date.today().isoformat()}, routegraph {version('routegraph')}, {machine}"
    head = f"## {title}\n\n`{command}`, {told_of}.\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(f"{head}\n{told}\n", "utf-8")


def join() -> None:
    """Rewrite README.md from the results."""
    parts = [
        path.read_text("utf-8").strip() for name in SECTIONS if (path := RESULTS / f"{name}.md").exists()
    ]
    (HERE / "README.md").write_text("\n\n".join([HEAD.strip(), *parts]) + "\n", "utf-8")


def main() -> None:
    """Run the benchmarks named, and join all results."""
    if unknown := [name for name in sys.argv[1:] if name not in SECTIONS]:
        sys.exit(f"no benchmark {unknown[0]!r}; there are {', '.join(SECTIONS)}.")
    for name in sys.argv[1:]:
        run(name)
        join()
    join()


if __name__ == "__main__":
    main()
