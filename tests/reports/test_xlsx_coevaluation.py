"""The co-evaluation workbook says what the view says, and nothing that the view keeps silent."""

import re
import zipfile
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook

from ptce_ref.domain.confidentiality import regroup, spoken_for, with_groups
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, FigureView
from ptce_ref.reports.xlsx.fact import NAME as DATA
from tests.reports.xlsx_reader import book, coevaluation_bytes, same, table, texts
from tests.samples import coevaluation, study

CLOSED, SEVERAL, HIDDEN, TALLIES = (
    ("val-de-sorne-2026",),
    ("les-trois-ponts-2026", "les-trois-ponts-2023"),
    ("faubourg-des-forges-2026",),
    ("vallee-de-l-auzon-2026",),
)
OPEN = ("clairbois-2026",)


@cache
def opened(names: tuple[str, ...]) -> tuple[CoevaluationView, Workbook]:
    view = coevaluation(*names)
    return view, book(coevaluation_bytes(view))


def same_figure(figure: FigureView, level: object, n: object) -> bool:
    wanted = figure.level if figure.level is not None else wording.figure(figure)
    return same(level, wanted) and n == (wording.HIDDEN if figure.hidden else figure.n)


def test_the_sheets_stand_in_the_order_in_which_they_are_read() -> None:
    assert opened(SEVERAL)[1].sheetnames == [
        "Lisez-moi",
        "Synthèse",
        "Table de dialogue",
        "Indicateurs",
        "Par collège",
        "Arguments",
        "Positions",
        "Évolution",
        "Plan d’action",
        "Données",
    ]
    assert "Ordre du jour" in opened(OPEN)[1].sheetnames


@pytest.mark.parametrize("names", [CLOSED, SEVERAL, HIDDEN, TALLIES, OPEN])
def test_the_figures_of_the_summary_are_those_of_the_view(names: tuple[str, ...]) -> None:
    view, workbook = opened(names)
    sheet = workbook["Synthèse"]
    rows = {str(row["Code"]): row for row in table(sheet, "Code")}
    assert {item.code for item in view.objectives} == set(rows)
    every = [[cell.value for cell in row] for row in sheet.iter_rows()]
    elements = [(item.code, item.figure) for item in view.objectives]
    elements += [(item.code, item.figure) for item in view.sub_objectives]
    for code, figure in elements:
        line = next(row for row in every if row[0] == code and row[6] is not None)
        assert same_figure(figure, line[2], line[5])
        assert same(line[3], figure.coverage if figure.coverage is not None else wording.NOTHING)
        for alert in figure.alerts:
            assert alert.code in str(line[7])
    for theme in view.themes:
        line = next(row for row in every if row[1] == theme.name)
        assert same_figure(theme.figure, line[2], line[5])


@pytest.mark.parametrize("names", [CLOSED, TALLIES, OPEN])
def test_the_figures_of_each_question_are_those_of_the_view(names: tuple[str, ...]) -> None:
    view, workbook = opened(names)
    rows = table(workbook["Indicateurs"], "Code")
    assert [row["Code"] for row in rows] == [item.code for item in view.indicators]
    for row, item in zip(rows, view.indicators, strict=True):
        assert same_figure(item.figure, row["Valeur"], row["n"])
        assert item.divergence is not None
        assert item.total is not None
        voices = [row[f"Niv. {level.rank}"] for level in view.referential.levels]
        assert tuple(voices) == item.total.levels
        assert (row["Ne sait pas"], row["Non concerné"]) == (item.total.dont_know, item.total.not_applicable)
        for header, value in (
            ("Médiane", item.divergence.median),
            ("Étendue", item.divergence.range),
            ("Consensus (Cns)", item.divergence.consensus),
            ("Accord (A)", item.divergence.agreement),
            ("Écart entre collèges", item.divergence.college_gap),
        ):
            assert same(row[header], wording.NOTHING if value is None else value)
        assert row["Pourquoi en parler"] == ("\n".join(item.reasons) or None)


