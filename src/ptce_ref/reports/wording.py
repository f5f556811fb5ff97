"""Figures in French words: the only place where anything is rounded.

Every front end and every renderer writes its numbers through these functions, so that the same
value reads the same everywhere.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ptce_ref.domain.day import MONTHS
from ptce_ref.domain.vocabulary import State

if TYPE_CHECKING:  # the first screen writes counts and dates, and needs no view-object
    from ptce_ref.reports.view import FigureView, WishedView

PLURAL_FROM = 2
NBSP = "\u00a0"
NOTHING = "—"
NOT_APPLICABLE = "non concerné"
HIDDEN = "masqué"
REASON = "raison"
"""What is said under « non concerné »: why one is not concerned. It is no argument about the level."""
DEMONSTRATION = "Démonstration : pôle fictif"
DEMONSTRATIONS = "Démonstration : pôles fictifs"
MODES = {"auto": "auto-évaluation", "co": "co-évaluation", "pair": "évaluation par un autre pôle"}


MERGED_LEVELS = f"Ici les petits collèges sont réunis{NBSP}: les niveaux peuvent différer de ceux du rapport du pôle."
"""Said beside the dates of a pôle as others see them: its own report counts each college apart."""


def number(value: float, decimals: int = 1) -> str:
    """Return ``value`` with a French comma, rounded half up: ``2.65`` gives « 2,7 »."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(round(value, 9))).quantize(step, ROUND_HALF_UP)
    return str(rounded + 0).replace(".", ",").replace("-", "\u2212")


def level(rank: float | None) -> str:
    """Return a level of the scale with one decimal, or a dash."""
    return NOTHING if rank is None else number(rank)


def median(rank: float | None) -> str:
    """Return a median: whole, or with its half."""
    if rank is None:
        return NOTHING
    return number(rank, 0 if float(rank).is_integer() else 1)


def index(value: float | None) -> str:
    """Return a measure such as Cns or A with two decimals, or a dash."""
    return NOTHING if value is None else number(value, 2)


def share(value: float | None) -> str:
    """Return a share 0..1 as a whole percentage, or a dash."""
    return NOTHING if value is None else f"{number(value * 100, 0)}{NBSP}%"


def change(value: float | None) -> str:
    """Return a difference of levels with its sign: « +0,5 », « −0,3 », « =  »."""
    if value is None:
        return NOTHING
    text = number(value)
    if text in {"0,0", "\u22120,0"}:
        return "="
    return text if value < 0 else f"+{text}"


def figure(view: "FigureView") -> str:
    """Return the level of a figure, or why there is none."""
    if view.hidden:
        return HIDDEN
    if view.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return few(view.few) if view.few else level(view.level)


def merged(threshold: int) -> str:
    """Return what a document meant for others does so that nobody is recognised in it."""
    return (
        f"Version pour qui n’est pas du pôle{NBSP}: les collèges de {few(threshold)} sont réunis, et ce qui repose sur "
        f"{few(threshold)} n’est ni montré ni compté dans n, pour que personne ne soit reconnu."
    )


def counted_how(*, received: bool) -> str:
    """Return how voices were counted that are nobody's by name: those of a file came so, and raised no hand."""
    return "sans les personnes" if received else "à main levée"


def few(threshold: int) -> str:
    """Return why a value is not told to others: « moins de 3 voix »."""
    return f"moins de {threshold}{NBSP}voix"


def coverage(view: "FigureView") -> str:
    """Return « 5/6 »: indicators with a value over indicators that apply."""
    return f"{view.answered}/{view.applicable}"


UNTOLD = f"{NOTHING} dans la colonne n{NBSP}: trop peu de voix pour en dire le nombre. Ce n’est pas zéro."


def told(n: int | None) -> str:
    """Return a number of voices for a column, or a dash when it may not be told: never « 0 » for it."""
    return NOTHING if n is None else whole(n)


def heard(view: "FigureView") -> str:
    """Return the voices behind a figure, in a sentence: « n = 4 », or « moins de 3 voix » when they are not told."""
    return few(view.fewer) if view.fewer else voices(told(view.n))


def voices(n: object) -> str:
    """Return « n = 4 », which no line breaks: the voices behind a figure. ``n`` is a number, or a dash."""
    return f"n{NBSP}={NBSP}{n}"


def wished(view: "WishedView") -> str:
    """Return « niveau souhaité : médiane 4 (n = 5), pour 2028 à 2030 »; one wish is no median (R6)."""
    years = sorted({year for year in (view.first_year, view.last_year) if year is not None})
    horizon = f", pour {f'{NBSP}à{NBSP}'.join(map(str, years))}" if years else ""
    level = (
        f"{median(view.median)} (1{NBSP}avis)" if view.n == 1 else f"médiane {median(view.median)} ({voices(view.n)})"
    )
    return f"niveau souhaité{NBSP}: {level}{horizon}"


def count(n: int, one: str, several: str | None = None) -> str:
    """Return « 1 avis », « 3 collèges », « 1 269 lignes »: French plural from two; zero is singular."""
    return f"{whole(n)}{NBSP}{agreed(n, one, several or one + 's')}"


def compared(entries: int, kept: int) -> str:
    """Return « 8 pôles, dont 5 comparés », « 3 pôles comparés », « 2 pôles, dont aucun n’est comparé »."""
    poles = count(entries, "pôle")
    if not kept:
        return f"{poles}, dont aucun n’est comparé"
    adjective = agreed(kept, "comparé", "comparés")
    return f"{poles} {adjective}" if kept == entries else f"{poles}, dont {kept} {adjective}"


def whole(n: int) -> str:
    """Return a whole number with its thousands apart: « 1 269 »."""
    return f"{n:,}".replace(",", NBSP)


def agreed(n: int, one: str, several: str) -> str:
    """Return the word that agrees with ``n``: in French the plural begins at two, and zero is singular."""
    return one if abs(n) < PLURAL_FROM else several


def quoted(text: str) -> str:
    """Return « text » between quotes, which lets a name stand in a sentence without an article."""
    return f"«{NBSP}{text}{NBSP}»"


def long_date(iso: str) -> str:
    """Return « 12 mars 2026 » for ``2026-03-12``; « 1er » for the first of a month."""
    year, month, day = iso.split("-")
    first = "1er" if int(day) == 1 else str(int(day))
    return f"{first}{NBSP}{MONTHS[int(month) - 1]} {year}"


def first_sentence(text: str) -> str:
    """Return a text up to the end of its first sentence, with its full stop; an empty one is empty."""
    first, stop, _ = text.partition(". ")
    return f"{first}." if stop else text


def sentence(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]
