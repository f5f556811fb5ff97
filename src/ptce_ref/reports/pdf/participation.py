"""Who took part, under which conditions, and the identity card of the pôle. Must not know the results."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.identity_view import UNKNOWN
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, is_tall, short
from ptce_ref.reports.view import CardLine, CoevaluationView, FigureView, PoleView

_LABEL = 38 * mm
_SHORT = 34
"""Characters up to which two facts share a line."""
_COMMITTED = "collectivites"
"""What the lines of the collectivités are about; each says « Collectivité : » and its name."""
_LONG_VALUE = 700
"""Characters above which a value of the card is set below the table, where it may flow over pages."""


def build_participation(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Qui a pris part »: conditions in words, then voices by college."""
    return lay_participation(view, look, heading(look, "Qui a pris part", "participation"))


def lay_participation(view: CoevaluationView, look: Look, *opening: Flowable) -> list[Flowable]:
    """Return who took part after ``opening``: conditions in words, then voices by college."""
    story: list[Flowable] = [*opening, look.paragraph(look.styles.body, _conditions(view))]
    if not view.colleges:
        return [*story, look.paragraph(look.styles.body, "Aucun collège n’a encore été invité.")]
    by_hands = any(college.tallied for college in view.colleges)
    shorts = {count.college: count.college_short for item in view.indicators for count in item.counts}
    rows = Rows()
    for college in view.colleges:
        named, abridged = [short(college.name)], shorts.get(college.name, college.name)
        if abridged != college.name:
            named.append(look.type.coloured(look.colours.muted, f" ({abridged})"))
        rows.add(
            look.type.markup(*named),
            str(college.respondents) if college.respondents else wording.NOTHING,
            *([str(college.tallied) if college.tallied else wording.NOTHING] if by_hands else []),
            wording.share(college.coverage),
        )
    hands = (24 * mm,) * by_hands
    widths = (WIDTH - 54 * mm - sum(hands), 24 * mm, *hands, 30 * mm)
    counted = "Avis comptés" if view.received else "À main levée"
    heads = ["Collège (nom abrégé dans les graphiques)", "Répondants", counted, "Réponses données"]
    if not by_hands:
        heads.remove(counted)
    story.append(build_table(look, heads, rows, widths, right=range(1, len(heads))))
    note = "Répondants : personnes ou groupes, en leur nom. "
    if by_hands:
        note += (
            "Avis comptés : le plus grand nombre d’avis reçus sur une question, sans les personnes. "
            if view.received
            else "À main levée : le plus grand nombre de mains comptées en une fois. "
        )
    note += "Réponses données : part des questions posées qui ont reçu une réponse."
    if view.fewest_voices:
        note = f"{wording.merged(view.fewest_voices)} {note}"
    return [KeptClose([*story, Spacer(0, 2), look.paragraph(look.styles.muted, note)])]


def _conditions(view: CoevaluationView) -> str:
    said = f"{wording.sentence(view.mode)} du {wording.long_date(view.date)}, "
    if view.peer_pole:
        # The name comes as it is typed, article or not: it stands alone, between brackets.
        said = f"{wording.sentence(view.mode)} ({view.peer_pole}), le {wording.long_date(view.date)}, "
    said += f"pour l’usage « {view.use} », avec le parcours « {view.path} ». "
    count = len(view.indicators)
    return f"{said}{wording.count(count, 'question posée', 'questions posées')}. {_answered(view.whole)}"


def _answered(whole: FigureView) -> str:
    coverage = wording.coverage(whole)
    if whole.hidden:
        return f"Couverture : {coverage}, questions qui ont reçu au moins une réponse sur questions posées."
    if whole.n is None:
        return f"Couverture : {coverage}."
    return f"Couverture : {coverage} ; {wording.count(whole.n, 'niveau donné', 'niveaux donnés')} en tout."


def build_card(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Le pôle »: summary and identity card."""
    return lay_card(view.pole, look, heading(look, "Le pôle", "pole"), together=False)


def lay_card(pole: PoleView, look: Look, *opening: Flowable, together: bool = True) -> list[Flowable]:
    """Return the summary and the identity card of a pôle after ``opening``; long values flow below the table.

    What is unknown takes one sentence under it, not a line each: a card that is just begun stays readable.

    Not ``together``, the tables may go over pages: many cards then take fewer of them.
    """
    story: list[Flowable] = [*opening]
    if pole.summary:
        story.append(look.paragraph(look.styles.body, pole.summary))
    known = [line for line in pole.card if not _is_unknown(line)]
    brief = [line for line in known if _is_brief(line)]
    pairs = Rows()
    for i in range(0, len(brief), 2):
        pairs.add(*_fact(look, brief[i]), *(_fact(look, brief[i + 1]) if i + 1 < len(brief) else ("", "")))
    if pairs.cells:
        story.append(build_table(look, (), pairs, (_LABEL, WIDTH / 2 - _LABEL, _LABEL, WIDTH / 2 - _LABEL)))
    rows = Rows()
    for line in known:
        if line not in brief and not is_tall(line.value, _LONG_VALUE):
            rows.add(*_fact(look, line))
    if rows.cells:
        story.append(build_table(look, (), rows, (_LABEL, WIDTH - _LABEL)))
    if len(known) < len(pole.card):
        story += [Spacer(0, 4), look.paragraph(look.styles.muted, _unknown(pole))]
    story = [KeepTogether(story)] if together else story
    for line in known:
        if is_tall(line.value, _LONG_VALUE):
            story += [
                Spacer(0, 6),
                room(40),
                look.paragraph(look.styles.small, look.type.bold(line.label)),
                look.paragraph(look.styles.small, line.value),
            ]
    return story


def _is_brief(line: CardLine) -> bool:
    return line.key != _COMMITTED and len(line.label) <= _SHORT and len(line.value) <= _SHORT


def _is_unknown(line: CardLine) -> bool:
    """Whether a line says nothing. That of a collectivité says at least its name."""
    return line.value == UNKNOWN and line.key != _COMMITTED


def _unknown(pole: PoleView) -> str:
    """Return in one sentence what the identity card does not say."""
    names = [short(line.label[:1].lower() + line.label[1:]) for line in pole.card if _is_unknown(line)]
    if len(names) == len(pole.card):
        return "La carte d’identité de ce pôle n’est pas encore renseignée."
    listed = " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"La carte d’identité ne dit pas encore{wording.NBSP}: {listed}."


def _fact(look: Look, line: CardLine) -> tuple[Markup, str]:
    label, value = line.label, line.value
    if line.key == _COMMITTED:
        # Its name is long, and would be broken in the narrow column.
        label, _, name = label.partition(f"{wording.NBSP}: ")
        value = look.type.markup(look.type.bold(short(name)), f" · {value}") if name else value
    return look.type.coloured(look.colours.muted, short(label)), value
