"""Events files behind a question: rows used and left out, areas beside them, circles that overlap."""

import json

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.errors import DataError
from routegraph.scenario import resolve

TABLE = "target,status,date,confidence\nKhanasser,captured,2015-10-23,0.9\nHama,captred,,\n"


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


def test_a_bad_row_is_an_error_that_names_the_option_and_the_option_leaves_it_out(file, hama_aleppo):
    path = file("e.csv", TABLE)
    with pytest.raises(DataError, match=r"line 3: status 'captred' is unknown.*--skip-bad"):
        hama_aleppo.whatif("Hama", "Aleppo", events=[path])
    answer = hama_aleppo.whatif("Hama", "Aleppo", events=[path], skip_bad=True)
    assert "--skip-bad" in answer.question.command
    told = answer.to_dict()["events_files"]
    assert [(t["rows"], t["used"], len(t["skipped"])) for t in told] == [(2, 1, 1)]
    assert any(
        "e.csv (events table): 1 of 2 rows used; 1 skipped as bad (line 3" in w for w in answer.warnings
    )


ARGUMENTS = {
    "whatif": ["Hama", "Aleppo"],
    "alternatives": ["Hama", "Aleppo"],
    "chokepoints": ["Hama", "Aleppo"],
    "reopening": ["Hama", "Aleppo"],
    "timeline": ["Hama", "Aleppo"],
    "survival": ["Hama", "Aleppo"],
    "isolated": ["--hub", "Hama"],
    "reach": ["Hama", "--minutes", "60"],
}


@pytest.mark.parametrize("question", ARGUMENTS)
def test_every_question_leaves_bad_rows_out_when_asked_and_tells_so(file, question):
    path = file("e.csv", TABLE)
    asked = [question, *ARGUMENTS[question], "--events", str(path), "--json"]
    refused = CliRunner().invoke(main, asked)
    assert refused.exit_code == 5 and "--skip-bad" in refused.output
    answered = CliRunner().invoke(main, [*asked, "--skip-bad"])
    assert answered.exit_code == 0, answered.output
    (told,) = json.loads(answered.stdout)["events_files"]
    assert (told["rows"], told["used"], told["skipped"][0][:6]) == (2, 1, "line 3")


def test_rows_that_close_nothing_are_told_with_their_kind(file, hama_aleppo):
    path = file(
        "acled.csv",
        "event_date,event_type,sub_event_type,location\n2015-10-23,Protests,Peaceful protest,Hama\n",
    )
    answer = hama_aleppo.whatif("Hama", "Aleppo", events=[path])
    assert (
        "acled.csv (ACLED export): 0 of 1 rows used; 1 left out: Protests / Peaceful protest."
        in answer.warnings
    )


def test_events_after_the_date_asked_are_counted(file, hama_aleppo):
    path = file("e.csv", "target,status,date\nKhanasser,captured,2016-02-22\n")
    answer = hama_aleppo.whatif("Hama", "Aleppo", events=[path], date="2015-10-23")
    assert "1 event begins after 2015-10-23 and does not count." in answer.warnings


POINT = "37.19500,36.21200"


def test_a_later_smaller_circle_does_not_undo_a_larger_one(file, hama_aleppo):
    large = f'"{POINT}~15km",captured,2015-10-01\n'
    small = f'"{POINT}~1km",captured,2015-10-02\n'
    head = "target,status,date\n"
    roads = [
        set(hama_aleppo.situation(events=[path]).situation.after.closed.tolist())
        for path in (file("one.csv", head + large), file("two.csv", head + large + small))
    ]
    assert roads[0] and roads[0] <= roads[1]


def test_opening_a_smaller_circle_leaves_the_larger_closed_and_says_so(file, hama_aleppo):
    path = file(
        "e.csv",
        f'target,status,date\n"{POINT}~15km",captured,2015-10-01\n"{POINT}~1km",reopened,2015-10-02\n',
    )
    answer = hama_aleppo.whatif("Hama", "Khanasser", events=[path])
    assert len(answer.question.situation.after.closed)
    assert any(
        f"{POINT}~15km stays closed: {POINT}~1km was opened on 2015-10-02" in w for w in answer.warnings
    )


def test_opening_a_place_opens_every_circle_around_it(file, hama_aleppo):
    path = file(
        "e.csv",
        "target,status,date\nKhanasser~3km,captured,2015-10-01\nKhanasser,reopened,2015-10-02\n",
    )
    answer = hama_aleppo.whatif("Hama", "Aleppo", events=[path])
    assert not len(answer.question.situation.after.closed)


AREA = {
    "type": "Feature",
    "properties": {},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[37.4, 35.7], [37.6, 35.7], [37.6, 35.9], [37.4, 35.9], [37.4, 35.7]]],
    },
}


