"""What stands in the file of a tagged document besides its pages: fonts, outline, structure, properties.

Owns the end of the writing, when all pages are drawn. Must not know how content is tagged.
"""

from collections.abc import Iterator
from html import escape
from itertools import count
from typing import Any

from reportlab.pdfbase.pdfdoc import LinkAnnotation, PDFDictionary, PDFObject, PDFStream
from reportlab.pdfbase.pdfdoc import format as formatted
from reportlab.pdfgen.canvas import Canvas

from ptce_ref.reports.pdf.tag import Reference, Tree, written
from ptce_ref.reports.pdf.tag_file import TagFile

Document = Any
"""A PDFDocument of reportlab, whose stubs leave out nearly all that it is made of."""

_ROOT = "StructTreeRoot"
_PRINTED = 4
"""The flag of an annotation that is printed with its page."""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>
"""
"""The properties once more, for the programs that read them there. It claims no conformity to a norm."""


class TaggedLink(LinkAnnotation):
    """The clickable area of a link, which the structure knows by ``key`` and which says where it leads."""

    permitted = (*LinkAnnotation.permitted, "StructParent")
    key = 0
    title = ""

    def Dict(self) -> PDFDictionary:  # noqa: N802 - reportlab's name
        self.Contents = f"Aller à\u00a0: {self.title}" if self.title else "Aller plus loin dans le document"
        self.otherkw |= {"F": _PRINTED, "StructParent": self.key}
        return super().Dict()


class Taker:
    """Numbers of new objects: among those of reportlab as long as it may make some, then after them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._after: Iterator[int] | None = None

    def __call__(self) -> int:
        """Return the number of a new object of the document."""
        if self._after is not None:
            return next(self._after)
        self._document.Reference(PDFObject())
        number: int = self._document.objectcounter
        return number

    def go_after(self) -> None:
        """Take what follows the last object of reportlab, which makes no more."""
        self._after = count(self._document.objectcounter + 1)


def write_document(document: Document, canvas: Canvas, file: TagFile, tree: Tree, take: Taker) -> None:
    """Write what is left of ``document`` once its pages are drawn, then its structure, and end ``file``."""
    for font in document.delayedFonts:
        font.addObjects(document)
    document.info.invariant = document.invariant
    document.info.digest(document.signature)
    document.Reference(document.Catalog)
    document.Reference(document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    document.Catalog.StructTreeRoot = document.Reference(PDFObject(), _ROOT)
    document.Catalog.MarkInfo = "<</Marked true>>"
    document.Catalog.Metadata = _properties(document)
    _name_links(document, tree)
    _write_objects(document, file)
    take.go_after()

    def number_of(name: str) -> int:
        number: int = document.idToObjectNumberAndVersion[name][0]
        return number

    _write_tree(file, tree, number_of, take)
    identity = document.ID().split(b"\n% ")[0].strip().decode("latin-1")
    root, information = (
        document.Reference(each).format(document).decode() for each in (document.Catalog, document.info)
    )
    file.close(f"/Root {root}/Info {information}/ID{identity}")


def _name_links(document: Document, tree: Tree) -> None:
    """Give each link its key in the structure, after those of the pages, and the title of where it leads."""
    titles = document.outline.destinationnamestotitles
    for key, (name, _) in enumerate(tree.links, start=len(tree.pages)):
        link = document.idToObject[document.annotationName(name)]
        link.key, link.title = key, titles.get(link.Destination.name, "")


def _write_objects(document: Document, file: TagFile) -> None:
    """Write the objects that reportlab keeps; they may name others, numbered as they come."""
    number = 0
    while (number := number + 1) in document.numberToId:
        name = document.numberToId[number]
        content = document.idToObject[name]
        if type(content) is PDFObject:
            continue  # a place taken for what is written elsewhere
        file.add(number, formatted(content, document, toplevel=1))
        document.idToObject[name] = None


def _write_tree(file: TagFile, tree: Tree, number_of: Reference, take: Taker) -> None:
    """Write the structure: its elements, then which element each mark of each page belongs to."""
    root = number_of(_ROOT)
    for element in tree.elements():
        element.number = take()
    for element in tree.elements():
        file.add(element.number, written(element, root, number_of).encode("latin-1"))
    keys: list[str] = []
    for key, marks in enumerate(tree.pages):
        number = take()
        file.add(number, f"[{' '.join(f'{element.number} 0 R' for element in marks)}]".encode("latin-1"))
        keys.append(f"{key} {number} 0 R")
    keys += [f"{key} {element.number} 0 R" for key, (_, element) in enumerate(tree.links, start=len(tree.pages))]
    parents = take()
    file.add(parents, f"<</Nums[{' '.join(keys)}]>>".encode("latin-1"))
    facts = f"/K {tree.root.number} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(keys)}"
    file.add(root, f"<</Type/StructTreeRoot{facts}>>".encode("latin-1"))


def _properties(document: Document) -> PDFStream:
    said = document.info
    text = _XMP.format(
        title=escape(said.title),
        author=escape(said.author),
        subject=escape(said.subject),
        creator=escape(said.creator),
        language=document.Catalog.Lang.s,
    )
    return PDFStream(PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"}), text.encode())
