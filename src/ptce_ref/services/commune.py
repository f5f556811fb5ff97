"""Use cases around communes: finding one by its name or its code, without any network."""

from functools import cache

from ptce_ref.domain.commune import CommuneIndex, CommuneMatch, same_name
from ptce_ref.loading.commune import read_communes
from ptce_ref.reports.wording import long_date
from ptce_ref.resources import communes_file
from ptce_ref.services.refusal import Refusal

LIMIT = 8
"""How many communes are listed when nobody says otherwise."""


def search_communes(text: str, limit: int = LIMIT) -> tuple[CommuneMatch, ...]:
    """Return the communes whose name, INSEE code or postal code begins like ``text``, best first."""
    return _index().search(text, limit)


def commune_of(code: str) -> CommuneMatch:
    """Return the commune of an INSEE code, today's one for a former code. Raises :class:`Refusal`."""
    found = _index().find(code)
    if found is None:
        raise Refusal(f"Le code INSEE « {code} » n’est pas dans la liste des communes du {list_date()}.")
    return found


def contradiction(name: str, code: str) -> str:
    """Return a sentence when an INSEE code is not that of the commune named; nothing when both agree.

    A code that is not in the list contradicts nothing: it may be newer than the list, or that of a district.
    """
    names = _index().names_of(code)
    if not names or any(same_name(name, known) for known in names):
        return ""
    found = commune_of(code).commune
    return (
        f"Le code {code} est celui de {found.name} ({found.department}), pas de « {name} » : "
        "choisissez la commune dans la liste, ou corrigez le code."
    )


def list_date() -> str:
    """Return the day of the list of communes: « 1er janvier 2026 »."""
    return long_date(_index().date)


def tell_former(match: CommuneMatch) -> str:
    """Return what became of the former commune that was asked for: its name today."""
    return f"« {match.former} » fait aujourd’hui partie de la commune « {match.commune.name} »." if match.former else ""


@cache
def _index() -> CommuneIndex:
    """Read the list once, the first time somebody looks for a commune: never when the program starts."""
    return read_communes(communes_file())
