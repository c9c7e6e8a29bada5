import datetime as dt
import importlib.util
import json
import sys
from pathlib import Path

import pytest
from gazetteer_of_texts import gazetteer_of_texts, network_of, rows_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from routegraph.places.gazetteer import Gazetteer
from routegraph.reading.english import phrasebook, verb_classes
from routegraph.reading.prose import extract
from routegraph.reports.event import Precision, Source, Status
from routegraph.reports.ledger import CLOSING
from routegraph.reports.target_keys import target_key

REPO = Path(__file__).resolve().parents[2]
TUESDAY = dt.date(2015, 10, 27)
GAZETTEER = gazetteer_of_texts()
JUMBLE = [
    *("ISIS", "army", "captured", "Khanasser", ",", ".", "and", "the", "road", "between", "Hama", "to", "of"),
    *("was", "not", "by", "which", "Rebels", "cut", "M5", ";", ":", "had", "5", "km", "east", "Tuesday"),
    *(
        "said",
        "it",
        "\n",
        "-",
        "خناصر",
        "سيطر",
        "على",
        "siege",
        "bridge",
        "19",
        "checkpoints",
        "near",
        "denied",
    ),
]


def read(text, date=TUESDAY, **options):
    return extract(text, GAZETTEER, date=date, **options)


def told(text, date=TUESDAY):
    return [(e.target, e.status.value) for e in read(text, date).events]


def test_the_seed_report_gives_exactly_what_a_careful_reader_takes(shared_data):
    seed = shared_data.parent / "reports"
    wanted = json.loads((seed / "seed-19-checkpoints.expected.json").read_text("utf-8"))
    text = (seed / "seed-19-checkpoints.txt").read_text("utf-8")
    found = read(text, dt.date.fromisoformat(wanted["report_date"]))
    assert {(target_key(e.target), e.status.value, e.by) for e in found.events} == {
        (target_key(e["target"]), e["status"], e["by"]) for e in wanted["events"]
    }
    assert {(u.spelled, u.near, u.status.value, u.by) for u in found.unlocated} == {
        (u["spelled"], u["near"], u["status"], u["by"]) for u in wanted["unlocated"]
    }
    assert [(c.claim, c.origin, c.destination) for c in found.claims] == [
        (c["claim"], c["from"], c["to"]) for c in wanted["claims"]
    ]
    closed = {target_key(e.target) for e in found.events if e.status in CLOSING}
    assert closed.isdisjoint(target_key(target) for target in wanted["must_not_close"])
    assert len(found.events) == len(wanted["events"])
    assert {e.date for e in found.events} == {TUESDAY}
    assert {e.source.publisher for e in found.events} == {"ARA News"}


@pytest.fixture(scope="module")
def report_reading():
    path = REPO / "benchmarks" / "report_reading.py"
    module_spec = importlib.util.spec_from_file_location("report_reading", path)
    module = importlib.util.module_from_spec(module_spec)
    sys.modules["report_reading"] = module
    module_spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("language", "texts", "least"), [("en", 15, 0.85), ("ar", 5, 0.7)])
def test_the_labelled_reports_are_read_well_enough(report_reading, language, texts, least):
    parts = [*report_reading.scores_of("tuning"), *report_reading.scores_of("held-out")]
    scores = [score for score in parts if score.language == language]
    assert len(scores) == texts
    assert report_reading.figures(scores)[2] >= least


