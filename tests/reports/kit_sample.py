"""Kits that several tests read: made once, and read page by page."""

import io
import re
from functools import cache

from ptce_ref.domain.session_plan import plan_session
from ptce_ref.reports.kit_view import PlenaryView, VisitView, WorldCafeView, suggest_questions
from ptce_ref.reports.pdf.plenary import write_plenary
from ptce_ref.reports.pdf.visit import write_visit
from ptce_ref.reports.pdf.world_cafe import write_world_cafe
from ptce_ref.reports.view import CoevaluationView
from tests.reports.pdf_reader import printed, run, squash
from tests.samples import coevaluation, shipped_theme

ANSWERING, DISCUSSING, SELF = "faubourg-des-forges-2026", "clairbois-2026", "quai-des-partages-2026-auto"
A4, A4_WALL, A3_WALL = "595.276 x 841.89", "841.89 x 595.276", "1190.55 x 841.89"
PEOPLE = 24


def cafe_view(view: CoevaluationView, people: int = PEOPLE, count: int = 4, *, large: bool = False) -> WorldCafeView:
    """Return a World Café, in A3 and with the hours of the day when it is large."""
    return WorldCafeView(
        view, suggest_questions(view, count), plan_session(people, count), 14 * 60 if large else None, large
    )


def made(view: WorldCafeView | PlenaryView | VisitView) -> bytes:
    """Return the file of a kit."""
    target = io.BytesIO()
    if isinstance(view, WorldCafeView):
        write_world_cafe(view, shipped_theme(), target)
    elif isinstance(view, PlenaryView):
        write_plenary(view, shipped_theme(), target)
    else:
        write_visit(view, shipped_theme(), target)
    return target.getvalue()


def plenary_view(view: CoevaluationView, count: int = 3) -> PlenaryView:
    """Return a plenary on the first questions that the kit suggests."""
    return PlenaryView(view, suggest_questions(view, count), tuple(college.name for college in view.colleges))


@cache
def cafe() -> bytes:
    """Return the World Café of most tests, made once."""
    return made(cafe_view(coevaluation(ANSWERING)))


@cache
def plenary() -> bytes:
    """Return the plenary of most tests, made once."""
    return made(plenary_view(coevaluation(ANSWERING)))


@cache
def visit() -> bytes:
    """Return the visit of most tests, made once."""
    return made(VisitView(coevaluation(SELF), "Les Trois Ponts", "inter-evaluation", "court"))


@cache
def pages(kit: str = "cafe") -> list[str]:
    """Return the text of each page of a kit."""
    content = {"cafe": cafe, "plenary": plenary, "visit": visit}[kit]()
    return printed(content).split("\f")[:-1]


def sizes_of(content: bytes) -> list[str]:
    """Return the size of each page, in points."""
    found = run("pdfinfo", "-f", "1", "-l", "999", "{}", content=content)
    return re.findall(r"Page +\d+ size: +([\d.]+ x [\d.]+)", found)


def one_page(kit: str, *words: str) -> str:
    """Return the only page that holds all of these words, without blanks."""
    found = [page for page in map(squash, pages(kit)) if all(squash(word) in page for word in words)]
    assert len(found) == 1, (words, len(found))
    return found[0]
