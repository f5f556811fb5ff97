"""ptce imprimer comparaison|monographie|regard-croise"""

from pathlib import Path

import click

from ptce_ref.cli.comparison import questions_option, warn_of_comparison
from ptce_ref.cli.context import base_option, chosen_theme, output_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, narrate, result
from ptce_ref.cli.workbook import tell_reading

_output = output_option("PDF")


@click.command(cls=FrenchCommand)
@click.argument("references", nargs=-1, metavar="[EVALUATION]...")
@click.option("--ordre", type=click.Choice(["territoire", "nom"]), default="territoire", help="L’ordre des pôles.")
@questions_option
@_output
@base_option
def comparaison(references: tuple[str, ...], ordre: str, questions: str, sortie: Path | None) -> int:
    """Le rapport de comparaison : conditions d’abord, pôles côte à côte, jamais de classement.

    Sans évaluation nommée : toutes celles de la base. Ni personne, ni argument.
    """
    from ptce_ref.domain.comparison_condition import Order
    from ptce_ref.domain.question_set import Questions
    from ptce_ref.services.pole_paper import print_comparison
    from ptce_ref.services.reading import comparison_between, gather_candidates

    theme = chosen_theme()
    with workspace() as ws:
        candidates = gather_candidates(ws, references, tell_reading)
        view = comparison_between(candidates, ws.today, Order(ordre), questions=Questions(questions))
        warn_of_comparison(view)
        result(f"Rapport écrit : {print_comparison(view, theme, sortie or Path('rapport-comparaison.pdf'))}")
    return ExitCode.DONE


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="POLE")
@_output
@base_option
def monographie(reference: str, sortie: Path | None) -> int:
    """Le récit d’un pôle : ce que sa fiche et ses évaluations en disent, et la place d’écrire le reste.

    Sans évaluation dont les avis se montrent : un récit à écrire, à partir de la fiche d’identité.
    """
    from ptce_ref.services.monograph import monograph_of, sound_frame
    from ptce_ref.services.pole_paper import print_monograph

    theme = chosen_theme()
    with workspace() as ws:
        view = monograph_of(ws, reference, sound_frame(theme.folder))
    if view.told is not None and any(item.arguments for item in view.told.indicators):
        narrate(
            "Attention : les arguments peuvent faire reconnaître quelqu’un, même sans son nom. "
            "Relisez-les avant de transmettre ce document hors du pôle."
        )
    result(f"Monographie écrite : {print_monograph(view, theme, sortie or Path(f'monographie-{view.pole.id}.pdf'))}")
    return ExitCode.DONE


@click.command("regard-croise", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@_output
@base_option
def crossed(reference: str, sortie: Path | None) -> int:
    """Le pôle vu par lui-même et par un autre : où les regards se rejoignent, où ils s’écartent, et pourquoi.

    L’évaluation est celle du pôle par lui-même, ou celle de ses visiteurs.
    """
    from ptce_ref.services.pole_paper import print_peer_report
    from ptce_ref.services.reading import crossed_view_of

    with workspace() as ws:
        view = crossed_view_of(ws, reference)
    if any(item.arguments for item in view.peer_views):
        narrate("Ce document cite les arguments des deux pôles, sans les noms : il reste entre eux.")
    target = print_peer_report(view, chosen_theme(), sortie or Path(f"regard-croise-{view.id}.pdf"))
    result(f"Regard croisé écrit : {target}")
    return ExitCode.DONE
