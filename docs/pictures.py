"""Makes the pictures of the README from the demonstration, so that they never go stale.

    make pictures
    python docs/pictures.py --guide        the screens of the guide only
    python docs/pictures.py --workbooks    the sheets of the guide only

Needs LibreOffice and poppler-utils. Writes docs/images/ (README) and docs/guide/images/ (guide).
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import story

from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.demo import load_examples, produce_everything
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.production import make_comparison_workbook, make_questionnaire
from ptce_ref.services.questionnaire import questionnaire_of
from ptce_ref.services.reading import comparison_of
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.theme import sound_theme
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp

# What is shown of a personal folder is not the one of whoever makes the pictures.
os.environ["HOME"] = "/home/nora"
NOWHERE = Path(os.environ["HOME"], "ptce.sqlite")
"""A base that is not there yet: the first screen says in full where it would be."""
IMAGES = Path(__file__).parent / "images"
FINISHED, GIVING_OPINIONS = "val-de-sorne-2026", "faubourg-des-forges-2026"


GUIDE = Path(__file__).parent / "guide" / "images"
SCREEN = (100, 30)
FILLED_BY = "r08"
FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value>
</prop></item></oor:items>"""
"""The settings of a LibreOffice that writes numbers and dates as in France."""


@dataclass(frozen=True)
class View:
    """A picture of the guide: the base it is taken on, and the keys that lead there from the first screen."""

    name: str
    phase: Phase | None
    """None: there is no base yet."""
    keys: tuple[str, ...] = ()
    answering: int = story.PEOPLE
    size: tuple[int, int] = SCREEN
    examples: bool = False
    """On the base of the examples rather than on the story's."""


@dataclass(frozen=True)
class Page:
    """A picture of the guide: a printed page of a workbook, found by its ``words``, its top ``kept`` (0..1)."""

    name: str
    book: str
    words: str
    kept: float
    width: int = 1000


PAGES = (
    Page("questionnaire-vierge", "vierge", "Votre collège", 0.62),
    Page("questionnaire-rempli", "rempli", "Réponses données", 0.62),
    Page("classeur-profils", "comparaison", "comparent un pôle à lui-même", 0.62),
    Page("classeur-choisir", "comparaison", "Pôle (liste déroulante)", 0.93),
    Page("classeur-complementarites", "comparaison", "Ce que le premier peut apporter", 0.5),
)
PAGE = ("enter",)
VIEWS = (
    View("premier-pas", None, size=(90, 26)),
    View("accueil", Phase.OPINIONS, answering=9),
    View("carte", Phase.OPINIONS, (*PAGE, "i")),
    View("nouvelle-evaluation", Phase.OPINIONS, ("e",)),
    View("page", Phase.OPINIONS, PAGE, answering=9),
    View("saisie", Phase.OPINIONS, (*PAGE, "s", "down", "down", "enter")),
    View("rapide", Phase.OPINIONS, (*PAGE, "r", "home", "down", "enter")),
    View("main-levee", Phase.OPINIONS, (*PAGE, "m", "down", "down", "down", "2", "right", "7", "right", "4", "down")),
    View("ordre-du-jour", Phase.DIALOGUE, (*PAGE, "d")),
    View("question", Phase.DIALOGUE, (*PAGE, "d", "enter")),
    View("projection", Phase.DIALOGUE, (*PAGE, "d", "enter", "g")),
    View("grille", Phase.DIALOGUE, (*PAGE, "t")),
    View("conditions", None, (*PAGE, "k", "t", "s"), examples=True),
    View("profils", None, (*PAGE, "k", "t", "s", "s"), examples=True),
    View("synthese", Phase.POSITION, (*PAGE, "y")),
    View("plan", Phase.ACTION_PLAN, (*PAGE, "a")),
    View("produire", Phase.ACTION_PLAN, (*PAGE, "o")),
)


async def take(view: View, folder: Path) -> None:
    """Take one picture, on a base of its own."""
    base = folder / f"{'exemples' if view.examples else view.phase}-{view.answering}.sqlite"
    if view.examples and not base.exists():
        with open_workspace(base, create=True, clock=story.evening) as made:
            load_examples(made, sound_referential())
    elif view.phase is not None and not base.exists():
        story.build(base, view.phase, view.answering)
    workspace = open_workspace(base, clock=story.evening) if base.exists() else None
    app = PtceApp(base if workspace else NOWHERE, workspace, clock=story.evening)
    async with app.run_test(size=view.size) as pilot:
        await pilot.pause(0.3)
        for key in view.keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        write_screen(app, GUIDE / f"{view.name}.svg")
    app.close_workspace()


