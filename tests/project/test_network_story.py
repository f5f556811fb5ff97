"""The whole story of two pôles and a network, by commands and real files; every figure is counted by hand.

« Rives » and « Forges » evaluate themselves and send their figures to a network; Forges visits Rives; Rives
reads the regard croisé, changes version, erases somebody, and takes in what a second coordinator did meanwhile.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.network_story import (
    ALLIES,
    DIGITAL,
    FORGES,
    FORGES_PEOPLE,
    FORGES_SAY,
    KNOWN,
    LASTING,
    MEMBERS,
    NAME,
    NEEDS,
    OWN,
    PUBLIC,
    REASON,
    SECRET,
    SECRET_AGAIN,
    SERVICES,
    SERVICES_CHEAP,
    SERVICES_NEAR,
    SHORES,
    SHORES_PEOPLE,
    SHORES_SAY,
    SOLIDARITY,
    THEIRS,
    VISIT,
    VISIT_PEOPLE,
    VISIT_SAYS,
    Desk,
    table,
    write_versions,
)
from tests.reports import xlsx_reader

Levels = dict[str, tuple[float | None, int | None]]
TOUR = "deux-a-deux"

SHORES_INSIDE: Levels = {
    # The mean of the medians of the colleges: inhabitants 3, collectivité 4, salaried 2.
    NEEDS: (3, 7),
    SERVICES: (2.5, 4),  # 2 and 3.
    MEMBERS: (1.5, 4),  # 1 and 2.
    ALLIES: (3, 4),  # 3 and 3.
    KNOWN: (3, 4),  # 2 and 4.
    PUBLIC: (3, 2),  # The position; two gave a level.
    SOLIDARITY: (2, 2),
    LASTING: (4, 4),
}
SHORES_OUTSIDE: Levels = {
    # The collectivité is one voice: counted with the inhabitants, for three salaried people are not too few.
    NEEDS: (2.5, 7),  # 2, 3, 3, 4 make 3; the salaried 2.
    SERVICES: (2, 4),  # 1, 2, 2, 3.
    MEMBERS: (1, 4),  # 1, 1, 1, 2.
    ALLIES: (3, 4),  # 2, 3, 3, 3.
    KNOWN: (2.5, 4),  # 2, 2, 3, 4.
    PUBLIC: (3, None),  # The position is told; two voices are not, nor that they are two.
    SOLIDARITY: (None, None),  # Two voices are too few.
    LASTING: (4, 4),
    "T1": (11 / 6, 15),  # (2.5 + 2 + 1) / 3.
    "T3": (17 / 6, 8),  # (3 + 2.5 + 3) / 3.
    "C2": (None, None),
    "E2": (4, 4),
    "T": (7 / 3, 23),  # (11/6 + 17/6) / 2.
    "C": (None, None),
    "E": (4, 4),
}
FORGES_OUTSIDE: Levels = {
    # One college of three: what is told outside is what is told inside.
    NEEDS: (4, 3),
    SERVICES: (4, 3),
    MEMBERS: (4, 3),
    ALLIES: (1, 3),
    KNOWN: (1, 3),
    PUBLIC: (2, 3),
    SOLIDARITY: (3, 3),
    LASTING: (1, 3),
    "T1": (4, 9),
    "T3": (4 / 3, 9),  # (1 + 1 + 2) / 3.
    "C2": (3, 3),
    "E2": (1, 3),
    "T": (8 / 3, 18),  # (4 + 4/3) / 2.
    "C": (3, 3),
    "E": (1, 3),
}
MIGRATED: Levels = {
    # Levels 2 and 3 are now one, and 4 is the third.
    NEEDS: (7 / 3, 7),  # Inhabitants 2, collectivité 3, salaried 2.
    SERVICES_NEAR: (None, 0),
    SERVICES_CHEAP: (None, 0),
    MEMBERS: (1.5, 4),
    ALLIES: (2, 3),  # r01, r02 and r03 said the same of both; r04 did not (3 and 4).
    PUBLIC: (2, 2),  # The position, 3 then.
    SOLIDARITY: (2, 2),
    DIGITAL: (None, 0),
}
MERGED: Levels = {
    **MIGRATED,
    SERVICES_NEAR: (3, 3),  # r02: 2 in the copy; r03: 3 here; r05: 3 in the copy.
    SERVICES_CHEAP: (3, 1),  # r01 in the copy, before anybody there knew of the erasure: the level counts, nameless.
}


def close(found: Mapping[str, object], wanted: Levels) -> bool:
    """Whether the figures are those, but for the last decimals."""
    assert dict(found).keys() == wanted.keys()
    for code, figure in wanted.items():
        assert found[code] == pytest.approx(figure), code
    return True


def test_two_poles_and_a_network_from_the_first_answer_to_the_last_merge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shores, forges, network = (Desk(tmp_path / f"{name}.sqlite", capsys) for name in (SHORES, FORGES, "reseau"))
    first, second = write_versions(tmp_path)
    asked = ("--usage", "diagnostic", "--parcours", "voisinage", "--referentiel", first)

    both_evaluate(shores, forges, asked)
    both_send_their_figures(shores, forges, network)
    the_network_opens_a_round(network)
    forges_visits(forges, shores, asked)
    rives_reads_the_regard_croise(shores)
    the_network_compares(network, forges)
    rives_changes_version(shores, second)
    copy = Desk(Path(shutil.copy(shores.file, tmp_path / "copie.sqlite")), capsys)
    somebody_is_erased(shores)
    two_copies_become_one(shores, copy)
    what_another_version_says_is_not_set_beside(shores, network)


def both_evaluate(shores: Desk, forges: Desk, asked: tuple[object, ...]) -> None:
    shores.ptce("pole", "ajouter", "Pôle des Rives", "--id", SHORES)
    shores.evaluate(OWN, SHORES_PEOPLE, SHORES_SAY, SHORES, "--date", "2026-03-01", *asked)
    shores.ptce("repondre", OWN, NEEDS, "--college", "salaries", "--voix", "1=1", "--voix", "2=2")
    hidden = shores.levels(OWN)
    assert set(hidden) == set(SHORES_SAY)
    assert set(hidden.values()) == {(None, None)}, "nothing is shown while people answer"
    told = shores.ptce("echange", "exporter", OWN, "--sortie", shores.file.with_name("tot.json"), code=1)
    assert "avant le dialogue" in told

    shores.move(OWN, "dialogue", "position")
    assert close(shores.levels(OWN), {**SHORES_INSIDE, PUBLIC: (2, 2)}), "no position yet"
    shores.ptce("repondre", OWN, PUBLIC, "--position", "accord", "--niveau", 3, "--date", "2026-04-01")
    shores.move(OWN, "plan-d-action", "cloture")
    assert close(shores.levels(OWN), SHORES_INSIDE)

    forges.ptce("pole", "ajouter", "Pôle des Forges", "--id", FORGES)
    forges.evaluate(THEIRS, FORGES_PEOPLE, FORGES_SAY, FORGES, "--date", "2026-03-02", *asked)
    forges.move(THEIRS, "dialogue", "position", "plan-d-action", "cloture")
    assert close(forges.levels(THEIRS), {code: FORGES_OUTSIDE[code] for code in FORGES_SAY})


def both_send_their_figures(shores: Desk, forges: Desk, network: Desk) -> None:
    # Rives was heard on eight questions; PUBLIC and SOLIDARITY rest on too few voices. Nobody raised a hand at Forges.
    for desk, ident, questions in ((shores, OWN, "6 questions, 1 position"), (forges, THEIRS, "8 questions")):
        brought = f"avis comptés, sans les personnes, sur {questions}"
        file = send(desk, network, ident)
        held = file.read_text(encoding="utf-8")
        assert not any(text in held for text in (NAME, SECRET, REASON, "r01"))
        told = network.ptce("echange", "importer", file)
        assert "Fichier repris" in told
        assert f"nouvelle évaluation ({brought}" in told
        before = network.file.read_bytes()
        assert "Rien à changer" in network.ptce("echange", "importer", file)
        assert network.file.read_bytes() == before


def send(desk: Desk, network: Desk, ident: str) -> Path:
    """Write the confidential file of an evaluation in the folder of the network."""
    file = network.file.with_name(f"{ident}.json")
    assert "ni nom, ni argument" in desk.ptce("echange", "exporter", ident, "--sortie", file)
    return file


def the_network_opens_a_round(network: Desk) -> None:
    told = network.ptce("tournee", "proposer").split("Pôle des Rives → Pôle des Forges")
    # A level is what makes one ahead. T1: 4 and 11/6. T3: 4/3 and 17/6. E2: 1 and 4. C2: Rives has no figure.
    assert [code for code in ("T1", "T3", "C2", "E2") if f"{code} " in told[0].split("trouvent difficile")[1]] == [
        "T1", "T3", "E2",
    ]  # fmt: skip
    assert "L’hôte est en avance sur ce que les visiteurs trouvent difficile : T3 " in told[0]
    assert "L’hôte est en avance sur ce que les visiteurs trouvent difficile : T1 " in told[1]
    told_again = network.ptce(
        "tournee", "ouvrir", "Deux à deux", "--visite", FORGES, SHORES, "--visite", SHORES, FORGES
    )
    assert "2 visites : 2 à préparer" in told_again


def forges_visits(forges: Desk, shores: Desk, asked: tuple[object, ...]) -> None:
    forges.ptce("pole", "ajouter", "Pôle des Rives", "--id", SHORES)
    opening = (SHORES, "--mode", "pair", "--par", FORGES, "--date", "2026-05-01", *asked)
    forges.evaluate(VISIT, VISIT_PEOPLE, VISIT_SAYS, *opening)
    forges.move(VISIT, "dialogue")
    # One visitor a college: the mean of what they say.
    seen: Levels = {
        NEEDS: (4 / 3, 3),
        SERVICES: (2.5, 2),
        MEMBERS: (3, 3),
        ALLIES: (3, 3),
        KNOWN: (None, 0),
        PUBLIC: (3, 3),
        SOLIDARITY: (None, 0),
        LASTING: (3, 3),
    }
    assert close(forges.levels(VISIT), seen)
    file = forges.file.with_name("visite-complete.json")
    forges.ptce("echange", "exporter", VISIT, "--complet", "--sortie", file)
    assert "nouvelle évaluation (3 répondants, 24 avis)" in shores.ptce("echange", "importer", file)
    assert "Rien à changer" in shores.ptce("echange", "importer", file)
    assert close(shores.levels(VISIT), seen)
    assert close(shores.levels(OWN), SHORES_INSIDE)


def rives_reads_the_regard_croise(shores: Desk) -> None:
    (view,) = shores.read("evaluation", "montrer", OWN)["peer_views"]
    assert (view["pole"], view["peer_pole"], view["common"]) == ("Pôle des Rives", "Pôle des Forges", 8)
    # Widest gap first: 5/3, 3/2, 1. Under 0.48 of a level, the two views meet.
    rows = {
        name: [(row["code"], row["own"], row["peer"], row["own_n"], row["peer_n"]) for row in view[name]]
        for name in ("apart", "together")
    }
    assert rows["apart"] == [
        (NEEDS, pytest.approx(3), pytest.approx(4 / 3), 7, 3),
        (MEMBERS, pytest.approx(1.5), pytest.approx(3), 4, 3),
        (LASTING, pytest.approx(4), pytest.approx(3), 4, 3),
    ]
    assert rows["together"] == [(SERVICES, 2.5, 2.5, 4, 2), (ALLIES, 3, 3, 4, 3), (PUBLIC, 3, 3, 2, 3)]
    levels = {
        heading["code"]: (own["level"], peer["level"])
        for heading, own, peer in zip(
            view["headings"], view["own"]["sub_objectives"], view["peer"]["sub_objectives"], strict=True
        )
    }
    assert levels == {
        "T1": (pytest.approx(7 / 3), pytest.approx(41 / 18)),  # (3 + 2.5 + 1.5) / 3; (4/3 + 2.5 + 3) / 3.
        "T3": (pytest.approx(3), pytest.approx(3)),  # PUBLIC by its position; KNOWN has no level there.
        "C2": (pytest.approx(2), None),
        "E2": (pytest.approx(4), pytest.approx(3)),
    }
    kinds: dict[str, set[str]] = {}
    for remark in view["remarks"]:
        kinds.setdefault(remark["kind"].partition(" d’un seul")[0], set()).add(remark["code"])
    assert kinds == {
        "un niveau": {KNOWN, SOLIDARITY},
        "une alerte de vigilance": {MEMBERS},
        # None of 4 here and 1 of 3 there; none and all; 1 of 4 and all.
        "beaucoup de « ne sait pas »": {SERVICES, KNOWN, SOLIDARITY},
        "des arguments": {SERVICES, PUBLIC, SOLIDARITY},
    }
    said = [(item["code"], text["text"], text["author"]) for item in view["arguments"] for text in item["own"]]
    assert said == [(SERVICES, SECRET, ""), (PUBLIC, REASON, ""), (SOLIDARITY, REASON, "")]


def the_network_compares(network: Desk, forges: Desk) -> None:
    network.ptce("echange", "importer", send(forges, network, VISIT))
    told = network.ptce("tournee", "visite", TOUR, FORGES, SHORES, "--evaluation", VISIT, "--date", "28/04/2026")
    assert "Pôle des Forges → Pôle des Rives : regard rendu, 28 avril 2026" in told
    assert "2 visites : 1 à préparer, 1 regard rendu" in network.ptce("tournee", "montrer", TOUR)

    folder, book = network.file.with_name("donnees"), network.file.with_name("comparaison.xlsx")
    network.ptce("classeur", "comparaison", "--csv", folder, "--sortie", book)
    for pole, wanted in ((SHORES, SHORES_OUTSIDE), (FORGES, FORGES_OUTSIDE)):
        assert close(figures(folder, pole, wanted), wanted)
    (shown,) = [row for row in table(folder, "poles") if row["pole_id"] == SHORES]
    assert (shown["situation"], shown["couverture"], shown["n"]) == ("comparé", "0.875", "27")  # 7 of 8; 7 + 5 × 4.
    gains = {
        (row["pole_avance_id"], row["sous_objectif"][:2]): row["reciproque"]
        for row in table(folder, "complementarites")
    }
    assert gains == {(FORGES, "T1"): "oui", (SHORES, "T3"): "oui", (SHORES, "E2"): "oui"}
    regard = {
        row["code"]: (number(row["pole_niveau"]), number(row["pair_niveau"]), row["pair_n"])
        for row in table(folder, "regards-croises")
        if row["element"] == "indicateur"
    }
    # The visitors are three in three colleges: counted as one. 1, 1, 2 make 1; 1, 4, 4 make 4; SERVICES has two voices.
    assert regard == {
        NEEDS: (2.5, 1, "3"),
        MEMBERS: (1, 3, "3"),
        ALLIES: (3, 3, "3"),
        PUBLIC: (3, 3, "3"),
        LASTING: (4, 4, "3"),
    }
    workbook = openpyxl.load_workbook(book)
    rows = [row for row in xlsx_reader.table(workbook["Données"], "pole_id") if row["code"]]
    for pole, wanted in ((SHORES, SHORES_OUTSIDE), (FORGES, FORGES_OUTSIDE)):
        written = {str(row["code"]): (row["niveau"], row["n"]) for row in rows if row["pole_id"] == pole}
        assert close({code: written[code] for code in wanted}, wanted)
    told_to_others = [*xlsx_reader.texts(workbook), *(path.read_text(encoding="utf-8") for path in folder.rglob("*.*"))]
    assert not any(text in held for text in (NAME, SECRET, REASON) for held in told_to_others)


def figures(folder: Path, pole: str, wanted: Levels) -> Levels:
    """Return what a pôle is told to be, for the codes of ``wanted``; the others must be empty."""
    rows = [row for row in table(folder, "donnees") if row["pole_id"] == pole and row["code"]]
    found: Levels = {row["code"]: (number(row["niveau"]), int(row["n"]) if row["n"] else None) for row in rows}
    assert {found[code] for code in found.keys() - wanted.keys()} == {(None, 0)}, "what nobody was asked"
    return {code: found[code] for code in wanted}


def number(text: str) -> float | None:
    return float(text) if text else None


def rives_changes_version(shores: Desk, second: Path) -> None:
    shores.ptce("evaluation", "migrer", OWN, "--vers", second, "--essai", code=1)
    shores.ptce("evaluation", "phase", OWN, "plan-d-action", "--confirmer")
    before = shores.file.read_bytes()
    told = shores.ptce("evaluation", "migrer", OWN, "--vers", second, "--essai")
    assert shores.file.read_bytes() == before
    # SERVICES: 4 asked again. ALLIES and KNOWN: the 2 of r04. LASTING: 4 left behind. 32 - 10 = 22.
    assert "32 avis : 22 repris, 6 redemandés, 4 restent en arrière." in told
    done = shores.read("evaluation", "migrer", OWN, "--vers", second, "--oui")
    assert [tuple(share.values()) for share in done["shares"]] == [
        ("answers", 32, 22, 6, 4),
        ("tallies", 1, 1, 0, 0),
        ("positions", 1, 1, 0, 0),
    ]
    assert close(shores.levels(OWN), MIGRATED)
    # The journal says what was said then, in the words of then: three voices on four levels, a fourth level.
    lines = shores.ptce("evaluation", "journal", OWN)
    assert "niveau 1, 1 voix ; niveau 2, 2 voix" in lines.split("Passage de la version")[1]
    assert f"r04 (Collectivités) : {LASTING}, niveau 4" in lines
    assert f"r04 (Collectivités) : {LASTING}, réponse retirée (niveau 4)" in lines
    assert f"r03 (Habitants) : {NEEDS}, niveau 3 → niveau 2" in lines
    told = shores.ptce("evaluation", "passages", OWN)
    assert "6 réponses redemandées, 4 réponses restées en arrière" in told
    assert SECRET in told
    assert NAME not in told
    told = shores.ptce("evaluation", "passages", OWN, "--repondant", "r01")
    for code in (SERVICES_NEAR, SERVICES_CHEAP):
        assert f"{code} : {SECRET} (repris de {SERVICES} « Accès aux biens et services »)" in told
    shores.ptce("evaluation", "phase", OWN, "avis", "--confirmer")


def somebody_is_erased(shores: Desk) -> None:
    assert shores.holds(NAME)
    assert shores.holds(SECRET)
    told = shores.ptce("repondant", "effacer", OWN, "r01", "--oui")
    assert "r01 : nom, organisation et textes effacés ; les réponses restent comptées." in told
    assert "sauvegardes de la base le contiennent encore" in told
    assert not shores.holds(NAME)
    assert not shores.holds(SECRET)
    shores.move(OWN, "dialogue")
    assert close(shores.levels(OWN), MIGRATED)
    assert "6 réponses redemandées, 4 réponses restées en arrière" in shores.ptce("evaluation", "passages", OWN)
    shores.ptce("evaluation", "phase", OWN, "avis", "--confirmer")


def two_copies_become_one(shores: Desk, copy: Desk) -> None:
    # The second coordinator does not know that r01 is erased, and types what they say.
    copy.answer(OWN, SERVICES_NEAR, "r02", 2)
    copy.answer(OWN, SERVICES_CHEAP, "r01", 3, SECRET_AGAIN)
    copy.ptce("evaluation", "inscrire", OWN, "--college", "habitants")
    copy.answer(OWN, SERVICES_NEAR, "r05", 3)
    shores.answer(OWN, SERVICES_NEAR, "r03", 3)
    assert all(copy.holds(text) for text in (NAME, SECRET, SECRET_AGAIN))

    assert "1 répondant ajouté, 3 avis ajoutés" in shores.ptce("base", "fusionner", copy.file)
    assert "Rien à changer" in shores.ptce("base", "fusionner", copy.file)
    told = copy.ptce("base", "fusionner", shores.file)
    assert "1 avis ajouté" in told
    assert f"1 personne effacée là-bas l’est aussi ici : r01 ({OWN})" in told
    assert "1 sauvegarde garde encore la personne effacée" in told
    assert "Rien à changer" in copy.ptce("base", "fusionner", shores.file)
    assert copy.contents() == shores.contents()
    for desk in (shores, copy):
        assert not any(desk.holds(text) for text in (NAME, SECRET, SECRET_AGAIN))
        desk.move(OWN, "dialogue")
        assert close(desk.levels(OWN), MERGED)
        (person, *_) = desk.read("repondant", "lister", OWN)
        assert (person["id"], person["efface"]) == ("r01", True)
        assert not person.get("nom")


def what_another_version_says_is_not_set_beside(shores: Desk, network: Desk) -> None:
    file = send(shores, network, OWN)
    assert not any(text in file.read_text(encoding="utf-8") for text in (NAME, SECRET, SECRET_AGAIN, REASON))
    assert "remplacée en entier par une version plus complète ou plus récente" in network.ptce(
        "echange", "importer", file
    )
    folder = network.file.with_name("donnees-apres")
    network.ptce("classeur", "comparaison", "--csv", folder)
    (left,) = [row for row in table(folder, "poles") if row["pole_id"] == SHORES]
    # Of 8 questions, DIGITAL has no answer, SERVICES_CHEAP one voice, SOLIDARITY two. 7 + 3 + 4 + 3 voices.
    assert (left["situation"], left["couverture"], left["n"]) == ("écarté", "0.625", "17")
    assert "Répond à un autre référentiel" in left["raisons"]
    assert {row["pole_id"] for row in table(folder, "donnees")} == {FORGES}
    assert close(figures(folder, FORGES, FORGES_OUTSIDE), FORGES_OUTSIDE)
    assert not table(folder, "regards-croises")
