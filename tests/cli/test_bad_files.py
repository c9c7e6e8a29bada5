"""Every command that reads a file, given what is none: refused in few words, by the documented codes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuzz_seeds import SEEDS
from fuzzing import CODES
from routegraph.cli.main import main

COMMANDS = sorted(
    {(command, seed.suffix) for seed in SEEDS for command in seed.commands if "F" in command.split()}
)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nothing(path: Path) -> None:
    pass


def emptiness(path: Path) -> None:
    path.touch()


def cp1252(path: Path) -> None:
    path.write_bytes("place,side,origin,destination,weight,outcome\nSéjour,é,é,é,1,é\n".encode("cp1252"))


def open_quotation(path: Path) -> None:
    path.write_text('place,lon,lat,origin,destination,side\n"' + "x" * 200_000)


ANY_TEXT = (emptiness, cp1252, open_quotation)
"""What is a report as well, one that tells of nothing."""


@pytest.mark.filterwarnings("default")  # what is damaged is warned of
@pytest.mark.parametrize("make", [folder, pipe, device, loop, nothing, emptiness, cp1252, open_quotation])
def test_what_is_no_file_of_its_kind_is_refused_in_few_words(make, tmp_path, monkeypatch):
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    faults = []
    for number, (command, suffix) in enumerate(COMMANDS):
        file = tmp_path / f"{number}{suffix}"
        make(file)
        words = [str(file) if word == "F" else word.replace("OUT", str(tmp_path)) for word in command.split()]
        done = CliRunner().invoke(main, words)
        told = done.stderr.strip()
        is_prose = words[0] == "extract" or "--report" in words
        answered = done.exit_code == 0 and is_prose and make in ANY_TEXT
        if not answered and (
            done.exit_code not in CODES[1:] or len(told.splitlines()) > 3 or len(told) > 1000
        ):
            faults.append(f"{command}: {done.exit_code} {told[:600]} {done.exception!r}")
    assert not faults, "\n".join(faults)
