"""The watch itself: an inbox and feeds, read into the ledger; journeys answered anew; alerts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from routegraph.errors import NotFoundError, OutputError, QuestionError, RoutegraphError, UnavailableError
from routegraph.intake import clean, is_folder
from routegraph.questions.whatif import WhatIf
from routegraph.reports.events_file import to_document
from routegraph.reports.tables import read_events
from routegraph.scenario.supposition import Closures
from routegraph.study import Study
from routegraph.watch.digest import now, write_digest
from routegraph.watch.feeds import fetch, shown
from routegraph.watch.state import Alert, Report, WatchState
from routegraph.written import write_whole

PROSE = (".txt", ".md", ".html", ".htm", ".text", "")
"""Suffixes of reports in prose; every other file is taken for a table of events."""

MOST_BYTES = 32 * 1024 * 1024
UNFINISHED = re.compile(r"^[.~]|[~]$|\.(part|tmp|crdownload|swp)$", re.IGNORECASE)
EVERY_S = 900.0
COMMAND_S = 120.0


@dataclass
class Watch:
    """One watch: what is asked, of which study, and where its memory and its pages are.

    Parameters
    ----------
    study : Study
    journeys : sequence of (str, str)
        Origins and destinations.
    folder : path
        Memory and pages are kept there; made when it is not there.
    closures : Closures
        What stands beside the reports.
    on_change : str
        A command of the shell that is run once for each alert. It finds the alert as JSON in its
        standard input, and in the variables ``ROUTEGRAPH_JOURNEY``, ``ROUTEGRAPH_OUTCOME``,
        ``ROUTEGRAPH_BEFORE``, ``ROUTEGRAPH_SENTENCE``, ``ROUTEGRAPH_REPORT`` and ``ROUTEGRAPH_ALERT``.
    tell : callable, optional
        Told each line that a person should see.

    Raises
    ------
    RoutegraphError
        A journey or a closure cannot be read, or the folder belongs to another watch.
    """

    study: Study
    journeys: Sequence[tuple[str, str]]
    folder: Path
    closures: Closures = field(default_factory=Closures)
    on_change: str = ""
    tell: Callable[[str], None] = print

    def __post_init__(self) -> None:
        if not self.journeys:
            raise QuestionError("nothing to watch; give at least one --journey ORIGIN DESTINATION.")
        first = self._ask([])  # a question that cannot be asked is told at once
        try:
            (self.folder / "reports").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot keep anything in {self.folder}: {error.strerror}.") from None
        self.state = WatchState(self.folder / "watch.sqlite")
        self.state.belongs_to("; ".join(answer.question.command for answer in first.values()))
        if not self.state.outcomes():
            self.state.answer(None, _told(first), now())

    def take_file(self, path: Path) -> bool:
        """Take a file of the inbox; returns whether its content is new."""
        if UNFINISHED.search(path.name) or not path.is_file() or path.is_symlink():
            return False
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= MOST_BYTES else b""
            dated = dt.date.fromtimestamp(path.stat().st_mtime).isoformat()
        except OSError as error:
            self.tell(
                f"{clean(path.name)} cannot be opened: {error.strerror}; it is tried again when it changes."
            )
            return False
        if size > MOST_BYTES:
            self.tell(f"{clean(path.name)} is larger than {MOST_BYTES // 1024 // 1024} MB; it is not read.")
            return False
        return bool(data.strip()) and self._take(data, clean(path.name), f"file:{path.name}", dated)

    def take_feed(self, url: str) -> int:
        """Look at a feed; returns how many of its entries are new."""
        etag, modified = self.state.feed(url)
        try:
            fetched = fetch(url, etag, modified)
        except UnavailableError as error:
            self.state.note_feed(url, etag, modified, str(error), now())
            self.tell(str(error))
            return 0
        today = dt.date.today().isoformat()
        taken = 0
        for one in reversed(fetched.entries):
            key = hashlib.sha256(f"{url} {one.key}".encode()).hexdigest()[:16]
            dated = one.dated or today
            taken += self._take(one.content, f"{one.title}{one.suffix}", f"feed:{key}", dated)
        if fetched.left_out:
            self.tell(f"feed {shown(url)}: {fetched.left_out:,} older entries are left out.")
        self.state.note_feed(url, fetched.etag, fetched.modified, "", now())
        return taken

    def _take(self, data: bytes, name: str, source: str, dated: str) -> bool:
        digest = hashlib.sha256(data).hexdigest()
        if self.state.knows(digest):
            return False
        kept = self._kept(digest, name)
        write_whole(kept, lambda spare: spare.write_bytes(data))
        return self.state.take(digest, name, source, dated, now())

    def _kept(self, digest: str, name: str) -> Path:
        suffix = Path(name).suffix.lower()[:12]
        return self.folder / "reports" / f"{digest[:32]}{suffix}"

    def catch_up(self) -> int:
        """Read what was taken, answer anew after each report, send alerts; returns how many alerts."""
        for report in self.state.reports():
            if report.events is None and not report.problem:
                self._read(report)
        reports = self.state.reports()
        for i, report in enumerate(reports):
            if report.answered:
                continue
            answers = self._ask(reports[: i + 1])
            for journey in self.state.answer(report, _told(answers), now()):
                self.tell(f"{report.name}: {journey} is now {answers[journey].text().outcome}")
        return self._send()

    def _read(self, report: Report) -> None:
        path = self._kept(report.sha256, report.name)
        try:
            if Path(report.name).suffix.lower() in PROSE:
                found = self.study.extract(path, date=report.dated)
                content: Any = found
                notes = [
                    *found.warnings,
                    *(f"not understood: “{one.quote}”" for one in found.not_understood),
                    *(f"set aside, {one.reason}: “{one.quote}”" for one in found.set_aside),
                ]
            else:
                table = read_events(path, skip_bad=True, gazetteer=self.study.gazetteer)
                content, notes = table.events, [*table.skipped, *table.notes]
            document = {"events": to_document(content)["events"]}
            count = len(document["events"])
            told = [f"{count} event{'' if count == 1 else 's'}", *notes]
            self.state.read(report.number, json.dumps(document, ensure_ascii=False), "", "\n".join(told))
            for line in told:
                self.tell(f"{report.name}: {line}")
        except RoutegraphError as error:
            self.state.read(report.number, None, str(error), "")
            self.tell(f"{report.name}: not read: {error}")

    def _ask(self, reports: Sequence[Report]) -> dict[str, WhatIf]:
        closures: Closures = {**self.closures}
        events = [event for one in reports if one.events for event in json.loads(one.events)["events"]]
        if events:
            path = self.folder / "events.json"
            text = json.dumps({"events": events}, ensure_ascii=False, indent=1)
            write_whole(path, lambda spare: spare.write_text(text, "utf-8"))
            closures["events"] = [*(closures.get("events") or ()), path]
        return {f"{a} - {b}": self.study.whatif(a, b, **closures) for a, b in self.journeys}

    def _send(self) -> int:
        sent = 0
        for alert in self.state.alerts():
            if alert.sent:
                continue
            if self.state.mark_sent(alert.number, now()):
                self.state.note_result(alert.number, self._run(alert) if self.on_change else "sent")
                sent += 1
        return sent

    def _run(self, alert: Alert) -> str:
        told = alert.told | {"journey": alert.journey, "at": alert.at, "report": alert.report}
        names = {
            "journey": alert.journey,
            "outcome": alert.told["outcome"],
            "before": alert.told["before"],
            "sentence": alert.told["sentence"],
            "report": alert.report,
            "alert": str(alert.number),
        }
        own = {f"ROUTEGRAPH_{key.upper()}": value for key, value in names.items()}
        try:
            done = subprocess.run(
                self.on_change,
                shell=True,
                input=json.dumps(told, ensure_ascii=False),
                text=True,
                encoding="utf-8",
                env={**os.environ, **own},
                timeout=COMMAND_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            result = f"the command of --on-change took longer than {COMMAND_S:g} s"
        else:
            result = (
                "sent" if not done.returncode else f"the command of --on-change ended with {done.returncode}"
            )
        if result != "sent":
            self.tell(f"alert {alert.number}: {result}.")
        return result

    def write_pages(self, pictures: bool = True) -> None:
        """Write the digest, the feed of changes, and a page for each journey."""
        names = []
        answers = self._ask(self.state.reports())
        for i, answer in enumerate(answers.values(), start=1):
            if pictures:
                answer.save(self.folder / f"journey-{i}.png")
                names.append(f"journey-{i}.png")
        title = f"Watch of {', '.join(f'{a} - {b}' for a, b in self.journeys)}"
        write_digest(self.state, self.folder, title, self.study.network.provenance.attribution, names)


def _told(answers: dict[str, WhatIf]) -> dict[str, tuple[str, dict[str, Any]]]:
    """A digest of each answer, equal for equal outcomes and ways, and its words."""
    found = {}
    for journey, answer in answers.items():
        after, text = answer.after, answer.text()
        key = json.dumps([after.roads.tolist(), round(after.time_s)] if after else None)
        found[journey] = (
            hashlib.sha256(key.encode()).hexdigest(),
            {
                "outcome": text.outcome,
                "sentence": text.sentence,
                "alert": text.alert,
                "command": answer.question.command,
            },
        )
    return found


def watch(
    asked: Watch,
    inbox: str | Path | None,
    feeds: Sequence[str] = (),
    *,
    once: bool = False,
    every_s: float = EVERY_S,
    pictures: bool = True,
) -> None:
    """Watch an inbox and feeds until interrupted, or look once.

    Parameters
    ----------
    asked : Watch
    inbox : path, optional
        Folder of reports: prose as text or HTML, tables of events in any known form.
    feeds : sequence of str
        Addresses of Atom, RSS and JSON feeds, ``acled:COUNTRY``, ``reliefweb:WORDS``.
    once : bool
        Look once and end.
    every_s : float
        Seconds between two looks at the feeds.
    pictures : bool
        Draw a page for each journey.

    Raises
    ------
    NotFoundError
        There is no such folder.
    QuestionError
        There is neither a folder nor a feed.
    """
    folder = Path(inbox) if inbox else None
    if folder is None and not feeds:
        raise QuestionError("nothing to watch; give a folder, or --feed with an address.")
    if folder is not None and not is_folder(folder):
        raise NotFoundError(f"no folder {folder}; make it, and put reports into it.")
    for _ in _moments(folder, bool(feeds), once, every_s):
        for path in sorted(folder.iterdir(), key=_age) if folder else ():
            asked.take_file(path)
        for url in feeds:
            asked.take_feed(url)
        asked.catch_up()
        asked.write_pages(pictures)


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except OSError:
        return 0.0, path.name


def _moments(folder: Path | None, feeds: bool, once: bool, every_s: float) -> Iterator[None]:
    """Now, then whenever a file changes or feeds are due."""
    yield
    if once:
        return
    if folder is None:
        import time

        while True:
            time.sleep(every_s)
            yield
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise UnavailableError(
            "watching a folder needs watchfiles; install it with pip install 'routegraph[watch]', "
            "or look from time to time with --once."
        ) from None
    timeout_ms = int(every_s * 1000) if feeds else 3_600_000
    for _ in changes(
        folder, recursive=False, rust_timeout=timeout_ms, yield_on_timeout=True, raise_interrupt=True
    ):
        yield
