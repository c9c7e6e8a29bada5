"""What the terminal shows."""

import subprocess
import sys

import pytest
from rich.console import Console

import routegraph
from routegraph.render import words
from routegraph.render.tables import print_exhibit
from routegraph.reports.event import Event, Status


def shown(answer, width=100, **options):
    console = Console(width=width, no_color=True, highlight=False, force_terminal=False)
    with console.capture() as capture:
        print_exhibit(answer.exhibit(), console, **options)
    return capture.get()


@pytest.fixture(scope="module")
def longer():
    return routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])


@pytest.fixture(scope="module")
def severed():
    return routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", scenario="khanasser-2015-10")


def test_first_line_is_the_outcome_and_last_lines_are_credit_and_command(longer):
    lines = shown(longer).splitlines()
    assert lines[0] == "Hama to Aleppo: longer"
    assert lines[-2] == "© OpenStreetMap contributors, data 2024-04"
    assert lines[-1] == "routegraph whatif Hama Aleppo --close M5"


def test_quiet_prints_the_outcome_and_nothing_else(longer):
    assert shown(longer, quiet=True) == "Hama to Aleppo: longer\n"


def test_before_and_after_stand_side_by_side(longer):
    rows = {line.split("  ")[0]: line.split() for line in shown(longer).splitlines()}
    assert rows["distance"][1:] == ["135.6", "km", "138.6", "km", "+3.0", "km"]
    assert rows["cost"][1:] == ["78.62", "USD", "90.09", "USD", "+11.47", "USD"]


def test_a_severed_journey_shows_the_cut_and_the_way_without_standing_closures(severed):
    text = shown(severed)
    assert text.startswith("Hama to Aleppo: no way remains\n")
    assert "Proof: 1 closed road cuts every way" in text
    assert "a way of 135.6 km (1 h 44 min) would remain, by M5 motorway." in text


@pytest.mark.parametrize("width", [50, 72, 100, 160])
def test_no_line_but_the_command_is_wider_than_the_terminal(severed, width):
    lines = shown(severed, width).splitlines()[:-1]
    assert max(len(line) for line in lines) <= width
    assert not any(line != line.rstrip() for line in lines)


def test_printing_a_table_imports_neither_matplotlib_nor_shapely_nor_pandas():
    code = (
        "import sys, routegraph\n"
        "from routegraph.render.tables import print_exhibit\n"
        "print_exhibit(routegraph.load().whatif('Hama', 'Aleppo', close=['Khanasser']).exhibit())\n"
        "heavy = ('matplotlib', 'shapely', 'pandas', 'scipy', 'numba')\n"
        "sys.exit(', '.join(m for m in heavy if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout


def test_how_the_roads_of_a_closure_were_found_stands_after_a_colon(severed):
    text = " ".join(shown(severed).split())
    assert (
        "contested by Islamic State, 2015-10-27; closes 2 roads: within 2 km of As-Safira (السفيرة) " in text
    )
    assert "))" not in text


def test_listings_end_no_line_in_blanks():
    from click.testing import CliRunner

    from routegraph.cli.main import main

    for command in (["scenario", "list"], ["network", "list"], ["places", "search", "Khanasser"]):
        lines = CliRunner().invoke(main, command).output.splitlines()
        assert len(lines) >= 2
        assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("spelled", "target", "shown"),
    [
        ("the district of Ithreya", "أثريا", "the district of Ithreya (أثريا)"),
        ("Khanaser", "Khanasser", "Khanasser"),
        ("", "أثريا", "أثريا"),
        ("the M5", "ref:M5", "M5"),
    ],
)
def test_a_target_of_another_script_is_named_as_the_report_spells_it(spelled, target, shown):
    event = Event(target, Status.CAPTURED, spelled=spelled)
    assert words.told_target(event) == shown
