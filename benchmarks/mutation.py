"""How many small faults, put into the code one at a time, the tests find.

    python benchmarks/mutation.py --minutes 60 --seed 1 --workers 2

A mutant changes one operator, constant or condition of one file of the rooms below, drawn from all such
changes alike, but for what `says_nothing` and `HOW_IT_RUNS` tell. Everything runs on copies of the
checkout. First all tests of `TESTS` run once and tell which lines each of them reaches; then every mutant
is given the tests that reach its line, those first of which its file is the greatest part of what they
reach, until one fails or they have taken `MOST_TESTS_S`; a mutant that lives until then survives. Tests
that go on for ten times the processor time that they need otherwise count as a mutant that never ends; the
clock on the wall does not count, so that a busy machine kills nothing. Each mutant has a process of its
own, forked from one that holds the libraries, and kernels run as plain Python there. Survivors are told on
standard error with their line, so that a test can be written for each; ``--again FILE`` tries those of a
file with such lines once more, and ``--tests tests/routing/test_flow.py`` with these tests alone.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

ROOT = Path(__file__).parents[1]
MUTATED = ("routing", "scenario", "analysis", "reports/ledger.py")
TESTS = ("tests/routing", "tests/scenario", "tests/analysis", "tests/questions", "tests/reports",
         "tests/sweep", "tests/cli/test_cli.py", "tests/render/test_every_kind.py")  # fmt: skip
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or,
    ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
HOW_IT_RUNS = ("routing/compiled.py", "routing/native.py")
"""Files that decide whether code is compiled, and not what it answers; processes of their own test them."""

LEFT_OUT = "--ignore=tests/routing/test_compiled.py --ignore=tests/sweep/test_cluster.py"
"""The tests of these files, and those of a cluster, which works in processes of its own too."""

LIBRARIES = (
    "numpy", "scipy.sparse.csgraph", "scipy.spatial", "scipy.optimize", "scipy.ndimage", "shapely", "pyproj",
    "geopandas", "pandas", "networkx", "matplotlib.figure", "matplotlib.backends.backend_agg", "hypothesis",
    "osmium", "yaml", "jsonschema", "click.testing", "rich.table", "rapidfuzz", "anyascii", "rasterio",
    "pyarrow", "pytest", "python_calamine", "opening_hours",
)  # fmt: skip
FEW_EXAMPLES = 10
"""Of a law's examples, as many are drawn when it is learnt which lines its test reaches."""

MOST_TESTS_S = 60
LEAST_CPU_S = 20
MOST_BYTES = 8 << 30
KILLED, ENDLESS, SURVIVES = "killed", "never ends", "survives"


@dataclass(frozen=True)
class Mutant:
    """One change: the file below ``src/routegraph``, its line, the node's number in a walk, and its words."""

    file: str
    line: int
    node: int
    change: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change} (node {self.node})"

    @property
    def room(self) -> str:
        return next(room for room in MUTATED if self.file.startswith(room))


def mutants(root: Path) -> Iterator[Mutant]:
    """Every change to the files of the rooms."""
    source = root / "src" / "routegraph"
    for room in MUTATED:
        for file in [source / room] if (source / room).is_file() else sorted((source / room).glob("*.py")):
            name = file.relative_to(source).as_posix()
            if name in HOW_IT_RUNS:
                continue
            tree = ast.parse(file.read_text("utf-8"))
            idle = {id(node) for node in says_nothing(tree)}
            for i, node in enumerate(ast.walk(tree)):
                change = None if id(node) in idle else told(node)
                if change is not None:
                    yield Mutant(name, getattr(node, "lineno", 0), i, change)


def says_nothing(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes whose change changes no answer.

    These are types, arguments of decorators, what is raised, logs, and that `zip` is strict.
    """
    for node in ast.walk(tree):
        parts = [getattr(node, key, None) for key in ("annotation", "returns")]
        parts += getattr(node, "decorator_list", [])
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TYPE_CHECKING":
            parts.append(node.value)
        if isinstance(node, ast.Raise):
            parts.append(node.exc)
        if isinstance(node, ast.keyword) and node.arg == "strict":
            parts.append(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("LOG."):
            parts.append(node)
        for part in parts:
            if part is not None:
                yield from ast.walk(part)


def told(node: ast.AST) -> str | None:
    """What `apply` would do to a node; None for nothing."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        return f"{type(node.ops[0]).__name__} becomes {SWAPS[type(node.ops[0])].__name__}"
    if isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign) and type(node.op) in SWAPS:
        return f"{type(node.op).__name__} becomes {SWAPS[type(node.op)].__name__}"
    if isinstance(node, ast.Constant) and type(node.value) in (bool, int, float):
        return f"{node.value} becomes {changed(node.value)}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return "not is left out"
    return None


def apply(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.Constant):
        node.value = changed(node.value)  # type: ignore[arg-type]
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])


