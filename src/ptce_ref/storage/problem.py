"""What can be wrong with a database, as one French sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class DatabaseUnusableError(Exception):
    """The database cannot be opened, read or written. ``str()`` is a sentence for the user."""


def not_a_database(path: Path) -> DatabaseUnusableError:
    """Return what to raise for a file that is something else than a base of ours."""
    return DatabaseUnusableError(
        f"« {path} » n’est pas une base de ptce. Choisissez un autre fichier avec --base, "
        "ou donnez un nom qui n’existe pas encore."
    )


def from_newer_version(path: Path, found: int, known: int) -> DatabaseUnusableError:
    """Return what to raise for a base of format ``found``, when ``known`` is the latest this program reads."""
    return DatabaseUnusableError(
        f"La base « {path} » vient d’une version plus récente du programme (format {found}, format connu : {known}). "
        "Mettez ptce à jour ; la base n’a pas été touchée."
    )


def missing(path: Path) -> DatabaseUnusableError:
    """Return what to raise when there is no file at ``path``."""
    return DatabaseUnusableError(
        f"Aucune base à l’endroit « {path} ». Créez-la avec « ptce pole ajouter », "
        "ouvrez « ptce » pour essayer les exemples, ou indiquez-la avec --base."
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about ``path`` into :class:`DatabaseUnusableError`."""
    try:
        yield
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged file quotes it, and Python cannot read the quotation.
        raise DatabaseUnusableError(_SENTENCES[sqlite3.SQLITE_CORRUPT].format(base=f"« {path} »")) from error
    except sqlite3.Error as error:
        sentence = _sentence(path, error)
        if sentence is None:
            raise
        raise DatabaseUnusableError(sentence) from error


_OF_DAMAGE = (
    *("Could not decode to UTF-8", "unsupported file format", "malformed"),
    *("no such table", "no such column", "no such index", "foreign key mismatch"),
)


def tells_damage(error: sqlite3.Error) -> bool:
    """Whether an error comes from what the file holds: broken pages, a text that is none, a table that is gone."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
        return True
    # Python's own words for a text that is not UTF-8, SQLite's for a list of tables that lost some.
    return str(error).startswith(_OF_DAMAGE)


def _sentence(path: Path, error: sqlite3.Error) -> str | None:
    if not path.exists():
        return (
            f"La base « {path} » a disparu ou a été déplacée depuis qu’elle est ouverte. "
            "Remettez-la à sa place, ou rouvrez ptce sur le bon fichier."
        )
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return (
            f"La base « {path} » a été remplacée par un autre fichier depuis qu’elle est ouverte : "
            "quittez ptce, puis rouvrez-le pour travailler sur ce nouveau fichier."
        )
    code &= 0xFF
    if tells_damage(error):
        code = sqlite3.SQLITE_CORRUPT
    if code == sqlite3.SQLITE_NOTADB:
        return str(not_a_database(path))
    template = _SENTENCES.get(code)
    return None if template is None else template.format(base=f"« {path} »")


_BUSY = "La base {base} est occupée par un autre programme. Fermez-le, puis recommencez ; rien n’a été perdu."
_DENIED = "Vous n’avez pas le droit d’ouvrir la base {base}."
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _DENIED,
    sqlite3.SQLITE_READONLY: (
        "La base {base} est en lecture seule. Copiez-la dans un dossier où vous pouvez écrire, "
        "puis ouvrez la copie avec --base."
    ),
    sqlite3.SQLITE_FULL: (
        "Le disque est plein : ce qui précède est gardé, la dernière saisie n’a pas pu l’être. "
        "Faites de la place, puis recommencez (base {base})."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "La base {base} ne s’ouvre pas. Vérifiez que le dossier existe et que vous avez le droit d’y écrire."
    ),
    sqlite3.SQLITE_CORRUPT: (
        "La base {base} est abîmée. Gardez-la telle quelle et repartez de votre dernière copie "
        "(« ptce base restaurer »), ou sauvez ce qui se lit encore (« ptce base verifier »)."
    ),
    sqlite3.SQLITE_IOERR: (
        "Le disque n’a pas répondu en lisant ou en écrivant la base {base}. "
        "Vérifiez le disque ou la clé USB, puis recommencez."
    ),
}
