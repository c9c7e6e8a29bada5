"""The table of a sweep: its columns, the parts that tasks leave, and the file that they make up."""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from routegraph.csv_cells import neutral, restored
from routegraph.errors import DataError, OutputError, QuestionError, UnavailableError
from routegraph.intake import is_file
from routegraph.routing.outcome import Outcome

if TYPE_CHECKING:
    from routegraph.sweep.families import ClosureCase
    from routegraph.sweep.plan import Pair, Plan

SUFFIXES = (".csv", ".parquet")
MANIFEST = "sweep.json"

Figures = tuple[float | None, float | None, float | None]


class Row(NamedTuple):
    """One journey under one closure; docs/scale.md describes each column."""

    pair_id: int
    closure_id: str
    origin: str
    destination: str
    weight: float
    people: int | None
    family: str
    target: str
    closure: str
    lon: float | None
    lat: float | None
    roads: int
    outcome: str
    time_s_before: float | None
    length_m_before: float | None
    cost_before: float | None
    time_s_after: float | None
    length_m_after: float | None
    cost_after: float | None
    reason: str

    @classmethod
    def of(
        cls, pair: Pair, tried: ClosureCase, outcome: str, before: Figures, after: Figures, reason: str
    ) -> Row:
        """Row of a journey and a closure; figures are time, length and cost."""
        change = tried.disruption
        return cls(
            pair.id, tried.id, pair.origin, pair.destination, pair.weight, pair.people,
            tried.family, tried.target, tried.label, _degrees(tried.lon), _degrees(tried.lat),
            len(change.closed) + len(change.slowed) if change else 0, outcome,
            *_rounded(before), *_rounded(after), reason,
        )  # fmt: skip


COLUMNS = Row._fields
HEAVIEST = 1e15
"""No journey weighs more, so that every sum of weights is finite."""

OUTCOME = COLUMNS.index("outcome")
TEXT = frozenset({"closure_id", "origin", "destination", "family", "target", "closure", "outcome", "reason"})
FIGURES = tuple(name for name in COLUMNS if name.endswith(("_before", "_after")))
ERROR = "error"
OUTCOMES = (*(one.value for one in Outcome), ERROR)
WHOLE = frozenset({"pair_id", "roads", "people"})


def _rounded(figures: Figures) -> Figures:
    time_s, length_m, cost = figures
    if time_s is None or length_m is None or cost is None:
        return None, None, None
    return round(time_s, 1), round(length_m, 1), round(cost, 2)


def _degrees(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 5)


class Parts:
    """The parts of an unfinished sweep: a folder beside its output, one file for each task done.

    Parameters
    ----------
    output : Path
        ``.csv`` or ``.parquet``.
    plan : Plan

    Raises
    ------
    QuestionError
        The suffix is another.
    UnavailableError
        Parquet is asked for and pyarrow is not installed.
    OutputError
        The folder cannot be written, or holds the parts of another sweep.
    """

    def __init__(self, output: Path, plan: Plan) -> None:
        if output.suffix not in SUFFIXES:
            raise QuestionError(
                f"cannot write a sweep to {output.name!r}; give a name ending in {', '.join(SUFFIXES)}."
            )
        if output.suffix == ".parquet":
            require_pyarrow()
        self.output, self.plan = output, plan
        self.folder = output.with_name(f".{output.name}.parts")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._claim()
            self.resumed = frozenset(self.done())
        except OSError as error:
            raise OutputError(f"cannot write to {self.folder}: {error.strerror}.") from error

    def _claim(self) -> None:
        manifest = self.folder / MANIFEST
        if is_file(manifest):
            told = json.loads(manifest.read_text("utf-8"))
            if told.get("fingerprint") != self.plan.fingerprint:
                raise OutputError(
                    f"{self.folder} holds the unfinished parts of another sweep; remove it, or give another "
                    "output."
                )
            return
        told = {"fingerprint": self.plan.fingerprint, "tasks": len(self.plan.tasks)}
        with self._new(manifest) as file:
            json.dump(told, file)

    def done(self) -> Iterator[int]:
        """Numbers of the tasks whose parts are there."""
        for path in self.folder.glob("[0-9]*.csv"):
            yield int(path.stem)

    def put(self, number: int, rows: Iterable[Row]) -> None:
        """Write the rows of a task: all of them, or no file."""
        try:
            with self._new(self._part(number)) as file:
                csv.writer(file).writerows(rows)
        except OSError as error:
            raise OutputError(f"cannot write to {self.folder}: {error.strerror}.") from error

    def _part(self, number: int) -> Path:
        return self.folder / f"{number:08d}.csv"

    @contextmanager
    def _new(self, path: Path) -> Iterator[TextIO]:
        """Open a file that is complete or not there."""
        handle, scratch = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        Path(scratch).replace(path)

    def finish(self) -> Counter[str]:
        """Join all parts into the output, sorted by journey and closure; returns its outcomes."""
        scratch = self.folder / f".joined{self.output.suffix}"
        try:
            write = _write_csv if self.output.suffix == ".csv" else _write_parquet
            outcomes = write(scratch, self._sorted())
            scratch.replace(self.output)
            shutil.rmtree(self.folder)
        except OSError as error:
            raise OutputError(f"cannot write {self.output}: {error.strerror}.") from error
        return outcomes

    def _sorted(self) -> Iterator[list[list[str]]]:
        """Rows of one destination after another, each as texts: parts of one destination interleave."""
        tasks = self.plan.tasks
        of_one: list[list[str]] = []
        for task, following in zip(tasks, (*tasks[1:], None), strict=True):
            with self._part(task.number).open(encoding="utf-8", newline="") as file:
                of_one += csv.reader(file)
            if following is None or following.pairs != task.pairs:
                of_one.sort(key=lambda row: (int(row[0]), row[1]))
                yield of_one
                of_one = []


