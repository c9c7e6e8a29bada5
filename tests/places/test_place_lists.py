from pathlib import Path

import pytest

from routegraph.errors import DataError, NotFoundError
from routegraph.places.place_lists import Listed, in_place, read_amounts, read_journeys, read_places


def test_places_are_read_by_name_or_by_point_with_their_weight(tmp_path: Path):
    (tmp_path / "p.csv").write_text("\ufeffPlace, Population\nHama, 300000\n حلب,\n", "utf-8")
    assert read_places(tmp_path / "p.csv") == (Listed("Hama", 300000), Listed("حلب", 1))
    (tmp_path / "q.csv").write_text("lon,lat\n36.75,35.13\n")
    assert read_places(tmp_path / "q.csv") == (Listed("36.75,35.13"),)


def test_lists_of_spreadsheets_are_read_with_their_signs_and_whole_people(tmp_path: Path):
    path = tmp_path / "people.csv"
    path.write_text(
        "sep=;\nSettlement;Longitude;Latitude;Population\nAleppo;;;2.098.210\n;37,5;35,78;11,754\n"
    )
    assert [(row.query, row.weight) for row in read_places(path)] == [
        ("Aleppo", 2098210),
        ("37.5,35.78", 11754),
    ]
    path.write_text("place\ttonnes\nHama\t1,5\n")
    assert [(row.query, row.weight) for row in read_places(path)] == [("Hama", 1.5)]


def test_a_dump_of_geonames_is_read_by_its_points_and_populated_places_alone(tmp_path: Path):
    rows = (
        ("170063", "Aleppo", "36.20124", "37.16117", "P", "PPLA", "2098210"),
        ("170062", "Aleppo", "36.0", "37.0", "A", "ADM1", "4867991"),
        ("170061", "Khanasir", "35.78", "37.50", "P", "PPL", "0"),
    )
    lines = [
        "\t".join((i, name, name, "Halab,حلب", lat, lon, kind, code, "SY", "", "09", "", "", "", people))
        + "\t\t390\tAsia/Damascus\t2024-01-01\n"
        for i, name, lat, lon, kind, code, people in rows
    ]
    (tmp_path / "SY.txt").write_text("".join(lines), "utf-8")
    assert read_places(tmp_path / "SY.txt") == (Listed("37.16117,36.20124", 2098210),)


def test_journeys_are_read_with_their_weight(tmp_path: Path):
    (tmp_path / "j.csv").write_text("origin,destination,tonnes\nHama,Aleppo,20.5\n")
    assert read_journeys(tmp_path / "j.csv") == (("Hama", "Aleppo", 20.5),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "lists nothing"),
        ("place\n", "lists nothing"),
        ("where\nHama\n", "no column 'place'"),
        ("place,weight\nHama,1\nHoms,-3\n", "line 3: weight '-3'"),
        ("place,weight\nHama,many\n", "line 2: weight 'many'"),
        ("place,weight\nHama,inf\n", "line 2"),
    ],
)
def test_a_bad_list_is_told_by_line(tmp_path: Path, text: str, says: str):
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(DataError, match=says):
        read_places(tmp_path / "p.csv")


def test_a_list_that_is_missing_or_lacks_an_end_is_told(tmp_path: Path):
    with pytest.raises(NotFoundError, match="no file"):
        read_places(tmp_path / "none.csv")
    (tmp_path / "j.csv").write_text("origin\nHama\n")
    with pytest.raises(DataError, match="no column 'destination'"):
        read_journeys(tmp_path / "j.csv")


def test_places_are_told_in_place_and_said_again(tmp_path):
    assert read_places(Path("Hama; Homs=300")) == (Listed("Hama"), Listed("Homs", 300))
    rows = read_amounts(Path("Hama = 300t; 36.75,35.13"), "supply", every=False)
    assert rows == (("Hama", 300.0), ("36.75,35.13", float("inf")))
    assert read_amounts(Path(in_place(rows)), "supply", every=False) == rows
    with pytest.raises(DataError, match="line 2: tonnes 'many' is not a number"):
        read_places(Path("Hama; Homs=many"))
    with pytest.raises(DataError, match="give the tonnes a day of each place"):
        read_amounts(Path("Aleppo"), "demand", every=True)
    with pytest.raises(DataError, match="give a CSV file, or places as in"):
        read_places(Path("Hama; ;"))