def test_no_dateline_and_no_speakers_town_is_closed(report_reading):
    assert [(s.name, s.closed_falsely) for s in report_reading.scores_of("all") if s.closed_falsely] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("ISIS captured Khanasser.", [("Khanasser", "captured")]),
        ("Khanasser was captured by ISIS.", [("Khanasser", "captured")]),
        ("Khanasser has fallen to ISIS.", [("Khanasser", "captured")]),
        ("The army lost Khanasser to ISIS.", [("Khanasser", "captured")]),
        ("ISIS took control of the town of Khanaser.", [("Khanasser", "captured")]),
        ("ISIS fighters drove the army out of Khanasser.", [("Khanasser", "captured")]),
        ("The army retook Khanasser.", [("Khanasser", "recaptured")]),
        (
            "“Hama–Morek by Suran remains mined, no one should try it,” a driver said.",
            [("Hama - Morek", "blocked")],
        ),
        ("The Aleppo People's Defence Force says its fighters have had full possession of the town.", []),
        ("Morek: captured by rebels.", [("Morek", "captured")]),
        (
            "Manbij, al-Bab and Deir Hafer were seized.",
            [(n, "captured") for n in ("Manbij", "al-Bab", "Deir Hafer")],
        ),
        ("ISIS stormed As-Safira.", [("As-Safira", "contested")]),
        ("Clashes erupted near Sheikh Hilal.", [("Sheikh Hilal", "contested")]),
        ("ISIS seized several neighbourhoods of Aleppo.", [("Aleppo", "contested")]),
        ("ISIS is advancing on Ithriya.", [("Ithriya", "threatened")]),
        ("ISIS is preparing to storm Ithriya.", [("Ithriya", "threatened")]),
        ("ISIS failed to capture Ithriya.", [("Ithriya", "threatened")]),
        ("The army repelled an attack on Ithriya.", [("Ithriya", "threatened")]),
        ("Rebels besieged Nubl.", [("Nubl", "blocked")]),
        ("The siege of Nubl was broken.", [("Nubl", "reopened")]),
        ("ISIS cut the road between Ithriya and Khanasser.", [("Ithriya - Khanasser", "blocked")]),
        ("The Ithriya-Khanasser road is closed.", [("Ithriya - Khanasser", "blocked")]),
        ("The highway linking Hama to Homs was reopened.", [("Hama - Homs", "reopened")]),
        ("Ithriya - Khanasser: closed", [("Ithriya - Khanasser", "blocked")]),
        ("The M5 is closed between Morek and Saraqib.", [("M5 @ Morek..Saraqib", "blocked")]),
        ("The M5 is closed.", [("M5", "blocked")]),
        ("BREAKING The Ithriya-Khanasser road CUT nothing moves", [("Ithriya - Khanasser", "blocked")]),
        ("The M5 has been closed since 2012.", [("M5", "blocked")]),
        ("The M5 is closed to traffic.", [("M5", "blocked")]),
        ("The M5 is closed to commercial traffic.", [("M5", "restricted")]),
        ("No, the army recaptured Khanasser.", [("Khanasser", "recaptured")]),
        (
            "ISIS is sitting on the asphalt between Ithriya and Khanasser.",
            [("Ithriya - Khanasser", "blocked")],
        ),
        (
            "The Salamiyah - Ithriya road was cut for two days and reopened.",
            [("Salamiyah - Ithriya", "reopened")],
        ),
        ("ISIS blocked the M5 near Ariha.", [("Ariha", "blocked")]),
        ("The Kurdish forces handed Manbij over to the Syrian army.", [("Manbij", "captured")]),
        ("Rebels gained control of Suran and of Morek.", [("Suran", "captured"), ("Morek", "captured")]),
        ("Trucks cannot pass between Ariha and Saraqib.", [("Ariha - Saraqib", "blocked")]),
        ("The road from Hama to Morek is open by day only.", [("Hama - Morek", "restricted")]),
        ("The Rastan bridge was blown up.", [("Rastan", "damaged")]),
        ("The road from Hama to Homs has not reopened.", [("Hama - Homs", "blocked")]),
        ("Salamiyah - Ithriya (via Saan): open 06:00-16:00 only", [("Salamiyah - Ithriya", "restricted")]),
        ("Hama - Salamiyah     OPEN     Surface poor", [("Hama - Salamiyah", "reopened")]),
        ("2. Salamiyah - Ithriya road\nWas closed on Monday.", [("Salamiyah - Ithriya", "blocked")]),
        ("Nothing has come through on the road from Hama to Homs.", [("Hama - Homs", "blocked")]),
        (
            "The Azaz-Afrin road, which had been shut by gangs for months, was opened on Tuesday.",
            [("Azaz - Afrin", "reopened")],
        ),
        ("Troops reached Nubl, ending the encirclement of 60,000 people.", [("Nubl", "reopened")]),
        ("People in Nubl remain under siege.", [("Nubl", "blocked")]),
        ("Khanasser's fall was confirmed by both sides.", [("Khanasser", "captured")]),
        ("Khanasser: The road from As-Safira is open.", [("Khanasser - As-Safira", "reopened")]),
        ("ISIS is astride the asphalt between Ithriya and Khanasser.", [("Ithriya - Khanasser", "blocked")]),
        ("Traffic was stopped by mounds on the road between Hama and Homs.", [("Hama - Homs", "blocked")]),
        ("The first trucks passed between Ithriya and Khanasser.", [("Ithriya - Khanasser", "reopened")]),
        ("Rebels attacked checkpoints around al-Ziyara.", [("al-Ziyarah", "contested")]),
        ("The army got Khanasser back.", [("Khanasser", "recaptured")]),
        ("Sheikh Hilal was cleared of the infiltrators.", [("Sheikh Hilal", "recaptured")]),
        ("The army seized Morek. Clashes went on at its southern edge.", [("Morek", "captured")]),
        ("Fighting ended with the full control of the rebels over Morek.", [("Morek", "captured")]),
        ("The highway linking the east of Aleppo with Azaz was severed.", [("Aleppo - Azaz", "blocked")]),
        ("ISIS took full and complete control of Khanasser.", [("Khanasser", "captured")]),
        ("Control of Khanasser passed to the Syrian army.", [("Khanasser", "captured")]),
        ("The fall of Khanasser cut their supplies.", [("Khanasser", "captured")]),
        ("Khanasser is now in rebel hands.", [("Khanasser", "captured")]),
        ("Khanasser changed hands twice.", [("Khanasser", "contested")]),
        ("ISIS briefly captured Khanasser.", [("Khanasser", "contested")]),
        ("ISIS seized Khanasser before being driven out.", [("Khanasser", "contested")]),
        ("The army was pushed back from Khanasser by ISIS.", [("Khanasser", "captured")]),
        ("People fled Morek, which the army captured on Monday.", [("Morek", "captured")]),
        ("Rebels broke a three-year siege of Nubl.", [("Nubl", "reopened")]),
        ("Ambushes on the Salamiyah-Ithriya road killed five.", [("Salamiyah - Ithriya", "contested")]),
        ("Traffic on the Ithriya-Khanasser road is suspended.", [("Ithriya - Khanasser", "blocked")]),
        ("Nobody passes on the M5 between Morek and Saraqib.", [("M5 @ Morek..Saraqib", "blocked")]),
        ("The M5 from Morek up to Saraqib is closed.", [("M5 @ Morek..Saraqib", "blocked")]),
        ("M4 Saraqib - Ariha - Jisr al-Shughur: no access", [("M4 @ Saraqib..Jisr al-Shughur", "blocked")]),
        ("Homs - Rastan - Hama: closed", [("Homs - Rastan", "blocked"), ("Rastan - Hama", "blocked")]),
        (
            "Two roads remain closed: Hama - Morek and Saraqib - Ariha.",
            [("Hama - Morek", "blocked"), ("Saraqib - Ariha", "blocked")],
        ),
        ("Saraqib to Idlib (M5): passable with caution", [("M5 @ Saraqib..Idlib", "restricted")]),
        ("The city of Hama was captured by rebels.", [("Hama", "captured")]),
        ("Khanasser, Syria, fell to ISIS.", [("Khanasser", "captured")]),
        ("Aleppo City fell to the army.", [("Aleppo", "captured")]),
        ("ISIS seized part of the Hama - Homs road.", [("Hama - Homs", "captured")]),
        ("The last stretch of the Hama-Homs road was cut.", [("Hama - Homs", "blocked")]),
        (
            "The road linking government-held areas of Aleppo to Hama was cut.",
            [("Aleppo - Hama", "blocked")],
        ),
        ("The road to Aleppo via Khanasser was cut.", [("Khanasser - Aleppo", "blocked")]),
        (
            "The highway between Salamiyah and Khanasser via Ithriya was cut.",
            [("Salamiyah - Ithriya", "blocked"), ("Ithriya - Khanasser", "blocked")],
        ),
        ("The routes that connect Hama with Homs are cut.", [("Hama - Homs", "blocked")]),
        ("All roads leading to Morek are cut.", [("Morek", "blocked")]),
        ("Movement from Hama to Homs was denied.", [("Hama - Homs", "blocked")]),
        ("Vehicles have stopped running on the Hama-Homs road.", [("Hama - Homs", "blocked")]),
        ("The Hama-Homs road cannot be used.", [("Hama - Homs", "blocked")]),
        ("Further south in Morek the battle is in its fourth month.", [("Morek", "contested")]),
        ("Morek: the bridge was destroyed.", [("Morek", "damaged")]),
        ("Hama - Homs: a convoy was denied passage.", [("Hama - Homs", "blocked")]),
        ("The Hama-Homs road (M5) OPEN both ways since 6!", [("M5 @ Hama..Homs", "reopened")]),
        (
            "The Hama-Homs road, which was shut near Rastan on Sunday, came back into service.",
            [("Hama - Homs", "reopened")],
        ),
    ],
)
def test_a_sentence_of_each_kind_gives_its_event(sentence, expected):
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "KHANASSER - Prices of bread have doubled.",
        "KHANASSER, Syria (Agency) - The army captured nothing.",
        "Speaking in Khanasser, an activist said that ISIS was advancing.",
        "The town of Khanasser holds a key position on the road between Aleppo and Damascus.",
        "The army denied that Khanasser had fallen.",
        "ISIS has not captured Khanasser.",
        "Khanasser, which had been captured by rebels in 2013, is calm.",
        "If ISIS captures Khanasser, prices will rise.",
        "The army plans to recapture Khanasser.",
        "ISIS killed a man in Khanasser.",
        "A convoy of the UN entered Khanasser.",
        "Farmers abandoned Khanasser.",
        "Opposition sources denied regime claims that it had cut the M5 at Morek.",
        "Rebels have not yet entered Khanasser.",
        "Air raids on Khanasser killed two.",
        "The drive from Khanasser to Hama takes an hour.",
        "There is no fighting in Khanasser.",
        "An army unit destroyed a vehicle in Khanasser.",
        "ISIS seized weapons in Khanasser.",
        "Jets bombed the countryside of Khanasser.",
        "Militants captured 19 checkpoints in Khanasser.",
        "ISIS captured a hill north of Khanasser.",
        "By blocking roads, ISIS cut off the supply line between Hama and Khanasser.",
        "In 636 Khanasser was captured by an army of horsemen.",
        "Khanasser's market was closed.",
        "The regime said it captured Khanasser. This is a lie.",
        "Talk of the fall of Khanasser is baseless, the army said.",
        "Reports that ISIS seized Khanasser could not be confirmed.",
        "Rebels captured northern Hama.",
        "Rebels held everything except Hama.",
        "Khanasser remained under the control of the army.",
        "Has Khanasser fallen to ISIS?",
        "ISIS will likely complete the seizure of Khanasser.",
        "In 2012 rebels overran Morek. They also captured Suran and cut the M5.",
        "The motorway has been out of reach since 2012, when rebels overran Saraqib.",
        "The Aleppo-based group captured nothing.",
        "Hamas condemned the attack.",
        "Mohammad Morek was captured by ISIS.",
        "Jund al-Aqsa attacked army posts.",
        "State television broadcast live from inside Saraqib.",
        "The warplanes answered with forty raids on Morek.",
        "Rebels captured SAM batteries from the army.",
        "The army recaptured three checkpoints between Ithriya and Khanasser.",
        "Rebel planners have talked of cutting the Hama-Homs road.",
        "Had Morek been captured by rebels, the road would have followed.",
        "When Manbij is free, its people will govern it.",
        "In Salamiyah, shops were shut on Friday.",
        "Big accounts say Maarrat al-Numan fell. NO. Please delete.",
        "Nobody should say that Khanasser is lost.",
        "The army holds the heights surrounding Khanasser.",
        "ISIS raiders hit checkpoints at Sheikh Hilal before they withdrew.",
        "Claims about the Hama-Homs road being cut are untrue.",
        "A rebel attack on Ariha is probable within 30 days.",
        "Ithriya likewise is in government hands.",
        "A resident of Damascus said the road to Aleppo was cut.",
        "The same people announced the fall of Morek last week.",
        "Claims that Morek had been entered were not borne out by any footage.",
        "They continue their campaign for the liberation of Manbij.",
        "Rebels closed the Hama-Homs road for two hours at noon.",
        "Warplanes dropped bombs on the outskirts of Morek.",
        "هجوم على مورك جرى صده.",
        "تمر الإمدادات إلى غرب حلب، وهي أحياء تسيطر عليها الحكومة.",
        "The army has reopened the road between Homs and Rastan several times.",
    ],
)
def test_what_did_not_happen_to_a_place_closes_nothing(sentence):
    assert [e for e in read(sentence).events if e.status in CLOSING] == []


