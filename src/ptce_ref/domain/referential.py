"""The referential as data: objectives, sub-objectives, themes, indicators, scale, colleges, uses.

Owns the format (keys as authors write them in French) and the look-ups in it. Knows neither
YAML nor the number of anything: another referential has other counts and other words (R17).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from ptce_ref.domain.model import Model
from ptce_ref.domain.typed_text import Words

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
"""A stable identifier: lower-case words joined by hyphens, never reused."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*$", max_length=12)]
"""A short code for display, such as ``T1.03``; it may change from a version to the next."""

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


def _real_day(text: str) -> str:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("une date qui existe") from None
    return text


IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
"""A day written ``2026-11-22``; kept as text, it is only shown."""


class Citation(Model):
    """Where in a source an element, or the idea of it, was found."""

    source: Id
    place: Words = Field(alias="lieu")


class Provenance(Model):
    """Whether an element is attested by a source or proposed by this project."""

    status: Literal["attesté", "proposé"] = Field(alias="statut")
    citations: tuple[Citation, ...] = Field(alias="sources", default=())
    note: Words | None = None

    @property
    def attested(self) -> bool:
        """Whether a source says it; otherwise it is proposed by this project."""
        return self.status == "attesté"


class Source(Model):
    """A document of the field: who, what, when, where to find it."""

    id: Id
    title: Words = Field(alias="titre")
    author: Words = Field(alias="auteur")
    year: int = Field(alias="annee", ge=1900, le=2200)
    access: Words = Field(alias="acces")
    certainty: Literal["A", "B", "C"] = Field(alias="certitude")


class Header(Model):
    """Identity of a referential."""

    id: Id
    version: Version
    title: Words = Field(alias="titre")
    date: IsoDate
    license: Words = Field(alias="licence")
    summary: Words = Field(alias="resume")
    provenance: Provenance


class Level(Model):
    """A step of the scale; the first listed is the lowest."""

    id: Id
    name: Words = Field(alias="nom")
    meaning: Words = Field(alias="sens")


