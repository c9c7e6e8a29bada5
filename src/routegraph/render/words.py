"""How quantities, outcomes and closures are said, the same in every output."""

from __future__ import annotations

import datetime as dt
import math
import shlex
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from routegraph.places.locate import Location
from routegraph.places.names import normal_form, script
from routegraph.reports.event import Event, Status
from routegraph.routing.outcome import Outcome
from routegraph.routing.route import Leg, Route
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.closure import Effect
from routegraph.scenario.question import Question
from routegraph.scenario.situation import age_days

if TYPE_CHECKING:
    from routegraph.reports.record import EventTable

OUTCOMES = {
    Outcome.UNAFFECTED: "unaffected",
    Outcome.LONGER: "longer",
    Outcome.SEVERED: "no way remains",
    Outcome.UNCONNECTED: "there is no way, with or without the closures",
    Outcome.EASED: "eased",
}

EFFECTS = {Effect.CLOSE: "closes", Effect.SLOW: "slows", Effect.MARK: "marks"}

LOCAL_ROADS = "local and unnamed roads"

LONG_NAME = 28
"""Letters of a road's name from which on a sentence tells its number alone."""

MINUS = "\u2212"


def duration(seconds: float) -> str:
    """Hours and minutes, ``1 h 44 min``; with seconds below ten minutes."""
    if seconds < 600:
        return (
            f"{round(seconds) // 60} min {round(seconds) % 60:02d} s" if seconds >= 60 else f"{seconds:.0f} s"
        )
    minutes = round(seconds / 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes:02d} min" if hours else f"{minutes} min"


def kilometres(metres: float) -> str:
    """Kilometres with one decimal, or none from 1000 km on; metres of what would be told as 0.0 km."""
    if 0.5 <= metres < 50:
        return f"{metres:.0f} m"
    return f"{metres / 1000:,.0f} km" if metres >= 999_950 else f"{metres / 1000:.1f} km"


def litres(amount: float) -> str:
    """Litres, with one decimal below 100."""
    return f"{amount:,.0f} l" if amount >= 100 else f"{amount:.1f} l"


def money(amount: float, currency: str) -> str:
    """Amount with its currency."""
    return f"{amount:,.2f} {currency}"


def _shown_time(seconds: float) -> float:
    return round(seconds / 60) * 60 if seconds >= 600 else round(seconds)


def _shown_length(metres: float) -> float:
    return round(metres, -3 if metres >= 999_950 else -2)


def _shown_litres(amount: float) -> float:
    return round(amount, 0 if amount >= 100 else 1)


class Quantity(NamedTuple):
    """How a quantity is said, and what it is as it is shown: rounded."""

    say: Callable[[float], str]
    shown: Callable[[float], float]


TIME = Quantity(duration, _shown_time)
DISTANCE = Quantity(kilometres, _shown_length)
FUEL = Quantity(litres, _shown_litres)


def money_in(currency: str) -> Quantity:
    """Money in a currency."""
    return Quantity(lambda amount: money(amount, currency), lambda amount: round(amount, 2))


def shift(quantity: Quantity, before: float, after: float) -> str:
    """Say a change with its sign: of the figures as they are shown, so that it adds up."""
    difference = quantity.shown(after) - quantity.shown(before)
    return change(quantity.say(abs(difference)).removesuffix(" 00 s"), difference)


def change(text: str, difference: float) -> str:
    """Put the sign of a difference before its amount."""
    if not any(digit in "123456789" for digit in text):
        return "0"
    return f"{'+' if difference > 0 else MINUS}{text}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 road``, ``1,229 roads``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def fleet(question: Question) -> str:
    """Vehicles of a question, in the plural."""
    return f"{question.vehicle.name}s"


def tonnes(amount: float | None) -> str:
    """Tonnes, with one decimal below 100."""
    if amount is None:
        return "–"
    return f"{amount:,.0f} t" if amount >= 100 or amount == int(amount) else f"{amount:.1f} t"


def percent(share: float | None) -> str:
    """Share of a whole; rounded down, so that 100 % means all."""
    if share is None:
        return "–"
    return f"{int(share * 100 + 1e-9)} %" if share >= 0.01 or share == 0 else "less than 1 %"


