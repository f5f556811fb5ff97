"""The small Markdown of the texts of the templates: its blocks, and what it does not understand.

Owns the grammar: headings, items, steps, paragraphs, bold and italic words. Must not know what
the texts say, where they are kept, nor how they are printed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from ptce_ref.domain.text import clean_text, typeset

EMPHASIS = re.compile(r"\*\*(?P<bold>(?!\s)(?:[^*]|\*(?!\*))+(?<!\s))\*\*|(?<![\w(*])\*(?P<italic>[^*\s][^*]*)\*(?!\w)")
"""Words in bold or in italics; a lone star, as in « (*) », is a star."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_STEP = re.compile(r"(?P<number>\d{1,3})\. +")


class Kind(Enum):
    """What a block is: ITEM of a list with dashes, STEP of a list with numbers."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    STEP = auto()


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list item or a numbered step; ``text`` may hold ``**bold**`` and ``*italic*``."""

    kind: Kind
    text: str
    number: int | None = None
    """Of a step, as it was written."""
    line: int = field(default=0, compare=False)
    """Where it begins, from 1."""


def parse_prose(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: ``#`` headings, ``-`` items, ``1.`` steps, paragraphs between blank lines."""
    blocks: list[Block] = []
    for number, line in enumerate(_lines(text), start=1):
        step = _STEP.match(line)
        if line.startswith("#"):
            blocks.append(Block(Kind.HEADING, line.lstrip("# "), line=number))
        elif line.startswith("- "):
            blocks.append(Block(Kind.ITEM, line[2:], line=number))
        elif step is not None:
            blocks.append(Block(Kind.STEP, line[step.end() :], int(step["number"]), number))
        elif not line:
            blocks.append(_GAP)
        elif blocks and blocks[-1].kind is not Kind.HEADING and blocks[-1] is not _GAP:
            # A line that follows another without a blank one goes on with it.
            last = blocks[-1]
            blocks[-1] = Block(last.kind, f"{last.text} {line}", last.number, last.line)
        else:
            blocks.append(Block(Kind.PARAGRAPH, line, line=number))
    return tuple(Block(b.kind, typeset(b.text.strip()), b.number, b.line) for b in blocks if b is not _GAP)


_GAP = Block(Kind.PARAGRAPH, "")


def _lines(text: str) -> Iterator[str]:
    # One by one: cleaned as a whole, a text would lose its first blank lines, and its numbers with them.
    return map(clean_text, _LINE_END.split(text))


@dataclass(frozen=True)
class Misread:
    """Something of another language than ours: the line (from 1), and short French phrases."""

    line: int
    found: str
    expected: str


_PLAIN = "un texte simple, avec **gras** et *italique*"
_ODD_LINES = (
    (re.compile(r"(?:[-*_=] ?){3,}$"), "un trait de séparation", "une ligne vide"),
    (re.compile(r"[*+•] "), "une puce « * », « + » ou « • »", "« - » suivi d’une espace"),
    (re.compile(r"\d+\) "), "une étape écrite « 1) »", "« 1. » suivi d’une espace"),
    (re.compile(r">"), "une citation (« > »)", _PLAIN),
    (re.compile(r"\|.*\|$"), "un tableau", _PLAIN),
    (re.compile(r"```|~~~"), "un bloc de code", _PLAIN),
)
_ODD_WORDS = (
    (re.compile(r"</?[A-Za-z][^<>]*>|<!--"), "une balise HTML", _PLAIN),
    (re.compile(r"&(?:[A-Za-z]{2,8}|#\d+|#x[0-9A-Fa-f]+);"), "un code HTML", "le caractère lui-même"),
    (re.compile(r"!?\[[^\]]*\]\([^)]*\)"), "un lien ou une image", _PLAIN),
    (re.compile(r"`[^`]*`"), "du code entre accents graves", _PLAIN),
    (re.compile(r"(?<!\w)__?[^_\s][^_]*_(?!\w)"), "des mots entre tirets bas", "*italique* ou **gras**"),
)
_SHORT = 40


def find_misread(text: str) -> Iterator[Misread]:
    """Yield what :func:`parse_prose` would print as it stands, where its author meant something else."""
    for number, line in enumerate(_lines(text), start=1):
        odd = next(((found, expected) for look, found, expected in _ODD_LINES if look.match(line)), None)
        if odd is not None:
            yield Misread(number, *odd)
            continue
        for look, found, expected in _ODD_WORDS:
            if (seen := look.search(line)) is not None:
                words = seen[0] if len(seen[0]) <= _SHORT else f"{seen[0][:_SHORT]}…"
                yield Misread(number, f"{found} : {words}", expected)
    for block in parse_prose(text):
        if "**" in EMPHASIS.sub("", block.text):
            yield Misread(block.line, "« ** » sans son pareil, dans ce qui commence à cette ligne", "**gras**")
