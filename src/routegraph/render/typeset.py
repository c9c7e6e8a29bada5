"""Text measured in points and broken into lines, on the font that comes with matplotlib."""

from __future__ import annotations

from functools import cache
from typing import Any

FONT = "DejaVu Sans"
MEASURE_DPI = 288


@cache
def _renderer() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(8, 8, MEASURE_DPI)  # type: ignore[no-untyped-call]


@cache
def font(size: float, bold: bool = False, italic: bool = False) -> Any:
    """Font properties of the bundled font."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        family=FONT,
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@cache
def width_pt(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Width of a line of text in points."""
    if not text:
        return 0.0
    width, _, _ = _renderer().get_text_width_height_descent(text, font(size, bold, italic), False)
    return float(width) * 72 / MEASURE_DPI


def wrapped(text: str, room_pt: float, size: float, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text into lines no wider than `room_pt`; a longer word is broken where it must be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            trial = f"{line} {word}" if line else word
            if width_pt(trial, size, bold, italic) <= room_pt:
                line = trial
                continue
            if line:
                lines.append(line)
            line = word
            while width_pt(line, size, bold, italic) > room_pt and len(line) > 1:
                cut = _fitting(line, room_pt, size, bold, italic)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines


def shortened(text: str, room_pt: float, size: float, bold: bool = False, italic: bool = False) -> str:
    """Cut text that is too wide and end it with an ellipsis."""
    if width_pt(text, size, bold, italic) <= room_pt:
        return text
    cut = _fitting(text, room_pt - width_pt("…", size, bold, italic), size, bold, italic)
    return text[:cut].rstrip() + "…"


def _fitting(text: str, room_pt: float, size: float, bold: bool, italic: bool) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_pt(text[:middle], size, bold, italic) <= room_pt:
            low = middle
        else:
            high = middle - 1
    return low
