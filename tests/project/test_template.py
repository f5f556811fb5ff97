"""A facilitator's own templates: copied, adapted, completed later, and followed by every document and workbook."""

import io
import shlex
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click
import pytest
from openpyxl import load_workbook
from PIL import Image

from ptce_ref.cli.catalog import COMMANDS
from ptce_ref.cli.main import root
from ptce_ref.cli.output import ExitCode
from ptce_ref.domain.theme import Theme
from ptce_ref.loading.template_copy import fingerprint
from ptce_ref.loading.theme import load_theme
from ptce_ref.program import run
from ptce_ref.reports import pdf
from ptce_ref.resources import templates_folder
from ptce_ref.services.outcome import produce
from ptce_ref.services.production import write_content
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.reports.pdf_reader import check, objects, printed, squash
from tests.services.test_theme import Copy

Printed = pytest.CaptureFixture[str]

EVALUATION = "clairbois-2026"
NAVY, PLUM = "#12355B", "#5B1248"


@pytest.fixture(scope="module")
def adapted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A logo, two colours, a text, two sections taken out, one moved, one renamed: nothing else."""
    copy = Copy(tmp_path_factory.mktemp("modeles") / "nos modèles")
    Image.new("RGB", (120, 60), "#336699").save(copy.folder / "logo.png")
    copy.change("theme.yaml", "logo: null", 'logo: "logo.png"')
    copy.change("theme.yaml", 'accent: "#1F6F78"', f'accent: "{NAVY}"')
    copy.change("theme.yaml", '"#1F6F78", "#A85B14"', f'"{PLUM}", "#A85B14"')
    order = copy.folder / "documents.yaml"
    sections = "[sommaire, plan, lecture, participation, {section: profil, titre: Où nous en sommes <b>}, desaccords]"
    order.write_text(f"documents:\n  rapport: {sections}\n", encoding="utf-8")
    for name in ("rapport-lecture", "grille-vierge"):
        (copy.folder / "textes" / f"{name}.md").write_text("Lisez **à deux voix** & à voix haute.\n", encoding="utf-8")
    return copy.folder


@pytest.fixture(scope="module")
def made(adapted: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Documents and workbooks written by the commands with these templates, by name."""
    folder = tmp_path_factory.mktemp("sortie")
    base = example_base(folder)
    lines = {
        "rapport.pdf": f"imprimer rapport {EVALUATION}",
        "grille.pdf": f"imprimer grille {EVALUATION}",
        "evaluation.xlsx": f"classeur coevaluation {EVALUATION}",
    }
    for name, line in lines.items():
        options = ["--base", str(base), "--sortie", str(folder / name), "--modeles", str(adapted)]
        assert run([*shlex.split(line), *options]) == ExitCode.DONE
    return {name: (folder / name).read_bytes() for name in lines}


def red_green_blue(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.6f}".rstrip("0").removeprefix("0") for i in (1, 3, 5))


# What a facilitator changes is what is printed


@pytest.mark.judge("pdftotext")
def test_sections_leave_move_and_take_another_title(made: dict[str, bytes]) -> None:
    text = printed(made["rapport.pdf"])
    plan, reading, profile = (
        text.rindex(title) for title in ("Plan d’action", "Comment lire", "Où nous en sommes <b>")
    )
    assert plan < reading < profile
    for gone in ("D’où vient ce document", "Annexe", "Ce qui rapproche", "Enjeux", "\nProfil\n"):
        assert gone not in text
    assert "Ce qui divise" in text
    assert "page 2 sur " in text


@pytest.mark.judge("pdftotext")
def test_a_text_is_the_one_of_the_copy(made: dict[str, bytes]) -> None:
    for name in ("rapport.pdf", "grille.pdf"):
        assert "Lisez à deux voix & à voix haute." in printed(made[name])
    assert squash("il n’y a pas de note d’ensemble") not in squash(printed(made["rapport.pdf"]))


@pytest.mark.judge("qpdf")
def test_logo_and_colours_are_those_of_the_copy(made: dict[str, bytes]) -> None:
    content = objects(made["rapport.pdf"])
    assert "/Subtype /Image" in content
    assert red_green_blue(NAVY) in content
    assert red_green_blue(PLUM) in content
    assert red_green_blue("#1F6F78") not in content
    assert red_green_blue(PLUM) in objects(made["grille.pdf"])


