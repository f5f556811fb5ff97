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
from ptce_ref.services.question_choice import named_questions, questions_on_agenda
from ptce_ref.services.refusal import Refusal


def print_sheets(
    view: CoevaluationView,
    theme: Theme,
    target: Path,
    *,
    questions: Sequence[str] = (),
    agenda: bool = False,
    filled: bool = False,
) -> Path:
    """Write the sheets of the questions named, of those on the ``agenda`` too, or of all; returns the file.

    Raises :class:`Refusal` for a question that is not asked, for an empty agenda, and for ``filled``
    sheets while opinions may not be shown (R5).
    """
    if filled and view.hidden:
        raise Refusal(
            "Personne ne voit encore les avis des autres : ils s’impriment à partir de la phase « dialogue »."
        )
    wanted = set(named_questions(view.indicators, questions))
    if agenda:
        wanted |= set(questions_on_agenda(view))
    chosen = wanted if questions or agenda else None
    return write_whole(target, lambda file: write_indicator_sheets(view, theme, file, wanted=chosen, filled=filled))


def print_cards(
    deck: DeckView, theme: Theme, target: Path, printing: Printing, *, questions: Sequence[str] = ()
) -> tuple[Path, int]:
    """Write the cards of the questions named, or of all; returns the file, and how many sheets of paper it takes.

    Raises :class:`Refusal` for a question that is not in the deck.
    """
    if questions:
        wanted = set(named_questions(deck.cards, questions))
        deck = replace(deck, cards=tuple(card for card in deck.cards if card.id in wanted))
    sheets = 0

    def write(file: BinaryIO) -> None:
        nonlocal sheets
        sheets = write_cards(deck, theme, file, printing)

    return write_whole(target, write), sheets
