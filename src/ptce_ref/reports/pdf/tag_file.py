"""A PDF in its file: long pieces go to it as soon as they are made, small objects are packed together.

Owns the layout of the file: where objects are, how they are packed, the table of references. Must
not know what the objects say.
"""

import zlib
from array import array
from collections.abc import Callable
from typing import BinaryIO

_PACKED = 200
"""Small objects that share a compressed stream."""
_RANK, _PLACE = 16, 40
"""Bits of a line of the table of references: its rank in a stream, its place, then its kind."""
_IN_FILE, _IN_STREAM = 1, 2


class TagFile:
    """A PDF being written, from its first byte to its last; nothing that is written is kept in memory."""

    def __init__(self, target: BinaryIO, take: Callable[[], int]) -> None:
        """``take`` returns the number of a new object each time it is called."""
        self.take = take
        self._target, self._end = target, 0
        self._table = array("Q", [0])
        self._waiting: list[tuple[int, bytes]] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def holds(self, number: int) -> bool:
        """Whether the object of this number was given already, were it still waiting to be packed."""
        return number < len(self._table) and self._table[number] != 0

    def add_stream(self, number: int, content: bytes, facts: str = "") -> None:
        """Write ``content`` compressed, as the object ``number``; ``facts`` are more entries of its dictionary."""
        packed = zlib.compress(content)
        head = f"<</Length {len(packed)}/Filter/FlateDecode{facts}>>\nstream\n"
        self._add_object(number, head.encode("latin-1") + packed + b"\nendstream\n")

    def add(self, number: int, body: bytes) -> None:
        """Write the object ``number`` from its text; one that is no stream is packed with others."""
        if body.endswith(b"endstream\n"):
            self._add_object(number, body)
            return
        self._note(number, _IN_STREAM, 0, 0)
        self._waiting.append((number, body))
        if len(self._waiting) == _PACKED:
            self._pack()

    def close(self, facts: str) -> None:
        """Write the table of references, with ``facts`` of the whole document, and end the file."""
        self._pack()
        start, number = self._end, self.take()
        self._note(number, _IN_FILE, start, 0)
        rows = bytearray((0).to_bytes(6, "big") + b"\xff\xff")
        for line in self._table[1:]:
            rows += line.to_bytes(8, "big")
        self.add_stream(number, bytes(rows), f"/Type/XRef/Size {len(self._table)}/W[1 5 2]{facts}")
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _pack(self) -> None:
        """Write the objects that wait for company in one stream."""
        if not self._waiting:
            return
        stream = self.take()
        places: list[str] = []
        end = 0
        for rank, (number, body) in enumerate(self._waiting):
            places.append(f"{number} {end}")
            end += len(body) + 1
            self._note(number, _IN_STREAM, stream, rank)
        head = (" ".join(places) + "\n").encode("latin-1")
        content = head + b"\n".join(body for _, body in self._waiting) + b"\n"
        self.add_stream(stream, content, f"/Type/ObjStm/N {len(places)}/First {len(head)}")
        self._waiting.clear()

    def _add_object(self, number: int, body: bytes) -> None:
        self._note(number, _IN_FILE, self._end, 0)
        self._write(b"%d 0 obj\n%sendobj\n" % (number, body))

    def _note(self, number: int, kind: int, place: int, rank: int) -> None:
        if number >= len(self._table):
            self._table.extend([0] * (number + 1 - len(self._table)))
        self._table[number] = kind << (_RANK + _PLACE) | place << _RANK | rank

    def _write(self, content: bytes) -> None:
        self._target.write(content)
        self._end += len(content)
