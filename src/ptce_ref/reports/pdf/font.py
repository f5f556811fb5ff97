"""The fonts of a theme, embedded in every document.

Owns their registration with reportlab and the knowledge of which characters they hold.
Must not know what is written with them.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from ptce_ref.domain.theme import Theme

# Streams stay binary: in pure Python, turning them into ASCII takes as long as drawing the pages.
rl_config.useA85 = 0


class ThemeError(ValueError):
    """Something the theme names cannot be used; the message is a French sentence for the user."""


@dataclass(frozen=True)
class FontSet:
    """Names under which reportlab knows the four fonts, and the code points that all four hold."""

    normal: str
    bold: str
    italic: str
    bold_italic: str
    glyphs: frozenset[int]

    def holds(self, character: str) -> bool:
        return ord(character) in self.glyphs


def register_fonts(theme: Theme) -> FontSet:
    """Register the fonts of ``theme`` and return their names.

    Raises ThemeError when a file is missing or is not a TrueType font that can be embedded.
    """
    fonts = theme.fonts
    files = (fonts.normal, fonts.bold, fonts.italic, fonts.bold_italic)
    names: list[str] = []
    glyphs: set[int] | None = None
    for file in files:
        name, held = _register(theme.folder / file, file)
        names.append(name)
        glyphs = set(held) if glyphs is None else glyphs & held
    normal, bold, italic, bold_italic = names
    # Paragraph markup finds <b> and <i> through the family of the normal font.
    pdfmetrics.registerFontFamily(normal, normal=normal, bold=bold, italic=italic, boldItalic=bold_italic)
    return FontSet(normal, bold, italic, bold_italic, frozenset(glyphs or ()))


def _register(path: Path, shown: str) -> tuple[str, frozenset[int]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ThemeError(f"La police «\u00a0{shown}\u00a0» du thème ne peut pas être lue\u00a0: {path}") from error
    # The name holds the content: two themes may carry different files under one file name.
    return _register_content(f"{path.stem}-{hashlib.sha256(content).hexdigest()[:12]}", path, shown)


@cache
def _register_content(name: str, path: Path, shown: str) -> tuple[str, frozenset[int]]:
    try:
        font = TTFont(name, str(path))
    except TTFError as error:
        raise ThemeError(
            f"La police «\u00a0{shown}\u00a0» du thème n’est pas une police TrueType (.ttf) que l’on puisse incorporer."
        ) from error
    pdfmetrics.registerFont(font)
    return name, frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph)