class Scale(Model):
    """The ordered levels. Ranks go from 1 (lowest) to ``len(levels)``; 0 is no level."""

    levels: tuple[Level, ...] = Field(alias="niveaux", min_length=2)
    provenance: Provenance

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Level id → rank, from 1."""
        return {level.id: rank for rank, level in enumerate(self.levels, start=1)}

    def normalise(self, rank: float) -> float:
        """Map a rank, or a median between two ranks, from 1..k to 0..1 (R8)."""
        return (rank - 1) / (len(self.levels) - 1)

    def rank_of(self, value: float) -> float:
        """Map a value 0..1 back to the scale 1..k, for display."""
        return 1 + value * (len(self.levels) - 1)


class Objective(Model):
    """One of the broad aims of a pôle, cut into sub-objectives."""

    id: Id
    code: Code
    name: Words = Field(alias="nom")
    intention: Words
    provenance: Provenance


class SubObjective(Model):
    """A part of the objective of id ``objective``: a row of the grid. ``criteria`` are ids of the identity card."""

    id: Id
    code: Code
    objective: Id = Field(alias="objectif")
    name: Words = Field(alias="nom")
    intention: Words
    criteria: tuple[Id, ...] = Field(alias="criteres", default=())
    provenance: Provenance


class Theme(Model):
    """A crossing entry: the relations of the pôle to employment, to inhabitants, ..."""

    id: Id
    name: Words = Field(alias="nom")
    short: Words = Field(alias="nom_court", max_length=16)
    intention: Words
    provenance: Provenance


class Vigilance(Model):
    """A risk that a mean must not hide (R10)."""

    id: Id
    name: Words = Field(alias="nom")
    meaning: Words = Field(alias="sens")
    provenance: Provenance


class Figure(Model):
    """A number worth recording beside an indicator."""

    id: Id
    label: Words = Field(alias="libelle")
    unit: Words = Field(alias="unite")


class Indicator(Model):
    """One question of one sub-objective under one theme."""

    id: Id
    code: Code
    sub_objective: Id = Field(alias="sous_objectif")
    theme: Id = Field(alias="enjeu")
    title: Words = Field(alias="titre")
    question: Words
    explanation: Words = Field(alias="explication")
    descriptors: dict[str, Words] = Field(alias="niveaux")
    evidence: tuple[Words, ...] = Field(alias="preuves", default=())
    figures: tuple[Figure, ...] = Field(alias="chiffres", default=())
    links: tuple[Id, ...] = Field(alias="liens", default=())
    vigilance: Id | None = None
    weight: float = Field(alias="poids", default=1.0, gt=0, le=1000, allow_inf_nan=False, strict=False)
    provenance: Provenance


class College(Model):
    """The kind of actor a respondent speaks as."""

    id: Id
    name: Words = Field(alias="nom")
    short: Words = Field(alias="nom_court", max_length=16)
    meaning: Words = Field(alias="sens")
    provenance: Provenance


class Selection(Model):
    """Which indicators: the union of what is named. Nothing named selects nothing."""

    everything: bool = Field(alias="tous", default=False)
    indicators: tuple[Id, ...] = Field(alias="indicateurs", default=())
    sub_objectives: tuple[Id, ...] = Field(alias="sous_objectifs", default=())
    themes: tuple[Id, ...] = Field(alias="enjeux", default=())
    vigilance: bool = False


class Path(Model):
    """A way through the grid that fits a given time (parcours)."""

    id: Id
    name: Words = Field(alias="nom")
    meaning: Words = Field(alias="sens")
    minutes: int = Field(alias="duree_minutes", gt=0)
    selection: Selection
    provenance: Provenance


class Use(Model):
    """One of the uses of the referential: for whom, how long, which indicators."""

    id: Id
    name: Words = Field(alias="nom")
    audience: Words = Field(alias="pour_qui")
    purpose: Words = Field(alias="pour_quoi")
    course: Words = Field(alias="deroulement")
    minutes: int = Field(alias="duree_minutes", gt=0)
    path: Id = Field(alias="parcours")
    asks_wished_level: bool = Field(alias="niveau_souhaite", default=False)
    provenance: Provenance


class CardEntry(Model):
    """A word of the identity card: a criterion, a posture, a stage of life, ..."""

    id: Id
    name: Words = Field(alias="nom")
    meaning: Words = Field(alias="sens")
    provenance: Provenance


class IdentityCard(Model):
    """The vocabulary with which a pôle is described."""

    criteria: tuple[CardEntry, ...] = Field(alias="criteres")
    postures: tuple[CardEntry, ...]
    means: tuple[CardEntry, ...] = Field(alias="moyens")
    stages: tuple[CardEntry, ...] = Field(alias="etapes")
    statuses: tuple[CardEntry, ...] = Field(alias="statuts")


Share = Annotated[float, Field(ge=0, le=1, strict=False)]


class AgendaThresholds(Model):
    """When an indicator is put on the agenda (R7). Shares and Cns go from 0 to 1."""

    low_consensus: Share = Field(alias="consensus_faible")
    high_consensus: Share = Field(alias="consensus_fort")
    college_gap: Share = Field(alias="ecart_entre_colleges", description="part of the scale's width")
    applicability: Share = Field(alias="part_non_concerne")
    dont_know: Share = Field(alias="part_ne_sait_pas")
    unargued: Share = Field(alias="part_sans_argument")


class ComparisonThresholds(Model):
    """When evaluations may be read side by side (R11, R12)."""

    coverage: Share = Field(alias="couverture_minimale")
    cohort_size: int = Field(alias="effectif_cohorte", ge=2)
    lead: Share = Field(alias="avance_complementarite", description="part of the scale's width")
    parting: Share = Field(
        alias="ecart_regards",
        default=0.16,
        description="part of the scale's width from which a pôle and its visitors see a question differently",
    )


class ConfidentialityThresholds(Model):
    """What protects people in what leaves the pôle (R18)."""

    minimum: int = Field(
        alias="effectif_minimal", default=3, ge=2, description="voices under which a college is merged with others"
    )


class Thresholds(Model):
    """The limits from which the program says something, chosen by the authors of the referential."""

    agenda: AgendaThresholds = Field(alias="ordre_du_jour")
    comparison: ComparisonThresholds = Field(alias="comparaison")
    confidentiality: ConfidentialityThresholds = Field(alias="confidentialite", default=ConfidentialityThresholds())
    provenance: Provenance


class Move(Model):
    """What became of indicators from one version to the next."""

    kind: Literal["renommé", "scindé", "fusionné", "abandonné"] = Field(alias="sorte")
    before: tuple[Id, ...] = Field(alias="avant", min_length=1)
    after: tuple[Id, ...] = Field(alias="apres", default=())
    reason: Words = Field(alias="raison")


class LevelMove(Model):
    """What a level of an earlier scale became; without ``after``, what was said at that level is asked again."""

    before: str = Field(alias="avant")
    after: str | None = Field(alias="apres", default=None)


class Lineage(Model):
    """What changed from an earlier version to the next one that the lineage names, or to this one.

    Steps follow one another: from 1.0 to 2.0 through 1.1, there is a step since 1.0 and one since 1.1. An
    indicator not named kept its id and its meaning; so did every level, unless the scale changed.
    """

    since: Version = Field(alias="depuis")
    scale_changed: bool = Field(alias="echelle_changee", default=False)
    levels: tuple[LevelMove, ...] = Field(alias="niveaux", default=())
    moves: tuple[Move, ...] = Field(alias="mouvements", default=())


class Referential(Model):
    """A whole referential. Order in the lists is the order of reading."""

    header: Header = Field(alias="referentiel")
    scale: Scale = Field(alias="echelle")
    objectives: tuple[Objective, ...] = Field(alias="objectifs", min_length=1)
    sub_objectives: tuple[SubObjective, ...] = Field(alias="sous_objectifs", min_length=1)
    themes: tuple[Theme, ...] = Field(alias="enjeux", min_length=1)
    indicators: tuple[Indicator, ...] = Field(alias="indicateurs", min_length=1)
    vigilances: tuple[Vigilance, ...] = ()
    colleges: tuple[College, ...] = Field(min_length=1)
    paths: tuple[Path, ...] = Field(alias="parcours", min_length=1)
    uses: tuple[Use, ...] = Field(alias="usages", min_length=1)
    card: IdentityCard = Field(alias="fiche_identite")
    thresholds: Thresholds = Field(alias="seuils")
    sources: tuple[Source, ...] = ()
    lineage: tuple[Lineage, ...] = Field(alias="lignee", default=())

    @property
    def id(self) -> str:
        """Stable identifier, the same from version to version."""
        return self.header.id

    @property
    def version(self) -> str:
        """Semantic version, « 1.0.0 » (R14)."""
        return self.header.version

    @cached_property
    def canonical_json(self) -> str:
        """The whole content as JSON with sorted keys: what is stored and what is hashed."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of :attr:`canonical_json`, in hexadecimal: equal contents, equal hashes."""
        return hashlib.sha256(self.canonical_json.encode()).hexdigest()

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        """Indicator id → indicator, in the order of the list."""
        return {item.id: item for item in self.indicators}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        """Code for display, case folded (« t1.03 ») → indicator."""
        return {item.code.casefold(): item for item in self.indicators}

    @cached_property
    def sub_objective_by_id(self) -> dict[str, SubObjective]:
        """Sub-objective id → sub-objective, in the order of the list."""
        return {item.id: item for item in self.sub_objectives}

    @cached_property
    def theme_by_id(self) -> dict[str, Theme]:
        """Theme id → theme, in the order of the list."""
        return {item.id: item for item in self.themes}

    @cached_property
    def college_by_id(self) -> dict[str, College]:
        """College id → college, in the order of the list."""
        return {item.id: item for item in self.colleges}

    @cached_property
    def level_by_id(self) -> dict[str, Level]:
        """Level id → level, the lowest first."""
        return {item.id: item for item in self.scale.levels}

    @cached_property
    def use_by_id(self) -> dict[str, Use]:
        """Use id → use, in the order of the list."""
        return {item.id: item for item in self.uses}

    @cached_property
    def path_by_id(self) -> dict[str, Path]:
        """Path id → path, in the order of the list."""
        return {item.id: item for item in self.paths}

    @cached_property
    def vigilance_by_id(self) -> dict[str, Vigilance]:
        """Vigilance id → risk, in the order of the list."""
        return {item.id: item for item in self.vigilances}

    def in_reading_order(self) -> "Referential":
        """Return the same content, sub-objectives under their objectives, indicators under theirs.

        Authors cut files as they like and files are merged by name; readers always see one order.
        """
        objectives = [item.id for item in self.objectives]
        subs = sorted(self.sub_objectives, key=lambda item: objectives.index(item.objective))
        rank = {item.id: position for position, item in enumerate(subs)}
        indicators = sorted(self.indicators, key=lambda item: rank[item.sub_objective])
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        # Not model_copy, which would also copy what this object has computed of itself.
        return self.model_construct(**{**fields, "sub_objectives": tuple(subs), "indicators": tuple(indicators)})

    def sub_objectives_of(self, objective_id: str) -> tuple[SubObjective, ...]:
        """Return the sub-objectives of an objective, in the order of the list; none for an unknown id."""
        return tuple(item for item in self.sub_objectives if item.objective == objective_id)

    def indicators_of(self, sub_objective_id: str) -> tuple[Indicator, ...]:
        """Return the indicators of a sub-objective, in the order of the list; none for an unknown id."""
        return tuple(item for item in self.indicators if item.sub_objective == sub_objective_id)

    def find_indicator(self, reference: str) -> Indicator | None:
        """Return the indicator of this id or of this display code, whatever its case."""
        return self.indicator_by_id.get(reference) or self.indicator_by_code.get(reference.casefold())

    def select(self, selection: Selection) -> tuple[Indicator, ...]:
        """Return the selected indicators, in the order of the referential."""
        named, subs, themes = set(selection.indicators), set(selection.sub_objectives), set(selection.themes)

        def chosen(item: Indicator) -> bool:
            return (
                selection.everything
                or item.id in named
                or item.sub_objective in subs
                or item.theme in themes
                or (selection.vigilance and item.vigilance is not None)
            )

        return tuple(item for item in self.indicators if chosen(item))


def in_reading_order(referential: Referential, ids: Iterable[str]) -> tuple[Indicator, ...]:
    """Return the indicators named by ``ids``, in the order of the referential; unknown ids are dropped."""
    wanted = set(ids)
    return tuple(item for item in referential.indicators if item.id in wanted)
