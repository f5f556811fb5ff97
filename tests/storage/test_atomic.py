"""Files and folders that take their place whole: names, links, rights, two runs at once, what a stopped one leaves."""

import os
import shutil
import sys
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from ptce_ref.services.exchange import export_evaluations
from ptce_ref.services.person import export_person
from ptce_ref.services.production import write_content
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage import atomic
from ptce_ref.storage.atomic import atomic_file, atomic_folder, replace_files
from ptce_ref.storage.backup import copy_base
from tests.bases import clock, example_base

posix = pytest.mark.skipif(sys.platform == "win32", reason="neither links nor such rights there")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@posix
def test_a_link_that_leads_to_itself_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for target in (tmp_path / "a", tmp_path / "a" / "rapport.pdf"):
        with pytest.raises(Refusal, match="mène à lui-même"):
            write_content(target, b"nouveau")


@posix
def test_a_link_to_a_file_is_followed_even_when_the_file_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "rapport.pdf").symlink_to("ailleurs.pdf")
    write_content(tmp_path / "rapport.pdf", b"nouveau")
    assert (tmp_path / "ailleurs.pdf").read_bytes() == b"nouveau"
    assert (tmp_path / "rapport.pdf").is_symlink()


@pytest.mark.parametrize("name", ["é" * 123 + ".pdf", "x" * 251 + ".pdf"])
def test_the_longest_name_that_a_disk_takes_is_taken(tmp_path: Path, name: str) -> None:
    write_content(tmp_path / name, b"tout")
    assert names(tmp_path) == [name]


@posix
def test_a_provisional_name_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = tmp_path / "précieux"
    victim.write_text("à garder")
    folder = tmp_path / "documents"
    folder.mkdir()
    drawn = iter(["11111111", "22222222"])
    monkeypatch.setattr(atomic, "_drawn", lambda: next(drawn))
    for name in (".rapport.pdf.en-cours", ".rapport.pdf.11111111.en-cours"):
        (folder / name).symlink_to(victim)
    write_content(folder / "rapport.pdf", b"nouveau")
    assert victim.read_text() == "à garder"
    assert (folder / "rapport.pdf").read_bytes() == b"nouveau"
    assert not (folder / "rapport.pdf").is_symlink()


def test_two_runs_on_one_target_do_not_mix(tmp_path: Path) -> None:
    target, together = tmp_path / "rapport.pdf", threading.Barrier(2, timeout=20)

    def run(letter: bytes) -> None:
        with atomic_file(target) as beside, beside.open("wb") as file:
            file.write(letter * 1000)
            file.flush()
            together.wait()
            file.write(letter * 1000)

    runs = [threading.Thread(target=run, args=(letter,)) for letter in (b"a", b"b")]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert target.read_bytes() in {b"a" * 2000, b"b" * 2000}
    assert names(tmp_path) == ["rapport.pdf"]


@posix
def test_what_names_people_is_never_open_to_others_not_even_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = shutil.copyfileobj

    def look(source: BinaryIO, file: BinaryIO) -> None:
        seen.append(os.fstat(file.fileno()).st_mode & 0o777)
        real(source, file)

    monkeypatch.setattr(shutil, "copyfileobj", look)
    before = os.umask(0)
    try:
        with open_workspace(example_base(tmp_path), clock=clock) as workspace:
            who = [("faubourg-des-forges-2026", "r01")]
            export_person(workspace, who, tmp_path / "personne.json")
            export_evaluations(workspace, [who[0][0]], tmp_path / "echange.json", complete=True)
    finally:
        os.umask(before)
    assert seen == [0o600] * 3
    for name in ("personne.json", "personne.txt", "echange.json"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@posix
def test_a_document_has_the_rights_that_the_user_gives_to_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_content(tmp_path / "rapport.pdf", b"tout")
    finally:
        os.umask(before)
    assert (tmp_path / "rapport.pdf").stat().st_mode & 0o777 == 0o640


def test_what_stopped_runs_left_goes_with_the_next_one_once_it_is_old(tmp_path: Path) -> None:
    old = [".rapport.pdf.en-cours", ".rapport.pdf.0a1b2c3d.en-cours", ".rapport.pdf.0a1b2c3d.en-cours-journal"]
    kept = [".autre.pdf.0a1b2c3d.en-cours", "rapport.pdf.en-cours", ".rapport.pdf.4e5f6a7b.en-cours", "notes.txt"]
    for name in (*old, *kept):
        (tmp_path / name).write_text("x")
        if not name.startswith(".rapport.pdf.4e"):
            os.utime(tmp_path / name, (1_000_000, 1_000_000))
    write_content(tmp_path / "rapport.pdf", b"tout")
    assert names(tmp_path) == sorted([*kept, "rapport.pdf"])


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt(), ValueError("ours")])
def test_whatever_stops_it_leaves_nothing_beside(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "a").write_text("avant")

    def half_a_file() -> None:
        with atomic_file(tmp_path / "a") as beside:
            beside.write_text("moitié")
            raise error

    def half_a_folder() -> None:
        with atomic_folder(tmp_path / "d") as beside:
            (beside / "b").write_text("moitié")
            raise error

    for half in (half_a_file, half_a_folder):
        with pytest.raises(type(error)):
            half()
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "avant"


def test_a_folder_takes_its_place_and_leaves_the_files_of_other_names(tmp_path: Path) -> None:
    for content in ("un", "deux"):
        with atomic_folder(tmp_path / "données") as beside:
            (beside / "plus bas").mkdir()
            (beside / "plus bas" / "a.csv").write_text(content)
        (tmp_path / "données" / "notes.txt").write_text("à moi")
    assert (tmp_path / "données" / "plus bas" / "a.csv").read_text() == "deux"
    assert names(tmp_path / "données") == ["notes.txt", "plus bas"]
    assert names(tmp_path) == ["données"]


@posix
def test_an_empty_folder_one_is_in_stays_the_same_folder(tmp_path: Path) -> None:
    folder = tmp_path / "ici"
    folder.mkdir()
    before = folder.stat().st_ino
    with atomic_folder(folder) as beside:
        (beside / "a.csv").write_text("x")
    assert folder.stat().st_ino == before
    assert names(folder) == ["a.csv"]


def test_what_goes_in_a_folder_that_exists_is_made_in_it(tmp_path: Path) -> None:
    # A folder may be a disk of its own, or stand where one may not write.
    folder = tmp_path / "clé"
    folder.mkdir()
    with atomic_folder(folder) as beside:
        (beside / "a.csv").write_text("x")
        assert names(tmp_path) == ["clé"]
    assert names(folder) == ["a.csv"]


def test_several_files_are_replaced_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {tmp_path / name: b"neuf" for name in ("a.yaml", "b.yaml")}
    for path in files:
        path.write_bytes(b"ancien")
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "b.yaml":
            raise PermissionError(13, "no")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(PermissionError):
            replace_files(files)
    assert [path.read_bytes() for path in files] == [b"ancien"] * 2
    replace_files(files)
    assert [path.read_bytes() for path in files] == [b"neuf"] * 2
    assert names(tmp_path) == ["a.yaml", "b.yaml"]


def test_file_then_folder_are_on_the_disk_before_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real, rename = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112 - a handle
        real(handle)

    def replace(self: Path, target: Path) -> Path:
        done.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_content(tmp_path / "a", b"x")
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        copy_base(workspace.store.connection, workspace.store.path, tmp_path / "copie.sqlite")
    if sys.platform == "linux":
        assert done == ["file", "rename", "folder"] * 2
