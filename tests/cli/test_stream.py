"""Whatever becomes of the output, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bases import example_base

PTCE = f"{sys.executable} -m ptce_ref"


def shell(line: str, base: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    variables = {**os.environ, "PTCE_BASE": str(base), **environment}
    return subprocess.run(["bash", "-o", "pipefail", "-c", line], env=variables, capture_output=True, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("words", ["--version", "--help", "pole lister", "evaluation lister --json"])
def test_a_full_disk_under_the_output_is_said(tmp_path: Path, words: str) -> None:
    done = shell(f"{PTCE} {words} > /dev/full", example_base(tmp_path))
    assert done.returncode == 3
    assert "n’a pas pu être écrit" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", ["--help", "pole lister", "evaluation montrer val-de-sorne-2026 --json"])
def test_a_reader_that_has_read_enough_is_no_error(tmp_path: Path, words: str) -> None:
    done = shell(f"{PTCE} {words} | true", example_base(tmp_path))
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("words", ["--version", "--help", "pole lister"])
def test_an_output_that_was_closed_is_no_error(tmp_path: Path, words: str) -> None:
    done = shell(f"{PTCE} {words} >&-", example_base(tmp_path))
    assert b"Traceback" not in done.stderr


def test_a_word_that_cannot_be_decoded_is_refused_rather_than_shortened(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    before = base.read_bytes()
    for line in (rf"{PTCE} pole ajouter $'P\xf4le'", rf"{PTCE} pole montrer $'\xff'"):
        done = shell(line, base)
        assert done.returncode == 2
        assert "UTF-8" in done.stderr.decode()
    assert base.read_bytes() == before


def test_a_terminal_in_another_encoding_still_gets_its_answer(tmp_path: Path) -> None:
    done = shell(f"{PTCE} pole lister", example_base(tmp_path), PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert done.returncode == 0
    assert "Genêts" in done.stdout.decode()
