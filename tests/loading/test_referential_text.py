"""The YAML of a referential after any change: it says exactly what was asked, and the rest stays byte for byte."""

import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_check import check_referential
from ptce_ref.loading.raw_yaml import Document
from ptce_ref.loading.referential import build_referential, load_referential, yaml_files
from ptce_ref.loading.referential_text import edit_texts
from ptce_ref.resources import referential_folder
from tests.other_shape import other_folder

PROVENANCE: dict[str, Any] = {"statut": "proposé", "sources": [], "note": None}
LONG = "Un texte assez long pour être replié, dit-on, « ici » ou ailleurs : qui sait ? " * 3
TEXTS = (
    "Court.",
    "- tiret : # dièse",
    'Des "guillemets" et une \\ barre',
    LONG.strip(),
    "=1+1",
    "null",
    "12",
    "🌾 à l’est",
)


@cache
def written(folder: Path) -> tuple[dict[str, str], Referential]:
    referential = load_referential(folder).referential
    assert referential is not None
    return {file.name: file.read_bytes().decode() for file in yaml_files(folder)}, referential


def content_of(referential: Referential) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(referential.model_dump(mode="json", by_alias=True)))
    return content


def changed(content: dict[str, Any]) -> Referential:
    return Referential.model_validate_json(json.dumps(content)).in_reading_order()


def tamper(content: dict[str, Any], chance: random.Random) -> None:
    """Change something somewhere, and leave the referential sound."""
    items = content["indicateurs"]
    item = chance.choice(items)
    other = chance.choice([i for i in items if i is not item])
    text = chance.choice(TEXTS)
    level = chance.choice(list(item["niveaux"]))
    sources = [source["id"] for source in content["sources"]]

    def new_item() -> None:
        fresh = json.loads(json.dumps(item)) | {"id": f"neuf-{len(items)}", "code": f"N{len(items)}"}
        items.insert(chance.randrange(len(items) + 1), fresh)

    def drop_item() -> None:
        if (
            sum(i["sous_objectif"] == item["sous_objectif"] for i in items) > 1
            and sum(i["enjeu"] == item["enjeu"] for i in items) > 1
        ):
            items.remove(item)
            for i in items:
                i["liens"] = [link for link in i["liens"] if link != item["id"]]
            for path in content["parcours"]:
                path["selection"]["indicateurs"] = [i for i in path["selection"]["indicateurs"] if i != item["id"]]

    def shuffle(key: str) -> None:
        chance.shuffle(content[key])

    moves = (
        lambda: item.update(titre=text),
        lambda: item.update(question=text, explication=text),
        lambda: item["niveaux"].update({level: text}),
        lambda: item.update(preuves=[text, *item["preuves"][1:]]),
        lambda: item.update(preuves=[]),
        lambda: item.update(liens=[] if item["liens"] else [other["id"]]),
        lambda: item.update(poids=chance.choice([1.0, 2.0, 0.5])),
        lambda: item.update(
            chiffres=[
                *item["chiffres"],
                {
                    "id": f"n{len(item['chiffres'])}-{chance.random()}".replace(".", "-"),
                    "libelle": text,
                    "unite": "nombre",
                },
            ]
        ),
        lambda: item.update(chiffres=item["chiffres"][1:]),
        lambda: item.update(vigilance=chance.choice([None, *(v["id"] for v in content["vigilances"])])),
        lambda: item["provenance"].update(note=chance.choice([None, text])),
        lambda: item["provenance"].update(
            sources=[{"source": chance.choice(sources), "lieu": text}, *item["provenance"]["sources"]]
        ),
        lambda: item["provenance"].update(sources=[], statut="proposé"),
        lambda: (
            item.update(sous_objectif=other["sous_objectif"])
            if sum(i["sous_objectif"] == item["sous_objectif"] for i in items) > 1
            else None
        ),
        new_item,
        drop_item,
        lambda: shuffle("colleges"),
        lambda: shuffle("objectifs"),
        lambda: shuffle("vigilances"),
        lambda: content["referentiel"].update(resume=text, version="9.9.9"),
        lambda: content["seuils"]["comparaison"].update(effectif_cohorte=chance.randrange(2, 9)),
        lambda: content["usages"][0].update(niveau_souhaite=not content["usages"][0]["niveau_souhaite"]),
        lambda: content["fiche_identite"]["statuts"].insert(
            0,
            {
                "id": f"s-{len(content['fiche_identite']['statuts'])}",
                "nom": "N",
                "sens": text,
                "provenance": PROVENANCE,
            },
        ),
        lambda: content["parcours"][0]["selection"].update(vigilance=chance.random() < 0.5, indicateurs=[other["id"]]),
        lambda: content["lignee"].append(
            {
                "depuis": f"0.0.{len(content['lignee'])}",
                "echelle_changee": True,
                "mouvements": [{"sorte": "abandonné", "avant": ["vieux"], "apres": [], "raison": text}],
            }
        ),
        lambda: content["vigilances"].append(
            {"id": f"v-{len(content['vigilances'])}", "nom": "Neuve", "sens": text, "provenance": PROVENANCE}
        ),
        lambda: content["echelle"]["provenance"].update(sources=[{"source": sources[0], "lieu": "là"}]),
    )
    chance.choice(moves)()


