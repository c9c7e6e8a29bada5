"""Pages and maps are the pictures that were signed, and stay within the sheet."""

import datetime as dt
import os
import re
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images
from PIL import Image

from routegraph.errors import OutputError
from routegraph.network.catalog import data_folder
from routegraph.render import card, page, sheets, webmap
from routegraph.render.chart import spread
from routegraph.render.column import Column
from routegraph.render.frame import frame_around
from routegraph.render.labels import Paper
from routegraph.render.maps import draw
from routegraph.render.page_flow import flow
from routegraph.render.scene import HELD, Scene
from routegraph.render.style import DARK, LIGHT
from routegraph.render.text import Section, Table
from routegraph.render.typeset import LEFT_TO_RIGHT_MARK, ordered, shortened, width_pt, wrapped
from routegraph.version import VERSION

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_DPI = 60
TOLERANCE = 1.0


def drawn(answer, path, dark=False):
    figure = page.draw(answer.exhibit(), dark)
    with rc_context({"text.hinting": "none"}):
        figure.savefig(path, dpi=GOLDEN_DPI, facecolor=figure.get_facecolor())
    return path


SEEN_AS = {
    "protanopia": (
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
    ),
    "deuteranopia": (
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
    ),
    "tritanopia": (
        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
    ),
    "grey": (0.2126, 0.7152, 0.0722) * 3,
}  # fmt: skip
"""Linear RGB to what is seen: Machado, Oliveira & Fernandes 2009, https://doi.org/10.1109/TVCG.2009.113, at
severity 1; and luminance (IEC 61966-2-1), as a printer without colour has it."""


def seen_as(path, sight):
    """Put in place of a picture what is seen of it."""
    values = np.asarray(Image.open(path).convert("RGB"), float) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.reshape(SEEN_AS[sight], (3, 3)).T, 0, 1)
    values = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    Image.fromarray(np.rint(values * 255).astype(np.uint8)).save(path)


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("longer", ""), ("severed", ""), ("severed", "dark"), ("crowded", ""),
        *(("many_ways", sight) for sight in ("", *SEEN_AS)),
        *(("severed", sight) for sight in SEEN_AS),
    ],
)  # fmt: skip
def test_page_is_the_golden_picture(name, looks, request, tmp_path):
    golden = GOLDEN / f"{name}{looks and f'-{looks}'}.png"
    new = drawn(request.getfixturevalue(name), tmp_path / golden.name, looks == "dark")
    if looks in SEEN_AS:
        seen_as(new, looks)
    if os.environ.get("ROUTEGRAPH_UPDATE_GOLDEN"):
        golden.write_bytes(new.read_bytes())
        pytest.skip("golden picture written anew; look at it before committing")
    expected = tmp_path / f"golden-{golden.name}"
    expected.write_bytes(golden.read_bytes())
    assert compare_images(str(expected), str(new), TOLERANCE) is None


def test_closures_of_the_ways_shown_come_first_on_a_page_each_under_its_mark(study):
    answer = study.whatif("Hama", "Aleppo", close=["Manbij", "M5", "Al-Bab", "Saraqib"])
    exhibit = answer.exhibit()
    used = {*answer.before.roads.tolist(), *answer.after.roads.tolist()}
    taken = [not used.isdisjoint(one.found.roads.tolist()) for one in answer.question.situation.closures]
    assert taken == [False, True, False, True]

    def told(sections):
        [closures] = [section for section in sections if section.cites]
        return [(item.mark, item.heading) for item in closures.items]

    headings = told(exhibit.text.sections)
    assert [mark for mark, _ in headings] == ["1", "2", "3", "4"]
    assert told(page.sections_of(exhibit)) == [headings[i] for i in (1, 3, 0, 2)]
    assert [(mark.text, mark.closure) for mark in exhibit.scene.marks] == [
        (str(i + 1), one) for i, one in enumerate(answer.question.situation.closures)
    ]


def test_closures_keep_their_order_on_a_page_where_all_or_none_touch_the_ways(longer, study):
    idle = study.whatif("Hama", "Aleppo", close=["Manbij", "Al-Bab"])
    reach = study.reach("Hama", minutes=[60], close=["Al-Bab", "M5"])
    for answer in (longer, idle, reach):
        exhibit = answer.exhibit()
        shown = [section for section in page.sections_of(exhibit) if section.cites]
        assert shown == [section for section in exhibit.text.sections if section.cites]


