"""Somebody who holds the original grid types it into the workbook, marks it attested, and takes an evaluation to it."""

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.project.test_referential_workbook import columns, edited, fill, line, sheet_of

SOURCE = "labo-referentiel-3-7 : page 12"
GONE, NEW, SAME = "entraide", "solidarite-entre-membres", "besoins-exprimes"
FIRST_LINE = 6
"""The first row to fill in the sheet of the lineage, empty in what ships."""


def form(book: Workbook, key: str, value: str) -> None:
    """Write what is said once, on the line of its hidden key."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=4):
            if row[-1].value == f"ptce:{key}":
                row[1].value = value
                return
    raise AssertionError(key)


def type_it(book: Workbook) -> None:
    form(book, "referentiel.version", "3.7.0")
    form(book, "referentiel.provenance.statut", "attesté")
    form(book, "referentiel.provenance.sources", "labo-referentiel-3-7 : page de titre")
    attested = {"provenance.statut": "attesté", "provenance.sources": SOURCE}
    fill(book, "indicateurs", line(book, "indicateurs", SAME), {"question": "Le texte d’origine ?", **attested})
    fill(book, "indicateurs", line(book, "indicateurs", GONE), {"id": NEW, "titre": "Solidarité", **attested})
    for sheet, column in (("indicateurs", "liens"), ("parcours", "selection.indicateurs"), ("chiffres", "indicateur")):
        place = columns(book, sheet)[column]
        for cell in next(sheet_of(book, sheet).iter_cols(place, place)):
            if GONE in str(cell.value or "").split("\n"):
                cell.value = str(cell.value).replace(GONE, NEW)
    fill(
        book,
        "lignee",
        FIRST_LINE,
        {
            "depuis": "0.1.0",
            "sorte": "renommé",
            "avant": GONE,
            "apres": NEW,
            "raison": "Le mot de la grille d’origine.",
        },
    )


def test_the_original_grid_is_typed_checked_written_and_evaluations_go_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    base = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(base))

    def ptce(*words: str) -> str:
        assert run(words) == ExitCode.DONE, capsys.readouterr().err
        return capsys.readouterr().out.replace("\u00a0", " ")

    ptce("referentiel", "exporter", "--sortie", "grille.xlsx")
    edited(Path("grille.xlsx"), type_it)
    ptce("referentiel", "importer", "grille.xlsx", "--vers", "grille-3-7")
    ptce("referentiel", "verifier", "--referentiel", "grille-3-7")
    assert f"renommé : {GONE} → {NEW}" in ptce("referentiel", "comparer", "livré", "grille-3-7")
    told = ptce("evaluation", "migrer", "clairbois-2026", "--vers", "grille-3-7", "--oui")
    assert "39 avis : 39 repris" in told
    # It opens new ones too, and does not need the folder afterwards.
    ptce("evaluation", "ouvrir", "clairbois", "--usage", "diagnostic", "--referentiel", "grille-3-7", "--id", "neuve")
    shutil.rmtree("grille-3-7")
    with open_workspace(base, clock=clock) as workspace:
        for ident in ("clairbois-2026", "neuve"):
            grid = referential_of(workspace, find_evaluation(workspace, ident).referential_hash)
            assert (grid.version, grid.indicator_by_id[NEW].provenance.attested) == ("3.7.0", True)
            assert grid.indicator_by_id[SAME].question.replace("\u00a0", " ") == "Le texte d’origine ?"
