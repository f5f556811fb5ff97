"""Makes the pictures of the README from the demonstration, so that they never go stale.

    make pictures

Needs LibreOffice and poppler-utils. Writes docs/images/.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ptce_ref.services.demo import load_examples, produce_everything
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp

IMAGES = Path(__file__).parent / "images"
FINISHED, GIVING_OPINIONS = "val-de-sorne-2026", "faubourg-des-forges-2026"


def picture(pdf: Path, page: int, name: str, width: int) -> None:
    """Write one page of a PDF as a PNG ``width`` pixels wide."""
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page)]
    command += ["-scale-to-x", str(width), "-scale-to-y", "-1", str(pdf), str(IMAGES / name)]
    subprocess.run(command, check=True)


def workbook_pdf(book: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'libreoffice').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LC_ALL": "fr_FR.UTF-8"})
    return folder / f"{book.stem}.pdf"


def page_with(pdf: Path, words: str) -> int:
    """Return the first page (from 1) on which ``words`` stand; a page that has none is a mistake here."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return next(number for number, page in enumerate(text.split("\f"), start=1) if words in page)


async def screens(base: Path) -> None:
    with open_workspace(base) as workspace:
        app = PtceApp(base, workspace)
        async with app.run_test(size=(110, 34)) as pilot:
            await pilot.pause()
            app.save_screenshot("accueil.svg", str(IMAGES))
            for name, ident in (("table", FINISHED), ("saisie", GIVING_OPINIONS)):
                evaluation = find_evaluation(workspace, ident)
                if name == "table":
                    app.open_grid(evaluation)
                else:
                    person = respondents_of(workspace, evaluation)[0]
                    app.open_answers(evaluation, person, None, lambda _: None)
                await pilot.pause(0.3)
                app.save_screenshot(f"{name}.svg", str(IMAGES))
                await pilot.press("escape")
                await pilot.pause()


def main() -> int:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = folder / "demonstration.sqlite"
        with open_workspace(base, create=True) as workspace:
            load_examples(workspace, sound_referential())
            for _ in produce_everything(workspace, folder):
                pass
        asyncio.run(screens(base))
        made = folder / FINISHED
        picture(made / "grille-remplie.pdf", 1, "grille", 1100)
        picture(made / "rapport.pdf", page_with(made / "rapport.pdf", "Le profil ne donne ni"), "rapport", 620)
        book = workbook_pdf(made / "co-evaluation.xlsx", folder)
        picture(book, page_with(book, "pas de note globale"), "classeur", 900)
        comparison = workbook_pdf(folder / "comparaison.xlsx", folder)
        picture(comparison, page_with(comparison, "ne sont pas classés"), "comparaison", 900)
    return 0


if __name__ == "__main__":
    sys.exit(main())
