"""Event tables in the shapes that exports, spreadsheets and map tools give them."""

import datetime as dt
import json

import pytest

from routegraph.errors import DataError
from routegraph.reports.cell_values import RowError, point_of
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Precision, Status
from routegraph.reports.statuses import parse_status, says_nothing
from routegraph.reports.tables import read_events
from spreadsheets import write_xlsx

HEADER = (
    "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,"
    "country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities"
)
ROW = (
    "SYR1,23 October 2015,2015,1,Battles,Non-state actor overtakes territory,Group A,Rebel group,"
    "Military Forces of X,State forces,Syria,Aleppo,Khanasser,35.78,37.50,1,Own,Taken,0"
)


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def told(table):
    return [(e.status.value, e.by, e.target, str(e.date), e.spelled) for e in table.events]


def changed(old, new):
    return f"{HEADER}\n{ROW.replace(old, new)}\n"


TAKEN = [("captured", "Group A", "37.5,35.78~2km", "2015-10-23", "Khanasser")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{HEADER}\n{ROW}\n", id="as it is exported"),
        pytest.param(f"\ufeff{HEADER}\n{ROW}\n", id="with a byte order mark"),
        pytest.param(f"{HEADER}\n{ROW}\n".encode("utf-16"), id="as UTF-16"),
        pytest.param(f"{HEADER}\r\n{ROW}\r\n", id="with line ends of Windows"),
        pytest.param("sep=;\n" + f"{HEADER}\n{ROW}\n".replace(",", ";"), id="with a line sep=;"),
        pytest.param(f"{HEADER}\n{ROW}\n".replace(",", "\t"), id="parted by tabs"),
        pytest.param(f"{HEADER}\n{ROW},,,\n", id="with trailing cells"),
        pytest.param(f"{HEADER},,\n{ROW},,\n", id="with trailing columns"),
        pytest.param(f"ACLED data\nDownloaded on 3 May,\n\n{HEADER}\n{ROW}\n", id="below a title"),
        pytest.param(
            f"{HEADER}\n#id,#date+occurred,,,#event,,,,,,,,#loc+name,#geo+lat,,,,,\n{ROW}\n", id="HXL"
        ),
        pytest.param(changed(",1,", ",1.0,"), id="codes saved as floats"),
        pytest.param(changed("35.78,37.50", '"35,78","37,50"'), id="decimal commas"),
        pytest.param(changed("23 October 2015", "23-Oct-15"), id="a date of Excel"),
        pytest.param(changed("23 October 2015", "42300"), id="Excel's count of days"),
        pytest.param(changed("23 October 2015", "1445558400000"), id="milliseconds"),
        pytest.param(
            ",".join(c[:10] for c in HEADER.split(",")) + f"\n{ROW}\n", id="ten letters of a shapefile"
        ),
        pytest.param(
            f"{HEADER}\n{ROW}\n".replace("event_date", "Event Date").replace("geo_prec", "Geo-Prec"),
            id="columns written as words",
        ),
    ],
)
def test_acled_rows_are_read_in_every_shape_that_they_come_in(file, content):
    assert told(read_events(file("acled.csv", content))) == TAKEN


def test_an_export_without_its_optional_columns_is_read_and_told_as_less_sure(file):
    path = file(
        "acled.csv",
        "event_date,event_type,sub_event_type,location,latitude,longitude\n"
        "2015-10-23,Battles,Non-state actor overtakes territory,Khanasser,35.78,37.5\n",
    )
    (event,) = read_events(path).events
    assert (event.confidence, event.target) == (0.63, "37.5,35.78~5km")
    assert event.resolution == "coordinates of the row, geo_precision not told: 5 km"
    bare = file("bare.csv", "event_date,event_type,location\n2015-10-23,Government regains territory,K\n")
    assert [(e.status, e.target) for e in read_events(bare).events] == [(Status.RECAPTURED, "K")]


def test_an_answer_of_the_acled_api_is_read_and_its_refusal_told(file):
    row = dict(zip(HEADER.split(","), ROW.split(","), strict=True)) | {"geo_precision": 1, "latitude": 35.78}
    answer = {"status": 200, "success": True, "count": 1, "data": [row]}
    assert told(read_events(file("acled.json", json.dumps(answer)))) == TAKEN
    assert told(read_events(file("rows.json", json.dumps([row])))) == TAKEN
    refused = {"success": False, "error": "access denied", "data": []}
    with pytest.raises(DataError, match="the server's answer is an error: access denied"):
        read_events(file("refused.json", json.dumps(refused)))


