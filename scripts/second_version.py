"""Make the second version of the referential that the examples show: examples/referentiel-v2, from referential/ptce.

    .venv/bin/python scripts/second_version.py            write it again, after a change of the first version
    .venv/bin/python scripts/second_version.py --check    say whether it is in step; nothing is written

It shows each thing that may happen from a version to the next: a question renamed, one split, two merged, one
dropped, a new one, and another scale, with what each level became. Everything else is the first version, word
for word, comments included. The same first version gives the same bytes.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ptce_ref.domain.referential import Referential
from ptce_ref.loading.referential import load_referential, yaml_files
from ptce_ref.loading.referential_text import edit_texts

ROOT = Path(__file__).resolve().parents[1]
FIRST = ROOT / "referential" / "ptce"
SECOND = ROOT / "examples" / "referentiel-v2"
HOME = "00-referentiel.yaml"
COMMENT = """\
# Exemple : une seconde version du référentiel, pour voir ce que devient une évaluation quand la grille change.
# Elle est tirée de la première par scripts/second_version.py, qui porte ses différences ; le reste est identique.
"""

VERSION, DATE = "0.2.0", "2027-01-15"
BETWEEN = "en-chemin"
"""The level that gathers the two in the middle."""

PROVENANCE = {"statut": "proposé", "sources": [], "note": "Question écrite pour l’exemple d’une seconde version."}


def question(ident: str, code: str, sub: str, theme: str, **texts: Any) -> dict[str, Any]:
    """Return an indicator of the second version. ``levels`` are its descriptors, lowest first."""
    levels = texts.pop("levels")
    return {
        "id": ident,
        "code": code,
        "sous_objectif": sub,
        "enjeu": theme,
        **texts,
        "niveaux": dict(zip(("1", BETWEEN, "4"), levels, strict=True)),
        "provenance": PROVENANCE,
    }


NEW = {
    "services-accessibles": [
        question(
            "services-proches",
            "T1.03",
            "repondre-aux-besoins",
            "habitants",
            titre="Services proches et compréhensibles",
            question="Qui peut venir jusqu’aux services que le pôle propose, et s’y retrouver ?",
            explication=(
                "Un trajet sans bus, une ouverture aux heures de bureau ou un formulaire difficile suffisent à écarter "
                "une partie des habitants. Ceux qui rendent le service ne voient que les personnes qui viennent."
            ),
            levels=(
                (
                    "Chaque membre fixe seul ses horaires et ses lieux ; personne ne sait quels "
                    "habitants renoncent à venir."
                ),
                (
                    "Une tournée, un autre horaire ou une notice relue a été essayé pour un service. "
                    "Ou bien : plusieurs "
                    "membres ont examiné ensemble lieux, horaires et façon d’expliquer, et un "
                    "obstacle au moins a été levé."
                ),
                (
                    "Chaque année, des personnes qui avaient renoncé essaient les services avec le pôle ; ce qu’elles "
                    "signalent est corrigé et on leur dit ce qui a changé."
                ),
            ),
            preuves=["Horaires et lieux d’ouverture", "Dépliant ou formulaire relu par des usagers"],
            liens=["habitants-eloignes", "services-abordables"],
        ),
        question(
            "services-abordables",
            "T1.12",
            "repondre-aux-besoins",
            "habitants",
            titre="Services à un prix que chacun peut payer",
            question="Qui renonce, faute d’argent, à ce que le pôle propose ?",
            explication=(
                "Un tarif unique paraît juste et trie pourtant les habitants. Dire qui ne peut pas payer demande du "
                "tact, et d’écouter celles et ceux qui ne viennent plus."
            ),
            levels=(
                "Chaque membre fixe seul ses prix ; la question de ceux qui ne peuvent pas payer n’a pas été posée.",
                (
                    "Un membre a essayé un tarif réduit pour un service. Ou bien : plusieurs membres "
                    "ont une règle de prix "
                    "commune, écrite, que les usagers connaissent."
                ),
                (
                    "Les prix se décident chaque année avec des usagers, y compris ceux qui avaient "
                    "renoncé ; ce que la "
                    "règle coûte et rapporte est montré à tous."
                ),
            ),
            preuves=["Grille des tarifs"],
            chiffres=[
                {
                    "id": "tarif-adapte",
                    "libelle": "Personnes ayant bénéficié d’un tarif adapté dans l’année",
                    "unite": "personnes",
                }
            ],
            liens=["services-proches", "besoins-non-solvables"],
        ),
    ],
    "alliances-habitants": [
        question(
            "habitants-allies",
            "T3.01",
            "faire-alliance",
            "habitants",
            titre="Habitants informés et alliés",
            question="Que savent du pôle les habitants et leurs associations, et que font-ils avec lui ?",
            explication=(
                "Se faire connaître et s’allier vont ensemble : un collectif ne s’engage pas avec ce qu’il ne connaît "
                "pas, et un nom sur une affiche ne dit pas à quoi sert un pôle."
            ),
            levels=(
                (
                    "Les habitants et leurs associations ignorent qu’un pôle existe ; ils apprennent "
                    "un projet une fois "
                    "qu’il est lancé."
                ),
                (
                    "Le nom du pôle a paru cette année, ou une association a été invitée. Ou bien : "
                    "plusieurs membres vont "
                    "à la rencontre des habitants, et deux associations au moins mènent une action avec le pôle."
                ),
                (
                    "Des habitants parlent eux-mêmes du pôle et proposent des actions ; leurs "
                    "critiques sont reçues à date "
                    "fixe et reçoivent une réponse."
                ),
            ),
            preuves=["Accord écrit avec une association d’habitants", "Article de la presse locale"],
            chiffres=[
                {
                    "id": "collectifs-partenaires",
                    "libelle": "Collectifs d’habitants ayant mené une action avec le pôle dans l’année",
                    "unite": "nombre",
                },
                {
                    "id": "habitants-venus",
                    "libelle": "Habitants venus à une rencontre ou à une visite du pôle dans l’année",
                    "unite": "personnes",
                },
            ],
            liens=["faire-avec-habitants", "projet-lisible", "alliances-durables"],
        )
    ],
    "partage-outils": [
        question(
            "numerique-choisi",
            "C2.11",
            "mutualiser-cooperer",
            "savoirs",
            titre="Outils numériques choisis ensemble",
            question="Comment choisissons-nous les outils numériques dont nous nous servons ensemble ?",
            explication=(
                "Un agenda partagé, une boutique en ligne, un groupe de messages : ces outils décident de qui est au "
                "courant et de qui garde nos données. Les choisir est une affaire commune."
            ),
            levels=(
                "Chacun prend ce qu’il trouve ; personne ne sait où sont les données communes.",
                (
                    "Un outil commun est essayé par quelques membres. Ou bien : plusieurs membres "
                    "l’ont choisi ensemble, et "
                    "savent où vont les données et qui s’en occupe."
                ),
                (
                    "Le choix est revu chaque année, ceux que l’outil met en difficulté sont aidés, et l’on saurait en "
                    "changer sans rien perdre."
                ),
            ),
            preuves=["La liste des outils et de qui s’en occupe"],
            liens=["partage-outils"],
        )
    ],
}
"""After the question of this id, or in its place when it has gone: what the second version asks."""

RENAMED = {"moyens-publics": "apports-publics"}
GONE = {
    "services-accessibles": "services-proches",
    "alliances-habitants": "habitants-allies",
    "pole-connu": "habitants-allies",
    "duree-des-activites": None,
}
"""What is no longer asked, and what stands for it in the links of the other questions."""

LINEAGE = {
    "depuis": "0.1.0",
    "echelle_changee": True,
    "niveaux": [
        {"avant": "1", "apres": "1"},
        {"avant": "2", "apres": BETWEEN},
        {"avant": "3", "apres": BETWEEN},
        {"avant": "4", "apres": "4"},
    ],
    "mouvements": [
        {
            "sorte": "renommé",
            "avant": ["moyens-publics"],
            "apres": ["apports-publics"],
            "raison": "La question parle de ce que les pouvoirs publics apportent, pas de tous leurs moyens.",
        },
        {
            "sorte": "scindé",
            "avant": ["services-accessibles"],
            "apres": ["services-proches", "services-abordables"],
            "raison": "On peut venir sans pouvoir payer, et l’inverse : les deux se discutent à part.",
        },
        {
            "sorte": "fusionné",
            "avant": ["alliances-habitants", "pole-connu"],
            "apres": ["habitants-allies"],
            "raison": "Les groupes donnaient presque toujours les mêmes raisons aux deux questions.",
        },
        {
            "sorte": "abandonné",
            "avant": ["duree-des-activites"],
            "apres": [],
            "raison": "« Visibilité à trois ou cinq ans » pose déjà la question.",
        },
    ],
}


def second_version() -> dict[str, str]:
    """Return the files of the second version, by name."""
    before = _loaded(FIRST)
    content = json.loads(json.dumps(before.model_dump(mode="json", by_alias=True)))
    content["referentiel"] |= {
        "version": VERSION,
        "date": DATE,
        "titre": f"{content['referentiel']['titre']} (seconde version, pour l’exemple)",
    }
    content["lignee"] = [LINEAGE]
    _rescale(content)
    content["indicateurs"] = [new for item in content["indicateurs"] for new in _became(item)]
    for path in content["parcours"]:
        path["selection"]["indicateurs"] = _followed(path["selection"]["indicateurs"])
    after = Referential.model_validate_json(json.dumps(content)).in_reading_order()
    texts = {file.name: file.read_bytes().decode("utf-8") for file in yaml_files(FIRST)}
    made = {**texts, **edit_texts(texts, before, after)}
    return {name: (COMMENT + text if name == HOME else text) for name, text in made.items()}


def _loaded(folder: Path) -> Referential:
    loaded = load_referential(folder)
    if loaded.referential is None:
        raise SystemExit("\n".join(str(problem) for problem in loaded.problems))
    return loaded.referential


def _rescale(content: dict[str, Any]) -> None:
    """Make one level of the two in the middle: its descriptors say one, « ou bien » the other."""
    lowest, second, third, highest = content["echelle"]["niveaux"]
    between = {"id": BETWEEN, "nom": "En chemin", "sens": _either(second["sens"], third["sens"])}
    content["echelle"]["niveaux"] = [lowest, between, highest]
    content["echelle"]["provenance"]["note"] = (
        "Trois niveaux, pour montrer ce que devient une évaluation quand l’échelle change : « Premiers pas » et "
        "« En pratique » n’en font plus qu’un."
    )
    content["seuils"]["provenance"]["note"] = (
        "Repères de travail, qu’aucune source n’atteste et que l’usage doit corriger. Les écarts se lisent en part de "
        "la largeur de l’échelle : sur trois niveaux, 0,5 vaut un niveau. Les parts se lisent sur 1 : 0,25 signifie "
        "une personne sur quatre."
    )
    for item in content["indicateurs"]:
        levels = item["niveaux"]
        either = _either(levels["2"], levels["3"])
        item["niveaux"] = {"1": levels["1"], BETWEEN: either, "4": levels["4"]}


def _either(one: str, other: str) -> str:
    return f"{one} Ou bien : {other[:1].lower()}{other[1:]}"


def _became(item: dict[str, Any]) -> list[dict[str, Any]]:
    ident = item["id"]
    item["id"] = RENAMED.get(ident, ident)
    item["liens"] = [link for link in _followed(item["liens"]) if link != item["id"]]
    return [*([] if ident in GONE else [item]), *NEW.get(ident, [])]


def _followed(idents: list[str]) -> list[str]:
    """Return what these questions are now; one that was dropped is left out."""
    now = (GONE.get(ident, RENAMED.get(ident, ident)) for ident in idents)
    return list(dict.fromkeys(ident for ident in now if ident is not None))


def main() -> int:
    """Write the folder, or check it; return 1 when it is not in step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    wanted = second_version()
    if parser.parse_args().check:
        found = {file.name: file.read_bytes().decode("utf-8") for file in yaml_files(SECOND)} if SECOND.is_dir() else {}
        return int(found != wanted)
    SECOND.mkdir(exist_ok=True)
    for file in yaml_files(SECOND):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (SECOND / name).write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
