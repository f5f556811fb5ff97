"""The two groups that colleges of few voices are counted in, and their words.

Standard library alone: the first screen names them before any model is loaded. Who is counted in them is for
``domain.confidentiality``.
"""

OTHERS, TOGETHER = "autres-colleges", "tous-colleges"
"""Ids of the two groups: some colleges as one, and all of them. A number follows where a referential has such an id."""

_WORDS = {
    OTHERS: ("Autres collèges réunis", "Autres", "Collèges de peu de voix, réunis pour que personne ne soit reconnu."),
    TOGETHER: ("Tous les collèges réunis", "Tous", "Trop peu de voix pour dire quel collège les donne."),
}


def group_words(ident: str) -> tuple[str, str, str]:
    """Return the name of a group, its short name, what it means; an id that is none names itself."""
    wanted = next((group for group in _WORDS if ident.startswith(group)), None)
    return _WORDS[wanted] if wanted else (ident, ident[:16], ident)
