"""The commands: results, sentences, exit codes."""

import json
import shlex
from pathlib import Path

import click
import pytest

from ptce_ref.cli.catalog import COMMANDS
from ptce_ref.cli.main import root
from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from ptce_ref.reports import wording
from tests import samples
from tests.bases import example_base

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples, named by PTCE_BASE, in an empty current folder."""
    path = example_base(tmp_path)
    work = tmp_path / "travail"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("PTCE_BASE", str(path))
    return path


ANSWER = ("repondre", "faubourg-des-forges-2026", "T1.01")


def ptce(*words: str) -> int:
    return run(words)


def test_a_whole_evaluation_can_be_led_by_commands(capsys: Printed) -> None:
    steps = [
        "pole ajouter 'Pôle d’Ici' --commune Ici-le-Bas --annee 2020 --statut scic --filiere bois --filiere lin",
        "pole modifier pole-d-ici --membres habitants=4 --collectivite 'Ma commune=soutien:prets'",
        "pole modifier pole-d-ici --budget 120000",
        "pole montrer pole-d-ici",
        "evaluation ouvrir pole-d-ici --usage bilan-annuel --parcours court --id ici-2026",
        "evaluation inscrire ici-2026 --college habitants --nom 'Une voisine'",
        "evaluation inscrire ici-2026 --college salaries",
        "evaluation phase ici-2026 avis",
        "repondre ici-2026 T1.01 --repondant r01 --argument '=1+1 [vu]' --niveau 2 --sorte chiffre",
        "repondre ici-2026 T1.01 --repondant r02 --niveau 2",
        "repondre ici-2026 T3.09 --repondant r01 --non-concerne 'Aucun laboratoire ici.'",
        "repondre ici-2026 T3.09 --repondant r02 --ne-sait-pas",
        "repondre ici-2026 C1.01 --college habitants --voix 1=4 --voix 3=7",
        "evaluation phase ici-2026 dialogue",
        "repondre ici-2026 C1.01 --position desaccord --minorite 'Nous ne le voyons pas ainsi.'",
        "evaluation adopter ici-2026 --avec 'les présents'",
        "evaluation montrer ici-2026",
        "imprimer grille ici-2026",
        "imprimer rapport ici-2026 --sortie 'mon rapport.pdf'",
        "classeur coevaluation ici-2026",
        "base verifier",
    ]
    for step in steps:
        assert ptce(*shlex.split(step)) == ExitCode.DONE, (step, capsys.readouterr().err)
    assert "Ici-le-Bas" in capsys.readouterr().out
    assert sorted(path.name for path in Path().iterdir()) == [
        "co-evaluation-ici-2026.xlsx",
        "grille-vierge-ici-2026.pdf",
        "mon rapport.pdf",
    ]
    ptce("evaluation", "montrer", "ici-2026", "--json")
    view = json.loads(capsys.readouterr().out)
    items = {i["code"]: i for o in view["objectives"] for s in o["sub_objectives"] for i in s["indicators"]}
    assert items["T1.01"]["position"]["level"] == 2
    assert items["T1.01"]["arguments"][0]["text"] == "=1+1 [vu]"
    assert items["C1.01"]["total"]["levels"] == [4, 0, 7, 0]
    assert items["C1.01"]["position"]["minority_opinion"] == "Nous ne le voyons pas ainsi."
    assert items["T3.09"]["total"]["dont_know"] == items["T3.09"]["total"]["not_applicable"] == 1


def test_json_is_the_view_that_screens_and_documents_show(capsys: Printed) -> None:
    ptce("evaluation", "montrer", "val-de-sorne-2026", "--json")
    shown = json.loads(capsys.readouterr().out)
    view = samples.coevaluation("val-de-sorne-2026")
    assert [o["figure"]["value"] for o in shown["objectives"]] == [o.figure.value for o in view.objectives]
    ptce("evaluation", "montrer", "val-de-sorne-2026")
    page = capsys.readouterr().out
    for sub in view.sub_objectives:
        line = next(line for line in page.splitlines() if line.startswith(f"{sub.code} "))
        assert wording.figure(sub.figure) in line
        assert wording.coverage(sub.figure) in line
        assert str(sub.figure.n) in line


def test_nobody_sees_opinions_while_they_are_given(capsys: Printed) -> None:
    ptce("evaluation", "montrer", "faubourg-des-forges-2026")
    page = capsys.readouterr().out
    assert "seule la couverture" in page
    assert "masqué" in page
    ptce("evaluation", "montrer", "faubourg-des-forges-2026", "--json", "--noms")
    text = capsys.readouterr().out
    for argument in (a.argument for a in samples.examples()["faubourg-des-forges-2026"][1].answers if a.argument):
        assert json.dumps(argument, ensure_ascii=False)[1:-1] not in text


def test_comparison_never_ranks_and_never_scores(capsys: Printed) -> None:
    ptce("classeur", "comparaison", "--json", "--ordre", "nom")
    shown = json.loads(capsys.readouterr().out)
    names = [entry["pole"]["name"] for entry in shown["entries"]]
    assert names == sorted(names, key=lambda n: n.replace("É", "E").lower())
    assert all(entry["whole"]["value"] is None for entry in shown["entries"])
    assert 'rank"' not in json.dumps(shown["entries"])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("frob",), 2, "La commande « frob » n’existe pas"),
        (("pole", "listr"), 2, "Vouliez-vous dire « lister »"),
        (("pole",), 2, "Il manque une commande"),
        (("pole", "lister", "--jason"), 2, "Vouliez-vous dire « --json »"),
        (("repondre",), 2, "Il manque « EVALUATION »"),
        (("pole", "ajouter", "X", "--annee", "hier"), 2, "attendu un nombre"),
        (("pole", "ajouter", "X", "--annee"), 2, "« --annee » attend une valeur"),
        (("pole", "ajouter", "日本"), 2, "avec --id"),
        (("pole", "ajouter", " "), 1, "nom : "),
        (("pole", "ajouter", "X", "--membres", "habitants"), 2, "NOM=VALEUR"),
        (("pole", "ajouter", "X", "--statut", "sciq"), 1, "valeur valable la plus proche : « scic »"),
        (("pole", "ajouter", "Val de Sorne", "--id", "val-de-sorne"), 1, "déjà l’identifiant"),
        (("pole", "montrer", "val-de-sorme"), 2, "Vouliez-vous dire « val-de-sorne »"),
        (("pole", "importer", "absent.csv"), 2, "n’existe pas"),
        (("evaluation", "ouvrir", "val-de-sorne", "--usage", "diagnostique"), 2, "Vouliez-vous dire « diagnostic »"),
        (
            ("evaluation", "ouvrir", "val-de-sorne", "--usage", "diagnostic", "--mode", "pair"),
            2,
            "quel pôle évalue celui-ci",
        ),
        (("evaluation", "ouvrir", "val-de-sorne", "--usage", "diagnostic", "--date", "12/3/26"), 2, "2026-03-12"),
        (("evaluation", "phase", "clairbois-2026", "avis"), 2, "doit être confirmé"),
        (("evaluation", "phase", "clairbois-2026", "fin"), 2, "n’existe pas"),
        (("evaluation", "montrer", "val-de-sorne-2025"), 2, "Vouliez-vous dire « val-de-sorne-2026 »"),
        (("repondre", "clairbois-2026", "T1.01", "--repondant", "r01", "--niveau", "2"), 1, "phase « dialogue »"),
        (("repondre", "faubourg-des-forges-2026", "T9.01", "--repondant", "r01", "--niveau", "2"), 2, "n’existe pas"),
        (
            (*ANSWER, "--repondant", "r01", "--niveau", "0"),
            2,
            "Valeurs possibles",
        ),
        ((*ANSWER, "--repondant", "r99", "--niveau", "2"), 2, "répondant"),
        ((*ANSWER, "--repondant", "r01"), 2, "Un avis est"),
        (ANSWER, 2, "une chose à la fois"),
        ((*ANSWER, "--repondant", "r01", "--non-concerne", " "), 2, "raison"),
        (
            (*ANSWER, "--college", "habitants", "--voix", "trois"),
            2,
            "NIVEAU=NOMBRE",
        ),
        (("referentiel", "montrer", "T1.99"), 2, "n’existe pas"),
        (("--base", "absente.sqlite", "pole", "lister"), 3, "Aucune base"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_its_code(
    base: Path, capsys: Printed, words: tuple[str, ...], code: int, sentence: str
) -> None:
    before = base.read_bytes()
    assert ptce(*words) == code
    printed = capsys.readouterr()
    assert sentence in printed.err.replace("\u00a0", " ")
    assert printed.out == ""
    assert base.read_bytes() == before


def test_the_table_of_real_poles_is_imported_whole_and_once(base: Path, capsys: Printed) -> None:
    table = str(Path(__file__).parents[2] / "examples" / "poles-temoins.csv")
    before = base.read_bytes()
    assert ptce("pole", "importer", table, "--essai") == 0
    assert base.read_bytes() == before
    assert ptce("pole", "importer", table) == 0
    assert "28\u00a0pôles ajoutés" in capsys.readouterr().out
    assert ptce("pole", "importer", table) == 0
    assert "0\u00a0pôle ajouté, 0\u00a0modifié, 28\u00a0inchangés" in capsys.readouterr().out
    assert ptce("pole", "lister", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert sum("demonstration" not in pole or not pole["demonstration"] for pole in listed) == 28


def test_a_table_with_problems_imports_nothing_and_says_all_of_them(base: Path, capsys: Printed) -> None:
    table = Path("poles.csv")
    table.write_text("nom;annee;statut\nUn pôle;hier;scic\nUn autre;2020;sciq\n;2020;\n", encoding="utf-8-sig")
    before = base.read_bytes()
    assert ptce("pole", "importer", str(table)) == 1
    said = capsys.readouterr().err
    for line in ("ligne 2", "ligne 3", "ligne 4"):
        assert line in said
    assert base.read_bytes() == before


def test_hostile_texts_reach_the_terminal_without_control_characters(capsys: Printed) -> None:
    name = "Pôle \x1b]0;piège\x07[ACME] \u202edroite"
    assert ptce("pole", "ajouter", name, "--id", "acme", "--commune", "\x1b[31mIci") == 0
    assert ptce("pole", "montrer", "acme") == 0
    printed = capsys.readouterr().out
    assert "[ACME]" in printed
    assert not any(c in printed for c in "\x1b\x07\u202e")


def test_every_command_has_help_in_french(capsys: Printed) -> None:
    assert ptce("--help", "--base", "x") == 0
    overview = capsys.readouterr().out
    for name in COMMANDS:
        assert name in overview
        assert ptce(name, "--help") == 0
        page = capsys.readouterr().out
        assert "Usage" in page
        for english in ("Show this message", "Options:", "Commands:", "[required]", "default"):
            assert english not in page


def test_sub_commands_and_options_all_explain_themselves() -> None:
    def walk(command: click.Command, path: str) -> None:
        with click.Context(command, info_name=path) as ctx:
            assert command.help, path
            for parameter in command.get_params(ctx):
                if isinstance(parameter, click.Option):
                    assert parameter.help, f"{path} {parameter.opts}"
            if isinstance(command, click.Group):
                for name in command.list_commands(ctx):
                    child = command.get_command(ctx, name)
                    assert child is not None
                    walk(child, f"{path} {name}")

    walk(root, "ptce")


def test_a_row_with_too_many_cells_is_said(capsys: Printed) -> None:
    Path("poles.csv").write_text("nom,annee\nUn pôle,2020,de trop\n", encoding="utf-8")
    assert ptce("pole", "importer", "poles.csv") == 1
    assert "plus de cellules que de colonnes" in capsys.readouterr().err