@pytest.mark.parametrize(
    ("phrase", "date", "precision"),
    [
        ("on Tuesday", "2015-10-27", Precision.DAY),
        ("on Wednesday", "2015-10-21", Precision.DAY),
        ("yesterday", "2015-10-26", Precision.DAY),
        ("three days ago", "2015-10-24", Precision.DAY),
        ("on 5 October", "2015-10-05", Precision.DAY),
        ("on October 5, 2015", "2015-10-05", Precision.DAY),
        ("in September", "2015-09-01", Precision.MONTH),
        ("", "2015-10-27", Precision.DAY),
    ],
)
def test_dates_count_back_from_the_day_of_the_report(phrase, date, precision):
    (event,) = read(f"ISIS captured Khanasser {phrase}.").events
    assert (str(event.date), event.precision) == (date, precision)


def test_without_a_report_date_only_full_dates_are_known():
    relative, full = read(
        "ISIS captured Khanasser on Monday. Rebels took Morek on 5 November 2015.", None
    ).events
    assert (relative.date, full.date) == (None, dt.date(2015, 11, 5))


def test_dates_that_do_not_exist_are_passed_over():
    (event,) = read("ISIS captured Khanasser on 31 September.").events
    assert event.date == TUESDAY


def test_what_is_far_past_or_to_come_is_set_aside_with_the_reason():
    found = read("Rebels captured Morek in February 2014.")
    assert found.events == ()
    assert [a.reason for a in found.set_aside] == ["past: 2014-02-01"]


