"""An answer as the fonts at hand can draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from routegraph.render.exhibit import Exhibit
from routegraph.render.missing_letters import drawable, scripts_lacking


def legible(exhibit: Exhibit) -> Exhibit:
    """Return an answer as the fonts at hand draw it, with a warning of what they do not."""
    lacking = dict.fromkeys(scripts_lacking("".join(_texts((exhibit.text, exhibit.scene.ends)))))
    if not lacking:
        return exhibit
    warning = (
        f"no font on this machine draws {' or '.join(lacking)}: such words are left out of this picture; "
        f"install {' and '.join(f'Noto Sans {script}' for script in lacking)}."
    )
    text = _mapped(exhibit.text)
    scene = exhibit.scene
    return replace(
        exhibit,
        text=replace(text, warnings=(*text.warnings, warning)),
        scene=replace(
            scene,
            ends=_mapped(scene.ends),
            dots=_mapped(scene.dots),
            lines=tuple(replace(line, label=drawable(line.label)) for line in scene.lines),
            marks=tuple(replace(mark, label=drawable(mark.label)) for mark in scene.marks),
        ),
    )


def _mapped(value: Any) -> Any:
    """Make every text of a tuple or record drawable."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, tuple):
        return tuple(map(_mapped, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _mapped(getattr(value, one.name)) for one in fields(value)})
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))
