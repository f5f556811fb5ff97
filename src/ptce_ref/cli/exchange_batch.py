"""Several exchange files for ``ptce echange importer``: a sentence each, and what all of them come to."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ptce_ref.cli.context import chosen_base, workspace
from ptce_ref.cli.merging import telling
from ptce_ref.cli.output import ExitCode, list_problems, narrate, result, result_json
from ptce_ref.cli.progress import Progress

if TYPE_CHECKING:
    from ptce_ref.services.exchange_batch import Arrived
    from ptce_ref.services.merging import Fusion, Policy
    from ptce_ref.services.workspace import Workspace

NO_BASE = "Il n’y a pas encore de base ici : sans --essai, elle sera créée."

_LONG = 4_000_000
"""Bytes from which reading files takes more than a second."""


def announce_reading(paths: Iterable[Path]) -> None:
    """Say that reading has begun, when it will last."""
    size = 0
    for path in paths:
        # What cannot be opened is told by who reads it.
        with suppress(OSError, ValueError):
            size += path.stat().st_size
    if size > _LONG:
        narrate("Lecture et vérification… (Ctrl+C arrête tout ; le fichier en cours ne change rien)")


def take_several(
    paths: Sequence[Path], policy: "Policy", *, changed_by_hand: bool, trial: bool, as_json: bool
) -> ExitCode:
    """Take files in one after the other, say of each what became of it, and return the exit code of them all."""
    from ptce_ref.services.exchange_batch import read_files, take_files
    from ptce_ref.services.trial import trial_workspace

    announce_reading(paths)

    def run(ws: "Workspace") -> list["Arrived"]:
        arrived = []
        with Progress("Reprise des fichiers") as progress:
            tell = telling(ws, progress, as_json=False)

            def foretold(path: Path, fusion: "Fusion") -> None:
                if not as_json:
                    progress.wipe()
                    narrate(f"{path.name} :")
                    tell(fusion)

            for item in take_files(
                ws,
                read_files(paths, changed_by_hand=changed_by_hand),
                policy=policy,
                trial=trial,
                told=progress,
                foretold=foretold,
            ):
                progress.wipe()
                arrived.append(item)
                if item.refusal is not None:
                    why = "" if item.refusal.problems else f" {item.refusal}"
                    narrate(f"{item.path.name} : refusé.{why}")
                    list_problems(item.refusal.problems)
        if as_json:
            result_json([_as_data(item) for item in arrived])
        else:
            _conclude(ws, arrived, trial=trial)
        return arrived

    if trial:
        with trial_workspace(chosen_base()) as (ws, there):
            if not there:
                narrate(NO_BASE)
            arrived = run(ws)
    else:
        with workspace(create=True) as ws:
            arrived = run(ws)
    return max(_code(item) for item in arrived)


def _conclude(ws: "Workspace", arrived: Sequence["Arrived"], *, trial: bool) -> None:
    from ptce_ref.reports import wording
    from ptce_ref.services.fusion_sentence import tell_left_to_do

    for item in arrived:
        result(f"{item.path.name} : {_fate(item, trial=trial)}")
    refused = sum(item.refusal is not None for item in arrived)
    taken = len(arrived) - refused
    if refused:
        said = wording.count(refused, "fichier refusé", "fichiers refusés")
        could = "se lisent" if trial else "sont repris, ou l’étaient déjà"
        one = "se lit" if trial else "est repris, ou l’était déjà"
        rest = "aucun autre" if not taken else f"{wording.count(taken, 'autre')} {wording.agreed(taken, one, could)}"
        result(f"{said} ; {rest}.")
    for item in arrived:
        if item.fusion is not None and item.fusion.kept is not None:
            result(f"La base d’avant est dans « {item.fusion.kept} ».")
        if item.fusion is not None and not trial:
            for line in tell_left_to_do(ws, item.fusion):
                narrate(line)


def _fate(item: "Arrived", *, trial: bool) -> str:
    if item.fusion is None:
        return "refusé, rien n’en a été pris"
    if not item.fusion.changes_something:
        return "rien à changer, la base avait déjà tout cela"
    left = ", sauf ce qui est laissé de côté" if any(account.left for account in item.fusion.accounts) else ""
    return f"{'serait repris' if trial else 'repris'}{left}"


def _code(item: "Arrived") -> ExitCode:
    if item.refusal is not None:
        return ExitCode(int(item.refusal.fault))
    left = item.fusion is not None and any(account.left for account in item.fusion.accounts)
    return ExitCode.PROBLEMS if left else ExitCode.DONE


def _as_data(item: "Arrived") -> dict[str, object]:
    from ptce_ref.services.fusion_sentence import fusion_data

    if item.fusion is None:
        problems = [str(problem) for problem in item.refusal.problems] if item.refusal else []
        return {"fichier": str(item.path), "refus": str(item.refusal), "problemes": problems}
    return {"fichier": str(item.path), "refus": None, **fusion_data(item.fusion)}
