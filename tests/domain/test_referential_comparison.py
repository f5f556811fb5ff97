"""What changed between two referentials, in facts and in words."""

import json
from collections.abc import Callable
from typing import Any

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_comparison import Change, Turn, compare_referentials
from ptce_ref.reports.referential_difference import view_difference
from tests.other_shape import other_referential
from tests.samples import shipped_referential

REF = shipped_referential()


def after(change: Callable[[dict[str, Any]], None], ref: Referential = REF) -> Referential:
    content = json.loads(json.dumps(ref.model_dump(mode="json", by_alias=True)))
    change(content)
    return Referential.model_validate_json(json.dumps(content)).in_reading_order()


def changes(change: Callable[[dict[str, Any]], None], ref: Referential = REF) -> tuple[Change, ...]:
    return compare_referentials(ref, after(change, ref))


def test_the_same_referential_has_no_difference() -> None:
    assert compare_referentials(REF, REF) == ()
    assert view_difference(REF, REF).groups == ()


def test_what_is_added_and_removed() -> None:
    def change(content: dict[str, Any]) -> None:
        content["colleges"][0] = content["colleges"][0] | {"id": "neuf", "nom": "Neuf"}

    found = changes(change)
    assert [(c.turn, c.section, c.id) for c in found] == [
        (Turn.REMOVED, "colleges", REF.colleges[0].id),
        (Turn.ADDED, "colleges", "neuf"),
    ]
    notes = view_difference(REF, after(change)).notes
    assert any(REF.colleges[0].id in note and "jamais resservir" in note for note in notes)


def test_a_text_reworded_tells_which_words() -> None:
    question = REF.indicators[0].question

    def change(content: dict[str, Any]) -> None:
        content["indicateurs"][0]["question"] = question.replace("De quelle façon", "Comment").replace(
            "?", "vraiment ?"
        )

    (found,) = changes(change)
    assert (found.turn, found.part, found.before) == (Turn.REWORDED, "question", question)
    assert found.words[0] == ("De quelle façon", "Comment")
    assert found.words[-1] == ("", "vraiment")


def test_each_kind_of_change_has_its_own_place() -> None:
    item, ref = REF.indicators[0], REF
    other = next(i for i in REF.indicators if i.sub_objective != item.sub_objective)

    def change(content: dict[str, Any]) -> None:
        first = content["indicateurs"][0]
        first |= {"titre": "Titre neuf", "enjeu": "emploi", "poids": 2.5, "liens": [other.id]}
        first["niveaux"]["2"] = "Autrement."
        first["provenance"]["note"] = "Une note."
        content["parcours"][1]["selection"]["indicateurs"].remove(item.id)
        content["usages"][0]["parcours"] = "court"
        content["seuils"]["comparaison"]["effectif_cohorte"] = 7
        content["fiche_identite"]["statuts"][0]["sens"] = "Autre sens."

    found = {(c.turn, c.section, c.part) for c in changes(change)}
    assert found == {
        (Turn.RENAMED, "indicateurs", "titre"),
        (Turn.MOVED, "indicateurs", "enjeu"),
        (Turn.WEIGHT, "indicateurs", "poids"),
        (Turn.LINKED, "indicateurs", "liens"),
        (Turn.LEVEL, "indicateurs", "niveaux.2"),
        (Turn.PROVENANCE, "indicateurs", "provenance.note"),
        (Turn.SELECTION, "parcours", "selection.indicateurs"),
        (Turn.SELECTION, "usages", "parcours"),
        (Turn.SET, "seuils", "comparaison.effectif_cohorte"),
        (Turn.REWORDED, "fiche_identite.statuts", "sens"),
    }
    said = [
        line.text.replace("\u00a0", " ") for group in view_difference(ref, after(change)).groups for line in group.lines
    ]
    assert "Indicateur T1.01 « Titre neuf » : poids, 1 → 2,5" in said
    assert "Seuils : pôles pour une médiane, 5 → 7" in said


def test_the_lineage_tells_a_new_name_from_a_removal() -> None:
    old = REF.indicators[0]

    def change(content: dict[str, Any]) -> None:
        text = json.dumps(content).replace(f'"{old.id}"', '"nouveau-nom"')
        content.clear()
        content.update(json.loads(text))
        content["referentiel"]["version"] = "0.2.0"
        move = {"sorte": "renommé", "avant": [old.id], "apres": ["nouveau-nom"], "raison": "Plus clair."}
        content["lignee"] = [{"depuis": REF.version, "mouvements": [move]}]

    found = [c for c in changes(change) if c.section == "indicateurs" and c.part in ("", "id")]
    assert [(c.turn, c.before, c.after, c.reason) for c in found] == [
        (Turn.RENAMED, old.id, "nouveau-nom", "Plus clair.")
    ]


def test_only_the_order_changed() -> None:
    found = changes(lambda content: content["colleges"].reverse())
    assert [(c.turn, c.section) for c in found] == [(Turn.REORDERED, "colleges")]


def test_two_referentials_that_share_nothing_are_compared_all_the_same() -> None:
    view = view_difference(REF, other_referential())
    assert {"Ajouté", "Retiré"} <= {group.title for group in view.groups}
    said = json.dumps([line.text for group in view.groups for line in group.lines], ensure_ascii=False)
    assert "Objectif X" in said
    assert "Niveau de l’échelle" in said
