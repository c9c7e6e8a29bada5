"""How many small faults, put into the code one at a time, the tests find.

    python benchmarks/mutation.py --minutes 60 --seed 1

A mutant changes one operator, constant or condition of one file of the rooms below, drawn from all such
changes alike. Everything runs on a copy of the checkout. First all tests of `TESTS` run once and tell which
lines each of them reaches; then every mutant is given the tests that reach its line, quick ones first, until
one fails. A mutant that no test reaches survives. Tests that go on for ten times the processor time that they
need otherwise count as a mutant that never ends; the clock on the wall does not count, so that a busy machine
kills nothing. Survivors are told on standard error with their line, so that a test can be written for each;
``--again FILE`` tries those of a file with such lines once more.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    for room in MUTATED:
        where = root / "src" / "routegraph" / room
        for file in [where] if where.is_file() else sorted(where.glob("*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            idle = {id(node) for node in says_nothing(tree)}
            for i, node in enumerate(ast.walk(tree)):
                change = None if id(node) in idle else told(node)
                if change is not None:
                    name = file.relative_to(root / "src" / "routegraph").as_posix()
                    yield Mutant(name, getattr(node, "lineno", 0), i, change)


def says_nothing(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes whose change changes nothing: types, arguments of decorators, and TYPE_CHECKING."""
    for node in ast.walk(tree):
        parts = [getattr(node, key, None) for key in ("annotation", "returns")]
        parts += getattr(node, "decorator_list", [])
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TYPE_CHECKING":
            parts.append(node.value)
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
    return (not value) if isinstance(value, bool) else value + 1


class Copy:
    """A copy of the checkout, and what its tests reach."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        ignored = shutil.ignore_patterns(".git", ".venv", "*_cache", "__pycache__", "out", "dist")
        shutil.copytree(ROOT, self.root, ignore=ignored)
        self._environment = {key: value for key, value in os.environ.items() if key != "ROUTEGRAPH_TEST_DATA"}
        self._environment |= {
            "PYTHONPATH": str(self.root / "src"),
            "ROUTEGRAPH_HOME": str(self.root / "home"),
        }
        self._environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
        self.took_s: dict[str, float] = {}
        self.reaching: dict[str, dict[int, list[str]]] = {}

    def learn(self) -> None:
        """Run all tests once; keep how long each takes and which lines it reaches."""
        from coverage import CoverageData

        options = ["--cov=routegraph", "--cov-context=test", "--cov-report=", "-vv", "--durations=0"]
        done = self._pytest([*options, "--durations-min=0", *TESTS])
        if done.returncode:
            sys.exit(f"the tests fail without a mutant:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
        for took, test in re.findall(r"^([\d.]+)s (?:call|setup)\s+(\S.*)$", done.stdout, re.M):
            self.took_s[test] = self.took_s.get(test, 0.0) + float(took)
        data = CoverageData(str(self.root / ".coverage"))
        data.read()
        source = self.root / "src" / "routegraph"
        for file in data.measured_files():
            if Path(file).is_relative_to(source):
                lines = data.contexts_by_lineno(file)
                self.reaching[Path(file).relative_to(source).as_posix()] = {
                    line: [context.rsplit("|", 1)[0] for context in contexts if context]
                    for line, contexts in lines.items()
                }

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Tests that reach a line, quick ones first; where it runs on import, all that reach its file."""
        reached = self.reaching.get(mutant.file, {})
        lines = self._lines_of_statement(mutant) or reached
        tests = {test for line in lines for test in reached.get(line, ())} & set(self.took_s)
        return sorted(tests, key=lambda test: (self.took_s[test], test))

    def _lines_of_statement(self, mutant: Mutant) -> set[int]:
        """The lines of the innermost statement that holds a line; none where it runs on import."""
        tree = ast.parse((self.root / "src" / "routegraph" / mutant.file).read_text("utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inside = [node for f in functions for part in f.body for node in ast.walk(part)]
        spans = {(node.lineno, node.end_lineno or 0) for node in inside if isinstance(node, ast.stmt)}
        holding = [span for span in spans if span[0] <= mutant.line <= span[1]]
        if not holding:
            return set()
        first, last = max(holding, key=lambda span: (span[0], -span[1]))
        within = [range(a, b + 1) for a, b in spans if first < a and b <= last]
        return {line for line in range(first, last + 1) if not any(line in lines for lines in within)}

    def judge(self, mutant: Mutant) -> str:
        """Put a change into the copy, run what reaches it, and take the change out again."""
        tests = self.tests_of(mutant)
        if not tests:
            return SURVIVES
        file = self.root / "src" / "routegraph" / mutant.file
        source = file.read_text("utf-8")
        tree = ast.parse(source)
        apply(next(node for i, node in enumerate(ast.walk(tree)) if i == mutant.node))
        file.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")
        listed = self.root / "tests-of-mutant"
        listed.write_text("".join(f"{test}\n" for test in tests), "utf-8")
        try:
            limit_s = LEAST_CPU_S + 10 * sum(self.took_s[test] for test in tests)
            code = self._pytest([f"@{listed}"], int(limit_s)).returncode
        finally:
            file.write_text(source, "utf-8")
        return SURVIVES if code == 0 else ENDLESS if code < 0 else KILLED

    def _pytest(self, words: list[str], cpu_s: int | None = None) -> subprocess.CompletedProcess[str]:
        def bound() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
            if cpu_s is not None:
                resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))

        command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-p", "no:cacheprovider", *words]
        return subprocess.run(
            command, check=False, cwd=self.root, env=self._environment, capture_output=True, text=True,
            preexec_fn=bound,
        )  # fmt: skip


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
    options.add_argument("--again", type=Path, help="a file with lines of survivors: try these alone")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Copy(Path(folder))
        drawn = list(mutants(copy.root))
        of = Counter(mutant.room for mutant in drawn)
        random.Random(asked.seed).shuffle(drawn)
        if asked.again:
            wanted = asked.again.read_text("utf-8")
            drawn = [mutant for mutant in drawn if f"{mutant}\n" in wanted]
        copy.learn()
        print(f"{len(copy.took_s)} tests, {sum(copy.took_s.values()):.0f} s", file=sys.stderr, flush=True)
        tally: Counter[tuple[str, str]] = Counter()
        until = time.monotonic() + asked.minutes * 60
        for mutant in drawn:
            if time.monotonic() > until:
                break
            outcome = copy.judge(mutant)
            tally[mutant.room, outcome] += 1
            print(f"{outcome}: {mutant}", file=sys.stderr, flush=True)
    print(table(tally, of))


if __name__ == "__main__":
    main()
