"""A sweep on a Dask cluster: real worker processes on this machine, one of which dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from routegraph.errors import UnavailableError
from routegraph.network.store import save
from routegraph.study import Study
from routegraph.sweep import cluster
from routegraph.sweep.families import BASELINE
from routegraph.sweep.plan import BLOCK, bundles, plan_of
from routegraph.sweep.run import sweep
from routegraph.sweep.spec import Family, Spec
from routegraph.vehicles import VEHICLES

distributed = pytest.importorskip("distributed")

on_loopback = pytest.mark.allow_hosts(["127.0.0.1"])

SPEC = Spec(
    pairs=(("Hama", "Aleppo", 1.0), ("Aleppo", "Hama", 1.0), ("Qwertyx", "Hama", 1.0)),
    families=(Family("random", count=4 * BLOCK, size=5), Family(BASELINE)),
)


@pytest.fixture
def expected(tmp_path, hama_aleppo) -> bytes:
    sweep(SPEC, tmp_path / "expected.csv", study=hama_aleppo)
    return (tmp_path / "expected.csv").read_bytes()


@pytest.fixture(scope="module")
def two_workers():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as local:
        yield local


@on_loopback
def test_two_workers_of_this_machine_give_the_same_rows(tmp_path, hama_aleppo, expected):
    done = sweep(SPEC, tmp_path / "out.csv", workers=2, study=hama_aleppo)
    assert (tmp_path / "out.csv").read_bytes() == expected
    assert done.tasks == 15


@on_loopback
def test_a_network_that_workers_do_not_have_is_sent_to_them(tmp_path, hama_aleppo, two_workers):
    known = Spec(pairs=SPEC.pairs[:1], families=(Family(BASELINE),))
    study = Study(hama_aleppo.network, VEHICLES["car"], name="only here")
    sweep(known, tmp_path / "expected.csv", study=study)
    sweep(known, tmp_path / "out.csv", scheduler=two_workers.scheduler_address, study=study)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()


@on_loopback
@pytest.mark.parametrize("how_many", [1, 2])
def test_workers_that_are_killed_lose_nothing(tmp_path, hama_aleppo, expected, two_workers, how_many):
    with distributed.Client(two_workers) as client:
        client.wait_for_workers(2)
    killed = []

    def kill(_, share):
        if share > 0 and not killed:
            killed.extend(two_workers.workers[i].pid for i in range(how_many))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    address = two_workers.scheduler_address
    sweep(SPEC, tmp_path / "out.csv", scheduler=address, progress=kill, study=hama_aleppo)
    assert len(killed) == how_many
    assert (tmp_path / "out.csv").read_bytes() == expected


@on_loopback
def test_where_nobody_answers_is_told(tmp_path, hama_aleppo):
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}),
        pytest.raises(UnavailableError, match="no Dask scheduler answers at tcp://"),
    ):
        sweep(SPEC, tmp_path / "out.csv", scheduler="tcp://127.0.0.1:1", study=hama_aleppo)


def test_a_worker_knows_the_network_of_a_plan_by_name_and_content(tmp_path, hama_aleppo):
    network = hama_aleppo.network
    about = (network.provenance.sha256, len(network.nodes), len(network.roads))
    assert cluster.finds("hama-aleppo", *about)
    assert cluster.finds(str(save(network, tmp_path / "copy")), *about)
    assert not cluster.finds("hama-aleppo", "another", *about[1:])
    assert not cluster.finds("nowhere", *about)


def test_a_worker_does_a_task_from_the_plan_alone(hama_aleppo):
    plan = plan_of(SPEC, hama_aleppo)
    done = cluster.do(plan, None, plan.tasks[:2])
    assert [(number, len(rows)) for number, rows in done] == [(0, BLOCK), (1, BLOCK)]
    assert done == cluster.do(plan, hama_aleppo.network, plan.tasks[:2])


def test_tasks_of_a_destination_go_together_when_there_are_destinations_enough(hama_aleppo):
    tasks = plan_of(SPEC, hama_aleppo).tasks
    assert [len(bundle) for bundle in bundles(tasks, 1)] == [5, 5, 5]
    assert [len(bundle) for bundle in bundles(tasks, 2)] == [1] * 15
    assert bundles([], 2) == []


def test_without_dask_its_extra_is_named(tmp_path: Path, hama_aleppo, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(UnavailableError, match=r"routegraph\[dask\]"):
        sweep(SPEC, tmp_path / "out.csv", workers=1, study=hama_aleppo)
