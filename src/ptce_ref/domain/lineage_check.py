"""What a lineage must respect so that an evaluation can follow it: every problem at once, with its path (R16).

A later step may take up what an earlier one gave: an id is right when it is in this version, or when a
step that follows says what became of it.
"""

from collections.abc import Iterator, Sequence

from ptce_ref.domain.problem import Kind, Path, Problem, nearest_value
from ptce_ref.domain.referential import Lineage, Move, Referential

_SEVERAL = 2
_SHAPES: dict[str, tuple[tuple[int, int | None], tuple[int, int | None], str]] = {
    "renommé": ((1, 1), (1, 1), "un identifiant d’avant et un d’après"),
    "scindé": ((1, 1), (_SEVERAL, None), "un identifiant d’avant, deux ou plus d’après"),
    "fusionné": ((_SEVERAL, None), (1, 1), "deux identifiants ou plus d’avant, un d’après"),
    "abandonné": ((1, None), (0, 0), "aucun identifiant d’après"),
}
"""Kind of move → the least and the most ids before, then after (None: as many as one likes), in words."""


def check_lineage(ref: Referential) -> Iterator[Problem]:
    """Yield what is wrong in the lineage of ``ref``."""
    seen: dict[str, int] = {}
    for i, step in enumerate(ref.lineage):
        here: Path = ("lignee", i)
        if step.since in seen:
            yield Problem(
                Kind.DUPLICATE_ID, f"« {step.since} » une seconde fois", "une version par étape", (*here, "depuis")
            )
        seen[step.since] = i
        if _numbers(step.since) >= _numbers(ref.version):
            found = f"« {step.since} », alors que ce référentiel est la version {ref.version}"
            yield Problem(Kind.WRONG_VALUE, found, "une version plus ancienne", (*here, "depuis"))
        later = [other for other in ref.lineage if _numbers(other.since) > _numbers(step.since)]
        yield from _moves(ref, step, later, here)
        yield from _levels(ref, step, later, here)


def _moves(ref: Referential, step: Lineage, later: Sequence[Lineage], here: Path) -> Iterator[Problem]:
    known = [*ref.indicator_by_id, *(ident for other in later for move in other.moves for ident in move.before)]
    given = {ident for move in step.moves for ident in move.after}
    said: set[str] = set()
    for j, move in enumerate(step.moves):
        path: Path = (*here, "mouvements", j)
        yield from _shape(move, path)
        for k, value in enumerate(move.after):
            if value not in known:
                yield Problem(
                    Kind.UNKNOWN_REFERENCE,
                    f"« {value} »",
                    "l’identifiant d’un indicateur de cette version",
                    (*path, "apres", k),
                    nearest_value(value, ref.indicator_by_id),
                )
        for k, value in enumerate(move.before):
            spot = (*path, "avant", k)
            if value in said:
                expected = "un seul mouvement par indicateur"
                yield Problem(Kind.DUPLICATE_ID, f"« {value} » une seconde fois", expected, spot)
            elif value in given or value in ref.indicator_by_id:
                found = f"« {value} », que la lignée dit disparu et qui est encore un indicateur"
                yield Problem(Kind.DUPLICATE_ID, found, "un identifiant qui n’a jamais servi", spot)
            said.add(value)


def _shape(move: Move, path: Path) -> Iterator[Problem]:
    if move.kind not in _SHAPES:  # said already: another word than those of the format
        return
    before, after, expected = _SHAPES[move.kind]
    for key, ids, (least, most) in (("avant", move.before, before), ("apres", move.after, after)):
        if len(ids) < least or (most is not None and len(ids) > most):
            named = ", ".join(f"« {ident} »" for ident in ids) or "rien"
            yield Problem(Kind.WRONG_VALUE, f"« {move.kind} » avec {named}", expected, (*path, key))


def _levels(ref: Referential, step: Lineage, later: Sequence[Lineage], here: Path) -> Iterator[Problem]:
    rescaled = next((other for other in sorted(later, key=lambda s: _numbers(s.since)) if other.scale_changed), None)
    taken_up = [level.before for level in rescaled.levels] if rescaled else []
    valid = taken_up or list(ref.level_by_id)
    if step.levels and not step.scale_changed:
        found = "une correspondance des niveaux, sans « echelle_changee »"
        yield Problem(Kind.WRONG_VALUE, found, "echelle_changee: true", (*here, "niveaux"))
    said: set[str] = set()
    for j, level in enumerate(step.levels):
        path: Path = (*here, "niveaux", j)
        if level.before in said:
            expected = "une seule correspondance par niveau"
            yield Problem(Kind.DUPLICATE_ID, f"« {level.before} » une seconde fois", expected, (*path, "avant"))
        said.add(level.before)
        if level.after is not None and level.after not in valid:
            expected = "un niveau de l’échelle" if valid is not taken_up else "un niveau dont l’étape suivante parle"
            nearest = nearest_value(level.after, valid)
            yield Problem(Kind.UNKNOWN_REFERENCE, f"« {level.after} »", expected, (*path, "apres"), nearest)


def _numbers(version: str) -> tuple[int, ...]:
    # What is checked may be a draft, whose versions are not all versions.
    return tuple(int(part) for part in str(version).split(".") if part.isdecimal())
