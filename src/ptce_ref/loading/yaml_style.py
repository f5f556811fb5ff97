"""How our YAML is written: what a new element looks like among those that authors wrote by hand.

Owns quotes, folding and the order of keys. Must not know where in a file the text will stand.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence

from ptce_ref.domain.text import NO_BREAK_SPACE, clean_line, typeset

LONGEST = 110
"""Columns of a line that stays on one line; a longer text is folded."""
_FOLDED = 100
_LONGEST_BRACES = 140
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_KEY = re.compile(r"[a-z_]+")
_IN_BRACES = ({"source", "lieu"}, {"id", "libelle", "unite"})
"""Elements that our files write on one line, in braces."""
_SAID_WHEN_EMPTY = "sources"
"""An element without a source says so."""

Plain = str | int | float | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""Plain content, as models are dumped."""


def authored(text: str) -> str:
    """Return a text with the plain spaces that authors type, wherever typesetting gives it back as it was."""
    bare = text.replace(NO_BREAK_SPACE, " ")
    return bare if typeset(clean_line(bare)) == text else text


def quoted(text: str) -> str:
    """Return a text between double quotes."""
    return json.dumps(authored(text), ensure_ascii=False)


def folded(text: str, indent: int) -> str:
    """Return a long text as a folded block (« >- ») whose lines begin at ``indent``."""
    margin, plain = " " * indent, authored(text)
    # Wrapped as it is typeset: no line begins with a question mark.
    lines = textwrap.wrap(text, max(20, _FOLDED - indent), break_long_words=False, break_on_hyphens=False)
    if plain != text:
        lines = [line.replace(NO_BREAK_SPACE, " ") for line in lines]
    return ">-\n" + "\n".join(margin + line for line in lines)


def is_list(value: Plain) -> bool:
    """Whether ``value`` is a list."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def said(value: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return what of an element is worth writing: what nobody gave is left out."""
    kept: dict[str, Plain] = {}
    for key, item in value.items():
        content = said(item) if isinstance(item, Mapping) else item
        empty = content is None or content is False or content in ([], (), {})
        if (empty and not (key == _SAID_WHEN_EMPTY and is_list(content))) or (key == "poids" and content == 1):
            continue
        kept[key] = content
    return kept


def number_text(value: float) -> str:
    """Return a number or a truth as YAML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def in_flow(value: Plain, *, json_keys: bool = False) -> str:
    """Return a value on one line, lists in brackets and elements in braces."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        pairs = (f"{_key(key, json_keys)}: {in_flow(item, json_keys=json_keys)}" for key, item in said(value).items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(in_flow(item, json_keys=json_keys) for item in value) + "]"
    return "null" if value is None else number_text(value)


def pair(key: str, value: Plain, indent: int) -> str:
    """Return « key: value » as a block whose key stands at ``indent``; the first line has no margin."""
    head = f"{_key(key, False)}:"
    if isinstance(value, str):
        line = f"{head} {quoted(value)}"
        return line if indent + len(line) <= LONGEST else f"{head} {folded(value, indent + 2)}"
    if isinstance(value, Mapping):
        kept = said(value)
        if len(kept) == 1 and all(isinstance(item, (bool, int, float)) for item in kept.values()):
            return f"{head} {in_flow(kept)}"
        return f"{head}\n{' ' * (indent + 2)}{block(kept, indent + 2)}"
    if isinstance(value, Sequence):
        line = f"{head} {in_flow(value)}"
        named = all(isinstance(item, str) and _ID.fullmatch(item) for item in value)
        if not value or (named and indent + len(line) <= LONGEST):
            return line
        margin = " " * (indent + 2)
        return f"{head}\n" + "\n".join(f"{margin}- {entry(item, indent + 4)}" for item in value)
    return f"{head} {in_flow(value)}"


def block(value: Mapping[str, Plain], indent: int) -> str:
    """Return an element as a block whose keys stand at ``indent``; the first line has no margin."""
    return f"\n{' ' * indent}".join(pair(key, item, indent) for key, item in said(value).items())


def entry(value: Plain, indent: int, *, braces: bool | None = None) -> str:
    """Return what follows « - » in a list, whose content stands at ``indent``.

    ``braces`` says whether the neighbours are written on one line; None leaves it to our custom.
    """
    if isinstance(value, Mapping):
        custom = set(said(value)) in _IN_BRACES
        line = in_flow(value)
        if (custom if braces is None else braces) and indent + len(line) <= _LONGEST_BRACES:
            return line
        return block(value, indent)
    if isinstance(value, str) and indent + len(quoted(value)) > LONGEST:
        return folded(value, indent)
    return in_flow(value)


def _key(key: str, json_keys: bool) -> str:
    return key if _PLAIN_KEY.fullmatch(key) and not json_keys else json.dumps(key, ensure_ascii=False)
