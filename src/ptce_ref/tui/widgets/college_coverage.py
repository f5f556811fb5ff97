"""How far each college went: counts, never what anybody said (R5)."""

from collections.abc import Sequence

from ptce_ref.domain.overview import CollegeLine, EvaluationLine
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.text import Piece, TextBlock, one_line

SHARE_MEANING = "% : réponses reçues, sur celles qu’on attend des personnes inscrites"
"""What the percentages of the home and of the page count: a coverage counts something else."""
_NAME_WIDTH, _GAUGE_WIDTH = 15, 8
_NOBODY = "personne d’inscrit"
_NAMED = 3
"""How many colleges without anybody are named in the short form."""


class CollegeCoverage(TextBlock):
    """One line a college: its short name, a gauge, answers given over answers awaited."""

    DEFAULT_CSS = """
    CollegeCoverage { width: 39; height: 100%; padding: 1 1 0 2; background: $surface; }
    """

    def show_colleges(self, evaluation: EvaluationLine | None) -> None:
        """Show the colleges of an evaluation; nothing when there is none."""
        if evaluation is None:
            self.show("", resizes=False)
            return
        if evaluation.received:
            self.show(*_received(evaluation), resizes=False)
            return
        preparing = evaluation.phase is Phase.PREPARATION
        title = "Répondants par collège" if preparing else "Réponses par collège"
        pieces: list[Piece] = [(f"{title}\n", "bold")]
        for college in evaluation.colleges:
            pieces.append(f"\n{_fitted(college.short)}")
            pieces += _registered(college) if preparing else _progress(college)
        pieces.append((f"\n\n{_sum(evaluation)}", "$quiet"))
        self.show(*pieces, resizes=False)


def compact_coverage(evaluation: EvaluationLine, room: int) -> list[Piece]:
    """Return the colleges in ``room`` characters at most: those that have finished give way first."""
    if evaluation.received:
        return [(bind_signs(_counts_alone(evaluation)), "$quiet")]
    preparing = evaluation.phase is Phase.PREPARATION
    absent = () if preparing else evaluation.absent
    present = [college for college in evaluation.colleges if college not in absent]
    entries = [(college, f"{one_line(college.short)} {_short(college, preparing)}") for college in present]
    nobody = _nobody(absent)
    room -= len(nobody) + 2 if nobody else 0
    meaning = [f"\n{SHARE_MEANING}"] if any("%" in text for _, text in entries) else []
    kept = list(entries)
    for college, entry in entries[::-1]:
        if sum(len(text) + 2 for _, text in kept) <= room:
            break
        if not college.behind:
            kept.remove((college, entry))
    while kept and sum(len(text) + 2 for _, text in kept) > room:
        kept.pop()
    left = len(entries) - len(kept)
    texts = [text.replace(" ", wording.NBSP) for _, text in kept]
    if left:
        texts.append(f"…{wording.NBSP}{wording.count(left, 'autre')}")
    texts += [nobody] if nobody else []
    return [("  ".join(texts), "$quiet"), *((bind_signs(said), "$quiet") for said in meaning)]


def _received(evaluation: EvaluationLine) -> list[Piece]:
    """Return the groups whose opinions came counted: how many people were awaited stayed at their pôle."""
    heard = [college for college in evaluation.colleges if not college.silent]
    pieces: list[Piece] = [("Avis comptés, reçus d’ailleurs\n", "bold")]
    for college in heard:
        questions = wording.count(college.tallied, "question")
        pieces += [f"\n{_fitted(college.short)}", questions]
    return [*pieces, (bind_signs(f"\n\n{_counts_alone(evaluation)}"), "$quiet")]


def _counts_alone(evaluation: EvaluationLine) -> str:
    questions = wording.count(evaluation.questions, "question")
    return f"Avis comptés, sans les personnes, sur {evaluation.tallied} des {questions}."


def _short(college: CollegeLine, preparing: bool) -> str:
    if preparing:
        return str(college.respondents)
    if college.silent:
        return "0 %"
    if not college.respondents:
        # Nobody is registered of whom answers are awaited: a percentage would be of something else.
        return f"{college.tallied}/{college.questions} à main levée"
    return wording.share(college.share) if college.behind else "✓"


def _nobody(colleges: Sequence[CollegeLine]) -> str:
    """Return which invited colleges have nobody registered: they refused nothing."""
    if not colleges:
        return ""
    few = len(colleges) <= _NAMED
    who = ", ".join(one_line(c.short) for c in colleges) if few else wording.count(len(colleges), "collège")
    return bind_signs(f"{_NOBODY} : {who}")


def _fitted(name: str) -> str:
    name = one_line(name)
    return f"{name if len(name) < _NAME_WIDTH else name[: _NAME_WIDTH - 2] + '…':<{_NAME_WIDTH}}"


def _registered(college: CollegeLine) -> list[Piece]:
    if college.respondents:
        return [wording.count(college.respondents, "répondant")]
    return [("personne encore", "$warning")]


def _progress(college: CollegeLine) -> list[Piece]:
    if college.absent:
        return [(_NOBODY, "$warning")]
    if college.silent:
        return [(gauge(0, _GAUGE_WIDTH), "$quiet"), ("  rien encore", "$warning")]
    asked = college.respondents * college.questions or college.questions
    given = college.given if college.respondents else college.tallied
    done = "" if college.behind else f"{wording.NBSP}✓"
    return [(gauge(college.share, _GAUGE_WIDTH), "$primary"), f"  {given}/{asked}{done}"]


def _sum(evaluation: EvaluationLine) -> str:
    if evaluation.respondents:
        finished = sum(college.finished for college in evaluation.colleges)
        people = wording.count(evaluation.respondents, "répondant")
        if evaluation.phase is Phase.PREPARATION:
            return f"{people}, {wording.count(evaluation.questions, 'question')} à chacun"
        return f"{people}, {_finished(finished, evaluation.respondents)}"
    if evaluation.tallied:
        return f"{wording.count(evaluation.tallied, 'question votée', 'questions votées')} à main levée"
    return f"{wording.count(evaluation.questions, 'question')} à poser"


def _finished(finished: int, people: int) -> str:
    """Return how many of the respondents gave all their answers, in words that follow their number."""
    if people == 1:
        return "qui a fini" if finished else "qui n’a pas fini"
    if finished in (0, people):
        return "qui ont tous fini" if finished else "dont aucun n’a fini"
    return f"dont {finished} {wording.agreed(finished, 'a fini', 'ont fini')}"
