"""The page that says, element by element, what a source attests and what the project proposes.

For someone who holds the original version: what to check, and what to replace.
"""

from collections.abc import Iterator

from ptce_ref.domain.referential import Provenance, Referential

_NOTHING = "aucune source ; idée du projet"


def provenance_page(referential: Referential) -> str:
    """Return the Markdown page, generated from the data alone: same referential, same bytes."""
    ref = referential
    elements = list(_elements(ref))
    attested = [item for item in elements if item[2].attested]
    proposed = [item for item in elements if not item[2].attested]
    lines = [
        "# D’où vient chaque élément du référentiel",
        "",
        f"« {ref.header.title} », version {ref.version} ({ref.header.date}), licence {ref.header.license}.",
        "",
        "Cette page est produite par `ptce referentiel provenance` : ne la modifiez pas à la main.",
        "Elle permet à qui détient la version d’origine (3.7, 23 mai 2014) de vérifier ce qui est attesté et de",
        "remplacer ce qui est proposé.",
        "",
        f"**{len(attested)} éléments attestés par une source, {len(proposed)} proposés par le projet.**",
        "",
        "## Éléments attestés",
        "",
        *_section(attested),
        "## Éléments proposés",
        "",
        "Le projet les a rédigés ; la source, quand il y en a une, a donné l’idée, non les mots.",
        "",
        *_section(proposed),
        "## Sources",
        "",
        "Certitude : A, lue dans la source ou dans l’ouverture d’un document primaire ; B, source secondaire",
        "ou presse ; C, déduction.",
        "",
        *(
            f"- `{source.id}` — {source.author}, *{source.title}*, {source.year}. "
            f"{source.access} (certitude {source.certainty})"
            for source in ref.sources
        ),
        "",
    ]
    return "\n".join(lines)


def _section(elements: list[tuple[str, str, Provenance]]) -> Iterator[str]:
    heading = ""
    for kind, name, provenance in elements:
        if kind != heading:
            if heading:
                yield ""
            heading = kind
            yield f"### {kind}"
            yield ""
        where = " ; ".join(f"`{c.source}`, {c.place}" for c in provenance.citations) or _NOTHING
        note = f" {provenance.note}" if provenance.note else ""
        yield f"- {name} — {where}.{note}"
    yield ""


def _elements(ref: Referential) -> Iterator[tuple[str, str, Provenance]]:
    yield "Le référentiel et son échelle", f"le référentiel « {ref.header.title} »", ref.header.provenance
    levels = ", ".join(f"« {level.name} »" for level in ref.scale.levels)
    yield "Le référentiel et son échelle", f"l’échelle : {levels}", ref.scale.provenance
    yield (
        "Le référentiel et son échelle",
        "les seuils de l’ordre du jour et de la comparaison",
        ref.thresholds.provenance,
    )
    for objective in ref.objectives:
        yield "Objectifs", f"{objective.code} « {objective.name} »", objective.provenance
    for sub in ref.sub_objectives:
        yield "Sous-objectifs", f"{sub.code} « {sub.name} »", sub.provenance
    for theme in ref.themes:
        count = sum(item.theme == theme.id for item in ref.indicators)
        yield "Enjeux", f"« {theme.name} » ({count} indicateurs)", theme.provenance
    for use in ref.uses:
        yield "Usages", f"« {use.name} »", use.provenance
    for path in ref.paths:
        yield "Parcours", f"« {path.name} »", path.provenance
    for college in ref.colleges:
        yield "Collèges", f"« {college.name} »", college.provenance
    for vigilance in ref.vigilances:
        yield "Points de vigilance", f"« {vigilance.name} »", vigilance.provenance
    card = ref.card
    for heading, entries in (
        ("Critères de caractérisation", card.criteria),
        ("Postures des collectivités", card.postures),
        ("Moyens des collectivités", card.means),
        ("Étapes de vie", card.stages),
        ("Statuts", card.statuses),
    ):
        for entry in entries:
            yield heading, f"« {entry.name} »", entry.provenance
    for item in ref.indicators:
        yield "Indicateurs", f"{item.code} « {item.title} »", item.provenance
