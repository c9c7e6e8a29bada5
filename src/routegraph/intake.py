"""Where files and texts enter: bounded, and clean of what would steer a terminal or break a file."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from routegraph.errors import DataError, NotFoundError

MOST_BYTES = 512 * 1024 * 1024
"""Of a file that is read as a whole."""

DEEPEST_JSON = 64
"""Levels of nesting above which a JSON file is refused."""

_STEERING = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, erasing
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC with their payload
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


Answer = TypeVar("Answer")


_SEPARATOR = re.compile(r"\ufeff?sep=(.)\s*$", re.IGNORECASE)


def clean(text: str) -> str:
    """Return a text without terminal sequences, control characters and lone surrogates.

    Line breaks and tabs stay; a carriage return before a line break goes, alone it becomes one.
    Characters that override the direction of writing go too: they show a text as another than it is.

    Examples
    --------
    >>> clean("Khan\\x1b[31masser\\x07")
    'Khanasser'
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _STEERING.sub("", text)))


def clean_tree(value: Any) -> Any:
    """Return plain data with every text and key in it clean."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): clean_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_tree(item) for item in value]
    return value


def is_file(path: Path) -> bool:
    """Whether a path leads to a plain file; one that the system would not take leads nowhere."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; one that the system would not take leads nowhere."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def read_whole(path: Path, what: str = "file", most_bytes: int = MOST_BYTES) -> bytes:
    """Return the bytes of a plain file.

    Parameters
    ----------
    path : Path
    what : str
        What to call it in messages: "report", "file".
    most_bytes : int
        A larger file is refused before it is read.

    Raises
    ------
    NotFoundError, DataError
        There is none; it is a folder, a device or a pipe, whose end may never come; it is too large.
    """
    shown = clean(str(path))
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            kind = "a folder" if stat.S_ISDIR(told.st_mode) else "a device or a pipe"
            raise DataError(f"{what} {shown} is {kind}, not a file; save it as one.")
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError:
        raise NotFoundError(f"no {what} {shown}; check the path.") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise DataError(f"{what} {shown[:200]} cannot be read: {reason}.") from None
    if len(data) > most_bytes:
        raise DataError(f"{shown}: larger than {most_bytes // 1024**2} MB; give a part of it.")
    return data


def read_words(path: Path, what: str = "file") -> str:
    """Return the clean text of a file in UTF-8.

    Raises
    ------
    NotFoundError, DataError
        See `read_whole`; or it is not UTF-8.
    """
    try:
        return clean(read_whole(path, what).decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise DataError(
            f"{clean(str(path))}: not UTF-8 text at byte {problem.start}; save it as UTF-8."
        ) from None


def read_cells(
    path: Path, text: str, delimiter: str = ",", skipped: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """Rows of a table in text: the line that each begins on, and its cells; empty lines are left out.

    Parameters
    ----------
    path : Path
        To name in messages.
    text : str
    delimiter : str
    skipped : int
        Lines of the file before the text.

    Raises
    ------
    DataError
        A cell is larger than the csv module takes, as when a quotation mark is not closed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    line = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = skipped + reader.line_num + 1
    except csv.Error as problem:
        raise DataError(
            f"{clean(str(path))}, line {skipped + reader.line_num}: not readable as CSV ({problem})."
        ) from None


def read_table(path: Path, what: str = "file") -> Iterator[tuple[int, list[str]]]:
    """Rows of a table in a text file as `read_cells` gives them, the header first.

    The delimiter is the commonest of ``, ; tab |`` in the header, or what a first line ``sep=;`` tells.

    Raises
    ------
    NotFoundError, DataError
        See `read_words` and `read_cells`.
    """
    text = read_words(path, what)
    first, _, rest = text.partition("\n")
    if match := _SEPARATOR.match(first):
        return read_cells(path, rest, match[1], 1)
    header = next((line for line in text.splitlines() if line.strip()), "")
    return read_cells(path, text, max(",;\t|", key=header.count))


def read_json(path: Path, data: bytes | None = None) -> Any:
    """Return the clean content of a JSON file; `data` spares reading it again.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, not UTF-8, no JSON, or nested deeper than `DEEPEST_JSON`.
    """
    data = read_whole(path) if data is None else data
    shown = clean(str(path))
    try:
        value = json.loads(data.decode("utf-8-sig"))
        if depth_of(value) > DEEPEST_JSON:
            raise RecursionError
    except UnicodeDecodeError as problem:
        raise DataError(f"{shown}: not UTF-8 text at byte {problem.start}; save it as UTF-8.") from None
    except json.JSONDecodeError as problem:
        raise DataError(f"{shown}, line {problem.lineno}: not readable as JSON ({problem.msg}).") from None
    except RecursionError:
        raise DataError(f"{shown}: JSON nested deeper than {DEEPEST_JSON} levels.") from None
    except ValueError as problem:  # a number of thousands of digits
        raise DataError(f"{shown}: not readable as JSON ({problem}).") from None
    return clean_tree(value)


def depth_of(value: Any) -> int:
    """Return how many levels of lists and objects plain data has, without recursion."""
    deepest, level = 0, [value]
    while level:
        inner = [item for item in level if isinstance(item, dict | list)]
        if not inner:
            break
        deepest += 1
        level = [part for item in inner for part in (item.values() if isinstance(item, dict) else item)]
        if deepest > DEEPEST_JSON:
            break
    return deepest


def file_stamp(path: Path) -> tuple[int, int]:
    """When a file was last written and how long it is; zeros where there is none."""
    try:
        told = path.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size


def within(longest_s: float, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` returns, in a thread that is left to itself when it takes longer.

    Time limits of sockets hold for each wait: a server that sends a byte now and then never meets them.

    Raises
    ------
    TimeoutError
        It took longer; what else `ask` raises is raised here.
    """
    answers: list[Answer] = []
    problems: list[BaseException] = []

    def work() -> None:
        try:
            answers.append(ask())
        except BaseException as problem:
            problems.append(problem)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(longest_s)
    if answers:
        return answers[0]
    raise problems.pop() if problems else TimeoutError(f"no whole answer within {longest_s:g} seconds")
