"""The process: how it begins, and how it ends when it is interrupted.

What is imported before the handlers are set is kept to the least: an interrupt in between ends in a trace.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM
_interrupted = False


def run() -> None:
    """Run ``routegraph``; an interrupt at any time ends it with one line."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        from routegraph.cli import streams

        streams.prepare()
        from routegraph.cli.main import main

        main()
    except BaseException as ending:
        if not _interrupted:
            raise
        # A library that is interrupted while it is imported may have made anything of it.
        if not isinstance(ending, SystemExit):
            sys.stderr.write("Interrupted.\n")
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # the interpreter would end by a signal where `exec` was interrupted


def end_interrupted() -> NoReturn:
    """Tell that the command was interrupted, and exit."""
    sys.stderr.write("Interrupted.\n")
    sys.exit(INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    global _interrupted  # noqa: PLW0603  # a signal handler has no other place to tell
    if _interrupted:
        os._exit(INTERRUPTED)
    _interrupted = True
    raise KeyboardInterrupt


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)
