"""A sweep on a Dask cluster: real worker processes on this machine, one of which dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from routegraph.errors import UnavailableError
from routegraph.network.store import save
from routegraph.study import Study
from routegraph.sweep import cluster
from routegraph.sweep.families import BASELINE
from routegraph.sweep.plan import BLOCK, bundles, plan_of
from routegraph.sweep.spec import Family, Spec
from routegraph.vehicles import VEHICLES

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")

on_loopback = pytest.mark.allow_hosts(["127.0.0.1"])

SPEC = Spec(
    pairs=(("Hama", "Aleppo", 1.0), ("Aleppo", "Hama", 1.0), ("Qwertyx", "Hama", 1.0)),
    families=(Family("random", count=4 * BLOCK, size=5), Family(BASELINE)),
)


SCHEDULER = """
import time
import distributed
with distributed.LocalCluster(
    n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0", host="127.0.0.1",
    protocol="tcp",
) as local:
    print(local.scheduler_address, flush=True)
    time.sleep(120)
"""


@pytest.fixture
def expected(tmp_path, hama_aleppo) -> bytes:
    hama_aleppo.sweep(SPEC, tmp_path / "expected.csv")
    return (tmp_path / "expected.csv").read_bytes()


@pytest.fixture(scope="module")
def two_workers():
    patience = {"distributed.comm.timeouts.connect": "4s"}  # else 30 s for a worker that has just died
    with (
        dask.config.set(patience),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
        ) as local,
    ):
        yield local


@on_loopback
def test_two_workers_of_this_machine_give_the_same_rows(tmp_path, hama_aleppo, expected):
    done = hama_aleppo.sweep(SPEC, tmp_path / "out.csv", workers=2)
    assert (tmp_path / "out.csv").read_bytes() == expected
    assert done.tasks == 15


@on_loopback
def test_a_network_that_workers_do_not_have_is_sent_to_them(tmp_path, hama_aleppo, two_workers):
    known = Spec(pairs=SPEC.pairs[:1], families=(Family(BASELINE),))
    study = Study(hama_aleppo.network, VEHICLES["car"], name="only here")
    study.sweep(known, tmp_path / "expected.csv")
    study.sweep(known, tmp_path / "out.csv", scheduler=two_workers.scheduler_address)
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
    hama_aleppo.sweep(SPEC, tmp_path / "out.csv", scheduler=address, progress=kill)
    assert len(killed) == how_many
    assert (tmp_path / "out.csv").read_bytes() == expected


class Busy:
    """A client of a scheduler that lists a worker which does not answer, as many times as told."""

    def __init__(self, silences: int, scheduler_answers: bool = True) -> None:
        self.silences, self.scheduler_answers = silences, scheduler_answers

    def wait_for_workers(self, *_, **__):
        pass

    def run(self, *_):
        self.silences -= 1
        if self.silences >= 0:
            raise OSError("timed out trying to connect")
        return {"tcp://a": True, "tcp://b": True}

    def nthreads(self):
        if not self.scheduler_answers:
            raise OSError("the scheduler is gone")
        return {"tcp://a": 1}

    def scatter(self, value, **_):
        return value


def test_a_worker_that_does_not_answer_is_waited_for_while_the_scheduler_does(hama_aleppo, monkeypatch):
    plan = plan_of(SPEC, hama_aleppo.resolver)
    assert cluster._handed_out(Busy(3), plan, hama_aleppo.network) == (plan, None)
    with pytest.raises(OSError, match="the scheduler is gone"):
        cluster._handed_out(Busy(1, scheduler_answers=False), plan, hama_aleppo.network)
    monkeypatch.setattr(cluster, "PATIENCE_S", -1)
    with pytest.raises(OSError, match="timed out"):
        cluster._handed_out(Busy(1), plan, hama_aleppo.network)


@on_loopback
def test_a_scheduler_that_is_killed_is_told_and_the_sweep_goes_on_later(tmp_path, hama_aleppo, expected):
    command = (sys.executable, "-c", SCHEDULER)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()

        def kill(_, share):
            if share > 0:
                os.kill(process.pid, signal.SIGKILL)

        with (
            dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
            pytest.raises(UnavailableError, match="run the same again"),
        ):
            hama_aleppo.sweep(SPEC, tmp_path / "out.csv", scheduler=address, progress=kill)
    again = hama_aleppo.sweep(SPEC, tmp_path / "out.csv")
    assert again.resumed >= 1
    assert (tmp_path / "out.csv").read_bytes() == expected


@on_loopback
def test_where_nobody_answers_is_told(tmp_path, hama_aleppo):
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}),
        pytest.raises(UnavailableError, match="no Dask scheduler answers at tcp://"),
    ):
        hama_aleppo.sweep(SPEC, tmp_path / "out.csv", scheduler="tcp://127.0.0.1:1")


def test_a_worker_knows_the_network_of_a_plan_by_name_and_content(tmp_path, hama_aleppo):
    network = hama_aleppo.network
    about = (network.provenance.sha256, len(network.nodes), len(network.roads))
    assert cluster.finds("hama-aleppo", *about)
    assert cluster.finds(str(save(network, tmp_path / "copy")), *about)
    assert not cluster.finds("hama-aleppo", "another", *about[1:])
    assert not cluster.finds("nowhere", *about)


def test_a_worker_does_a_task_from_the_plan_alone(hama_aleppo):
    plan = plan_of(SPEC, hama_aleppo.resolver)
    done = cluster.do(plan, None, plan.tasks[:2])
    assert [(number, len(rows)) for number, rows in done] == [(0, BLOCK), (1, BLOCK)]
    assert done == cluster.do(plan, hama_aleppo.network, plan.tasks[:2])


def test_tasks_of_a_destination_go_together_when_there_are_destinations_enough(hama_aleppo):
    tasks = plan_of(SPEC, hama_aleppo.resolver).tasks
    assert [len(bundle) for bundle in bundles(tasks, 1)] == [5, 5, 5]
    assert [len(bundle) for bundle in bundles(tasks, 2)] == [1] * 15
    assert bundles([], 2) == []


def test_without_dask_its_extra_is_named(tmp_path: Path, hama_aleppo, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(UnavailableError, match=r"routegraph\[dask\]"):
        hama_aleppo.sweep(SPEC, tmp_path / "out.csv", workers=1)
