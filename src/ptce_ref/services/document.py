"""What can be produced from the database: one table of documents.

To add a document, add a line to ``DOCUMENTS``: the screens and the demonstration read it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from ptce_ref.domain.phase import others_visible, positions_open, registering_open
from ptce_ref.domain.theme import Theme
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.card_view import count_sheets
from ptce_ref.services import desk as writing
from ptce_ref.services.desk import Desk
from ptce_ref.services.refusal import Refusal

FOR_THE_MEETING, AFTER_THE_MEETING, WORKBOOKS = "Pour la séance", "Après la séance", "Tableurs"
PUBLISHED = "-publication"
"""How the name of a file ends, when what is in it may be read by others than the pôle."""
QUESTIONNAIRES = "questionnaires"
"""The id of the questionnaires made one for each person registered."""
NOBODY = "personne n’est encore inscrit ; le questionnaire vierge n’en demande pas"
"""Why what is made for each person cannot be made yet."""
GROUPS = (FOR_THE_MEETING, AFTER_THE_MEETING, WORKBOOKS)
"""The groups of the documents, in the order in which they are listed."""


def _always(_: Phase) -> str:
    return ""


def _while_answering(phase: Phase) -> str:
    return "" if registering_open(phase) else "les avis sont clos : plus personne n’y répond"


def _once_answered(phase: Phase) -> str:
    return "à partir de la phase « avis » : personne n’a encore répondu" if phase is Phase.PREPARATION else ""


def _before_closing(phase: Phase) -> str:
    return "l’évaluation est close" if phase is Phase.CLOSED else ""


def _once_visible(phase: Phase) -> str:
    return "" if others_visible(phase) else "à partir de la phase « dialogue » : les avis sont encore masqués"


def _while_discussing(phase: Phase) -> str:
    if positions_open(phase):
        return ""
    return "la discussion est finie" if others_visible(phase) else "à partir de la phase « dialogue »"


@dataclass(frozen=True)
class Document:
    """A kind of document: what it is for, when it has a sense, how it is written."""

    id: str
    name: str
    form: str
    purpose: str
    stem: str
    suffix: str
    write: Callable[[Desk, Theme, BinaryIO], None]
    closed: Callable[[Phase], str] = _always
    """Why it has no sense yet in a phase; empty when it has."""
    shows_opinions: bool = False
    of_one_evaluation: bool = True
    moment: str = FOR_THE_MEETING
    """When one needs it: the group under which it is listed; a workbook is listed with the workbooks."""
    quotes: bool = False
    """Whether it tells what each college answered and argued: a college of one person is then recognised."""
    sheets: Callable[[int], int] | None = None
    """How many sheets of paper it takes for a number of questions, when that is worth knowing before."""
    on_request: bool = False
    """Whether only some sessions need it: it is offered, never ticked beforehand."""

    publishable: bool = False
    """Whether it has a version for those who are not of the pôle: small colleges merged, nobody named."""

    of_two_views: bool = False
    """Whether it needs the evaluation of the pôle by itself and that by another: offered where there are both."""

    folder: str = ""
    """How the name of its folder begins, when it is a file for each person registered; empty when it is one file."""

    @property
    def group(self) -> str:
        """The title of the documents among which it is listed."""
        return WORKBOOKS if self.suffix == ".xlsx" else self.moment

    def unmade(self, phase: Phase, people: int) -> str:
        """Return why it cannot be made in a phase, with so many people to write to; empty when it can."""
        return self.closed(phase) or (NOBODY if self.folder and not people else "")

    def file_name(self, reference: str, *, for_others: bool = False) -> str:
        """Return the name of its file, which tells evaluations apart in one folder; that of its own folder if it has.

        ``for_others`` is for its version to publish, where it has one: neither takes the place of the other.
        """
        if self.folder:
            return f"{self.folder}-{reference}"
        stem = f"{self.stem}-{reference}" if self.of_one_evaluation else self.stem
        return f"{stem}{PUBLISHED if for_others and self.publishable else ''}{self.suffix}"

    def file_for(self, reference: str, whom: str) -> str:
        """Return the name of the file made for somebody: ``whom`` is the id of a respondent or of a college."""
        return f"{self.stem}-{reference}-{whom}{self.suffix}"


DOCUMENTS: tuple[Document, ...] = (
    Document(
        "grille-vierge",
        "Grille de dialogue, vierge",
        "PDF, A3",
        "à afficher au mur et à remplir ensemble",
        "grille-vierge",
        ".pdf",
        writing.write_blank_grid,
    ),
    Document(
        "grille-a4",
        "Grille de dialogue, vierge, en feuilles",
        "PDF, A4",
        "sur l’imprimante du bureau : un objectif par feuille",
        "grille-vierge-a4",
        ".pdf",
        writing.write_grid_in_sheets,
        on_request=True,
    ),
    Document(
        "grille-a1",
        "Grille de dialogue, vierge, pour le mur",
        "PDF, A1",
        "à confier à un imprimeur : se lit debout, à plusieurs",
        "grille-vierge-a1",
        ".pdf",
        writing.write_grid_for_the_wall,
        on_request=True,
    ),
    Document(
        "questionnaire",
        "Questionnaire, vierge",
        "tableur .xlsx",
        "à envoyer aux membres, puis à reprendre rempli",
        "questionnaire",
        ".xlsx",
        writing.write_questionnaire,
        _while_answering,
    ),
    Document(
        QUESTIONNAIRES,
        "Un questionnaire par personne inscrite",
        "dossier .xlsx",
        "à envoyer à chacune, avec ses réponses, puis à reprendre rempli",
        "questionnaire",
        ".xlsx",
        writing.write_questionnaire,
        _while_answering,
        on_request=True,
        folder="questionnaires",
    ),
    Document(
        "questionnaire-papier",
        "Questionnaire papier, vierge",
        "PDF, A4",
        "à remplir au stylo, puis à recopier : une touche par réponse",
        "questionnaire-papier",
        ".pdf",
        writing.write_paper_questionnaire,
        _while_answering,
        on_request=True,
    ),
    Document(
        "ordre-du-jour",
        "Ordre du jour, pour deux heures",
        "PDF, A4",
        "ce qui divise d’abord : pourquoi, combien de temps, que demander",
        "ordre-du-jour",
        ".pdf",
        writing.write_agenda,
        _while_discussing,
        shows_opinions=True,
    ),
    Document(
        "fiches-seance",
        "Fiches de la séance, à remplir",
        "PDF, A4",
        "une par point de l’ordre du jour, dans son ordre",
        "fiches-seance",
        ".pdf",
        writing.write_meeting_sheets,
        _while_discussing,
        shows_opinions=True,
    ),
    Document(
        "grille-remplie",
        "Grille de dialogue, remplie",
        "PDF, A3",
        "niveaux, couverture et divergences, case par case",
        "grille-remplie",
        ".pdf",
        writing.write_filled_grid,
        _once_answered,
        shows_opinions=True,
    ),
    Document(
        "fiches",
        "Fiches d’indicateur, à remplir",
        "PDF, A4",
        "une par question : arguments, position, avis minoritaire",
        "fiches",
        ".pdf",
        writing.write_blank_sheets,
        on_request=True,
    ),
    Document(
        "cartes",
        "Cartes à découper",
        "PDF, A4",
        "questions et niveaux, accords et divergences",
        "cartes",
        ".pdf",
        writing.write_cards,
        on_request=True,
        sheets=count_sheets,
    ),
    Document(
        "fiches-remplies",
        "Fiches d’indicateur, remplies",
        "PDF, A4",
        "avis par collège, arguments, position, question par question",
        "fiches-remplies",
        ".pdf",
        writing.write_filled_sheets,
        _once_visible,
        shows_opinions=True,
        on_request=True,
    ),
    Document(
        "world-cafe",
        "Dossier de World Café",
        "PDF, A4",
        "mener la séance : horaire, affiches, billets, cartes, récolte",
        "world-cafe",
        ".pdf",
        writing.write_world_cafe,
        _before_closing,
        on_request=True,
    ),
    Document(
        "pleniere",
        "Dossier de plénière à main levée",
        "PDF, A4",
        "mener la séance : affiches des niveaux, comptage par collège",
        "pleniere",
        ".pdf",
        Desk.write_plenary,
        _before_closing,
        on_request=True,
    ),
    Document(
        "visite",
        "Carnet de visite apprenante",
        "PDF, A4",
        "pour un autre pôle qui vient voir, et ce qu’il laisse",
        "visite",
        ".pdf",
        Desk.write_visit,
        on_request=True,
    ),
    Document(
        "rapport",
        "Rapport de co-évaluation",
        "PDF, A4",
        "à remettre aux membres : profil, désaccords, positions",
        "rapport",
        ".pdf",
        writing.write_report,
        _once_answered,
        shows_opinions=True,
        quotes=True,
        publishable=True,
        moment=AFTER_THE_MEETING,
    ),
    Document(
        "regard-croise",
        "Regard croisé",
        "PDF, A4",
        "vu par soi-même et par un autre ; à garder entre les deux pôles",
        "regard-croise",
        ".pdf",
        writing.write_peer_report,
        _once_visible,
        shows_opinions=True,
        quotes=True,
        moment=AFTER_THE_MEETING,
        on_request=True,
        of_two_views=True,
    ),
    Document(
        "classeur",
        "Classeur de co-évaluation",
        "tableur .xlsx",
        "les mêmes chiffres, à trier et à réutiliser",
        "co-evaluation",
        ".xlsx",
        writing.write_coevaluation_workbook,
        _once_answered,
        shows_opinions=True,
        quotes=True,
        publishable=True,
    ),
    Document(
        "monographie",
        "Monographie du pôle",
        "PDF, A4",
        "le récit du pôle, à compléter : origine, frictions, outils",
        "monographie",
        ".pdf",
        writing.write_monograph,
        _once_answered,
        shows_opinions=True,
        moment=AFTER_THE_MEETING,
        on_request=True,
    ),
    Document(
        "rapport-comparaison",
        "Rapport de comparaison",
        "PDF, A4",
        "les pôles de la base côte à côte, sans classement",
        "rapport-comparaison",
        ".pdf",
        writing.write_comparison_report,
        of_one_evaluation=False,
        moment=AFTER_THE_MEETING,
        on_request=True,
    ),
    Document(
        "comparaison",
        "Classeur de comparaison",
        "tableur .xlsx",
        "toutes les évaluations de la base, sans classement",
        "comparaison",
        ".xlsx",
        writing.write_comparison_workbook,
        of_one_evaluation=False,
    ),
)


def require_sense(identifier: str, phase: Phase) -> None:
    """Raise :class:`Refusal` when a document (by id) has no sense in a phase, as the list of documents says it."""
    document = document_called(identifier)
    reason = document.closed(phase)
    if reason:
        raise no_sense(document, reason)


def document_called(identifier: str) -> Document:
    """Return the document of this id, which is one of the table."""
    return next(item for item in DOCUMENTS if item.id == identifier)


def no_sense(document: Document, reason: str) -> Refusal:
    """Return the refusal of a document, in the words with which the list of documents greys it."""
    return Refusal(f"{document.name}{wording.NBSP}: {reason}.")