@pytest.mark.judge("qpdf")
def test_links_to_a_section_taken_out_are_plain_words(made: dict[str, bytes]) -> None:
    check(made["rapport.pdf"])
    assert "question-" not in objects(made["rapport.pdf"])


def test_workbooks_take_the_colours(made: dict[str, bytes]) -> None:
    workbook = load_workbook(io.BytesIO(made["evaluation.xlsx"]))
    used = {
        cell.font.color.rgb
        for sheet in workbook
        for row in sheet.iter_rows(max_row=3)
        for cell in row
        if cell.font.color
    }
    assert f"FF{NAVY[1:]}" in used
    assert "FF1F6F78" not in used


def test_workbooks_begin_with_the_logo(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["evaluation.xlsx"])) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("xl/media/")]
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/drawings/draw")]
    assert len(pictures) == 1
    assert sum('name="Logo" descr="Logo"' in drawing for drawing in drawings) == 1
    first = load_workbook(io.BytesIO(made["evaluation.xlsx"])).worksheets[0]
    assert len(getattr(first, "_images")) == 1  # noqa: B009 - openpyxl has no public way to list them


@pytest.mark.judge("qpdf")
def test_the_screens_and_the_demonstration_follow_the_variable(
    adapted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTCE_MODELES", str(adapted))
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        (outcome,) = produce(workspace, EVALUATION, ["grille-vierge"], tmp_path)
    assert outcome.problem == ""
    assert red_green_blue(PLUM) in objects(outcome.file.read_bytes())
    told: list[Path] = []

    def nothing(_: object, __: object, theme: Theme) -> Iterator[None]:
        told.append(theme.folder)
        return iter(())

    monkeypatch.setattr("ptce_ref.services.demo.produce_everything", nothing)
    assert run(["demo", "--sortie", str(tmp_path / "demo")]) == ExitCode.DONE
    assert told == [adapted]


def test_templates_with_a_mistake_write_nothing(adapted: Path, tmp_path: Path, capsys: Printed) -> None:
    copy = Copy(tmp_path / "modeles")
    place = copy.change("theme.yaml", "accent:", "accen:")
    base, target = example_base(tmp_path), tmp_path / "rapport.pdf"
    line = ["imprimer", "rapport", EVALUATION, "--base", str(base), "--sortie", str(target)]
    assert run([*line, "--modeles", str(copy.folder)]) == ExitCode.PROBLEMS
    said = capsys.readouterr().err
    assert f"{place} : Clé inconnue" in said.replace("\u00a0", " ")
    assert not target.exists()
    assert run(["modeles", "verifier", str(copy.folder)]) == ExitCode.PROBLEMS
    assert f"{place} : Clé inconnue" in capsys.readouterr().err.replace("\u00a0", " ")
    assert run(["demo", "--sortie", str(tmp_path / "demo"), "--modeles", str(copy.folder)]) == ExitCode.PROBLEMS
    assert not (tmp_path / "demo").exists()
    assert run([*line, "--modeles", str(tmp_path / "absent")]) == ExitCode.MISUSE
    assert run(["modeles", "verifier", str(adapted)]) == ExitCode.DONE


def leaves() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(root)
    for name in COMMANDS:
        found = root.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from ((f"{name} {word}", leaf) for word, leaf in found.commands.items())
        else:
            yield name, found


def test_every_command_that_prints_takes_templates() -> None:
    options = {name: {option.name for option in leaf.params} for name, leaf in leaves()}
    printing = {name for name in options if name.startswith(("imprimer ", "classeur ")) or name == "demo"}
    printing |= {"questionnaire exporter", "referentiel exporter"}
    assert printing
    assert [name for name in sorted(printing) if "modeles" not in options[name]] == []


# The order of sections


def documents() -> dict[str, list[str]]:
    """Each document that has sections, with what the program calls them, in its own order."""
    names = [module.name for module in iter_modules(pdf.__path__)]
    modules = [import_module(f"ptce_ref.reports.pdf.{name}") for name in names]
    return {module.DOCUMENT: list(module.SECTIONS) for module in modules if hasattr(module, "SECTIONS")}


def test_the_file_of_sections_says_every_section_of_every_document_in_the_usual_order() -> None:
    theme = load_theme(templates_folder()).theme
    assert theme is not None
    assert {name: [section.id for section in order] for name, order in theme.documents.items()} == documents()


# Copying


def test_a_copy_is_whole_and_says_what_to_do_next(tmp_path: Path, capsys: Printed) -> None:
    target = tmp_path / "un dossier" / "nos modèles"
    assert run(["modeles", "copier", str(target)]) == ExitCode.DONE
    assert "ptce modeles verifier '" in capsys.readouterr().out
    shipped = {file.relative_to(templates_folder()) for file in templates_folder().rglob("*") if file.is_file()}
    copied = {file.relative_to(target) for file in target.rglob("*") if file.is_file()}
    assert copied == {*shipped, Path("copie.yaml")}
    assert run(["modeles", "verifier", str(target)]) == ExitCode.DONE


def test_copying_again_brings_what_lacks_and_never_replaces_what_was_changed(tmp_path: Path, capsys: Printed) -> None:
    copy = Copy(tmp_path / "modeles")
    texts, record = copy.folder / "textes", copy.folder / "copie.yaml"
    (texts / "grille-vierge.md").write_text("À nous.\n", encoding="utf-8")
    (texts / "grille-remplie.md").unlink()
    # As an older version left it: a text that nobody changed since.
    old = b"Une ancienne phrase.\n"
    now = fingerprint((texts / "rapport-masque.md").read_bytes())
    record.write_text(record.read_text(encoding="utf-8").replace(now, fingerprint(old)), encoding="utf-8")
    (texts / "rapport-masque.md").write_bytes(old)
    assert run(["modeles", "copier", str(copy.folder)]) == ExitCode.DONE
    said = capsys.readouterr().err
    assert "Laissé comme vous l’avez changé : textes/grille-vierge.md" in said.replace("\u00a0", " ")
    assert "Ajouté : textes/grille-remplie.md" in said.replace("\u00a0", " ")
    assert "vous ne l’aviez pas changé : textes/rapport-masque.md" in said.replace("\u00a0", " ")
    assert (texts / "grille-vierge.md").read_text(encoding="utf-8") == "À nous.\n"
    assert (texts / "rapport-masque.md").read_bytes() == (templates_folder() / "textes/rapport-masque.md").read_bytes()
    assert run(["modeles", "copier", str(copy.folder)]) == ExitCode.DONE
    assert "est complète" in capsys.readouterr().out


def test_a_text_changed_twice_is_still_never_replaced(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "modeles")
    text = copy.folder / "textes" / "grille-vierge.md"
    for words in ("Un.\n", "Deux.\n"):
        text.write_text(words, encoding="utf-8")
        assert run(["modeles", "copier", str(copy.folder)]) == ExitCode.DONE
        assert text.read_text(encoding="utf-8") == words


def test_nothing_is_copied_over_what_is_no_copy(tmp_path: Path, capsys: Printed) -> None:
    work = tmp_path / "travail"
    work.mkdir()
    (work / "theme.yaml").write_text("À moi.", encoding="utf-8")
    note = tmp_path / "note.txt"
    note.write_text("À moi.", encoding="utf-8")
    for target, words in ((work, "n’est pas vide"), (note, "est un fichier"), (templates_folder(), "du programme")):
        assert run(["modeles", "copier", str(target)]) == ExitCode.MISUSE
        assert words in capsys.readouterr().err
    assert [file.name for file in work.iterdir()] == ["theme.yaml"]
    assert note.read_text(encoding="utf-8") == "À moi."


def test_a_link_in_a_copy_is_never_written_through(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "modeles")
    elsewhere = tmp_path / "ailleurs.md"
    elsewhere.write_text("À moi.", encoding="utf-8")
    text = copy.folder / "textes" / "grille-vierge.md"
    text.unlink()
    text.symlink_to(elsewhere)
    assert run(["modeles", "copier", str(copy.folder)]) == ExitCode.DONE
    assert elsewhere.read_text(encoding="utf-8") == "À moi."


def test_a_copy_that_was_interrupted_is_completed_by_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, write, left = tmp_path / "modeles", write_content, [3]

    def interrupted(*given: object) -> Path:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return write(*given)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr("ptce_ref.services.template.write_content", interrupted)
    assert run(["modeles", "copier", str(target)]) == ExitCode.INTERRUPTED
    monkeypatch.undo()
    assert run(["modeles", "copier", str(target)]) == ExitCode.DONE
    assert run(["modeles", "verifier", str(target)]) == ExitCode.DONE