def test_spreadsheets_are_read_with_the_sheet_that_fits(file, tmp_path):
    zipped = tmp_path / "acled.xlsx"
    write_xlsx(
        zipped,
        {
            "About": [["ACLED", "terms of use"]],
            "Data": [["Export"], [], HEADER.split(","), [*ROW.split(",")[:1], 42300, *ROW.split(",")[2:]]],
        },
    )
    table = read_events(zipped)
    assert told(table) == TAKEN
    assert table.notes == ("sheet 'Data' was read, and not About",)
    assert table.told == "acled.xlsx (ACLED export): 1 of 1 rows used; sheet 'Data' was read, and not About."
    with pytest.raises(DataError, match="spreadsheet"):
        read_events(file("broken.xlsx", zipped.read_bytes()[:300]))


@pytest.mark.parametrize("driver", ["gpkg", "shp", "geojson"])
def test_map_layers_are_read_in_lon_lat_whatever_their_coordinates(tmp_path, driver):
    import geopandas as gpd
    import shapely

    frame = gpd.GeoDataFrame(
        {"OpStatus": [3, 1, 3], "RdName": ["R1", "R2", "gone"]},
        geometry=[
            shapely.LineString([(37.0, 35.0), (37.1, 35.1)]),
            shapely.MultiLineString([[(36, 35), (36.1, 35)], [(37, 35), (37.2, 35)]]),
            None,
        ],
        crs="EPSG:4326",
    )
    if driver != "geojson":
        frame = frame.to_crs("EPSG:32637")
    path = tmp_path / f"roads.{driver}"
    frame.to_file(path, engine="pyogrio")
    table = read_events(path)
    assert [(e.status.value, e.target) for e in table.events] == [("blocked", "R1"), ("reopened", "R2")]
    lines = [shapely.from_wkt(e.geometry) for e in table.events]
    assert shapely.hausdorff_distance(lines[0], frame.to_crs("EPSG:4326").geometry[0]) < 1e-5
    assert len(shapely.get_parts(lines[1])) == 2
    assert table.left_out == {"no geometry (gone)": 1}


def test_geojson_that_names_another_coordinate_system_is_transformed(file):
    web = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    line = {"type": "LineString", "coordinates": [[4118821.16, 4163881.14], [4129953.11, 4177479.06]]}
    feature = {"type": "Feature", "properties": {"OpStatus": 3}, "geometry": line}
    document = {"type": "FeatureCollection", "crs": web, "features": [feature]}
    (event,) = read_events(file("r.geojson", json.dumps(document))).events
    assert event.geometry == "LINESTRING (37 35, 37.1 35.1)"


def test_a_column_of_well_known_text_is_a_geometry(file):
    path = file("e.csv", 'status,WKT\nclosed,"LINESTRING (37 35, 37.1 35.1)"\nclosed,LINESTRING (\n')
    table = read_events(path, skip_bad=True)
    assert [e.geometry for e in table.events] == ["LINESTRING (37 35, 37.1 35.1)"]
    assert table.skipped == ("line 3: a geometry that is no well-known text: 'LINESTRING ('",)


def status_layer(**properties):
    line = {"type": "LineString", "coordinates": [[37.49, 35.77], [37.5, 35.78]]}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": line})


@pytest.mark.parametrize(
    ("properties", "status", "date"),
    [
        ({"Statut": "Fermée", "Nom": "Route"}, "blocked", "None"),
        ({"access_status": "Closed", "road": "R1"}, "blocked", "None"),
        ({"OpStatus": "Closed (flooded)"}, "blocked", "None"),
        ({"OpStatus": 3, "UpdDate": 1445558400000}, "blocked", "2015-10-23"),
        ({"status": "Open with restrictions", "date": "2015-10-23"}, "restricted", "2015-10-23"),
        ({"OpStatus": "2.0"}, "restricted", "None"),
        ({"OpStatus": "", "road_status": "Impassable"}, "blocked", "None"),
    ],
)
def test_status_layers_in_words_and_other_languages_are_read(file, properties, status, date):
    (event,) = read_events(file("r.geojson", status_layer(**properties))).events
    assert (event.status.value, str(event.date)) == (status, date)
    assert event.geometry == "LINESTRING (37.49 35.77, 37.5 35.78)"


@pytest.mark.parametrize("word", ["Unknown", "no data", "", None, "Inconnu", "n/a"])
def test_a_status_that_nobody_knows_is_left_out(file, word):
    table = read_events(file("r.geojson", status_layer(OpStatus=word)))
    assert (table.events, table.left_out) == ((), {"no status told": 1})


@pytest.mark.parametrize(
    ("phrase", "status"),
    [
        ("FERMEE", "blocked"),
        ("Route coupée", "blocked"),
        ("Partiellement ouverte", "restricted"),
        ("Cerrada", "blocked"),
        ("مغلق", "blocked"),
        ("Not passable", "blocked"),
        ("Passable with difficulty", "restricted"),
        ("Closed - bridge destroyed", "blocked"),
        ("washed out", "damaged"),
        ("Bridge destroyed", "damaged"),
        ("Open for all traffic", "reopened"),
        ("Ouvert à la circulation", "reopened"),
    ],
)
def test_phrases_whose_every_word_is_known_are_statuses(phrase, status):
    assert parse_status(phrase).value == status


