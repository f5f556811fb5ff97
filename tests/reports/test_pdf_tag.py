"""Who hears a report hears all of it, in order: titles, lists, tables with their heads, drawings in words, links."""

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from reportlab.platypus import Flowable, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.page import WIDTH, Properties, Report, contents, heading
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CoevaluationView
from tests.reports.pdf_reader import check, objects, printed, properties
from tests.reports.pdf_sample import HOSTILE, LONG, report, report_of, with_arguments, with_words
from tests.reports.pdf_structure import Element, heard, spoken, structure
from tests.reports.test_pdf_report import other_views
from tests.samples import coevaluation, shipped_theme

REPORT, HIDDEN = "rivages-de-lanvor-2026", "faubourg-des-forges-2026"
PROPERTIES = Properties("Titre", "Pôle", "Sujet", "tête", "", "pied")
pytestmark = [pytest.mark.judge("qpdf"), pytest.mark.judge("pdfinfo")]


@pytest.fixture(scope="module")
def content() -> bytes:
    return report_of(REPORT)


@pytest.fixture(scope="module")
def tree(content: bytes) -> Element:
    return structure(content)


@pytest.fixture(scope="module")
def lines(content: bytes) -> list[tuple[str, str]]:
    return spoken(content)


@pytest.fixture(scope="module")
def said(content: bytes) -> str:
    return heard(content)


@pytest.fixture(scope="module")
def inside(content: bytes) -> str:
    return objects(content)


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_document_says_that_it_is_structured_and_in_which_language(content: bytes, inside: str) -> None:
    assert properties(content)["Tagged"] == "yes"
    assert "/Lang (fr-FR)" in inside
    assert "/DisplayDocTitle true" in inside
    assert "<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li>" in inside


def test_it_claims_no_conformity_to_a_norm(inside: str) -> None:
    assert "pdfuaid" not in inside


def test_titles_go_down_one_level_at_a_time(tree: Element) -> None:
    levels = [int(title.role[1]) for title in tree.all_of("H1", "H2", "H3")]
    assert set(levels) == {1, 2, 3}
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_title_of_a_deep_rank_is_brought_back_under_the_one_before() -> None:
    look = Look(shipped_theme())
    made = written([heading(look, "Partie", "a"), heading(look, "Détail", "b", 2), heading(look, "Autre", "c", 2)])
    assert [title.role for title in structure(made).kids] == ["H1", "H2", "H2"]


def test_every_question_and_argument_is_heard_whole(said: str) -> None:
    for item in coevaluation(REPORT).indicators:
        assert words(f"{item.code} {item.title}") in said
        assert words(item.question) in said
        for argument in item.arguments:
            # Words at the ends of lines keep their distance.
            assert words(argument.text) in said


def test_an_argument_cut_by_the_foot_of_a_page_is_heard_in_one_piece() -> None:
    made = report(with_arguments(few(coevaluation(REPORT)), "avant", LONG * 3, "après"))
    assert words(LONG * 3) in heard(made)
    longest = max(structure(made).all_of("P"), key=lambda part: part.last_page() - part.first_page())
    assert len(set(longest.pages)) > 2


def test_heads_and_feet_of_pages_are_not_heard(content: bytes, said: str) -> None:
    assert f"page 3 sur {properties(content)['Pages']}" in printed(content)
    assert "page 3 sur" not in said
    assert said.count(words(f"Rivages de Lanvor · {coevaluation(REPORT).title}")) == 0


def test_the_cells_of_tables_have_their_heads(tree: Element) -> None:
    tables = tree.all_of("Table")
    assert len(tables) > 5
    for table in tables:
        heads = table.all_of("TH")
        assert heads
        assert all(head.facts["/Scope"] in {"/Column", "/Row"} for head in heads)
        counts = {sum(cell.facts.get("/ColSpan", 1) for cell in row.kids) for row in table.all_of("TR")}
        assert len(counts) == 1


def written(story: list[Flowable]) -> bytes:
    target = io.BytesIO()
    Report(target, Look(shipped_theme()), PROPERTIES).write(story)
    return target.getvalue()


def test_a_table_that_goes_over_pages_is_one_table_whose_heads_are_heard_once() -> None:
    look, rows = Look(shipped_theme()), Rows()
    rows.add_group(look.type.bold("Une partie"), 2)
    for number in range(120):
        rows.add(f"Question {number}", "Réponse")
    made = written([build_table(look, ("Ce qui est demandé", "Ce qui est dit"), rows, (WIDTH / 2, WIDTH / 2))])
    tree = structure(made)
    (table,) = tree.all_of("Table")
    assert table.last_page() >= 3
    assert len(table.kids) == 122
    assert heard(made).count("Ce qui est demandé") == 1
    assert printed(made).count("Ce qui est demandé") == table.last_page()
    assert [(cell.role, cell.facts) for cell in table.kids[1].kids] == [("TD", {"/O": "/Table", "/ColSpan": 2})]


