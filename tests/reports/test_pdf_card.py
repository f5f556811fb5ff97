"""Cards to cut out: fronts and backs meet, cuts are marked, nothing is lost without saying so."""

import io
import re
from dataclasses import replace

import pytest

from ptce_ref.reports import wording
from ptce_ref.reports.card_view import CardView, DeckView, deck_of_evaluation, deck_of_referential
from ptce_ref.reports.pdf.card import Printing, write_cards
from ptce_ref.reports.pdf.card_layout import LAYOUTS, PAGE, Duplex
from ptce_ref.reports.pdf.card_text import FLOOR, share_lines
from tests.other_shape import LEVEL_NAMES, other_referential
from tests.project.hostile_text import HOSTILE
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, run, squash
from tests.reports.pdf_sample import LONG, WITHOUT_SPACE
from tests.reports.pdf_structure import heard, structure
from tests.samples import coevaluation, shipped_referential, shipped_theme

SHORT = "les-trois-ponts-2026"
MILLIMETRE = 72 / 25.4
NEAR = 0.2 * MILLIMETRE
EVERY = [Printing(per_page, duplex) for per_page in LAYOUTS for duplex in Duplex]
_RAW = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")


def named(printing: Printing) -> str:
    return f"{printing.per_page} par page, {printing.duplex.value}"


def cards(deck: DeckView, printing: Printing | None = None) -> bytes:
    target = io.BytesIO()
    write_cards(deck, shipped_theme(), target, printing)
    return target.getvalue()


def pages(content: bytes) -> list[str]:
    return [squash(page) for page in printed(content).split("\f")[:-1]]


def whole_deck() -> DeckView:
    return deck_of_referential(shipped_referential())


def short_deck(text: str = "") -> DeckView:
    """A few cards of the short path, with ``text`` for question and descriptors if it is given."""
    deck = deck_of_evaluation(coevaluation(SHORT))
    few = deck.cards[:3]
    if text:
        few = tuple(replace(card, question=text, descriptors=(text,) * len(card.descriptors)) for card in few)
    return replace(deck, cards=few)


