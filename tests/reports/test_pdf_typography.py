"""Pages well set: no title alone at a foot, no line alone, words and figures that stay together, text that is found."""

import io
from collections.abc import Callable
from itertools import pairwise

import pytest
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.page import HEIGHT, WIDTH, Properties, Report, heading
from ptce_ref.reports.pdf.radar import Axis, Radar
from ptce_ref.reports.pdf.section import Rows, build_table, quote
from ptce_ref.reports.pdf.style import Look
from tests.reports.pdf_reader import printed, run, squash
from tests.reports.pdf_sample import LONG, report_of
from tests.reports.pdf_structure import Element, structure
from tests.samples import shipped_theme

TITLES = ("H1", "H2", "H3")


@pytest.fixture(scope="module")
def look() -> Look:
    return Look(shipped_theme())


def written(look: Look, story: list[Flowable]) -> bytes:
    target = io.BytesIO()
    Report(target, look, Properties("Titre", "Pôle", "Sujet", "tête", "", "pied")).write(story)
    return target.getvalue()


def alone(tree: Element) -> list[int]:
    """The pages with a title at their foot, what it announces being on the next one."""
    return [
        title.last_page()
        for title, after in pairwise(tree.kids)
        if title.role in TITLES and after.first_page() not in {0, title.last_page()}
    ]


@pytest.mark.judge("qpdf")
@pytest.mark.parametrize(
    "ident", ["val-de-sorne-2026", "clairbois-2026", "les-trois-ponts-2026", "faubourg-des-forges-2026"]
)
def test_no_title_stands_alone_at_the_foot_of_a_page(ident: str) -> None:
    assert alone(structure(report_of(ident))) == []


def _table(look: Look) -> Flowable:
    rows = Rows()
    for number in range(8):
        rows.add(f"Question {number}", "Réponse")
    return build_table(look, ("Question", "Réponse"), rows, (WIDTH / 2, WIDTH / 2))


def _radar(look: Look) -> Flowable:
    return Radar(look, [Axis(f"A{n}", f"Axe {n}", n, 2.0, "2,0") for n in range(3)], 4, WIDTH, 280)


ANNOUNCED: dict[str, Callable[[Look], list[Flowable]]] = {
    "un paragraphe": lambda look: [look.paragraph(look.styles.body, LONG[:600])],
    "un titre, un blanc, une citation": lambda look: [heading(look, "Détail", "b", 1), Spacer(0, 6), quote(look, LONG)],
    "une table": lambda look: [_table(look)],
    "un dessin": lambda look: [_radar(look)],
    "un bloc": lambda look: [KeepTogether([look.paragraph(look.styles.body, LONG[:900]), _radar(look)])],
}


@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("what", ANNOUNCED)
def test_wherever_a_title_falls_it_stays_with_what_it_announces(look: Look, what: str) -> None:
    story: list[Flowable] = []
    for height in range(400, 700, 12):
        story += [Spacer(0, height), heading(look, "Titre", f"a{height}"), *ANNOUNCED[what](look), PageBreak()]
    tree = structure(written(look, story))
    assert len(tree.all_of("H1")) == 25
    assert alone(tree) == []


def test_a_paragraph_never_leaves_a_line_alone_on_a_page(look: Look) -> None:
    for sentence in (LONG[:520], LONG[:900], LONG[:2000]):
        lines = round(look.paragraph(look.styles.body, sentence).wrap(WIDTH, 9999)[1] / look.styles.body.leading)
        for left in range(10, 400, 7):
            parts = look.paragraph(look.styles.body, sentence).split(WIDTH, left)
            counts = [round(part.wrap(WIDTH, 9999)[1] / look.styles.body.leading) for part in parts]
            assert all(count >= 2 for count in counts)
            assert sum(counts) in {0, lines}


def test_what_somebody_said_does_not_begin_with_a_name_and_one_line_at_the_foot_of_a_page(look: Look) -> None:
    said = quote(look, look.type.bold("Habitants et usagers"), "\n", LONG)
    leading = said.style.leading
    said.wrap(WIDTH, 9999)
    assert said.split(WIDTH, 2.9 * leading) == []
    first, _ = said.split(WIDTH, 3.9 * leading)
    assert round(first.wrap(WIDTH, 9999)[1] / leading) == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12 500 habitants", "12_500 habitants"),
        ("1 000 000 € par an", "1_000_000_€ par an"),
        ("à 3 km, en 20 min", "à 3_km, en 20_min"),
        ("l’action n° 5", "l’action n°_5"),
        ("Habitants · niveau 2 · observation", "Habitants_· niveau_2_· observation"),
        ("M. Durand et Mme Petit", "M._Durand et Mme_Petit"),
        ("le 12 mars 2026", "le 12 mars 2026"),
        ("Est-ce clair ?", "Est-ce clair_?"),
    ],
)
def test_a_line_never_ends_inside_a_figure_or_a_name(look: Look, typed: str, kept: str) -> None:
    assert look.type.plain(typed).replace("\xa0", "_") == kept


@pytest.mark.judge("pdftotext")
def test_letters_drawn_joined_are_found_as_typed(look: Look) -> None:
    text = "Un profil officiel : afficher un effet, un souffle, une filière fluide. Soft\u00adhyphen."
    content = written(look, [look.paragraph(look.styles.body, text)])
    found = printed(content)
    assert squash(text.replace("\u00ad", "")) in squash(found)
    assert not set(found) & set("\ufb00\ufb01\ufb02\ufb03\ufb04\u00ad")


@pytest.mark.judge("pdftotext")
def test_no_word_is_cut_at_the_end_of_a_line() -> None:
    """Ragged right, without hyphens: what people wrote is found as they wrote it."""
    lines = printed(report_of("val-de-sorne-2026"), body_only=True).splitlines()
    assert not [line for line in lines if line.rstrip().endswith("-")]


@pytest.mark.judge("pdftotext")
def test_a_page_begins_at_its_head_even_when_a_space_came_before_what_it_begins_with(look: Look) -> None:
    def first_words(space: float) -> str:
        story = [
            PageBreak(),
            Spacer(0, space),
            heading(look, "Ensuite", "ensuite"),
            look.paragraph(look.styles.body, "b"),
        ]
        content = written(look, [look.paragraph(look.styles.body, "a"), *story])
        return run("pdftotext", "-f", "2", "-bbox", "{}", "-", content=content)

    assert first_words(30) == first_words(0)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize(
    ("taken", "whole"),
    [
        pytest.param(HEIGHT * 0.75, True, id="little-room-left"),
        pytest.param(HEIGHT * 0.6, False, id="much-room-left"),
        pytest.param(0, True, id="new-page"),
    ],
)
def test_a_table_stays_whole_unless_that_leaves_more_than_a_third_of_a_page_white(
    look: Look, taken: float, whole: bool
) -> None:
    rows = Rows()
    for number in range(20):
        rows.add(f"ligne {number}", "Réponse")
    table = build_table(look, ("Question", "Réponse"), rows, (WIDTH / 2, WIDTH / 2))
    before: list[Flowable] = [look.paragraph(look.styles.body, "Avant"), Spacer(0, taken)] if taken else []
    pages = printed(written(look, [*before, KeptClose([table])])).split("\f")
    held = [page.count("ligne") for page in pages if "ligne" in page]
    assert (held == [20]) is whole
    assert sum(held) == 20


@pytest.mark.judge("pdftotext")
def test_no_line_begins_with_the_point_that_parts_two_facts() -> None:
    lines = printed(report_of("les-trois-ponts-2026")).splitlines()
    assert any("·" in line for line in lines)
    assert [line for line in lines if line.startswith("·")] == []
