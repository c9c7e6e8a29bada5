"""Exports as offices write them: coordinates, headers, tags and languages that are not the textbook's."""

import pytest

from routegraph.errors import DataError
from routegraph.reports.cell_values import RowError, degrees_of
from routegraph.reports.dates import parse_date
from routegraph.reports.hxl import meaning
from routegraph.reports.tables import read_events


@pytest.fixture
def read(tmp_path, hama_aleppo):
    def events(content):
        path = tmp_path / "e.csv"
        path.write_text(content, "utf-8")
        return read_events(path, gazetteer=hama_aleppo.gazetteer)

    return events


def told(table):
    return [(e.target, e.status.value, str(e.date)) for e in table.events]


KHANASSER = ("Khanasser", "blocked", "2015-10-23")


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("37.4977", "lon", 37.4977),
        ("37,4977", "lon", 37.4977),
        ("37,497", "lon", 37.497),
        ("3.74977E+1", "lon", 37.4977),
        ("37.4977 E", "lon", 37.4977),
        ("W 70.5", "lon", -70.5),
        ("-33.25", "lat", -33.25),
        ("""35°46'53.76"N""", "lat", 35.7816),
        ("35° 46,896' N", "lat", 35.7816),
        ("35 46 53.76", "lat", 35.7816),
        ("N35 46.896", "lat", 35.7816),
    ],
)
def test_degrees_are_read_as_people_write_them(text, axis, degrees):
    assert degrees_of({"k": text}, "k", axis, 90 if axis == "lat" else 180) == pytest.approx(degrees)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("37.5 E", "of the other axis"),
        ("364200", "of a projected system"),
        ("3960800.5", "of a projected system"),
        ("91", "not between -90 and 90"),
        ("35.5 30", "not clear"),
        ("35 61", "not clear"),
        ("-35 N", "not clear"),
        ("35.7,37.4", "not a number of degrees"),
        ("nan", "not a number of degrees"),
        ("", "no k"),
    ],
)
def test_degrees_that_may_be_something_else_are_refused(text, why):
    with pytest.raises(RowError, match=why):
        degrees_of({"k": text}, "k", "lat", 90)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("23-10-2015", "2015-10-23"),
        ("10/23/15", "2015-10-23"),
        ("23.10.15", "2015-10-23"),
        ("10/2015", "2015-10-01"),
        ("٢٣/١٠/٢٠١٥", "2015-10-23"),
    ],
)
def test_dates_of_more_offices_are_read(text, date):
    assert parse_date(text)[0].isoformat() == date


@pytest.mark.parametrize("text", ["10/11/15", "05-10-2015", "15-10-23", "Oct-15"])
def test_dates_that_may_be_two_stay_questions(text):
    with pytest.raises(ValueError, match=r"may be two|is not a date"):
        parse_date(text)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("date;Localité;Statut\n23/10/2015;Khanasser;Route coupée\n", id="French with accents"),
        pytest.param(
            "Axe,Etat de la route,Date de mise à jour,Motif\nKhanasser,Impraticable,23/10/2015,combats\n",
            id="French of the logistics cluster",
        ),
        pytest.param("Lugar;Estado;Fecha\nKhanasser;Cerrado;23/10/2015\n", id="Spanish"),
        pytest.param(
            "place,status,date\nKhanasser,closed,'2015-10-23\n", id="a date that Excel marks as text"
        ),
        pytest.param("التاريخ,المكان,الحالة\n٢٣/١٠/٢٠١٥,خناصر,مغلق\n", id="Arabic"),
        pytest.param(
            "Date|Road|Condition|Updated\n2015-10-23|Khanasser|Not passable|24/10/2015\n", id="pipes"
        ),
        pytest.param(
            "Access update,,,,\n,Location,,Access,\nDate,Name,Name AR,Status,Remarks\n"
            "2015-10-23,Khanasser,خناصر,Closed,\n",
            id="two lines of headers",
        ),
        pytest.param(
            "Road access,,,,,\n,,Location,,Status,\nNo,Date,Road / place,Governorate,Access status,Comment\n"
            "1,2015-10-23,Khanasser,Aleppo,Closed,mines\n",
            id="a second line of headers that has a word for two",
        ),
        pytest.param(
            "Date of event,Place,Lat,Lon,Road status\n#date+occurred,#loc+name,#geo+lat,#geo+lon,#status\n"
            "2015-10-23,Khanasser,35.7816,37.4977,closed\n",
            id="a date that its tag alone tells",
        ),
        pytest.param(
            "#date+occurred,#loc+name,#geo+lat,#geo+lon,#access\n2015-10-23,Khanasser,35.7816,37.4977,closed\n",
            id="tags alone",
        ),
    ],
)
def test_tables_of_offices_are_read(read, content):
    table = read(content)
    target, status, date = KHANASSER
    assert [(s, d) for _, s, d in told(table)] == [(status, date)]
    assert told(table)[0][0] in (target, "خناصر")


