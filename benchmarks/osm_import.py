"""Time and peak memory of importing OpenStreetMap files, beside other packages in the same run.

    python benchmarks/osm_import.py corridor.osm.pbf syria.osm.pbf --peers /path/to/venv/bin/python

Every cell is the median of `--runs` processes of its own, from before the first import to the end;
CPU is what all threads of the process used, which others on the machine disturb less; memory is
the largest resident set that the system saw. Peers run under the Python of `--peers`
(gravel-fragility, pyrosm, igraph, osmnx); one that is not installed there is left out with a note.
osmnx reads XML and is slow and large, so it runs only with `--slow`, on the first file, made into
XML outside of the clock.

What a row does
---------------
routegraph to a stored network
    Reads, splits, contracts, divides, numbers, and writes names, tags, shapes and arcs.
routegraph, opened again
    Opens what was stored, and reads one number of each array's end.
pyosmium, every object as Python
    The pass over nodes and ways without touching them: the floor of one object at a time.
pyosmium, every number as Python
    The same with ids, coordinates, node lists and tags read: what a plain import begins with.
gravel-fragility load
    ``gravel.datasets.osm.load``: a graph of all nodes with travel times; no names, no contraction.
pyrosm to igraph
    ``OSM.get_network("driving", nodes=True)`` and ``to_graph``.
osmnx from XML
    ``graph_from_xml``, simplified.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORT = """
from pathlib import Path
from routegraph.network.osmfile import read_osm
from routegraph.network.store import save
save(read_osm(FILE), Path(STORE))
"""
OPEN = """
from pathlib import Path
from routegraph.network.store import open_network
network = open_network(Path(STORE))
"""
OBJECTS = """
import osmium
for _ in osmium.FileProcessor(FILE, osmium.osm.NODE | osmium.osm.WAY): pass
"""
NUMBERS = """
import osmium
ids, tags = [], []
for thing in osmium.FileProcessor(FILE, osmium.osm.NODE | osmium.osm.WAY):
    tags.append(dict(thing.tags))
    if thing.is_node():
        ids.append((thing.id, thing.location.lon, thing.location.lat))
    else:
        ids.append([node.ref for node in thing.nodes])
"""
GRAVEL = """
from gravel import datasets
graph = datasets.osm.load(FILE)
"""
PYROSM = """
import warnings; warnings.simplefilter("ignore")
import pyrosm
osm = pyrosm.OSM(FILE)
nodes, edges = osm.get_network("driving", nodes=True)
graph = osm.to_graph(nodes, edges, graph_type="igraph")
"""
OSMNX = """
import osmnx
graph = osmnx.graph_from_xml(XML, retain_all=True)
"""
ROWS = {
    "routegraph to a stored network": (IMPORT, "routegraph"),
    "routegraph, opened again": (OPEN, "routegraph"),
    "pyosmium, every object as Python": (OBJECTS, "osmium"),
    "pyosmium, every number as Python": (NUMBERS, "osmium"),
    "gravel-fragility load": (GRAVEL, "gravel"),
    "pyrosm to igraph": (PYROSM, "pyrosm"),
}
OURS = ("routegraph", "osmium")


def run(code: str, python: str, **names: str) -> tuple[float, float, float]:
    """Seconds, CPU seconds and peak MiB of some Python in a process of its own; raises when it fails."""
    head = "".join(f"{name} = {text!r}\n" for name, text in names.items())
    timed = (
        f"import time\nstart = time.perf_counter()\n{head}{code}\n"
        "import os, sys\nsys.stdout.write(f'{time.perf_counter() - start}')\nsys.stdout.flush()\nos._exit(0)"
    )
    process = subprocess.Popen([python, "-c", timed], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    told, failed = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(failed.decode(errors="replace").strip().splitlines()[-1:])
    cpu = used.ru_utime + used.ru_stime
    return (
        float(told.decode().split()[-1]),
        cpu,
        used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2),
    )


def has(python: str, module: str) -> bool:
    return (
        subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0
    )


def as_xml(file: Path, folder: Path) -> Path:
    import osmium

    target = folder / (file.name.split(".")[0] + ".osm")
    with osmium.SimpleWriter(str(target)) as writer:
        for thing in osmium.FileProcessor(str(file)):
            writer.add(thing)
    return target


def counts(file: Path) -> str:
    code = (
        "import osmium\nn = w = 0\nfor t in osmium.FileProcessor(FILE):\n n += t.is_node(); w += t.is_way()\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", f"FILE = {str(file)!r}\n{code}print(f'{{n:,}} nodes, {{w:,}} ways')"],
        capture_output=True,
        check=True,
        text=True,
    )
    return told.stdout.strip()


def measure(code: str, python: str, runs: int, **names: str) -> list[str]:
    results = []
    for _ in range(runs):
        try:
            results.append(run(code, python, **names))
        except RuntimeError as error:
            return ["failed", str(error)[:60], ""]
    seconds, cpu = (statistics.median(result[i] for result in results) for i in (0, 1))
    return [f"{seconds:.2f}", f"{cpu:.2f}", f"{max(result[2] for result in results):,.0f}"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--peers", default="", help="Python in which the peers are installed")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slow", action="store_true", help="run osmnx on the first file as well")
    options = parser.parse_args()
    machine = f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {machine}, median of {options.runs}\n")
    for file in options.files:
        print(f"- {file.name}: {counts(file)}, {file.stat().st_size / 1e6:.1f} MB")
    print("\n| | " + " | ".join(f"{f.name.split('.')[0]} s | CPU s | peak MiB" for f in options.files) + " |")
    print("|---|" + "---:|---:|---:|" * len(options.files))
    with tempfile.TemporaryDirectory() as scratch:
        for title, (code, module) in ROWS.items():
            python = sys.executable if module in OURS else options.peers
            if not python or not has(python, module):
                print(f"| {title} | not installed |")
                continue
            cells = []
            for file in options.files:
                store = str(Path(scratch) / file.name)
                cells += measure(code, python, options.runs, FILE=str(file), STORE=store)
            print(f"| {title} | " + " | ".join(cells) + " |", flush=True)
        if options.slow and options.peers and has(options.peers, "osmnx"):
            xml = as_xml(options.files[0], Path(scratch))
            cells = measure(OSMNX, options.peers, 1, XML=str(xml))
            print("| osmnx from XML | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
