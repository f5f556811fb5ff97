"""What the screen « Produire » says of the files it makes: those already there, and how a production ended."""

from collections.abc import Sequence
from pathlib import Path

from ptce_ref.domain.phase import answers_open
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.services.offer import Offer
from ptce_ref.services.outcome import Outcome

_NAMED = 3
"""How many people the sentence at the end names."""


def files_there(folder: Path, offer: Offer) -> int:
    """Return how many files of a document ``folder`` holds already: those that producing it would replace."""
    try:
        place = folder / offer.file
        if offer.files:
            return len({path.name for path in place.iterdir()}.intersection(offer.files))
        return int(place.exists())
    except (OSError, ValueError, RuntimeError):
        # A folder that cannot be looked at will be told when something is written there.
        return 0


def end_sentence(outcomes: Sequence[Outcome], left: int, phase: Phase | None, *, stopped: bool) -> str:
    """Say what was written and what to do with it; ``left`` documents were not made because somebody stopped.

    ``phase`` is that of the evaluation, None for the whole database.
    """
    written = sum(outcome.files for outcome in outcomes)
    failed = sum(bool(outcome.problem) for outcome in outcomes)
    parts = [f"{wording.count(written, 'fichier écrit', 'fichiers écrits')} dans ce dossier."]
    if stopped:
        parts.append(f"Arrêté : {wording.count(left, 'document laissé', 'documents laissés')}.")
    elif failed:
        parts.append(f"{wording.count(failed, 'document', 'documents')} en échec : la ligne dit pourquoi.")
    else:
        parts.append("La touche o l’ouvre.")
    parts += [_to_send(outcome, phase) for outcome in outcomes if outcome.people]
    return " ".join(parts)


def _to_send(outcome: Outcome, phase: Phase | None) -> str:
    """Say for whom the files of a folder are, what to do with them, and how they come back."""
    people, more = outcome.people, len(outcome.people) - _NAMED
    named = f"{', '.join(people[:_NAMED])} et {more} autres" if more > 1 else ", ".join(people)
    when = "" if phase and answers_open(phase) else ", à la phase « avis »"
    if len(people) == 1:
        return (
            f"Dans « {outcome.file.name} », celui de {named} : ne l’envoyez qu’à cette personne. "
            f"Rempli, il se reprend par la touche q de l’évaluation{when}."
        )
    return (
        f"Dans « {outcome.file.name} », un par personne ({named}) : envoyez à chacune le sien, à elle seule. "
        f"Remplis, ils se reprennent par la touche q de l’évaluation{when}."
    )
