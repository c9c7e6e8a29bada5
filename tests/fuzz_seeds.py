"""What the fuzzers begin from: a good input of each kind, and the commands that read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"


@dataclass(frozen=True)
class Seed:
    """A good input.

    Attributes
    ----------
    kind : str
        One of the kinds of `fuzzing.KINDS`.
    suffix : str
        Of the file, ``F`` in the commands.
    content : str
    commands : tuple of str
        Words with blanks between them; ``OUT`` is a folder for what is written.
    """

    kind: str
    suffix: str
    content: str
    commands: tuple[str, ...]


EVENTS = (
    "whatif Hama Aleppo --date 2015-10-27 --events F",
    "whatif Hama Aleppo --date 2015-10-27 --skip-bad --events F",
    "timeline Hama Aleppo --events F",
    "survival Hama Aleppo --date 2015-10-27 --method sampled --precision 0.1 --events F",
)
ACLED = """\
event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,location,latitude,longitude,geo_precision,source,notes,fatalities
SYR1,23 October 2015,2015,1,Strategic developments,Non-violent transfer of territory,Islamic State,Rebel group,,,Khanasser,35.7816,37.4977,1,SOHR,"The town was taken, 12 posts too.",0
SYR2,2015-10-24,2015,2,Battles,Armed clash,Military Forces of Syria,State forces,Islamic State,Rebel group,Ithriya,35.3652,37.7886,2,ARA News,fighting,5
"""
GED = """\
id,relid,year,side_a,side_b,source_headline,where_prec,where_coordinates,latitude,longitude,date_prec,date_start,date_end,best
1,SYR-2015-1-1,2015,Government of Syria,IS,"clash at Khanasser",1,Khanasser town,35.7816,37.4977,1,2015-10-23 00:00:00.000,2015-10-23 00:00:00.000,3
"""
STATUS = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"OpStatus": "3", "LastCheckD": "2015-10-23", "FclassTxt": "primary", "Comment": "mines"},
                "geometry": {"type": "LineString", "coordinates": [[37.4977, 35.7816], [37.6, 35.6], [37.7886, 35.3652]]},
            },
            {
                "type": "Feature",
                "properties": {"status": "closed", "date": "2015-10-24"},
                "geometry": {"type": "Point", "coordinates": [37.2, 36.0]},
            },
        ],
    }
)  # fmt: skip
API = json.dumps(
    {
        "success": True,
        "count": 1,
        "data": [dict(zip(*(line.split(",")[:12] for line in ACLED.splitlines()[:2]), strict=True))],
    }
)
WORDS = """\
sep=;
Statut;Nom;WKT;date;url;confidence
Fermée (inondée);Route de Khanasser;LINESTRING (37.4977 35.7816, 37.6 35.6, 37.7886 35.3652);23/10/2015;http://example.org/a;0,9
Open with restrictions;R2;POINT (37.2 36.0);23-Oct-15;;
Coupée;;POLYGON ((37.4 35.7, 37.6 35.7, 37.6 35.9, 37.4 35.7));42300;example.org;1.0
"""
PAGE = """\
<!doctype html><html lang="en"><head><title>Road cut - Wire</title><link rel="canonical" href="https://example.org/cut">
<meta property="article:published_time" content="2015-10-24T08:00:00+03:00"><meta property="og:site_name" content="Wire">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Road cut", "publisher": {"name": "Wire"}}</script></head>
<body><nav>Home</nav><article><h1>Road cut</h1><p>Islamic State fighters captured the town of <b>Khanasser</b> on Friday.</p>
<table><tr><td>Ithriya</td><td>closed</td></tr></table><time datetime="2015-10-24">Saturday</time></article></body></html>
"""
AREA = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "flood", "side": "Islamic State", "date": "2015-10-23"},
                "geometry": {"type": "Polygon", "coordinates": [[[37.4, 35.7], [37.6, 35.7], [37.6, 35.9], [37.4, 35.9], [37.4, 35.7]]]},
            },
            {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[37, 36], [37.1, 36], [37.1, 36.1], [37, 36]]]]}},
        ],
    }
)  # fmt: skip
OSM = """\
<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6" generator="hand">
  <note>The data included in this document is from www.openstreetmap.org.</note>
  <meta osm_base="2024-03-01T00:00:00Z"/>
  <node id="1" lat="35.00" lon="37.00"><tag k="place" v="town"/><tag k="name" v="Alpha"/><tag k="name:ar" v="ألفا"/></node>
  <node id="2" lat="35.05" lon="37.00"><tag k="barrier" v="gate"/><tag k="access" v="yes"/></node>
  <node id="3" lat="35.10" lon="37.00"><tag k="place" v="village"/><tag k="name" v="Echo"/><tag k="population" v="1200"/></node>
  <node id="4" lat="35.05" lon="37.10"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="direct"/><tag k="maxspeed" v="60"/><tag k="maxweight" v="20"/></way>
  <way id="11"><nd ref="1"/><nd ref="4"/><nd ref="3"/><tag k="highway" v="tertiary"/><tag k="name" v="round"/><tag k="oneway" v="yes"/><tag k="bridge" v="yes"/></way>
  <way id="12"><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="route" v="ferry"/><tag k="duration" v="00:45"/></way>
  <relation id="20"><member type="way" ref="10" role="from"/><member type="node" ref="3" role="via"/><member type="way" ref="11" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
