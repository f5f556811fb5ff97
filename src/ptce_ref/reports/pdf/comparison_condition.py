"""What may be read side by side, what may not, and why: the first pages of a comparison. Must not know the figures."""

from collections.abc import Iterable, Mapping

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_question import people_words
from ptce_ref.reports.figure_table import shown
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import build_scale, prose
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import ComparisonPart, ComparisonView, EntryView

_GROUPS: Mapping[Standing, str] = {
    Standing.KEPT: "Comparés : ils remplissent toutes les conditions",
    Standing.GREYED: "Grisés : leurs chiffres sont montrés, sans entrer dans ceux du groupe",
    Standing.LEFT_OUT: "Écartés : leurs chiffres ne sont pas montrés",
}
_WIDTHS = (45 * mm, WIDTH - 122 * mm, 28 * mm, 20 * mm, 29 * mm)
_HEADS = ("Pôle", "Évaluation", "Questions posées", "Couverture", "Avis donnés")
_OPINIONS = (
    "Les avis donnés s’additionnent : qui donne un niveau à vingt questions donne vingt avis. Le nombre de personnes "
    "ou de groupes qui ont répondu est dit quand la base le sait ; d’un vote à main levée ou d’un fichier reçu, elle "
    "ne connaît que les avis."
)


def standings(view: ComparisonView) -> dict[Standing, int]:
    """Return how many pôles stand in each way, those of no pôle left out."""
    found = {standing: sum(entry.standing is standing for entry in view.entries) for standing in Standing}
    return {standing: count for standing, count in found.items() if count}


def standing_words(view: ComparisonView) -> list[str]:
    """Return « 5 comparés », « 1 grisé »…"""
    return [wording.count(count, standing, f"{standing}s") for standing, count in standings(view).items()]


def build_conditions(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Ce qui est comparé »: who, under which conditions, and why not the others."""
    text = (
        f"Au {wording.long_date(view.date)} : {examined(view)} ({', '.join(standing_words(view))}), "
        f"en {view.mode}. Une évaluation par pôle : la dernière close, ou à "
        f"défaut la dernière en cours. Les pôles sont rangés par {view.order} : leur ordre ne dépend d’aucun chiffre."
    )
    rows = Rows()
    for standing, title in _GROUPS.items():
        entries = [entry for entry in view.entries if entry.standing is standing]
        if entries:
            rows.add_group(look.type.bold(title), len(_WIDTHS))
        for entry in entries:
            rows.add(*_cells(look, entry))
    return [
        heading(look, "Ce qui est comparé", "compares"),
        look.paragraph(look.styles.body, text),
        *(look.paragraph(look.styles.body, look.type.bold(said)) for said in _warnings(view)),
        build_table(look, _HEADS, rows, _WIDTHS, right=(3, 4)),
        Spacer(0, 4),
        look.paragraph(look.styles.muted, _OPINIONS),
        *_conditions(view, look),
    ]


def examined(view: ComparisonView) -> str:
    """Return « 8 pôles examinés, 7 montrés »: one number for the list, another for the figures."""
    listed, seen = len(view.entries), sum(1 for _ in shown(view))
    told = wording.count(listed, "pôle examiné", "pôles examinés")
    left = "aucun montré" if not seen else f"{seen} {wording.agreed(seen, 'montré', 'montrés')}"
    return told if seen == listed else f"{told}, {left}"


def _warnings(view: ComparisonView) -> Iterable[str]:
    """Yield what must be read before any figure: that nobody is compared, that questions differ."""
    alone = view.absence(ComparisonPart.WHOLE)
    if alone:
        yield alone
    if view.questions_caution:
        yield view.questions_note


def _cells(look: Look, entry: EntryView) -> Iterable[str]:
    yield _named(look, entry)
    why = [f"\n{short(reason, 300)}" for reason in entry.reasons]
    yield look.type.markup(
        short(entry.evaluation),
        _small(look, f"\n{wording.long_date(entry.date)} · {entry.mode} · {entry.phase}"),
        *([look.type.bold(f"\n{entry.standing}"), *why] if why else []),
    )
    yield look.type.markup(str(entry.asked), *([_small(look, f"\n{short(entry.path, 60)}")] if entry.path else []))
    yield wording.coverage(entry.whole)
    yield look.type.markup(wording.told(entry.whole.n), _small(look, f"\n{people_words(entry)}"))


def _named(look: Look, entry: EntryView) -> Markup:
    parts = [look.type.bold(short(entry.pole.name, 120))]
    if entry.pole.place:
        parts.append(_small(look, f"\n{short(entry.pole.place, 120)}"))
    return look.type.markup(*parts)


def _small(look: Look, text: str) -> Markup:
    return Markup(f'<font size="7.8">{look.type.coloured(look.colours.muted, text)}</font>')


def _conditions(view: ComparisonView, look: Look) -> list[Flowable]:
    rows = Rows()
    for condition in view.conditions:
        rows.add(look.type.bold(condition.rule), wording.sentence(condition.demand), condition.consequence)
    widths = (32 * mm, WIDTH - 76 * mm, 44 * mm)
    table = build_table(look, ("Condition", "Ce qu’elle demande", "Sinon, le pôle est"), rows, widths)
    return [KeepTogether([heading(look, "Les conditions", "conditions", 1), table])]


def build_comparison_reading(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Comment lire ce document », with the scale."""
    return [
        room(200),
        heading(look, "Comment lire ce document", "lire"),
        *prose(look, read_prose(look.theme, "comparaison-lecture")),
        *build_scale(view.referential, look),
    ]
