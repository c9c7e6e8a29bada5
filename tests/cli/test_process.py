"""The process: what it prints where little can be printed, how it is interrupted, what it writes over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.errors import ExitCode

QUESTION = ("whatif", "Hama", "Aleppo", "--scenario", "khanasser-2015-10")


def process(encoding: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "routegraph", *words]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(command, capture_output=True, check=False, env=environment, encoding=encoding)


def run(*words: str):
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize(("encoding", "credit"), [("ascii", "(c) Open"), ("cp1252", "© Open")])
def test_a_terminal_without_unicode_gets_plain_signs_and_the_attribution(encoding, credit):
    done = process(encoding, *QUESTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{credit}StreetMap contributors" in done.stdout
    assert "Khanasser (?????)" in done.stdout
    assert "disjoint routes            1        0       -1" in done.stdout


def test_json_in_ascii_loses_no_letter():
    done = process("ascii", "places", "search", "khanas", "--json")
    assert "\\u062e\\u0646\\u0627\\u0635\\u0631" in done.stdout


@pytest.mark.parametrize("columns", ["0", "1", "60", "999999999999", "wide"])
def test_any_width_of_a_terminal_gives_an_answer(columns):
    shown = CliRunner(env={"COLUMNS": columns}).invoke(main, list(QUESTION))
    assert shown.exit_code == 0
    listed = CliRunner(env={"COLUMNS": columns}).invoke(main, ["scenario", "show", "khanasser-2015-10"])
    assert "syria-2013-2016.csv" in " ".join(listed.stdout.split())


def test_a_narrow_terminal_breaks_no_word():
    runner = CliRunner(env={"COLUMNS": "60"})
    wide = (
        CliRunner(env={"COLUMNS": "400"})
        .invoke(main, ["scenario", "show", "khanasser-2015-10"])
        .stdout.split()
    )
    narrow = runner.invoke(main, ["scenario", "show", "khanasser-2015-10"]).stdout
    assert max(map(len, narrow.splitlines())) <= 60
    addresses = {word for word in wide if word.startswith("http")}
    assert {w for w in narrow.split() if not any(w in address for address in addresses)} <= set(wide)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this platform has no /dev/full")
def test_a_full_disk_under_standard_output_is_told():
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "routegraph", *QUESTION]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == ExitCode.CANNOT_WRITE
    assert done.stderr == "Error: cannot write to standard output: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        (signal.SIGINT, ExitCode.INTERRUPTED, "Interrupted.\n"),
        (signal.SIGTERM, ExitCode.TERMINATED, ""),
    ],
)
@pytest.mark.parametrize("when", ["import click", "from routegraph.study import load", "import matplotlib"])
def test_an_interrupt_at_any_time_ends_with_one_line_and_leaves_nothing(tmp_path, when, number, code, says):
    at = when.split()[1]
    script = (
        "import builtins, os, signal\n"
        "there = builtins.__import__\n"
        "def watched(name, *rest):\n"
        f"    if name == {at!r}: os.kill(os.getpid(), {int(number)})\n"
        "    return there(name, *rest)\n"
        "from routegraph.cli.process import run\n"
        "builtins.__import__ = watched\n"
        "run()\n"
    )
    words = ["whatif", "Hama", "Aleppo", "--close", "M5", "--png", str(tmp_path / "x.png")]
    command = [sys.executable, "-c", script, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", says)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("whatif", "{}", "Aleppo"), ("whatif", "Hama", "Aleppo", "{}"),
    ("whatif", "Hama", "Aleppo", "--by", "{}"), ("whatif", "Hama", "Aleppo", "--close", "{}"),
    ("whatif", "Hama", "Aleppo", "--date", "{}"), ("whatif", "Hama", "Aleppo", "--png", "{}/x.png"),
    ("whatif", "Hama", "Aleppo", "--events", "{}"), ("network", "info", "{}"), ("--{}",),
    ("scenario", "show", "{}"), ("scenario", "show", "{}.yaml"), ("vehicles", "show", "{}"),
    ("vehicles", "show", "{}.yaml"), ("sweep-summary", "{}"), ("network", "import", "{}.osm"),
    ("whatif", "Hama", "Aleppo", "-n", "{}"), ("whatif", "Hama", "Aleppo", "--slow", "{}"),
    ("whatif", "Hama", "Aleppo", "--effect", "{}=close"), ("reach", "Hama", "--minutes", "{}")])  # fmt: skip
@pytest.mark.parametrize("length", [300, 100_000])
def test_long_arguments_are_refused_in_few_words(words, length):
    done = run(*(word.format("A" * length) for word in words))
    assert 0 < done.exit_code < 10
    assert "fault of routegraph" not in done.stderr
    assert len(done.output) < 1_000


def test_a_fault_of_ours_is_told_as_one_and_its_trace_is_shown_on_demand(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x\x1b[31m")

    monkeypatch.setattr("routegraph.study.load", broken)
    done = run("network", "info")
    assert done.exit_code == ExitCode.FAILURE
    assert "fault of routegraph, not of your question (test_process.py, line" in done.stderr
    assert "\x1b" not in done.stderr
    assert isinstance(run("--verbose", "network", "info").exception, KeyError)


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("x.html", ExitCode.USAGE, "says html, and this option writes png"),
        ("none/x.png", ExitCode.CANNOT_WRITE, "there is no folder"),
        ("folder", ExitCode.CANNOT_WRITE, "it is a folder, not a file"),
        ("pipe", ExitCode.CANNOT_WRITE, "it is a device or a pipe, not a file"),
    ],
)
def test_where_an_answer_is_to_be_written_is_checked_before_it_is_sought(
    tmp_path, monkeypatch, name, code, says
):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr("routegraph.study.load", lambda *_, **__: pytest.fail("asked before it was checked"))
    done = run("whatif", "Hama", "Aleppo", "--png", str(tmp_path / name))
    assert done.exit_code == code
    assert says in done.stderr


def test_a_symbolic_link_is_written_through_and_the_mode_of_a_file_is_kept(tmp_path):
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "real.md").chmod(0o600)
    (tmp_path / "link.md").symlink_to("real.md")
    assert run("whatif", "Hama", "Aleppo", "--markdown", str(tmp_path / "link.md")).exit_code == 0
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text("utf-8").startswith("## Hama to Aleppo")
    assert (tmp_path / "real.md").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.md", "real.md"]


@pytest.mark.parametrize(
    ("option", "begins"), [("--markdown", "## Hama to Aleppo"), ("--geojson", '{"type"')]
)
def test_a_dash_writes_a_text_to_standard_output_alone(option, begins):
    done = run("whatif", "Hama", "Aleppo", option, "-")
    assert done.stdout.startswith(begins)
    assert "written:" not in done.stdout
    both = run("whatif", "Hama", "Aleppo", option, "-", "--json")
    assert (both.exit_code, both.stdout) == (ExitCode.USAGE, "")
