"""Reads the pages of a damaged SQLite file one by one, without SQLite: what one page lost, the others still say.

Knows the format of the file (https://www.sqlite.org/fileformat2.html) and nothing of what our tables mean.
Nothing here trusts a number it reads: a page that does not hold together is told, and left out.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

Value = None | int | float | str | bytes

_TABLE_LEAF, _TABLE_INTERIOR, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x05, 0x0A, 0x02
_LEAVES = {_TABLE_LEAF, _INDEX_LEAF}
_KINDS = {_TABLE_LEAF, _TABLE_INTERIOR, _INDEX_LEAF, _INDEX_INTERIOR}
_FILE_HEADER = 100
_USUAL_PAGE = 4096
_LARGEST_PAGE, _SMALLEST_PAGE = 65536, 512
_VARINT_BYTES = 9
_FIRST_TEXT = 12
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_REAL = 7
_CONSTANTS = {0: None, 8: 0, 9: 1}


class DamagedError(Exception):
    """What was read does not hold together."""


@dataclass(frozen=True)
class Record:
    """One row as the file holds it. ``doubtful``: a text was not UTF-8, and shows where by U+FFFD."""

    rowid: int | None
    """None in a table without row numbers, whose key columns come first."""
    values: tuple[Value, ...]
    doubtful: bool


@dataclass
class PageFile:
    """The bytes of a SQLite file. ``visited`` are the pages already read, ``damaged`` those that made no sense."""

    content: bytes
    visited: set[int] = field(default_factory=set)
    damaged: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        size = int.from_bytes(self.content[16:18], "big")
        size = _LARGEST_PAGE if size == 1 else size
        sound = _SMALLEST_PAGE <= size <= _LARGEST_PAGE and size & (size - 1) == 0
        self.size = size if sound else _USUAL_PAGE
        reserved = self.content[20] if len(self.content) > _FILE_HEADER else 0
        self.usable = self.size - reserved if reserved < self.size // 8 else self.size
        self.count = -(-len(self.content) // self.size)

    def rows(self, root: int) -> Iterator[Record]:
        """Yield the rows of the tree whose root is page ``root``, in order, skipping what cannot be read."""
        stack = [root]
        while stack:
            number = stack.pop()
            if number in self.visited:
                continue
            try:
                page = self._page(number)
            except DamagedError:
                self.damaged.add(number)
                continue
            self.visited.add(number)
            yield from self._records(page)
            stack.extend(reversed(page.children))

    def orphans(self) -> Iterator[tuple[int, list[Record]]]:
        """Yield (page, rows) of the leaves that no tree led to, save the pages that SQLite had set free.

        Nothing when the list of free pages is damaged: what was deleted must not come back.
        """
        try:
            free = self._free()
        except DamagedError:
            return
        for number in range(2, self.count + 1):
            if number in self.visited or number in self.damaged or number in free:
                continue
            try:
                page = self._page(number)
            except DamagedError:
                # A page of a long text, most often: it is read with the row it continues.
                continue
            if page.kind in _LEAVES:
                yield number, list(self._records(page))

    def _free(self) -> set[int]:
        found: set[int] = set()
        trunk = int.from_bytes(self.content[32:36], "big")
        awaited = int.from_bytes(self.content[36:40], "big")
        while trunk:
            if trunk in found:
                raise DamagedError("loop in the free pages")
            data = self._bytes(trunk)
            following, count = struct.unpack_from(">II", data)
            if count > self.usable // 4 - 2:
                raise DamagedError("free pages")
            found |= {trunk, *struct.unpack_from(f">{count}I", data, 8)}
            trunk = following
        if len(found) != awaited:
            raise DamagedError("free pages")
        return found

    def _bytes(self, number: int) -> bytes:
        start = (number - 1) * self.size
        data = self.content[start : start + self.size]
        if number < 1 or len(data) < self.size:
            raise DamagedError("no such page")
        return data

    def _page(self, number: int) -> "_Page":
        return _Page(self._bytes(number), _FILE_HEADER if number == 1 else 0, number, self.usable)

    def _records(self, page: "_Page") -> Iterator[Record]:
        if page.kind == _TABLE_INTERIOR:
            return
        for cell in page.cells:
            try:
                yield self._record(page, cell)
            except (DamagedError, IndexError, struct.error):
                self.damaged.add(page.number)

    def _record(self, page: "_Page", cell: int) -> Record:
        data, at, rowid = page.data, cell + (4 if page.kind == _INDEX_INTERIOR else 0), None
        length, at = _varint(data, at)
        if page.kind == _TABLE_LEAF:
            number, at = _varint(data, at)
            rowid = number - (1 << 64) if number >= 1 << 63 else number
        most = self.usable - 35 if page.kind == _TABLE_LEAF else (self.usable - 12) * 64 // 255 - 23
        if length <= most:
            payload = data[at : at + length]
        else:
            least = (self.usable - 12) * 32 // 255 - 23
            local = least + (length - least) % (self.usable - 4)
            local = local if local <= most else least
            payload = data[at : at + local] + self._overflow(data, at + local, length - local)
        if len(payload) != length:
            raise DamagedError("short row")
        return _decoded(payload, rowid)

    def _overflow(self, data: bytes, at: int, length: int) -> bytes:
        """Return the end of a row too long for its page, which other pages hold."""
        if length > len(self.content):
            raise DamagedError("too long")
        parts: list[bytes] = []
        seen: set[int] = set()
        following = int.from_bytes(data[at : at + 4], "big")
        while length > 0:
            if following in seen:
                raise DamagedError("loop in a long row")
            seen.add(following)
            page = self._bytes(following)
            part = page[4 : min(self.usable, 4 + length)]
            parts.append(part)
            length -= len(part)
            following = int.from_bytes(page[:4], "big")
        self.visited |= seen
        return b"".join(parts)


class _Page:
    """One page of a tree: its kind, where its cells are, the pages under it. Raises when it makes no sense."""

    def __init__(self, data: bytes, start: int, number: int, usable: int) -> None:
        self.data, self.number, self.kind = data, number, data[start]
        if self.kind not in _KINDS:
            raise DamagedError("kind")
        count = int.from_bytes(data[start + 3 : start + 5], "big")
        first = start + (8 if self.kind in _LEAVES else 12)
        if first + 2 * count > usable:
            raise DamagedError("count of cells")
        found = struct.unpack_from(f">{count}H", data, first)
        # One wrong pointer does not condemn the others.
        self.cells = [cell for cell in found if first + 2 * count <= cell < usable - 3]
        if count and not self.cells:
            raise DamagedError("cells")
        self.children: list[int] = []
        if self.kind not in _LEAVES:
            self.children = [int.from_bytes(data[cell : cell + 4], "big") for cell in self.cells]
            self.children.append(int.from_bytes(data[start + 8 : start + 12], "big"))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length and where what follows begins."""
    value = 0
    for position in range(_VARINT_BYTES - 1):
        byte = data[at + position]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that another byte follows
            return value, at + position + 1
    return value << 8 | data[at + _VARINT_BYTES - 1], at + _VARINT_BYTES


