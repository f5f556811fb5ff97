"""The action plan and the journal by commands."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from tests.bases import example_base

Printed = pytest.CaptureFixture[str]
CLAIRBOIS = "clairbois-2026"


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(path))
    return path


def ptce(*words: str) -> int:
    return run(words)


def listed(capsys: Printed, evaluation: str = CLAIRBOIS) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert ptce("action", "lister", evaluation, "--json") == ExitCode.DONE
    return {line["id"]: line for line in json.loads(capsys.readouterr().out)}


def test_a_plan_is_led_by_commands(capsys: Printed) -> None:
    steps = [
        ("action", "ajouter", CLAIRBOIS, "Ouvrir le samedi", "--indicateur", "T2.02", "--indicateur", "entraide"),
        ("action", "modifier", CLAIRBOIS, "a04", "--echeance", "juin 2027", "--qui", "Lucie", "--note", "=1 [a]"),
        ("action", "modifier", CLAIRBOIS, "a04", "--etat", "en-cours"),
    ]
    for step in steps:
        assert ptce(*step) == ExitCode.DONE, capsys.readouterr().err
    line = listed(capsys)["a04"]
    assert line["what"] == "Ouvrir le samedi"
    assert line["due"] == "2027-06-30"
    assert (line["who"], line["note"], line["state"]) == ("Lucie", "=1 [a]", "en cours")
    assert line["indicators"] == [["T2.02", "Lieux ouverts aux habitants"], ["C2.05", "Entraide dans les difficultés"]]
    assert ptce("action", "modifier", CLAIRBOIS, "a04", "--echeance", "sans") == ExitCode.DONE
    assert listed(capsys)["a04"]["due"] == ""
    assert ptce("action", "retirer", CLAIRBOIS, "a04") == ExitCode.DONE
    assert "a04" not in listed(capsys)
    assert ptce("evaluation", "journal", CLAIRBOIS, "--nombre", "1") == ExitCode.DONE
    assert "Action retirée : Ouvrir le samedi" in capsys.readouterr().out.replace("\u00a0", " ")


def test_the_list_says_what_is_late_and_what_waits(capsys: Printed) -> None:
    assert ptce("action", "lister", "les-trois-ponts-2026") == ExitCode.DONE
    printed = capsys.readouterr()
    out = printed.out.replace("\u00a0", " ")
    assert "15 juin 2026 (en retard) ; à faire ; Coprésidence" in out
    assert "29 février 2024 ; faite" in out
    assert "2 actions non finies de « Co-évaluation 2023 »" in printed.err.replace("\u00a0", " ")


def test_the_plan_is_in_what_a_program_reads_of_an_evaluation(capsys: Printed) -> None:
    assert ptce("evaluation", "montrer", "val-de-sorne-2026", "--json") == ExitCode.DONE
    actions = {line["id"]: line for line in json.loads(capsys.readouterr().out)["actions"]}
    assert len(actions) == 8
    assert actions["a01"]["state"] == "faite"
    assert actions["a05"]["due"] == "2026-10-31"


def test_a_reopened_evaluation_takes_over_what_is_left(capsys: Printed) -> None:
    assert ptce("action", "reprendre", "les-trois-ponts-2026") == ExitCode.PROBLEMS
    assert ptce("evaluation", "phase", "les-trois-ponts-2026", "plan-d-action", "--confirmer") == ExitCode.DONE
    capsys.readouterr()
    assert ptce("action", "reprendre", "les-trois-ponts-2026") == ExitCode.DONE
    assert "2 actions reprises" in capsys.readouterr().out.replace("\u00a0", " ")
    assert listed(capsys, "les-trois-ponts-2026")["a06"]["origin"] == "Co-évaluation 2023"
    assert ptce("action", "reprendre", "les-trois-ponts-2026", "--json") == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("ajouter", CLAIRBOIS, " "), 2, "n’a pas été enregistrée"),
        (("ajouter", CLAIRBOIS, "X", "--indicateur", "T9.99"), 2, "n’existe pas"),
        (("ajouter", CLAIRBOIS, "X", "--echeance", "bientôt"), 2, "« juin 2027 »"),
        (("ajouter", CLAIRBOIS, "X", "--etat", "fait"), 2, "valeur valable la plus proche : « faite »"),
        (("ajouter", CLAIRBOIS, "X", "--id", "a01"), 1, "déjà l’identifiant"),
        (("ajouter", "val-de-sorne-2026", "X"), 1, "close"),
        (("modifier", CLAIRBOIS, "a09", "--qui", "Lucie"), 2, "n’existe pas"),
        (("modifier", CLAIRBOIS, "a01"), 2, "Rien à modifier"),
        (("retirer", CLAIRBOIS, "a9"), 2, "n’existe pas"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    base: Path, capsys: Printed, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = base.read_bytes()
    assert ptce("action", *words) == code
    printed = capsys.readouterr()
    assert sentence in printed.err.replace("\u00a0", " ")
    assert printed.out == ""
    assert base.read_bytes() == before


def test_the_journal_is_a_list_for_a_program_too(capsys: Printed) -> None:
    assert ptce("evaluation", "journal", "faubourg-des-forges-2026", "--json") == ExitCode.DONE
    entries = json.loads(capsys.readouterr().out)
    assert entries[0]["number"] > entries[-1]["number"]
    assert "niveau" not in json.dumps([entry["sentence"] for entry in entries])
    assert all(not entry["detail"] for entry in entries if "réponse" in entry["sentence"])


def test_a_plan_filled_in_a_workbook_is_taken_back(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "classeur.xlsx"
    assert ptce("classeur", "coevaluation", CLAIRBOIS, "--sortie", str(path)) == ExitCode.DONE
    before = listed(capsys)
    assert ptce("action", "importer", CLAIRBOIS, str(path)) == ExitCode.DONE
    printed = capsys.readouterr()
    assert "3 actions inchangées" in printed.err.replace("\u00a0", " ")
    assert "Rien à changer" in printed.out
    assert ptce("action", "modifier", CLAIRBOIS, "a01", "--qui", "Lucie") == ExitCode.DONE
    assert ptce("action", "retirer", CLAIRBOIS, "a02") == ExitCode.DONE
    book = load_workbook(path)
    for row in book["Plan d’action"].iter_rows():
        if row[0].value == before["a01"]["what"]:
            row[2].value = "Personne"
        if row[0].value == before["a03"]["what"]:
            row[4].value = "en cours"
    book.save(path)
    capsys.readouterr()
    assert ptce("action", "importer", CLAIRBOIS, str(path), "--essai") == ExitCode.PROBLEMS
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert "1 action modifiée\n    a03" in told
    assert "1 action en conflit\n    a01" in told
    assert "1 action gardée\n    a02" in told
    assert ptce("action", "importer", CLAIRBOIS, str(path)) == ExitCode.PROBLEMS
    assert "Rien n’a été importé" in capsys.readouterr().err
    assert listed(capsys)["a03"]["state"] == "à faire"
    assert ptce("action", "importer", CLAIRBOIS, str(path), "--conflit", "garder", "--json") == ExitCode.DONE
    fates = {line["action"]: line["sort"] for line in json.loads(capsys.readouterr().out)}
    assert fates == {"a01": "gardée", "a02": "gardée", "a03": "modifiée"}
    after = listed(capsys)
    assert (after["a01"]["who"], after["a03"]["state"]) == ("Lucie", "en cours")
    assert ptce("action", "importer", CLAIRBOIS, str(tmp_path / "rien.xlsx")) == ExitCode.PROBLEMS
    assert "il n’existe pas" in capsys.readouterr().err
