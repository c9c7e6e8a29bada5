"""Study: one network and one vehicle, asked everything; the command line speaks the same language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from routegraph import defaults
from routegraph.asking import BaseStudy, question_of, supposing, with_people
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.network.catalog import open_named
from routegraph.network.model import Network
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures, cited_by, date_of
from routegraph.vehicles import Vehicle

if TYPE_CHECKING:
    import networkx as nx

    from routegraph.questions.alternatives import alternatives as ask_alternatives
    from routegraph.questions.capacity import capacity as ask_capacity
    from routegraph.questions.chokepoints import chokepoints as ask_chokepoints
    from routegraph.questions.compare import compare as ask_compare
    from routegraph.questions.departure import departure as ask_departure
    from routegraph.questions.isolated import isolated as ask_isolated
    from routegraph.questions.matrix import matrix as ask_matrix
    from routegraph.questions.reach import reach as ask_reach
    from routegraph.questions.reopening import reopening as ask_reopening
    from routegraph.questions.report import report as ask_report
    from routegraph.questions.supply import supply as ask_supply
    from routegraph.questions.survival import survival as ask_survival
    from routegraph.questions.timeline import timeline as ask_timeline
    from routegraph.questions.whatif import whatif as ask_whatif
    from routegraph.reports.extraction import Extraction
    from routegraph.sweep.run import Swept
    from routegraph.sweep.spec import Spec


QUESTIONS = (
    "whatif", "alternatives", "chokepoints", "reopening", "departure", "capacity", "supply", "matrix",
    "isolated", "reach", "timeline", "survival", "compare", "report",
)  # fmt: skip
"""Each the method of `Study` of its name, imported from the file of `questions` that holds it."""


class SweepOptions(TypedDict, total=False):
    """How a sweep runs; see `sweep.run.sweep`."""

    workers: int | None
    scheduler: str | None
    strict: bool
    progress: Callable[[str, float], None] | None


class Later:
    """A method of a study that is imported from its file in `questions` when it is first used."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, study: Study | None, owner: type[Study]) -> Any:
        method = getattr(import_module(f"routegraph.questions.{self.name}"), self.name)
        setattr(owner, self.name, method)
        return method.__get__(study, owner)


class Study(BaseStudy):
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

    if TYPE_CHECKING:
        whatif = ask_whatif
        alternatives = ask_alternatives
        chokepoints = ask_chokepoints
        reopening = ask_reopening
        departure = ask_departure
        capacity = ask_capacity
        supply = ask_supply
        matrix = ask_matrix
        isolated = ask_isolated
        reach = ask_reach
        timeline = ask_timeline
        survival = ask_survival
        compare = ask_compare
        report = ask_report

    def _repr_html_(self) -> str:
        from routegraph.network.summary import html

        return html(self.network, {"study": f"by {self.vehicle.name}, least {self.by}"})

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
        study = Study(self.network, vehicle, self.by, self.name)
        study.population = self.population
        return study

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

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> study.explore("Hama", "Aleppo").exploration.answer.outcome.value  # doctest: +SKIP
        'unaffected'
        """
        from routegraph.explore.exploration import Exploration
        from routegraph.explore.widget import explorer

        return explorer(Exploration(self, origin, destination, **closures))

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
        reader, model, endpoint : str
            A language model as second reader; see `Closures`.
        reader_trust : bool
            Let what the model alone says count as well.

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

        Examples
        --------
        >>> import tempfile
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> read = study.extract(text="Islamic State captured Khanasser on Friday.", date="2015-10-27")
        >>> study.save_extraction(read, Path(tempfile.mkdtemp()) / "read.html").name
        'read.html'
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

        Raises
        ------
        RoutegraphError
            The sweep cannot be worked out, or its table not be written.
        TypeError
            What is given is no sweep.

        Examples
        --------
        >>> import tempfile
        >>> import routegraph
        >>> from routegraph.sweep.spec import spec_of
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "od.csv").write_text("origin,destination\\nHama,Aleppo\\n")
        >>> study = routegraph.load("hama-aleppo")
        >>> study.sweep(spec_of("M5; Khanasser", folder / "od.csv"), folder / "rows.csv").outcomes
        {'longer': 1, 'unaffected': 1}
        """
        from routegraph.sweep.run import sweep
        from routegraph.sweep.spec import Spec, read_spec

        if not isinstance(spec, Spec | str | Path):
            raise TypeError(f"{spec!r:.60} is no sweep; give its file, or a routegraph.sweep.spec.Spec.")
        read = spec if isinstance(spec, Spec) else read_spec(spec)
        study = self.counting(read.population) if read.population else with_people(self, read.supposed)
        return sweep(read, output, study.resolver, **options)

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
        return question_of(self, "whatif", (), closures)


for question in QUESTIONS:
    setattr(Study, question, Later(question))


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
        ``time``, ``distance`` or ``cost``: what the best route has least of.
    population : path, optional
        CSV of places, or lon and lat, and their people, in place of what the network knows.

    Returns
    -------
    Study
        Of that network, by that vehicle.

    Raises
    ------
    NotFoundError
        There is no network or vehicle of that name, and no such file.
    DataError
        The file is damaged, or no network.

    Examples
    --------
    >>> load("hama-aleppo", vehicle="car")
    <Study of hama-aleppo: 1,229 roads, 46 places, by car>
    """
    if isinstance(network, Network):
        return Study(network, vehicle, by, population=population)
    if isinstance(network, str | Path):
        return Study(open_named(str(network)), vehicle, by, str(network), population)
    from networkx import Graph

    from routegraph.network.interop import from_networkx

    if not isinstance(network, Graph):
        raise TypeError(f"{network!r:.60} is no network; give a name, a file, a Network or a graph of osmnx.")
    taken = from_networkx(network, name=str(network.graph.get("name") or "graph"))
    return Study(taken, vehicle, by, population=population)
