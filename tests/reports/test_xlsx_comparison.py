"""The comparison workbook sets pôles side by side: no rank, no overall score, no person."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.comparison_condition import Order, Standing
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.view import ArgumentLine, ComparisonView, EntryView, FigureView, SaidAs
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from tests.reports.xlsx_reader import book, comparison_bytes, same, table, texts
from tests.reports.xlsx_sample import MANY, many_poles, workbook_of
from tests.samples import comparison, comparison_of, examples, shipped_theme

SHEETS = (
    "Conditions",
    "Profils",
    "Objectifs",
    "Enjeux",
    "Source du graphique",
    "Choisir des pôles",
    "Cohorte",
    "Complémentarités",
    "Trajectoires",
    "Regards croisés",
    "Identité",
    "Critères et soutiens",
    "Données",
    "Dictionnaire",
)


@cache
def opened(*names: str) -> tuple[ComparisonView, Workbook]:
    view = comparison_of(*names)
    return view, book(comparison_bytes(view))


def test_conditions_come_first_and_nobody_is_left_out_silently() -> None:
    view, workbook = opened()
    assert workbook.sheetnames[0] == "Conditions"
    rows = table(workbook["Conditions"], "Pôle")
    assert [row["Pôle"] for row in rows] == [entry.pole.name for entry in view.entries]
    for row, entry in zip(rows, view.entries, strict=True):
        assert row["Situation"] == entry.standing
        assert row["Pourquoi il n’est pas comparé"] == ("\n".join(entry.reasons) or None)
    found = texts(workbook)
    for condition in view.conditions:
        assert condition.demand in found
    assert view.referential.statement in found


def tables_of(sheet: Worksheet) -> list[list[dict[str, object]]]:
    """Every table of a sheet, as rows by header."""
    found = []
    for declared in sheet.tables.values():
        headers, *rows = [[cell.value for cell in row] for row in sheet[declared.ref]]
        found.append([dict(zip(map(str, headers), row, strict=True)) for row in rows])
    return found


def shown_format(sheet: Worksheet, row: str, column: str) -> str:
    """The number format of the first cell in a row and a column, by what is at their heads."""
    place = next(cell.column for line in sheet.iter_rows() for cell in line if cell.value == column)
    found = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == row)
    return str(sheet.cell(found, place).number_format)


def test_profiles_show_level_coverage_and_n_and_leave_out_what_fails() -> None:
    view, workbook = opened()
    levels, grounds = tables_of(workbook["Profils"])
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    assert list(levels[0])[2:] == list(grounds[0])[2:] == [entry.pole.name for entry in shown]
    by_code = {str(row["Code"]): (row, below) for row, below in zip(levels, grounds[-len(levels) :], strict=True)}
    for entry in shown:
        for heading, figure in zip(view.sub_objectives, entry.sub_objectives, strict=True):
            row, below = by_code[heading.code]
            assert row["Sous-objectif"] == heading.name
            assert same(row[entry.pole.name], wording.figure(figure) if figure.level is None else figure.level)
            ground = str(below[entry.pole.name])
            assert ground.startswith(wording.share(figure.coverage) if figure.applicable else wording.NOTHING)
            assert not figure.n or ground.endswith(f"n{wording.NBSP}{figure.n}")
        if entry.standing == "grisé":
            assert any(entry.pole.name in text and entry.reasons[0] in text for text in texts(workbook))
    # What differs from pôle to pôle, and is not seen in a coverage.
    asked = {name: row for row in grounds[: len(grounds) - len(levels)] for name in row}
    assert view.same_questions or [asked[entry.pole.name][entry.pole.name] for entry in shown] == [
        entry.asked for entry in shown
    ]


def test_signs_compare_a_pole_with_itself_and_no_shade_follows_the_levels() -> None:
    view, workbook = opened()
    for title in ("Profils", "Objectifs", "Enjeux"):
        fills = {cell.fill.fgColor.rgb for row in workbook[title].iter_rows() for cell in row if is_level(cell.value)}
        # A sheet without colour but the grey of who is not compared.
        assert len(fills) <= 2, title
    sheet = workbook["Profils"]
    for entry in view.entries:
        if entry.standing != "comparé":
            continue
        levels = [wording.figure(figure) for figure in entry.sub_objectives]
        for heading, level in zip(view.sub_objectives, levels, strict=True):
            sign = {max(levels): "●", min(levels): "○"}.get(level, "")
            found = shown_format(sheet, heading.code, entry.pole.name)
            assert [mark for mark in "●○" if mark in found] == list(sign), (entry.pole.name, heading.code)
    assert "jamais aux autres" in "\n".join(texts(workbook))


def is_level(value: object) -> bool:
    return isinstance(value, float)


def test_many_poles_are_rows_to_filter() -> None:
    view = many_poles()
    workbook = book(workbook_of(f"comparaison de {MANY} pôles"))
    rows = table(workbook["Profils"], "Pôle")
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    assert len(view.entries) > 24
    assert [row["Pôle"] for row in rows] == [entry.pole.name for entry in shown]
    for row, entry in zip(rows, shown, strict=True):
        for heading, figure in zip(view.sub_objectives, entry.sub_objectives, strict=True):
            assert same(row[heading.code], wording.figure(figure) if figure.level is None else figure.level)
            assert same(row[f"{heading.code} couv."], figure.coverage)
            assert row[f"{heading.code} n"] == (wording.NOTHING if figure.n is None else figure.n)
        assert row["Pourquoi il est grisé"] == (" ".join(entry.reasons) or None)
    (declared,) = workbook["Profils"].tables.values()
    assert declared.autoFilter.ref == declared.ref


def test_poles_that_do_not_fit_a_page_go_on_the_next_as_many_on_each() -> None:
    view = comparison_of()
    again = [
        replace(entry, pole=replace(entry.pole, id=f"{entry.pole.id}-{turn}", name=f"{entry.pole.name} {turn}"))
        for turn in range(2)
        for entry in view.entries
        if entry.standing != "écarté"
    ]
    sheet = book(comparison_bytes(replace(view, entries=tuple(again[:9]))))["Profils"]
    assert [len(found[0]) - 2 for found in tables_of(sheet)] == [5, 5, 4, 4]
    assert sheet.page_setup.paperSize == 9
    assert len(sheet.row_breaks.brk) == 1
    # Excel forgets where pages end when it fits them by itself.
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr] # every sheet says it


def test_the_sub_objectives_stand_under_their_objective() -> None:
    view, workbook = opened()
    parents = {heading.code: heading.parent for heading in view.sub_objectives}
    for rows in tables_of(workbook["Profils"]):
        seen = [parents[str(row["Code"])] for row in rows if row["Code"] is not None]
        assert len(seen) == len(parents)
        assert list(dict.fromkeys(seen)) == [objective.code for objective in view.objectives]
        assert seen == sorted(seen, key=[objective.code for objective in view.objectives].index)


def test_the_figures_of_the_long_table_are_those_of_the_view() -> None:
    view, workbook = opened()
    rows = table(workbook["Données"], "pole_id")
    found = {(row["pole_id"], row["element"], row["nom"]): row for row in rows}
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    elements = len(view.objectives) + len(view.sub_objectives) + len(view.themes)
    asked = sum(figure is not None for entry in shown for figure in entry.indicators)
    assert asked > 0
    assert len(rows) == len(found) == len(shown) * elements + asked
    for entry in shown:
        parts: tuple[tuple[str, list[str], tuple[FigureView | None, ...]], ...] = (
            ("objectif", [item.name for item in view.objectives], entry.objectives),
            ("sous-objectif", [item.name for item in view.sub_objectives], entry.sub_objectives),
            ("enjeu", [item.name for item in view.themes], entry.themes),
            ("indicateur", [item.title for item in view.indicators], entry.indicators),
        )
        for kind, names, figures in parts:
            for name, figure in zip(names, figures, strict=True):
                if figure is None:
                    assert (entry.pole.id, kind, name) not in found
                    continue
                row = found[entry.pole.id, kind, name]
                assert same(row["niveau"], figure.level)
                assert same(row["couverture"], figure.coverage)
                assert row["n"] == figure.n
    described = [row["Colonne"] for row in table(workbook["Dictionnaire"], "Feuille") if row["Feuille"] == "Données"]
    assert described == list(rows[0])
    # Over the names made for formulas, what they say in French; and days that a spreadsheet sorts.
    above = next(row[0].row for row in workbook["Données"].iter_rows() if row[0].value == "pole_id") - 1
    heads = [str(cell.value) for cell in workbook["Données"][above]]
    assert heads[:2] == ["Pôle (identifiant)", "Pôle"]
    assert not [head for head in heads if "_" in head]
    assert {row["date"] for row in rows} == {dt.datetime.fromisoformat(entry.date) for entry in shown}


def test_the_cohort_shows_its_figures_from_five_poles_and_says_why_below() -> None:
    view, workbook = opened()
    for row, line in zip(table(workbook["Cohorte"], "Élément"), view.cohort, strict=True):
        assert same(row["Médiane"], line.median)
        assert same(row["1er quartile"], line.first_quartile)
        assert same(row["3e quartile"], line.third_quartile)
    view, workbook = opened("val-de-sorne-2026", "plateau-des-genets-2026", "rivages-de-lanvor-2026")
    rows = table(workbook["Cohorte"], "Élément")
    assert len(rows) == len(view.cohort)
    for row in rows:
        assert {row["Médiane"], row["1er quartile"], row["3e quartile"]} == {wording.HIDDEN}
        assert row["Pourquoi ce n’est pas montré"]
    assert view.cohort_note in texts(workbook)


def test_exchanges_trajectories_and_peer_views_are_those_of_the_view() -> None:
    view, workbook = opened()
    pairs = table(workbook["Complémentarités"], "Un pôle")
    assert [(row["Un pôle"], row["Un autre"]) for row in pairs] == [
        (pair.first, pair.second) for pair in view.complementarities
    ]
    pages = tables_of(workbook["Trajectoires"])
    assert len(pages) == 2 * len(view.trajectories) > 0
    for item, rows in zip(view.trajectories, pages[::2], strict=True):
        assert list(rows[0])[2:] == [f"{step.label} ({wording.long_date(step.date)})" for step in item.steps]
        for row, (position, heading) in zip(rows, in_order(view), strict=True):
            assert row["Code"] == heading.code
            for found, step in zip(list(row.values())[2:], item.steps, strict=True):
                figure = step.sub_objectives[position]
                assert same(found, wording.figure(figure) if figure.level is None else figure.level)
    peers = [row for row in table(workbook["Regards croisés"], "Pôle") if row["Élément"] == "indicateur"]
    expected = [line for item in view.peer_views for line in (*item.apart, *item.together)]
    for row, line in zip(peers, expected, strict=True):
        assert row["Code"] == line.code
        assert same(row["Son regard"], line.own)
        assert same(row["Regard de l’autre"], line.peer)


def test_the_dates_say_that_small_colleges_are_merged_when_they_were() -> None:
    view, workbook = opened()
    (wanted,) = {line.merged for line in view.trajectories}
    said = [cell.value for row in workbook["Trajectoires"].iter_rows() for cell in row]
    assert wanted
    assert wording.MERGED_LEVELS in said


def test_there_is_no_person_no_argument_no_rank_and_no_overall_score() -> None:
    view, workbook = opened()
    found = "\n".join(texts(workbook))
    cards = "\n".join(line.label + line.value for entry in view.entries for line in entry.pole.card)
    for _, contents in examples().values():
        for person in contents.respondents:
            # What an identity card says of an organisation is public; a short name may be a word.
            for name in (person.name, person.organisation):
                assert not name or len(name) < 8 or name in cards or name not in found
        for answer in contents.answers:
            assert not answer.argument or answer.argument not in found
    headers = {str(cell.value) for sheet in workbook.worksheets for row in sheet.iter_rows(max_row=12) for cell in row}
    assert not [
        header for header in headers if re.fullmatch(r"(?i)(rang|classement|score|note|total|ensemble).*", header)
    ]


@pytest.mark.parametrize("kept", [1, 2, 3, 4, 5])
def test_no_cell_holds_a_figure_of_a_group_of_less_than_five(kept: int) -> None:
    names = [entry.evaluation_id for entry in comparison_of().entries if entry.standing == "comparé"][:kept]
    view, workbook = opened(*names)
    assert len([entry for entry in view.entries if entry.standing == "comparé"]) == kept
    for row in table(workbook["Cohorte"], "Élément"):
        figures = [row["1er quartile"], row["Médiane"], row["3e quartile"]]
        if isinstance(row["n (pôles)"], int) and row["n (pôles)"] < 5:
            assert figures == [wording.HIDDEN] * 3
    if kept < 5:
        numbers = [
            cell.value for row in workbook["Cohorte"].iter_rows() for cell in row if isinstance(cell.value, int | float)
        ]
        assert all(isinstance(number, int) and number <= kept for number in numbers)
        # Nowhere else either: a mean of the group that no pôle has would be a number of no pôle.
        known = {round(f.level, 9) for e in view.entries for f in figures_of(e) if f.level is not None}
        known |= {round(f.coverage, 9) for e in view.entries for f in figures_of(e) if f.coverage is not None}
        known |= {round(line.amount, 9) for e in view.entries for line in e.pole.card if line.amount is not None}
        for sheet in workbook.worksheets:
            for line in sheet.iter_rows():
                for cell in line:
                    assert not isinstance(cell.value, float) or round(cell.value, 9) in known, cell.coordinate


def figures_of(entry: EntryView) -> Iterator[FigureView]:
    yield entry.whole
    yield from (*entry.objectives, *entry.sub_objectives, *entry.themes)
    yield from (figure for figure in entry.indicators if figure is not None)


def test_the_dictionary_describes_every_column_of_every_sheet() -> None:
    _, workbook = opened()
    described: dict[str, list[str]] = {}
    for line in table(workbook["Dictionnaire"], "Feuille"):
        described.setdefault(str(line["Feuille"]), []).append(str(line["Colonne"]))
        assert line["Sens"]
        assert line["Valeurs"]
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible" or sheet.title == "Dictionnaire":
            continue
        patterns = [re.escape(name).replace("…", r"(?:.+)") for name in described[sheet.title]]
        headers = [
            str(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.style in ("PTCE en-tête", "PTCE en-tête vertical") and cell.value is not None
        ]
        assert headers
        # « Conditions » has other tables, which are sentences: their two columns need no dictionary.
        others = {"Condition", "Ce qu’elle demande", "Sinon", "Feuille", "Ce qu’on y lit", "Partie", "Pourquoi"} | {
            "Niveau",
            "Sens",
        }
        for header in headers:
            known = any(re.fullmatch(pattern, header) for pattern in patterns)
            assert known or header in others | {"Rubrique", "Contenu"}, (sheet.title, header)


def test_arguments_are_by_college_and_never_by_name() -> None:
    lines = [
        ArgumentLine("p", "Pôle", "p-2026", "T1.01", "Besoins", "Habitants", "niveau 2", SaidAs.DOCUMENT, "=1+1"),
        ArgumentLine(
            "p", "Pôle", "p-2026", "T1.02", "Besoins", "Habitants", "ne sait pas", SaidAs.UNSAID, "Deux\nlignes."
        ),
    ]
    target = io.BytesIO()
    write_comparison_workbook(comparison_of(), shipped_theme(), target, arguments=lambda: iter(lines))
    workbook = book(target.getvalue())
    rows = table(workbook["Arguments"], "pole_id")
    assert [row["argument"] for row in rows] == [line.text for line in lines]
    assert [row["college"] for row in rows] == ["Habitants"] * 2
    assert "relisez avant de transmettre" in "\n".join(texts(workbook))
    described = [row["Colonne"] for row in table(workbook["Dictionnaire"], "Feuille") if row["Feuille"] == "Arguments"]
    assert described == list(rows[0])


def test_a_table_without_a_row_is_no_table() -> None:
    target = io.BytesIO()
    write_comparison_workbook(comparison_of(), shipped_theme(), target, arguments=lambda: iter(()))
    workbook = book(target.getvalue())
    assert not workbook["Arguments"].tables
    assert workbook["Données"].tables


def test_exchanges_left_out_are_counted() -> None:
    view = comparison_of()
    workbook = book(comparison_bytes(replace(view, exchange_count=1_234_567)))
    assert "1\u00a0234\u00a0567\u00a0échanges sont possibles" in "\n".join(texts(workbook))
    assert "sont possibles" not in "\n".join(texts(opened()[1]))


def test_the_sheets_are_those_announced_and_carry_no_hour() -> None:
    archive = zipfile.ZipFile(io.BytesIO(comparison_bytes(comparison_of())))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert tuple(opened()[1].sheetnames) == SHEETS


def test_poles_stand_by_territory_or_by_name_whatever_their_figures() -> None:
    for order in Order:
        view = view_comparison(comparison(order=order), "2026-11-22")
        names = [row["Pôle"] for row in table(book(comparison_bytes(view))["Conditions"], "Pôle")]
        assert names == [entry.pole.name for entry in view.entries]


def test_the_identity_cards_are_whole() -> None:
    view, workbook = opened()
    rows = {str(row["Pôle"]): row for row in table(workbook["Identité"], "Pôle")}
    others = {
        (row["Pôle"], row["Rubrique"], row["Ce qu’en dit sa fiche"])
        for row in table(workbook["Critères et soutiens"], "Pôle")
    }
    numbers = 0
    for entry in view.entries:
        for line in entry.pole.card:
            cell = rows[entry.pole.name].get(line.label)
            numbers += line.amount is not None
            known = cell == (line.value if line.amount is None else line.amount)
            assert known or (entry.pole.name, line.label, line.value) in others
            assert not line.detail or (entry.pole.name, f"{line.label}, en détail", line.detail) in others
    assert numbers > 4 * len(view.entries)


def test_no_sheet_speaks_of_colleges_that_are_not_there() -> None:
    _, workbook = opened()
    said = "\n".join(texts(workbook))
    assert "porte des collèges" not in said
    assert "ni personne, ni collège, ni argument" in said


def test_the_same_comparison_gives_the_same_bytes() -> None:
    view = comparison_of()
    assert comparison_bytes(view) == comparison_bytes(view)


def test_a_fictional_pole_among_real_ones_is_said_to_be_so() -> None:
    view = comparison_of()
    first, *rest = view.entries
    real = [replace(entry, pole=replace(entry.pole, demonstration=False)) for entry in rest]
    left_out = replace(first, standing=Standing.LEFT_OUT, reasons=("Pôle fictif de démonstration.",))
    workbook = book(comparison_bytes(replace(view, demonstration=False, entries=(left_out, *real))))
    for sheet in ("Conditions", "Identité"):
        names = [str(row["Pôle"]) for row in table(workbook[sheet], "Pôle")]
        assert [wording.DEMONSTRATION in name for name in names] == [True] + [False] * len(real)
    assert first.pole.name not in tables_of(workbook["Profils"])[0][0]
