"""Killed, locked, full, read-only, foreign, from the future: one sentence, and nothing lost."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.opinion import answers_by, record_answer, withdraw_answer
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage import database
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.schema import VERSION
from tests.bases import clock, example_base, new_workspace
from tests.storage.test_kept import level

WRITER = """
import sys
from pathlib import Path
from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.workspace import open_workspace

with open_workspace(Path(sys.argv[1])) as workspace:
    evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
    number = 0
    while True:
        for indicator in evaluation.indicators:
            number += 1
            argument = f"argument {number} " + "é" * 2000
            record_answer(workspace, evaluation, Answer(respondent_id="r01", indicator_id=indicator,
                kind=AnswerKind.LEVEL, level=str(1 + number % 4), argument=argument))
            print(indicator, number, flush=True)
"""


def test_a_process_killed_at_any_moment_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    dice = random.Random(2026)  # noqa: S311 - moments to kill at, not a secret
    base = example_base(tmp_path)
    for _ in range(12):
        acknowledged = _write_until_killed(base, 0.05 + dice.random() * 0.25)
        with open_workspace(base, clock=clock) as workspace:
            evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
            kept = answers_by(workspace, evaluation, "r01")
            for indicator, number in acknowledged.items():
                # The answer being written when the process died may be there too: one further, never less.
                assert int(kept[indicator].argument.split()[1]) >= number
            assert workspace.store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _write_until_killed(base: Path, seconds: float) -> dict[str, int]:
    """Let a real process answer, kill it without warning, return what it had acknowledged."""
    command = [sys.executable, "-c", WRITER, str(base)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    assert len(lines) > 1, "the process must have been writing"
    whole = (line.split() for line in lines if line.endswith("\n"))
    return {indicator: int(number) for indicator, number in whole}


@contextmanager
def said(*words: str) -> Iterator[None]:
    """One French sentence, holding ``words``."""
    with pytest.raises(DatabaseUnusableError) as refused:
        yield
    sentence = str(refused.value)
    assert "\n" not in sentence
    for word in words:
        assert word in sentence


def answer_once(workspace: Workspace) -> None:
    evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
    record_answer(workspace, evaluation, level("r01", evaluation.indicators[0], "4", "Essai."))


def test_a_base_locked_by_another_process_is_said_and_works_again_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    base = example_base(tmp_path)
    other = sqlite3.connect(base, isolation_level=None)
    with open_workspace(base, clock=clock) as workspace:
        other.execute("BEGIN EXCLUSIVE")
        with said("occupée", "rien n’a été perdu"):
            answer_once(workspace)
        other.execute("ROLLBACK")
        answer_once(workspace)
    other.close()


def test_a_full_disk_keeps_what_was_there_and_works_again_after(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        db = workspace.store.db
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
        before = answers_by(workspace, evaluation, "r01")
        with said("disque est plein", "gardé"):
            for indicator in evaluation.indicators:
                record_answer(workspace, evaluation, level("r01", indicator, "1", "long " * 2000))
        after = answers_by(workspace, evaluation, "r01")
        changed = [key for key in after if after[key] != before.get(key)]
        assert all(after[key].argument == ("long " * 2000).strip() for key in changed)
        db.execute("PRAGMA max_page_count = 1000000")
        answer_once(workspace)


def test_a_read_only_base_is_read_and_says_why_it_is_not_written(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
        assert respondents_of(workspace, evaluation)
        with said("lecture seule", "--base"):
            answer_once(workspace)
        with said("lecture seule"):
            withdraw_answer(workspace, evaluation, "r01", evaluation.indicators[0])


@pytest.mark.parametrize("content", [b"Bonjour, je suis un texte.", b"PK\x03\x04 un classeur", bytes(range(200))])
def test_a_file_that_is_not_a_base_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "autre.sqlite"
    path.write_bytes(content)
    with said("n’est pas une base"):
        new_workspace(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "autre.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recettes (nom TEXT)")
    connection.commit()
    connection.close()
    content = path.read_bytes()
    with said("n’est pas une base"):
        new_workspace(path)
    assert path.read_bytes() == content


def test_a_base_from_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    connection = sqlite3.connect(base)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.commit()
    connection.close()
    content = base.read_bytes()
    with said("plus récente", "Mettez ptce à jour"):
        open_workspace(base, clock=clock)
    assert base.read_bytes() == content


def test_a_missing_base_is_not_created_by_a_command_that_only_reads(tmp_path: Path) -> None:
    with said("Aucune base"):
        open_workspace(tmp_path / "absente.sqlite", clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_a_base_is_said(tmp_path: Path) -> None:
    with said("c’est un dossier"):
        open_workspace(tmp_path, clock=clock)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_where_one_may_not_write_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with said("ne s’ouvre pas"):
        new_workspace(tmp_path / "base.sqlite")
    tmp_path.chmod(0o700)


def test_a_truncated_base_is_said_damaged(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with base.open("r+b") as file:
        file.truncate(base.stat().st_size // 2)
    with said("abîmée", "dernière copie"), open_workspace(base, clock=clock) as workspace:
        for ident in ("val-de-sorne-2026", "faubourg-des-forges-2026"):
            answers_by(workspace, find_evaluation(workspace, ident), "r01")


def test_two_programs_that_start_at_once_on_a_new_base_make_it_once(tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite"
    code = (
        "import sys; from pathlib import Path; from ptce_ref.services.workspace import open_workspace\n"
        "open_workspace(Path(sys.argv[1]), create=True)"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(base)]) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    with open_workspace(base, clock=clock) as workspace:
        assert workspace.store.db.execute("SELECT count(*) FROM migrations").fetchone() == (VERSION,)


def test_a_backup_made_by_copying_opens_anywhere(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    (tmp_path / "clé usb").mkdir()
    copy = Path(shutil.copy(base, tmp_path / "clé usb" / "base #1 100%.sqlite"))
    with open_workspace(copy, clock=clock) as workspace:
        answer_once(workspace)


DIES_WHILE_WRITING = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE answers SET argument = argument || hex(randomblob(500))")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_base_left_in_the_middle_of_a_write_is_whole_again_even_when_only_looked_at(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
        before = answers_by(workspace, evaluation, "r01")
    subprocess.run([sys.executable, "-c", DIES_WHILE_WRITING, str(base)], check=False)
    assert base.with_name(f"{base.name}-journal").exists(), "the process must have left its journal"
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        assert verify_base(workspace).sound
        assert answers_by(workspace, evaluation, "r01") == before


def test_a_base_that_went_away_is_said_to_have_gone(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as workspace:
        base.rename(tmp_path / "ailleurs.sqlite")
        with said("a disparu ou a été déplacée"):
            answer_once(workspace)
