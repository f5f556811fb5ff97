"""The structure of a tagged PDF, as two other programs read it: elements and pages, and the text each one holds."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.reports.pdf_reader import run

_ROLE = re.compile(r"^( *)([A-Z]\w*)(?: \(\w+\))?:?$")
_TEXT = re.compile(r'^( *)"(.*)"$')


@dataclass
class Element:
    """An element: its role, what its entry says, the pages of its own content, what it holds."""

    role: str
    alternative: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """What each clickable area says it leads to."""
    kids: list["Element"] = field(default_factory=list)

    def every(self) -> Iterator["Element"]:
        """This element and all that it holds, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.every()

    def all_of(self, *roles: str) -> list["Element"]:
        return [element for element in self.every() if element.role in roles]

    def first_page(self) -> int:
        """The page where its content begins; 0 when it has none."""
        return next((page for element in self.every() for page in element.pages), 0)

    def last_page(self) -> int:
        return max((page for element in self.every() for page in element.pages), default=0)


def structure(content: bytes) -> Element:
    """The element that holds all others, read by qpdf."""
    told = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", "--json-key=pages", "{}", content=content))
    objects = {name.removeprefix("obj:"): value.get("value") for name, value in told["qpdf"][1].items()}
    pages = {page["object"]: number for number, page in enumerate(told["pages"], start=1)}

    def built(entry: dict[str, Any]) -> Element:
        element = Element(entry["/S"][1:], _plain(entry.get("/Alt", "u:")), _facts(entry))
        kids = entry.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, int):
                element.pages.append(pages[entry["/Pg"]])
            elif isinstance(kid, str):
                element.kids.append(built(objects[kid]))
            elif kid["/Type"] == "/MCR":
                element.pages.append(pages[kid["/Pg"]])
            else:
                element.links.append(_plain(objects[kid["/Obj"]]["/Contents"]))
        return element

    trailer = next(value["value"] for name, value in told["qpdf"][1].items() if name == "trailer")
    root = objects[objects[trailer["/Root"]]["/StructTreeRoot"]]
    return built(objects[root["/K"]])


def _facts(entry: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = entry.get("/A", {})
    return found


def _plain(text: str) -> str:
    return text.removeprefix("u:")


def spoken(content: bytes) -> list[tuple[str, str]]:
    """Each element that holds text itself, with this text, in the order of reading, read by poppler."""
    found: list[tuple[str, str]] = []
    roles: list[tuple[int, str, int]] = []
    for number, line in enumerate(run("pdfinfo", "-struct-text", "{}", content=content).splitlines()):
        if role := _ROLE.match(line):
            depth = len(role[1])
            roles = [known for known in roles if known[0] < depth]
            roles.append((depth, role[2], number))
        elif text := _TEXT.match(line):
            holder = [known for known in roles if known[0] < len(text[1])][-1]
            found.append((holder[1], text[2]))
    return found


def heard(content: bytes) -> str:
    """All that is read aloud, words one space apart."""
    return " ".join(" ".join(text for _, text in spoken(content)).split())