</osm>
"""
VEHICLE = """\
like: truck
name: heavy
fuel_l_per_100km: 42
cost_per_litre: 1.4
payload_t: 25
height_m: 4.2
speed_kph: {track: 6, motorway: 70}
refuses: [ford]
"""
SWEEP = """\
network: hama-aleppo
pairs: [{origin: Hama, destination: Aleppo}]
closures:
  - {family: targets, targets: [Khanasser, M5]}
  - {family: random, count: 2, size: 2}
"""
SWEPT = """\
origin,destination,weight,family,closure,target,outcome,time_s,length_m,cost,extra_time_s,reason
Hama,Aleppo,1,targets,Khanasser,Khanasser,severed,,,,,
Hama,Homs,2,targets,Khanasser,Khanasser,longer,100,2000,3,40,
"""
TOWNS = "place,lon,lat,population,weight\nHama,,,100,2\n,37.1637,36.1992,5000,1\nKhanasser,,,,\n"
JOURNEYS = "origin,destination,weight\nHama,Aleppo,10\nHoms,Aleppo,5\n"
CONTROL = "place,side,from,until,source\nKhanasser,Islamic State,2015-10-23,2015-11-04,SOHR\nHama,Syrian army,2011-01-01,,\n"
HUBS = "place,lon,lat,supply,demand\nHama,,,300,\nHoms,,,200t,10\n,37.1637,36.1992,,500\nKhanasser,,,,40\n"
PEOPLE = "place,lon,lat,population\nHama,,,310000\n,37.1637,36.1992,2100000\nKhanasser,,,11000\n"
CAPACITIES = """\
cars_per_hour: {motorway: 1500, primary: 600, track: 40}
oneway_lanes: {motorway: 2}
surface_factor: {unpaved: 0.5}
one_lane_cars_per_hour: 200
one_lane_width_m: 4.5
cars_per_truck: 2.5
share: 0.8
hours_a_day: 12
"""
HOURS = """\
title: Hours and convoys
date: 2015-10-27
standing: [{target: M5, status: blocked}]
events:
  - {target: Khanasser, status: restricted, date: 2015-10-20, delay: 2h, max_weight_t: 40}
  - {target: Ithriya, status: restricted, date: 2015-10-20, until: 2015-11-20, hours: "06:00-18:00", confidence: 0.8}
  - {target: Salamiyah, status: reopened, lifts: [M5], quote: "the M5 opened again"}
"""
FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>urn:x</id><updated>2015-10-24T08:00:00Z</updated>
<entry><id>urn:x:1</id><title>Road cut</title><updated>2015-10-24T08:00:00Z</updated><link href="https://example.org/1"/>
<content type="html">&lt;p&gt;On Friday Islamic State captured Khanasser.&lt;/p&gt;</content></entry></feed>
"""
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": [
    {"id": "1", "url": "https://example.org/1", "title": "Road cut", "date_published": "2015-10-24T08:00:00Z",
     "content_text": "On Friday Islamic State captured Khanasser."}]})  # fmt: skip
