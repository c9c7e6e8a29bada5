import datetime as dt
import json
import math

import pytest

from routegraph.errors import DataError, NotFoundError, OutputError
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.events_file import read_extraction, write_events
from routegraph.reports.extraction import Claim, Extraction, SetAside, Unlocated
from routegraph.reports.tables import read_events

ACLED = (
    "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,"
    "location,latitude,longitude,geo_precision,source,notes,fatalities\n"
)
GED = (
    "id,relid,year,side_a,side_b,source_headline,where_prec,where_coordinates,latitude,longitude,"
    "date_prec,date_start,date_end,best\n"
)


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_own_csv_columns_become_events(file):
    path = file(
        "e.csv",
        "date,target,status,by,until,publisher,url,group,lifts,confidence\n"
        "2015-10,Khanasser,captured,ISIS,,SOHR,example.org,g1,,0.7\n"
        ",Ithriya - Khanasser,Reopened,,2015-12-01,,,,As-Safira; Ithriya,\n",
    )
    assert read_events(path).events == (
        Event(
            "Khanasser",
            Status.CAPTURED,
            by="ISIS",
            date=dt.date(2015, 10, 1),
            precision=Precision.MONTH,
            confidence=0.7,
            source=Source(publisher="SOHR", url="http://example.org"),
            group="g1",
        ),
        Event(
            "Ithriya - Khanasser",
            Status.REOPENED,
            until=dt.date(2015, 12, 1),
            lifts=("As-Safira", "Ithriya"),
        ),
    )


def test_points_stand_in_for_a_target(file):
    path = file("e.csv", "lon;lat;status;radius_km\n37.5;35.78;blocked;\n37.5;35.78;blocked;4\n")
    assert [e.target for e in read_events(path).events] == ["37.5,35.78~2km", "37.5,35.78~4km"]


def test_unknown_columns_are_ignored_with_a_count_of_their_values(file):
    path = file("e.csv", "target,status,colour,mood\nHama,captured,red,\nHoms,captured,,\n")
    assert read_events(path).ignored_columns == {"colour": 1, "mood": 0}


