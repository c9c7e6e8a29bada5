"""A watch that is killed again and again while reports come in."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import routegraph
from routegraph.watch.watcher import Watch

CLOSURES = {"scenario": "khanasser-standing"}


def kill_loop(inbox: Path, folder: Path, kills: int, seed: int) -> list[str]:
    """Kill a watch again and again while reports come in; returns what is wrong at the end."""
    rng = random.Random(seed)
    log, state = folder / "alerts.log", folder / "state"
    log.touch()
    send = f'echo "$ROUTEGRAPH_ALERT" >> {log}'
    command = [
        sys.executable, "-m", "routegraph", "watch", str(inbox), "--journey", "Hama", "Aleppo",
        "--scenario", "khanasser-standing", "--state", str(state), "--on-change", send, "--once",
        "--no-pictures",
    ]  # fmt: skip
    told = []
    for i in range(kills):
        day = f"2030-{1 + i // 28 % 12:02}-{1 + i % 28:02}"
        status = ("captured", "reopened")[i % 2]
        (inbox / f"{i:03}.csv").write_text(f"target,status,date\nIthriya - Khanasser,{status},{day}\n")
        told.append(status)
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(rng.uniform(0.2, 1.6))
        except subprocess.TimeoutExpired:
            os.kill(run.pid, signal.SIGKILL)
            run.wait()
    for _ in range(2):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    study = routegraph.load("hama-aleppo")
    memory = Watch(study, [("Hama", "Aleppo")], state, CLOSURES, send, lambda line: None).state
    wrong = []
    if len(memory.reports()) != len(told) or not all(one.events and one.answered for one in memory.reports()):
        wrong.append("a report is lost")
    if len(memory.alerts()) != len(told):
        wrong.append(f"{len(memory.alerts())} alerts for {len(told)} changes")
    numbers = log.read_text().split()
    if len(numbers) != len(set(numbers)):
        wrong.append("an alert was sent twice")
    return wrong
