"""ptce imprimer fiches|cartes"""

from pathlib import Path

import click

from ptce_ref.cli.context import base_option, chosen_theme, output_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, narrate, result
from ptce_ref.cli.publication import warn_of_lone_colleges

_output = output_option("PDF")
_questions = click.option(
    "--question",
    "questions",
    multiple=True,
    metavar="CODE",
    help="Seulement cette question (T1.03) ; à répéter pour plusieurs.",
)
_agenda = click.option(
    "--ordre-du-jour",
    "agenda",
    is_flag=True,
    help="Seulement les questions sans position qui divisent, que beaucoup ne connaissent pas ou que peu ont "
    "argumentées : souvent plus qu’une séance n’en tient (voir --duree).",
)
_duration = click.option(
    "--duree",
    metavar="DUREE",
    help="Seulement les points que l’ordre du jour garde pour une séance de cette durée (2h, 1h30…), dans son ordre.",
)


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@_questions
@_agenda
@_duration
@click.option("--remplies", "filled", is_flag=True, help="Avec les avis par collège, dès la phase « dialogue ».")
@click.option(
    "--tous-les-colleges",
    "everyone",
    is_flag=True,
    help="Avec --remplies : les petits collèges aussi à part et nommés, si le groupe en est d’accord.",
)
@_output
@base_option
def fiches(
    reference: str,
    questions: tuple[str, ...],
    agenda: bool,
    duree: str | None,
    filled: bool,
    everyone: bool,
    sortie: Path | None,
) -> int:
    """Une fiche A4 par question, à remplir : arguments par collège, position, avis minoritaire."""
    from ptce_ref.services.meeting import minutes_of
    from ptce_ref.services.meeting_paper import for_the_room, print_sheets
    from ptce_ref.services.question_choice import chosen_questions
    from ptce_ref.services.reading import coevaluation_of

    minutes = None if duree is None else minutes_of(duree)
    if everyone and not filled:
        raise click.UsageError("--tous-les-colleges va avec --remplies : les autres fiches ne montrent aucun avis.")
    with workspace() as ws:
        view = coevaluation_of(ws, reference, evolution=False)
        told = for_the_room(ws, view) if filled and not everyone else None
    wanted = chosen_questions(view, questions, agenda=agenda, minutes=minutes)
    if everyone:
        warn_of_lone_colleges(view)
    target = sortie or Path(f"fiches-{'remplies-' if filled else ''}{view.id}.pdf")
    written = print_sheets(view, chosen_theme(), target, wanted=wanted, filled=filled, told=told)
    result(f"Fiches écrites : {written}")
    return ExitCode.DONE


@click.command(cls=FrenchCommand)
@click.argument("reference", required=False, metavar="[EVALUATION]")
@_questions
@_agenda
@_duration
@click.option(
    "--par-page",
    "per_page",
    type=click.Choice(["4", "8"]),
    default="4",
    help="Combien de cartes sur une feuille A4.",
)
@click.option(
    "--recto-verso",
    "duplex",
    type=click.Choice(["bord-long", "bord-court"]),
    default="bord-long",
    help="Le bord le long duquel l’imprimante retourne la feuille.",
)
@click.option(
    "--referentiel",
    "path",
    type=click.Path(path_type=Path, exists=True),
    metavar="DOSSIER",
    help="Sans évaluation : un autre référentiel que celui qui est livré.",
)
@_output
@base_option
def cartes(
    reference: str | None,
    questions: tuple[str, ...],
    agenda: bool,
    duree: str | None,
    per_page: str,
    duplex: str,
    path: Path | None,
    sortie: Path | None,
) -> int:
    """Des cartes à découper : questions et niveaux en recto verso, accords, divergences, autres réponses.

    Sans évaluation, toutes les questions du référentiel.
    """
    from ptce_ref.reports import wording
    from ptce_ref.reports.card_view import deck_of_evaluation, deck_of_referential
    from ptce_ref.reports.pdf.card import Printing
    from ptce_ref.reports.pdf.card_layout import Duplex
    from ptce_ref.services.meeting import minutes_of
    from ptce_ref.services.meeting_paper import print_cards
    from ptce_ref.services.question_choice import chosen_questions, named_questions
    from ptce_ref.services.reading import coevaluation_of
    from ptce_ref.services.referential import sound_referential

    wanted: list[str] | None
    if reference is None:
        if agenda or duree is not None:
            raise click.UsageError("L’ordre du jour vient des avis : dites de quelle évaluation.")
        referential = sound_referential(path)
        deck, name = deck_of_referential(referential), referential.id
        wanted = named_questions(deck.cards, questions) or None
    elif path is not None:
        raise click.UsageError("Une évaluation a déjà son référentiel : donnez l’une ou l’autre.")
    else:
        minutes = None if duree is None else minutes_of(duree)
        with workspace() as ws:
            view = coevaluation_of(ws, reference, evolution=False)
        deck, name = deck_of_evaluation(view), view.id
        wanted = chosen_questions(view, questions, agenda=agenda, minutes=minutes)
    printing = Printing(int(per_page), Duplex(duplex))
    target = sortie or Path(f"cartes-{name}.pdf")
    written, sheets = print_cards(deck, chosen_theme(), target, printing, wanted=wanted)
    result(f"Cartes écrites : {written}")
    paper = wording.count(sheets, "feuille")
    narrate(f"{paper} à imprimer en recto verso, soit {wording.count(2 * sheets, 'page')}.")
    return ExitCode.DONE
