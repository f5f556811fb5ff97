"""Changes a file as damage, clumsiness or malice would: some of it, anywhere, and mostly where it may matter."""

import random
import re
from collections.abc import Callable

from tests.fuzz.target import MOST_BYTES, members_of
from tests.loading.hostile_workbook import packed

_WORDS = [
    *(
        b"",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        "\u202e".encode(),
        "é".encode() * 3,
        "e\u0301".encode(),
        b"\r",
        b"\n",
    ),
    *(
        b"=1+1",
        b"@SUM(A1)",
        b"../../etc/passwd",
        b"/dev/zero",
        b"C:\\nul",
        b"[/]",
        b"<b>",
        b"&amp;",
        b"&x;",
        b"%s",
        b"{0}",
    ),
    *(
        b"0",
        b"-1",
        b"9" * 40,
        b"1e999",
        b"nan",
        b"true",
        b"non",
        b"1.10",
        b"2026-02-30",
        b"null",
        b"~",
        b"niveau",
        b"non-concerne",
    ),
    *(
        b"*a",
        b"&a [*a]",
        b"!!python/object/apply:os.system ['true']",
        b"<<: *a",
        b"? ",
        b"- ",
        b": ",
        b"|",
        b">",
        b"%YAML 9.9",
    ),
    *(
        b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b"<f>1+1</f>",
        b't="s"',
        b't="e"',
        b't="inlineStr"',
        b'r="XFD1048576"',
    ),
    *(b"A" * 5000, b"[" * 500, b"{" * 500, b'"', b"'", b",", b";", b"\t", b"\\u0000", b"\\ud800"),
]
_TOKEN = re.compile(rb"[A-Za-z0-9_.-]+|\"[^\"]*\"|>[^<]{1,200}<")
Mutation = Callable[[random.Random, bytes], bytes]


def mutated(dice: random.Random, seed: bytes, others: list[bytes], *, archive: bool) -> bytes:
    """Return a changed copy of ``seed``; ``others`` are files of the same kind to take pieces from."""
    if not archive:
        return _several(dice, seed, others)
    if dice.random() < 0.1:
        return _several(dice, seed, others)
    members = members_of(seed)
    for name in dice.sample(sorted(members), k=min(len(members), dice.choice((1, 1, 1, 2, 3)))):
        if dice.random() < 0.05:
            del members[name]
        else:
            members[name] = _several(dice, members[name], [members[dice.choice(sorted(members))]])
    return packed(members.items())


def _several(dice: random.Random, content: bytes, others: list[bytes]) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5, 8))):
        content = dice.choice(_ALL)(dice, content) if dice.random() > 0.05 else _spliced(dice, content, others)
        if len(content) > MOST_BYTES * 2:
            content = content[:MOST_BYTES]
    return content


def _spliced(dice: random.Random, content: bytes, others: list[bytes]) -> bytes:
    other = dice.choice(others) if others else content
    return content[: dice.randint(0, len(content))] + other[dice.randint(0, len(other)) :]


def _flip(dice: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(dice: random.Random, content: bytes) -> bytes:
    start = dice.randint(0, len(content))
    return content[:start] + content[start + dice.choice((1, 4, 50, 1000, len(content))) :]


def _insert(dice: random.Random, content: bytes) -> bytes:
    start = dice.randint(0, len(content))
    return content[:start] + dice.choice(_WORDS) + content[start:]


def _replace(dice: random.Random, content: bytes) -> bytes:
    """Put a strange value where a value was."""
    tokens = list(_TOKEN.finditer(content[:200_000]))
    if not tokens:
        return _insert(dice, content)
    token = dice.choice(tokens)
    old, new = token[0], dice.choice((*_WORDS, dice.choice(tokens)[0]))
    if old[:1] in {b'"', b">"} and dice.random() < 0.8:
        new = old[:1] + new.strip(b'"<>') + old[-1:]
    return content[: token.start()] + new + content[token.end() :]


def _line(dice: random.Random, content: bytes) -> bytes:
    """Repeat, remove, move or indent a line (a row of a sheet counts as one)."""
    row = b"<row" in content
    lines = content.split(b"<row") if row else content.splitlines(keepends=True)
    if len(lines) < 2:
        return _flip(dice, content)
    place = dice.randrange(1, len(lines))
    line = lines.pop(place)
    what = dice.randrange(4)
    if what == 1:
        lines[place:place] = [line] * dice.choice((2, 2, 50))
    elif what == 2:
        lines.insert(dice.randrange(1, len(lines) + 1), line)
    elif what == 3:
        lines.insert(place, dice.choice((b"  ", b"- ", b"\t")) + line)
    return (b"<row" if row else b"").join(lines)


_ALL: list[Mutation] = [_flip, _cut, _insert, _replace, _replace, _replace, _line]
