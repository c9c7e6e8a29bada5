"""Reports as they come in: read once, answered anew, told once, whatever happens in between."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from killing import kill_loop

from routegraph.cli.main import main
from routegraph.errors import DataError, NotFoundError, QuestionError, UnavailableError
from routegraph.watch import feeds
from routegraph.watch.watcher import Watch, watch

CUT = "On Friday Islamic State captured the road between Ithriya and Khanasser.\n"
OPEN = "target,status,date\nIthriya - Khanasser,reopened,2030-11-05\n"
CLOSURES = {"scenario": "khanasser-standing"}


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def asked(hama_aleppo, tmp_path):
    log = tmp_path / "alerts.log"
    command = f'echo "$ROUTEGRAPH_ALERT $ROUTEGRAPH_OUTCOME" >> {log}'

    def make(**options) -> Watch:
        told = {"closures": CLOSURES, "on_change": command, "tell": lambda line: None} | options
        return Watch(hama_aleppo, [("Hama", "Aleppo")], tmp_path / "state", **told)

    make.log = log  # type: ignore[attr-defined]
    return make


def look(asked: Watch, inbox) -> None:
    watch(asked, inbox, once=True, pictures=False)


def sent(asked) -> list[str]:
    return asked.log.read_text().splitlines() if asked.log.exists() else []


def test_a_report_that_cuts_the_way_is_one_alert_and_coming_again_is_none(asked, inbox):
    (inbox / "a.txt").write_text(CUT)
    look(asked(), inbox)
    assert sent(asked) == ["1 no way remains"]
    (inbox / "again.txt").write_text(CUT)
    (inbox / "quiet.txt").write_text("The weather in Aleppo was fine.\n")
    look(asked(), inbox)
    assert sent(asked) == ["1 no way remains"]


def test_what_a_report_says_and_closes_nothing_stands_in_the_page_with_its_words(asked, inbox):
    unread = "Drivers asked whether the Khanasser road would ever be mended."
    denied = "The army denied that Salamiyah was captured."
    (inbox / "a.txt").write_text(f"{unread}\n{denied}\n")
    lines: list[str] = []
    one = asked(tell=lines.append)
    look(one, inbox)
    page = (one.folder / "digest.html").read_text("utf-8")
    for words in (f"not understood: “{unread}”", f"“{denied}”"):
        assert words in page
        assert any(words in line for line in lines)


def test_what_reopens_the_way_is_another_alert_and_pages_and_feed_tell_both(asked, inbox):
    (inbox / "a.txt").write_text(CUT)
    look(asked(), inbox)
    (inbox / "b.csv").write_text(OPEN)
    one = asked()
    watch(one, inbox, once=True)
    assert [line.split(" ", 1)[0] for line in sent(asked)] == ["1", "2"]
    page = (one.folder / "digest.html").read_text("utf-8")
    assert "no way remains" in page
    assert "b.csv" in page
    assert "© OpenStreetMap contributors" in page
    assert (one.folder / "journey-1.png").stat().st_size > 10_000
    entries = ET.parse(one.folder / "changes.atom").getroot().findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2
    assert len({entry.find("{http://www.w3.org/2005/Atom}id").text for entry in entries}) == 2


def test_a_new_version_of_a_file_replaces_the_older_one(asked, inbox):
    (inbox / "a.txt").write_text(CUT)
    look(asked(), inbox)
    (inbox / "a.txt").write_text("Correction: nothing was captured near Khanasser.\n")
    one = asked()
    look(one, inbox)
    assert [alert.told["outcome"] for alert in one.state.alerts()] == ["no way remains", "a way remains"]


def test_unfinished_and_empty_files_are_left_and_bad_ones_are_told(asked, inbox):
    (inbox / "half.txt.part").write_text(CUT)
    (inbox / ".hidden.txt").write_text(CUT)
    (inbox / "empty.txt").write_text("")
    (inbox / "bad.csv").write_text("nothing,known\n1,2\n")
    lines: list[str] = []
    one = asked(tell=lines.append)
    look(one, inbox)
    assert [report.name for report in one.state.reports()] == ["bad.csv"]
    assert any(line.startswith("bad.csv: not read") for line in lines)
    assert "bad.csv" in (one.folder / "digest.html").read_text("utf-8")


def test_a_command_that_fails_is_told_and_not_run_again(asked, inbox):
    (inbox / "a.txt").write_text(CUT)
    lines: list[str] = []
    look(asked(on_change="exit 3", tell=lines.append), inbox)
    look(asked(on_change="exit 3", tell=lines.append), inbox)
    assert [line for line in lines if "ended with 3" in line] == [
        "alert 1: the command of --on-change ended with 3."
    ]


def test_a_memory_of_something_else_is_refused(asked, inbox, hama_aleppo, tmp_path):
    look(asked(), inbox)
    with pytest.raises(DataError, match="watches something else"):
        Watch(hama_aleppo, [("Homs", "Aleppo")], tmp_path / "state")
    with pytest.raises(NotFoundError, match="no folder"):
        watch(asked(), inbox / "none", once=True)
    with pytest.raises(QuestionError, match="give a folder, or --feed"):
        watch(asked(), None, once=True)


def test_the_command_line_says_what_it_did(inbox, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (inbox / "a.txt").write_text(CUT)
    words = [
        "watch",
        "inbox",
        "--journey",
        "Hama",
        "Aleppo",
        "--scenario",
        "khanasser-standing",
        "--once",
        "--no-pictures",
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "a.txt: Hama - Aleppo is now no way remains" in result.output
    events = json.loads((tmp_path / "inbox-watch" / "events.json").read_text())["events"]
    assert events[0]["quote"].startswith("On Friday Islamic State captured")


@pytest.mark.parametrize("kills", [6])
def test_killed_at_any_moment_no_report_is_lost_and_no_alert_sent_twice(inbox, tmp_path, kills):
    """See benchmarks/watch.py for a hundred."""
    assert kill_loop(inbox, tmp_path, kills, seed=1) == []


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Updates</title>
<entry><id>urn:1</id><title>Road cut</title><updated>2026-10-23T10:00:00Z</updated>
<link href="https://example.org/1"/><content type="html">&lt;p&gt;Islamic State captured the road between
Ithriya and Khanasser.&lt;/p&gt;</content></entry></feed>"""
RSS = """<rss version="2.0"><channel><title>Updates</title><item><guid>1</guid><title>Road cut</title>
<pubDate>Fri, 23 Oct 2026 10:00:00 GMT</pubDate>
<description>Islamic State captured the road between Ithriya and Khanasser.</description></item>
</channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Updates",
        "items": [
            {
                "id": "1",
                "title": "Road cut",
                "date_published": "2026-10-23T10:00:00Z",
                "content_text": "Islamic State captured the road between Ithriya and Khanasser.",
            }
        ],
    }
)


@pytest.fixture
def server(socket_enabled) -> Iterator[str]:
    """Feeds on loopback, with etags."""
    bodies = {"/atom": ATOM, "/rss": RSS, "/json": JSON_FEED, "/page": "<html>no feed</html>",
              "/large": "x" * (feeds.MOST_BYTES + 10), "/broken": '{"version": '}  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = bodies.get(self.path)
            if body is None:
                self.send_error(404)
            elif self.headers.get("If-None-Match") == '"one"':
                self.send_response(304)
                self.end_headers()
            else:
                self.send_response(200)
                self.send_header("ETag", '"one"')
                self.end_headers()
                self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_an_entry_of_a_feed_is_read_once_with_its_date_and_title(server, asked, kind):
    one = asked()
    watch(one, None, [f"{server}/{kind}"], once=True, pictures=False)
    assert [(r.name, r.dated) for r in one.state.reports()] == [("Road cut.html", "2026-10-23")]
    assert sent(asked) == ["1 no way remains"]
    assert one.state.feed(f"{server}/{kind}")[0] == '"one"'
    watch(one, None, [f"{server}/{kind}"], once=True, pictures=False)
    assert len(one.state.reports()) == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [("page", "is no Atom, RSS or JSON feed"), ("large", "larger than 8 MB"), ("broken", "no whole JSON"),
     ("none", "answers 404")],
)  # fmt: skip
def test_what_is_no_feed_is_told_and_tried_again_later(server, asked, path, message):
    lines: list[str] = []
    one = asked(tell=lines.append)
    watch(one, None, [f"{server}/{path}"], once=True, pictures=False)
    assert message in lines[0]
    assert message.split()[-1] in (one.folder / "digest.html").read_text("utf-8")


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n{"])
def test_a_feed_that_comes_byte_by_byte_is_left(socket_enabled, monkeypatch, begins):
    monkeypatch.setattr(feeds, "LONGEST_S", 0.2)
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            with suppress(OSError):
                self.wfile.write(begins)
                while not stop.wait(0.01):
                    self.wfile.write(b"x")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        with pytest.raises(UnavailableError, match=r"no whole answer within 0\.2 seconds; it is tried again"):
            feeds.fetch(f"http://127.0.0.1:{running.server_port}/")
        stop.set()
        running.shutdown()


def test_only_addresses_of_the_web_are_fetched():
    with pytest.raises(QuestionError, match="begins with https"):
        feeds.fetch("file:///etc/passwd")


def test_a_server_that_is_not_there_is_told(socket_enabled):
    with pytest.raises(UnavailableError, match="cannot be fetched"):
        feeds.fetch("http://127.0.0.1:9/")


@pytest.fixture
def archive(socket_enabled, monkeypatch) -> Iterator[dict]:
    """ACLED's and ReliefWeb's interfaces on loopback; what was asked, and what to answer."""
    heard: dict = {"asked": [], "token": {"access_token": "T"}, "rows": {"data": []}, "reports": {"data": []}}

    class Handler(BaseHTTPRequestHandler):
        def answer(self, told):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def do_POST(self):
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard["asked"].append((self.path, form))
            self.answer(heard["token"])

        def do_GET(self):
            heard["asked"].append((self.path, self.headers.get("Authorization")))
            self.answer(heard["rows"] if self.path.startswith("/api/acled") else heard["reports"])

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        for name in ("ACLED", "RELIEFWEB"):
            monkeypatch.setattr(feeds, name, f"http://127.0.0.1:{running.server_port}")
        monkeypatch.setenv("ROUTEGRAPH_ACLED_USER", "me@example.org")
        monkeypatch.setenv("ROUTEGRAPH_ACLED_PASSWORD", "secret&1")
        monkeypatch.setenv("ROUTEGRAPH_RELIEFWEB_APPNAME", "my-app")
        yield heard
        running.shutdown()


def acled_row(day: str, number: int) -> dict:
    return {
        "event_id_cnty": f"SYR{number}",
        "event_date": day,
        "event_type": "Strategic developments",
        "sub_event_type": "Non-violent transfer of territory",
        "actor1": "Islamic State (Syria)",
        "actor2": "",
        "location": "Ithriya",
        "latitude": "35.37",
        "longitude": "37.79",
        "geo_precision": "1",
        "source": "SOHR",
        "notes": "Islamic State took Ithriya.",
    }


def test_acled_is_asked_by_the_users_own_account_and_a_corrected_day_replaces_the_older_one(archive, asked):
    archive["rows"] = {"data": [acled_row("2026-10-23", 1), acled_row("2026-10-24", 2)]}
    one = asked()
    watch(one, None, ["acled:Syria"], once=True, pictures=False)
    (login, form), (path, token) = archive["asked"]
    assert (login, token) == ("/oauth/token", "Bearer T")
    assert "password=secret%261" in form
    assert "country=Syria" in path
    assert [(r.name, r.dated) for r in one.state.reports()] == [
        ("ACLED Syria 2026-10-23.json", "2026-10-23"),
        ("ACLED Syria 2026-10-24.json", "2026-10-24"),
    ]
    assert len(json.loads((one.folder / "events.json").read_text())["events"]) == 2
    archive["rows"] = {"data": [acled_row("2026-10-24", 3)]}
    watch(one, None, ["acled:Syria"], once=True, pictures=False)
    events = json.loads((one.folder / "events.json").read_text())["events"]
    assert [event["source"]["title"] for event in events] == ["ACLED SYR1", "ACLED SYR3"]
    for file in one.folder.rglob("*"):
        assert not file.is_file() or b"secret" not in file.read_bytes()


def test_reports_of_reliefweb_are_read_with_their_date_and_address(archive, asked):
    fields = {
        "title": "Flash update",
        "body-html": "<p>Islamic State captured the road between Ithriya and Khanasser.</p>",
        "url": "https://reliefweb.int/report/1",
        "date": {"original": "2026-10-23T00:00:00+00:00"},
    }
    archive["reports"] = {"data": [{"id": "1", "fields": fields}, "broken", {"id": "2"}]}
    one = asked()
    watch(one, None, ["reliefweb:Aleppo road"], once=True, pictures=False)
    assert "query%5Bvalue%5D=Aleppo+road" in archive["asked"][0][0]
    assert [(r.name, r.dated) for r in one.state.reports()] == [("Flash update.html", "2026-10-23")]
    assert sent(asked) == ["1 no way remains"]
    events = json.loads((one.folder / "events.json").read_text())["events"]
    assert events[0]["source"]["url"] == "https://reliefweb.int/report/1"


@pytest.mark.parametrize(
    ("heard", "source", "message"),
    [
        ({"token": {"error": "invalid_grant"}}, "acled:Syria", "gives no access for this account"),
        ({"rows": {"status": 403, "message": "Access denied"}}, "acled:Syria", "Access denied"),
        ({"reports": {"error": "appname"}}, "reliefweb:x", "no list of reports"),
        ({"reports": []}, "reliefweb:x", "no whole JSON"),
    ],
)
def test_an_archive_that_refuses_is_told_and_tried_again_later(archive, asked, heard, source, message):
    archive.update(heard)
    lines: list[str] = []
    watch(asked(tell=lines.append), None, [source], once=True, pictures=False)
    assert message in lines[0]


def test_an_archive_without_the_users_key_is_refused_at_once(asked, monkeypatch):
    monkeypatch.delenv("ROUTEGRAPH_ACLED_USER", raising=False)
    with pytest.raises(QuestionError, match="set ROUTEGRAPH_ACLED_USER"):
        watch(asked(), None, ["acled:Syria"], once=True)


def test_a_key_in_an_address_is_shown_nowhere(server, asked):
    lines: list[str] = []
    one = asked(tell=lines.append)
    watch(one, None, [f"{server}/none?key=1234"], once=True, pictures=False)
    assert "answers 404" in lines[0]
    assert "1234" not in "".join(lines) + (one.folder / "digest.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id>"
         "<title>Road\u202e cut</title></entry></feed>",
         "Road cut.html: "),
        ("<?xml version='1.0' encoding='utf\x00-8'?><rss version='2.0'><channel/></rss>", ""),
    ],
)  # fmt: skip
def test_nothing_of_a_feed_turns_the_writing_or_ends_the_watch(asked, monkeypatch, feed, told):
    monkeypatch.setattr(feeds, "_ask", lambda *_: (feed.encode(), {}))
    lines: list[str] = []
    watch(asked(tell=lines.append), None, ["http://127.0.0.1/feed"], once=True, pictures=False)
    assert "\u202e" not in "".join(lines)
    assert any(line.startswith(told) for line in lines)