def test_tags_name_the_columns_of_an_acled_export(read):
    table = read(
        "#date+occurred,#event+type,#event+subtype,#group+name+first,#loc+name,#geo+lat,#geo+lon\n"
        "2015-10-23,Battles,Non-state actor overtakes territory,Group A,Khanasser,35.7816,37.4977\n"
    )
    assert table.format == "ACLED export"
    assert told(table) == [("Khanasser", "captured", "2015-10-23")]
    assert meaning("#affected+killed") == ""


def test_a_place_beside_coordinates_is_the_one_that_lies_there(read):
    rows = ("Khanasser,35.78,37.49", "Khanasser,36.20,37.16", "M5 @ Morek..Saraqib,35.6,36.7")
    table = read("place,lat,lon,date,status\n" + "".join(f"{row},2015-10-23,closed\n" for row in rows))
    assert [target for target, *_ in told(table)] == ["Khanasser", "37.16,36.2~2km", "M5 @ Morek..Saraqib"]
    assert table.events[1].spelled == "Khanasser"
    assert table.events[1].resolution.endswith("no place of that name lies there")


def test_swapped_coordinates_are_told_by_the_place_beside_them(read):
    with pytest.raises(DataError, match="line 2: latitude and longitude are swapped: Khanasser lies at"):
        read("place,lat,lon,date,status\nKhanasser,37.4977,35.7816,2015-10-23,closed\n")


def test_a_kind_of_place_behind_a_name_is_no_part_of_it(read):
    table = read(
        "id,side_a,side_b,where_prec,where_coordinates,latitude,longitude,date_prec,date_start,date_end\n"
        "1,A,B,1,Khanasser town,35.7816,37.4977,1,2015-10-23,2015-10-23\n"
    )
    assert told(table) == [("Khanasser", "contested", "2015-10-23")]


def test_rows_without_a_date_are_told_beside_dated_ones_and_beside_columns_that_are_not_read(read):
    assert read("target,status,date\nHama,closed,2015\nHoms,closed,\n").notes == (
        "rows without a date, which hold on every day: 1",
    )
    assert read("target,status,When seen\nHama,closed,2015\n").notes == (
        "rows without a date, which hold on every day: 1; columns not read: when_seen",
    )
    assert read("target,status\nHama,closed\n").notes == ()


def test_two_columns_that_may_name_the_target_are_a_question(read):
    with pytest.raises(DataError, match="columns place and road may both name the target"):
        read("place,road,status\nSaraqib,M5,closed\n")


@pytest.mark.parametrize(
    ("told_as", "heaviest_t"),
    [("3", 3.5), ("4.0", 10.0), ("Light truck (<10 MT)", 10.0), ("4x4 only", 3.5), ("Truck + trailer", None)],
)
def test_what_a_road_is_practicable_for_is_read_from_a_number_or_from_words(read, told_as, heaviest_t):
    table = read(f"RdName,OpStatus,CurntPrac,osm_id\nDesert road,1,{told_as},42\n")
    assert [(e.status.value, e.max_weight_t) for e in table.events] == [("reopened", heaviest_t)]


def test_a_layer_that_tells_practicability_alone_opens_a_road_to_those_that_it_names(read):
    layer = read("RdName,CurntPrac,osm_id,Comments\nDesert road,3.0,42,mined\n").events
    assert [(e.status.value, e.max_weight_t, e.note) for e in layer] == [
        ("reopened", 3.5, "4WD under 3.5 t at most; mined")
    ]
    table = read("RdName,practicability,osm_id\nDesert road,4WD (<3.5 MT),42\nOther road,impraticable,43\n")
    assert [(e.status.value, e.max_weight_t) for e in table.events] == [
        ("reopened", 3.5),
        ("blocked", None),
    ]


@pytest.mark.parametrize("told_as", ["Passable for 4x4 only", "4WD only", "open for light vehicles only"])
@pytest.mark.parametrize("columns", ["place,status,date", "place,road_status,date"])
def test_a_status_that_names_who_alone_passes_bars_what_is_heavier(read, told_as, columns):
    (event,) = read(f"{columns}\nKhanasser,{told_as},2015-10-23\n").events
    assert (event.status.value, event.max_weight_t) == ("reopened", 3.5)
    assert told_as in event.quote


def test_two_columns_name_a_road_by_its_ends_or_tell_from_when_to_when(read):
    (road,) = read("from,to,status,date\nIthriya,Khanasser,closed,2015-10-23\n").events
    assert (road.target, road.date.isoformat()) == ("Ithriya - Khanasser", "2015-10-23")
    (place,) = read("place,status,from,to\nKhanasser,closed,2015-10-23,2015-11-04\n").events
    assert (place.date.isoformat(), place.until.isoformat()) == ("2015-10-23", "2015-11-04")
    (named,) = read("place,status,date,from,to\nKhanasser,closed,2015-10-23,the gate,the mill\n").events
    assert (named.target, named.note) == ("Khanasser", "from the gate to the mill")
