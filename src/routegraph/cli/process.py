"""The process: how it begins, and how it ends when it is interrupted.

Nothing that is not in the interpreter already is imported before the handlers are set: an interrupt in
between ends in a trace. So `signal` is taken from the built-in module below it, which needs no enumerations.
"""

import _signal as signal  # type: ignore[import-not-found]  # typeshed knows `signal` alone
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM
_interrupted = False
_begun = False


def run() -> None:
    """Run ``routegraph``; an interrupt at any time ends it with one line."""
    global _begun  # noqa: PLW0603  # a signal handler has no other place to look
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _terminate)
    from routegraph.cli import streams

    streams.prepare()
    from routegraph.cli.main import main

    try:
        _begun = True
        main()
    except BaseException as ending:
        if not _interrupted:
            raise
        # A library that is interrupted while it is imported may have made anything of it.
        if not isinstance(ending, SystemExit):
            sys.stderr.write("Interrupted.\n")
        sys.stderr.flush()
        os._exit(INTERRUPTED)  # the interpreter would end by a signal where `exec` was interrupted


def _interrupt(number: int, frame: "FrameType | None") -> None:
    global _interrupted  # noqa: PLW0603  # a signal handler has no other place to tell
    if not _begun:  # there is nothing to put away, and an exception may be lost in an import
        os.write(2, b"Interrupted.\n")
    if not _begun or _interrupted:
        os._exit(INTERRUPTED)
    _interrupted = True
    raise KeyboardInterrupt


def _terminate(number: int, frame: "FrameType | None") -> None:
    sys.exit(TERMINATED)
