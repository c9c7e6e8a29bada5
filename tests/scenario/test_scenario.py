import datetime as dt
from pathlib import Path

import pytest

from routegraph.checked_yaml import read_document
from routegraph.errors import DataError, NotFoundError, QuestionError
from routegraph.reports.event import Status
from routegraph.scenario.closure import Effect
from routegraph.scenario.scenario import NUMERIC_KEYS, bundled_scenarios, find_scenario, scenario_schema


def written(folder: Path, text: str, name: str = "case.yaml") -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def test_the_bundled_scenarios_are_valid_and_each_event_names_its_source():
    for name, path in bundled_scenarios().items():
        read_document(path, NUMERIC_KEYS).require(scenario_schema())
        scenario = find_scenario(name)
        for event in (*scenario.standing, *scenario.events):
            assert str(event.source), f"{name}: {event.target}"


def test_a_scenario_adds_to_the_one_that_it_extends(tmp_path: Path):
    written(
        tmp_path, "title: Base\npasses_with: [Us]\nstanding: [{target: M5, status: captured}]\n", "base.yaml"
    )
    child = find_scenario(
        written(
            tmp_path,
            "title: Child\nextends: base.yaml\ndate: 2020-02-29\nevents: [{target: M4, status: blocked}]\n",
        )
    )
    assert [e.target for e in child.standing] == ["M5"]
    assert [e.target for e in child.events] == ["M4"]
    assert child.passes_with == ("Us",)
    assert child.date == dt.date(2020, 2, 29)


def test_a_scenario_may_change_what_a_status_does(tmp_path: Path):
    path = written(tmp_path, "title: T\neffects: {contested: 3, threatened: close, restricted: mark}\n")
    effects = find_scenario(path).effects
    assert (effects[Status.CONTESTED].effect, effects[Status.CONTESTED].factor) == (Effect.SLOW, 3.0)
    assert effects[Status.THREATENED].effect is Effect.CLOSE
    assert effects[Status.RESTRICTED].effect is Effect.MARK
    assert effects[Status.CAPTURED].effect is Effect.CLOSE


def test_a_road_number_stays_text(tmp_path: Path):
    path = written(tmp_path, "title: T\nevents: [{target: 42, status: blocked}]\n")
    assert find_scenario(path).events[0].target == "42"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("title: [", "not readable as YAML"),
        ("tile: T\n", "line 1: .*title"),
        ("title: T\nevnets: []\n", "line 2: unknown key 'evnets'; did you mean 'events'"),
        ("title: T\ndate: 2015-02-30\n", "line 2: date '2015-02-30'"),
        ("title: T\ndate: yesterday\n", "line 2: .*YYYY-MM-DD"),
        ("title: T\nevents:\n  - {target: M5, status: taken}\n", "line 3"),
        ("title: T\nevents:\n  - {target: M5, status: captured, confidence: 7}\n", "line 3: .*at most 1"),
        ("title: T\nevents:\n  - {target: M5, status: captured, date: 2015-13-01}\n", "line 3"),
        ("title: T\nevents:\n  - {status: captured}\n", "line 3: missing key 'target'"),
        ("title: T\neffects: {captured: 0.5}\n", "line 2"),
        ("title: T\nextends: case.yaml\n", "circle"),
        ("a: &a [x]\nb: *a\n", "aliases"),
        ("title: " + "[" * 200, "nested deeper|not readable"),
    ],
)
def test_a_malformed_scenario_is_refused_with_file_line_and_remedy(tmp_path: Path, text: str, says: str):
    path = written(tmp_path, text)
    with pytest.raises(DataError, match=says) as refusal:
        find_scenario(path)
    assert "case.yaml" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path):
    (tmp_path / "case.yaml").write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(DataError, match="not UTF-8"):
        find_scenario(str(tmp_path / "case.yaml"))


def test_an_unknown_scenario_names_the_bundled_ones():
    with pytest.raises(
        NotFoundError, match=r"no scenario called 'nope'; bundled: hts-2024, khanasser-2015-10"
    ):
        find_scenario("nope")
    with pytest.raises(NotFoundError, match=r"no file .*nope\.yaml"):
        find_scenario("nope.yaml")


def test_the_published_schema_is_a_schema():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(scenario_schema())


def test_a_scenario_of_another_network_is_refused(tmp_path: Path, hama_aleppo):
    path = written(tmp_path, "title: T\nnetwork: syria\nstanding: [{target: M5, status: captured}]\n")
    with pytest.raises(QuestionError, match="about the network 'syria', and this is 'hama-aleppo'"):
        hama_aleppo.whatif("Hama", "Aleppo", scenario=path)


def test_an_unknown_keyword_names_the_nearest(hama_aleppo):
    with pytest.raises(TypeError, match="no keyword 'scenaro'; did you mean 'scenario'"):
        hama_aleppo.whatif("Hama", "Aleppo", scenaro="khanasser-2015-10")


@pytest.mark.parametrize(
    ("count", "told"), [(12, "(blocked, 10%): --close way/11."), (13, "; and 1 more."), (14, "; and 2 more.")]
)
def test_twelve_reports_that_are_not_sure_enough_are_named_and_the_rest_counted(
    hama_aleppo, tmp_path, count, told
):
    rows = [f"way/{i},blocked,0.1\n" for i in range(count)]
    (tmp_path / "e.csv").write_text("target,status,confidence\n" + "".join(rows))
    (warning,) = (
        one
        for one in hama_aleppo.situation(events=[tmp_path / "e.csv"]).situation.warnings
        if "not sure enough" in one
    )
    assert warning.endswith(told)
    assert warning.count("--close") == 12
