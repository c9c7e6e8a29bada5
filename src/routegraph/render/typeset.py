"""Text measured in points and broken into lines, on the font that comes with matplotlib.

What that font lacks is drawn by the Noto fonts of the system, where they are installed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONT_FILES = {
    (False, False): "DejaVuSans.ttf",
    (True, False): "DejaVuSans-Bold.ttf",
    (False, True): "DejaVuSans-Oblique.ttf",
    (True, True): "DejaVuSans-BoldOblique.ttf",
}
"""File of the font by bold and italic."""

SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew",
    "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thai", "CJK SC",
    "CJK JP", "CJK KR",
)  # fmt: skip
CHAIN = tuple(f"Noto Sans {script}" for script in SCRIPTS)
"""Families of the system that go on where the bundled font ends."""

CHAIN_FILES = tuple(
    name.replace(" SC", "").replace(" JP", "").replace(" KR", "").replace(" ", "") for name in CHAIN
)
"""How the files of these families are called."""

MEASURE_PT = 100
"""Size at which characters are measured; widths scale with the size."""

LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
LIST_OF_NAMES = re.compile(f"(?<={RIGHT_TO_LEFT.pattern})(?=[,:;.]( |$)| \\([0-9])")
"""Where a name that runs from right to left ends in a list: before a comma, or the number of its people."""

SIMPLE_BELOW = 0x590
"""Characters below stand one after the other; from here on some join or run from right to left."""


def _font_file(bold: bool, italic: bool) -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / FONT_FILES[bold, italic]


@cache
def font(size: float, bold: bool = False, italic: bool = False) -> Any:
    """Font properties of the bundled font, and of those after it in the chain."""
    from matplotlib.font_manager import FontProperties

    if not system_fonts():
        return FontProperties(fname=str(_font_file(bold, italic)), size=size)
    families = ["DejaVu Sans", *(name for name, _ in system_fonts())]
    weight = "bold" if bold else "normal"
    return FontProperties(family=families, size=size, weight=weight, style="oblique" if italic else "normal")


@cache
def _find_new_fonts() -> None:
    """Tell matplotlib of fonts of the chain that were installed after it last looked, which it does once."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {one.fname for one in fontManager.ttflist}
    for file in findSystemFonts():
        if file not in known and Path(file).stem.startswith(CHAIN_FILES):
            fontManager.addfont(file)
    for one in (system_fonts, font, _charmaps, _width_at_100):
        one.cache_clear()


@cache
def system_fonts(bold: bool = False) -> tuple[tuple[str, str], ...]:
    """Fonts of the system that go on where the bundled one ends: family and file, by name.

    Bold ones stand for themselves where they are installed.
    """
    from matplotlib.font_manager import fontManager

    weights = (400, 700) if bold else (400,)
    those = [one for one in fontManager.ttflist if one.style == "normal" and one.name in CHAIN]
    found = {one.name: one.fname for weight in weights for one in those if one.weight == weight}
    return tuple(sorted(found.items()))


def _face(bold: bool, italic: bool) -> Any:
    """Return the font to measure with; matplotlib keeps one of each, and sets its size as it draws."""
    from matplotlib.font_manager import get_font

    face = get_font([str(_font_file(bold, italic)), *(file for _, file in system_fonts(bold))])
    face.set_size(MEASURE_PT, 72)
    return face


@cache
def _charmaps() -> tuple[frozenset[int], ...]:
    """Characters of each font of the chain."""
    from matplotlib.ft2font import FT2Font

    files = [str(_font_file(False, False)), *(file for _, file in system_fonts())]
    return tuple(frozenset(FT2Font(file).get_charmap()) for file in files)


@cache
def has_glyph(letter: str) -> bool:
    """Whether a font of the chain draws a character, or it takes no ink."""
    takes_ink = unicodedata.category(letter) not in ("Cc", "Cf", "Zs", "Zl", "Zp")
    if not takes_ink or any(ord(letter) in known for known in _charmaps()):
        return True
    _find_new_fonts()
    return any(ord(letter) in known for known in _charmaps())


@cache
def _width_at_100(text: str, bold: bool, italic: bool) -> float:
    from matplotlib.ft2font import LoadFlags

    if len(text) == 1:
        if not has_glyph(text):
            return MEASURE_PT / 2
        face = _face(bold, italic)
        return float(face.load_char(ord(text), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536
    if all(ord(letter) < SIMPLE_BELOW or letter in "–—’“”…−·" for letter in text):
        return sum(_width_at_100(letter, bold, italic) for letter in text)
    kept = "".join(filter(has_glyph, text))
    face = _face(bold, italic)
    face.set_text(kept, 0.0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64 + MEASURE_PT / 2 * (len(text) - len(kept))


def ordered(text: str) -> str:
    """Text with marks that keep a line of Latin text from left to right around Arabic or Hebrew names."""
    if not RIGHT_TO_LEFT.search(text) or text.startswith(LEFT_TO_RIGHT_MARK):
        return text
    latin = any(letter.isalnum() and not RIGHT_TO_LEFT.match(letter) for letter in text)
    if RIGHT_TO_LEFT.match(text) and not latin and not LIST_OF_NAMES.search(text):
        return text
    first = next((letter for letter in text if letter.isalpha()), "")
    mark = LEFT_TO_RIGHT_MARK if RIGHT_TO_LEFT.match(first) else ""
    return mark + LIST_OF_NAMES.sub(LEFT_TO_RIGHT_MARK, text)


def width_pt(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Width of a line of text in points."""
    return _width_at_100(text, bold, italic) * size / MEASURE_PT if text else 0.0


def wrapped(text: str, room_pt: float, size: float, bold: bool = False, italic: bool = False) -> list[str]:
    """Break text into lines no wider than `room_pt`; a longer word is broken where it must be."""
    lines: list[str] = []
    space = width_pt(" ", size, bold, italic)
    for paragraph in text.split("\n"):
        line, taken = "", 0.0
        for word in paragraph.split():
            rest, wide = word, width_pt(word, size, bold, italic)
            if line and taken + space + wide <= room_pt:
                line, taken = f"{line} {rest}", taken + space + wide
                continue
            if line:
                lines.append(line)
            while wide > room_pt and len(rest) > 1:
                cut = _fitting(rest, room_pt, size, bold, italic)
                lines.append(rest[:cut])
                rest = rest[cut:]
                wide = width_pt(rest, size, bold, italic)
            line, taken = rest, wide
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