def test_both_ends_are_named_among_forty_closures_and_no_label_of_a_town_covers_a_closed_road(crowded):
    ax = Figure(figsize=(7, 7)).add_subplot()
    draw(ax, crowded.exhibit().scene, LIGHT)
    told = {text.get_text() for text in ax.texts}
    assert {"Hama", "Aleppo"} <= told
    paper = Paper(100.0, 100.0, crosses=np.array([[x, 50.0] for x in range(0, 100, 3)]))
    _, low = paper.place(50.0, 50.0, 30.0, 8.0, 3.0)
    assert low > 50 or low + 8 < 50
    grid = np.stack(np.meshgrid(range(0, 100, 3), range(0, 100, 3)), axis=-1).reshape(-1, 2).astype(float)
    barred = Paper(100.0, 100.0, crosses=grid)
    assert barred.place(50.0, 50.0, 30.0, 8.0, 3.0) is None
    assert barred.place(50.0, 50.0, 30.0, 8.0, 3.0, sparing=False) is not None


def test_a_closed_town_is_named_on_the_map(study):
    answer = study.whatif("Hama", "Aleppo", close=["Saraqib", "Morek", "Khanasser", "As-Safira"])
    ax = Figure(figsize=(7, 7)).add_subplot()
    draw(ax, answer.exhibit().scene, LIGHT)
    assert {"Saraqib", "Morek", "Khanasser", "As-Safira"} <= {text.get_text() for text in ax.texts}


def test_another_answer_is_not_the_golden_picture(study, tmp_path):
    new = drawn(study.whatif("Hama", "Aleppo", close=["Saraqib"]), tmp_path / "other.png")
    expected = tmp_path / "golden.png"
    expected.write_bytes((GOLDEN / "longer.png").read_bytes())
    assert compare_images(str(expected), str(new), TOLERANCE) is not None


def test_same_answer_gives_the_same_bytes(longer, tmp_path):
    first = longer.save_png(tmp_path / "a.png").read_bytes()
    assert longer.save_png(tmp_path / "b.png").read_bytes() == first


def test_png_is_a4_at_200_dpi_and_says_what_it_is(longer, tmp_path):
    with Image.open(longer.save_png(tmp_path / "a.png")) as image:
        assert image.size == (2338, 1653)
        assert image.info["Comment"] == "routegraph whatif Hama Aleppo --close M5"
        assert image.info["Copyright"] == "© OpenStreetMap contributors, data 2024-04"
        assert re.fullmatch(r"routegraph \d+\.\d+\.\d+", image.info["Software"])


@pytest.mark.parametrize("name", ["longer", "severed", "crowded", "hostile"])
def test_no_text_leaves_the_sheet(name, request):
    figure = page.draw(request.getfixturevalue(name).exhibit())
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    for text in figure.texts:
        box = text.get_window_extent()
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= width, text.get_text()
        assert box.y0 >= 0, text.get_text()
        assert box.y1 <= height, text.get_text()


@pytest.mark.parametrize("name", ["longer", "severed", "crowded"])
def test_no_two_labels_of_the_map_overlap(name, request):
    figure = page.draw(request.getfixturevalue(name).exhibit())
    figure.canvas.draw()
    boxes = [t.get_window_extent() for t in figure.axes[0].texts if len(t.get_text()) > 3]
    assert len(boxes) > 8
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            overlap = (
                min(one.x1, other.x1) - max(one.x0, other.x0),
                min(one.y1, other.y1) - max(one.y0, other.y0),
            )
            assert min(overlap) < 6, "labels overlap by more than their line spacing"


def told_on(figures):
    return bare(" ".join(text.get_text() for figure in figures for text in figure.texts))


def bare(text):
    return "".join(text.replace(LEFT_TO_RIGHT_MARK, "").split())


@pytest.mark.parametrize("name", ["longer", "severed", "crowded"])
@pytest.mark.parametrize("paper", ["png", "pdf"])
def test_a_page_leaves_nothing_out(name, paper, request):
    exhibit = request.getfixturevalue(name).exhibit()
    told = told_on([page.draw(exhibit)] if paper == "png" else sheets.pages(exhibit, LIGHT))
    for section in exhibit.text.sections:
        for item in section.items:
            for part in (item.mark, item.heading, item.detail, item.quote, item.source):
                assert bare(part) in told, part
        for row in section.table.rows if section.table else ():
            assert all(bare(cell) in told for cell in row)
    assert bare(exhibit.question.network.provenance.notes[0]) in told


