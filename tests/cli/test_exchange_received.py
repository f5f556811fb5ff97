"""What a collectivité does with the files of several pôles: takes them in, and reads what they say and do not say."""

import csv
import json
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.problem import nearest_value
from ptce_ref.program import run
from ptce_ref.services.exchange import export_evaluations
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base

SENT = ("plateau-des-genets-2026", "val-de-sorne-2026", "clairbois-2026")
FEW = "plateau-des-genets-2026"
"""Its group decided on questions that fewer than three people had answered."""
Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base the files come from, with the files beside it, in « recus »."""
    folder = tmp_path_factory.mktemp("poles")
    base = example_base(folder)
    (folder / "recus").mkdir()
    with open_workspace(base, clock=clock) as workspace:
        for ident in SENT:
            export_evaluations(workspace, [ident], folder / "recus" / f"{ident}.json")
    return base


@pytest.fixture
def files(sender: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(tmp_path / "departement.sqlite"))
    return [sender.parent / "recus" / f"{ident}.json" for ident in SENT]


def said(capsys: Printed) -> str:
    printed = capsys.readouterr()
    return f"{printed.out}\n{printed.err}".replace("\u00a0", " ")


def ptce(*words: object) -> int:
    return run([str(word) for word in words])


def test_a_damaged_file_is_refused_and_the_others_are_taken(files: list[Path], tmp_path: Path, capsys: Printed) -> None:
    cut = tmp_path / "coupe.json"
    cut.write_bytes(files[0].read_bytes()[:2000])
    assert ptce("echange", "importer", files[1], cut, files[2]) == ExitCode.PROBLEMS
    told = said(capsys)
    assert f"{files[1].name} : repris" in told
    assert "coupe.json : refusé, rien n’en a été pris" in told
    assert f"{files[2].name} : repris" in told
    assert "1 fichier refusé ; 2 autres sont repris" in told
    assert "base d’avant" not in told, "there was nothing before"
    assert not list(tmp_path.glob("sauvegardes-*"))
    assert ptce("evaluation", "lister") == ExitCode.DONE
    listed = said(capsys)
    assert [ident in listed for ident in SENT] == [False, True, True]
    assert "comptés" in listed
    assert "main levée" not in listed
    assert "%" not in listed, "who was awaited stayed at the pôle"


def test_a_folder_is_all_its_files_and_the_base_before_is_kept_once(
    files: list[Path], tmp_path: Path, capsys: Printed
) -> None:
    folder = files[0].parent
    assert ptce("echange", "importer", folder, "--essai") == ExitCode.DONE
    assert not (tmp_path / "departement.sqlite").exists()
    assert "serait repris" in said(capsys)
    assert ptce("echange", "importer", files[0]) == ExitCode.DONE
    assert "base d’avant" not in said(capsys)
    assert ptce("echange", "importer", folder, "--json") == ExitCode.DONE
    data = json.loads(capsys.readouterr().out)
    assert {item["fichier"].rpartition("/")[2]: item["rien_a_changer"] for item in data} == {
        f"{ident}.json": ident == FEW for ident in SENT
    }
    (copy,) = (tmp_path / "sauvegardes-departement").glob("*avant-import*")
    assert copy.is_file()
    assert ptce("echange", "importer", folder) == ExitCode.DONE
    assert said(capsys).count("rien à changer, la base avait déjà tout cela") == len(SENT)
    empty = tmp_path / "vide"
    empty.mkdir()
    assert ptce("echange", "importer", empty) == ExitCode.UNUSABLE
    assert ptce("echange", "importer", *files, "--choisir", "622e51=ici") == ExitCode.MISUSE


def shown(base: Path, target: Path) -> dict[str, list[dict[str, str]]]:
    assert ptce("--base", base, "classeur", "comparaison", *SENT, "--csv", target) == ExitCode.DONE
    found = {}
    for file in target.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            # How many people answered is known where they are, and nowhere else.
            found[file.name] = [
                {name: text for name, text in row.items() if "personnes" not in name} for row in csv.DictReader(opened)
            ]
    return found


def test_the_pole_shows_to_others_what_its_file_shows(
    files: list[Path], sender: Path, tmp_path: Path, capsys: Printed
) -> None:
    assert ptce("echange", "importer", *files) == ExitCode.DONE
    inside = shown(sender, tmp_path / "pole")
    received = shown(tmp_path / "departement.sqlite", tmp_path / "recu")
    assert inside == received
    figures = [row for row in received["donnees.csv"] if row["element"] == "indicateur" and row["niveau"]]
    assert figures
    assert any(row["n"] == "" for row in figures), "a level that fewer than three people had spoken of"
    assert all(row["n"] != "0" for row in figures)
    capsys.readouterr()
    # The same elements of the referential, whatever shows them.
    assert ptce("evaluation", "montrer", FEW) == ExitCode.DONE
    assert ptce("--base", sender, "evaluation", "montrer", FEW) == ExitCode.DONE
    statements = {line for line in capsys.readouterr().out.splitlines() if line.startswith("Ce référentiel est fait")}
    assert len(statements) == 1
    assert ptce("classeur", "comparaison", "--avec-arguments", "--csv", tmp_path / "textes") == ExitCode.DONE
    told = said(capsys)
    assert "ne contiennent aucun argument" in told
    assert "Relisez" not in told


def test_an_older_file_does_not_say_zero_where_it_says_nothing(files: list[Path], capsys: Printed) -> None:
    """Before, a file left out what too few said: of a question decided all the same, n is not known."""
    whole = json.loads(files[0].read_text(encoding="utf-8"))
    (section,) = whole["contenu"]["evaluations"]
    told = [tally for tally in section["votes"] if tally["voices"] or tally.get("dont_know") or tally["not_applicable"]]
    assert len(told) < len(section["votes"])
    section["votes"] = told
    whole["version"] = 1
    old = Path("ancien.json")
    old.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    assert ptce("echange", "importer", old, "--modifie-a-la-main") == ExitCode.DONE
    capsys.readouterr()
    assert ptce("evaluation", "montrer", FEW, "--json") == ExitCode.DONE
    view = json.loads(capsys.readouterr().out)
    items = [i for o in view["objectives"] for s in o["sub_objectives"] for i in s["indicators"]]
    decided = [item["figure"]["n"] for item in items if item["figure"]["level"] is not None]
    assert None in decided
    assert 0 not in decided


def test_the_beginning_of_a_name_is_not_taken_for_another_name() -> None:
    poles = ["val-de-sorne", "vallee-de-l-auzon", "quai-des-partages"]
    assert nearest_value("vallee", poles) == "vallee-de-l-auzon"
    assert nearest_value("Vallée", poles) == "vallee-de-l-auzon"
    assert nearest_value("val-de-sorme", poles) == "val-de-sorne"
    assert nearest_value("zz", poles) is None
