"""One question of the meeting on paper: why it is there, what to ask, what is at stake, what was agreed."""

import re
from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.domain.duration import duration_words
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import ANYBODY, TurnView
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
_MOST_REASON = 240
_INSIDE = re.compile(f"«[ {wording.NBSP}\u202f]*([^«»]*?)[ {wording.NBSP}\u202f]*»")
_LOOSE = f" ,;:({wording.NBSP}"
_ENDS = ". ", "! ", "? ", "… "
_LEFT_OUT = " […]"
_UNNAMED = "Les autres voix viennent de collèges trop petits pour être nommés."
_SIGN, _COUNT = 9 * mm, 18 * mm


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
        block.append(look.paragraph(line, look.type.bold(f"À demander{wording.NBSP}: "), _turns(look, topic)))
    block.append(look.paragraph(line, look.type.bold(f"Le temps{wording.NBSP}: "), _steps(topic)))
    block.append(_stakes(look, topic, levels))
    if topic.unnamed:
        block += [Spacer(0, 2), look.paragraph(line, _UNNAMED)]
    if topic.others:
        block += [Spacer(0, 2), look.paragraph(line, topic.others)]
    block += [Spacer(0, 3), look.paragraph(line, *_reasons(look, topic))]
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
    quoted = f"«{wording.NBSP}{_quoted_inside(_told(text))}{wording.NBSP}»"
    return f"{short(college, 60)}{wording.NBSP}: {quoted}" if college else quoted


def _quoted_inside(text: str) -> str:
    """Return a text to be quoted, its own quotation marks being those of a second rank."""
    return _INSIDE.sub(r"“\1”", text)


def _told(text: str) -> str:
    """Return the beginning of a reason: to the end of a sentence if that keeps half of what there is room for.

    Otherwise it is cut between two words when it has any, and not inside words it quotes.
    """
    if len(text) <= _MOST_REASON:
        return text
    whole = max(text.rfind(end, 0, _MOST_REASON + 2) for end in _ENDS) + 1
    if 2 * whole >= _MOST_REASON and text.count("«", 0, whole) == text.count("»", 0, whole):
        return f"{text[:whole]}{_LEFT_OUT}"
    words, _, _ = text[: _MOST_REASON + 1].rpartition(" ")
    opened = words.rfind("«")
    if opened > words.rfind("»"):
        words = words[:opened]
    return f"{words.rstrip(_LOOSE)}…" if words.strip(_LOOSE) else short(text, _MOST_REASON)


def _turns(look: Look, topic: TopicView) -> Markup:
    """Return what to ask the room, with the colleges that answered so when they may be named."""
    asked = " ".join(_turn(turn) for turn in topic.turns)
    return look.type.markup(f"«{wording.NBSP}{asked}{wording.NBSP}» ", look.type.italic(ANYBODY))


def _turn(turn: TurnView) -> str:
    who = ", ".join(short(college) for college in turn.colleges)
    return f"{turn.what} (surtout{wording.NBSP}: {who})" if who else turn.what


def _steps(topic: TopicView) -> str:
    """Return « lire 2 min · le plus bas 3 · … »: how the minutes of the question are shared."""
    (first, minutes), *others = topic.steps
    parts = [f"{first} {duration_words(minutes)}", *(f"{name}{wording.NBSP}{length}" for name, length in others)]
    return f"{' · '.join(parts)}."


def _stakes(look: Look, topic: TopicView, levels: int) -> Flowable:
    """Return the levels: what one sees there, the colleges that may be named with it, how many voices it has."""
    cell = ParagraphStyle("agenda-cell", parent=look.styles.cell, fontSize=9.5, leading=12)
    rows = Rows()
    for stake in topic.stakes:
        colleges = ", ".join(short(college, 60) for college in stake.colleges)
        who = look.type.coloured(look.colours.muted, f" – {colleges}") if colleges else ""
        said = look.type.markup(look.type.bold(f"{short(stake.name, 60)}. "), short(stake.descriptor, _MOST), who)
        rows.add(
            LevelSign(look, stake.rank, levels), look.paragraph(cell, said), look.paragraph(cell, _voices(look, stake))
        )
    return build_table(look, (), rows, (_SIGN, WIDTH - _SIGN - _COUNT, _COUNT))


def _voices(look: Look, stake: StakeView) -> Markup:
    if not stake.voices:
        return look.type.coloured(look.colours.muted, "aucune voix")
    return look.type.markup(look.type.bold(f"{stake.voices}{wording.NBSP}voix"))
