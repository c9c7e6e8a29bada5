"""What a watch remembers, in SQLite: reports, the answers they led to, alerts, and feeds.

Every step is one transaction, and each can be taken again: whoever is killed between two steps goes
on at the next one. An alert is marked before it is sent, so that none is sent twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routegraph.errors import DataError

SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    number INTEGER PRIMARY KEY, sha256 TEXT UNIQUE NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
    dated TEXT NOT NULL, came TEXT NOT NULL, events TEXT, problem TEXT, notes TEXT,
    answered INTEGER NOT NULL DEFAULT 0, replaced INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS outcome (journey TEXT PRIMARY KEY, digest TEXT NOT NULL, told TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alert (
    number INTEGER PRIMARY KEY, journey TEXT NOT NULL, at TEXT NOT NULL, told TEXT NOT NULL,
    report TEXT NOT NULL, sent TEXT, result TEXT
);
CREATE TABLE IF NOT EXISTS feed (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, problem TEXT, checked TEXT);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Report:
    """A report that came in.

    Attributes
    ----------
    number : int
        In the order of coming.
    sha256, name, source : str
        Of its content; the file's name or the entry's title; where it came from.
    dated, came : str
        ISO day that its "today" is, and time when it was first seen.
    events : str or None
        Events file as JSON, once it was read.
    problem : str
        Why it could not be read; empty when it could.
    notes : str
        A line for how many events it told, and one for each thing that was not read or not understood.
    answered : int
        Whether the journeys were answered after it.
    """

    number: int
    sha256: str
    name: str
    source: str
    dated: str
    came: str
    events: str | None
    problem: str
    notes: str
    answered: int


@dataclass(frozen=True)
class Alert:
    """A changed outcome of one journey, and the report that changed it."""

    number: int
    journey: str
    at: str
    told: dict[str, Any]
    report: str
    sent: str
    result: str


class WatchState:
    """The memory of one watch, in one file.

    Raises
    ------
    DataError
        The file is no such memory, or belongs to another watch.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(SCHEMA)
        except sqlite3.Error as error:
            raise DataError(f"{path} cannot be used ({error}); give another --state folder.") from None

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def belongs_to(self, question: str) -> None:
        """Note what is watched, and refuse a memory of something else."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO setting VALUES ('question', ?)", (question,))
        (known,) = self._db.execute("SELECT value FROM setting WHERE name = 'question'").fetchone()
        if known != question:
            raise DataError(
                f"{self.path} watches something else ({known}); give another --state folder, or remove it."
            )

    def knows(self, sha256: str) -> bool:
        """Whether a report of this content has come before."""
        found = self._db.execute("SELECT 1 FROM report WHERE sha256 = ?", (sha256,)).fetchone()
        return found is not None

    def take(self, sha256: str, name: str, source: str, dated: str, came: str) -> bool:
        """Note a report; a newer one of the same source replaces it. Returns whether it is new."""
        with self._transaction() as db:
            added = db.execute(
                "INSERT OR IGNORE INTO report (sha256, name, source, dated, came) VALUES (?, ?, ?, ?, ?)",
                (sha256, name, source, dated, came),
            ).rowcount
            if added:
                db.execute(
                    "UPDATE report SET replaced = 1 WHERE source = ? AND sha256 <> ?", (source, sha256)
                )
        return bool(added)

    def reports(self) -> list[Report]:
        """Reports that count, in the order of coming."""
        rows = self._db.execute(
            "SELECT number, sha256, name, source, dated, came, events, coalesce(problem, ''), "
            "coalesce(notes, ''), answered FROM report WHERE NOT replaced ORDER BY number"
        )
        return [Report(*row) for row in rows]

    def read(self, number: int, events: str | None, problem: str, notes: str) -> None:
        """Note what a report said, or why it could not be read."""
        with self._transaction() as db:
            db.execute(
                "UPDATE report SET events = ?, problem = ?, notes = ? WHERE number = ?",
                (events, problem, notes, number),
            )

    def answer(
        self, report: Report | None, told: Mapping[str, tuple[str, dict[str, Any]]], at: str
    ) -> list[str]:
        """Note the answers after a report, and an alert for each that differs; returns their journeys.

        Parameters
        ----------
        report : Report or None
            None for the answers before any report, which are no news.
        told : dict of str to (str, dict)
            By journey: a digest that is equal for equal outcomes, and the outcome in words.
        """
        changed = []
        with self._transaction() as db:
            for journey, (digest, outcome) in told.items():
                known = db.execute(
                    "SELECT digest, told FROM outcome WHERE journey = ?", (journey,)
                ).fetchone()
                text = json.dumps(outcome, ensure_ascii=False)
                db.execute("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?)", (journey, digest, text))
                if known and known[0] != digest and report:
                    changed.append(journey)
                    news = outcome | {"before": json.loads(known[1])["outcome"]}
                    db.execute(
                        "INSERT INTO alert (journey, at, told, report) VALUES (?, ?, ?, ?)",
                        (journey, at, json.dumps(news, ensure_ascii=False), report.name),
                    )
            if report:
                db.execute("UPDATE report SET answered = 1 WHERE number = ?", (report.number,))
        return changed

    def outcomes(self) -> dict[str, dict[str, Any]]:
        """What each journey's last answer said."""
        return {j: json.loads(told) for j, told in self._db.execute("SELECT journey, told FROM outcome")}

    def alerts(self) -> list[Alert]:
        """Every alert, the newest last."""
        rows = self._db.execute(
            "SELECT number, journey, at, told, report, coalesce(sent, ''), coalesce(result, '') "
            "FROM alert ORDER BY number"
        )
        return [Alert(n, j, at, json.loads(told), r, s, x) for n, j, at, told, r, s, x in rows]

    def mark_sent(self, number: int, at: str) -> bool:
        """Mark an alert as sent, before it is; returns whether nobody had."""
        with self._transaction() as db:
            changed = db.execute("UPDATE alert SET sent = ? WHERE number = ? AND sent IS NULL", (at, number))
            return bool(changed.rowcount)

    def note_result(self, number: int, result: str) -> None:
        """Note how sending an alert ended."""
        with self._transaction() as db:
            db.execute("UPDATE alert SET result = ? WHERE number = ?", (result, number))

    def feed(self, url: str) -> tuple[str, str]:
        """The etag and the date of a feed's last state; empty when it was not fetched."""
        row = self._db.execute("SELECT etag, modified FROM feed WHERE url = ?", (url,)).fetchone()
        return (row[0] or "", row[1] or "") if row else ("", "")

    def note_feed(self, url: str, etag: str, modified: str, problem: str, at: str) -> None:
        """Note a feed's state, or why it could not be fetched, which keeps the older state."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO feed (url) VALUES (?)", (url,))
            db.execute("UPDATE feed SET problem = ?, checked = ? WHERE url = ?", (problem, at, url))
            if not problem:
                db.execute("UPDATE feed SET etag = ?, modified = ? WHERE url = ?", (etag, modified, url))

    def feeds(self) -> Sequence[tuple[str, str, str]]:
        """Address, last problem, and time of the last look at each feed."""
        rows = self._db.execute(
            "SELECT url, coalesce(problem, ''), coalesce(checked, '') FROM feed ORDER BY url"
        )
        return rows.fetchall()
