"""What visitors write in: the notebook, two pages for each sub-objective, and the three gifts they leave."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from ptce_ref.reports.kit_view import VisitView
from ptce_ref.reports.pdf.kit_block import WritingLines, list_as, read_text, writing, writing_rest
from ptce_ref.reports.pdf.kit_page import KitLook, on_page
from ptce_ref.reports.pdf.page import BODY, HEIGHT, WIDTH, heading, room
from ptce_ref.reports.pdf.paper_mark import TickBox
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import SubObjectiveView

_MOST_EVIDENCE = 8
_OTHER_QUESTIONS = 40.0
_CHOSEN = 3
"""Questions that a visitor chooses for a sub-objective: what a visit has time for, however many there are."""
_GIFTS = (
    ("Ce que nous avons appris", "Ce que le pôle fait, et que nous ne savions pas faire, ou pas voir."),
    ("Ce que nous proposons", "Une idée, un essai, une question à se poser ; rien qui oblige."),
    ("Ce que nous emportons", "Ce que nous allons essayer chez nous, et quand nous en donnerons des nouvelles."),
)
"""The gifts are three by their sense, not by a number of anything in the referential."""


def build_notebook(view: VisitView, look: KitLook) -> list[Flowable]:
    """Return two pages for each sub-objective: what to ask and to ask to see, then what was seen, heard and felt."""
    story: list[Flowable] = []
    for group, objective in enumerate(view.evaluation.objectives):
        for sub in objective.sub_objectives:
            first = not story
            story += on_page(BODY) if first else [PageBreak()]
            made = heading(look, short(f"{sub.code} {sub.name}", 200), f"carnet-{sub.id}", group=group)
            made.rank, made.listed = 1, False
            story.append(list_as(made, "Carnet, par sous-objectif") if first else made)
            story += _ask(sub, look)
            story += [PageBreak(), *_notes(sub, look)]
    return story


def _ask(sub: SubObjectiveView, look: KitLook) -> list[Flowable]:
    story: list[Flowable] = []
    if sub.intention:
        story.append(look.paragraph(look.styles.body, short(sub.intention, 900)))
    rows = Rows()
    for item in sub.indicators:
        rows.add(TickBox(look, ""), look.type.bold(item.code), short(item.question, 900))
    # With no more questions than one chooses, ticking tells what was asked, hence what the visitor will answer.
    chosen = "cochez-en trois" if len(sub.indicators) > _CHOSEN else "cochez celles que vous posez"
    evidence = list(dict.fromkeys(text for item in sub.indicators for text in item.evidence))
    story += [
        look.paragraph(
            look.styles.body,
            look.type.bold("Questions à poser"),
            f" : {chosen} ; dans vos mots, à plusieurs personnes",
        ),
        build_table(look, (), rows, (10 * mm, 18 * mm, WIDTH - 28 * mm)),
        Spacer(0, 8),
    ]
    if evidence:
        story += [
            room(90),
            look.paragraph(look.styles.body, look.type.bold("Ce que l’on peut demander à voir")),
            *(look.item(short(text, 300)) for text in evidence[:_MOST_EVIDENCE]),
        ]
    return [
        *story,
        Spacer(0, 6),
        *writing_rest(look, "Mes autres questions, et à qui les poser", least=_OTHER_QUESTIONS),
    ]


def _notes(sub: SubObjectiveView, look: KitLook) -> list[Flowable]:
    boxes = (
        ("Ce que nous avons vu", "de nos yeux"),
        ("Ce que l’on nous a dit", "d’où la personne parle (habitante, entreprise…), jamais un nom"),
        ("Pièces et chiffres", "vus, promis, introuvables"),
        ("Ce qui nous a surpris", "en bien, en moins bien, autrement"),
    )
    height = HEIGHT / (len(boxes) + 1) - 34
    story: list[Flowable] = [look.note(short(f"{sub.code} {sub.name} · notes", 200))]
    story += [writing(look, label, height, hint) for label, hint in boxes]
    return [*story, *writing_rest(look, "Questions restées ouvertes")]


def build_gifts(view: VisitView, look: KitLook) -> list[Flowable]:
    """Return a page for each of the three gifts that visitors leave."""
    who = _of(view.visitor) if view.visitor else "de ………………………………"
    story: list[Flowable] = []
    for place, (title, hint) in enumerate(_GIFTS):
        story += on_page(BODY) if not place else [PageBreak()]
        made = heading(look, title, f"don-{place}")
        if place:
            made.rank, made.listed = 1, False
            story.append(made)
        else:
            story += [list_as(made, "Les trois dons"), *read_text(look, "kit-visite-dons")]
        story.append(look.note(short(f"Don {who} {_to(view.evaluation.pole.name)}, le ………………………", 400)))
        story += [look.note(hint), WritingLines(look, 0)]
    return story


def _to(name: str) -> str:
    """Return « au Pôle de … », « à Quai… »: nobody writes « à Le » nor « à Pôle »."""
    first, _, rest = name.partition(" ")
    joined = {"pôle": f"au {name}", "le": f"au {rest}", "les": f"aux {rest}"}
    return joined.get(first.casefold(), f"à {name}")


def _of(name: str) -> str:
    """Return « du Pôle de … », « des Trois Ponts », « d’Ici »."""
    first, _, rest = name.partition(" ")
    joined = {"pôle": f"du {name}", "le": f"du {rest}", "les": f"des {rest}"}
    vowel = name[:1].casefold() in "aeiouyhéèêâîôœ"
    return joined.get(first.casefold(), f"d’{name}" if vowel else f"de {name}")
