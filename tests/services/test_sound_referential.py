"""The referential is read once, and again as soon as its files change."""

import shutil
from pathlib import Path

import pytest

from ptce_ref.resources import referential_folder
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.refusal import Refusal


def test_it_is_read_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(referential_folder(), tmp_path / "referentiel"))
    assert sound_referential(folder) is sound_referential(folder)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(referential_folder(), tmp_path / "referentiel"))
    before = sound_referential(folder)
    changed = next(file for file in sorted(folder.glob("*.yaml")) if before.themes[0].name in file.read_text("utf-8"))
    changed.write_text(changed.read_text("utf-8").replace(before.themes[0].name, "Un autre nom"), "utf-8")
    assert sound_referential(folder).themes[0].name == "Un autre nom"


def test_what_cannot_serve_is_refused_each_time_and_read_again_once_mended(tmp_path: Path) -> None:
    folder = tmp_path / "referentiel"
    folder.mkdir()
    for _ in range(2):
        with pytest.raises(Refusal):
            sound_referential(folder)
    shutil.copytree(referential_folder(), folder, dirs_exist_ok=True)
    assert sound_referential(folder).indicators
