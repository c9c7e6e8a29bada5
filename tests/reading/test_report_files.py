"""Reports as files: what they are cited by, several at once, and their page."""

import datetime as dt
import hashlib
import io
import re

import click
import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.cli.review import review
from routegraph.errors import DataError, NotFoundError, QuestionError
from routegraph.reading.report_files import read_report, read_reports
from routegraph.reading.when import dateline_date
from routegraph.reports.event import Event, Status
from routegraph.reports.extraction import Extraction
from routegraph.reports.metadata import Cited, own_date, source_of_page
from routegraph.reports.tables import read_events

PAGE = """<!doctype html><html><head><title>Cut - Wire</title>
<meta property="article:published_time" content="2015-10-24T08:00:00+03:00">
<meta property="og:site_name" content="Example Wire">
<link rel="canonical" href="https://example.org/cut?a=1&amp;b=2">{more}</head>
<body><nav>Home</nav><p>Islamic State fighters captured the town of <b>Khanasser</b> on Friday.</p></body>
</html>"""
TAKEN = "Khanasser was seized by Islamic State on Friday.\n"


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path, hama_aleppo, **cited):
    return read_report(path, hama_aleppo.gazetteer, Cited(**cited))


def test_a_page_tells_its_title_publisher_link_and_date(file, hama_aleppo):
    content = PAGE.format(more="")
    found = read(file("a.html", content), hama_aleppo)
    source = found.events[0].source
    assert (source.title, source.publisher, source.url, source.date) == (
        "Cut - Wire",
        "Example Wire",
        "https://example.org/cut?a=1&b=2",
        "2015-10-24",
    )
    assert (source.file, source.sha256) == ("a.html", hashlib.sha256(content.encode()).hexdigest())
    assert found.events[0].date == dt.date(2015, 10, 23)
    start, end = found.events[0].span
    assert found.text[start:end] == found.events[0].quote


