"""Sections in another order, renamed or taken out: what the report still says, and what it still hides."""

import io
from pathlib import Path

import pytest

from ptce_ref.domain.prose import Kind, parse_prose
from ptce_ref.domain.theme import Section, Theme
from ptce_ref.reports.pdf.order import ordered_sections
from ptce_ref.reports.pdf.report import SECTIONS, write_coevaluation_report
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CoevaluationView
from tests.reports.pdf_reader import check, printed, squash
from tests.reports.pdf_sample import report_of
from tests.samples import coevaluation, shipped_theme

OPEN, DONE = "faubourg-des-forges-2026", "clairbois-2026"


def asking(*sections: Section | str) -> Theme:
    """The shipped theme, with these sections in the report."""
    order = tuple(Section(id=item) if isinstance(item, str) else item for item in sections)
    return shipped_theme().model_copy(update={"documents": {"rapport": order}})


def report(view: CoevaluationView, theme: Theme) -> bytes:
    target = io.BytesIO()
    write_coevaluation_report(view, theme, target)
    return target.getvalue()


def test_a_document_of_which_the_theme_says_nothing_keeps_its_own_order() -> None:
    look = Look(shipped_theme().model_copy(update={"documents": {}}))
    assert ordered_sections(look, "rapport", SECTIONS) == list(SECTIONS.values())
    assert report(coevaluation(DONE), look.theme) == report_of(DONE)


@pytest.mark.judge("pdftotext")
def test_no_order_shows_opinions_before_the_dialogue() -> None:
    view = coevaluation(OPEN)
    assert view.hidden
    text = printed(report(view, asking(*reversed(list(SECTIONS)))))
    for section in ("Profil", "Objectifs et sous-objectifs", "Ce qui rapproche", "Ce qui divise", "Ordre du jour"):
        assert f"\n{section}\n" not in text
    # Not one word that the usual order does not show, page numbers apart.
    assert set(printed(report_of(OPEN)).split()) >= {word for word in text.split() if not word.isdigit()}


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_one_section_alone_is_a_whole_document() -> None:
    content = report(coevaluation(DONE), asking(Section(id="ordre-du-jour", title="Ce dont <i>parler</i>")))
    check(content)
    text = printed(content)
    assert "Ce dont <i>parler</i>" in text
    assert "page 2 sur 2" in text


@pytest.mark.judge("pdftotext")
def test_the_contents_follow_titles_and_order() -> None:
    text = printed(
        report(coevaluation(DONE), asking(Section(id="sommaire", title="Dans ces pages"), "enjeux", "profil"))
    )
    contents = text[text.index("Dans ces pages") : text.index("page 2 sur")]
    assert contents.index("Enjeux") < contents.index("Profil")
    assert "Sommaire" not in text
    assert "Annexe" not in contents


@pytest.mark.judge("pdftotext")
def test_a_star_between_brackets_does_not_break_the_bold_words_around_it() -> None:
    assert "• Un astérisque (*) suit un niveau" in printed(report_of(DONE)).replace("\u00a0", " ")


@pytest.mark.judge("pdftotext")
def test_steps_of_a_text_keep_their_numbers(tmp_path: Path) -> None:
    text = "# Avant\nde parler\n\n1. Prenez *le temps*.\n2. Écoutez,\npuis parlez.\n"
    assert [(block.kind, block.number) for block in parse_prose(text)] == [
        (Kind.HEADING, None),
        (Kind.PARAGRAPH, None),
        (Kind.STEP, 1),
        (Kind.STEP, 2),
    ]
    (tmp_path / "textes").mkdir()
    (tmp_path / "textes" / "rapport-lecture.md").write_text(text, encoding="utf-8")
    fonts = shipped_theme().folder / "fonts"
    (tmp_path / "fonts").symlink_to(fonts)
    theme = asking("lecture").model_copy(update={"folder": tmp_path})
    assert squash("1. Prenez le temps. 2. Écoutez, puis parlez.") in squash(printed(report(coevaluation(DONE), theme)))