def _decoded(payload: bytes, rowid: int | None) -> Record:
    """Return the row a payload holds: a header of types, then the values."""
    end, at = _varint(payload, 0)
    types: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    if at != end or not types:
        raise DamagedError("header of a row")
    values: list[Value] = []
    doubtful = False
    for kind in types:
        value, at, unsure = _value(payload, at, kind)
        values.append(value)
        doubtful |= unsure
    if at != len(payload):
        raise DamagedError("length of a row")
    return Record(rowid, tuple(values), doubtful)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int, bool]:
    """Return a value, where the next one begins, and whether its text was damaged."""
    if kind in _CONSTANTS:
        return _CONSTANTS[kind], at, False
    if kind >= _FIRST_TEXT:
        end = at + (kind - _FIRST_TEXT) // 2
        raw = payload[at:end]
        if end > len(payload):
            raise DamagedError("length of a value")
        if kind % 2 == 0:
            return raw, end, False
        try:
            return raw.decode(), end, False
        except UnicodeDecodeError:
            return raw.decode(errors="replace"), end, True
    width = 8 if kind == _REAL else _INTEGER_BYTES.get(kind, 0)
    raw = payload[at : at + width]
    if not width or len(raw) < width:
        raise DamagedError("kind of a value")
    number = struct.unpack(">d", raw)[0] if kind == _REAL else int.from_bytes(raw, "big", signed=True)
    return number, at + width, False