def write_screen(app: PtceApp, target: Path) -> None:
    """Write what is on the screen as SVG; the same screen gives the same bytes."""
    svg = app.export_screenshot(title="ptce")
    # Textual draws a new identifier at each start.
    names = sorted(set(re.findall(r"terminal-\d+", svg)))
    for number, name in enumerate(names):
        svg = svg.replace(name, f"terminal-{target.stem}-{number}")
    target.write_text(svg, encoding="utf-8")


def picture(pdf: Path, page: int, target: Path, width: int, kept: float = 1.0) -> None:
    """Write one page of a PDF as a PNG ``width`` pixels wide; ``kept``: the part of its height that is shown."""
    command = ["pdftoppm", "-png", "-singlefile", "-f", str(page), "-l", str(page)]
    # Every paper that we print on is √2 times as wide as it is high.
    command += ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    if kept < 1:
        command += ["-x", "0", "-y", "0", "-W", str(width), "-H", str(int(width / 2**0.5 * kept))]
    subprocess.run([*command, str(pdf), str(target)], check=True)


def workbook_pdf(book: Path, folder: Path) -> Path:
    """Print a workbook with a LibreOffice that speaks French."""
    user = folder / "libreoffice" / "user"
    user.mkdir(parents=True, exist_ok=True)
    settings = user / "registrymodifications.xcu"
    if not settings.exists():
        settings.write_text(FRENCH, encoding="utf-8")
    profile = f"-env:UserInstallation={user.parent.as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{book.stem}.pdf"


def sheets(folder: Path) -> None:
    """Take the pictures of the sheets: a questionnaire that goes and that comes back, a comparison."""
    base, theme = folder / "questionnaires.sqlite", sound_theme()
    story.build(base, Phase.OPINIONS)
    with open_workspace(base, clock=story.evening) as workspace:
        blank = questionnaire_of(workspace, story.EVALUATION)
        filled = questionnaire_of(workspace, story.EVALUATION, respondent=FILLED_BY)
    compared = folder / "compares.sqlite"
    with open_workspace(compared, create=True, clock=story.evening) as workspace:
        load_examples(workspace, sound_referential())
        comparison = comparison_of(workspace)
        books = {
            "vierge": make_questionnaire(blank, theme, folder / "vierge.xlsx"),
            "rempli": make_questionnaire(filled, theme, folder / "rempli.xlsx"),
            "comparaison": make_comparison_workbook(comparison, theme, folder / "compares.xlsx"),
        }
    printed = {name: workbook_pdf(book, folder) for name, book in books.items()}
    for page in PAGES:
        pdf = printed[page.book]
        picture(pdf, page_with(pdf, page.words), GUIDE / page.name, page.width, page.kept)


def page_with(pdf: Path, words: str) -> int:
    """Return the first page (from 1) on which ``words`` stand; a page that has none is a mistake here."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return next(number for number, page in enumerate(text.split("\f"), start=1) if words in page)


async def screens(base: Path) -> None:
    with open_workspace(base) as workspace:
        app = PtceApp(base, workspace)
        async with app.run_test(size=(110, 34)) as pilot:
            await pilot.pause()
            write_screen(app, IMAGES / "accueil.svg")
            for name, ident in (("table", FINISHED), ("saisie", GIVING_OPINIONS)):
                evaluation = find_evaluation(workspace, ident)
                if name == "table":
                    app.open_grid(evaluation)
                else:
                    person = respondents_of(workspace, evaluation)[0]
                    app.open_answers(evaluation, person, None, lambda _: None)
                await pilot.pause(0.3)
                write_screen(app, IMAGES / f"{name}.svg")
                await pilot.press("escape")
                await pilot.pause()


def main() -> int:
    IMAGES.mkdir(exist_ok=True)
    GUIDE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--guide" not in sys.argv:
            sheets(folder)
        if "--workbooks" in sys.argv:
            return 0
        for view in VIEWS:
            asyncio.run(take(view, folder))
        if "--guide" in sys.argv:
            return 0
        base = folder / "demonstration.sqlite"
        with open_workspace(base, create=True) as workspace:
            load_examples(workspace, sound_referential())
            for _ in produce_everything(workspace, folder):
                pass
        asyncio.run(screens(base))
        made = folder / FINISHED
        picture(made / "grille-remplie.pdf", 1, IMAGES / "grille", 1100)
        picture(made / "rapport.pdf", page_with(made / "rapport.pdf", "Le profil ne donne ni"), IMAGES / "rapport", 620)
        book = workbook_pdf(made / "co-evaluation.xlsx", folder)
        picture(book, page_with(book, "pas de note globale"), IMAGES / "classeur", 900)
        comparison = workbook_pdf(folder / "comparaison.xlsx", folder)
        picture(comparison, page_with(comparison, "ne sont pas classés"), IMAGES / "comparaison", 900)
    return 0


if __name__ == "__main__":
    sys.exit(main())
