"""A command writes no document that the screens would not offer in that phase."""

from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.program import run
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.services.evaluation import open_evaluation
from ptce_ref.services.pole import add_pole
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, new_workspace
from tests.samples import shipped_referential

COMMANDS = {
    "grille-vierge": ("imprimer", "grille"),
    "grille-remplie": ("imprimer", "grille", "--remplie"),
    "rapport": ("imprimer", "rapport"),
    "classeur": ("classeur", "coevaluation"),
    "fiches": ("imprimer", "fiches"),
    "fiches-remplies": ("imprimer", "fiches", "--remplies"),
    "ordre-du-jour": ("imprimer", "ordre-du-jour"),
    "world-cafe": ("imprimer", "world-cafe"),
    "questionnaire-papier": ("imprimer", "questionnaire"),
}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An evaluation in preparation: nobody answered yet."""
    path = tmp_path / "base.sqlite"
    with new_workspace(path) as ws:
        pole = add_pole(ws, {"nom": "Pôle du Val"})
        open_evaluation(ws, shipped_referential(), pole=pole.id, use="diagnostic", identifier="val")
    with open_workspace(path, clock=clock):
        monkeypatch.setenv("PTCE_BASE", str(path))
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("document", COMMANDS)
def test_a_command_and_the_screens_agree_on_when_a_document_has_a_sense(
    document: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (reason,) = (item.closed(Phase.PREPARATION) for item in DOCUMENTS if item.id == document)
    done = run((*COMMANDS[document], "val"))
    assert (done == ExitCode.DONE) is (not reason), capsys.readouterr().err
    assert bool(list(Path().glob("*.pdf")) + list(Path().glob("*.xlsx"))) is (not reason)