def test_an_event_carries_its_sentence_its_place_in_the_text_and_how_the_name_was_read():
    text = "HAMA - Buses ran.\n\nISIS captured Khnaser on Monday, he said.\n"
    found = read(text, source=Source(publisher="Desk"))
    (event,) = found.events
    assert event.quote == "ISIS captured Khnaser on Monday, he said."
    assert found.text[slice(*event.span)] == event.quote
    assert (event.spelled, event.by, event.source.publisher) == ("Khnaser", "ISIS", "Desk")
    assert event.resolution.startswith("Khnaser is Khanasser (خناصر), town (0.9")
    assert 0.7 < event.confidence < 0.8


def test_spans_of_a_page_count_in_its_visible_text():
    page = (
        "<html><body><script>ISIS captured Hama.</script><p>Rebels&nbsp;took <b>Morek</b>.</p></body></html>"
    )
    found = read(page)
    (event,) = found.events
    assert (event.target, found.text[slice(*event.span)]) == ("Morek", "Rebels took Morek.")


def test_right_to_left_marks_and_no_break_spaces_move_no_span():
    text = "\u200fISIS captured\u00a0\u202bKhanasser\u202c on Monday."
    found = read(text)
    (event,) = found.events
    assert event.target == "Khanasser"
    assert found.text == text
    assert "captured" in text[slice(*event.span)]


