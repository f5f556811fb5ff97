"""A workbook that somebody changed is kept beside what takes its name: alone, or with others in a folder."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from ptce_ref.services.kept_workbook import changed_elsewhere, kept_sentence, telling_kept
from ptce_ref.services.production import whole_folder, write_content, write_whole
from tests.reports.xlsx_sample import WORKBOOKS, workbook_of

OURS = ("co-évaluation clairbois-2026", "questionnaire", "référentiel")
BY_LIBREOFFICE = ("LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2", "docProps/app.xml", "ptce-ref")
BY_EXCEL = ("2027-01-01T09:00:00Z</dcterms:modified>", "docProps/core.xml", "T12:00:00Z</dcterms:modified>")


def saved_by(content: bytes, told: str, member: str, instead_of: str) -> bytes:
    """The same workbook, with what another program writes in its properties."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for info in source.infolist():
            text = source.read(info)
            if info.filename == member:
                assert instead_of.encode() in text
                text = text.replace(instead_of.encode(), told.encode())
            made.writestr(info, text)
    return target.getvalue()


@pytest.mark.parametrize("name", OURS)
def test_what_we_wrote_is_ours_until_another_program_saves_it(name: str, tmp_path: Path) -> None:
    assert name in WORKBOOKS
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook_of(name))
    assert not changed_elsewhere(file)
    for change in (BY_LIBREOFFICE, BY_EXCEL):
        file.write_bytes(saved_by(workbook_of(name), *change))
        assert changed_elsewhere(file), change


def test_a_file_that_is_no_workbook_is_replaced_as_ever(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.json"):
        (tmp_path / name).write_bytes(b"avant")
        write_content(tmp_path / name, b"maintenant")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.pdf"]


def test_the_name_says_when_it_was_last_saved_and_the_sentence_says_the_name(tmp_path: Path) -> None:
    file = tmp_path / "Réponses.xlsx"
    file.write_bytes(b"PK")
    os.utime(file, (1_780_000_000, 1_780_000_000))
    with telling_kept() as around, telling_kept() as kept:
        write_content(file, b"maintenant")
    (beside,) = kept
    assert list(around) == [beside]
    assert beside.name.startswith("Réponses-modifie-2026-05-2")
    assert beside.read_bytes() == b"PK"
    assert file.read_bytes() == b"maintenant"
    assert beside.name in kept_sentence(beside)


def test_workbooks_of_a_folder_are_kept_one_by_one(tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(saved_by(workbook_of("questionnaire"), *BY_LIBREOFFICE))
    (folder / "b.xlsx").write_bytes(workbook_of("questionnaire"))
    with telling_kept() as kept, whole_folder(folder) as made:
        for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
            (made / name).write_bytes(b"maintenant")
    assert [path.name.split("-")[0] for path in kept] == ["a"]
    assert len(list(folder.iterdir())) == 4


def test_a_writing_that_fails_leaves_nothing_more(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK")

    def refuse(_: object) -> None:
        raise ZeroDivisionError

    with telling_kept() as kept, pytest.raises(ZeroDivisionError):
        write_whole(file, refuse)
    assert not kept
    assert list(tmp_path.iterdir()) == [file]
