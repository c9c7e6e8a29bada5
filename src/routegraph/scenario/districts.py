"""Districts by name: the administrative boundary that is meant by "the district of X"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from routegraph.errors import AmbiguousError
from routegraph.network.model import Network
from routegraph.places.gazetteer import Place
from routegraph.places.names import normal_form

MEANT_LEVELS = (6, 5, 7, 8, 9, 10)
"""Of areas of one name that of the first of these levels is meant. A province (3, 4) must be named in full:
who closes the district of Aleppo does not mean a quarter of the country."""

BESIDE_DEG = 0.02
"""A place within some 2 km of an area of its name lies in it, however the two were drawn."""

_KIND = re.compile(
    r"\b(?:district|sub|subdistrict|county|governorate|province|region|area|countryside|rif|rural|municipality|"
    r"township|commune|canton|arrondissement|department|département|provincia|municipio|distrito|nahiya|nahiyah|"
    r"mantiqa|bezirk|landkreis|kreis|wahlkreis|stadt|gemeinde|marktgemeinde|raion|rayon|oblast|woreda|upazila|"
    r"tehsil|taluka|the|of|de|du|la)\b|район|округ|область|административный|муниципальный|"
    r"(?<!\w)(?:منطقه|ناحيه|محافظه|قضاء|مديريه|ريف|مركز)(?!\w)"
)


_KIND_WORD = r"(?:sub-?)?district|governorate|province|region|countryside|outskirts|suburbs|county|area"
_ASKED = re.compile(
    rf"(?:the )?(?:(?P<kind>{_KIND_WORD}) of (?:the )?(?P<name>.+)|(?P<first>.+?) (?P<last>{_KIND_WORD}))"
    r"|(?P<sort>محافظة|ريف|منطقة|ناحية|قضاء) (?P<local>.+)",
    re.IGNORECASE,
)
PROVINCES = ("governorate", "province", "region", "محافظة")


@dataclass(frozen=True)
class District:
    """One area of a network: its row, and what to call it."""

    row: int
    called: str
    others: tuple[str, ...] = ()


def district_of(network: Network, asked: str, place: Place | None) -> District | None:
    """Return the administrative area that a name means; None when the network has none of that name.

    The full name of an area comes first. Else it is the area that is called after the place, its kind
    left out ("X District", "ناحية X"), in which the place lies.

    Raises
    ------
    AmbiguousError
        Several areas of one name and level lie apart.
    """
    names = [
        [normal_form(name) for name in district_names(network, d)] for d in range(len(network.districts))
    ]
    wanted = normal_form(asked)
    full = [row for row, own in enumerate(names) if wanted in own]
    plain = {_plain(asked)} if place is None else {_plain(asked), *map(_plain, _names(network, place))}
    plain.discard("")
    named = [row for row, own in enumerate(names) if any(_plain(name) in plain for name in own)]
    lower = [row for row in named if int(network.districts.level[row]) in MEANT_LEVELS]
    if place is not None:
        full = _holding(network, full, place) or full
        lower = _holding(network, lower, place)
    chosen = _first_level(network, lower) or _first_level(network, full)
    if full and (len(_plain(asked)) != len(wanted) or not chosen):
        chosen = _first_level(network, full)
    if not chosen:
        return None
    if len(chosen) > 1:
        told = "; ".join(
            f"{label(network, row)} (OSM {network.districts.osm_id[row]}), about {_middle(network, row)}"
            for row in chosen
        )
        raise AmbiguousError(
            f"'district:{asked}' may be several areas of {network.name}: {told}. Give its full name, or "
            "a file of its boundary."
        )
    rest = [row for row in dict.fromkeys([*named, *full]) if row != chosen[0]]
    return District(chosen[0], label(network, chosen[0]), tuple(label(network, row) for row in rest))


def kind_and_name(asked: str) -> tuple[str, str]:
    """Word of its kind, and name, of an area that is asked for by both; empty for a part of one.

    Examples
    --------
    >>> kind_and_name("Idlib Governorate"), kind_and_name("the countryside of Aleppo")
    (('governorate', 'Idlib'), ('countryside', 'Aleppo'))
    >>> kind_and_name("Hama"), kind_and_name("southern countryside of Aleppo")
    (('', ''), ('', ''))
    """
    match = _ASKED.fullmatch(" ".join(asked.split()))
    if not match:
        return "", ""
    kind = match["kind"] or match["last"] or match["sort"]
    return kind.casefold(), match["name"] or match["first"] or match["local"]


def district_names(network: Network, row: int) -> list[str]:
    """Every name of an area, the one to show first."""
    part = slice(int(network.districts.names_start[row]), int(network.districts.names_start[row + 1]))
    return [network.strings[int(code)] for code in network.districts.names_text[part]]


def label(network: Network, row: int) -> str:
    """Name and level of an area, for people."""
    return f"{district_names(network, row)[0]}, admin_level {network.districts.level[row]}"


def _first_level(network: Network, rows: list[int]) -> list[int]:
    order = (*MEANT_LEVELS, 4, 3)
    levels = {row: order.index(int(network.districts.level[row])) for row in rows}
    return [row for row in rows if levels[row] == min(levels.values())]


def _holding(network: Network, rows: Iterable[int], place: Place) -> list[int]:
    import shapely

    point = shapely.Point(place.lon, place.lat)
    return [row for row in rows if network.districts.area(row).distance(point) <= BESIDE_DEG]


def _middle(network: Network, row: int) -> str:
    at = network.districts.area(row).representative_point()
    return f"{at.x:.3f},{at.y:.3f}"


def _names(network: Network, place: Place) -> list[str]:
    return [name for _, name in network.place_names(place.index)]


def _plain(name: str) -> str:
    words = _KIND.sub(" ", normal_form(name)).split()
    return " ".join(word for word in words if word != "al") or normal_form(name)
