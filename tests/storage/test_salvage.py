"""Damaged files: told in French, never made worse, and all that can be read is saved into a sound base."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from ptce_ref.cli.main import run
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import add_respondent, move_phase, open_evaluation
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.pole import add_pole
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.salvage import Saved, save_readable, verify_file
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from tests.bases import clock, example_base, new_workspace
from tests.samples import shipped_referential
from tests.storage.test_fault import said
from tests.storage.test_kept import level

PAGE = 4096
PEOPLE, ANSWERED = 6, 40
CORRUPTIONS = int(os.environ.get("PTCE_CORRUPTIONS", "80"))
"""How many damaged files are tried; docs/reliability.md tells what more of them gave."""
SEED = int(os.environ.get("PTCE_CORRUPTIONS_SEED", "2026"))
Rows = Mapping[str, set[tuple[object, ...]]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base as the program writes it: one evaluation, six people, some hundred answers."""
    path = tmp_path_factory.mktemp("saine") / "base.sqlite"
    with new_workspace(path) as workspace:
        add_pole(workspace, {"id": "rives", "nom": "Pôle des Deux Rives"})
        opened = open_evaluation(workspace, shipped_referential(), pole="rives", use="diagnostic", identifier="essai")
        colleges = list(shipped_referential().college_by_id)
        people = [
            add_respondent(workspace, opened, college=college, name=f"Personne {college}")
            for college in colleges[:PEOPLE]
        ]
        evaluation = move_phase(workspace, opened.id, "avis")
        for person in people:
            for number, indicator in enumerate(evaluation.indicators[:ANSWERED]):
                said_then = f"Vu par {person.id} le {number + 1}, à l’été. " * (1 + number % 7)
                record_answer(workspace, evaluation, level(person.id, indicator, str(1 + number % 4), said_then))
    return path


def rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: set(db.execute(f"SELECT * FROM {name}")) for name in names if name != "migrations"}  # noqa: S608 - names of ours


