"""When searches are compiled, where that is kept, and what is said about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from routegraph.network.catalog import data_folder
from routegraph.routing import compiled, kernels, native, workspace
from routegraph.routing.compiled import COMPILE_FROM_ARCS, runs_compiled

ON_THE_BUNDLED_NETWORK = """
import sys
import numpy as np
from routegraph.network.catalog import open_named
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.flow import disjoint_routes
from routegraph.routing.graph import RoadGraph
from routegraph.routing.disruption import Disruption
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.matrix import cost_matrix
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.vehicles import VEHICLES
graph = RoadGraph.of(open_named("hama-aleppo"), VEHICLES["truck"])
source, target = np.flatnonzero(graph.usable_nodes)[[0, -1]].tolist()
tree = tree_to(graph, target)
path = best_path(graph, source, target, tree=tree)
shut = Disruption(closed=graph.arcs.road[path.arcs[:1]])
replacement_costs(graph, path, tree)
disjoint_routes(graph, source, target)
cost_matrix(graph, [source] * 40, [target] * 40)
many_disruptions(graph, source, target, [shut] * 3, tree)
best_path(graph, source, target, shut, index=DetourIndex.of(graph, tree, tree_from(graph, source)))
print([name for name in ("numba", "scipy", "networkx", "osmnx") if name in sys.modules])
"""

COMPILE_ONE = """
import logging, sys
logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
from routegraph.routing.compiled import kernel
import numpy as np
via, end, place, trail = (np.array(a, np.int32) for a in ([-1, 0, 1], [0, 1], [5, -1, -1], [0, 0, 0]))
kernel("join_path", compiled=True)(via, end, place, trail)
print(place.tolist())
"""


def started(code: str, **environment: str) -> subprocess.Popen[str]:
    source = str(Path(kernels.__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": source} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def printed(process: subprocess.Popen[str]) -> list[str]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.splitlines()


@pytest.mark.skipif(not (data_folder() / "hama-aleppo").is_dir(), reason="the bundled network is not built")
def test_no_question_on_the_bundled_network_imports_what_only_large_ones_need():
    assert printed(started(ON_THE_BUNDLED_NETWORK)) == ["[]"]


def test_compiling_is_told_once_and_two_processes_may_do_it_at_a_time(tmp_path):
    both = [started(COMPILE_ONE, NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2)]
    for process in both:
        said = printed(process)
        assert said[-1] == "[5, 5, 5]"
        assert all("join_path" in line for line in said[:-1])
    assert any(tmp_path.glob("join_path-*.kernel"))
    assert printed(started(COMPILE_ONE, NUMBA_CACHE_DIR=str(tmp_path))) == ["[5, 5, 5]"]


def test_only_large_networks_are_compiled_unless_told():
    assert not runs_compiled(COMPILE_FROM_ARCS - 1)
    assert runs_compiled(COMPILE_FROM_ARCS)
    assert compiled.kernel("push", compiled=False) is kernels.push


def test_kernels_are_kept_beside_the_code_or_where_networks_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/chosen")
    assert compiled._folder() == Path("/chosen")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert compiled._folder() == Path(kernels.__file__).parent / "__pycache__"
    monkeypatch.setattr(compiled.os, "access", lambda *_: False)
    assert compiled._folder() == tmp_path / "compiled"


def test_a_kernel_that_was_compiled_before_is_loaded_without_numba_and_a_damaged_one_made_anew(tmp_path):
    loaded = COMPILE_ONE + "print('numba' in sys.modules)"
    assert printed(started(loaded, NUMBA_CACHE_DIR=str(tmp_path)))[-1] == "True"
    assert printed(started(loaded, NUMBA_CACHE_DIR=str(tmp_path))) == ["[5, 5, 5]", "False"]
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert printed(started(loaded, NUMBA_CACHE_DIR=str(tmp_path)))[-2:] == ["[5, 5, 5]", "True"]


def test_a_kernel_refuses_arrays_that_are_not_what_it_takes():
    via, end, place, trail = (np.zeros(4, np.int32) for _ in range(4))
    join = compiled.kernel("join_path", compiled=True)
    for wrong in (end.astype(np.int64), np.zeros(8, np.int32)[::2], np.zeros((2, 2), np.int32)):
        with pytest.raises(TypeError, match="contiguous array of int32"):
            join(via, wrong, place, trail)


def fail(*_: object, **__: object) -> None:
    raise RuntimeError("not on this machine")


ANSWERS = """
import hashlib, sys
import numpy as np
from routegraph.network.catalog import open_named
from routegraph.routing import compiled, native
sys.path.insert(0, {here!r})
from drawn_graphs import running
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.flow import disjoint_routes
from routegraph.routing.graph import RoadGraph
from routegraph.routing.disruption import Disruption
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.vehicles import VEHICLES
def fail(*_, **__):
    raise RuntimeError("not on this machine")
