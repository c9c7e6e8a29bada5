"""Tables of measurements: each benchmark writes its own, and this joins them into README.md.

``python benchmarks/report.py`` rewrites benchmarks/README.md from benchmarks/results/*.md.
"""

import os
import platform
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
HEAD = """\
# Benchmarks

Written by `python benchmarks/report.py` from what each benchmark wrote to `results/`; no figure here is
typed by hand. Peers run in the same process or the same run. Machines differ and drift: read the ratios.
Where a peer wins, the table says so.

Big-data tables read the OpenStreetMap extracts described in each; put a folder of your own in
`ROUTEGRAPH_TEST_DATA`.

"""


def versions(*packages: str) -> str:
    """Python, machine, and the versions of packages, as one line."""
    found = []
    for package in ("routegraph", *packages):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    return f"{machine}; {', '.join(found)}."


def write_result(name: str, title: str, command: str, lines: list[str]) -> Path:
    """Write one benchmark's section and join them all."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.md"
    head = [f"## {title}", "", f"`{command}`, {date.today().isoformat()}", ""]
    path.write_text("\n".join([*head, *lines]).rstrip() + "\n", "utf-8")
    join()
    print(path.read_text("utf-8"))
    return path


def join() -> None:
    """Rewrite README.md from the results."""
    parts = [path.read_text("utf-8").strip() for path in sorted(RESULTS.glob("*.md"))]
    (HERE / "README.md").write_text(HEAD + "\n\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    join()
