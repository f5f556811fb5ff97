"""The kinds of write that are killed: how each begins, what it does, and how one judges what is left."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.referential import Referential
from ptce_ref.loading.referential import load_referential
from ptce_ref.resources import examples_folder
from ptce_ref.services.backup import Why, backup_folder, keep_backup, restore_backup
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import find_evaluation, move_phase
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.merging import merge_base
from ptce_ref.services.migration import migrate_evaluation
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.production import make_questionnaire
from ptce_ref.services.questionnaire import import_questionnaire, questionnaire_of
from ptce_ref.services.salvage import save_readable
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage import schema
from tests.bases import clock, example_base
from tests.project.questionnaire_desk import edited, fill, sign
from tests.samples import shipped_referential, shipped_theme
from tests.storage.test_kept import level

AVIS, PLAN = "faubourg-des-forges-2026", "plateau-des-genets-2026"
BASE = "base.sqlite"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Write:
    """A kind of write. ``make`` fills a folder; ``act`` writes there, and says each thing it acknowledges.

    ``wrong`` looks at the folder afterwards, given what was acknowledged, and returns what it finds, or "".
    """

    name: str
    make: Callable[[Path], None]
    act: Callable[[Path, Say], None]
    wrong: Callable[[Path, list[str]], str]


def state(base: Path) -> str:
    """A fingerprint of all that a base holds."""
    found = sha256()
    with closing(sqlite3.connect(base)) as db:
        found.update(repr(db.execute("PRAGMA user_version").fetchone()).encode())
        names = sorted(name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        for name in names:
            rows = sorted(map(repr, db.execute(f"SELECT * FROM {name}")))  # noqa: S608 - names of ours
            found.update(repr((name, rows)).encode())
    return found.hexdigest()


def opened(base: Path) -> Workspace:
    return open_workspace(base, clock=clock)


def unsound(base: Path) -> str:
    """Open a base as the next start does; return what is wrong with it."""
    with opened(base) as workspace:
        problems = verify_base(workspace).problems
    return " ".join(problems)


def either(*expected: Path) -> Callable[[Path, list[str]], str]:
    """Return a judge: the base is as in one of ``expected``, the last of them once that was acknowledged."""
    states = [state(path) for path in expected]
    if len(set(states)) < len(states):
        raise AssertionError("a write that writes nothing cannot be interrupted")

    def wrong(folder: Path, said: list[str]) -> str:
        if problem := unsound(folder / BASE):
            return problem
        found = state(folder / BASE)
        allowed = states[-1:] if said else states
        return "" if found in allowed else f"half done, acknowledged: {said}"

    return wrong


def whole_copies(folder: Path) -> str:
    """Return what is wrong with the copies of the base that bear the name of one."""
    for path in backup_folder(folder / BASE).glob("*.sqlite"):
        if path.name.startswith("."):
            continue
        with closing(sqlite3.connect(path)) as db:
            if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return f"{path.name} is not whole"
    return ""


def answers(folder: Path, say: Say) -> None:
    with opened(folder / BASE) as workspace:
        evaluation = find_evaluation(workspace, AVIS)
        for number in range(1, 100_000):
            indicator = evaluation.indicators[number % len(evaluation.indicators)]
            text = f"argument {number} " + "é" * 2000
            record_answer(workspace, evaluation, level("r01", indicator, str(1 + number % 4), text))
            say(f"{indicator} {number}")


def answers_lost(folder: Path, said: list[str]) -> str:
    acknowledged = {line.split()[0]: int(line.split()[1]) for line in said}
    with opened(folder / BASE) as workspace:
        rows = workspace.store.db.execute(
            "SELECT indicator_id, argument FROM answers WHERE evaluation_id = ? AND respondent_id = 'r01'", (AVIS,)
        )
        kept = {str(indicator): str(text) for indicator, text in rows}
        if workspace.store.db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            return "not whole"
    for indicator, number in acknowledged.items():
        words = kept.get(indicator, "").split()
        # The answer that was being written may be there too: one further, never less.
        if words[:1] != ["argument"] or int(words[1]) < number or len(words[2]) != 2000:
            return f"{indicator}: {words[:2]} instead of {number}"
    return ""


def backups(folder: Path, say: Say) -> None:
    with opened(folder / BASE) as workspace:
        while True:
            say(keep_backup(workspace, Why.IMPORT).name)


def backups_lost(folder: Path, said: list[str]) -> str:
    if problem := whole_copies(folder):
        return problem
    # The oldest ones go away when there are too many.
    missing = [name for name in said[-5:] if not (backup_folder(folder / BASE) / name).exists()]
    return f"{missing} acknowledged and not there" if missing else unsound(folder / BASE)


def produce(folder: Path, say: Say) -> None:
    with opened(folder / BASE) as workspace:
        make_questionnaire(
            questionnaire_of(workspace, AVIS, respondent="r02"), shipped_theme(), folder / "fichier.xlsx"
        )
    say("produced")


def final(folder: Path, act: Callable[[Path, Say], None]) -> Path:
    """Return a folder where the write was let go to its end."""
    done = Path(mkdtemp(prefix="ptce-fini-"))
    shutil.copytree(folder, done, dirs_exist_ok=True)
    act(done, lambda _: None)
    return done


def one_go(name: str, make: Callable[[Path], None], act: Callable[[Path], object]) -> Write:
    """Return a write that is done at once or not at all."""

    def say_it(folder: Path, say: Say) -> None:
        act(folder)
        say("done")

    start = Path(mkdtemp(prefix="ptce-avant-"))
    make(start)
    judge = either(start / BASE, final(start, say_it) / BASE)

    def wrong(folder: Path, said: list[str]) -> str:
        return judge(folder, said) or whole_copies(folder)

    return Write(name, make, say_it, wrong)


def small(folder: Path) -> None:
    """The base of one evaluation, whose opinions are being given."""
    shutil.copy(_small(), folder / BASE)


_made: dict[str, Path] = {}


def _small() -> Path:
    if "small" not in _made:
        folder = Path(mkdtemp(prefix="ptce-petite-"))
        base = example_base(folder)
        with closing(sqlite3.connect(base, isolation_level=None)) as db:
            db.execute("DROP TRIGGER journal_keeps_everything")
            for table in ("snapshots", "answers", "tallies", "positions", "actions", "respondents"):
                db.execute(f"DELETE FROM {table} WHERE evaluation_id NOT IN (?, ?)", (AVIS, PLAN))  # noqa: S608 - names of ours
            db.execute("DELETE FROM evaluations WHERE id NOT IN (?, ?)", (AVIS, PLAN))
            db.execute("DELETE FROM journal WHERE json_extract(key, '$.evaluation') NOT IN (?, ?)", (AVIS, PLAN))
            db.execute(
                "CREATE TRIGGER journal_keeps_everything BEFORE DELETE ON journal "
                "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
            )
            db.execute("VACUUM")
        _made["small"] = base
    return _made["small"]


def with_questionnaire(folder: Path) -> None:
    """The base, and the questionnaire that somebody filled in and sent back."""
    small(folder)
    if "questionnaire" not in _made:
        away = Path(mkdtemp(prefix="ptce-ailleurs-"))
        small(away)
        with opened(away / BASE) as workspace:
            view = questionnaire_of(workspace, AVIS, college="habitants")
            asked = find_evaluation(workspace, AVIS).indicators
        made = make_questionnaire(view, shipped_theme(), away / "questionnaire.xlsx")
        known = shipped_referential().indicator_by_id

        def fill_in(sheet: Worksheet) -> None:
            sign(sheet, nom="Quelqu’un d’autre")
            for number, ident in enumerate(asked):
                fill(sheet, known[ident].code, reponse=str(1 + number % 4), argument=f"Vu sur place {number}. " * 30)

        _made["questionnaire"] = edited(made, fill_in)
    shutil.copy(_made["questionnaire"], folder / "questionnaire.xlsx")


def receive(folder: Path) -> None:
    with opened(folder / BASE) as workspace:
        import_questionnaire(workspace, folder / "questionnaire.xlsx")


def ready_to_close(folder: Path) -> None:
    small(folder)
    with opened(folder / BASE) as workspace:
        if find_evaluation(workspace, PLAN).phase.value != "plan-d-action":
            move_phase(workspace, PLAN, "plan-d-action", confirmed=True)


def close(folder: Path) -> None:
    with opened(folder / BASE) as workspace:
        move_phase(workspace, PLAN, "cloture")


def earlier_format(folder: Path) -> None:
    """A base of the first format, which the next start migrates."""
    base, versions = folder / BASE, schema.VERSION
    migrations = schema.MIGRATIONS
    with closing(sqlite3.connect(base, isolation_level=None)) as db:
        schema.MIGRATIONS, schema.VERSION = migrations[:1], 1
        try:
            schema.migrate(db, "2025-01-01T00:00:00.000+00:00")
        finally:
            schema.MIGRATIONS, schema.VERSION = migrations, versions
        db.execute(
            "INSERT INTO poles VALUES ('ici', 'Pôle d’ici', 0, '{\"id\":\"ici\",\"nom\":\"Pôle d’ici\"}', '2025-01-01')"
        )


def migrate_format(folder: Path) -> None:
    opened(folder / BASE).store.close()


def format_wrong() -> Callable[[Path, list[str]], str]:
    start = Path(mkdtemp(prefix="ptce-format-"))
    earlier_format(start)
    expected = state(final(start, lambda folder, _: migrate_format(folder)) / BASE)

    def wrong(folder: Path, _: list[str]) -> str:
        if problem := unsound(folder / BASE):
            return problem
        # Looking was the next start: whatever was left, the format is now the last one, and nothing is lost.
        return whole_copies(folder) or ("" if state(folder / BASE) == expected else "lost on the way")

    return wrong


def two_histories(folder: Path) -> None:
    """The base, and a copy on which somebody else worked meanwhile."""
    small(folder)
    shutil.copy(folder / BASE, folder / "autre.sqlite")
    with opened(folder / "autre.sqlite") as workspace:
        evaluation = find_evaluation(workspace, AVIS)
        for indicator in evaluation.indicators[:12]:
            record_answer(workspace, evaluation, level("r02", indicator, "1", "Vu d’un autre bureau. " * 20))


def with_exchange(folder: Path) -> None:
    """The base, and the exchange file of somebody who went on elsewhere."""
    two_histories(folder)
    with opened(folder / "autre.sqlite") as workspace:
        export_evaluations(workspace, [AVIS], folder / "echange.json", complete=True)


def take_in(folder: Path) -> None:
    exchange = read_exchange(folder / "echange.json")
    with opened(folder / BASE) as workspace:
        import_exchange(workspace, exchange)


def merge(folder: Path) -> None:
    with opened(folder / BASE) as workspace:
        merge_base(workspace, folder / "autre.sqlite")


def next_version() -> Referential:
    if (found := load_referential(examples_folder() / "referentiel-v2").referential) is None:
        raise SystemExit("the second version of the referential is not sound")
    return found


def change_version(folder: Path) -> None:
    with opened(folder / BASE) as workspace:
        migrate_evaluation(workspace, AVIS, next_version())


def with_backup(folder: Path) -> None:
    """A base, and a copy of what it was before its last answers."""
    small(folder)
    shutil.copy(folder / BASE, folder / "copie.sqlite")
    with opened(folder / BASE) as workspace:
        evaluation = find_evaluation(workspace, AVIS)
        record_answer(workspace, evaluation, level("r01", evaluation.indicators[0], "4", "Après la copie."))


def restore(folder: Path, say: Say) -> None:
    restore_backup(folder / "copie.sqlite", folder / BASE, clock)
    say("done")


def restoration_wrong() -> Callable[[Path, list[str]], str]:
    start = Path(mkdtemp(prefix="ptce-copie-"))
    with_backup(start)
    judge, before = either(start / BASE, start / "copie.sqlite"), state(start / BASE)

    def wrong(folder: Path, said: list[str]) -> str:
        if problem := judge(folder, said):
            return problem
        if state(folder / BASE) == before:
            return ""
        aside = backup_folder(folder / BASE).glob("*mise-de-cote*.sqlite")
        return "" if [state(path) for path in aside] == [before] else "the base before is gone"

    return wrong


def salvage(folder: Path, say: Say) -> None:
    save_readable(folder / "sauvée.sqlite", folder / BASE, clock)
    say("done")


def salvage_wrong(folder: Path, said: list[str]) -> str:
    target = folder / "sauvée.sqlite"
    if said and not target.exists():
        return "acknowledged and not there"
    return (unsound(target) if target.exists() else "") or unsound(folder / BASE)


def produced_wrong() -> Callable[[Path, list[str]], str]:
    start = Path(mkdtemp(prefix="ptce-produit-"))
    small(start)
    expected = (final(start, produce) / "fichier.xlsx").read_bytes()

    def wrong(folder: Path, said: list[str]) -> str:
        target = folder / "fichier.xlsx"
        if not target.exists():
            return "acknowledged and not there" if said else ""
        return "" if target.read_bytes() == expected else "half a file"

    return wrong


KINDS: dict[str, Callable[[], Write]] = {
    "avis": lambda: Write("avis", small, answers, answers_lost),
    "questionnaire": lambda: one_go("questionnaire", with_questionnaire, receive),
    "cloture": lambda: one_go("cloture", ready_to_close, close),
    "sauvegarde": lambda: Write("sauvegarde", small, backups, backups_lost),
    "production": lambda: Write("production", small, produce, produced_wrong()),
    "format": lambda: Write("format", earlier_format, lambda folder, _: migrate_format(folder), format_wrong()),
    "restauration": lambda: Write("restauration", with_backup, restore, restoration_wrong()),
    "sauvetage": lambda: Write("sauvetage", small, salvage, salvage_wrong),
    "echange": lambda: one_go("echange", with_exchange, take_in),
    "fusion": lambda: one_go("fusion", two_histories, merge),
    "version": lambda: one_go("version", small, change_version),
}
