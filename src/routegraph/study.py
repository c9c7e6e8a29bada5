"""Study: one network and one vehicle, asked everything; the command line speaks the same language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from routegraph import defaults
from routegraph.asking import Asked, SweepOptions, command_of, place_text, plain_closures, supposing
from routegraph.errors import AmbiguousError, NotFoundError, QuestionError
from routegraph.network.catalog import open_named
from routegraph.network.model import Network
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.lists import Listed, read_journeys, read_places
from routegraph.places.locate import Location
from routegraph.places.population import with_population
from routegraph.questions.whatif import WhatIf, ask_whatif
from routegraph.reports.event import Status
from routegraph.reports.extraction import Extraction
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.scenario import Scenario, find_scenario
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Closures, cited_by, date_of, suppose, texts
from routegraph.vehicles import Vehicle, find_vehicle

if TYPE_CHECKING:
    import networkx as nx

    from routegraph.questions.alternatives import Alternatives
    from routegraph.questions.alternatives import Method as AlternativesMethod
    from routegraph.questions.capacity import Capacity
    from routegraph.questions.chokepoints import Chokepoints
    from routegraph.questions.compare import Comparison
    from routegraph.questions.departure import Departure
    from routegraph.questions.isolated import Isolated
    from routegraph.questions.matrix import AccessMatrix
    from routegraph.questions.reach import Reach
    from routegraph.questions.reopening import Reopening
    from routegraph.questions.supply import Supply
    from routegraph.questions.survival import Method as SurvivalMethod
    from routegraph.questions.survival import Survival
    from routegraph.questions.timeline import Timeline
    from routegraph.sweep.run import Swept
    from routegraph.sweep.spec import Spec


class Study:
    """One network and one vehicle.

    Parameters
    ----------
    network : Network
    vehicle : Vehicle or str
        Or its name, or a YAML file.
    by : str
        ``time``, ``distance`` or ``cost``: what the best route has least of.
    name : str, optional
        Name or path that opens the network again.
    population : path, optional
        CSV of places, or lon and lat, and their people, in place of what the network knows.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> study.whatif("Hama", "Aleppo", close=["Khanasser"]).outcome.value
    'unaffected'
    """

    def __init__(
        self,
        network: Network,
        vehicle: Vehicle | str = defaults.VEHICLE,
        by: str = defaults.MEASURE,
        name: str = "",
        population: str | Path = "",
    ) -> None:
        if not isinstance(network, Network):
            raise TypeError(
                f"{network!r:.60} is no Network; routegraph.load() opens names, files and graphs."
            )
        self.network = with_population(network, Path(population)) if population else network
        self.population = str(population)
        self.vehicle = find_vehicle(vehicle) if isinstance(vehicle, str) else vehicle
        self.by = by
        self.name = name or network.name
        self.gazetteer = Gazetteer.of(self.network)

    def __repr__(self) -> str:
        roads, places = len(self.network.roads), len(self.network.places)
        return f"<Study of {self.network.name}: {roads:,} roads, {places:,} places, by {self.vehicle.name}>"

    def _repr_html_(self) -> str:
        from routegraph.network.summary import html

        return html(self.network, {"study": f"by {self.vehicle.name}, least {self.by}"})

    @cached_property
    def graph(self) -> RoadGraph:
        """The open network under this vehicle."""
        return RoadGraph.of(self.network, self.vehicle, self.by)

    @cached_property
    def resolver(self) -> Resolver:
        """Reads targets on the open network."""
        return Resolver(self.graph, self.gazetteer, self.name)

    def with_vehicle(self, vehicle: str | Vehicle) -> Study:
        """Return a study of the same network by another vehicle.

        Parameters
        ----------
        vehicle : str or Vehicle
            ``truck``, ``car``, ``4x4``, a YAML file, or a vehicle.

        Returns
        -------
        Study
            On the same network.

        Examples
        --------
        >>> import routegraph
        >>> routegraph.load("hama-aleppo").with_vehicle("car").vehicle.name
        'car'
        """
        of = find_vehicle(vehicle) if isinstance(vehicle, str) else vehicle
        return Study(self.network, of, self.by, self.name)

    @supposing
    def whatif(self, origin: Asked, destination: Asked, **closures: Unpack[Closures]) -> WhatIf:
        """Tell whether there is still a way, how much longer and dearer it is, and by which roads.

        Parameters
        ----------
        origin, destination : str, int or pair of float
            A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
        **closures
            See `Closures`.

        Returns
        -------
        WhatIf
            Before and after, lengths in metres, times in seconds, costs in the vehicle's currency.

        Raises
        ------
        RoutegraphError
            The question is malformed; no way is an answer.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
        >>> answer.outcome.value, round(answer.after.length_m / 1000, 1)
        ('longer', 138.6)
        """
        start, end = self._journey(origin, destination)
        question = self._question("whatif", (start.query, end.query), closures)
        return ask_whatif(question, self.graph, start, end, self.gazetteer)

    @supposing
    def explore(self, origin: Asked, destination: Asked, **closures: Unpack[Closures]) -> Any:
        """Open a what-if question on a live map: a click closes a road or place, and lifts it again.

        Parameters
        ----------
        origin, destination : str, int or pair of float
            As `whatif` takes them.
        **closures
            See `Closures`.

        Returns
        -------
        ipywidgets.VBox
            Its ``exploration`` holds the question: ``exploration.answer``, ``.command``, ``.code``.

        Raises
        ------
        UnavailableError
            The extra ``routegraph[explore]`` is not installed.
        """
        from routegraph.explore.exploration import Exploration
        from routegraph.explore.widget import explorer

        return explorer(Exploration(self, origin, destination, **closures))

    @supposing
    def compare(
        self,
        origin: Asked,
        destination: Asked,
        *,
        cases: Sequence[str | Scenario],
        demand: str | float | None = None,
        stock: str | float | None = None,
        limit: Sequence[str] = (),
        depart: str | dt.datetime = "",
        curfew: str = "",
        **closures: Unpack[Closures],
    ) -> Comparison:
        """Put scenarios side by side: what every question answers for one journey.

        Parameters
        ----------
        origin, destination : str
        cases : sequence of str or Scenario
            Names or files of scenarios; that with nothing closed comes first by itself.
        demand, stock, limit
            See `capacity`.
        depart, curfew
            See `departure`; the day of leaving is the day that every question asks about.
        **closures
            See `Closures`; they hold in every case.

        Returns
        -------
        Comparison
            The answers of every question by case.

        Raises
        ------
        RoutegraphError
            The question is malformed, or there is no case.
        """
        from routegraph.questions.compare import Case, Comparison
        from routegraph.reports.hours import parse_depart

        given = texts("cases", [one if isinstance(one, str) else one.name for one in cases])
        if not given:
            raise QuestionError("nothing to compare; give at least one scenario.")
        if closures.get("scenario"):
            raise QuestionError("a comparison has its scenarios as cases; drop scenario.")
        if depart and not closures.get("date"):
            closures["date"] = parse_depart(depart).date()
        start, end = self._journey(origin, destination)
        told = (start.query, end.query)
        question = self._question(
            "compare", told, closures, case=list(given), demand=demand, stock=stock, limit=list(limit),
            depart=str(depart), curfew=curfew,
        )  # fmt: skip

        def case(scenario: str | Scenario | None) -> Case:
            named: Closures = {**closures, "scenario": scenario} if scenario else closures
            found = find_scenario(scenario) if isinstance(scenario, str) else scenario
            whatif = self.whatif(*told, **named)
            remains, closed = whatif.after is not None, bool(whatif.question.situation.after)
            return Case(
                name=found.name if found else "nothing closed",
                title=found.title if found else "nothing closed",
                whatif=whatif,
                capacity=self.capacity(*told, demand=demand, stock=stock, limit=limit, **named),
                isolated=self.isolated([start.query], **named),
                departure=self.departure(*told, depart=depart, curfew=curfew, **named) if depart else None,
                alternatives=self.alternatives(*told, **named) if remains else None,
                chokepoints=self.chokepoints(*told, **named) if remains else None,
                reopening=self.reopening(*told, **named) if closed and not remains else None,
                survival=self.survival(*told, **named) if closed else None,
            )

        found = [case(one) for one in (None, *cases)]
        notes = [f"{one.name}: {note}" for one in found for note in one.whatif.warnings]
        return Comparison(question, start, end, tuple(found), tuple(dict.fromkeys(notes)))

    @supposing
    def departure(
        self,
        origin: Asked,
        destination: Asked,
        *,
        depart: str | dt.datetime,
        curfew: str = "",
        hours: Sequence[str] = (),
        convoy: Sequence[str] = (),
        **closures: Unpack[Closures],
    ) -> Departure:
        """Tell when one arrives who leaves at a given time, and where one waits on the way.

        Events that tell hours are open then, in place of what their status does.

        Parameters
        ----------
        origin, destination : str
        depart : str or datetime
            ``"2015-10-27T16:00"``, by the clocks of the place; its day is the day to ask about unless
            `date` is told.
        curfew : str
            ``"18:00-06:00"``: nobody drives in these hours.
        hours : sequence of str
            ``"Ithriya=06:00-18:00"``: when a target's roads are open.
        convoy : sequence of str
            ``"Ithriya - Khanasser=06:00,14:00"``: a target's roads are entered only at these times.
        **closures
            See `Closures`.

        Returns
        -------
        Departure
            The way that arrives first, its waits, and when it arrives.

        Raises
        ------
        RoutegraphError
            The question is malformed; no arrival is an answer.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> print(study.departure("Hama", "Aleppo", depart="2015-10-27T16:00", curfew="18:00-06:00"))
        Hama to Aleppo, leaving 16:00: ...
        """
        from routegraph.questions.departure import ask_departure, timetable_of
        from routegraph.reports.hours import parse_depart

        leaves = parse_depart(depart)
        timetable = timetable_of(curfew, texts("hours", hours), texts("convoy", convoy), self.resolver)
        start, end = self._journey(origin, destination)
        question = self._question(
            "whatif",
            (start.query, end.query),
            {"date": leaves.date(), **closures} if not closures.get("date") else closures,
            depart=leaves.isoformat(timespec="minutes"),
            curfew=curfew,
            hours=list(hours),
            convoy=list(convoy),
        )
        return ask_departure(question, self.graph, start, end, self.gazetteer, leaves, timetable)

    @supposing
    def alternatives(
        self,
        origin: Asked,
        destination: Asked,
        *,
        k: int = 5,
        method: AlternativesMethod = "dissimilar",
        max_share: float | None = None,
        max_stretch: float | None = None,
        local_optimality: float | None = None,
        **closures: Unpack[Closures],
    ) -> Alternatives:
        """Find the ways that remain and really differ.

        Parameters
        ----------
        origin, destination : str
        k : int
            At most so many routes, the best one included.
        method : str
            ``dissimilar``, or ``yen`` for the plain k shortest simple routes.
        max_share, max_stretch, local_optimality : float, optional
            In place of the bounds that `analysis.dissimilar.Bounds` documents.
        **closures
            See `Closures`.

        Returns
        -------
        Alternatives
            Routes, the best first.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> [round(way.route.length_m / 1000) for way in study.alternatives("Hama", "Aleppo", k=2).routes]
        [136, 139]
        """
        from routegraph.questions.alternatives import ask_alternatives

        given = {"max_share": max_share, "max_stretch": max_stretch, "local_optimality": local_optimality}
        bounds = {key: value for key, value in given.items() if value is not None}
        start, end = self._journey(origin, destination)
        question = self._question(
            "alternatives",
            (start.query, end.query),
            closures,
            k=k,
            method="" if method == "dissimilar" else method,
            **bounds,
        )
        return ask_alternatives(question, self.graph, start, end, k=k, method=method, **bounds)

    @supposing
    def chokepoints(self, origin: Asked, destination: Asked, **closures: Unpack[Closures]) -> Chokepoints:
        """Tell what the journey hangs on: for every road of its best route, what it costs to do without.

        Parameters
        ----------
        origin, destination : str
        **closures
            See `Closures`.

        Returns
        -------
        Chokepoints
            Every road of the best route, and stretches of them, that cost most to do without first.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> answer = study.chokepoints("Hama", "Aleppo", scenario="khanasser-standing")
        >>> answer.on_all_routes != ()
        True
        """
        from routegraph.questions.chokepoints import ask_chokepoints

        start, end = self._journey(origin, destination)
        question = self._question("chokepoints", (start.query, end.query), closures)
        return ask_chokepoints(question, self.graph, start, end, self.gazetteer)

    @supposing
    def reopening(
        self,
        origin: Asked = "",
        destination: Asked = "",
        *,
        journeys: str | Path | Sequence[tuple[Asked, Asked, float]] = (),
        **closures: Unpack[Closures],
    ) -> Reopening:
        """Tell which closures to lift first, for one journey or many.

        Parameters
        ----------
        origin, destination : str
        journeys : path or sequence of (origin, destination, weight)
            In place of one journey: a CSV file with these columns, or the rows themselves.
        **closures
            See `Closures`.

        Returns
        -------
        Reopening
            What each closure costs, and what lifting each, and several together, gives back.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> print(study.reopening("Hama", "Aleppo", scenario="khanasser-2015-10"))
        Reopening Hama to Aleppo: ...
        """
        from routegraph.analysis.lift_order import Journey
        from routegraph.questions.reopening import ask_reopening

        told = {"journeys": journeys} if isinstance(journeys, str | Path) else {}
        rows = read_journeys(Path(journeys)) if isinstance(journeys, str | Path) else journeys
        one = Journey(*self._journey(origin, destination)) if origin or destination else None
        found = [Journey(*self._journey(start, end), weight) for start, end, weight in rows]
        found += [one] if one else []
        ends = (one.origin.query, one.destination.query) if one else ()
        question = self._question("reopening", ends, closures, **told)
        return ask_reopening(question, self.graph, found)

    @supposing
    def matrix(
        self,
        origins: str | Path | Sequence[Asked],
        destinations: str | Path | Sequence[Asked],
        **closures: Unpack[Closures],
    ) -> AccessMatrix:
        """Cost every journey from many places to many, before and after; lost pairs told apart.

        Parameters
        ----------
        origins, destinations : path or sequence of str
            A CSV file of places (see `places.lists.read_places`), or places.
        **closures
            See `Closures`.

        Returns
        -------
        AccessMatrix
            Time, length and cost of each pair before and after.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> print(study.matrix(["Hama"], ["Aleppo", "Homs"], close=["M5"]))
        1 origin, 2 destinations: ...
        """
        from routegraph.questions.matrix import Unlocated, ask_matrix

        told: dict[str, object] = {}
        lists: list[list[Location]] = []
        columns, unlocated = [], []
        for flag, given in (("from", origins), ("to", destinations)):
            listed = (
                read_places(Path(given))
                if isinstance(given, str | Path)
                else [Listed(place_text(one, self.network)) for one in given]
            )
            found, failed = [], None
            for one in listed:
                try:
                    found.append((self.locate(one.query), one.columns))
                except (NotFoundError, AmbiguousError) as error:
                    failed = failed or error
                    unlocated.append(Unlocated(one.query, flag == "from", one.columns, str(error)))
            if failed and not found:
                raise failed
            told[flag] = str(given) if isinstance(given, str | Path) else [one.query for one in listed]
            lists.append([place for place, _ in found])
            columns.append(tuple(kept for _, kept in found))
        question = self._question("matrix", (), closures, **told)
        return ask_matrix(
            question, self.graph, *lists, columns=(columns[0], columns[1]), unlocated=tuple(unlocated)
        )

    @supposing
    def capacity(
        self,
        origin: Asked,
        destination: Asked,
        *,
        demand: str | float | None = None,
        stock: str | float | None = None,
        limit: Sequence[str] = (),
        convoys: str = "",
        hours_a_day: float | None = None,
        share: float | None = None,
        capacities: str | Path | None = None,
        **closures: Unpack[Closures],
    ) -> Capacity:
        """Tell how much gets through in a day, what bounds it, and for how long a stock lasts.

        Parameters
        ----------
        origin, destination : str
        demand : str or float, optional
            Tonnes a day: ``"500t"``.
        stock : str or float, optional
            Tonnes at the destination.
        limit : sequence of str
            ``"TARGET=40/day"``, ``"TARGET=5/hour"`` or ``"TARGET=200t/day"``: what passes there at most.
        convoys : str
            ``"2x30"``: two convoys a day of thirty vehicles leave the origin, and nothing else.
        hours_a_day : float, optional
            In which traffic moves; 12 unless told.
        share : float, optional
            Of the capacity of roads that is there for this traffic; 1 unless told.
        capacities : path, optional
            A YAML file of what roads carry, see `analysis.road_capacity.Capacities`.
        **closures
            See `Closures`.

        Returns
        -------
        Capacity
            Tonnes a day, and what holds them back.

        Examples
        --------
        >>> import routegraph
        >>> print(routegraph.load("hama-aleppo").capacity("Hama", "Aleppo", close=["M5"]))
        What gets through, Hama to Aleppo: ...
        """
        from routegraph.analysis.road_capacity import capacities_of, parse_convoys, parse_tonnes
        from routegraph.analysis.supply_limits import stated_limits
        from routegraph.questions.capacity import Needs, ask_capacity

        told = capacities_of(capacities, hours_a_day=hours_a_day, share=share)
        needs = Needs(
            None if demand is None else parse_tonnes(demand, "demand"),
            None if stock is None else parse_tonnes(stock, "stock"),
        )
        limits = stated_limits(texts("limit", limit), self.resolver, self.vehicle, told)
        start, end = self._journey(origin, destination)
        question = self._question(
            "capacity",
            (start.query, end.query),
            closures,
            demand=demand,
            stock=stock,
            limit=list(limit),
            convoys=convoys,
            hours_a_day=hours_a_day,
            share=share,
            capacities=capacities,
        )
        return ask_capacity(
            question,
            self.graph,
            start,
            end,
            self.gazetteer,
            capacities=told,
            limits=limits,
            convoys=parse_convoys(convoys) if convoys else None,
            needs=needs,
        )

    @supposing
    def supply(
        self,
        hubs: str | Path | Sequence[tuple[str, float]],
        towns: str | Path | Sequence[tuple[str, float]],
        *,
        limit: Sequence[str] = (),
        hours_a_day: float | None = None,
        share: float | None = None,
        capacities: str | Path | None = None,
        **closures: Unpack[Closures],
    ) -> Supply:
        """Tell which towns get what they need, from which hubs: most demand met, at the least cost.

        Parameters
        ----------
        hubs : path or sequence of (place, tonnes)
            A CSV file with ``place`` and ``supply`` in tonnes a day (empty: any amount), or the rows.
        towns : path or sequence of (place, tonnes)
            A CSV file with ``place`` and ``demand`` in tonnes a day, or the rows.
        limit, hours_a_day, share, capacities
            See `capacity`.
        **closures
            See `Closures`.

        Returns
        -------
        Supply
            Amounts by depot and place, by day where a fleet is told, and what stays short.
        """
        from routegraph.analysis.road_capacity import capacities_of
        from routegraph.analysis.supply_limits import stated_limits
        from routegraph.places.lists import read_amounts
        from routegraph.questions.supply import Amount, ask_supply

        told = capacities_of(capacities, hours_a_day=hours_a_day, share=share)
        limits = stated_limits(texts("limit", limit), self.resolver, self.vehicle, told)
        rows = [
            read_amounts(Path(given), column, every=every) if isinstance(given, str | Path) else given
            for given, column, every in ((hubs, "supply", False), (towns, "demand", True))
        ]
        question = self._question(
            "capacity",
            (),
            closures,
            **{"from": hubs, "to": towns},
            limit=list(limit),
            hours_a_day=hours_a_day,
            share=share,
            capacities=capacities,
        )
        found = ([Amount(self.locate(place), float(amount)) for place, amount in one] for one in rows)
        return ask_supply(question, self.graph, *found, capacities=told, limits=limits)

    @supposing
    def isolated(self, hub: Sequence[Asked], **closures: Unpack[Closures]) -> Isolated:
        """Tell which places lose every way to every hub.

        Parameters
        ----------
        hub : sequence of str
            Places that supply the others.
        **closures
            See `Closures`.

        Returns
        -------
        Isolated
            Places cut off, by group, with their people where the map tells them.

        Examples
        --------
        >>> import routegraph
        >>> print(routegraph.load("hama-aleppo").isolated(["Hama"], scenario="khanasser-2015-10"))
        Ways to Hama: ...
        """
        from routegraph.questions.isolated import ask_isolated

        if isinstance(hub, str):
            raise QuestionError(f"hub takes a list of places, not one text; write hub=[{hub!r}].")
        hubs = [self.locate(one) for one in hub]
        question = self._question("isolated", (), closures, hub=[one.query for one in hubs])
        return ask_isolated(question, self.graph, hubs, self.gazetteer)

    @supposing
    def reach(self, origin: Asked, *, minutes: Sequence[float], **closures: Unpack[Closures]) -> Reach:
        """Tell how far one gets from a place in so many minutes, before and after.

        Parameters
        ----------
        origin : str
        minutes : sequence of float
            Limits of driving time.
        **closures
            See `Closures`.

        Returns
        -------
        Reach
            Land, places and people within each limit, before and after.

        Examples
        --------
        >>> import routegraph
        >>> print(routegraph.load("hama-aleppo").reach("Hama", minutes=[60], close=["M5"]))
        Reach of Hama: ...
        """
        from routegraph.questions.reach import ask_reach

        start, limits = self.locate(origin), ",".join(f"{m:g}" for m in minutes)
        question = self._question("reach", (start.query,), closures, minutes=limits)
        return ask_reach(question, self.graph, start, list(minutes), self.gazetteer)

    @supposing
    def timeline(self, origin: Asked, destination: Asked, **closures: Unpack[Closures]) -> Timeline:
        """Follow a journey over every date on which anything changes; a date given ends the timeline.

        Parameters
        ----------
        origin, destination : str
        **closures
            See `Closures`.

        Returns
        -------
        Timeline
            One step for each date on which anything changed.

        Examples
        --------
        >>> import routegraph
        >>> print(routegraph.load("hama-aleppo").timeline("Hama", "Aleppo", scenario="khanasser-2015-10"))
        Hama to Aleppo over time: ...
        """
        from routegraph.questions.timeline import ask_timeline

        start, end = self._journey(origin, destination)
        question = self._question("timeline", (start.query, end.query), closures)
        return ask_timeline(question, self.graph, start, end, self.resolver)

    @supposing
    def survival(
        self,
        origin: Asked,
        destination: Asked,
        *,
        precision: float = defaults.PRECISION,
        seed: int = defaults.SEED,
        method: SurvivalMethod = defaults.METHOD,
        threatened: float | None = None,
        contested: float | None = None,
        common_cause: float = defaults.COMMON_CAUSE,
        **closures: Unpack[Closures],
    ) -> Survival:
        """Tell how likely a way is when reports may be wrong, and whose truth matters most.

        Every event counts with its confidence, whatever `min_confidence` says.

        Parameters
        ----------
        origin, destination : str
        precision : float
            Sampling stops when the standard error of the probability is below it.
        seed : int
            Of the samples.
        method : str
            ``exact``, ``sampled``, or ``auto``: exact while the combinations are few.
        threatened, contested : float, optional
            Probability that a place so reported is closed, given that the report is true.
        common_cause : float
            Probability that all doubts are decided by one draw.
        **closures
            See `Closures`.

        Returns
        -------
        Survival
            Probability that a way remains, and the distribution of its time and cost.

        Examples
        --------
        >>> import routegraph
        >>> print(routegraph.load("hama-aleppo").survival("Hama", "Aleppo", scenario="khanasser-2015-10"))
        Hama to Aleppo: ...
        """
        from routegraph.questions.survival import ask_survival

        told = {"threatened": threatened, "contested": contested}
        usual = {
            "precision": defaults.PRECISION,
            "seed": defaults.SEED,
            "method": defaults.METHOD,
            "common_cause": defaults.COMMON_CAUSE,
        }
        given = {"precision": precision, "seed": seed, "method": method, "common_cause": common_cause}
        options = {key: value for key, value in given.items() if value != usual[key]}
        start, end = self._journey(origin, destination)
        question = self._question("survival", (start.query, end.query), closures, **options, **told)
        return ask_survival(
            question,
            self.graph,
            start,
            end,
            self.resolver,
            precision=precision,
            seed=seed,
            method=method,
            common_cause=common_cause,
            status_probability={Status(key): value for key, value in told.items() if value is not None},
        )

    @supposing
    def report(
        self,
        scenario: str | Scenario | None,
        output: str | Path,
        *,
        origin: Asked = "",
        destination: Asked = "",
        dark: bool = False,
        **closures: Any,
    ) -> Path:
        """Write the whole case of a scenario as a report: a PDF of several pages, or a PNG.

        Where no way remains, there are no pages for alternatives and chokepoints.

        Parameters
        ----------
        scenario : str, Scenario or None
            None where closures, events or a report in prose say all.
        output : path
            ``.pdf`` or ``.png``.
        origin, destination : str
            In place of the journey that the scenario names.
        dark : bool
        **closures
            See `Closures`.

        Returns
        -------
        Path
            Of the file written.

        Raises
        ------
        QuestionError
            No journey is given, and the scenario names none.
        """
        from routegraph.questions.report import write_report

        told = find_scenario(str(scenario)) if isinstance(scenario, str | Path) and scenario else scenario
        journey = (origin, destination) if origin and destination else told.journey if told else ()
        if len(journey) != 2:
            named = f"scenario {told.name!r} names no journey" if told else "a report needs a journey"
            raise QuestionError(
                f"{named}; give an origin and a destination, or add 'journey: [ORIGIN, DESTINATION]' to "
                "the scenario."
            )
        whatif = self.whatif(*journey, scenario=scenario, **closures)
        remains = whatif.after is not None
        return write_report(
            output,
            whatif,
            alternatives=self.alternatives(*journey, scenario=scenario, **closures) if remains else None,
            chokepoints=self.chokepoints(*journey, scenario=scenario, **closures) if remains else None,
            reopening=self.reopening(*journey, scenario=scenario, **closures),
            dark=dark,
        )

    def extract(
        self,
        report: str | Path | Sequence[str | Path] = (),
        *,
        text: str = "",
        date: str | dt.date | None = None,
        source: str = "",
        publisher: str = "",
        url: str = "",
        reader: str = "",
        model: str = "",
        endpoint: str = "",
        reader_trust: bool = False,
    ) -> Extraction:
        """Read what reports in prose say of places and roads; each event carries its quote.

        Parameters
        ----------
        report : path or sequence of path
            Plain text or HTML, in English or Arabic; a folder of such; ``-`` for standard input.
        text : str
            The report itself, in place of its file.
        date : str or date, optional
            Of a report that bears no date of its own; "Tuesday" counts back from it.
        source, publisher, url : str
            What the report is cited by, in place of what it says of itself.
        reader, model, endpoint, reader_trust
            A language model as second reader; see `Closures`.

        Returns
        -------
        Extraction
            Events, what is on no map, claims, what was set aside.

        Raises
        ------
        NotFoundError, DataError
            The file is missing, or no text.
        UnavailableError
            The model does not answer.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> read = study.extract(text="Islamic State captured Khanasser on Friday.", date="2015-10-27")
        >>> [(event.target, event.status.value, str(event.date)) for event in read.events]
        [('Khanasser', 'captured', '2015-10-23')]
        """
        from routegraph.reading.model_reader import reader_of
        from routegraph.reading.report_files import read_reports, read_text

        if bool(report) == bool(text):
            raise QuestionError("extract takes a report: its path, or text='...'.")
        cited = cited_by(source, publisher, url, date_of(date), of_report=True)
        second = reader_of(reader, model, endpoint, reader_trust)
        if text:
            return read_text(text, self.gazetteer, cited, second)
        paths = [report] if isinstance(report, str | Path) else report
        return read_reports(paths, self.gazetteer, cited, second)

    def save_extraction(self, extraction: Extraction, path: str | Path) -> Path:
        """Write reports as one HTML page, what was read of them marked beside the map; return its path.

        Parameters
        ----------
        extraction : Extraction
            Of `extract`.
        path : path
            ``.html``.

        Returns
        -------
        Path
            Of the file written.
        """
        from routegraph.render.annotated import report_page
        from routegraph.written import write_whole

        page = report_page(extraction, self.network, self.resolver.find)
        return write_whole(path, lambda spare: spare.write_text(page, "utf-8"))

    def sweep(self, spec: Spec | str | Path, output: str | Path, **options: Unpack[SweepOptions]) -> Swept:
        """Ask many journeys about many closures on this study's network, and write a table.

        Parameters
        ----------
        spec : path or Spec
            A sweep file, or what was read of one; its network, vehicle and measure give way to this study's.
        output : path
            ``.csv`` or ``.parquet``.
        **options
            See `sweep.run.sweep`.

        Returns
        -------
        Swept
            How many rows, and of the file written.
        """
        from routegraph.sweep.run import sweep

        return sweep(spec, output, self.resolver, **options)

    @supposing
    def situation(self, **closures: Unpack[Closures]) -> Question:
        """Read closures alone: what they close, with no question asked yet.

        Parameters
        ----------
        **closures
            See `Closures`.

        Returns
        -------
        Question
            What is closed before and after, and by what.

        Examples
        --------
        >>> import routegraph
        >>> question = routegraph.load("hama-aleppo").situation(close=["M5"])
        >>> len(question.situation.closures)
        1
        """
        return self._question("whatif", (), closures)

    def locate(self, query: Asked, near: tuple[float, float] | None = None) -> Location:
        """Find a place by name, a point by ``LON,LAT`` or a node by its id, and where its journeys begin.

        Parameters
        ----------
        query : str, int or pair of float
            A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
        near : pair of float, optional
            Lon, lat that decides between places of one name.

        Returns
        -------
        Location
            The place or point, and the node where its journeys begin.

        Examples
        --------
        >>> import routegraph
        >>> place = routegraph.load("hama-aleppo").locate("Khanaser")
        >>> place.name, round(place.snap_m)
        ('Khanasser (خناصر)', 0)
        """
        return self.resolver.locate(place_text(query, self.network), near)

    def _journey(self, origin: Asked, destination: Asked) -> tuple[Location, Location]:
        try:
            start = self.locate(origin)
            end = self.locate(destination, (start.lon, start.lat))
        except AmbiguousError:
            end = self.locate(destination)
            start = self.locate(origin, (end.lon, end.lat))
        if start.node == end.node:
            same = start.name if start.name == end.name else f"{start.name} and {end.name}"
            raise QuestionError(
                f"origin and destination are one junction: {same}; give two different places."
            )
        return start, end

    def _question(self, name: str, arguments: Sequence[str], closures: Closures, **more: object) -> Question:
        closures = plain_closures(closures)
        supposition = suppose(closures, self.gazetteer)
        return Question(
            command=command_of(name, arguments, {**self._asked(), **closures, **more}),
            network=self.network,
            vehicle=self.vehicle,
            by=self.by,
            situation=situation_of(supposition, self.resolver),
        )

    def _asked(self) -> dict[str, object]:
        told = {
            "network": (self.name, defaults.NETWORK),
            "vehicle": (self.vehicle.name, defaults.VEHICLE),
            "by": (self.by, defaults.MEASURE),
            "population": (self.population, ""),
        }
        return {key: value for key, (value, usual) in told.items() if value != usual}


def load(
    network: str | Path | Network | nx.MultiDiGraph[Any] = defaults.NETWORK,
    *,
    vehicle: str | Path | Vehicle = defaults.VEHICLE,
    by: str = defaults.MEASURE,
    population: str | Path = "",
) -> Study:
    """Open a network and return the study that asks it.

    Parameters
    ----------
    network : str, path, Network or networkx.MultiDiGraph
        ``hama-aleppo``, the name of an imported network, or a file; or what is open already, such
        as a graph of osmnx.
    vehicle : str, path or Vehicle
        ``truck``, ``car``, ``4x4``, or a YAML file.
    by : str
        ``time``, ``distance`` or ``cost``.
    population : path, optional
        CSV of places, or lon and lat, and their people, in place of what the network knows.

    Raises
    ------
    NotFoundError, DataError
    """
    of = vehicle if isinstance(vehicle, Vehicle) else find_vehicle(str(vehicle))
    if isinstance(network, Network):
        return Study(network, of, by, population=population)
    if isinstance(network, str | Path):
        return Study(open_named(str(network)), of, by, str(network), population)
    from routegraph.network.interop import from_networkx

    return Study(
        from_networkx(network, name=str(network.graph.get("name") or "graph")), of, by, population=population
    )
