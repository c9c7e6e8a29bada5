"""Many what-ifs at once."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from routegraph.errors import DataError, NotFoundError, OutputError, QuestionError
from routegraph.network.catalog import data_folder
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import MICRO, RoadGraph
from routegraph.routing.search import best_path
from routegraph.scenario.resolve import Resolver
from routegraph.sweep.families import on_top
from routegraph.sweep.page import page_of, save_page
from routegraph.sweep.plan import BLOCK, plan_of
from routegraph.sweep.spec import Family, Spec, read_spec, spec_of
from routegraph.sweep.summary import summarise_sweep
from routegraph.sweep.table import COLUMNS, read_rows
from routegraph.vehicles import VEHICLES

KHANASSER = Family("targets", targets=(("Khanasser",), ("M5",), ("M5", "Khanasser")))
HAMA_ALEPPO = (("Hama", "Aleppo", 1.0),)


def rows_of(path: Path) -> list[dict]:
    return list(read_rows(path))


def swept(tmp_path: Path, *families: Family, pairs=HAMA_ALEPPO, name="out.csv", study=None, **supposed):
    study.sweep(Spec(pairs=pairs, families=families, supposed=supposed), tmp_path / name)
    return rows_of(tmp_path / name)


def test_a_row_is_the_whatif_of_its_journey_and_closure(tmp_path, hama_aleppo):
    pairs = (*HAMA_ALEPPO, ("Aleppo", "Hama", 2.0), ("Homs", "Aleppo", 3.0))
    rows = swept(tmp_path, KHANASSER, Family("each-place", kinds=("city",)), pairs=pairs, study=hama_aleppo)
    assert [tuple(row) for row in rows] == [COLUMNS] * len(rows)
    assert {row["outcome"] for row in rows} == {"unaffected", "longer", "severed"}
    for row in rows:
        known = hama_aleppo.whatif(
            row["origin"].split(" (")[0], row["destination"].split(" (")[0], close=row["target"].split("; ")
        )
        assert row["outcome"] == known.outcome
        assert row["time_s_before"] == round(known.before.time_s, 1)
        after = known.after
        expected = (
            (round(after.time_s, 1), round(after.length_m, 1), round(after.cost, 2)) if after else (None,) * 3
        )
        assert tuple(row[f"{figure}_after"] for figure in ("time_s", "length_m", "cost")) == expected


def test_rows_are_sorted_by_journey_and_closure_and_journeys_by_destination(tmp_path, hama_aleppo):
    pairs = (("Hama", "Aleppo", 1.0), ("Aleppo", "Hama", 1.0), ("Homs", "Aleppo", 1.0))
    rows = swept(tmp_path, KHANASSER, pairs=pairs, study=hama_aleppo)
    keys = [(row["pair_id"], row["closure_id"]) for row in rows]
    assert keys == sorted(keys)
    assert [row["origin"] for row in rows[::3]] == ["Hama (حماة)", "Homs (حمص)", "Aleppo (حلب)"]
    assert [row["closure_id"] for row in rows[:3]] == ["00-0000000", "00-0000001", "00-0000002"]


def test_what_stands_is_closed_before_and_after(tmp_path, hama_aleppo):
    [row] = swept(
        tmp_path,
        Family("targets", targets=(("Khanasser",),)),
        scenario="khanasser-standing",
        study=hama_aleppo,
    )
    known = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-standing", close=["Khanasser"])
    assert row["outcome"] == known.outcome == "severed"
    assert row["time_s_before"] == round(known.before.time_s, 1)
    assert row["time_s_after"] is None


def test_a_place_or_target_that_is_not_found_is_a_row_with_the_reason(tmp_path, hama_aleppo):
    family = Family("targets", targets=(("M5",), ("Xyzzyx",)))
    pairs = (*HAMA_ALEPPO, ("Hama", "Qwertyx", 1.0), ("Hama", "Hama", 1.0))
    rows = swept(tmp_path, family, pairs=pairs, study=hama_aleppo)
    told = [(row["outcome"], row["reason"][:30]) for row in rows]
    assert told == [
        ("longer", ""),
        ("error", "no place called 'Xyzzyx' in ha"),
        *[("error", "no place called 'Qwertyx' in h")] * 2,
        *[("error", "origin and destination are one")] * 2,
    ]
    assert rows[1]["time_s_before"] == rows[0]["time_s_before"]
    with pytest.raises(DataError, match="3 journeys or closures cannot be worked out"):
        hama_aleppo.sweep(Spec(pairs=pairs, families=(family,)), tmp_path / "strict.csv", strict=True)
    assert not list(tmp_path.glob("*strict*"))


def test_each_road_of_a_journeys_route_is_closed_for_that_journey(tmp_path, hama_aleppo):
    pairs = (*HAMA_ALEPPO, ("Salamiyah", "Aleppo", 1.0))
    rows = swept(tmp_path, Family("baseline-roads"), pairs=pairs, study=hama_aleppo)
    for pair, (origin, destination, _) in enumerate(pairs):
        route = hama_aleppo.whatif(origin, destination).before
        of_pair = [row for row in rows if row["pair_id"] == pair]
        assert [row["target"] for row in of_pair] == [f"road #{road}" for road in route.roads]
        assert {row["roads"] for row in of_pair} == {1}
        known = [time_without(hama_aleppo, origin, destination, road) for road in route.roads]
        assert [row["time_s_after"] for row in of_pair] == known


def time_without(study, origin, destination, road):
    """Time of a journey without one road, by the plain search."""
    start, end = study.locate(origin), study.locate(destination)
    path = best_path(study.graph, start.node, end.node, Disruption(closed=np.array([road], np.int32)))
    return round(path.cost / MICRO, 1) if path else None


def test_the_end_of_a_journey_inside_what_is_closed_is_told(tmp_path, hama_aleppo):
    [row] = swept(tmp_path, Family("targets", targets=(("Hama",),)), study=hama_aleppo)
    assert (row["outcome"], row["reason"]) == ("severed", "origin inside")


def test_random_sets_come_from_their_seed(tmp_path, hama_aleppo):
    def targets(name, **more):
        rows = swept(
            tmp_path,
            Family("random", **{"count": 20, "size": 4, **more}),
            name=f"{name}.csv",
            study=hama_aleppo,
        )
        return [row["target"] for row in rows]

    first = targets("first", seed=1)
    assert len(set(first)) == 20
    assert all(len(set(target.split("; "))) == 4 for target in first)
    assert targets("again", seed=1) == first
    assert targets("longer", seed=1, count=25)[:20] == first
    assert targets("other", seed=2) != first
    places = targets("places", of="places", kinds=("city",), size=2)
    cities = {place.name for place in map(hama_aleppo.gazetteer.place, range(46)) if place.kind == "city"}
    assert all(set(target.split("; ")) <= cities for target in places)


def test_named_roads_within_a_box_are_closed_whole(tmp_path, hama_aleppo):
    everywhere = swept(tmp_path, Family("each-road"), study=hama_aleppo)
    north = swept(
        tmp_path, Family("each-road", bbox=(36.9, 36.1, 37.3, 36.3)), name="n.csv", study=hama_aleppo
    )
    assert {"ref:M5"} <= {row["target"] for row in north} < {row["target"] for row in everywhere}
    m5 = next(row for row in north if row["target"] == "ref:M5")
    assert m5["roads"] == len(
        hama_aleppo.whatif("Hama", "Aleppo", close=["M5"]).question.situation.after.closed
    )


def test_each_scenario_of_a_folder_is_a_closure(tmp_path, hama_aleppo):
    folder = data_folder() / "scenarios"
    rows = swept(tmp_path, Family("scenarios", folder=str(folder)), study=hama_aleppo)
    assert {Path(row["target"]).stem: row["outcome"] for row in rows} == {
        "hts-2024": "severed",
        "khanasser-2015-10": "severed",
        "khanasser-standing": "longer",
    }
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "one.yaml").write_text("title: [1]\n", "utf-8")
    [row] = swept(
        tmp_path, Family("scenarios", folder=str(tmp_path / "bad")), name="b.csv", study=hama_aleppo
    )
    assert row["outcome"] == "error" and "one.yaml, line 1" in row["reason"]


def test_what_stands_slowed_is_not_slowed_twice():
    def slowed(roads, factor):
        return Disruption(slowed=np.array(roads, np.int32), factor=np.array(factor, float))

    more = on_top(slowed([1, 2, 3], [2.0, 2.0, 2.0]), slowed([1, 2, 4], [2.0, 3.0, 1.5]))
    assert more.slowed.tolist() == [2, 4]
    assert more.factor.tolist() == [1.5, 1.5]


def test_a_family_that_finds_nothing_is_an_error(tmp_path, hama_aleppo):
    for family in (Family("each-place", bbox=(0, 0, 1, 1)), Family("random", count=3, bbox=(0, 0, 1, 1))):
        with pytest.raises(NotFoundError, match="find nothing to close"):
            swept(tmp_path, family, study=hama_aleppo)
    with pytest.raises(NotFoundError, match="no folder"):
        swept(tmp_path, Family("scenarios", folder=str(tmp_path / "none")), study=hama_aleppo)


def test_parquet_holds_the_same_rows_as_csv(tmp_path, hama_aleppo):
    pytest.importorskip("pyarrow")
    family = Family("targets", targets=(("M5",), ("Xyzzyx",)))
    pairs = (*HAMA_ALEPPO, ("Hama", "Qwertyx", 2.0))
    in_csv = swept(tmp_path, family, pairs=pairs, study=hama_aleppo)
    assert swept(tmp_path, family, pairs=pairs, name="out.parquet", study=hama_aleppo) == in_csv


def test_an_output_of_another_kind_is_refused(tmp_path, hama_aleppo):
    sweep = hama_aleppo.sweep
    with pytest.raises(QuestionError, match=r"\.csv, \.parquet"):
        swept(tmp_path, KHANASSER, name="out.xlsx", study=hama_aleppo)
    with pytest.raises(QuestionError, match="not both"):
        sweep(Spec(), tmp_path / "o.csv", workers=2, scheduler="tcp://127.0.0.1:1")
    with pytest.raises(QuestionError, match="0 workers"):
        sweep(Spec(), tmp_path / "o.csv", workers=0)


def test_an_interrupted_sweep_goes_on_from_what_is_written(tmp_path, hama_aleppo):
    spec = Spec(pairs=HAMA_ALEPPO, families=(Family("random", count=3 * BLOCK, size=3),))
    whole = hama_aleppo.sweep(spec, tmp_path / "whole.csv")
    assert (whole.tasks, whole.resumed, whole.rows) == (3, 0, 3 * BLOCK)

    class Stopped(Exception):
        pass

    def stop_after_two(_, share):
        if share > 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        hama_aleppo.sweep(spec, tmp_path / "out.csv", progress=stop_after_two)
    assert not (tmp_path / "out.csv").exists()
    again = hama_aleppo.sweep(spec, tmp_path / "out.csv")
    assert 2 <= again.resumed <= 3
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_parts_of_another_sweep_are_not_mixed_in(tmp_path, hama_aleppo):
    def stop(*_):
        raise KeyboardInterrupt

    spec = Spec(pairs=HAMA_ALEPPO, families=(KHANASSER,))
    with pytest.raises(KeyboardInterrupt):
        hama_aleppo.sweep(spec, tmp_path / "out.csv", progress=stop)
    other = Spec(pairs=HAMA_ALEPPO, families=(Family("each-road"),))
    with pytest.raises(OutputError, match="another sweep"):
        hama_aleppo.sweep(other, tmp_path / "out.csv")
    assert hama_aleppo.sweep(spec, tmp_path / "out.csv").rows == 3


KILLED = """
import sys, time
import routegraph
def slowly(text, share):
    if share:
        time.sleep(60)
