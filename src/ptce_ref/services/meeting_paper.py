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
from ptce_ref.services.meeting import questions_of_meeting
from ptce_ref.services.production import write_whole
from ptce_ref.services.question_choice import named_questions, questions_on_agenda
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
    questions: Sequence[str] = (),
    agenda: bool = False,
    minutes: int | None = None,
    filled: bool = False,
    told: CoevaluationView | None = None,
) -> Path:
    """Write the sheets of the questions named, of those on the ``agenda`` too, or of all; returns the file.

    With ``minutes``, the agenda is that of a meeting so long: the sheets of what it has time for come first,
    in its order. ``told`` is what ``filled`` sheets show (:func:`for_the_room`), ``view`` when a group agreed to see
    every college. Raises :class:`Refusal` for a question that is not asked, for an empty agenda or a meeting too
    short for its first question, and for ``filled`` sheets while opinions may not be shown (R5).
    """
    if filled and view.hidden:
        raise Refusal(
            "Personne ne voit encore les avis des autres : ils s’impriment à partir de la phase « dialogue »."
        )
    wanted = set(named_questions(view.indicators, questions))
    first = [] if minutes is None else questions_of_meeting(view, minutes)
    if agenda and minutes is None:
        wanted |= set(questions_on_agenda(view))
    others = [item.id for item in view.indicators if item.id in wanted and item.id not in first]
    chosen = [*first, *others] if questions or agenda or minutes is not None else None
    shown = told if filled and told is not None else view
    return write_whole(target, lambda file: write_indicator_sheets(shown, theme, file, wanted=chosen, filled=filled))


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
