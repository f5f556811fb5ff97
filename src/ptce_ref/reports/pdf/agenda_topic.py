"""One question of the meeting on paper: why it is there, who begins, what is at stake, what was agreed."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import TurnView
from ptce_ref.reports.agenda_view import StakeView, TopicView
from ptce_ref.reports.pdf.compact import compact_heading
from ptce_ref.reports.pdf.page import WIDTH
from ptce_ref.reports.pdf.paper_mark import Blank, Box, FormLine
from ptce_ref.reports.pdf.reading import LevelSign
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short

_MOST = 900
"""Characters of a text of the referential that a block prints; hardly one is so long."""
_AGREED = 23.0
_LEVELS_ON_A_LINE = 4
_MOST_REASON = 80
_SIGN, _VOICES = 9 * mm, 60 * mm


def build_topic(look: Look, topic: TopicView, levels: int) -> list[Flowable]:
    """Return the block of a question; ``levels`` is how many steps the scale has."""
    line = ParagraphStyle("agenda-line", parent=look.styles.body, leading=13, spaceAfter=3)
    title = f"{topic.number}. {topic.code} {short(topic.title)}"
    when = look.type.bold(f"{topic.start} · {topic.length}")
    block: list[Flowable] = [
        compact_heading(look, title, f"sujet-{topic.number}", 1, size=12.5, before=8, after=3),
        look.paragraph(line, when, " · ", look.type.italic(short(topic.question, _MOST))),
        look.paragraph(line, look.type.bold(f"Pourquoi en parler{wording.NBSP}: "), " ".join(topic.why)),
    ]
    if topic.turns:
        block.append(look.paragraph(line, look.type.bold(f"Qui parle d’abord{wording.NBSP}: "), _turns(look, topic)))
    if topic.stakes:
        block.append(_stakes(look, topic, levels))
    if topic.others:
        block += [Spacer(0, 2), look.paragraph(line, topic.others)]
    block.append(look.paragraph(line, *_reasons(look, topic)))
    return [KeepTogether([*block, *_agreed(look, levels)])]


def _agreed(look: Look, levels: int) -> list[Flowable]:
    """Return the boxes for what was agreed, on one line when the scale is short enough."""
    boxes = [Box(str(rank)) for rank in range(1, levels + 1)]
    head: Sequence[Box | Blank | str] = (f"Convenu{wording.NBSP}: niveau", *boxes)
    others: Sequence[Box | Blank | str] = (Box(), "désaccord reconnu", Box(), "ne concerne pas le pôle")
    if levels <= _LEVELS_ON_A_LINE:
        return [FormLine(look, *head, "ou", *others, height=_AGREED)]
    return [FormLine(look, *head, height=_AGREED), FormLine(look, *others, Blank(), height=_AGREED)]


def _reasons(look: Look, topic: TopicView) -> list[str]:
    """Return the reasons already given, by college, without names; or the invitation to give some."""
    if not topic.reasons:
        return [look.type.bold("Aucune raison écrite"), f"{wording.NBSP}: demandez-en."]
    said = " ; ".join(_reason(college, text) for college, text in topic.reasons)
    return [look.type.bold(f"Raisons déjà données{wording.NBSP}: "), said]


def _reason(college: str, text: str) -> str:
    quoted = f"«{wording.NBSP}{_told(text)}{wording.NBSP}»"
    return f"{short(college, 60)}{wording.NBSP}: {quoted}" if college else quoted


def _told(text: str) -> str:
    """Return the beginning of a reason, cut between two words when it has any."""
    if len(text) <= _MOST_REASON:
        return text
    words, _, _ = text[: _MOST_REASON + 1].rpartition(" ")
    return f"{words.rstrip(' ,;:')}…" if words.strip() else short(text, _MOST_REASON)


def _turns(look: Look, topic: TopicView) -> Markup:
    parts: list[str] = []
    for rank, turn in enumerate(topic.turns, start=1):
        parts += [look.type.bold(f"{rank}."), f"{wording.NBSP}{_turn(turn)}", " ; "]
    return look.type.markup(*parts[:-1], ".")


def _turn(turn: TurnView) -> str:
    who = ", ".join(short(college) for college in turn.colleges)
    return f"{turn.what} : {who}" if who else turn.what


def _stakes(look: Look, topic: TopicView, levels: int) -> Flowable:
    cell = ParagraphStyle("agenda-cell", parent=look.styles.cell, fontSize=9.5, leading=12)
    rows = Rows()
    for stake in topic.stakes:
        said = look.type.markup(look.type.bold(f"{short(stake.name, 60)}. "), short(stake.descriptor, _MOST))
        rows.add(
            LevelSign(look, stake.rank, levels), look.paragraph(cell, said), look.paragraph(cell, _voices(look, stake))
        )
    return build_table(look, (), rows, (_SIGN, WIDTH - _SIGN - _VOICES, _VOICES))


def _voices(look: Look, stake: StakeView) -> Markup:
    count = look.type.bold(f"{stake.voices}{wording.NBSP}voix")
    colleges = ", ".join(short(college, 60) for college in stake.colleges)
    return look.type.markup(count, f" : {colleges}" if colleges else "")
