"""Use case: the data of a comparison in a folder, for programs: CSV, Table Schema and JSON."""

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptce_ref import __version__
from ptce_ref.reports.comparison_data import Arguments, data_tables
from ptce_ref.reports.csv_file import FOR_PROGRAMS, Dialect, write_csv
from ptce_ref.reports.table_schema import Json, data_package, table_schema
from ptce_ref.reports.view import ComparisonView
from ptce_ref.services.production import whole_folder

PACKAGE, WHOLE, SAID, SCHEMAS = "datapackage.json", "comparaison.json", "arguments.json", "schemas"
_PAUSE = 10_000


@dataclass(frozen=True)
class Exported:
    """The files written, in a folder; ``kept`` texts began like formulas, and are written after an apostrophe."""

    folder: Path
    files: tuple[Path, ...]
    kept: int


def export_comparison(
    view: ComparisonView,
    folder: Path,
    *,
    arguments: Arguments | None = None,
    dialect: Dialect = FOR_PROGRAMS,
    go_on: Callable[[], None] = lambda: None,
) -> Exported:
    """Write the data of a comparison in ``folder``: made beside it, then put in place, so that nobody sees half of it.

    CSV files are written in ``dialect``. Files of other names that are in the folder stay. ``go_on`` is called all
    along; what it raises stops there, and nothing is changed. Raises :class:`Refusal` when the folder cannot be
    written.
    """
    folder = folder.absolute()
    with whole_folder(folder) as beside:
        kept = _write_all(view, arguments, beside, dialect, go_on)
        names = sorted(path.relative_to(beside) for path in beside.rglob("*") if path.is_file())
    return Exported(folder, tuple(folder / name for name in names), kept)


def _write_all(
    view: ComparisonView, arguments: Arguments | None, folder: Path, dialect: Dialect, go_on: Callable[[], None]
) -> int:
    tables, kept = data_tables(view, arguments), 0
    (folder / SCHEMAS).mkdir()
    for table in tables:
        with (folder / f"{table.id}.csv").open("wb") as file:
            kept += write_csv(table, file, go_on, dialect)
        _write_json(folder / SCHEMAS / f"{table.id}.json", table_schema(table, __version__, view.date, dialect))
    referential = f"{view.referential.title}, version {view.referential.version}."
    _write_json(folder / PACKAGE, data_package(tables, "Comparaison de pôles", view.date, referential, dialect))
    _write_long_json(folder / WHOLE, view, go_on)
    if arguments is not None:
        _write_arguments(folder / SAID, arguments)
    return kept


def plain(value: object) -> object:
    """Return a value of a view as JSON knows it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return _Streamed(value) if isinstance(value, Sequence) else str(value)


class _Streamed(list[object]):
    """What json takes for a list, and which has its items only while they are written."""

    def __init__(self, items: Sequence[object]) -> None:
        super().__init__()
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[object]:
        return iter(self._items)


def _write_long_json(path: Path, content: object, go_on: Callable[[], None]) -> None:
    """Write piece by piece: a thousand pôles make a text longer than the memory one wants to take."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number, piece in enumerate(json.JSONEncoder(ensure_ascii=False, default=plain).iterencode(content)):
            if number % _PAUSE == 0:
                go_on()
            file.write(piece)
        file.write("\n")


def _write_arguments(path: Path, arguments: Arguments) -> None:
    """Write a JSON list, an argument a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        separator = "[\n"
        for line in arguments():
            file.write(separator + json.dumps(dataclasses.asdict(line), ensure_ascii=False))
            separator = ",\n"
        file.write("[]\n" if separator.startswith("[") else "\n]\n")


def _write_json(path: Path, content: Json) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
