"""A mistake of ours never shows its insides: a sentence, a report beside the base, code 3; a full disk says so."""

import errno
from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from ptce_ref.services import failure, pole
from tests.bases import example_base


def broken_by(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(pole, "all_poles", broken)


@pytest.mark.parametrize("words", [("--base", "{}", "pole", "lister"), ("pole", "lister", "--base", "{}")])
def test_what_nobody_foresaw_is_a_sentence_and_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    base = example_base(tmp_path)
    broken_by(monkeypatch, KeyError("jamais vu"))
    assert run([word.format(base) for word in words], lambda _: 0) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("ptce s’est arrêté sur une erreur imprévue.")
    assert "Traceback" not in told.err
    report = tmp_path / "exemples-erreur.txt"
    assert str(report) in told.err
    assert "jamais vu" in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o077 == 0


def test_a_report_that_cannot_stand_beside_the_base_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failure, "gettempdir", lambda: str(tmp_path))
    told = failure.tell_failure(KeyError("jamais vu \ud800"), tmp_path / "absent" / "base.sqlite")
    report = tmp_path / "base-erreur.txt"
    assert str(report) in told
    assert "jamais vu" in report.read_text(encoding="utf-8")
    monkeypatch.setattr(failure, "gettempdir", lambda: str(tmp_path / "absent"))
    assert "détail" not in failure.tell_failure(KeyError(), tmp_path / "absent" / "base.sqlite")


def test_an_output_that_is_refused_is_left_to_who_started_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_by(monkeypatch, OSError(errno.ENOSPC, "full"))
    with pytest.raises(OSError, match="full"):
        run(["--base", str(example_base(tmp_path)), "pole", "lister"], lambda _: 0)
    broken_by(monkeypatch, PermissionError(errno.EACCES, "no", "secret.yaml"))
    assert run(["--base", str(tmp_path / "exemples.sqlite"), "pole", "lister"], lambda _: 0) == 3
