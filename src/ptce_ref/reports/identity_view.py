"""Builds the views of what an evaluation is about: the pôle and the referential."""

from ptce_ref.domain.confidentiality import without_groups
from ptce_ref.domain.pole import Commitment, Pole
from ptce_ref.domain.referential import CardEntry, Referential
from ptce_ref.domain.referential_check import provenances
from ptce_ref.reports import wording
from ptce_ref.reports.view import CardLine, LevelView, PoleView, ReferentialView

UNKNOWN = "non renseigné"
_FULL_TIME = "ETP"


def view_referential(referential: Referential) -> ReferentialView:
    """Return which referential this is, with the sentence about its sources."""
    # A group of small colleges is no element of it: the same referential is told the same everywhere.
    referential = without_groups(referential)
    attested = sum(provenance.attested for _, provenance in provenances(referential))
    proposed = sum(not provenance.attested for _, provenance in provenances(referential))
    return ReferentialView(
        id=referential.id,
        version=referential.version,
        title=referential.header.title,
        hash=referential.content_hash,
        license=referential.header.license,
        levels=tuple(
            LevelView(item.id, rank, item.name, item.meaning)
            for rank, item in enumerate(referential.scale.levels, start=1)
        ),
        statement=(
            f"Ce référentiel est fait de {wording.count(attested + proposed, 'élément')} (objectifs, enjeux, niveaux, "
            f"questions…){wording.NBSP}: {wording.whole(attested)} "
            f"{wording.agreed(attested, 'est attesté', 'sont attestés')} par une source publique, "
            f"{wording.whole(proposed)} {wording.agreed(proposed, 'est proposé', 'sont proposés')} par ce projet, "
            "dont la formulation des indicateurs."
        ),
    )


def view_pole(pole: Pole, referential: Referential) -> PoleView:
    """Return the identity card of ``pole`` in the words of ``referential``."""
    return PoleView(
        pole.id,
        pole.name,
        pole.demonstration,
        place_of(pole),
        pole.summary,
        tuple(_card(pole, referential)),
        pole.region,
    )


def place_of(pole: Pole) -> str:
    """Return « Commune (département, région) », with what is known."""
    around = ", ".join(part for part in (pole.department, pole.region) if part)
    if pole.commune and around:
        return f"{pole.commune} ({around})"
    return pole.commune or around


def _card(pole: Pole, ref: Referential) -> list[CardLine]:
    card = ref.card
    commune = f"{pole.commune} (code INSEE {pole.insee_code})" if pole.insee_code else pole.commune
    lines = [
        ("Commune", commune, "commune"),
        ("Département", pole.department, "departement"),
        ("Région", pole.region, "region"),
        ("Intercommunalité", pole.intercommunality, "intercommunalite"),
        ("Année de création", str(pole.year) if pole.year else "", "annee"),
        ("Structure porteuse", pole.carrier, "porteur"),
        ("Statut juridique", _name(card.statuses, pole.status), "statut"),
        ("Étape de vie", _name(card.stages, pole.stage), "etape"),
        ("Filières", ", ".join(pole.sectors), "filieres"),
        ("Membres", _members(pole, ref), "membres"),
        ("Emplois chez les membres", _amount(pole.jobs, _FULL_TIME), "emplois"),
        ("Emplois d’animation", _amount(pole.coordination_jobs, _FULL_TIME), "emplois_animation"),
        ("Budget annuel du pôle", _money(pole.budget), "budget"),
    ]
    lines += [
        (f"Collectivité : {c.name}".replace(" :", f"{wording.NBSP}:"), _commitment(c, ref), "collectivites")
        for c in pole.commitments
    ]
    lines += [(entry.name, pole.criteria[entry.id], entry.id) for entry in card.criteria if entry.id in pole.criteria]
    amounts: dict[str, tuple[float | None, str]] = {
        "annee": (pole.year, ""),
        "membres": (pole.member_count or None, ""),
        "emplois": (pole.jobs, _FULL_TIME),
        "emplois_animation": (pole.coordination_jobs, _FULL_TIME),
        "budget": (pole.budget, "€"),
    }
    details = {"membres": _members_by_college(pole, ref)}
    return [
        CardLine(label, value or UNKNOWN, key, *amounts.get(key, (None, "")), details.get(key, ""))
        for label, value, key in lines
    ]


def _name(entries: tuple[CardEntry, ...], ident: str | None) -> str:
    return next((entry.name for entry in entries if entry.id == ident), ident or "")


def _members(pole: Pole, ref: Referential) -> str:
    if not pole.members:
        return ""
    detail = _members_by_college(pole, ref)
    return f"{pole.member_count} ({detail})" if detail else str(pole.member_count)


def _members_by_college(pole: Pole, ref: Referential) -> str:
    known = [college for college in ref.colleges if college.id in pole.members]
    return ", ".join(f"{college.name.lower()}{wording.NBSP}{pole.members[college.id]}" for college in known)


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{wording.number(value, 0 if float(value).is_integer() else 1)}{wording.NBSP}{unit}"


def _money(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}".replace(",", wording.NBSP) + f"{wording.NBSP}€"


def _commitment(commitment: Commitment, ref: Referential) -> str:
    posture = _name(ref.card.postures, commitment.posture)
    means = ", ".join(_name(ref.card.means, item).lower() for item in commitment.means)
    return " ; ".join(part for part in (posture, means) if part).replace(" ;", f"{wording.NBSP};")
