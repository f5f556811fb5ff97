"""The frame of a monograph: its chapters, and which questions and which lines of the identity card each speaks of.

The frame is data, which a template changes: it names elements of a referential, and one it does not
know is without effect, so that any referential finds its place (R17).
"""

from enum import StrEnum

from pydantic import Field

from ptce_ref.domain.model import Model
from ptce_ref.domain.referential import Id, Indicator


class Chapter(StrEnum):
    """The chapters, in the order of the account; the last one takes what no other speaks of."""

    ORIGIN = "origine"
    INNOVATION = "innovation"
    PARTICIPATION = "participation"
    FRICTION = "frictions"
    TOOLS = "outils"
    ELSEWHERE = "ailleurs"


class ChapterFrame(Model):
    """What one chapter speaks of: keys of the identity card, ids of the referential."""

    chapter: Chapter = Field(alias="chapitre", strict=False)
    card: tuple[str, ...] = Field(alias="fiche", default=())
    sub_objectives: tuple[Id, ...] = Field(alias="sous_objectifs", default=())
    themes: tuple[Id, ...] = Field(alias="enjeux", default=())
    vigilances: tuple[Id, ...] = ()
    indicators: tuple[Id, ...] = Field(alias="questions", default=())


class Frame(Model):
    """The chapters of a monograph and what they speak of."""

    chapters: tuple[ChapterFrame, ...] = Field(alias="chapitres", default=())

    def chapter_of(self, indicator: Indicator) -> Chapter:
        """Return where a question is told: by its own name, else its vigilance, its sub-objective, its theme."""
        for attribute, ident in (
            ("indicators", indicator.id),
            ("vigilances", indicator.vigilance),
            ("sub_objectives", indicator.sub_objective),
            ("themes", indicator.theme),
        ):
            for frame in self.chapters:
                if ident in getattr(frame, attribute):
                    return frame.chapter
        return Chapter.ELSEWHERE

    def chapter_of_card(self, key: str) -> Chapter:
        """Return where a line of the identity card is told."""
        return next((frame.chapter for frame in self.chapters if key in frame.card), Chapter.ELSEWHERE)