@pytest.mark.parametrize(
    "phrase",
    [
        "not closed",
        "no longer closed",
        "Closed to trucks",
        "open (4x4 only)",
        "closed?",
        "probably closed",
        "closed until 5 May",
        "Closed - reopened 5 November",
        "open/closed",
        "closed at night",
        "soon closed",
        "Flooded",
    ],
)
def test_phrases_that_may_mean_something_else_are_questions(phrase):
    with pytest.raises(ValueError, match=r"is not clear|is unknown"):
        parse_status(phrase)
    assert not says_nothing(phrase)


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2015-10-23T12:00:00+03:00", "2015-10-23", Precision.DAY),
        ("2015-10", "2015-10-01", Precision.MONTH),
        ("2015", "2015-01-01", Precision.YEAR),
        ("20151023", "2015-10-23", Precision.DAY),
        ("23.10.2015", "2015-10-23", Precision.DAY),
        ("23/10/2015 08:00", "2015-10-23", Precision.DAY),
        ("10/23/2015", "2015-10-23", Precision.DAY),
        ("05/05/2015", "2015-05-05", Precision.DAY),
        ("23 octobre 2015", "2015-10-23", Precision.DAY),
        ("October 23, 2015", "2015-10-23", Precision.DAY),
        ("Fri, 23 Oct 2015 00:00:00 GMT", "2015-10-23", Precision.DAY),
        ("Oct 2015", "2015-10-01", Precision.MONTH),
        ("42300", "2015-10-23", Precision.DAY),
        ("42300.5", "2015-10-23", Precision.DAY),
        ("1445558400", "2015-10-23", Precision.DAY),
        ("1er mars 2016", "2016-03-01", Precision.DAY),
    ],
)
def test_dates_are_read_as_tables_write_them(text, date, precision):
    assert parse_date(text) == (dt.date.fromisoformat(date), precision)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0025-09-26", "lies in the year 25"),
        ("9999-12-31", "lies in the year 9999"),
        ("05/10/2015", "may be two dates"),
        ("20151340", "does not exist"),
        ("123", "is not a date"),
        ("99999999999999", "is not a date"),
        ("2015-02-30", "does not exist"),
    ],
)
def test_dates_that_cannot_be_or_may_be_two_are_refused(text, why):
    with pytest.raises(ValueError, match=why):
        parse_date(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1,REL,2015,True,Clear,1,Group,2015-10-24,35.78,37.5\n", "the first line is no header"),
        ("Country,Admin1,Month,Year,Events,Fatalities\nSyria,Aleppo,October,2015,12,30\n", "counts per area"),
        ("target,status,status\nHama,captured,captured\n", "column 'status' stands 2 times"),
    ],
)
def test_tables_that_are_no_events_are_told_as_what_they_are(file, content, message):
    with pytest.raises(DataError, match=message):
        read_events(file("e.csv", content))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "a b"]
)
def test_a_link_that_is_not_of_the_web_is_a_bad_row(file, url):
    with pytest.raises(DataError, match="is no web address"):
        read_events(file("e.csv", f"target,status,url\nHama,captured,{url!s}\n".replace("text/html,x", "x")))


def test_a_named_place_closes_by_its_kind_where_the_row_lies_beside_it(file, hama_aleppo):
    rows = [
        ROW,
        ROW.replace("Khanasser", "Aleppo").replace("35.78,37.50", "36.20,37.16"),
        ROW.replace("Khanasser", "Aleppo - Old City").replace("35.78,37.50", "36.20,37.16"),
        ROW.replace("Khanasser", "Khanasser").replace("35.78,37.50", "36.20,37.16"),
        ROW.replace(",1,Own", ",3,Own"),
    ]
    table = read_events(file("e.csv", "\n".join((HEADER, *rows))), gazetteer=hama_aleppo.gazetteer)
    assert [e.target for e in table.events] == [
        "Khanasser",
        "Aleppo",
        "37.16,36.2~2km",
        "37.16,36.2~2km",
        "37.5,35.78~10km",
    ]
    assert table.events[0].resolution.startswith("Khanasser is Khanasser (خناصر), town, ")
    assert table.events[3].resolution.endswith("no place of that name lies there")


def test_area_files_lie_beside_the_table_that_names_them(file, tmp_path):
    path = file("e.csv", "target,status\nflood.geojson,blocked\n")
    assert [e.target for e in read_events(path).events] == [str(tmp_path / "flood.geojson")]


def test_a_cell_of_many_digits_is_no_number_of_degrees():
    with pytest.raises(RowError, match="is not a number of degrees"):
        point_of({"lon": "1" * 20_000 + "!", "lat": "36"}, "lon", "lat")
