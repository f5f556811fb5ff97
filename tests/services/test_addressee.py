"""A questionnaire for each person registered: the screen and the command go the same road."""

import errno
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.program import run
from ptce_ref.reports.xlsx import questionnaire as workbook
from ptce_ref.services.desk import Desk
from ptce_ref.services.document import QUESTIONNAIRES, document_called
from ptce_ref.services.evaluation import find_evaluation, move_phase, open_evaluation, respondents_of
from ptce_ref.services.offer import Offer, offer_documents
from ptce_ref.services.outcome import Outcome, StoppedError, produce, write_document
from ptce_ref.services.person import erase_person
from ptce_ref.services.questionnaire import import_questionnaire
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from tests.bases import clock, example_base, keep_only
from tests.project.questionnaire_desk import FORGES
from tests.samples import shipped_referential, shipped_theme

FOLDER = f"questionnaires-{FORGES}"
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def opened(base: Path) -> Workspace:
    return open_workspace(base, clock=clock)


def people_of(workspace: Workspace) -> list[str]:
    return [person.id for person in respondents_of(workspace, find_evaluation(workspace, FORGES))]


def offered(workspace: Workspace, evaluation: str = FORGES) -> Offer:
    return next(item for item in offer_documents(workspace, evaluation) if item.document.id == QUESTIONNAIRES)


def produced(workspace: Workspace, folder: Path, evaluation: str = FORGES) -> Outcome:
    (outcome,) = produce(workspace, evaluation, [QUESTIONNAIRES], folder)
    return outcome


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_everybody_has_their_own_and_the_commands_write_the_same_bytes(base: Path, capsys: Printed) -> None:
    keep_only(base, "r01", "r02")
    assert run(("questionnaire", "exporter", FORGES, "--tous-les-repondants", "--dossier", "envois")) == ExitCode.DONE
    assert run(("questionnaire", "exporter", FORGES, "--repondant", "r02")) == ExitCode.DONE
    told = capsys.readouterr()
    assert f"2 questionnaires écrits dans {base.parent / 'envois'}" in told.out.replace("\u00a0", " ")
    assert f"2/2  questionnaire-{FORGES}-r02.xlsx" in told.err
    with opened(base) as workspace:
        offer, outcome = offered(workspace), produced(workspace, base.parent / "écran")
        assert outcome.people == tuple(people_of(workspace)) == ("r01", "r02")
    found = contents(base.parent / "écran" / FOLDER)
    assert found == contents(base.parent / "envois")
    assert tuple(sorted(found)) == offer.files
    assert offer.note.replace("\u00a0", " ") == f"2 fichiers, dans le dossier {FOLDER}"
    assert (outcome.file, outcome.files) == (base.parent / "écran" / FOLDER, 2)
    assert outcome.size == sum(map(len, found.values()))
    alone = f"questionnaire-{FORGES}-r02.xlsx"
    assert found[alone] == (base.parent / alone).read_bytes()


def test_what_comes_back_is_of_the_person_it_was_made_for(base: Path) -> None:
    keep_only(base, "r01", "r02")
    with opened(base) as workspace:
        made = produced(workspace, base.parent).file
        for person in ("r01", "r02"):
            found = import_questionnaire(workspace, made / f"questionnaire-{FORGES}-{person}.xlsx")
            assert (found.respondent.id, found.changes, found.new) == (person, 0, False)


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.DIALOGUE])
def test_the_command_refuses_when_the_screen_greys_it_and_in_its_words(
    base: Path, phase: Phase, capsys: Printed
) -> None:
    keep_only(base, "r01")
    with opened(base) as workspace:
        move_phase(workspace, FORGES, phase.value, confirmed=True)
        reason = offered(workspace).closed
        assert bool(reason) is (phase is Phase.DIALOGUE)
        outcome = produced(workspace, base.parent / "écran")
    done = run(("questionnaire", "exporter", FORGES, "--tous-les-repondants", "--dossier", "envois"))
    told = capsys.readouterr().err.replace("\u00a0", " ")
    assert done == (ExitCode.PROBLEMS if reason else ExitCode.DONE)
    assert (base.parent / "envois").exists() is (base.parent / "écran").exists() is not bool(reason)
    assert outcome.problem.replace("\u00a0", " ") in told
    assert reason in outcome.problem