def days(number: float | None) -> str:
    """Days of a stock."""
    if number is None:
        return "–"
    if number == float("inf"):
        return "without end"
    return count(int(number), "day") if number == int(number) else f"{number:,.1f} days"


def chance(probability: float | None) -> str:
    """Say a probability in percent; never certain, nor impossible, by rounding alone."""
    if probability is None:
        return "–"
    if 0 < probability < 0.01 or 0.99 < probability < 1:
        return f"{probability:.2%}"
    return f"{probability:.0%}"


def joined(parts: Sequence[str], separator: str = ", ") -> str:
    """Join the parts that say something."""
    return separator.join(part for part in parts if part)


def listed(parts: Sequence[str]) -> str:
    """Join the parts of a sentence: ``a, b and c``."""
    return joined((", ".join(parts[:-1]), *parts[-1:]), " and ")


def main_roads(route: Route, most: int) -> list[Leg]:
    """Return the longest named legs of a route, in the order of travel."""
    named = [leg for leg in route.main_legs() if leg.name or leg.ref]
    longest = sorted(named, key=lambda leg: -leg.length_m)[:most]
    return [leg for leg in named if leg in longest]


def via(route: Route) -> str:
    """Return the way in a few words: its main roads, and the towns it passes where roads have no names."""
    named = main_roads(route, 4)
    parts = list({_alike(leg): said_road(leg) for leg in named}.values())
    if sum(leg.length_m for leg in named) < route.length_m / 2:
        said = {_letters(part) for part in parts}
        through = ", ".join([town for town in route.towns_off(named) if _letters(town) not in said][:4])
        parts.append(f"roads through {through}" if through else LOCAL_ROADS)
    return ", ".join(parts)


def said_road(leg: Leg) -> str:
    """Name of a road as a sentence says it: by its number alone where the name is long."""
    if leg.ref and len(leg.name) > LONG_NAME:
        return leg.ref.partition(";")[0].strip()
    return leg.label


def _alike(leg: Leg) -> str:
    """What legs share that a reader takes for one road: ``Ar Raqqa_Homs`` and ``Ar Raqqa-Homs (42)``."""
    number = leg.ref.partition(";")[0].strip()
    return number if number and (not leg.name or len(leg.name) > LONG_NAME) else _letters(leg.name)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def amount(question: Question, value: float | None) -> str:
    """Say a cost in the measure of the question: time, distance or money."""
    if value is None or not math.isfinite(value):
        return "no way"
    if question.by == "cost":
        return money(value, question.vehicle.currency)
    return kilometres(value) if question.by == "distance" else duration(value)


def people(number: int, uncounted: int = 0) -> str:
    """Say how many people, and of how many places none is known."""
    if not number:
        return "population not known"
    known = f"{number:,} people"
    return f"{known}, and {count(uncounted, 'place')} of unknown population" if uncounted else known


def way(route: Route) -> list[tuple[str, float]]:
    """Return the main roads of a route in order with their metres; the rest as one line."""
    named = main_roads(route, 8)
    rest_m = route.length_m - sum(leg.length_m for leg in named)
    lines: list[tuple[str, float]] = []
    last = ""
    for leg in named:
        alike = _alike(leg)
        if lines and alike == last:
            lines[-1] = (max(lines[-1][0], said_road(leg), key=len), lines[-1][1] + leg.length_m)
        else:
            lines.append((said_road(leg), leg.length_m))
        last = alike
    if rest_m >= 50:
        lines.append((LOCAL_ROADS, rest_m))
    return lines


def target(text: str) -> str:
    """Target as a person would name it: without the key of a ref or name."""
    return text.removeprefix("name:").removeprefix("ref:")


def told_target(event: Event) -> str:
    """Target as the report spells it, the map's name beside it where that is of another script.

    ``the district of Ithreya (أثريا)``; the target alone where nothing was spelt, or in one script.
    """
    shown = target(event.target)
    scripts = {script(normal_form(text)) for text in (event.spelled, event.target)}
    return f"{event.spelled} ({shown})" if event.spelled and len(scripts - {""}) == 2 else shown


