"""Rows that name a place beside their coordinates -> that place, as long as it lies there."""

from __future__ import annotations

import re
from dataclasses import replace

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.sphere import great_circle_m
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.places.locate import radius_of
from routegraph.reports.cells import circle
from routegraph.reports.event import Event

FAR_M = 10_000.0
"""A place of that name farther from the coordinates is another one."""

_CIRCLE = re.compile(r"(-?[\d.]+),(-?[\d.]+)~")
_PART = re.compile(r"\s[-–—]\s")


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
        if known := self._known[key]:
            return replace(event, target=known[0], resolution=known[1])
        return replace(event, resolution=f"{event.resolution}; no place of that name lies there")

    def _named(self, name: str, lon: float, lat: float) -> tuple[str, str] | None:
        """Target and how it was found."""
        try:
            place = self.gazetteer.find(name, near=(lon, lat))
        except (AmbiguousError, NotFoundError):
            return None
        metres = float(great_circle_m(lon, lat, place.lon, place.lat))
        if metres > FAR_M:
            return None
        how = f"{name} is {place.label}, {place.kind}, {metres / 1000:.1f} km from the row's coordinates"
        return self._target(place), how

    def _target(self, place: Place) -> str:
        try:
            if self.gazetteer.find(place.name).index == place.index:
                return place.name
        except (AmbiguousError, NotFoundError):
            pass
        return circle(round(place.lon, 5), round(place.lat, 5), radius_of(place) / 1000)
