"""The document « Regard croisé »: one pôle seen by itself and by its visitors, to read together after a visit.

Must not know how its sections are drawn.
"""

from collections.abc import Mapping
from typing import BinaryIO

from reportlab.platypus import Flowable

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.cover import draw_band, lay_cover
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.origin import build_origin, build_replaced_note
from ptce_ref.reports.pdf.page import Properties, Report, heading
from ptce_ref.reports.pdf.peer import build_each
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView

_TITLE = "Regard croisé"


def _reading(_: CoevaluationView, look: Look) -> list[Flowable]:
    return [
        heading(look, "Comment lire ces deux regards", "lecture"),
        *prose(look, read_prose(look.theme, "regard-croise")),
    ]


def _each(view: CoevaluationView, look: Look) -> list[Flowable]:
    title = wording.agreed(len(view.peer_views), "Le regard de chacun", "Les regards de chacun")
    return [heading(look, title, "regards"), *build_each(view, look)]


DOCUMENT = "regard-croise"
SECTIONS: Mapping[str, Builder] = {"lecture": _reading, "regards": _each, "provenance": build_origin}
"""What the document says after its cover."""


def write_peer_report(view: CoevaluationView, theme: Theme, target: BinaryIO) -> None:
    """Write the regards croisés of ``view``, which has some, as a PDF on A4 pages to ``target``.

    The same view gives the same bytes. Raises ThemeError when a font or the logo of the theme cannot be used,
    OSError when a text of the templates cannot be read.
    """
    look = Look(theme)
    story = _cover(view, look)
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        story += build(view, look)
    story += build_replaced_note(look)
    Report(target, look, _properties(view), lambda canvas: draw_band(canvas, look, len(view.objectives))).write(story)


def _cover(view: CoevaluationView, look: Look) -> list[Flowable]:
    first = view.peer_views[0]
    facts = [("Le pôle par lui-même", f"{short(first.own.label)}, {wording.long_date(first.own.date)}")]
    for place, crossed in enumerate(view.peer_views):
        said = f"{short(crossed.peer.label)}, {wording.long_date(crossed.peer.date)}"
        facts.append(("" if place else "Vu par", f"{short(crossed.peer_pole, 120)}{wording.NBSP}: {said}"))
    facts.append(("Référentiel", f"{view.referential.title}, version {view.referential.version}"))
    warning = wording.DEMONSTRATION if view.pole.demonstration else ""
    return lay_cover(look, _TITLE, view.pole.name, view.pole.place, warning, facts, view.referential.statement)


def _properties(view: CoevaluationView) -> Properties:
    first = view.peer_views[0]
    visitors = ", ".join(crossed.peer_pole for crossed in view.peer_views)
    return Properties(
        title=f"{_TITLE} – {view.pole.name}",
        author=view.pole.name,
        subject=f"Vu par lui-même et par {visitors}, {wording.long_date(first.peer.date)}",
        head=f"{_TITLE} · {view.pole.name} · {wording.long_date(first.peer.date)}",
        mark=wording.DEMONSTRATION if view.pole.demonstration else "",
        foot="Un écart n’est l’erreur de personne : c’est de quoi parler ensemble",
    )
