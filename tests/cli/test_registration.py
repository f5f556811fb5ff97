"""What was registered by mistake is corrected and taken away by command, as on the screen."""

from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from ptce_ref.services.evaluation import find_evaluation, open_evaluation, respondents_of
from tests.samples import shipped_referential
from tests.two_copies import EVALUATION, Clock, Copy, first_copy


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    made = first_copy(tmp_path, Clock())
    made.register(0, "Nora Petit")
    made.register(1, "Paul")
    monkeypatch.setenv("PTCE_BASE", str(made.path))
    return made


def ptce(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda _: 0)


def people(copy: Copy) -> dict[str, tuple[str, str | None, str | None]]:
    with copy.open() as ws:
        found = respondents_of(ws, find_evaluation(ws, EVALUATION))
        return {person.id: (person.college, person.name, person.organisation) for person in found}


def test_a_registration_is_corrected_and_what_is_not_said_stays(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    college, other = (shipped_referential().colleges[place].id for place in (0, 2))
    assert ptce("repondant", "corriger", EVALUATION, "r01", "--organisation", "La Ruche") == 0
    assert "Inscription corrigée : r01." in capsys.readouterr().out.replace("\u00a0", " ")
    assert people(copy)["r01"] == (college, "Nora Petit", "La Ruche")
    assert ptce("repondant", "corriger", EVALUATION, "r01", "--college", other, "--nom", "") == 0
    assert people(copy)["r01"] == (other, None, "La Ruche")
    capsys.readouterr()
    assert ptce("repondant", "corriger", EVALUATION, "r01", "--college", other) == 0
    assert "Rien à changer" in capsys.readouterr().out
    assert ptce("repondant", "corriger", EVALUATION, "r01") == 2
    assert "--college, --nom ou --organisation" in capsys.readouterr().err
    assert ptce("repondant", "corriger", EVALUATION, "r01", "--college", "rois") != 0
    assert ptce("repondant", "corriger", EVALUATION, "r99", "--nom", "X") != 0
    copy.move("dialogue")
    assert ptce("repondant", "corriger", EVALUATION, "r01", "--nom", "Trop tard") == 1
    assert people(copy)["r01"] == (other, None, "La Ruche")


def test_those_of_another_evaluation_are_registered_again(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.register(2, "")
    with copy.open() as ws:
        old = find_evaluation(ws, EVALUATION)
        kept = [college.id for college in shipped_referential().colleges][:1]
        new = open_evaluation(ws, shipped_referential(), pole=old.pole_id, use=old.use, mode="co", colleges=kept)
    assert ptce("evaluation", "inscrire", new.id, "--comme", EVALUATION, "--nom", "X") == 2
    assert ptce("evaluation", "inscrire", new.id) == 2
    capsys.readouterr()
    assert ptce("evaluation", "inscrire", new.id, "--comme", EVALUATION) == 0
    assert "1\u00a0répondant inscrit." in capsys.readouterr().out, "the college of the other one is not invited"
    with copy.open() as ws:
        (person,) = respondents_of(ws, find_evaluation(ws, new.id))
    assert (person.id, person.college, person.name) == ("r01", kept[0], "Nora Petit")


@pytest.mark.usefixtures("copy")
def test_a_list_is_told_line_by_line_where_the_window_would_cut_its_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ptce("evaluation", "lister") == 0
    whole = capsys.readouterr().out
    assert len(whole.splitlines()) == 2
    words = set(whole.split("\n")[1].split())
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    assert ptce("evaluation", "lister") == 0
    told = capsys.readouterr().out
    assert all(len(line) <= 60 for line in told.splitlines())
    assert words <= set(told.split())
    assert "À faire" in told


def test_who_said_nothing_is_taken_away_who_answered_is_not(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.answer("r01", 0, 1)
    assert ptce("repondant", "retirer", EVALUATION, "r02") == 0
    assert "inscription retirée" in capsys.readouterr().out
    assert ptce("repondant", "retirer", EVALUATION, "r01") == 1
    assert "a déjà répondu" in capsys.readouterr().err
    assert set(people(copy)) == {"r01"}


def test_an_evaluation_opened_by_mistake_is_taken_away_once_confirmed(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    copy.do(
        lambda ws: open_evaluation(ws, shipped_referential(), pole="deux-rives", use="diagnostic", identifier="erreur")
    )
    assert ptce("evaluation", "retirer", "erreur") == 2
    assert "avec --oui" in capsys.readouterr().err
    assert ptce("evaluation", "retirer", "erreur", "--oui") == 0
    assert ptce("evaluation", "montrer", "erreur") == 2
    copy.answer("r01", 0, 1)
    assert ptce("evaluation", "retirer", EVALUATION, "--oui") == 1
    assert "contient déjà des réponses" in capsys.readouterr().err


def test_a_position_is_taken_back(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.move("dialogue")
    assert ptce("repondre", EVALUATION, "T1.01", "--position", "accord", "--niveau", 2) == 0
    assert len(copy.held()["positions"]) == 1
    assert ptce("repondre", EVALUATION, "T1.01", "--position", "retirer") == 0
    assert "Retiré ; le journal le garde." in capsys.readouterr().out.replace("\u00a0", " ")
    assert not copy.held()["positions"]
    assert ptce("repondre", EVALUATION, "T1.01", "--position", "retirer") == 0
    assert "Il n’y avait rien à retirer." in capsys.readouterr().out
    assert ptce("repondre", EVALUATION, "T1.01", "--position", "retirer", "--niveau", 2) == 2
    assert ptce("repondre", EVALUATION, "T1.01", "--position", "accord", "--retirer") == 0