def test_bad_rows_are_told_by_line_even_below_a_quoted_line_break(file):
    path = file(
        "e.csv",
        'target,status,note\nHama,captured,"one\ntwo"\nHoms,captred,\n,captured,\nIdlib,captured\n',
    )
    with pytest.raises(DataError) as caught:
        read_events(path)
    assert str(caught.value) == (
        f"{path}: line 4: status 'captred' is unknown; did you mean 'captured'; "
        "line 5: no target; name a place, 'A - B', a ref, LON,LAT~KM, or way/ID; "
        "line 6: 2 cells where the header has 3. Mend them, or leave them out with --skip-bad."
    )
    table = read_events(path, skip_bad=True)
    assert [e.target for e in table.events] == ["Hama"]
    assert [line.split(":")[0] for line in table.skipped] == ["line 4", "line 5", "line 6"]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("2015-02-30,", "date '2015-02-30' is a date that does not exist"),
        ("2015-00-30,", "date '2015-00-30' is a date that does not exist"),
        ("30/02/15,", "date '30/02/15' is a date that does not exist"),
        ("2015-03-02,2015-03-01", "until 2015-03-01 lies before date 2015-03-02"),
    ],
)
def test_dates_that_do_not_exist_are_refused(file, cell, message):
    path = file("e.csv", f"target,status,date,until\nHama,captured,{cell}\n")
    with pytest.raises(DataError, match="line 2") as caught:
        read_events(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("value", ["nan", "2", "-0.1", "high"])
def test_a_confidence_is_a_number_from_0_to_1(file, value):
    path = file("e.csv", f"target,status,confidence\nHama,captured,{value}\n")
    with pytest.raises(DataError, match="line 2: confidence"):
        read_events(path)


def test_missing_columns_are_named_for_the_nearest_convention(file):
    own = file("own.csv", "target,when\nHama,2015-01-01\n")
    with pytest.raises(DataError, match="missing column status of the events table; found: target, when"):
        read_events(own)
    acled = file("acled.csv", ACLED.replace("event_type,sub_", "sub_").replace("location,", "") + "\n")
    with pytest.raises(DataError, match="missing column event_type of the ACLED export"):
        read_events(acled)


def test_acled_territory_goes_to_the_side_that_gained_it_whichever_actor_is_first(file):
    path = file(
        "acled.csv",
        ACLED
        + "SYR1,23 October 2015,2015,1,Battles,Non-state actor overtakes territory,Islamic State (Syria),2,"
        "Military Forces of Syria,1,Khanasser,35.78,37.5,1,SOHR,Taken.,4\n"
        "SYR2,2015-11-04,2015,2,Battles,Government regains territory,Islamic State (Syria),Rebel group,"
        "Military Forces of Syria,State forces,Khanasser,35.78,37.5,2,SOHR,Back.,1\n"
        "SYR3,2015-11-05,2015,1,Battles,Armed clash,A,1,B,2,Khanasser,35.78,37.5,3,SOHR,Fight.,1\n"
        "SYR4,2015-11-06,2015,1,Protests,Peaceful protest,P,6,,0,Hama,35.1,36.7,1,SANA,March.,0\n"
        "SYR5,2015-11-07,2015,1,Strategic developments,Non-violent transfer of territory,C,2,,,"
        "Hama,35.1,36.7,1,S,G.,0\n",
    )
    table = read_events(path)
    assert table.format == "ACLED export"
    assert [
        (e.status.value, e.by, str(e.date), str(e.until), e.target, e.confidence) for e in table.events
    ] == [
        ("captured", "Islamic State (Syria)", "2015-10-23", "None", "37.5,35.78~2km", 0.9),
        ("recaptured", "Military Forces of Syria", "2015-11-04", "None", "37.5,35.78~5km", 0.63),
        ("contested", "A / B", "2015-11-05", "2015-11-06", "37.5,35.78~10km", 0.15),
        ("captured", "C", "2015-11-07", "None", "36.7,35.1~2km", 0.9),
    ]
    assert table.events[1].precision is Precision.WEEK
    assert table.events[0].spelled == "Khanasser"
    assert table.events[0].quote == "Taken."
    assert table.left_out == {"Protests / Peaceful protest": 1}
    assert table.ignored_columns == {"year": 5, "fatalities": 5}


def test_acled_precision_codes_outside_the_convention_are_bad_rows(file):
    row = "S,2015-10-23,2015,1,Battles,Armed clash,A,1,B,2,K,35.78,37.5,9,S,N,0\n"
    with pytest.raises(DataError, match="line 2: geo_precision '9' is not 1, 2 or 3"):
        read_events(file("acled.csv", ACLED + row))


def test_ged_rows_contest_a_place_with_low_confidence_while_they_last(file):
    path = file(
        "ged.csv",
        GED
        + "7,x,2015,Government of Syria,IS,Clash at K,1,Khanasser town,35.78,37.5,1,2015-10-23 00:00:00.000,"
        "2015-10-24 00:00:00.000,3\n"
        "8,x,2015,Government of Syria,IS,Somewhere,6,Syria,35.0,38.0,5,2015-01-01,2015-12-31,3\n",
    )
    first, second = read_events(path).events
    assert (first.status, first.by, first.target) == (
        Status.CONTESTED,
        "Government of Syria / IS",
        "37.5,35.78~2km",
    )
    assert (str(first.date), str(first.until), first.confidence) == ("2015-10-23", "2015-10-25", 0.4)
    assert (second.confidence, second.precision) == (0.0, Precision.YEAR)


def test_the_confidence_of_a_whole_file_can_be_told(file):
    path = file("e.csv", "target,status,confidence\nHama,captured,0.2\n")
    assert read_events(path, confidence=0.6).events[0].confidence == 0.6


def roads(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": geometry}
                for properties, geometry in features
            ],
        }
    )


LINES = {
    "type": "MultiLineString",
    "coordinates": [[[36.0, 35.0], [36.1, 35.0]], [[37.0, 35.0], [37.05, 35.0], [37.2, 35.0]]],
}
LINE = {"type": "LineString", "coordinates": [[37.0, 35.0], [37.1, 35.1]]}


