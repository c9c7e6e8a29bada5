"""Every command that reads a file, given what is none: refused in few words, by the documented codes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuzz_seeds import DATA, SEEDS
from fuzzing import CODES, STEERING
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


STEERS = b"bad\xe9\x1b[31m"
NAMED = {
    "--events": (".csv", (DATA / "events" / "khanasser-road.csv").read_text("utf-8")),
    "--scenario": (
        ".yaml",
        'title: "T\\e[31m"\nevents: [{target: Khanasser, status: captured, by: "X\\e]0;t\\a"}]\n',
    ),
    "--vehicle": (".yaml", 'like: truck\nname: "big\\e[31m"\n'),
    "--report": (".txt", "On 23 October 2015 Islamic State captured Khanasser.\n"),
}
KINDS = (".png", ".pdf", ".html", ".geojson", ".gpx", ".kml", ".md")


@pytest.mark.skipif(os.name != "posix", reason="file names of bytes")
@pytest.mark.parametrize("option", NAMED)
def test_a_file_name_that_is_no_text_or_steers_a_terminal_is_read_and_steers_nothing(
    option, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    suffix, text = NAMED[option]
    name = os.fsdecode(STEERS + suffix.encode())
    Path(name).write_text(text, "utf-8")
    outputs = [
        word for kind in KINDS for word in (f"--{'markdown' if kind == '.md' else kind[1:]}", f"o{kind}")
    ]
    words = ["whatif", "Hama", "Aleppo", option, name, "--date", "2015-10-27", *outputs]
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.stderr) == (0, "")
    assert rf"{option} $'bad\xe9\x1b[31m{suffix}'" in done.stdout
    told = [done.stdout, CliRunner().invoke(main, [*words[:7], "--json"]).stdout]
    told += [Path(f"o{kind}").read_text("utf-8") for kind in KINDS[2:]]
    assert [text for text in told if STEERING.search(text)] == []
    if shell := shutil.which("bash"):
        command = next(line for line in done.stdout.splitlines() if line.startswith("routegraph whatif"))
        read = subprocess.run([shell, "-c", f"printf '%s\\n' {command}"], capture_output=True, check=True)
        assert STEERS + suffix.encode() in read.stdout.splitlines()
