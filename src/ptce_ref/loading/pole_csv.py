"""Reads identity cards from a CSV table: one pôle a row, public facts with their source."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path as FilePath

from pydantic import ValidationError

from ptce_ref.domain.pole import Pole, check_pole
from ptce_ref.domain.problem import Kind, Place, Problem, nearest_value
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.model_problem import problems_of

MAX_BYTES = 20_000_000
COLUMNS = (
    "nom",
    "commune",
    "departement",
    "region",
    "annee",
    "porteur",
    "statut",
    "filieres",
    "membres",
    "emplois",
    "fait",
    "date_du_fait",
    "source",
)
"""Columns of the table; only « nom » must be filled. ``filieres`` are separated by « | »."""


EXTRA = "\0"
"""Where csv puts the cells of a row that has more of them than the header: no column has this name."""


def read_pole_table(
    path: FilePath, referential: Referential, identify: Callable[[str], str]
) -> tuple[list[Pole], list[Problem]]:
    """Return the pôles of the table, and every problem with its line. ``identify`` makes an id from a name."""
    name = path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            return [], [Problem(Kind.TOO_LARGE, "plus de 20 Mo", "une table de pôles", place=Place(name))]
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        found, expected = "des octets qui ne sont pas de l’UTF-8", "un fichier enregistré en « CSV UTF-8 »"
        return [], [Problem(Kind.UNREADABLE, found, expected, place=Place(name))]
    except OSError as error:
        found = error.strerror or "une erreur"
        return [], [Problem(Kind.UNREADABLE, found, "un fichier qui s’ouvre", place=Place(name))]
    lines = text.splitlines(keepends=True)
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=separator, restkey=EXTRA)
    try:
        header_problems = _check_header(reader.fieldnames or (), name)
        if header_problems:
            return [], header_problems
        return _read_rows(reader, name, referential, identify)
    except csv.Error as error:
        return [], [Problem(Kind.SYNTAX, str(error), "un fichier CSV", place=Place(name, reader.line_num))]


def _check_header(found: object, name: str) -> list[Problem]:
    columns = [str(column) for column in found] if isinstance(found, (list, tuple)) else []
    place = Place(name, 1)
    problems = []
    for column in columns:
        if column not in COLUMNS:
            found_column, nearest = f"la colonne « {column} »", nearest_value(column, COLUMNS)
            problems.append(Problem(Kind.UNKNOWN_KEY, found_column, "une colonne connue", nearest=nearest, place=place))
    if "nom" not in columns:
        problems.append(Problem(Kind.MISSING_KEY, "pas de colonne « nom »", "une colonne « nom »", place=place))
    return problems


def _read_rows(
    reader: "csv.DictReader[str]", name: str, referential: Referential, identify: Callable[[str], str]
) -> tuple[list[Pole], list[Problem]]:
    poles: list[Pole] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for row in reader:
        place = Place(name, reader.line_num)
        content, found = _content(row, identify)
        try:
            pole = Pole.model_validate(content)
            found += check_pole(pole, referential)
            if pole.id in seen:
                found.append(Problem(Kind.DUPLICATE_ID, f"« {pole.name} » une seconde fois", "un pôle par ligne"))
            seen.add(pole.id)
            poles.append(pole)
        except ValidationError as error:
            found += problems_of(error, Pole)
        problems += [replace(problem, place=place) for problem in found]
    return poles, problems


def _content(row: dict[str, str | None], identify: Callable[[str], str]) -> tuple[dict[str, object], list[Problem]]:
    problems: list[Problem] = []
    if row.pop(EXTRA, None):
        problems.append(Problem(Kind.WRONG_VALUE, "plus de cellules que de colonnes", "une cellule par colonne"))
    cells = {key: (value or "").strip() for key, value in row.items()}
    content: dict[str, object] = {"id": identify(cells.get("nom", "")), "nom": cells.get("nom", "")}
    content |= {key: cells[key] for key in ("commune", "departement", "region", "porteur") if cells.get(key)}
    if cells.get("statut"):
        content["statut"] = cells["statut"]
    if cells.get("filieres"):
        content["filieres"] = tuple(part.strip() for part in cells["filieres"].split("|") if part.strip())
    for key, cast in (("annee", int), ("emplois", float)):
        if cells.get(key):
            try:
                content[key] = cast(cells[key].replace(",", "."))
            except ValueError:
                problems.append(Problem(Kind.WRONG_VALUE, f"« {cells[key]} » dans « {key} »", "un nombre ou rien"))
    content["resume"] = _summary(cells)
    return content, problems


def _summary(cells: dict[str, str]) -> str:
    """Return the fact with its date and source: a public fact never travels without them."""
    members = f"{cells['membres']} membres." if cells.get("membres") else ""
    origin = ", ".join(part for part in (cells.get("date_du_fait", ""), cells.get("source", "")) if part)
    parts = (cells.get("fait", ""), members, f"Source : {origin}." if origin else "")
    return " ".join(part for part in parts if part)
