"""The data of a comparison for programs: CSV that follow their Table Schema, JSON, nothing half-written."""

import csv
import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ptce_ref.reports.view import ComparisonView
from ptce_ref.services.comparison_export import PACKAGE, SAID, WHOLE, Exported, export_comparison
from ptce_ref.services.reading import arguments_of, comparison_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from tests import samples
from tests.bases import clock, example_base

HOSTILE = ("=1+1", "+33 6 12", "-5 %", "@cmd", "\t=2", "'=3", "  =4", '=HYPERLINK("x";"y")')


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def schema_of(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def read(value: str, field: Mapping[str, Any]) -> object:
    """Read a cell as the specification of Table Schema says; raises ValueError when it cannot be."""
    if value == "":
        return None
    kind = field["type"]
    if kind == "boolean":
        return (field["trueValues"] + field["falseValues"]).index(value)
    if kind == "date":
        return dt.datetime.strptime(value, field["format"]).replace(tzinfo=dt.UTC).date()
    return {"integer": int, "number": float, "string": str}[kind](value)


def check(folder: Path) -> int:
    """Check every file of the package against its schema; return how many cells there were."""
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    cells = 0
    for resource in package["resources"]:
        schema = json.loads((folder / resource["schema"]).read_text(encoding="utf-8"))
        fields = {field["name"]: field for field in schema["fields"]}
        content = (folder / resource["path"]).read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        rows = rows_of(folder, resource["name"])
        assert content.decode(resource["encoding"]).split("\r\n")[0] == ",".join(fields)
        keys = [tuple(row[name] for name in schema.get("primaryKey", ())) for row in rows]
        assert not keys[0:1] or keys[0] == () or len(set(keys)) == len(keys), resource["name"]
        for row in rows:
            assert list(row) == list(fields)
            for name, value in row.items():
                limits, cells = fields[name]["constraints"], cells + 1
                found = read(value, fields[name])
                assert found is not None or not limits["required"], (resource["name"], name)
                if found is not None and "enum" in limits:
                    assert found in limits["enum"], (resource["name"], name)
                if isinstance(found, int | float):
                    assert limits.get("minimum", found) <= found <= limits.get("maximum", found)
        assert all(field["description"] and field["title"] for field in fields.values())
    return cells


def exported(folder: Path, view: ComparisonView | None = None) -> Exported:
    return export_comparison(view or samples.comparison_of(), folder)


def test_every_file_follows_its_schema(tmp_path: Path) -> None:
    found = exported(tmp_path / "données")
    assert check(found.folder) > 1000
    assert {path.suffix for path in found.files} == {".csv", ".json"}


def test_the_figures_are_those_of_the_view(tmp_path: Path) -> None:
    view = samples.comparison_of()
    rows = rows_of(exported(tmp_path / "d").folder, "donnees")
    found = {(row["pole_id"], row["code"]): row for row in rows if row["code"]}
    shown = [entry for entry in view.entries if entry.standing != "écarté"]
    assert {row["pole_id"] for row in rows} == {entry.pole.id for entry in shown}
    for entry in shown:
        for item, figure in zip(view.indicators, entry.indicators, strict=True):
            if figure is not None:
                row = found[entry.pole.id, item.code]
                assert row["niveau"] == ("" if figure.level is None else repr(figure.level))
                assert row["n"] == ("" if figure.n is None else str(figure.n))
    whole = json.loads((tmp_path / "d" / WHOLE).read_text(encoding="utf-8"))
    assert len(whole["entries"]) == len(view.entries)
    assert len(whole["complementarities"]) == len(view.complementarities)
    assert whole["entries"][0]["sub_objectives"][0]["level"] == view.entries[0].sub_objectives[0].level


def test_a_text_like_a_formula_stays_text_and_is_counted(tmp_path: Path) -> None:
    view = samples.comparison_of()
    entries = [
        replace(entry, pole=replace(entry.pole, name=text)) for entry, text in zip(view.entries, HOSTILE, strict=False)
    ]
    found = exported(tmp_path / "d", replace(view, entries=tuple(entries)))
    poles = rows_of(found.folder, "poles")
    # One sign before, whatever is there: taking it away gives the text back.
    assert [row["pole"] for row in poles] == [f"'{text}" for text in HOSTILE[: len(entries)]]
    assert found.kept > len(entries)
    whole = json.loads((found.folder / WHOLE).read_text(encoding="utf-8"))
    assert [entry["pole"]["name"] for entry in whole["entries"]] == list(HOSTILE[: len(entries)])
    for path in found.folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert not [
                cell for row in csv.reader(file) for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))
            ]


def test_what_people_said_is_there_only_when_asked_for_and_never_their_name(tmp_path: Path) -> None:
    people = [person for _, contents in samples.examples().values() for person in contents.respondents]
    with open_workspace(example_base(tmp_path), read_only=True, clock=clock) as workspace:
        view = comparison_of(workspace)
        without = export_comparison(view, tmp_path / "sans")
        assert not [path for path in without.files if path.stem.startswith("arguments")]
        found = export_comparison(view, tmp_path / "avec", arguments=lambda: arguments_of(workspace, view))
    check(found.folder)
    rows = rows_of(found.folder, "arguments")
    said = json.loads((found.folder / SAID).read_text(encoding="utf-8"))
    assert len(rows) == len(said) > 100
    hidden = samples.examples()["faubourg-des-forges-2026"][1]
    texts = {line["text"] for line in said}
    assert not texts & {answer.argument for answer in hidden.answers if answer.argument}
    assert any(answer.argument in texts for answer in samples.examples()["val-de-sorne-2026"][1].answers)
    columns = {column for row in rows for column in row}
    assert columns == {"pole_id", "pole", "evaluation_id", "code", "nom", "college", "reponse", "sorte", "argument"}
    names = {name for person in people for name in (person.name, person.organisation) if name}
    assert len(names) > 10
    everything = "\n".join(path.read_text(encoding="utf-8") for path in found.files)
    cards = "\n".join(text for entry in view.entries for text in (entry.pole.summary, *map(str, entry.pole.card)))
    # An organisation may stand on the card of its pôle, which is public.
    assert not [name for name in names if is_said(name, everything) and not is_said(name, cards)]


def is_said(name: str, text: str) -> bool:
    """Whether a text holds a name, and not only its letters within a word."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = exported(tmp_path / "un"), exported(tmp_path / "deux")
    names = [path.relative_to(one.folder) for path in one.files]
    assert names == [path.relative_to(other.folder) for path in other.files]
    assert all((one.folder / name).read_bytes() == (other.folder / name).read_bytes() for name in names)


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("calls", [0, 5, 8])
def test_stopping_changes_nothing(tmp_path: Path, calls: int) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "donnees.csv").write_text("avant", encoding="utf-8")
    left = calls

    def go_on() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise StoppedError

    with pytest.raises(StoppedError):
        export_comparison(samples.comparison_of(), folder, go_on=go_on)
    assert [path.name for path in tmp_path.rglob("*")] == ["d", "donnees.csv"]
    assert (folder / "donnees.csv").read_text(encoding="utf-8") == "avant"


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "notes.txt").write_text("à moi", encoding="utf-8")
    exported(tmp_path / "d")
    assert (tmp_path / "d" / "notes.txt").read_text(encoding="utf-8") == "à moi"
    check(tmp_path / "d")


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "d").write_text("à moi", encoding="utf-8")
    with pytest.raises(Refusal, match="dossier"):
        exported(tmp_path / "d")