def changed(value: float) -> float:
    """One more; from ten on twice as much, as one more of many metres or seconds is no fault."""
    return (not value) if isinstance(value, bool) else 2 * value if value >= 10 else value + 1


class Watch:
    """A plugin of pytest: the processor time of each test; laws of examples that are always the same.

    When it is to learn, laws are tried on `FEW_EXAMPLES`, and their time is told as for all of them.
    """

    def __init__(self, learning: bool) -> None:
        self.took_s: dict[str, float] = {}
        self.failed: set[str] = set()
        self._learning = learning
        self._shares: dict[str, float] = {}

    def pytest_collection(self) -> None:
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutation", deadline=None, derandomize=True, database=None, print_blob=False,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        from hypothesis import settings

        for item in items if self._learning else ():
            law = getattr(item, "obj", None)
            law = getattr(law, "__func__", law)
            if hasattr(law, "_hypothesis_internal_use_settings"):
                usual = law._hypothesis_internal_use_settings
                fewer = min(FEW_EXAMPLES, usual.max_examples)
                law._hypothesis_internal_use_settings = settings(usual, max_examples=fewer)
                self._shares[item.nodeid] = fewer / usual.max_examples

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._begun = time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.took_s[nodeid] = (time.process_time() - self._begun) / self._shares.get(nodeid, 1.0)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.add(report.nodeid)


