"""What to say of a questionnaire made for another version of the referential: what moved since, and what to do."""

from ptce_ref.domain.referential import Move, Referential
from ptce_ref.reports.wording import PLURAL_FROM

_SHOWN = 6
"""How many changes of the referential one sentence tells."""


def version_sentence(file: str, version: str, known: Referential) -> str:
    """Say what the lineage knows of the way from the file's version to the evaluation's, and what to do."""
    again = (
        "Refaites le questionnaire avec « ptce questionnaire exporter » : les avis déjà donnés y sont repris, "
        "et ce que dit ce fichier s’y recopie."
    )
    if version == known.version:
        return (
            f"« {file} » a été fait pour la version {version} du référentiel, comme l’évaluation, mais son texte a "
            f"changé depuis. {again}"
        )
    told = f"« {file} » a été fait pour la version {version} du référentiel ; l’évaluation emploie la {known.version}."
    step = next((step for step in known.lineage if step.since == version), None)
    if step is None:
        return f"{told} Le référentiel ne dit pas comment passer de l’une à l’autre. {again}"
    moves = [_move_words(move, known) for move in step.moves]
    if step.scale_changed:
        moves.insert(0, "l’échelle a changé")
    listed = " ; ".join(moves[:_SHOWN]) + (" ; …" if len(moves) > _SHOWN else "")
    return f"{told} De l’une à l’autre : {listed or 'aucune question n’a changé de sens'}. {again}"


def _move_words(move: Move, known: Referential) -> str:
    before = ", ".join(f"« {ident} »" for ident in move.before)
    kind = move.kind if len(move.before) < PLURAL_FROM else f"{move.kind}s"
    after = ", ".join(f"{known.indicator_by_id[ident].code}" for ident in move.after if ident in known.indicator_by_id)
    return f"{before} {kind}{f' en {after}' if after else ''} ({move.reason.rstrip('.')})"
