"""Use cases around a damaged base: saying what is lost, saving the rest into a new one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.reports.wording import agreed, count
from ptce_ref.services.base import Verification, verify_base
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Clock, default_database, open_workspace, system_clock
from ptce_ref.storage.atomic import atomic_file
from ptce_ref.storage.backup import list_backups, unwritten
from ptce_ref.storage.damage import TABLES, is_damaged
from ptce_ref.storage.database import open_store
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.referential import kept_referentials, read_referential
from ptce_ref.storage.salvage import Salvage, salvage_file

_BESIDE = "-non-rattache.json"


@dataclass(frozen=True)
class Saved:
    """What a salvage did: the new base, sentences on what it holds and lacks, and the file of what fits nowhere."""

    base: Path
    rows: int
    losses: tuple[str, ...]
    beside: Path | None


@dataclass(frozen=True)
class FileVerification(Verification):
    """Problems of a file, and how bad it is: ``damaged``, its pages are; ``unusable``, it does not even open."""

    damaged: bool = False
    unusable: bool = False


def verify_file(base: Path | None = None, clock: Clock = system_clock) -> FileVerification:
    """Check the base; of a damaged one, say also what a salvage would find and lose.

    Raises :class:`DatabaseUnusableError` when the base does not open for another reason than damage.
    """
    try:
        with open_workspace(base, read_only=True, clock=clock) as workspace:
            problems = verify_base(workspace).problems
    except DatabaseUnusableError as error:
        if not is_damaged(error):
            raise
        return FileVerification((str(error), *explain_damage(base, clock)), damaged=True, unusable=True)
    if not problems:
        return FileVerification(())
    return FileVerification((*problems, *explain_damage(base, clock)), damaged=True)


def explain_damage(base: Path | None = None, clock: Clock = system_clock) -> tuple[str, ...]:
    """Return what a salvage of ``base`` would find and lose, as French sentences; nothing when all can be read."""
    base = base or default_database()
    with TemporaryDirectory() as folder:
        try:
            report = salvage_file(base, Path(folder) / "essai.sqlite", _at(clock), _spare(base, clock))
        except (OSError, DatabaseUnusableError):
            return ()
    return tuple(_losses(report))


def save_readable(target: Path, base: Path | None = None, clock: Clock = system_clock) -> Saved:
    """Write into ``target``, which must not exist, all that can be read of ``base``; ``base`` is not touched.

    What can be read but hangs on something lost goes beside, into a JSON file.
    Raises :class:`Refusal` when the file holds nothing of ours, :class:`DatabaseUnusableError` when it
    cannot be read or ``target`` cannot be written.
    """
    base, target = (base or default_database()).absolute(), target.absolute()
    if not base.is_file():
        raise Refusal(f"Aucune base à l’endroit « {base} » : indiquez-la avec --base.", Fault.UNUSABLE)
    try:
        taken = target.exists() or target.is_symlink()
    except OSError as error:
        raise unwritten(target, error) from error
    if taken:
        raise Refusal(f"« {target} » existe déjà : donnez un nom qui n’existe pas encore.", Fault.MISUSE)
    return _save(base, target, clock)


def _save(base: Path, target: Path, clock: Clock) -> Saved:
    """Write the new base, and beside it what hangs on nothing. Raises as :func:`save_readable`."""
    beside = target.with_name(f"{target.stem}{_BESIDE}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(target, 0o600) as staged:
            report = salvage_file(base, staged, _at(clock), _spare(base, clock))
            rows = report.read.total() + report.from_journal.total() + report.doubtful.total()
            if not rows:
                raise Refusal(
                    f"Rien de « {base} » ne se relit : ce n’est pas une base de ptce, ou elle est perdue. "
                    "Repartez d’une sauvegarde avec « ptce base restaurer »."
                )
            if report.unattached:
                rest = [{"table": table, **row} for table, row in report.unattached]
                with atomic_file(beside, 0o600) as file:
                    file.write_text(json.dumps(rest, ensure_ascii=False, indent=1, default=repr), encoding="utf-8")
    except OSError as error:
        raise unwritten(target, error) from error
    return Saved(target, rows, tuple(_losses(report)), beside if report.unattached else None)


def _at(clock: Clock) -> str:
    return clock().isoformat(timespec="milliseconds")


def _spare(base: Path, clock: Clock) -> dict[str, tuple[str, str, str, str]]:
    """Return the referentials known elsewhere: the shipped one, those of the copies of the base."""
    shipped = sound_referential()
    known = {shipped.content_hash: (shipped.id, shipped.version, shipped.header.title, shipped.canonical_json)}
    for backup in reversed(list_backups(base)):
        try:
            with open_store(backup.path, _at(clock), read_only=True) as store:
                for _, _, ident in kept_referentials(store):
                    if ident not in known:
                        found = read_referential(store, ident)
                        known[ident] = (found.id, found.version, found.header.title, found.canonical_json)
        except (DatabaseUnusableError, ValueError):
            # A copy that is damaged too: the others may have it.
            continue
    return known


def _losses(report: Salvage) -> Iterator[str]:
    """Yield what was lost or brought back, table by table."""
    for table, what in TABLES.items():
        parts = [
            f"{count(n, one, several)}"
            for n, one, several in (
                (report.unreadable_pages[table], "page du fichier illisible", "pages du fichier illisibles"),
                (
                    report.from_journal[table],
                    "ligne retrouvée dans l’historique",
                    "lignes retrouvées dans l’historique",
                ),
                (
                    report.doubtful[table],
                    "ligne gardée avec des lettres perdues (« \ufffd »)",
                    "lignes gardées avec des lettres perdues (« \ufffd »)",
                ),
                (report.refused[table], "ligne qui ne veut plus rien dire", "lignes qui ne veulent plus rien dire"),
                (
                    sum(1 for name, _ in report.unattached if name == table),
                    "ligne lue mais qui ne se rattache plus à rien",
                    "lignes lues mais qui ne se rattachent plus à rien",
                ),
            )
            if n
        ]
        if parts:
            yield f"{what[0].upper()}{what[1:]} : {', '.join(parts)}."
    if n := report.from_elsewhere:
        yield f"{count(n, 'référentiel remis', 'référentiels remis')} d’après une copie identique."
    if report.evaluations:
        n = len(report.evaluations)
        names = ", ".join(sorted(report.evaluations))
        yield f"{agreed(n, 'Évaluation concernée', 'Évaluations concernées')} : {names}."
