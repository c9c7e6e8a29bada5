"""Turn restrictions of a box from the Overpass API, which osmnx does not ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from routegraph.errors import UnavailableError
from routegraph.network.restrictions import RestrictionRows
from routegraph.written import write_whole

QUERY = (
    '[out:json][timeout:{timeout}];relation["type"~"^restriction(:|$)"]({south},{west},{north},{east});out;'
)
"""Relations with a member in the box.

Source: https://wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL
"""


def ask_restrictions(
    box: tuple[float, float, float, float], ask: Callable[[Callable[[], Any]], Any], cache: Path
) -> RestrictionRows:
    """Ask the server of osmnx's settings, or a folder of its answers.

    Parameters
    ----------
    box : tuple of float
        west, south, east, north in degrees.
    ask : callable
        Calls a request, and again while the server is busy.
    cache : Path
        Folder where answers are kept.

    Raises
    ------
    UnavailableError
        The answer is broken.
    """
    from osmnx import settings

    west, south, east, north = (f"{side:.7f}".rstrip("0").rstrip(".") for side in box)
    query = QUERY.format(timeout=settings.requests_timeout, south=south, west=west, north=north, east=east)
    url = settings.overpass_url.rstrip("/") + "/interpreter"
    kept = cache / f"turns-{sha256(f'{url} {query}'.encode()).hexdigest()[:40]}.json"
    elements = None
    with suppress(OSError, ValueError):
        elements = json.loads(kept.read_text("utf-8"))
    if elements is None:
        answer = ask(lambda: _posted(url, query))
        if not isinstance(answer, dict):
            raise UnavailableError(f"{url} gave a broken answer about turn restrictions; try again later.")
        elements = answer["elements"]
        cache.mkdir(parents=True, exist_ok=True)
        write_whole(kept, lambda spare: spare.write_text(json.dumps(elements), "utf-8"))
    rows = RestrictionRows()
    for one in elements:
        if one.get("type") == "relation":
            members = [(str(m["type"])[:1], int(m["ref"]), str(m["role"])) for m in one.get("members", ())]
            rows.add(int(one["id"]), one.get("tags", {}), members)
    return rows


def _posted(url: str, query: str) -> Any:
    import requests
    from osmnx import settings

    agent = {"User-Agent": settings.http_user_agent, "Referer": settings.http_referer}
    told = requests.post(
        url,
        data={"data": query},
        headers=agent,
        timeout=settings.requests_timeout,
        **settings.requests_kwargs,
    )
    return told.json()
