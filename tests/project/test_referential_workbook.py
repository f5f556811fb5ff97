"""The referential goes out as a workbook and comes back as YAML: nothing lost, nothing moved, nothing guessed."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import ptce_ref
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.referential_form import forms
from ptce_ref.domain.referential_layout import ORDER
from ptce_ref.domain.referential_table import tables
from ptce_ref.domain.text import typeset
from ptce_ref.loading.referential import load_referential
from ptce_ref.loading.referential_workbook import read_referential_workbook
from ptce_ref.program import run
from ptce_ref.reports.xlsx.cell import safe_text
from ptce_ref.resources import referential_folder
from ptce_ref.services.referential_edit import (
    ReferentialImport,
    find_referential,
    foresee_import,
    make_referential_workbook,
    write_import,
)
from ptce_ref.services.refusal import Refusal
from tests.other_shape import other_folder, other_referential
from tests.reports.xlsx_reader import resaved
from tests.samples import shipped_referential, shipped_theme

HOSTILE = (
    "=1+1",
    "+33 6",
    "-5 %",
    "@cmd",
    "_x0041_",
    "#N/A",
    "<b>&amp;</b> *a &b !c",
    "0012",
    'guillemets " et \\ barre',
    "# pas un commentaire : vraiment",
    "- tiret, {accolades}, [crochets] | > %",
    "Où ? « Là »… 🌾 !",
    "oui",
    "null",
    "2026-11-22",
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return make_referential_workbook(shipped_referential(), shipped_theme(), tmp_path / "referentiel.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped referential, to be changed."""
    return Path(shutil.copytree(referential_folder(), tmp_path / "dossier"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def edited(path: Path, change: Callable[[Workbook], None]) -> Path:
    """The workbook after somebody worked in it."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def sheet_of(book: Workbook, table: str) -> Worksheet:
    start = f"ptce:{table}."
    return next(
        sheet
        for sheet in book.worksheets
        if any(str(value).startswith(start) for row in sheet.iter_rows(max_row=8, values_only=True) for value in row)
    )


def columns(book: Workbook, table: str) -> dict[str, int]:
    start = f"ptce:{table}."
    found: dict[str, int] = {}
    for row in sheet_of(book, table).iter_rows(max_row=8):
        found |= {
            str(c.value).removeprefix(start): c.column for c in row if str(c.value).startswith(start) and c.column
        }
    return found


def line(book: Workbook, table: str, ident: str) -> int:
    sheet, place = sheet_of(book, table), columns(book, table)["id"]
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, place).value == ident)


def fill(book: Workbook, table: str, row: int, cells: Mapping[str, object]) -> None:
    for key, value in cells.items():
        sheet_of(book, table).cell(row, columns(book, table)[key]).value = value  # type: ignore[assignment]  # any cell value


def set_cell(table: str, ident: str, **cells: object) -> Callable[[Workbook], None]:
    named = {key.replace("__", "."): value for key, value in cells.items()}
    return lambda book: fill(book, table, line(book, table, ident), named)


def spare_row(book: Workbook, table: str) -> int:
    """The first line left to fill under a table."""
    sheet, place = sheet_of(book, table), columns(book, table)["id"]
    filled = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, place).value]
    return max(filled) + 1


def imported(path: Path, folder: Path) -> ReferentialImport:
    found = foresee_import(path, folder)
    write_import(found)
    return found


def problems_of(path: Path) -> list[str]:
    with pytest.raises(Refusal) as refused:
        find_referential(str(path))
    return [str(problem).replace("\u00a0", " ") for problem in refused.value.problems]


def reread(folder: Path) -> Referential:
    loaded = load_referential(folder)
    assert loaded.referential is not None, [str(problem) for problem in loaded.problems]
    return loaded.referential


def changed_lines(before: dict[str, bytes], folder: Path) -> set[str]:
    """The lines that are new anywhere in the folder."""
    return {
        text.strip()
        for name, content in files_of(folder).items()
        for text in content.decode().splitlines()
        if text not in before.get(name, b"").decode().splitlines()
    }


# There and back.


def test_without_an_edit_no_byte_of_the_yaml_changes(workbook: Path, folder: Path) -> None:
    before = files_of(folder)
    found = imported(workbook, folder)
    assert found.changed == ()
    assert files_of(folder) == before


@pytest.mark.judge("soffice")
def test_saved_by_libreoffice_no_byte_of_the_yaml_changes(workbook: Path, folder: Path, tmp_path: Path) -> None:
    before = files_of(folder)
    workbook.write_bytes(resaved(workbook.read_bytes(), tmp_path))
    assert imported(workbook, folder).changed == ()
    assert files_of(folder) == before


def test_a_new_folder_is_a_copy_byte_for_byte(workbook: Path, tmp_path: Path) -> None:
    found = imported(workbook, tmp_path / "neuf")
    assert found.is_new
    assert files_of(tmp_path / "neuf") == files_of(referential_folder())


def test_everything_of_the_format_is_in_the_workbook() -> None:
    said = {field.key for form in forms() for field in form.fields}
    for table in tables([("1", "Un")]):
        said |= {(*table.path, *field.key) for field in table.fields}
    content = shipped_referential().model_dump(mode="json", by_alias=True)
    assert {key[0] for key in said} >= content.keys()
    for section in ("objectifs", "sous_objectifs", "enjeux", "vigilances", "colleges", "parcours", "usages", "sources"):
        inside = {key[1] for key in said if key[0] == section and len(key) > 1}
        assert inside >= content[section][0].keys()
    inside = {key[1] for key in said if key[0] == "indicateurs"} | {"chiffres"}
    assert inside == content["indicateurs"][0].keys()


def test_the_same_referential_gives_the_same_bytes(workbook: Path, tmp_path: Path) -> None:
    again = make_referential_workbook(shipped_referential(), shipped_theme(), tmp_path / "encore.xlsx")
    assert again.read_bytes() == workbook.read_bytes()


def test_sorting_a_sheet_inserting_a_column_and_renaming_sheets_change_nothing(workbook: Path, folder: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = sheet_of(book, "enjeux")
        top = line(book, "enjeux", shipped_referential().themes[0].id)
        rows = [
            [cell.value for cell in sheet[number]] for number in range(top, top + len(shipped_referential().themes))
        ]
        for number, values in enumerate(reversed(rows), start=top):
            for place, value in enumerate(values, start=1):
                sheet.cell(number, place).value = value
        sheet.title = "Mes enjeux"
        colleges = sheet_of(book, "colleges")
        colleges.unmerge_cells("A1:H1")
        colleges.insert_cols(2)
        colleges.cell(8, 2).value = "À revoir avec Lou"
        book.create_sheet("Brouillon").append(["ptc", "=1"])

    before = files_of(folder)
    assert imported(edited(workbook, change), folder).changed == ()
    assert files_of(folder) == before


# What an author does.


def test_a_new_title_changes_one_line(workbook: Path, folder: Path) -> None:
    before = files_of(folder)
    found = imported(
        edited(workbook, set_cell("indicateurs", "besoins-exprimes", titre="Besoins : lesquels ?")), folder
    )
    assert changed_lines(before, folder) == {'titre: "Besoins : lesquels ?"'}
    assert found.changed == ("T1-repondre-aux-besoins.yaml",)
    (group,) = found.difference.groups
    assert group.title == "Renommé"
    told = group.lines[0].text.replace("\u00a0", " ")
    assert (
        told == "Indicateur T1.01 « Besoins : lesquels ? » : titre, « Repérage des besoins » → « Besoins : lesquels ? »"
    )


def test_a_new_indicator_joins_those_of_its_sub_objective(workbook: Path, folder: Path) -> None:
    model = shipped_referential().indicators[3]

    def change(book: Workbook) -> None:
        row = spare_row(book, "indicateurs")
        levels = {f"niveaux.{ident}": f"Ce que l’on voit au niveau {ident}." for ident in model.descriptors}
        cells = {
            "id": "tout-neuf",
            "code": "T1.99",
            "titre": "Tout neuf",
            "sous_objectif": model.sub_objective,
            "enjeu": model.theme,
            "question": "Comment ?",
            "explication": "Ainsi.",
            "preuves": "Un papier\nUn témoin",
            "liens": model.id,
            "provenance.statut": "proposé",
            **levels,
        }
        fill(book, "indicateurs", row, cells)
        fill(
            book,
            "chiffres",
            spare_row(book, "chiffres"),
            {"indicateur": "tout-neuf", "id": "n", "libelle": "Combien", "unite": "nombre"},
        )

    before = files_of(folder)
    found = imported(edited(workbook, change), folder)
    assert found.changed == ("T1-repondre-aux-besoins.yaml",)
    after = reread(folder)
    assert [item.id for item in after.indicators_of(model.sub_objective)][-1] == "tout-neuf"
    assert after.indicator_by_id["tout-neuf"].figures[0].label == "Combien"
    kept = before["T1-repondre-aux-besoins.yaml"].decode().splitlines()
    now = (folder / "T1-repondre-aux-besoins.yaml").read_text(encoding="utf-8").splitlines()
    assert now[: len(kept)] == kept
    assert '    liens: ["besoins-emploi"]' in now


def test_a_rank_between_two_others_moves_a_line_there(workbook: Path, folder: Path) -> None:
    ids = [item.id for item in shipped_referential().colleges]
    imported(edited(workbook, set_cell("colleges", ids[-1], ordre=1.5)), folder)
    assert [item.id for item in reread(folder).colleges] == [ids[0], ids[-1], *ids[1:-1]]
    text = (folder / "03-colleges.yaml").read_text(encoding="utf-8")
    original = (referential_folder() / "03-colleges.yaml").read_text(encoding="utf-8")
    assert sorted(text.splitlines()) == sorted(original.splitlines())


def test_a_source_removed_by_mistake_is_told_where_it_is_cited(workbook: Path) -> None:
    def change(book: Workbook) -> None:
        sheet_of(book, "sources").delete_rows(line(book, "sources", "labo-2020"))

    told = problems_of(edited(workbook, change))
    assert len(told) > 3
    assert all("« labo-2020 »" in text and "feuille «" in text for text in told)


def test_a_level_removed_without_its_column_is_said_once(workbook: Path) -> None:
    def change(book: Workbook) -> None:
        sheet_of(book, "niveaux").delete_rows(line(book, "niveaux", "4"))

    (told,) = problems_of(edited(workbook, change))
    assert "feuille « Indicateurs », L5" in told
    assert "une colonne pour le niveau « 4 »" in told


def test_a_level_removed_with_its_column_goes_everywhere(workbook: Path, folder: Path) -> None:
    def change(book: Workbook) -> None:
        sheet_of(book, "niveaux").delete_rows(line(book, "niveaux", "4"))
        sheet_of(book, "indicateurs").delete_cols(columns(book, "indicateurs")["niveaux.4"])

    imported(edited(workbook, change), folder)
    after = reread(folder)
    assert [level.id for level in after.scale.levels] == ["1", "2", "3"]
    assert all(set(item.descriptors) == {"1", "2", "3"} for item in after.indicators)


def test_a_level_added_needs_a_column_and_finds_it_by_its_header(workbook: Path, folder: Path) -> None:
    def add_level(book: Workbook) -> None:
        fill(book, "niveaux", spare_row(book, "niveaux"), {"id": "5", "nom": "Au-delà", "sens": "Plus loin."})

    (told,) = problems_of(edited(workbook, add_level))
    assert "une colonne dont l’en-tête commence par « 5 »" in told

    def add_column(book: Workbook) -> None:
        sheet = sheet_of(book, "indicateurs")
        place, first = sheet.max_column + 2, line(book, "indicateurs", "besoins-exprimes")
        sheet.cell(first - 1, place).value = "5 · Au-delà"
        for number in range(first, first + len(shipped_referential().indicators)):
            sheet.cell(number, place).value = "On le voit partout."

    imported(edited(workbook, add_column), folder)
    after = reread(folder)
    assert [level.id for level in after.scale.levels][-1] == "5"
    assert {item.descriptors["5"] for item in after.indicators} == {"On le voit partout."}


def test_problems_come_all_at_once_with_sheet_cell_and_nearest_value(workbook: Path) -> None:
    def change(book: Workbook) -> None:
        row = line(book, "indicateurs", "habitants-eloignes")
        cells = {"sous_objectif": "repondre-aux-besoin", "titre": None, "question": "=A1", "poids": "lourd"}
        fill(book, "indicateurs", row, cells | {"niveaux.3": None, "provenance.statut": "atesté"})
        fill(book, "indicateurs", row + 1, {"id": "besoins-exprimes"})

    told = problems_of(edited(workbook, change))
    assert any("E7" in text and "plus proche : « repondre-aux-besoins »" in text for text in told)
    assert any("C7" in text and "une case vide" in text and "« Titre »" in text for text in told)
    assert any("la formule « =A1 »" in text for text in told)
    assert any("« lourd »" in text and "un nombre" in text for text in told)
    assert any("K7" in text and "une case vide" in text for text in told)
    assert any("plus proche : « attesté »" in text for text in told)
    assert any("B8" in text and "« besoins-exprimes » une seconde fois" in text for text in told)


def test_a_missing_sheet_or_column_is_never_taken_for_an_erasure(workbook: Path) -> None:
    def change(book: Workbook) -> None:
        book.remove(sheet_of(book, "vigilances"))
        sheet_of(book, "indicateurs").delete_cols(columns(book, "indicateurs")["liens"])

    told = problems_of(edited(workbook, change))
    assert any("aucune feuille « Vigilances »" in text for text in told)
    assert any("aucune colonne « À lire avec »" in text for text in told)


def test_an_identifier_that_the_lineage_says_gone_is_not_used_again(workbook: Path) -> None:
    def change(book: Workbook) -> None:
        place = columns(book, "lignee")
        sheet = sheet_of(book, "lignee")
        first = 6
        for key, value in (
            ("depuis", "0.0.9"),
            ("sorte", "abandonné"),
            ("avant", "besoins-exprimes"),
            ("raison", "Fini."),
        ):
            sheet.cell(first, place[key]).value = value

    (told,) = problems_of(edited(workbook, change))
    assert "« besoins-exprimes », que la lignée dit disparu" in told


def test_hostile_texts_go_out_and_come_back_as_typed(workbook: Path, folder: Path, tmp_path: Path) -> None:
    items = shipped_referential().indicators[: len(HOSTILE)]

    def change(book: Workbook) -> None:
        for item, text in zip(items, HOSTILE, strict=True):
            row = line(book, "indicateurs", item.id)
            held = safe_text(text)  # as a spreadsheet keeps what somebody typed
            fill(book, "indicateurs", row, {"titre": held, "explication": held, "preuves": f"{held}\n{held} bis"})
            for cell in sheet_of(book, "indicateurs")[row]:
                cell.data_type = "s" if cell.data_type in "fe" else cell.data_type

    imported(edited(workbook, change), folder)
    after = reread(folder)
    for item, text in zip(items, HOSTILE, strict=True):
        found = after.indicator_by_id[item.id]
        assert found.title.replace("\u00a0", " ") == text
        assert [p.replace("\u00a0", " ") for p in found.evidence] == [text, f"{text} bis"]
    again = make_referential_workbook(after, shipped_theme(), tmp_path / "encore.xlsx")
    assert foresee_import(again, folder).changed == ()
    assert find_referential(str(again)).content_hash == after.content_hash


# Another referential, other files.


def test_another_shape_goes_there_and_back(tmp_path: Path) -> None:
    path = make_referential_workbook(other_referential(), shipped_theme(), tmp_path / "autre.xlsx")
    with pytest.raises(Refusal, match="--referentiel"):
        foresee_import(path, tmp_path / "neuf")
    found = foresee_import(path, tmp_path / "neuf", other_folder())
    write_import(found)
    assert files_of(tmp_path / "neuf") == files_of(other_folder())
    ident = other_referential().indicators[0].id

    def change(book: Workbook) -> None:
        cells = {"titre": "Autre titre", "niveaux.6": "Autrement.", "liens": other_referential().indicators[1].id}
        fill(book, "indicateurs", line(book, "indicateurs", ident), cells)

    imported(edited(path, change), tmp_path / "neuf")
    after = reread(tmp_path / "neuf").indicator_by_id[ident]
    assert (after.title, after.descriptors["6"]) == ("Autre titre", "Autrement.")
    assert (tmp_path / "neuf" / "referentiel.yaml").read_text(encoding="utf-8").lstrip().startswith("{")


def test_line_ends_and_byte_order_mark_of_windows_stay(workbook: Path, folder: Path) -> None:
    file = folder / "05-vigilances.yaml"
    windows = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(windows)
    assert imported(workbook, folder).changed == ()
    assert file.read_bytes() == windows
    imported(edited(workbook, set_cell("vigilances", "epuisement", nom="Usure")), folder)
    assert file.read_bytes() == windows.replace('nom: "Épuisement"'.encode(), b'nom: "Usure"')


def test_comments_stay_with_what_they_are_about(workbook: Path, folder: Path) -> None:
    file = folder / "03-colleges.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace(
        '  - id: "habitants"', '  # Demandé par les habitants.\n  - id: "habitants"  # ancien nom : usagers'
    )
    file.write_text(text, encoding="utf-8")
    imported(edited(workbook, set_cell("colleges", "habitants", nom="Habitantes et habitants", ordre=0.5)), folder)
    now = file.read_text(encoding="utf-8")
    assert now.startswith("# Les collèges")
    first = now.split("colleges:\n")[1]
    assert first.startswith('  # Demandé par les habitants.\n  - id: "habitants"  # ancien nom : usagers\n')
    assert '    nom: "Habitantes et habitants"\n' in first


# What is never done.


def test_a_workbook_older_than_the_files_does_not_undo_them_silently(workbook: Path, folder: Path) -> None:
    file = folder / "05-vigilances.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Épuisement", "Usure"), encoding="utf-8")
    before = files_of(folder)
    found = foresee_import(workbook, folder)
    assert found.stale
    with pytest.raises(Refusal, match="ont changé depuis"):
        write_import(found)
    assert files_of(folder) == before
    write_import(found, replace=True)
    assert files_of(folder) == files_of(referential_folder())


def test_a_failure_half_way_leaves_every_file_as_it_was(
    workbook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(book: Workbook) -> None:
        set_cell("vigilances", "epuisement", nom="Usure")(book)
        set_cell("colleges", "habitants", nom="Habitantes et habitants")(book)

    before = files_of(folder)
    found = foresee_import(edited(workbook, change), folder)
    assert len(found.changed) == 2
    real, calls = Path.replace, iter([False, True])

    def failing(self: Path, target: Path) -> Path:
        if next(calls):
            raise OSError(28, "plein")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(Refusal, match="Rien n’a été changé"):
        write_import(found)
    assert files_of(folder) == before


@pytest.mark.parametrize("kind", ["notes", "file"])
def test_a_place_that_holds_something_else_is_refused(workbook: Path, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "ailleurs"
    if kind == "file":
        place.write_text("à moi", encoding="utf-8")
    else:
        place.mkdir()
        (place / "notes.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(Refusal):
        foresee_import(workbook, place)


def test_the_program_itself_is_never_written_in(workbook: Path) -> None:
    with pytest.raises(Refusal, match="fait partie du programme"):
        foresee_import(workbook, Path(ptce_ref.__file__).parent / "_data" / "referential" / "ptce")


def test_every_help_fits_in_the_message_of_a_cell() -> None:
    fields = [
        ORDER,
        *(f for table in tables([("1", "Un")]) for f in table.fields),
        *(f for form in forms() for f in form.fields),
    ]
    assert all(len(typeset(field.help)) <= 255 and len(field.header) <= 32 for field in fields)


def test_a_file_that_is_no_such_workbook_is_one_sentence(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "autre.xlsx")
    (tmp_path / "faux.xlsx").write_text("bonjour", encoding="utf-8")
    for name in ("autre.xlsx", "faux.xlsx", "absent.xlsx"):
        with pytest.raises(Refusal, match=name):
            foresee_import(tmp_path / name, tmp_path / "neuf")
    assert not (tmp_path / "neuf").exists()


# The commands.


def test_the_commands_from_end_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["referentiel", "exporter"]) == 0
    path = tmp_path / "referentiel-ptce-0.1.0.xlsx"
    edited(path, set_cell("indicateurs", "besoins-exprimes", titre="Autre titre", poids=2))
    assert run(["referentiel", "importer", str(path), "--essai"]) == 0
    assert not (tmp_path / "referentiel-ptce").exists()
    said = capsys.readouterr().err
    assert "Renommé (1)" in said
    assert "pensez à la monter" in said
    assert run(["referentiel", "importer", str(path)]) == 0
    assert run(["referentiel", "comparer", "livré", "referentiel-ptce"]) == 0
    told = capsys.readouterr().out
    assert "« Repérage des besoins » → « Autre titre »" in told.replace("\u00a0", " ")
    assert run(["referentiel", "comparer", str(path), "referentiel-ptce"]) == 0
    assert "aucune différence" in capsys.readouterr().out
    assert read_referential_workbook(path).loaded.referential == reread(tmp_path / "referentiel-ptce")