def test_what_does_not_fit_goes_on_below_in_a_picture_and_on_the_next_sheet_in_a_pdf(longer, crowded):
    height = page.HEIGHT / 72
    assert page.draw(longer.exhibit()).get_size_inches()[1] == pytest.approx(height)
    assert page.draw(crowded.exhibit()).get_size_inches()[1] > 1.3 * height
    assert len(sheets.pages(longer.exhibit(), LIGHT)) == 1
    pages = sheets.pages(crowded.exhibit(), LIGHT)
    assert len(pages) == 2
    assert [float(one.get_size_inches()[1]) for one in pages] == [pytest.approx(height)] * 2
    assert "Closures,continued" in told_on(pages[1:])
    for one in pages:
        assert "©OpenStreetMapcontributors" in told_on([one])


def test_a_table_longer_than_a_column_goes_on_in_the_next():
    table = Table(("", "number"), tuple((f"row {i}", str(i)) for i in range(40)))
    columns = flow([Section("Long", table)], 1.0, repeat((200.0, 120.0)))
    figure = Figure(figsize=(3, 3))
    for column in columns:
        assert column.height <= 120
        column.draw(figure, 0, 200, LIGHT)
    told = [text.get_text() for text in figure.texts]
    assert [one for one in told if one.startswith("row")] == [f"row {i}" for i in range(40)]


def test_unwritable_path_is_told_and_leaves_nothing(longer, tmp_path):
    with pytest.raises(OutputError, match=r"cannot write .*none/a\.png: there is no folder"):
        longer.save_png(tmp_path / "none" / "a.png")
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(OutputError):
        longer.save_png(tmp_path / "taken.png")
    assert [p.name for p in tmp_path.iterdir()] == ["taken.png"]


def test_plot_draws_on_given_axes_and_refuses_unknown_arguments(longer):
    ax = Figure(figsize=(5, 5)).add_subplot()
    assert longer.plot(ax=ax, title="$5 a tonne", dark=True, legend=False) is ax
    assert ax.get_title() == "$5 a tonne"
    assert ax.get_legend() is None
    with pytest.raises(TypeError, match="colour"):
        longer.plot(ax=ax, colour="red")


def test_frame_holds_the_box_and_is_true_to_scale():
    frame = frame_around((36.0, 35.0, 37.0, 36.0), 400, 300, margin=0.1)
    assert frame.south <= 35.0 - 0.1 + 1e-9
    assert frame.north >= 36.1 - 1e-9
    east = np.diff(frame.on_paper([36.0, 36.0 + frame.aspect * 0.1], [35.5, 35.5])[0])[0]
    north = np.diff(frame.on_paper([36.0, 36.0], [35.5, 35.6])[1])[0]
    assert east == pytest.approx(north, rel=1e-9)


def test_frame_keeps_closures_nearby_and_leaves_those_far_off(severed):
    scene = severed.scene()
    west, _, east, _ = scene.bounds
    marks = {mark.label: mark for mark in scene.marks}
    assert west <= marks["Ithriya - Khanasser"].lon <= east
    far = Scene(scene.network, scene.lines, tuple(_moved(mark, 60.0) for mark in scene.marks), scene.ends)
    assert far.bounds[2] < 60.0


def _moved(mark, lon):
    return replace(mark, lon=lon)


def test_labels_are_placed_where_nothing_stands():
    paper = Paper(100, 100)
    first = paper.place(50, 50, 20, 8, 3)
    second = paper.place(50, 50, 20, 8, 3)
    assert first == (53, 46)
    assert second == (27, 46)
    assert Paper(20, 20).place(10, 10, 30, 8, 3) is None


