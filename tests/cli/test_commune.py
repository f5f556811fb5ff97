"""Finding a commune, and a pôle whose place comes from a code: by commands."""

import json
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from ptce_ref.services.pole import find_pole
from ptce_ref.services.workspace import open_workspace

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "base.sqlite"
    monkeypatch.setenv("PTCE_BASE", str(path))
    return path


def ptce(*words: str) -> int:
    return run(words)


def card(base: Path, reference: str) -> tuple[str, str | None, str, str, str]:
    with open_workspace(base, read_only=True) as workspace:
        pole = find_pole(workspace, reference)
    return pole.commune, pole.insee_code, pole.department, pole.region, pole.intercommunality


def test_a_commune_is_found_by_a_few_words(capsys: Printed) -> None:
    assert ptce("commune", "chercher", "lons", "le", "saun") == ExitCode.DONE
    printed = capsys.readouterr()
    assert printed.out.startswith("39300  Lons-le-Saunier  Jura  Bourgogne-Franche-Comté  Communauté d’agglomération")
    assert printed.err == ""


def test_json_has_the_keys_of_the_card(capsys: Printed) -> None:
    assert ptce("commune", "chercher", "85113", "--json") == ExitCode.DONE
    (found,) = json.loads(capsys.readouterr().out)
    assert found["code_insee"] == "85113"
    assert found["commune"] == "L’Île-d’Yeu"
    assert found["intercommunalite"] == found["ancien"] == ""


def test_what_is_found_is_limited_and_it_is_said(capsys: Printed) -> None:
    assert ptce("commune", "chercher", "saint", "--nombre", "3") == ExitCode.DONE
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 3
    assert "Il y en a d’autres" in printed.err
    assert ptce("commune", "chercher", "saint", "--nombre", "0") == ExitCode.MISUSE


def test_nothing_found_and_a_former_commune_are_told(capsys: Printed) -> None:
    assert ptce("commune", "chercher", "zzzz") == ExitCode.PROBLEMS
    assert "Aucune commune ne répond à «\u00a0zzzz\u00a0»" in capsys.readouterr().err
    assert ptce("commune", "chercher", "arbignieu") == ExitCode.DONE
    printed = capsys.readouterr()
    assert "Arboys en Bugey" in printed.out
    assert "fait aujourd’hui partie de la commune" in printed.err


def test_a_code_fills_the_place_of_a_pole(base: Path, capsys: Printed) -> None:
    assert ptce("pole", "ajouter", "Ici", "--code-insee", "39300") == ExitCode.DONE
    printed = capsys.readouterr()
    assert "Complété d’après le code INSEE 39300\u00a0: Lons-le-Saunier, Jura" in printed.err
    assert "Complété" not in printed.out
    assert card(base, "ici")[:4] == ("Lons-le-Saunier", "39300", "Jura", "Bourgogne-Franche-Comté")


def test_what_is_given_is_kept(base: Path) -> None:
    ptce("pole", "ajouter", "Ici", "--code-insee", "2a004", "--commune", "Le port", "--region", "Ma Corse")
    assert card(base, "ici")[:4] == ("Le port", "2A004", "Corse-du-Sud", "Ma Corse")


def test_moving_a_pole_takes_the_whole_place_along(base: Path) -> None:
    ptce("pole", "ajouter", "Ici", "--code-insee", "39300")
    assert ptce("pole", "modifier", "ici", "--code-insee", "85113") == ExitCode.DONE
    assert card(base, "ici") == ("L’Île-d’Yeu", "85113", "Vendée", "Pays de la Loire", "")


def test_a_code_of_the_past_stays_and_a_code_of_nowhere_too(base: Path, capsys: Printed) -> None:
    assert ptce("pole", "ajouter", "Onze", "--code-insee", "75111") == ExitCode.DONE
    assert "« Paris 11e Arrondissement »" in capsys.readouterr().err.replace("\u00a0", " ")
    assert card(base, "onze")[:3] == ("Paris", "75111", "Paris")
    assert ptce("pole", "ajouter", "Loin", "--code-insee", "99999") == ExitCode.DONE
    assert "Rien n’est complété" in capsys.readouterr().err
    assert card(base, "loin")[:3] == ("", "99999", "")
    assert ptce("pole", "ajouter", "Faux", "--code-insee", "39") == ExitCode.PROBLEMS
    assert "un code INSEE de cinq caractères" in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "kept"), [("12,5", 12.5), ("1 200", 1200), ("1\u202f200,5", 1200.5)])
def test_numbers_are_read_as_french_people_write_them(base: Path, typed: str, kept: float) -> None:
    assert ptce("pole", "ajouter", "Ici", "--budget", typed) == ExitCode.DONE
    with open_workspace(base, read_only=True) as workspace:
        assert find_pole(workspace, "ici").budget == kept


@pytest.mark.parametrize("typed", ["1.200", "douze", "1e3", "nan", "12,5,1"])
def test_what_is_no_number_or_may_be_two_is_refused(typed: str, capsys: Printed) -> None:
    assert ptce("pole", "ajouter", "Ici", "--budget", typed) == ExitCode.MISUSE
    assert "attendu un nombre" in capsys.readouterr().err