def test_the_road_known_by_a_town_is_the_main_road_through_it_but_never_sure():
    (event,) = read("Rebels cut the Ithriya road on Monday.").events
    assert (event.target, event.status, event.confidence) == ("Ithriya road", Status.BLOCKED, 0.6)


def test_a_thing_on_no_map_is_kept_with_what_it_is_near():
    (thing,) = read("ISIS seized the Zorba barrier on the Khanasser highway.").unlocated
    assert (thing.spelled, thing.near, thing.status, thing.by) == (
        "Zorba barrier",
        "Khanasser highway",
        Status.CAPTURED,
        "ISIS",
    )


def test_a_thing_on_no_map_is_kept_with_what_would_close_it_all_the_same():
    (bridge,) = read("Fighters blew up a bridge on the road to Khanasser.").unlocated
    assert (bridge.spelled, bridge.targets) == ("bridge", ("Khanasser",))


def test_a_checkpoint_at_a_told_distance_is_a_point():
    (event,) = read("ISIS seized a checkpoint 12 km east of Salamiyah.").events
    lon, lat = (float(part) for part in event.target.removesuffix("~2.4km").split(","))
    assert (lon, lat) == (pytest.approx(37.0546 + 0.1318, abs=0.002), pytest.approx(35.0117, abs=0.001))


def test_a_claim_of_the_outcome_is_kept_with_its_ends():
    (claim,) = read("ISIS has cut off the supply route between Hamah and Aleppo.").claims
    assert (claim.claim, claim.origin, claim.destination) == ("supply line severed", "Hama", "Aleppo")


def test_what_one_side_claims_and_the_other_denies_is_contested():
    text = "ISIS said it had captured Sheikh Hilal. The army denied losing Sheikh Hilal."
    (event,) = read(text).events
    assert (event.status, event.note) == (Status.CONTESTED, "denied by another side in the same text")


def test_which_road_of_a_city_is_not_guessed():
    found = read("ISIS blocked the road to Aleppo.")
    assert found.events == ()
    assert found.unlocated[0].why == "which of the roads of Aleppo (حلب) is not told"


def test_a_report_of_another_country_locates_nothing_and_says_so():
    found = read("Rebels seized the town of Bukumba on Monday and blocked the Bukumba-Sandale road.")
    assert found.events == ()
    assert [u.spelled for u in found.unlocated][:1] == ["town of Bukumba"]
    assert found.warnings == ("nothing in the text was located on this network",)


@pytest.mark.parametrize("text", ["", "   \n\n ", "Nothing to see here.", "\u200f", "<html></html>"])
def test_a_text_without_events_says_so(text):
    found = read(text)
    assert (found.events, found.warnings) == ((), ("no event was found in the text",))


def test_names_with_markup_in_them_are_text_and_nothing_else():
    found = read("ISIS captured the town of Kha<b>nasser & [red]co[/red].")
    assert all("<" not in e.target for e in found.events)
    assert found.text.count("<b>") == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("سيطر تنظيم داعش على بلدة خناصر.", [("Khanasser", "captured")]),
        ("سقطت بلدة خناصر بيد تنظيم داعش.", [("Khanasser", "captured")]),
        ("استعاد الجيش السيطرة على خناصر.", [("Khanasser", "recaptured")]),
        ("طريق أثريا - خناصر مقطوع.", [("Ithriya - Khanasser", "blocked")]),
        ("أعيد فتح الطريق بين أثريا وخناصر.", [("Ithriya - Khanasser", "reopened")]),
        ("اشتباكات عنيفة في محيط السفيرة.", [("As-Safira", "contested")]),
        ("فشل التنظيم في السيطرة على السفيرة.", [("As-Safira", "threatened")]),
        ("نفى مصدر عسكري سقوط خناصر.", []),
        ("لم تسقط خناصر.", []),
        ("قصف عنيف على خناصر.", []),
        ("قتل ثلاثة في هجوم على حافلة في خناصر.", []),
        ("عقد اجتماع لبحث فتح طريق حماة - حمص.", []),
        ("شن التنظيم هجوماً على بلدة خناصر.", [("Khanasser", "contested")]),
        ("سيطر التنظيم على نقاط في ريف حلب.", []),
        ("طريق أثريا - خناصر غير سالك.", [("Ithriya - Khanasser", "blocked")]),
        ("باتت خناصر تحت سيطرة داعش.", [("Khanasser", "captured")]),
        ("سقط خمسة قتلى في خناصر.", []),
        ("لا صحة للأنباء عن سقوط خناصر.", []),
        ("من المتوقع أن تسيطر قوات النظام على سراقب.", []),
        ("حمص سلمية سالك.", [("Homs - Salamiyah", "reopened")]),
        ("مورك وصوران تحت سيطرة المعارضة.", [("Morek", "captured"), ("Suran", "captured")]),
    ],
)
def test_arabic_sentences_give_the_same_records(sentence, expected):
    assert told(sentence) == expected


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(JUMBLE),
        max_size=30,
    )
)
def test_any_jumble_of_words_is_read_without_error_and_with_true_spans(words):
    text = " ".join(words)
    found = read(text)
    for item in (*found.events, *found.unlocated, *found.claims, *found.set_aside):
        assert found.text[slice(*item.span)] == item.quote


