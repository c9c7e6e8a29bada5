"""How sure is the way to Aleppo: the founding case, and all of it on real roads."""

from __future__ import annotations

from dataclasses import replace

import pytest

import routegraph
from routegraph.network.osmfile import read_osm
from routegraph.questions.survival import ask_survival
from routegraph.reports.event import Event, Status
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Supposition, suppose

TOWNS = ((36.6471, 35.4401), (36.8006, 35.8636), (37.0040, 35.5898), (37.2537, 35.8081), (37.4977, 35.7816))


def asked(study: routegraph.Study, origin: str, destination: str, supposition: Supposition, **options):
    resolver = Resolver(study.graph, study.gazetteer)
    context = Question("asked", study.network, study.vehicle, study.by, situation_of(supposition, resolver))
    ends = study.locate(origin), study.locate(destination)
    return ask_survival(context, study.graph, *ends, resolver, **options)


def test_the_khanasser_road_survives_as_the_reports_of_its_fall_are_doubted(hama_aleppo):
    standing = suppose({"scenario": "khanasser-standing", "date": "2015-10-27"}, hama_aleppo.gazetteer)
    reports = (
        Event("Ithriya - Khanasser", Status.CAPTURED, by="Islamic State", confidence=0.9, group="raid"),
        Event("As-Safira", Status.CONTESTED, by="Islamic State", confidence=0.8),
        Event("Khanasser", Status.THREATENED, by="Islamic State"),
    )
    supposition = replace(standing, events=reports)
    answer = asked(hama_aleppo, "Hama", "Aleppo", supposition)
    assert answer.probability == pytest.approx(0.1 * 0.2)
    assert [one.name for one in answer.influence][:2] == ["raid", "As-Safira contested"]
    assert answer.influence[0].swing == pytest.approx(0.2)
    assert (answer.if_all_true, answer.combinations) == (None, 4)
    [way] = answer.routes
    known = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-standing", date="2015-10-27")
    assert way.route.time_s == answer.if_none_true.time_s == known.after.time_s
    threatened = asked(
        hama_aleppo, "Hama", "Aleppo", supposition, status_probability={Status.THREATENED: 0.25}
    )
    assert threatened.probability == pytest.approx(0.1 * 0.2 * 0.75)


def test_exact_and_sampled_agree_on_real_roads(corridor_file):
    study = routegraph.Study(read_osm(corridor_file, name="corridor"), routegraph.find_vehicle("truck"))
    events = tuple(Event(f"{lon},{lat}~10km", Status.CAPTURED, confidence=0.6) for lon, lat in TOWNS)
    ends = "36.7496,35.1343", "37.1637,36.1992"
    exact = asked(study, *ends, Supposition(events=events))
    sampled = asked(study, *ends, Supposition(events=events), method="sampled", seed=1)
    assert exact.method == "exact"
    assert abs(exact.probability - sampled.probability) <= 3 * sampled.standard_error
    assert exact.time_s.mean == pytest.approx(sampled.time_s.mean, rel=0.02)
    for event, one in zip(
        events, (asked(study, *ends, Supposition(events=(e,))) for e in events), strict=True
    ):
        alone = study.whatif(*ends, close=[event.target])
        assert one.time_s.values.max() == max(alone.before.time_s, alone.after.time_s)