def places(content: bytes, word: str) -> list[tuple[int, float, float]]:
    """Return (page, x, y from the top) of the middle of each ``word``."""
    found: list[tuple[int, float, float]] = []
    page = 0
    for line in run("pdftotext", "-bbox", "{}", "-", content=content).splitlines():
        page += "<page " in line
        box = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', line)
        if box and box[5] == word:
            left, top, right, bottom = map(float, box.groups()[:4])
            found.append((page, (left + right) / 2, (top + bottom) / 2))
    return found


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("printing", EVERY, ids=named)
def test_a_back_lies_behind_its_front(printing: Printing) -> None:
    deck = short_deck()
    content = cards(deck, printing)
    layout = printing.layout
    width, height = PAGE[0] / layout.columns, PAGE[1] / layout.rows
    for card in deck.cards:
        (front, x, y), (back, x_behind, y_behind) = places(content, card.code)
        assert back == front + 1
        # The printer turns the sheet over: what is seen through it is swapped along one direction.
        seen = (PAGE[0] - x_behind, y_behind) if printing.duplex is Duplex.LONG_EDGE else (x_behind, PAGE[1] - y_behind)
        assert (int(seen[0] // width), int(seen[1] // height)) == (int(x // width), int(y // height))


@pytest.mark.parametrize("printing", EVERY, ids=named)
def test_the_middle_of_a_back_is_the_middle_of_its_front(printing: Printing) -> None:
    layout, duplex = printing.layout, printing.duplex
    assert len({layout.front(place) for place in range(layout.count)}) == printing.per_page
    for place in range(layout.count):
        front, back = layout.front(place), layout.back(place, duplex)
        x, y = back.x + back.width / 2, back.y + back.height / 2
        x, y = (PAGE[0] - x, y) if duplex is Duplex.LONG_EDGE else (x, PAGE[1] - y)
        assert abs(x - front.x - front.width / 2) < NEAR
        assert abs(y - front.y - front.height / 2) < NEAR


@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("per_page", LAYOUTS)
def test_crop_marks_stand_at_each_cut_and_outside_of_the_cards(per_page: int) -> None:
    layout = LAYOUTS[per_page]
    segments = [tuple(map(float, found)) for found in _RAW.findall(objects(cards(short_deck(), Printing(per_page))))]
    for x in layout.xs:
        marks = [s for s in segments if abs(s[0] - x) < NEAR and abs(s[2] - x) < NEAR]
        assert any(max(s[1], s[3]) < layout.ys[0] for s in marks)
        assert any(min(s[1], s[3]) > layout.ys[-1] for s in marks)
    for y in layout.ys:
        marks = [s for s in segments if abs(s[1] - y) < NEAR and abs(s[3] - y) < NEAR]
        assert any(max(s[0], s[2]) < layout.xs[0] for s in marks)
        assert any(min(s[0], s[2]) > layout.xs[-1] for s in marks)


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdffonts")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("printing", EVERY, ids=named)
def test_the_sheets_are_a4_in_pairs_and_tell_the_printer_how_to_turn_them(printing: Printing) -> None:
    content = cards(whole_deck(), printing)
    said = properties(content)
    assert said["Page size"] == "595.276 x 841.89 pts (A4)"
    assert int(said["Pages"]) == 2 * (1 + len(whole_deck().cards) // printing.per_page + 2)
    assert all(embedded and "Lato" in name for name, embedded in fonts(content))
    inside = objects(content)
    edge = "DuplexFlipLongEdge" if printing.duplex is Duplex.LONG_EDGE else "DuplexFlipShortEdge"
    assert f"/Duplex /{edge}" in inside
    assert "/PrintScaling /None" in inside
    check(content)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("per_page", LAYOUTS)
def test_every_question_is_in_front_and_its_levels_behind_in_reading_order(per_page: int) -> None:
    deck = whole_deck()
    shown = pages(cards(deck, Printing(per_page)))[2:]
    for place, card in enumerate(deck.cards):
        front, back = shown[2 * (place // per_page)], shown[2 * (place // per_page) + 1]
        assert squash(card.question) in front
        assert squash(card.theme) in front
        assert card.code in front
        assert f"{card.code}{squash(card.title)}" in back
        assert [back.index(squash(text)) for text in card.descriptors] == sorted(
            back.index(squash(text)) for text in card.descriptors
        )
        assert not card.vigilance or squash(f"À surveiller : {wording.first_sentence(card.risk)}") in front
    assert "voirlafiche" not in "".join(shown)


@pytest.mark.judge("pdftotext")
def test_there_are_cards_to_agree_to_differ_and_to_say_neither() -> None:
    shown = pages(cards(short_deck(), Printing(8)))
    assert shown[-4].count("Accord") == shown[-4].count("Divergence") == 4
    assert shown[-2].count("Nesaitpas") == shown[-2].count("Nonconcerné") == 4
    assert shown[-3].count("Accord") == shown[-3].count("Divergence") == 4
    assert shown[-1].count("Nesaitpas") == shown[-1].count("Nonconcerné") == 4


@pytest.mark.judge("pdftotext")
def test_the_rest_of_the_last_sheet_is_cards_for_questions_of_ones_own() -> None:
    shown = pages(cards(short_deck(), Printing(8)))
    assert shown[2].count("Unequestionànous") == 5
    assert "Unequestionànous" not in "".join(pages(cards(deck_of_evaluation(coevaluation(SHORT)), Printing(4)))[2:14])


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("printing", EVERY, ids=named)
def test_a_referential_of_another_shape_has_its_cards_too(printing: Printing) -> None:
    deck = deck_of_referential(other_referential())
    text = "".join(pages(cards(deck, printing)))
    for card in deck.cards:
        assert squash(card.question) in text
        assert all(squash(descriptor) in text for descriptor in card.descriptors)
    assert all(name in text for name in LEVEL_NAMES)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
@pytest.mark.parametrize("per_page", LAYOUTS)
def test_a_text_that_does_not_hold_says_where_to_read_the_rest(per_page: int, text: str) -> None:
    levels = len(shipped_referential().scale.levels)
    deck = short_deck(text)
    content = cards(deck, Printing(per_page))
    front, back = pages(content)[2:4]
    for card in deck.cards:
        assert squash(f"… voir la fiche {card.code}") in front
        assert squash(f"… voir la fiche {card.code}") in back
    assert squash(text[:60]) in front
    assert all(back.count(f"{rank}{squash(text[:30])}") == len(deck.cards) for rank in range(1, levels + 1))
    sizes = {float(size) for size in re.findall(r"/F\d+(?:\+\d+)? ([\d.]+) Tf", objects(content))}
    assert min(sizes) >= FLOOR


def test_more_levels_than_a_card_has_lines_never_stop_it() -> None:
    deck = deck_of_referential(other_referential())
    levels = tuple(replace(deck.referential.levels[0], rank=rank) for rank in range(1, 41))
    many = replace(deck.cards[0], descriptors=("Un repère assez long pour prendre de la place. " * 3,) * 40)
    many_levels = replace(deck, referential=replace(deck.referential, levels=levels), cards=(many,))
    text = "".join(pages(cards(many_levels, Printing(8))))
    assert squash(f"voir la fiche {many.code}") in text


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_hostile_words_on_cards_are_words() -> None:
    deck = deck_of_evaluation(coevaluation(SHORT))
    made = tuple(_hostile(card, text) for card, text in zip(deck.cards, HOSTILE, strict=False))
    content = cards(replace(deck, name=HOSTILE[8], cards=made), Printing(8))
    text = squash(printed(content))
    assert text.count("<b>&amp;</b>") > 3
    assert text.count('=HYPERLINK("http://exemple.fr";"ici")') > 1
    inside = objects(content)
    for forbidden in ("/URI", "/JavaScript", "/JS ", "/Launch", "/EmbeddedFile", "/Subtype /Image"):
        assert forbidden not in inside
    check(content)


def _hostile(card: CardView, text: str) -> CardView:
    levels = len(card.descriptors)
    return replace(
        card,
        title=text,
        question=text,
        theme=text,
        sub_objective=text,
        vigilance=text,
        risk=text,
        descriptors=(text,) * levels,
    )


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert cards(short_deck()) == cards(short_deck())


@pytest.mark.parametrize(
    ("needs", "room", "shares"),
    [
        ([2, 3], 9, [2, 3]),
        ([1, 50, 50], 9, [1, 4, 4]),
        ([50, 2, 50], 9, [4, 2, 3]),
        ([9, 9, 9], 2, [1, 1, 0]),
    ],
)
def test_a_short_text_loses_no_line_to_a_long_one(needs: list[int], room: int, shares: list[int]) -> None:
    assert share_lines(needs, room) == shares


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("printing", EVERY, ids=named)
def test_who_hears_the_pack_hears_each_card_whole_front_then_back(printing: Printing) -> None:
    deck = short_deck()
    content = cards(deck, printing)
    tree = structure(content)
    sections = tree.all_of("Sect")
    assert len(sections) == 3 * printing.layout.count
    for card, section in zip(deck.cards, sections, strict=False):
        title, *others, levels = section.kids
        assert title.role == "H2"
        assert {part.role for part in others} == {"P"}
        assert [[part.role for part in item.kids] for item in levels.kids] == [["Lbl", "LBody"]] * len(card.descriptors)
        assert levels.first_page() == title.first_page() + 1
    said, place = squash(heard(content)), 0
    for card in deck.cards:
        for text in (f"{card.code} {card.question}", card.sub_objective, card.theme, *card.descriptors):
            place = said.index(squash(text), place)
    for word in ("Accord", "Divergence", "Ne sait pas", "Non concerné"):
        place = said.index(squash(word), place)
    assert not tree.all_of("Figure")
    marked = sum(line.count("/MCID") for line in objects(content).splitlines() if " BDC" in line)
    assert marked == sum(len(element.pages) for element in tree.every())
