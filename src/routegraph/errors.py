"""Errors that a person can act on; each class carries the exit code of the command line."""

import re
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``routegraph``; a severed journey is an answer and exits with 0."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    AMBIGUOUS = 4
    BAD_DATA = 5
    CANNOT_WRITE = 6
    UNAVAILABLE = 7
    INTERRUPTED = 130
    READER_LEFT = 141
    TERMINATED = 143


_LONG_WORD = re.compile(r"(\S{60})\S{100,}(\S{40})")
MOST_CHARACTERS = 1_000
"""Of a message; a longer one is cut in its middle, so that what is wrong and the remedy both stay."""


class RoutegraphError(Exception):
    """Base of every error raised on purpose: what is wrong, where, and the remedy."""

    exit_code = ExitCode.FAILURE

    def __str__(self) -> str:
        return shortened(super().__str__())


def shortened(message: str, most: int = MOST_CHARACTERS) -> str:
    """Cut the middle out of words and messages that are longer than anyone reads.

    Examples
    --------
    >>> shortened("no place called 'A quick brown fox that jumps over it'; give another.", 60)
    "no place called 'A quick bro … jumps over it'; give another."
    """
    message = _LONG_WORD.sub(r"\1…\2", message)
    if len(message) <= most:
        return message
    head = (most - 3) // 2
    return f"{message[:head]} … {message[head + 3 - most :]}"


class QuestionError(RoutegraphError):
    """The question is malformed: a bad number, an unknown option value, swapped coordinates."""

    exit_code = ExitCode.USAGE


class NotFoundError(RoutegraphError):
    """A place, road, network, vehicle or scenario of that name does not exist."""

    exit_code = ExitCode.NOT_FOUND


class AmbiguousError(RoutegraphError):
    """Several things answer to the name; a wrong town is worse than a question."""

    exit_code = ExitCode.AMBIGUOUS


class DataError(RoutegraphError):
    """A file is damaged, malformed, or breaks the contract of its format."""

    exit_code = ExitCode.BAD_DATA


class OutputError(RoutegraphError):
    """A file cannot be written there."""

    exit_code = ExitCode.CANNOT_WRITE


class UnavailableError(RoutegraphError):
    """A server did not answer, or an optional extra is not installed."""

    exit_code = ExitCode.UNAVAILABLE
