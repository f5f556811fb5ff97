"""The sheet « Données » of a co-evaluation: one row a fact, to sort, filter and compute with.

A number is in ``valeur``, a text in ``texte``; what has no value has neither zero nor blank but its
reason in ``texte``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook

from ptce_ref.reports import wording
from ptce_ref.reports.view import ArgumentView, CoevaluationView, CountsView, FigureView, IndicatorView, SaidAs
from ptce_ref.reports.xlsx.cell import datum
from ptce_ref.reports.xlsx.figure import status_text, yes_no
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Row, Sheet
from ptce_ref.reports.xlsx.style import Look

NAME, TABLE = "Données", "Donnees"

FIELDS = (
    ("pole", "Nom du pôle.", 22.0),
    ("evaluation", "Identifiant de l’évaluation.", 20.0),
    ("date", "Date de l’évaluation, année-mois-jour.", 11.0),
    (
        "portee",
        "À quoi le fait se rapporte : ensemble, collège, objectif, sous-objectif, enjeu, case ou indicateur.",
        13.0,
    ),
    ("code", "Code de l’objectif, du sous-objectif ou de l’indicateur ; vide pour un enjeu.", 8.0),
    ("nom", "Nom de l’objectif, du sous-objectif, de l’enjeu ou de l’indicateur.", 28.0),
    ("enjeu", "Enjeu de la case ou de l’indicateur.", 20.0),
    (
        "college",
        "Collège, ou « Ensemble » pour toutes les voix ; vide quand le fait ne se partage pas par collège.",
        22.0,
    ),
    ("mesure", "Ce qui est mesuré ou dit : niveau, couverture, voix au niveau 1, médiane, Cns, argument…", 26.0),
    ("valeur", "Le nombre, sans arrondi ; vide quand le fait est un texte ou quand il n’y a pas de valeur.", 10.0),
    ("unite", "Unité de la valeur : niveau, part (de 0 à 1), voix, indicateurs, indice.", 11.0),
    ("n", "Les voix qui ont donné un niveau et sur lesquelles la valeur repose.", 7.0),
    ("etat", "« provisoire » (d’après les avis) ou « décidé par le groupe » ; vide quand cela n’a pas de sens.", 18.0),
    ("texte", "Le texte, ou pourquoi il n’y a pas de valeur.", 60.0),
)
LEVEL, SHARE, VOICES, INDICATORS, INDEX = "niveau", "part", "voix", "indicateurs", "indice"


@dataclass(frozen=True)
class _Subject:
    """What a fact is about."""

    scope: str
    code: str = ""
    name: str = ""
    theme: str = ""
    n: int | None = None
    status: str = ""


@dataclass(frozen=True)
class _Fact:
    subject: _Subject
    measure: str
    value: float | None = None
    text: str = ""
    unit: str = ""
    college: str = ""
    n: int | None = None


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write the sheet as a table in the spreadsheet's own sense, named ``Donnees``."""
    sheet = Sheet(workbook, NAME, look, heading, [width for *_, width in FIELDS], printed=0)
    sheet.note("Une ligne par fait. Les colonnes sont décrites dans la feuille Lisez-moi.")
    names = (view.pole.name, view.id, view.date)
    sheet.table([name for name, *_ in FIELDS], (_row(names, fact) for fact in _facts(view)), name=TABLE)


def _row(names: tuple[str, ...], fact: _Fact) -> Row:
    subject = fact.subject
    n = fact.n if fact.n is not None else subject.n
    what = (*names, subject.scope, subject.code, subject.name, subject.theme, fact.college, fact.measure)
    contents = (*what, fact.value, fact.unit, n, subject.status, fact.text)
    return [datum(content) for content in contents]


def _facts(view: CoevaluationView) -> Iterator[_Fact]:
    yield from _coverage(_Subject("ensemble", n=view.whole.n), view.whole)
    measure = f"voix {wording.counted_how(received=view.received)}, au plus"
    for college in view.colleges:
        subject = _Subject("collège", name=college.name)
        yield _Fact(subject, "répondants", college.respondents, unit=VOICES, college=college.name)
        yield _Fact(subject, measure, college.tallied, unit=VOICES, college=college.name)
        if college.coverage is not None:
            yield _Fact(subject, "réponses données", college.coverage, unit=SHARE, college=college.name)
    for objective in view.objectives:
        yield from _figure(_subject("objectif", objective.figure, objective.code, objective.name), objective.figure)
        for sub in objective.sub_objectives:
            yield from _figure(_subject("sous-objectif", sub.figure, sub.code, sub.name), sub.figure)
    for theme in view.themes:
        yield from _figure(_subject("enjeu", theme.figure, "", theme.name), theme.figure)
    yield from _cells(view)
    for item in view.indicators:
        yield from _indicator(item)
    for line in view.evolution:
        subject = _Subject("sous-objectif", line.code, line.name, n=line.before.n, status=status_text(line.before))
        yield _level(subject, "niveau à l’évaluation précédente", line.before)
        subject = _Subject("sous-objectif", line.code, line.name, n=line.now.n)
        text = "" if line.change is not None else wording.NOTHING
        yield _Fact(subject, "écart avec l’évaluation précédente", line.change, text, LEVEL)


