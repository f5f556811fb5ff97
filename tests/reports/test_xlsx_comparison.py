"""The comparison workbook sets pôles side by side: no rank, no overall score, no person."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from openpyxl import Workbook

from ptce_ref.domain.comparison import Order, Standing
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.view import ArgumentLine, ComparisonView, EntryView, FigureView, SaidAs
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from tests.reports.xlsx_reader import book, comparison_bytes, same, table, texts
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


def test_profiles_show_level_coverage_and_n_and_leave_out_what_fails() -> None:
    view, workbook = opened()
    rows = table(workbook["Profils"], "Pôle")
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    assert [row["Pôle"] for row in rows] == [entry.pole.name for entry in shown]
    for row, entry in zip(rows, shown, strict=True):
        for heading, figure in zip(view.sub_objectives, entry.sub_objectives, strict=True):
            assert same(row[heading.code], wording.figure(figure) if figure.level is None else figure.level)
            assert same(row[f"{heading.code} couv."], figure.coverage)
            assert row[f"{heading.code} n"] == (wording.NOTHING if figure.n is None else figure.n)
        assert row["Pourquoi il est grisé"] == (" ".join(entry.reasons) or None)
    (declared,) = workbook["Profils"].tables.values()
    assert declared.autoFilter.ref == declared.ref


def test_the_sub_objectives_stand_under_their_objective() -> None:
    view, workbook = opened()
    headers = [str(name) for name in table(workbook["Profils"], "Pôle")[0]]
    parents = {heading.code: heading.parent for heading in view.sub_objectives}
    seen = [parents[name] for name in headers if name in parents]
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
    described = [row["Colonne"] for row in table(workbook["Dictionnaire"], "Colonne")]
    assert described == list(rows[0])


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
    steps = table(workbook["Trajectoires"], "Pôle")
    assert [row["Évaluation"] for row in steps] == [step.label for item in view.trajectories for step in item.steps]
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
        for sheet in workbook.worksheets:
            for line in sheet.iter_rows():
                for cell in line:
                    assert not isinstance(cell.value, float) or round(cell.value, 9) in known, cell.coordinate


def figures_of(entry: EntryView) -> Iterator[FigureView]:
    yield entry.whole
    yield from (*entry.objectives, *entry.sub_objectives, *entry.themes)
    yield from (figure for figure in entry.indicators if figure is not None)


def test_the_dictionary_describes_every_column_of_every_sheet() -> None:
    view, workbook = opened()
    rows = [[cell.value for cell in row] for row in workbook["Dictionnaire"].iter_rows()]
    described: dict[str, list[str]] = {"Données": []}
    current = described["Données"]
    for first, second, *_ in rows[4:]:
        if str(first).startswith("Les colonnes de la feuille "):
            current = described.setdefault(str(first).removeprefix("Les colonnes de la feuille "), [])
        elif first != "Colonne" and second:
            current.append(str(first))
            assert str(second)
    elements = [heading.code for heading in (*view.objectives, *view.sub_objectives)]
    elements += [theme.name for theme in view.themes]
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
        others = {"Condition", "Ce qu’elle demande", "Sinon", "Feuille", "Ce qu’on y lit"} | {"Niveau", "Sens"}
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
    described = [row["Colonne"] for row in table(workbook["Dictionnaire"], "Colonne")]
    assert described == list(table(workbook["Données"], "pole_id")[0])


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
    for entry in view.entries:
        for line in entry.pole.card:
            known = rows[entry.pole.name].get(line.label) == line.value
            assert known or (entry.pole.name, line.label, line.value) in others


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
    assert first.pole.name not in {row["Pôle"] for row in table(workbook["Profils"], "Pôle")}
