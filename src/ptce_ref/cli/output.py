"""The only module that writes to the terminal: results on stdout, narration on stderr."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TextIO

from ptce_ref.domain.problem import Problem
from ptce_ref.domain.text import NO_BREAK_SPACE, bind_signs, clean_text


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    PROBLEMS = 1
    MISUSE = 2
    UNUSABLE = 3
    INTERRUPTED = 130


def prepare_streams() -> None:
    """Write UTF-8 whatever the terminal says; a character it cannot show never stops a command."""
    for stream in (sys.stdout, sys.stderr):
        # A stream may have been closed by whoever started us: there is then nothing to prepare.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def result(text: str = "") -> None:
    """Write a line of result to stdout."""
    _write(sys.stdout, text)


def narrate(text: str) -> None:
    """Write a sentence about what happens to stderr."""
    _write(sys.stderr, text)


def result_json(value: object) -> None:
    """Write a value (dataclasses included) as JSON to stdout, for a program."""
    raw_result(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def raw_result(text: str) -> None:
    """Write a text made for a program or a file to stdout, as it is."""
    if sys.stdout is not None:
        sys.stdout.write(text)


def list_problems(problems: Iterable[Problem]) -> None:
    """Write each problem on its line to stderr."""
    for problem in problems:
        narrate(str(problem))


def columns(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines with aligned columns, the last one free."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]


def listed(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows under their heads as lines with aligned columns, or as a block each where the window is narrower.

    A terminal cuts lines in the middle of a word. What goes to a file or to another program stays one line a row.
    """
    import shutil
    import textwrap

    aligned = columns([heads, *rows])
    width = shutil.get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None
    if width is None or all(len(line) <= width for line in aligned):
        return aligned
    lines: list[str] = []
    for first, *cells in rows:
        told = [f"{head}{NO_BREAK_SPACE}: {cell}" for head, cell in zip(heads[1:], cells, strict=True) if cell]
        lines.append(first)
        for text in (" · ".join(told[:-1]), told[-1]):
            lines += textwrap.wrap(
                text,
                width - 1,
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return lines


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    # Line by line: clean_text trims, and the indent of a line of a table is meant.
    lines = (line[: len(line) - len(line.lstrip(" "))] + clean_text(line) for line in text.split("\n"))
    # Signs only: an apostrophe may be part of a name or of a path, and stays as it was typed.
    stream.write(bind_signs("\n".join(lines)) + "\n")


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return list(value) if isinstance(value, Sequence) else str(value)
