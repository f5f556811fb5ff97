"""The identity card of a pôle."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ptce_ref.domain.model import Model
from ptce_ref.domain.problem import Kind, Path, Problem, nearest_value
from ptce_ref.domain.referential import Id, Referential
from ptce_ref.domain.typed_text import Line, Text

Name = Annotated[Line, Field(min_length=1, max_length=200)]
InseeCode = Annotated[str, Field(pattern=r"^(?:\d\d|2[AB])\d{3}$")]
"""A commune's code of the Code officiel géographique: five characters, ``2A004`` included."""
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=False)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""People or organisations; a million is more than any pôle, and keeps every sum exact."""


class Commitment(Model):
    """How one collectivité stands beside the pôle: posture and means (ids of the card)."""

    name: Name = Field(alias="nom")
    posture: Id | None = None
    means: tuple[Id, ...] = Field(alias="moyens", default=())


class Pole(Model):
    """A PTCE as its identity card tells it. Everything but id and name may be unknown (None)."""

    id: Id
    name: Name = Field(alias="nom")
    demonstration: bool = False
    summary: Text = Field(alias="resume", default="")
    commune: Line = ""
    insee_code: InseeCode | None = Field(alias="code_insee", default=None)
    department: Line = Field(alias="departement", default="")
    region: Line = ""
    intercommunality: Line = Field(alias="intercommunalite", default="")
    year: int | None = Field(alias="annee", default=None, ge=1900, le=2200)
    carrier: Line = Field(alias="porteur", default="")
    status: Id | None = Field(alias="statut", default=None)
    sectors: tuple[Name, ...] = Field(alias="filieres", default=())
    members: dict[Id, Count] = Field(alias="membres", default_factory=dict, description="members by college")
    jobs: Amount | None = Field(alias="emplois", default=None, description="full-time equivalents at the members")
    coordination_jobs: Amount | None = Field(
        alias="emplois_animation", default=None, description="full-time equivalents"
    )
    budget: Amount | None = Field(default=None, description="euros a year")
    stage: Id | None = Field(alias="etape", default=None)
    criteria: dict[Id, Text] = Field(alias="criteres", default_factory=dict, description="how each criterion is met")
    commitments: tuple[Commitment, ...] = Field(alias="collectivites", default=())

    @property
    def member_count(self) -> int:
        """Members over all colleges; 0 when none is told, which is then unknown."""
        return sum(self.members.values())


def check_pole(pole: Pole, referential: Referential) -> list[Problem]:
    """Return the words of ``pole`` that the identity card of ``referential`` does not know."""
    card = referential.card
    used: list[tuple[Path, str, list[str], str]] = []
    if pole.status is not None:
        used.append(
            (("pole", "statut"), pole.status, [x.id for x in card.statuses], "un statut de la fiche d’identité")
        )
    if pole.stage is not None:
        used.append((("pole", "etape"), pole.stage, [x.id for x in card.stages], "une étape de la fiche d’identité"))
    colleges = [x.id for x in referential.colleges]
    used += [(("pole", "membres", key), key, colleges, "un collège du référentiel") for key in pole.members]
    criteria = [x.id for x in card.criteria]
    used += [(("pole", "criteres", key), key, criteria, "un critère de la fiche d’identité") for key in pole.criteria]
    for i, commitment in enumerate(pole.commitments):
        here: Path = ("pole", "collectivites", i)
        if commitment.posture is not None:
            used.append(
                (
                    (*here, "posture"),
                    commitment.posture,
                    [x.id for x in card.postures],
                    "une posture de la fiche d’identité",
                )
            )
        means = [x.id for x in card.means]
        used += [
            ((*here, "moyens", j), value, means, "un moyen de la fiche d’identité")
            for j, value in enumerate(commitment.means)
        ]
    return [
        Problem(Kind.UNKNOWN_REFERENCE, f"« {value} »", what, path, nearest_value(value, valid))
        for path, value, valid, what in used
        if value not in valid
    ]


def merge_cards(
    known: Mapping[str, object], wanted: Mapping[str, object], now: Mapping[str, object]
) -> tuple[dict[str, object], list[Path]]:
    """Return ``now`` with what ``wanted`` changed of ``known``, and where both changed the same thing differently.

    Members and criteria are merged one by one; any other key is one thing.
    """
    merged, conflicts = dict(now), list[Path]()
    for key, value in wanted.items():
        before, current = known.get(key), now.get(key)
        if isinstance(value, Mapping) and isinstance(before, Mapping) and isinstance(current, Mapping):
            inner, clashes = _merge_entries(before, value, current)
            merged[key] = inner
            conflicts += [(key, name) for name in clashes]
        elif value != before:
            if current not in (before, value):
                conflicts.append((key,))
            merged[key] = value
    return merged, conflicts


def _merge_entries(
    known: Mapping[str, object], wanted: Mapping[str, object], now: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    merged, conflicts = dict(now), list[str]()
    for name in dict.fromkeys((*known, *wanted)):
        value = wanted.get(name)
        if value == known.get(name):
            continue
        if now.get(name) not in (known.get(name), value):
            conflicts.append(name)
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = value
    return merged, conflicts