def test_an_area_file_is_looked_up_beside_the_scenario_that_names_it(
    file, tmp_path, hama_aleppo, monkeypatch
):
    file("flood.geojson", AREA)
    scenario = file("s.yaml", "title: t\nevents:\n- target: flood.geojson\n  status: blocked\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    answer = hama_aleppo.whatif("Hama", "Aleppo", scenario=str(scenario))
    assert len(answer.question.situation.after.closed) > 0


def test_a_polygon_of_a_layer_closes_what_it_covers_and_its_neighbour_what_it_covers(file, hama_aleppo):
    strip = {"type": "Polygon", "coordinates": [[[37.3, 35.70], [37.7, 35.70], [37.7, 35.71], [37.3, 35.70]]]}
    layer = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"OpStatus": 3, "RdName": "flood"}, "geometry": strip},
            {"type": "Feature", "properties": {"OpStatus": 3, "RdName": "mud"}, "geometry": AREA["geometry"]},
        ],
    }
    situation = hama_aleppo.situation(events=[file("l.geojson", layer)]).situation
    closed = {one.closure.target: len(one.found.roads) for one in situation.closures}
    alone = hama_aleppo.situation(close=[str(file("a.geojson", AREA))]).situation
    assert closed["mud"] == len(alone.closures[0].found.roads)
    assert closed["flood"] < closed["mud"]


def test_an_event_may_lift_what_stands_and_the_answer_is_eased(hama_aleppo, file):
    standing = "title: t\nstanding:\n- {target: Khanasser, status: captured, date: 2015-10-01}\n"
    scenario = file("s.yaml", standing + "- {target: As-Safira, status: captured, date: 2015-10-01}\n")
    both = file(
        "both.csv", "target,status,date\nKhanasser,reopened,2015-10-02\nAs-Safira,reopened,2015-10-02\n"
    )
    one = file("one.csv", "target,status,date\nKhanasser,reopened,2015-10-02\n")
    for path, kept in ((both, []), (one, ["As-Safira"])):
        situation = hama_aleppo.situation(scenario=str(scenario), events=[path]).situation
        lifted = [applied.closure.target for applied in situation.lifted]
        assert sorted([*lifted, *kept]) == ["As-Safira", "Khanasser"]
        left = {int(r) for a in situation.standing if a.closure.target in kept for r in a.found.roads}
        assert set(situation.after.closed.tolist()) == left


def test_the_way_is_eased_when_the_events_lift_what_stood(hama_aleppo, file):
    scenario = file("s.yaml", "title: t\nstanding:\n- {target: M5, status: captured, date: 2015-10-01}\n")
    lifting = file("e.csv", "target,status,date\nM5,reopened,2015-10-02\n")
    closed = hama_aleppo.whatif("Hama", "Aleppo", scenario=str(scenario))
    answer = hama_aleppo.whatif("Hama", "Aleppo", scenario=str(scenario), events=[lifting])
    assert (closed.outcome.value, answer.outcome.value) == ("unaffected", "eased")
    assert answer.after.time_s < answer.before.time_s == closed.before.time_s
    assert answer.after.time_s == hama_aleppo.whatif("Hama", "Aleppo").before.time_s


def test_no_nearest_road_is_looked_for_unless_it_is_told(file, hama_aleppo, monkeypatch):
    rows = "".join(f'"{36 + i / 1e4:.4f},31.5~1km",captured\n' for i in range(300))
    told = []
    monkeypatch.setattr(resolve, "nearest_road", lambda *at: told.append(at))
    answer = hama_aleppo.whatif("Hama", "Aleppo", events=[file("e.csv", f"target,status\n{rows}")])
    assert "295 more events match no road and close nothing." in answer.warnings
    assert 0 < len(told) < 20


def test_a_sweep_leaves_bad_rows_out_when_asked_and_tells_so(file, tmp_path):
    events, od = file("e.csv", TABLE), file("od.csv", "origin,destination\nHama,Aleppo\n")
    asked = ["sweep", "--closures", "M5", "--od", str(od), "--events", str(events)]
    refused = CliRunner().invoke(main, [*asked, "-o", str(tmp_path / "a.csv")])
    assert refused.exit_code == 5 and "--skip-bad" in refused.output
    swept = CliRunner().invoke(main, [*asked, "-o", str(tmp_path / "a.csv"), "--skip-bad"])
    assert swept.exit_code == 0, swept.output
    assert "e.csv (events table): 1 of 2 rows used; 1 skipped as bad (line 3" in swept.stderr
    spec = file(
        "s.yaml",
        "events: [e.csv]\nskip_bad: true\npairs: od.csv\nclosures:\n- {family: targets, targets: [M5]}\n",
    )
    of_file = CliRunner().invoke(main, ["sweep", str(spec), "-o", str(tmp_path / "b.csv")])
    assert of_file.exit_code == 0, of_file.output
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
