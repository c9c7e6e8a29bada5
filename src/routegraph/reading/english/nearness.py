"""What stands around a mention that tells more of it: a heading's colon, what a thing is near."""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.english.lexicon import PLACING
from routegraph.reading.english.token_sequence import Element
from routegraph.reading.english.units import Unit
from routegraph.reading.mention import Kind, Mention

LONGEST_HEADING = 10
"""Elements between the road that a line is about and the colon after it, at the most."""


def with_heading(elements: list[Element]) -> list[Element]:
    """Leave out what stands between a road and its colon: "A - B (via C): closed"."""
    if not elements or not isinstance(elements[0], Mention) or elements[0].kind not in (Kind.ROAD, Kind.REF):
        return elements
    aside = elements[1] if len(elements) > 1 else None
    if isinstance(aside, Mention) or not aside or aside.low not in ("via", "(", "through", "by"):
        return elements
    for k, element in enumerate(elements[1 : LONGEST_HEADING + 1], 1):
        if isinstance(element, Unit) and element.tag in ("TRIGGER", "REPORTED"):
            break
        if isinstance(element, Unit) and element.text == ":":
            return [elements[0], *elements[k:]]
    return elements


def with_nearness(elements: list[Element]) -> list[Element]:
    """Give every thing the place or road that it is said to be near or in."""
    found = list(elements)
    for i, element in enumerate(found):
        if not isinstance(element, Mention) or element.kind not in (
            Kind.THING,
            Kind.FACILITY,
            Kind.VAGUE,
            Kind.BRIDGE,
        ):
            continue
        for k in range(i + 1, min(i + 12, len(found))):
            other = found[k]
            if isinstance(other, Unit):
                if other.tag in ("BOUND", "TRIGGER") or (other.tag == "SIGN" and other.text in ".,;:"):
                    break
                continue
            before = found[k - 1]
            placed = isinstance(before, Unit) and (before.low in PLACING or _led(found, k))
            if other.kind in (Kind.POINT, Kind.BETWEEN) or (other.kind is not Kind.PERSON and placed):
                found[i] = replace(element, near=_exact(found, k) or other)
                break
            if other.kind not in (Kind.THING, Kind.FACILITY, Kind.VAGUE, Kind.PERSON):
                break
    return found


def _exact(elements: list[Element], k: int) -> Mention | None:
    """Point that tells where on a road: "on the A-B highway, seven km south of C"."""
    for j in range(k + 1, min(k + 5, len(elements))):
        element = elements[j]
        if isinstance(element, Mention):
            placed = element.kind is Kind.PLACE and _led(elements, j)
            return element if element.kind is Kind.POINT or placed else None
    return None


def _led(elements: list[Element], k: int) -> bool:
    """Whether a preposition stands before an element, over articles and adjectives."""
    for j in range(k - 1, max(k - 4, -1), -1):
        element = elements[j]
        if not isinstance(element, Unit):
            return False
        if element.low in PLACING:
            return True
        if element.tag != "WORD":
            return False
    return False
