"""From closures to the roads that they close or slow, with the reason for each."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, singledispatchmethod
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError, QuestionError
from routegraph.intake import file_stamp
from routegraph.network.geometry import (
    middle_of_roads,
    nearest_road,
    roads_crossing,
    roads_inside,
    roads_within,
)
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.places.commanded import COMMAND_M, commanded_roads, told_commanded
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.places.locate import (
    Location,
    begin_node,
    check_order,
    locate,
    parse_point,
    place_node,
    radius_of,
)
from routegraph.places.main_road import main_road_through
from routegraph.places.shown import road_label
from routegraph.routing.graph import RoadGraph
from routegraph.routing.memory import Memory
from routegraph.routing.search import best_path
from routegraph.scenario.applied import NO_ROADS, WELL_MATCHED, AppliedClosure, ResolvedTarget
from routegraph.scenario.area import passing_over, read_shapes
from routegraph.scenario.closure import Closure
from routegraph.scenario.road_names import RoadNames
from routegraph.scenario.target import (
    ROAD_OF,
    AreaTarget,
    BetweenTarget,
    DistrictTarget,
    GeometryTarget,
    OsmTarget,
    PlaceOrRoad,
    PlaceTarget,
    PointTarget,
    RoadTarget,
    StructureTarget,
    parse_target,
)

if TYPE_CHECKING:
    from routegraph.scenario.districts import District

FARTHEST_JUNCTION_M = 10_000.0
"""A place without roads of its own closes its nearest junction, but none farther off than this."""

DISTRICT_M = {"city": 15_000.0, "town": 10_000.0, "village": 5_000.0}
OTHER_DISTRICT_M = 3_000.0
"""Radius that stands for the district of a place where the source has no boundary, by its kind."""

MOST_ALTERNATIVES = 4
"""How many other targets that a report may mean are told."""

KEPT = {"targets": 512, "places": 512, "locations": 256, "nearest": 2, "holders": 4, "held": 4}
"""How many of each a resolver keeps."""


class _End(NamedTuple):
    """One end of a road: its node, name, point, and the radius of the place."""

    node: int
    name: str
    lon: float
    lat: float
    radius_m: float


@dataclass(frozen=True, eq=False)
class Resolver:
    """Reads targets on one open network for one vehicle; those asked for last are kept.

    Attributes
    ----------
    graph : RoadGraph
        With nothing closed.
    opened_as : str
        Name or path that opens the network again.
    near : tuple of float, optional
        lon, lat that breaks ties between places of one name.
    spare_bridges : bool
        Leave out the bridges and tunnels that pass over an area.
    """

    graph: RoadGraph
    gazetteer: Gazetteer
    opened_as: str = ""
    near: tuple[float, float] | None = None
    spare_bridges: bool = False
    memory: Memory = field(default_factory=lambda: Memory(KEPT), repr=False)

    def sparing(self, spare_bridges: bool) -> Resolver:
        """Return the resolver that spares bridges, or does not; both have one memory."""
        if spare_bridges == self.spare_bridges:
            return self
        return self._twin

    @cached_property
    def _twin(self) -> Resolver:
        return replace(self, spare_bridges=not self.spare_bridges)

    def locate(self, query: str, near: tuple[float, float] | None = None) -> Location:
        """Find a place by name, or a point by ``LON,LAT``, and where its journeys begin."""
        return self.memory.get(
            "locations",
            (query, near),
            lambda: locate(self.network, self.gazetteer, query, *self._nodes, near),
        )

    @property
    def network(self) -> Network:
        return self.graph.network

    def place(self, name: str) -> Place:
        """Find a place by name; see `Gazetteer.find`."""
        return self.memory.get("places", (name, self.near), lambda: self.gazetteer.find(name, near=self.near))

    def find(self, target: str, geometry: str = "") -> ResolvedTarget:
        """Return the roads of a target; `geometry` is that of the event (WKT), which the target names.

        Raises
        ------
        QuestionError
            The target breaks the grammar.
        NotFoundError, AmbiguousError
            It matches no road or no single place; the message names the nearest alternatives.
        """
        asked = GeometryTarget(target, geometry) if geometry else parse_target(target)
        stamp = file_stamp(Path(asked.path)) if isinstance(asked, AreaTarget) else None
        key = (target, geometry, stamp, self.near, self.spare_bridges)
        return self.memory.get("targets", key, lambda: self._spared(self._find(asked)))

    def _spared(self, found: ResolvedTarget) -> ResolvedTarget:
        """Leave out what passes over, if that is the wish."""
        if not (self.spare_bridges and len(found.passing_over)):
            return found
        spared = found.roads[~np.isin(found.roads, found.passing_over)]
        how = f"{found.how}, bridges and tunnels spared"
        return replace(found, roads=spared, how=how, passing_over=NO_ROADS)

    @singledispatchmethod
    def _find(self, target: object) -> ResolvedTarget:
        raise TypeError(target)

    @_find.register
    def _(self, target: PlaceOrRoad) -> ResolvedTarget:
        if len(by_ref := self._names.roads_with("ref", target.name)):
            return self._on_roads(by_ref, f"roads with ref {target.name}", widespread=True)
        if not len(self.gazetteer.index.exact(target.name)) and len(
            by_name := self._names.roads_with("name", target.name)
        ):
            return self._on_roads(by_name, f"roads named {self._names.told(by_name)}", widespread=True)
        if called := ROAD_OF.match(target.name):
            with suppress(NotFoundError):
                return self._main_road(self.place(called[1] or called[2]), target.name)
        try:
            return self._around(target.name, None)
        except NotFoundError as error:
            from routegraph.scenario.districts import kind_and_name

            meant, how = self._names.roads_meant(target.name)
            if len(meant):
                return self._on_roads(meant, how, widespread=True)
            hints = (
                [f"Roads of like name: {', '.join(roads)}."]
                if (roads := self._names.like(target.name))
                else []
            )
            if (name := kind_and_name(target.name)[1]) and self.gazetteer.called(name):
                hints = [f"For the area of that name ask 'district:{name}'."]
            raise NotFoundError(" ".join([str(error), *hints])) from None

    @_find.register
    def _(self, target: PlaceTarget) -> ResolvedTarget:
        return self._around(target.name, target.radius_m)

    @_find.register
    def _(self, target: DistrictTarget) -> ResolvedTarget:
        from routegraph.scenario.districts import PROVINCES, district_of, kind_and_name

        place, unknown = None, None
        try:
            place = self.place(target.name)
        except (NotFoundError, AmbiguousError) as error:
            unknown = error
        district = district_of(self.network, target.name, place)
        if district is not None:
            return self._inside_district(district)
        kind, name = kind_and_name(target.name)
        if kind in PROVINCES:
            raise NotFoundError(
                f"{self.network.name} has no boundary of {target.name}, and no circle about a town is "
                f"a {kind}; give a file of its boundary, or 'district:{name}' for what lies about the town."
            )
        if unknown is not None and name:
            return self._find(DistrictTarget(name))
        if unknown is not None:
            raise unknown
        assert place is not None
        found = self._around(target.name, DISTRICT_M.get(place.kind, OTHER_DISTRICT_M))
        how = f"{found.how}, for its district, of which {self.network.name} has no boundary"
        return replace(found, how=how)

    def _inside_district(self, district: District) -> ResolvedTarget:
        area = self.network.districts.area(district.row)
        roads = roads_crossing(self.network, area)
        if not len(roads):
            raise NotFoundError(f"no road of {self.network.name} lies in {district.called}.")
        how = f"roads inside the boundary of {district.called}"
        if district.others:
            how += f" (not {'; '.join(district.others)})"
        at = area.representative_point()
        over = passing_over(self.network, roads, area)
        return ResolvedTarget(roads, how, float(at.x), float(at.y), over, widespread=True)

    @_find.register
    def _(self, target: StructureTarget) -> ResolvedTarget:
        if target.kind == "crossing":
            from routegraph.scenario.crossings import find_crossing

            return find_crossing(self.network, self.gazetteer, target.name, self.near)
        from routegraph.scenario.structures import find_structure

        return find_structure(self.network, self.gazetteer, target, self.near)

    @_find.register
    def _(self, target: PointTarget) -> ResolvedTarget:
        check_order(self.network, target.lon, target.lat)
        roads = roads_within(self.network, target.lon, target.lat, target.radius_m)
        where = f"within {target.radius_m / 1000:g} km of {target.lon:g},{target.lat:g}"
        if not len(roads):
            raise NoRoadThere(self.network, target, where)
        over = passing_over(self.network, roads, target)
        return ResolvedTarget(roads, where, target.lon, target.lat, over, radius_m=target.radius_m)

    @_find.register
    def _(self, target: BetweenTarget) -> ResolvedTarget:
        start, end = (self._end(name) for name in (target.start, target.end))
        path = best_path(self.graph, start.node, end.node)
        if path is None or not len(path.arcs):
            what = "no way" if path is None else "no road"
            raise NotFoundError(
                f"{what} between {start.name} and {end.name} on the open network of {self.network.name}; "
                "name the road itself, such as 'ref:42', or a place on it."
            )
        whole = distinct(self.graph.arcs.road[path.arcs]).astype(np.int32)
        between = whole[~(self._inside(whole, start) | self._inside(whole, end))]
        roads = between if len(between) else whole
        length_km = float(self.network.roads.length_m[roads].sum()) / 1000
        how = f"the quickest way between {start.name} and {end.name}, {length_km:.1f} km"
        return self._on_roads(roads, how)

    def _inside(self, roads: NDArray[np.int32], end: _End) -> NDArray[np.bool_]:
        """Which roads lie inside the place at one end: the road to a town is not its streets."""
        return roads_inside(self.network, roads, end.lon, end.lat, end.radius_m)

    @_find.register
    def _(self, target: RoadTarget) -> ResolvedTarget:
        roads, how = self._names.roads_with(target.key, target.value), f"roads with ref {target.value}"
        if not len(roads) and target.part:
            roads = self._names.roads_with("name", target.value)
        if len(roads) and target.key == "name":
            how = f"roads named {self._names.told(roads)}"
        if not len(roads):
            roads, how = self._names.roads_meant(target.value)
        if not len(roads):
            raise self._names.unknown(target.key, target.value)
        if not target.part:
            return self._on_roads(roads, how, widespread=True)
        if len(target.part) == 1:
            return self._at_place(roads, target.value, target.part[0])
        part = self._part(roads, *target.part)
        how = f"{target.value} between {target.part[0]} and {target.part[1]}"
        if not len(part):
            raise NotFoundError(f"{how}: no part of the road lies there; check the two places.")
        return self._on_roads(part, how)

    @_find.register
    def _(self, target: AreaTarget) -> ResolvedTarget:
        from routegraph.scenario.map_matching import LEAST_SHARE, roads_along

        polygons, lines, left_out = read_shapes(Path(target.path))
        along, share = roads_along(self.network, lines, loosely=False)
        if share < LEAST_SHARE:
            along = roads_crossing(self.network, lines)
        roads = distinct(np.concatenate([roads_crossing(self.network, polygons), along])).astype(np.int32)
        shape = polygons if lines.is_empty else lines if polygons.is_empty else polygons.union(lines)
        if not len(roads):
            west, south, east, north = shape.bounds
            raise NotFoundError(
                f"no road of {self.network.name} crosses {target.path} (lon {west:g} to {east:g}, "
                f"lat {south:g} to {north:g}); check that its coordinates are lon, lat."
            )
        middle = shape.representative_point()
        how = f"roads that cross {Path(target.path).name}"
        if not lines.is_empty:
            how = f"roads along or across the lines of {Path(target.path).name} ({share:.0%} on roads)"
        how += f"; {left_out}" if left_out else ""
        over = passing_over(self.network, roads, polygons) if lines.is_empty else NO_ROADS
        return ResolvedTarget(roads, how, float(middle.x), float(middle.y), over, widespread=True)

    @_find.register
    def _(self, target: GeometryTarget) -> ResolvedTarget:
        if target.name.startswith("way/"):
            with suppress(NotFoundError):
                return self._find(parse_target(target.name))
        return self._drawn(target)

    def _drawn(self, target: GeometryTarget) -> ResolvedTarget:
        """Roads across the areas of a feature, or those that its lines follow."""
        import shapely

        from routegraph.scenario.map_matching import roads_along

        try:
            shape = shapely.make_valid(shapely.from_wkt(target.wkt))
        except shapely.errors.ShapelyError as error:
            raise QuestionError(f"target {target.wkt[:40]!r}: {error}.") from None
        if shape.geom_type.endswith("Polygon"):
            roads, how, share = roads_crossing(self.network, shape), f"roads that cross {target.name}", 1.0
        else:
            roads, share = roads_along(self.network, shape)
            how = f"roads along {target.name}"
            if share < WELL_MATCHED:
                how += f", of which {share:.0%} lies on roads"
        if not len(roads):
            west, south, east, north = shape.bounds
            raise NotFoundError(
                f"{target.name}: no road of {self.network.name} lies there (lon {west:g} to {east:g}, "
                f"lat {south:g} to {north:g})."
            )
        at = shape.representative_point()
        return ResolvedTarget(
            roads,
            how,
            float(at.x),
            float(at.y),
            widespread=True,
            share=share,
            linear="Line" in shape.geom_type,
        )

    @_find.register
    def _(self, target: OsmTarget) -> ResolvedTarget:
        network = self.network
        ids, start = {
            "way": (network.roads.way_id, network.roads.way_start),
            "node": (network.shape.osm_id, network.roads.shape_start),
        }[target.kind]
        at = np.flatnonzero(ids == target.osm_id)
        roads = distinct(np.searchsorted(start, at, side="right") - 1).astype(np.int32)
        if not len(roads) and target.kind == "node":
            rows = np.flatnonzero(np.asarray(network.places.osm_id) == target.osm_id)
            if len(rows) == 1:
                return self.around(self.gazetteer.place(int(rows[0])))
        if not len(roads):
            raise NotFoundError(
                f"no {target.kind} {target.osm_id} on the roads of {network.name} "
                f"({network.provenance.source}); check the id, and that motor traffic may use the road."
            )
        how = f"OSM {target.kind} {target.osm_id}"
        if target.kind == "way":
            return self._on_roads(roads, how)
        shape = network.shape
        return ResolvedTarget(roads, how, float(shape.lon[at[0]]), float(shape.lat[at[0]]))

    def _on_roads(
        self, roads: NDArray[np.int32], how: str, widespread: bool = False, linear: bool = True
    ) -> ResolvedTarget:
        at = middle_of_roads(self.network, roads)
        return ResolvedTarget(roads, how, *at, widespread=widespread, linear=linear)

    def _at_place(self, roads: NDArray[np.int32], called: str, name: str) -> ResolvedTarget:
        """Roads within the radius of a place, or as far as it commands."""
        place = self.place(name)
        reach_m = COMMAND_M.get(place.kind, radius_of(place))
        at = roads[np.isin(roads, roads_within(self.network, place.lon, place.lat, reach_m))]
        if not len(at):
            raise NotFoundError(
                f"{called} does not pass within {reach_m / 1000:g} km of {place.called(name)}."
            )
        return self._on_roads(at, f"{called} within {reach_m / 1000:g} km of {place.called(name)}")

    def _main_road(self, place: Place, called: str) -> ResolvedTarget:
        roads = main_road_through(self.network, place)
        length_km = float(self.network.roads.length_m[roads].sum()) / 1000
        how = f"the main road through {place.called(called)}, {length_km:.1f} km"
        return self._on_roads(roads, how)

    def _around(self, name: str, radius_m: float | None) -> ResolvedTarget:
        place = self.place(name)
        found = self.around(place, radius_m, place.called(name))
        if not len(found.roads):
            raise NotFoundError(
                f"target {name!r} closes no road of {self.network.name}: {place.called(name)} lies "
                f"{found.how}. Give a radius, such as '{place.name}~30km', or name the road."
            )
        return found

    def around(self, place: Place, radius_m: float | None = None, called: str = "") -> ResolvedTarget:
        """Return the roads within a radius of a place.

        By default the radius is that of its kind, and the place closes its nearest junction and
        the main roads that it commands too. No roads when all are far off.
        """
        network, arcs = self.network, self.network.arcs
        reach_m = radius_of(place) if radius_m is None else radius_m
        how = f"within {reach_m / 1000:g} km of {called or place.label}"
        within = roads_within(network, place.lon, place.lat, reach_m)
        over = passing_over(self.network, within, PointTarget(place.lon, place.lat, reach_m))
        node, metres, _ = place_node(network, place, *self._nodes)
        if radius_m is not None:
            if not len(within):
                how = f"{metres / 1000:.1f} km from the nearest junction"
            return ResolvedTarget(within, how, place.lon, place.lat, over, radius_m=reach_m)
        if not len(within) and metres > FARTHEST_JUNCTION_M:
            how = f"{metres / 1000:.0f} km from every junction"
            return ResolvedTarget(NO_ROADS, how, place.lon, place.lat)
        at_node = np.concatenate(
            [
                arcs.road[arcs.start[node] : arcs.start[node + 1]],
                arcs.road[arcs.in_arc[arcs.in_start[node] : arcs.in_start[node + 1]]],
            ]
        )
        if metres > reach_m:
            how += f", and the nearest junction, {metres / 1000:.1f} km off"
        roads = distinct(np.concatenate([within, at_node])).astype(np.int32)
        main, main_m = commanded_roads(network, place)
        farther = ~np.isin(main, roads)
        commanded = told_commanded(network, main[farther], main_m[farther]) if farther.any() else ""
        if commanded:
            how += f", and the main road that it commands: {commanded}"
            roads = distinct(np.concatenate([roads, main])).astype(np.int32)
        return ResolvedTarget(roads, how, place.lon, place.lat, over, commanded=commanded, radius_m=reach_m)

    def _end(self, text: str, among: NDArray[np.bool_] | None = None) -> _End:
        """Find a place or point, and its node on the usable network or among the nodes given."""
        main, touched = (among, among) if among is not None else self._nodes
        if point := parse_point(text):
            check_order(self.network, *point)
            return _End(begin_node(self.network, *point, main, touched)[0], text, *point, 0.0)
        place = self.place(text)
        node = place_node(self.network, place, main, touched)[0]
        return _End(node, place.called(text), place.lon, place.lat, radius_of(place))

    @property
    def _nodes(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        return self.graph.usable_nodes, self.graph.touched_nodes

    def _part(self, roads: NDArray[np.int32], start: str, end: str) -> NDArray[np.int32]:
        from routegraph.scenario.road_part import part_of_road

        network = self.network
        on_road = np.zeros(len(network.nodes), bool)
        on_road[network.roads.u[roads]] = on_road[network.roads.v[roads]] = True
        return part_of_road(self.graph, roads, self._end(start, on_road).node, self._end(end, on_road).node)

    @cached_property
    def _names(self) -> RoadNames:
        return RoadNames(self.network)


class NoRoadThere(NotFoundError):
    """No road lies near a point; the message looks for the nearest when it is read."""

    def __init__(self, network: Network, target: PointTarget, where: str) -> None:
        super().__init__(network.name, where)
        self.network, self.target, self.where = network, target, where

    def __str__(self) -> str:
        nearest = nearest_road(self.network, self.target.lon, self.target.lat)
        hint = (
            f"the nearest, {road_label(self.network, nearest[0])}, is {nearest[1] / 1000:.1f} km off; "
            "give a larger radius"
            if nearest
            else "load a network that covers it"
        )
        return f"no road of {self.network.name} lies {self.where}; {hint}."


def apply(
    closures: Iterable[Closure],
    resolver: Resolver,
    unplaced: dict[str, NotFoundError | AmbiguousError] | None = None,
) -> tuple[AppliedClosure, ...]:
    """Find the roads of each closure.

    Parameters
    ----------
    unplaced : dict, optional
        Takes the targets that match no road or no single place, with the error that tells why;
        without it such a target is an error.
    """
    applied = []
    for closure in closures:
        try:
            found = resolver.find(closure.target, closure.event.geometry)
            if found.alternatives and closure.event.spelled:
                raise AmbiguousError(
                    f"{closure.event.spelled!r} may be {closure.target} ({found.how.partition(';')[0]}) or "
                    f"{', '.join(found.alternatives[:MOST_ALTERNATIVES])}: name the right one with --close."
                )
            if closure.delay_s:
                from routegraph.scenario.delay import delays_of

                roads, factor = delays_of(found, resolver.graph, closure.delay_s)
                found = replace(found, roads=roads, factor=factor)
            applied.append(AppliedClosure(closure, found))
        except (NotFoundError, AmbiguousError) as error:
            if unplaced is None:
                raise
            unplaced[closure.target] = error
    return tuple(applied)