GRAPHML = """\
<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d0" for="graph" attr.name="crs" attr.type="string"/>
<key id="d1" for="node" attr.name="y" attr.type="string"/><key id="d2" for="node" attr.name="x" attr.type="string"/>
<key id="d3" for="edge" attr.name="osmid" attr.type="string"/><key id="d4" for="edge" attr.name="highway" attr.type="string"/>
<key id="d5" for="edge" attr.name="length" attr.type="string"/><key id="d6" for="edge" attr.name="oneway" attr.type="string"/>
<graph edgedefault="directed"><data key="d0">epsg:4326</data><node id="1"><data key="d1">35.0</data><data key="d2">37.0</data></node>
<node id="2"><data key="d1">35.1</data><data key="d2">37.0</data></node>
<edge source="1" target="2" id="0"><data key="d3">10</data><data key="d4">primary</data><data key="d5">11100.0</data><data key="d6">False</data></edge>
<edge source="2" target="1" id="0"><data key="d3">10</data><data key="d4">primary</data><data key="d5">11100.0</data><data key="d6">False</data></edge>
</graph></graphml>
"""
REPORT = """\
Tuesday 27 October 2015. Islamic State fighters captured the town of Khanasser on Friday, said the Syrian
Observatory for Human Rights, and cut the road between Ithriya and Khanasser. The army denied that As-Safira
had fallen. "The only supply line to Aleppo is cut," a resident of Hama told AFP by telephone.

Clashes went on 12 km east of Salamiyah; 19 checkpoints on the Hama-Aleppo road were attacked.
سيطر تنظيم الدولة على بلدة خناصر يوم الجمعة وقطع طريق إثريا - خناصر.
"""

FEEDS = ("watch --feed http://example.org/feed --journey Hama Aleppo --once --no-pictures --state OUT/state",)

SEEDS = (
    Seed("yaml", ".yaml", (DATA / "scenarios" / "khanasser-2015-10.yaml").read_text("utf-8"),
         ("whatif Hama Aleppo --scenario F", "scenario show F", "reopening Hama Aleppo --scenario F", *EVENTS)),
    Seed("yaml", ".yaml", VEHICLE, ("vehicles show F", "whatif Hama Aleppo --vehicle F")),
    Seed("yaml", ".yaml", SWEEP, ("sweep F --quiet -o OUT/swept.csv",)),
    Seed("csv", ".csv", (DATA / "events" / "khanasser-road.csv").read_text("utf-8"), EVENTS),
    Seed("csv", ".csv", ACLED, EVENTS),
    Seed("csv", ".csv", GED, EVENTS),
    Seed("csv", ".csv", WORDS, EVENTS),
    Seed("geojson", ".json", API, EVENTS),
    Seed("report", ".html", PAGE, ("extract F --html OUT/page.html", "extract F - --date 2015-10-27 --json",
                                   "whatif Hama Aleppo --report F --publisher Desk --date 2015-10-27")),
    Seed("xlsx", ".xlsx", ACLED, EVENTS),
    Seed("csv", ".csv", CONTROL, ("whatif Hama Aleppo --date 2015-10-27 --control F --passes-with government",)),
    Seed("csv", ".csv", TOWNS, ("matrix --from F --to F -o OUT/matrix.csv", "matrix --from F --to F --json --close M5")),
    Seed("csv", ".csv", JOURNEYS, ("reopening --journeys F --close M5", "sweep --closures Khanasser --od F -q -o OUT/s.csv")),
    Seed("csv", ".csv", SWEPT, ("sweep-summary F", "sweep-summary F --json")),
    Seed("geojson", ".geojson", STATUS, EVENTS),
    Seed("geojson", ".geojson", AREA, ("whatif Hama Aleppo --close F", "whatif Hama Aleppo --slow F=2 --spare-bridges",
                                       "whatif Hama Aleppo --date 2015-10-27 --control F")),
    Seed("osm", ".osm", OSM, ("whatif Alpha Echo -n F", "whatif Echo Alpha -n F --close way/10",
                              "network import F --name fuzzed", "alternatives Alpha Echo -n F --vehicle car")),
    Seed("yaml", ".yaml", CAPACITIES, ("capacity Hama Aleppo --capacities F --demand 500t --close M5",)),
    Seed("yaml", ".yaml", HOURS, ("whatif Hama Aleppo --depart 2015-10-27T05:00 --scenario F", "scenario show F",
                                  "compare Hama Aleppo --case F --case khanasser-standing --demand 100t",
                                  "report Hama Aleppo --scenario F -o OUT/case.pdf")),
    Seed("csv", ".csv", HUBS, ("capacity --from F --to F --close M5", "capacity --from F --to F --json --stock 10t",
                               "matrix --from F --to F")),
    Seed("csv", ".csv", PEOPLE, ("isolated --hub Homs --close Aleppo --population F", "matrix --from F --to F --population F",
                                 "chokepoints Hama Aleppo --population F --close M5")),
    Seed("feed", ".xml", FEED, FEEDS),
    Seed("feed", ".json", JSON_FEED, FEEDS),
    Seed("osm", ".graphml", GRAPHML, ("network import F --name fuzzed", "whatif 37,35 37,35.1 -n F")),
    Seed("report", ".txt", REPORT, ("extract F --date 2015-10-27", "extract F -o OUT/events.yaml --json",
                                    "whatif Hama Aleppo --date 2015-10-27 --report F", "extract F --html OUT/page.html",
                                    "watch OUT --journey Hama Aleppo --once --no-pictures --state OUT/state",
                                    "compare Hama Aleppo --case khanasser-standing --report F --date 2015-10-27")),
)  # fmt: skip

