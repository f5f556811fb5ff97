"""Looks at a workbook before anything reads it: what it is, how big, whether it carries what we never open.

Owns the limits. Works on the archive itself, so that a bomb is refused before it goes off.
"""

import io
import re
import zipfile
import zlib
from pathlib import Path

MOST_BYTES = 30_000_000
"""The biggest file read: a questionnaire weighs a hundred times less."""
MOST_UNPACKED = 60_000_000
MOST_MEMBERS = 500
MOST_CONTENTS = 1_000_000
"""Bytes of the archive's table of contents."""
MOST_RATIO = 400
"""How many times a member may grow when unpacked: text shrinks ten to fifty times, a bomb a thousand."""
MOST_TAGS, MOST_OTHER_TAGS = 200_000, 60_000
"""Tags of a sheet or of the list of texts, and of any other part: each becomes objects, far bigger than itself."""
MOST_STRETCH = 1_000_000
"""Bytes without a tag, or in one comment: the parser reads an unfinished token again at each piece it is given."""
_CHUNK = 1 << 16
_LARGE = ("xl/worksheets/sheet", "xl/sharedStrings")
_XML = (".xml", ".rels", ".vml")
_BEFORE_XML = b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"
_CLOSING = {b"<!--": b"-->", b"<?": b"?>", b"<![CDATA[": b"]]>"}
"""What may hold tags that are not tags, and how it ends."""
_MARK = re.compile(rb"<!--|-->|<\?|\?>|<!\[CDATA\[|\]\]>")
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*['\"]([A-Za-z0-9._-]+)['\"]")
_UTF_8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


class _ShortReader(io.FileIO):
    """A file of which no great piece is read at once: the table of contents of an archive may lie about its size."""

    def read(self, size: int | None = -1, /) -> bytes | None:  # type: ignore[override]  # typeshed forgets None
        if size is not None and size > MOST_CONTENTS:
            raise zipfile.BadZipFile
        return super().read(size)


class WorkbookRefusedError(Exception):
    """The file cannot be read as a workbook; ``str()`` is one French sentence for the user."""