def test_road_status_lines_follow_unsdi_t(file):
    path = file(
        "roads.geojson",
        roads(
            ({"OpStatus": 1, "RdName": "R1"}, LINE),
            ({"OpStatus": 2, "CurntPrac": 3, "Sec": 4}, LINE),
            ({"OpStatus": 3, "osm_id": 55, "UpdDate": "2015-10-01", "RdClass": 2}, LINE),
            ({"OpStatus": "4"}, LINES),
            ({"OpStatus": None}, LINE),
        ),
    )
    table = read_events(path)
    line = "LINESTRING (37 35, 37.1 35.1)"
    assert [(e.status.value, e.target, e.geometry) for e in table.events] == [
        ("reopened", "R1", line),
        ("restricted", "line 1 of roads.geojson", line),
        ("blocked", "way/55", line),
        (
            "blocked",
            "line 3 of roads.geojson",
            "MULTILINESTRING ((36 35, 36.1 35), (37 35, 37.05 35, 37.2 35))",
        ),
    ]
    assert table.events[1].note == "4WD under 3.5 t at most; security 4 of 5"
    assert table.events[2].date == dt.date(2015, 10, 1)
    assert table.events[3].quote == "OpStatus 4 (abandoned)"
    assert table.left_out == {"no status told": 1}
    assert table.ignored_columns == {"rdclass": 1}


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "LineString", "coordinates": [[1]]}, "coordinates must be pairs of numbers"),
        ({"type": "LineString", "coordinates": [["a", "b"], [1, 2]]}, "coordinates must be pairs of numbers"),
        ({"type": "LineString", "coordinates": [[37, 35], [37, 35]]}, "a line of no length"),
        (
            {"type": "LineString", "coordinates": [[4.1e6, 3.9e6], [4.2e6, 3.9e6]]},
            "save the file in EPSG:4326",
        ),
        ({"type": "LineString", "coordinates": [[math.nan, 35], [37, 35]]}, "not a number"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 1]]]}, "fewer than three corners"),
        ({"type": "Curve", "coordinates": [[1, 1]]}, "a geometry of type 'Curve'"),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point"}]}, "of type 'GeometryCollection'"),
        (3, "a geometry of type 'None'"),
    ],
)
def test_a_broken_geometry_is_a_bad_row(file, geometry, told):
    path = file("e.geojson", roads(({"OpStatus": 3}, geometry)))
    with pytest.raises(DataError, match="feature 0: ") as caught:
        read_events(path)
    assert told in str(caught.value)


@pytest.mark.parametrize("geometry", [None, {"type": "Point"}, {"type": "LineString", "coordinates": []}])
def test_a_feature_without_geometry_is_left_out_and_told_by_name(file, geometry):
    path = file("e.geojson", roads(({"OpStatus": 3}, LINE), ({"OpStatus": 3, "RdName": "R9"}, geometry)))
    table = read_events(path)
    assert [e.geometry for e in table.events] == ["LINESTRING (37 35, 37.1 35.1)"]
    assert table.left_out == {"no geometry (R9)": 1}
    assert table.told == "e.geojson (road status): 1 of 2 rows used; 1 left out: no geometry (R9)."


def test_each_polygon_closes_by_its_own_area(file):
    square = [[37.0, 35.0], [37.1, 35.0], [37.1, 35.1], [37.0, 35.0]]
    two = {"type": "MultiPolygon", "coordinates": [[square], [[[38, 35], [38, 36], [39, 36], [38, 35]]]]}
    path = file(
        "areas.geojson",
        roads(
            ({"OpStatus": 3}, {"type": "Polygon", "coordinates": [square]}), ({"status": "contested"}, two)
        ),
    )
    first, *_ = read_events(path).events
    assert first.geometry == "POLYGON ((37 35, 37.1 35, 37.1 35.1, 37 35))"
    (both,) = read_events(file("e.geojson", roads(({"status": "contested"}, two)))).events
    assert both.geometry.startswith("MULTIPOLYGON (((37 35, ") and "), ((38 35, " in both.geometry
    assert both.target == "area 0 of e.geojson"


def test_a_bad_road_status_names_its_feature(file):
    path = file("roads.geojson", roads(({"OpStatus": 7}, LINE)))
    with pytest.raises(DataError, match="feature 0: OpStatus '7' is not 1"):
        read_events(path)


def test_own_events_may_come_as_geojson_points(file):
    point = {"type": "Point", "coordinates": [37.5, 35.78]}
    path = file("e.geojson", roads(({"status": "captured", "radius_km": 3}, point), ({"status": "x"}, None)))
    table = read_events(path, skip_bad=True)
    assert [e.target for e in table.events] == ["37.5,35.78~3km"]
    assert table.left_out == {"no geometry": 1}


FULL = Extraction(
    events=(
        Event(
            "Ithriya - Khanasser",
            Status.BLOCKED,
            by="ISIS",
            date=dt.date(2015, 10, 1),
            until=dt.date(2015, 11, 4),
            precision=Precision.MONTH,
            confidence=0.8,
            source=Source("T: x", "P # y", "http://example.org/?a=1&b=[2]", "2015-10-27"),
            quote="ISIS said: \"no\" – it's\tcut; <b>خناصر</b>\u200f 'yes' #1",
            span=(12, 40),
            spelled="no",
            resolution="0.97",
            group="1",
            lifts=("As-Safira", "42"),
            factor=2.5,
            note="null",
        ),
        Event("42", Status.REOPENED, date=dt.date(2015, 10, 31), precision=Precision.MONTH),
        Event("M5", Status.RECAPTURED, date=dt.date(2015, 1, 1), precision=Precision.YEAR, confidence=0.0),
    ),
    unlocated=(
        Unlocated(
            "19 checkpoints",
            "Aleppo suburbs",
            Status.CAPTURED,
            "ISIS",
            "q",
            (1, 2),
            dt.date(2015, 1, 1),
            "on no map",
        ),
        Unlocated("a barrier", "", Status.BLOCKED),
    ),
    claims=(Claim("supply line severed", "Hama", "Aleppo", "q", (3, 4)),),
    set_aside=(SetAside("It denied that.", "denied", (5, 6)),),
    warnings=("two places called صوران",),
)


