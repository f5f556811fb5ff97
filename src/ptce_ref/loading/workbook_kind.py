"""Which of our workbooks a file is, told without opening it as a workbook: a folder may hold thousands.

Only looks for the name of a format. What is found may still be refused by whoever reads it.
"""

import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from ptce_ref.loading.workbook_guard import MOST_BYTES, MOST_MEMBERS

_SHARED, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
_MOST = 3_000_000
"""Bytes unpacked of one member: the name stands in a short sheet, or in the list of texts."""


def format_in(path: Path, formats: Collection[str]) -> str:
    """Return which of ``formats`` (the first cell of a hidden sheet) the workbook names; "" for any other file."""
    wanted = {name: name.encode() for name in formats}
    try:
        if path.stat().st_size > MOST_BYTES:
            return ""
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if item.filename.startswith((_SHARED, _SHEETS))]
            if len(members) > MOST_MEMBERS:
                return ""
            for member in sorted(members, key=lambda item: item.file_size):
                with archive.open(member) as content:
                    held = content.read(_MOST)
                for name, signature in wanted.items():
                    if signature in held:
                        return name
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        # Not a workbook, damaged, locked, or not ours to read: none of them is one of ours to list.
        return ""
    return ""