routegraph.load().sweep(sys.argv[1], sys.argv[2], progress=slowly)
"""


def test_a_sweep_that_is_killed_goes_on_from_what_is_written(tmp_path, hama_aleppo):
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        f"pairs: [{{origin: Hama, destination: Aleppo}}, {{origin: Aleppo, destination: Hama}}]\n"
        f"closures: [{{family: random, count: {2 * BLOCK}, size: 3}}]\npopulation: people.csv\n",
        "utf-8",
    )
    (tmp_path / "people.csv").write_text("place,population\nAleppo,9\n", "utf-8")
    out, parts = tmp_path / "out.csv", tmp_path / ".out.csv.parts"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(spec), str(out)])
    until = time.monotonic() + 30
    while not list(parts.glob("0*.csv")) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not out.exists()
    again = hama_aleppo.sweep(spec, out)
    assert 1 <= again.resumed <= again.tasks == 4
    hama_aleppo.sweep(spec, tmp_path / "whole.csv")
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_the_summary_ranks_closures_by_who_depends_on_them(tmp_path, hama_aleppo):
    pairs = (("Hama", "Aleppo", 100.0), ("Homs", "Aleppo", 10.0), ("Qwertyx", "Aleppo", 1.0))
    family = Family("targets", targets=(("Ithriya",), ("Khanasser",), ("Idlib",), ("Hama",)))
    swept(tmp_path, family, pairs=pairs, scenario="khanasser-standing", study=hama_aleppo)
    summary = summarise_sweep(tmp_path / "out.csv")
    told = {one.closure: one for one in summary.ranked}
    assert [one.closure for one in summary.ranked[:2]] == ["Ithriya", "Khanasser"]
    assert (told["Khanasser"].severed, told["Khanasser"].severed_weight) == (2, 110.0)
    assert (told["Idlib"].severed, told["Idlib"].longer) == (0, 0)
    assert (told["Hama"].within, told["Hama"].severed, told["Hama"].weight) == (1, 1, 10.0)
    assert told["Khanasser"].sentence == "Khanasser: 2 of 2 journeys have no other way"
    assert told["Idlib"].sentence == "no journey depends on Idlib"
    assert (summary.rows, summary.errors) == (12, 4)
    assert json.dumps(summary.to_dict(), allow_nan=False)


def test_a_road_of_several_journeys_routes_is_summed_up_once(tmp_path, hama_aleppo):
    pairs = (("Hama", "Aleppo", 1.0), ("Homs", "Aleppo", 1.0))
    rows = swept(tmp_path, Family("baseline-roads"), pairs=pairs, study=hama_aleppo)
    targets = [row["target"] for row in rows]
    summary = summarise_sweep(tmp_path / "out.csv")
    assert len(summary.ranked) == len(set(targets)) < len(targets)
    assert max(one.journeys for one in summary.ranked) == 2
    longer = next(one for one in summary.ranked if one.journeys == one.longer == 2)
    extra = [r["time_s_after"] - r["time_s_before"] for r in rows if r["target"] == longer.target]
    assert longer.extra_time_s == pytest.approx(sum(extra) / 2)


def test_what_is_not_the_table_of_a_sweep_cannot_be_summed_up(tmp_path):
    with pytest.raises(DataError, match="no table"):
        summarise_sweep(tmp_path / "none.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(DataError, match="no column 'pair_id'"):
        summarise_sweep(tmp_path / "other.csv")


def test_a_spec_is_read_with_its_files(tmp_path):
    (tmp_path / "od.csv").write_text("origin,destination,people\nHama,Aleppo,5\n", "utf-8")
    (tmp_path / "hubs.csv").write_text("place,weight\nHama,2\nHoms,3\n", "utf-8")
    (tmp_path / "spec.yaml").write_text(
        "network: hama-aleppo\npairs: od.csv\nhubs: hubs.csv\norigins: [Idlib]\ndestinations: [Hama, Idlib]\n"
        "closures:\n  - {family: each-place, kinds: [city], bbox: [36, 35, 38, 37]}\n"
        "  - {family: targets, targets: [M5, [M4, Idlib]]}\n",
        "utf-8",
    )
    spec = read_spec(tmp_path / "spec.yaml")
    assert spec.pairs == (
        ("Hama", "Aleppo", 5.0),
        ("Idlib", "Hama", 1.0),
        ("Hama", "Homs", 3.0),
        ("Homs", "Hama", 2.0),
    )
    assert spec.families[0] == Family("each-place", kinds=("city",), bbox=(36, 35, 38, 37))
    assert spec.families[1].targets == (("M5",), ("M4", "Idlib"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("closures: [{family: each-town}]\n", r"line 1: .*each-town.*did you mean"),
        (
            "pairs: [{origin: a, destination: b}]\nclosures:\n  - {family: random}\n",
            "line 3: .*needs the key 'count'",
        ),
        ("closures: [{family: each-place}]\n", "no journeys"),
        ("origins: [a]\nclosures: [{family: each-place}]\n", "add 'destinations'"),
        ("hubs: [a, b]\nclosures: [{family: each-place, bbox: [38, 35, 36, 37]}]\n", "west lies below east"),
        ("hubs: [a, b]\ndate: 2015-13-01\nclosures: [{family: each-place}]\n", "line 2: date"),
        ("hubs: [a, b]\nspare_bridges: maybe\nclosures: [{family: each-place}]\n", "line 2: .*maybe"),
        ("hubs: [a, b]\nworkers: 3\nclosures: [{family: each-place}]\n", "line 2: unknown key 'workers'"),
    ],
)
def test_a_bad_spec_is_told_by_line(tmp_path, text, told):
    (tmp_path / "spec.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=told):
        read_spec(tmp_path / "spec.yaml")


def test_the_command_lines_few_words_make_a_spec(tmp_path):
    (tmp_path / "hubs.csv").write_text("place\nHama\nHoms\nIdlib\n", "utf-8")
    spec = spec_of("each-place", tmp_path / "hubs.csv", network="hama-aleppo")
    assert (len(spec.pairs), spec.families) == (6, (Family("each-place"),))
    (tmp_path / "od.csv").write_text("origin,destination\nHama,Homs\n", "utf-8")
    assert spec_of("M5; Ithriya - Khanasser", tmp_path / "od.csv").families[0].targets == (
        ("M5",),
        ("Ithriya - Khanasser",),
    )
    assert spec_of(str(tmp_path), tmp_path / "od.csv").families[0].family == "scenarios"
    with pytest.raises(QuestionError, match="no closures"):
        spec_of(" ; ", tmp_path / "od.csv")
    with pytest.raises(NotFoundError, match="no file"):
        spec_of("M5", tmp_path / "none.csv")


def test_all_that_a_question_supposes_may_stand_throughout_a_sweep(tmp_path, hama_aleppo):
    (tmp_path / "events.csv").write_text(
        "date,target,status,confidence,publisher\n2015-10-23,Khanasser,captured,0.4,A\n"
        "2015-10-23,Idlib,threatened,1,B\n",
        "utf-8",
    )
    (tmp_path / "spec.yaml").write_text(
        "pairs: [{origin: Hama, destination: Aleppo}]\nclosures: [{family: targets, targets: [M5]}]\n"
        "events: [events.csv]\nmin_confidence: 0.3\neffect: [threatened=close]\nslow: [Ithriya=2]\n"
        "date: 2015-10-23\nspare_bridges: true\n",
        "utf-8",
    )
    spec = read_spec(tmp_path / "spec.yaml")
    hama_aleppo.sweep(spec, tmp_path / "out.csv")
    [row] = rows_of(tmp_path / "out.csv")
    known = hama_aleppo.whatif("Hama", "Aleppo", **spec.supposed)
    assert {one.closure.effect for one in known.question.situation.closures} == {"close", "slow"}
    assert row["time_s_before"] == round(known.after.time_s, 1)
    severed = hama_aleppo.whatif("Hama", "Aleppo", **{**spec.supposed, "close": ["M5"]})
    assert row["time_s_after"] == round(severed.after.time_s, 1)


def test_each_place_closes_what_closing_the_place_closes(tmp_path, hama_aleppo):
    rows = swept(tmp_path, Family("each-place", kinds=("city", "town", "village")), study=hama_aleppo)
    commanding = 0
    for target in {row["target"] for row in rows}:
        tried = next(row for row in rows if row["target"] == target)
        (one,) = hama_aleppo.whatif("Hama", "Aleppo", close=[target]).question.situation.closures
        assert len(one.found.roads) == tried["roads"]
        commanding += bool(one.found.commanded)
    assert commanding


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1,2,3", "line 2: 3 cells where the header has 20"),
        ("0,00-0000000,H,A,nan,,targets,M5,M5,,,3,severed,1,2,3,,,,", "line 2: weight nan"),
        ("0,00-0000000,H,A,inf,,targets,M5,M5,,,3,severed,1,2,3,,,,", "line 2: weight inf"),
        ("0,00-0000000,H,A,-5,,targets,M5,M5,,,3,severed,1,2,3,,,,", "line 2: weight -5"),
        ("0,00-0000000,H,A,1e308,,targets,M5,M5,,,3,severed,1,2,3,,,,", "line 2: weight 1e\\+308"),
        ("0,00-0000000,H,A,1,,targets,M5,M5,,,3,weird,1,2,3,4,5,6,", "line 2: outcome 'weird'"),
        ("0,00-0000000,H,A,1,,targets,M5,M5,,,3,longer,1,2,3,,,,", "line 2: no time_s_after"),
        ("0,00-0000000,H,A,1,,targets,M5,M5,,,3,longer,1,2,3,inf,5,6,", "line 2: time_s_after inf"),
        ("x,00-0000000,H,A,1,,targets,M5,M5,,,3,longer,1,2,3,4,5,6,", "cannot be read as the table"),
    ],
)
def test_a_row_that_no_sweep_wrote_is_told_by_its_line(tmp_path, row, told):
    (tmp_path / "t.csv").write_text(",".join(COLUMNS) + "\n" + row + "\n", "utf-8")
    with pytest.raises(DataError, match=told):
        summarise_sweep(tmp_path / "t.csv")


def test_the_page_of_a_sweep_shows_what_hangs_on_what(tmp_path, hama_aleppo):
    from PIL import Image

    spec = Spec(pairs=HAMA_ALEPPO, families=(KHANASSER,), supposed={"scenario": "khanasser-standing"})
    hama_aleppo.sweep(spec, tmp_path / "out.csv")
    path = save_page(spec, summarise_sweep(tmp_path / "out.csv"), tmp_path / "out.png", hama_aleppo.resolver)
    with Image.open(path) as page:
        assert page.size == (2338, 1653)
        assert len(page.convert("RGB").getcolors(2**24) or ()) > 100
    page = page_of(spec, summarise_sweep(tmp_path / "out.csv"), hama_aleppo.resolver)
    assert page.question.command == f"routegraph sweep-summary {tmp_path / 'out.csv'}"
    assert page.text.sections[0].items[0].heading == "Khanasser"
    assert "What to reopen first" in [section.title for section in page.text.sections]


def test_a_plan_knows_itself_again_and_not_another(hama_aleppo):
    network, vehicle, gazetteer = hama_aleppo.network, hama_aleppo.vehicle, hama_aleppo.gazetteer

    def plan(**more):
        spec = Spec(**{"pairs": HAMA_ALEPPO, "families": (KHANASSER,), **more})
        return plan_of(spec, hama_aleppo.resolver).fingerprint

    assert plan() == plan()
    others = [
        plan(),
        plan(supposed={"close": ["Idlib"]}),
        plan(supposed={"slow": ["Idlib=2"]}),
        plan(supposed={"slow": ["Idlib=3"]}),
        plan(pairs=(("Hama", "Aleppo", 2.0),)),
        plan(families=(Family("each-road"),)),
        plan_of(Spec(), Resolver(RoadGraph.of(network, vehicle), gazetteer)).fingerprint,
        plan_of(Spec(), Resolver(RoadGraph.of(network, vehicle, "cost"), gazetteer)).fingerprint,
        plan_of(Spec(), Resolver(RoadGraph.of(network, VEHICLES["car"]), gazetteer)).fingerprint,
    ]
    assert len(set(others)) == len(others)
    assert plan(title="x") == plan()


def test_the_table_is_plain_csv(tmp_path, hama_aleppo):
    swept(tmp_path, KHANASSER, study=hama_aleppo)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS
