"""Begins a workbook, and saves it so that the same content gives the same bytes.

openpyxl writes the hour of the save into the file and into each member of the archive; here both
come from the date passed in. Puts the rows of long sheets in their place. Must not know what the
workbook holds.
"""

import datetime as dt
import gc
import re
import shutil
import sys
import traceback
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from ptce_ref.reports.xlsx.cell import safe_text
from ptce_ref.reports.xlsx.long_sheet import LongSheet
from ptce_ref.reports.xlsx.style import Look

# The oldest date that a zip archive can tell: it says nothing, which is what is wanted.
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
# openpyxl says « Microsoft Excel Compatible »: LibreOffice then believes that Excel computed the
# heights of rows, and cuts what is wrapped.
_PROGRAM = re.compile(r"(<Application>)[^<]*(</Application>)")
_CHART_NAME = re.compile(r'(<xdr:cNvPr|<cNvPr) id="(\d+)" name="Chart \d+"')
_PICTURE_NAME = re.compile(r'name="Image \d+"(?: descr="[^"]*")?')
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_MEMBERS_WRITABLE = 0o600 << 16


def begin(look: Look, title: str) -> Workbook:
    """Return a workbook without a sheet, with the styles of ``look``, that says what made it and its ``title``."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    look.register(workbook)
    workbook.properties.creator, workbook.properties.language = "ptce-ref", "fr-FR"
    workbook.properties.title = safe_text(title)
    return workbook


def save(
    workbook: Workbook,
    target: BinaryIO,
    date: str,
    chart_texts: Sequence[str] = (),
    long_sheets: Sequence[LongSheet] = (),
) -> None:
    """Write ``workbook`` into ``target``, dated ``date`` (ISO).

    ``chart_texts`` are the alternative texts of the charts, in the order of sheets and charts:
    what a reader who does not see them hears. ``long_sheets`` are those of its sheets whose rows are
    kept apart. Raises ValueError when ``date`` is no date.
    """
    moment = dt.datetime.fromisoformat(date).replace(hour=12, tzinfo=None)
    workbook.properties.created = workbook.properties.modified = moment
    titles = {sheet.worksheet.title: sheet for sheet in long_sheets}
    # openpyxl numbers the members in the order of the sheets.
    apart = {
        f"xl/worksheets/sheet{number}.xml": titles[worksheet.title]
        for number, worksheet in enumerate(workbook.worksheets, start=1)
        if worksheet.title in titles
    }
    with _Archive(target, iter(chart_texts), apart) as archive:
        try:
            ExcelWriter(workbook, archive).save()
        except OSError as error:
            _let_go(error)
            raise


def _let_go(error: OSError) -> None:
    """Let go of the sheet that the disk refused.

    What openpyxl began of it tries to write once more as it goes, and Python would print the traceback
    of that failure over the sentence that says the first one.
    """
    told, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        traceback.clear_frames(error.__traceback__)
        # The writer of a sheet and its own generator hold each other.
        gc.collect()
    finally:
        sys.unraisablehook = told


class _Archive(zipfile.ZipFile):
    """What openpyxl writes its members into, each dated and mended on its way."""

    def __init__(self, target: BinaryIO, chart_texts: Iterator[str], apart: Mapping[str, LongSheet]) -> None:
        super().__init__(target, "w", zipfile.ZIP_DEFLATED)
        self._chart_texts, self._apart = chart_texts, apart

    def writestr(  # type: ignore[override] # openpyxl gives a name and a content, nothing else
        self, name: str, data: str | bytes
    ) -> None:
        if name.startswith("xl/media/"):
            super().writestr(_member(name), data)
            return
        text = data if isinstance(data, str) else data.decode()
        if name.startswith("xl/drawings/drawing"):
            text = _PICTURE_NAME.sub(r'name="Logo" descr="Logo"', _CHART_NAME.sub(self._described, text))
        if name == "docProps/app.xml":
            text = _PROGRAM.sub(r"\g<1>ptce-ref\g<2>", text)
        super().writestr(_member(name), text)

    def write(  # type: ignore[override] # openpyxl gives a file and its name in the archive, nothing else
        self, filename: str, arcname: str
    ) -> None:
        content = Path(filename).read_bytes()
        sheet = self._apart.get(arcname)
        if sheet is None:
            super().writestr(_member(arcname), content)
            return
        head, tail = _NO_ROWS.split(content)
        head = _DIMENSION.sub(f'<dimension ref="{sheet.dimension}"'.encode(), head)
        # The format wants links before what is said of the printing.
        tail = tail.replace(b"<printOptions", f"{sheet.hyperlinks()}<printOptions".encode(), 1)
        sheet.close()
        with self.open(_member(arcname), "w") as member:
            member.write(head + b"<sheetData>")
            shutil.copyfileobj(sheet.rows, member)
            member.write(b"</sheetData>" + tail)

    def _described(self, found: re.Match[str]) -> str:
        name = f'{found[1]} id="{found[2]}" name="Graphique {found[2]}"'
        text = next(self._chart_texts, "")
        return f"{name} descr={quoteattr(text)}" if text else name


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MEMBER_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = _MEMBERS_WRITABLE
    member.create_system = 3
    return member