def test_drawings_say_in_words_what_they_show(tree: Element) -> None:
    view = coevaluation(REPORT)
    said = [figure.alternative for figure in tree.all_of("Figure")]
    radar = next(text for text in said if text.startswith("Radar"))
    for sub in view.sub_objectives:
        assert f"{sub.code} {sub.name}" in radar
        assert wording.figure(sub.figure) in radar
    assert any(text.startswith("Table de dialogue") and view.themes[0].name in text for text in said)
    voices = [text for text in said if text.startswith("Répartition des voix")]
    asked = [item for item in view.indicators if item.total and item.answered_by]
    assert len(voices) >= len(asked)
    for item in asked:
        assert item.total
        assert any(f"{wording.voices(item.total.n)} · médiane" in text for text in voices)
    assert all(figure.facts["/BBox"] for figure in tree.all_of("Figure"))


def test_while_opinions_come_in_drawings_say_no_result() -> None:
    for figure in structure(report_of(HIDDEN)).all_of("Figure"):
        assert "niveau" not in figure.alternative
        assert "médiane" not in figure.alternative


def test_links_say_where_they_lead(lines: list[tuple[str, str]], tree: Element) -> None:
    links = tree.all_of("Link")
    assert len(links) > 20
    assert all(link.links and link.pages for link in links)
    titles = {f"Aller à : {text}".replace("\xa0", " ").strip() for role, text in lines if role[0] == "H"}
    for link in links:
        assert all(said.replace("\xa0", " ") in titles for said in link.links)


def test_contents_are_heard_with_the_page_of_each_title(lines: list[tuple[str, str]], said: str, tree: Element) -> None:
    (table,) = tree.all_of("TOC")
    listed = [text for role, text in lines if role == "Link"]
    assert len(table.kids) > 10
    for title in tree.all_of("H1")[1:]:
        assert title.first_page() in {int(text) for text in listed if text.isdigit()}
    assert " . " not in said


def test_items_of_lists_have_their_sign_and_their_text(lines: list[tuple[str, str]], tree: Element) -> None:
    lists = tree.all_of("L")
    assert len(lists) == 1  # « Comment lire ce document »
    assert all([part.role for part in item.kids] == ["Lbl", "LBody"] for item in lists[0].kids)
    assert ("Lbl", "•") in [(role, text.strip()) for role, text in lines]


def test_each_mark_of_each_page_has_its_element(inside: str, tree: Element) -> None:
    """What a page holds and what the structure says it holds are the same."""
    marked = sum(line.count("/MCID") for line in inside.splitlines() if " BDC" in line)
    assert marked == sum(len(element.pages) for element in tree.every())


def few(view: CoevaluationView) -> CoevaluationView:
    """The same view with one sub-objective: a document made fast."""
    first = view.objectives[0]
    one = replace(first, sub_objectives=first.sub_objectives[:1])
    return replace(view, objectives=(one,), cells=view.cells[:1])


def test_hostile_words_are_heard_as_typed() -> None:
    hostile = f"{HOSTILE[2]} {HOSTILE[6]} ) Tj ET EMC (\\"
    made = report(with_words(few(coevaluation(REPORT)), hostile))
    check(made)
    assert words(hostile) in heard(made)
    assert any(hostile in figure.alternative.replace("\xa0", " ") for figure in structure(made).all_of("Figure"))


def test_a_referential_of_another_shape_is_structured_too() -> None:
    for view in other_views():
        made = report(view)
        tree = structure(made)
        check(made)
        assert all(table.all_of("TH") for table in tree.all_of("Table"))
        assert all(figure.alternative for figure in tree.all_of("Figure"))
        assert words(view.indicators[-1].question) in heard(made)


def test_the_smallest_document_is_sound() -> None:
    assert "No syntax or stream encoding errors" in check(written([Spacer(0, 1)]))
    empty = few(coevaluation(HIDDEN))
    made = report(replace(empty, colleges=(), agenda=(), actions=()))
    assert "No syntax or stream encoding errors" in check(made)


class _Stopped(Exception):  # noqa: N818 - somebody wants no more of it
    pass


def test_a_report_is_written_page_by_page_and_may_be_stopped_between_two() -> None:
    class Watched(io.BytesIO):
        def write(self, data: object) -> int:
            if self.tell() > 3000:
                raise _Stopped
            return super().write(data)  # type: ignore[arg-type] # bytes

    look = Look(shipped_theme())
    drawn = 0

    class Drawn(Flowable):
        def draw(self) -> None:
            nonlocal drawn
            drawn += 1

    story: list[Flowable] = []
    for _ in range(200):
        story += [look.paragraph(look.styles.body, LONG), Drawn()]
    with pytest.raises(_Stopped):
        Report(Watched(), look, PROPERTIES).write(story)
    assert 0 < drawn < 20


def test_a_title_that_looks_like_a_place_kept_in_the_contents_is_printed_as_typed() -> None:
    look = Look(shipped_theme())
    story: list[Flowable] = [contents(look), heading(look, "%slot 1.", "a"), heading(look, "Suite %slot 0.", "b")]
    assert [text.strip() for role, text in spoken(written(story)) if role == "Link"] == [
        "%slot 1.",
        "1",
        "Suite %slot 0.",
        "1",
    ]
