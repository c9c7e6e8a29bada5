"""What a sweep asks: the network, the journeys, and the families of closures."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import permutations, product
from pathlib import Path
from typing import Any, cast

from routegraph import defaults
from routegraph.checked_yaml import Document, read_document
from routegraph.errors import DataError, QuestionError
from routegraph.intake import is_folder, read_words
from routegraph.network.conditions import Moment
from routegraph.places.place_lists import Listed, read_journeys, read_places
from routegraph.scenario.supposition import Closures, moment_of

NUMERIC_KEYS = ("weight", "bbox", "count", "size", "seed", "min_confidence")
DEFAULT_KINDS = ("city", "town")
NEEDED = {"targets": "targets", "random": "count", "scenarios": "folder"}
"""The key without which a family means nothing."""


@dataclass(frozen=True)
class Family:
    """A family of closures; see ``sweep.schema.json`` for what each key means."""

    family: str
    targets: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = DEFAULT_KINDS
    bbox: tuple[float, float, float, float] | None = None
    key: str = "ref"
    of: str = "roads"
    count: int = 0
    size: int = 1
    seed: int = 0
    folder: str = ""


@dataclass(frozen=True)
class Spec:
    """A sweep, before anything is looked up.

    Attributes
    ----------
    network, vehicle, by : str
        As in `study.load`.
    supposed : Closures
        What stands throughout, by the keywords of every question.
    population : str
        Path of a file of people by place; empty for what the network and GeoNames tell.
    """

    network: str = defaults.NETWORK
    vehicle: str = defaults.VEHICLE
    by: str = defaults.MEASURE
    supposed: Closures = field(default_factory=Closures)
    pairs: tuple[tuple[str, str, float], ...] = ()
    families: tuple[Family, ...] = field(default=())
    title: str = ""
    population: str = ""


@cache
def sweep_schema() -> dict[str, Any]:
    """JSON Schema of a sweep file."""
    schema: dict[str, Any] = json.loads((files("routegraph.sweep") / "sweep.schema.json").read_text("utf-8"))
    return schema


def read_spec(path: str | Path) -> Spec:
    """Read a sweep file.

    Raises
    ------
    NotFoundError, DataError
        The file, or one that it names, is missing or breaks its format: file, line, key, remedy.
    """
    path = Path(path)
    document = read_document(path, NUMERIC_KEYS)
    document.require(sweep_schema())
    told: dict[str, Any] = document.content
    return Spec(
        pairs=_pairs(told, document),
        families=tuple(_family(one, document, i) for i, one in enumerate(told["closures"])),
        supposed=_supposed(told, document),
        vehicle=_beside(path, told.get("vehicle", defaults.VEHICLE)),
        population=str(path.parent / told["population"]) if "population" in told else "",
        **{key: told[key] for key in ("network", "by", "title") if key in told},
    )


def spec_of(
    closures: str,
    od: str | Path,
    *,
    network: str = defaults.NETWORK,
    vehicle: str = defaults.VEHICLE,
    by: str = defaults.MEASURE,
    supposed: Closures | None = None,
) -> Spec:
    """Make the sweep that the command line tells in a few words.

    Parameters
    ----------
    closures : str
        ``each-place``, ``each-road`` or ``baseline-roads``; a folder of scenarios; or targets parted by
        semicolons.
    od : path
        CSV file of journeys (``origin``, ``destination``), or of places between all of which
        journeys run.
    network, vehicle, by : str
    supposed : Closures, optional
        What stands throughout.

    Raises
    ------
    QuestionError, NotFoundError, DataError
    """
    if closures in ("each-place", "each-road", "baseline-roads"):
        family = Family(closures)
    elif is_folder(Path(closures)):
        family = Family("scenarios", folder=closures)
    elif targets := [text.strip() for text in closures.split(";") if text.strip()]:
        family = Family("targets", targets=tuple((text,) for text in targets))
    else:
        raise QuestionError(
            "no closures to sweep; give each-place, each-road, baseline-roads, a folder of scenarios, or "
            "targets parted by semicolons."
        )
    path = Path(od)
    columns = {name.strip().lower() for name in read_words(path).partition("\n")[0].split(",")}
    pairs = read_journeys(path) if {"origin", "destination"} <= columns else _all_ways(read_places(path))
    return Spec(
        network=network,
        vehicle=vehicle,
        by=by,
        supposed=supposed or Closures(),
        pairs=pairs,
        families=(family,),
    )


def _family(told: dict[str, Any], document: Document, number: int) -> Family:
    name = told["family"]
    where = f"{document.path}, line {document.line(['closures', number])}"
    if (key := NEEDED.get(name)) and key not in told:
        raise DataError(f"{where}: family {name!r} needs the key {key!r}.")
    known: dict[str, Any] = dict(told)
    if "targets" in told:
        known["targets"] = tuple((one,) if isinstance(one, str) else tuple(one) for one in told["targets"])
    for key in ("kinds", "bbox"):
        if key in told:
            known[key] = tuple(told[key])
    if "folder" in told:
        known["folder"] = str(document.path.parent / told["folder"])
    if "bbox" in known and not (known["bbox"][0] < known["bbox"][2] and known["bbox"][1] < known["bbox"][3]):
        raise DataError(
            f"{where}: bbox is west, south, east, north; west lies below east and south below north."
        )
    return Family(**known)


def _pairs(told: dict[str, Any], document: Document) -> tuple[tuple[str, str, float], ...]:
    folder = document.path.parent
    pairs: list[tuple[str, str, float]] = []
    if isinstance(told.get("pairs"), str):
        pairs += read_journeys(folder / told["pairs"])
    else:
        pairs += [
            (one["origin"], one["destination"], float(one.get("weight", 1))) for one in told.get("pairs", ())
        ]
    if ("origins" in told) != ("destinations" in told):
        missing = "destinations" if "origins" in told else "origins"
        raise DataError(f"{document.path}: origins and destinations go together; add {missing!r}.")
    if "origins" in told:
        starts, ends = (_places(told[key], folder) for key in ("origins", "destinations"))
        pairs += [
            (a.query, b.query, a.weight * b.weight) for a, b in product(starts, ends) if a.query != b.query
        ]
    if "hubs" in told:
        pairs += _all_ways(_places(told["hubs"], folder))
    if not pairs:
        raise DataError(
            f"{document.path}: no journeys; give 'pairs', 'hubs', or 'origins' and 'destinations'."
        )
    return tuple(pairs)


def _supposed(told: dict[str, Any], document: Document) -> Closures:
    """Keywords of every question that a sweep file gives; files lie beside it."""
    folder = document.path.parent
    given: dict[str, Any] = {key: told[key] for key in Closures.__annotations__ if key in told}
    if "date" in given:
        given["date"] = _date(given["date"], document)
    if "scenario" in given:
        given["scenario"] = _beside(document.path, given["scenario"])
    for key in ("events", "control"):
        if key in given:
            given[key] = [str(folder / one) for one in given[key]]
    if "report" in given:
        given["report"] = str(folder / given["report"])
    for key in ("spare_bridges", "skip_bad", "skip_missing"):
        if key in given:
            given[key] = given[key] == "true"
    return cast(Closures, given)


def _places(told: str | list[str], folder: Path) -> tuple[Listed, ...]:
    return read_places(folder / told) if isinstance(told, str) else tuple(Listed(one) for one in told)


def _all_ways(places: tuple[Listed, ...]) -> tuple[tuple[str, str, float], ...]:
    """Journeys between all places, weighed by where they go: who is supplied there."""
    return tuple((a.query, b.query, b.weight) for a, b in permutations(places, 2))


def _beside(path: Path, name: str) -> str:
    """Return a name, or the path of a file that a spec names beside itself."""
    return str(path.parent / name) if name.endswith((".yaml", ".yml", ".json")) else name


def _date(text: str, document: Document) -> Moment:
    try:
        return moment_of(text)
    except QuestionError as error:
        raise DataError(f"{document.path}, line {document.line(['date'])}: {error}") from None
