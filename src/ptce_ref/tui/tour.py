"""The guided visit: a few short pages, each with an extract drawn from the referential itself.

The words are the same for any referential; the extracts follow its shape. The opinions they show
are invented, and say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from ptce_ref.domain.phase import MEANINGS, NAMES, ORDER
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.tui.text import Piece

WIDTH = 68
"""Columns of an extract: it stands whole in a terminal of 80."""

_ROWS, _COLUMNS, _CELL = 6, 4, 15
_LEVELS_SHOWN = 6
_KEYS = (
    ("flèches, Entrée", "aller d’une ligne à l’autre, ouvrir"),
    ("Tab", "passer au champ suivant"),
    ("Échap", "revenir en arrière ; un formulaire demande d’abord"),
    ("F1", "l’aide de l’endroit où l’on est"),
    ("Ctrl+P", "toutes les commandes, à chercher par leur nom"),
    ("Ctrl+Q", "quitter : tout est déjà enregistré"),
    ("la souris", "un clic fait la même chose qu’Entrée"),
)
_AGENDA = (
    ("deux collèges se répondent à l’opposé", "ce qui sépare d’abord"),
    ("la moitié du groupe « ne sait pas »", "puis ce que personne ne sait"),
    ("tous d’accord, sans argument", "puis ce que personne n’a argumenté"),
)


@dataclass(frozen=True)
class Page:
    """One page: a title, what to understand, an extract, and the name of the extract."""

    title: str
    text: str
    extract: Sequence[Piece]
    caption: str


def tour_pages(referential: Referential) -> tuple[Page, ...]:
    """Return the pages, in order."""
    return (
        Page(
            "Des questions pour se parler",
            "Un pôle s’évalue avec ses propres membres. L’outil pose des questions ; chacun dit où en est le pôle, "
            "et surtout pourquoi. Il n’y a ni note globale, ni classement entre les pôles.",
            _question(referential),
            "Une question du référentiel",
        ),
        Page(
            "La table de dialogue",
            "Les questions sont rangées dans une table : les sous-objectifs en lignes, les enjeux en colonnes. "
            "On y entre par où l’on veut, ce qui intéresse le groupe d’abord. Entrée ouvre une case.",
            _grid(referential),
            "Un coin de la table : le nombre de questions de chaque case",
        ),
        Page(
            "Une évaluation avance par phases",
            "Chaque phase permet certaines choses et en ferme d’autres. On passe à la suivante quand le groupe est "
            "prêt ; revenir en arrière est toujours possible, après confirmation.",
            _phases(),
            "Les phases",
        ),
        Page(
            "D’abord, chacun de son côté",
            "Pendant la phase « avis », personne ne voit les réponses des autres. L’argument passe avant le niveau. "
            "« Non concerné » et « ne sait pas » sont de vraies réponses. Chaque réponse est enregistrée aussitôt.",
            _answer(referential),
            "Une réponse (inventée)",
        ),
        Page(
            "Le désaccord est un résultat",
            "Au dialogue, on voit ce qui rapproche et ce qui sépare les collèges. L’écart se mesure, se discute et se "
            "garde : une position commune n’efface jamais ce qu’une personne ou un collège a dit.",
            _disagreement(referential),
            "Deux collèges, une même question (avis inventés)",
        ),
        Page(
            "La réunion suit un ordre du jour",
            "L’outil le propose, avec la raison de chaque point. Le groupe écrit sa position, ou son désaccord. "
            "Ce sur quoi les avis sont proches s’adopte en une fois. "
            "« Main levée » compte les voix, en grand sur le mur.",
            _agenda(referential),
            "Un ordre du jour (inventé)",
        ),
        Page(
            "Se déplacer, trouver de l’aide",
            "Tout se fait au clavier comme à la souris. La ligne du bas dit les touches utiles ; F1 les dit toutes.",
            _keys(_KEYS),
            "Les touches de partout",
        ),
        Page(
            "Ce qui s’imprime",
            "« Produire les documents », sur la page d’une évaluation, écrit ces fichiers dans le dossier de votre "
            "choix. La visite finit ici : Ctrl+P, puis « Visite guidée », la reprend quand vous voulez.",
            _keys(_documents()),
            "Les documents",
        ),
    )


def _documents() -> list[tuple[str, str]]:
    """Return the form and the name of what most sessions need, and how many more there are."""
    usual = [document for document in DOCUMENTS if not document.on_request]
    others = len(DOCUMENTS) - len(usual)
    more = [("et aussi", wording.count(others, "autre, à la demande", "autres, à la demande"))] if others else []
    return [*((document.form, document.name) for document in usual), *more]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _lines(lines: Sequence[Sequence[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for place, line in enumerate(lines):
        pieces += [*(["\n"] if place else []), *line]
    return pieces


def _keys(rows: Sequence[tuple[str, str]]) -> list[Piece]:
    width = max(len(key) for key, _ in rows) + 3
    return _lines([[(f"{key:<{width}}", "bold $accent"), what] for key, what in rows])


def _question(referential: Referential) -> list[Piece]:
    first = referential.indicators[0]
    levels: list[list[Piece]] = [
        [(f"  {rank} ", "bold $accent"), referential.level_by_id[level].name]
        for level, rank in list(referential.scale.ranks.items())[:_LEVELS_SHOWN]
    ]
    return _lines([[(f"{first.code}  ", "bold $accent"), (first.title, "bold")], [first.question], *levels])


def _grid(referential: Referential) -> list[Piece]:
    themes, rows = referential.themes[:_COLUMNS], referential.sub_objectives[:_ROWS]
    counts: dict[tuple[str, str], int] = {}
    for item in referential.indicators:
        place = (item.sub_objective, item.theme)
        counts[place] = counts.get(place, 0) + 1
    head: list[Piece] = [f"{'':<6}"]
    head += [(f"{_cut(theme.short, _CELL - 1):<{_CELL}}", "bold") for theme in themes]
    body: list[list[Piece]] = []
    for row in rows:
        cells: list[Piece] = [(f"{counts.get((row.id, theme.id)) or '·'}{'':<{_CELL}}"[:_CELL]) for theme in themes]
        body.append([(f"{_cut(row.code, 5):<6}", "bold $accent"), *cells])
    return _lines([head, *body])


def _phases() -> list[Piece]:
    width = max(len(NAMES[phase]) for phase in ORDER) + 2
    marks = {Phase.PREPARATION: "✓", Phase.OPINIONS: "●"}
    lines: list[list[Piece]] = []
    for phase in ORDER:
        here = phase is Phase.OPINIONS
        name: Piece = (f"{marks.get(phase, '○')} {NAMES[phase]:<{width}}", "bold $primary" if here else "$quiet")
        for row, text in enumerate(wrap(bind_signs(MEANINGS[phase]), WIDTH - width - 2)):
            lines.append([name if row == 0 else " " * (width + 2), text])
    return _lines(lines)


def _answer(referential: Referential) -> list[Piece]:
    first = referential.indicators[0]
    lines: list[list[Piece]] = [
        [(f"{first.code}  ", "bold $accent"), (first.title, "bold")],
        [("┃ ", "$primary"), "Au marché, on note ce que les gens demandent. Rien de plus."],
    ]
    for level, rank in list(referential.scale.ranks.items())[:_LEVELS_SHOWN]:
        chosen = rank == 2  # noqa: PLR2004 - every scale has a second level
        style = "bold $success" if chosen else ""
        lines.append([(f"  {'●' if chosen else '○'} {rank} {referential.level_by_id[level].name}", style)])
    lines.append([("✓ Enregistré", "bold $success")])
    return _lines(lines)


def _disagreement(referential: Referential) -> list[Piece]:
    ranks = list(referential.scale.ranks.items())[:_LEVELS_SHOWN]
    low = [5, 3, *([0] * (len(ranks) - 2))]
    lines: list[list[Piece]] = []
    for college, voices in zip(referential.colleges, (low, low[::-1]), strict=False):
        lines.append([(_cut(college.name, WIDTH), "bold")])
        for (level, rank), count in zip(ranks, voices, strict=True):
            name = _cut(referential.level_by_id[level].name, 16)
            bar = "█" * (3 * count)
            said: Piece = (f"  {count}", "bold") if count else ("  0", "$quiet")
            lines.append([f"  {rank} {name:<17}", (bar, "$primary"), said])
    return _lines(lines)


def _agenda(referential: Referential) -> list[Piece]:
    lines: list[list[Piece]] = []
    for number, (item, (reason, kind)) in enumerate(zip(referential.indicators, _AGENDA, strict=False), start=1):
        lines.append([f"{number}. ", (f"{item.code}  ", "bold $accent"), (_cut(item.title, 50), "bold")])
        lines.append([f"   {reason} ", (f"({kind})", "$quiet")])
    return _lines(lines)
