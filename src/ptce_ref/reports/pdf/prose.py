"""The wording of the printed documents: short French texts in a small Markdown, which users may change.

Owns finding the files of ``textes/`` and setting their bold and italic words. Must not know what
the texts say nor where they are printed.
"""

from ptce_ref.domain.prose import EMPHASIS, Block, Kind, parse_prose
from ptce_ref.domain.theme import Theme
from ptce_ref.reports.pdf.text import Markup, Typesetter
from ptce_ref.resources import templates_folder

__all__ = ["Block", "Kind", "emphasised", "parse_prose", "read_prose"]


def read_prose(theme: Theme, name: str) -> tuple[Block, ...]:
    """Return the blocks of ``textes/<name>.md`` of the theme, or of the shipped one when it has none.

    Raises OSError when the file cannot be read, UnicodeDecodeError when it is not UTF-8.
    """
    path = theme.folder / "textes" / f"{name}.md"
    if not path.is_file():
        path = templates_folder() / "textes" / f"{name}.md"
    return parse_prose(path.read_text(encoding="utf-8"))


def emphasised(typesetter: Typesetter, text: str) -> Markup:
    """Return the text of a block as markup: everything escaped but its bold and italic words."""
    parts: list[str] = []
    end = 0
    for found in EMPHASIS.finditer(text):
        parts.append(text[end : found.start()])
        bold, italic = found["bold"], found["italic"]
        parts.append(typesetter.bold(bold) if bold else typesetter.italic(italic))
        end = found.end()
    return typesetter.markup(*parts, text[end:])
