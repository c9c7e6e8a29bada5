"""Rows that name a place beside their coordinates -> that place, as long as it lies there."""

from __future__ import annotations

import re
from dataclasses import replace

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.sphere import great_circle_m
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.places.locate import radius_of
from routegraph.reports.cell_values import RowError, circle
from routegraph.reports.event import Event

FAR_M = 10_000.0
"""A place of that name farther from the coordinates is another one."""

ELSEWHERE_M = 2_000.0
"""Radius about the coordinates of a row whose place lies elsewhere."""

_CIRCLE = re.compile(r"(-?[\d.]+),(-?[\d.]+)~")
_PART = re.compile(r"\s[-–—]\s")
_KIND = re.compile(r"\s+(?:town|city|village)$", re.IGNORECASE)
"""What the UCDP's datasets write after a name."""


class PlaceNames:
    """Places that rows name, each looked up once.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def located(self, event: Event) -> Event:
        """Event of the place that it names, with the radius of its kind; unchanged where there is none.

        ``Aleppo - Salah al-Din`` is a part of a city, which the coordinates tell better.
        """
        match = _CIRCLE.match(event.target)
        if not event.spelled or not match or _PART.search(event.spelled):
            return event
        lon, lat = float(match[1]), float(match[2])
        key = (event.spelled, f"{lon:.2f},{lat:.2f}")
        if key not in self._known:
            self._known[key] = self._named(event.spelled, lon, lat)
            if not self._known[key]:
                self._refuse_swapped(event.spelled, lon, lat)
        if known := self._known[key]:
            return replace(event, target=known[0], resolution=known[1])
        return replace(event, resolution=f"{event.resolution}; no place of that name lies there")

    def nearest(self, event: Event, lon: float, lat: float) -> Event:
        """Event of the place of its target's name that lies at the coordinates beside it.

        Where such a place lies elsewhere alone the coordinates hold; a target that is no place stays.
        """
        name = event.target
        if _PART.search(name) or _CIRCLE.match(name):
            return event
        if known := self._named(name, lon, lat):
            return replace(event, target=known[0], resolution=known[1])
        self._refuse_swapped(name, lon, lat)
        try:
            self.gazetteer.find(name, suggest=False)
        except NotFoundError:
            return event
        except AmbiguousError:
            pass
        where = f"coordinates of the row: {ELSEWHERE_M / 1000:g} km; no place of that name lies there"
        target = circle(lon, lat, ELSEWHERE_M / 1000)
        return replace(event, target=target, spelled=event.spelled or name, resolution=where)

    def _named(self, name: str, lon: float, lat: float) -> tuple[str, str] | None:
        """Target and how it was found."""
        name = _KIND.sub("", name)
        try:
            place = self.gazetteer.find(name, near=(lon, lat))
        except (AmbiguousError, NotFoundError):
            return None
        metres = float(great_circle_m(lon, lat, place.lon, place.lat))
        if metres > FAR_M:
            return None
        how = f"{name} is {place.label}, {place.kind}, {metres / 1000:.1f} km from the row's coordinates"
        return self._target(place), how

    def _refuse_swapped(self, name: str, lon: float, lat: float) -> None:
        if abs(lon) <= 90 and (known := self._named(name, lat, lon)):
            raise RowError(f"latitude and longitude are swapped: {known[0]} lies at {lat:g},{lon:g}")

    def _target(self, place: Place) -> str:
        try:
            if self.gazetteer.find(place.name).index == place.index:
                return place.name
        except (AmbiguousError, NotFoundError):
            pass
        return circle(round(place.lon, 5), round(place.lat, 5), radius_of(place) / 1000)
