"""What a report claims of the outcome, set against the computed one; a claim closes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from routegraph.errors import RoutegraphError
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.render.text import Item, Section
from routegraph.routing.outcome import Outcome
from routegraph.scenario.situation import Situation

if TYPE_CHECKING:
    from routegraph.reports.extraction import Claim, Extraction

VERDICTS = {True: "the answer agrees", False: "the answer differs", None: "about another journey"}


@dataclass(frozen=True)
class ClaimCheck:
    """What a report claims of the outcome, set against the computed one.

    Attributes
    ----------
    agrees : bool or None
        None when the claim is about another journey.
    why : str
        Why the two may differ; empty when they agree.
    """

    claim: Claim
    agrees: bool | None
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "claim": self.claim.claim,
            "origin": self.claim.origin,
            "destination": self.claim.destination,
            "quote": self.claim.quote,
            "agrees": self.agrees,
            "why": self.why,
        }


def check_claims(
    situation: Situation, outcome: Outcome, origin: Location, destination: Location, gazetteer: Gazetteer
) -> tuple[ClaimCheck, ...]:
    """Set every claim of the report against the outcome of the journey."""
    extraction = situation.supposition.extraction
    severed = outcome in (Outcome.SEVERED, Outcome.UNCONNECTED)

    def is_about(claim: Claim) -> bool:
        named = {name for name in (claim.origin, claim.destination) if name}
        try:
            places = {(place.lon, place.lat) for place in map(gazetteer.find, named)}
        except RoutegraphError:
            return False
        return places <= {(origin.lon, origin.lat), (destination.lon, destination.lat)}

    claims = extraction.claims if extraction else ()
    checks = (
        ClaimCheck(claim, (severed == claim.claim.endswith("severed")) if is_about(claim) else None)
        for claim in claims
    )
    return tuple(replace(one, why=_why(situation)) if one.agrees is False else one for one in checks)


def _why(situation: Situation) -> str:
    """Say why a claim may differ from the answer, and what to ask instead."""
    if situation.standing:
        return "The report may know of closures that are not given here, or none of what it tells was read."
    from routegraph.scenario.scenario import bundled_scenarios

    at_hand = " or ".join(f"--scenario {name}" for name in bundled_scenarios())
    return (
        "Nothing stands in this question: a report takes for granted what everybody knew to be closed. "
        f"Give it as a scenario, such as {at_hand}, or with --close."
    )


def claims_section(claims: Sequence[ClaimCheck]) -> list[Section]:
    """Return what the report claims, with the verdict on each."""
    items = tuple(
        Item("", one.claim.claim, VERDICTS[one.agrees], quote=one.claim.quote, note=one.why) for one in claims
    )
    return [Section("The report claims", items=items)] if items else []


PRICE = re.compile(
    r"\b(prices?|shortages?|scarcity|scarce|inflation|rationing|black market)\b|أسعار|غلاء|شح |نقص ",
    re.IGNORECASE,
)
"""Words of sentences on what an answer about supply is read beside."""


def price_quotes(extraction: Extraction | None) -> tuple[str, ...]:
    """Return the sentences of a report that speak of prices and shortages: context, never computed."""
    if extraction is None:
        return ()
    sentences = re.split(r"(?<=[.!?؟])\s+|\n\s*\n", extraction.text)
    return tuple(" ".join(one.split()) for one in sentences if PRICE.search(one))


def prices_section(quotes: Sequence[str]) -> list[Section]:
    """Return what the report says of prices, beside the answer."""
    items = tuple(Item("", "", quote=quote) for quote in quotes)
    return [Section("The report says of prices, not computed here", items=items)] if items else []
