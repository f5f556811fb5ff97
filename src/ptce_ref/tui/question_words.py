"""One question of the dialogue in words: its figures, its levels, what the group decided."""

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import IndicatorView
from ptce_ref.tui.debate import position_words
from ptce_ref.tui.text import Piece


def measures_pieces(item: IndicatorView) -> list[Piece]:
    """Return what the figures say: value, gap between colleges, who does not know, vigilance, levels wished."""
    figure, divergence = item.figure, item.divergence
    provisional = ", provisoire" if figure.provisional and figure.level is not None else ""
    pieces: list[Piece] = ["Niveau ", (wording.figure(figure), "bold")]
    if provisional:
        several = sum(bool(sum(college.levels)) for college in item.counts) > 1
        alone = "médiane du collège" if figure.n != 1 else "un seul avis"
        pieces.append((f" : {'moyenne des médianes des collèges' if several else alone}", "$quiet"))
    pieces.append(f" (n = {wording.told(figure.n)}{provisional})")
    if divergence is not None and divergence.college_gap is not None:
        gap = divergence.college_gap
        levels = wording.agreed(int(gap), "niveau", "niveaux")
        pieces.append(f" · écart entre les médianes des collèges : {wording.median(gap)} {levels}")
    if divergence is not None and divergence.polarised:
        pieces.append((" · ◆ avis polarisés : deux camps opposés", "bold $warning"))
    if item.total is not None and item.total.dont_know:
        pieces.append(f" · {item.total.dont_know} ne {wording.agreed(item.total.dont_know, 'sait', 'savent')} pas")
    if item.wished is not None:
        pieces.append(f" · {wording.wished(item.wished)}")
    if item.vigilance:
        sign, style = ("! ", "bold $warning") if figure.alerts else ("", "$quiet")
        lowest = " : au niveau le plus bas" if figure.alerts else ""
        pieces.append((f"\n{sign}Vigilance « {item.vigilance} »{lowest}", style))
    return [bind_signs(piece) if isinstance(piece, str) else piece for piece in pieces]


def levels_pieces(names: list[str], descriptors: tuple[str, ...]) -> list[Piece]:
    """Return each level with what it means for this question."""
    pieces: list[Piece] = []
    for rank, (name, descriptor) in enumerate(zip(names, descriptors, strict=True), start=1):
        pieces += [("\n" if pieces else ""), (f"{rank} {name}. ", "bold"), descriptor]
    return pieces


def position_pieces(item: IndicatorView) -> list[Piece]:
    """Return what the group decided, why, with whom, and what a minority keeps saying."""
    position = item.position
    if position is None:
        return []
    pieces: list[Piece] = [(bind_signs(f"Position du groupe : {position_words(position)}"), "bold $success")]
    pieces.append(f" ({wording.long_date(position.date)})")
    if position.argument:
        pieces.append(f"\n{position.argument}")
    if position.minority_opinion:
        pieces += [("\nAvis minoritaire", "bold"), bind_signs(" : "), position.minority_opinion]
    if position.decided_with:
        pieces.append((bind_signs("\nDécidé avec : ") + position.decided_with, "$quiet"))
    return pieces
