"""Files that are not what they say: damaged, too big, or made to harm whoever reads them.

Each is made from a sound questionnaire, so that only what is wrong with it is wrong.
"""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import cycle, islice

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ptce_ref.reports.questionnaire_view import view_questionnaire
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from tests.samples import examples, shipped_referential, shipped_theme

FORGES = "faubourg-des-forges-2026"
QUESTIONS = "xl/worksheets/sheet1.xml"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"ha" * 500 + b'">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)
_MEGA = 1 << 20
_COLUMNS = [get_column_letter(place).encode() for place in range(1, 16_385)]


@cache
def sound() -> bytes:
    pole, contents = examples()[FORGES]
    target = io.BytesIO()
    write_questionnaire(view_questionnaire(pole, contents.evaluation, shipped_referential()), shipped_theme(), target)
    return target.getvalue()


def changed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The sound file with its members changed."""
    with zipfile.ZipFile(io.BytesIO(sound())) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    return packed(members.items())


def packed(members: object) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of names that come twice
        for name, content in members:  # type: ignore[attr-defined]  # pairs, from a dictionary or a list
            made.writestr(name, content)
    return target.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    return changed(lambda members: members.update({name: content}))


def without(name: str) -> bytes:
    return changed(lambda members: members.__delitem__(name))


def sheet(rows: bytes, before: bytes = b"") -> bytes:
    """The sound file whose sheet of questions holds only this."""
    content = _HEAD + b"<worksheet " + _SPACE + b">" + before + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    return with_member(QUESTIONS, content)


def rows_without_end() -> bytes:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c></row>'
    return sheet(b"".join(row % (i, i) for i in range(1, 1_000_000, 7)), b'<dimension ref="A1:XFD1048576"/>')


def many_rows() -> bytes:
    """More rows than any questionnaire, and few enough to be opened."""
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    return sheet(b"".join(row % (i, i) for i in range(1, 60_000)))


def far_cell() -> bytes:
    return sheet(
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<dimension ref="XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols>',
    )


def cells(count: int) -> bytes:
    """A row of so many cells; their places differ, so that it does not shrink like a bomb."""
    return sheet(
        b'<row r="1">' + b"".join(b'<c r="%s1"/>' % name for name in islice(cycle(_COLUMNS), count)) + b"</row>"
    )


def nested() -> bytes:
    names = [b"a%d" % place for place in range(95_000)]
    opened, closed = b"".join(b"<%s>" % name for name in names), b"".join(b"</%s>" % name for name in names[::-1])
    return with_member(QUESTIONS, _HEAD + b"<worksheet " + _SPACE + b">" + opened + closed + b"</worksheet>")


def nested_contents() -> bytes:
    return with_member("xl/workbook.xml", _HEAD + b"<workbook " + _SPACE + b">" + b"<sheets>" * 29_000)


def open_document() -> bytes:
    return packed([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")])


def plain() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def hidden_entities() -> bytes:
    """A sheet with forbidden declarations, kept in a part whose name does not say that it is XML."""

    def move(members: dict[str, bytes]) -> None:
        relations = members["xl/_rels/workbook.xml.rels"]
        members["xl/_rels/workbook.xml.rels"] = relations.replace(b"worksheets/sheet1.xml", b"media/image1.png")
        members["xl/media/image1.png"] = b"\n" + _BOMB
        del members[QUESTIONS]

    return changed(move)


def with_strings(content: bytes) -> bytes:
    def add(members: dict[str, bytes]) -> None:
        del members[QUESTIONS]
        members["xl/sharedStrings.xml"] = _HEAD + b"<sst " + _SPACE + b">" + content + b"</sst>"
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="t" Type="' + kind + b'" Target="sharedStrings.xml"/></Relationships>',
        )
        declared = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
            b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + declared + b'"/></Types>'
        )

    return changed(add)


def with_styles(count: int) -> bytes:
    def add(members: dict[str, bytes]) -> None:
        members["xl/styles.xml"] = re.sub(
            rb"<cellXfs[^>]*>", lambda found: found[0] + b'<xf numFmtId="0"/>' * count, members["xl/styles.xml"]
        )

    return changed(add)


def without_identity() -> bytes:
    def empty(members: dict[str, bytes]) -> None:
        (name,) = (name for name, content in members.items() if b"ptce-questionnaire-" in content)
        members[name] = _HEAD + b"<worksheet " + _SPACE + b"><sheetData/></worksheet>"

    return changed(empty)


def encrypted() -> bytes:
    """The flag of encryption in every header of the archive."""
    content = bytearray(sound())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def lying_size() -> bytes:
    """A part that says it holds a hundred bytes, and holds forty million."""
    content = bytearray(with_member("xl/media/image1.bin", b"\0" * 40 * _MEGA))
    start = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/media/image1.bin"))
    content[start + 24 : start + 28] = struct.pack("<L", 100)
    return bytes(content)


def endless_contents() -> bytes:
    """An archive that is nothing but a table of contents: half a million empty parts that all are the same one."""
    entry = b"PK\x01\x02" + bytes(42) + b"a"
    entry = entry[:28] + struct.pack("<H", 1) + entry[30:]
    listed = entry * 500_000
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 65535, 65535, len(listed), 0, 0)
    return listed + end


def cut_in_words() -> bytes:
    """A letter of the middle of a compressed part changed: the sum that guards it no longer holds."""
    content = bytearray(sound())
    content[len(content) // 3] ^= 0xFF
    return bytes(content)


_TOO_MUCH, _DAMAGED, _DECLARED = "trop de lignes ou de texte pour un classeur", "abîmé", "déclarations XML interdites"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "vide": (lambda: b"", "n’est pas un classeur"),
    "texte": (lambda: b"T1.01;2\n" * 50, "n’est pas un classeur"),
    "coupé": (lambda: sound()[:-3000], "n’est pas un classeur"),
    "octets changés": (lambda: sound()[:9000] + b"\x00" * 800 + sound()[9800:], _DAMAGED),
    "un octet changé": (cut_in_words, _DAMAGED),
    "vieux format": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 5000, "mot de passe"),
    "chiffré": (encrypted, "chiffré"),
    "macros": (lambda: with_member("xl/vbaProject.bin", b"x"), "macros"),
    "macros ailleurs": (lambda: with_member("xl/autre/VBAproject.BIN", b"x"), "macros"),
    "liens": (lambda: with_member("xl/externalLinks/externalLink1.xml", b"<a/>"), "liens vers d’autres classeurs"),
    "bombe xml": (lambda: with_member(QUESTIONS, _BOMB), _DECLARED),
    "bombe xml cachée": (hidden_entities, _DECLARED),
    "entité externe": (
        lambda: with_member("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
        _DECLARED,
    ),
    "bombe utf-16": (lambda: with_member(QUESTIONS, _BOMB.decode().encode("utf-16")), "n’est pas écrit en UTF-8"),
    "bombe utf-7": (
        lambda: with_member(QUESTIONS, b'<?xml version="1.0" encoding="utf-7"?>+ADw-a/>'),
        "n’est pas écrit en UTF-8",
    ),
    "bombe zip": (lambda: with_member("xl/media/image1.bin", b"\0" * 40 * _MEGA), "grossit démesurément"),
    "bombe zip en plusieurs": (
        # The ratio of each is under the bound: together they are still too big.
        lambda: changed(lambda members: members.update({f"xl/media/{i}.bin": _noise(1) for i in range(80)})),
        "grossit démesurément",
    ),
    "taille fausse": (lying_size, "n’est pas un classeur"),
    "table sans fin": (endless_contents, "n’est pas un classeur"),
    "trop de parties": (
        lambda: changed(lambda members: members.update({f"xl/media/{i}.bin": b"x" for i in range(600)})),
        "trop de parties",
    ),
    "parties en double": (lambda: packed(_twice()), "la forme d’un classeur : trop de parties"),
    "nom absolu": (lambda: with_member("/etc/cron.d/ptce", b"x"), "sort du fichier"),
    "nom qui remonte": (lambda: with_member("xl/../../../.bashrc", b"x"), "sort du fichier"),
    "nom de Windows": (lambda: with_member("C:\\Windows\\x.dll", b"x"), "sort du fichier"),
    "sans classeur": (lambda: without("xl/workbook.xml"), "n’est pas un classeur"),
    "ods": (open_document, "LibreOffice"),
    "feuille illisible": (lambda: with_member(QUESTIONS, b"<worksheet><a></worksheet>"), _DAMAGED),
    "octets nuls": (lambda: sheet(b'<row r="1"><c r="A1"><v>1\x00\x00</v></c></row>'), _DAMAGED),
    "sans styles": (lambda: with_member("xl/styles.xml", b"<styleSheet"), _DAMAGED),
    "sans feuille": (lambda: without(QUESTIONS), "feuille des questions"),
    "un million de lignes": (rows_without_end, _TOO_MUCH),
    "soixante mille lignes": (many_rows, _TOO_MUCH),
    "un million de cases": (lambda: cells(1_000_000), _TOO_MUCH),
    "large à la limite": (lambda: cells(195_000), "feuille des questions"),
    "case au bout": (far_cell, "feuille des questions"),
    "imbrication": (nested, "feuille des questions"),
    "imbrication du sommaire": (nested_contents, _DAMAGED),
    "attribut de dix mégaoctets": (lambda: sheet(b'<row r="1" a="' + _noise(10) + b'"/>'), _TOO_MUCH),
    "commentaire de dix mégaoctets": (lambda: sheet(b"<!--" + _noise(10, b"<!-") + b"-->"), _TOO_MUCH),
    "instruction cachée": (
        lambda: sheet(b"<![CDATA[<?]]><!-- ?>" + _noise(10, b"<?->") + b"-->"),
        _TOO_MUCH,
    ),
    "cinq millions de textes": (lambda: with_strings(b"<si/>" * 5_000_000), _TOO_MUCH),
    "textes à la limite": (lambda: with_strings(b"<si><t>a</t></si>" * 49_000), "feuille des questions"),
    "texte de dix mégaoctets": (lambda: with_strings(b"<si><t>" + _noise(10) + b"</t></si>"), _TOO_MUCH),
    "un million de styles": (lambda: with_styles(1_000_000), _TOO_MUCH),
    "sans identité": (without_identity, "feuille cachée"),
    "autre classeur": (plain, "n’est pas un questionnaire"),
}


def _twice() -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(sound())) as source:
        members = [(name, source.read(name)) for name in source.namelist()]
    return [*members, (QUESTIONS, b"<worksheet/>")]


def _noise(megabytes: int, letters: bytes = b"abcdefgh") -> bytes:
    """Text that does not shrink so much that its ratio would give it away."""
    words = [letters * 8 + b"%x" % (place * 2654435761 % 2**32) for place in range(16_384)]
    block = b" ".join(words)
    return (block * (megabytes * _MEGA // len(block) + 1))[: megabytes * _MEGA]