def test_with_nobody_registered_both_say_so(base: Path, capsys: Printed) -> None:
    with opened(base) as workspace:
        pole = find_evaluation(workspace, FORGES).pole_id
        open_evaluation(workspace, shipped_referential(), pole=pole, use="diagnostic", identifier="neuve")
        reason, outcome = offered(workspace, "neuve").closed, produced(workspace, base.parent / "écran", "neuve")
    assert "personne n’est encore inscrit" in reason
    assert reason in outcome.problem
    assert run(("questionnaire", "exporter", "neuve", "--tous-les-repondants")) == ExitCode.PROBLEMS
    assert outcome.problem.replace("\u00a0", " ") in capsys.readouterr().err.replace("\u00a0", " ")
    assert not (base.parent / "écran").exists()


def test_nothing_is_made_for_somebody_erased(base: Path) -> None:
    keep_only(base, "r01", "r02")
    with opened(base) as workspace:
        erase_person(workspace, FORGES, "r01", confirmed=True, drafts=base.parent)
        assert offered(workspace).files == (f"questionnaire-{FORGES}-r02.xlsx",)
        assert list(contents(produced(workspace, base.parent).file)) == [f"questionnaire-{FORGES}-r02.xlsx"]


def test_stopped_before_the_last_file_it_leaves_the_folder_as_it_was(base: Path) -> None:
    keep_only(base, "r01", "r02", "r03")
    (base.parent / FOLDER).mkdir()
    (base.parent / FOLDER / f"questionnaire-{FORGES}-r01.xlsx").write_bytes(b"ancien")
    before, made = sorted(base.parent.iterdir()), 0

    def told(done: int, _total: int, _name: str) -> None:
        nonlocal made
        made = done

    def go_on() -> None:
        if made == 2:
            raise StoppedError

    with opened(base) as workspace, pytest.raises(StoppedError):
        list(produce(workspace, FORGES, [QUESTIONNAIRES], base.parent, go_on=go_on, told=told))
    assert contents(base.parent / FOLDER) == {f"questionnaire-{FORGES}-r01.xlsx": b"ancien"}
    assert sorted(base.parent.iterdir()) == before


def test_a_file_of_the_same_name_that_somebody_filled_is_kept_aside_and_the_others_stay(base: Path) -> None:
    keep_only(base, "r01")
    folder = base.parent / FOLDER
    folder.mkdir()
    for name in (f"questionnaire-{FORGES}-r01.xlsx", "notes.txt"):
        (folder / name).write_bytes(b"ancien")
    with opened(base) as workspace:
        produced(workspace, base.parent)
    names = sorted(contents(folder))
    (kept,) = set(names) - {"notes.txt", f"questionnaire-{FORGES}-r01.xlsx"}
    assert kept.startswith(f"questionnaire-{FORGES}-r01-modifie-")
    assert len(names) == 3
    assert all((folder / name).read_bytes() == b"ancien" for name in ("notes.txt", kept))
    assert (folder / f"questionnaire-{FORGES}-r01.xlsx").read_bytes().startswith(b"PK")


def test_a_disk_full_at_the_second_file_leaves_no_folder(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_only(base, "r01", "r02")
    real, written = workbook.write_questionnaire, []

    def full(*given: object) -> None:
        written.append(given)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, "no room")
        real(*given)  # type: ignore[arg-type]  # whatever it was given

    monkeypatch.setattr(workbook, "write_questionnaire", full)
    before = sorted(base.parent.iterdir())
    with opened(base) as workspace:
        problem = produced(workspace, base.parent).problem
    assert "le disque est plein" in problem
    assert FOLDER in problem
    assert sorted(base.parent.iterdir()) == before


def test_a_database_that_has_the_name_of_a_file_is_not_replaced(base: Path) -> None:
    keep_only(base, "r01", "r02")
    folder = base.parent / "envois"
    folder.mkdir()
    kept = base.rename(folder / f"questionnaire-{FORGES}-r02.xlsx")
    with opened(kept) as workspace, pytest.raises(Refusal, match="est une base de données"):
        write_document(document_called(QUESTIONNAIRES), Desk(workspace, FORGES), shipped_theme(), folder)
    assert list(folder.iterdir()) == [kept]
