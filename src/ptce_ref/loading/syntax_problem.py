"""Turns what the YAML parser refuses into a problem that an author can act on."""

import re

import yaml

from ptce_ref.domain.problem import Kind, Place, Problem

# What the parser says in English, and what an author can act on. The first match wins.
_SYNTAX = (
    ("tab character", "une tabulation au début de la ligne", "des espaces"),
    (
        "cannot start any token",
        "un signe qui ne peut pas commencer un texte sans guillemets",
        "un texte entre guillemets",
    ),
    ("escape character", "une barre oblique inverse (« \\ ») dans un texte entre guillemets doubles", "« \\\\ »"),
    ("quoted scalar", "un guillemet ouvert et jamais refermé, ou mal placé", "un texte entre deux guillemets"),
    ("mapping values are not allowed", "un « : » de trop", "un texte entre guillemets, ou un retrait régulier"),
    ("undefined alias", "un renvoi YAML (« * »)", "le texte lui-même"),
    ("found duplicate anchor", "une ancre YAML (« & »)", "le texte lui-même"),
    ("another document", "un second document (« --- »)", "un seul document par fichier"),
    ("flow ", "un crochet ou une accolade qui ne se referme pas", "« [ … ] » ou « { … } »"),
    ("could not find expected ':'", "une ligne sans « : »", '« clé: "valeur" »'),
)


_GENERIC = (
    "une ligne que YAML ne comprend pas, ou la suite d’une ligne restée ouverte",
    'un retrait régulier, des guillemets fermés, « clé: "valeur" »',
)
_OPENED = ("flow ", "quoted scalar")
"""What says where a bracket or a quote was opened, which tells more than where it was missed."""


def syntax_problem(name: str, error: yaml.YAMLError, text: str) -> Problem:
    """Return what the parser found in ``text``, the content of the file ``name``, with its line."""
    position = getattr(error, "position", None)
    if position is not None:
        line = text.encode("utf-8", "replace")[:position].count(b"\n") + 1
        return Problem(Kind.SYNTAX, "un caractère de contrôle", "du texte seulement", place=Place(name, line))
    context, said = str(getattr(error, "context", "")), str(getattr(error, "problem", ""))
    mark = getattr(error, "problem_mark", None)
    if any(word in context for word in _OPENED):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return Problem(Kind.SYNTAX, *_GENERIC, place=Place(name))
    lines = text.split("\n")
    indent = re.match(r"\s*", lines[mark.line]) if mark.line < len(lines) else None
    if indent is not None and "\t" in indent.group():
        said = "tab character"
    found, expected = next(
        ((found, expected) for needle, found, expected in _SYNTAX if needle in f"{said} {context}"), _GENERIC
    )
    return Problem(Kind.SYNTAX, found, expected, place=Place(name, mark.line + 1))
