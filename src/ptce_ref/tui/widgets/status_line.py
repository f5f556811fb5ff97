"""The line that says whether what was answered is stored: in words, the colour only repeats them."""

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.text import TextBlock


class StatusLine(TextBlock):
    """One sentence under the questions."""

    DEFAULT_CSS = """
    StatusLine {
        height: auto; max-height: 6; padding: 0 2; background: $panel; text-style: bold;
        &.-saved { color: $success; }
        &.-refused { color: $error; }
    }
    """

    def tell(self, sentence: str) -> None:
        """Say where things stand."""
        self._say(sentence, "")

    def tell_stored(self, answer: Answer, referential: Referential) -> None:
        """Say that ``answer`` is in the database."""
        self._say(f"✓ Enregistré{NBSP}: {_said(answer, referential)}. Entrée{NBSP}: suivante.", "-saved")

    def tell_refused(self, sentence: str) -> None:
        """Say that something could not be stored, and why."""
        self._say(f"Pas enregistré{NBSP}: {sentence}", "-refused")

    def _say(self, sentence: str, look: str) -> None:
        self.set_classes(look)
        self.show(sentence)


def _said(answer: Answer, referential: Referential) -> str:
    if answer.kind is AnswerKind.DONT_KNOW:
        return "ne sait pas"
    if answer.kind is AnswerKind.NOT_APPLICABLE or answer.level is None:
        return "non concerné"
    argued = "" if answer.argument else ", sans argument"
    return f"niveau {referential.scale.ranks[answer.level]}, {referential.level_by_id[answer.level].name}{argued}"
