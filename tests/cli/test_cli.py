"""The command line as a person uses it: what it prints, where, and its exit code."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

import routegraph
from routegraph.cli import streams
from routegraph.cli.main import main
from routegraph.errors import ExitCode


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))


def run(*words: str, **invoked):
    return CliRunner().invoke(main, list(words), **invoked)


def test_json_is_exactly_what_the_method_returns():
    result = run("whatif", "Hama", "Aleppo", "--close", "M5", "--close", "Ithriya - Khanasser", "--json")
    answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5", "Ithriya - Khanasser"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == answer.to_dict()


@pytest.mark.parametrize(
    "words",
    [
        ("whatif", "Hama", "Aleppo", "--close", "M5", "--vehicle", "car", "--by", "distance"),
        ("whatif", "Hama", "Aleppo", "--scenario", "khanasser-2015-10", "--date", "2015-10-24"),
        ("whatif", "36.75,35.13", "37.16,36.20", "--close", "37.50,35.78~3km", "--slow", "ref:M5=2"),
        ("whatif", "Hama", "Aleppo", "--close", "M5", "--min-confidence", "0.7", "--spare-bridges"),
    ],
)
def test_the_command_in_an_answer_reruns_it(words):
    told = json.loads(run(*words, "--json").stdout)
    again = json.loads(run(*shlex.split(told["command"])[1:], "--json").stdout)
    assert again == told
    assert sorted(shlex.split(told["command"])[1:]) == sorted(words)


def test_a_point_of_the_western_half_of_the_earth_is_no_option(tmp_path, monkeypatch):
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    file = tmp_path / "west.osm"
    file.write_text(
        '<osm version="0.6"><node id="1" lat="40.0" lon="-76.9"/><node id="2" lat="40.1" lon="-76.8"/>'
        '<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way></osm>'
    )
    run("network", "import", str(file), "--name", "west")
    words = ("whatif", "-76.9,40.0", "-76.8,40.1", "--close", "-76.8,40.1~1km", "--network", "west")
    told = json.loads(run(*words, "--json").stdout)
    assert told["outcome"] == "severed"
    assert sorted(shlex.split(told["command"])[1:]) == sorted(words)


def test_a_severed_journey_is_an_answer_with_exit_code_zero():
    result = run("whatif", "Hama", "Aleppo", "--scenario", "khanasser-2015-10")
    assert result.exit_code == ExitCode.OK
    assert "no way remains" in result.stdout
    assert "Khanasser road, Ithriya to Khanasser" in result.stdout
    assert "© OpenStreetMap contributors" in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("whatif", "Hama", "Atlantis"), ExitCode.NOT_FOUND, "no place called 'Atlantis'"),
        (("whatif", "35.13,36.75", "Aleppo"), ExitCode.USAGE, "swap them"),
        (("whatif", "Hama", "Hama"), ExitCode.USAGE, "one junction"),
        (("whatif", "Hama", "Aleppo", "--close", "M55"), ExitCode.NOT_FOUND, "Roads of like name: M5."),
        (("whatif", "Hama", "Aleppo", "--close", "Khanasser~-3km"), ExitCode.USAGE, "above 0"),
        (
            ("whatif", "Hama", "Aleppo", "--scenario", "nope"),
            ExitCode.NOT_FOUND,
            "bundled: hts-2024, khanasser-2015-10",
        ),
        (("whatif", "Hama", "Aleppo", "--date", "2015-02-30"), ExitCode.USAGE, "YYYY-MM-DD"),
        (("whatif", "Hama", "Aleppo", "--network", "mars"), ExitCode.NOT_FOUND, "no network called 'mars'"),
        (("whatif", "Hama", "Aleppo", "--vehicle", "tank"), ExitCode.NOT_FOUND, "car, truck, 4x4"),
        (("whatif", "Hama", "Aleppo", "--report", "none.txt"), ExitCode.NOT_FOUND, "no report none.txt"),
        (("whatif", "Hama", "Aleppo", "--events", "none.yaml"), ExitCode.NOT_FOUND, "none.yaml"),
        (("whatif", "Hama", "Aleppo", "--min-confidence", "7"), ExitCode.USAGE, "0<=x<=1"),
        (("network", "info", "mars"), ExitCode.NOT_FOUND, "no network called"),
        (("network", "remove", "hama-aleppo"), ExitCode.NOT_FOUND, "no imported network"),
        (("network", "import", "none.osm.pbf"), ExitCode.NOT_FOUND, "none.osm.pbf"),
        (("network", "fetch"), ExitCode.USAGE, "--bbox"),
        (("network", "fetch", "--bbox", "39,34,36,37"), ExitCode.USAGE, "west must lie below east"),
        (("places", "search", "\x01\x02"), ExitCode.NOT_FOUND, "no place like"),
        (("scenario", "show", "nope.yaml"), ExitCode.NOT_FOUND, "no file nope.yaml"),
    ],
)
def test_a_bad_question_gets_one_message_its_exit_code_and_no_traceback(words, code, says):
    result = run(*words)
    assert result.exit_code == code
    assert says in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output
    assert len(result.stderr.strip().splitlines()) <= 4


@pytest.mark.parametrize("words", [("extract", "A" * 400), ("whatif", "Hama", "Al\0eppo")])
def test_what_no_file_system_takes_is_told_in_a_line(words):
    told = run(*words)
    assert told.exit_code in (ExitCode.USAGE, ExitCode.BAD_DATA)
    assert "Error: " in told.stderr
    assert "fault of routegraph" not in told.stderr


def test_an_unwritable_picture_is_told_and_nothing_is_left(tmp_path: Path):
    (tmp_path / "file").write_text("")
    result = run("whatif", "Hama", "Aleppo", "--png", str(tmp_path / "file" / "out.png"))
    assert result.exit_code == ExitCode.CANNOT_WRITE
    assert "file/out.png" in result.stderr
    assert sorted(f.name for f in tmp_path.iterdir()) == ["file"]


def test_the_lists_name_what_is_bundled():
    assert "hama-aleppo" in run("network", "list").stdout
    assert "khanasser-standing" in run("scenario", "list").stdout
    assert "Ithriya - Khanasser" in run("scenario", "show", "khanasser-2015-10").stdout
    assert "truck" in run("vehicles", "list").stdout
    assert "speed_kph" in run("vehicles", "show", "car").stdout
    assert json.loads(run("scenario", "schema").stdout)["title"] == "Scenario for routegraph"


def test_network_info_tells_figures_and_licence():
    told = json.loads(run("network", "info", "--json").stdout)
    assert (told["nodes"], told["roads"], told["licence"]) == (833, 1229, "ODbL-1.0")
    assert sum(told["km_by_class"].values()) == pytest.approx(told["length_km"], abs=0.2)
    assert "© OpenStreetMap contributors" in run("network", "info").stdout


def test_places_are_found_by_their_beginning():
    assert "Khanasser (خناصر)" in run("places", "search", "khanas").stdout
    found = json.loads(run("places", "search", "Khnaser", "--json").stdout)
    assert found[0]["name"] == "Khanasser"


HEAVY = (
    "osmnx",
    "geopandas",
    "pandas",
    "numba",
    "matplotlib",
    "scipy",
    "networkx",
    "shapely",
    "rapidfuzz",
    "yaml",
)


@pytest.mark.parametrize("words", [["--help"], ["whatif", "Hama", "Aleppo", "--close", "Khanasser"]])
def test_the_short_way_imports_nothing_heavy(words):
    code = (
        "import sys\nfrom routegraph.cli.main import main\n"
        f"main({words!r}, standalone_mode=False)\n"
        f"print('HEAVY', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.rstrip().endswith("HEAVY []")


def test_minutes_may_be_given_with_commas_or_one_by_one():
    together, apart = (
        run("reach", "Hama", "--minutes", "60,180"),
        run("reach", "Hama", "--minutes", "60", "--minutes", "180"),
    )
    assert together.exit_code == 0
    assert together.output == apart.output
    assert run("reach", "Hama", "--minutes", "an hour").exit_code != 0


def test_the_network_of_a_scenario_is_asked_unless_another_is(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("title: T\nnetwork: nowhere\n", "utf-8")
    words = ("whatif", "Hama", "Aleppo", "--scenario", str(path))
    assert "nowhere" in run(*words).stderr
    assert "about the network 'nowhere', and this is" in run(*words, "-n", "hama-aleppo").stderr


def test_a_stored_network_is_verified_and_a_damaged_one_told_with_its_exit_code(tmp_path: Path):
    import shutil

    from routegraph.network.catalog import folders

    folder = tmp_path / "copy"
    shutil.copytree(folders()["hama-aleppo"], folder)
    assert run("network", "verify", str(folder)).output.startswith("sound: ")
    (arrays,) = folder.glob("arrays-*.bin")
    content = bytearray(arrays.read_bytes())
    content[1000] ^= 1
    arrays.write_bytes(content)
    told = run("network", "verify", str(folder))
    assert told.exit_code == ExitCode.BAD_DATA
    assert "has changed since it was written" in told.output


REPORTED = "On 23 October 2015 fighters captured the Ithriya - Khanasser road.\n"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("khanasser-2015-10",), (("Hama", "Aleppo"), {"scenario": "khanasser-2015-10"})),
        (("khanasser-standing", "Homs", "Aleppo"), (("Homs", "Aleppo"), {"scenario": "khanasser-standing"})),
        (
            ("Hama", "Aleppo", "--report", "-", "--date", "2015-10-24", "--close", "M5"),
            (("Hama", "Aleppo"), {"close": ["M5"], "report": [Path("-")], "date": "2015-10-24"}),
        ),
        (
            ("Hama", "Aleppo", "--scenario", "khanasser-standing", "--slow", "M5=2", "--strict"),
            (("Hama", "Aleppo"), {"scenario": "khanasser-standing", "slow": ["M5=2"], "strict": True}),
        ),
    ],
)
def test_a_report_asks_what_whatif_asks(words, asked, tmp_path, monkeypatch):
    import io

    from routegraph.questions import report as written

    told = []
    monkeypatch.setattr(
        written, "write_report", lambda path, whatif, **more: told.append((whatif, more)) or path
    )
    path = str(tmp_path / "a.pdf")
    result = CliRunner().invoke(main, ["report", *words, "-o", path], input=REPORTED)
    assert (result.exit_code, result.stdout) == (0, f"written: {path}\n"), result.stderr
    journey, closures = asked
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORTED.encode())))
    expected = routegraph.load("hama-aleppo").whatif(*journey, **closures)
    [(whatif, more)] = told
    assert whatif.to_dict() == expected.to_dict()
    reopening = more["reopening"].question.to_dict()
    assert reopening["closures"] == expected.question.to_dict()["closures"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--close", "M5"), "a report needs a journey"),
        (("Hama", "Aleppo", "Homs", "Idlib"), "4 words were given"),
        (("khanasser-2015-10", "--scenario", "hts-2024"), "two scenarios"),
        (("Hama", "Aleppo", "--report", "-"), "nothing came in"),
    ],
)
def test_a_report_that_asks_nothing_or_too_much_is_refused(words, says, tmp_path):
    result = run("report", *words, "-o", str(tmp_path / "a.pdf"))
    assert result.exit_code != ExitCode.OK
    assert says in result.stderr
    assert not (tmp_path / "a.pdf").exists()


def completed(words):
    done = CliRunner().invoke(
        main,
        prog_name="routegraph",
        env={
            "_ROUTEGRAPH_COMPLETE": "bash_complete",
            "COMP_WORDS": "\n".join(typed := ["routegraph", *words.split()]),
            "COMP_CWORD": str(len(typed) - 1),
        },
    )
    return [line.partition(",")[2] for line in done.output.splitlines()]


def test_shell_completes_towns_of_the_network_that_is_asked():
    assert completed("whatif Kha")[:1] == ["Khanasser"]
    assert r"Khan\\ Shaykhun" in completed("chokepoints Hama khan")
    assert "Khanasser" in completed("whatif Hama Aleppo --close Khan")
    assert completed("report khanasser-2")[0] == "khanasser-2015-10"
    assert completed("isolated --hub Salam") == ["Salamiyah", "Salamiya"]
    assert completed("whatif --network nowhere Kha") == [""]


def test_bash_keeps_the_quote_that_a_name_of_two_words_was_begun_with():
    assert "Khan Shaykhun" in completed('whatif "Khan')
    assert "Khan Shaykhun" in completed("whatif 'Khan")
    assert r"Al-Sa\\'an" in completed("whatif al-s")


def test_targets_that_a_network_lacks_are_left_out_and_told_when_asked_to():
    words = ["whatif", "Hama", "Aleppo", "--close", "Atlantis", "--close", "M5", "--json"]
    assert run(*words).exit_code == 3
    told = json.loads(run(*words, "--skip-missing").stdout)
    assert [one["target"] for one in told["closures"]] == ["M5"]
    assert any("closes nothing" in warning and "Atlantis" in warning for warning in told["warnings"])
    assert "--skip-missing" in told["command"]


@pytest.mark.parametrize("width", [40, 60])
def test_narrow_terminals_break_no_word(width):
    out = run("alternatives", "Hama", "Aleppo", env={"COLUMNS": str(width)}).stdout
    assert max(len(line) for line in out.splitlines()[:-1]) <= width
    for word in ("motorway,", "Salamiyah", "Khanasser", "115.84"):
        assert word in out.split()


def test_long_work_says_on_a_terminal_alone_that_it_goes_on(monkeypatch):
    monkeypatch.setattr(streams, "PATIENCE_S", 0.01)
    for terminal, told in ((True, "still working"), (False, "")):
        stderr = io.StringIO()
        stderr.isatty = lambda terminal=terminal: terminal
        monkeypatch.setattr("sys.stderr", stderr)
        with streams.patience():
            for _ in range(100 if terminal else 1):  # a busy machine may be late
                threading.Event().wait(0.1)
                if told in stderr.getvalue():
                    break
        assert told in stderr.getvalue()
        assert stderr.getvalue().endswith("\r\033[K" if terminal else "")
