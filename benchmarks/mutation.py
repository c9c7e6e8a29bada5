"""How many small faults, put into the code one at a time, the tests find.

    python benchmarks/mutation.py --minutes 60 --seed 1

A mutant changes one operator, constant or condition of one file of the rooms below; the tests of its room
run on a copy of the checkout until the first failure, or for ten times as long as they need without it.
Compiled kernels are mutated too, and then compiled anew. The mutants that survive are printed with their
line, so that a test can be written for each.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = {
    "routing": ["tests/routing", "tests/questions/test_whatif.py"],
    "scenario": ["tests/scenario", "tests/questions/test_whatif.py"],
    "analysis": ["tests/questions"],
    "questions": ["tests/questions", "tests/render/test_every_kind.py"],
    "reports/ledger.py": ["tests/reports/test_ledger.py", "tests/scenario"],
}
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or,
    ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip
LEAST_S = 120.0


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Every changed copy of a module, with its line and what was changed."""
    for i, node in enumerate(ast.walk(tree)):
        change = told(node)
        if change is None or in_annotation(tree, node):
            continue
        copy = deepcopy(tree)
        target = next(one for j, one in enumerate(ast.walk(copy)) if j == i)
        apply(target)
        yield getattr(node, "lineno", 0), change, copy


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


def in_annotation(tree: ast.Module, node: ast.AST) -> bool:
    """Whether a node belongs to a type, where a change changes nothing."""
    types = [getattr(one, key, None) for one in ast.walk(tree) for key in ("annotation", "returns")]
    return any(node is inner for one in types if one is not None for inner in ast.walk(one))


def runs(copy: Path, tests: list[str], limit_s: float) -> tuple[bool, float]:
    """Whether the tests pass on a copy, and how long they took."""
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["ROUTEGRAPH_HOME"] = str(copy / "home")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    began = time.perf_counter()
    try:
        done = subprocess.run(
            command, check=False, cwd=copy, env=environment, capture_output=True, timeout=limit_s
        )
    except subprocess.TimeoutExpired:
        return False, limit_s
    return done.returncode == 0, time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    until = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder) / "checkout"
        ignored = shutil.ignore_patterns(".git", ".venv", "*_cache", "__pycache__", "out", "dist")
        shutil.copytree(ROOT, copy, ignore=ignored)
        chance, tally = random.Random(asked.seed), Counter[tuple[str, bool]]()
        usual: dict[str, float] = {}
        while time.monotonic() < until:
            room = chance.choice(list(TESTS))
            if room not in usual:
                passed, usual[room] = runs(copy, TESTS[room], 3600)
                assert passed, f"the tests of {room} fail without a mutant"
            where = copy / "src" / "routegraph" / room
            file = where if where.is_file() else chance.choice(sorted(where.glob("*.py")))
            source = file.read_text("utf-8")
            found = list(mutants(ast.parse(source)))
            if not found:
                continue
            line, change, tree = chance.choice(found)
            file.write_text(ast.unparse(ast.fix_missing_locations(tree)), "utf-8")
            survives, _ = runs(copy, TESTS[room], max(LEAST_S, 10 * usual[room]))
            file.write_text(source, "utf-8")
            tally[room, survives] += 1
            if survives:
                print(f"survives: {file.relative_to(copy)}:{line}: {change}", flush=True)
    for room in TESTS:
        killed, all_of = tally[room, False], tally[room, False] + tally[room, True]
        print(f"{room}: {killed} of {all_of} killed")
    killed = sum(count for (_, survives), count in tally.items() if not survives)
    print(f"in all: {killed} of {tally.total()} killed, {killed / max(tally.total(), 1):.0%}")


if __name__ == "__main__":
    main()
