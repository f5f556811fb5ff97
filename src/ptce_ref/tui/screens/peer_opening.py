"""Opening the evaluation of a pôle by another one, set as the one that the pôle made of itself."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.pole import Pole
from ptce_ref.services.peer import model_of_visit
from ptce_ref.services.pole import all_poles, find_pole
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.screens.evaluation_form import EvaluationForm
from ptce_ref.tui.screens.search import Found, SearchDialog

if TYPE_CHECKING:
    from ptce_ref.tui.app import PtceApp


def open_visitors_evaluation(
    app: "PtceApp", host_id: str, visitor_id: str, opened: Callable[[Evaluation], None]
) -> None:
    """Show the form of an evaluation of ``host_id`` by ``visitor_id``; ``opened`` is told the one that was opened.

    Raises :class:`Refusal` or :class:`~ptce_ref.storage.problem.DatabaseUnusableError`.
    """
    host, like = find_pole(app.workspace, host_id), model_of_visit(app.workspace, host_id)

    def take(evaluation: Evaluation | None) -> None:
        if evaluation is not None:
            opened(evaluation)

    app.push_screen(EvaluationForm(host, sound_referential(), visitor=visitor_id, like=like), take)


def choose_pole(app: "PtceApp", title: str, without: Iterable[str], chosen: Callable[[str], None]) -> None:
    """Have a pôle chosen, but those of ``without``; ``chosen`` is told its id.

    Raises :class:`Refusal` when there is none to choose.
    """
    left_out = set(without)
    poles = [pole for pole in all_poles(app.workspace) if pole.id not in left_out]
    if not poles:
        raise Refusal("Il n’y a pas d’autre pôle dans cette base : ajoutez-le d’abord, touche n de l’accueil.")

    def take(pole_id: str | None) -> None:
        if pole_id is not None:
            chosen(pole_id)

    app.push_screen(SearchDialog(title, "Un nom, une commune…", pole_lines(poles)), take)


def pole_lines(poles: Iterable[Pole]) -> list[Found]:
    """Return pôles as lines to look for."""
    return [Found(pole.id, pole.name, pole.commune or "") for pole in poles]