def test_json_ld_of_an_article_comes_before_meta_elements():
    more = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"},
    {"@type": ["NewsArticle"], "headline": "Road cut", "datePublished": "2015-10-23",
     "publisher": [{"name": "The Desk"}], "url": "https://example.org/road"}]}</script>"""
    source = source_of_page(PAGE.format(more=more))
    assert (source.title, source.publisher, source.url, source.date) == (
        "Road cut",
        "The Desk",
        "https://example.org/road",
        "2015-10-23",
    )


@pytest.mark.parametrize(
    "more",
    [
        '<script type="application/ld+json">{broken</script>',
        '<script type="application/ld+json">' + "[" * 5000 + "</script>",
        '<script type="application/ld+json">[1, "x", null, {"@type": 3}, {"@graph": 7}]</script>',
        '<link rel="canonical" href="javascript:alert(1)"><meta property="og:title" content>',
    ],
)
def test_what_a_page_tells_badly_is_passed_over(more):
    assert source_of_page(PAGE.format(more=more)).publisher == "Example Wire"


def test_a_link_that_is_not_of_the_web_is_no_link():
    page = '<html><head><link rel="canonical" href="javascript:alert(1)"></head></html>'
    assert source_of_page(page).url == ""


def test_what_is_told_beside_a_report_replaces_what_it_says_of_itself(file, hama_aleppo):
    path = file("a.html", PAGE.format(more=""))
    cited = {"title": "My title", "publisher": "Mine", "url": "https://mine.example/x"}
    source = read(path, hama_aleppo, **cited).events[0].source
    assert (source.title, source.publisher, source.url) == tuple(cited.values())


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("4:20 PM · Oct 23, 2015", "2015-10-23"),
        ("Published: 24 October 2015", "2015-10-24"),
        ("2015-10-23T14:05:00Z", "2015-10-23"),
        ("23.10.2015 14:05", "2015-10-23"),
        ("Posted on Friday, 23 October 2015, 08:00 GMT", "2015-10-23"),
        ("Khanasser fell on 23 October 2015", None),
        ("October 2015", None),
        ("05/10/2015", None),
        ("2015", None),
    ],
)
def test_a_line_that_is_a_time_stamp_dates_a_post(line, date):
    told = own_date(f"Something fell.\n\n{line}\n")
    assert (told.isoformat() if told else None) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("KHANASSER, Syria, Oct. 24, 2015 (Agency) — ", "2015-10-24"),
        ("Port Sudan / Khartoum, Monday, 15 May 2023 – ", "2023-05-15"),
        ("KABUL (Desk), 3 June 2024: ", "2024-06-03"),
        ("Vaduz, 3 June 2024. ", "2024-06-03"),
        ("حلب، 24 تشرين الأول 2015 (وكالة) - ", "2015-10-24"),
        ("GAZA CITY, Nov 3 (Agency) -- ", "2015-11-03"),
        ("On 3 June 2024 - as was told - ", None),
        ("Khanasser, 24 October 2015, ", None),
        ("Homs, Friday - ", None),
    ],
)
def test_a_dateline_dates_a_report(line, date):
    told = dateline_date(f"A headline\n\n{line}Something fell on Friday.\n", dt.date(2016, 1, 1))
    assert (told.isoformat() if told else None) == date


def test_a_day_that_is_not_known_without_the_reports_date_is_told(file, hama_aleppo):
    found = hama_aleppo.extract(file("a.txt", "Rebels captured Khanasser on Friday."))
    assert found.events[0].date is None
    assert "the report bears no date, so the day of “Friday” is not known: give --date" in found.warnings


def test_a_posts_own_stamp_beats_the_date_told_and_that_is_said(file, hama_aleppo):
    path = file("p.txt", f"{TAKEN}\n4:20 PM · Oct 25, 2015\n")
    found = hama_aleppo.extract(path, date="2016-03-01")
    assert found.events[0].date == dt.date(2015, 10, 23)
    assert (
        "the report dates itself 2015-10-25: its days are counted from that, not 2016-03-01" in found.warnings
    )


def test_reports_that_agree_make_an_event_surer_and_stand_together(file, hama_aleppo):
    one = file("r/a.html", PAGE.format(more=""))
    two = file("r/b.txt", f"Source: Other Desk\n\n{TAKEN}\n24 October 2015\n")
    alone = [read(path, hama_aleppo).events[0].confidence for path in (one, two)]
    found = read_reports([one.parent], hama_aleppo.gazetteer, Cited())
    together = round(1 - (1 - alone[0]) * (1 - alone[1]), 2)
    assert [e.confidence for e in found.events] == [together, together]
    assert found.events[0].group == found.events[1].group != ""
    assert [e.note for e in found.events] == ["so also Other Desk", "so also Example Wire"]
    assert [len(reading.events) for reading in found.readings] == [1, 1]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (PAGE.format(more=" "), "of one publisher"),
        ("Islamic State fighters captured the town of Khanasser on Friday.\n\n24 October 2015\n", "a copy"),
        (
            "Source: B\n\nKhanasser was seized by Islamic State on Friday.\n\n20 November 2015\n",
            "weeks later",
        ),
    ],
)
def test_copies_one_publisher_and_other_weeks_confirm_nothing(file, hama_aleppo, other, why):
    paths = [file("a.html", PAGE.format(more="")), file("b.html" if "<" in other else "b.txt", other)]
    found = read_reports(paths, hama_aleppo.gazetteer, Cited())
    assert len(found.events) == 2
    assert all(not event.note for event in found.events), why


def test_reports_that_contradict_each_other_are_told_side_by_side(file, hama_aleppo):
    paths = [
        file("a.html", PAGE.format(more="")),
        file("b.txt", "Source: Other Desk\n\nThe road through Khanasser is open.\n\n24 October 2015\n"),
        file("c.txt", "Khanasser has been reopened to traffic.\n\n24 October 2015\n"),
    ]
    found = read_reports(paths, hama_aleppo.gazetteer, Cited())
    told = [w for w in found.warnings if w.startswith("reports disagree on Khanasser")]
    assert told and all(" | " in line and "Example Wire: “Islamic State fighters" in line for line in told)
    assert {e.status.value for e in found.events} == {"captured", "reopened"}


def test_a_report_may_be_piped_in_and_nothing_piped_in_is_told(hama_aleppo):
    found = read_reports(["-"], hama_aleppo.gazetteer, Cited(), stdin=io.BytesIO(TAKEN.encode()))
    assert found.events[0].source.file == "standard input"
    with pytest.raises(DataError, match="nothing came in on standard input"):
        read_reports(["-"], hama_aleppo.gazetteer, Cited(), stdin=io.BytesIO(b" \n"))


def test_what_cannot_be_read_as_reports_is_told(file, tmp_path, hama_aleppo):
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="a folder without a report"):
        read_reports([tmp_path / "empty"], hama_aleppo.gazetteer, Cited())
    with pytest.raises(NotFoundError, match="no report"):
        read_reports([tmp_path / "none.txt"], hama_aleppo.gazetteer, Cited())
    both = [file("a.txt", TAKEN), file("b.txt", TAKEN)]
    with pytest.raises(QuestionError, match="one --source or --url for several reports"):
        read_reports(both, hama_aleppo.gazetteer, Cited(url="https://example.org"))
    with pytest.raises(QuestionError, match="is no web address"):
        hama_aleppo.extract(both[0], url="javascript:alert(1)")


def test_a_question_takes_several_reports_and_cites_each(file, hama_aleppo):
    paths = [file("a.html", PAGE.format(more="")), file("b.txt", f"Source: Other Desk\n\n{TAKEN}")]
    answer = hama_aleppo.whatif("Hama", "Aleppo", report=paths, date="2015-10-24")
    told = answer.to_dict()
    assert "https://example.org/cut?a=1&b=2" in str(told)
    assert answer.question.command.count("--report") == 2


def test_the_page_of_a_report_marks_its_words_and_links_them_to_the_map(file, hama_aleppo, tmp_path):
    text = f"<p>{TAKEN}</p><p>Residents denied that As-Safira was captured &amp; &lt;script&gt;.</p>"
    path = file("a.html", f"<html><body>{text}</body></html>")
    page = hama_aleppo.save_extraction(hama_aleppo.extract(path), tmp_path / "p.html").read_text("utf-8")
    (mark,) = re.findall(r'<mark class="rg-closes" data-items="(\d+)"[^>]*>([^<]*)<sup>', page)
    assert mark == ("1", "Khanasser was seized by Islamic State on Friday.")
    assert re.search(r'<mark class="rg-aside"[^>]*>Residents denied', page)
    assert "&lt;script&gt;" in page and "<script>." not in page
    assert '"id":"1","kind":"closes","target":"Khanasser"' in page
    assert "SHA-256" in page and "© OpenStreetMap contributors" in page


def test_the_page_of_several_reports_tells_how_sure_they_are_together(file, hama_aleppo, tmp_path):
    both = [
        file("a.txt", f"Source: One Desk\n\n{TAKEN}"),
        file("b.txt", "Source: Other Desk\n\nISIS captured Khanasser on Friday."),
    ]
    found = hama_aleppo.extract(both, date="2015-10-24")
    page = hama_aleppo.save_extraction(found, tmp_path / "p.html").read_text("utf-8")
    sure = {event.confidence for event in found.events}
    assert sure.isdisjoint(e.confidence for reading in found.readings for e in reading.events)
    assert all(f"{confidence:.0%} sure, so also" in page for confidence in sure)


@pytest.mark.parametrize(("answer", "kept"), [("k", ["Ithriya"]), ("d", []), ("", [])])
def test_the_review_asks_of_what_a_model_alone_says(answer, kept):
    alone = Event("Ithriya", Status.CAPTURED, quote="Ithriya went.", note="model tiny alone says so")

    @click.command()
    def go():
        done = review(Extraction((), to_confirm=(alone,)), lambda target: target)
        click.echo("kept: " + str([event.target for event in done.events]))

    result = CliRunner().invoke(go, input=f"{answer}\n")
    assert f"kept: {kept}" in result.output and "a model alone says" in result.output


def test_the_review_keeps_drops_and_changes_events(file, tmp_path):
    report = file(
        "a.txt",
        f"{TAKEN}\nRebels captured Morek on Saturday.\n\nThe army captured Ithriya.\n\n24 October 2015\n",
    )
    out = tmp_path / "kept.yaml"
    answers = "k\nd\ns\nclosed\nt\nNowhere at all\nt\nSalamiyah\nk\n\n\n\n\n"
    result = CliRunner().invoke(main, ["extract", str(report), "--review", "-o", str(out)], input=answers)
    assert result.exit_code == 0, result.output
    kept = [(e.target, e.status.value) for e in read_events(out).events]
    assert kept == [("Khanasser", "captured"), ("Salamiyah", "blocked")]
    assert "no place called" in result.output
    refused = CliRunner().invoke(main, ["extract", str(report), "--review"])
    assert refused.exit_code == 2 and "give --output FILE" in refused.output


def test_a_review_that_is_broken_off_writes_nothing(file, tmp_path):
    report = file("a.txt", TAKEN)
    out = tmp_path / "kept.yaml"
    result = CliRunner().invoke(main, ["extract", str(report), "--review", "-o", str(out)], input="")
    assert result.exit_code != 0 and not out.exists()


def test_no_closure_is_offered_for_an_end_of_the_journey_and_no_item_begins_empty(hama_aleppo, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(
        "The rebels still hold Aleppo.\n\nلا تزال مدينة حلب تحت سيطرة المعارضة.\n\n"
        "The rebels still hold Saraqib.\n\nThe army denied that Ithriya had fallen.\n",
        encoding="utf-8",
    )
    answer = hama_aleppo.whatif("Hama", "Aleppo", report=report, date="2015-10-27")
    (section,) = [section for section in answer.text().sections if "Set aside" in section.title]
    notes = [item.note for item in section.items]
    assert {"as before", "denied"} < set(notes)
    assert [note.partition("; ")[2] for note in notes if "--close" in note] == [
        "to close it all the same: --close Saraqib"
    ]
    assert [warning for warning in answer.warnings if "--close Aleppo" in warning or "حلب" in warning] == []


def test_a_quote_is_said_once(hama_aleppo, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Rebels captured Saraqib on Friday.\n", encoding="utf-8")
    sections = hama_aleppo.whatif("Hama", "Aleppo", report=report, date="2015-10-27").text().sections
    quotes = [item.quote for section in sections for item in section.items if item.quote]
    assert quotes == ["Rebels captured Saraqib on Friday."]
    (said,) = [section for section in sections if section.title == "The report says"]
    assert said.items[0].mark == "1"