@given(st.text(max_size=200))
@example("ٮ")
@settings(max_examples=60)
def test_any_text_is_read_without_error(text):
    read(text)


def test_nonsense_between_two_names_is_passed_over_whatever_its_length():
    found = read(f"Rebels captured Khanasser {'ly-' * 60}q, Ithriya.")
    assert [event.target for event in found.events] == ["Khanasser"]


def test_one_thing_told_thousands_of_times_in_one_line_is_one_event():
    found = read("ISIS captured Khanasser and " * 3000)
    assert [e.target for e in found.events] == ["Khanasser"]


def test_only_so_many_names_are_looked_up_and_the_reader_is_told(monkeypatch):
    monkeypatch.setattr("routegraph.reading.atlas.MOST_NAMES", 20)
    found = read(" ".join(f"ISIS captured Zzq{letter}zzx." for letter in "abcdefghijklmnopqrstuvwxyz"))
    assert len(found.unlocated) == 20
    assert found.warnings[-1].endswith("names of the text were looked up")


def test_the_same_text_gives_the_same_reading_every_time():
    text = (Path(__file__).parent / "texts" / "monitor-bullets.txt").read_text("utf-8")
    assert read(text) == read(text)


def test_a_place_far_from_all_others_of_a_text_is_asked_back_when_one_nearer_by_is_nearly_so_called():
    rows = [
        {"name": "Quwayris", "local": "قويرس", "kind": "village", "lon": 36.63, "lat": 32.57, "others": ""},
        {
            "name": "Kuweires Sharqi",
            "local": "كويرس الشرقي",
            "kind": "village",
            "lon": 37.54,
            "lat": 36.17,
            "others": "",
        },
        {"name": "Deir Hafer", "local": "دير حافر", "kind": "town", "lon": 37.67, "lat": 36.15, "others": ""},
        {"name": "Maskanah", "local": "مسكنة", "kind": "town", "lon": 38.04, "lat": 35.97, "others": ""},
    ]
    gazetteer = Gazetteer.of(network_of(rows))
    text = "The army seized Deir Hafer. It seized Maskanah. The siege of Kuweires was broken."
    found = extract(text, gazetteer, date=TUESDAY)
    assert [e.target for e in found.events] == ["Deir Hafer", "Maskanah"]
    assert [u.spelled for u in found.unlocated] == ["Kuweires"]
    assert [
        e.target for e in extract("The siege of Kuweires was broken.", gazetteer, date=TUESDAY).events
    ] == ["Quwayris"]


@pytest.mark.parametrize(("spelled", "taken"), [("Bustan", True), ("Bostane", False)])
def test_a_village_far_from_all_others_of_a_text_is_taken_by_its_very_name_alone(spelled, taken):
    rows = [
        {"name": name, "local": "", "kind": kind, "lon": lon, "lat": lat, "others": ""}
        for name, kind, lon, lat in (
            ("Deir Hafer", "town", 37.67, 36.15),
            ("Maskanah", "town", 38.04, 35.97),
            ("Bustan", "village", 36.2, 32.6),
        )
    ]
    gazetteer = Gazetteer.of(network_of(rows))
    text = f"The army seized Deir Hafer. It seized Maskanah. The army captured {spelled}."
    found = extract(text, gazetteer, date=TUESDAY)
    assert ("Bustan" in [event.target for event in found.events]) == taken
    assert ([(u.spelled, "is only like" in u.why) for u in found.unlocated] == [(spelled, True)]) != taken


def test_no_phrase_of_the_lexicon_is_read_as_another_that_says_otherwise():
    read_as = {phrase.words: phrase.value for phrase in phrasebook.phrases() if phrase.tag == "TRIGGER"}
    told = [(text, trigger.status) for _, texts, trigger in phrasebook._triggers() for text in texts]
    others = [
        text
        for text, status in told
        if (trigger := read_as.get(phrasebook._without_fillers(text))) and trigger.status is not status
    ]
    assert others == []


