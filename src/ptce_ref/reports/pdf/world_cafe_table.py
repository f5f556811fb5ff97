"""What stands on each table of a World Café: the poster of its question, and the sheet of its host."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from ptce_ref.domain.duration import duration_words
from ptce_ref.domain.session_plan import Series, share_round
from ptce_ref.domain.text import NO_BREAK_SPACE
from ptce_ref.reports.kit_view import KitQuestion, WorldCafeView
from ptce_ref.reports.pdf.kit_block import fitted, large_question, list_as, poster_heading, read_text, writing
from ptce_ref.reports.pdf.kit_page import WALL, KitLook, on_page
from ptce_ref.reports.pdf.page import BODY, HEIGHT, WIDTH, Heading, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.text import short


def _places(view: WorldCafeView) -> Iterator[tuple[Series, int, KitQuestion]]:
    """Yield each table of each series, with its question."""
    for series in view.plan.series:
        for table in range(view.plan.tables):
            yield series, table, view.questions[view.plan.question_at(table, series)]


def table_name(view: WorldCafeView, series: Series, table: int) -> str:
    """Return « Table 3 », and the rounds when the table changes its question; « Question 3 » around one table."""
    if len(view.plan.series) == 1:
        return f"Table {table + 1}"
    first, last = series.rounds[0] + 1, series.rounds[-1] + 1
    when = f"manche {first}" if first == last else f"manches {first} à {last}"
    return f"Table {table + 1} · {when}" if view.plan.tables > 1 else f"Question {first}"


def build_posters(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return a page for each table: its number, its question as large as the paper allows, what is at stake."""
    story: list[Flowable] = []
    for place, (series, table, question) in enumerate(_places(view)):
        story += on_page(WALL) if not place else [PageBreak()]
        title, *others = _poster(look, f"affiche-{place}", table_name(view, series, table), question)
        story += [title if place else list_as(title, "Affiches des tables"), *others]
    return story


def _poster(look: KitLook, key: str, name: str, question: KitQuestion) -> tuple[Heading, *tuple[Flowable, ...]]:
    width, height, zoom = look.wall_width, look.wall_height, look.zoom
    title = poster_heading(look, name, key, question.group, 34 * zoom)
    # The cards ask for this code.
    code = f"Question n°{NO_BREAK_SPACE}{question.item.code} · {question.sub_objective}"
    under = fitted(look, code, (width, 22 * zoom), (10 * zoom, 17 * zoom), bold=False)
    why = fitted(look, question.item.explanation, (width, 84 * zoom), (11 * zoom, 17 * zoom), bold=False, centred=True)
    space = height - sum(part.wrap(width, height)[1] for part in (title, under, why)) - title.getSpaceAfter() - 4
    # Some air above and under the question, whatever its size.
    asked = fitted(look, question.item.question, (width, space - 30 * zoom), (24 * zoom, 76 * zoom), centred=True)
    above = max(0.0, (space - asked.wrap(width, height)[1]) / 2)
    return title, under, Spacer(0, above), asked, Spacer(0, above), why


def build_hosts(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return two pages for each table: the part of its host, then room to note what is said at each round."""
    story: list[Flowable] = []
    for place, (series, table, question) in enumerate(_places(view)):
        name = table_name(view, series, table)
        story += on_page(BODY) if not place else [PageBreak()]
        title = f"Fiche de la personne ancre · {name}"
        made = heading(look, title, f"ancre-{place}")
        made.rank, made.listed = 1, False
        story.append(made if place else list_as(made, "Fiches des personnes ancres"))
        story += _part(view, look, series, question)
        story += [PageBreak(), *_notes(look, f"{name} · {short(question.name, 90)}", series)]
    return story


def _part(view: WorldCafeView, look: KitLook, series: Series, question: KitQuestion) -> list[Flowable]:
    item, styles = question.item, look.styles
    story: list[Flowable] = [
        look.paragraph(styles.muted, short(f"{question.sub_objective} · {question.name}", 240)),
        large_question(look, item.question),
        *read_text(look, "kit-cafe-hote"),
        room(120),
        look.paragraph(styles.body, look.type.bold("Votre montre")),
        _watch(view, look, series),
        Spacer(0, 8),
    ]
    if item.explanation:
        story.append(look.paragraph(styles.body, look.type.bold("De quoi il s’agit. "), item.explanation))
    rows = Rows()
    for level, descriptor in zip(view.evaluation.referential.levels, item.descriptors, strict=True):
        rows.add(look.type.bold(short(level.name, 40)), descriptor)
    note = "Pour relancer : ce que l’on peut voir dans un pôle. On ne vote pas."
    story += [
        room(90),
        look.paragraph(styles.body, look.type.bold(note)),
        build_table(look, (), rows, (32 * mm, WIDTH - 32 * mm)),
    ]
    return story


def _watch(view: WorldCafeView, look: KitLook, series: Series) -> Flowable:
    """Return how the minutes of a round are shared out."""
    first = share_round(view.plan.round_minutes, first=True)
    later = share_round(view.plan.round_minutes, first=False)
    rows = Rows()
    parts = (
        ("Accueillir, lire l’affiche", first.welcome, later.welcome),
        ("Résumer ce qui s’est dit avant", first.summary, later.summary),
        ("Converser", first.talk, later.talk),
        ("Noter l’essentiel ensemble", first.notes, later.notes),
    )
    for name, at_first, afterwards in parts:
        cells = [duration_words(at_first) if at_first else "–"]
        if len(series.rounds) > 1:
            cells.append(duration_words(afterwards))
        rows.add(name, *cells)
    heads = ["", "Première manche"]
    if len(series.rounds) > 1:
        heads.append("Manches suivantes")
    width = 38 * mm
    return build_table(look, heads, rows, (WIDTH - width * (len(heads) - 1), *[width] * (len(heads) - 1)))


def _notes(look: KitLook, name: str, series: Series) -> list[Flowable]:
    """Return the page where the host writes, round by round, and what goes on the cards."""
    boxes = len(series.rounds) + 1
    height = max(60.0, (HEIGHT - 34) / boxes - 31)
    story: list[Flowable] = [look.paragraph(look.styles.lead, look.type.bold(name))]
    for number in series.rounds:
        hint = "faits, exemples, idées ; ce qui sépare ; ce que l’on ne sait pas"
        story.append(writing(look, f"Manche {number + 1}", height, hint if number == series.rounds[0] else ""))
    story.append(writing(look, "Pour les cartes", height, "ce qui revient de manche en manche"))
    return story
