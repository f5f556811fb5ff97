"""A referential as rows of values, and rows as a referential: one is the reverse of the other.

Works on plain content, as the format writes it. Owns what a cell may hold for each sort of column;
knows neither spreadsheets nor YAML.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ptce_ref.domain.number import read_number
from ptce_ref.domain.problem import Path
from ptce_ref.domain.referential_layout import CARD_LISTS, LIST, NO, YES, Field, Key, Sort, Table
from ptce_ref.domain.text import NO_BREAK_SPACE, clean_line, clean_text, fold

Row = Mapping[Key, object]
"""The values of a row by the key of their column; a value nobody gave is absent."""

Cell = str | float | int | bool | None
_CITATION = ":"
_BECAME = "→"
ASKED_AGAIN = "redemandé"
"""What a cell says of a level of before that has no counterpart."""


def write_value(column: Field, value: object) -> str | float | None:
    """Return what a cell of ``column`` shows for ``value``; None for nothing."""
    if value is None:
        return None
    if column.sort is Sort.YES_NO:
        return YES if value else NO
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value)
    lines = (_WRITTEN[column.sort](item) if column.sort in _WRITTEN else str(item) for item in value)
    return "\n".join(lines) or None


def _citation_line(citation: Mapping[str, object]) -> str:
    return f"{citation['source']}{NO_BREAK_SPACE}{_CITATION} {citation['lieu']}"


def _became_line(level: Mapping[str, object]) -> str:
    return f"{level['avant']} {_BECAME} {level.get('apres') or ASKED_AGAIN}"


_WRITTEN: dict[Sort, Callable[[Mapping[str, object]], str]] = {
    Sort.CITATIONS: _citation_line,
    Sort.BECAME: _became_line,
}
"""Columns whose cells hold elements of several values, one a line."""


def read_value(column: Field, cell: Cell) -> object:
    """Return the value that a cell of ``column`` says, or None for an empty cell.

    Raises ValueError with what was expected, in French, when it says nothing of the sort.
    """
    if cell is None or (isinstance(cell, str) and not clean_line(cell)):
        return None
    if column.sort is Sort.YES_NO:
        return _yes_no(cell)
    if isinstance(cell, bool):
        raise ValueError("un autre mot")  # noqa: TRY004 - it is the author who is mistaken, not the program
    if column.sort in (Sort.WHOLE, Sort.DECIMAL):
        return _number(column, cell)
    return _words(column, _as_text(cell))


def _words(column: Field, text: str) -> object:
    line = clean_line(text)
    if column.sort in _ONE_A_LINE:
        parts = text.replace(";", "\n").replace(",", "\n") if column.sort is Sort.REFERENCES else text
        lines = tuple(found for part in clean_text(parts).split("\n") if (found := clean_line(part)))
        read = _ONE_A_LINE[column.sort]
        return tuple(read(part) for part in lines) if read else lines
    if column.sort is Sort.CHOICE:
        return next((choice for choice in column.choices if fold(choice) == fold(line)), line)
    return line


def _as_text(cell: str | float) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _yes_no(cell: Cell) -> bool:
    word = {True: YES, False: NO}[cell] if isinstance(cell, bool) else fold(str(cell).strip())
    if word not in (YES, NO):
        raise ValueError(f"« {YES} » ou « {NO} »")
    return word == YES


def _number(column: Field, cell: str | float) -> float:
    expected = column.sort.value if column.sort is Sort.WHOLE else "nombre, tel que 0,5"
    try:
        value = read_number(cell) if isinstance(cell, str) else float(cell)
    except ValueError:
        raise ValueError(f"un {expected}") from None
    if not value.is_integer() and column.sort is Sort.WHOLE:
        raise ValueError(f"un {expected}")
    return int(value) if value.is_integer() else value


def _citation(line: str) -> dict[str, object]:
    source, colon, place = line.partition(_CITATION)
    if not colon or not source.strip() or not place.strip():
        raise ValueError("sur chaque ligne : l’identifiant d’une source, deux points, l’endroit")
    return {"source": clean_line(source.replace(NO_BREAK_SPACE, " ")), "lieu": clean_line(place)}


def _became(line: str) -> dict[str, object]:
    before, arrow, after = line.replace("->", _BECAME).partition(_BECAME)
    if not arrow or not before.strip() or not after.strip():
        expected = f"un niveau d’avant, une flèche, un niveau de l’échelle ou « {ASKED_AGAIN} »"
        raise ValueError(f"sur chaque ligne : {expected}")
    level: dict[str, object] = {"avant": clean_line(before)}
    return level if fold(after.strip()) == fold(ASKED_AGAIN) else {**level, "apres": clean_line(after)}


_ONE_A_LINE: dict[Sort, Callable[[str], dict[str, object]] | None] = {
    Sort.REFERENCES: None,
    Sort.LINES: None,
    Sort.CITATIONS: _citation,
    Sort.BECAME: _became,
}
"""Columns whose cells hold several values, one a line, and how a line is read when it is not a plain text."""


def value_at(content: object, key: Sequence[str]) -> object:
    """Return what stands at ``key`` in nested content, or None."""
    for step in key:
        if not isinstance(content, Mapping):
            return None
        content = content.get(step)
    return content


def rows_of(table: Table, content: Mapping[str, object]) -> list[Row]:
    """Return the rows of ``table`` for a whole content, in reading order."""
    return [{column.key: value_at(item, column.key) for column in table.fields} for item in _items(table, content)]


def _items(table: Table, content: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    if table.key == "chiffres":
        for item in _list(content, ("indicateurs",)):
            yield from ({"indicateur": item["id"], **figure} for figure in _list(item, ("chiffres",)))
    elif table.key == "fiche_identite":
        for key, title in CARD_LISTS.items():
            yield from ({LIST: title, **entry} for entry in _list(content, (*table.path, key)))
    elif table.key == "lignee":
        for step in _list(content, table.path):
            for move in _list(step, ("mouvements",)) or [{}]:
                yield {**step, **move}
    else:
        yield from _list(content, table.path)


def _list(content: object, key: Key) -> list[Mapping[str, object]]:
    found = value_at(content, key)
    return list(found) if isinstance(found, Sequence) else []


@dataclass
class Rebuilt:
    """A content made of rows: ``origins`` gives, for the path of an element, its table and its row."""

    content: dict[str, object] = field(default_factory=dict)
    origins: dict[Path, tuple[str, int]] = field(default_factory=dict)
    orphans: list[tuple[str, int]] = field(default_factory=list)
    """Rows that belong to no element: a figure of an unknown indicator, a word of no list."""


def rebuild(tables: Iterable[Table], rows: Mapping[str, Sequence[Row]], once: Row) -> Rebuilt:
    """Return the content that rows say. ``once`` holds what the forms say, by whole key."""
    made = Rebuilt()
    for key, value in once.items():
        _put(made.content, key, value)
    for table in tables:
        lines = rows.get(table.key, ())
        if table.key == "chiffres":
            _figures(made, lines)
        elif table.key == "fiche_identite":
            _card(made, table, lines)
        elif table.key == "lignee":
            _lineage(made, lines)
        else:
            made.origins |= {(*table.path, position): (table.key, position) for position in range(len(lines))}
            _put(made.content, table.path, tuple(_element(line) for line in lines))
    return made


def _put(content: dict[str, object], key: Key, value: object) -> None:
    for step in key[:-1]:
        below = content.setdefault(step, {})
        if not isinstance(below, dict):
            return
        content = below
    # Nothing said is not said; what is around it stays, so that its absence shows where it lacks.
    if value is not None:
        content[key[-1]] = value


def _element(row: Row, left_out: Sequence[str] = ()) -> dict[str, object]:
    element: dict[str, object] = {}
    for key, value in row.items():
        if key[0] not in left_out:
            _put(element, key, value)
    return element


def _figures(made: Rebuilt, rows: Sequence[Row]) -> None:
    items = made.content.get("indicateurs", ())
    found = (
        {item.get("id"): (place, item) for place, item in reversed(list(enumerate(items)))}
        if isinstance(items, tuple)
        else {}
    )
    for number, row in enumerate(rows):
        if (owner := row.get(("indicateur",))) not in found:
            made.orphans.append(("chiffres", number))
            continue
        place, item = found[owner]
        figures = item.get("chiffres", ())
        made.origins["indicateurs", place, "chiffres", len(figures)] = ("chiffres", number)
        item["chiffres"] = (*figures, _element(row, ["indicateur"]))


def _card(made: Rebuilt, table: Table, rows: Sequence[Row]) -> None:
    lists: dict[str, list[dict[str, object]]] = {key: [] for key in CARD_LISTS}
    names = {title: key for key, title in CARD_LISTS.items()}
    for number, row in enumerate(rows):
        key = names.get(str(row.get((LIST,))))
        if key is None:
            # Said once, and kept somewhere: what refers to it is not wrong for that.
            made.orphans.append((table.key, number))
            key = next(iter(CARD_LISTS))
        made.origins[*table.path, key, len(lists[key])] = (table.key, number)
        lists[key].append(_element(row, [LIST]))
    _put(made.content, table.path, {key: tuple(entries) for key, entries in lists.items()})


def _lineage(made: Rebuilt, rows: Sequence[Row]) -> None:
    """Rows of the same earlier version are one step, as long as they follow one another."""
    steps: list[dict[str, object]] = []
    for number, row in enumerate(rows):
        since, changed, levels = (row.get((key,)) for key in ("depuis", "echelle_changee", "niveaux"))
        if not steps or steps[-1].get("depuis") != since:
            made.origins["lignee", len(steps)] = ("lignee", number)
            steps.append({} if since is None else {"depuis": since})
        step = steps[-1]
        if changed:
            step["echelle_changee"] = True
        if isinstance(levels, tuple) and levels:
            # Each row of a step may repeat them, as the sheet is written.
            said = step.get("niveaux", ())
            known = said if isinstance(said, tuple) else ()
            made.origins.setdefault(("lignee", len(steps) - 1, "niveaux"), ("lignee", number))
            step["niveaux"] = (*known, *(level for level in levels if level not in known))
        move = _element(row, ["depuis", "echelle_changee", "niveaux"])
        if move:
            moves = step.get("mouvements", ())
            moves = moves if isinstance(moves, tuple) else ()
            made.origins["lignee", len(steps) - 1, "mouvements", len(moves)] = ("lignee", number)
            step["mouvements"] = (*moves, move)
    if steps:
        made.content["lignee"] = tuple(steps)
