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

    def tell_stored(self, answer: Answer, referential: Referential, after: str = "") -> None:
        """Say that ``answer`` is in the database, and what comes ``after``."""
        self.tell_saved(f"✓ Enregistré{NBSP}: {answer_words(answer, referential)}. {after}".rstrip())

    def tell_saved(self, sentence: str) -> None:
        """Say that something is in the database, in other words."""
        self._say(sentence, "-saved")

    def tell_refused(self, sentence: str) -> None:
        """Say that something could not be stored, and why."""
        self._say(f"Pas enregistré{NBSP}: {sentence}", "-refused")

    def _say(self, sentence: str, look: str) -> None:
        self.set_classes(look)
        self.show_in_lines(sentence)


def answer_words(answer: Answer, referential: Referential) -> str:
    """Return an answer in a few words: « niveau 2, Premiers pas, sans argument »."""
    if answer.kind is AnswerKind.DONT_KNOW:
        said = "ne sait pas"
    elif answer.kind is AnswerKind.NOT_APPLICABLE or answer.level is None:
        said = "non concerné"
    else:
        argued = "" if answer.argument else ", sans argument"
        said = f"niveau {referential.scale.ranks[answer.level]}, {referential.level_by_id[answer.level].name}{argued}"
    if answer.wished_level is None:
        return said
    horizon = f" en {answer.wished_year}" if answer.wished_year else ""
    return f"{said}{NBSP}; souhaité{NBSP}: {referential.scale.ranks[answer.wished_level]}{horizon}"