def test_wrapped_lines_fit_and_lose_nothing():
    text = "Supply trucks from Hama and Salamiyah use the desert highway to Aleppo " + "x" * 90
    lines = wrapped(text, 120, 7)
    assert all(width_pt(line, 7) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert shortened(text, 120, 7).endswith("…")
    assert width_pt(shortened(text, 120, 7), 7) <= 120


def test_a_line_that_begins_in_arabic_still_runs_from_left_to_right():
    assert ordered("حماة to Aleppo") == "\u200eحماة to Aleppo"
    assert ordered("by حماة, حلب, 45") == "by حماة\u200e, حلب\u200e, 45"
    assert ordered("to Hama (حماة)") == "to Hama (حماة)"
    assert ordered("1 (حماة)") == "\u200e1 (حماة)"
    assert ordered("Hama to Aleppo") == "Hama to Aleppo"
    assert ordered("ربيعة (كبلي)") == "ربيعة (كبلي)"
    assert ordered("(خناصر))") == "\u200e(خناصر))"
    assert ordered("by غنطو (9,412), بصير") == "by غنطو\u200e (9,412), بصير"


@pytest.mark.parametrize("longest", ["85,694 → 64,526 km", "1,085,694 → 1,064,526 kilometres"])
def test_numbers_of_a_table_stay_within_its_column(longest):
    figure = Figure(figsize=(4, 2), dpi=400)
    column = Column(288 - 20)
    rows = (("240 min", longest, "40,353 → 30,024 km²", "5,342 → 4,165", "1,177"),)
    column.section(Section("", Table(("within", "roads", "area", "places", "places lost"), rows)))
    column.draw(figure, 10, 140, LIGHT)
    figure.canvas.draw()
    boxes = {text.get_text(): text.get_window_extent() for text in figure.texts}
    assert set(rows[0]) <= set(boxes)
    for told, box in boxes.items():
        assert 9 <= box.x0 * 72 / 400 <= box.x1 * 72 / 400 <= 279, told


def test_many_marked_places_leave_the_labels_to_the_towns(study):
    scene = study.isolated(["Hama"], scenario="khanasser-2015-10").scene()
    marked = {dot.name.partition(" (")[0] for dot in scene.dots}

    def labels(scene):
        ax = Figure(figsize=(6, 6)).add_axes((0, 0, 1, 1))
        draw(ax, scene, LIGHT)
        return {text.get_text() for text in ax.texts}

    few, many = labels(scene), labels(replace(scene, dots=scene.dots * 3))
    assert {"Idlib", "Maarrat al-Numan"} <= many
    assert "Rasm al-Nafl" in few & marked
    assert "Rasm al-Nafl" not in many


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["longer", "severed", "crowded"])
def test_a_page_says_whose_data_it_is_what_was_asked_and_what_came_out(name, dark, request):
    answer = request.getfixturevalue(name)
    figure = page.draw(answer.exhibit(), dark)
    drawn = {text.get_text(): text for text in figure.texts if text.get_visible()}
    paper = figure.get_facecolor()
    credit = next(text for told, text in drawn.items() if told.startswith("© OpenStreetMap contributors"))
    assert credit.get_color() != paper
    assert credit.get_alpha() in (None, 1)
    assert f"routegraph {VERSION}" in credit.get_text()
    assert any(told.startswith("routegraph whatif Hama Aleppo") for told in drawn)
    outcome = drawn[answer.text().outcome]
    palette = DARK if dark else LIGHT
    assert outcome.get_color() == (palette.alert if answer.after is None else palette.after)


@pytest.mark.parametrize("outcome", ["no way remains", "there is a way"])
@pytest.mark.parametrize("alert", [False, True])
def test_the_colour_of_the_outcome_hangs_on_no_word(longer, outcome, alert):
    exhibit = longer.exhibit()
    said = replace(exhibit, text=replace(exhibit.text, outcome=outcome, alert=alert))
    drawn = {text.get_text(): text.get_color() for text in page.draw(said).texts}
    assert drawn[outcome] == (LIGHT.alert if alert else LIGHT.after)
    assert ('<span class="rg-alert">' in card.html(said)) is alert
    assert ('class="rg-alert"' in webmap.to_html(said).partition("<body")[2].partition("</h3>")[0]) is alert


def test_a_plot_names_land_and_dots_in_its_legend(hama_aleppo):
    import matplotlib.pyplot as plt

    axes = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-standing").plot()
    told = [text.get_text() for text in axes.get_legend().get_texts()]
    assert HELD in told
    hama_aleppo.isolated(["Hama"], close=["M5"]).plot()
    plt.close("all")


