"""The fonts of a theme, embedded in every document.

Owns their registration with reportlab and the knowledge of which characters they hold.
Must not know what is written with them.
"""

import hashlib
import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from ptce_ref.domain.theme import Theme, ThemeError

# Streams stay binary: in pure Python, turning them into ASCII takes as long as drawing the pages.
rl_config.useA85 = 0


_LETTERS = ascii_lowercase + "àâäæçéèêëîïôœöùûüÿ"
FRENCH = f"{_LETTERS}{_LETTERS.upper()}{digits} .,;:?!’«»()/%€°–—…·•−"
"""What a font must hold for every text of the program to be printed."""

_COUNT = re.compile(r"^\d+ beginbfchar$", re.MULTILINE)
_UNUSED = re.compile(r"^<..> <0000>\n", re.MULTILINE)
_USED = re.compile(r"^<..> <....>$", re.MULTILINE)
_LIGATURES = {"ffi": "\ufb03", "ffl": "\ufb04", "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02"}
"""The longest first."""


@dataclass(frozen=True)
class FontSet:
    """Names under which reportlab knows the four fonts, and the code points that all four hold."""

    normal: str
    bold: str
    italic: str
    bold_italic: str
    glyphs: frozenset[int]

    def holds(self, character: str) -> bool:
        """Whether one character can be drawn in all four fonts."""
        return ord(character) in self.glyphs


class _Font(TTFont):
    """A TrueType font that draws « fi » and its like with one sign where it has it, and says what each sign stands for.

    What is copied, searched or read aloud stays the letters. Codes in no use stand for nothing: reportlab gives them
    to U+0000, which is no character, and programs that read the file stumble on it.
    """

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        held = self.face.charToGlyph
        self._joined = [(letters, sign) for letters, sign in _LIGATURES.items() if held.get(ord(sign))]

    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        if "f" in text:
            for letters, sign in self._joined:
                text = text.replace(letters, sign)
        parts: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return parts

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - reportlab's name
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in doc.idToObject.keys() - before:
            if name.startswith("toUnicodeCMap:"):
                stream: Any = doc.idToObject[name]
                said = _UNUSED.sub("", stream.content)
                said = _COUNT.sub(f"{len(_USED.findall(said))} beginbfchar", said)
                for letters, sign in self._joined:
                    said = said.replace(f" <{ord(sign):04X}>", f" <{letters.encode('utf-16-be').hex().upper()}>")
                stream.content = said


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


def missing_letters(file: Path, shown: str) -> str:
    """Return the letters and signs of French that a font lacks, in order.

    Raises ThemeError when it is not a TrueType font that can be embedded.
    """
    _, held = _register(file, shown)
    return "".join(sign for sign in FRENCH if ord(sign) not in held)


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
        font = _Font(name, str(path))
        # As each document does at its end, when it would be too late to name the font.
        font.face.makeSubset([ord(sign) for sign in FRENCH])
    except (TTFError, struct.error, LookupError, ValueError, TypeError, OverflowError, AssertionError) as error:
        raise ThemeError(
            f"La police «\u00a0{shown}\u00a0» du thème n’est pas une police TrueType (.ttf) que l’on puisse incorporer."
        ) from error
    pdfmetrics.registerFont(font)
    return name, frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph)