@pytest.mark.parametrize("folder", [referential_folder, other_folder])
@settings(max_examples=25)
@given(seed=st.integers(0, 10**9), steps=st.integers(1, 12))
def test_after_any_change_the_files_say_exactly_what_was_asked(folder: Any, seed: int, steps: int) -> None:
    texts, before = written(folder())
    content, chance = content_of(before), random.Random(seed)  # noqa: S311 - a draw, not a secret
    for _ in range(steps):
        tamper(content, chance)
    after = changed(content)
    if check_referential(after):
        return
    edit_texts(texts, before, after)  # reads the files back, and refuses when they say anything else
    assert edit_texts(texts, before, before) == {}


def _commented(text: str) -> str:
    """The same file, a comment above each element of its lists and one at the end of each name."""
    text = re.sub(r"(?m)^  - id: ", "\n  # au-dessus\n\n  - id: ", text)
    return re.sub(r'(?m)^(    nom: ".*")$', r"\1  # à côté", text)


VARIANTS: dict[str, Callable[[str], str]] = {
    "commented": _commented,
    "without a last line end": lambda text: text.rstrip("\n"),
    "with dashes on their own line": lambda text: re.sub(r"(?m)^  - id: (.*)\n", r"  -\n    id: \1\n", text),
    "with line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "in single quotes": lambda text: re.sub(r'(?m)^(    nom: )"([^"\\]*)"$', r"\1'\2'", text),
}


@pytest.mark.parametrize("name", VARIANTS)
@settings(max_examples=6)
@given(seed=st.integers(0, 10**9))
def test_files_cut_otherwise_are_changed_as_exactly(name: str, seed: int) -> None:
    texts = {file: VARIANTS[name](text) for file, text in written(referential_folder())[0].items()}
    before = build_referential(Document(file, text) for file, text in texts.items()).referential
    assert before is not None
    content, chance = content_of(before), random.Random(seed)  # noqa: S311 - a draw, not a secret
    for _ in range(6):
        tamper(content, chance)
    after = changed(content)
    if not check_referential(after):
        edit_texts(texts, before, after)


def test_no_comment_is_lost_when_elements_change_places() -> None:
    texts = {file: _commented(text) for file, text in written(referential_folder())[0].items()}
    before = build_referential(Document(file, text) for file, text in texts.items()).referential
    assert before is not None
    content = content_of(before)
    for key in ("colleges", "vigilances", "sources", "parcours"):
        content[key].reverse()
    now = edit_texts(texts, before, changed(content))
    assert len(now) == 4
    for file, text in now.items():
        assert sorted(text.split()) == sorted(texts[file].split())
        above = re.findall(r'# au-dessus\n\n  - id: "(.*)"', text)
        assert above
        assert above == re.findall(r'(?m)^  - id: "(.*)"', text)