def test_labels_of_a_time_axis_keep_apart_and_stay_near_their_days():
    assert spread([0.0, 50.0, 51.0], 10.0, 100.0) == [0.0, 45.5, 55.5]
    assert spread([98.0, 99.0], 10.0, 100.0) == [90.0, 100.0]
    assert spread([], 10.0, 100.0) == []


def test_timeline_draws_days_to_scale_and_marks_each_side_within_its_land(study):
    answer = study.timeline(
        "Hama",
        "Aleppo",
        events=[data_folder() / "events" / "khanasser-road.csv"],
        scenario="khanasser-standing",
    )
    figure = page.draw(answer.exhibit())
    [chart] = [axes for axes in figure.axes if "to scale" in axes.get_xlabel()]
    begins, ends = (dt.date(2013, 8, 31).toordinal(), dt.date(2016, 12, 22).toordinal())
    left, right = chart.get_xlim()
    assert begins - left == pytest.approx(right - ends) == pytest.approx(0.04 * (ends - begins))
    held = [mark for mark in answer.scene().marks if mark.is_land]
    drawn = [text.get_text() for text in figure.axes[1].texts]
    assert len(held) == 3
    assert {mark.text for mark in held} <= set(drawn)


def test_an_outcome_that_finds_room_beside_its_title_is_told_whole(longer):
    exhibit = longer.exhibit()
    outcome = "1 time without a way, 9 days so far: still so on the last date"
    figure = page.draw(replace(exhibit, text=replace(exhibit.text, outcome=outcome)))
    assert outcome in [text.get_text() for text in figure.texts]


def test_a_closure_off_the_map_is_told_beside_it_and_is_in_no_symbol_of_the_legend(hama_aleppo):
    scene = hama_aleppo.whatif("Hama", "Aleppo", close=["Palmyra"]).scene()
    ax = Figure(figsize=(6, 6)).add_axes((0, 0, 1, 1))
    entries = draw(ax, scene, LIGHT)
    assert "closed" not in {entry.role for entry in entries}
    assert [entry.label for entry in entries if entry.role == "beyond"] == ["beyond this map: 1"]


def test_every_stretch_of_a_table_has_its_letter_on_the_map(hama_aleppo):
    answer = hama_aleppo.chokepoints("Hama", "Aleppo", scenario="khanasser-standing")
    ax = Figure(figsize=(6, 6)).add_axes((0, 0, 1, 1))
    draw(ax, answer.scene(), LIGHT)
    table = next(section.table for section in answer.text().sections if section.table)
    assert {row[0] for row in table.rows} <= {text.get_text() for text in ax.texts}


def test_a_sentence_too_long_for_the_head_of_a_page_is_told_whole_beside_the_map(longer):
    exhibit = longer.exhibit()
    sentence = "The way goes by " + ", ".join(f"Long Avenue of the Number {i}" for i in range(30)) + "."
    said = replace(exhibit, text=replace(exhibit.text, sentence=sentence))
    assert bare(sentence) in told_on([page.draw(said)])
    assert "Infull" not in told_on([page.draw(exhibit)])


def test_a_label_of_a_timeline_is_broken_rather_than_cut(study):
    answer = study.timeline(
        "Hama",
        "Aleppo",
        events=[data_folder() / "events" / "khanasser-road.csv"],
        scenario="khanasser-standing",
    )
    [chart] = [axes for axes in page.draw(answer.exhibit()).axes if "to scale" in axes.get_xlabel()]
    assert not [text.get_text() for text in chart.texts if "…" in text.get_text()]


def test_a_point_of_the_question_that_is_no_place_is_named_on_the_map(hama_aleppo):
    answer = hama_aleppo.supply([("Hama", 10.0)], [("36.6800,35.5000", 40.0)], limit=["Morek=1t/day"])
    ax = Figure(figsize=(6, 6)).add_axes((0, 0, 1, 1))
    draw(ax, answer.scene(), LIGHT)
    assert "36.68,35.5" in {text.get_text() for text in ax.texts}


def test_a_stated_limit_is_marked_at_its_place(hama_aleppo):
    answer = hama_aleppo.capacity("Hama", "Aleppo", scenario="khanasser-standing", limit=["Khanasser=40/day"])
    [held] = answer.after.bottlenecks
    assert (held.label, held.lon, held.lat) == ("Khanasser", 37.4977, 35.7816)