def page_of(path: Path, name: str) -> int:
    """Where the tree of a table or an index begins, in bytes."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    return (int(root) - 1) * PAGE


def damaged(base: Path, folder: Path, change: Callable[[bytearray], None]) -> Path:
    content = bytearray(base.read_bytes())
    change(content)
    path = folder / "abîmée.sqlite"
    path.write_bytes(content)
    return path


def saved(path: Path, target: Path | None = None) -> tuple[Saved, Rows]:
    """Salvage ``path``; what comes out must be sound, and the file itself must not move."""
    before = path.read_bytes()
    target = target or path.with_name("sauvée.sqlite")
    found = save_readable(target, path, clock)
    assert path.read_bytes() == before
    with open_workspace(target, clock=clock) as workspace:
        structural = [line for line in verify_base(workspace).problems if "emploie un niveau" not in line]
        assert structural == []
    return found, rows(target)


def test_a_sound_base_is_salvaged_to_the_letter(base: Path, tmp_path: Path) -> None:
    found, kept = saved(Path(shutil.copy(base, tmp_path)))
    assert found.losses == ()
    assert kept == rows(base)


def test_the_examples_are_salvaged_to_the_letter(tmp_path: Path) -> None:
    path = example_base(tmp_path)
    found, kept = saved(path)
    assert found.losses == ()
    assert kept == rows(path)


def test_answers_whose_pages_are_lost_come_back_from_the_journal(base: Path, tmp_path: Path) -> None:
    start = page_of(base, "answers")
    path = damaged(base, tmp_path, lambda content: content.__setitem__(slice(start, start + PAGE), bytes(PAGE)))
    found, kept = saved(path)
    assert kept["answers"] == rows(base)["answers"]
    assert any("Les avis" in line and "illisible" in line and "historique" in line for line in found.losses)
    assert "Évaluation concernée : essai." in found.losses


def test_the_referential_comes_back_from_the_program(base: Path, tmp_path: Path) -> None:
    start = page_of(base, "referentials")
    path = damaged(base, tmp_path, lambda content: content.__setitem__(slice(start, start + PAGE), b"\xff" * PAGE))
    found, kept = saved(path)
    assert {row[:5] for row in kept["referentials"]} == {row[:5] for row in rows(base)["referentials"]}
    assert any("copie identique" in line for line in found.losses)


def test_one_letter_changed_in_the_referential_is_seen_and_mended(base: Path, tmp_path: Path) -> None:
    def change(content: bytearray) -> None:
        place = content.index(b'"intention":"', page_of(base, "referentials")) + len(b'"intention":"')
        content[place : place + 1] = b"k"

    path = damaged(base, tmp_path, change)
    problems = verify_file(path, clock).problems
    assert any("a été modifié" in line for line in problems), problems
    _, kept = saved(path)
    assert {row[:5] for row in kept["referentials"]} == {row[:5] for row in rows(base)["referentials"]}


def test_a_file_cut_in_the_middle_gives_what_it_still_holds(base: Path, tmp_path: Path) -> None:
    path = damaged(base, tmp_path, lambda content: content.__delitem__(slice(len(content) * 3 // 4, None)))
    found, kept = saved(path)
    assert found.losses
    assert 0 < len(kept["answers"]) <= len(rows(base)["answers"])
    assert kept["answers"] <= rows(base)["answers"]


def test_a_file_whose_head_is_lost_still_gives_its_rows(base: Path, tmp_path: Path) -> None:
    path = damaged(base, tmp_path, lambda content: content.__setitem__(slice(0, PAGE), b"\x00" * PAGE))
    with said("n’est pas une base"):
        verify_file(path, clock)
    _, kept = saved(path)
    assert kept["answers"] == rows(base)["answers"]


def test_what_was_deleted_does_not_come_back(tmp_path: Path, base: Path) -> None:
    path = Path(shutil.copy(base, tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER journal_keeps_everything")
        db.execute("DELETE FROM answers")
        db.execute("DELETE FROM journal WHERE subject = 'answers'")
    _, kept = saved(path)
    assert kept["answers"] == set()


def test_a_row_that_hangs_on_nothing_is_kept_beside(base: Path, tmp_path: Path) -> None:
    def change(content: bytearray) -> None:
        for name in ("respondents", "journal"):
            start = page_of(base, name)
            content[start : start + PAGE] = bytes(PAGE)

    path = damaged(base, tmp_path, change)
    found, kept = saved(path)
    if not kept["respondents"]:
        assert found.beside is not None
        assert "Vu par r01" in found.beside.read_text(encoding="utf-8")


def test_verify_says_which_table_and_how_to_go_on(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = page_of(base, "tallies")
    path = damaged(base, tmp_path, lambda content: content.__setitem__(slice(start, start + PAGE), bytes(PAGE)))
    assert run(["--base", str(path), "base", "verifier"], lambda _: 0) == 1
    told = capsys.readouterr().err
    for word in ("otes à main levée", "--sauver", "sauvegardes"):
        assert word in told
    target = tmp_path / "nouvelle.sqlite"
    assert run(["--base", str(path), "base", "verifier", "--sauver", str(target)], lambda _: 0) == 1
    assert run(["--base", str(target), "base", "verifier"], lambda _: 0) == 0
    assert run(["--base", str(path), "base", "verifier", "--sauver", str(target)], lambda _: 0) == 2


def test_what_is_no_base_gives_nothing_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "lettre.txt"
    path.write_text("Chère Nora,\n" * 900, encoding="utf-8")
    with pytest.raises(Refusal, match="Rien de"):
        save_readable(tmp_path / "sauvée.sqlite", path, clock)
    with pytest.raises(Refusal, match="Aucune base"):
        save_readable(tmp_path / "sauvée.sqlite", tmp_path / "absente.sqlite", clock)
    assert [item.name for item in tmp_path.iterdir()] == ["lettre.txt"]


def corrupt(dice: random.Random, content: bytearray) -> None:
    """Damage as disks, USB keys and half-finished copies do."""
    kind = dice.randrange(6)
    pages = len(content) // PAGE
    if kind == 0:
        del content[dice.randrange(len(content)) :]
    elif kind == 1:
        for _ in range(dice.randint(1, 40)):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    elif kind == 2:
        # Where a page says what it holds: the rest of the file hangs on it.
        for _ in range(dice.randint(1, 6)):
            content[dice.randrange(pages) * PAGE + dice.randrange(100)] = dice.randrange(256)
    elif kind == 3:
        content[dice.randrange(110)] = dice.randrange(256)
    else:
        for _ in range(dice.randint(1, 8)):
            start = dice.randrange(pages) * PAGE
            other = dice.randrange(pages) * PAGE
            content[start : start + PAGE] = (
                bytes(PAGE) if kind == 4 else dice.choice((dice.randbytes(PAGE), bytes(content[other : other + PAGE])))
            )


def test_whatever_the_damage_one_is_told_and_the_rest_is_saved(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - damage that can be made again
    told = whole = 0
    for number in range(CORRUPTIONS):
        path = damaged(base, tmp_path, lambda content: corrupt(dice, content))
        content = path.read_bytes()
        code = run(["--base", str(path), "base", "verifier"], lambda _: 0)
        said_then = capsys.readouterr()
        assert code in {0, 1, 3}, (number, said_then)
        assert bool(said_then.err) is (code != 0), number
        assert "Traceback" not in said_then.err
        assert path.read_bytes() == content, "a look must not change the file"
        told += code != 0
        target = tmp_path / f"sauvée-{number}.sqlite"
        try:
            _, kept = saved(path, target)
        except (Refusal, DatabaseUnusableError):
            continue
        whole += kept["answers"] >= rows(base)["answers"]
        target.unlink()
    assert told > CORRUPTIONS / 3
    assert whole > CORRUPTIONS / 2, "most damage takes nothing away that the journal does not give back"
