"""What leaves the pôles: no person, nothing that somebody said, no rank, no overall score, no figure of a small group.

Each rule goes through the four forms of one comparison: workbook, CSV, JSON, PDF. Each is then broken on purpose,
to see that the breach would be found.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.comparison_report import write_comparison_report
from ptce_ref.reports.view import ComparisonView, EntryView
from ptce_ref.services.comparison_export import WHOLE, export_comparison
from tests.reports.pdf_reader import printed, squash
from tests.reports.xlsx_reader import book, comparison_bytes, table, texts
from tests.samples import comparison_of, examples, shipped_theme

FORMS = ("classeur", "csv", "json", "pdf")
FEWEST = 5
RANKING = re.compile(r"(?i)\b(rang|rank|ranking|classement|score|palmarès|position au classement|note globale)s?\b")
DENIALS = re.compile(r"(?i)(sans|ni|aucun) classement|ni note globale|il n’y a pas de note globale")
"""What says that there is none."""


@dataclass
class Form:
    """One form of a comparison: all its words, the titles of its columns, its numbers, its figures of the group."""

    text: str
    titles: list[str] = field(default_factory=list)
    numbers: set[float] = field(default_factory=set)
    group: list[tuple[int | None, list[object]]] = field(default_factory=list)
    """For each element, how many pôles, and what is shown of quartiles and median."""
    columns: list[list[object]] = field(default_factory=list)
    """Values of each column of a table with one row a pôle."""


def forms(view: ComparisonView, folder: Path) -> dict[str, Form]:
    return {"classeur": _workbook(view), **_exported(view, folder), "pdf": _pdf(view)}


def _workbook(view: ComparisonView) -> Form:
    workbook = book(comparison_bytes(view))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    form = Form("\n".join(texts(workbook)))
    heads = ("en-tête", "intitulé")
    form.titles = [str(c.value) for c in cells if any(head in c.style for head in heads) and c.value is not None]
    form.numbers = {round(float(cell.value), 9) for cell in cells if isinstance(cell.value, int | float)}
    shown = ("1er quartile", "Médiane", "3e quartile")
    for row in table(workbook["Cohorte"], "Élément"):
        form.group.append((_whole(row["n (pôles)"]), [row[name] for name in shown if row[name] != wording.HIDDEN]))
    for name in ("Conditions", "Identité"):
        form.columns += _columns(table(workbook[name], "Pôle"))
    for name in ("Profils", "Objectifs"):
        # There, pôles are columns: what ranks them would be a row.
        form.columns += [list(row.values())[2:] for row in table(workbook[name], "Code")]
    return form


def _exported(view: ComparisonView, folder: Path) -> dict[str, Form]:
    made = export_comparison(view, folder / "données").folder
    files = {path.stem: path.read_text(encoding="utf-8") for path in made.glob("*.csv")}
    rows = {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in files.items()}
    form = Form("\n".join(cell for lines in rows.values() for line in lines for cell in line))
    form.titles = [title for lines in rows.values() for title in lines[0]]
    found = (_number(cell) for lines in rows.values() for line in lines for cell in line)
    form.numbers = {round(number, 9) for number in found if number is not None}
    for row in _dicts(rows["cohorte"]):
        shown = [row[name] for name in ("premier_quartile", "mediane", "troisieme_quartile")]
        form.group.append((_whole(row["n_poles"]), [value for value in shown if value]))
    form.columns = _columns(_dicts(rows["poles"]))
    whole = json.loads((made / WHOLE).read_text(encoding="utf-8"))
    values = list(_leaves(whole))
    other = Form("\n".join(str(value) for _, value in values))
    # The levels of the scale have their rank, from the lowest.
    other.titles = sorted({key for key, _ in values if "." in key} - {"levels.rank"})
    other.numbers = {round(value, 9) for _, value in values if isinstance(value, int | float)}
    for line in whole["cohort"]:
        shown = [line[name] for name in ("first_quartile", "median", "third_quartile")]
        other.group.append((line["n"], [value for value in shown if value is not None]))
    return {"csv": form, "json": other}


def _pdf(view: ComparisonView) -> Form:
    target = io.BytesIO()
    write_comparison_report(view, shipped_theme(), target)
    form = Form(printed(target.getvalue()))
    part = re.search(r"\nCohorte\n(.*?)\nComplémentarités\n", form.text, re.DOTALL)
    assert part is not None
    # « T Cultiver et servir le territoire 5 2,5 2,5 2,6 »
    for line in re.finditer(r"(?m)(?:^| )(\d+) (\d,\d) (\d,\d) (\d,\d)$", part[1]):
        form.group.append((int(line[1]), list(line.groups()[1:])))
    form.titles = [line for line in form.text.splitlines() if RANKING.search(DENIALS.sub("", line))]
    form.numbers = {_french(number) for number in re.findall(r"\b\d+,\d+\b", form.text)}
    return form


def breaches(view: ComparisonView, form: Form) -> list[str]:
    """What a form of ``view`` shows that it must not."""
    squashed = squash(form.text)
    found = [f"dit : {secret}" for secret in secrets(view) if _is_said(secret, form.text, squashed)]
    found += [f"titre : {title}" for title in form.titles if RANKING.search(DENIALS.sub("", title))]
    ranks = [column for column in form.columns if _are_ranks(column)]
    found += [f"des rangs : {column}" for column in ranks]
    found += [f"score de {name}" for name, score in scores(view) if score in form.numbers]
    return found + [f"groupe de {n} : {shown}" for n, shown in form.group if shown and (n is None or n < FEWEST)]


def secrets(view: ComparisonView) -> Iterator[str]:
    """Everything that the examples say of people, and what people wrote, but for what identity cards publish."""
    public = "\n".join(f"{line.label} {line.value}" for entry in view.entries for line in entry.pole.card)
    public += "\n".join(f"{entry.pole.name} {entry.pole.place}" for entry in view.entries)
    for _, contents in examples().values():
        said: list[str | None] = []
        for person in contents.respondents:
            said += [person.name, person.organisation]
        for answer in contents.answers:
            said += [answer.argument, answer.reason, answer.evidence]
        for position in contents.positions:
            said += [position.argument, position.minority_opinion, position.decided_with]
        for action in contents.actions:
            said += [action.what, action.who, action.note]
        yield from (text for text in dict.fromkeys(said) if text and text not in public)


def scores(view: ComparisonView) -> Iterator[tuple[str, float]]:
    """What an overall score would be, and no figure is: the mean of the objectives, of the sub-objectives, of all."""
    known = {round(f.level, 9) for e in view.entries for f in _figures(e) if f.level is not None}
    known |= {round(v, 9) for e in view.entries for f in _figures(e) for v in (f.value, f.coverage) if v is not None}
    known |= {round(v, 9) for c in view.cohort for v in (c.median, c.first_quartile, c.third_quartile) if v is not None}
    for entry in view.entries:
        for figures in (entry.objectives, entry.sub_objectives, entry.themes):
            levels = [figure.level for figure in figures if figure.level is not None]
            score = round(sum(levels) / len(levels), 9) if levels else 0.0
            if levels and score not in known and score != round(score, 1):
                yield entry.pole.name, score


def _figures(entry: EntryView) -> list[Any]:
    return [
        *entry.objectives,
        *entry.sub_objectives,
        *entry.themes,
        *(figure for figure in entry.indicators if figure is not None),
    ]


def _is_said(secret: str, text: str, squashed: str) -> bool:
    """Whether a text holds a secret: a word among others is only itself, a sentence may be cut by a page."""
    if len(secret) < 20:
        return re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text) is not None
    return squash(secret) in squashed


def _are_ranks(values: list[object]) -> bool:
    """Whether a column gives each pôle its place: the first whole numbers, each once, in whatever order."""
    numbers = [_number(value) for value in values]
    return len(numbers) >= FEWEST and sorted(n or 0 for n in numbers) == list(range(1, len(numbers) + 1))


def _columns(rows: list[dict[str, object]]) -> list[list[object]]:
    return [[row[name] for row in rows] for name in rows[0]]


def _dicts(lines: list[list[str]]) -> list[dict[str, object]]:
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def _leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield f"{key}.{name}", None
            yield from _leaves(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, key)
    else:
        yield key, value


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _french(number: str) -> float:
    return float(number.replace(",", "."))


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


@pytest.fixture(scope="module")
def view() -> ComparisonView:
    return comparison_of()


@pytest.fixture(scope="module")
def made(view: ComparisonView, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    return forms(view, tmp_path_factory.mktemp("comparaison"))


def test_the_examples_side_by_side_show_no_person_no_rank_no_score_and_no_small_group(
    view: ComparisonView, made: dict[str, Form]
) -> None:
    assert len(view.entries) >= 7
    assert sum(1 for _ in secrets(view)) > 500
    assert len(list(scores(view))) >= 5
    for name in FORMS:
        assert breaches(view, made[name]) == [], name
        # The figures of the group are read: there are some, of five pôles.
        assert {n for n, shown in made[name].group if shown} == {FEWEST}, name


def test_four_poles_side_by_side_show_no_figure_of_their_group(view: ComparisonView, tmp_path: Path) -> None:
    kept = [entry.evaluation_id for entry in view.entries if entry.standing == "comparé"][: FEWEST - 1]
    four = comparison_of(*kept)
    for name, form in forms(four, tmp_path).items():
        assert breaches(four, form) == [], name
        assert not [shown for _, shown in form.group if shown], name


def broken(view: ComparisonView) -> ComparisonView:
    """``view`` with every rule broken: somebody named, a score, a ranking, figures of four pôles."""
    person = next(p for _, c in examples().values() for p in c.respondents if p.name and "Aurélien" in p.name)
    first, *rest = view.entries
    score = next(score for name, score in scores(view) if name == first.pole.name)
    objectives = (replace(first.objectives[0], level=score), *first.objectives[1:])
    entry = replace(first, evaluation=f"Avis de {person.name}", objectives=objectives)
    headings = (replace(view.sub_objectives[0], code="Rang", name="Classement"), *view.sub_objectives[1:])
    small = tuple(replace(line, n=FEWEST - 1) if line.median is not None else line for line in view.cohort)
    return replace(view, entries=(entry, *rest), sub_objectives=headings, cohort=small)


def test_a_breach_would_be_found_in_every_form(view: ComparisonView, tmp_path: Path) -> None:
    for name, form in forms(broken(view), tmp_path).items():
        # CSV and JSON are titled by the program whatever the referential; the PDF shows one decimal of a score.
        spared = {"csv": "titre : ", "json": "titre : ", "pdf": "score de "}.get(name)
        found = breaches(view, form)
        for how in {"dit : ", "titre : ", "groupe de ", "score de "} - {spared}:
            assert [breach for breach in found if breach.startswith(how)], (name, how)


def test_places_and_keys_of_a_ranking_would_be_found(view: ComparisonView, made: dict[str, Form]) -> None:
    ranked = replace(made["classeur"], columns=[[3, 1, 2, 5, 4, 7, 6]])
    assert breaches(view, ranked) == ["des rangs : [3, 1, 2, 5, 4, 7, 6]"]
    assert breaches(view, replace(made["csv"], titles=["pole", "rang"])) == ["titre : rang"]
    assert breaches(view, replace(made["json"], titles=["entries.rank"])) == ["titre : entries.rank"]
