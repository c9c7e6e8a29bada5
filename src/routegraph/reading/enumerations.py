"""What is told of one name of a list, told of the others: "A, B and the village of C"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from routegraph.reading.arabic.lexicon import plain
from routegraph.reading.finding import Finding
from routegraph.reading.mention import ROADS, Kind, Mention

_GLUE = re.compile(
    r"(?:[\s,،/&«»\"“”'‘’]|\band\b|\bas well as\b|\balso\b|\bboth\b|\bplus\b|\bthe\b|\bnearby\b|\bnear\b"
    r"|\bin\b|\bwithin\b"
    r"|\bof\b|\bat\b|\baround\b|\bneighbou?ring\b|\b(?:towns?|villages?|cit(?:y|ies)|districts?|hamlets?|areas?)\b|\broads?\b"
    r"|\bwest(?:ern)?\b|\beast(?:ern)?\b|\bnorth(?:ern)?\b|\bsouth(?:ern)?\b|\b[a-z-]+ly\b|"
    + plain(r"\bو?(?:بلده|بلدتي|بلدات|قريه|قريتي|قرى|مدينه|مدينتي|حي|كذلك|ايضا|كل من|في|طريق)\b")
    + r"|و)++"
)
"""What parts the names of a list."""
_JOINT = re.compile(r"[,،/&]|\band\b|\bas well as\b|و")

_PLACES = frozenset({Kind.PLACE, Kind.SITE})


def with_listed(text: str, findings: list[Finding], mentions: Sequence[Mention]) -> list[Finding]:
    """Findings, with those that a list shares among its names.

    A name of its own is told of with a little less confidence; one of which something is told keeps to that.
    """
    if not findings or len(mentions) < 2:
        return findings
    shown = sorted({(m.start, m.end): m for m in mentions}.values(), key=lambda m: m.start)
    plainly = text
    for mention in shown:
        plainly = plainly[: mention.start] + " " * (mention.end - mention.start) + plainly[mention.end :]
    told: dict[int, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.mention.start, []).append(finding)
    added: list[Finding] = []
    for kinds in (_PLACES, ROADS):
        alike = [mention for mention in shown if mention.kind in kinds]
        order = [*pairwise(alike)]
        for one, other in (*order, *((b, a) for a, b in reversed(order))):
            if one.start in told and other.start not in told and _joined(plainly, one, other):
                told[other.start] = [
                    _of(finding, other)
                    for finding in told[one.start]
                    if not (finding.set_aside or finding.background)
                ]
                added += told[other.start]
    return findings + added


def _of(finding: Finding, mention: Mention) -> Finding:
    return replace(finding, mention=mention, confidence=round(finding.confidence * 0.9, 2))


def _joined(text: str, one: Mention, other: Mention) -> bool:
    """Whether two names stand side by side in a list."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    between = plain(text[first.end : second.start].lower())
    return bool(_GLUE.fullmatch(between)) and bool(_JOINT.search(between))
