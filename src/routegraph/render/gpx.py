"""An answer for the driver: each way as a track, and ends and closures as way points (GPX 1.1)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.sections import closure_item

NAMESPACE = "http://www.topografix.com/GPX/1/1"
DIGITS = 6


def to_gpx(exhibit: Exhibit) -> str:
    """Return the ways of an answer as tracks, its ends and closures as way points with their sources."""
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
    for line in scene.lines:
        if line.route is not None:
            track = SubElement(root, "trk")
            _text(track, "name", f"{line.letter}: {line.label}")
            length, time = words.kilometres(line.route.length_m), words.duration(line.route.time_s)
            _text(track, "desc", f"{length}, {time}, by {words.via(line.route)}")
            segment = SubElement(track, "trkseg")
            for lon, lat in zip(line.lon.tolist(), line.lat.tolist(), strict=True):
                SubElement(segment, "trkpt", lat=f"{lat:.{DIGITS}f}", lon=f"{lon:.{DIGITS}f}")
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'


def _point(root: Element, lon: float, lat: float, name: str, said: str) -> None:
    point = SubElement(root, "wpt", lat=f"{lat:.{DIGITS}f}", lon=f"{lon:.{DIGITS}f}")
    _text(point, "name", name)
    _text(point, "desc", said)


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = " ".join(text.split())
