"""What a page says: each quote once, every limit of the data, names of roads as a reader takes them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from rich.console import Console

from routegraph.render import words
from routegraph.render.chart import chance_chart
from routegraph.render.markdown import to_markdown
from routegraph.render.page import LEGEND_SIZE, SAMPLE, legend_rows, sections_of
from routegraph.render.style import LIGHT
from routegraph.render.symbols import LegendEntry
from routegraph.render.tables import print_exhibit
from routegraph.render.typeset import width_pt
from routegraph.routing.route import Leg

REPORT = """ISIS militants seized Khanasser on Friday, cutting the only supply road between Hama and Aleppo.
Clashes continued near Ithriya, and the army denied that the town of As-Safira had fallen.
The road between Sheikh Hilal and Ithriya was shelled.
"""


@pytest.fixture
def reported(study, tmp_path):
    path = tmp_path / "friday.txt"
    path.write_text(REPORT, "utf-8")
    return study.whatif("Hama", "Aleppo", report=path, date="2015-10-27").exhibit()


def items_of(exhibit, title):
    return next((one.items for one in exhibit.text.sections if one.title == title), ())


def test_every_quote_stands_once_and_the_report_leads_to_it_by_its_mark(reported):
    quotes = [item.quote for one in reported.text.sections for item in one.items if item.quote]
    assert quotes
    assert len(quotes) == len(set(quotes))
    marks = {item.mark: item.heading for item in items_of(reported, "Closures")}
    said = items_of(reported, "The report says")
    assert said
    assert all(marks[item.mark] == item.heading and not item.quote for item in said)


def test_a_report_without_title_is_cited_by_its_file(reported):
    assert all(item.source.startswith("friday.txt, ") for item in items_of(reported, "Closures"))


def test_what_closes_nothing_leaves_no_empty_line_where_a_target_would_stand(reported):
    assert items_of(reported, "Set aside, closes nothing")
    console = Console(width=60, color_system=None)
    with console.capture() as printed:
        print_exhibit(reported, console)
    after = printed.get().partition("Set aside, closes nothing\n")[2]
    assert after.startswith(("   “", "   quoted at"))
    assert "****" not in to_markdown(reported)


def test_every_page_tells_the_source_and_what_was_filled_in(study):
    exhibit = study.whatif("Hama", "Aleppo").exhibit()
    [limits] = [one.lines for one in sections_of(exhibit) if one.title == "About the data"]
    assert limits[0].startswith("Roads: ")
    assert any(line.startswith("Filled in where the source does not tell: ") for line in limits)


def leg(name, ref, length_m):
    label = f"{name} ({ref})" if name and ref else name or f"road {ref}"
    return Leg(name, ref, label, length_m, 60.0)


def way_of(*legs, towns=()):
    length_m = sum(one.length_m for one in legs)
    return SimpleNamespace(legs=legs, length_m=length_m, via=towns, main_legs=lambda: legs)


def test_names_that_differ_by_a_stroke_are_one_road():
    way = way_of(leg("Raqqa_Homs", "", 9e3), leg("Raqqa-Homs", "", 30e3), leg("Raqqa_Homs", "42", 24e3))
    assert words.via(way) == "Raqqa_Homs (42)"
    assert words.way(way) == [("Raqqa_Homs (42)", 63e3)]


def test_a_long_name_is_said_by_its_number():
    name = "Veterans of Foreign Wars of the United States Memorial Highway"
    way = way_of(leg(name, "I 83", 1e3), leg(name, "I 83;US 322", 3e3), leg("Jonestown Road", "US 22", 1e3))
    assert words.via(way) == "I 83, Jonestown Road (US 22)"


def test_an_event_that_ends_is_told_as_no_longer_so(study, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("date,until,place,status\n2015-10-01,2015-10-09,Saraqib,blocked\n", "utf-8")
    answer = study.timeline("Hama", "Aleppo", events=[path])
    rows = answer.text().sections[0].table.rows
    assert rows[1][2] == "Saraqib blocked"
    assert rows[2][2] == "Saraqib no longer blocked"


def test_rows_of_a_legend_are_no_wider_than_the_map():
    entries = [
        LegendEntry("after", "by " + "roads and towns, " * 20),
        LegendEntry("closed", "closed"),
        LegendEntry("other", "x"),
    ]
    rows = legend_rows(entries, 300)
    assert len(rows) == 2
    assert [entry.role for row in rows for _, entry in row] == ["after", "closed", "other"]
    ends = [at + SAMPLE + 6 + width_pt(entry.label, LEGEND_SIZE) for row in rows for at, entry in row]
    assert max(ends) <= 300


@pytest.mark.parametrize(("whole", "top"), [(0.1, 0.1 / 0.7), (0.7, 1.0), (1.0, 1.0)])
def test_the_axis_of_chances_has_no_empty_third(study, whole, top):
    from matplotlib.figure import Figure

    question = study.whatif("Hama", "Aleppo").question
    ax = Figure().add_axes((0, 0, 1, 1))
    chance_chart(question, np.array([6e3, 7e3, 8e3, 9e3]), whole * np.array([0.1, 0.4, 0.6, 1.0])).draw(
        ax, LIGHT
    )
    assert ax.get_ylim() == pytest.approx((0, top))
    assert f"no way, {1 - whole:.0%}" in ax.get_xlabel()
    assert chance_chart(question, np.array([6e3]), np.array([0.1])) is None
