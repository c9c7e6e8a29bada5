"""What is told of access: many journeys at once, places cut off, how far one gets."""

from __future__ import annotations

from routegraph.analysis.isolated import Group, Isolated
from routegraph.analysis.matrix import AccessMatrix
from routegraph.analysis.reach import Reach
from routegraph.analysis.settlements import Settlement
from routegraph.render import words
from routegraph.render.tell import tell
from routegraph.render.told import Section, Table, Told, closure_sections, report_sections
from routegraph.routing.outcome import Outcome

MOST_COLUMNS = 5
"""Destinations of a matrix beyond which each pair gets a row of its own."""

MOST_PAIRS = 60
MOST_PLACES = 40


@tell.register
def tell_matrix(answer: AccessMatrix) -> Told:
    """Tell what every pair costs before and after."""
    counts = {outcome: number for outcome, number in answer.counts.items() if number}
    severed = counts.get(Outcome.SEVERED.value, 0)
    told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    table = _grid(answer) if len(answer.destinations) <= MOST_COLUMNS else _pairs(answer)
    pairs = len(answer.origins) * len(answer.destinations)
    return Told(
        title=f"{words.count(len(answer.origins), 'origin')}, "
        f"{words.count(len(answer.destinations), 'destination')}",
        outcome=f"{words.count(severed, 'pair')} severed" if severed else "no pair severed",
        sentence=f"Of {words.count(pairs, 'pair')}: {told}.",
        sections=(
            *report_sections(answer.context),
            Section(f"Least {answer.context.by}, before and after", table),
            *closure_sections(answer.context),
        ),
        warnings=answer.warnings,
    )


def _cell(answer: AccessMatrix, i: int, j: int) -> str:
    before, after = float(answer.before[i, j]), float(answer.after[i, j])
    if answer.outcome[i, j] == Outcome.UNAFFECTED:
        return words.amount(answer.context, before)
    if answer.outcome[i, j] == Outcome.UNCONNECTED:
        return "never a way"
    return f"{words.amount(answer.context, before)} → {words.amount(answer.context, after)}"


def _grid(answer: AccessMatrix) -> Table:
    return Table(
        ("", *(words.end_name(place) for place in answer.destinations)),
        tuple(
            (words.end_name(place), *(_cell(answer, i, j) for j in range(len(answer.destinations))))
            for i, place in enumerate(answer.origins)
        ),
    )


def _pairs(answer: AccessMatrix) -> Table:
    order = (Outcome.SEVERED, Outcome.LONGER, Outcome.EASED, Outcome.UNCONNECTED, Outcome.UNAFFECTED)
    pairs = [
        (order.index(answer.outcome[i, j]), i, j)
        for i in range(len(answer.origins))
        for j in range(len(answer.destinations))
    ]
    rows = [
        (
            words.end_name(answer.origins[i]),
            words.end_name(answer.destinations[j]),
            words.amount(answer.context, float(answer.before[i, j])),
            words.amount(answer.context, float(answer.after[i, j])),
        )
        for _, i, j in sorted(pairs)[:MOST_PAIRS]
    ]
    left = len(pairs) - len(rows)
    more = [(f"and {left:,} pairs more, see --json", "", "", "")] if left > 0 else []
    return Table(("from", "to", "before", "after"), (*rows, *more), left=2)


@tell.register
def tell_isolated(answer: Isolated) -> Told:
    """Tell which places lose every way to the hubs."""
    groups = (
        ("cut off, though roads there are open", answer.cut_off),
        ("inside what is closed", answer.inside),
        ("cut off already by the standing closures", answer.already),
        ("never had a way", answer.never),
        ("have a way again", answer.regained),
    )
    rows = [
        (label, f"{len(group.places):,}", _people(group.population))
        for label, group in groups
        if group.places
    ]
    rows.append(
        ("with a way before and after", f"{answer.connected:,}", _people(answer.connected_population))
    )
    lists = [
        Section(f"Places {label}", lines=(_names(group),)) for label, group in groups[:2] if group.places
    ]
    regained = answer.regained
    if regained.places:
        lists.append(Section("Places that have a way again", lines=(_names(regained),)))
    if answer.left_out:
        lists.append(
            Section(
                "", lines=(f"{words.count(answer.left_out, 'place')} too far from every road, left out.",)
            )
        )
    lost = len(answer.lost)
    hubs = ", ".join(words.end_name(hub) for hub in answer.hubs)
    return Told(
        title=f"Ways to {hubs}",
        outcome=f"{words.count(lost, 'place')} cut off" if lost else "no place cut off",
        sentence=f"{words.count(lost, 'place')} that had a way to {hubs} "
        f"{'has' if lost == 1 else 'have'} none now ({words.people(answer.lost_population)}).",
        sections=(
            *report_sections(answer.context),
            Section("Places", Table(("", "places", "people"), tuple(rows))),
            *lists,
            *closure_sections(answer.context),
        ),
        warnings=answer.warnings,
    )


def _people(number: int) -> str:
    return f"{number:,}" if number else "not known"


def _names(group: Group) -> str:
    return _listed(group.places)


def _listed(places: tuple[Settlement, ...]) -> str:
    told = [
        f"{place.name} ({place.population:,})" if place.population else words.short_name(place.name)
        for place in places[:MOST_PLACES]
    ]
    left = len(places) - len(told)
    return ", ".join(told) + (f", and {left:,} more, see --json" if left else "")


@tell.register
def tell_reach(answer: Reach) -> Told:
    """Tell how far one gets before and after."""
    rows = tuple(
        (
            f"{limit.minutes:g} min",
            f"{limit.before.road_km:,.0f} → {limit.after.road_km:,.0f} km",
            f"{limit.before.area_km2:,.0f} → {limit.after.area_km2:,.0f} km²",
            f"{limit.before.places:,} → {limit.after.places:,}",
            f"{limit.lost.places:,}",
        )
        for limit in answer.limits
    )
    last = answer.limits[-1]
    lists = [
        Section(f"Places no longer reached within {limit.minutes:g} min", lines=(_listed(limit.lost_places),))
        for limit in answer.limits
        if limit.lost_places
    ]
    lost_km = last.before.road_km - last.after.road_km
    return Told(
        title=f"Reach of {words.end_name(answer.origin)}",
        outcome=f"{words.count(last.lost.places, 'place')} lost within {last.minutes:g} min"
        if last.lost.places
        else f"no place lost within {last.minutes:g} min",
        sentence=f"Within {last.minutes:g} min {last.after.road_km:,.0f} km of road are reached, "
        f"{lost_km:,.0f} km less than before.",
        sections=(
            *report_sections(answer.context),
            Section(
                "Reached, before → after",
                Table(("within", "roads", "area", "places", "places lost"), rows),
                lines=(f"Areas: {answer.method}.",),
            ),
            *lists,
            *closure_sections(answer.context),
        ),
        warnings=answer.warnings,
    )
