"""A disk that is full while a file is written: one sentence, code 3, no half file, the old file intact."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bases import example_base

LIMITED = """
import resource, sys
from ptce_ref.program import run
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
sys.exit(run(sys.argv[1:]))
"""


def limited(limit: int, *words: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run ptce in a process that may write no file longer than ``limit`` bytes, as on a full disk."""
    command = [sys.executable, "-c", LIMITED.format(limit=limit), *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        ("imprimer", "grille", "clairbois-2026"),
        ("classeur", "coevaluation", "clairbois-2026"),
        ("questionnaire", "exporter", "faubourg-des-forges-2026"),
    ],
)
def test_a_document_is_written_whole_or_not_at_all(tmp_path: Path, words: tuple[str, ...]) -> None:
    base = example_base(tmp_path)
    target = tmp_path / "document"
    target.write_bytes(b"celui d'avant")
    done = limited(4096, "--base", str(base), *words, "--sortie", str(target), cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "n’a pas pu être écrit" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"celui d'avant"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["document", "exemples.sqlite"]


def test_an_answer_that_finds_no_room_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    before = base.read_bytes()
    words = ["repondre", "faubourg-des-forges-2026", "T1.01", "--repondant", "r01", "--niveau", "2"]
    done = limited(len(before), "--base", str(base), *words, "--argument", "mot " * 20000, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    check = subprocess.run(
        [sys.executable, "-m", "ptce_ref", "--base", str(base), "base", "verifier"], capture_output=True, check=False
    )
    assert check.returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("sauvegarder",),
        ("sauvegarder", "--sortie", "copie.sqlite"),
        ("restaurer", "copie.db"),
        ("verifier", "--sauver", "n.sqlite"),
    ],
)
def test_a_copy_of_the_base_is_written_whole_or_not_at_all(tmp_path: Path, words: tuple[str, ...]) -> None:
    base = example_base(tmp_path)
    copy = tmp_path / "copie.db"
    copy.write_bytes(base.read_bytes())
    before = base.read_bytes()
    done = limited(1_000_000, "--base", str(base), "base", *words, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "le disque est plein" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert base.read_bytes() == before
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(left) == ["copie.db", "exemples.sqlite"]
