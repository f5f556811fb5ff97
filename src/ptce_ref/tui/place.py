"""What one does with an evaluation: its jobs, when each is open, and the screen each one opens.

Screens are imported when first opened: the first screen must not wait for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ptce_ref.domain.phase import answers_open, others_visible, registering_open
from ptce_ref.domain.vocabulary import Phase

if TYPE_CHECKING:
    from ptce_ref.domain.evaluation import Evaluation
    from ptce_ref.tui.app import PtceApp


@dataclass(frozen=True)
class Place:
    """A job: the key that opens it, its name, what it is for, and why it is closed in a phase (empty: open)."""

    key: str
    id: str
    name: str
    what: str
    open: "Callable[[PtceApp, Evaluation], None]"
    closed: Callable[[Phase], str] = lambda _: ""
    rare: bool = False
    """Done once in a while: in a small window its key does it, and the list leaves its line to the others."""


def _grid(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_grid(evaluation)


def _answers(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_people(evaluation)


def _quick(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_quick(evaluation)


def _show_of_hands(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.show_of_hands import ShowOfHandsScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(ShowOfHandsScreen(evaluation))


def _dialogue(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.dialogue import DialogueScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(DialogueScreen(evaluation))


def _synthesis(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.synthesis import SynthesisScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(SynthesisScreen(evaluation))


def _action_plan(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.action_plan import ActionPlanScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(ActionPlanScreen(evaluation))


def _comparison(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_comparison(evaluation)


def _identity(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_identity(app.pole_of(evaluation), lambda _: None)


def _referential(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_referential(evaluation)


def _migration(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.migration import MigrationScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(MigrationScreen(evaluation))


def _production(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.production import ProductionScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(ProductionScreen(evaluation))


def _exchange(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.exchange_export import ExportScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(ExportScreen(app.workspace, evaluation.pole_id, evaluation.id))


def _returned(app: "PtceApp", _: "Evaluation") -> None:
    app.open_returned()


def _journal(app: "PtceApp", evaluation: "Evaluation") -> None:
    from ptce_ref.tui.screens.journal import JournalScreen  # noqa: PLC0415 - not needed by the first screen

    app.push_screen(JournalScreen(evaluation))


def _phases(app: "PtceApp", evaluation: "Evaluation") -> None:
    app.open_phases(evaluation, lambda _: None)


def _before_closing(phase: Phase) -> str:
    return "avant la clôture" if phase is Phase.CLOSED else ""


def _before_dialogue(phase: Phase) -> str:
    return "" if others_visible(phase) else "à partir de la phase « dialogue »"


def _after_opinions(phase: Phase) -> str:
    return "" if answers_open(phase) else "pendant la phase « avis »"


def _receiving(phase: Phase) -> str:
    return "à partir de la phase « avis »" if phase is Phase.PREPARATION else _before_closing(phase)


def _registering(phase: Phase) -> str:
    return "" if registering_open(phase) else _after_opinions(phase)


PLACES: tuple[Place, ...] = (
    Place("t", "grid", "Table de dialogue", "sous-objectifs et enjeux, case par case", _grid),
    Place("s", "answers", "Saisir les avis", "inscrire une personne, saisir ses avis", _answers, _registering),
    Place("r", "quick", "Recopier un questionnaire papier", "une touche par réponse", _quick, _after_opinions),
    Place(
        "q",
        "returned",
        "Reprendre des questionnaires",
        "remplis dans un tableur ; plan d’action",
        _returned,
        _receiving,
        rare=True,
    ),
    Place("m", "hands", "Main levée", "compter les voix de chaque collège", _show_of_hands, _after_opinions),
    Place(
        "d",
        "dialogue",
        "Dialogue",
        "ordre du jour, arguments, position",
        _dialogue,
        _before_dialogue,
    ),
    Place("y", "synthesis", "Synthèse", "profil, couverture, évolution", _synthesis),
    Place("a", "actions", "Plan d’action", "qui fait quoi, et pour quand", _action_plan),
    Place("o", "production", "Produire les documents", "feuilles à imprimer, rapport, classeurs", _production),
    Place("k", "comparison", "Comparer", "plusieurs évaluations, sans classement", _comparison),
    Place("f", "exchange", "Écrire un fichier d’échange", "pour un réseau, un autre ordinateur", _exchange, rare=True),
    Place("i", "identity", "Carte d’identité du pôle", "commune, membres par collège, filières…", _identity),
    Place("l", "referential", "Lire le référentiel", "les questions, leur origine, leurs liens", _referential),
    Place("j", "journal", "Journal", "ce qui a changé, et quand", _journal),
    Place("p", "phases", "Changer de phase", "avancer, ou revenir en arrière", _phases),
    Place(
        "v",
        "migration",
        "Changer de version",
        "une autre version du référentiel",
        _migration,
        _before_closing,
        rare=True,
    ),
)
