"""The wheel holds everything: installed in a clean environment, it makes the whole demonstration."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roue")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_carries_referential_templates_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "ptce_ref/_data/referential/ptce/00-referentiel.yaml",
        "ptce_ref/_data/templates/theme.yaml",
        "ptce_ref/_data/templates/fonts/Lato-Regular.ttf",
        "ptce_ref/_data/templates/fonts/OFL.txt",
        "ptce_ref/_data/examples/01-val-de-sorne.yaml",
        "ptce_ref/py.typed",
    ):
        assert wanted in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("tests/" in name for name in names)


def test_installed_alone_it_makes_the_demonstration(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", str(clean)], check=True)
    python = clean / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PTCE", "PYTHON"))}
    done = subprocess.run(
        [str(clean / "bin" / "ptce"), "demo", "--sortie", "sortie"],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "sont dans le dossier" in done.stdout
    made = sorted(
        path.relative_to(elsewhere).as_posix() for path in (elsewhere / "sortie").rglob("*") if path.is_file()
    )
    assert "sortie/comparaison.xlsx" in made
    assert "sortie/val-de-sorne-2026/rapport.pdf" in made
    announced = re.search(r"^(\d+) documents", done.stdout, re.MULTILINE)
    # The base stands beside what is announced.
    assert announced
    assert len(made) == int(announced[1]) + 1