def test_each_college_has_its_line_for_each_question() -> None:
    view, workbook = opened(CLOSED)
    rows = table(workbook["Par collège"], "Code")
    expected = [(item.code, counts) for item in view.indicators for counts in item.counts]
    assert len(rows) == len(expected)
    for row, (code, counts) in zip(rows, expected, strict=True):
        assert (row["Code"], row["Collège"], row["n"]) == (code, counts.college, counts.n)


def test_the_grid_reads_without_its_colours() -> None:
    view, workbook = opened(CLOSED)
    rows = table(workbook["Table de dialogue"], "Code")
    for row, cells in zip(rows, view.cells, strict=False):
        for theme, cell in zip(view.themes, cells, strict=True):
            assert cell is not None
            text = str(row[theme.name])
            figure = cell.figure
            assert text.startswith(f"{wording.figure(figure)} · {wording.coverage(figure)} · n{wording.NBSP}{figure.n}")
            assert ("divisé" in text) == bool(cell.divided)
            assert ("vigilance" in text) == bool(figure.alerts)


def test_what_a_vigilance_is_stands_where_the_word_is_first_met() -> None:
    _, workbook = opened(CLOSED)
    for sheet in ("Lisez-moi", "Synthèse", "Table de dialogue"):
        told = [str(cell) for row in workbook[sheet].iter_rows(values_only=True) for cell in row if cell]
        first = next(place for place, text in enumerate(told) if "surveille un risque" in text)
        # Called in full where the sheets are listed; the short word comes after what it means.
        assert not any("vigilance" in re.sub("alertes? de vigilance", "", text.lower()) for text in told[:first]), sheet


def test_where_too_few_answered_the_workbook_for_others_has_dashes_and_says_why() -> None:
    inside = study(OPEN[0])
    contents = regroup(inside.contents, inside.referential)
    referential = with_groups(inside.referential, spoken_for(contents))
    result = compute(contents, referential, for_others=True)
    view = view_coevaluation(Study(inside.pole, contents, referential, result, for_others=True))
    assert any(item.total is None for item in view.indicators)
    workbook = book(coevaluation_bytes(view))
    for row, item in zip(table(workbook["Indicateurs"], "Code"), view.indicators, strict=True):
        assert (row["n"] == wording.NOTHING) is (item.total is None)
        if item.total is None:
            assert {row["Niv. 1"], row["Médiane"], row["Écart entre collèges"]} == {wording.NOTHING}
            assert row["Valeur"] == wording.figure(item.figure)
    assert any(item.figure.few for item in view.indicators)
    assert not any("None" in text for text in texts(workbook))


def test_a_minority_opinion_and_a_disagreement_stay_visible() -> None:
    view, workbook = opened(CLOSED)
    found = texts(workbook)
    kept = [item.position for item in view.indicators if item.position]
    assert any(position.minority_opinion for position in kept)
    for position in kept:
        for text in (position.argument, position.minority_opinion):
            assert not text or text in found
    assert any("désaccord reconnu" in text for text in found)


def test_arguments_are_those_of_the_view_without_a_name() -> None:
    view, workbook = opened(CLOSED)
    rows = table(workbook["Arguments"], "Code")
    said = [argument.text for item in view.indicators for argument in item.arguments]
    assert [row["Argument, ou raison de n’être pas concerné"] for row in rows] == said
    assert "Qui" not in rows[0]


def test_the_long_table_is_a_table_with_one_fact_a_row() -> None:
    view, workbook = opened(SEVERAL)
    sheet = workbook["Données"]
    assert list(sheet.tables) == ["Donnees"]
    rows = table(sheet, "pole")
    keys = [tuple(row[name] for name in ("portee", "code", "nom", "enjeu", "college", "mesure")) for row in rows]
    numbers = [key for key, row in zip(keys, rows, strict=True) if isinstance(row["valeur"], int | float)]
    assert len(numbers) == len(set(numbers))
    for sub in view.sub_objectives:
        fact = next(row for row in rows if row["portee"] == "sous-objectif" and row["code"] == sub.code)
        assert (fact["mesure"], fact["n"]) == ("niveau", sub.figure.n)
        assert same(fact["valeur"], sub.figure.level)


