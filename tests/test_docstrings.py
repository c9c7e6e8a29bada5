"""What the pages of docs/api/ list is documented whole; `make docs` holds types and order by numpydoc."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parents[1] / "docs" / "api"
OF_ANSWER = ("body", "text", "scene", "chart", "rows", "exhibit")
"""What answers have to say, documented by their base."""

GIVES_WAY = "Give way to "


def listed() -> Iterator[tuple[str, Any]]:
    """Functions and methods that the pages show, by name."""
    for page in sorted(PAGES.glob("*.md")):
        for kind, path in re.findall(r"\.\. auto(class|function|module):: (\S+)", page.read_text("utf-8")):
            if kind == "module":
                module = importlib.import_module(path)
                own = [name for name in vars(module) if not name.startswith("_")]
                for name in own:
                    if getattr(getattr(module, name), "__module__", "") == path:
                        yield from callables(f"{path}.{name}", getattr(module, name))
            else:
                module, name = path.rsplit(".", 1)
                yield from callables(path, getattr(importlib.import_module(module), name))


def callables(path: str, found: Any) -> Iterator[tuple[str, Any]]:
    if inspect.isfunction(found):
        yield path, found
    elif inspect.isclass(found):
        for name in vars(found):
            inherited = name in OF_ANSWER and found.__name__ != "Answer"
            method = getattr(found, name)
            if (
                not name.startswith("_")
                and not inherited
                and (inspect.isfunction(method) or inspect.ismethod(method))
            ):
                yield f"{path}.{name}", method


LISTED = {path: found for path, found in listed() if not (found.__doc__ or "").startswith(GIVES_WAY)}


def test_the_pages_list_what_notebooks_use():
    assert {"Study.whatif", "Study.compare", "Output.save", "Network.road_shape", "search.best_path"} <= {
        ".".join(path.split(".")[-2:]) for path in LISTED
    }


@pytest.mark.parametrize("path", LISTED)
def test_what_is_public_tells_parameters_results_and_an_example(path):
    found = LISTED[path]
    shown = inspect.signature(found)
    told = inspect.getdoc(found) or ""
    sections = set(re.findall(r"^(\w+)\n-{4,}$", told, re.M))
    if [name for name in shown.parameters if name not in ("self", "cls")]:
        assert "Parameters" in sections, told
    if shown.return_annotation not in ("None", None):
        assert sections & {"Returns", "Yields"}, told
    assert "Examples" in sections, told
    if re.search(r"^\s+raise ", inspect.getsource(inspect.unwrap(found)), re.M):
        assert "Raises" in sections, told
