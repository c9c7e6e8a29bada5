"""Small maps drawn as OpenStreetMap XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

Point = tuple[float, float] | tuple[float, float, dict[str, str]]
Way = tuple[int, Sequence[int], dict[str, str]]


def osm_xml(nodes: Mapping[int, Point], ways: Sequence[Way] = (), more: str = "") -> str:
    def tagged(tags: Mapping[str, str]) -> str:
        return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())

    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n']
    for number, (lon, lat, *tags) in nodes.items():
        inner = tagged(tags[0]) if tags else ""
        parts.append(f'<node id="{number}" version="1" lat="{lat!r}" lon="{lon!r}">{inner}</node>\n')
    for number, refs, tags in ways:
        inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        parts.append(f'<way id="{number}" version="1">{inner}{tagged(tags)}</way>\n')
    return "".join([*parts, more, "</osm>\n"])


def line_of(count: int, step: float = 0.001) -> dict[int, Point]:
    """Nodes 1 to `count` along a parallel at 35 degrees north, some 91 m apart."""
    return {i: (36 + i * step, 35.0) for i in range(1, count + 1)}