def run_tests(
    root: Path, words: list[str], plain: bool, cpu_s: int | None, told_to: Path | None = None
) -> None:
    """Run tests on a copy in this process, which was made for it; the exit code is that of pytest."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    if cpu_s is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    os.chdir(root)
    os.setpgrp()
    os.environ |= {"PYTHONPATH": str(root / "src"), "ROUTEGRAPH_HOME": str(root / "home")}
    os.environ.pop("ROUTEGRAPH_TEST_DATA", None)
    sys.path.insert(0, str(root / "src"))
    sys.dont_write_bytecode = not told_to
    with (root / "said").open("w") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    import pytest

    if plain:
        from routegraph.routing import native

        native.native_kernel = native._jitted = None  # type: ignore[assignment]
    watch = Watch(learning=bool(told_to))
    options = f"-p no:cacheprovider -p no:xdist -W ignore::pytest.PytestAssertRewriteWarning {LEFT_OUT}"
    code = pytest.main([*options.split(), *words], plugins=[watch])
    if told_to:
        told_to.write_text(
            json.dumps({test: s for test, s in watch.took_s.items() if test not in watch.failed}), "utf-8"
        )
    sys.stdout.flush()
    os._exit(int(code))


class Copy:
    """A copy of the checkout."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        ignored = shutil.ignore_patterns(".git", ".venv", "*_cache", "__pycache__", "out", "dist")
        shutil.copytree(ROOT, self.root, ignore=ignored)
        self._context = multiprocessing.get_context("forkserver")

    def run(
        self, words: list[str], plain: bool = True, cpu_s: int | None = None, told_to: Path | None = None
    ) -> int:
        """Run tests in a process of their own; returns its exit code, below 0 where a signal ended it."""
        process = self._context.Process(target=run_tests, args=(self.root, words, plain, cpu_s, told_to))
        process.start()
        process.join(None if cpu_s is None else 20 * cpu_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
        assert process.exitcode is not None
        return process.exitcode


class Trial:
    """What the tests reach, and the judgement of mutants."""

    def __init__(self, copies: list[Copy], tests: list[str]) -> None:
        self._copies: SimpleQueue[Copy] = SimpleQueue()
        for copy in copies:
            self._copies.put(copy)
        self.took_s, self._reaching = learnt(copies[0], tests)
        files = self._reaching.values()
        self._lines = Counter(test for lines in files for line in lines.values() for test in line)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Tests that reach a line, or else its file, as many as there is time for."""
        reached = self._reaching.get(mutant.file, {})
        lines = [line for line in lines_of_statement(mutant) if reached.get(line)] or reached
        tests = {test for line in lines for test in reached.get(line, ())} & set(self.took_s)
        here = Counter(test for line in reached.values() for test in line)
        chosen: list[str] = []
        left_s = float(MOST_TESTS_S)
        for test in sorted(tests, key=lambda t: (-here[t] / self._lines[t], self.took_s[t], t)):
            if not chosen or self.took_s[test] <= left_s:
                left_s -= self.took_s[test]
                chosen.append(test)
        return chosen

    def judge(self, mutant: Mutant) -> str:
        """Put a change into a copy, run what reaches it, and take the change out again."""
        tests = self.tests_of(mutant)
        if not tests:
            return SURVIVES
        copy = self._copies.get()
        file = copy.root / "src" / "routegraph" / mutant.file
        source, about = file.read_text("utf-8"), file.stat()
        tree = ast.parse(source)
        apply(next(node for i, node in enumerate(ast.walk(tree)) if i == mutant.node))
        file.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")
        listed = copy.root / "tests-of-mutant"
        listed.write_text("".join(f"{test}\n" for test in tests), "utf-8")
        try:
            limit_s = LEAST_CPU_S + 10 * sum(self.took_s[test] for test in tests)
            code = copy.run(["-x", f"@{listed}"], cpu_s=int(limit_s))
        finally:
            file.write_text(source, "utf-8")
            os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
            self._copies.put(copy)
        return SURVIVES if code == 0 else ENDLESS if code < 0 else KILLED


def learnt(copy: Copy, tests: list[str]) -> tuple[dict[str, float], dict[str, dict[int, list[str]]]]:
    """Run tests once; returns how long each takes, and for each file and line the tests that reach it."""
    from coverage import CoverageData

    took_s = copy.root / "took.json"
    if copy.run(["--cov=routegraph", "--cov-context=test", "--cov-report=", *tests], told_to=took_s):
        said = (copy.root / "said").read_text("utf-8")
        print(f"left out, as they fail without a mutant:\n{said[-2000:]}", file=sys.stderr)
    data = CoverageData(str(copy.root / ".coverage"))
    data.read()
    source = copy.root / "src" / "routegraph"
    reaching = {
        Path(file).relative_to(source).as_posix(): {
            line: [context.rsplit("|", 1)[0] for context in contexts if context]
            for line, contexts in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
        if Path(file).is_relative_to(source)
    }
    return json.loads(took_s.read_text("utf-8")), reaching


def lines_of_statement(mutant: Mutant) -> set[int]:
    """The lines of the innermost statement that holds a line; none where it runs on import."""
    spans = spans_of_statements(mutant.file)
    holding = [span for span in spans if span[0] <= mutant.line <= span[1]]
    if not holding:
        return set()
    first, last = max(holding, key=lambda span: (span[0], -span[1]))
    within = [range(a, b + 1) for a, b in spans if first < a and b <= last]
    return {line for line in range(first, last + 1) if not any(line in lines for lines in within)}


@cache
def spans_of_statements(file: str) -> set[tuple[int, int]]:
    """First and last line of each statement in a function."""
    tree = ast.parse((ROOT / "src" / "routegraph" / file).read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = [node for f in functions for part in f.body for node in ast.walk(part)]
    return {(node.lineno, node.end_lineno or 0) for node in inside if isinstance(node, ast.stmt)}


def table(tally: Counter[tuple[str, str]], of: Counter[str]) -> str:
    """The outcome by room, as Markdown."""
    rows = [
        "| room | possible | tried | killed | of these by never ending | survive | share killed |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for room in (*MUTATED, "all"):
        count = {
            how: sum(n for (one, what), n in tally.items() if what == how and room in (one, "all"))
            for how in (KILLED, ENDLESS, SURVIVES)
        }
        killed, tried = count[KILLED] + count[ENDLESS], sum(count.values())
        possible = of.total() if room == "all" else of[room]
        share = f"{killed / tried:.0%}" if tried else "-"
        rows.append(
            f"| {room} | {possible:,} | {tried} | {killed} | {count[ENDLESS]} | {count[SURVIVES]} | {share} |"
        )
    return "\n".join(rows)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument(
        "--minutes", type=float, default=60, help="for the mutants, after the first run of the tests"
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--again", type=Path, help="a file with lines of survivors: try these alone")
    options.add_argument("--tests", nargs="+", default=TESTS, help="tests to try")
    asked = options.parse_args()
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(LIBRARIES))
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        drawn = list(mutants(ROOT))
        of = Counter(mutant.room for mutant in drawn)
        random.Random(asked.seed).shuffle(drawn)
        if asked.again:
            wanted = asked.again.read_text("utf-8")
            drawn = [mutant for mutant in drawn if f"{mutant}\n" in wanted]
        trial = Trial([Copy(Path(folder) / str(i)) for i in range(asked.workers)], list(asked.tests))
        print(f"{len(trial.took_s)} tests, {sum(trial.took_s.values()):.0f} s", file=sys.stderr, flush=True)
        tally: Counter[tuple[str, str]] = Counter()
        until = time.monotonic() + asked.minutes * 60

        def tried(mutant: Mutant) -> None:
            if time.monotonic() < until:
                outcome = trial.judge(mutant)
                tally[mutant.room, outcome] += 1
                print(f"{outcome}: {mutant}", file=sys.stderr, flush=True)

        with ThreadPoolExecutor(asked.workers) as pool:
            list(pool.map(tried, drawn))
    print(f"Seed {asked.seed}, as many as {asked.workers} processes tried in {asked.minutes:g} minutes.\n")
    print(table(tally, of))


if __name__ == "__main__":
    main()