@pytest.mark.parametrize("name", ["events.yaml", "events.json"])
def test_everything_taken_from_a_text_survives_writing_and_reading(tmp_path, name):
    path = tmp_path / name
    write_events(path, FULL)
    assert read_extraction(path) == (FULL, ())
    assert read_events(path).events == FULL.events
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_file_that_cannot_be_written_says_where(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write_events(tmp_path / "nowhere" / "e.yaml", FULL)


YAML_HEAD = "# edited by hand\nevents:\n  - target: Khanasser\n    status: captured\n"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("    untill: 2015-01-01\n", "line 3: unknown key 'untill'; did you mean 'until'"),
        ("    date: 2015-13-45\n", "line 3: date '2015-13-45' is a date that does not exist"),
        (
            "    date: last week\n",
            "line 3: 'date' is 'last week', not a date; write YYYY-MM-DD",
        ),
        ("    confidence: 2\n", "line 3: 'confidence' is 2, but must be at most 1 (line 5)"),
        ("    confidence: high\n", "line 3: 'confidence' is 'high', but must be a number (line 5)"),
        ("    source:\n      titel: x\n", "line 3: unknown key 'titel'; did you mean 'title' (line 6)"),
        ("  - target: Hama\n", "line 5: missing key 'status'"),
        ("  - status: blocked\n    target:\n", "line 5: missing key 'target'"),
        ("  - target: Hama\n    status: sieged\n", "line 5: 'status' is 'sieged'; one of: captured, "),
        ("    status: blocked\n", "line 5: key 'status' stands twice"),
        ("claims: yes\n", "line 5: 'claims' is 'yes', but must be a list"),
        ("evnts: []\n", "line 5: unknown key 'evnts'; did you mean 'events'"),
        ("    note: [a\n", "not readable as YAML"),
    ],
)
def test_mistakes_in_an_edited_file_are_told_by_line_and_key(file, more, message):
    path = file("e.yaml", YAML_HEAD + more)
    with pytest.raises(DataError) as caught:
        read_events(path)
    assert message in str(caught.value).replace(", line", ": line")


def test_only_bad_events_are_skipped_when_asked(file):
    path = file("e.yaml", YAML_HEAD + "  - target: Hama\n")
    table = read_events(path, skip_bad=True)
    assert [e.target for e in table.events] == ["Khanasser"]
    assert table.skipped == ("line 5: missing key 'status'",)


def test_words_that_yaml_takes_for_other_things_stay_text(file):
    path = file("e.yaml", "events:\n- {target: 42, status: blocked, by: NO, date: 2015, note: }\n")
    (event,) = read_events(path).events
    assert (event.target, event.by, event.date, event.precision) == (
        "42",
        "NO",
        dt.date(2015, 1, 1),
        Precision.YEAR,
    )


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "line 2: YAML aliases"),
        ("[" * 5000, "nested deeper than 32 levels"),
        ("- &x [*x]\n", "aliases"),
        ("events: !!python/object/apply:os.system [id]\n", "must be a list|target|keys"),
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("just words\n", "keys with values"),
        (b"events: \xff\xfe\n", "not UTF-8"),
    ],
)
def test_hostile_yaml_is_refused_in_a_line(file, content, message):
    with pytest.raises(DataError, match=message):
        read_events(file("e.yaml", content))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("e.csv", b"PK\x03\x04\0\0binary", "a binary file"),
        ("e.csv", b"", "empty"),
        ("e.csv", b"\n\n", "empty"),
        ("e.json", b"{", "line 1: not readable as JSON"),
        ("e.geojson", b'{"type": "FeatureCollection", "features": []}', "no features"),
        ("e.json", b"[" * 100000, "nested deeper than"),
    ],
)
def test_files_that_are_no_tables_are_refused_in_a_line(file, name, content, message):
    with pytest.raises(DataError, match=message):
        read_events(file(name, content))


def test_a_missing_file_is_told_as_such(tmp_path):
    with pytest.raises(NotFoundError, match="no file"):
        read_events(tmp_path / "none.csv")


def test_a_csv_in_windows_arabic_is_read(file):
    path = file("e.csv", "target,status\nخناصر,captured\n".encode("cp1256"))
    assert read_events(path).events[0].target == "خناصر"
