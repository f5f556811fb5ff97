"""Writes an exchange file: canonical JSON, one row a line, its fingerprint computed as it is written.

Nothing is kept in memory but the row being written. Knows how the file is laid out, not what its rows mean.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from ptce_ref.domain.exchange_file import FORMAT, VERSION

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True)
class Rows:
    """A list whose items are made while they are written, one a line."""

    items: Iterable[object]


Section = Mapping[str, "object"]


def write_exchange_file(
    content: Section,
    target: BinaryIO,
    *,
    exported_at: str,
    generator: str,
    go_on: Callable[[], None] = lambda: None,
) -> str:
    """Write a file whose « contenu » is ``content`` (dictionaries, :class:`Rows`, JSON values); return its fingerprint.

    ``exported_at`` is ISO 8601. ``go_on`` is called at each line; what it raises stops there.
    """
    digest = hashlib.sha256()

    def write(text: str) -> None:
        data = text.encode()
        digest.update(data.replace(b"\n", b""))
        target.write(data)
        go_on()

    target.write(b'{"contenu":')
    pending = ""
    for piece in _pieces(content):
        pending += piece
        if piece.endswith("\n"):
            write(pending)
            pending = ""
    write(pending)
    fingerprint = digest.hexdigest()
    # The keys of the file itself come in alphabetical order too.
    rest = {
        "empreinte": fingerprint,
        "exporte_le": exported_at,
        "format": FORMAT,
        "genere_par": generator,
        "version": VERSION,
    }
    target.write(f",\n{_encode(rest)[1:]}\n".encode())
    return fingerprint


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, Rows):
        yield "["
        separator = "\n"
        for item in value.items:
            yield separator
            yield from _pieces(item)
            separator = ",\n"
        yield "]"
    elif isinstance(value, Mapping) and any(isinstance(part, (Rows, Mapping)) for part in value.values()):
        yield "{"
        separator = ""
        for key in sorted(value):
            yield f"{separator}{_encode(key)}:"
            yield from _pieces(value[key])
            separator = ","
        yield "}"
    else:
        yield _encode(value)