def check_workbook(path: Path, most_tags: int = MOST_TAGS) -> None:
    """Raise :class:`WorkbookRefusedError` unless ``path`` is a plain, safe .xlsx of a reasonable size.

    ``most_tags`` is what a sheet may hold at the most.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_OLD_OFFICE))
        size = path.stat().st_size
    except OSError as error:
        raise WorkbookRefusedError(f"Le fichier « {path} » ne se lit pas : {_why(error)}.") from error
    if head == _OLD_OFFICE:
        raise WorkbookRefusedError(
            f"« {path.name} » est protégé par un mot de passe, ou au vieux format .xls : "
            "enregistrez-le au format .xlsx, sans mot de passe."
        )
    if size > MOST_BYTES:
        raise WorkbookRefusedError(f"« {path.name} » est trop gros pour un classeur ({size // 1_000_000} Mo).")
    try:
        with _ShortReader(path) as content, zipfile.ZipFile(content) as archive:
            _check_members(path, archive, most_tags)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise WorkbookRefusedError(
            f"« {path.name} » n’est pas un classeur .xlsx lisible : il est abîmé, ou d’un autre format."
        ) from error


def _check_members(path: Path, archive: zipfile.ZipFile, most_tags: int) -> None:
    """Raise :class:`WorkbookRefusedError` for an archive that is no plain workbook, or unpacks to too much."""
    members = archive.infolist()
    names = [member.filename for member in members]
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        way_out = " Un fichier .ods s’enregistre en .xlsx depuis LibreOffice, avec « Enregistrer sous »."
        other = way_out if "content.xml" in names else ""
        raise WorkbookRefusedError(f"« {path.name} » n’est pas un classeur .xlsx.{other}")
    if len(members) > MOST_MEMBERS or len(set(names)) != len(names):
        raise WorkbookRefusedError(f"« {path.name} » n’a pas la forme d’un classeur : trop de parties.")
    if any("vbaproject" in name.lower() for name in names):
        raise WorkbookRefusedError(f"« {path.name} » contient des macros : enregistrez-le au format .xlsx, sans macro.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise WorkbookRefusedError(
            f"« {path.name} » contient des liens vers d’autres classeurs : rompez-les, puis enregistrez-le."
        )
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise WorkbookRefusedError(f"« {path.name} » n’a pas la forme d’un classeur : une partie sort du fichier.")
    total = 0
    for member in members:
        if member.flag_bits & 1:
            raise WorkbookRefusedError(f"« {path.name} » est chiffré : enregistrez-le sans mot de passe.")
        large = member.filename.startswith(_LARGE)
        room = MOST_UNPACKED - total
        total += _check_member(path, archive, member, room, most_tags if large else MOST_OTHER_TAGS)


def _check_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, most_tags: int) -> int:
    """Unpack a member piece by piece, keeping none of it, and return its real size: the archive may lie."""
    scan: _XmlScan | None = None
    size = 0
    limit = min(room, max(member.compress_size, 1000) * MOST_RATIO)
    with archive.open(member) as content:
        while piece := content.read(_CHUNK):
            # The name says little: a sheet may be kept in any part of the archive.
            if size == 0 and (member.filename.lower().endswith(_XML) or piece.lstrip(_BEFORE_XML).startswith(b"<")):
                _check_encoding(path, piece)
                scan = _XmlScan(path, most_tags)
            size += len(piece)
            if size > limit:
                raise WorkbookRefusedError(
                    f"« {path.name} » grossit démesurément quand on l’ouvre : il n’a pas été lu."
                )
            if scan:
                scan.take(piece)
    return size


class _XmlScan:
    """Looks for what would make an XML parser work without end, in bytes that come piece by piece."""

    def __init__(self, path: Path, most_tags: int) -> None:
        self._path, self._most = path, most_tags
        self._tail, self._inside = b"", b""
        self._tags = self._stretch = 0

    def take(self, piece: bytes) -> None:
        """Raise :class:`WorkbookRefusedError` when what was read up to now must not be parsed."""
        # A declaration may be cut between two pieces.
        seen = self._tail + piece
        if _ENTITY.search(seen):
            raise WorkbookRefusedError(
                f"« {self._path.name} » contient des déclarations XML interdites : il n’a pas été lu."
            )
        self._tags += piece.count(b"<")
        self._follow(seen, len(piece))
        self._tail = piece[-16:]
        if self._tags > self._most or self._stretch > MOST_STRETCH:
            raise WorkbookRefusedError(
                f"« {self._path.name} » a trop de lignes ou de texte pour un classeur : il n’a pas été lu."
            )

    def _follow(self, seen: bytes, length: int) -> None:
        """Count how long what is being read is: a text, a tag, or something that may look like tags."""
        began = -1
        for found in _MARK.finditer(seen):
            if found.end() <= len(self._tail):
                continue
            if self._inside:
                self._inside = b"" if found[0] == _CLOSING[self._inside] else self._inside
            elif found[0] in _CLOSING:
                self._inside, began = found[0], found.start()
        if not self._inside:
            began = seen.rfind(b"<")
        self._stretch = self._stretch + length if began < 0 else len(seen) - began


def _check_encoding(path: Path, start: bytes) -> None:
    """Refuse what would hide a declaration from a search of bytes."""
    declared = _ENCODING.search(start[:200])
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:64]
    if wide or (declared and declared[1].lower() not in _UTF_8):
        raise WorkbookRefusedError(f"« {path.name} » n’est pas écrit en UTF-8 comme les classeurs : il n’a pas été lu.")


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n’existe pas"
    if isinstance(error, IsADirectoryError):
        return "c’est un dossier"
    if isinstance(error, PermissionError):
        return "vous n’avez pas le droit de le lire"
    return "le système a refusé"
