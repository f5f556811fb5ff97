"""What the synthesis says, part by part, as the lines of a list. Reads the view; computes nothing.

While opinions are given the view has no level, and these lines say coverage only.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, CoevaluationView, IndicatorView
from ptce_ref.tui.figure_line import POSITION, UNSETTLED, Layout, Remark, change_words, standing
from ptce_ref.tui.text import Choice, Piece

AWAITED = "Les niveaux, les écarts et les vigilances se montreront à la phase « dialogue »."
_NOTHING_YET = "Aucune question n’a encore de valeur."
CAUTION = (
    "Une baisse peut venir d’un regard plus exigeant autant que d’un recul : elle se discute. "
    "L’écart est en niveaux ; il manque quand une des deux dates n’a pas de valeur."
)
OBJECTIVE, SUB, THEME, INDICATOR, NOTE = "objective:", "sub:", "theme:", "indicator:", "note:"


@dataclass(frozen=True)
class Part:
    """One part: its name, the fixed line over its list, its lines for a layout."""

    name: str
    head: Callable[[Layout], str]
    lines: Callable[[Layout], Iterable[Choice]]
    scale: bool = False
    """Whether its lines stand on the scale of levels."""


def parts_of(view: CoevaluationView) -> list[Part]:
    """Return the parts that have something to show."""
    alerts = len(view.whole.alerts)
    wished = any(item.wished for item in view.indicators)
    parts = [
        Part("Profil", lambda layout: layout.head("Sous-objectif"), lambda layout: _profile(view, layout), scale=True),
        Part("Enjeux", lambda layout: layout.head("Enjeu"), lambda layout: _themes(view, layout), scale=True),
    ]
    if not view.hidden:
        parts.append(Part(f"Vigilances ({alerts})", lambda _: "Au niveau le plus bas", lambda _: _alerts(view)))
        if view.evolution:
            before = f"Avant : {view.previous_title}"
            parts.append(
                Part("Évolution", lambda layout: layout.heads("Sous-objectif", before), lambda it: _evolution(view, it))
            )
        if wished:
            parts.append(Part("Niveaux souhaités", lambda _: "Question", lambda _: _wished(view)))
    parts.append(
        Part(
            "Participation",
            lambda layout: layout.heads("Collège", "Qui a répondu"),
            lambda layout: _colleges(view, layout),
        )
    )
    return parts


def state_words(view: CoevaluationView) -> list[Piece]:
    """Return where the evaluation stands as a whole: never a level, no overall score exists."""
    whole = view.whole
    covered = f"Couverture {wording.share(whole.coverage)} ({wording.coverage(whole)} questions)"
    if view.hidden:
        found = [cell for row in view.cells for cell in row if cell is not None]
        given, asked = sum(cell.given for cell in found), sum(cell.asked for cell in found)
        # Two counts that look alike: questions somebody answered, and answers of everybody.
        if asked:
            received = wording.count(given, "réponse reçue", "réponses reçues")
            covered = f"{covered} ; {received} sur {wording.whole(asked)} attendues"
        return [bind_signs(covered), (bind_signs(f"\n{AWAITED}"), "bold")]
    if not whole.answered:
        return [covered, f"\n{_NOTHING_YET}"]
    cells = [cell for row in view.cells for cell in row]
    pieces: list[Piece] = [
        f"{covered} · n = {wording.told(whole.n)} voix · ",
        ("valeurs provisoires" if view.provisional else "évaluation close", "bold"),
        f"\n{_sentence(_debate(cells)) or 'Aucune question ne divise'}",
    ]
    if whole.alerts:
        pieces.append((f" · ! {wording.count(len(whole.alerts), 'vigilance')} au niveau le plus bas", "bold $warning"))
    return pieces


def indicator_line(item: IndicatorView, layout: Layout) -> Choice:
    """Return the line of one question: its figure, then what must be known of it."""
    remarks: list[Remark] = []
    if not layout.hidden:
        if item.position is not None:
            level = f", niveau {item.position.level}" if item.position.level is not None else ""
            remarks.append((f"{item.position.outcome}{level}", "$success"))
        if item.reasons:
            # What the opinions were stays said once the group has decided; nothing asks to be discussed any more.
            asked = ("à discuter", "$warning") if item.position is None else ("dans les avis", "$quiet")
            remarks.append((f"{asked[0]} : {', '.join(item.reasons)}", asked[1]))
        if item.figure.alerts:
            remarks.append((f"! {item.vigilance}", "bold $warning"))
        if item.wished is not None:
            remarks.append((wording.wished(item.wished), "$quiet"))
    return Choice(INDICATOR + item.id, layout.line(f"{item.code} {item.title}", item.figure, remarks, ""))


def _profile(view: CoevaluationView, layout: Layout) -> Iterator[Choice]:
    row = 0
    before = {line.code: line for line in view.evolution}
    for objective in view.objectives:
        name = f"{objective.code} {objective.name}"
        yield Choice(OBJECTIVE + objective.id, layout.line(name, objective.figure, look="bold $primary"))
        for sub in objective.sub_objectives:
            remarks = _remarks(view, view.cells[row], len(sub.figure.alerts))
            evolution = before.get(sub.code)
            if evolution is not None:
                words = change_words(evolution.before, evolution.now, evolution.change)
                remarks.append((f"évolution : {words}", "$quiet"))
            yield Choice(
                SUB + sub.id, layout.line(f"{sub.code} {sub.name}", sub.figure, remarks, "", indent=layout.indent)
            )
            row += 1


def _themes(view: CoevaluationView, layout: Layout) -> Iterator[Choice]:
    for place, theme in enumerate(view.themes):
        remarks = _remarks(view, [row[place] for row in view.cells], len(theme.figure.alerts))
        yield Choice(THEME + theme.id, layout.line(theme.name, theme.figure, remarks, ""))


def _remarks(view: CoevaluationView, cells: Iterable[CellView | None], alerts: int) -> list[Remark]:
    found = [cell for cell in cells if cell is not None]
    asked = sum(cell.asked for cell in found)
    if view.hidden:
        given = wording.count(sum(cell.given for cell in found), "réponse")
        return [(f"{given} sur {asked} attendues", "$quiet")] if asked else []
    remarks: list[Remark] = []
    debate = _debate(found)
    if debate:
        remarks.append((f"≠ {debate}", "$warning"))
    if alerts:
        remarks.append((f"! {wording.count(alerts, 'vigilance')} au niveau le plus bas", "bold $warning"))
    return remarks


def _debate(cells: Iterable[CellView | None]) -> str:
    """Return « 3 questions divisent, dont 1 aux avis polarisés », « 1 question divise, ses avis… », or nothing."""
    found = [cell for cell in cells if cell is not None]
    divided, polarised = sum(cell.divided for cell in found), sum(cell.polarised for cell in found)
    if not divided:
        return ""
    words = f"{wording.count(divided, 'question')} {wording.agreed(divided, 'divise', 'divisent')}"
    if not polarised:
        return words
    which = "aux avis polarisés" if polarised == divided else f"dont {polarised} aux avis polarisés"
    return f"{words}, {which} (◆)"


def _sentence(text: str) -> str:
    return f"≠ {text}" if text else ""


def _alerts(view: CoevaluationView) -> Iterator[Choice]:
    if not view.whole.alerts:
        none = "Aucun point de vigilance n’est au niveau le plus bas."
        yield Choice(NOTE, (none if view.whole.answered else _NOTHING_YET,), disabled=True)
    ids = {item.code: item for item in view.indicators}
    for alert in view.whole.alerts:
        item = ids[alert.code]
        n = wording.told(item.figure.n)
        yield Choice(
            INDICATOR + item.id,
            (
                (f"! {alert.code} {alert.title}", "bold"),
                f"\n  {wording.sentence(alert.vigilance)}",
                (f" · niveau {wording.figure(item.figure)}, n = {n}, {standing(item.figure)}", "$quiet"),
            ),
        )


def _evolution(view: CoevaluationView, layout: Layout) -> Iterator[Choice]:
    subs = {sub.code: sub for sub in view.sub_objectives}
    for line in view.evolution:
        remarks: list[Remark] = [
            (change_words(line.before, line.now, line.change), "bold"),
            (f"avant : couverture {wording.coverage(line.before)}, n = {wording.told(line.before.n)}", "$quiet"),
            (f"maintenant : couverture {wording.coverage(line.now)}, n = {wording.told(line.now.n)}", "$quiet"),
        ]
        yield Choice(SUB + subs[line.code].id, layout.remarks(f"{line.code} {line.name}", remarks))
    yield Choice(NOTE, ((bind_signs(CAUTION), "$quiet"),), disabled=True)


def _wished(view: CoevaluationView) -> Iterator[Choice]:
    for item in view.indicators:
        if item.wished is not None:
            level = f"{wording.figure(item.figure)}, {standing(item.figure) or 'sans valeur'}"
            pieces = ((f"{item.code} {item.title}", "bold"), f"\n  niveau {level} → {wording.wished(item.wished)}")
            yield Choice(INDICATOR + item.id, pieces)


def _colleges(view: CoevaluationView, layout: Layout) -> Iterator[Choice]:
    how = wording.counted_how(received=view.received)
    for college in view.colleges:
        said: list[Remark] = []
        if college.respondents:
            given = f"{wording.share(college.coverage)} des réponses attendues"
            said.append((f"{wording.count(college.respondents, 'répondant')} : {given}", ""))
        if college.tallied:
            said.append((f"jusqu’à {wording.count(college.tallied, 'voix', 'voix')} {how}", ""))
        if not said:
            said.append(("invité, personne d’inscrit", "$quiet"))
        yield Choice(f"college:{college.id}", layout.remarks(college.name, said), disabled=True)


LEGEND = (
    f"● {POSITION} du groupe ; ○ {UNSETTLED} : moyenne des médianes des collèges. Le niveau 1 n’est pas un zéro. "
    "Aucune note d’ensemble."
)
