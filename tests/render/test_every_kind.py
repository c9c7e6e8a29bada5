"""Every kind of answer has its place in every output."""

import json
from datetime import date

import pytest
from rich.console import Console

from routegraph.network.catalog import data_folder
from routegraph.questions.answer import Answer
from routegraph.render import card, page
from routegraph.render.markdown import to_markdown
from routegraph.render.tables import print_exhibit

CUT = {"scenario": "khanasser-2015-10"}
STANDING = {"scenario": "khanasser-standing"}
ASKED = {
    "whatif": lambda study: study.whatif("Hama", "Aleppo", **CUT),
    "whatif-eased": lambda study: study.whatif(
        "Hama",
        "Aleppo",
        events=[data_folder() / "events" / "khanasser-road.csv"],
        date=date(2015, 11, 5),
        **CUT,
    ),
    "alternatives": lambda study: study.alternatives("Hama", "Aleppo"),
    "alternatives-none": lambda study: study.alternatives("Hama", "Aleppo", **CUT),
    "chokepoints": lambda study: study.chokepoints("Hama", "Aleppo", **STANDING),
    "chokepoints-none": lambda study: study.chokepoints("Hama", "Aleppo", **CUT),
    "reopening": lambda study: study.reopening("Hama", "Aleppo", **CUT),
    "reopening-many": lambda study: study.reopening(
        journeys=[("Hama", "Aleppo", 3.0), ("Salamiyah", "Manbij", 2.0)], **CUT
    ),
    "capacity": lambda study: study.capacity(
        "Hama", "Aleppo", limit=["Khanasser=40/day"], demand="500t", stock="3000t", **STANDING
    ),
    "capacity-none": lambda study: study.capacity("Hama", "Aleppo", demand="500t", stock="3000t", **CUT),
    "supply": lambda study: study.supply(
        [("Hama", 300.0), ("Homs", float("inf"))], [("Aleppo", 500.0), ("Manbij", 40.0)], **STANDING
    ),
    "compare": lambda study: study.compare(
        "Hama", "Aleppo", cases=["khanasser-standing", "khanasser-2015-10"], demand="500t", stock="3000t"
    ),
    "departure": lambda study: study.departure(
        "Hama", "Aleppo", depart="2015-10-27T16:00", curfew="18:00-06:00", **STANDING
    ),
    "departure-none": lambda study: study.departure("Hama", "Aleppo", depart="2015-10-27T16:00", **CUT),
    "matrix": lambda study: study.matrix(["Hama", "Homs"], ["Aleppo", "Idlib"], **CUT),
    "isolated": lambda study: study.isolated(["Hama"], **CUT),
    "reach": lambda study: study.reach("Hama", minutes=[60, 180], **CUT),
    "timeline": lambda study: study.timeline(
        "Hama", "Aleppo", events=[data_folder() / "events" / "khanasser-road.csv"], **STANDING
    ),
    "survival": lambda study: study.survival("Hama", "Aleppo", **CUT),
}


@pytest.fixture(scope="module", params=list(ASKED))
def answer(request, study):
    return ASKED[request.param](study)


def test_page_holds_all_its_text(answer):
    figure = page.draw(answer.exhibit())
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    for text in figure.texts:
        box = text.get_window_extent()
        assert -1 <= box.x0 <= box.x1 <= width + 1, text.get_text()
        assert -1 <= box.y0 <= box.y1 <= height + 1, text.get_text()


def test_lines_of_a_page_do_not_run_into_each_other(answer):
    figure = page.draw(answer.exhibit())
    figure.canvas.draw()
    boxes = [(text.get_window_extent(), text.get_text()) for text in figure.texts if text.get_text().strip()]
    for i, (one, told) in enumerate(boxes):
        for other, also in boxes[:i]:
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert across < 2 or down < 6, f"{told!r} runs into {also!r}"


def test_terminal_shows_outcome_first_and_fits(answer):
    console = Console(width=80, no_color=True, highlight=False)
    with console.capture() as capture:
        print_exhibit(answer.exhibit(), console)
    lines = capture.get().splitlines()
    told = answer.text()
    assert " ".join(lines[:2]).startswith(f"{told.title}: {told.outcome}"[:70])
    assert max(len(line) for line in lines[:-1]) <= 80
    assert [line for line in lines if line != line.rstrip()] == []
    assert lines[-1] == answer.question.command


def test_card_text_and_files_are_made(answer, tmp_path):
    assert "<svg" in card.html(answer.exhibit())
    assert answer.text().outcome.split()[0] in to_markdown(answer.exhibit())
    told = json.loads(answer.save(tmp_path / "a.geojson").read_text("utf-8"))
    assert len(told["features"]) >= 1
    assert answer.save(tmp_path / "a.gpkg").exists()


def test_frame_of_the_map_holds_the_ends(answer):
    scene = answer.scene()
    west, south, east, north = scene.bounds
    assert all(west <= end.lon <= east and south <= end.lat <= north for end in scene.ends)


def test_an_answer_must_say_what_it_says_and_shows():
    class Other(Answer):
        def body(self):
            return {}

    with pytest.raises(TypeError, match=r"abstract methods.*scene.*text"):
        Other()
