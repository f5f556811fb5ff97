"""A filled file on the screen: how far it is, what is asked of somebody, what is said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from ptce_ref.domain.problem import Problem
from ptce_ref.domain.returned_row import Conflict
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.returned_file import Account, Decision, Kind, short_words
from ptce_ref.services.undecided import Asked, UndecidedError
from ptce_ref.tui.text import Choice, Piece

SOMEBODY_NEW = "+"
"""The answer « a new person », among the people registered."""
_CELLS = 6
"""How many cells to mend the line of a file names."""
_ANSWERS = {Conflict.KEEP: "la base est gardée", Conflict.REPLACE: "le fichier est suivi"}


class State(Enum):
    """How far a file is."""

    WAITING = auto()
    """It was not read yet."""
    READY = auto()
    SAME = auto()
    """Taking it in would change nothing."""
    ASKING = auto()
    """Somebody has to decide first."""
    LEFT = auto()
    """Somebody left it aside."""
    REFUSED = auto()
    TAKEN = auto()


@dataclass
class ReturnedFile:
    """A file chosen: what was decided of it, and what it would change or did."""

    path: Path
    decision: Decision = field(default_factory=Decision)
    account: Account | None = None
    refusal: Refusal | None = None
    taken: Account | None = None
    aside: bool = False

    @property
    def state(self) -> State:
        if self.taken is not None:
            return State.TAKEN
        if self.aside:
            return State.LEFT
        if self.refusal is not None:
            return State.ASKING if isinstance(self.refusal, UndecidedError) else State.REFUSED
        if self.account is None:
            return State.WAITING
        if self.open_conflicts:
            return State.ASKING
        return State.READY if self.account.changes else State.SAME

    @property
    def open_conflicts(self) -> int:
        """How many rows changed on both sides and wait for a choice."""
        undecided = self.account is not None and self.decision.conflict is Conflict.STOP
        return self.account.conflicts if undecided and self.account else 0

    def take_note(self, found: Account | Refusal, *, done: bool = False) -> None:
        """Keep what reading the file found; ``done`` when it was taken in."""
        if isinstance(found, Refusal):
            self.account, self.refusal = None, found
        elif done:
            self.taken = found
        else:
            self.account, self.refusal = found, None

    def answer(self, choice: str) -> None:
        """Take an answer, among those of :func:`answers_to`."""
        what, value = choice.split(":", 1)
        if what == "conflict":
            self.decision = replace(self.decision, conflict=Conflict(value))
        elif value == SOMEBODY_NEW:
            self.decision = replace(self.decision, respondent=None)
        else:
            self.decision = self.decision.answering(Asked(what), value)


def answers_to(file: ReturnedFile) -> tuple[str, list[Choice]]:
    """Return what a file asks, in a few words, and the possible answers; none when there is nothing to decide."""
    if isinstance(file.refusal, UndecidedError):
        asked = file.refusal.asked
        title = {
            Asked.EVALUATION: "De quelle évaluation est-il ?",
            Asked.PERSON: "De qui vient-il ?",
            Asked.COLLEGE: "De quel collège vient-il ?",
            Asked.SOMEONE_NEW: "Vient-il d’une autre personne ?",
        }[asked]
        return title, [Choice(f"{asked.value}:{value}", (words,)) for value, words in file.refusal.choices]
    account = file.account
    if account is None:
        return "", []
    choices = []
    if account.conflicts:
        choices += [
            Choice(f"conflict:{Conflict.KEEP.value}", ("Garder la base ", ("là où les deux ont changé", "$quiet"))),
            Choice(
                f"conflict:{Conflict.REPLACE.value}", ("Suivre le fichier ", ("là où les deux ont changé", "$quiet"))
            ),
        ]
    if account.others:
        choices.append(Choice(f"{Asked.PERSON.value}:{SOMEBODY_NEW}", ("Une nouvelle personne",)))
        choices += [Choice(f"{Asked.PERSON.value}:{ident}", (words,)) for ident, words in account.others]
    return ("La base, ou le fichier ?" if account.conflicts else "De qui vient-il ?"), choices


def line_of(place: int, file: ReturnedFile) -> Choice:
    """Return the line of a file: whether it will be taken, of whom it is, what it changes."""
    mark, words = _mark(file), _words(file)
    look = "$error" if file.state is State.REFUSED else "$quiet"
    return Choice(str(place), (mark, (file.path.name, "bold"), (f"\n     {bind_signs(words)}", look)))


def _mark(file: ReturnedFile) -> Piece:
    return {
        State.WAITING: (" …   ", "$quiet"),
        State.READY: (" [x] ", "bold $primary"),
        State.SAME: (" =   ", "$quiet"),
        State.ASKING: (" ?   ", "bold $warning"),
        State.LEFT: (" [ ] ", "$quiet"),
        State.REFUSED: (" ✗   ", "bold $error"),
        State.TAKEN: (" ✓   ", "bold $accent"),
    }[file.state]


def _words(file: ReturnedFile) -> str:
    account = file.taken or file.account
    if file.state is State.WAITING:
        return "pas encore lu"
    if account is None:
        problems = file.refusal.problems if file.refusal else ()
        return _cells(problems) if problems else _without_name(_said(file), file.path.name)
    aside = "laissé de côté : " if file.state is State.LEFT else "repris : " if file.state is State.TAKEN else ""
    return f"{aside}{_name(account)} · {short_words(account)}{_settled(file)}"


def _name(account: Account) -> str:
    if account.kind is Kind.PLAN:
        return f"plan d’action, {account.title}"
    return f"{account.name}{', nouveau répondant' if account.new else ''}"


def _cells(problems: Sequence[Problem]) -> str:
    """Return « 3 problèmes à corriger : F11, F14, F20 »."""
    cells = list(dict.fromkeys(problem.place.cell for problem in problems if problem.place.cell))
    listed = f" : {', '.join(cells[:_CELLS])}{'…' if len(cells) > _CELLS else ''}" if cells else ""
    return f"{wording.count(len(problems), 'problème')} à corriger{listed}"


def _settled(file: ReturnedFile) -> str:
    """Return what was decided of what changed on both sides."""
    if file.account is None or not file.account.conflicts or file.taken is not None:
        return ""
    return f" ({_ANSWERS.get(file.decision.conflict, 'à décider')})"


def _said(file: ReturnedFile) -> str:
    if isinstance(file.refusal, UndecidedError):
        return file.refusal.plain
    return str(file.refusal or "")


def _without_name(sentence: str, name: str) -> str:
    """Return a sentence about a file as it is said beside its name."""
    told = sentence.removeprefix(f"« {name} » ").removeprefix(f"«{wording.NBSP}{name}{wording.NBSP}» ")
    return told[:1].lower() + told[1:] if told != sentence else sentence


def detail_of(file: ReturnedFile) -> Sequence[Piece]:
    """Return everything that is known of a file, a line for each fact."""
    return [piece for line, look in _detail(file) for piece in ((bind_signs(line), look), "\n")][:-1]


def _detail(file: ReturnedFile) -> Iterator[tuple[str, str]]:
    yield file.path.name, "bold"
    account = file.taken or file.account
    if file.refusal is not None and account is None:
        yield ("À corriger dans le fichier :" if file.refusal.problems else _said(file)), "$foreground"
        for problem in file.refusal.problems:
            yield f"– {str(problem).removeprefix(f'{file.path.name}, ')}", "$foreground"
        if isinstance(file.refusal, UndecidedError):
            yield "Entrée : choisir.", "bold"
    elif account is not None:
        if account.kind is Kind.QUESTIONNAIRE:
            yield f"{account.who}{', nouveau répondant' if account.new else ''}", "$foreground"
        yield f"{account.kind.value.capitalize()} de « {account.title} »", "$foreground"
        if file.open_conflicts:
            told = "En conflit : la base a changé depuis que ce classeur en est sorti, et ne dit pas la même chose."
            yield f"{told} g garde la base, f suit le fichier.", "bold"
        for line in account.told:
            yield line, "$foreground"
        if account.others and file.taken is None:
            yield "Entrée : dire de qui il vient, si cette personne est déjà inscrite.", "$quiet"
        if not account.waits:
            yield "Les textes sans réponse n’ont pas pu être mis de côté : gardez le fichier, ils y sont.", "bold"
    yield f"Dossier : {file.path.parent}", "$quiet"
