"""Standard output and error: shown on any terminal, written anywhere, told when they cannot be."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from routegraph.errors import ExitCode, OutputError
from routegraph.intake import clean

PLAIN = {
    "–": "-",
    "—": "-",
    "−": "-",
    "·": "|",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "©": "(c)",
}
"""What our signs become in an encoding that lacks them; letters become question marks."""


PATIENCE_S = 2.0
"""Work that takes longer says that it goes on."""


class StandardOutput(io.TextIOWrapper):
    """Standard output that says why it cannot be written, and ends quietly when its reader has left."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError as error:
            self._give_up(error)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> NoReturn:
        # What is still held goes nowhere, else the interpreter tries to write it again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        if error.errno == errno.EPIPE:
            raise SystemExit(ExitCode.READER_LEFT) from None
        raise OutputError(f"cannot write to standard output: {error.strerror or error}.") from None


@contextmanager
def patience() -> Iterator[None]:
    """Say on a terminal that work goes on, once it has taken `PATIENCE_S`, until it ends."""
    if not sys.stderr.isatty():
        yield
        return
    begun, ended = time.monotonic(), threading.Event()

    def say() -> None:
        while not ended.wait(PATIENCE_S if time.monotonic() - begun < PATIENCE_S else 1.0):
            sys.stderr.write(f"\r{time.monotonic() - begun:.0f} s, still working ...")
            sys.stderr.flush()

    saying = threading.Thread(target=say, daemon=True)
    saying.start()
    try:
        yield
    finally:
        ended.set()
        saying.join()
        if time.monotonic() - begun >= PATIENCE_S:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def prepare() -> None:
    """Let no character and no closed or full stream end a command with a traceback."""
    codecs.register_error("routegraph.plain", _plain)
    if isinstance(sys.stdout, io.TextIOWrapper):
        given = sys.stdout
        sys.stdout = StandardOutput(
            given.buffer, given.encoding, "routegraph.plain", line_buffering=given.line_buffering
        )
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="routegraph.plain")
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), "utf-8"))


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign, "?") for sign in lacking), error.end


def print_json(document: Any) -> None:
    """Print one JSON document; as ASCII where standard output is not Unicode."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    ascii_only = not encoding.lower().startswith("utf")
    click.echo(json.dumps(document, ensure_ascii=ascii_only, indent=2, allow_nan=False))


def print_written(path: Path) -> None:
    """Tell where a file was written."""
    click.echo(f"written: {clean(str(path))}")


def print_saved(save: Callable[[Path], object]) -> None:
    """Print a text file that `save` writes."""
    try:
        with tempfile.TemporaryDirectory(prefix="routegraph-") as folder:
            file = Path(folder) / "saved"
            save(file)
            text = file.read_text("utf-8")
    except (OSError, OutputError):
        where = f"in {tempfile.tempdir}" if tempfile.tempdir else "for it"
        raise OutputError(f"no room for a temporary file {where}; set TMPDIR elsewhere.") from None
    click.echo(text, nl=False)
