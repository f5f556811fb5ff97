"""What people typed is printed as they typed it: never markup, never a link, never a file, never lost."""

from dataclasses import replace

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from ptce_ref.reports.pdf.font import register_fonts
from ptce_ref.reports.pdf.text import Typesetter
from tests.reports.pdf_reader import check, objects, printed, squash
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE, grid, report, with_arguments, with_words
from tests.samples import coevaluation, shipped_theme

VIEW = "rivages-de-lanvor-2026"


@pytest.mark.judge("pdftotext")
def test_hostile_arguments_are_printed_as_typed() -> None:
    text = squash(printed(report(with_arguments(coevaluation(VIEW), *HOSTILE)), body_only=True))
    for hostile in HOSTILE:
        assert squash(hostile) in text


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_everywhere_are_printed_and_do_nothing(hostile: str) -> None:
    view = with_words(coevaluation(VIEW), hostile)
    for content in (report(view), grid(view), grid(view, filled=True)):
        assert squash(hostile)[:12] in squash(printed(content))
        inside = objects(content)
        for forbidden in ("/URI", "/JavaScript", "/JS ", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
            assert forbidden not in inside
        check(content)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
def test_an_argument_of_five_thousand_characters_is_printed_whole(text: str) -> None:
    assert len(text) == 5000
    printed_text = squash(printed(report(with_arguments(coevaluation(VIEW), "avant", text, "après")), body_only=True))
    assert squash(text) in printed_text


@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
def test_five_thousand_characters_anywhere_never_stop_a_document(text: str) -> None:
    whole = coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023")
    first = whole.objectives[0]
    one = replace(first, sub_objectives=first.sub_objectives[:1])
    few = replace(whole, objectives=(one,), cells=whole.cells[:1])
    view = with_words(few, text)
    assert report(view).startswith(b"%PDF")
    for filled in (True, False):
        assert grid(view, filled=filled).startswith(b"%PDF")


@pytest.mark.judge("pdftotext")
def test_characters_that_the_font_lacks_are_visibly_replaced_and_counted() -> None:
    view = with_arguments(coevaluation(VIEW), "Bravo 🎉👩‍🌾 à tous", "مرحبا et 你好, puis ✓")
    text = squash(printed(report(view), body_only=True))
    assert squash("Bravo □□□ à tous") in text
    assert squash("□□□□□ et □□, puis □") in text
    assert squash("ne contient pas ont été remplacés par un carré") in text
    clean = squash(printed(report(with_arguments(coevaluation(VIEW), "Tout va bien"))))
    assert squash("remplacés par un carré") not in clean


@pytest.mark.judge("pdftotext")
def test_lines_that_people_broke_stay_broken() -> None:
    content = report(with_arguments(coevaluation(VIEW), "premier point\nsecond point"))
    lines = [line.strip() for line in printed(content).splitlines()]
    assert "premier point" in lines
    assert lines[lines.index("premier point") + 1] == "second point"


def test_a_line_is_never_wider_than_its_column() -> None:
    typesetter = Typesetter(register_fonts(shipped_theme()))
    font = typesetter.fonts.normal
    for text in (*HOSTILE, LONG, WITHOUT_SPACE, "", "m", "mot"):
        for width in (20.0, 100.0):
            lines = typesetter.wrap(text, font, 8, width, indent=15)
            assert squash("".join(lines)) == squash(typesetter.line(text))
            assert all(stringWidth(line, font, 8) <= width for line in lines)
            assert stringWidth(typesetter.fit(text, font, 8, width), font, 8) <= width
            assert len(typesetter.fit_lines(text, font, 8, width, 2)) <= 2
