"""The evaluations one may compare, as a table in which one chooses."""

from collections.abc import Callable, Collection, Iterable, Sequence

from ptce_ref.domain.comparison_condition import Order, sort_key
from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.text import bind_signs, fold
from ptce_ref.reports import wording
from ptce_ref.reports.identity_view import place_of
from ptce_ref.services.reading import Comparable, Given
from ptce_ref.tui.comparison import FICTIONAL, Part
from ptce_ref.tui.text import Piece
from ptce_ref.tui.widgets.line_table import Cell, Column, Sheet


def listed(choices: Iterable[Comparable], order: Order, wanted: str = "") -> list[Comparable]:
    """Return the evaluations that hold every word of ``wanted``, by territory or by name, latest first."""
    words = fold(wanted).split()
    found = [choice for choice in choices if all(word in _searched(choice) for word in words)]
    return sorted(found, key=lambda choice: sort_key(choice.pole, order))


def choice_part(
    found: Sequence[Comparable], total: int, chosen: Collection[str], given: Callable[[Comparable], Given | None]
) -> Part:
    """The table of ``found``; ``given``, how far the answers went, is asked of the rows that are drawn."""

    def cells(row: int) -> Sequence[Cell]:
        choice = found[row]
        evaluation, pole = choice.evaluation, choice.pole
        ticked = evaluation.id in chosen
        title = f"{FICTIONAL} · {evaluation.title}" if pole.demonstration else evaluation.title
        return (
            Cell(("[x]" if ticked else "[ ]",), "strong"),
            Cell((pole.name, title), ("strong" if ticked else "plain", "quiet")),
            # « par un autre pôle » holds in the column; the line under the table says it whole.
            Cell(
                (wording.long_date(evaluation.date.isoformat()), _mode(choice).removeprefix("évaluation ")),
                ("plain", "quiet"),
            ),
            Cell((NAMES[evaluation.phase], _short(given(choice))), ("plain", "quiet")),
        )

    def detail(row: int, _: int) -> Sequence[Piece]:
        choice = found[row]
        evaluation = choice.evaluation
        place = place_of(choice.pole)
        facts = (
            wording.long_date(evaluation.date.isoformat()),
            _mode(choice),
            f"phase « {NAMES[evaluation.phase]} »",
            *_told(given(choice)),
        )
        mark: Piece = (f"\n{wording.DEMONSTRATION}", "$accent") if choice.pole.demonstration else ""
        return [
            (choice.pole.name, "bold"),
            f"{', ' if place else ''}{place} · {evaluation.title}",
            bind_signs(f"\n{' · '.join(facts)}"),
            mark,
        ]

    columns = (
        Column(("",), 5, fixed=True),
        Column(("Pôle et évaluation",), 34, fixed=True, fills=True),
        Column(("Date et mode",), 24, 34),
        Column(("Phase",), 16),
    )
    count = wording.count(len(chosen), "évaluation choisie", "évaluations choisies")
    alone = " Il en faut deux, de pôles différents, pour comparer." if len(chosen) == 1 else ""
    keys = "Espace : choisir ; t : toutes ; n : aucune ; c : chercher ; l : autre ordre ; s : comparer."
    # A key stays on the line of what it does.
    note = f"{count} sur {total}.{alone} {keys.replace(' : ', f'{wording.NBSP}:{wording.NBSP}')}"
    return Part("Choix", note, Sheet(columns, len(found), cells, 2), detail, "Aucune évaluation ne porte ces mots.")


def _short(given: Given | None) -> str:
    if given is not None and given.received:
        return "avis comptés"
    return f"réponses {wording.share(given.share if given is not None else None)}"


def _told(given: Given | None) -> Iterable[str]:
    """Yield how far the answers went; nothing when it is not known just now."""
    if given is None:
        return
    if given.received:
        yield "avis comptés, sans les personnes"
    elif given.share is None:
        yield "pas encore de réponse"
    else:
        yield f"réponses données :{wording.NBSP}{wording.share(given.share)}"


def _mode(choice: Comparable) -> str:
    return wording.MODES[choice.evaluation.mode.value]


def _searched(choice: Comparable) -> str:
    pole = choice.pole
    return fold(f"{pole.name} {pole.commune} {pole.department} {pole.region} {choice.evaluation.title}")
