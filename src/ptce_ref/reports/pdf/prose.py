"""The wording of the printed documents: short French texts in a small Markdown, which users may change.

Owns reading the files of ``textes/`` and their three kinds of blocks. Must not know what the
texts say nor where they are printed.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from ptce_ref.domain.text import clean_text, typeset
from ptce_ref.domain.theme import Theme
from ptce_ref.reports.pdf.text import Markup, Typesetter
from ptce_ref.resources import templates_folder

_EMPHASIS = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|(?<![\w(*])\*(?P<italic>[^*\s][^*]*)\*(?!\w)")


class Kind(Enum):
    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list item; ``text`` may hold ``**bold**`` and ``*italic*``."""

    kind: Kind
    text: str


def read_prose(theme: Theme, name: str) -> tuple[Block, ...]:
    """Return the blocks of ``textes/<name>.md`` of the theme, or of the shipped one when it has none.

    Raises OSError when the file cannot be read, UnicodeDecodeError when it is not UTF-8.
    """
    path = theme.folder / "textes" / f"{name}.md"
    if not path.is_file():
        path = templates_folder() / "textes" / f"{name}.md"
    return parse_prose(path.read_text(encoding="utf-8"))


def parse_prose(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: ``#`` headings, ``-`` items, paragraphs between blank lines."""
    blocks: list[Block] = []
    gathered: list[str] = []

    def finish() -> None:
        if gathered:
            blocks.append(Block(Kind.PARAGRAPH, typeset(" ".join(gathered))))
            gathered.clear()

    for line in map(str.strip, clean_text(text).split("\n")):
        if line.startswith("#"):
            finish()
            blocks.append(Block(Kind.HEADING, typeset(line.lstrip("# "))))
        elif line.startswith("- "):
            finish()
            blocks.append(Block(Kind.ITEM, typeset(line[2:].strip())))
        elif not line:
            finish()
        elif not gathered and blocks and blocks[-1].kind is Kind.ITEM:
            # A line that follows an item without a blank one goes on with it.
            blocks[-1] = Block(Kind.ITEM, typeset(f"{blocks[-1].text} {line}"))
        else:
            gathered.append(line)
    finish()
    return tuple(blocks)


def emphasised(typesetter: Typesetter, text: str) -> Markup:
    """Return the text of a block as markup: everything escaped but its bold and italic words."""
    parts: list[str] = []
    end = 0
    for found in _EMPHASIS.finditer(text):
        parts.append(text[end : found.start()])
        bold, italic = found["bold"], found["italic"]
        parts.append(typesetter.bold(bold) if bold else typesetter.italic(italic))
        end = found.end()
    return typesetter.markup(*parts, text[end:])
