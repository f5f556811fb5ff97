"""The checker of templates (R16): every mistake of a copy at once, in French, each with its file and its line."""

import io
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from PIL import Image

from ptce_ref.domain.problem import Problem
from ptce_ref.reports.pdf.grid import write_dialogue_grid
from ptce_ref.resources import templates_folder
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.template import copy_templates
from ptce_ref.services.theme import sound_theme, verify_templates
from tests.samples import coevaluation

FONTS = Path(reportlab.__file__).parent / "fonts"


class Copy:
    """A copy of the templates, to adapt or to spoil."""

    def __init__(self, folder: Path) -> None:
        self.folder = copy_templates(folder).folder

    def change(self, file: str, before: str, after: str) -> str:
        """Replace the first ``before``, and return where: the file and its line, as a problem says it."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{before!r} dans {file}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        line = text[: text.index(before)].count("\n") + 1
        return f"{file}, ligne {line}"

    def problems(self) -> list[str]:
        theme, problems = verify_templates(self.folder)
        assert (theme is None) is bool(problems)
        return [str(problem) for problem in problems]

    def only(self) -> str:
        (found,) = self.problems()
        return found


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "mes modèles")


def test_the_templates_of_the_program_and_their_copy_have_no_problem(copy: Copy) -> None:
    assert verify_templates(templates_folder())[1] == ()
    assert copy.problems() == []
    assert sound_theme(copy.folder).folder == copy.folder


def test_many_mistakes_are_told_at_once_each_where_it_is(copy: Copy) -> None:
    """What somebody would do in an afternoon: nothing hides anything else."""
    theme, order, texts = "theme.yaml", "documents.yaml", copy.folder / "textes"
    shutil.copy(FONTS / "hb-test.ttf", copy.folder / "fonts" / "Beau.ttf")
    (copy.folder / "logo.png").write_text("<svg/>", encoding="utf-8")
    (copy.folder.parent / "ailleurs.ttf").write_bytes(b"")
    sections = "documents:\n  rapport:\n    - profill\n    - plan\n    - plan\n  raport: [plan]\n"
    (copy.folder / order).write_text(sections, encoding="utf-8")
    wanted = [
        (copy.change(theme, "fonts/Lato-Regular.ttf", "fonts/Lato-Regulier.ttf"), "« fonts/Lato-Regular.ttf »"),
        (copy.change(theme, "fonts/Lato-Bold.ttf", "fonts/Beau.ttf"), "sans a b c d e …"),
        (copy.change(theme, "fonts/Lato-Italic.ttf", "fonts/OFL.txt"), "une police TrueType"),
        (copy.change(theme, "fonts/Lato-BoldItalic.ttf", "../ailleurs.ttf"), "hors du dossier"),
        (copy.change(theme, "logo: null", 'logo: "logo.png"'), "une image PNG ou JPEG"),
        (copy.change(theme, 'encre: "#1F2A33"', 'encre: "1F2A33"'), "« #1F2A33 »"),
        (copy.change(theme, 'discret: "#5C6870"', 'discret: "#AAAAAA"'), "2,3 pour 1"),
        (copy.change(theme, "filet:", "fillet:"), "« filet »"),
        (copy.change(theme, '["#1F6F78", "#A85B14", "#6B4C8A"]', "[]"), "une liste vide"),
        (f"{order}, ligne 3", "« profil »"),
        (f"{order}, ligne 5", "une seconde fois"),
        (f"{order}, ligne 6", "« rapport »"),
    ]
    before = (texts / "rapport-lecture.md").read_text(encoding="utf-8")
    (texts / "rapport-lecture.md").write_text(f"{before}\nUn mot <b>gras</b>.\n", encoding="utf-8")
    line = before.count("\n") + 2
    wanted.append((f"textes/rapport-lecture.md, ligne {line}", "une balise HTML : <b>"))
    (texts / "grille-vierge.md").write_bytes("Un\nété".encode("latin-1"))
    wanted.append(("textes/grille-vierge.md, ligne 2", "UTF-8"))
    (texts / "grille-remplie.md").rename(texts / "grille-rempli.md")
    wanted.append(("textes/grille-rempli.md", "« grille-remplie.md »"))
    wanted.append(("textes/grille-remplie.md", "aucun fichier de ce nom"))
    found = copy.problems()
    for place, words in wanted:
        assert [line for line in found if line.startswith(f"{place} :") and words in line], (place, words, found)
    # The key that is missing under its right name is the only one nobody listed.
    assert len(found) == len(wanted) + 1
    with pytest.raises(Refusal, match="ne peuvent pas servir") as refused:
        sound_theme(copy.folder)
    assert [str(problem) for problem in refused.value.problems] == found


def test_lines_move_down_together_with_what_stands_above(copy: Copy) -> None:
    copy.change("documents.yaml", "documents:\n", "\n\n\ndocuments:\n")
    place = copy.change("documents.yaml", "- annexe\n", "- anexe\n")
    assert copy.only().startswith(f"{place} : Renvoi vers un élément qui n’existe pas.")


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        ("theme.yaml", "  polices:", "\tpolices:", "une tabulation"),
        ("theme.yaml", "theme:", "folder: x\ntheme:", "la clé « folder »"),
        ("theme.yaml", "  logo:", '  folder: "/"\n  logo:', "la clé « folder »"),
        ("theme.yaml", 'accent: "#1F6F78"', "accent: 123456", "123456 sans guillemets"),
        ("theme.yaml", 'accent: "#1F6F78"', 'accent: "#abc"', "« #AABBCC »"),
        ("theme.yaml", 'fond: "#F5F2EB"', 'fond: "#808080"', "sur le fond « #808080 »"),
        ("theme.yaml", '"#A85B14"', '"#F0F0F0"', "au moins 3 pour 1"),
        ("theme.yaml", "logo: null", 'logo: ""', "un texte"),
        ("theme.yaml", "logo: null", 'logo: "/etc/hostname"', "hors du dossier"),
        ("theme.yaml", "logo: null", 'logo: "fonts"', "pas un fichier ordinaire"),
        ("theme.yaml", "logo: null", 'logo: "a\\0b"', "nom de fichier impossible"),
        ("monographie.yaml", "enjeux:", "enjeu:", "« enjeux »"),
        ("documents.yaml", "documents:\n", "documents: {\n", "accolade"),
        ("documents.yaml", "documents:\n", "document:\n", "« documents »"),
        ("documents.yaml", "- sommaire\n", "- 12\n", "le nombre 12"),
        ("documents.yaml", "- sommaire\n", "- section: sommaire\n      tittre: x\n", "« titre »"),
        ("documents.yaml", "- sommaire\n", '- section: sommaire\n      titre: ""\n', "un texte"),
    ],
)
def test_a_mistake_alone_is_told_alone(copy: Copy, file: str, before: str, after: str, words: str) -> None:
    copy.change(file, before, after)
    found = [line for line in copy.problems() if line.startswith(file)]
    assert any(words in line for line in found), found
    assert not any("Traceback" in line or "Error" in line for line in found)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Voir [ici](https://exemple.fr).", 1, "un lien"),
        ("![](logo.png)", 1, "une image"),
        ("Bien.\n\n* un\n", 3, "une puce"),
        ("\n\n1) d’abord\n", 3, "« 1. »"),
        ("a\n---\n", 2, "un trait"),
        ("| a | b |", 1, "un tableau"),
        ("> dit-elle", 1, "une citation"),
        ("`code`", 1, "du code"),
        ("Un&nbsp;mot", 1, "un code HTML"),
        ("Un mot _penché_.", 1, "tirets bas"),
        ("Bien.\n\nUn **mot\ngras.\n", 3, "« ** » sans son pareil"),
    ],
)
def test_what_the_texts_do_not_know_is_told_and_not_printed_raw(copy: Copy, text: str, line: int, words: str) -> None:
    (copy.folder / "textes" / "rapport-masque.md").write_text(text, encoding="utf-8")
    found = copy.only()
    assert found.startswith(f"textes/rapport-masque.md, ligne {line} :")
    assert words in found


@pytest.mark.parametrize(
    "text", ["", "a < b > c", "**Un (*)** suit", "5 * 4 * 3", "nom_de_fichier", "1. Un\n2. Deux", "R&D; n° 1) ou 2)"]
)
def test_what_only_looks_like_it_is_left_alone(copy: Copy, text: str) -> None:
    (copy.folder / "textes" / "rapport-masque.md").write_text(text, encoding="utf-8")
    assert copy.problems() == []


def link_the_logo(copy: Copy, elsewhere: Path) -> None:
    (copy.folder / "logo.png").symlink_to(elsewhere / "secret.png")
    copy.change("theme.yaml", "logo: null", 'logo: "logo.png"')


def link_a_folder(copy: Copy, elsewhere: Path) -> None:
    (copy.folder / "images").symlink_to(elsewhere)
    copy.change("theme.yaml", "logo: null", 'logo: "images/secret.png"')


def link_a_text(copy: Copy, elsewhere: Path) -> None:
    path = copy.folder / "textes" / "rapport-masque.md"
    path.unlink()
    path.symlink_to(elsewhere / "secret.md")


def link_the_order(copy: Copy, elsewhere: Path) -> None:
    (copy.folder / "documents.yaml").unlink()
    (copy.folder / "documents.yaml").symlink_to(elsewhere / "documents.yaml")


def link_the_frame(copy: Copy, elsewhere: Path) -> None:
    (copy.folder / "monographie.yaml").unlink()
    (copy.folder / "monographie.yaml").symlink_to(elsewhere / "documents.yaml")


def link_the_record(copy: Copy, elsewhere: Path) -> None:
    (copy.folder / "copie.yaml").unlink()
    (copy.folder / "copie.yaml").symlink_to(elsewhere / "documents.yaml")


@pytest.mark.parametrize(
    "spoil", [link_the_logo, link_a_folder, link_a_text, link_the_order, link_the_frame, link_the_record]
)
def test_nothing_is_read_outside_of_the_folder(
    copy: Copy, tmp_path: Path, spoil: Callable[[Copy, Path], object]
) -> None:
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    Image.new("RGB", (4, 4)).save(elsewhere / "secret.png")
    (elsewhere / "secret.md").write_text("Un secret.", encoding="utf-8")
    (elsewhere / "documents.yaml").write_text("documents: {}\n", encoding="utf-8")
    spoil(copy, elsewhere)
    assert "hors du dossier des modèles" in copy.only()


@pytest.mark.parametrize(
    ("name", "kind", "fits"), [("a.png", "PNG", True), ("a.jpg", "JPEG", True), ("a.png", "GIF", False)]
)
def test_a_logo_is_a_png_or_a_jpeg(copy: Copy, name: str, kind: str, fits: bool) -> None:
    Image.new("RGB", (30, 20), "#336699").save(copy.folder / name, format=kind)
    copy.change("theme.yaml", "logo: null", f'logo: "{name}"')
    assert [("une image PNG ou JPEG" in line) for line in copy.problems()] == ([] if fits else [True])


def test_a_logo_cut_short_or_too_large_is_told(copy: Copy) -> None:
    Image.effect_noise((200, 200), 50).save(copy.folder / "a.png")
    content = (copy.folder / "a.png").read_bytes()
    (copy.folder / "a.png").write_bytes(content[: len(content) // 2])
    copy.change("theme.yaml", "logo: null", 'logo: "a.png"')
    assert "une image abîmée" in copy.only()
    Image.new("1", (6000, 6000)).save(copy.folder / "a.png")
    assert "6000 × 6000 points" in copy.only()


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_font_is_named_or_still_prints(copy: Copy, seed: int) -> None:
    file = copy.folder / "fonts" / "Lato-Bold.ttf"
    content, draw = bytearray(file.read_bytes()), random.Random(seed)  # noqa: S311 - damage, not a secret
    if seed % 2:
        del content[draw.randrange(len(content)) :]
    else:
        for _ in range(20):
            content[draw.randrange(12, 300)] = draw.randrange(256)
    file.write_bytes(content)
    theme, problems = verify_templates(copy.folder)
    assert all("la police « fonts/Lato-Bold.ttf »" in str(problem) for problem in problems)
    if theme is not None:
        write_dialogue_grid(coevaluation("clairbois-2026"), theme, io.BytesIO(), filled=False)


def test_a_yaml_file_that_nothing_reads_is_told_with_the_name_it_should_have(copy: Copy) -> None:
    (copy.folder / "documents.yaml").rename(copy.folder / "document.yaml")
    assert copy.only().startswith("document.yaml : Élément que rien n’emploie.")
    assert "« documents.yaml »" in copy.only()


def test_what_systems_and_editors_leave_is_no_mistake(copy: Copy) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "rapport-lecture.md~", ".rapport-lecture.md.swp"):
        (copy.folder / "textes" / name).write_bytes(b"\xff")
    assert copy.problems() == []


def test_a_copy_made_before_a_text_or_the_order_existed_still_serves(copy: Copy) -> None:
    (copy.folder / "documents.yaml").unlink()
    (copy.folder / "textes" / "rapport-masque.md").unlink()
    record = copy.folder / "copie.yaml"
    kept = [line for line in record.read_text(encoding="utf-8").splitlines() if "rapport-masque" not in line]
    record.write_text("\n".join(kept), encoding="utf-8")
    assert copy.problems() == []
    assert sound_theme(copy.folder).documents == sound_theme(templates_folder()).documents


def test_no_folder_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="modeles copier") as refused:
        sound_theme(tmp_path / "absent")
    assert refused.value.fault is Fault.MISUSE
    monkeypatch.setenv("PTCE_MODELES", str(tmp_path / "absent"))
    with pytest.raises(Refusal, match="PTCE_MODELES"):
        sound_theme()
    monkeypatch.setenv("PTCE_MODELES", "")
    assert sound_theme().folder == templates_folder()
    with pytest.raises(Refusal, match=r"Les modèles du dossier") as empty:
        sound_theme(tmp_path)
    assert [problem.place.file for problem in empty.value.problems] == ["theme.yaml"]


def test_every_problem_is_a_problem_of_a_file(copy: Copy) -> None:
    copy.change("theme.yaml", "theme:\n", "theme: 3\nautre:\n")
    problems: tuple[Problem, ...] = verify_templates(copy.folder)[1]
    assert problems
    assert all(problem.place.file == "theme.yaml" and problem.place.line for problem in problems)