def _subject(scope: str, figure: FigureView, code: str, name: str, theme: str = "") -> _Subject:
    status = status_text(figure)
    return _Subject(scope, code, name, theme, figure.n, "" if status == wording.NOTHING else status)


def _level(subject: _Subject, measure: str, figure: FigureView) -> _Fact:
    return _Fact(subject, measure, figure.level, "" if figure.level is not None else wording.figure(figure), LEVEL)


def _coverage(subject: _Subject, figure: FigureView) -> Iterator[_Fact]:
    nothing = "" if figure.coverage is not None else wording.NOTHING
    yield _Fact(subject, "couverture", figure.coverage, nothing, SHARE)
    yield _Fact(subject, "indicateurs avec valeur", figure.answered, unit=INDICATORS)
    yield _Fact(subject, "indicateurs concernés", figure.applicable, unit=INDICATORS)
    for alert in figure.alerts:
        yield _Fact(subject, "vigilance", text=f"{alert.code} {alert.title} ({alert.vigilance})")


def _figure(subject: _Subject, figure: FigureView) -> Iterator[_Fact]:
    if not figure.hidden:
        yield _level(subject, "niveau", figure)
        yield _Fact(
            subject, "valeur de 0 à 1", figure.value, "" if figure.value is not None else wording.figure(figure), SHARE
        )
    yield from _coverage(subject, figure)


def _cells(view: CoevaluationView) -> Iterator[_Fact]:
    for sub, row in zip(view.sub_objectives, view.cells, strict=True):
        for theme, cell in zip(view.themes, row, strict=True):
            if cell is None:
                continue
            subject = _subject("case", cell.figure, sub.code, sub.name, theme.name)
            yield from _figure(subject, cell.figure)
            if not view.hidden:
                yield _Fact(subject, "indicateurs qui divisent", cell.divided, unit=INDICATORS)
                yield _Fact(subject, "indicateurs polarisés", cell.polarised, unit=INDICATORS)
                yield _Fact(subject, "indicateurs mal connus", cell.unknown, unit=INDICATORS)


def _indicator(item: IndicatorView) -> Iterator[_Fact]:
    subject = _subject("indicateur", item.figure, item.code, item.title, item.theme)
    if item.figure.hidden:
        yield _Fact(subject, "voix reçues", item.answered_by, unit=VOICES)
        return
    yield _level(subject, "niveau", item.figure)
    for counts in (*item.counts, *([item.total] if item.total else [])):
        yield from _counts(subject, counts)
    yield from _spread(subject, item)
    for reason in item.reasons:
        yield _Fact(subject, "raison d’en parler", text=reason)
    for argument in item.arguments:
        yield _Fact(subject, _spoken(argument), text=argument.text, college=argument.college)
    if item.position:
        yield _Fact(subject, "position du groupe", item.position.level, item.position.outcome, LEVEL)
        if item.position.argument:
            yield _Fact(subject, "argument du groupe", text=item.position.argument)
        if item.position.minority_opinion:
            yield _Fact(subject, "avis minoritaire", text=item.position.minority_opinion)


def _spoken(argument: ArgumentView) -> str:
    """Return « argument (niveau 2, témoignage) », « raison (non concerné) »."""
    if argument.kind is SaidAs.REASON:
        return f"{wording.REASON} ({argument.level})"
    return f"argument ({', '.join(part for part in (argument.level, argument.kind) if part)})"


def _counts(subject: _Subject, counts: CountsView) -> Iterator[_Fact]:
    def fact(measure: str, voices: int) -> _Fact:
        return _Fact(subject, measure, voices, unit=VOICES, college=counts.college, n=counts.n)

    for rank, voices in enumerate(counts.levels, start=1):
        yield fact(f"voix au niveau {rank}", voices)
    yield fact("voix « ne sait pas »", counts.dont_know)
    yield fact("voix « non concerné »", counts.not_applicable)
    nothing = "" if counts.median is not None else wording.NOTHING
    yield _Fact(subject, "médiane", counts.median, nothing, LEVEL, counts.college, counts.n)


def _spread(subject: _Subject, item: IndicatorView) -> Iterator[_Fact]:
    spread = item.divergence
    if spread is None:
        return
    for measure, value, unit in (
        ("étendue", spread.range, LEVEL),
        ("Cns (consensus)", spread.consensus, INDEX),
        ("A (accord)", spread.agreement, INDEX),
        ("écart entre collèges", spread.college_gap, LEVEL),
        ("part de « ne sait pas »", spread.dont_know_share, SHARE),
        ("part de « non concerné »", spread.not_applicable_share, SHARE),
        ("part sans argument", spread.unargued_share, SHARE),
    ):
        yield _Fact(subject, measure, value, "" if value is not None else wording.NOTHING, unit)
    if spread.agreement is not None:
        yield _Fact(subject, "polarisé", text=yes_no(spread.polarised))
