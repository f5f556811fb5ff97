"""Text as data: the one place where what people typed, or a file brought, is made safe.

Owns Unicode normalisation, the removal of control characters and French typography.
Must not know where a text comes from nor where it is shown.
"""

import re
import unicodedata

NO_BREAK_SPACE = "\u00a0"

# Control characters (tab and line feed apart), bidirectional marks, overrides and isolates,
# invisible joiners and tags that hide text, lone surrogates, and the code points that XML and
# fonts refuse. The zero-width joiner U+200D stays: emoji are made with it.
_UNWANTED = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# The last two code points of each plane above the first are "noncharacters" too.
_NONCHARACTERS = "".join(f"{chr(p + 0xFFFE)}{chr(p + 0xFFFF)}" for p in range(0x10000, 0x110000, 0x10000))
_REMOVED = re.compile(_UNWANTED[:-1] + _NONCHARACTERS + "]")
_LINE_END = re.compile("\r\n?|\u0085|\u2028|\u2029")
_BLANKS = re.compile(r"[ \t\n]{2,}|[\t\n]")

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_TIGHT_OPENING_QUOTE = re.compile(r"«(?=[^\s\u00a0])")
_TIGHT_CLOSING_QUOTE = re.compile(r"(?<=[^\s\u00a0«])»")
_BOUND_SIGNS = tuple((f" {sign}", f"{NO_BREAK_SPACE}{sign}") for sign in (":", ";", "?", "!", "»", "%", "€"))


def clean_text(text: str) -> str:
    """Return ``text`` in NFC, with line feeds only, no control or direction character, trimmed.

    Idempotent. Tabs and line feeds stay: an argument may have several lines.
    """
    if not text.isprintable():
        # What is removed is never printable, so most texts skip this.
        text = _REMOVED.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()


def is_clean(text: str) -> bool:
    """Whether :func:`clean_text` would take nothing out of ``text`` and change none of its characters."""
    if not unicodedata.is_normalized("NFC", text):
        return False
    # Of what is not printable, only ends of lines and French spaces are common: the rest is looked for one by one.
    common = text.replace("\n", "").replace(NO_BREAK_SPACE, "").replace("\u202f", "")
    return common.isprintable() or _REMOVED.search(text) is None


def clean_line(text: str) -> str:
    """Return ``text`` as :func:`clean_text` does, on one line, inner blanks folded to one space."""
    text = clean_text(text)
    if "  " in text or "\n" in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text


def typeset(text: str) -> str:
    """Return a French text of the referential with its apostrophes and non-breaking spaces.

    Authors type plain spaces before « : ; ? ! » and inside quotes; readers never see a line
    that begins with a question mark. Idempotent.
    """
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    text = bind_signs(text)
    if "«" in text:
        text = _TIGHT_OPENING_QUOTE.sub("«" + NO_BREAK_SPACE, text)
    if "»" in text:
        text = _TIGHT_CLOSING_QUOTE.sub(NO_BREAK_SPACE + "»", text)
    return text


def bind_signs(text: str) -> str:
    """Return ``text`` with the spaces around French signs made non-breaking; nothing else changes.

    Uses U+00A0, which every one of our outputs keeps together (reportlab drops U+202F).
    """
    text = text.replace("\u202f", " ")
    for plain, bound in _BOUND_SIGNS:
        text = text.replace(plain, bound)
    return text.replace("« ", "«" + NO_BREAK_SPACE)


def fold(text: str) -> str:
    """Return ``text`` without case nor accent: the key to sort and search French words.

    SQLite's NOCASE knows no accent, so « Écossolies » would sort after « Z ».
    """
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'"))
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()