QUESTIONS = (
    "whatif Hama Aleppo --close M5 --date 2015-10-27",
    "whatif 36.75,35.13 Aleppo --close Khanasser~3km --slow M5=2",
    "alternatives Hama Aleppo -k 3 --close 37.50,35.78~2km",
    "alternatives Hama Aleppo --method yen -k 4 --max-share 0.5 --max-stretch 2",
    "chokepoints Hama Aleppo --scenario khanasser-standing --by distance",
    "reopening Hama Aleppo --scenario khanasser-2015-10 --effect threatened=1.5",
    "isolated --hub Hama --hub Homs --close Aleppo",
    "reach Hama --minutes 60,120 --close M5",
    "survival Hama Aleppo --scenario khanasser-2015-10 --seed 1 --threatened 0.2 --common-cause 0.5",
    "timeline Hama Aleppo --scenario khanasser-2015-10 --passes-with government",
    "places search Khanasser --limit 3",
    "network info hama-aleppo --json",
    "network fetch --bbox 36,34,39,37 --classes trunk+ --name x",
    "network remove x",
    "network export hama-aleppo --to OUT/x.geojson",
    "scenario show khanasser-2015-10",
    "vehicles show truck",
    "whatif خناصر حلب --close name:خناصر",
    "whatif Hama Aleppo --close node/5 --close way/6 --min-confidence 0.3",
    "whatif Hama Aleppo --close M5@Morek..Saraqib --vehicle 4x4 --quiet",
    "whatif Hama Aleppo --depart 2015-10-27T22:00 --curfew 20:00-05:00 --hours M5=06:00-18:00 --convoy Khanasser=08:00,14:00",
    "capacity Hama Aleppo --demand 500t --stock 3000t --limit M5=40/day --hours-a-day 10 --share 0.5",
    "capacity Hama Aleppo --convoys 2x30 --delay Khanasser=4h --close M5",
    "compare Hama Aleppo --case khanasser-standing --case khanasser-2015-10 --demand 500t --depart 2015-10-27T05:00",
    "watch --journey Hama Aleppo --once --no-pictures --every 5 --state OUT/state OUT",
    "matrix --from OUT --to OUT -o OUT/m.csv",
    "report Hama Aleppo --close M5 -o OUT/case.png",
    "whatif Hama Aleppo --close M5 --gpx OUT/x.gpx --kml OUT/x.kml --avoid OUT/x.osm",
    "whatif Hama Aleppo --hazard OUT/none.tif --population OUT/none.csv",
    "extract OUT/none.txt --source A --publisher B --url https://example.org/x",
    "network fetch Hama --timeout 3 --name x",
)
"""Command lines whose words are mutated themselves."""