@pytest.mark.parametrize(
    "name",
    [
        "ASSAULTS",
        "BARE",
        "GIVEN_AWAY",
        "HELD_LEMMAS",
        "OF_LINES",
        "OF_ROADS",
        "PARTICLE",
        "PEACEFUL",
        "RAIDS",
        "SIEGES",
    ],
)
def test_what_triggers_have_in_common_is_told_of_triggers_alone(name):
    lemmas = {phrase.value.lemma for phrase in phrasebook.phrases() if phrase.tag == "TRIGGER"}
    assert set(getattr(verb_classes, name)) - lemmas == set()


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Some lorries queue by Khanasser junction for want of a pass.", ("Khanasser",)),
        ("The convoy turned round short of Ithriya.", ("Ithriya",)),
        ("عادت القافلة من إثريا بعد ساعات.", ("Ithriya",)),
    ],
)
def test_a_sentence_that_may_tell_of_a_road_and_is_not_understood_is_listed(sentence, names):
    found = read(sentence)
    assert found.events == ()
    assert [(n.quote, n.names, n.why) for n in found.not_understood] == [
        (sentence, names, "no event was found in it")
    ]


@pytest.mark.parametrize(
    "sentence",
    ["HAMA, 5 March.", "HAMA, March 5, 2016.", "On 5th of March, Hama was quiet.", "In March Hama slept."],
)
def test_the_month_of_march_is_no_march_of_troops(sentence):
    assert read(sentence).not_understood == ()
    assert told("Rebels march on Khanasser.") == [("Khanasser", "threatened")]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("La route entre Hama et Homs a été coupée par les manifestants.", "French"),
        ("Le pont s'est écroulé : plus aucun camion ne passe de Hama à Salamiyah.", "French"),
        ("Hama ile Humus arasındaki yol kapatıldı.", "Turkish"),
        ("La carretera entre Hama y Homs está cerrada.", "Spanish"),
        ("Дорога Хама - Хомс закрыта.", "Russian or Ukrainian"),
        ("جاده حماه به حمص بسته شد", "Persian"),
    ],
)
def test_a_language_that_is_not_read_is_refused_aloud(sentence, language):
    found = read(f"ISIS captured Khanasser.\n\n{sentence}")
    assert [e.target for e in found.events] == ["Khanasser"]
    assert [(n.quote, n.why) for n in found.not_understood] == [(sentence, f"{language}, not read")]
    assert found.warnings == ("not understood, so nothing is closed for it: sentences: 1",)


def test_what_stands_as_before_is_offered_as_a_closure():
    found = read("The M5 remains in the hands of rebels.")
    assert [(a.reason, a.targets) for a in found.set_aside] == [("as before", ("M5",))]
    assert (found.events, found.not_understood) == ((), ())


PAGE = """<!doctype html><html><body><nav>News</nav><h1>Rebels take <em>Khan&shy;asser</em></h1>
<p>The army said&#8230; it left <a href="x">Sara<b>qib</b></a>&#44; &ldquo;for now&rdquo;.</p>
<table><tr><th>Road<th>State<tr><td>Hama - Salamiyah<td>closed<tr><td>Khanasser - Ithriya<td>open</table>
<p>Mo&#x200b;rek&nbsp;fell.<br>Clashes in Suran &amp; Sarmin.</p></body></html>"""