def test_while_opinions_are_hidden_nothing_leaks() -> None:
    view, workbook = opened(HIDDEN)
    assert workbook.sheetnames == ["Lisez-moi", "Synthèse", "Table de dialogue", "Indicateurs", "Données"]
    found = "\n".join(texts(workbook))
    assert "chacun répond librement" in found
    contents = study(*HIDDEN).contents
    for answer in contents.answers:
        for text in (answer.argument, answer.reason, answer.evidence):
            assert not text or text not in found
    headers = {str(row["mesure"]) for row in table(workbook["Données"], "pole")}
    assert not [header for header in headers if re.search("niveau|médiane|Cns|argument", header)]
    raw = zipfile.ZipFile(BytesIO(coevaluation_bytes(view)))
    assert not [name for name in raw.namelist() if "chart" in name]
    for person in contents.respondents:
        assert not person.name or person.name not in found


def test_the_charts_are_native_and_on_the_whole_scale() -> None:
    view = coevaluation(*CLOSED)
    archive = zipfile.ZipFile(BytesIO(coevaluation_bytes(view)))
    charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert "<radarChart>" in charts[0]
    assert 'barDir val="bar"' in charts[1]
    top = len(view.referential.levels)
    for chart in charts:
        # Level 1 has a length: a bar of nothing would read as a zero.
        assert '<min val="0"' in chart
        assert 'formatCode="0;;"' in chart
        assert f'<max val="{top}"' in chart
        assert '<delete val="0"' in chart
    drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert drawing.count("descr=") == 2


def test_a_sub_objective_without_a_value_is_a_gap_in_the_charts_not_a_zero() -> None:
    view, workbook = opened(OPEN)
    assert any(sub.figure.state is State.NONE for sub in view.sub_objectives)
    rows = [[cell.value for cell in row][:3] for row in workbook["Synthèse"].iter_rows()]
    start = rows.index(["Code", "Sous-objectif", "Niveau"], rows.index(["Chiffres des graphiques", None, None]))
    for row, sub in zip(rows[start + 1 :], view.sub_objectives, strict=True):
        assert row[:2] == [sub.code, sub.name]
        assert same(row[2], sub.figure.level)


@pytest.mark.parametrize("names", [SEVERAL, HIDDEN])
def test_the_same_view_gives_the_same_bytes(names: tuple[str, ...]) -> None:
    view = coevaluation(*names)
    content = coevaluation_bytes(view)
    assert coevaluation_bytes(view) == content
    archive = zipfile.ZipFile(BytesIO(content))
    # Nothing of the hour of the test is inside.
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dates = re.findall(r"<dcterms:\w+ [^>]*>([^<]*)<", archive.read("docProps/core.xml").decode())
    assert dates == [f"{view.date}T12:00:00Z"] * 2


def test_the_reader_knows_what_when_and_from_which_sources() -> None:
    for names in (CLOSED, HIDDEN, OPEN):
        view, workbook = opened(names)
        found = {str(cell.value) for row in workbook["Lisez-moi"].iter_rows() for cell in row}
        for text in (view.pole.name, view.title, wording.long_date(view.date), view.phase, view.use, view.mode):
            assert text in found
        assert {view.referential.statement, view.referential.hash, view.referential.title} <= found


def test_once_it_is_closed_nothing_is_called_provisional() -> None:
    def words(workbook: Workbook) -> set[str]:
        sheets = (sheet for sheet in workbook if sheet.title != DATA)
        return {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}

    said = {"d’après les avis": words(opened(SEVERAL)[1]), "provisoire": words(opened(OPEN)[1])}
    assert opened(SEVERAL)[0].provisional is False
    for word, other in (("d’après les avis", "provisoire"), ("provisoire", "d’après les avis")):
        assert word in said[word]
        assert not [text for text in said[word] if text == other or text.endswith(f"\n{other}")]
