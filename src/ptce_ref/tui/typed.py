"""What the fields of one question hold, and how that becomes an answer or a draft.

Texts stay texts here: « 12,5 » or an unfinished year is kept as it was typed until it can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.number import read_number, write_number
from ptce_ref.domain.referential import Indicator
from ptce_ref.domain.three_way import merge_fields
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.services.draft import FIGURE
from ptce_ref.tui.draft import Fields

Choice = tuple[AnswerKind, str | None]
"""An answer chosen: its kind, and its level when it has one."""

_NOT_APPLICABLE: Choice = (AnswerKind.NOT_APPLICABLE, None)
_REASON_BEGUN = "non concerné, raison à confirmer"
"""What a draft keeps as chosen while the reason is being written. A version that does not know it keeps the text."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Typed:
    """The fields of one question."""

    argument: str = ""
    reason: str = ""
    argument_kind: ArgumentKind | None = None
    evidence: str = ""
    wished_level: str | None = None
    wished_year: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    """By id of the figure; what is empty is left out."""
    chosen: Choice | None = None
    """An answer that was chosen and is not stored: the file did not take it, or its reason is awaited."""
    reason_begun: bool = False
    """Whether the reason of the « non concerné » chosen is still being written: it is no answer before it is left."""

    @property
    def blank(self) -> bool:
        """Whether nothing at all was typed or chosen."""
        texts = (self.argument, self.reason, self.evidence, self.wished_year, *self.figures.values())
        return not (any(text.strip() for text in texts) or self.wished_level or self.chosen)

    @property
    def awaits_reason(self) -> bool:
        """Whether « non concerné » was chosen, and nothing says why or what does is not confirmed."""
        return self.chosen == _NOT_APPLICABLE and (self.reason_begun or not self.reason.strip())

    @property
    def year(self) -> int | None:
        """The year wished for, when it is one."""
        text = self.wished_year.strip()
        year = int(text) if text.isascii() and text.isdigit() else 0
        return year if _FIRST_YEAR <= year <= _LAST_YEAR else None

    @property
    def extras(self) -> int:
        """How many complements hold something: the evidence, and each figure."""
        return bool(self.evidence.strip()) + sum(bool(text.strip()) for text in self.figures.values())

    @property
    def numbers(self) -> dict[str, float]:
        """The figures that can be read."""
        found = {}
        for name, text in self.figures.items():
            number = number_in(text)
            if number is not None:
                found[name] = number
        return found

    def unread(self, question: Indicator) -> list[str]:
        """Return what cannot be stored as it is, in words: figures that are no number, a year without its level."""
        told = [f"« {item.label} »" for item in question.figures if not is_number(self.figures.get(item.id, ""))]
        if self.wished_year.strip() and (self.year is None or self.wished_level is None):
            told.append("l’année souhaitée")
        return told

    @property
    def fields(self) -> Fields:
        """The same, as a draft keeps it."""
        kind, level = self.chosen or (None, None)
        return {
            "argument": self.argument,
            "reason": self.reason,
            "kind": self.argument_kind.value if self.argument_kind else "",
            "evidence": self.evidence,
            "wished_level": self.wished_level or "",
            "wished_year": self.wished_year,
            "chosen": _REASON_BEGUN if self.reason_begun else kind.value if kind else "",
            "level": level or "",
            **{f"{FIGURE}{name}": text for name, text in self.figures.items()},
        }

    def over(self, known: "Typed", stored: "Typed") -> "Typed":
        """Return the same, but with what is ``stored`` in each field that was not touched since it was ``known``."""
        return typed_from(merge_fields(self.fields, known.fields, stored.fields))

    def answer_fields(self, kind: AnswerKind) -> dict[str, object]:
        """Return what can be stored with an answer of this kind, by field of :class:`Answer`."""
        return {
            "reason": self.reason if kind is AnswerKind.NOT_APPLICABLE else "",
            "argument": self.argument,
            "argument_kind": self.argument_kind,
            "evidence": self.evidence,
            "wished_level": self.wished_level,
            "wished_year": self.year if self.wished_level else None,
            "figures": self.numbers,
        }


def typed_of(answer: Answer | None) -> Typed:
    """Return what the fields show of a stored answer."""
    if answer is None:
        return Typed()
    return Typed(
        argument=answer.argument,
        reason=answer.reason,
        argument_kind=answer.argument_kind,
        evidence=answer.evidence,
        wished_level=answer.wished_level,
        wished_year=str(answer.wished_year or ""),
        figures={name: write_number(value) for name, value in answer.figures.items()},
    )


def typed_from(fields: Fields) -> Typed:
    """Return what a draft kept; a word this version does not know is left out, the texts stay."""
    kinds, arguments = set(AnswerKind), set(ArgumentKind)
    chosen, kind = fields.get("chosen", ""), fields.get("kind", "")
    begun = chosen == _REASON_BEGUN
    if begun:
        chosen = AnswerKind.NOT_APPLICABLE.value
    return Typed(
        argument=fields.get("argument", ""),
        reason=fields.get("reason", ""),
        argument_kind=ArgumentKind(kind) if kind in arguments else None,
        evidence=fields.get("evidence", ""),
        wished_level=fields.get("wished_level") or None,
        wished_year=fields.get("wished_year", ""),
        figures={key.removeprefix(FIGURE): text for key, text in fields.items() if key.startswith(FIGURE)},
        chosen=(AnswerKind(chosen), fields.get("level") or None) if chosen in kinds else None,
        reason_begun=begun,
    )


def number_in(text: str) -> float | None:
    """Return the number a text holds, or None."""
    try:
        return read_number(text)
    except ValueError:
        return None


def is_number(text: str) -> bool:
    """Whether a figure may be left so: empty, or a number."""
    return not text.strip() or number_in(text) is not None
