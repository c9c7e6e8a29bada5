"""The interactive map in a headless browser: it loads alone, a click shows the quote, markup stays text."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.resources import files

import pytest

pytest.importorskip("js_lib_leaflet", reason="the package that brings Leaflet is not installed")

from routegraph.network.catalog import data_folder
from routegraph.render import webmap

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PUBLISHED = {
    "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
}
"""SHA-256 that Leaflet publishes for 1.9.4, https://leafletjs.com/download.html"""

PROBE = """<script>
addEventListener("load", () => setTimeout(() => {
  const told = {};
  told.resources = performance.getEntriesByType("resource").length;
  told.routes = document.querySelectorAll("path.rg-route").length;
  const pin = document.querySelector(".rg-pin");
  pin.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  const popup = document.querySelector(".leaflet-popup-content");
  told.popup = popup ? popup.textContent : "";
  told.planted = document.querySelectorAll("img[src='x']").length;
  const labels = [...document.querySelectorAll(".leaflet-control-layers-overlays label")];
  told.layers = labels.map((label) => label.textContent.trim());
  told.title = document.title;
  told.open_box = document.querySelectorAll(".leaflet-control-layers-expanded").length;
  const names = [...document.querySelectorAll(".rg-name")].filter((one) => one.style.visibility !== "hidden");
  told.names = names.map((one) => one.textContent);
  const boxes = names.map((one) => one.getBoundingClientRect());
  told.overlaps = boxes.flatMap((a, i) => boxes.slice(0, i).filter((b) =>
    a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top)).length;
  told.dashes = [...document.querySelectorAll(".leaflet-closed-pane path:not(.rg-casing)")]
    .map((one) => one.getAttribute("stroke-dasharray"));
  const range = document.querySelector(".rg-dates input");
  told.days = [];
  for (let day = 1; range && day <= +range.max; day += 1) {
    range.value = day;
    range.dispatchEvent(new Event("input"));
    const shown = document.querySelectorAll("path.rg-route").length;
    const said = document.querySelector(".rg-dates output").textContent;
    told.days.push([said, shown, document.querySelectorAll(".rg-pin-closed").length]);
  }
  const folded = [...document.querySelectorAll("details:not([open]) li")];
  told.folded = [folded.length, folded.filter((one) => one.checkVisibility()).length];
  dispatchEvent(new Event("beforeprint"));
  told.folded_on_paper = document.querySelectorAll("details:not([open])").length;
  told.map_on_paper = document.getElementById("map").offsetWidth;
  dispatchEvent(new Event("afterprint"));
  told.unfolded_after = document.querySelectorAll("details[open]").length;
  const out = document.createElement("pre");
  out.id = "told";
  out.textContent = JSON.stringify(told);
  document.body.append(out);
}, 300));
</script></body>"""


def opened(answer, folder, width=1280, style=lambda page: page):
    """What the page told of itself, and what the browser's console said; `style` may change its source."""
    import json
    from html import unescape

    page = folder / "a.html"
    answer.save(page)
    page.write_text(style(page.read_text("utf-8")).replace("</body>", PROBE), "utf-8")
    done = subprocess.run(
        [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--no-first-run", f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr",
            f"--window-size={width},900", "--virtual-time-budget=4000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, done.stderr
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return json.loads(unescape(told[1])), console


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_leaflet_is_the_published_one(name):
    data = (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name).read_bytes()
    assert base64.b64encode(hashlib.sha256(data).digest()).decode() == PUBLISHED[name]


def test_page_names_no_file_to_load(severed):
    page = webmap.to_html(severed.exhibit())
    assert not re.search(r'\b(src|srcset)=["\']?https?:', page)
    assert "url(" not in page.split("</style>")[0]
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


@browser
def test_map_opens_without_errors_or_requests_and_a_click_shows_the_source(severed, tmp_path):
    told, console = opened(severed, tmp_path)
    assert console == []
    assert told["resources"] == 0
    assert told["routes"] == 2
    assert told["popup"].startswith("1  Ithriya - Khanasser")
    assert "Syrian Observatory for Human Rights" in told["popup"]
    assert told["layers"] == [
        "Motorway, trunk",
        "Drawn straight, its true course is not told",
        "Primary",
        "Towns",
        "Held by sides that this traffic does not pass with",
        "A: the way before",
        "B: the way without standing closures",
        "Closed",
        "Reported, closes nothing",
        "Standing closure",
    ]
    assert told["open_box"] == 1


@browser
def test_paper_shows_what_is_folded_without_any_script(severed, tmp_path):
    told, _ = opened(severed, tmp_path)
    folded, shown = told["folded"]
    assert folded > 0 and shown == 0
    printed, _ = opened(severed, tmp_path, style=lambda page: page.replace("@media print", "@media all"))
    assert printed["folded"] == [folded, folded]


@browser
def test_names_do_not_overprint_and_the_legend_is_folded_on_a_narrow_screen(severed, tmp_path):
    told, console = opened(severed, tmp_path, width=500)
    assert console == []
    assert told["open_box"] == 0
    assert {"Hama", "Aleppo", "Idlib"} <= set(told["names"])
    assert told["overlaps"] == 0


@browser
def test_slowed_roads_are_dashed_and_closed_ones_are_not(study, tmp_path):
    told, _ = opened(study.whatif("Hama", "Aleppo", slow=["M5=3"]), tmp_path)
    assert set(told["dashes"]) == {"6 3"}
    assert told["layers"][-1] == "Slowed"


@browser
def test_on_paper_every_closure_is_told_and_the_map_has_its_width(severed, tmp_path):
    told, _ = opened(severed, tmp_path)
    assert told["folded_on_paper"] == 0
    assert told["map_on_paper"] == 703
    assert told["unfolded_after"] == 0


@browser
def test_slider_of_a_timeline_shows_each_day_as_it_was(study, tmp_path):
    answer = study.timeline(
        "Hama",
        "Aleppo",
        events=[data_folder() / "events" / "khanasser-road.csv"],
        scenario="khanasser-standing",
    )
    told, console = opened(answer, tmp_path)
    assert console == []
    days = {label: (ways, closed) for label, ways, closed in told["days"]}
    assert len(days) == len(answer.steps)
    assert days["from 2015-10-23: no way"] == (0, 1)
    assert days["from 2016-02-28: 3 h 43 min"] == (1, 0)


@browser
def test_planted_markup_is_shown_as_text_and_does_nothing(hostile, tmp_path):
    told, console = opened(hostile, tmp_path)
    assert console == []
    assert told["planted"] == 0
    assert told["title"] != "planted"
    assert "“The road is cut, they say. <script>document.title='planted'</script>" in told["popup"]


def test_a_town_where_a_journey_ends_is_named_once_whatever_the_question_calls_it(longer):
    renamed = replace(longer, origin=replace(longer.origin, name="Epiphania"))
    towns = json.loads(re.search(r'"towns":(\[.*?\]),"backdrop"', webmap.to_html(renamed.exhibit()))[1])
    assert "Idlib" in {town["name"] for town in towns}
    assert not {"Hama", "Aleppo"} & {town["name"] for town in towns}
