"""Saves a workbook so that the same content gives the same bytes.

openpyxl writes the hour of the save into the file and into each member of the archive; here both
come from the date passed in. Must not know what the workbook holds.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook

# The oldest date that a zip archive can tell: it says nothing, which is what is wanted.
_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# openpyxl says « Microsoft Excel Compatible »: LibreOffice then believes that Excel computed the
# heights of rows, and cuts what is wrapped.
_PROGRAM = re.compile(rb"(<Application>)[^<]*(</Application>)")
_CHART_NAME = re.compile(rb'(<xdr:cNvPr|<cNvPr) id="(\d+)" name="Chart \d+"')
_MEMBERS_WRITABLE = 0o600 << 16


def save(workbook: Workbook, target: BinaryIO, date: str, chart_texts: Sequence[str] = ()) -> None:
    """Write ``workbook`` into ``target``, dated ``date`` (ISO).

    ``chart_texts`` are the alternative texts of the charts, in the order of sheets and charts:
    what a reader who does not see them hears. Raises ValueError when ``date`` is no date.
    """
    moment = dt.datetime.fromisoformat(date).replace(hour=12, tzinfo=None)
    workbook.properties.created = workbook.properties.modified = moment
    raw = io.BytesIO()
    workbook.save(raw)
    texts = iter(chart_texts)

    def described(found: re.Match[bytes]) -> bytes:
        name = f'{found[1].decode()} id="{found[2].decode()}" name="Graphique {found[2].decode()}"'
        text = next(texts, "")
        return f"{name} descr={quoteattr(text)}".encode() if text else name.encode()

    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as stamped:
        names = source.namelist()
        # Drawings in the order of their number: « drawing10 » comes after « drawing2 ».
        drawings = sorted((n for n in names if n.startswith("xl/drawings/drawing")), key=lambda n: (len(n), n))
        changed = {name: _CHART_NAME.sub(described, source.read(name)) for name in drawings}
        for name in names:
            content = changed.get(name) or source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + moment.isoformat().encode() + rb"Z\g<2>", content)
            if name == "docProps/app.xml":
                content = _PROGRAM.sub(rb"\g<1>ptce-ref\g<2>", content)
            member = zipfile.ZipInfo(name, _MEMBER_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = _MEMBERS_WRITABLE
            member.create_system = 3
            stamped.writestr(member, content)
