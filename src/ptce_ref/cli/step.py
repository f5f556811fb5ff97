"""What comes next for an evaluation, in one sentence that names the command to use.

The rule is in ``domain.overview``, which the screens follow too; here are the words of the commands.
"""

from ptce_ref.domain.overview import NextStep, Task
from ptce_ref.reports.awaited import awaited
from ptce_ref.reports.wording import agreed, count

_FIXED: dict[Task, str] = {
    Task.REGISTER: "Inscrire les répondants : ptce evaluation inscrire.",
    Task.COLLECT: "Personne n’a encore répondu : ptce repondre, ou ptce questionnaire exporter.",
    Task.OPEN_DIALOGUE: "Tout le monde a répondu : passer au dialogue.",
    Task.MOVE_ON: "Toutes les positions sont écrites : passer à la suite.",
    Task.PLAN: "Décider qui fait quoi, et pour quand : ptce action ajouter.",
    Task.CLOSE: "Chaque action a quelqu’un pour la mener : clore.",
    Task.SHARE: "Évaluation close : ptce imprimer rapport, ptce classeur comparaison.",
    Task.READ: "Reçue sans les personnes : ptce classeur comparaison.",
}


def step_sentence(step: NextStep) -> str:
    """Return the sentence for a step."""
    n = step.count
    if step.task is Task.OPEN_OPINIONS:
        return f"{count(n, 'répondant inscrit', 'répondants inscrits')} : passer à la phase « avis »."
    if waits_for := awaited(step):
        return waits_for
    if step.task is Task.AGREE:
        return f"{count(n, 'question')} sans position : ptce repondre … --position."
    if step.task is Task.ASSIGN:
        return f"{count(n, 'action n’a', 'actions n’ont')} personne pour {agreed(n, 'la', 'les')} mener."
    return _FIXED[step.task]
