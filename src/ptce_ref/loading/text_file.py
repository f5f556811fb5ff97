"""Reads a text file that people made: its size, its encoding, and why it cannot be opened.

Knows nothing of what the text means.
"""

from pathlib import Path as FilePath

from ptce_ref.domain.problem import Kind, Place, Problem


def read_text(path: FilePath, max_bytes: int, expected: str) -> str | Problem:
    """Return the text of a UTF-8 file of at most ``max_bytes``, or the problem that prevents it.

    ``expected`` names in French what the file should be. Nothing is raised for what the file
    is or holds.
    """
    name = path.name
    try:
        if path.stat().st_size > max_bytes:
            megabytes = max_bytes // 1_000_000
            return Problem(Kind.TOO_LARGE, f"plus de {megabytes} Mo", expected, place=Place(name))
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        found = "des octets qui ne sont pas de l’UTF-8"
        return Problem(Kind.UNREADABLE, found, "un fichier enregistré en UTF-8", place=Place(name, line))
    except OSError as error:
        return Problem(Kind.UNREADABLE, why_closed(error), "un fichier qui s’ouvre", place=Place(name))


def why_closed(error: OSError) -> str:
    """Return in French why the system refused to open a file; it speaks its own language."""
    if isinstance(error, FileNotFoundError):
        return "aucun fichier de ce nom"
    if isinstance(error, PermissionError):
        return "un fichier dont l’accès est refusé"
    if isinstance(error, IsADirectoryError):
        return "un dossier"
    return "un fichier que le système ne sait pas lire"