for name in {broken!r}:
    setattr(native, name, fail)
graph = RoadGraph.of(open_named("hama-aleppo"), VEHICLES["truck"])
graph = running(graph, True)
source, target = np.flatnonzero(graph.usable_nodes)[[0, -1]].tolist()
tree, outward = tree_to(graph, target), tree_from(graph, source)
path = best_path(graph, source, target, tree=tree)
shut = Disruption(closed=graph.arcs.road[path.arcs[::9]])
index = DetourIndex.of(graph, tree, outward)
told = [tree.cost, tree.arc, replacement_costs(graph, path, tree, outward)]
told += [disjoint_routes(graph, source, target).roads]
told += [best_path(graph, source, target, shut, tree).arcs]
told += [best_path(graph, source, target, shut, index=index).arcs]
told += [tree_to(graph.under(shut), target).arc for _ in range(2)]
print(type(compiled.kernel("detour", True)).__name__)
print(hashlib.sha256(b"".join(np.asarray(one).tobytes() for one in told)).hexdigest())
"""


@pytest.mark.skipif(not (data_folder() / "hama-aleppo").is_dir(), reason="the bundled network is not built")
def test_answers_are_the_same_to_the_bit_where_machine_code_cannot_be_kept_or_numba_does_not_work():
    here = str(Path(__file__).parents[1])
    ways = [[], ["native_kernel"], ["native_kernel", "_jitted"]]
    running = [started(ANSWERS.format(here=here, broken=broken)) for broken in ways]
    told = [printed(process) for process in running]
    assert [kind for kind, _ in told] == ["NativeKernel", "CPUDispatcher", "PlainKernel"]
    assert len({digest for _, digest in told}) == 1


def test_a_kernel_that_runs_in_a_slower_way_says_so(monkeypatch, caplog, tmp_path):
    monkeypatch.setattr(native, "native_kernel", fail)
    monkeypatch.setattr(native, "_jitted", fail)
    join = native.kernel_on_arrays("join_path", kernels.join_path, "iiII", tmp_path, (), lambda: None)
    via, end, place, trail = (np.array(a, np.int32) for a in ([-1, 0, 1], [0, 1], [5, -1, -1], [0, 0, 0]))
    join(via, end, place, trail)
    assert place.tolist() == [5, 5, 5]
    assert [record.message for record in caplog.records] == [
        "search 'join_path' cannot be kept as machine code: RuntimeError: not on this machine",
        "search 'join_path' runs uncompiled, slowly: RuntimeError: not on this machine",
    ]


@pytest.mark.parametrize("name", sorted(compiled.SIGNATURES))
def test_every_kernel_is_machine_code_here(name):
    assert isinstance(compiled.kernel(name, compiled=True), native.NativeKernel)


def test_stamps_begin_anew_before_they_overflow():
    rows = workspace.Rows(False, [0, 0], [], [], [], [], [0, 0], [], [], [])
    scratch = workspace.Workspace(rows)
    assert (scratch.next_stamp(), scratch.next_stamp(3), scratch.next_stamp()) == (1, 9, 12)
    scratch.seen[0] = 12
    scratch._next = workspace.LAST_STAMP - 1
    assert scratch.next_stamp() == 1
    assert scratch.seen == [0]