def test_every_quote_of_a_page_is_found_again_in_the_text_shown():
    read = extract(PAGE, gazetteer_of_texts(), date=dt.date(2015, 10, 27))
    told = {(event.target, event.status.value) for event in read.events}
    assert told >= {
        ("Hama - Salamiyah", "blocked"),
        ("Khanasser - Ithriya", "reopened"),
        ("Morek", "captured"),
    }
    assert ("Khanasser - Ithriya", "blocked") not in told
    for one in (*read.events, *read.not_understood, *read.set_aside, *read.unlocated):
        assert read.text[slice(*one.span)] == one.quote


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Road connectivity to Khanasser has been snapped.", [("Khanasser", "blocked")]),
        (
            "Gunmen have been stopping all traffic on the Hama - Salamiyah road.",
            [("Hama - Salamiyah", "blocked")],
        ),
        ("Traffic between Hama and Salamiyah came to a halt.", [("Hama - Salamiyah", "blocked")]),
        (
            "Trucks above 15 tonnes cannot pass on the Hama - Salamiyah road.",
            [("Hama - Salamiyah", "restricted")],
        ),
        (
            "The Hama-Salamiyah axis is operational but requires escorts.",
            [("Hama - Salamiyah", "restricted")],
        ),
        ("Crews are working to reopen the Hama - Salamiyah road.", [("Hama - Salamiyah", "blocked")]),
        ("The ban on traffic between Hama and Salamiyah was lifted.", [("Hama - Salamiyah", "reopened")]),
        (
            "The river burst its banks, flooding Suran and Morek.",
            [("Suran", "damaged"), ("Morek", "damaged")],
        ),
        ("The municipality was cut off from Khanasser.", []),
        ("An army unit destroyed four vehicles on the Hama - Salamiyah road.", []),
        ("The closure of the Hama - Salamiyah road was denied.", []),
        ("Lorries go via the Hama - Salamiyah road while repairs last.", []),
        ("شهدت بلدة خناصر اشتباكات عنيفة.", [("Khanasser", "contested")]),
        (
            "الطرق غير السالكة هي حماة - سلمية وخناصر - أثريا.",
            [("Hama - Salamiyah", "blocked"), ("Khanasser - Ithriya", "blocked")],
        ),
        ("أما طريق حماة - سلمية فسالك بصعوبة.", [("Hama - Salamiyah", "restricted")]),
        ("حماة سلمية: الأهالي مسكرين الخط من أمس.", [("Hama - Salamiyah", "blocked")]),
        ("حماة - سلمية: السيل جرف الجسر الترابي.", [("Hama - Salamiyah", "damaged")]),
        ("سيطر الجيش، اليوم الأربعاء، على بلدة خناصر.", [("Khanasser", "captured")]),
        (
            "قطعت السيول عددا من الطرق، من بينها طريق خناصر الواصل بين بلدتي خناصر وأثريا.",
            [("Khanasser - Ithriya", "blocked")],
        ),
        (
            '"Hama–Salamiyah through Suran remains mined, no one should try it," a driver said.',
            [("Hama - Salamiyah", "blocked")],
        ),
        (
            "The Hama-Salamiyah road, closed while fighting lasted, has reopened.",
            [("Hama - Salamiyah", "reopened")],
        ),
        ("The sole route to Aleppo from Hama was severed.", [("Hama - Aleppo", "blocked")]),
        ("The Hama-Salamiyah road is blocked by fallen trees.", [("Hama - Salamiyah", "blocked")]),
        ("Vehicles are passing by turns on the Hama-Salamiyah road.", [("Hama - Salamiyah", "restricted")]),
        ("كسرت قوات الجيش حصار خناصر.", [("Khanasser", "reopened")]),
        ("فرض التنظيم حصارا على بلدة خناصر.", [("Khanasser", "blocked")]),
        ("أعيد افتتاح طريق حماة - سلمية.", [("Hama - Salamiyah", "reopened")]),
    ],
)
def test_words_tell_where_grammar_does_not(sentence, expected):
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "origin", "destination"),
    [
        ("Rebels captured the Khanasser road, the only supply line left to Aleppo.", "Aleppo", ""),
        (
            "Rebels cut the Khanasser-Ithriya road, the last remaining government supply route into Aleppo.",
            "Aleppo",
            "",
        ),
        ("Rebels captured Khanasser, cutting the only road between Hama and Aleppo.", "Hama", "Aleppo"),
        ("The fall of Khanasser severs the regime's last lifeline to Aleppo.", "Aleppo", ""),
        ("The sole route to Aleppo from Hama was severed.", "Hama", "Aleppo"),
        ("ISIS have cut off the only road the government was using to supply Aleppo.", "Aleppo", ""),
        ("قطع التنظيم طريق خناصر، شريان الإمداد الوحيد إلى حلب.", "Aleppo", ""),
        ("قطع التنظيم الطريق الوحيد بين حماة وحلب.", "Hama", "Aleppo"),
    ],
)
def test_the_last_road_that_is_lost_is_a_claim_of_the_outcome(sentence, origin, destination):
    (claim,) = extract(sentence, gazetteer_of_texts(), date=dt.date(2015, 10, 27)).claims
    assert (claim.claim, claim.origin, claim.destination) == ("supply line severed", origin, destination)


def test_who_speaks_is_no_place():
    read = extract("Jassem said Khanasser fell.", gazetteer_of_texts(), date=dt.date(2015, 10, 27))
    assert [event.target for event in read.events] == ["Khanasser"]
    assert not read.not_understood


def test_a_street_takes_no_end_of_a_road_between_two_places():
    network = network_of(rows_of("places.csv"), [{"name": "Khanasser road", "ref": ""}])
    text = "ISIS cut the Ithriya - Khanasser road."
    events = extract(text, Gazetteer.of(network), date=TUESDAY).events
    assert [(event.target, event.status.value) for event in events] == [("Ithriya - Khanasser", "blocked")]


def test_a_supply_line_won_back_ends_what_befell_roads_before():
    won = "تمكن الجيش من استرداد طريق الإمداد الوحيد إلى حلب."
    before = "وكان التنظيم قد سيطر في 23 أكتوبر على جزء من طريق خناصر أثريا."
    assert extract(before, gazetteer_of_texts(), date=dt.date(2015, 11, 4)).events
    assert not extract(f"{won}\n\n{before}", gazetteer_of_texts(), date=dt.date(2015, 11, 4)).events


def test_the_day_on_which_a_road_will_reopen_is_not_that_of_its_closure():
    (event,) = read("The Hama - Salamiyah road is closed and will reopen on Thursday.").events
    assert event.date == TUESDAY
