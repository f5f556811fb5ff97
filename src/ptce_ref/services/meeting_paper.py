"""Use cases that print what a meeting lays on the tables: sheets of indicators and cards to cut out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ptce_ref.domain.theme import Theme
from ptce_ref.reports.card_view import DeckView
from ptce_ref.reports.pdf.card import Printing, write_cards
from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.services.production import write_whole
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace


def for_the_room(workspace: Workspace, view: CoevaluationView) -> CoevaluationView:
    """Return what filled sheets may show of an evaluation to a room: small colleges as one, nobody recognised (R18).

    The colleges invited stay those of ``view``, so that each has its place to write. One already made for others
    may be shown as it is.
    """
    if view.fewest_voices:
        return view
    told = coevaluation_of(workspace, view.id, evolution=False, for_others=True)
    return replace(told, colleges=view.colleges, nameable=view.nameable)


def print_sheets(
    view: CoevaluationView,
    theme: Theme,
    target: Path,
    *,
    wanted: Sequence[str] | None = None,
    filled: bool = False,
    told: CoevaluationView | None = None,
) -> Path:
    """Write the sheets of the questions ``wanted``, in their order, or of all; returns the file.

    ``told`` is what ``filled`` sheets show (:func:`for_the_room`), ``view`` when a group agreed to see every college.
    Raises :class:`Refusal` for ``filled`` sheets while opinions may not be shown (R5).
    """
    if filled and view.hidden:
        raise Refusal(
            "Personne ne voit encore les avis des autres : ils s’impriment à partir de la phase « dialogue »."
        )
    shown = told if filled and told is not None else view
    return write_whole(target, lambda file: write_indicator_sheets(shown, theme, file, wanted=wanted, filled=filled))


def print_cards(
    deck: DeckView, theme: Theme, target: Path, printing: Printing, *, wanted: Sequence[str] | None = None
) -> tuple[Path, int]:
    """Write the cards of the questions ``wanted``, in their order, or of all.

    Returns the file, and how many sheets of paper it takes.
    """
    if wanted is not None:
        known = {card.id: card for card in deck.cards}
        deck = replace(deck, cards=tuple(known[ident] for ident in wanted))
    sheets = 0

    def write(file: BinaryIO) -> None:
        nonlocal sheets
        sheets = write_cards(deck, theme, file, printing)

    return write_whole(target, write), sheets
