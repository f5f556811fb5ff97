"""A referential of another shape, made from the shipped one, and a pôle that answers it (R17)."""

import json
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

from ptce_ref.domain.referential import Referential
from ptce_ref.loading.referential import load_referential
from tests.folder import lasting_folder
from tests.samples import shipped_referential

OBJECTIVES, SUB_OBJECTIVES, THEMES, LEVELS = 2, 5, 3, 6
LEVEL_NAMES = ("Rien", "Idée", "Essai", "Usage", "Habitude", "Héritage")


@cache
def other_folder() -> Path:
    """The folder of the referential: two objectives X and Y, five sub-objectives, three themes, six levels."""
    folder = lasting_folder("autre")
    content = json.dumps(_content(), ensure_ascii=False, indent=1)
    (folder / "referentiel.yaml").write_text(content, encoding="utf-8")  # JSON is YAML
    return folder


@cache
def other_referential() -> Referential:
    loaded = load_referential(other_folder())
    assert loaded.referential is not None, [str(problem) for problem in loaded.problems]
    return loaded.referential


def _content() -> dict[str, Any]:
    content = shipped_referential().model_dump(mode="json", by_alias=True)
    levels = [str(rank) for rank in range(1, LEVELS + 1)]
    provenance = {"statut": "proposé", "sources": []}
    content["referentiel"] |= {"id": "autre", "titre": "Un autre référentiel"}
    content["echelle"]["niveaux"] = [
        {"id": level, "nom": name, "sens": f"Sens du niveau {name.lower()}."}
        for level, name in zip(levels, LEVEL_NAMES, strict=True)
    ]
    content["objectifs"] = [
        {
            "id": name,
            "code": name.upper(),
            "nom": f"Objectif {name.upper()}",
            "intention": "Voir.",
            "provenance": provenance,
        }
        for name in ("x", "y")
    ]
    parents = ("x", "x", "y", "y", "y")
    kept = content["sous_objectifs"][:SUB_OBJECTIVES]
    for sub, parent, rank in zip(kept, parents, range(1, 9), strict=False):
        sub |= {"objectif": parent, "code": f"{parent.upper()}{rank}"}
    content["sous_objectifs"] = kept
    content["enjeux"] = content["enjeux"][:THEMES]
    names, themes = {sub["id"] for sub in kept}, {theme["id"] for theme in content["enjeux"]}
    items = [i for i in content["indicateurs"] if i["sous_objectif"] in names and i["enjeu"] in themes]
    for rank, item in enumerate(items, start=1):
        item["code"] = f"Q{rank}"
        item["liens"] = []
        item["niveaux"] = {level: f"Ce que l’on voit au niveau {level} de Q{rank}." for level in levels}
    content["indicateurs"] = items
    content["parcours"] = [content["parcours"][0]]
    content["usages"] = [content["usages"][0] | {"parcours": content["parcours"][0]["id"]}]
    return content


def other_examples() -> Path:
    """A folder with one fictional pôle: a closed evaluation and one in the phase « avis »."""
    ref = other_referential()
    folder = lasting_folder("autres-exemples")
    pole = {"id": "pole-d-ailleurs", "nom": "Pôle d’ailleurs", "demonstration": True, "commune": "Ailleurs"}
    file = {
        "pole": pole,
        "evaluations": [_evaluation(ref, "ailleurs-1", "cloture"), _evaluation(ref, "ailleurs-2", "avis")],
    }
    (folder / "ailleurs.yaml").write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    return folder


def _evaluation(ref: Referential, ident: str, phase: str) -> dict[str, Any]:
    people = [f"r{rank}" for rank in range(1, 7)]
    colleges = [college.id for college in ref.colleges][:3]
    cells = cycle(["1", "6", "3", "?", "4", "2", "5", "-", "."])
    rows = [[item.id, *(next(cells) for _ in people)] for item in ref.indicators]
    reasons = [
        {"indicateur": row[0], "repondants": [who], "motif": "Pas ici."}
        for row in rows
        for who, cell in zip(people, row[1:], strict=True)
        if cell == "-"
    ]
    said = [
        {"indicateur": row[0], "repondant": who, "sorte": "observation", "texte": f"Vu par {who} [a] <b> & =1"}
        for row in rows[::2]
        for who, cell in zip(people, row[1:], strict=True)
        if cell.isdigit()
    ]
    positions = [
        {"indicateur": row[0], "issue": "accord", "niveau": "6", "argument": "D’accord.", "date": "2026-05-01"}
        for row in rows[::3]
    ]
    return {
        "id": ident,
        "titre": f"Évaluation {ident}",
        "date": "2026-05-01",
        "usage": ref.uses[0].id,
        "mode": "co",
        "parcours": ref.paths[0].id,
        "phase": phase,
        "colleges": colleges,
        "repondants": [{"id": who, "college": college} for who, college in zip(people, cycle(colleges), strict=False)],
        "avis": "\n".join(" ".join(row) for row in [["indicateur", *people], *rows]),
        "motifs": reasons,
        "arguments": said,
        "positions": positions if phase == "cloture" else [],
    }
