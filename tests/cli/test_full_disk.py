"""A disk that is full: one line, exit code 6, and what was there before."""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.errors import ExitCode

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="limits of POSIX")

ANSWER = ("whatif", "Hama", "Aleppo", "--close", "Khanasser", "-q")
WRITERS = {
    **{
        f"x.{kind}": (*ANSWER, f"--{kind}")
        for kind in ("gpkg", "kml", "geojson", "gpx", "html", "png", "pdf")
    },
    "x.md": (*ANSWER, "--markdown"),
    **{
        f"roads.{kind}": ("network", "export", "tiny", "--to")
        for kind in ("gpkg", "parquet", "geojson", "graphml")
    },
    "m.csv": ("matrix", "--from", "places.csv", "--to", "places.csv", "-o"),
    "events.yaml": ("extract", "report.txt", "-o"),
}


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse to make a file longer, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def folder(tmp_path, monkeypatch, draw):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    (tmp_path / "places.csv").write_text("place\nHama\nHoms\nAleppo\n")
    (tmp_path / "report.txt").write_text("On 23 October 2015 Islamic State captured Khanasser.\n")
    return tmp_path


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("share", [0.3, 0.999])
def test_what_does_not_fit_is_told_in_one_line_and_the_old_file_stays(folder, draw, name, share):
    from routegraph.network.catalog import store_named

    if name.startswith("roads"):
        store_named(draw({"a": (36.0, 35.0), "b": (36.1, 35.0)}, [("a", "b", 9e3)] * 300), "tiny")
    words = (*WRITERS[name], name)
    whole = CliRunner().invoke(main, words)
    assert whole.exit_code == 0, whole.output
    length = (folder / name).stat().st_size
    (folder / name).write_bytes(b"old")
    before = sorted(folder.iterdir())
    with files_of_at_most(int(share * length)):
        done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.stderr.count("\n")) == (ExitCode.CANNOT_WRITE, 1), done.output
    assert done.stderr.startswith(f"Error: cannot write {name}: ")
    assert (folder / name).read_bytes() == b"old"
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("option", ["--markdown", "--geojson"])
def test_a_full_folder_of_temporary_files_is_told(folder, option):
    with files_of_at_most(0):
        done = CliRunner().invoke(main, [*ANSWER, option, "-"])
    assert (done.exit_code, done.stdout) == (ExitCode.CANNOT_WRITE, "")
    assert "set TMPDIR elsewhere" in done.stderr


def test_parquet_without_pyarrow_says_what_to_install_and_leaves_nothing(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = CliRunner().invoke(main, ["network", "export", "hama-aleppo", "--to", "x.parquet"])
    assert done.exit_code == ExitCode.UNAVAILABLE
    assert done.stderr == "Error: Parquet needs pyarrow: pip install 'routegraph[parquet]'.\n"
    assert not list(folder.glob("*x*.parquet"))
