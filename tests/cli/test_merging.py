"""ptce base fusionner, ptce echange: what the shell is told, on which stream, with which code."""

import json
from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from tests.two_copies import EVALUATION, Clock, Copy, first_copy


def ptce(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda _: 0)


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Copy, Copy]:
    nora = first_copy(tmp_path, Clock())
    nora.register(0, "Nora")
    karim = nora.copy("karim.sqlite")
    nora.answer("r01", 0, 1)
    karim.answer("r01", 0, 2)
    return nora, karim


def test_merging_says_what_it_does_then_does_it(copies: tuple[Copy, Copy], capsys: pytest.CaptureFixture[str]) -> None:
    nora, karim = copies
    assert ptce("--base", nora.path, "base", "fusionner", karim.path, "--essai") == 0
    out, err = capsys.readouterr()
    assert "1 modification faite des deux côtés, différemment" in err.replace("\u00a0", " ")
    assert out == ""
    assert ptce("--base", nora.path, "base", "fusionner", karim.path, "--conflit", "arreter") == 1
    assert "rien n’a été changé" in capsys.readouterr().err
    assert nora.said()["r01", 0] == "1"
    assert ptce("--base", nora.path, "base", "fusionner", karim.path) == 0
    assert "Fusion faite" in capsys.readouterr().out
    assert nora.said()["r01", 0] == "2"
    assert ptce("--base", nora.path, "base", "fusionner", karim.path) == 0
    assert "Rien à changer" in capsys.readouterr().out


def test_what_a_program_reads(copies: tuple[Copy, Copy], capsys: pytest.CaptureFixture[str]) -> None:
    nora, karim = copies
    assert ptce("--base", nora.path, "base", "fusionner", karim.path, "--essai", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [conflict["garde"] for conflict in found["conflits"]] == ["la-bas"]
    mark = found["conflits"][0]["repere"]
    assert ptce("--base", nora.path, "base", "fusionner", karim.path, "--choisir", f"{mark}=ici") == 0
    assert nora.said()["r01", 0] == "1"


def test_an_ill_written_choice_is_a_misuse(copies: tuple[Copy, Copy], capsys: pytest.CaptureFixture[str]) -> None:
    nora, karim = copies
    assert ptce("--base", nora.path, "base", "fusionner", karim.path, "--choisir", "x=moi") == 2
    assert "REPERE=ici" in capsys.readouterr().err
    assert ptce("--base", nora.path, "base", "fusionner", nora.path) == 2
    assert ptce("--base", nora.path, "base", "fusionner", nora.path.with_name("absente.sqlite")) == 3


@pytest.mark.parametrize("name", ["x" * 5000, ".", "absent.json"])
def test_a_name_that_is_no_file_is_said(
    name: str, copies: tuple[Copy, Copy], capsys: pytest.CaptureFixture[str]
) -> None:
    nora, _ = copies
    target = nora.path.parent / name
    assert ptce("--base", nora.path, "echange", "importer", target) == 3
    assert ptce("--base", nora.path, "base", "fusionner", target) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_goes_from_one_machine_to_another(
    copies: tuple[Copy, Copy], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nora, _ = copies
    file, other = tmp_path / "echange.json", tmp_path / "autre.sqlite"
    assert ptce("--base", nora.path, "echange", "exporter", EVALUATION, "--sortie", file) == 1
    assert "avant le dialogue" in capsys.readouterr().err
    assert ptce("--base", nora.path, "echange", "exporter", EVALUATION, "--complet", "--sortie", file) == 0
    assert "des noms et des textes" in capsys.readouterr().err
    assert ptce("--base", other, "echange", "importer", file) == 0
    assert Copy(other, nora.clock).said() == nora.said()
    capsys.readouterr()
    assert ptce("--base", other, "echange", "importer", file) == 0
    assert "Rien à changer" in capsys.readouterr().out
    file.write_bytes(file.read_bytes()[:-200])
    assert ptce("--base", other, "echange", "importer", file) == 1
    assert ptce("--base", other, "echange", "importer", tmp_path / "absent.json") == 3
    assert not (tmp_path / "neuve.sqlite").exists()
    assert ptce("--base", tmp_path / "neuve.sqlite", "echange", "importer", file) == 1
    assert not (tmp_path / "neuve.sqlite").exists(), "a file that is refused does not even make a base"


def test_a_file_is_tried_where_there_is_no_base_yet_and_nothing_is_created(
    copies: tuple[Copy, Copy], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nora, _ = copies
    file, folder = tmp_path / "echange.json", tmp_path / "neuf"
    assert ptce("--base", nora.path, "echange", "exporter", EVALUATION, "--complet", "--sortie", file) == 0
    capsys.readouterr()
    assert ptce("--base", folder / "base.sqlite", "echange", "importer", file, "--essai") == 0
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert "Il n’y a pas encore de base ici" in told
    assert "nouvelle évaluation (1 répondant, 1 avis)" in told
    assert not folder.exists()
    # What is there and is no base is still said.
    assert ptce("--base", file, "echange", "importer", file, "--essai") == 3


def test_a_long_export_shows_that_it_works_and_interrupted_leaves_nothing(
    copies: tuple[Copy, Copy], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nora, _ = copies
    file = tmp_path / "ici" / "echange.json"
    moments = iter(range(0, 10_000, 2))
    monkeypatch.setattr("ptce_ref.cli.progress.time.monotonic", lambda: float(next(moments)))
    assert ptce("--base", nora.path, "echange", "exporter", EVALUATION, "--complet", "--sortie", file) == 0
    assert capsys.readouterr().err.count("Écriture du fichier d’échange…") == 1
    before = file.read_bytes()

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    # At the last moment: all is written beside, and not yet renamed.
    monkeypatch.setattr("ptce_ref.services.production.os.fsync", stop)
    assert ptce("--base", nora.path, "echange", "exporter", EVALUATION, "--complet", "--sortie", file) == 130
    assert [path.name for path in file.parent.iterdir()] == ["echange.json"]
    assert file.read_bytes() == before
