"""An answer for the driver: ways as tracks, the one to drive as a route too, closures as way points.

GPX 1.1; GDAL writes no file with way points, routes and tracks in one, so this does.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.features import DIGITS
from routegraph.render.itinerary import itinerary_of, passable
from routegraph.render.schematic import told_straight
from routegraph.render.sections import closure_item

NAMESPACE = "http://www.topografix.com/GPX/1/1"


def to_gpx(exhibit: Exhibit) -> str:
    """Return ways as tracks, ends and closures as way points with status and source, and the way to drive.

    That way is a route too: a point for each turn, town, bridge and limit. Its tracks have the points of
    the network, so their lengths are those of its lines.
    """
    question, scene = exhibit.question, exhibit.scene
    root = Element("gpx", version="1.1", creator="routegraph", xmlns=NAMESPACE)
    about = SubElement(root, "metadata")
    _text(about, "name", f"{exhibit.text.title}: {exhibit.text.outcome}")
    _text(about, "desc", f"{exhibit.text.sentence} {question.command}")
    SubElement(
        SubElement(about, "copyright", author=words.credit(question)), "license"
    ).text = "https://opendatacommons.org/licenses/odbl/1-0/"
    for end in scene.ends:
        _point(root, end.lon, end.lat, end.label, "origin" if end.begins else "destination")
    for mark in scene.marks:
        if mark.closure is not None:
            told = closure_item(mark.closure, mark.text, question.situation.supposition.date)
            said = words.joined((told.detail, told.quote, told.note, told.source), "; ")
            _point(root, mark.lon, mark.lat, f"{told.mark} {told.heading}".strip(), said)
    if passable(scene.lines) is not None:
        way = itinerary_of(exhibit, "a route")
        route = SubElement(root, "rte")
        _text(route, "name", exhibit.text.title)
        _text(route, "desc", words.joined((words.kilometres(way.route.length_m), *way.left_out), "; "))
        for one in way.milestones:
            _point(route, one.lon, one.lat, one.text, f"km {one.at_m / 1000:.1f}", "rtept")
    for line in scene.lines:
        if line.route is not None:
            track = SubElement(root, "trk")
            _text(track, "name", f"{line.letter}: {line.label}")
            length, time = words.kilometres(line.route.length_m), words.duration(line.route.time_s)
            straight = told_straight(scene.network, line.lon, line.lat)
            _text(
                track, "desc", words.joined((f"{length}, {time}, by {words.via(line.route)}", straight), "; ")
            )
            segment = SubElement(track, "trkseg")
            for lon, lat in zip(line.lon.tolist(), line.lat.tolist(), strict=True):
                SubElement(segment, "trkpt", lat=f"{lat:.{DIGITS}f}", lon=f"{lon:.{DIGITS}f}")
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'


def _point(root: Element, lon: float, lat: float, name: str, said: str, tag: str = "wpt") -> None:
    point = SubElement(root, tag, lat=f"{lat:.{DIGITS}f}", lon=f"{lon:.{DIGITS}f}")
    _text(point, "name", name)
    _text(point, "desc", said)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = " ".join(text.split())
