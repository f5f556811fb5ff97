"""The comparison report: its sections by name, and the document that holds them.

No person, no argument, no rank. Must not know how a section is drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import BinaryIO

from reportlab.platypus import Flowable

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order, shown
from ptce_ref.reports.pdf.comparison_annex import build_cards, build_comparison_origin
from ptce_ref.reports.pdf.comparison_condition import (
    build_comparison_reading,
    build_conditions,
    examined,
    standing_words,
)
from ptce_ref.reports.pdf.comparison_group import build_cohort, build_exchanges
from ptce_ref.reports.pdf.comparison_path import build_trajectories, build_undated
from ptce_ref.reports.pdf.comparison_profile import build_profiles, build_side_objectives, build_side_themes
from ptce_ref.reports.pdf.cover import draw_band, lay_cover
from ptce_ref.reports.pdf.order import Builder, build_contents, ordered_sections
from ptce_ref.reports.pdf.origin import build_replaced_note
from ptce_ref.reports.pdf.page import Properties, Report
from ptce_ref.reports.pdf.peer import build_peer_views
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import ComparisonView

_TITLE = "Rapport de comparaison"
_NAMED = 220
"""Characters up to which the cover names each of the pôles."""


def _trajectories(view: ComparisonView, look: Look) -> list[Flowable]:
    story = build_trajectories(view.trajectories, in_order(view), len(view.referential.levels), look)
    return [*story, *build_undated(view.undated, look, titled=not story)]


def _peer_views(view: ComparisonView, look: Look) -> list[Flowable]:
    return build_peer_views(view.peer_views, in_order(view), len(view.referential.levels), look)


DOCUMENT = "comparaison"
SECTIONS: Mapping[str, Builder] = {
    "sommaire": build_contents,
    "conditions": build_conditions,
    "lecture": build_comparison_reading,
    "profils": build_profiles,
    "objectifs": build_side_objectives,
    "enjeux": build_side_themes,
    "groupe": build_cohort,
    "complementarites": build_exchanges,
    "trajectoires": _trajectories,
    "regards-croises": _peer_views,
    "fiches-identite": build_cards,
    "provenance": build_comparison_origin,
}
"""What the report says after its cover: the conditions before any figure."""


def write_comparison_report(
    view: ComparisonView, theme: Theme, target: BinaryIO, *, go_on: Callable[[], None] = lambda: None
) -> None:
    """Write the comparison of ``view`` as a PDF on A4 pages to ``target``; the same view gives the same bytes.

    ``go_on`` is called all along; what it raises stops there. Raises ThemeError when a font or the
    logo of the theme cannot be used, OSError when a text of the templates cannot be read.
    """
    look = Look(theme)
    # Each section goes through all the entries, which may be read from a file each time.
    view = replace(view, entries=tuple(view.entries))
    story = _cover(view, look)
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        go_on()
        story += build(view, look)
    story += build_replaced_note(look)
    report = Report(target, look, _properties(view), lambda canvas: draw_band(canvas, look, len(view.objectives)))
    report.setProgressCallBack(lambda *_: go_on())
    report.write(story)


def _cover(view: ComparisonView, look: Look) -> list[Flowable]:
    poles = [short(entry.pole.name, 80) for entry in shown(view)]
    names = ", ".join(poles)
    if len(names) > _NAMED:
        names = ""
    facts = [
        ("Établi le", wording.long_date(view.date)),
        ("Mode", wording.sentence(view.mode)),
        ("Pôles", f"{examined(view)} : {', '.join(standing_words(view))}"),
        ("Questions", _questions(view)),
        ("Ordre", f"Par {view.order}, sans classement"),
        ("Référentiel", f"{view.referential.title}, version {view.referential.version}"),
    ]
    warning = wording.DEMONSTRATIONS if view.demonstration else ""
    several = len(poles) >= wording.PLURAL_FROM
    title = f"{wording.count(len(poles), 'pôle')} côte à côte" if several else "Un seul pôle à montrer"
    if not poles:
        title = "Aucun pôle à montrer"
    return lay_cover(look, _TITLE, title, names, warning, facts, view.referential.statement)


def _questions(view: ComparisonView) -> str:
    """Return how many questions each was asked: « 27, 83 ou 96 selon les pôles, dont 27 en commun »."""
    asked = sorted({entry.asked for entry in shown(view)})
    if view.same_questions or not asked:
        return wording.count(view.common, "question", "questions, les mêmes pour tous")
    told = " ou ".join(filter(None, (", ".join(map(str, asked[:-1])), str(asked[-1]))))
    shared = f"dont {view.common} en commun" if view.common else "aucune en commun"
    return f"Pas les mêmes pour tous : {told} selon les pôles, {shared}"


def _properties(view: ComparisonView) -> Properties:
    date = wording.long_date(view.date)
    count = wording.count(sum(1 for _ in shown(view)), "pôle")
    return Properties(
        title=f"{_TITLE} – {count}, {date}",
        author=view.referential.title,
        subject=f"{wording.sentence(view.mode)}, au {date}",
        head=f"{_TITLE} · {view.mode} · établi le {date}",
        mark=wording.DEMONSTRATIONS if view.demonstration else "",
        foot="Des pôles côte à côte, sans classement",
    )
