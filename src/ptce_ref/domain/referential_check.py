"""What a well-formed referential must also respect: unique ids, references that lead somewhere.

Reports every problem at once (R16), each with its path in the content; whoever read the
content turns the path into a file and a line.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from ptce_ref.domain.lineage_check import check_lineage
from ptce_ref.domain.problem import Kind, Path, Problem, nearest_value
from ptce_ref.domain.referential import Provenance, Referential

_SECTIONS_WITH_ID = {
    "objectifs": "objectives",
    "sous_objectifs": "sub_objectives",
    "enjeux": "themes",
    "indicateurs": "indicators",
    "vigilances": "vigilances",
    "colleges": "colleges",
    "parcours": "paths",
    "usages": "uses",
    "sources": "sources",
}
_CARD_LISTS = {
    "criteres": "criteria",
    "postures": "postures",
    "moyens": "means",
    "etapes": "stages",
    "statuts": "statuses",
}


def check_referential(referential: Referential) -> list[Problem]:
    """Return every problem of consistency of ``referential``; an empty list when it is sound."""
    return [
        *_duplicates(referential),
        *_dangling(referential),
        *check_lineage(referential),
        *_descriptors(referential),
        *_selections(referential),
        *_unused(referential),
        *_citations(referential),
    ]


class _Identified(Protocol):
    """Any element of a referential that has an id."""

    @property
    def id(self) -> str: ...


def _repeated(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield position, value
        seen.add(value)


def _duplicates(ref: Referential) -> Iterator[Problem]:
    lists: list[tuple[Path, Sequence[_Identified]]] = [
        ((key,), getattr(ref, name)) for key, name in _SECTIONS_WITH_ID.items()
    ]
    lists.append((("echelle", "niveaux"), ref.scale.levels))
    lists += [(("fiche_identite", key), getattr(ref.card, name)) for key, name in _CARD_LISTS.items()]
    lists += [(("indicateurs", i, "chiffres"), item.figures) for i, item in enumerate(ref.indicators)]
    for path, items in lists:
        for position, value in _repeated(item.id for item in items):
            yield Problem(
                Kind.DUPLICATE_ID, f"« {value} » une seconde fois", "un identifiant unique", (*path, position, "id")
            )
    for key in ("objectifs", "sous_objectifs", "indicateurs"):
        coded = getattr(ref, _SECTIONS_WITH_ID[key])
        for position, value in _repeated(item.code.casefold() for item in coded):
            yield Problem(
                Kind.DUPLICATE_CODE, f"« {value.upper()} » une seconde fois", "un code unique", (key, position, "code")
            )


def _dangling(ref: Referential) -> Iterator[Problem]:
    def check(path: Path, value: str, valid: Iterable[str], what: str) -> Iterator[Problem]:
        valid = list(valid)
        if value not in valid:
            yield Problem(Kind.UNKNOWN_REFERENCE, f"« {value} »", what, path, nearest_value(value, valid))

    objectives = [item.id for item in ref.objectives]
    criteria = [item.id for item in ref.card.criteria]
    for i, sub in enumerate(ref.sub_objectives):
        yield from check(("sous_objectifs", i, "objectif"), sub.objective, objectives, "l’identifiant d’un objectif")
        for j, criterion in enumerate(sub.criteria):
            yield from check(
                ("sous_objectifs", i, "criteres", j), criterion, criteria, "un critère de la fiche d’identité"
            )
    for i, item in enumerate(ref.indicators):
        here: Path = ("indicateurs", i)
        yield from check(
            (*here, "sous_objectif"), item.sub_objective, ref.sub_objective_by_id, "l’identifiant d’un sous-objectif"
        )
        yield from check((*here, "enjeu"), item.theme, ref.theme_by_id, "l’identifiant d’un enjeu")
        if item.vigilance is not None:
            yield from check(
                (*here, "vigilance"), item.vigilance, ref.vigilance_by_id, "l’identifiant d’un point de vigilance"
            )
        for j, link in enumerate(item.links):
            yield from check((*here, "liens", j), link, ref.indicator_by_id, "l’identifiant d’un autre indicateur")
            if link == item.id:
                yield Problem(
                    Kind.UNKNOWN_REFERENCE, "un renvoi vers lui-même", "un autre indicateur", (*here, "liens", j)
                )
    for i, use in enumerate(ref.uses):
        yield from check(("usages", i, "parcours"), use.path, ref.path_by_id, "l’identifiant d’un parcours")
    for i, way in enumerate(ref.paths):
        named: list[tuple[str, tuple[str, ...], Iterable[str], str]] = [
            ("indicateurs", way.selection.indicators, ref.indicator_by_id, "l’identifiant d’un indicateur"),
            (
                "sous_objectifs",
                way.selection.sub_objectives,
                ref.sub_objective_by_id,
                "l’identifiant d’un sous-objectif",
            ),
            ("enjeux", way.selection.themes, ref.theme_by_id, "l’identifiant d’un enjeu"),
        ]
        for key, values, valid, what in named:
            for j, value in enumerate(values):
                yield from check(("parcours", i, "selection", key, j), value, valid, what)


def _descriptors(ref: Referential) -> Iterator[Problem]:
    levels = ref.level_by_id
    for i, item in enumerate(ref.indicators):
        for level in levels:
            if level not in item.descriptors:
                yield Problem(
                    Kind.MISSING_DESCRIPTOR,
                    f"rien pour le niveau « {level} » de {item.code}",
                    "un descripteur par niveau de l’échelle",
                    ("indicateurs", i, "niveaux"),
                )
        for level in item.descriptors:
            if level not in levels:
                yield Problem(
                    Kind.UNKNOWN_REFERENCE,
                    f"le niveau « {level} »",
                    "un niveau de l’échelle",
                    ("indicateurs", i, "niveaux", level),
                    nearest_value(level, levels),
                )


def _selections(ref: Referential) -> Iterator[Problem]:
    for i, path in enumerate(ref.paths):
        if not ref.select(path.selection):
            yield Problem(
                Kind.EMPTY_SELECTION,
                f"le parcours « {path.id} » ne retient rien",
                "au moins un indicateur",
                ("parcours", i, "selection"),
            )


def _unused(ref: Referential) -> Iterator[Problem]:
    """A sub-objective or a theme without indicator would be an empty row or column of the grid."""
    parents = {item.objective for item in ref.sub_objectives}
    subs = {item.sub_objective for item in ref.indicators}
    themes = {item.theme for item in ref.indicators}
    checks: list[tuple[str, Sequence[_Identified], set[str], str]] = [
        ("objectifs", ref.objectives, parents, "au moins un sous-objectif"),
        ("sous_objectifs", ref.sub_objectives, subs, "au moins un indicateur"),
        ("enjeux", ref.themes, themes, "au moins un indicateur"),
    ]
    for key, items, used, what in checks:
        for i, item in enumerate(items):
            if item.id not in used:
                yield Problem(Kind.UNUSED, f"« {item.id} » sans rien dessous", what, (key, i, "id"))


def _citations(ref: Referential) -> Iterator[Problem]:
    sources = {source.id for source in ref.sources}
    for path, provenance in provenances(ref):
        for j, citation in enumerate(provenance.citations):
            if citation.source not in sources:
                yield Problem(
                    Kind.UNKNOWN_REFERENCE,
                    f"la source « {citation.source} »",
                    "l’identifiant d’une source",
                    (*path, "sources", j, "source"),
                    nearest_value(citation.source, sources),
                )
        if provenance.attested and not provenance.citations:
            yield Problem(Kind.MISSING_KEY, "« attesté » sans source", "au moins une source et l’endroit", path)


def provenances(ref: Referential) -> Iterator[tuple[Path, Provenance]]:
    """Yield each provenance of the referential with its path, in reading order."""
    yield ("referentiel", "provenance"), ref.header.provenance
    yield ("echelle", "provenance"), ref.scale.provenance
    for key in ("objectifs", "sous_objectifs", "enjeux", "indicateurs", "vigilances", "colleges", "parcours", "usages"):
        for i, item in enumerate(getattr(ref, _SECTIONS_WITH_ID[key])):
            yield (key, i, "provenance"), item.provenance
    for key, name in _CARD_LISTS.items():
        for i, item in enumerate(getattr(ref.card, name)):
            yield ("fiche_identite", key, i, "provenance"), item.provenance
    yield ("seuils", "provenance"), ref.thresholds.provenance
