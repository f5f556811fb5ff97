"""What comes next for an evaluation, in one sentence that names the job to open.

The rule is in ``domain.overview``; here are the words of the screens, and the place each step leads to.
"""

from ptce_ref.domain.overview import NextStep, Task
from ptce_ref.reports.awaited import awaited
from ptce_ref.reports.wording import agreed, count

PLACE_OF: dict[Task, str] = {
    Task.REGISTER: "answers",
    Task.OPEN_OPINIONS: "phases",
    Task.COLLECT: "answers",
    Task.AWAIT_PEOPLE: "answers",
    Task.AWAIT_COLLEGES: "answers",
    Task.AWAIT_VOTES: "hands",
    Task.OPEN_DIALOGUE: "phases",
    Task.AGREE: "dialogue",
    Task.MOVE_ON: "phases",
    Task.PLAN: "actions",
    Task.ASSIGN: "actions",
    Task.CLOSE: "phases",
    Task.SHARE: "production",
    Task.READ: "comparison",
}
"""The job of ``tui.place`` that does it."""

_FIXED: dict[Task, str] = {
    Task.REGISTER: "Inscrire les répondants : « Saisir les avis » (touche s).",
    Task.COLLECT: "Personne n’a encore répondu : « Saisir les avis », ou « Main levée ».",
    Task.OPEN_DIALOGUE: "Tout le monde a répondu : passer au dialogue par « Changer de phase ».",
    Task.MOVE_ON: "Toutes les positions sont écrites : avancer par « Changer de phase ».",
    Task.PLAN: "Décider qui fait quoi, et pour quand : « Plan d’action ».",
    Task.CLOSE: "Chaque action a quelqu’un pour la mener : clore par « Changer de phase ».",
    Task.SHARE: "Évaluation close : « Produire les documents », ou « Comparer ».",
    Task.READ: "Reçue sans les personnes : à lire, et à « Comparer ».",
}


def step_sentence(step: NextStep) -> str:
    """Return the sentence for a step."""
    n = step.count
    if step.task is Task.OPEN_OPINIONS:
        people = count(n, "répondant inscrit", "répondants inscrits")
        return f"{people} : ouvrir les avis par « Changer de phase »."
    if waits_for := awaited(step):
        return waits_for
    if step.task is Task.AGREE:
        waits = agreed(n, "question attend", "questions attendent")
        return f"{n} {waits} la position du groupe : « Dialogue »."
    if step.task is Task.ASSIGN:
        actions = count(n, "action n’a", "actions n’ont")
        return f"{actions} personne pour {agreed(n, 'la', 'les')} mener : « Plan d’action »."
    return _FIXED[step.task]