def deed(status: Status, by: str) -> str:
    """Say what was done to a target: ``captured by Islamic State``."""
    return f"{status.value} by {by}" if by else status.value


def closure_words(one: AppliedClosure, on: dt.date | None = None) -> str:
    """Say what a closure does: ``captured by ISIS, 2015-10-23; closes 3 roads: within 2 km of A``.

    `on` is the day asked about.
    """
    return f"{brief_closure(one, on)}: {one.found.how}"


def brief_closure(one: AppliedClosure, on: dt.date | None = None) -> str:
    """Say what a closure does, without how its roads were found."""
    event = one.closure.event
    told = deed(event.status, event.by)
    if one.closure.on_request:
        told = "supposed in the question"
    when = event.date.isoformat() if event.date else ""
    age = age_days(event, on)
    old = f"{count(age, 'day')} old" if age else ""
    return f"{joined((told, when, old))}; {_effect(one)}"


def effect_words(one: AppliedClosure) -> str:
    """Say which roads a closure takes, and how they were found: ``closes 3 roads: within 2 km of A``."""
    return f"{_effect(one)}: {one.found.how}"


def _effect(one: AppliedClosure) -> str:
    event = one.closure.event
    effect = f"{EFFECTS[one.closure.effect]} {count(len(one.found.roads), 'road')}"
    if one.closure.delay_s:
        effect = f"adds {duration(one.closure.delay_s)} once"
    elif one.closure.effect is Effect.SLOW:
        effect += f" {one.closure.factor:g} times"
    return f"{effect}, open {event.hours}" if event.hours else effect


def source_words(one: AppliedClosure) -> str:
    """Say who reports a closure, and how sure that is."""
    event = one.closure.event
    source = "" if one.closure.on_request else str(event.source)
    return joined((source, sure(event)), "; ")


def sure(event: Event) -> str:
    """Say how sure an event is, where it is not certain."""
    return "" if event.confidence >= 1 else f"confidence {event.confidence:.0%}"


def credit(question: Question) -> str:
    """Attribution and date of the data; stands on every output."""
    source = question.network.provenance
    attribution = source.attribution or "© OpenStreetMap contributors"
    return joined((attribution, f"data {source.data_date}" if source.data_date else ""), ", ")


def question_line(question: Question) -> str:
    """Vehicle, date, sides, network and events files of a question, in one line."""
    supposition = question.situation.supposition
    date = supposition.date
    return joined(
        (
            question.vehicle.name,
            f"least {question.by}",
            f"on {date.isoformat()}" if date else "",
            f"passes with {', '.join(supposition.passes_with)}" if supposition.passes_with else "",
            f"network {question.network.name}",
            rows_used(supposition.tables),
        ),
        " · ",
    )


def rows_used(tables: Sequence[EventTable]) -> str:
    """How many rows of events files were used: ``9 of 10 rows of khanasser-road.csv``."""
    if not tables:
        return ""
    used, rows = sum(len(table.events) for table in tables), sum(table.rows for table in tables)
    name = Path(tables[0].file).name if len(tables) == 1 else f"{len(tables)} events files"
    return f"{used:,} of {rows:,} rows of {name}"


def short_name(name: str) -> str:
    """Name without the one in the local script: ``Hama`` of ``Hama (حماة)``."""
    return name.partition(" (")[0] if name.endswith(")") else name


def end_name(place: Location) -> str:
    """Return the name of an end of a journey, in Latin letters where question or data have them."""
    name = short_name(place.name)
    if name.isascii() or any("LATIN" in unicodedata.name(letter, "") for letter in name):
        return name
    return place.query.strip() or name


def capital(index: int) -> str:
    """Return the letter of a route or stretch: A, B, ..., Z, AA."""
    return letters(index).upper()


def letters(index: int) -> str:
    """Mark of a standing closure: a, b, ..., z, aa, ab."""
    told = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        told, index = chr(97 + letter) + told, index - 1
    return told


def closable(targets: Sequence[str]) -> str:
    """The options that would close what a sentence names."""
    return " ".join(f"--close {shlex.quote(target)}" for target in targets)
