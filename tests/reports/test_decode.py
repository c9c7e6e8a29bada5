import pytest

from routegraph.errors import DataError
from routegraph.reading.sentences import publisher_of, sentences
from routegraph.reports.decode import decode
from routegraph.reports.sides import same_side, side_of
from routegraph.reports.visible import is_html, visible_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_in_any_of_its_encodings(encoding):
    assert decode("Khanasser خناصر\n".encode(encoding), "r.txt") == ("Khanasser خناصر\n", ())


def test_lines_of_other_encodings_are_guessed_one_by_one_and_told():
    data = (
        "Khanasser خناصر\n".encode() + "بلدة خناصر\n".encode("cp1256") + "Alep est coupée\n".encode("cp1252")
    )
    text, warnings = decode(data, "r.txt")
    assert text == "Khanasser خناصر\nبلدة خناصر\nAlep est coupée\n"
    assert warnings == (
        "r.txt: lines that are not UTF-8 were read so: 1 as Windows-1256, 1 as Windows-1252.",
    )


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\n", b"PK\x03\x04zip"])
def test_a_binary_file_is_refused_with_the_remedy(data):
    with pytest.raises(DataError, match=r"r\.txt: a binary file, not text; give plain text"):
        decode(data, "r.txt")


def test_sentences_keep_their_place_and_abbreviations_do_not_end_them():
    text = "HAMA (Agency) - Gen. Ali spoke at 9 a.m. today. Buses ran!\n- Morek: quiet\n\nReporting by a desk"
    found = list(sentences(text))
    assert [s.text for s in found] == ["Gen. Ali spoke at 9 a.m. today.", "Buses ran!", "Morek: quiet"]
    assert [text[s.start : s.start + len(s.text)] for s in found] == [s.text for s in found]


def test_a_line_broken_in_mid_sentence_is_one_sentence():
    text = (
        "The army said on Tuesday evening that it had retaken the\n"
        "town of Khanasser from the group. It was quiet.\n"
    )
    assert [s.text for s in sentences(text)] == [
        "The army said on Tuesday evening that it had retaken the\ntown of Khanasser from the group.",
        "It was quiet.",
    ]


def test_the_publisher_is_what_stands_after_source():
    assert publisher_of("Text.\n\nSource: Some News\n") == "Some News"
    assert publisher_of("A source: he said nothing of it.") == ""


def test_a_page_is_told_from_text_and_its_hidden_parts_are_not_read():
    page = (
        "<!DOCTYPE html><html><head><title>T</title></head>"
        "<body><nav>Home</nav><p>A&nbsp;&amp;<br>B</p></body>"
    )
    assert is_html(page)
    assert not is_html("ISIS captured <b>Morek</b>.")
    assert visible_text(page) == "A &\nB\n"
    assert visible_text(
        "<p>Sa<b>ra</b>&shy;qib<p hidden>no<div style='display: none'><p>no</p></div></p>&#1571;"
    ) == ("Saraqib\n\nأ\n")
    assert visible_text("<table><tr><th>Road<th>State<tr><td>A - B<td>closed</table>") == (
        "Road | State\nA - B | closed\n"
    )


@pytest.mark.parametrize(
    "page", ["<html><script>Hama captured", "<html><p>A</script></p>", "<html><!-- Hama --><p>"]
)
def test_pages_with_open_or_stray_tags_are_read_without_error(page):
    assert "Hama" not in visible_text(page)


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("the Islamic State (Syria)", "ISIS"),
        ("Military Forces of Syria (2000-2024)", "Syrian army"),
        ("قوات النظام", "Syrian army"),
        ("Free Syrian Army", "opposition groups"),
        ("Wagner Group", "Wagner Group"),
        ("", ""),
    ],
)
def test_sides_are_known_by_whatever_a_source_calls_them(name, side):
    assert side_of(name) == side


def test_a_side_named_only_by_its_kind_may_be_the_army_and_nobody_is_nobodys_side():
    assert same_side("government forces", "Syrian army")
    assert not same_side("government forces", "ISIS")
    assert not same_side("", "")