def _write_csv(path: Path, groups: Iterable[list[list[str]]]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for rows in groups:
            writer.writerows([neutral(cell) for cell in row] for row in rows)
            outcomes.update(row[OUTCOME] for row in rows)
    return outcomes


def require_pyarrow() -> None:
    """Raise `UnavailableError` when Parquet can be neither written nor read."""
    try:
        import pyarrow.parquet  # noqa: F401  asked for what it is
    except ImportError:
        raise UnavailableError(
            "Parquet needs pyarrow; install routegraph[parquet], or give an output ending in .csv."
        ) from None


def _write_parquet(path: Path, groups: Iterable[list[list[str]]]) -> Counter[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        name: pa.string() if name in TEXT else pa.int64() if name in WHOLE else pa.float64()
        for name in COLUMNS
    }
    schema = pa.schema(list(kinds.items()))
    outcomes: Counter[str] = Counter()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in groups:
            columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
            writer.write_table(
                pa.table({name: _typed(name, columns[name]) for name in COLUMNS}, schema=schema)
            )
            outcomes.update(row[OUTCOME] for row in rows)
    return outcomes


def _typed(name: str, texts: Sequence[str]) -> list[Any]:
    if name in TEXT:
        return list(texts)
    kind = int if name in WHOLE else float
    return [kind(text) if text else None for text in texts]


def read_rows(path: str | Path) -> Iterator[dict[str, Any]]:
    """Rows of a sweep's table, one after the other.

    Raises
    ------
    DataError
        It is not the table of a sweep.
    """
    path = Path(path)
    if path.suffix == ".parquet":
        require_pyarrow()
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise DataError(f"{path} cannot be read as Parquet: {str(error).splitlines()[0]}.") from None
        _check_columns(path, file.schema_arrow.names)
        rows = (row for batch in file.iter_batches() for row in batch.to_pylist())
        for number, row in enumerate(rows, 1):
            _check_row(f"{path}, row {number}", row)
            yield row
        return
    try:
        with path.open(encoding="utf-8", newline="") as text:
            reader = csv.reader(text)
            header = next(reader, [])
            _check_columns(path, header)
            for cells in reader:
                where = f"{path}, line {reader.line_num}"
                if len(cells) != len(header):
                    raise DataError(f"{where}: {len(cells)} cells where the header has {len(header)}.")
                told = dict(zip(header, map(restored, cells), strict=True))
                row = {name: _typed(name, [told[name]])[0] for name in COLUMNS}
                _check_row(where, row)
                yield row
    except (OSError, csv.Error, ValueError) as error:
        raise DataError(f"{path} cannot be read as the table of a sweep: {error}.") from None


def _check_columns(path: Path, names: Iterable[str]) -> None:
    if missing := [name for name in COLUMNS if name not in set(names)]:
        raise DataError(f"{path} is not the table of a sweep: no column {missing[0]!r}.")


def _check_row(where: str, row: dict[str, Any]) -> None:
    """Raise `DataError` for a row that no sweep writes."""
    weight, outcome = row["weight"], row["outcome"]
    if not isinstance(weight, float | int) or not 0 <= weight <= HEAVIEST:
        raise DataError(f"{where}: weight {weight} is no number from 0 to {HEAVIEST:g}.")
    if outcome not in OUTCOMES:
        raise DataError(f"{where}: outcome {outcome!r} is none of {', '.join(OUTCOMES)}.")
    needed = FIGURES if outcome in (Outcome.LONGER, Outcome.UNAFFECTED) else ()
    for name in FIGURES:
        if (value := row[name]) is None:
            if name in needed:
                raise DataError(f"{where}: no {name}, and the outcome is {outcome!r}.")
        elif not isinstance(value, float | int) or not math.isfinite(value):
            raise DataError(f"{where}: {name} {value} is no number.")
